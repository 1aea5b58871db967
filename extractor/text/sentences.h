/* Sentences of a text that is cut into tokens. */
#ifndef DRG_SENTENCES_H
#define DRG_SENTENCES_H

#include "text/tokens.h"

#define SHORT_SET_BITS 65536u /* a document has some hundred different short words; a false hit costs one boundary */

typedef struct { /* Lifetime: while a text is cut. */
    drg_text text;
    token_vector *vector; /* the tokens below */
    token *tokens;
    size_t count;
    size_t done; /* tokens before this one need no look */
    bool collected;
    unsigned char small_words[SHORT_SET_BITS / 8]; /* a bit for the hash of each short word seen in small letters; not
                                                      set before it is collected: it is long beside a short text */
} sentence_reader;

void drg_sentences_begin(sentence_reader *r, drg_text text, token_vector *tokens);
/* Sets TOKEN_SENTENCE_START from token `first`, a line's start, to `end`, within blocks, whose starts have it already:
 * also the one at `end`. From the first token on, without a gap. */
void drg_mark_sentences(sentence_reader *r, size_t first, size_t end);

#endif
