/* Recovering: how a reading was matched, and with which captures. See matcher.h. */
#include "bounds.h"
#include "lexicon/name_match.h"
#include "rules/matcher.h"

const program *drg_part_program(const matcher *m, uint32_t stage, part of) {
    const stage_program *s = &m->set->stages.items[stage];
    const program *const programs[] = {&s->rules, &s->before, &s->is, &s->after};
    return programs[of];
}

automaton *drg_part_automaton(const matcher *m, uint32_t stage, part of) {
    const stage_automata *a = &m->automata[stage];
    automaton *const automata[] = {a->rules, a->before, a->is, a->after};
    return automata[of];
}

/* Follows one pattern over its match and appends its captures to m->named. */
static drg_status recover_pattern(matcher *m, uint32_t stage, part of, uint32_t p, const tape *t, uint32_t from,
                                  uint32_t to, bool *found) {
    const program *run = drg_part_program(m, stage, of);
    m->captured.count = 0;
    const uint32_t name = run->patterns.items[p].rule * PART_COUNT + of;
    TRY(drg_recall_captures(m->recall, m->captures, drg_part_automaton(m, stage, of), run, t, p, name, from, to,
                            &m->captured, found));
    for (size_t i = 0; *found && i < m->captured.count; i++) {
        const captured *c = &m->captured.items[i];
        const named_capture n = {slot_at(m->set, run, run->patterns.items[p].first_slot + c->slot), c->first_token,
                                 c->end_token};
        if (c->slot != 0 && c->end_token != NO_ID && !VECTOR_PUSH(m->named, n)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* The end of the block in which token `at` stands, or the end of what an expression may see. */
static uint32_t block_end(const matcher *m, uint32_t at) {
    const token *tokens = m->tokens->items;
    const uint32_t start = tokens[at].start_byte;
    uint32_t end = at + 1;
    while (end < m->tokens->count && !(tokens[end].flags & TOKEN_BLOCK_START) &&
           tokens[end].start_byte - start <= REGEX_TEXT_BYTES)
        end++;
    return tokens[end - 1].end_byte;
}

static bool recover_text(matcher *m, const reading *r, text_rule *rule, text_match *match) {
    const uint32_t start = m->tokens->items[whole_first(r)].start_byte;
    return drg_text_rule_match(rule, m->regexes, m->text, start, block_end(m, whole_first(r)), match);
}

drg_status drg_match_recover(matcher *m, const reading *r, reading_match *out, bool *found) {
    *out = (reading_match){.rule = r->rule.n};
    *found = false;
    if (r->rule.n == NO_ID) return DRG_OK;
    const uint32_t stage = rule_plan_of(m->set, r->rule.n)->stage;
    const uint32_t p = m->pattern_of[PART_RULE][r->rule.n];
    if (rule_plan_of(m->set, r->rule.n)->of_tokens) {
        const tape t = matcher_tape(m);
        m->named.count = 0;
        TRY(recover_pattern(m, stage, PART_RULE, p, &t, whole_first(r), whole_end(r), found));
        out->captures = m->named.items;
        out->capture_count = m->named.count;
    } else {
        text_rule *rule = &m->set->stages.items[stage].texts.items[p];
        out->text = rule;
        *found = recover_text(m, r, rule, &out->text_match);
        TRY(drg_regex_failure(m->regexes));
    }
    return DRG_OK;
}

static drg_status recover_part(matcher *m, const reading *r, uint32_t rule, part of, bool *found) {
    const uint32_t stage = rule_plan_of(m->set, rule)->stage, p = m->pattern_of[of][rule];
    if (p == NO_ID) return DRG_OK;
    const uint32_t from = of == PART_AFTER ? r->end_token : r->first_token;
    tape t = matcher_tape(m);
    if (of == PART_IS) t.count = r->end_token;
    uint32_t start;
    TRY(drg_automaton_start(drg_part_automaton(m, stage, of), &p, 1, &start));
    m->recovered.count = 0;
    TRY(drg_automaton_run(drg_part_automaton(m, stage, of), &t, start, from, &m->recovered));
    *found = m->recovered.count > 0;
    return *found ? recover_pattern(m, stage, of, p, &t, from, m->recovered.items[0].end, found) : DRG_OK;
}

drg_status drg_match_recover_evidence(matcher *m, const reading *r, uint32_t rule, reading_match *out, bool *found) {
    *out = (reading_match){.rule = rule};
    *found = true;
    m->named.count = 0;
    for (part of = PART_BEFORE; of < PART_COUNT && *found; of++) TRY(recover_part(m, r, rule, of, found));
    out->captures = m->named.items;
    out->capture_count = m->named.count;
    return DRG_OK;
}

/* What tokens are -------------------------------------------------------------------------------------------------------- */

static bool entry_fits(const matcher *m, uint32_t entry, uint32_t list, drg_text key, drg_text value) {
    const gazetteer *g = m->set->gazetteer;
    if (drg_gazetteer_entry(g, entry)->list.n != list) return false;
    return !key.length || text_equal(drg_gazetteer_attribute(g, (entry_id){entry}, key), value);
}

uint32_t drg_entry_of_tokens(const matcher *m, uint32_t list, drg_text key, drg_text value, uint32_t first,
                             uint32_t end) {
    name_match found[NAMES_AT_TOKEN];
    const gazetteer *g = m->set->gazetteer;
    if (first >= end) return NO_ID; /* a capture that took no token */
    const word *alone = &drg_words_records(m->words)[m->tokens->items[first].word];
    const word_in_names *names = &drg_words_in_names(m->words)[alone->in_names];
    const uint32_t count = end - first == 1 ? drg_names_alone(g, m->words, alone, names, found)
                                            : drg_name_matches(g, m->words, m->tokens, first, found);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t entry = drg_gazetteer_name(g, found[i].name.n)->entry.n;
        if (found[i].token_count == end - first && entry_fits(m, entry, list, key, value)) return entry;
    }
    return NO_ID;
}

/* The chosen ones come by first token: bisection, then those that start there. */
uint32_t drg_annotation_of_tokens(const matcher *m, uint32_t first, uint32_t end) {
    const readings *all = m->readings;
    size_t low = 0, high = all->chosen.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (all->items.items[all->chosen.items[middle]].first_token < first) low = middle + 1;
        else high = middle;
    }
    for (; low < all->chosen.count; low++) {
        const reading *r = &all->items.items[all->chosen.items[low]];
        if (r->first_token != first) break;
        if (r->end_token == end) return all->chosen.items[low];
    }
    return NO_ID;
}
