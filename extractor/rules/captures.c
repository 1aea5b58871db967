/* Captures. See captures.h. */
#include "rules/captures.h"

#include <stdlib.h>
#include <string.h>

/* Boundaries are counted from where the search starts, in the direction in which it runs: 0, 1, … */
typedef struct {
    uint32_t at;    /* instruction */
    uint32_t step;  /* boundary */
    uint32_t trail; /* saves made on the way here */
} job;

typedef struct {
    uint32_t save; /* slot * 2 (opens) or slot * 2 + 1 (closes) */
    uint32_t step;
} save_event;

struct capture_scratch {
    VECTOR(job) jobs;
    VECTOR(save_event) trail;
    VECTOR(uint64_t) visited; /* a bit for each join and boundary */
    VECTOR(uint32_t) taken;   /* by boundary: where the elements stand that hold for the token behind it; NO_ELEMENTS */
};

/* One search. */
typedef struct {
    capture_scratch *c;
    const program *program;
    const pattern *pattern;
    const tape *tape;
    uint32_t from, length;    /* where it starts, and how many tokens it takes */
    const uint64_t *elements; /* c->taken points into these */
} search;

drg_status drg_capture_scratch_new(capture_scratch **out) {
    *out = calloc(1, sizeof **out);
    return *out ? DRG_OK : DRG_NO_MEMORY;
}

void drg_capture_scratch_free(capture_scratch *c) {
    if (!c) return;
    VECTOR_CLEAR(c->jobs);
    VECTOR_CLEAR(c->trail);
    VECTOR_CLEAR(c->visited);
    VECTOR_CLEAR(c->taken);
    free(c);
}

static uint32_t position_of(const search *s, uint32_t step) {
    return s->program->backward ? s->from - step : s->from + step;
}

/* True the first time that it is asked for this join at this boundary. */
static inline bool visit(const search *s, uint32_t join, uint32_t step) {
    const size_t bit = (size_t)join * (s->length + 1) + step;
    uint64_t *bits = &s->c->visited.items[bit / 64];
    const uint64_t mask = (uint64_t)1 << bit % 64;
    if (*bits & mask) return false;
    *bits |= mask;
    return true;
}

/* The token behind a boundary holds for an element, and is in reach. */
static inline bool takes(const search *s, uint32_t e, uint32_t step) {
    return s->elements[s->c->taken.items[step] + e / 64] >> e % 64 & 1;
}

/* May a way be one that goes on at `i`? Not if that first takes a token which the next is not. */
static inline bool may_go_on(const search *s, const instruction *i, uint32_t step) {
    while (i->op == OP_SAVE) i++;
    return i->op != OP_TOKEN || takes(s, i->x, step);
}

/* Follows one way from `at` and boundary `step` until it ends; other ways that open are left as jobs, the next to try last. */
static drg_status follow(search *s, uint32_t at, uint32_t step, bool *matched) {
    const instruction *const code = s->program->code.items;
    for (;;) {
        const instruction *i = &code[at++];
        if (i->join && !visit(s, i->join - 1u, step)) return DRG_OK;
        switch (i->op) {
        case OP_SPLIT: {
            const bool first = may_go_on(s, &code[i->x], step), second = may_go_on(s, &code[i->y], step);
            if (!first && !second) return DRG_OK;
            if (first && second && !VECTOR_PUSH(s->c->jobs, ((job){i->y, step, (uint32_t)s->c->trail.count})))
                return DRG_NO_MEMORY;
            at = first ? i->x : i->y;
            break;
        }
        case OP_JUMP: at = i->x; break;
        case OP_SAVE:
            if (!VECTOR_PUSH(s->c->trail, ((save_event){i->x, step}))) return DRG_NO_MEMORY;
            break;
        case OP_CONDITION:
            if (!condition_holds(i->x, boundary_before(s->tape, position_of(s, step)))) return DRG_OK;
            break;
        case OP_MATCH: *matched = step == s->length; return DRG_OK;
        default: /* OP_TOKEN */
            if (!takes(s, i->x, step)) return DRG_OK;
            step++;
        }
    }
}

/* Which elements hold for each token of the match: none for one that is out of reach, and none behind its end. */
static drg_status find_elements(search *s, automaton *a) {
    const program *p = s->program;
    if (!VECTOR_RESERVE(s->c->taken, s->length + 1)) return DRG_NO_MEMORY;
    uint32_t *taken = s->c->taken.items;
    for (uint32_t step = 0; step < s->length; step++) {
        const uint32_t position = position_of(s, step);
        taken[step] = NO_ELEMENTS;
        if ((step || p->continues) && !may_cross(s->pattern->within, boundary_before(s->tape, position))) continue;
        TRY(drg_automaton_elements(a, s->tape, p->backward ? position - 1 : position, &taken[step]));
    }
    taken[s->length] = NO_ELEMENTS;
    s->elements = drg_automaton_all_elements(a);
    return DRG_OK;
}

/* The events of the trail in the order of the text, as captures. */
static drg_status read_trail(const search *s, captured_vector *out) {
    const size_t count = s->c->trail.count, before = out->count;
    for (size_t k = 0; k < count; k++) {
        const save_event e = s->c->trail.items[s->program->backward ? count - 1 - k : k];
        if (e.save % 2 == 0) {
            if (!VECTOR_PUSH(*out, ((captured){e.save / 2, position_of(s, e.step), NO_ID}))) return DRG_NO_MEMORY;
            continue;
        }
        for (size_t i = out->count; i-- > before;) {
            if (out->items[i].slot != e.save / 2 || out->items[i].end_token != NO_ID) continue;
            out->items[i].end_token = position_of(s, e.step);
            break;
        }
    }
    return DRG_OK;
}

drg_status drg_captures_find(capture_scratch *c, automaton *a, const program *run, const tape *t, uint32_t p,
                             uint32_t from, uint32_t to, captured_vector *out, bool *matched) {
    search s = {.c = c,
                .program = run,
                .pattern = &run->patterns.items[p],
                .tape = t,
                .from = from,
                .length = run->backward ? from - to : to - from};
    const size_t bit_words = ((size_t)s.pattern->join_count * (s.length + 1) + 63) / 64;
    if (!VECTOR_RESERVE(c->visited, bit_words)) return DRG_NO_MEMORY;
    if (bit_words) memset(c->visited.items, 0, bit_words * sizeof *c->visited.items);
    c->jobs.count = c->trail.count = 0;
    *matched = false;
    TRY(find_elements(&s, a));
    TRY(follow(&s, s.pattern->first, 0, matched));
    while (c->jobs.count && !*matched) {
        const job j = c->jobs.items[--c->jobs.count];
        c->trail.count = j.trail;
        TRY(follow(&s, j.at, j.step, matched));
    }
    return *matched ? read_trail(&s, out) : DRG_OK;
}
