/* Rules in a pack. See rules.h; sound.c has the checks of what is read. */
#include "pack/rules.h"

#include "pack/lexicon.h"
#include "pack/sound.h"

/* Labels ----------------------------------------------------------------------------------------------------------- */

static void transfer_held(transfer *t, label_id *l) {
    drg_transfer_u32(t, &l->n);
}

static void transfer_attribute(transfer *t, label_attribute *a) {
    drg_transfer_name(t, &a->name);
    drg_transfer_name(t, &a->from);
    drg_transfer_bool(t, &a->of_list);
}

static void transfer_resolve(transfer *t, label_resolve *r) {
    TRANSFER_ENUM(t, r->kind, RESOLVE_KIND_COUNT);
    drg_transfer_u32(t, &r->of);
}

/* Without the place where it is declared: that is for messages about sources. */
static void transfer_label(transfer *t, label *l) {
    drg_transfer_name(t, &l->name);
    drg_transfer_bool(t, &l->hidden);
    TRANSFER_ARRAY(t, l->forms, l->form_count, drg_transfer_name);
    TRANSFER_ARRAY(t, l->holds, l->hold_count, transfer_held);
    TRANSFER_ARRAY(t, l->attributes, l->attribute_count, transfer_attribute);
    TRANSFER_ARRAY(t, l->resolves, l->resolve_count, transfer_resolve);
}

void drg_transfer_labels(transfer *t, label_table *labels) {
    TRANSFER_ARRAY(t, labels->stages, labels->stage_count, drg_transfer_name);
    TRANSFER_ARRAY(t, labels->labels, labels->label_count, transfer_label);
    if (t->reads && t->status == DRG_OK && !drg_labels_are_sound(labels)) drg_transfer_wrong(t);
}

/* Names: sections, looked at when they are needed --------------------------------------------------------------------- */

typedef struct { /* What the check of a section looks at. Lifetime: the pack's. */
    const void *items;
    size_t bound;
    const label_table *labels;
} checked;

/* Gives the section's guard a check: only now is it known where its items are. */
static void check_section(transfer *t, flat_guard *guard, flat_check *check, checked of) {
    checked *kept = t->reads ? drg_transfer_take(t, 1, sizeof *kept) : NULL;
    if (!kept) return;
    *kept = of;
    guard->check = check;
    guard->of = kept;
}

static bool check_name_readings(const void *of, size_t first, size_t end) {
    const checked *c = of;
    const name_reading *items = c->items;
    for (size_t i = first; i < end; i++) {
        if (items[i].label > c->labels->label_count) return false;
        const uint32_t forms = items[i].label ? c->labels->labels[items[i].label - 1].form_count : 0;
        if (items[i].form >= (forms ? forms : 1)) return false;
    }
    return true;
}

void drg_transfer_name_readings(transfer *t, const label_table *labels, name_readings *names) {
    TRANSFER_FLAT(t, *names, NULL, NULL);
    check_section(t, names->guard, check_name_readings, (checked){names->items, 0, labels});
}

/* Plans ------------------------------------------------------------------------------------------------------------ */

static void transfer_piece(transfer *t, template_piece *p) {
    drg_transfer_text(t, &p->literal);
    drg_transfer_text(t, &p->capture);
    drg_transfer_u32(t, &p->index);
    drg_transfer_text(t, &p->field);
    TRANSFER_ENUM(t, p->function, FUNCTION_COUNT);
}

static void transfer_template(transfer *t, template_plan *p) {
    TRANSFER_ARRAY(t, p->pieces, p->count, transfer_piece);
}

static void transfer_field(transfer *t, field_plan *f) {
    drg_transfer_text(t, &f->key);
    TRANSFER_ENUM(t, f->date_key, DATE_KEY_COUNT);
    transfer_template(t, &f->value);
}

static void transfer_where(transfer *t, where_plan *w) {
    TRANSFER_ENUM(t, w->kind, WHERE_COUNT);
    drg_transfer_bool(t, &w->negated);
    transfer_template(t, &w->left);
    transfer_template(t, &w->right);
    TRANSFER_ENUM(t, w->operator, OPERATOR_COUNT);
    drg_transfer_u32(t, &w->label.n);
}

static void transfer_plan(transfer *t, rule_plan *p) {
    drg_transfer_u32(t, &p->stage);
    drg_transfer_bool(t, &p->of_tokens);
    transfer_template(t, &p->value);
    TRANSFER_ARRAY(t, p->dates, p->date_count, transfer_field);
    TRANSFER_ARRAY(t, p->sets, p->set_count, transfer_field);
    TRANSFER_ARRAY(t, p->wheres, p->where_count, transfer_where);
}

static void transfer_facts(transfer *t, rule_facts *f) {
    drg_transfer_name(t, &f->name);
    drg_transfer_name(t, &f->file);
    drg_transfer_u32(t, &f->line);
    drg_transfer_bool(t, &f->is_evidence);
    drg_transfer_u32(t, &f->label.n);
    drg_transfer_u32(t, &f->form.n);
    drg_transfer_double(t, &f->weight);
}

/* Programs --------------------------------------------------------------------------------------------------------- */

