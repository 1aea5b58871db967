/* Weighing: evidence adds to the sums of readings. See matcher.h.
 *
 * Evidence looks at a reading: `before` runs from its start to the left, `after` from its end to the right, `is` over its
 * own tokens; all evidence of a label at once, by the stage's three automata. What holds is noted, for `why` and for the
 * attributes that it sets. */
#include "rules/matcher.h"

static uint32_t parts_wanted(const rule_tree *t) {
    return (t->before ? 1u << PART_BEFORE : 0) | (t->is ? 1u << PART_IS : 0) | (t->after ? 1u << PART_AFTER : 0);
}

static bool is_for(const rule_tree *t, const reading *r) {
    return t->label.n == r->label && (t->form.n == NO_FORM || t->form.n == r->form);
}

/* Its conditions hold, if it has any. */
static drg_status conditions_hold(matcher *m, const rule_tree *t, uint32_t rule, uint32_t id, bool *hold) {
    *hold = true;
    if (!t->where_count) return DRG_OK;
    const reading r = m->readings->items.items[id];
    reading_match match = {.rule = rule};
    if (m->captures_any[rule]) TRY(drg_match_recover_evidence(m, &r, rule, &match, hold));
    return *hold ? drg_conditions_hold(m, t, &r, &match, hold) : DRG_OK;
}

/* Notes it among the reading's evidence, in file order. */
static drg_status note_evidence(matcher *m, uint32_t rule, uint32_t id) {
    uint32_t *link = &m->first_hit.items[id];
    while (*link && m->evidence_hits.items[*link - 1].rule < rule) link = &m->evidence_hits.items[*link - 1].next;
    const evidence_hit hit_now = {rule, *link};
    *link = (uint32_t)m->evidence_hits.count + 1;
    return VECTOR_PUSH(m->evidence_hits, hit_now) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_evidence(matcher *m, uint32_t rule, uint32_t id) {
    const rule_tree *t = rule_tree_of(m->set, rule);
    bool hold;
    TRY(conditions_hold(m, t, rule, id, &hold));
    if (!hold) return DRG_OK;
    reading *r = &m->readings->items.items[id];
    if (t->never) r->flags |= READING_NEVER;
    else r->sum += (float)m->set->facts.items[rule].weight;
    r->flags &= (uint16_t)~READING_SETTLED;
    return note_evidence(m, rule, id);
}

/* Notes that a part of evidence holds for the reading; adds the evidence once all its parts do. */
static drg_status note_part(matcher *m, uint32_t rule, uint32_t id, part one) {
    const rule_tree *t = rule_tree_of(m->set, rule);
    if (!is_for(t, &m->readings->items.items[id])) return DRG_OK;
    if (m->parts_of[rule] != id + 1) {
        m->parts_of[rule] = id + 1;
        m->parts[rule] = 0;
    }
    if (m->parts[rule] >> one & 1) return DRG_OK;
    m->parts[rule] |= 1u << one;
    return m->parts[rule] == parts_wanted(t) ? add_evidence(m, rule, id) : DRG_OK;
}

/* Runs the stage's evidence of one part from boundary `from`. */
static drg_status run_part(matcher *m, uint32_t stage, part of, uint32_t start, uint32_t from, uint32_t id) {
    tape t = matcher_tape(m);
    const uint32_t end = m->readings->items.items[id].end_token;
    if (of == PART_IS) t.count = end; /* it has to match all of the reading, and sees no more */
    m->hits.count = 0;
    TRY(drg_automaton_run(drg_part_automaton(m, stage, of), &t, start, from, &m->hits));
    for (size_t i = 0; i < m->hits.count; i++) {
        const hit h = m->hits.items[i];
        if (of == PART_IS && h.end != end) continue;
        TRY(note_part(m, drg_part_program(m, stage, of)->patterns.items[h.pattern].rule, id, of));
    }
    return DRG_OK;
}

/* Weighs one reading by the evidence of one stage. */
static drg_status weigh_reading(matcher *m, uint32_t stage, uint32_t id, weigh_round round) {
    const reading r = m->readings->items.items[id];
    const stage_program *s = &m->set->stages.items[stage];
    const evidence_start *e = &m->automata[stage].evidence[round][r.label];
    if (e->before != NO_ID) TRY(run_part(m, stage, PART_BEFORE, e->before, r.first_token, id));
    if (e->is != NO_ID) TRY(run_part(m, stage, PART_IS, e->is, r.first_token, id));
    if (e->after != NO_ID) TRY(run_part(m, stage, PART_AFTER, e->after, r.end_token, id));
    for (size_t i = 0; i < s->fact_evidence.count; i++) {
        const uint32_t rule = s->fact_evidence.items[i];
        const rule_tree *t = rule_tree_of(m->set, rule);
        if (is_for(t, &r) && drg_round_of(t) == round) TRY(add_evidence(m, rule, id));
    }
    return DRG_OK;
}

/* `stage` NO_ID: only what is new, by all stages that have chosen or are choosing. */
drg_status drg_weigh(matcher *m, uint32_t stage, uint32_t from_reading) {
    if (stage != NO_ID) m->stage = stage;
    while (m->first_hit.count < m->readings->items.count)
        if (!VECTOR_PUSH(m->first_hit, 0)) return DRG_NO_MEMORY;
    for (size_t i = 0; i < m->live.count; i++) {
        const uint32_t id = m->live.items[i];
        if (id >= from_reading)
            for (uint32_t s = 0; s <= m->stage; s++) TRY(weigh_reading(m, s, id, ROUND_FIRST));
        else if (stage != NO_ID) TRY(weigh_reading(m, stage, id, ROUND_FIRST));
    }
    return DRG_OK;
}

drg_status drg_weigh_choice(matcher *m, uint32_t stage) {
    drg_conditions_forget_choice(m);
    for (size_t i = 0; i < m->live.count; i++) TRY(weigh_reading(m, stage, m->live.items[i], ROUND_CHOICE));
    return DRG_OK;
}

uint32_t drg_reading_evidence(const matcher *m, uint32_t id, uint32_t *rules, uint32_t room) {
    uint32_t count = 0;
    for (uint32_t i = id < m->first_hit.count ? m->first_hit.items[id] : 0; i && count < room;
         i = m->evidence_hits.items[i - 1].next)
        rules[count++] = m->evidence_hits.items[i - 1].rule;
    return count;
}
