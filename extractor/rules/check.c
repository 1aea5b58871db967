/* What a whole rule must hold to, and all rules together.
 *
 *     rule date/ago : Date                              the label is one that labels.rules declares
 *       match  [ n:Number u:@time_unit ago ]            n, u: used below; otherwise the label must declare them
 *       date   shift=-{n:number} unit={u.unit}          n, u: captured above; @time_unit has an attribute `unit`
 *
 * A rule with a flaw is spared what only follows from it. */
#include "rules/parse.h"

#include "bounds.h"
#include "lexicon/tests.h"

#include <stdlib.h>
#include <string.h>

/* Captures of the rule at hand ------------------------------------------------------------------------------------- */

typedef struct {
    drg_text name;    /* "alias" of alias.acronym */
    drg_text form;    /* "acronym" of it */
    place at;         /* where to report it: in the rule, or its use of a definition that holds it */
    drg_text inside;  /* that definition; empty: none */
    const node *node; /* NULL: a group of an expression */
    bool used;        /* by the rule's own templates */
} capture;

typedef VECTOR(capture) capture_vector;

static void add_capture(rule_parser *p, capture_vector *captures, capture c) {
    const char *dot = c.name.length ? memchr(c.name.bytes, '.', c.name.length) : NULL;
    if (dot) {
        c.form = (drg_text){dot + 1, c.name.length - (size_t)(dot + 1 - c.name.bytes)};
        c.name.length = (size_t)(dot - c.name.bytes);
    }
    drg_remember(p, VECTOR_PUSH(*captures, c));
}

/* `use`: the definition in the rule's own pattern that `n` is inside of; NULL: none. */
static void gather_captures(rule_parser *p, const node *n, const node *use, capture_vector *captures) {
    for (const node *c = n; c; c = c->next) {
        if (c->kind == NODE_SKIP) continue; /* its child is the next node */
        if (c->kind == NODE_CAPTURE) {
            const place at = {c->at.file, c->at.offset, (uint32_t)c->text.length};
            add_capture(p, captures,
                        (capture){.name = c->text,
                                  .at = use ? use->at : at,
                                  .inside = use ? use->text : (drg_text){0},
                                  .node = c->child});
        }
        gather_captures(p, c->child, !use && c->kind == NODE_DEFINITION ? c : use, captures);
    }
}

/* The named groups of a text rule, but (?<span>…). */
static void gather_groups(rule_parser *p, const rule_draft *d, capture_vector *captures) {
    regex_group group;
    for (uint32_t i = 0; drg_regex_group(d->text_code, i, &group); i++) {
        const drg_text name = drg_arena_copy(p->arena, group.name);
        if (!drg_remember(p, name.bytes != NULL)) return;
        if (!text_is(name, "span")) add_capture(p, captures, (capture){.name = name, .at = d->tree.text_place});
    }
}

static bool is_captured(const capture_vector *captures, drg_text name) {
    for (size_t i = 0; i < captures->count; i++) {
        if (text_equal(captures->items[i].name, name)) return true;
    }
    return false;
}

/* Templates -------------------------------------------------------------------------------------------------------- */

/* Adds the attributes that something under `n` has to p->names; false if nothing there has any. */
static bool gather_fields(rule_parser *p, const node *n) {
    bool any = false;
    for (const node *c = n; c; c = c->next) {
        if (c->kind == NODE_SKIP) continue;
        if (c->kind == NODE_LIST || c->kind == NODE_LABEL) {
            text_vector kept = p->names;
            p->names = (text_vector){0};
            if (c->kind == NODE_LIST) drg_list_keys(p, c->list);
            else drg_label_keys(p, c->label);
            for (size_t i = 0; i < p->names.count; i++) drg_remember(p, VECTOR_PUSH(kept, p->names.items[i]));
            VECTOR_CLEAR(p->names);
            p->names = kept;
            any = true;
        } else if (c->kind != NODE_NOT) {
            any |= gather_fields(p, c->child);
        }
    }
    return any;
}

