/* The alphabet: the letters that the automata read, one a token.
 *
 *     tokens     South   Korea   signed   it
 *     @country   first   last    -        -
 *     @sign_verb -       -       single   -
 *
 * A letter is the signature of the token's word (lexicon/words.h) and the set of its marks: for each kind (a list or a
 * label that rules ask for, program.h) a token is nothing, single, first, inside or last. Equal ones have one number. Adding
 * a mark is a look-up in a table of (letter, mark) -> letter, so a running token pays one probe a mark, and whatever else
 * depends on a token is an array by letter. Scratch: one a thread and language. */
#ifndef DRG_ALPHABET_H
#define DRG_ALPHABET_H

#include "lexicon/words.h"

typedef struct {
    uint32_t n;
} letter_id;

typedef struct alphabet alphabet;

drg_status drg_alphabet_new(alphabet **out);
void drg_alphabet_free(alphabet *a);
/* Forgets all letters. */
void drg_alphabet_empty(alphabet *a);
uint32_t drg_alphabet_count(const alphabet *a);

/* The letter of a word without marks. */
drg_status drg_letter_plain(alphabet *a, signature_id signature, letter_id *out);
/* A letter and `mark` (kind * MARK_POSITIONS + position); `away`: without it. */
drg_status drg_letter_change(alphabet *a, letter_id from, uint32_t mark, bool away, letter_id *out);

signature_id drg_letter_signature(const alphabet *a, letter_id l);
/* The marks of a letter, ascending; *count of them. Good until a letter is added. */
const uint32_t *drg_letter_marks(const alphabet *a, letter_id l, uint32_t *count);

#endif
