/* Word tests: everything that any rule may ask of one word, numbered.
 *
 * Rules register their tests when they are compiled; the set of all tests that a word passes is its signature, and
 * equal sets share a signature number (words.h). Read-only once compiled, one a language; shared by all threads. */
#ifndef DRG_WORD_TESTS_H
#define DRG_WORD_TESTS_H

#include "lexicon/fold.h"
#include "lexicon/regex.h"
#include "lexicon/vocabulary.h"

typedef enum {
    TEST_FOLDED, /* the word, in any case:  treaty   */
    TEST_EXACT,  /* exactly this case:      'Treaty' (both are cleaned: curly quotes are straight) */
    TEST_STEM,   /* has the stem:           ~treaty  (the text is given as written in the rule; it is stemmed here) */
    TEST_REGEX,  /* a PCRE2 expression matches the cleaned word whole: /1[0-9]+/ */
    TEST_CLASS,  /* has all of the classes: Cap      */
    TEST_LISTED  /* names one of the entries of a list of words */
} word_test_kind;

typedef struct {
    uint32_t n;
} test_id;

typedef struct word_tests word_tests;

drg_status drg_word_tests_new(drg_text language, word_tests **out);
void drg_word_tests_free(word_tests *t);
/* The number of a test of a text (TEST_FOLDED, TEST_EXACT, TEST_STEM); the same test has one number. `v` takes the
 * strings. */
drg_status drg_word_tests_add(word_tests *t, vocabulary *v, word_test_kind kind, drg_text text, test_id *id);
drg_status drg_word_tests_add_class(word_tests *t, uint32_t classes, test_id *id);
/* DRG_BAD_KNOWLEDGE: PCRE2 refuses the expression (or it has \C or (*LIMIT…)), and *error says why. */
drg_status drg_word_tests_add_regex(word_tests *t, drg_text expression, test_id *id, regex_error *error);
/* A test of another kind: whether the word names, by itself, an entry that is listed for it. That is how rules ask for a
 * list whose names are one word each: such a name stands whatever is around it. Entries come in ascending order. */
drg_status drg_word_tests_add_listed(word_tests *t, test_id *id);
drg_status drg_word_tests_list_entry(word_tests *t, uint32_t entry, test_id id);
/* All that rules and readings want of this entry are tests: its names need not be looked for in running text. */
drg_status drg_word_tests_cover_entry(word_tests *t, uint32_t entry);
bool drg_word_tests_cover(const word_tests *t, uint32_t entry);
/* Sets the bits of the tests that list the entry. */
void drg_word_tests_run_entry(const word_tests *t, uint32_t entry, uint64_t *bits);
uint32_t drg_word_tests_count(const word_tests *t);

/* Works out of all strings of `v` which expressions match them, so that these need not be asked of a word that the
 * knowledge knows: for a pack, which is read in less time than that takes. DRG_NO_MEMORY. */
drg_status drg_word_tests_work_out(word_tests *t, const vocabulary *v);

/* What tests look at. */
typedef struct {
    drg_text cleaned;
    string_id exact, folded,
        stem; /* of the vocabulary that the tests were added with; others equal none of its strings */
    uint32_t classes;
} tested_word;

/* Sets the bits of the tests that the word passes (test t: bits[t / 64] >> t % 64 & 1); the others must be clear
 * before. An expression may fail: drg_regex_failure. */
void drg_word_tests_run(const word_tests *t, const tested_word *w, regex_scratch *scratch, uint64_t *bits);

#endif
