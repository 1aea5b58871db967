/* Text as a terminal shows it. See terminal.h. */
#include "cli/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "cli/messages.h"
#include "text/utf8.h"

bool drg_terminal_has_colours(FILE *to, colour_choice choice) {
    const char *terminal = getenv("TERM"), *unwanted = getenv("NO_COLOR");
    if (choice != COLOURS_AUTO) return choice == COLOURS_ALWAYS;
    if ((unwanted && *unwanted) || !terminal || !strcmp(terminal, "dumb")) return false;
    return isatty(fileno(to));
}

const char *drg_terminal_paint(bool colours, terminal_colour c) {
    static const char *const codes[] = {
        [COLOUR_OFF] = "\033[0m",         [COLOUR_BOLD] = "\033[1m",         [COLOUR_RED] = "\033[1;31m",
        [COLOUR_GREEN] = "\033[1;32m",    [COLOUR_YELLOW] = "\033[1;33m",    [COLOUR_PURPLE] = "\033[1;35m",
        [COLOUR_PALE_GREEN] = "\033[32m", [COLOUR_PALE_YELLOW] = "\033[33m", [COLOUR_PALE_PURPLE] = "\033[35m",
    };
    return colours ? codes[c] : "";
}

bool drg_terminal_write(void *error_, const char *bytes, size_t length) {
    int *error = error_;
    errno = 0;
    if (fwrite(bytes, 1, length, stdout) == length) return true;
    if (!*error) *error = errno ? errno : EIO;
    return false;
}

bool drg_terminal_flush(int *error) {
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && !*error) *error = errno ? errno : EIO;
    return !*error;
}

void drg_terminal_tell(int error) {
    if (error && error != EPIPE) drg_tell("cannot write to standard output: %s", strerror(error));
}

uint32_t drg_terminal_char(drg_text text, size_t *at) {
    utf8proc_int32_t c;
    const utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)text.bytes + *at, (utf8proc_ssize_t)(text.length - *at), &c);
    *at += length > 0 ? (size_t)length : 1;
    if (length <= 0) return 0xFFFD;
    if (c == '\t') return '\t';
    return utf8proc_category(c) == UTF8PROC_CATEGORY_CC ? 0xFFFD : (uint32_t)c;
}

int drg_terminal_cells(uint32_t c) {
    return c == 0xFFFD ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
}

void drg_terminal_put(FILE *to, uint32_t c) {
    char bytes[4];
    fwrite(bytes, 1, drg_utf8_put(c, bytes), to);
}

void drg_terminal_put_text(FILE *to, drg_text text) {
    for (size_t at = 0; at < text.length;) drg_terminal_put(to, drg_terminal_char(text, &at));
}

/* In a line -------------------------------------------------------------------------------------------------------------- */

bool drg_terminal_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next code point of a text in one line: a run of white space is one space. */
static uint32_t next_in_line(drg_text text, size_t *at) {
    if (!drg_terminal_is_blank(text.bytes[*at])) return drg_terminal_char(text, at);
    while (*at < text.length && drg_terminal_is_blank(text.bytes[*at])) ++*at;
    return ' ';
}

/* Does the text from byte `at` fit into so many columns? */
static bool fits(drg_text text, size_t at, size_t columns) {
    size_t cells = 0;
    while (at < text.length && cells <= columns) cells += (size_t)drg_terminal_cells(next_in_line(text, &at));
    return cells <= columns;
}

size_t drg_terminal_put_line(FILE *to, drg_text text, size_t most) {
    size_t used = 0;
    const bool whole = fits(text, 0, most);
    for (size_t at = 0; at < text.length;) {
        const uint32_t c = next_in_line(text, &at);
        const size_t cells = (size_t)drg_terminal_cells(c);
        if (!whole && used + cells + 1 > most) {
            if (to) fputs("…", to);
            return used + 1;
        }
        if (to) drg_terminal_put(to, c);
        used += cells;
    }
    return used;
}

void drg_terminal_put_column(FILE *to, drg_text text, size_t most) {
    for (size_t used = drg_terminal_put_line(to, text, most); used < most; used++) putc(' ', to);
}
