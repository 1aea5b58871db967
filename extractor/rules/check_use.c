/* What nothing uses. See check_use.h.
 *
 *     def Link = on | for          no pattern says Link
 *     gazetteers/ship/             no pattern says @ship, and its names read as no label
 *     label Ship                   no rule and no list makes it
 *     rule ship/named : Ship       no + example
 *
 * Each is allowed (it may be work in hand), and mostly a slip of the pen, or a remnant. */
#include "rules/check_use.h"

#include <stdlib.h>

#include "lexicon/check_cells.h"

/* Notes the lists that a pattern asks for. */
static void note_lists(const node *n, bool *used) {
    for (const node *c = n; c; c = c->next) {
        if (c->kind == NODE_LIST && c->list.n != NO_ID) used[c->list.n] = true;
        if (c->kind != NODE_SKIP) note_lists(c->child, used); /* its child is the next node */
    }
}

static bool engine_asks(drg_text list) {
    return text_is(list, LIST_OF_ABBREVIATIONS) || text_is(list, LIST_OF_NUMBERS) || text_is(list, LIST_OF_ORDINALS) ||
           text_is(list, LIST_OF_COMMON_WORDS);
}

static drg_status check_lists(const rule_trees *t, const gazetteer *g, drg_messages *messages) {
    const uint32_t count = drg_gazetteer_list_count(g);
    bool *used = calloc(count + 1, sizeof *used);
    if (!used) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const node *patterns[] = {t->rules[i].match, t->rules[i].before, t->rules[i].is, t->rules[i].after};
        for (size_t j = 0; j < sizeof patterns / sizeof *patterns; j++) note_lists(patterns[j], used);
    }
    for (uint32_t i = 0; i < count; i++) {
        const gazetteer_list *list = &drg_gazetteer_lists(g)[i];
        if (used[i] || !list->entry_count || list->label.length || engine_asks(list->name)) continue;
        if (drg_list_declares(g, (list_id){i}, "unused", (drg_text){"", 0})) continue;
        drg_warn(messages, list->declared, "unused-list",
                 "name it in a pattern as @list, or write `# label Label` or `# check unused` into its first line",
                 "no rule asks for the list '@%.*s', and its names read as no label", SHOW(list->name));
    }
    free(used);
    return DRG_OK;
}

static bool is_made(const rule_trees *t, const gazetteer *g, uint32_t of_label) {
    for (uint32_t i = 0; i < t->rule_count; i++) {
        if (!t->rules[i].is_evidence && t->rules[i].label.n == of_label) return true;
    }
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g); i++) {
        if (text_equal(drg_gazetteer_lists(g)[i].label, t->labels->labels[of_label].name)) return true;
    }
    return false;
}

static void check_labels(const rule_trees *t, const gazetteer *g, drg_messages *messages) {
    for (uint32_t i = 0; i < t->labels->label_count; i++) {
        const label *l = &t->labels->labels[i];
        if (is_made(t, g, i)) continue;
        drg_warn(messages, l->declared, "unused-label", "write a rule for it, or a list that begins with `# label`",
                 "no rule and no list makes the label '%.*s'", SHOW(l->name));
    }
}

static void check_definitions(const rule_trees *t, drg_messages *messages) {
    for (uint32_t i = 0; i < t->unused_count; i++) {
        const place at = t->unused[i];
        drg_warn(messages, at, "unused-definition", "use it, or take it away", "no pattern uses the definition '%.*s'",
                 (int)at.length, at.file->text.bytes + at.offset);
    }
}

static void check_examples(const rule_trees *t, drg_messages *messages) {
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const rule_tree *rule = &t->rules[i];
        bool shown = false;
        for (uint32_t j = 0; j < rule->example_count; j++) shown |= rule->examples[j].positive;
        if (shown) continue;
        drg_warn(messages, rule->at, "no-example", "write one: +  \"a sentence with [what is meant] in brackets\"",
                 "no example shows what '%.*s' %s", SHOW(rule->name), rule->is_evidence ? "is for" : "finds");
    }
}

drg_status drg_check_use(const rule_trees *t, const gazetteer *g, drg_messages *messages) {
    check_labels(t, g, messages);
    check_definitions(t, messages);
    check_examples(t, messages);
    return check_lists(t, g, messages);
}
