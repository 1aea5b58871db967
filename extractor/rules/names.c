/* Names. See names.h. */
#include "rules/names.h"

#include <stdio.h>
#include <string.h>

/* Readings --------------------------------------------------------------------------------------------------------- */

static void tell_unknown_form(const label_table *labels, const gazetteer_list *list, name_origin n,
                              drg_messages *messages) {
    const label *l = &labels->labels[drg_label_find(labels, list->label).n];
    char hint[200];
    int length = snprintf(hint, sizeof hint, "%s", l->form_count ? "its forms are:" : "labels.rules gives it no forms");
    for (uint32_t i = 0; i < l->form_count && (size_t)length < sizeof hint; i++)
        length += snprintf(hint + length, sizeof hint - (size_t)length, " %.*s", SHOW(l->forms[i]));
    drg_error(messages, n.at, "unknown-form", hint, "label '%.*s' has no form '%.*s'", SHOW(list->label), SHOW(n.form));
}

/* What names of a list with a form are to the rules; *unknown: the label has no such form. */
static name_reading reading_of(const label_table *labels, const gazetteer_list *list, drg_text form, bool *unknown) {
    const label_id id = list->label.length ? drg_label_find(labels, list->label) : (label_id){NO_FORM};
    *unknown = false;
    if (id.n == NO_FORM) return (name_reading){0};
    const form_id found = form.length ? drg_form_find(&labels->labels[id.n], form) : (form_id){0};
    *unknown = found.n == NO_FORM;
    return (name_reading){(uint16_t)(id.n + 1), (uint16_t)(*unknown ? 0 : found.n)};
}

static void check_list_labels(const label_table *labels, const gazetteer *g, drg_messages *messages) {
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g); i++) {
        const gazetteer_list *list = &drg_gazetteer_lists(g)[i];
        if (list->label.length && drg_label_find(labels, list->label).n == NO_FORM)
            drg_error(messages, list->declared, "unknown-label",
                      "declare it in rules/labels.rules, or take the line away for a list that serves patterns only",
                      "unknown label '%.*s'", SHOW(list->label));
    }
}

/* Names of one list stand together, and most have the form of the one before. */
drg_status drg_names_read(const label_table *labels, const gazetteer *g, drg_messages *messages, name_readings *out) {
    const uint32_t count = drg_gazetteer_name_count(g);
    uint32_t list = NO_ID, form = 0;
    name_reading r = {0};
    bool unknown = false;
    check_list_labels(labels, g, messages);
    if (!VECTOR_RESERVE(*out, count)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        const gazetteer_name *n = drg_gazetteer_name(g, i);
        const uint32_t of = drg_gazetteer_entry(g, n->entry.n)->list.n;
        if (of != list || n->form != form)
            r = reading_of(labels, &drg_gazetteer_lists(g)[of], drg_gazetteer_origin(g, i).form, &unknown);
        list = of;
        form = n->form;
        if (unknown && !n->derived)
            tell_unknown_form(labels, &drg_gazetteer_lists(g)[list], drg_gazetteer_origin(g, i), messages);
        out->items[out->count++] = r;
    }
    return DRG_OK;
}

/* Kinds of marks --------------------------------------------------------------------------------------------------- */

drg_status drg_names_find_one_word(ruleset *set) {
    const gazetteer *g = set->gazetteer;
    for (uint32_t l = 0; l < drg_gazetteer_list_count(g); l++)
        if (!VECTOR_PUSH(set->one_word, true)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < drg_gazetteer_name_count(g); i++) {
        const gazetteer_name *n = drg_gazetteer_name(g, i);
        if (n->word_count != 1) set->one_word.items[drg_gazetteer_entry(g, n->entry.n)->list.n] = false;
    }
    return DRG_OK;
}

static bool entry_has(const gazetteer *g, uint32_t entry, drg_text key, drg_text value) {
    const uint32_t count = drg_gazetteer_attribute_count(g, entry);
    for (uint32_t i = 0; i < count; i++) {
        const attribute a = drg_gazetteer_attribute_at(g, entry, i);
        if (text_equal(a.key, key) && text_equal(a.value, value)) return true;
    }
    return key.length == 2 && memcmp(key.bytes, "id", 2) == 0 && text_equal(drg_gazetteer_id(g, entry), value);
}

