/* Readings: small questions to them. See readings.h. */
#include "rules/readings.h"

#include <string.h>

#include "bounds.h"

float drg_reading_weight(const reading *r, const rule_facts *rules, const gazetteer *g) {
    if (r->rule.n == NO_ID) return drg_gazetteer_name(g, r->source)->weight;
    return r->source == NO_ID ? (float)rules[r->rule.n].weight : ALIAS_WEIGHT;
}

const reading_attribute *drg_reading_attribute(const readings *r, const reading *of, const char *key) {
    if (of->facts == NO_ID) return NULL;
    const settled_facts *facts = &r->facts.items[of->facts];
    for (uint32_t i = 0; i < facts->attribute_count; i++) {
        const reading_attribute *a = &r->attributes.items[facts->first_attribute + i];
        if (text_is(*a->key, key)) return a;
    }
    return NULL;
}

drg_status drg_reading_attribute_add(readings *r, const reading *of, reading_attribute added) {
    settled_facts *facts = &r->facts.items[of->facts];
    if (facts->attribute_count == UINT16_MAX) return DRG_TOO_LARGE;
    const uint32_t end = facts->first_attribute + facts->attribute_count;
    if (!VECTOR_RESERVE(r->attributes, r->attributes.count + facts->attribute_count + 1)) return DRG_NO_MEMORY;
    if (facts->attribute_count && end != r->attributes.count) {
        memcpy(r->attributes.items + r->attributes.count, r->attributes.items + facts->first_attribute,
               facts->attribute_count * sizeof *r->attributes.items);
        facts->first_attribute = (uint32_t)r->attributes.count;
        r->attributes.count += facts->attribute_count;
    } else if (!facts->attribute_count) {
        facts->first_attribute = (uint32_t)r->attributes.count;
    }
    r->attributes.items[r->attributes.count++] = added;
    facts->attribute_count++;
    return DRG_OK;
}
