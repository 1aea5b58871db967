/* Tracing. See trace.h.
 *
 * A way is what a pattern took so far; all ways go on side by side, token by token, as in Pike's machine (program.h):
 *
 *     The   Accord              on   Fisheries   Patrols   was
 *           (@instrument: off)  on   Title …              End     one way, one element off
 *
 * Those with nothing off go first, and bar an instruction at a token to those with one. What all of it costs is bounded by
 * instructions x tokens, for each token at which a rule may begin. */
#include "rules/trace.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/tracing.h"

#define CONTEXT_TOKENS 16 /* before the span: how far back a rule may begin that has it as its own */
#define SPAN_WEIGHT 64u   /* a token of the span counts more than any context */

typedef enum { OFF_NOTHING, OFF_REPLACED, OFF_ABSENT } off_kind;

typedef enum { BEFORE_SPAN, IN_SPAN, BEHIND_SPAN } place_kind;

typedef struct {       /* A way up to a token that it took. */
    uint32_t before;   /* the way up to the token before; NO_ID: it begins here */
    uint32_t by;       /* the instruction that took it */
    uint32_t held;     /* elements that took a token which they ask for: SPAN_WEIGHT for one of the wanted span */
    uint32_t off_at;   /* the instruction that is off … */
    uint32_t off_step; /* … and before which token */
    uint8_t off;       /* off_kind */
    uint8_t place;     /* place_kind */
} way;

typedef struct { /* A way on its way to the next token. */
    uint32_t at; /* instruction */
    uint32_t way;
    way state;
} cursor;

struct tracer {
    matcher *m;
    arena arena; /* what traces point at */
    uint32_t stage;
    tape tape;
    VECTOR(way) ways;
    VECTOR(cursor) stack, now, next, off;
    VECTOR(trace_step) steps;
    uint32_t *visited; /* by instruction and whether something is off: the number of the token's turn */
    size_t visited_count;
    uint32_t turn;
};

/* One search. */
typedef struct {
    tracer *t;
    const program *p;
    const pattern *pattern;
    automaton *a;
    uint32_t from, first, end; /* where it starts; the wanted span */
    bool exact;                /* the span has to be this one, and one element may be off */
    bool fills;                /* it has to match all of the span: `is` */
    uint32_t step;             /* tokens taken */
    uint32_t best_way;         /* that matched, or came farthest: it held most … */
    uint32_t best;             /* … namely this much, + 1 */
    bool matched;
    trace_stop stops[TRACE_STOPS];
    uint32_t stop_at[TRACE_STOPS];
    uint32_t stop_count;
} search;

drg_status drg_tracer_new(matcher *m, tracer **out) {
    *out = calloc(1, sizeof **out);
    if (!*out) return DRG_NO_MEMORY;
    (*out)->m = m;
    (*out)->stage = NO_ID;
    return DRG_OK;
}

void drg_tracer_free(tracer *t) {
    if (!t) return;
    drg_arena_clear(&t->arena);
    VECTOR_CLEAR(t->ways);
    VECTOR_CLEAR(t->stack);
    VECTOR_CLEAR(t->now);
    VECTOR_CLEAR(t->next);
    VECTOR_CLEAR(t->off);
    VECTOR_CLEAR(t->steps);
    free(t->visited);
    free(t);
}

/* Lays the letters that the rules of a stage read where the matcher's functions look for them. */
drg_status drg_tracer_turn_to(tracer *t, uint32_t stage) {
    matcher *m = t->m;
    const size_t count = m->tokens->count;
    if (t->stage == stage || m->letters_kept.count < (stage + 1) * count) return DRG_OK;
    if (!VECTOR_RESERVE(m->letters, count + 1)) return DRG_NO_MEMORY;
    if (count) memcpy(m->letters.items, m->letters_kept.items + stage * count, count * sizeof *m->letters.items);
    m->letters.count = count;
    t->stage = stage;
    t->tape = matcher_tape(m);
    return DRG_OK;
}

