/* Elements: what a rule asks of one token, and which elements of a program hold for a letter.
 *
 *     @country & !("x" | "y")     ask @country ─yes─► ask "x" or "y" ─no─► holds
 *                                      └─no───────────────────└─yes───► does not
 *
 * An element is compiled as it is written (question, in program.h) and then made into decisions, each of which leads to the
 * next or to the end; tests of which one suffices are one decision. For a token that passes no test and bears no mark it is
 * known beforehand what holds; of the others, an index by test and by mark leads to the elements that may be otherwise. */
#ifndef DRG_ELEMENTS_H
#define DRG_ELEMENTS_H

#include "rules/program.h"

/* What a letter says to questions. */
typedef struct {
    const uint64_t *tests; /* its word's signature; all tests have a bit */
    const uint32_t *marks; /* kind * MARK_POSITIONS + position */
    uint32_t mark_count;
} answers;

/* 64-bit words of a set of the program's elements. */
static inline size_t element_words(const program *p) {
    return p->elements.count / 64 + 1;
}

/* Makes decisions and index of a program all of whose patterns are compiled; its questions are gone then. */
drg_status drg_elements_prepare(program *p);
/* The elements that hold, a bit each, into element_words(p) words of `bits`. */
void drg_elements_find(const program *p, const answers *known, uint64_t *bits);

#endif
