/* Annotations: small questions. See annotations.h. */
#include "resolve/annotations.h"

const drg_text *drg_label_declared(const label *l, const char *key) {
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        if (text_is(l->attributes[i].name, key)) return &l->attributes[i].name;
    }
    return NULL;
}

drg_status drg_annotation_set(drg_document *d, uint32_t id, const char *key, drg_text text) {
    const reading *of = annotation_at(d, id);
    reading_attribute a = {.key = drg_label_declared(label_at(d, id), key), .kind = VALUE_TEXT, .reading = NO_ID};
    if (!text.length || !a.key || drg_reading_attribute(&d->readings, of, key)) return DRG_OK;
    attribute_set_text(&a, text);
    return drg_reading_attribute_add(&d->readings, of, a);
}

drg_text drg_annotation_text(const drg_document *d, uint32_t id, const char *key) {
    const reading_attribute *a = drg_reading_attribute(&d->readings, &d->readings.items.items[id], key);
    return a ? attribute_text(a) : (drg_text){0};
}

size_t drg_annotations_from(const drg_document *d, uint32_t first_token) {
    size_t low = 0, high = d->readings.chosen.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (d->readings.items.items[d->readings.chosen.items[middle]].first_token < first_token) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* How many annotations before a token are looked at for one that reaches over it: they nest two or three deep. */
#define NEIGHBOURS 4

uint32_t drg_annotation_now(const drg_document *d, uint32_t reading_number) {
    if (reading_number == NO_ID) return NO_ID;
    const reading *items = d->readings.items.items, *old = &items[reading_number];
    if (old->flags & READING_CHOSEN) return reading_number;
    size_t i = drg_annotations_from(d, old->first_token);
    i = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
    for (; i < d->readings.chosen.count; i++) {
        const reading *now = &items[d->readings.chosen.items[i]];
        if (now->first_token >= old->end_token) break;
        if (now->label == old->label && now->end_token > old->first_token) return d->readings.chosen.items[i];
    }
    return NO_ID;
}

const reading_capture *drg_annotation_captures(const drg_document *d, uint32_t id, uint32_t *count) {
    const settled_facts *facts = reading_facts(&d->readings, &d->readings.items.items[id]);
    *count = facts && !drg_label_resolves(label_at(d, id), RESOLVE_DATE) ? facts->part_count : 0;
    return *count ? d->readings.captures.items + facts->first_part : NULL;
}

const reading_capture *drg_annotation_capture(const drg_document *d, uint32_t id, const char *name) {
    uint32_t count;
    const reading_capture *const all = drg_annotation_captures(d, id, &count);
    for (uint32_t i = 0; i < count; i++)
        if (text_is(*all[i].name, name)) return &all[i];
    return NULL;
}

drg_text drg_attribute_value(const drg_document *d, const reading_attribute *a) {
    const uint32_t id = a->kind == VALUE_READING ? drg_annotation_now(d, a->reading) : NO_ID;
    const settled_facts *facts = id == NO_ID ? NULL : reading_facts(&d->readings, &d->readings.items.items[id]);
    return facts && facts->value_length ? facts_value(facts) : attribute_text(a);
}
