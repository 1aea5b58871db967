/* Soundness. See sound.h. Beside each array stands who relies on what of it. */
#include "pack/sound.h"

#include <math.h>
#include <string.h>

#include "bounds.h"
#include "pack/transfer.h"
#include "rules/elements.h"

static bool all_below(const uint32_t *items, size_t count, size_t bound) {
    bool sound = true;
    for (size_t i = 0; i < count; i++) sound &= items[i] < bound;
    return sound;
}

/* Labels ----------------------------------------------------------------------------------------------------------- */

/* JSON is written without looking for what to escape in it (write/json.c). */
static bool is_word(drg_text name) {
    bool is = name.length > 0;
    for (size_t i = 0; i < name.length; i++)
        is &= (unsigned char)name.bytes[i] > ' ' && name.bytes[i] != '"' && name.bytes[i] != '\\';
    return is;
}

static bool label_is_sound(const label *l, uint32_t label_count) {
    bool sound = is_word(l->name) && l->form_count <= LABELS_MOST; /* a reading has a byte for each */
    for (uint32_t i = 0; i < l->form_count; i++) sound &= is_word(l->forms[i]);
    for (uint32_t i = 0; i < l->attribute_count; i++) sound &= is_word(l->attributes[i].name);
    for (uint32_t i = 0; i < l->hold_count; i++) sound &= l->holds[i].n < label_count;
    for (uint32_t i = 0; i < l->resolve_count; i++)
        sound &= l->resolves[i].of < label_count || l->resolves[i].of == NO_FORM;
    return sound;
}

/* What holds for every label and stage (matcher.c) is made for as many as a person writes. */
bool drg_labels_are_sound(const label_table *labels) {
    bool sound = labels->label_count <= LABELS_MOST && labels->stage_count <= STAGES_MOST;
    for (uint32_t i = 0; i < labels->label_count && sound; i++)
        sound = label_is_sound(&labels->labels[i], labels->label_count);
    return sound;
}

/* Rules ------------------------------------------------------------------------------------------------------------ */

/* As the rule language has it; sums and scores are finite. `never` is minus infinity. */
static bool weight_is_sound(const rule_facts *f) {
    return fabs(f->weight) <= WEIGHT_MOST || (f->is_evidence && isinf(f->weight) && f->weight < 0);
}

/* A reading has its label and form (make.c), by which everything is found: forms, evidence, attributes. */
static bool facts_are_sound(const ruleset *set, const rule_facts *f) {
    if (f->label.n >= set->labels->label_count || !weight_is_sound(f)) return false;
    const uint32_t forms = set->labels->labels[f->label.n].form_count;
    return f->form.n == NO_FORM || f->form.n < (forms ? forms : 1);
}

/* A rule's stage says in which program it is (recover.c), its fields' keys what resolve/ reads them as, and conditions count
 * by label (conditions.c). */
static bool plan_is_sound(const ruleset *set, const rule_plan *p, const rule_facts *f) {
    bool sound = p->stage < set->stages.count && !(p->of_tokens && f->is_evidence);
    for (uint32_t i = 0; i < p->where_count; i++) {
        const where_plan *w = &p->wheres[i];
        const bool of_label = w->kind == WHERE_PART_OF || w->kind == WHERE_MOSTLY;
        sound &= !of_label || w->label.n < set->labels->label_count;
    }
    for (uint32_t i = 0; i < p->set_count; i++) sound &= p->sets[i].key.bytes != NULL;
    return sound;
}

static bool rules_are_sound(const ruleset *set) {
    /* recall.c and marks number what they know of rules in 32 bits */
    if (set->plans.count != set->facts.count || set->facts.count > UINT32_MAX / 8) return false;
    for (size_t i = 0; i < set->facts.count; i++)
        if (!facts_are_sound(set, &set->facts.items[i]) ||
            !plan_is_sound(set, &set->plans.items[i], &set->facts.items[i]))
            return false;
    return true;
}

/* Marks ------------------------------------------------------------------------------------------------------------ */

/* make.c goes through the kinds of an entry for each of its names in a text, and through those of a label. */
static bool kinds_are_sound(const ruleset *set) {
    const size_t kinds = set->kinds.count;
    if (kinds > UINT32_MAX / (2 * MARK_POSITIONS) || !set->kind_sets.count) return false;
    bool sound = set->kind_sets.items[0].count == 0; /* what a damaged entry has */
    for (size_t i = 0; i < set->kind_sets.count; i++) {
        const kind_set s = set->kind_sets.items[i];
        sound &= transfer_fits(s.first, s.count, set->kinds_of_sets.count) && s.count <= kinds;
    }
    for (size_t i = 0; i < kinds; i++)
        sound &= set->kinds.items[i].form.n == NO_FORM || set->kinds.items[i].form.n < LABELS_MOST;
    return sound && all_below(set->kinds_of_sets.items, set->kinds_of_sets.count, kinds) &&
           all_below(set->label_kinds.items, set->label_kinds.count, kinds) && set->label_kinds.count <= kinds &&
           set->label_first_kind.count == (size_t)set->labels->label_count + 1 &&
           all_below(set->label_first_kind.items, set->label_first_kind.count, set->label_kinds.count + 1);
}

