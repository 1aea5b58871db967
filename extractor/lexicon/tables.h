/* Tables: how vocabularies, gazetteers and word tests lie in memory. For those who make them, and for pack/, which writes
 * them down and opens them again; all others ask through vocabulary.h, gazetteer.h and tests.h.
 *
 * Large arrays are FLAT: made here, or mapped from a pack and looked at piece by piece (text/flat.h). Nothing in one is a
 * pointer: texts are places in other arrays, things are numbers. */
#ifndef DRG_TABLES_H
#define DRG_TABLES_H

#include "lexicon/regex.h"
#include "lexicon/tests.h"
#include "lexicon/trie.h"

/* vocabulary.c ----------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t hash;
    uint32_t string; /* 0: the slot is free */
} vocabulary_slot;

struct vocabulary {
    hash_secrets secrets;
    FLAT(vocabulary_slot) slots; /* none, or a power of two of them, at most three quarters of them taken */
    uint32_t slot_mask;          /* slots less one */
    FLAT(uint32_t) ends;         /* of `bytes`: string n lies between ends n - 1 and n; 0 is no string */
    FLAT(char) bytes;
};

/* gazetteer.c ------------------------------------------------------------------------------------------------------ */

typedef struct {
    uint64_t key;
    uint32_t entry, unused;
} kept_title;

struct gazetteer { /* Lifetime: knowledge. */
    arena arena;   /* the sources; all texts lie in them, or beside them */
    name_sources sources;
    VECTOR(drg_text) attribute_keys;
    VECTOR(uint32_t) list_keys; /* of the lists, one after another: which one of the attribute keys */
    VECTOR(gazetteer_list) lists;
    FLAT(gazetteer_entry) entries; /* and one more, where the last one's attributes and names end */
    FLAT(kept_attribute) attributes;
    FLAT(gazetteer_name) names;
    FLAT(string_id) words; /* of exact names */
    trie folded, stems;
    FLAT(kept_title) titles; /* by key: titles.h */
    FLAT(uint64_t) fillers;  /* hashes of words that do not count in titles, in their order */
    abbreviations *abbreviations;
};

/* tests.c ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    word_test_kind kind;
    uint32_t number; /* string_id of its text; classes; index in `regexes` */
} word_test;

typedef struct {
    regex whole;     /* anchored at both ends; its text is the arena's */
    bool only_words; /* /King|Queen|Prince/: then a bit for each shape that one of its words has */
    uint8_t shapes[64];
    uint32_t test;
} word_regex;

#define LENGTH_MOST 15 /* in characters; a longer word is taken to have these */

/* What a word may be that is to match: a bit for each of 64 expressions, one after another. */
typedef struct {
    uint64_t by_first[256], by_last[256], by_length[LENGTH_MOST + 1];
} regex_sieve;

typedef struct {
    uint32_t first;      /* of `listed` */
    uint32_t count : 31; /* how many there are */
    uint32_t covered : 1;
} entry_tests;

struct word_tests { /* Lifetime: knowledge. */
    stemmer *stemmer;
    buffer form;             /* of the text that is being added */
    arena arena;             /* texts of expressions */
    vocabulary *expressions; /* their numbers less one are indices in `regexes` */
    FLAT(word_test) tests;
    VECTOR(word_regex) regexes;
    VECTOR(regex_sieve) sieves; /* of regexes 0 … 63, 64 … 127, … */
    VECTOR(uint32_t) class_tests;
    FLAT(entry_tests) entries; /* by entry, up to the last that is listed */
    FLAT(uint32_t) listed;     /* the tests of the entries, one after another */
    FLAT(uint32_t) list_of;    /* by string: where in `passed` its list begins; empty unless it was worked out */
    FLAT(uint32_t) passed;     /* lists of expressions' tests + 1, each ended by 0 */
    FLAT(uint32_t) slots; /* test + 1 of (kind, string), open addressing; 0: free; a power of two of them, or none */
    uint32_t slots_taken;
};

#endif
