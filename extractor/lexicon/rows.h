/* Rows: the rows and cells of a table, each with its place.
 *
 *     ROWS_TABS    a tab between cells: our own tables
 *     ROWS_COMMAS  a comma between cells, quoted where one holds a comma, a quote or a line break (RFC 4180)
 *     ROWS_LINES   one cell a line
 *
 * Lines end in LF or CRLF. Blank rows are passed over; a line that begins with # is a comment. Cells lose the spaces
 * around them. */
#ifndef DRG_ROWS_H
#define DRG_ROWS_H

#include "text/message.h"

typedef enum { ROWS_TABS, ROWS_COMMAS, ROWS_LINES } row_format;

typedef struct {
    drg_text text;           /* of the source, or (unquoted) of the arena */
    uint32_t offset, length; /* its place in the source */
} cell;

typedef enum {
    ROW_CELLS,   /* rows.cells */
    ROW_COMMENT, /* rows.cells.items[0]: what stands behind the # */
    ROW_WRONG,   /* a message has been made; there may be more rows */
    ROW_NONE     /* the end */
} row_kind;

typedef struct { /* Owner: the caller, who clears it. */
    const source *file;
    row_format format;
    arena *arena;           /* for unquoted cells */
    drg_messages *messages; /* may be NULL: then what is wrong is not told */
    size_t at;              /* the next row's first byte */
    uint32_t line;          /* of the row that was read; 1 is the first */
    uint32_t next_line;
    VECTOR(cell) cells;
} rows;

void drg_rows_init(rows *t, const source *file, row_format format, arena *a, drg_messages *messages);
void drg_rows_clear(rows *t);
/* Reads the next row. DRG_NO_MEMORY. */
drg_status drg_rows_next(rows *t, row_kind *kind);

static inline place cell_place(const rows *t, const cell *c) {
    return (place){t->file, c->offset, c->length};
}

#endif
