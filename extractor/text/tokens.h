/* Tokens: a text cut into words, numbers and marks of punctuation; its sentences, lines and blocks.
 *
 *     Russia's   P. Halvorsen US-led   1,500   06/20/2024
 *     Russia|'s  P.|Halvorsen US|-|led 1,500   06|/|20|/|2024
 *
 * Spans are bytes of the document's text, which is valid UTF-8 (utf8.h repairs it first). */
#ifndef DRG_TOKENS_H
#define DRG_TOKENS_H

#include "text/memory.h"

typedef struct { /* Lifetime: document. */
    uint32_t start_byte, end_byte;
    uint32_t word;  /* lexicon/words.h: the record of its surface form; until it is looked up 0, but the tokens where a
                       line begins, and stops, are a list: of these, the next one; 0 at its end */
    uint32_t flags; /* token_flag, or-ed */
} token;

typedef enum {
    TOKEN_SPACE_BEFORE = 1 << 0,   /* white space (or the text's start) before it; else it is joined to its neighbour */
    TOKEN_LINE_START = 1 << 1,     /* first of its line */
    TOKEN_SENTENCE_START = 1 << 2, /* first of its sentence; also set at every block's start */
    TOKEN_BLOCK_START = 1 << 3,    /* first of its block (paragraph, heading, list item); implies the two above */
    TOKEN_LINE_END = 1 << 4,       /* last of its line */
    TOKEN_HEADLINE = 1 << 5,       /* its block is a heading in title case or in capitals */
    TOKEN_BREAK_HYPHEN = 1 << 6,   /* a hyphen (maybe a soft one) at a line's end, joined to the word before it; a small
                                      letter begins the next line, which belongs to the same block */
    TOKEN_WORD = 1 << 7,        /* letters (maybe with digits); a clitic 's, an initial with its dot, an abbreviation */
    TOKEN_NUMBER = 1 << 8,      /* begins with a digit: 1,500  2.5  20th; also ½ ² Ⅳ */
    TOKEN_PUNCTUATION = 1 << 9, /* one mark or symbol */
    TOKEN_BEGINS_NAME = 1 << 11, /* a gazetteer's name may begin with it; set when its word is looked up */
    TOKEN_CAPITALS = 1 << 10,    /* its block is wholly in capitals (several words of two letters or more) */
    TOKEN_STOP = 1 << 12         /* a stop such as . ! ? or a word that keeps its dot: a sentence may end in it */
} token_flag;

typedef VECTOR(token) token_vector;

/* Words that keep their dot (list @abbreviation), written with it: "Mr.", "Ph.D.". Compared in small letters, but one
 * that is written with a capital needs a capital in the text, too: with "No.", a sentence may end in "no." */
typedef struct abbreviations abbreviations;
drg_status drg_abbreviations_new(const drg_text *words, size_t count, abbreviations **out);
void drg_abbreviations_free(abbreviations *a);

/* Cuts `text` (valid UTF-8; `a` may be NULL) into tokens, with all flags set; `tokens` is emptied first. Time: linear.
 * DRG_NO_MEMORY; DRG_TOO_LARGE (text over DOCUMENT_BYTES_MOST). */
drg_status drg_tokenize(drg_text text, const abbreviations *a, token_vector *tokens);

/* Only cuts: what is known of a token by what stands beside it is set, and nothing of blocks, sentences and headlines.
 * For names and words, which are cut as a text is. The list of lines' starts and stops begins at token 0. */
drg_status drg_cut(drg_text text, const abbreviations *a, token_vector *tokens);

#endif
