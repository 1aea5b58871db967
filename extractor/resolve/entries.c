/* Entries: an annotation that a gazetteer's name made, or merged with, denotes that entry.
 *
 *     Russian Federation   name of RUS     ->   value RUS, the referent of RUS
 *     Vienna Convention    name of three   ->   the one whose dates the mention says, or that the document names
 *                                               elsewhere, too; else the one that weighs most
 *
 *     Treaty of Peace      a common name (weight 0)  ->  only if the mention's dates or another name speak for the entry
 *
 * So names of one entry are taken up first, then those that several share, and the common ones. */
#include <string.h>

#include "resolve/steps.h"

static uint32_t entry_of(const drg_document *d, uint32_t id) {
    const uint32_t name = reading_name(&d->readings.items.items[id]);
    return name == NO_ID ? NO_ID : drg_gazetteer_name(d->gazetteer, name)->entry.n;
}

/* Namesakes ------------------------------------------------------------------------------------------------------- */

static uint64_t span_key(const reading *r) {
    return key_with(key_with(key_with(0, r->label), r->first_token), r->end_token);
}

/* Puts the reading into the list of the chosen one whose label and span it shares, if it names another entry. */
static drg_status add_namesake(resolution *x, const table *spans, uint32_t id) {
    const drg_document *d = x->document;
    const uint32_t of = noted_number(spans, span_key(&d->readings.items.items[id]));
    if (of == UINT32_MAX || entry_of(d, id) == reading_facts(&d->readings, &d->readings.items.items[of])->entry)
        return DRG_OK;
    const namesake one = {id, noted_number(&x->first_namesake, of + 1)};
    if (!VECTOR_PUSH(x->namesakes, one)) return DRG_NO_MEMORY;
    return note_number(&x->first_namesake, of + 1, (uint32_t)x->namesakes.count - 1);
}

/* Is it a gazetteer's name that lost? */
static bool has_lost(const reading *r) {
    return reading_name(r) != NO_ID && r->sum > 0 && !(r->flags & (READING_CHOSEN | READING_NEVER));
}

typedef VECTOR(uint32_t) ids;

