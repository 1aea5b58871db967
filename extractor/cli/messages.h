/* Messages as people read them, on standard error:
 *
 *     rules/en/treaties.rules:14:17: error: unknown list '@instruments'
 *        14 |   match  [ kind:@instruments Link the? Title ]
 *           |                 ^~~~~~~~~~~~ did you mean '@instrument'?
 *
 * Colours are for terminals, and not where NO_COLOR is set. Whatever a message quotes, no control character goes out. */
#ifndef DRG_CLI_MESSAGES_H
#define DRG_CLI_MESSAGES_H

#include <stdio.h>

#include "dragoman.h"

void drg_message_print(FILE *to, const drg_message *m);
/* A line of text, only a part of it if it is long, with a caret under `width` code points from `column` (1 is the first)
 * and `note` behind the caret. `line` 0: without a number. */
void drg_caret_print(FILE *to, drg_text text, uint32_t line, uint32_t column, uint32_t width, drg_text note);

typedef struct {
    size_t errors, warnings;
} message_counts;
message_counts drg_messages_count_kinds(const drg_messages *messages);
/* Prints all, and counts them. */
message_counts drg_messages_print(FILE *to, const drg_messages *messages);
/* "2 errors, 1 warning" */
void drg_counts_print(FILE *to, message_counts counts);

/* "dragoman: …" on standard error. */
void drg_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
