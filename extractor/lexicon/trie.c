/* A trie over words. See trie.h. */
#include "lexicon/trie.h"

#include <stdlib.h>
#include <string.h>

static void drop_runs(trie *t) {
    VECTOR_CLEAR(t->runs);
    VECTOR_CLEAR(t->words);
}

void drg_trie_clear(trie *t) {
    drop_runs(t);
    VECTOR_CLEAR(t->points);
    VECTOR_CLEAR(t->edges);
    VECTOR_CLEAR(t->ends);
    VECTOR_CLEAR(t->first);
    VECTOR_CLEAR(t->behind);
    VECTOR_CLEAR(t->rank);
}

drg_status drg_trie_add(trie *t, const string_id *words, uint32_t count, name_id name, bool plain) {
    const trie_run run = {
        (uint32_t)t->words.count, {.name = name.n & INT32_MAX, .plain = plain}
    };
    if (run.end.name != name.n || t->words.count > UINT32_MAX - count) return DRG_TOO_LARGE;
    for (uint32_t i = 0; i < count; i++) {
        if (words[i].n > INT32_MAX) return DRG_TOO_LARGE;
        if (!VECTOR_PUSH(t->words, words[i].n * 2 + (i + 1 < count))) return DRG_NO_MEMORY;
    }
    return VECTOR_PUSH(t->runs, run) ? DRG_OK : DRG_NO_MEMORY;
}

/* Sorting the runs: by first word in one counting pass, then each stretch of one first word by the rest. Runs of the
 * same words stay in the order of adding. -------------------------------------------------------------------------- */

/* By their words as numbers; of two that begin alike, the one that ends comes first: its last word has no 1. */
static int compare_words(const uint32_t *a, const uint32_t *b) {
    while (*a == *b && *a & 1) {
        a++;
        b++;
    }
    return *a < *b ? -1 : *a > *b;
}

/* Merges halves that are sorted; `aside` has room for one of them. */
static void sort_by_words(const uint32_t *words, trie_run *runs, size_t count, trie_run *aside) {
    if (count < 2) return;
    const size_t half = count / 2;
    sort_by_words(words, runs, half, aside);
    sort_by_words(words, runs + half, count - half, aside);
    if (compare_words(words + runs[half - 1].first_word, words + runs[half].first_word) <= 0) return;
    memcpy(aside, runs, half * sizeof *runs);
    for (size_t i = 0, left = 0, right = half; left < half; i++) {
        const bool take_right =
            right < count && compare_words(words + runs[right].first_word, words + aside[left].first_word) < 0;
        runs[i] = take_right ? runs[right++] : aside[left++];
    }
}

static uint32_t first_word_of(const trie *t, size_t run) {
    return t->words.items[t->runs.items[run].first_word] / 2;
}

/* `next`: for each word, first how many runs begin with it, then where its next one goes. */
static void sort_by_first_word(const trie *t, uint32_t *next, size_t word_count, trie_run *sorted) {
    for (size_t i = 0; i < t->runs.count; i++) next[first_word_of(t, i)]++;
    for (size_t w = 0, at = 0; w < word_count; w++) {
        const uint32_t count = next[w];
        next[w] = (uint32_t)at;
        at += count;
    }
    for (size_t i = 0; i < t->runs.count; i++) sorted[next[first_word_of(t, i)]++] = t->runs.items[i];
}

static drg_status sort_runs(trie *t, size_t word_count) {
    uint32_t *next = calloc(word_count + 1, sizeof *next);
    trie_run *sorted = malloc((t->runs.count + 1) * sizeof *sorted);
    if (next && sorted) {
        sort_by_first_word(t, next, word_count, sorted);
        for (size_t w = 0, from = 0; w < word_count; from = next[w++]) {
            sort_by_words(t->words.items, sorted + from, next[w] - from,
                          t->runs.items); /* no longer needed as it was */
        }
        memcpy(t->runs.items, sorted, t->runs.count * sizeof *sorted);
    }
    free(next);
    free(sorted);
    return next && sorted ? DRG_OK : DRG_NO_MEMORY;
}

/* Nodes ------------------------------------------------------------------------------------------------------------ */

static uint32_t word_at(const trie *t, uint32_t run, uint32_t depth) {
    return t->words.items[t->runs.items[run].first_word + depth];
}

