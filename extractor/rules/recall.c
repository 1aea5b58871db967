/* Recall. See recall.h. */
#include "rules/recall.h"

#include <stdlib.h>
#include <string.h>

#define BUILDS_FIRST 64u   /* a power of two: builds that are remembered; four times as many when half are taken, */
#define BUILDS_MOST 16384u /* up to this */
#define BUILD_TOKENS 40u   /* of longer matches few are alike … */
#define BUILD_CAPTURES 7u  /* … nor of those with more captures */

#ifdef DRG_SMALL_BOUNDS /* a test build remembers as soon as it may */
#define SEARCHES_FIRST 1u
#else
#define SEARCHES_FIRST 8u /* of a pattern; then it is worth while to list what it asks */
#endif

typedef struct { /* Tokens are counted from the match's first one in the text. */
    uint8_t slot, first, end;
} small_capture;

typedef struct {
    uint64_t key;   /* what write_key makes of pattern, tokens and boundaries */
    uint8_t length; /* of the match, in tokens, + 1; 0: nothing is remembered here */
    bool matched;
    uint8_t capture_count;
    small_capture captures[BUILD_CAPTURES]; /* so that a build is half a cache line */
} build;

typedef struct { /* Some of the elements that a pattern asks: those of one word of a set of elements. */
    uint32_t word;
    uint64_t bits;
} asked_word;

typedef struct {                     /* What a pattern asks. */
    uint32_t first_word, word_count; /* of recall.words */
    uint32_t boundaries;             /* bits of boundary */
} asked;

struct recall {
    build *builds;
    uint32_t build_mask, taken; /* build_mask + 1 of them */
    uint32_t *asked_of;         /* by a pattern's name: its searches so far; or SEARCHES_FIRST + its place in `asked` */
    VECTOR(asked) asked;
    VECTOR(asked_word) words;
};

drg_status drg_recall_new(uint32_t names, recall **out) {
    recall *r = *out = calloc(1, sizeof **out);
    if (!r) return DRG_NO_MEMORY;
    r->asked_of = calloc((size_t)names + 1, sizeof *r->asked_of);
    r->builds = calloc(BUILDS_FIRST, sizeof *r->builds);
    r->build_mask = BUILDS_FIRST - 1;
    return r->asked_of && r->builds ? DRG_OK : DRG_NO_MEMORY;
}

void drg_recall_free(recall *r) {
    if (!r) return;
    free(r->asked_of);
    VECTOR_CLEAR(r->asked);
    free(r->builds);
    VECTOR_CLEAR(r->words);
    free(r);
}

/* What a pattern asks ------------------------------------------------------------------------------------------------- */

