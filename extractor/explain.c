/* Explaining. See explain.h. */
#include "explain.h"

#include "bounds.h"

static const reading *reading_at(const drg_document *d, uint32_t number) {
    return &d->readings.items.items[number];
}

/* Sums ----------------------------------------------------------------------------------------------------------------- */

static explained_term term_of_rule(const drg_document *d, uint32_t rule, double weight) {
    return (explained_term){
        {d->rules[rule].name, d->rules[rule].file, d->rules[rule].line, weight},
        rule
    };
}

static explained_term term_of_name(const drg_document *d, uint32_t name, double weight) {
    const name_origin n = drg_gazetteer_origin(d->gazetteer, name);
    return (explained_term){
        {n.text, n.at.file ? n.at.file->path : n.file, n.line, weight},
        NO_ID
    };
}

explained_term drg_explain_maker(const drg_document *d, const reading *r) {
    const double own = (double)drg_reading_weight(r, d->rules, d->gazetteer);
    return r->rule.n != NO_ID ? term_of_rule(d, r->rule.n, own) : term_of_name(d, r->source, own);
}

void drg_explain(const drg_extractor *x, const drg_document *d, uint32_t number, drg_explanation *out) {
    const reading *r = reading_at(d, number);
    uint32_t rules[TERMS_SHOWN - 1];
    const uint32_t count = drg_reading_evidence(x->matcher, number, rules, TERMS_SHOWN - 1);
    out->term_count = count + 1;
    out->terms[0] = drg_explain_maker(d, r);
    for (uint32_t i = 0; i < count; i++) out->terms[i + 1] = term_of_rule(d, rules[i], d->rules[rules[i]].weight);
}

/* For users of the library --------------------------------------------------------------------------------------------- */

void drg_extractor_explain(drg_extractor *x, bool explain) {
    x->explains = explain;
}

/* Evidence that was not kept whole is not told in part. */
static uint32_t evidence_kept(const drg_extractor *x, size_t entity, uint32_t rules[TERMS_SHOWN]) {
    if (!x->explained) return 0;
    return drg_reading_evidence(x->matcher, x->document.entities.items[entity], rules, TERMS_SHOWN);
}

size_t drg_extractor_term_count(const drg_extractor *x, size_t entity) {
    uint32_t rules[TERMS_SHOWN];
    return (size_t)evidence_kept(x, entity, rules) + 1;
}

drg_term drg_extractor_term(const drg_extractor *x, size_t entity, size_t t) {
    const drg_document *d = &x->document;
    uint32_t rules[TERMS_SHOWN];
    if (t == 0) return drg_explain_maker(d, reading_at(d, d->entities.items[entity])).term;
    (void)evidence_kept(x, entity, rules);
    return term_of_rule(d, rules[t - 1], d->rules[rules[t - 1]].weight).term;
}

/* Rules and stages --------------------------------------------------------------------------------------------------- */

const ruleset *drg_explain_rules(const drg_extractor *x) {
    for (size_t i = 0; i < x->readers.count; i++)
        if (x->readers.items[i].matcher == x->matcher) return x->readers.items[i].set;
    return NULL;
}

/* Names are there from the first stage on; an alias comes with who teaches it. */
uint32_t drg_explain_stage(const drg_extractor *x, const reading *r) {
    return r->rule.n == NO_ID ? 0 : rule_tree_of(drg_explain_rules(x), r->rule.n)->stage;
}

/* Losses --------------------------------------------------------------------------------------------------------------- */

static bool holds(const drg_document *d, const reading *outer, const reading *inner) {
    const label *l = &d->labels->labels[outer->label];
    for (uint32_t i = 0; i < l->hold_count; i++)
        if (l->holds[i].n == inner->label) return true;
    return false;
}

static drg_loss_kind loss_of_same_span(const reading *r, const reading *w) {
    return w->sum > r->sum ? LOST_BY_WEIGHT : LOST_BY_ORDER;
}

/* What one winner that it overlaps has to do with its loss; LOST_OTHERWISE: nothing. */
static drg_loss_kind loss_to(const drg_document *d, const reading *r, const reading *w) {
    if (r->first_token == w->first_token && r->end_token == w->end_token) return loss_of_same_span(r, w);
    if (w->first_token <= r->first_token && r->end_token <= w->end_token) {
        if (holds(d, w, r)) return LOST_OTHERWISE;
        if (w->label != r->label) return LOST_INSIDE;
        return w->first_token == r->first_token ? LOST_BY_LENGTH : LOST_BY_SPAN;
    }
    if (w->first_token < r->first_token) return LOST_BY_SPAN;
    return w->end_token > r->end_token || w->first_token == r->first_token ? LOST_BY_STAGE : LOST_OTHERWISE;
}

