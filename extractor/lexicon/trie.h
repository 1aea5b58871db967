/* A trie over words: which runs of words are names.
 *
 *     0 ─treaty─► 1 ─of─► 2 ─versailles─► [3] ─of─► 4 ─1919─► [5]        brackets: names end here
 *
 * Edges stand in one table with open addressing, keyed by (node, word); the names that end at a node stand side by
 * side. Flat arrays, linked by index. Names are added, then it is sealed; from then on it is read-only.
 *
 * Most words of a text that begin a name lead nowhere further. So a node knows by one bit for a sixty-fourth of all
 * words whether any of them leads on, beside where its names are: a walk that ends there has read one line of memory,
 * and has not asked the table. */
#ifndef DRG_TRIE_H
#define DRG_TRIE_H

#include "lexicon/gazetteer.h"

typedef struct {
    uint32_t n;
} trie_node; /* 0: the root; as a result: none */

typedef struct {
    uint32_t from, word, to; /* to 0: the slot is free (no edge leads to the root) */
} trie_edge;

typedef struct {
    uint32_t name : 31; /* name_id */
    uint32_t plain : 1; /* it is met as soon as its words are: nothing else has to be asked of the name */
} trie_end;

typedef struct {
    uint32_t first_end, end_count; /* the names that end here: ends [first_end, first_end + end_count) */
    uint64_t next_words;           /* bit n % 64 for each word n that leads on from here */
} trie_point;

typedef struct {
    uint32_t node;
    trie_end end;
} trie_name;

struct trie { /* Lifetime: the gazetteer's. */
    trie_edge *edges;
    uint32_t edge_mask;
    uint32_t node_count;       /* the root included */
    VECTOR(trie_name) names;   /* as they were added; gone when it is sealed */
    VECTOR(trie_point) points; /* a node each */
    VECTOR(trie_end) ends;     /* by node */
};

void drg_trie_clear(trie *t);
/* A name of one word or more. DRG_NO_MEMORY; DRG_TOO_LARGE. */
drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name, bool plain);
/* Puts the names of each node side by side, in the order in which they were added. */
drg_status drg_trie_seal(trie *t);

/* Of a sealed trie ------------------------------------------------------------------------------------------------- */

/* The edge's slot, or the free one where it would stand. */
static inline trie_edge *trie_edge_of(const trie *t, uint32_t from, uint32_t by) {
    for (uint64_t at = hash_mix((uint64_t)from << 32 | by, 0x9e3779b97f4a7c15);; at++) {
        trie_edge *e = &t->edges[at & t->edge_mask];
        if (!e->to || (e->from == from && e->word == by)) return e;
    }
}

static inline const trie_point *trie_point_of(const trie *t, trie_node node) {
    return &t->points.items[node.n];
}

/* The node that a word leads to; 0 if none. Time: a bit; if that is set, one probe of a hash table. */
static inline trie_node trie_step(const trie *t, trie_node from, string_id by) {
    if (!(trie_point_of(t, from)->next_words >> by.n % 64 & 1)) return (trie_node){0};
    return (trie_node){trie_edge_of(t, from.n, by.n)->to};
}

#endif
