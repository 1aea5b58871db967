/* Making readings: names of the gazetteers, token rules, text rules. See matcher.h. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "lexicon/name_match.h"
#include "rules/matcher.h"

static drg_status add_reading(matcher *m, const reading *r) {
    return VECTOR_PUSH(m->readings->items, *r) ? DRG_OK : DRG_NO_MEMORY;
}

/* Marks ------------------------------------------------------------------------------------------------------------ */

static drg_status mark_token(matcher *m, uint32_t at, uint32_t kind, mark_position position, bool away) {
    return drg_letter_change(m->alphabet, m->letters.items[at], kind * MARK_POSITIONS + position, away,
                             &m->letters.items[at]);
}

static drg_status mark_span(matcher *m, uint32_t kind, uint32_t first, uint32_t end, bool away) {
    if (end - first == 1) return mark_token(m, first, kind, MARK_SINGLE, away);
    TRY(mark_token(m, first, kind, MARK_FIRST, away));
    for (uint32_t at = first + 1; at + 1 < end; at++) TRY(mark_token(m, at, kind, MARK_INSIDE, away));
    return mark_token(m, end - 1, kind, MARK_LAST, away);
}

/* Names ------------------------------------------------------------------------------------------------------------ */

static drg_status make_name_reading(matcher *m, name_id name, uint32_t at, uint32_t end) {
    const name_reading as = *FLAT_AT(*m->set->names, name.n);
    if (!as.label) return DRG_OK;
    const float weight = drg_gazetteer_name(m->set->gazetteer, name.n)->weight;
    return add_reading(m, &(reading){.first_token = at,
                                     .end_token = end,
                                     .label = (uint8_t)(as.label - 1),
                                     .form = (uint8_t)as.form,
                                     .rule = {NO_ID},
                                     .source = name.n,
                                     .sum = weight,
                                     .merged = NO_ID,
                                     .facts = NO_ID});
}

/* A list's marks are its leftmost longest names: `match` is longer than those that come after it at this token. Names of one
 * token are tests of the word, and need no mark. */
static drg_status mark_name(matcher *m, const name_match *match, uint32_t at) {
    if (match->token_count == 1) return DRG_OK;
    const uint32_t entry = drg_gazetteer_name(m->set->gazetteer, match->name.n)->entry.n;
    const kind_set kinds = m->set->kind_sets.items[*FLAT_AT(m->set->entry_kinds, entry)];
    for (uint32_t i = 0; i < kinds.count; i++) {
        const uint32_t kind = m->set->kinds_of_sets.items[kinds.first + i];
        if (m->kind_until[kind] > at || m->kind_at[kind] == at + 1) continue;
        m->kind_at[kind] = at + 1;
        m->kind_until[kind] = at + match->token_count;
        TRY(mark_span(m, kind, at, at + match->token_count, false));
    }
    return DRG_OK;
}

/* At a token with which names of several words begin, too. */
static drg_status make_long_names(matcher *m, uint32_t at) {
    name_match found[NAMES_AT_TOKEN];
    const uint32_t count = drg_name_matches(m->set->gazetteer, m->words, m->tokens, at, found);
    for (uint32_t i = 0; i < count; i++) TRY(make_name_reading(m, found[i].name, at, at + found[i].token_count));
    for (uint32_t i = count; i-- > 0;) TRY(mark_name(m, &found[i], at));
    return DRG_OK;
}

static drg_status make_names(matcher *m) {
    const gazetteer *g = m->set->gazetteer;
    const word *records = drg_words_records(m->words);
    const word_in_names *in_names = drg_words_in_names(m->words);
    const name_id *alone = drg_words_names(m->words);
    memset(m->kind_until, 0, m->set->kinds.count * sizeof *m->kind_until);
    memset(m->kind_at, 0, m->set->kinds.count * sizeof *m->kind_at);
    for (uint32_t at = 0; at < m->tokens->count; at++) {
        const token t = m->tokens->items[at];
        if (!(t.flags & TOKEN_BEGINS_NAME)) continue;
        if (name_may_go_on(records, in_names, m->tokens, at) && drg_name_goes_on(g, m->words, m->tokens, at)) {
            TRY(make_long_names(m, at));
            continue;
        }
        const word_in_names *n = &in_names[records[t.word].in_names];
        for (uint32_t i = 0; i < n->name_count; i++) TRY(make_name_reading(m, alone[n->first_name + i], at, at + 1));
    }
    return DRG_OK;
}

/* Marks of labels: what the stages before chose ---------------------------------------------------------------------- */

static bool has_value(const matcher *m, const reading *r, drg_text key, drg_text value) {
    const settled_facts *f = reading_facts(m->readings, r);
    if (!key.length) return true;
    if (!f) return false;
    if (text_is(key, "value")) return text_equal(facts_value(f), value);
    for (uint32_t i = 0; i < f->attribute_count; i++) {
        const reading_attribute *a = &m->readings->attributes.items[f->first_attribute + i];
        if (text_equal(*a->key, key) && text_equal(attribute_text(a), value)) return true;
    }
    return false;
}