/* Without where its instructions come from: that is for explanations, which read the trees. */
static void transfer_program(transfer *t, program *p) {
    drg_transfer_u32(t, &p->skip_kind);
    TRANSFER_PLAIN(t, p->code, NULL, NULL);
    TRANSFER_PLAIN(t, p->patterns, NULL, NULL);
    TRANSFER_PLAIN(t, p->slots, NULL, NULL);
    TRANSFER_PLAIN(t, p->elements, NULL, NULL);
    TRANSFER_PLAIN(t, p->decisions, NULL, NULL);
    TRANSFER_PLAIN(t, p->test_groups, NULL, NULL);
    TRANSFER_PLAIN(t, p->by_default, NULL, NULL);
    TRANSFER_PLAIN(t, p->by_test, NULL, NULL);
    TRANSFER_PLAIN(t, p->by_mark, NULL, NULL);
    TRANSFER_PLAIN(t, p->test_first, NULL, NULL);
}

static void transfer_text_rule(transfer *t, text_rule *r) {
    drg_transfer_u32(t, &r->rule);
    drg_transfer_text(t, &r->whole.expression);
    if (t->reads) r->whole.anchor = REGEX_HERE;
    drg_transfer_bytes(t, r->first_bytes, sizeof r->first_bytes);
    drg_transfer_bytes(t, &r->needed_byte, sizeof r->needed_byte);
    drg_transfer_u32(t, &r->first_slot);
    drg_transfer_u32(t, &r->slot_count);
    drg_transfer_u32(t, &r->span_group);
}

static void transfer_stage(transfer *t, stage_program *s) {
    transfer_program(t, &s->rules);
    transfer_program(t, &s->before);
    transfer_program(t, &s->is);
    transfer_program(t, &s->after);
    if (t->reads) s->before.backward = s->before.continues = s->after.continues = true;
    TRANSFER_ARRAY(t, s->skips.items, s->skips.count, transfer_program);
    TRANSFER_ARRAY(t, s->texts.items, s->texts.count, transfer_text_rule);
    TRANSFER_PLAIN(t, s->fact_evidence, NULL, NULL);
    drg_transfer_bool(t, &s->asks_choice);
}

/* Rulesets --------------------------------------------------------------------------------------------------------- */

static void transfer_mark_kind(transfer *t, mark_kind *k) {
    TRANSFER_ENUM(t, k->of, MARK_OF_SKIP + 1);
    drg_transfer_u32(t, &k->id);
    drg_transfer_u32(t, &k->form.n);
    drg_transfer_text(t, &k->key);
    drg_transfer_text(t, &k->value);
    drg_transfer_u32(t, &k->test);
}

static void transfer_slot(transfer *t, slot *s) {
    drg_transfer_text(t, &s->name);
    drg_transfer_text(t, &s->form);
    drg_transfer_u32(t, &s->fills);
    drg_transfer_bool(t, &s->of_label);
    drg_transfer_u32(t, &s->list);
    drg_transfer_text(t, &s->key);
    drg_transfer_text(t, &s->value);
}

static void transfer_text_slot(transfer *t, text_slot *s) {
    drg_transfer_text(t, &s->name);
    drg_transfer_u32(t, &s->group);
}

static bool check_entry_kinds(const void *of, size_t first, size_t end) {
    const checked *c = of;
    const uint32_t *sets = c->items;
    for (size_t i = first; i < end; i++)
        if (sets[i] >= c->bound) return false;
    return true;
}

static void transfer_kinds(transfer *t, ruleset *set) {
    TRANSFER_ARRAY(t, set->kinds.items, set->kinds.count, transfer_mark_kind);
    TRANSFER_PLAIN(t, set->kind_sets, NULL, NULL);
    TRANSFER_PLAIN(t, set->kinds_of_sets, NULL, NULL);
    TRANSFER_PLAIN(t, set->label_kinds, NULL, NULL);
    TRANSFER_PLAIN(t, set->label_first_kind, NULL, NULL);
    TRANSFER_FLAT(t, set->entry_kinds, NULL, NULL);
    check_section(t, set->entry_kinds.guard, check_entry_kinds,
                  (checked){set->entry_kinds.items, set->kind_sets.count, NULL});
}

void drg_transfer_ruleset(transfer *t, const label_table *labels, const name_readings *names, const gazetteer *g,
                          const vocabulary *v, ruleset *set) {
    if (t->reads) *set = (ruleset){.labels = labels, .gazetteer = g, .names = names};
    drg_transfer_name(t, &set->language);
    if (t->status != DRG_OK) return;
    drg_transfer_word_tests(t, v, g, &set->tests);
    TRANSFER_ARRAY(t, set->facts.items, set->facts.count, transfer_facts);
    TRANSFER_ARRAY(t, set->plans.items, set->plans.count, transfer_plan);
    TRANSFER_ARRAY(t, set->slots.items, set->slots.count, transfer_slot);
    TRANSFER_ARRAY(t, set->text_slots.items, set->text_slots.count, transfer_text_slot);
    transfer_kinds(t, set);
    TRANSFER_ARRAY(t, set->stages.items, set->stages.count, transfer_stage);
    drg_transfer_bool(t, &set->asks_values);
    if (t->reads && t->status == DRG_OK && !drg_ruleset_is_sound(set)) drg_transfer_wrong(t);
}
