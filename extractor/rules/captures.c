/* Captures. See captures.h. */
#include "rules/captures.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t at;       /* instruction */
    uint32_t position; /* boundary */
    uint32_t trail;    /* saves made on the way here */
} job;

typedef struct {
    uint32_t save; /* slot * 2 (opens) or slot * 2 + 1 (closes) */
    uint32_t position;
} save_event;

struct capture_scratch {
    VECTOR(job) jobs;
    VECTOR(save_event) trail;
    VECTOR(uint64_t) visited;          /* a bit for each instruction and boundary */
    VECTOR(const uint64_t *) elements; /* by token of the match: which elements hold */
};

/* One search. */
typedef struct {
    capture_scratch *c;
    automaton *a;
    const program *program;
    const pattern *pattern;
    const tape *tape;
    uint32_t from, to, low, width;
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
    VECTOR_CLEAR(c->elements);
    free(c);
}

/* True the first time that it is asked for this instruction at this boundary. */
static inline bool visit(const search *s, uint32_t at, uint32_t position) {
    const size_t bit = (size_t)(at - s->pattern->first) * s->width + (position - s->low);
    uint64_t *bits = &s->c->visited.items[bit / 64];
    const uint64_t mask = (uint64_t)1 << bit % 64;
    if (*bits & mask) return false;
    *bits |= mask;
    return true;
}

/* The token that is taken at a boundary holds for an element, and is in reach. */
static inline bool takes(const search *s, const instruction *i, uint32_t position) {
    if (position == s->to) return false;
    if ((position != s->from || s->program->continues) && !may_cross(i->within, boundary_before(s->tape, position)))
        return false;
    const uint64_t *elements = s->c->elements.items[position - s->low - (s->program->backward ? 1 : 0)];
    return elements[i->x / 64] >> i->x % 64 & 1;
}

/* Follows one way from `at` and `position` until it ends; other ways that open are left as jobs, the next to try last. */
static drg_status follow(search *s, uint32_t at, uint32_t position, bool *matched) {
    const instruction *code = s->program->code.items;
    const uint32_t onward = s->program->backward ? UINT32_MAX : 1;
    while (visit(s, at, position)) {
        const instruction *i = &code[at];
        switch (i->op) {
        case OP_SPLIT:
            if (!VECTOR_PUSH(s->c->jobs, ((job){i->y, position, (uint32_t)s->c->trail.count}))) return DRG_NO_MEMORY;
            at = i->x;
            break;
        case OP_JUMP: at = i->x; break;
        case OP_SAVE:
            if (!VECTOR_PUSH(s->c->trail, ((save_event){i->x, position}))) return DRG_NO_MEMORY;
            at++;
            break;
        case OP_CONDITION:
            if (!condition_holds(i->x, boundary_before(s->tape, position))) return DRG_OK;
            at++;
            break;
        case OP_MATCH: *matched = position == s->to; return DRG_OK;
        default: /* OP_TOKEN */
            if (!takes(s, i, position)) return DRG_OK;
            at++;
            position += onward;
        }
    }
    return DRG_OK;
}

/* Which elements hold for each token of the match. */
static drg_status find_elements(search *s) {
    s->c->elements.count = 0;
    for (uint32_t i = 0; i + 1 < s->width; i++) { /* first all classes are made: making one may move the others */
        const uint64_t *elements;
        TRY(drg_automaton_elements(s->a, s->tape, s->low + i, &elements));
    }
    for (uint32_t i = 0; i + 1 < s->width; i++) {
        const uint64_t *elements;
        TRY(drg_automaton_elements(s->a, s->tape, s->low + i, &elements));
        if (!VECTOR_PUSH(s->c->elements, elements)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* The events of the trail in the order of the text, as captures. */
static drg_status read_trail(const search *s, captured_vector *out) {
    const size_t count = s->c->trail.count, before = out->count;
    for (size_t k = 0; k < count; k++) {
        const save_event e = s->c->trail.items[s->program->backward ? count - 1 - k : k];
        if (e.save % 2 == 0) {
            if (!VECTOR_PUSH(*out, ((captured){e.save / 2, e.position, NO_ID}))) return DRG_NO_MEMORY;
            continue;
        }
        for (size_t i = out->count; i-- > before;) {
            if (out->items[i].slot != e.save / 2 || out->items[i].end_token != NO_ID) continue;
            out->items[i].end_token = e.position;
            break;
        }
    }
    return DRG_OK;
}

drg_status drg_captures_find(capture_scratch *c, automaton *a, const program *run, const tape *t, uint32_t p,
                             uint32_t from, uint32_t to, captured_vector *out, bool *matched) {
    search s = {.c = c,
                .a = a,
                .program = run,
                .pattern = &run->patterns.items[p],
                .tape = t,
                .from = from,
                .to = to,
                .low = from < to ? from : to};
    s.width = (from < to ? to - from : from - to) + 1;
    const size_t bit_words = ((size_t)(s.pattern->end - s.pattern->first) * s.width + 63) / 64;
    if (!VECTOR_RESERVE(c->visited, bit_words)) return DRG_NO_MEMORY;
    memset(c->visited.items, 0, bit_words * sizeof *c->visited.items);
    c->jobs.count = c->trail.count = 0;
    *matched = false;
    TRY(find_elements(&s));
    TRY(follow(&s, s.pattern->first, from, matched));
    while (c->jobs.count && !*matched) {
        const job j = c->jobs.items[--c->jobs.count];
        c->trail.count = j.trail;
        TRY(follow(&s, j.at, j.position, matched));
    }
    return *matched ? read_trail(&s, out) : DRG_OK;
}