static drg_status mark_reading(matcher *m, reading *r, bool away) {
    const uint32_t *first = m->set->label_first_kind.items + r->label;
    for (uint32_t i = first[0]; i < first[1]; i++) {
        const uint32_t kind = m->set->label_kinds.items[i];
        const mark_kind *k = &m->set->kinds.items[kind];
        if (k->form.n != NO_FORM && k->form.n != r->form) continue;
        if (away || has_value(m, r, k->key, k->value)) TRY(mark_span(m, kind, r->first_token, r->end_token, away));
    }
    r->flags = (uint16_t)(away ? r->flags & ~READING_MARKED : r->flags | READING_MARKED);
    return DRG_OK;
}

/* What lost its place since loses its marks first, then what was chosen gets its own. */
static drg_status mark_annotations(matcher *m) {
    readings *all = m->readings;
    for (size_t i = 0; i < m->marked.count; i++) {
        reading *r = &all->items.items[m->marked.items[i]];
        if (!(r->flags & READING_CHOSEN) || (r->flags & READING_DROPPED)) TRY(mark_reading(m, r, true));
    }
    if (!VECTOR_RESERVE(m->marked, all->chosen.count)) return DRG_NO_MEMORY;
    for (m->marked.count = 0; m->marked.count < all->chosen.count; m->marked.count++) {
        const uint32_t id = m->marked.items[m->marked.count] = all->chosen.items[m->marked.count];
        reading *r = &all->items.items[id];
        chosen_prefetch(all, m->marked.count);
        if (!(r->flags & READING_MARKED)) TRY(mark_reading(m, r, false));
    }
    return DRG_OK;
}

/* Token rules -------------------------------------------------------------------------------------------------------- */

static drg_status make_skip_marks(matcher *m, uint32_t stage) {
    const stage_program *s = &m->set->stages.items[stage];
    for (size_t i = 0; i < s->skips.count; i++) {
        automaton *a = m->automata[stage].skips[i];
        const tape t = matcher_tape(m);
        pass on = {0};
        for (uint32_t at;;) {
            m->hits.count = 0;
            TRY(drg_automaton_run_next(a, &t, &on, &at, &m->hits));
            if (at == t.count) break;
            if (m->hits.count) TRY(mark_token(m, at, s->skips.items[i].skip_kind, MARK_SINGLE, false));
        }
    }
    return DRG_OK;
}

/* Of a match, which has fewer tokens than 16 bits count: MATCH_TOKENS, or REGEX_TEXT_BYTES. */
static void set_span(reading *r, uint32_t whole_from, uint32_t whole_to, uint32_t first, uint32_t end) {
    assert(first - whole_from <= UINT16_MAX && whole_to - end <= UINT16_MAX);
    r->first_token = first;
    r->end_token = end;
    r->before = (uint16_t)(first - whole_from);
    r->behind = (uint16_t)(whole_to - end);
}

/* The span of a match: what stood in brackets, or all of it. */
static drg_status span_of(matcher *m, automaton *a, const program *p, const hit *h, uint32_t at, reading *r) {
    r->first_token = at;
    r->end_token = h->end;
    if (!p->patterns.items[h->pattern].has_span) return DRG_OK;
    const tape t = matcher_tape(m);
    bool matched;
    m->captured.count = 0;
    const uint32_t name = p->patterns.items[h->pattern].rule * PART_COUNT + PART_RULE;
    TRY(drg_recall_captures(m->recall, m->captures, a, p, &t, h->pattern, name, at, h->end, &m->captured, &matched));
    for (size_t i = 0; i < m->captured.count; i++) {
        if (m->captured.items[i].slot != 0 || m->captured.items[i].end_token == NO_ID) continue;
        set_span(r, at, h->end, m->captured.items[i].first_token, m->captured.items[i].end_token);
    }
    return DRG_OK;
}

static bool wants_antecedent(const rule_plan *t) {
    for (uint32_t i = 0; i < t->where_count; i++)
        if (t->wheres[i].kind == WHERE_ANTECEDENT) return true;
    return false;
}

/* Gives the reading what its rule says, and adds it if its conditions hold. */
static drg_status make_rule_reading(matcher *m, uint32_t rule, reading *r) {
    const rule_plan *t = rule_plan_of(m->set, rule);
    const rule_facts *facts = &m->set->facts.items[rule];
    if (r->first_token >= r->end_token) return DRG_OK;
    r->label = (uint8_t)facts->label.n;
    r->form = (uint8_t)(facts->form.n == NO_FORM ? 0 : facts->form.n);
    r->rule.n = rule;
    r->sum = (float)facts->weight;
    r->source = r->merged = r->facts = NO_ID;
    if (wants_antecedent(t)) r->flags |= READING_WANTS_ANTECEDENT;
    bool hold = true;
    if (t->where_count) {
        reading_match match = {.rule = rule};
        if (m->captures_any[rule]) TRY(drg_match_recover(m, r, &match, &hold));
        if (hold) TRY(drg_conditions_hold(m, t, r, &match, &hold));
    }
    return hold ? add_reading(m, r) : DRG_OK;
}

