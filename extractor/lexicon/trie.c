/* A trie over words. See trie.h. */
#include "lexicon/trie.h"

#include <stdlib.h>
#include <string.h>

enum { EDGES_FIRST = 64 };

void drg_trie_clear(trie *t) {
    free(t->edges);
    VECTOR_CLEAR(t->names);
    VECTOR_CLEAR(t->points);
    VECTOR_CLEAR(t->ends);
    *t = (trie){0};
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
        if (old[i].to) *trie_edge_of(t, old[i].from, old[i].word) = old[i];
    }
    free(old);
    return DRG_OK;
}

drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name, bool plain) {
    const trie_end end = {.name = name.n & INT32_MAX, .plain = plain};
    if (end.name != name.n) return DRG_TOO_LARGE;
    if (!t->node_count) t->node_count = 1;
    uint32_t node = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (t->node_count >= t->edge_mask - t->edge_mask / 3) TRY(grow(t)); /* an edge leads to every node but one */
        trie_edge *e = trie_edge_of(t, node, words[i].n);
        if (!e->to) *e = (trie_edge){node, words[i].n, t->node_count++};
        node = e->to;
    }
    return VECTOR_PUSH(t->names, ((trie_name){node, end})) ? DRG_OK : DRG_NO_MEMORY;
}

/* Counting sort of the names by node. */
static void sort_names(trie *t) {
    trie_point *points = t->points.items;
    for (size_t i = 0; i < t->names.count; i++) points[t->names.items[i].node].end_count++;
    for (uint32_t n = 1; n < t->node_count; n++)
        points[n].first_end = points[n - 1].first_end + points[n - 1].end_count;
    for (uint32_t n = 0; n < t->node_count; n++) points[n].end_count = 0;
    for (size_t i = 0; i < t->names.count; i++) {
        trie_point *p = &points[t->names.items[i].node];
        t->ends.items[p->first_end + p->end_count++] = t->names.items[i].end;
    }
}

drg_status drg_trie_seal(trie *t) {
    if (!t->node_count) t->node_count = 1;
    if (!VECTOR_RESERVE(t->points, t->node_count) || !VECTOR_RESERVE(t->ends, t->names.count)) return DRG_NO_MEMORY;
    memset(t->points.items, 0, t->node_count * sizeof *t->points.items);
    sort_names(t);
    for (size_t i = 0; t->edges && i <= t->edge_mask; i++) {
        const trie_edge e = t->edges[i];
        if (e.to) t->points.items[e.from].next_words |= (uint64_t)1 << e.word % 64;
    }
    t->points.count = t->node_count;
    t->ends.count = t->names.count;
    VECTOR_CLEAR(t->names);
    return DRG_OK;
}
