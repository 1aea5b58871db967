/* Messages as people read them. See messages.h. */
#include "cli/messages.h"

#include <stdarg.h>
#include <unistd.h>

#include "cli/terminal.h"

#define SHOWN_CHARS 110 /* of a source's line: what a terminal shows beside the line's number */
#define BEFORE_CHARS 50 /* of them before the caret, where the line is cut */
#define UNDERLINE_MOST 80

/* The caret ---------------------------------------------------------------------------------------------------------------- */

static uint32_t char_count(drg_text text) {
    uint32_t count = 0;
    for (size_t at = 0; at < text.length; count++) drg_terminal_char(text, &at);
    return count;
}

typedef struct {
    uint32_t first, end; /* code points of the line that are shown */
    bool cut;            /* the line goes on behind them */
} window;

static window window_of(drg_text text, uint32_t column) {
    const uint32_t count = char_count(text), at = column ? column - 1 : 0;
    if (count <= SHOWN_CHARS) return (window){0, count, false};
    const uint32_t first = at <= BEFORE_CHARS ? 0 : at - BEFORE_CHARS;
    const uint32_t end = count - first > SHOWN_CHARS ? first + SHOWN_CHARS : count;
    return (window){first, end, end < count};
}

static void print_line(FILE *to, drg_text text, window shown) {
    uint32_t i = 0;
    if (shown.first) fputs("…", to);
    for (size_t at = 0; at < text.length && i < shown.end; i++) {
        const uint32_t c = drg_terminal_char(text, &at);
        if (i >= shown.first) drg_terminal_put(to, c);
    }
    fputs(shown.cut ? "…\n" : "\n", to);
}

/* White space as wide as what stands before the column: a tab stays one. */
static void print_indent(FILE *to, drg_text text, window shown, uint32_t column) {
    uint32_t i = 0;
    if (shown.first) putc(' ', to);
    for (size_t at = 0; at < text.length && i + 1 < column; i++) {
        const uint32_t c = drg_terminal_char(text, &at);
        if (i < shown.first) continue;
        if (c == '\t') putc('\t', to);
        else fprintf(to, "%*s", drg_terminal_cells(c), "");
    }
    for (; i + 1 < column && i < shown.end + 1; i++) putc(' ', to); /* behind the line's end */
}

/* The terminal cells of the `width` code points from `column` that are shown; at least 1. */
static int underlined_cells(drg_text text, window shown, uint32_t column, uint32_t width) {
    int cells = 0;
    uint32_t i = 0;
    for (size_t at = 0; at < text.length && i < shown.end && i + 1 < column + width; i++) {
        const uint32_t c = drg_terminal_char(text, &at);
        if (i + 1 >= column) cells += c == '\t' ? 1 : drg_terminal_cells(c);
    }
    if (cells > UNDERLINE_MOST) return UNDERLINE_MOST;
    return cells > 0 ? cells : 1;
}

void drg_caret_print(FILE *to, drg_text text, uint32_t line, uint32_t column, uint32_t width, drg_text note) {
    const bool colours = drg_terminal_has_colours(to, COLOURS_AUTO);
    const window shown = window_of(text, column);
    if (line) fprintf(to, "%5u | ", line);
    else fputs("      | ", to);
    print_line(to, text, shown);
    fputs("      | ", to);
    print_indent(to, text, shown, column);
    fprintf(to, "%s^", drg_terminal_paint(colours, COLOUR_GREEN));
    for (int i = underlined_cells(text, shown, column, width); i > 1; i--) putc('~', to);
    fputs(drg_terminal_paint(colours, COLOUR_OFF), to);
    if (note.length) putc(' ', to);
    drg_terminal_put_text(to, note);
    putc('\n', to);
}

/* Messages ----------------------------------------------------------------------------------------------------------------- */

static void print_place(FILE *to, const drg_message *m) {
    if (!m->file.length) return;
    drg_terminal_put_text(to, m->file);
    if (m->line) fprintf(to, ":%u", m->line);
    if (m->line && m->column) fprintf(to, ":%u", m->column);
    fputs(": ", to);
}

void drg_message_print(FILE *to, const drg_message *m) {
    const bool colours = drg_terminal_has_colours(to, COLOURS_AUTO), is_error = m->severity == DRG_ERROR;
    fputs(drg_terminal_paint(colours, COLOUR_BOLD), to);
    print_place(to, m);
    fprintf(to, "%s%s:%s ", drg_terminal_paint(colours, is_error ? COLOUR_RED : COLOUR_PURPLE),
            is_error ? "error" : "warning", drg_terminal_paint(colours, COLOUR_OFF));
    drg_terminal_put_text(to, m->text);
    const bool has_caret = m->line && m->column && m->source.length;
    if (!has_caret && m->hint.length) {
        fputs(" (", to);
        drg_terminal_put_text(to, m->hint);
        putc(')', to);
    }
    putc('\n', to);
    if (has_caret) drg_caret_print(to, m->source, m->line, m->column, m->width, m->hint);
}

message_counts drg_messages_count_kinds(const drg_messages *messages) {
    message_counts counts = {0, 0};
    for (size_t i = 0; i < drg_messages_count(messages); i++) {
        if (drg_messages_get(messages, i).severity == DRG_ERROR) counts.errors++;
        else counts.warnings++;
    }
    return counts;
}

message_counts drg_messages_print(FILE *to, const drg_messages *messages) {
    for (size_t i = 0; i < drg_messages_count(messages); i++) {
        const drg_message m = drg_messages_get(messages, i);
        drg_message_print(to, &m);
    }
    return drg_messages_count_kinds(messages);
}

void drg_counts_print(FILE *to, message_counts counts) {
    fprintf(to, "%zu error%s, %zu warning%s", counts.errors, counts.errors == 1 ? "" : "s", counts.warnings,
            counts.warnings == 1 ? "" : "s");
}

void drg_tell(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (isatty(STDERR_FILENO)) fputs("\r\033[K", stderr); /* there may be a line of progress */
    fputs("dragoman: ", stderr);
    vfprintf(stderr, format, arguments);
    putc('\n', stderr);
    va_end(arguments);
}
