/* Abbreviations: asking for one, and how they lie in memory. They are made through tokens.h. */
#ifndef DRG_ABBREVIATIONS_H
#define DRG_ABBREVIATIONS_H

#include "text/tokens.h"

#define ABBREVIATION_BYTES 32 /* without the dot; a longer word is none */

typedef struct {
    uint8_t length;  /* 0: an empty place in the table */
    uint8_t capital; /* 1: has to begin with one */
    char bytes[ABBREVIATION_BYTES];
} abbreviation;

struct abbreviations {           /* Lifetime: knowledge. */
    VECTOR(abbreviation) places; /* a power of two, twice as many as words at least */
};

/* Whether `word`, which a dot follows in the text, keeps it. `a` may be NULL. Time: the word's length. */
bool drg_abbreviations_has(const abbreviations *a, drg_text word);

#endif
