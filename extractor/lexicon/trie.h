/* A trie over words: which runs of words are names.
 *
 *     0 ─treaty─► 1 ─of─► 2 ─versailles─► [3] ─of─► 4 ─1919─► [5]        brackets: names end here
 *
 * Edges stand in one table with open addressing, keyed by (node, word); the names that end at a node stand side by
 * side. Flat arrays, linked by index. Names are added, then it is sealed; from then on it is read-only. */
#ifndef DRG_TRIE_H
#define DRG_TRIE_H

#include "lexicon/gazetteer.h"

typedef struct {
    uint32_t from, word, to; /* to 0: the slot is free (no edge leads to the root) */
} trie_edge;

typedef struct {
    uint32_t node;
    name_id name;
} trie_end;

typedef struct {
    uint32_t first_end; /* the names that end at node n: names [nodes[n].first_end, nodes[n + 1].first_end) */
    bool goes_on;       /* an edge leads on from it; from most nodes none does, and then the edges need not be asked */
} trie_point;

typedef struct { /* Lifetime: the gazetteer's. */
    trie_edge *edges;
    uint32_t edge_mask;
    uint32_t node_count;      /* the root included */
    VECTOR(trie_end) ends;    /* as they were added; gone when it is sealed */
    VECTOR(trie_point) nodes; /* and one behind the last */
    VECTOR(name_id) names;    /* the ends, by node */
} trie;

void drg_trie_clear(trie *t);
/* A name of one word or more. DRG_NO_MEMORY. */
drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name);
/* Puts the names of each node side by side, in the order in which they were added. */
drg_status drg_trie_seal(trie *t);
/* The node that a word leads to; 0 if none. Of a sealed trie. */
uint32_t drg_trie_step(const trie *t, uint32_t from, uint32_t word);

#endif