/* Elements --------------------------------------------------------------------------------------------------------- */

/* The decisions of element after element, without a gap. Each leads on to one behind it, or to an end (elements.c). */
static bool element_is_sound(const program *p, const element *e, size_t *next, uint32_t test_count) {
    if (e->first != *next || !transfer_fits(e->first, e->count, p->decisions.count) || e->sort > ONE_FORBIDS)
        return false;
    *next += e->count;
    for (uint32_t i = 0; i < e->count; i++) {
        const decision *d = &p->decisions.items[e->first + i];
        if (d->yes <= i || d->no <= i) return false;
        if (d->kind == DECIDE_TEST && d->id >= test_count) return false;
        if (d->kind == DECIDE_TESTS && !transfer_fits(d->id, d->count, p->test_groups.count)) return false;
    }
    return true;
}

static bool index_is_sound(const single_question *items, size_t count, size_t element_count) {
    bool sound = true;
    for (size_t i = 0; i < count; i++) sound &= items[i].element < element_count;
    return sound;
}

/* by_test is read from test_first[test] up to that of the next test, for each test that the word passes. */
static bool tests_are_sound(const program *p, uint32_t test_count) {
    const size_t count = p->test_first.count;
    const uint32_t *first = p->test_first.items;
    if (count > (size_t)test_count + 1) return false;
    bool sound = !count || first[count - 1] <= p->by_test.count;
    for (size_t i = 1; i < count; i++) sound &= first[i - 1] <= first[i];
    const uint32_t groups = (test_count + 63) / 64;
    for (size_t i = 0; i < p->test_groups.count; i++) sound &= p->test_groups.items[i].group < groups;
    return sound;
}

static bool elements_are_sound(const program *p, uint32_t test_count) {
    size_t next = 0;
    if (p->by_default.count != element_words(p)) return false;                               /* copied as a whole */
    if (p->by_default.items[p->elements.count / 64] >> p->elements.count % 64) return false; /* of no element */
    for (size_t i = 0; i < p->elements.count; i++)
        if (!element_is_sound(p, &p->elements.items[i], &next, test_count)) return false;
    return tests_are_sound(p, test_count) && index_is_sound(p->by_test.items, p->by_test.count, p->elements.count) &&
           index_is_sound(p->by_mark.items, p->by_mark.count, p->elements.count);
}

/* Code ------------------------------------------------------------------------------------------------------------- */

/* Instructions of a pattern that a SPLIT or a JUMP leads to and that are no join, a bit each. */
typedef struct {
    uint64_t bits[PATTERN_NODES / 64 + 1];
} led_to;

/* May a SPLIT or a JUMP lead to `to`? It stays in its pattern; and where several ways meet there is a join. Who goes all ways
 * passes a join once (captures.c, automaton.c): without one they would double at every place where they part and meet, and
 * go round in a loop for ever. */
static inline bool leads_well(const program *p, const pattern *one, led_to *seen, uint32_t to) {
    if (to - one->first >= one->end - one->first) return false;
    if (p->code.items[to].join) return true;
    if (to == one->first) return false; /* the pattern begins there */
    const uint8_t before = p->code.items[to - 1].op;
    uint64_t *some = &seen->bits[(to - one->first) / 64];
    const uint64_t bit = (uint64_t)1 << (to - one->first) % 64;
    if ((before != OP_SPLIT && before != OP_JUMP && before != OP_MATCH) || *some & bit) return false;
    *some |= bit;
    return true;
}

/* How many numbers `x` may be, by opcode. */
static void bound_operands(const program *p, const pattern *one, uint32_t below[OP_MATCH + 1]) {
    below[OP_TOKEN] = (uint32_t)p->elements.count;
    below[OP_SAVE] = one->slot_count * 2;
    below[OP_CONDITION] = IN_SENTENCE + 1;
    below[OP_MATCH] = 1;
    below[OP_SPLIT] = below[OP_JUMP] = one->end;
}

/* What a pattern matches is a match of this one: that of another would be evidence for readings of another label, which have
 * other attributes (weigh.c, settle.c). */
static bool instructions_are_sound(const program *p, const pattern *one, uint32_t number) {
    const uint32_t least[OP_MATCH + 1] = {[OP_MATCH] = number}; /* of these numbers the first one; of others it is 0 */
    uint32_t below[OP_MATCH + 1], joins = 0;
    led_to seen;
    memset(seen.bits, 0, ((one->end - one->first) / 64 + 1) * sizeof *seen.bits);
    bound_operands(p, one, below);
    const uint8_t last = p->code.items[one->end - 1].op;
    if (last != OP_MATCH && last != OP_JUMP) return false; /* the others go on at the next instruction */
    for (uint32_t at = one->first; at < one->end; at++) {
        const instruction *i = &p->code.items[at];
        if (i->op > OP_MATCH || i->within >= WITHIN_COUNT || i->x - least[i->op] >= below[i->op]) return false;
        joins = i->join > joins ? i->join : joins;
        if ((i->op == OP_SPLIT || i->op == OP_JUMP) && !leads_well(p, one, &seen, i->x)) return false;
        if (i->op == OP_SPLIT && !leads_well(p, one, &seen, i->y)) return false;
    }
    return joins <= one->join_count;
}