/* Readings are many: one walk over all of them lists the names that lost, and those that treaties.c asks for. */
static drg_status list_names(resolution *x, ids *lost) {
    drg_document *d = x->document;
    for (uint32_t id = 0; id < d->readings.items.count; id++) {
        const reading *r = annotation_at(d, id);
        if (reading_name(r) == NO_ID) continue;
        if (has_lost(r) && !VECTOR_PUSH(*lost, id)) return DRG_NO_MEMORY;
        if (label_is_of_kind(x, r->label, RESOLVE_ANTECEDENT) && !VECTOR_PUSH(x->instrument_names, id))
            return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* A bit a token: does a name that lost begin there? Few do, so that few of the chosen ones have to be looked at. */
static drg_status mark_lost(resolution *x, const ids *lost) {
    drg_document *d = x->document;
    const size_t bytes = d->tokens.count / 8 + 1;
    x->lost_at = drg_arena_take(&d->arena, bytes);
    if (!x->lost_at) return DRG_NO_MEMORY;
    memset(x->lost_at, 0, bytes);
    for (size_t i = 0; i < lost->count; i++) {
        const uint32_t first = annotation_at(d, lost->items[i])->first_token;
        x->lost_at[first / 8] |= (uint8_t)(1u << first % 8);
    }
    return DRG_OK;
}

static bool may_have_namesakes(const resolution *x, uint32_t id) {
    const uint32_t first = annotation_at(x->document, id)->first_token;
    return x->lost_at[first / 8] >> first % 8 & 1;
}

static drg_status find_namesakes(resolution *x, table *spans, ids *lost) {
    drg_document *d = x->document;
    TRY(list_names(x, lost));
    TRY(mark_lost(x, lost));
    for (size_t i = 0; lost->count && i < d->of_kind[RESOLVE_ENTRY].count; i++) {
        const uint32_t id = mention_of_kind(d, RESOLVE_ENTRY, i);
        if (!may_have_namesakes(x, id) || facts_at(d, id)->entry == NO_ID) continue;
        TRY(note_number(spans, span_key(annotation_at(d, id)), id));
    }
    for (size_t i = 0; i < lost->count; i++) TRY(add_namesake(x, spans, lost->items[i]));
    return DRG_OK;
}

drg_status drg_namesakes_find(resolution *x) {
    table spans = {0};
    ids lost = {0};
    const drg_status status = find_namesakes(x, &spans, &lost);
    drg_table_clear(&spans);
    VECTOR_CLEAR(lost);
    return status;
}

/* Entries --------------------------------------------------------------------------------------------------------- */

drg_status drg_resolve_denote(resolution *x, uint32_t id, uint32_t entry) {
    drg_document *d = x->document;
    facts_at(d, id)->entry = entry;
    facts_set_value(facts_at(d, id), drg_gazetteer_id(d->gazetteer, entry));
    return drg_referent_of_entry(x, annotation_at(d, id)->label, entry, &facts_at(d, id)->referent);
}

static bool is_number(drg_text text) {
    return text.length && text.bytes[0] >= '0' && text.bytes[0] <= '9';
}

/* Whether the dates that the mention says are those of the entry: signed 1969. Each counts. */
static int agreement(drg_document *d, uint32_t id, uint32_t entry) {
    const settled_facts *facts = facts_at(d, id);
    int sum = 0;
    for (uint32_t i = 0; i < facts->attribute_count; i++) {
        const reading_attribute *a = &d->readings.attributes.items[facts->first_attribute + i];
        const drg_text has = drg_gazetteer_attribute(d->gazetteer, (entry_id){entry}, *a->key);
        const drg_text says = drg_attribute_value(d, a);
        if (is_number(has) && is_number(says)) sum += dates_agree(has, says) ? 1 : -1;
    }
    return sum;
}

/* The name by which a mention names its entry; NO_ID. */
static uint32_t name_of_mention(drg_document *d, uint32_t id) {
    for (; id != NO_ID; id = annotation_at(d, id)->merged)
        if (reading_name(annotation_at(d, id)) != NO_ID) return reading_name(annotation_at(d, id));
    return NO_ID;
}

/* Is the name too common to stand for its entry (a weight of 0 or less), and is it a mention only because a rule says so? */
static bool is_common(drg_document *d, uint32_t id) {
    const reading *r = annotation_at(d, id);
    if (r->rule.n == NO_ID) return false;       /* nearly all */
    if (r->flags & READING_ALIAS) return false; /* the document itself says whose name it is */
    const uint32_t name = name_of_mention(d, id);
    return name != NO_ID && drg_gazetteer_name(d->gazetteer, name)->weight <= 0;
}

/* How well an entry fits a mention. */
static int fit(resolution *x, uint32_t id, uint32_t entry) {
    const bool named = drg_referent_find(x, annotation_at(x->document, id)->label, entry) != NO_ID;
    return 2 * agreement(x->document, id, entry) + named;
}

/* Which of the entries that share its name a mention means. */
static uint32_t meant(resolution *x, uint32_t id) {
    uint32_t best = facts_at(x->document, id)->entry;
    int best_fit = fit(x, id, best);
    for (uint32_t i = noted_number(&x->first_namesake, id + 1); i != UINT32_MAX; i = x->namesakes.items[i].next) {
        const uint32_t entry = entry_of(x->document, x->namesakes.items[i].reading);
        const int entry_fit = fit(x, id, entry);
        if (entry_fit < best_fit || (entry_fit == best_fit && (best_fit == 0 || entry > best))) continue;
        best = entry;
        best_fit = entry_fit;
    }
    return best;
}

drg_status drg_resolve_entry(resolution *x, uint32_t id) {
    const uint32_t entry = facts_at(x->document, id)->entry;
    if (entry == NO_ID) return DRG_OK;
    const bool has_namesakes = may_have_namesakes(x, id) && noted_number(&x->first_namesake, id + 1) != UINT32_MAX;
    if (!has_namesakes && !is_common(x->document, id)) return drg_resolve_denote(x, id, entry);
    return VECTOR_PUSH(x->shared, id) ? DRG_OK : DRG_NO_MEMORY;
}

/* Refuses rather than guesses: dates may not speak against the entry, and of a common name something has to speak for it. */
drg_status drg_resolve_shared_entry(resolution *x, uint32_t id) {
    const settled_facts *facts = facts_at(x->document, id);
    if (facts->entry == NO_ID || facts->referent != NO_ID) return DRG_OK;
    const uint32_t entry = meant(x, id);
    const int fits = fit(x, id, entry);
    return fits < 0 || (fits == 0 && is_common(x->document, id)) ? DRG_OK : drg_resolve_denote(x, id, entry);
}

drg_status drg_resolve_other_shared_entries(resolution *x) {
    for (size_t i = 0; i < x->shared.count; i++) {
        const uint32_t id = x->shared.items[i];
        if (!label_is_of_kind(x, annotation_at(x->document, id)->label, RESOLVE_ANTECEDENT))
            TRY(drg_resolve_shared_entry(x, id));
    }
    return DRG_OK;
}
