/* Entries: an annotation that a gazetteer's name made, or merged with, denotes that entry.
 *
 *     Russian Federation   name of RUS     ->   value RUS, the referent of RUS
 *     Vienna Convention    name of three   ->   the one whose attributes the mention says (signed 1969), or that the
 *                                               document names elsewhere, too; else the one that weighs most
 *
 * So names of one entry are taken up first, then those that several share. */
#include "resolve/steps.h"

static uint32_t entry_of(const drg_document *d, const reading *r) {
    return r->name == NO_ID ? NO_ID : drg_gazetteer_names(d->gazetteer)[r->name].entry.n;
}

/* Do entries of the same label share the name? They are in the chain of the readings that were merged. */
static bool is_shared(const drg_document *d, uint32_t id, uint32_t entry) {
    for (; id != NO_ID; id = d->readings.items.items[id].merged) {
        const uint32_t other = entry_of(d, &d->readings.items.items[id]);
        if (other != NO_ID && other != entry) return true;
    }
    return false;
}

static drg_status denote(resolution *x, uint32_t id, uint32_t entry) {
    drg_document *d = x->document;
    facts_at(d, id)->entry = entry;
    facts_at(d, id)->value = drg_gazetteer_entries(d->gazetteer)[entry].id;
    return drg_referent_of_entry(x, annotation_at(d, id)->label, entry, &facts_at(d, id)->referent);
}

/* One says what the other says, as far as both go: 1969 and 1969-05-23. */
static bool agree(drg_text a, drg_text b) {
    const size_t both = a.length < b.length ? a.length : b.length;
    return both && text_equal((drg_text){a.bytes, both}, (drg_text){b.bytes, both});
}

static bool is_number(drg_text text) {
    return text.length && text.bytes[0] >= '0' && text.bytes[0] <= '9';
}

/* How much of what the mention says the entry has, too, less the dates that it has otherwise. */
static int agreement(drg_document *d, uint32_t id, uint32_t entry) {
    const settled_facts *facts = facts_at(d, id);
    int sum = 0;
    for (uint32_t i = 0; i < facts->attribute_count; i++) {
        const reading_attribute *a = &d->readings.attributes.items[facts->first_attribute + i];
        const drg_text has = drg_gazetteer_attribute(d->gazetteer, (entry_id){entry}, a->key);
        const drg_text says = drg_attribute_value(d, a);
        if (agree(has, says)) sum++;
        else if (is_number(has) && is_number(says)) sum--;
    }
    return sum;
}

/* Which of the entries that share its name a mention means. */
static uint32_t meant(resolution *x, uint32_t id) {
    drg_document *d = x->document;
    uint32_t best = facts_at(d, id)->entry;
    int best_sum = -1000;
    for (uint32_t i = id; i != NO_ID; i = annotation_at(d, i)->merged) {
        const uint32_t entry = entry_of(d, annotation_at(d, i));
        if (entry == NO_ID) continue;
        const bool named = drg_referent_find(x, annotation_at(d, id)->label, entry) != NO_ID;
        const int sum = 2 * agreement(d, id, entry) + named;
        if (sum <= best_sum) continue;
        best = entry;
        best_sum = sum;
    }
    return best;
}

/* What the document taught has the value of what taught it: resolution 60/1 … 60/1. Others know their antecedents. */
static void take_taught_value(drg_document *d, uint32_t id) {
    const reading *r = annotation_at(d, id);
    if (!(r->flags & READING_ALIAS) || drg_label_resolves(label_at(d, id), RESOLVE_ANTECEDENT)) return;
    const uint32_t by = drg_annotation_now(d, r->taught_by);
    if (by != NO_ID && !facts_at(d, id)->value.length) facts_at(d, id)->value = facts_at(d, by)->value;
}

drg_status drg_resolve_entry(resolution *x, uint32_t id) {
    const uint32_t entry = facts_at(x->document, id)->entry;
    if (entry == NO_ID) take_taught_value(x->document, id);
    return entry == NO_ID || is_shared(x->document, id, entry) ? DRG_OK : denote(x, id, entry);
}

drg_status drg_resolve_shared_entry(resolution *x, uint32_t id) {
    const settled_facts *facts = facts_at(x->document, id);
    return facts->entry == NO_ID || facts->referent != NO_ID ? DRG_OK : denote(x, id, meant(x, id));
}