/* Where in what was chosen the first one stands that may reach token `first`. */
static size_t first_reaching(const drg_document *d, uint32_t first) {
    const uint32_t least = first > REGEX_TEXT_BYTES ? first - REGEX_TEXT_BYTES : 0;
    size_t low = 0, high = d->readings.chosen.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (reading_at(d, d->readings.chosen.items[middle])->first_token < least) low = middle + 1;
        else high = middle;
    }
    return low;
}

drg_loss drg_explain_loss(const drg_document *d, uint32_t number) {
    const reading *r = reading_at(d, number);
    drg_loss loss = {LOST_OTHERWISE, NO_ID};
    if (r->flags & READING_NEVER) return (drg_loss){LOST_BY_NEVER, NO_ID};
    if (r->flags & READING_DROPPED) return (drg_loss){LOST_ITS_ANTECEDENT, NO_ID};
    if (!(r->sum > 0)) return (drg_loss){LOST_BY_SUM, NO_ID};
    for (size_t i = first_reaching(d, r->first_token); i < d->readings.chosen.count; i++) {
        const uint32_t winner = d->readings.chosen.items[i];
        const reading *w = reading_at(d, winner);
        if (w->first_token >= r->end_token) break;
        if (w->end_token <= r->first_token || winner == number) continue;
        const drg_loss_kind kind = loss_to(d, r, w);
        if (kind != LOST_OTHERWISE) return (drg_loss){kind, winner};
        loss.winner = winner;
    }
    return loss;
}

/* Where facts come from ---------------------------------------------------------------------------------------------- */

static bool is_set_by(const rule_tree *t, const reading_attribute *a) {
    for (uint32_t i = 0; i < t->set_count; i++)
        if (text_equal(t->sets[i].key, *a->key)) return true;
    return false;
}

#define CAPTURES_ASKED 32

/* Did this rule, or evidence, give reading `r` the attribute? */
static drg_status gives(tracer *t, const ruleset *set, const reading *r, uint32_t rule, const reading_attribute *a,
                        drg_fact_source *out, bool *does) {
    const rule_tree *tree = rule_tree_of(set, rule);
    const label *l = &set->labels->labels[tree->label.n];
    trace_capture captures[CAPTURES_ASKED];
    uint32_t count;
    *does = false;
    TRY(drg_trace_captures(t, r, rule, captures, CAPTURES_ASKED, &count));
    for (uint32_t i = 0; i < count; i++) {
        if (captures[i].fills == NO_FORM || !text_equal(l->attributes[captures[i].fills].name, *a->key)) continue;
        *out = (drg_fact_source){FROM_CAPTURE, rule};
        *does = true;
        return DRG_OK;
    }
    *does = is_set_by(tree, a);
    if (*does) *out = (drg_fact_source){FROM_SET, rule};
    return DRG_OK;
}

static bool is_of_entry(const drg_document *d, const reading *r, const reading_attribute *a) {
    const settled_facts *f = reading_facts(&d->readings, r);
    if (!f || f->entry == NO_ID) return false;
    for (uint32_t i = 0; i < drg_gazetteer_attribute_count(d->gazetteer, f->entry); i++)
        if (text_equal(drg_gazetteer_attribute_at(d->gazetteer, f->entry, i).key, *a->key)) return true;
    return false;
}

drg_status drg_explain_attribute(tracer *t, drg_extractor *x, const drg_document *d, uint32_t number,
                                 const reading_attribute *a, drg_fact_source *out) {
    const ruleset *set = drg_explain_rules(x);
    const reading *head = reading_at(d, number);
    uint32_t evidence[TERMS_SHOWN];
    bool does = false;
    for (const reading *r = head; !does; r = reading_at(d, r->merged)) {
        if (r->rule.n != NO_ID && !(r->flags & READING_ALIAS)) TRY(gives(t, set, r, r->rule.n, a, out, &does));
        if (r->merged == NO_ID) break;
    }
    const uint32_t count = drg_reading_evidence(x->matcher, number, evidence, TERMS_SHOWN);
    for (uint32_t i = 0; i < count && !does; i++) TRY(gives(t, set, head, evidence[i], a, out, &does));
    if (!does) *out = (drg_fact_source){is_of_entry(d, head, a) ? FROM_ENTRY : FROM_RESOLUTION, NO_ID};
    return DRG_OK;
}

drg_fact_source drg_explain_value(drg_extractor *x, const drg_document *d, uint32_t number) {
    const ruleset *set = drg_explain_rules(x);
    const settled_facts *f = reading_facts(&d->readings, reading_at(d, number));
    for (const reading *r = reading_at(d, number);; r = reading_at(d, r->merged)) {
        const rule_tree *tree = r->rule.n == NO_ID ? NULL : rule_tree_of(set, r->rule.n);
        if (tree && tree->date_count) return (drg_fact_source){FROM_DATE, r->rule.n};
        if (tree && tree->value.count) return (drg_fact_source){FROM_VALUE, r->rule.n};
        if (r->merged == NO_ID) break;
    }
    return (drg_fact_source){f && f->entry != NO_ID ? FROM_ENTRY : FROM_RESOLUTION, NO_ID};
}