/* The patterns' code and slots stand one behind another. */
static bool pattern_is_sound(const program *p, uint32_t number, size_t *next, size_t *next_slot) {
    const pattern *one = &p->patterns.items[number];
    if (one->first != *next || one->end <= one->first || one->end > p->code.count ||
        one->end - one->first > PATTERN_NODES || one->join_count > PATTERN_NODES || one->within >= WITHIN_COUNT ||
        one->first_slot != *next_slot || !one->slot_count ||
        !transfer_fits(one->first_slot, one->slot_count, p->slots.count))
        return false;
    *next = one->end;
    *next_slot += one->slot_count;
    return instructions_are_sound(p, one, number);
}

static bool code_is_sound(const ruleset *set, const program *p) {
    size_t next = 0, next_slot = 0;
    if (p->code.count > UINT32_MAX / 4 || !all_below(p->slots.items, p->slots.count, set->slots.count)) return false;
    for (uint32_t i = 0; i < p->patterns.count; i++)
        if (!pattern_is_sound(p, i, &next, &next_slot)) return false;
    return next == p->code.count;
}

/* Programs --------------------------------------------------------------------------------------------------------- */

/* The rule of something in a stage. */
static bool is_rule_of(const ruleset *set, uint32_t rule, uint32_t stage, bool is_evidence, bool of_tokens) {
    return rule < set->facts.count && set->plans.items[rule].stage == stage &&
           set->facts.items[rule].is_evidence == is_evidence && set->plans.items[rule].of_tokens == of_tokens;
}

/* Captures fill attributes of the label of their rule (settle.c), and name entries of a list (recover.c). */
static bool fills_well(const ruleset *set, const program *p, const pattern *one) {
    const label *l = &set->labels->labels[set->facts.items[one->rule].label.n];
    bool sound = true;
    for (uint32_t i = 0; i < one->slot_count; i++) {
        const slot *s = slot_at(set, p, one->first_slot + i);
        sound &= s->fills == NO_FORM || s->fills < l->attribute_count;
    }
    return sound;
}

static bool program_is_sound(const ruleset *set, const program *p) {
    return elements_are_sound(p, drg_word_tests_count(set->tests)) && code_is_sound(set, p);
}

static bool part_is_sound(const ruleset *set, uint32_t stage, const program *p, bool is_evidence) {
    if (!program_is_sound(set, p)) return false;
    for (size_t i = 0; i < p->patterns.count; i++) {
        const pattern *one = &p->patterns.items[i];
        if (!is_rule_of(set, one->rule, stage, is_evidence, !is_evidence) || !fills_well(set, p, one)) return false;
        if (i && one->rule <= p->patterns.items[i - 1].rule)
            return false; /* recall.c: a rule has one, remembered by it */
    }
    return true;
}

/* Groups are asked for by number, and a number that is too high is of none (text_rule.c). */
static bool text_rule_is_sound(const ruleset *set, uint32_t stage, const text_rule *r) {
    return is_rule_of(set, r->rule, stage, false, false) &&
           transfer_fits(r->first_slot, r->slot_count, set->text_slots.count);
}

static bool stage_is_sound(const ruleset *set, uint32_t stage) {
    const stage_program *s = &set->stages.items[stage];
    if (!part_is_sound(set, stage, &s->rules, false) || !part_is_sound(set, stage, &s->before, true) ||
        !part_is_sound(set, stage, &s->is, true) || !part_is_sound(set, stage, &s->after, true))
        return false;
    for (size_t i = 0; i < s->skips.count; i++)
        if (s->skips.items[i].skip_kind >= set->kinds.count || !program_is_sound(set, &s->skips.items[i])) return false;
    for (size_t i = 0; i < s->texts.count; i++)
        if (!text_rule_is_sound(set, stage, &s->texts.items[i])) return false;
    for (size_t i = 0; i < s->fact_evidence.count; i++)
        if (!is_rule_of(set, s->fact_evidence.items[i], stage, true, false)) return false;
    return true;
}

static bool slots_are_sound(const ruleset *set) {
    bool sound = true;
    for (size_t i = 0; i < set->slots.count; i++)
        sound &=
            set->slots.items[i].list == NO_ID || set->slots.items[i].list < drg_gazetteer_list_count(set->gazetteer);
    return sound;
}

bool drg_ruleset_is_sound(const ruleset *set) {
    if (set->stages.count != set->labels->stage_count || !rules_are_sound(set) || !kinds_are_sound(set) ||
        !slots_are_sound(set))
        return false;
    for (uint32_t stage = 0; stage < set->stages.count; stage++)
        if (!stage_is_sound(set, stage)) return false;
    return true;
}
