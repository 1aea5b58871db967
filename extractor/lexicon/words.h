/* Words: one record for each different surface form, made when it is first seen.
 *
 * So what depends on a word alone (folding, stemming, shape, expressions, where a name can begin) is worked out once a
 * different word, and a running word costs one look-up in a hash table. Scratch: one a thread and language. The records
 * of a document stay until it is done; between documents the table is dropped when it holds more than WORDS_KEPT.
 * Signature numbers are never dropped: what an automaton has learned of them stays true. */
#ifndef DRG_WORDS_H
#define DRG_WORDS_H

#include "lexicon/gazetteer.h"
#include "lexicon/tests.h"
#include "text/tokens.h"

typedef struct {
    uint32_t n; /* 0: passes no test */
} signature_id;

typedef struct {     /* Lifetime: scratch. */
    string_id exact; /* its cleaned form; from drg_vocabulary_count on: known only here */
    string_id folded;
    string_id stem;
    uint32_t classes;  /* word_class */
    uint32_t in_names; /* what it is to names: drg_words_in_names; 0: it stands in none, as most words */
} word;

/* What a word is to names, by itself and before another word. */
typedef struct {
    uint64_t next_words; /* where names go on from it: trie_bit of each next word, as it is folded or stemmed */
    uint64_t behind;     /* its own bits in that, if it stands behind another word in any name */
    uint32_t name_node, stem_node; /* the tries' nodes that it leads to from the root: 0 if no name begins with it */
    /* The names that it is by itself: drg_words_names; without those that are a test of the word and no more
     * (tests.h). */
    uint32_t first_name, name_count;
} word_in_names;

typedef struct {
    name_id name;
    uint32_t token_count; /* tokens of the text that it covers */
} name_match;

typedef struct words words;

/* All of these must outlive it, and not change; `language` chooses the stemmer. */
drg_status drg_words_new(const vocabulary *v, const gazetteer *g, const word_tests *t, drg_text language, words **out);
void drg_words_free(words *w);
/* To be called before each document. */
void drg_words_begin(words *w);
/* Fills token.word of all tokens. DRG_NO_MEMORY, DRG_TOO_LARGE (4 GB of different words). */
drg_status drg_words_look_up(words *w, drg_text text, token_vector *tokens);
/* The records: drg_words_records(w)[token.word]. Record 0 is no word. Moves when words are added. */
const word *drg_words_records(const words *w);
/* Their signatures, by record. */
const signature_id *drg_words_signatures(const words *w);
uint32_t drg_words_count(const words *w);
/* What words are to names (word.in_names); and the names that they are by themselves (word_in_names.first_name). Both
 * move when words are added. */
const word_in_names *drg_words_in_names(const words *w);
const name_id *drg_words_names(const words *w);
/* The record of a word that was cut in two by a hyphen at a line's end, from the number of that token of those that were
 * looked up last; 0 if there is none. */
uint32_t drg_words_joined(const words *w, uint32_t hyphen);

/* The text of any string number that a record may hold. */
drg_text drg_words_text(const words *w, string_id id);
/* The language that words are stemmed in. */
drg_text drg_words_language(const words *w);

/* The set of tests that a signature stands for, a bit a test (test t: bits[t / 64] >> t % 64 & 1). Borrowed until the
 * next look-up. */
const uint64_t *drg_signature_bits(const words *w, signature_id s);
uint32_t drg_signature_count(const words *w);

#endif