matcher *drg_tracer_matcher(const tracer *t) {
    return t->m;
}

/* Places ----------------------------------------------------------------------------------------------------------------- */

static uint32_t boundary_at(const search *s, uint32_t step) {
    return s->p->backward ? s->from - step : s->from + step;
}

/* The token that comes next; NO_ID: none. */
static uint32_t token_at(const search *s, uint32_t step) {
    const uint32_t at = boundary_at(s, step);
    if (s->p->backward) return at ? at - 1 : NO_ID;
    return at < s->t->tape.count ? at : NO_ID;
}

static bool is_wanted(const search *s, uint32_t at) {
    return at >= s->first && at < s->end;
}

/* Stops ------------------------------------------------------------------------------------------------------------------ */

static bool same_stop(const trace_stop *a, const trace_stop *b) {
    if (a->origin.named || b->origin.named) return a->origin.named == b->origin.named && a->token == b->token;
    return a->origin.from == b->origin.from && a->token == b->token;
}

/* Keeps the stops of the ways that came farthest; those nearest to the pattern's end first. */
static void note_stop(search *s, const cursor *c, stop_kind kind) {
    const uint32_t worth = c->state.held + 1;
    if (s->exact || s->matched || worth < s->best) return;
    if (worth > s->best) s->stop_count = 0;
    if (worth > s->best) s->best_way = c->way;
    s->best = worth;
    const uint32_t where = boundary_at(s, s->step) - (s->p->backward && kind == STOP_WORD ? 1 : 0);
    const trace_stop stop = {kind, s->p->origins.items[c->at], where};
    uint32_t to = s->stop_count;
    for (uint32_t i = 0; i < s->stop_count; i++)
        if (same_stop(&s->stops[i], &stop)) return;
    while (to > 0 && s->stop_at[to - 1] < c->at) to--;
    if (to == TRACE_STOPS) return;
    if (s->stop_count < TRACE_STOPS) s->stop_count++;
    for (uint32_t i = s->stop_count - 1; i > to; i--) {
        s->stops[i] = s->stops[i - 1];
        s->stop_at[i] = s->stop_at[i - 1];
    }
    s->stops[to] = stop;
    s->stop_at[to] = c->at;
}

/* Going on --------------------------------------------------------------------------------------------------------------- */

static drg_status push(search *s, cursor c, uint32_t at) {
    c.at = at;
    return VECTOR_PUSH(s->t->stack, c) ? DRG_OK : DRG_NO_MEMORY;
}

static bool visit(search *s, const cursor *c) {
    uint32_t *bare = &s->t->visited[c->at * 2], *off = bare + 1;
    if (*bare == s->t->turn || (c->state.off && *off == s->t->turn)) return false;
    *(c->state.off ? off : bare) = s->t->turn;
    return true;
}

/* The next token is taken; by an element that asks for it, or (`off`) by one that does not. */
static drg_status take(search *s, const cursor *c, bool off) {
    const uint32_t behind = boundary_at(s, s->step + 1);
    if (s->exact && c->state.place == BEFORE_SPAN && behind > s->first) return DRG_OK;
    if (s->exact && c->state.place == IN_SPAN && behind > s->end) return DRG_OK;
    cursor next = {.at = c->at + 1, .way = (uint32_t)s->t->ways.count, .state = c->state};
    next.state.before = c->way;
    next.state.by = c->at;
    if (!off) next.state.held += is_wanted(s, token_at(s, s->step)) ? SPAN_WEIGHT : 1;
    if (off) {
        next.state.off = OFF_REPLACED;
        next.state.off_at = c->at;
        next.state.off_step = s->step;
    }
    return VECTOR_PUSH(s->t->ways, next.state) && VECTOR_PUSH(s->t->next, next) ? DRG_OK : DRG_NO_MEMORY;
}

