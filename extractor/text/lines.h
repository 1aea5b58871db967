/* Lines and blocks of a text that is cut into tokens. */
#ifndef DRG_LINES_H
#define DRG_LINES_H

#include "text/tokens.h"

/* How much of a text stands in lines; and in lines that are too long to be wrapped ones. */
typedef struct {
    uint64_t bytes, wide_bytes;
} line_lengths;

/* Adds the line of the tokens from `first` to `end`: to be called while they are cut, and so are at hand. */
void drg_lengths_add(line_lengths *lengths, drg_text text, const token *first, const token *end);

typedef struct {
    drg_text text;
    token *tokens;
    size_t count;
    bool wrapped; /* not most of it is in lines too long for that */
} layout;

layout drg_layout_of(drg_text text, token_vector *tokens, line_lengths lengths);
/* Sets TOKEN_BLOCK_START, TOKEN_BREAK_HYPHEN, TOKEN_HEADLINE and TOKEN_CAPITALS in the lines from token `first` up to
 * a blank one; and TOKEN_SENTENCE_START at blocks and behind the speaker of a turn. Returns the token behind them,
 * whose block's start is marked, too; count if there is none. Needs TOKEN_LINE_START. */
size_t drg_mark_run(layout *l, size_t first);

/* The first token behind the bullet or number at tokens[first], which begins a line; `first` if there is none. */
size_t drg_item_text(drg_text text, const token_vector *tokens, size_t first);

/* The character at the start of a token. */
uint32_t drg_first_char(drg_text text, token t);

#endif
