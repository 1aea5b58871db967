/* Turns: who speaks, and from where to where.
 *
 *     P.Halvorsen: Norway and the ROK …     an annotation that resolves to `turn` covers the words before the colon
 *     [name   ]  ^ start of what is said    (or those and the colon); the turn ends where the next one begins */
#include "resolve/steps.h"

static bool is_colon(const drg_document *d, uint32_t token_number) {
    return token_number < d->tokens.count && text_is(drg_document_span(d, token_number, token_number + 1), ":");
}

/* Of a speaker whose annotation leaves the colon out: the token behind it. What a rule wants to see after that is
 * said. */
static uint32_t behind_colon(const drg_document *d, const reading *r) {
    for (uint32_t i = r->end_token; i <= whole_end(r); i++) {
        if (is_colon(d, i)) return i + 1;
    }
    return r->end_token;
}

/* The first person inside tokens first … end - 1; NO_ID if there is none. */
static uint32_t person_inside(const drg_document *d, uint32_t first, uint32_t end) {
    for (size_t i = drg_annotations_from(d, first); i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        const reading *r = &d->readings.items.items[id];
        if (r->first_token >= end) break;
        if (r->end_token <= end && drg_label_resolves(label_at(d, id), RESOLVE_PERSON)) return id;
    }
    return NO_ID;
}

/* The speaker's country: what the rule captured. */
static drg_text country_of(drg_document *d, uint32_t id) {
    const reading_attribute *a = drg_reading_attribute(&d->readings, annotation_at(d, id), "country");
    return a ? drg_attribute_value(d, a) : (drg_text){0};
}

drg_status drg_resolve_turn(resolution *x, uint32_t id) {
    drg_document *d = x->document;
    const reading *r = annotation_at(d, id);
    uint32_t end = r->end_token, said = r->end_token;
    if (end - r->first_token > 1 && is_colon(d, end - 1)) end--;
    else said = behind_colon(d, r);

    const uint32_t before = d->tokens.items[r->first_token].start_byte;
    if (d->turns.count) {
        turn *last = &d->turns.items[d->turns.count - 1];
        const uint32_t last_byte = r->first_token ? d->tokens.items[r->first_token - 1].end_byte : before;
        last->end_byte = last_byte > last->start_byte ? last_byte : last->start_byte;
    }
    const uint32_t end_of_text = d->tokens.items[d->tokens.count - 1].end_byte;
    const uint32_t person = person_inside(d, r->first_token, end);
    const turn t = {
        .start_byte = said < d->tokens.count ? d->tokens.items[said].start_byte : end_of_text,
        .end_byte = end_of_text,
        .name = drg_document_span(d, r->first_token, end),
        .referent = person == NO_ID ? NO_ID : facts_at(d, person)->referent,
        .country = country_of(d, id),
    };
    return VECTOR_PUSH(d->turns, t) ? DRG_OK : DRG_NO_MEMORY;
}