/* As if an element stood there for which there is none. It goes on once those are done that have nothing off. */
static drg_status leave_out(search *s, const cursor *c) {
    cursor left = *c;
    left.at++;
    left.state.off = OFF_ABSENT;
    left.state.off_at = c->at;
    left.state.off_step = s->step;
    return VECTOR_PUSH(s->t->off, left) ? DRG_OK : DRG_NO_MEMORY;
}

/* A `..` passes over words until what follows it begins: it is never off, nor is it what stopped a way at a word. */
static bool is_of_skip(const search *s, uint32_t at) {
    const node *from = s->p->origins.items[at].from;
    return from && from->kind == NODE_SKIP;
}

static drg_status go_over_token(search *s, const cursor *c) {
    const uint32_t ahead = token_at(s, s->step), here = boundary_before(&s->t->tape, boundary_at(s, s->step));
    const bool skips = is_of_skip(s, c->at), may_be_off = s->exact && !c->state.off && !skips;
    uint32_t elements;
    stop_kind stop = STOP_WORD;
    if (ahead == NO_ID) stop = STOP_TEXT_END;
    else if ((s->step || s->p->continues) && !may_cross(s->p->code.items[c->at].within, here)) stop = STOP_REACH;
    if (stop == STOP_WORD) {
        const uint32_t e = s->p->code.items[c->at].x;
        TRY(drg_automaton_elements(s->a, &s->t->tape, ahead, &elements));
        if (drg_automaton_all_elements(s->a)[elements + e / 64] >> e % 64 & 1) return take(s, c, false);
        if (may_be_off) TRY(take(s, c, true));
    }
    if (!skips || stop != STOP_WORD) note_stop(s, c, stop);
    return may_be_off ? leave_out(s, c) : DRG_OK;
}

static drg_status go_over_condition(search *s, const cursor *c) {
    const uint32_t asked = s->p->code.items[c->at].x;
    if (condition_holds(asked, boundary_before(&s->t->tape, boundary_at(s, s->step)))) return push(s, *c, c->at + 1);
    note_stop(s, c, STOP_CONDITION);
    return s->exact && !c->state.off && !is_of_skip(s, c->at) ? leave_out(s, c) : DRG_OK;
}

/* [ and ] of the wanted span stand where they have to. */
static drg_status go_over_save(search *s, cursor *c) {
    const uint32_t save = s->p->code.items[c->at].x, at = boundary_at(s, s->step);
    if (s->exact && save == 0 && at != s->first) return DRG_OK;
    if (s->exact && save == 1 && at != s->end) return DRG_OK;
    if (save < 2) c->state.place = save ? BEHIND_SPAN : IN_SPAN;
    return push(s, *c, c->at + 1);
}

static void note_match(search *s, const cursor *c) {
    if ((s->fills || (s->exact && !s->pattern->has_span)) && boundary_at(s, s->step) != s->end) return;
    const uint32_t worth = c->state.held * 4 + (c->state.off == OFF_NOTHING ? 3 : c->state.off == OFF_REPLACED ? 2 : 1);
    if (s->matched && worth <= s->best) return;
    s->matched = true;
    s->best = worth;
    s->best_way = c->way;
    s->stop_count = 0;
    if (!c->state.off) return;
    const uint32_t where = boundary_at(s, c->state.off_step);
    const stop_kind kind = c->state.off == OFF_REPLACED                           ? STOP_WORD
                           : s->p->code.items[c->state.off_at].op == OP_CONDITION ? STOP_CONDITION
                                                                                  : STOP_ABSENT;
    s->stops[s->stop_count++] = (trace_stop){kind, s->p->origins.items[c->state.off_at], where};
}

static drg_status go_on(search *s, cursor c) {
    const instruction *i = &s->p->code.items[c.at];
    if (!visit(s, &c)) return DRG_OK;
    switch (i->op) {
    case OP_SPLIT: TRY(push(s, c, i->y)); return push(s, c, i->x);
    case OP_JUMP: return push(s, c, i->x);
    case OP_SAVE: return go_over_save(s, &c);
    case OP_CONDITION: return go_over_condition(s, &c);
    case OP_MATCH: note_match(s, &c); return DRG_OK;
    default: return go_over_token(s, &c);
    }
}

