/* A trie over words: which runs of words are names.
 *
 *     0 ─treaty─► 1 ─of─► 2 ─versailles─► [3] ─of─► 4 ─1919─► [end]        brackets: names end here
 *
 * Names are added as runs of words. Sealing sorts them, so that those which begin alike stand side by side, and makes
 * the nodes from that, level by level; from then on it is read-only. Flat arrays, linked by index:
 *
 *     points   a node each from which words lead on, or where several names end
 *     edges    [ word, node | word, node | … ]    those of one point side by side, by word
 *     ends     [ name | name | … ]                those of one point side by side, in the order of adding
 *
 * Where one name ends and no word leads on, as nearly everywhere, the node is no more than that end: a name of two
 * words whose first one is known already costs an edge and an end, twelve bytes.
 *
 * Nearly all pairs of words in a text are in no name. Three looks tell, cheapest first: whether the second word stands
 * behind another one in any name at all; whether the node has its bit, one for a sixty-fourth of all words; only then
 * its edges are searched. Those of the root, which has most of them, are counted off: the edge of the fifth word with
 * which names begin is its fifth. */
#ifndef DRG_TRIE_H
#define DRG_TRIE_H

#include "lexicon/gazetteer.h"

typedef struct {
    uint32_t n;
} trie_node; /* 0: the root; as a result: none. Above TRIE_LEAF: an end alone, that of this number */
#define TRIE_LEAF ((uint32_t)1 << 31)

typedef struct {
    uint32_t word, to;
} trie_edge;

typedef struct {
    uint32_t name : 31; /* name_id */
    uint32_t plain : 1; /* it is met as soon as its words are: nothing else has to be asked of the name */
} trie_end;

typedef struct {
    uint32_t first_edge, edge_count;
    uint32_t first_end, end_count; /* the names that end here: ends [first_end, first_end + end_count) */
    uint64_t next_words;           /* trie_bit of each word that leads on from here */
} trie_point;

typedef struct {
    uint32_t first_word; /* in `words` */
    trie_end end;
} trie_run;

struct trie { /* Lifetime: the gazetteer's. */
    VECTOR(trie_run) runs;
    VECTOR(uint32_t)
    words; /* of the runs: twice the number, and 1 if another one follows. Both gone when it is sealed */
    FLAT(trie_point) points;
    FLAT(trie_edge) edges;
    FLAT(trie_end) ends;
    VECTOR(uint64_t) first, behind; /* sets of words: with which names begin; which stand behind another one */
    VECTOR(uint32_t) rank;          /* by group of 64 of `first`: how many there are before it */
};

void drg_trie_clear(trie *t);
/* A name of one word or more. DRG_NO_MEMORY; DRG_TOO_LARGE. */
drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name, bool plain);
drg_status drg_trie_seal(trie *t);

/* Of a sealed trie ------------------------------------------------------------------------------------------------- */

static inline uint64_t trie_bit(string_id string) {
    return (uint64_t)1 << string.n % 64;
}

/* The bit of a word that stands behind another one in some name; 0 of all others. */
static inline uint64_t trie_bit_behind(const trie *t, string_id string) {
    return string.n / 64 < t->behind.count ? t->behind.items[string.n / 64] & trie_bit(string) : 0;
}

/* The bits of all words that lead on from a node. */
static inline uint64_t trie_next_words(const trie *t, trie_node from) {
    return from.n & TRIE_LEAF ? 0 : FLAT_AT(t->points, from.n)->next_words;
}

/* The names that end at a node. */
static inline const trie_end *trie_ends(const trie *t, trie_node at, uint32_t *count) {
    const bool leaf = at.n & TRIE_LEAF;
    const trie_point *point = leaf ? NULL : FLAT_AT(t->points, at.n);
    const uint32_t first = leaf ? at.n & ~TRIE_LEAF : point->first_end;
    *count = leaf ? 1 : point->end_count;
    if (FLAT_RUN(t->ends, first, *count)) return t->ends.items + first;
    *count = 0;
    return t->ends.items;
}

/* trie_search in a pack. */
trie_node drg_trie_guarded_search(const trie *t, const trie_point *from, string_id by);

/* Of a point that has edges: the node that a word leads to; 0 if none. Bisection. */
static inline trie_node trie_search(const trie *t, const trie_point *from, string_id by) {
    if (t->edges.guard) return drg_trie_guarded_search(t, from, by);
    const trie_edge *e = t->edges.items + from->first_edge;
    for (uint32_t count = from->edge_count; count > 1;) {
        const uint32_t half = count / 2;
        if (e[half].word <= by.n) e += half;
        count -= half;
    }
    return (trie_node){e->word == by.n ? e->to : 0};
}

/* The node that a word leads to from another one; 0 if none. */
static inline trie_node trie_step(const trie *t, trie_node from, string_id by) {
    if (!(trie_next_words(t, from) & trie_bit(by))) return (trie_node){0};
    return trie_search(t, FLAT_AT(t->points, from.n), by);
}

/* The same from the root, whose edges are the first ones. */
static inline trie_node trie_first_step(const trie *t, string_id by) {
    const uint32_t group = by.n / 64;
    if (group >= t->first.count || !(t->first.items[group] & trie_bit(by))) return (trie_node){0};
    const int before = __builtin_popcountll(t->first.items[group] & (trie_bit(by) - 1));
    const trie_edge *e = FLAT_AT(t->edges, t->rank.items[group] + (uint32_t)before);
    return (trie_node){e->word == by.n ? e->to : 0};
}

#endif
