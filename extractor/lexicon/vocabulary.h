/* Vocabulary: strings, each with a number.
 *
 * One holds every string that the knowledge knows: names, words of rules, their folded forms and stems are interned
 * when knowledge is opened; then it is read-only and shared. Strings that only a document has get numbers from
 * drg_vocabulary_count on, in the scratch (words.h), which keeps them in vocabularies of its own. */
#ifndef DRG_VOCABULARY_H
#define DRG_VOCABULARY_H

#include "text/hash.h"
#include "text/memory.h"

typedef struct {
    uint32_t n; /* 0: none */
} string_id;

typedef struct vocabulary vocabulary;

drg_status drg_vocabulary_new(vocabulary **out);
/* One whose table a document cannot foresee. */
drg_status drg_vocabulary_new_secret(hash_secrets secrets, vocabulary **out);
void drg_vocabulary_free(vocabulary *v);
/* Forgets all strings, and gives their memory back. */
void drg_vocabulary_clear(vocabulary *v);

/* The number of `text`, a new one if it has none: they run 1, 2, 3 … in the order of adding. The text is copied. Any
 * bytes are a text, none included. DRG_NO_MEMORY; DRG_TOO_LARGE (4 GB of text). */
drg_status drg_vocabulary_add(vocabulary *v, drg_text text, string_id *id);
/* The number of `text`; 0 if it has none. */
string_id drg_vocabulary_find(const vocabulary *v, drg_text text);
/* Gives back what texts are looked for by, until one is added: nothing is found before. */
void drg_vocabulary_rest(vocabulary *v);
/* Says that `text` will be looked for soon: several are then fetched from memory at once. */
void drg_vocabulary_fetch(const vocabulary *v, drg_text text);
/* The text of a number; empty for 0. Borrowed until the next add. */
drg_text drg_vocabulary_text(const vocabulary *v, string_id id);
/* One more than the largest number. */
uint32_t drg_vocabulary_count(const vocabulary *v);

#endif