static drg_status empty_stack(search *s) {
    while (s->t->stack.count) TRY(go_on(s, s->t->stack.items[--s->t->stack.count]));
    return DRG_OK;
}

/* Where two ways meet, the one that comes first goes on: of those with something off that is the one that held more. */
static void order_ways(tracer *t) {
    for (size_t i = 1; i < t->now.count; i++) {
        const cursor moved = t->now.items[i];
        size_t to = i;
        for (; to > 0 && moved.state.off; to--) {
            const way *before = &t->now.items[to - 1].state;
            if (before->off && before->held >= moved.state.held) break;
            t->now.items[to] = t->now.items[to - 1];
        }
        t->now.items[to] = moved;
    }
}

/* All ways to the next token: first those with nothing off. */
static drg_status take_turn(search *s) {
    tracer *t = s->t;
    t->turn++;
    order_ways(t);
    t->next.count = t->off.count = 0;
    for (int off = 0; off < 2; off++) {
        for (size_t i = 0; i < t->now.count; i++) {
            if ((t->now.items[i].state.off != OFF_NOTHING) != off) continue;
            TRY(push(s, t->now.items[i], t->now.items[i].at));
            TRY(empty_stack(s));
        }
        for (size_t i = 0; off && i < t->off.count; i++) {
            TRY(push(s, t->off.items[i], t->off.items[i].at));
            TRY(empty_stack(s));
        }
    }
    return DRG_OK;
}

static drg_status reserve_visited(tracer *t, const program *p) {
    const size_t count = p->code.count * 2;
    if (count <= t->visited_count) return DRG_OK;
    uint32_t *grown = calloc(count, sizeof *grown);
    if (!grown) return DRG_NO_MEMORY;
    free(t->visited);
    t->visited = grown;
    t->visited_count = count;
    t->turn = 0;
    return DRG_OK;
}

/* Runs one pattern from one boundary. */
static drg_status run(search *s) {
    tracer *t = s->t;
    const uint8_t begins = s->pattern->has_span ? BEFORE_SPAN : IN_SPAN;
    const cursor begin = {
        s->pattern->first, NO_ID, {.before = NO_ID, .place = begins}
    };
    TRY(reserve_visited(t, s->p));
    t->ways.count = t->now.count = t->stack.count = 0;
    s->best_way = NO_ID;
    if (!VECTOR_PUSH(t->now, begin)) return DRG_NO_MEMORY;
    for (s->step = 0; t->now.count && s->step <= MATCH_TOKENS; s->step++) {
        TRY(take_turn(s));
        if (!VECTOR_RESERVE(t->now, t->next.count)) return DRG_NO_MEMORY;
        if (t->next.count) memcpy(t->now.items, t->next.items, t->next.count * sizeof *t->next.items);
        t->now.count = t->next.count;
    }
    return DRG_OK;
}

/* What came out ---------------------------------------------------------------------------------------------------------- */

static const node *shown_element(const search *s, uint32_t instruction_number) {
    const instruction_origin *o = &s->p->origins.items[instruction_number];
    return o->named ? o->named : o->from;
}

static void swap_steps(trace_step *steps, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        const trace_step swap = steps[i];
        steps[i] = steps[count - 1 - i];
        steps[count - 1 - i] = swap;
    }
}

