/* Tables: rows and cells of a source, each with its place.
 *
 *     TABLE_TABS    a tab between cells: our own tables
 *     TABLE_COMMAS  a comma between cells, quoted where one holds a comma, a quote or a line break (RFC 4180)
 *     TABLE_LINES   one cell a line
 *
 * Lines end in LF or CRLF. Blank rows are passed over; a line that begins with # is a comment. Cells lose the spaces around
 * them. */
#ifndef DRG_TABLE_H
#define DRG_TABLE_H

#include "text/message.h"

typedef enum { TABLE_TABS, TABLE_COMMAS, TABLE_LINES } table_format;

typedef struct {
    drg_text text;           /* of the source, or (unquoted) of the arena */
    uint32_t offset, length; /* its place in the source */
} cell;

typedef enum {
    ROW_CELLS,   /* table.cells */
    ROW_COMMENT, /* table.cells.items[0]: what stands behind the # */
    ROW_WRONG,   /* a message has been made; there may be more rows */
    ROW_NONE     /* the end */
} row_kind;

typedef struct { /* Owner: the caller, who clears it. */
    const source *file;
    table_format format;
    arena *arena; /* for unquoted cells */
    drg_messages *messages; /* may be NULL: then what is wrong is not told */
    size_t at;          /* the next row's first byte */
    uint32_t line;      /* of the row that was read; 1 is the first */
    uint32_t next_line;
    VECTOR(cell) cells;
} table;

void drg_table_init(table *t, const source *file, table_format format, arena *a, drg_messages *messages);
void drg_table_clear(table *t);
/* Reads the next row. DRG_NO_MEMORY. */
drg_status drg_table_next(table *t, row_kind *kind);

static inline place cell_place(const table *t, const cell *c) { return (place){t->file, c->offset, c->length}; }

#endif
