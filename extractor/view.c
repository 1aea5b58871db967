/* The public view of a document: entities, referents, events and turns as dragoman.h shows them. */
#include <math.h>

#include "resolve/document.h"

static size_t chars(const drg_document *d, size_t byte) {
    return drg_offset_in(&d->text, byte, DRG_CHARS);
}

/* An index for the public: NO_ID is SIZE_MAX there. */
static size_t shown(uint32_t number) {
    return number == NO_ID ? SIZE_MAX : number;
}

drg_text drg_document_text(const drg_document *d) {
    return d->text.text;
}

/* Entities ------------------------------------------------------------------------------------------------------------- */

static drg_text value_of(const drg_document *d, const settled_facts *f) {
    if (f->value_length || f->entry == NO_ID) return facts_value(f);
    return drg_gazetteer_id(d->gazetteer, f->entry);
}

static drg_entity entity_of(const drg_document *d, const reading *r) {
    const label *l = &d->labels->labels[r->label];
    const settled_facts *f = reading_facts(&d->readings, r);
    uint32_t start, end;
    drg_document_bytes(d, r->first_token, r->end_token, &start, &end);
    drg_entity e = {.start = chars(d, start),
                    .end = chars(d, end),
                    .text = drg_document_span(d, r->first_token, r->end_token),
                    .label = l->name.bytes,
                    .form = l->form_count ? l->forms[r->form].bytes : "",
                    .referent = SIZE_MAX,
                    .score = 1 / (1 + exp(-(double)r->sum)),
                    .rule = "",
                    .source_file = ""};
    if (f) {
        e.value = value_of(d, f);
        e.attribute_count = f->attribute_count;
        if (f->referent != NO_ID) e.referent = f->referent;
    }
    if (r->rule.n != NO_ID) {
        e.rule = d->rules[r->rule.n].name.bytes;
    } else if (reading_name(r) != NO_ID) {
        const name_origin origin = drg_gazetteer_origin(d->gazetteer, r->source);
        e.source_file = origin.file.bytes;
        e.source_line = origin.line;
    }
    return e;
}

size_t drg_document_entity_count(const drg_document *d) {
    return d->entities.count;
}

drg_entity drg_document_entity(const drg_document *d, size_t i) {
    return entity_of(d, &d->readings.items.items[d->entities.items[i]]);
}

/* A path is `of` a thing in the text, and all that is known of that stands with its referent. */
static bool is_of_path(const drg_document *d, const reading *r, const reading_attribute *a) {
    return text_is(*a->key, "of") && drg_label_resolves(&d->labels->labels[r->label], RESOLVE_PATH);
}

drg_attribute drg_document_entity_attribute(const drg_document *d, size_t i, size_t a) {
    const reading *r = &d->readings.items.items[d->entities.items[i]];
    const reading_attribute *one = &d->readings.attributes.items[reading_facts(&d->readings, r)->first_attribute + a];
    drg_attribute out = {*one->key, attribute_text(one), SIZE_MAX};
    const settled_facts *f = NULL;
    if (one->kind == VALUE_READING) f = reading_facts(&d->readings, &d->readings.items.items[one->reading]);
    if (!f) return out;
    const drg_text value = is_of_path(d, r, one) ? (drg_text){0} : value_of(d, f);
    if (value.length) out.value = value;
    else if (f->referent != NO_ID) out.referent = f->referent;
    return out;
}

/* Referents ------------------------------------------------------------------------------------------------------------ */

size_t drg_document_referent_count(const drg_document *d) {
    return d->referents.count;
}

drg_referent drg_document_referent(const drg_document *d, size_t i) {
    const referent *r = &d->referents.items[i];
    return (drg_referent){d->labels->labels[r->label].name.bytes, r->key, r->name, r->mention_count,
                          r->attribute_count};
}

size_t drg_document_mention(const drg_document *d, size_t i, size_t m) {
    return d->mentions.items[d->referents.items[i].first_mention + m];
}

drg_attribute drg_document_attribute(const drg_document *d, size_t i, size_t a) {
    const referent_attribute *one = &d->referent_attributes.items[d->referents.items[i].first_attribute + a];
    return (drg_attribute){one->key, one->value, shown(one->referent)};
}

/* Events and turns ----------------------------------------------------------------------------------------------------- */

size_t drg_document_event_count(const drg_document *d) {
    return d->events.count;
}

drg_event drg_document_event(const drg_document *d, size_t i) {
    const event *e = &d->events.items[i];
    const reading *r = &d->readings.items.items[e->reading];
    uint32_t start, end;
    drg_document_bytes(d, r->first_token, r->end_token, &start, &end);
    return (drg_event){.action = e->action,
                       .treaty = shown(e->treaty),
                       .party_count = e->party_count,
                       .date = e->date,
                       .place = e->place,
                       .polarity = e->polarity,
                       .modality = e->modality,
                       .start = chars(d, start),
                       .end = chars(d, end),
                       .rule = r->rule.n == NO_ID ? "" : d->rules[r->rule.n].name.bytes};
}

size_t drg_document_party(const drg_document *d, size_t i, size_t p) {
    return d->parties.items[d->events.items[i].first_party + p];
}

size_t drg_document_turn_count(const drg_document *d) {
    return d->turns.count;
}

drg_turn drg_document_turn(const drg_document *d, size_t i) {
    const turn *t = &d->turns.items[i];
    return (drg_turn){chars(d, t->start_byte), chars(d, t->end_byte), t->name, shown(t->referent), t->country};
}
