/* Examples. See examples.h.
 *
 * Of a `+` example the brackets are all annotations of the rule's label and form for which the rule made a reading above
 * zero; of evidence, all annotations of its label, and it must have held for a reading. From `-` nothing comes. */
#include "examples.h"

#include <stdlib.h>
#include <string.h>

#include "extract.h"

typedef struct {
    drg_extractor *extractor;
    drg_messages *messages;
    const ruleset *set;
    uint32_t rule;
    bool outweighed; /* by another reading, in every example so far */
} run;

static bool is_of_rule(const rule_tree *t, const reading *r) {
    if (r->label != t->label.n) return false;
    if (t->form.n == NO_FORM) return t->is_evidence || r->form == 0;
    return r->form == t->form.n;
}

/* Did the rule make this annotation, alone or with others? What is only its alias does not count. */
static bool made(const drg_document *d, uint32_t rule, const reading *r) {
    for (;; r = &d->readings.items.items[r->merged]) {
        if (r->rule.n == rule && reading_teacher(r) == NO_ID) return true;
        if (r->merged == NO_ID) return false;
    }
}

static bool held(const run *n, uint32_t id) {
    uint32_t rules[64];
    const uint32_t count = drg_reading_evidence(n->extractor->matcher, id, rules, 64);
    for (uint32_t i = 0; i < count; i++)
        if (rules[i] == n->rule) return true;
    return false;
}

static bool held_for_any(const run *n, const drg_document *d) {
    for (uint32_t i = 0; i < d->readings.items.count; i++)
        if (held(n, i)) return true;
    return false;
}

/* Is this annotation one that the example's brackets speak of? */
static bool counts(const run *n, const rule_tree *t, const drg_document *d, uint32_t id) {
    const reading *r = &d->readings.items.items[id];
    if (!is_of_rule(t, r)) return false;
    return t->is_evidence || (r->sum > 0 && made(d, n->rule, r)) || (made(d, n->rule, r) && r->flags & READING_HELD);
}

/* What was found, in brackets ---------------------------------------------------------------------------------------- */

typedef struct {
    char bytes[600];
    size_t length;
} shown;

static void show(shown *s, const char *bytes, size_t length) {
    if (length > sizeof s->bytes - 1 - s->length) length = sizeof s->bytes - 1 - s->length;
    memcpy(s->bytes + s->length, bytes, length);
    s->length += length;
    s->bytes[s->length] = '\0';
}

static drg_text value_of(const drg_document *d, const reading *r) {
    const settled_facts *f = reading_facts(&d->readings, r);
    return f ? facts_value(f) : (drg_text){0};
}

static void show_found(const run *n, const rule_tree *t, const example_tree *e, const drg_document *d, shown *s) {
    size_t done = 0;
    s->length = 0;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        uint32_t start, end;
        const reading *r = &d->readings.items.items[d->readings.chosen.items[i]];
        if (!counts(n, t, d, d->readings.chosen.items[i])) continue;
        drg_document_bytes(d, r->first_token, r->end_token, &start, &end);
        if (start < done) continue;
        show(s, e->text.bytes + done, start - done);
        show(s, "[", 1);
        show(s, e->text.bytes + start, end - start);
        show(s, "]", 1);
        if (e->value.length) {
            show(s, "=", 1);
            show(s, value_of(d, r).bytes, value_of(d, r).length);
        }
        done = end;
    }
    show(s, e->text.bytes + done, e->text.length - done);
}

/* One example ---------------------------------------------------------------------------------------------------------- */

/* Are the annotations that count exactly the brackets, with the value that the example tells? */
static bool as_bracketed(run *n, const rule_tree *t, const example_tree *e, const drg_document *d) {
    uint32_t right = 0, others = 0;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        uint32_t start, end;
        bool is = false;
        const reading *r = &d->readings.items.items[d->readings.chosen.items[i]];
        if (!counts(n, t, d, d->readings.chosen.items[i])) continue;
        drg_document_bytes(d, r->first_token, r->end_token, &start, &end);
        for (uint32_t s = 0; s < e->span_count; s++)
            is |= e->spans[s].start_byte == start && e->spans[s].end_byte == end;
        if (is && e->value.length) is = text_equal(value_of(d, r), e->value);
        right += is;
        others += !is;
        if (r->rule.n == n->rule) n->outweighed = false;
    }
    return right == e->span_count && !others;
}

static bool comes_from(const run *n, const rule_tree *t, const drg_document *d) {
    if (t->is_evidence) return held_for_any(n, d);
    for (size_t i = 0; i < d->readings.chosen.count; i++)
        if (made(d, n->rule, &d->readings.items.items[d->readings.chosen.items[i]])) return true;
    return false;
}

static drg_status run_example(run *n, const rule_tree *t, const example_tree *e) {
    const drg_document *d;
    shown s;
    const drg_input input = {.id = t->name, .text = e->text, .reference_date = e->date, .language = n->set->language};
    const drg_status status = drg_annotate(n->extractor, &input, &d);
    if (status != DRG_OK) return status; /* what an example says was checked when it was read */
    show_found(n, t, e, d, &s);
    if (!e->positive) {
        if (comes_from(n, t, d))
            drg_error(n->messages, e->at, "example-finds", "narrow the rule, or make it a + example",
                      "the example is to find nothing, but '%.*s' does: %s", SHOW(t->name), s.bytes);
    } else if (!as_bracketed(n, t, e, d)) {
        drg_error(n->messages, e->at, "example-fails", "mend the rule, or the brackets; `dragoman why` tells what won",
                  "the example of '%.*s' does not hold; it finds: %s", SHOW(t->name), s.bytes);
    } else if (t->is_evidence && !held_for_any(n, d)) {
        drg_error(n->messages, e->at, "evidence-did-not-hold", "give an example in which it matters",
                  "the evidence '%.*s' did not hold here", SHOW(t->name));
    }
    return DRG_OK;
}

/* All of them ------------------------------------------------------------------------------------------------------------ */

static drg_status run_rule(run *n, size_t *count) {
    const rule_tree *t = rule_tree_of(n->set, n->rule);
    const size_t errors = drg_messages_error_count(n->messages);
    bool any = false;
    n->outweighed = !t->is_evidence;
    for (uint32_t i = 0; i < t->example_count; i++) {
        TRY(run_example(n, t, &t->examples[i]));
        any |= t->examples[i].positive;
        ++*count;
    }
    if (any && n->outweighed && drg_messages_error_count(n->messages) == errors)
        drg_warn(n->messages, t->at, "rule-outweighed", "does it say anything that the other does not?",
                 "another reading outweighs '%.*s' in all of its examples", SHOW(t->name));
    return DRG_OK;
}

/* Rules of "all" are run once, with the first language. */
static drg_status run_ruleset(run *n, bool with_all, size_t *count) {
    for (n->rule = 0; n->rule < n->set->trees.count; n->rule++) {
        const bool of_all = text_is(rule_tree_of(n->set, n->rule)->language, "all");
        if (!of_all || with_all) TRY(run_rule(n, count));
    }
    return DRG_OK;
}

drg_status drg_examples_run(const drg_knowledge *k, drg_messages *messages, size_t *count) {
    run n = {.messages = messages};
    *count = 0;
    TRY(drg_extractor_new(k, &n.extractor));
    n.extractor->explains = true;
    drg_status status = DRG_OK;
    for (size_t i = 0; i < k->rulesets.count && status == DRG_OK; i++) {
        n.set = &k->rulesets.items[i];
        status = run_ruleset(&n, i == 0, count);
    }
    drg_extractor_free(n.extractor);
    return status;
}