/* {u.unit}: whether something that the capture takes has such an attribute. */
static void check_field(rule_parser *p, const capture_vector *captures, const template_part *part) {
    bool any = false;
    p->names.count = 0;
    for (size_t i = 0; i < captures->count; i++) {
        const capture *c = &captures->items[i];
        if (!text_equal(c->name, part->capture) || !c->node) continue;
        any |= gather_fields(p, c->node);
    }
    if (!any) {
        drg_error(p->messages, part->at, "capture-without-attributes",
                  "only @list and <Label> have attributes; {name} is the text", "the capture '%.*s' has no attributes",
                  SHOW(part->capture));
    } else if (!text_is(part->field, "value") && !drg_names_hold(p, part->field)) {
        drg_error(p->messages, part->at, "unknown-attribute",
                  drg_did_you_mean_name(p, "", part->field, "",
                                        "attributes are columns of the list, or what labels.rules declares"),
                  "what '%.*s' captures has no attribute '%.*s'", SHOW(part->capture), SHOW(part->field));
    }
}

/* "there are n, u": the captures in p->names. */
static const char *capture_list(rule_parser *p) {
    if (p->names.count == 0) return "a capture is written name:element in a pattern, (?<name>…) in an expression";
    const char *list = "there are";
    for (size_t i = 0; i < p->names.count; i++) {
        list = drg_hint(p, "%s%s %.*s", list, i ? "," : "", SHOW(p->names.items[i]));
    }
    return list;
}

/* The capture nearest to what was written counts as used: it is not to be blamed, too. */
static void unknown_capture(rule_parser *p, capture_vector *captures, const template_part *part) {
    p->names.count = 0;
    for (size_t i = 0; i < captures->count; i++) {
        const drg_text name = captures->items[i].name;
        if (!drg_names_hold(p, name)) drg_remember(p, VECTOR_PUSH(p->names, name));
    }
    const drg_text nearest = drg_nearest(part->capture, p->names.items, p->names.count);
    for (size_t i = 0; i < captures->count && nearest.length; i++) {
        captures->items[i].used |= text_equal(captures->items[i].name, nearest);
    }
    drg_error(p->messages, part->at, "unknown-capture",
              drg_did_you_mean_name(p, "{", part->capture, "}", capture_list(p)), "unknown capture '%.*s'",
              SHOW(part->capture));
}

static void check_template(rule_parser *p, capture_vector *captures, const template_tree *t) {
    for (uint32_t i = 0; i < t->count; i++) {
        const template_part *part = &t->parts[i];
        if (!part->capture.length) continue;
        for (size_t j = 0; j < captures->count; j++) {
            if (text_equal(captures->items[j].name, part->capture)) captures->items[j].used = true;
        }
        if (!is_captured(captures, part->capture)) unknown_capture(p, captures, part);
        else if (part->field.length) check_field(p, captures, part);
    }
}

static void check_templates(rule_parser *p, const rule_tree *rule, capture_vector *captures) {
    check_template(p, captures, &rule->value);
    for (uint32_t i = 0; i < rule->date_count; i++) check_template(p, captures, &rule->dates[i].value);
    for (uint32_t i = 0; i < rule->set_count; i++) check_template(p, captures, &rule->sets[i].value);
    for (uint32_t i = 0; i < rule->where_count; i++) {
        check_template(p, captures, &rule->wheres[i].left);
        check_template(p, captures, &rule->wheres[i].right);
    }
}

/* Attributes ------------------------------------------------------------------------------------------------------- */

/* Captures that resolve/ reads without their being attributes. */
static const struct {
    resolve_kind kind;
    const char *capture;
} resolved_captures[] = {
    {RESOLVE_PATH, "unit"   },
    {RESOLVE_PATH, "number" },
    {RESOLVE_PATH, "range"  },
    {RESOLVE_PATH, "next"   },
    {RESOLVE_PATH, "sub"    },
    {RESOLVE_TURN, "name"   },
    {RESOLVE_TURN, "country"},
};

static bool takes_capture(const label *l, drg_text name) {
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        if (text_equal(l->attributes[i].from, name)) return true;
    }
    for (size_t i = 0; i < sizeof resolved_captures / sizeof *resolved_captures; i++) {
        if (text_is(name, resolved_captures[i].capture) && drg_label_resolves(l, resolved_captures[i].kind))
            return true;
    }
    return false;
}

static bool has_attribute(const label *l, drg_text name) {
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        if (text_equal(l->attributes[i].name, name)) return true;
    }
    return false;
}

static const char *attribute_hint(rule_parser *p, const label *l, drg_text name, bool captures) {
    p->names.count = 0;
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, captures ? l->attributes[i].from : l->attributes[i].name));
    }
    return drg_did_you_mean_name(
        p, "", name, "",
        captures ? "use it in value, date, set or where, or declare it under `attributes` in labels.rules"
                 : "declare it under `attributes` in labels.rules");
}

