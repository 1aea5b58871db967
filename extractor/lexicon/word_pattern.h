/* Word patterns: what an expression says of a word of ASCII, without PCRE2.
 *
 *     [A-Z][a-z]*|\d{1,2}     0 split 1 6   1 split 2 4   2 take a-z   3 jump 1   4 take A-Z   5 jump 9   6 take 0-9   …
 *
 * Most expressions that rules ask of a word are rows and alternatives of classes, and most words are of ASCII. For these the
 * expression is read into a small program, a few hundred bytes made in microseconds, and a word goes through it once, from its
 * end, all ways at a time (K. Thompson, "Regular Expression Search Algorithm", 1968). PCRE2 would need many times that to compile it, and
 * ten times as long to be called. What is not plain (assertions, references, possessive quantifiers, …) is left to
 * PCRE2, and so is what is outside of ASCII. */
#ifndef DRG_WORD_PATTERN_H
#define DRG_WORD_PATTERN_H

#include "text/memory.h"

#define WORD_PATTERN_SIZE 1024 /* instructions; what needs more is left to PCRE2 */

typedef struct word_pattern word_pattern;

typedef struct {                             /* What matching needs; begins as zeros. Scratch: one a thread. */
    uint32_t step, marks[WORD_PATTERN_SIZE]; /* by instruction: the step that was there last */
    uint16_t lists[2][WORD_PATTERN_SIZE], stack[WORD_PATTERN_SIZE];
} word_pattern_scratch;

/* *out: the pattern of an expression that PCRE2 takes; NULL if the expression is not plain. DRG_NO_MEMORY. */
drg_status drg_word_pattern_new(drg_text expression, word_pattern **out);
void drg_word_pattern_free(word_pattern *p);
/* Is it of printable ASCII? Others are not to be asked about. */
bool drg_word_is_plain(drg_text word);
/* Does the expression match all of a plain word? */
bool drg_word_pattern_matches(const word_pattern *p, drg_text word, word_pattern_scratch *s);

#endif
