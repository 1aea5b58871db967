/* A document made by hand for the tests of resolve/: one label that dates, readings over a row of tokens. */
#ifndef RESOLVE_FIXTURE_H
#define RESOLVE_FIXTURE_H

#include <stdlib.h>

#include "resolve/annotations.h"

static inline date_key fixture_key(drg_text key) {
    static const char *const keys[] = {
#define X(key) #key,
        DATE_KEYS(X)
#undef X
    };
    date_key i = 0;
    while (!text_is(key, keys[i])) i++;
    return i;
}

/* key=value, cut at spaces; a value may be quoted: hour={3 p.m.} */
static inline void fixture_fields(drg_document *d, uint32_t id, const char *text) {
    settled_facts *facts = facts_at(d, id);
    facts->first_part = (uint32_t)d->readings.fields.count;
    while (*text) {
        const char *equals = strchr(text, '='), *value = equals + 1;
        const char *end = *value == '{' ? strchr(++value, '}') : value + strcspn(value, " ");
        const reading_field field = {value, (uint32_t)(end - value),
                                     fixture_key((drg_text){text, (size_t)(equals - text)})};
        (void)VECTOR_PUSH(d->readings.fields, field);
        facts->part_count++;
        text = end + (*end == '}');
        text += strspn(text, " ");
    }
}

/* A chosen and settled reading of tokens first … end - 1. */
static inline uint32_t fixture_annotation(drg_document *d, uint16_t label_number, uint32_t first, uint32_t end) {
    const uint32_t id = (uint32_t)d->readings.items.count;
    const reading r = {.first_token = first,
                       .end_token = end,
                       .label = (uint8_t)label_number,
                       .rule = {NO_ID},
                       .source = NO_ID,
                       .flags = READING_CHOSEN | READING_SETTLED,
                       .merged = NO_ID,
                       .facts = (uint32_t)d->readings.facts.count};
    const settled_facts facts = {.entry = NO_ID, .referent = NO_ID};
    (void)VECTOR_PUSH(d->readings.items, r);
    (void)VECTOR_PUSH(d->readings.facts, facts);
    (void)VECTOR_PUSH(d->readings.chosen, id);
    return id;
}

static inline void fixture_clear(drg_document *d) {
    VECTOR_CLEAR(d->tokens);
    VECTOR_CLEAR(d->readings.items);
    VECTOR_CLEAR(d->readings.facts);
    VECTOR_CLEAR(d->readings.attributes);
    VECTOR_CLEAR(d->readings.captures);
    VECTOR_CLEAR(d->readings.fields);
    VECTOR_CLEAR(d->readings.chosen);
    drg_arena_clear(&d->arena);
}

#endif
