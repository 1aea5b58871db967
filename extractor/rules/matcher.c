/* The matcher: made for a ruleset, begun for each document. See matcher.h. */
#include "rules/matcher.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

/* Starts of evidence ------------------------------------------------------------------------------------------------ */

/* Numbers of patterns or rules, by form of all and round: form * ROUND_COUNT + round. */
typedef VECTOR(uint32_t) number_list;

/* Puts a number into the lists of those for which evidence is weighed. */
static drg_status sort_out(const matcher *m, uint32_t rule, uint32_t number, number_list *lists) {
    const rule_facts *f = &m->set->facts.items[rule];
    const weigh_round round = drg_round_of(rule_plan_of(m->set, rule));
    if (f->label.n >= m->set->labels->label_count) return DRG_OK;
    for (uint32_t form = m->first_form[f->label.n]; form < m->first_form[f->label.n + 1]; form++) {
        const bool is_for = f->form.n == NO_FORM || f->form.n == form - m->first_form[f->label.n];
        if (is_for && !VECTOR_PUSH(lists[form * ROUND_COUNT + round], number)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Leaves the patterns of evidence that has no part before this one. */
static void leave_fresh(const matcher *m, const program *p, part of, number_list *list) {
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        const uint32_t parts = m->briefs[p->patterns.items[list->items[i]].rule].parts;
        if (!(parts & ((1u << of) - 1))) list->items[left++] = list->items[i];
    }
    list->count = left;
}

/* The automaton's start for some patterns; NO_ID if there are none. */
static drg_status find_start(automaton *a, const number_list *patterns, uint32_t *start) {
    *start = NO_ID;
    return patterns->count ? drg_automaton_start(a, patterns->items, patterns->count, start) : DRG_OK;
}

static evidence_start *start_of_list(const stage_automata *a, size_t list) {
    return &a->evidence[list % ROUND_COUNT][list / ROUND_COUNT];
}

static drg_status find_starts(matcher *m, uint32_t stage, part of, number_list *lists, size_t count) {
    const program *p = drg_part_program(m, stage, of);
    for (uint32_t i = 0; i < p->patterns.count; i++) TRY(sort_out(m, p->patterns.items[i].rule, i, lists));
    for (size_t i = 0; i < count; i++) {
        evidence_start *start = start_of_list(&m->automata[stage], i);
        TRY(find_start(drg_part_automaton(m, stage, of), &lists[i], &start->all[of]));
        start->any |= lists[i].count > 0;
        leave_fresh(m, p, of, &lists[i]);
        TRY(find_start(drg_part_automaton(m, stage, of), &lists[i], &start->fresh[of]));
        lists[i].count = 0;
    }
    return DRG_OK;
}

static drg_status find_facts(matcher *m, uint32_t stage, number_list *lists, size_t count) {
    const stage_program *s = &m->set->stages.items[stage];
    stage_automata *a = &m->automata[stage];
    for (size_t i = 0; i < s->fact_evidence.count; i++)
        TRY(sort_out(m, s->fact_evidence.items[i], s->fact_evidence.items[i], lists));
    for (size_t i = 0; i < count; i++) {
        evidence_start *start = start_of_list(a, i);
        start->first_fact = (uint32_t)a->facts.count;
        start->fact_count = (uint32_t)lists[i].count;
        start->any |= lists[i].count > 0;
        for (size_t k = 0; k < lists[i].count; k++)
            if (!VECTOR_PUSH(a->facts, lists[i].items[k])) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status make_evidence_starts(matcher *m, uint32_t stage) {
    const size_t forms = m->first_form[m->set->labels->label_count], count = forms * ROUND_COUNT;
    number_list *lists = calloc(count + 1, sizeof *lists);
    drg_status status = lists ? DRG_OK : DRG_NO_MEMORY;
    for (weigh_round round = ROUND_FIRST; round < ROUND_COUNT; round++) {
        m->automata[stage].evidence[round] = calloc(forms + 1, sizeof(evidence_start));
        if (!m->automata[stage].evidence[round]) status = DRG_NO_MEMORY;
    }
    for (part of = PART_BEFORE; of < PART_COUNT && status == DRG_OK; of++)
        status = find_starts(m, stage, of, lists, count);
    if (status == DRG_OK) status = find_facts(m, stage, lists, count);
    for (size_t i = 0; lists && i < count; i++) VECTOR_CLEAR(lists[i]);
    free(lists);
    return status;
}

/* A label without forms has one all the same, 0. */
static drg_status number_forms(matcher *m) {
    const label_table *labels = m->set->labels;
    m->first_form = calloc(labels->label_count + 1, sizeof *m->first_form);
    if (!m->first_form) return DRG_NO_MEMORY;
    uint32_t next = 0;
    for (uint32_t l = 0; l < labels->label_count; l++) {
        next += labels->labels[l].form_count ? labels->labels[l].form_count : 1;
        if (next > UINT16_MAX) return DRG_TOO_LARGE;
        m->first_form[l + 1] = (uint16_t)next;
    }
    return DRG_OK;
}

static drg_status make_stage(matcher *m, uint32_t stage) {
    const stage_program *s = &m->set->stages.items[stage];
    stage_automata *a = &m->automata[stage];
    TRY(drg_automaton_new(&s->rules, &a->rules));
    TRY(drg_automaton_new(&s->before, &a->before));
    TRY(drg_automaton_new(&s->is, &a->is));
    TRY(drg_automaton_new(&s->after, &a->after));
    a->skips = calloc(s->skips.count + 1, sizeof(automaton *));
    if (!a->skips) return DRG_NO_MEMORY;
    for (size_t i = 0; i < s->skips.count; i++) TRY(drg_automaton_new(&s->skips.items[i], &a->skips[i]));
    return make_evidence_starts(m, stage);
}

/* By rule ------------------------------------------------------------------------------------------------------------- */

static void note_patterns(matcher *m, uint32_t stage, part of) {
    const program *p = drg_part_program(m, stage, of);
    for (uint32_t i = 0; i < p->patterns.count; i++) {
        const pattern *one = &p->patterns.items[i];
        m->pattern_of[of][one->rule] = i;
        m->captures_any[one->rule] |= one->slot_count > 1;
        m->briefs[one->rule].parts |= (uint8_t)(1u << of);
        for (uint32_t s = one->first_slot; s < one->first_slot + one->slot_count; s++) {
            m->teaches[one->rule] |= text_is(slot_at(m->set, p, s)->name, "alias");
            m->gives[one->rule] |= slot_at(m->set, p, s)->fills != NO_FORM;
        }
    }
}

static void note_rule(matcher *m, uint32_t rule) {
    const rule_plan *t = rule_plan_of(m->set, rule);
    const double weight = m->set->facts.items[rule].weight;
    evidence_brief *brief = &m->briefs[rule];
    brief->never = isinf(weight);
    brief->weight = brief->never ? 0 : (float)weight;
    brief->changes = brief->never || brief->weight < 0 || brief->weight > 0;
    brief->has_conditions = t->where_count > 0;
    m->gives[rule] = t->set_count > 0;
    drg_conditions_note_asked(m, t);
}

static drg_status index_rules(matcher *m) {
    const size_t rules = m->set->facts.count + 1;
    for (part of = PART_RULE; of < PART_COUNT; of++) {
        m->pattern_of[of] = malloc(rules * sizeof(uint32_t));
        if (!m->pattern_of[of]) return DRG_NO_MEMORY;
        memset(m->pattern_of[of], 0xff, rules * sizeof(uint32_t)); /* NO_ID */
    }
    m->teaches = calloc(rules, sizeof *m->teaches);
    m->briefs = calloc(rules, sizeof *m->briefs);
    m->held = calloc(rules, sizeof *m->held);
    m->asked = calloc(m->set->labels->label_count + 1, sizeof *m->asked);
    m->captures_any = calloc(rules, sizeof *m->captures_any);
    m->gives = calloc(rules, sizeof *m->gives);
    if (!m->teaches || !m->captures_any || !m->gives || !m->briefs || !m->held || !m->asked) return DRG_NO_MEMORY;
    for (uint32_t rule = 0; rule < m->set->facts.count; rule++) note_rule(m, rule);
    for (uint32_t stage = 0; stage < m->set->stages.count; stage++) {
        const stage_program *s = &m->set->stages.items[stage];
        for (part of = PART_RULE; of < PART_COUNT; of++) note_patterns(m, stage, of);
        for (uint32_t i = 0; i < s->texts.count; i++) {
            m->pattern_of[PART_RULE][s->texts.items[i].rule] = i;
            m->captures_any[s->texts.items[i].rule] = s->texts.items[i].slot_count > 0;
            m->gives[s->texts.items[i].rule] |= s->texts.items[i].slot_count > 0;
        }
    }
    return DRG_OK;
}

/* ------------------------------------------------------------------------------------------------------------------------- */

static drg_status make(matcher *m) {
    m->automata = calloc(m->set->stages.count + 1, sizeof *m->automata);
    m->kind_until = calloc(m->set->kinds.count + 1, sizeof *m->kind_until);
    m->kind_at = calloc(m->set->kinds.count + 1, sizeof *m->kind_at);
    if (!m->automata || !m->kind_until || !m->kind_at) return DRG_NO_MEMORY;
    TRY(drg_alphabet_new(&m->alphabet));
    TRY(drg_capture_scratch_new(&m->captures));
    TRY(drg_recall_new((uint32_t)m->set->facts.count * PART_COUNT, &m->recall));
    TRY(drg_regex_scratch_new(TEXT_RULE_GROUPS, &m->regexes));
    TRY(drg_learner_new(&m->learner));
    TRY(index_rules(m));
    TRY(number_forms(m));
    for (uint32_t stage = 0; stage < m->set->stages.count; stage++) TRY(make_stage(m, stage));
    return DRG_OK;
}

drg_status drg_matcher_new(const ruleset *set, matcher **out) {
    matcher *m = calloc(1, sizeof *m);
    *out = m;
    if (!m) return DRG_NO_MEMORY;
    m->set = set;
    m->texts_of_stage = NO_ID;
    const drg_status status = make(m);
    if (status != DRG_OK) {
        drg_matcher_free(m);
        *out = NULL;
    }
    return status;
}

static void free_stage(const matcher *m, uint32_t stage) {
    stage_automata *a = &m->automata[stage];
    drg_automaton_free(a->rules);
    drg_automaton_free(a->before);
    drg_automaton_free(a->is);
    drg_automaton_free(a->after);
    for (size_t i = 0; a->skips && i < m->set->stages.items[stage].skips.count; i++) drg_automaton_free(a->skips[i]);
    free(a->skips);
    VECTOR_CLEAR(a->facts);
    for (weigh_round round = ROUND_FIRST; round < ROUND_COUNT; round++) free(a->evidence[round]);
}

void drg_matcher_free(matcher *m) {
    if (!m) return;
    for (uint32_t stage = 0; m->automata && stage < m->set->stages.count; stage++) free_stage(m, stage);
    free(m->automata);
    free(m->kind_until);
    free(m->kind_at);
    for (part of = PART_RULE; of < PART_COUNT; of++) free(m->pattern_of[of]);
    free(m->teaches);
    free(m->captures_any);
    free(m->gives);
    free(m->briefs);
    free(m->held);
    free(m->asked);
    free(m->first_form);
    drg_alphabet_free(m->alphabet);
    drg_capture_scratch_free(m->captures);
    drg_recall_free(m->recall);
    drg_regex_scratch_free(m->regexes);
    drg_learner_free(m->learner);
    VECTOR_CLEAR(m->hits);
    VECTOR_CLEAR(m->recovered);
    VECTOR_CLEAR(m->captured);
    VECTOR_CLEAR(m->named);
    for (int byte = 0; byte < 256; byte++) VECTOR_CLEAR(m->first_text_rule[byte]);
    VECTOR_CLEAR(m->letters);
    VECTOR_CLEAR(m->letters_kept);
    VECTOR_CLEAR(m->live);
    VECTOR_CLEAR(m->made);
    VECTOR_CLEAR(m->inside_live);
    VECTOR_CLEAR(m->changed);
    VECTOR_CLEAR(m->choice);
    VECTOR_CLEAR(m->choice_before);
    VECTOR_CLEAR(m->open);
    VECTOR_CLEAR(m->lost);
    VECTOR_CLEAR(m->marked);
    VECTOR_CLEAR(m->inside_prior);
    VECTOR_CLEAR(m->evidence_hits);
    VECTOR_CLEAR(m->first_hit);
    VECTOR_CLEAR(m->words_here);
    VECTOR_CLEAR(m->words_asked);
    drg_table_clear(&m->facts);
    drg_table_clear(&m->small_words);
    free(m);
}

/* A document ---------------------------------------------------------------------------------------------------------- */

/* An alphabet that has grown large is emptied between documents, and the automata forget its letters. */
static drg_status bound_alphabet(matcher *m) {
    if (drg_alphabet_count(m->alphabet) <= LETTERS_KEPT) return DRG_OK;
    drg_alphabet_empty(m->alphabet);
    for (uint32_t stage = 0; stage < m->set->stages.count; stage++) {
        for (part of = PART_RULE; of < PART_COUNT; of++) TRY(drg_automaton_forget(drg_part_automaton(m, stage, of)));
        for (size_t i = 0; i < m->set->stages.items[stage].skips.count; i++)
            TRY(drg_automaton_forget(m->automata[stage].skips[i]));
    }
    return DRG_OK;
}

static drg_status write_letters(matcher *m) {
    if (!VECTOR_RESERVE(m->letters, m->tokens->count + 1)) return DRG_NO_MEMORY;
    m->letters.count = m->tokens->count;
    return drg_letters_write(m->alphabet, m->tokens, drg_words_signatures(m->words), m->letters.items);
}

drg_status drg_matcher_begin(matcher *m, drg_text text, const token_vector *tokens, const words *w, readings *r,
                             arena *a) {
    m->text = text;
    m->tokens = tokens;
    m->words = w;
    m->readings = r;
    m->arena = a;
    m->made_until = m->stage = 0;
    m->evidence_hits.count = m->first_hit.count = m->letters_kept.count = 0;
    TRY(drg_choose_begin(m));
    drg_conditions_forget_choice(m);
    drg_table_empty(&m->small_words);
    m->has_small_words = false;
    TRY(bound_alphabet(m));
    return write_letters(m);
}
