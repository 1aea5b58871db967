/* What rules ask of resolve/: values and attributes of the annotations of earlier stages.
 *
 *     match a:<Person> with b:<Person>     where {a.value} != {b.value}     asks
 *     match a:<Person> with b:<Person>     set with={a}                     does not
 *     match a:<Treaty>                     set kind={a.kind}                asks: it may be that of the entry found
 *     match <Country{value=FRA}>                                            asks
 *
 * Where none asks, what annotations denote has to be found but once, in the last stage. */
#include "rules/program.h"

static bool template_asks_value(const template_plan *t, drg_text capture) {
    for (uint32_t i = 0; i < t->count; i++)
        if (text_equal(t->pieces[i].capture, capture) && t->pieces[i].field.length) return true;
    return false;
}

static bool rule_asks_value(const rule_plan *t, drg_text capture) {
    bool asks = template_asks_value(&t->value, capture);
    for (uint32_t i = 0; i < t->date_count; i++) asks |= template_asks_value(&t->dates[i].value, capture);
    for (uint32_t i = 0; i < t->set_count; i++) asks |= template_asks_value(&t->sets[i].value, capture);
    for (uint32_t i = 0; i < t->where_count; i++)
        asks |= template_asks_value(&t->wheres[i].left, capture) || template_asks_value(&t->wheres[i].right, capture);
    return asks;
}

static bool program_asks_values(const ruleset *set, const program *p) {
    for (size_t i = 0; i < p->patterns.count; i++) {
        const pattern *one = &p->patterns.items[i];
        for (uint32_t s = one->first_slot; s < one->first_slot + one->slot_count; s++) {
            const slot *of = slot_at(set, p, s);
            if (of->of_label && rule_asks_value(rule_plan_of(set, one->rule), of->name)) return true;
        }
    }
    return false;
}

bool drg_ruleset_asks_values(const ruleset *set) {
    for (size_t i = 0; i < set->kinds.count; i++)
        if (set->kinds.items[i].of == MARK_OF_LABEL && text_is(set->kinds.items[i].key, "value")) return true;
    for (size_t i = 0; i < set->stages.count; i++) {
        const stage_program *s = &set->stages.items[i];
        if (program_asks_values(set, &s->rules) || program_asks_values(set, &s->before) ||
            program_asks_values(set, &s->is) || program_asks_values(set, &s->after))
            return true;
    }
    return false;
}
