/* Vocabulary: every string that the knowledge knows, each with a number.
 *
 * Names, words of rules and their folded forms and stems are interned here when knowledge is opened; then it is read-only
 * and shared. Strings that only a document has get numbers from drg_vocabulary_count on, in the scratch (words.h). */
#ifndef DRG_VOCABULARY_H
#define DRG_VOCABULARY_H

#include "text/memory.h"

typedef struct {
    uint32_t n; /* 0: none */
} string_id;

typedef struct vocabulary vocabulary;

drg_status drg_vocabulary_new(vocabulary **out);
void drg_vocabulary_free(vocabulary *v);
/* The number of `text`, a new one if it has none. The text is copied. */
drg_status drg_vocabulary_add(vocabulary *v, drg_text text, string_id *id);
/* The number of `text`; 0 if it has none. */
string_id drg_vocabulary_find(const vocabulary *v, drg_text text);
drg_text drg_vocabulary_text(const vocabulary *v, string_id id);
/* One more than the largest number. */
uint32_t drg_vocabulary_count(const vocabulary *v);

#endif
