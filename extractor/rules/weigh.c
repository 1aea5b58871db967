/* Weighing: evidence adds to the sums of readings. See matcher.h.
 *
 * Evidence looks at a reading: `before` runs from its start to the left, `after` from its end to the right, `is` over its
 * own tokens; all evidence of a label at once, by the stage's three automata. What holds is noted if it sets attributes, or
 * if `why` will ask. */
#include <string.h>

#include "rules/matcher.h"

/* What one pass over readings weighs them by. */
typedef struct {
    const evidence_start *evidence; /* by label and form */
    const uint32_t *facts;
    automaton *automata[PART_COUNT];
    const pattern *patterns[PART_COUNT];
    tape text;
    uint32_t count; /* of all tokens */
} weighing;

static weighing weighing_of(const matcher *m, uint32_t stage, weigh_round round) {
    weighing w = {.evidence = m->automata[stage].evidence[round],
                  .facts = m->automata[stage].facts.items,
                  .text = matcher_tape(m),
                  .count = (uint32_t)m->tokens->count};
    for (part of = PART_BEFORE; of < PART_COUNT; of++) {
        w.automata[of] = drg_part_automaton(m, stage, of);
        w.patterns[of] = drg_part_program(m, stage, of)->patterns.items;
    }
    return w;
}

/* Its conditions hold, for a reading. */
static drg_status conditions_hold(matcher *m, uint32_t rule, uint32_t id, bool *hold) {
    const reading *r = &m->readings->items.items[id];
    reading_match match = {.rule = rule};
    *hold = true;
    if (m->captures_any[rule]) TRY(drg_match_recover_evidence(m, r, rule, &match, hold));
    return *hold ? drg_conditions_hold(m, rule_plan_of(m->set, rule), r, &match, hold) : DRG_OK;
}

/* None of the readings up to `id` that were not asked about yet has any. */
static drg_status make_room(matcher *m, uint32_t id) {
    const size_t old = m->first_hit.count, count = (size_t)id + 1;
    if (!VECTOR_RESERVE(m->first_hit, count)) return DRG_NO_MEMORY;
    if (count > old) memset(m->first_hit.items + old, 0, (count - old) * sizeof *m->first_hit.items);
    if (count > old) m->first_hit.count = count;
    return DRG_OK;
}

/* Notes it among the reading's evidence, in file order. */
static drg_status note_evidence(matcher *m, uint32_t rule, uint32_t id) {
    TRY(make_room(m, id));
    uint32_t *link = &m->first_hit.items[id];
    while (*link && m->evidence_hits.items[*link - 1].rule < rule) link = &m->evidence_hits.items[*link - 1].next;
    const evidence_hit hit_now = {rule, *link};
    *link = (uint32_t)m->evidence_hits.count + 1;
    return VECTOR_PUSH(m->evidence_hits, hit_now) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_evidence(matcher *m, uint32_t rule, uint32_t id) {
    const evidence_brief *brief = &m->briefs[rule];
    bool hold = true;
    if (brief->has_conditions) TRY(conditions_hold(m, rule, id, &hold));
    if (!hold) return DRG_OK;
    reading *r = &m->readings->items.items[id];
    if (brief->never) r->flags |= READING_NEVER;
    r->sum += brief->weight;
    const bool unsettles = m->gives[rule] || !(r->flags & READING_PLAIN);
    if (unsettles) r->flags &= (uint16_t)~READING_SETTLED;
    if (unsettles || brief->changes) note_changed(m, r->first_token);
    return m->keeps_evidence || m->gives[rule] ? note_evidence(m, rule, id) : DRG_OK;
}

/* A part of evidence holds for the reading at hand: adds the evidence once all its parts do. */
static drg_status note_part(matcher *m, uint32_t rule, uint32_t id, part one) {
    const uint32_t wanted = m->briefs[rule].parts;
    if (wanted != 1u << one) {
        parts_held *held = &m->held[rule];
        if (held->weighing != m->weighing) *held = (parts_held){m->weighing, 0};
        held->parts |= 1u << one;
        m->some_held = true;
        if (held->parts != wanted) return DRG_OK;
    }
    return add_evidence(m, rule, id);
}

/* Runs the evidence of one part, as far as it can hold, from boundary `from`; `end`: of the reading. */
static inline drg_status run_part(matcher *m, weighing *w, part of, const evidence_start *e, uint32_t from,
                                  uint32_t end, uint32_t id) {
    const uint32_t start = m->some_held ? e->all[of] : e->fresh[of];
    if (start == NO_ID) return DRG_OK;
    w->text.count = of == PART_IS ? end : w->count; /* `is` has to match all of the reading, and sees no more */
    m->hits.count = 0;
    TRY(drg_automaton_run(w->automata[of], &w->text, start, from, &m->hits));
    for (size_t i = 0; i < m->hits.count; i++) {
        const hit h = m->hits.items[i];
        if (of != PART_IS || h.end == end) TRY(note_part(m, w->patterns[of][h.pattern].rule, id, of));
    }
    return DRG_OK;
}

/* A number that no reading was weighed under before. */
static void begin_weighing(matcher *m) {
    m->some_held = false;
    if (++m->weighing) return;
    memset(m->held, 0, m->set->facts.count * sizeof *m->held);
    m->weighing = 1;
}

/* Weighs one reading by the evidence of one stage and round. */
static drg_status weigh_reading(matcher *m, weighing *w, uint32_t id, uint64_t span, const evidence_start *e) {
    const uint32_t first = span_first(span), end = span_end(span);
    begin_weighing(m);
    TRY(run_part(m, w, PART_BEFORE, e, first, end, id));
    TRY(run_part(m, w, PART_IS, e, first, end, id));
    TRY(run_part(m, w, PART_AFTER, e, end, end, id));
    for (uint32_t i = 0; i < e->fact_count; i++) TRY(add_evidence(m, w->facts[e->first_fact + i], id));
    return DRG_OK;
}

#define TOGETHER 32 /* live readings that are looked at at a time */

/* Of live[from, from + TOGETHER) those with evidence, without a branch on that: nobody can foresee which have some. */
static size_t list_weighed(const matcher *m, const evidence_start *evidence, size_t from, live_reading *out) {
    const size_t end = from + TOGETHER < m->live.count ? from + TOGETHER : m->live.count;
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        out[count] = m->live.items[i];
        count += evidence[m->live.items[i].label_form].any;
    }
    return count;
}