/* Where the runs end that have the same word at `depth` as the one at `run`. */
static uint32_t same_until(const trie *t, uint32_t run, uint32_t end, uint32_t depth) {
    const uint32_t word = word_at(t, run, depth) / 2;
    do run++;
    while (run < end && word_at(t, run, depth) / 2 == word);
    return run;
}

/* The node of the runs [from, to), which have the first `depth` words in common: an end alone, or a point, which keeps
 * its runs where its ends will be told, until it is its turn. */
static bool make_node(trie *t, uint32_t from, uint32_t to, uint32_t depth, uint32_t *node) {
    const bool alone = to - from == 1 && !(word_at(t, from, depth - 1) & 1);
    *node = (uint32_t)(alone ? t->ends.count | TRIE_LEAF : t->points.count);
    if (alone) return VECTOR_PUSH(t->ends, t->runs.items[from].end);
    return VECTOR_PUSH(t->points, ((trie_point){.first_end = from, .end_count = to - from}));
}

static bool finish_point(trie *t, size_t point, uint32_t depth) {
    uint32_t at = t->points.items[point].first_end;
    const uint32_t end = at + t->points.items[point].end_count;
    trie_point made = {.first_edge = (uint32_t)t->edges.count, .first_end = (uint32_t)t->ends.count};
    for (; depth && at < end && !(word_at(t, at, depth - 1) & 1); at++) {
        if (!VECTOR_PUSH(t->ends, t->runs.items[at].end)) return false;
    }
    made.end_count = (uint32_t)t->ends.count - made.first_end;
    while (at < end) {
        const string_id word = {word_at(t, at, depth) / 2};
        const uint32_t until = same_until(t, at, end, depth);
        trie_edge edge = {.word = word.n};
        if (!make_node(t, at, until, depth + 1, &edge.to) || !VECTOR_PUSH(t->edges, edge)) return false;
        made.next_words |= trie_bit(word);
        (depth ? t->behind : t->first).items[word.n / 64] |= trie_bit(word);
        at = until;
    }
    made.edge_count = (uint32_t)t->edges.count - made.first_edge;
    t->points.items[point] = made;
    return true;
}

/* From the root on, level by level. */
static bool make_points(trie *t) {
    if (!VECTOR_PUSH(t->points, ((trie_point){.end_count = (uint32_t)t->runs.count}))) return false;
    for (size_t depth = 0, point = 0; point < t->points.count; depth++) {
        for (const size_t level_end = t->points.count; point < level_end; point++) {
            if (!finish_point(t, point, (uint32_t)depth)) return false;
        }
    }
    return true;
}

static bool make_set(trie *t, size_t word_count) {
    const size_t groups = word_count / 64 + 1;
    if (!VECTOR_RESERVE(t->first, groups) || !VECTOR_RESERVE(t->behind, groups)) return false;
    memset(t->first.items, 0, groups * sizeof(uint64_t));
    memset(t->behind.items, 0, groups * sizeof(uint64_t));
    t->first.count = t->behind.count = groups;
    return true;
}

static bool count_first(trie *t) {
    uint32_t before = 0;
    for (size_t group = 0; group < t->first.count; group++) {
        if (!VECTOR_PUSH(t->rank, before)) return false;
        before += (uint32_t)__builtin_popcountll(t->first.items[group]);
    }
    return true;
}

drg_status drg_trie_seal(trie *t) {
    size_t word_count = 0;
    for (size_t i = 0; i < t->words.count; i++) {
        if (t->words.items[i] / 2 >= word_count) word_count = t->words.items[i] / 2 + 1;
    }
    if (t->runs.count) TRY(sort_runs(t, word_count));
    if (!make_set(t, word_count) || !make_points(t) || !count_first(t)) return DRG_NO_MEMORY;
    drop_runs(t);
    return DRG_OK;
}

/* Searching in a pack ---------------------------------------------------------------------------------------------- */

/* The same bisection; each edge is looked at before it is believed, and none that it does not meet. */
trie_node drg_trie_guarded_search(const trie *t, const trie_point *from, string_id by) {
    uint32_t first = from->first_edge;
    for (uint32_t count = from->edge_count; count > 1;) {
        const uint32_t half = count / 2;
        if (FLAT_AT(t->edges, first + half)->word <= by.n) first += half;
        count -= half;
    }
    const trie_edge *e = FLAT_AT(t->edges, first);
    return (trie_node){e->word == by.n ? e->to : 0};
}
