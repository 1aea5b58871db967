/* Context. See context.h. */
#include "cli/context.h"

#define MATCH_CELLS 200 /* of a match that is shown; a longer one is cut */

static bool is_inside_char(drg_text text, size_t at) {
    return at < text.length && ((unsigned char)text.bytes[at] & 0xC0) == 0x80;
}

text_place drg_text_place(line_cursor *c, drg_text text, size_t byte) {
    if (byte < c->byte || !c->line) *c = (line_cursor){.line = 1, .column = 1};
    for (; c->byte < byte; c->byte++) {
        if (text.bytes[c->byte] == '\n') c->line++, c->column = 1;
        else c->column += !is_inside_char(text, c->byte);
    }
    return (text_place){c->line, c->column};
}

/* The byte that stands `chars` code points before `at`, or behind it. */
static size_t back(drg_text text, size_t at, size_t chars) {
    for (; at > 0 && chars > 0; chars--) do
            at--;
        while (at > 0 && is_inside_char(text, at));
    return at;
}
static size_t forth(drg_text text, size_t at, size_t chars) {
    for (; at < text.length && chars > 0; chars--) do
            at++;
        while (is_inside_char(text, at));
    return at;
}

static drg_text piece(drg_text text, size_t start, size_t end) {
    return (drg_text){text.bytes + start, end - start};
}

void drg_context_print(FILE *to, drg_text text, size_t start, size_t end, size_t chars, bool colours,
                       terminal_colour colour) {
    size_t first = back(text, start, chars), last = forth(text, end, chars);
    const bool cut_before = first > 0, cut_behind = last < text.length;
    while (first < start && drg_terminal_is_blank(text.bytes[first])) first++;
    while (last > end && drg_terminal_is_blank(text.bytes[last - 1])) last--;
    if (cut_before && chars) fputs("…", to);
    drg_terminal_put_line(to, piece(text, first, start), SIZE_MAX);
    fputs(colours ? drg_terminal_paint(true, colour) : "[", to);
    drg_terminal_put_line(to, piece(text, start, end), MATCH_CELLS);
    fputs(colours ? drg_terminal_paint(true, COLOUR_OFF) : "]", to);
    drg_terminal_put_line(to, piece(text, end, last), SIZE_MAX);
    if (cut_behind && chars) fputs("…", to);
}