/* The best way's elements and what they took, in the order of the text; what one took token by token is one step. */
static drg_status read_steps(const search *s, trace *out) {
    tracer *t = s->t;
    uint32_t step = 0;
    t->steps.count = 0;
    for (uint32_t w = s->best_way; w != NO_ID; w = t->ways.items[w].before) step++;
    out->taken = step;
    for (uint32_t w = s->best_way; w != NO_ID; w = t->ways.items[w].before) {
        const uint32_t where = token_at(s, --step);
        const way *here = &t->ways.items[w];
        const bool off = here->off == OFF_REPLACED && here->off_step == step;
        const node *shown = off ? NULL : shown_element(s, here->by);
        if (!off) out->span_taken += is_wanted(s, where);
        trace_step *last = t->steps.count ? &t->steps.items[t->steps.count - 1] : NULL;
        if (last && last->element == shown) {
            last->first_token = where < last->first_token ? where : last->first_token;
            last->end_token = where + 1 > last->end_token ? where + 1 : last->end_token;
        } else if (!VECTOR_PUSH(t->steps, ((trace_step){shown, where, where + 1}))) {
            return DRG_NO_MEMORY;
        }
    }
    if (!s->p->backward) swap_steps(t->steps.items, t->steps.count);
    out->step_count = (uint32_t)t->steps.count;
    trace_step *kept = drg_arena_take(&t->arena, (t->steps.count + 1) * sizeof *kept);
    if (!kept) return DRG_NO_MEMORY;
    if (t->steps.count) memcpy(kept, t->steps.items, t->steps.count * sizeof *kept);
    out->steps = kept;
    return DRG_OK;
}

static drg_status read_search(const search *s, uint32_t rule, trace *out) {
    *out = (trace){.rule = rule, .stop_count = s->stop_count};
    TRY(read_steps(s, out));
    memcpy(out->stops, s->stops, sizeof out->stops);
    out->outcome = !s->matched     ? out->taken ? TRACE_BROKE_OFF : TRACE_NOTHING
                   : s->stop_count ? TRACE_BUT_ONE
                                   : TRACE_MATCHES;
    const uint32_t to = boundary_at(s, out->taken);
    out->first_token = s->p->backward ? to : s->from;
    out->end_token = s->p->backward ? s->from : to;
    return DRG_OK;
}

/* Is `a` nearer to the span than `b`? */
static bool is_nearer(const trace *a, const trace *b) {
    if (a->outcome != b->outcome) return a->outcome > b->outcome;
    if (a->span_taken != b->span_taken) return a->span_taken > b->span_taken;
    const bool a_absent = a->stop_count && a->stops[0].kind == STOP_ABSENT;
    const bool b_absent = b->stop_count && b->stops[0].kind == STOP_ABSENT;
    if (a_absent != b_absent && a->outcome == TRACE_BUT_ONE) return b_absent;
    return a->taken > b->taken;
}

void drg_trace_keep_nearest(const trace *one, trace *out, uint32_t room, uint32_t *count) {
    uint32_t to = *count;
    while (to > 0 && is_nearer(one, &out[to - 1])) to--;
    if (to == room) return;
    if (*count < room) ++*count;
    for (uint32_t i = *count - 1; i > to; i--) out[i] = out[i - 1];
    out[to] = *one;
}

/* Rules ------------------------------------------------------------------------------------------------------------------ */

static search search_of(tracer *t, uint32_t rule, part of, uint32_t first, uint32_t end) {
    const matcher *m = t->m;
    const program *p = drg_part_program(m, t->stage, of);
    return (search){.t = t,
                    .p = p,
                    .pattern = &p->patterns.items[m->pattern_of[of][rule]],
                    .a = drg_part_automaton(m, t->stage, of),
                    .first = first,
                    .end = end};
}

/* From every token before the span, as far as the context of a rule may reach, and for what broke off from those in it. */
static drg_status try_starts(tracer *t, uint32_t rule, uint32_t first, uint32_t end, bool exact, trace *best) {
    const search empty = search_of(t, rule, PART_RULE, first, end);
    uint32_t from = first > CONTEXT_TOKENS ? first - CONTEXT_TOKENS : 0, to = exact ? first + 1 : end;
    if (exact && !empty.pattern->has_span) from = first;
    for (; from < to; from++) {
        search s = empty;
        trace one;
        s.from = from;
        s.exact = exact;
        TRY(run(&s));
        if (s.matched != exact) continue; /* it made another span: that is among the readings */
        TRY(read_search(&s, rule, &one));
        if (!one.span_taken && !(exact && from < first)) continue; /* any word would do as well */
        if (is_nearer(&one, best)) *best = one;
    }
    return DRG_OK;
}

