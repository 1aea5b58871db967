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
    VECTOR(uint64_t) visited; /* a bit for each instruction and boundary */
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
    free(c);
}

static drg_status push_job(search *s, uint32_t at, uint32_t position) {
    const job j = {at, position, (uint32_t)s->c->trail.count};
    return VECTOR_PUSH(s->c->jobs, j) ? DRG_OK : DRG_NO_MEMORY;
}

/* True the first time that it is asked for this instruction at this boundary. */
static bool visit(search *s, uint32_t at, uint32_t position) {
    const size_t bit = (size_t)(at - s->pattern->first) * s->width + (position - s->low);
    uint64_t *bits = &s->c->visited.items[bit / 64];
    const uint64_t mask = (uint64_t)1 << bit % 64;
    if (*bits & mask) return false;
    *bits |= mask;
    return true;
}

static drg_status take_token(search *s, const instruction *i, uint32_t at, uint32_t position) {
    const bool backward = s->program->backward;
    if (position == s->to) return DRG_OK;
    if ((position != s->from || s->program->continues) &&
        !may_cross(i->within, boundary_before(s->tape, position))) return DRG_OK;
    bool holds;
    TRY(drg_automaton_element_holds(s->a, s->tape, i->x, backward ? position - 1 : position, &holds));
    return holds ? push_job(s, at + 1, backward ? position - 1 : position + 1) : DRG_OK;
}

/* Does one instruction; what is to be tried first is pushed last. */
static drg_status follow(search *s, job j, bool *matched) {
    const instruction *i = &s->program->code.items[j.at];
    switch (i->op) {
    case OP_SPLIT:
        TRY(push_job(s, i->y, j.position));
        return push_job(s, i->x, j.position);
    case OP_JUMP:
        return push_job(s, i->x, j.position);
    case OP_SAVE:
        if (!VECTOR_PUSH(s->c->trail, ((save_event){i->x, j.position}))) return DRG_NO_MEMORY;
        return push_job(s, j.at + 1, j.position);
    case OP_CONDITION:
        return condition_holds(i->x, boundary_before(s->tape, j.position)) ? push_job(s, j.at + 1, j.position) : DRG_OK;
    case OP_MATCH:
        *matched = j.position == s->to;
        return DRG_OK;
    default:
        return take_token(s, i, j.at, j.position);
    }
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
    search s = {.c = c, .a = a, .program = run, .pattern = &run->patterns.items[p], .tape = t, .from = from,
                .to = to, .low = from < to ? from : to};
    s.width = (from < to ? to - from : from - to) + 1;
    const size_t bit_words = ((size_t)(s.pattern->end - s.pattern->first) * s.width + 63) / 64;
    if (!VECTOR_RESERVE(c->visited, bit_words)) return DRG_NO_MEMORY;
    memset(c->visited.items, 0, bit_words * sizeof *c->visited.items);
    c->jobs.count = c->trail.count = 0;
    *matched = false;
    TRY(push_job(&s, s.pattern->first, from));
    while (c->jobs.count && !*matched) {
        const job j = c->jobs.items[--c->jobs.count];
        c->trail.count = j.trail;
        if (visit(&s, j.at, j.position)) TRY(follow(&s, j, matched));
    }
    return *matched ? read_trail(&s, out) : DRG_OK;
}
