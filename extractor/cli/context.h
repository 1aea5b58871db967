/* A piece of a document in its context, in one line, as grep shows it:
 *
 *     briefing.txt:3:14: …said that the [Treaty on Goods] was signed in Tokyo…
 */
#ifndef DRG_CLI_CONTEXT_H
#define DRG_CLI_CONTEXT_H

#include <stdio.h>

#include "cli/terminal.h"

typedef struct { /* Where it was found last: lines are counted on from there. Begins as {0} for each text. */
    size_t byte, line, column;
} line_cursor;

typedef struct {
    size_t line, column; /* from 1; the column in code points */
} text_place;

/* The line and column of a byte of the text. Cheap if places are asked for in the order of the text. */
text_place drg_text_place(line_cursor *c, drg_text text, size_t byte);

#define CONTEXT_CHARS 40 /* on each side, unless --context says otherwise */

/* Prints the bytes [start, end) of the text in brackets (or, with `colours`, in one), with up to `chars` characters
 * before and behind them, in one line: white space and line breaks are single spaces. No line feed comes behind it. */
void drg_context_print(FILE *to, drg_text text, size_t start, size_t end, size_t chars, bool colours,
                       terminal_colour colour);

#endif