static drg_status make_token_rules(matcher *m, uint32_t stage) {
    const program *p = &m->set->stages.items[stage].rules;
    automaton *a = m->automata[stage].rules;
    const tape t = matcher_tape(m);
    pass on = {0};
    for (uint32_t at; p->patterns.count;) {
        m->hits.count = 0;
        TRY(drg_automaton_run_next(a, &t, &on, &at, &m->hits));
        if (at == t.count) break;
        for (size_t i = 0; i < m->hits.count; i++) {
            reading r = {0};
            const hit h = m->hits.items[i];
            TRY(span_of(m, a, p, &h, at, &r));
            TRY(make_rule_reading(m, p->patterns.items[h.pattern].rule, &r));
        }
    }
    return DRG_OK;
}

/* Text rules --------------------------------------------------------------------------------------------------------- */

/* Which rules of the stage can begin with a byte. */
static drg_status index_text_rules(matcher *m, uint32_t stage) {
    const stage_program *s = &m->set->stages.items[stage];
    if (m->texts_of_stage == stage) return DRG_OK;
    m->texts_of_stage = NO_ID;
    for (int byte = 0; byte < 256; byte++) {
        m->first_text_rule[byte].count = 0;
        for (uint32_t i = 0; i < s->texts.count; i++)
            if (text_rule_can_begin(&s->texts.items[i], (unsigned char)byte) &&
                !VECTOR_PUSH(m->first_text_rule[byte], i))
                return DRG_NO_MEMORY;
        m->text_rules_begin[byte] = m->first_text_rule[byte].count > 0;
    }
    m->texts_of_stage = stage;
    return DRG_OK;
}

/* The first token from `at` that starts at or behind `byte`; the count if none does. */
static uint32_t token_from(const matcher *m, uint32_t at, uint32_t byte) {
    while (at < m->tokens->count && m->tokens->items[at].start_byte < byte) at++;
    return at;
}

/* The tokens of a match, if it begins and ends where tokens do. */
static bool tokens_of_match(const matcher *m, uint32_t at, const text_match *match, reading *r) {
    const token *tokens = m->tokens->items;
    const uint32_t to = token_from(m, at, match->end_byte);
    const uint32_t first = token_from(m, at, match->span_start_byte);
    const uint32_t end = token_from(m, first, match->span_end_byte);
    if (to <= at || tokens[to - 1].end_byte != match->end_byte || end <= first ||
        tokens[first].start_byte != match->span_start_byte || tokens[end - 1].end_byte != match->span_end_byte)
        return false;
    set_span(r, at, end > to ? end : to, first, end); /* it may have looked ahead */
    return true;
}

static drg_status try_text_rules(matcher *m, uint32_t stage, uint32_t at, uint32_t block_end) {
    const uint32_t start = m->tokens->items[at].start_byte;
    const unsigned char byte = (unsigned char)m->text.bytes[start];
    for (size_t i = 0; i < m->first_text_rule[byte].count; i++) {
        text_rule *rule = &m->set->stages.items[stage].texts.items[m->first_text_rule[byte].items[i]];
        text_match match;
        reading r = {0};
        if (!drg_text_rule_match(rule, m->regexes, m->text, start, block_end, &match)) continue;
        if (tokens_of_match(m, at, &match, &r)) TRY(make_rule_reading(m, rule->rule, &r));
    }
    return drg_regex_failure(m->regexes);
}

static drg_status make_text_rules(matcher *m, uint32_t stage) {
    if (!m->set->stages.items[stage].texts.count) return DRG_OK;
    TRY(index_text_rules(m, stage));
    const token *const tokens = m->tokens->items;
    const uint32_t count = (uint32_t)m->tokens->count;
    const char *const bytes = m->text.bytes;
    uint32_t next_block = 0; /* the first token of the block behind that of the last token tried */
    for (uint32_t at = 0; at < count; at++) {
        if (!m->text_rules_begin[(unsigned char)bytes[tokens[at].start_byte]]) continue; /* nearly all tokens */
        if (next_block <= at) next_block = at + 1;
        while (next_block < count && !(tokens[next_block].flags & TOKEN_BLOCK_START)) next_block++;
        TRY(try_text_rules(m, stage, at, tokens[next_block - 1].end_byte));
    }
    return DRG_OK;
}

/* What the rules of this stage read, for who will ask why. */
static drg_status keep_letters(matcher *m) {
    const size_t old = m->letters_kept.count, count = m->tokens->count;
    if (!m->keeps_evidence || !count) return DRG_OK;
    if (!VECTOR_RESERVE(m->letters_kept, old + count)) return DRG_NO_MEMORY;
    memcpy(m->letters_kept.items + old, m->letters.items, count * sizeof *m->letters.items);
    m->letters_kept.count += count;
    return DRG_OK;
}

drg_status drg_make_readings(matcher *m, uint32_t stage) {
    if (stage == 0) TRY(make_names(m));
    else TRY(mark_annotations(m));
    TRY(make_skip_marks(m, stage));
    TRY(keep_letters(m));
    TRY(make_token_rules(m, stage));
    return make_text_rules(m, stage);
}
