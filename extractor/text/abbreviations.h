/* Abbreviations: asking for one. They are made through tokens.h. */
#ifndef DRG_ABBREVIATIONS_H
#define DRG_ABBREVIATIONS_H

#include "text/tokens.h"

/* Whether `word`, which a dot follows in the text, keeps it. `a` may be NULL. Time: the word's length. */
bool drg_abbreviations_has(const abbreviations *a, drg_text word);

#endif
