/* Sentences of a text that is cut into tokens. */
#ifndef DRG_SENTENCES_H
#define DRG_SENTENCES_H

#include "text/tokens.h"

/* Sets TOKEN_SENTENCE_START within blocks, whose starts have it already. */
void drg_mark_sentences(drg_text text, token_vector *tokens);

#endif