/* The set of the kinds that stand last in kinds_of_sets, from `first` on: one of the sets from `oldest` on, or a new one. The
 * entries of a list that differ in their kinds are few sorts. */
static drg_status intern_set(ruleset *set, uint32_t first, size_t oldest, uint32_t *out) {
    const uint32_t count = (uint32_t)set->kinds_of_sets.count - first, *kinds = set->kinds_of_sets.items;
    *out = 0;
    if (!count) return DRG_OK;
    for (size_t i = set->kind_sets.count; i-- > oldest;) {
        const kind_set s = set->kind_sets.items[i];
        if (s.count != count || memcmp(kinds + s.first, kinds + first, count * sizeof *kinds) != 0) continue;
        set->kinds_of_sets.count = first;
        *out = (uint32_t)i;
        return DRG_OK;
    }
    *out = (uint32_t)set->kind_sets.count;
    return VECTOR_PUSH(set->kind_sets, ((kind_set){first, count})) ? DRG_OK : DRG_NO_MEMORY;
}

/* Which mark kinds one entry's names bear, and which tests they pass; `kinds`: those of its list. */
static drg_status find_kinds_of_entry(ruleset *set, uint32_t entry, const uint32_t *kinds, size_t count,
                                      size_t oldest_set) {
    const uint32_t first = (uint32_t)set->kinds_of_sets.count;
    uint32_t found;
    for (size_t i = 0; i < count; i++) {
        const mark_kind *kind = &set->kinds.items[kinds[i]];
        if (kind->key.length && !entry_has(set->gazetteer, entry, kind->key, kind->value)) continue;
        TRY(drg_word_tests_list_entry(set->tests, entry, (test_id){kind->test}));
        if (!VECTOR_PUSH(set->kinds_of_sets, kinds[i])) return DRG_NO_MEMORY;
    }
    TRY(intern_set(set, first, oldest_set, &found));
    return VECTOR_PUSH(set->entry_kinds, found) ? DRG_OK : DRG_NO_MEMORY;
}

/* The entries of one list, which stand together. */
static drg_status find_kinds_of_list(ruleset *set, uint32_t list) {
    const gazetteer_list *l = &drg_gazetteer_lists(set->gazetteer)[list];
    const bool covered = !l->label.length; /* its names of one word make no reading */
    const size_t oldest_set = set->kind_sets.count;
    VECTOR(uint32_t) kinds = {0};
    drg_status status = DRG_OK;
    for (uint32_t k = 0; k < set->kinds.count && status == DRG_OK; k++) {
        const mark_kind *kind = &set->kinds.items[k];
        if (kind->of == MARK_OF_LIST && kind->id == list && !VECTOR_PUSH(kinds, k)) status = DRG_NO_MEMORY;
    }
    for (uint32_t e = l->first_entry; e < l->first_entry + l->entry_count && status == DRG_OK; e++) {
        status = find_kinds_of_entry(set, e, kinds.items, kinds.count, oldest_set);
        if (status == DRG_OK && covered) status = drg_word_tests_cover_entry(set->tests, e);
    }
    VECTOR_CLEAR(kinds);
    return status;
}

static drg_status find_kinds_of_labels(ruleset *set) {
    for (uint32_t l = 0; l <= set->labels->label_count; l++) {
        if (!VECTOR_PUSH(set->label_first_kind, (uint32_t)set->label_kinds.count)) return DRG_NO_MEMORY;
        for (uint32_t k = 0; k < set->kinds.count; k++)
            if (set->kinds.items[k].of == MARK_OF_LABEL && set->kinds.items[k].id == l &&
                !VECTOR_PUSH(set->label_kinds, k))
                return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Entries come list by list. */
drg_status drg_names_find_kinds(ruleset *set) {
    if (!VECTOR_PUSH(set->kind_sets, ((kind_set){0, 0}))) return DRG_NO_MEMORY;
    for (uint32_t l = 0; l < drg_gazetteer_list_count(set->gazetteer); l++) TRY(find_kinds_of_list(set, l));
    return find_kinds_of_labels(set);
}
