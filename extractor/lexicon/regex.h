/* Expressions of PCRE2, compiled and matched under the project's bounds.
 *
 *     expression ──first try──► code, interpreted ──many tries──► the same as machine code (PCRE2's JIT)
 *
 * Most of the expressions of our rules are in no document of a day's work, so each is compiled when it is first tried;
 * and making machine code costs as much as a hundred tries of a word save. Whoever comes first makes the code, for all
 * threads; code is read-only. What a match needs beside it is a thread's own. */
#ifndef DRG_REGEX_H
#define DRG_REGEX_H

#include <stdatomic.h>

#include "text/memory.h"

/* Why an expression was refused. */
typedef struct {
    char text[160];
    size_t offset; /* bytes of the expression */
} regex_error;

/* Where a match may begin and end. It has to be said when the code is made: PCRE2's JIT knows no anchors that come
 * later. */
typedef enum {
    REGEX_ANYWHERE, /* to be asked about, not to be matched */
    REGEX_HERE,     /* begins at the offset that is given */
    REGEX_WHOLE     /* and ends at the text's end */
} regex_anchor;

typedef struct { /* Lifetime: knowledge. { expression, anchor } and zeros, until it is tried. */
    drg_text expression;
    regex_anchor anchor;
    _Atomic(void *) interpreted, machine; /* pcre2_code *; NULL: not made */
    _Atomic uint32_t tries;
} regex;

void drg_regex_clear(regex *r);

/* Compiles with the project's options: UTF, UCP, no \C, no settings like (*LIMIT_MATCH=…) before it. The result is a
 * pcre2_code * of REGEX_ANYWHERE, for PCRE2 tells the first bytes of such code only. It is there to ask whether an
 * expression is right, and what it is like. DRG_BAD_KNOWLEDGE: it is refused, and *error says why. */
drg_status drg_regex_compile(drg_text expression, void **code, regex_error *error);
void drg_regex_free(void *code);

/* Which bytes a match can begin with (bit b of a byte b), of code of REGEX_ANYWHERE; all of them if it cannot be told,
 * or if a match may be empty. */
void drg_regex_first_bytes(const void *code, uint8_t bits[32]);

#define REGEX_MANY 1000 /* that many, or any number of them */

/* What a text can be that an expression matches as a whole. */
typedef struct {
    uint8_t last[32]; /* which bytes it can end with; all of them if it is not plain to see */
    size_t most;      /* characters that it can have at most; REGEX_MANY: no bound is known */
} regex_extent;
/* Of an expression that PCRE2 takes. */
regex_extent drg_regex_extent(drg_text expression);

/* Adds the bytes that a letter in an expression may match first or last, in either case. */
void drg_regex_set_letter(uint8_t bits[32], uint32_t byte);
/* A byte that stands in every match, and has no other case; -1 if none is known. Of code of REGEX_ANYWHERE. */
int drg_regex_needed_byte(const void *code);

typedef struct {
    drg_text name; /* borrowed from the code */
    uint32_t number;
} regex_group;
/* Named group i; false behind the last. */
bool drg_regex_group(const void *code, uint32_t i, regex_group *out);

/* May a match be empty? */
bool drg_regex_may_be_empty(const void *code);
/* The least length of a match in characters. */
size_t drg_regex_least_length(const void *code);

static inline bool byte_is_in(const uint8_t bits[32], char byte) {
    return bits[(unsigned char)byte / 8] >> ((unsigned char)byte % 8) & 1;
}

/* What matching needs beside the code: a thread's own. */
typedef struct regex_scratch regex_scratch;
/* `groups_most`: groups that are asked for, the whole match included. */
drg_status drg_regex_scratch_new(uint32_t groups_most, regex_scratch **out);
void drg_regex_scratch_free(regex_scratch *s);

/* Matches at or from `start_byte` (as it is anchored). Returns 0: no match, or the bounds were met; else how many
 * groups are set, one more than the highest. They lie in (*groups)[2 * i] … [2 * i + 1] (SIZE_MAX: not set), until the
 * next call. 0, too, where it cannot be told: then drg_regex_failure has something to say. */
int drg_regex_match(regex *r, drg_text text, size_t start_byte, regex_scratch *s, const size_t **groups);
/* What went wrong since it was asked last: DRG_NO_MEMORY; DRG_BAD_KNOWLEDGE: PCRE2 refuses an expression, which can be
 * only of a pack that was altered. */
drg_status drg_regex_failure(regex_scratch *s);

/* Does what begins at `start_byte` reach the text's end: is it a match up to there, or may it be the beginning of one? */
bool drg_regex_reaches(regex *r, drg_text text, size_t start_byte, regex_scratch *s);

#endif