static drg_status ask_element(recall *r, asked *of, uint32_t id) {
    const uint64_t bit = (uint64_t)1 << id % 64;
    for (uint32_t i = of->first_word; i < of->first_word + of->word_count; i++) {
        if (r->words.items[i].word != id / 64) continue;
        r->words.items[i].bits |= bit;
        return DRG_OK;
    }
    of->word_count++;
    return VECTOR_PUSH(r->words, ((asked_word){id / 64, bit})) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status list_asked(recall *r, const program *run, const pattern *p) {
    asked now = {.first_word = (uint32_t)r->words.count};
    for (uint32_t at = p->first; at < p->end; at++) {
        const instruction *i = &run->code.items[at];
        if (i->op == OP_CONDITION) now.boundaries |= boundaries_of_condition(i->x);
        if (i->op != OP_TOKEN) continue;
        now.boundaries |= boundaries_of_reach(i->within);
        TRY(ask_element(r, &now, i->x));
    }
    return VECTOR_PUSH(r->asked, now) ? DRG_OK : DRG_NO_MEMORY;
}

/* Builds -------------------------------------------------------------------------------------------------------------- */

static inline uint64_t key_with(uint64_t key, uint64_t bits) {
    key = (key ^ bits) * 0x9E3779B97F4A7C15u;
    return key ^ key >> 32;
}

/* The key of tokens low … high - 1 as the pattern sees them. */
static drg_status write_key(const recall *r, const asked *of, automaton *a, const tape *t, uint32_t low, uint32_t high,
                            uint64_t *key) {
    const asked_word *asks = r->words.items + of->first_word;
    for (uint32_t at = low; at < high; at++) {
        uint32_t first;
        TRY(drg_automaton_elements(a, t, at, &first));
        const uint64_t *elements = drg_automaton_all_elements(a) + first;
        *key = key_with(*key, boundary_before(t, at) & of->boundaries);
        for (uint32_t i = 0; i < of->word_count; i++) *key = key_with(*key, elements[asks[i].word] & asks[i].bits);
    }
    *key = key_with(*key, boundary_before(t, high) & of->boundaries);
    return DRG_OK;
}

static drg_status take_from(const build *b, uint32_t low, captured_vector *out, bool *matched) {
    *matched = b->matched;
    if (!VECTOR_RESERVE(*out, out->count + b->capture_count)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < b->capture_count; i++) {
        const small_capture c = b->captures[i];
        out->items[out->count++] = (captured){c.slot, low + c.first, low + c.end};
    }
    return DRG_OK;
}

/* More room, for what is remembered from now on. */
static drg_status grow_builds(recall *r) {
    if (r->taken <= r->build_mask / 2 || r->build_mask + 1 >= BUILDS_MOST) return DRG_OK;
    const size_t count = ((size_t)r->build_mask + 1) * 4;
    build *larger = calloc(count, sizeof *larger);
    if (!larger) return DRG_NO_MEMORY;
    free(r->builds);
    r->builds = larger;
    r->build_mask = (uint32_t)count - 1;
    r->taken = 0;
    return DRG_OK;
}

/* Writes down what was found, if it fits. */
static void remember(build *b, uint64_t key, uint32_t tokens, const captured *found, size_t count, uint32_t low) {
    if (count > BUILD_CAPTURES) return;
    for (size_t i = 0; i < count; i++)
        if (found[i].slot > UINT8_MAX || found[i].end_token == NO_ID) return;
    b->key = key;
    b->length = (uint8_t)(tokens + 1);
    b->capture_count = (uint8_t)count;
    for (size_t i = 0; i < count; i++)
        b->captures[i] = (small_capture){(uint8_t)found[i].slot, (uint8_t)(found[i].first_token - low),
                                         (uint8_t)(found[i].end_token - low)};
}

drg_status drg_recall_captures(recall *r, capture_scratch *c, automaton *a, const program *run, const tape *t,
                               uint32_t p, uint32_t name, uint32_t from, uint32_t to, captured_vector *out,
                               bool *matched) {
    const uint32_t low = from < to ? from : to, tokens = (from < to ? to : from) - low;
    if (tokens > BUILD_TOKENS) return drg_captures_find(c, a, run, t, p, from, to, out, matched);
    if (r->asked_of[name] + 1 < SEARCHES_FIRST) {
        r->asked_of[name]++;
        return drg_captures_find(c, a, run, t, p, from, to, out, matched);
    }
    if (r->asked_of[name] < SEARCHES_FIRST) {
        TRY(list_asked(r, run, &run->patterns.items[p]));
        r->asked_of[name] = SEARCHES_FIRST + (uint32_t)r->asked.count - 1;
    }
    const asked *of = &r->asked.items[r->asked_of[name] - SEARCHES_FIRST];
    uint64_t key = key_with(name, tokens + 1);
    TRY(write_key(r, of, a, t, low, low + tokens, &key));
    build *b = &r->builds[key & r->build_mask];
    if (b->key == key && b->length == tokens + 1) return take_from(b, low, out, matched);
    const size_t before = out->count;
    TRY(drg_captures_find(c, a, run, t, p, from, to, out, matched));
    TRY(grow_builds(r));
    b = &r->builds[key & r->build_mask];
    const bool was_free = !b->length;
    b->length = 0;
    b->matched = *matched;
    remember(b, key, tokens, out->items + before, out->count - before, low);
    r->taken += was_free && b->length;
    return DRG_OK;
}