/* The token behind the last one that an expression may see from `from`: of its block. */
static uint32_t sight_end(const matcher *m, uint32_t from) {
    uint32_t at = from + 1;
    while (at < m->tokens->count && !(m->tokens->items[at].flags & TOKEN_BLOCK_START)) at++;
    return at;
}

/* Does the rule's expression match from `from` on, with exactly the wanted span? */
static bool matches_span(const matcher *m, text_rule *r, uint32_t from, uint32_t sight, uint32_t first, uint32_t end) {
    const token *tokens = m->tokens->items;
    text_match match;
    return drg_text_rule_match(r, m->regexes, m->text, tokens[from].start_byte, tokens[sight - 1].end_byte, &match) &&
           match.span_start_byte == tokens[first].start_byte && match.span_end_byte == tokens[end - 1].end_byte;
}

/* Whether an expression matches with the span, or how far it goes on from each token about it. */
static drg_status trace_text_rule(tracer *t, uint32_t rule, uint32_t first, uint32_t end, trace *best) {
    const matcher *m = t->m;
    text_rule *r = &m->set->stages.items[t->stage].texts.items[m->pattern_of[PART_RULE][rule]];
    const token *tokens = m->tokens->items;
    for (uint32_t from = first > CONTEXT_TOKENS ? first - CONTEXT_TOKENS : 0; from < end; from++) {
        const uint32_t sight = sight_end(m, from), until = sight < end ? sight : end;
        uint32_t to = from;
        if (!text_rule_can_begin(r, (unsigned char)m->text.bytes[tokens[from].start_byte])) continue;
        while (to < until &&
               drg_text_rule_reaches(r, m->regexes, m->text, tokens[from].start_byte, tokens[to].end_byte))
            to++;
        trace one = {.rule = rule, .of_text = true, .first_token = from, .end_token = to, .taken = to - from};
        if (to > first) one.span_taken = to - (from > first ? from : first);
        one.outcome = to > from ? TRACE_BROKE_OFF : TRACE_NOTHING;
        if (from <= first && sight >= end && matches_span(m, r, from, sight, first, end)) one.outcome = TRACE_MATCHES;
        if (is_nearer(&one, best)) *best = one;
    }
    return DRG_OK;
}

/* How near the rule came to the span. */
static drg_status trace_rule(tracer *t, uint32_t rule, uint32_t first, uint32_t end, trace *out) {
    const rule_tree *tree = rule_tree_of(t->m->set, rule);
    *out = (trace){.rule = rule};
    TRY(drg_tracer_turn_to(t, tree->stage));
    if (!tree->match) return trace_text_rule(t, rule, first, end, out);
    TRY(try_starts(t, rule, first, end, true, out));
    if (out->outcome != TRACE_MATCHES) TRY(try_starts(t, rule, first, end, false, out));
    return DRG_OK;
}

drg_status drg_trace_part(tracer *t, uint32_t rule, part of, uint32_t first, uint32_t end, trace *out, bool *has) {
    *has = t->m->pattern_of[of][rule] != NO_ID;
    if (!*has) return DRG_OK;
    TRY(drg_tracer_turn_to(t, rule_tree_of(t->m->set, rule)->stage));
    search s = search_of(t, rule, of, first, end);
    s.from = of == PART_AFTER ? end : first;
    s.fills = of == PART_IS;
    if (s.fills) t->tape.count = end; /* it sees no more */
    const drg_status status = run(&s);
    t->tape.count = (uint32_t)t->m->tokens->count;
    return status == DRG_OK ? read_search(&s, rule, out) : status;
}