static void check_capture(rule_parser *p, const label *l, const capture *c) {
    if (!c->used && !takes_capture(l, c->name)) {
        const char *hint = attribute_hint(p, l, c->name, true);
        if (c->inside.length) {
            drg_error(p->messages, c->at, "undeclared-capture", hint,
                      "'%.*s', which the definition '%.*s' captures, is no attribute of '%.*s'", SHOW(c->name),
                      SHOW(c->inside), SHOW(l->name));
        } else {
            drg_error(p->messages, c->at, "undeclared-capture", hint, "the capture '%.*s' is no attribute of '%.*s'",
                      SHOW(c->name), SHOW(l->name));
        }
    } else if (c->form.length && drg_form_find(l, c->form).n == NO_FORM) {
        drg_error(
            p->messages, c->at, "unknown-form",
            drg_did_you_mean(p, "", c->form, "", l->forms, l->form_count, "labels.rules declares the forms of a label"),
            "the label '%.*s' has no form '%.*s'", SHOW(l->name), SHOW(c->form));
    }
}

/* Each name once: the first place tells enough. */
static void check_captures(rule_parser *p, const label *l, const capture_vector *captures) {
    for (size_t i = 0; i < captures->count; i++) {
        const capture *c = &captures->items[i];
        bool told = false;
        for (size_t j = 0; j < i; j++)
            told |= text_equal(captures->items[j].name, c->name) && text_equal(captures->items[j].form, c->form);
        if (!told) check_capture(p, l, c);
    }
}

static void check_sets(rule_parser *p, const rule_tree *rule, const label *l) {
    for (uint32_t i = 0; i < rule->set_count; i++) {
        const field_tree *set = &rule->sets[i];
        if (has_attribute(l, set->key)) continue;
        drg_error(p->messages, set->at, "unknown-attribute", attribute_hint(p, l, set->key, false),
                  "the label '%.*s' has no attribute '%.*s'", SHOW(l->name), SHOW(set->key));
    }
}

static void check_label_fits(rule_parser *p, const rule_tree *rule, const label *l) {
    if (rule->date_count && !drg_label_resolves(l, RESOLVE_DATE)) {
        drg_error(p->messages, rule->dates[0].at, "label-is-no-date",
                  "write `resolve date` under it in labels.rules, or use value", "the label '%.*s' is no date",
                  SHOW(l->name));
    }
    if (rule->date_count && rule->value.count) {
        drg_error(p->messages, rule->value.at, "value-and-date",
                  "keep one of them: the value of a date is made from its keys", "`value` and `date` in one rule");
    }
    for (uint32_t i = 0; i < rule->where_count; i++) {
        const where_tree *w = &rule->wheres[i];
        if (w->kind != WHERE_ANTECEDENT) continue;
        if (rule->is_evidence) {
            drg_error(p->messages, w->at, "antecedent-in-evidence", "put it into the rule that makes the reading",
                      "`antecedent` in evidence, which is weighed before anything is resolved");
        } else if (w->negated) {
            drg_error(p->messages, w->at, "not-antecedent", "take `not` away, or the condition",
                      "`not antecedent` is not known");
        } else if (!drg_label_resolves(l, RESOLVE_ANTECEDENT)) {
            drg_error(p->messages, w->at, "label-without-antecedent",
                      "write `resolve antecedent` under it in labels.rules", "the label '%.*s' looks for no antecedent",
                      SHOW(l->name));
        }
    }
}

/* Rules ------------------------------------------------------------------------------------------------------------ */

/* Whether it says what it is for. */
static void need_clauses(rule_parser *p, const rule_draft *d) {
    const rule_tree *rule = &d->tree;
    const bool any = d->has_before || d->has_is || d->has_after || d->has_where;
    if (d->flawed) return;
    if (rule->is_evidence && !any) {
        drg_error(p->messages, rule->at, "evidence-always-holds", "say when it holds: before, is, after or where",
                  "evidence that always holds");
    } else if (!rule->is_evidence && !d->has_match && !d->has_text) {
        drg_error(p->messages, rule->at, "rule-without-match", "say what it finds: match or text",
                  "a rule that matches nothing");
    } else if (d->has_match && d->has_text) {
        drg_error(p->messages, rule->text_place, "match-and-text", "write two rules", "`match` and `text` in one rule");
    }
}

