/* A trie over words: which runs of words are names.
 *
 *     0 ─treaty─► 1 ─of─► 2 ─versailles─► [3] ─of─► 4 ─1919─► [5]        brackets: names end here
 *
 * Edges stand in one table with open addressing, keyed by (node, word); the names that end at a node stand side by side.
 * Flat arrays, linked by index. Names are added, then it is sealed; from then on it is read-only. */
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

typedef struct { /* Lifetime: the gazetteer's. */
    trie_edge *edges;
    uint32_t edge_mask;
    uint32_t node_count;        /* the root included */
    VECTOR(trie_end) ends;      /* by node */
    VECTOR(uint32_t) first_end; /* of node n: ends [first_end[n], first_end[n + 1]) */
    VECTOR(name_id) names;      /* of the ends */
} trie;

void drg_trie_clear(trie *t);
/* A name of one word or more. DRG_NO_MEMORY. */
drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name);
/* Puts the names of each node side by side, in the order in which they were added. */
drg_status drg_trie_seal(trie *t);
/* The node that a word leads to; 0 if none. */
uint32_t drg_trie_step(const trie *t, uint32_t from, uint32_t word);

#endif