drg_status drg_trace_evidence(tracer *t, uint32_t rule, uint32_t first, uint32_t end, trace *out) {
    *out = (trace){.rule = rule, .outcome = TRACE_MATCHES};
    for (part of = PART_BEFORE; of < PART_COUNT; of++) {
        bool has;
        trace one;
        TRY(drg_trace_part(t, rule, of, first, end, &one, &has));
        if (has && one.outcome < out->outcome) *out = one;
    }
    return DRG_OK;
}

drg_status drg_trace_captures(tracer *t, const reading *r, uint32_t rule, trace_capture *out, uint32_t room,
                              uint32_t *count) {
    matcher *m = t->m;
    const rule_tree *tree = rule_tree_of(m->set, rule);
    reading_match match = {.rule = rule};
    bool found = true;
    *count = 0;
    if (!m->captures_any[rule]) return DRG_OK;
    TRY(drg_tracer_turn_to(t, tree->stage));
    TRY(tree->is_evidence ? drg_match_recover_evidence(m, r, rule, &match, &found)
                          : drg_match_recover(m, r, &match, &found));
    if (!found) return DRG_OK;
    for (size_t i = 0; i < match.capture_count && *count < room; i++) {
        const named_capture *c = &match.captures[i];
        out[(*count)++] = (trace_capture){c->slot->name, tokens_text(m, c->first_token, c->end_token), c->slot->fills};
    }
    for (uint32_t i = 0; match.text && i < match.text->slot_count && *count < room; i++) {
        const text_slot *s = &m->set->text_slots.items[match.text->first_slot + i];
        const drg_text text = drg_text_match_group(&match.text_match, m->text, s->group);
        const uint32_t fills = drg_label_filled(&m->set->labels->labels[tree->label.n], s->name);
        if (text.bytes) out[(*count)++] = (trace_capture){s->name, text, fills};
    }
    return DRG_OK;
}

drg_status drg_trace_label(tracer *t, uint32_t label_number, form_id form, uint32_t first, uint32_t end, trace *out,
                           uint32_t room, uint32_t *count) {
    const ruleset *set = t->m->set;
    *count = 0;
    for (uint32_t rule = 0; rule < set->facts.count; rule++) {
        const rule_facts *f = &set->facts.items[rule];
        const uint32_t makes = f->form.n == NO_FORM ? 0 : f->form.n;
        if (f->is_evidence || f->label.n != label_number || (form.n != NO_FORM && form.n != makes)) continue;
        trace one;
        TRY(trace_rule(t, rule, first, end, &one));
        if (one.span_taken || one.outcome >= TRACE_BUT_ONE) drg_trace_keep_nearest(&one, out, room, count);
    }
    return DRG_OK;
}

/* Conditions are asked one by one, of a rule that has no other. */
drg_status drg_trace_conditions(tracer *t, const trace *of, uint32_t first, uint32_t end, const where_tree **failed) {
    matcher *m = t->m;
    const rule_tree *tree = rule_tree_of(m->set, of->rule);
    reading r = {.first_token = first,
                 .end_token = end,
                 .rule = {of->rule},
                 .before = (uint16_t)(first - of->first_token),
                 .behind = (uint16_t)(of->end_token > end ? of->end_token - end : 0),
                 .label = (uint8_t)tree->label.n,
                 .source = NO_ID};
    *failed = NULL;
    TRY(drg_tracer_turn_to(t, tree->stage));
    reading_match match = {.rule = of->rule};
    bool found = true;
    if (m->captures_any[of->rule]) TRY(drg_match_recover(m, &r, &match, &found));
    for (uint32_t i = 0; i < tree->where_count && found && !*failed; i++) {
        rule_plan one = *rule_plan_of(m->set, of->rule);
        bool holds = true;
        one.wheres += i;
        one.where_count = 1;
        TRY(drg_conditions_hold(m, &one, &r, &match, &holds));
        if (!holds) *failed = &tree->wheres[i];
    }
    return DRG_OK;
}
