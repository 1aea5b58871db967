/* Settling: captures, values, attributes and date fields of what was chosen. See matcher.h.
 *
 * A reading may have been made by several rules and held by several pieces of evidence: their attributes are united, the
 * first that gives one wins. Done after the choice, so that what loses costs nothing. */
#include "rules/matcher.h"

static bool has_attribute(const readings *all, const settled_facts *f, drg_text key, uint32_t until) {
    for (uint32_t i = 0; i < until; i++)
        if (text_equal(*all->attributes.items[f->first_attribute + i].key, key)) return true;
    return false;
}

static drg_status add_attribute(readings *all, settled_facts *f, reading_attribute added) {
    if (f->attribute_count++ == UINT16_MAX) return DRG_TOO_LARGE;
    return VECTOR_PUSH(all->attributes, added) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_text(readings *all, settled_facts *f, const drg_text *key, drg_text text, bool of_list) {
    reading_attribute a = {.key = key, .kind = VALUE_TEXT, .of_list = of_list, .reading = NO_ID};
    attribute_set_text(&a, text);
    return add_attribute(all, f, a);
}

/* What a capture took: an annotation, an entry, or text. */
static reading_attribute taken(const matcher *m, const named_capture *c) {
    reading_attribute a = {.kind = VALUE_TEXT,
                           .reading = NO_ID,
                           .first_token = c->first_token,
                           .token_count = (uint16_t)(c->end_token - c->first_token)};
    attribute_set_text(&a, tokens_text(m, c->first_token, c->end_token));
    if (c->slot->of_label) a.reading = drg_annotation_of_tokens(m, c->first_token, c->end_token);
    if (a.reading != NO_ID) {
        a.kind = VALUE_READING;
    } else if (c->slot->list != NO_ID) {
        const uint32_t entry =
            drg_entry_of_tokens(m, c->slot->list, c->slot->key, c->slot->value, c->first_token, c->end_token);
        if (entry == NO_ID) return a;
        a.kind = VALUE_ENTRY;
        attribute_set_text(&a, drg_gazetteer_id(m->set->gazetteer, entry));
    }
    return a;
}

static bool is_repeated(const reading_match *match, const named_capture *c) {
    for (size_t i = 0; i < match->capture_count; i++)
        if (&match->captures[i] != c && text_equal(match->captures[i].slot->name, c->slot->name)) return true;
    return false;
}

/* Attributes from the captures of a token pattern; those that an earlier rule gave stay as they are. */
static drg_status settle_captures(matcher *m, const label *l, settled_facts *f, const reading_match *match) {
    const uint32_t before = f->attribute_count;
    for (size_t i = 0; i < match->capture_count; i++) {
        const named_capture *c = &match->captures[i];
        if (c->slot->fills == NO_FORM) continue; /* it serves templates only */
        const label_attribute *to = &l->attributes[c->slot->fills];
        if (has_attribute(m->readings, f, to->name, before)) continue;
        const bool of_list = to->of_list || is_repeated(match, c);
        if (!of_list && has_attribute(m->readings, f, to->name, f->attribute_count)) continue;
        reading_attribute a = taken(m, c);
        a.key = &to->name;
        a.of_list = of_list;
        TRY(add_attribute(m->readings, f, a));
    }
    return DRG_OK;
}

/* Attributes from the groups of a text rule. */
static drg_status settle_groups(matcher *m, const label *l, settled_facts *f, const reading_match *match) {
    for (uint32_t i = 0; i < match->text->slot_count; i++) {
        const text_slot *s = &m->set->text_slots.items[match->text->first_slot + i];
        const uint32_t fills = drg_label_filled(l, s->name);
        const drg_text text = drg_text_match_group(&match->text_match, m->text, s->group);
        if (fills == NO_FORM || !text.bytes) continue;
        const label_attribute *to = &l->attributes[fills];
        if (has_attribute(m->readings, f, to->name, f->attribute_count)) continue;
        TRY(add_text(m->readings, f, &to->name, text, to->of_list));
    }
    return DRG_OK;
}

static drg_status settle_sets(matcher *m, settled_facts *f, const rule_plan *t, const reading_match *match) {
    for (uint32_t i = 0; i < t->set_count; i++) {
        drg_text text;
        if (has_attribute(m->readings, f, t->sets[i].key, f->attribute_count)) continue;
        TRY(drg_template_text(m, &t->sets[i].value, match, &text));
        if (!text.length) continue;
        TRY(add_text(m->readings, f, &t->sets[i].key, text, false));
    }
    return DRG_OK;
}

static drg_status count_parts(settled_facts *f, size_t end) {
    if (end - f->first_part > UINT16_MAX) return DRG_TOO_LARGE;
    f->part_count = (uint16_t)(end - f->first_part);
    return DRG_OK;
}

/* The captures as resolve/ reads them: all, in the order of the text. */
static drg_status keep_captures(matcher *m, settled_facts *f, const reading_match *match) {
    readings *all = m->readings;
    f->first_part = (uint32_t)all->captures.count;
    for (size_t i = 0; i < match->capture_count; i++) {
        const named_capture *n = &match->captures[i];
        if (text_is(n->slot->name, "alias")) continue; /* it was for learn.c */
        reading_capture c = {.name = &n->slot->name,
                             .text = tokens_text(m, n->first_token, n->end_token),
                             .first_token = n->first_token,
                             .end_token = n->end_token,
                             .reading = NO_ID,
                             .entry = NO_ID};
        if (n->slot->of_label) c.reading = drg_annotation_of_tokens(m, n->first_token, n->end_token);
        if (n->slot->list != NO_ID)
            c.entry = drg_entry_of_tokens(m, n->slot->list, n->slot->key, n->slot->value, n->first_token, n->end_token);
        if (!VECTOR_PUSH(all->captures, c)) return DRG_NO_MEMORY;
    }
    for (uint32_t i = 0; match->text && i < match->text->slot_count; i++) {
        const text_slot *s = &m->set->text_slots.items[match->text->first_slot + i];
        const drg_text text = drg_text_match_group(&match->text_match, m->text, s->group);
        const reading_capture c = {.name = &s->name, .text = text, .reading = NO_ID, .entry = NO_ID};
        if (text.bytes && !VECTOR_PUSH(all->captures, c)) return DRG_NO_MEMORY;
    }
    return count_parts(f, all->captures.count);
}

static drg_status keep_fields(matcher *m, settled_facts *f, const rule_plan *t, const reading_match *match) {
    f->first_part = (uint32_t)m->readings->fields.count;
    for (uint32_t i = 0; i < t->date_count; i++) {
        drg_text text;
        TRY(drg_template_text(m, &t->dates[i].value, match, &text));
        const reading_field field = {text.bytes, (uint32_t)text.length, t->dates[i].date_key};
        if (text.length && !VECTOR_PUSH(m->readings->fields, field)) return DRG_NO_MEMORY;
    }
    return count_parts(f, m->readings->fields.count);
}

/* What the rule that made one reading of a chain says. The first that has captures, a value or date fields gives them. */
static drg_status settle_rule(matcher *m, uint32_t head, const reading *r, settled_facts *f, bool *has_rule) {
    if (r->rule.n == NO_ID || (r->flags & READING_ALIAS)) return DRG_OK;
    const bool learned = m->readings->items.items[head].flags & READING_LEARNED;
    const bool teaches = m->settling_teaches && !learned && m->teaches[r->rule.n];
    if (*has_rule && !teaches && !m->gives[r->rule.n]) return DRG_OK;
    reading_match match = {.rule = r->rule.n};
    drg_text value;
    bool found = true;
    const rule_plan *t = rule_plan_of(m->set, r->rule.n);
    m->settling_captured |= m->captures_any[r->rule.n];
    if (m->captures_any[r->rule.n]) TRY(drg_match_recover(m, r, &match, &found));
    if (!found) return DRG_OK;
    if (teaches) TRY(drg_learn_from(m, head, &match));
    if (!*has_rule) {
        const bool is_date = drg_label_resolves(label_of(m, r), RESOLVE_DATE);
        TRY(is_date ? keep_fields(m, f, t, &match) : keep_captures(m, f, &match));
        if (t->value.count) TRY(drg_template_text(m, &t->value, &match, &value));
        if (t->value.count) facts_set_value(f, value);
        *has_rule = true;
    }
    if (!m->gives[r->rule.n]) return DRG_OK;
    TRY(match.text ? settle_groups(m, label_of(m, r), f, &match) : settle_captures(m, label_of(m, r), f, &match));
    return settle_sets(m, f, t, &match);
}

static drg_status settle_evidence(matcher *m, uint32_t id, settled_facts *f) {
    const reading r = m->readings->items.items[id];
    for (uint32_t i = id < m->first_hit.count ? m->first_hit.items[id] : 0; i; i = m->evidence_hits.items[i - 1].next) {
        const uint32_t rule = m->evidence_hits.items[i - 1].rule;
        if (!m->gives[rule]) continue;
        const rule_plan *t = rule_plan_of(m->set, rule);
        reading_match match = {.rule = rule};
        bool found = true;
        m->settling_captured |= m->captures_any[rule];
        if (m->captures_any[rule]) TRY(drg_match_recover_evidence(m, &r, rule, &match, &found));
        if (!found) continue;
        TRY(settle_captures(m, label_of(m, &r), f, &match));
        TRY(settle_sets(m, f, t, &match));
    }
    return DRG_OK;
}

static drg_status settle(matcher *m, uint32_t id) {
    readings *all = m->readings;
    settled_facts f = {.entry = NO_ID, .referent = NO_ID};
    const uint32_t old = all->items.items[id].facts;
    if (old != NO_ID) { /* settled by an earlier stage: what resolve/ found stays until it finds something else */
        facts_set_value(&f, facts_value(&all->facts.items[old]));
        f.referent = all->facts.items[old].referent;
    }
    f.first_attribute = (uint32_t)all->attributes.count;
    bool has_rule = false;
    m->settling_captured = false;
    for (uint32_t i = id; i != NO_ID; i = all->items.items[i].merged) {
        const reading r = all->items.items[i];
        if (r.rule.n == NO_ID && f.entry == NO_ID) f.entry = drg_gazetteer_name(m->set->gazetteer, r.source)->entry.n;
        TRY(settle_rule(m, id, &r, &f, &has_rule));
    }
    TRY(settle_evidence(m, id, &f));
    reading *r = &all->items.items[id];
    const unsigned old_news = READING_DATED | READING_TELLS_YEAR | READING_TELLS_DAY | READING_RESOLVED | READING_PLAIN;
    r->flags &= (uint16_t)~old_news;
    if (!m->settling_captured) r->flags |= READING_PLAIN;
    r->flags |= m->settling_teaches ? READING_SETTLED | READING_LEARNED : READING_SETTLED;
    if (old != NO_ID) {
        all->facts.items[old] = f;
        return DRG_OK;
    }
    r->facts = (uint32_t)all->facts.count;
    return VECTOR_PUSH(all->facts, f) ? DRG_OK : DRG_NO_MEMORY;
}

/* A reading, and the tokens that it begins with. */
PREFETCHES void prefetch_soon(const matcher *m, size_t at) {
    if (at + READINGS_AHEAD >= m->choice.count) return;
    const live_reading *soon = &m->choice.items[at + READINGS_AHEAD];
    if (!soon->anew) return;
    reading_prefetch(m->readings, soon->id);
    __builtin_prefetch(&m->tokens->items[span_first(soon->span)]);
}

drg_status drg_settle(matcher *m, bool teaches) {
    m->settling_teaches = teaches;
    for (size_t i = 0; i < m->choice.count; i++) {
        const live_reading *one = &m->choice.items[i];
        prefetch_soon(m, i);
        if (one->anew && !(m->readings->items.items[one->id].flags & READING_SETTLED)) TRY(settle(m, one->id));
    }
    return DRG_OK;
}
