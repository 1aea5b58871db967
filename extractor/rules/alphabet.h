/* The alphabet: the letters that the automata read, one a token.
 *
 *     tokens     South   Korea   signed   it
 *     @country   first   last    -        -
 *     @sign_verb -       -       single   -
 *
 * A letter is the signature of the token's word (lexicon/words.h) and the set of its marks: for each kind (a list or a
 * label that rules ask for, program.h) a token is nothing, single, first, inside or last. Equal ones have one number. Adding
 * a mark is a look-up in a table of (letter, mark) -> letter, so a running token pays one probe a mark, and whatever else
 * depends on a token is an array by letter. The boundary before the token goes with the letter, in its lowest bits: an
 * automaton reads nothing else of a token. Scratch: one a thread and language. */
#ifndef DRG_ALPHABET_H
#define DRG_ALPHABET_H

#include "lexicon/words.h"

/* What is before a token. These are token_flag's first four; at a text's two ends all of them hold. */
typedef enum { SPACE_HERE = 1, LINE_HERE = 2, SENTENCE_HERE = 4, BLOCK_HERE = 8, ALL_HERE = 15, BOUNDARIES } boundary;

typedef struct {
    uint32_t n; /* its number * BOUNDARIES + the boundary before the token */
} letter_id;

static inline uint32_t letter_number(letter_id l) {
    return l.n / BOUNDARIES;
}
static inline uint32_t letter_boundary(letter_id l) {
    return l.n % BOUNDARIES;
}

typedef struct alphabet alphabet;

drg_status drg_alphabet_new(alphabet **out);
void drg_alphabet_free(alphabet *a);
/* Forgets all letters. */
void drg_alphabet_empty(alphabet *a);
/* How many there are: their numbers are below it. */
uint32_t drg_alphabet_count(const alphabet *a);

/* The letters of a text's tokens without marks, one each, into `out`; `signatures`: by word. */
drg_status drg_letters_write(alphabet *a, const token_vector *tokens, const signature_id *signatures, letter_id *out);
/* A letter and `mark` (kind * MARK_POSITIONS + position); `away`: without it. The boundary stays. */
drg_status drg_letter_change(alphabet *a, letter_id from, uint32_t mark, bool away, letter_id *out);

signature_id drg_letter_signature(const alphabet *a, letter_id l);
/* The marks of a letter, ascending; *count of them. Good until a letter is added. */
const uint32_t *drg_letter_marks(const alphabet *a, letter_id l, uint32_t *count);

#endif
