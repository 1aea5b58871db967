/* The reader of rule files. See lex.h. */
#include "rules/lex.h"

#include <string.h>

#define TAB_WIDTH 8

/* Lines ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    bool found;
    uint32_t start, end; /* from its first character that is no blank to before its line feed */
    uint32_t indent;     /* columns before `start` */
} content_line;

static char byte_at(const source *file, uint32_t at) {
    return at < file->text.length ? file->text.bytes[at] : '\0';
}

static uint32_t line_end(const source *file, uint32_t at) {
    while (at < file->text.length && file->text.bytes[at] != '\n') at++;
    return at;
}

/* The first line from `at` (a line's start or end) on that is neither empty nor a comment. */
static content_line find_line(const source *file, uint32_t at) {
    content_line line = {.start = at};
    if (byte_at(file, at) == '\n') line.start++;
    while (line.start < file->text.length) {
        const char c = byte_at(file, line.start);
        if (c == ' ' || c == '\r') {
            line.indent++;
        } else if (c == '\t') {
            line.indent += TAB_WIDTH - line.indent % TAB_WIDTH;
        } else if (c == '\n' || c == '#') {
            line.start = line_end(file, line.start);
            line.indent = 0;
        } else {
            line.found = true;
            line.end = line_end(file, line.start);
            return line;
        }
        line.start++;
    }
    return line;
}

static void take_line(reader *r, content_line line) {
    r->at = line.start;
    r->end = r->next_line = line.end;
    r->indent = line.indent;
}

static void take_deeper_lines(reader *r, uint32_t indent) {
    for (;;) {
        const content_line line = find_line(r->file, r->next_line);
        if (!line.found || line.indent <= indent) return;
        r->end = r->next_line = line.end;
    }
}

bool drg_read_statement(reader *r) {
    const content_line line = find_line(r->file, r->next_line);
    if (line.found) take_line(r, line);
    return line.found;
}

bool drg_read_clause(reader *r) {
    const content_line line = find_line(r->file, r->next_line);
    if (!line.found || line.indent == 0) return false;
    take_line(r, line);
    take_deeper_lines(r, line.indent);
    return true;
}

void drg_read_rest(reader *r) {
    take_deeper_lines(r, 0);
}

/* Characters ------------------------------------------------------------------------------------------------------- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_word_byte(char c, const char *also) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           (c && strchr(also, c));
}

char drg_peek(const reader *r) {
    return r->at < r->end ? r->file->text.bytes[r->at] : '\0';
}

void drg_skip_blank(reader *r) {
    while (r->at < r->end) {
        const char c = drg_peek(r);
        if (c == '#') r->at = line_end(r->file, r->at);
        else if (is_blank(c)) r->at++;
        else return;
    }
    r->at = r->end;
}

bool drg_accept(reader *r, const char *text) {
    drg_skip_blank(r);
    const size_t length = strlen(text);
    if (r->end - r->at < length || memcmp(r->file->text.bytes + r->at, text, length) != 0) return false;
    r->at += (uint32_t)length;
    return true;
}

bool drg_at_end(reader *r) {
    drg_skip_blank(r);
    return r->at >= r->end;
}

static drg_text text_from(const reader *r, uint32_t start) {
    return (drg_text){r->file->text.bytes + start, r->at - start};
}

drg_text drg_read_word(reader *r, const char *also) {
    const uint32_t start = r->at;
    while (r->at < r->end && is_word_byte(drg_peek(r), also)) r->at++;
    return text_from(r, start);
}

drg_text drg_read_blank_ended(reader *r) {
    const uint32_t start = r->at;
    while (r->at < r->end && !is_blank(drg_peek(r))) r->at++;
    return text_from(r, start);
}

/* Quotes and expressions ------------------------------------------------------------------------------------------- */

static bool unterminated(reader *r, uint32_t start, const char *what) {
    const char quote[] = {byte_at(r->file, start), '\0'};
    const char *hint = quote[0] == '/'   ? "write / at its end; a slash inside is \\/"
                       : quote[0] == '"' ? "write \" at its end; a quotation mark inside is \\\""
                                         : "write ' at its end; an apostrophe inside is \\'";
    drg_error(r->messages, drg_place_from(r, start), "not-closed", hint, "%s that does not end on its line", what);
    return false;
}

/* Where the closing `mark` of the text under the reader stands; false if it does not stand on this line. */
static bool find_close(const reader *r, char mark, uint32_t *close) {
    for (uint32_t at = r->at + 1; at < r->end; at++) {
        const char c = byte_at(r->file, at);
        if (c == '\n') return false;
        if (c == '\\') at++;
        *close = at;
        if (c == mark) return true;
    }
    return false;
}

bool drg_read_quoted(reader *r, drg_text *out) {
    const uint32_t start = r->at;
    uint32_t close;
    if (!find_close(r, drg_peek(r), &close)) {
        r->at = line_end(r->file, start);
        return unterminated(r, start, "a quotation");
    }
    char *text = drg_reader_take(r, close - start);
    if (!text) return false;
    size_t length = 0;
    for (uint32_t at = start + 1; at < close; at++) {
        if (byte_at(r->file, at) == '\\') at++;
        text[length++] = byte_at(r->file, at);
    }
    r->at = close + 1;
    *out = (drg_text){text, length};
    return true;
}

bool drg_read_regex(reader *r, drg_text *out, uint32_t *start) {
    const uint32_t slash = r->at;
    uint32_t close;
    if (!find_close(r, '/', &close)) {
        r->at = line_end(r->file, slash);
        return unterminated(r, slash, "an expression");
    }
    char *text = drg_reader_take(r, close - slash);
    if (!text) return false;
    size_t length = 0;
    for (uint32_t at = slash + 1; at < close; at++) {
        if (byte_at(r->file, at) == '\\' && byte_at(r->file, ++at) != '/') text[length++] = '\\';
        text[length++] = byte_at(r->file, at);
    }
    r->at = close + 1;
    *start = slash + 1;
    *out = (drg_text){text, length};
    return true;
}

uint32_t drg_regex_offset(const source *file, uint32_t start, size_t at) {
    for (; at; at--) start += byte_at(file, start) == '\\' && byte_at(file, start + 1) == '/' ? 2 : 1;
    return start;
}

/* Places ----------------------------------------------------------------------------------------------------------- */

place drg_place_from(const reader *r, uint32_t start) {
    uint32_t end = r->at > start ? r->at : start + 1;
    while (end > start + 1 && is_blank(byte_at(r->file, end - 1))) end--;
    return (place){r->file, start, end - start};
}

place drg_place_here(const reader *r) {
    uint32_t at = r->at < r->end ? r->at : r->end;
    if (at == r->end) {
        while (at && is_blank(byte_at(r->file, at - 1))) at--;
    }
    uint32_t length = 1;
    while (((unsigned char)byte_at(r->file, at + length) & 0xC0) == 0x80) length++;
    return (place){r->file, at, length};
}

place drg_place_of_rest_of_word(const reader *r) {
    uint32_t end = r->at;
    while (end < r->end && !is_blank(byte_at(r->file, end))) end++;
    return end > r->at ? (place){r->file, r->at, end - r->at} : drg_place_here(r);
}

drg_text drg_place_text(place at) {
    return (drg_text){at.file->text.bytes + at.offset, at.length};
}

void *drg_reader_take(reader *r, size_t bytes) {
    void *piece = drg_arena_take(r->arena, bytes);
    if (piece) memset(piece, 0, bytes);
    else r->status = DRG_NO_MEMORY;
    return piece;
}