static void check_rule_pattern(rule_parser *p, rule_draft *d, node *pattern, place at, capture_vector *captures) {
    if (!pattern) return;
    const pattern_facts facts = drg_check_pattern(p, pattern);
    d->flawed |= facts.flawed;
    if (d->flawed) return;
    if (facts.nullable) {
        drg_error(p->messages, at, "pattern-may-be-empty", "write an element that is always there",
                  "a pattern that may match nothing at all");
        d->flawed = true;
    } else if (facts.nest + d->brackets > PATTERN_DEPTH) {
        drg_error(p->messages, at, "nested-too-deep", "write some of them out, or write two rules",
                  "more than %d brackets and definitions in one another", PATTERN_DEPTH);
        d->flawed = true;
    } else {
        gather_captures(p, pattern, NULL, captures);
    }
}

static void check_rule(rule_parser *p, rule_draft *d) {
    rule_tree *rule = &d->tree;
    capture_vector captures = {0};
    need_clauses(p, d);
    check_rule_pattern(p, d, rule->match, d->match_at, &captures);
    check_rule_pattern(p, d, rule->before, d->before_at, &captures);
    check_rule_pattern(p, d, rule->is, d->is_at, &captures);
    check_rule_pattern(p, d, rule->after, d->after_at, &captures);
    if (d->text_code) gather_groups(p, d, &captures);
    if (!d->flawed) check_templates(p, rule, &captures);
    if (rule->label.n != NO_LABEL.n) {
        const label *l = &p->labels->labels[rule->label.n];
        if (!d->flawed && !d->unsure) check_captures(p, l, &captures);
        check_sets(p, rule, l);
        check_label_fits(p, rule, l);
    }
    VECTOR_CLEAR(captures);
}

void drg_check_file(rule_parser *p) {
    const bool whole = !p->no_memory && p->reader.status == DRG_OK;
    if (whole) drg_check_definitions(p);
    for (size_t i = p->first_rule; i < p->rules.count; i++) {
        rule_draft *d = p->rules.items[i];
        if (whole) check_rule(p, d);
        drg_regex_free(d->text_code);
        d->text_code = NULL;
    }
}

/* All rules together ----------------------------------------------------------------------------------------------- */

/* By kind and name, then as they stand: so those of one name are neighbours. */
static int compare_names(bool evidence_a, drg_text a, bool evidence_b, drg_text b) {
    if (evidence_a != evidence_b) return evidence_a ? 1 : -1;
    return text_order(a, b);
}

static int by_rule_name(const void *a, const void *b) {
    const rule_draft *x = *(rule_draft *const *)a, *y = *(rule_draft *const *)b;
    const int order = compare_names(x->tree.is_evidence, x->tree.name, y->tree.is_evidence, y->tree.name);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b) {
    const rule_draft *x = *(rule_draft *const *)a, *y = *(rule_draft *const *)b;
    return (x->order > y->order) - (x->order < y->order);
}

/* A later folder's rule replaces ours; in one folder a name stands once. */
static void settle_twins(rule_parser *p) {
    for (size_t i = 1; i < p->rules.count; i++) {
        rule_draft *a = p->rules.items[i - 1], *b = p->rules.items[i];
        if (compare_names(a->tree.is_evidence, a->tree.name, b->tree.is_evidence, b->tree.name) != 0) continue;
        if (a->folder != b->folder) {
            a->gone = true;
            continue;
        }
        if (!b->tree.name.length) continue;
        drg_error(
            p->messages, b->tree.at, "rule-twice",
            drg_hint(p, "another stands in %.*s, line %u", SHOW(a->tree.at.file->path), drg_place_line(a->tree.at)),
            "a second %s '%.*s'", a->tree.is_evidence ? "evidence" : "rule", SHOW(drg_place_text(b->tree.at)));
    }
}

/* The names that r could have meant, as written in its file, to p->names. */
static void gather_removable(rule_parser *p, const removal *r) {
    const size_t prefix =
        (size_t)((const char *)memchr(r->name.text.bytes, '/', r->name.text.length) + 1 - r->name.text.bytes);
    p->names.count = 0;
    for (size_t i = 0; i < p->rules.count; i++) {
        const rule_tree *rule = &p->rules.items[i]->tree;
        if (p->rules.items[i]->folder >= r->folder || rule->is_evidence != r->is_evidence) continue;
        if (rule->name.length <= prefix || memcmp(rule->name.bytes, r->name.text.bytes, prefix) != 0) continue;
        const drg_text name = {rule->name.bytes + prefix, rule->name.length - prefix};
        drg_remember(p, VECTOR_PUSH(p->names, name));
    }
}

