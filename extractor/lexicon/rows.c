/* Rows: the rows and cells of a table. See rows.h. */
#include "lexicon/rows.h"

#include <string.h>

void drg_rows_init(rows *t, const source *file, row_format format, arena *a, drg_messages *messages) {
    *t = (rows){.file = file, .format = format, .arena = a, .messages = messages, .next_line = 1};
}

void drg_rows_clear(rows *t) {
    VECTOR_CLEAR(t->cells);
}

static const char *find(drg_text text, size_t from, size_t to, char c) {
    return from < to ? memchr(text.bytes + from, c, to - from) : NULL;
}

/* Where the line that begins at `at` ends: before its LF or CRLF, or at the text's end. */
static size_t line_end(drg_text text, size_t at) {
    const char *feed = find(text, at, text.length, '\n');
    const size_t end = feed ? (size_t)(feed - text.bytes) : text.length;
    return end > at && text.bytes[end - 1] == '\r' ? end - 1 : end;
}

/* Behind the line end at `end`. */
static size_t next_line(drg_text text, size_t end) {
    if (end < text.length && text.bytes[end] == '\r') end++;
    return end < text.length ? end + 1 : end;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool add_cell(rows *t, size_t from, size_t to) {
    const char *bytes = t->file->text.bytes;
    while (from < to && bytes[from] == ' ') from++;
    while (to > from && bytes[to - 1] == ' ') to--;
    const cell c = {
        {bytes + from, to - from},
        (uint32_t)from, (uint32_t)(to - from)
    };
    return VECTOR_PUSH(t->cells, c);
}

/* A carriage return that ends no line hides a line from whoever reads the file. */
static bool has_stray_return(rows *t, size_t from, size_t to) {
    const char *stray = find(t->file->text, from, to, '\r');
    if (!stray) return false;
    const place at = {t->file, (uint32_t)(stray - t->file->text.bytes), 1};
    if (t->messages)
        drg_error(t->messages, at, "stray-return", "end lines with a line feed", "a carriage return inside a line");
    return true;
}

/* Rows of one line ------------------------------------------------------------------------------------------------- */

static drg_status read_comment(rows *t, size_t from, size_t to, row_kind *kind) {
    *kind = ROW_COMMENT;
    return add_cell(t, from + 1, to) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status read_tabs(rows *t, size_t from, size_t to) {
    const drg_text text = t->file->text;
    for (const char *tab; (tab = find(text, from, to, '\t')) != NULL; from = (size_t)(tab - text.bytes) + 1) {
        if (!add_cell(t, from, (size_t)(tab - text.bytes))) return DRG_NO_MEMORY;
    }
    return add_cell(t, from, to) ? DRG_OK : DRG_NO_MEMORY;
}

/* Rows of CSV: a quoted cell may run over several lines ------------------------------------------------------------ */

/* The quote that ends the cell whose content begins at `at`; two quotes are one of the content. SIZE_MAX: there is
 * none. */
static size_t closing_quote(drg_text text, size_t at) {
    for (const char *quote; (quote = find(text, at, text.length, '"')) != NULL;) {
        const size_t found = (size_t)(quote - text.bytes);
        if (found + 1 >= text.length || text.bytes[found + 1] != '"') return found;
        at = found + 2;
    }
    return SIZE_MAX;
}

/* cell = '"' (any | '""')* '"'    *at stands on the first quote, and is moved behind the last. */
static drg_status read_quoted(rows *t, size_t *at, row_kind *kind) {
    const drg_text text = t->file->text;
    const size_t from = *at + 1, to = closing_quote(text, from);
    if (to == SIZE_MAX) {
        const place here = {t->file, (uint32_t)*at, 1};
        if (t->messages)
            drg_error(t->messages, here, "not-closed", "write a quote inside a cell twice",
                      "a quoted cell does not end");
        *kind = ROW_WRONG;
        *at = text.length;
        return DRG_OK;
    }
    char *plain = drg_arena_take(t->arena, to - from + 1);
    if (!plain) return DRG_NO_MEMORY;
    size_t length = 0;
    for (size_t i = from; i < to; i++) {
        plain[length++] = text.bytes[i];
        if (text.bytes[i] == '"') i++;
        if (text.bytes[i] == '\n') t->next_line++;
    }
    const cell c = {
        {plain, length},
        (uint32_t)*at, (uint32_t)(to + 1 - *at)
    };
    *at = to + 1;
    return VECTOR_PUSH(t->cells, c) ? DRG_OK : DRG_NO_MEMORY;
}

static bool is_blank_line(drg_text text, size_t from, size_t to) {
    while (from < to && is_blank(text.bytes[from])) from++;
    return from == to;
}

/* Between a quoted cell and the next comma nothing may stand. */
static drg_status end_quoted(rows *t, size_t from, size_t to, row_kind *kind) {
    if (*kind == ROW_WRONG || is_blank_line(t->file->text, from, to)) return DRG_OK;
    const place here = {t->file, (uint32_t)from, 1};
    if (t->messages)
        drg_error(t->messages, here, "behind-quoted-cell", "put the whole cell in quotes", "text behind a quoted cell");
    *kind = ROW_WRONG;
    return DRG_OK;
}

static drg_status read_unquoted(rows *t, size_t from, size_t to, row_kind *kind) {
    if (!has_stray_return(t, from, to)) return add_cell(t, from, to) ? DRG_OK : DRG_NO_MEMORY;
    *kind = ROW_WRONG;
    return DRG_OK;
}

/* row = cell ("," cell)*    *at is moved to the end of the line in which the row ends. */
static drg_status read_commas(rows *t, size_t *at, row_kind *kind) {
    const drg_text text = t->file->text;
    for (bool more = true; more && *kind == ROW_CELLS;) {
        while (*at < text.length && is_blank(text.bytes[*at])) (*at)++;
        const bool quoted = *at < text.length && text.bytes[*at] == '"';
        if (quoted) TRY(read_quoted(t, at, kind));
        const size_t end = line_end(text, *at);
        const char *comma = find(text, *at, end, ',');
        const size_t to = comma ? (size_t)(comma - text.bytes) : end;
        TRY(quoted ? end_quoted(t, *at, to, kind) : read_unquoted(t, *at, to, kind));
        more = comma != NULL;
        *at = to + more;
    }
    *at = line_end(text, *at);
    return DRG_OK;
}

/* Any row ---------------------------------------------------------------------------------------------------------- */

drg_status drg_rows_next(rows *t, row_kind *kind) {
    const drg_text text = t->file->text;
    t->cells.count = 0;
    size_t end = line_end(text, t->at);
    for (; t->at < text.length && is_blank_line(text, t->at, end); end = line_end(text, t->at)) {
        t->at = next_line(text, end);
        t->next_line++;
    }
    t->line = t->next_line++;
    *kind = t->at < text.length ? ROW_CELLS : ROW_NONE;
    if (*kind == ROW_NONE) return DRG_OK;
    size_t at = t->at;
    t->at = next_line(text, end);
    if (text.bytes[at] == '#') return read_comment(t, at, end, kind);
    if (t->format == ROWS_COMMAS) {
        TRY(read_commas(t, &at, kind));
        t->at = next_line(text, at);
        return DRG_OK;
    }
    if (has_stray_return(t, at, end)) {
        *kind = ROW_WRONG;
        return DRG_OK;
    }
    if (t->format == ROWS_TABS) return read_tabs(t, at, end);
    return add_cell(t, at, end) ? DRG_OK : DRG_NO_MEMORY;
}
