/* Lines and blocks of a text that is cut into tokens. */
#ifndef DRG_LINES_H
#define DRG_LINES_H

#include "text/tokens.h"

/* Sets TOKEN_BLOCK_START, TOKEN_BREAK_HYPHEN, TOKEN_HEADLINE and TOKEN_CAPITALS; and TOKEN_SENTENCE_START at blocks and
 * behind the speaker of a turn. Needs TOKEN_LINE_START. */
void drg_mark_lines(drg_text text, token_vector *tokens);

/* The first token behind the bullet or number at tokens[first], which begins a line; `first` if there is none. */
size_t drg_item_text(drg_text text, const token_vector *tokens, size_t first);

/* The character at the start of a token. */
uint32_t drg_first_char(drg_text text, token t);

#endif