static drg_status weigh_live(matcher *m, uint32_t stage, weigh_round round) {
    weighing w = weighing_of(m, stage, round);
    live_reading some[TOGETHER];
    for (size_t from = 0; from < m->live.count; from += TOGETHER) {
        const size_t count = list_weighed(m, w.evidence, from, some);
        for (size_t i = 0; i < count; i++) { /* evidence is added to it, and conditions look at its first token */
            reading_prefetch(m->readings, some[i].id);
            __builtin_prefetch(&m->tokens->items[span_first(some[i].span)]);
        }
        for (size_t i = 0; i < count; i++)
            TRY(weigh_reading(m, &w, some[i].id, some[i].span, &w.evidence[some[i].label_form]));
    }
    return DRG_OK;
}

/* Those made from `from` on, by a stage that came before them. */
static drg_status weigh_new(matcher *m, uint32_t stage, uint32_t from) {
    weighing w = weighing_of(m, stage, ROUND_FIRST);
    for (uint32_t id = from; id < m->readings->items.count; id++) {
        const reading *r = &m->readings->items.items[id];
        const evidence_start *e = &w.evidence[m->first_form[r->label] + r->form];
        if (e->any && !(r->flags & READING_MERGED))
            TRY(weigh_reading(m, &w, id, span_key(r->first_token, r->end_token), e));
    }
    return DRG_OK;
}

/* `stage` NO_ID: only what is new, by all stages that have chosen or are choosing. */
drg_status drg_weigh(matcher *m, uint32_t stage, uint32_t from_reading) {
    const uint32_t past = stage == NO_ID ? m->stage + 1 : stage;
    for (uint32_t s = 0; s < past; s++) TRY(weigh_new(m, s, from_reading));
    if (stage == NO_ID) return DRG_OK;
    m->stage = stage;
    return weigh_live(m, stage, ROUND_FIRST);
}

drg_status drg_weigh_choice(matcher *m, uint32_t stage) {
    const evidence_start *evidence = m->automata[stage].evidence[ROUND_CHOICE];
    live_reading some[TOGETHER];
    TRY(drg_conditions_ask_only(m));
    for (size_t from = 0; from < m->live.count; from += TOGETHER) {
        const size_t count = list_weighed(m, evidence, from, some);
        for (size_t i = 0; i < count; i++) drg_conditions_will_ask(m, span_first(some[i].span), span_end(some[i].span));
    }
    return weigh_live(m, stage, ROUND_CHOICE);
}

void drg_matcher_keep_evidence(matcher *m, bool keep) {
    m->keeps_evidence = keep;
}

uint32_t drg_reading_evidence(const matcher *m, uint32_t id, uint32_t *rules, uint32_t room) {
    uint32_t count = 0;
    for (uint32_t i = id < m->first_hit.count ? m->first_hit.items[id] : 0; i && count < room;
         i = m->evidence_hits.items[i - 1].next)
        rules[count++] = m->evidence_hits.items[i - 1].rule;
    return count;
}
