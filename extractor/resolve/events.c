/* Events: what the text says was done to an instrument, from the attributes of an annotation that resolves to `event`.
 *
 *     Norway and the ROK have [signed] the Treaty      action sign, parties NOR KOR, treaty r3
 *
 *   attribute  | is
 *   action     | what was done
 *   treaty     | an annotation; several make an event each
 *   parties    | annotations (a list): their referents
 *   who        | `parties`: where nobody is named, the treaty's parties did it, if they are few
 *   date       | an annotation: its value; else an ISO date as text
 *   place      | an annotation: its name
 *   polarity   | positive where nothing says otherwise
 *   modality   | actual, so too
 *   gives      | the treaty's attribute that the date is: `set action=sign gives=signed` */
#include <string.h>

#include "bounds.h"
#include "resolve/steps.h"

static drg_text text_or(drg_text text, const char *otherwise) {
    return text.length ? text : drg_text_of(otherwise);
}

/* The annotation that an attribute points at; NO_ID if it is text. */
static uint32_t annotation_of(const drg_document *d, const reading_attribute *a) {
    return a && a->kind == VALUE_READING ? drg_annotation_now(d, a->reading) : NO_ID;
}

/* The day of a time: 2023-03-04 of 2023-03-04TEV. */
static drg_text day_of(drg_text value) {
    const char *time = value.length ? memchr(value.bytes, 'T', value.length) : NULL;
    return time ? (drg_text){value.bytes, (size_t)(time - value.bytes)} : value;
}

static drg_text date_value(drg_document *d, const reading_attribute *a) {
    const uint32_t id = annotation_of(d, a);
    if (a && a->kind == VALUE_READING) return id == NO_ID ? (drg_text){0} : day_of(facts_value(facts_at(d, id)));
    return a ? attribute_text(a) : (drg_text){0};
}

static bool is_new_party(const drg_document *d, uint32_t first, uint32_t number) {
    for (size_t i = first; i < d->parties.count; i++) {
        if (d->parties.items[i] == number) return false;
    }
    return true;
}

static drg_status add_parties(drg_document *d, uint32_t id, event *e) {
    const settled_facts facts = *facts_at(d, id);
    e->first_party = (uint32_t)d->parties.count;
    for (uint32_t i = 0; i < facts.attribute_count; i++) {
        const reading_attribute *a = &d->readings.attributes.items[facts.first_attribute + i];
        const uint32_t party = text_is(*a->key, "parties") ? annotation_of(d, a) : NO_ID;
        const uint32_t number = party == NO_ID ? NO_ID : facts_at(d, party)->referent;
        if (number == NO_ID || !is_new_party(d, e->first_party, number)) continue;
        if (!VECTOR_PUSH(d->parties, number)) return DRG_NO_MEMORY;
        e->party_count++;
    }
    return DRG_OK;
}

/* What the event says of its treaty: the day it was signed. Only of what did happen. */
static drg_status give(resolution *x, const event *e, drg_text key) {
    const bool happened = text_is(e->polarity, "positive") && text_is(e->modality, "actual");
    if (!key.length || !e->date.length || e->treaty == NO_ID || !happened) return DRG_OK;
    return drg_referent_give(x, e->treaty, key, e->date);
}

drg_status drg_resolve_event(resolution *x, uint32_t id) {
    drg_document *d = x->document;
    const reading *r = annotation_at(d, id);
    const reading_attribute *where = drg_reading_attribute(&d->readings, r, "place");
    event e = {
        .action = drg_annotation_text(d, id, "action"),
        .treaty = NO_ID,
        .date = date_value(d, drg_reading_attribute(&d->readings, r, "date")),
        .place = where ? drg_attribute_value(d, where) : (drg_text){0},
        .polarity = text_or(drg_annotation_text(d, id, "polarity"), "positive"),
        .modality = text_or(drg_annotation_text(d, id, "modality"), "actual"),
        .reading = id,
    };
    const drg_text gives = drg_annotation_text(d, id, "gives");
    const settled_facts facts = *facts_at(d, id);
    bool found = false;
    TRY(add_parties(d, id, &e));
    for (uint32_t i = 0; i < facts.attribute_count; i++) {
        const reading_attribute *a = &d->readings.attributes.items[facts.first_attribute + i];
        const uint32_t treaty = text_is(*a->key, "treaty") ? annotation_of(d, a) : NO_ID;
        if (treaty == NO_ID) continue;
        e.treaty = facts_at(d, treaty)->referent;
        found = true;
        TRY(give(x, &e, gives));
        if (!VECTOR_PUSH(d->events, e)) return DRG_NO_MEMORY;
    }
    return found || VECTOR_PUSH(d->events, e) ? DRG_OK : DRG_NO_MEMORY;
}

/* Parties of the treaty that are referents here; 0 if they are more than PARTIES_MEANT. */
static uint32_t count_parties(const drg_document *d, const referent *treaty) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < treaty->attribute_count && count <= PARTIES_MEANT; i++) {
        const referent_attribute *a = &d->referent_attributes.items[treaty->first_attribute + i];
        if (text_is(a->key, "parties") && a->referent != NO_ID) count++;
    }
    return count > PARTIES_MEANT ? 0 : count;
}

static drg_status add_treaty_parties(drg_document *d, event *e) {
    const referent *treaty = &d->referents.items[e->treaty];
    if (!count_parties(d, treaty)) return DRG_OK;
    e->first_party = (uint32_t)d->parties.count;
    for (uint32_t i = 0; i < treaty->attribute_count; i++) {
        const referent_attribute *a = &d->referent_attributes.items[treaty->first_attribute + i];
        if (!text_is(a->key, "parties") || a->referent == NO_ID || !is_new_party(d, e->first_party, a->referent))
            continue;
        if (!VECTOR_PUSH(d->parties, a->referent)) return DRG_NO_MEMORY;
        e->party_count++;
    }
    return DRG_OK;
}

drg_status drg_events_finish(resolution *x) {
    drg_document *d = x->document;
    for (size_t i = 0; i < d->events.count; i++) {
        event *e = &d->events.items[i];
        const bool all = text_is(drg_annotation_text(d, e->reading, "who"), "parties");
        if (all && !e->party_count && e->treaty != NO_ID) TRY(add_treaty_parties(d, e));
    }
    return DRG_OK;
}
