/* Explaining. See explain.h. */
#include "explain.h"

static drg_term term_of_rule(const drg_document *d, uint32_t rule, double weight) {
    return (drg_term){d->rules[rule].name, d->rules[rule].file, d->rules[rule].line, weight};
}

static drg_term term_of_name(const drg_document *d, uint32_t name, double weight) {
    const name_origin n = drg_gazetteer_origin(d->gazetteer, name);
    return (drg_term){n.text, n.file, n.line, weight};
}

drg_status drg_explain(drg_extractor *x, const drg_document *d, reading_id id, drg_explanation *out) {
    const reading *r = &d->readings.items.items[id.n];
    uint32_t rules[TERMS_SHOWN - 1];
    const uint32_t count = drg_reading_evidence(x->matcher, id.n, rules, TERMS_SHOWN - 1);
    *out = (drg_explanation){.reading = id, .chosen = r->flags & READING_CHOSEN, .term_count = count + 1};
    const double own = (double)drg_reading_weight(r, d->rules, d->gazetteer);
    out->terms[0] = r->rule.n != NO_ID ? term_of_rule(d, r->rule.n, own) : term_of_name(d, r->source, own);
    for (uint32_t i = 0; i < count; i++) out->terms[i + 1] = term_of_rule(d, rules[i], d->rules[rules[i]].weight);
    return DRG_OK;
}
