/* A trie over words. See trie.h. */
#include "lexicon/trie.h"

#include <stdlib.h>
#include <string.h>

enum { EDGES_FIRST = 64 };

void drg_trie_clear(trie *t) {
    free(t->edges);
    VECTOR_CLEAR(t->ends);
    VECTOR_CLEAR(t->nodes);
    VECTOR_CLEAR(t->names);
    *t = (trie){0};
}

/* The edge's slot, or the free one where it would stand. */
static inline trie_edge *edge_of(const trie *t, uint32_t from, uint32_t word) {
    for (uint64_t at = hash_mix((uint64_t)from << 32 | word, 0x9e3779b97f4a7c15);; at++) {
        trie_edge *e = &t->edges[at & t->edge_mask];
        if (!e->to || (e->from == from && e->word == word)) return e;
    }
}

uint32_t drg_trie_step(const trie *t, uint32_t from, uint32_t word) {
    return t->nodes.items[from].goes_on ? edge_of(t, from, word)->to : 0;
}

static drg_status grow(trie *t) {
    trie_edge *const old = t->edges;
    const size_t old_count = old ? (size_t)t->edge_mask + 1 : 0;
    const size_t count = old ? old_count * 2 : EDGES_FIRST;
    if (count > UINT32_MAX) return DRG_TOO_LARGE;
    trie_edge *edges = calloc(count, sizeof *edges);
    if (!edges) return DRG_NO_MEMORY;
    t->edges = edges;
    t->edge_mask = (uint32_t)(count - 1);
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].to) *edge_of(t, old[i].from, old[i].word) = old[i];
    }
    free(old);
    return DRG_OK;
}

drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name) {
    if (!t->node_count) t->node_count = 1;
    uint32_t node = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (t->node_count >= t->edge_mask - t->edge_mask / 3) TRY(grow(t)); /* an edge leads to every node but one */
        trie_edge *e = edge_of(t, node, words[i].n);
        if (!e->to) *e = (trie_edge){node, words[i].n, t->node_count++};
        node = e->to;
    }
    return VECTOR_PUSH(t->ends, ((trie_end){node, name})) ? DRG_OK : DRG_NO_MEMORY;
}

/* Counting sort of the ends by node. */
static void sort_ends(trie *t) {
    trie_point *nodes = t->nodes.items;
    for (size_t i = 0; i < t->ends.count; i++) nodes[t->ends.items[i].node + 2].first_end++;
    for (uint32_t n = 2; n < t->node_count + 2; n++) nodes[n].first_end += nodes[n - 1].first_end;
    for (size_t i = 0; i < t->ends.count; i++) {
        const trie_end e = t->ends.items[i];
        t->names.items[nodes[e.node + 1].first_end++] = e.name;
    }
}

drg_status drg_trie_seal(trie *t) {
    if (!t->node_count) t->node_count = 1;
    if (!VECTOR_RESERVE(t->nodes, t->node_count + 2) || !VECTOR_RESERVE(t->names, t->ends.count + 1))
        return DRG_NO_MEMORY;
    memset(t->nodes.items, 0, (t->node_count + 2) * sizeof *t->nodes.items);
    sort_ends(t);
    for (size_t i = 0; t->edges && i <= t->edge_mask; i++) {
        if (t->edges[i].to) t->nodes.items[t->edges[i].from].goes_on = true;
    }
    t->nodes.count = t->node_count + 1;
    t->names.count = t->ends.count;
    VECTOR_CLEAR(t->ends);
    return DRG_OK;
}
