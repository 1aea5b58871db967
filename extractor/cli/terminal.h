/* Text as a terminal shows it: colours where they are wanted, and no character that would move the cursor.
 *
 * Colours are for terminals, and not where NO_COLOR is set, unless --color says otherwise. A control character (but a tab)
 * and a byte that is no UTF-8 come out as U+FFFD, so that no text can write on the screen what it likes. */
#ifndef DRG_CLI_TERMINAL_H
#define DRG_CLI_TERMINAL_H

#include <stdio.h>

#include "dragoman.h"

typedef enum { COLOURS_AUTO, COLOURS_ALWAYS, COLOURS_NEVER } colour_choice;

/* Are colours for `to`? */
bool drg_terminal_has_colours(FILE *to, colour_choice choice);

/* What stands out on a terminal. */
typedef enum {
    COLOUR_OFF,
    COLOUR_BOLD,
    COLOUR_RED,
    COLOUR_GREEN,
    COLOUR_YELLOW,
    COLOUR_PURPLE,
    COLOUR_PALE_GREEN,
    COLOUR_PALE_YELLOW,
    COLOUR_PALE_PURPLE
} terminal_colour;
/* What is written to begin it; nothing where there are no colours. */
const char *drg_terminal_paint(bool colours, terminal_colour c);

/* drg_sink.write, to standard output; `error`: as in drg_terminal_flush. */
bool drg_terminal_write(void *error, const char *bytes, size_t length);
/* Flushes standard output; false if it takes no more. The first reason is kept in *error: an errno, 0 before that. */
bool drg_terminal_flush(int *error);
/* Tells why standard output took no more, unless nothing is wrong, or a reader has simply seen enough (`| head`). */
void drg_terminal_tell(int error);

/* The next code point of the text, as it is shown; moves *at behind it. */
uint32_t drg_terminal_char(drg_text text, size_t *at);
/* The columns that it takes: 0, 1 or 2. */
int drg_terminal_cells(uint32_t c);
void drg_terminal_put(FILE *to, uint32_t c);
void drg_terminal_put_text(FILE *to, drg_text text);

/* Space, tab, line feed, carriage return. */
bool drg_terminal_is_blank(char c);
/* The text in one line of at most `most` columns, white space and line breaks as single spaces, with … where it is cut;
 * returns the columns it took. `to` NULL: only counts them. */
size_t drg_terminal_put_line(FILE *to, drg_text text, size_t most);
/* The same, filled up with spaces to `most` columns. */
void drg_terminal_put_column(FILE *to, drg_text text, size_t most);

#endif