static void remove_rule(rule_parser *p, const removal *r) {
    bool found = false;
    for (size_t i = 0; i < p->rules.count; i++) {
        rule_draft *d = p->rules.items[i];
        if (d->folder >= r->folder || d->tree.is_evidence != r->is_evidence) continue;
        if (!text_equal(d->tree.name, r->name.text)) continue;
        d->gone = found = true;
    }
    if (found) return;
    const drg_text name = drg_place_text(r->name.at);
    gather_removable(p, r);
    drg_error(p->messages, r->name.at, "nothing-to-remove",
              drg_did_you_mean_name(p, "", name, "", "only what the folders before this one say can be removed"),
              "no %s '%.*s' to remove", r->is_evidence ? "evidence" : "rule", SHOW(name));
}

static void drop_gone(rule_parser *p) {
    size_t kept = 0;
    for (size_t i = 0; i < p->rules.count; i++) {
        if (!p->rules.items[i]->gone) p->rules.items[kept++] = p->rules.items[i];
    }
    p->rules.count = kept;
}

/* The first stage in which something makes readings of the label; UINT32_MAX if nothing does. */
static uint32_t first_made(const rule_parser *p, label_id l) {
    const drg_text name = p->labels->labels[l.n].name;
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < drg_gazetteer_list_count(p->gazetteer); i++) {
        if (text_equal(drg_gazetteer_lists(p->gazetteer)[i].label, name)) return 0;
    }
    for (size_t i = 0; i < p->rules.count; i++) {
        const rule_tree *rule = &p->rules.items[i]->tree;
        if (!rule->is_evidence && rule->label.n == l.n && rule->stage < first) first = rule->stage;
    }
    return first;
}

/* <Label> in a pattern: an earlier stage must make it. A label that fails is told once a stage. */
static void check_label_uses(rule_parser *p) {
    for (size_t i = 0; i < p->label_uses.count; i++) {
        const label_use *use = &p->label_uses.items[i];
        bool told = false;
        for (size_t j = 0; j < i && !told; j++) {
            told = p->label_uses.items[j].label.n == use->label.n && p->label_uses.items[j].stage == use->stage;
        }
        const uint32_t first = told ? 0 : first_made(p, use->label);
        if (told || first < use->stage) continue;
        const drg_text name = p->labels->labels[use->label.n].name;
        const char *hint = first == UINT32_MAX
                               ? "no rule and no gazetteer makes it at all"
                               : drg_hint(p, "it is made first in the stage %.*s", SHOW(p->labels->stages[first]));
        drg_error(p->messages, use->at, "label-made-later", hint, "nothing makes '%.*s' before the stage %.*s",
                  SHOW(name), SHOW(p->labels->stages[use->stage]));
    }
}

/* Evidence on a label that nothing has made by then could never hold. */
static void check_evidence_labels(rule_parser *p) {
    for (size_t i = 0; i < p->rules.count; i++) {
        const rule_tree *rule = &p->rules.items[i]->tree;
        if (!rule->is_evidence || rule->label.n == NO_LABEL.n || !p->rules.items[i]->stage_known) continue;
        const uint32_t first = first_made(p, rule->label);
        if (first <= rule->stage) continue;
        const char *hint = first == UINT32_MAX
                               ? "no rule and no gazetteer makes it at all"
                               : drg_hint(p, "it is made first in the stage %.*s", SHOW(p->labels->stages[first]));
        drg_error(p->messages, rule->at, "label-made-later", hint,
                  "evidence on '%.*s', which nothing makes up to the stage %.*s",
                  SHOW(p->labels->labels[rule->label.n].name), SHOW(p->labels->stages[rule->stage]));
    }
}

void drg_check_all(rule_parser *p) {
    if (p->rules.count) qsort(p->rules.items, p->rules.count, sizeof *p->rules.items, by_rule_name);
    settle_twins(p);
    for (size_t i = 0; i < p->removals.count; i++) remove_rule(p, &p->removals.items[i]);
    drop_gone(p);
    if (p->rules.count) qsort(p->rules.items, p->rules.count, sizeof *p->rules.items, by_order);
    check_label_uses(p);
    check_evidence_labels(p);
}
