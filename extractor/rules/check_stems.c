/* ~words that take more words than they seem to. See check_stems.h.
 *
 *     match  [ ~accord of @number ]      the stem of accord is that of according, too
 *     …
 *     match  … @function_word …          which a list of this file names, and it does not name accord: another word
 *
 * `~ratify` takes ratified and ratification, and is there for that. Which forms are those of one word, and which are not, only
 * the lists can tell. */
#include "rules/check_stems.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/fold.h"
#include "lexicon/trie.h"

typedef struct {
    const node *node; /* ~word */
    string_id stem;
    bool told;
} stem_use;

typedef struct { /* Lifetime: the check of one file. */
    const rule_trees *trees;
    const gazetteer *gazetteer;
    const vocabulary *vocabulary;
    drg_messages *messages;
    const source *file;
    stemmer *stemmer;
    vocabulary *stems; /* of the ~words */
    VECTOR(stem_use) uses;
    buffer form, folded;
} checker;

/* Patterns --------------------------------------------------------------------------------------------------------- */

typedef drg_status see_node(checker *c, const node *n);

static drg_status each_node(checker *c, const node *n, see_node *see) {
    for (const node *one = n; one; one = one->next) {
        TRY(see(c, one));
        if (one->kind != NODE_SKIP) TRY(each_node(c, one->child, see)); /* its child is the next node */
    }
    return DRG_OK;
}

/* All patterns of the file at hand, definitions included where they are used. */
static drg_status each_pattern(checker *c, see_node *see) {
    for (uint32_t i = 0; i < c->trees->rule_count; i++) {
        const rule_tree *rule = &c->trees->rules[i];
        if (rule->at.file != c->file) continue;
        TRY(each_node(c, rule->match, see));
        TRY(each_node(c, rule->before, see));
        TRY(each_node(c, rule->is, see));
        TRY(each_node(c, rule->after, see));
    }
    return DRG_OK;
}

/* ~words ----------------------------------------------------------------------------------------------------------- */

static drg_status note_stem(checker *c, const node *n) {
    stem_use use = {.node = n};
    if (n->kind != NODE_STEM) return DRG_OK;
    for (size_t i = 0; i < c->uses.count; i++) {
        if (c->uses.items[i].node == n) return DRG_OK; /* of a definition that is used twice */
    }
    TRY(drg_stem(c->stemmer, n->text, &c->form));
    TRY(drg_vocabulary_add(c->stems, buffer_text(&c->form), &use.stem));
    return VECTOR_PUSH(c->uses, use) ? DRG_OK : DRG_NO_MEMORY;
}

/* Words that are named --------------------------------------------------------------------------------------------- */

static void tell(checker *c, stem_use *use, drg_text word, const char *where, drg_text list) {
    use->told = true;
    drg_warn(c->messages, use->node->at, "stem-of-two", "write the forms that are meant, with | between them",
             "'~%.*s' takes '%.*s', too, which %s%.*s", SHOW(use->node->text), SHOW(word), where, SHOW(list));
}

/* Marks the lists that name a folded word. */
static void mark_lists(const checker *c, drg_text folded, bool *lists) {
    const string_id word = drg_vocabulary_find(c->vocabulary, folded);
    const trie *names = drg_gazetteer_trie(c->gazetteer, false);
    const trie_node at = word.n ? trie_first_step(names, word) : (trie_node){0};
    uint32_t count = 0;
    const trie_end *ends = at.n ? trie_ends(names, at, &count) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        const entry_id entry = drg_gazetteer_name(c->gazetteer, ends[i].name)->entry;
        lists[drg_gazetteer_entry(c->gazetteer, entry.n)->list.n] = true;
    }
}

/* Whether the two are different words to the gazetteers: some list names the second alone, and none names both, as it does
 * with forms of one word. The list of all common words tells nothing. */
static drg_status are_different(checker *c, drg_text word, drg_text other, bool *different) {
    const uint32_t count = drg_gazetteer_list_count(c->gazetteer);
    bool *lists = calloc(2 * (size_t)count + 1, sizeof *lists), alone = false, both = false;
    *different = false;
    drg_status status = lists ? drg_fold(word, &c->form) : DRG_NO_MEMORY;
    if (status == DRG_OK) status = drg_fold(other, &c->folded);
    if (status == DRG_OK && !text_equal(buffer_text(&c->form), buffer_text(&c->folded))) {
        mark_lists(c, buffer_text(&c->form), lists);
        mark_lists(c, buffer_text(&c->folded), lists + count);
        for (uint32_t i = 0; i < count; i++) {
            if (text_is(drg_gazetteer_lists(c->gazetteer)[i].name, LIST_OF_COMMON_WORDS)) continue;
            both |= lists[i] && lists[count + i];
            alone |= !lists[i] && lists[count + i];
        }
        *different = alone && !both;
    }
    free(lists);
    return status;
}

/* A word that is named: which ~words take it? */
static drg_status check_word(checker *c, drg_text word, const char *where, drg_text list) {
    TRY(drg_stem(c->stemmer, word, &c->form));
    const string_id stem = drg_vocabulary_find(c->stems, buffer_text(&c->form));
    for (size_t i = 0; i < c->uses.count && stem.n; i++) {
        stem_use *use = &c->uses.items[i];
        bool different;
        if (use->stem.n != stem.n || use->told) continue;
        TRY(are_different(c, use->node->text, word, &different));
        if (different) tell(c, use, word, where, list);
    }
    return DRG_OK;
}

static drg_status check_list(checker *c, const node *n) {
    const gazetteer_list *list = &drg_gazetteer_lists(c->gazetteer)[n->list.n];
    for (uint32_t e = list->first_entry; e < list->first_entry + list->entry_count; e++) {
        const uint32_t first = drg_gazetteer_entry(c->gazetteer, e)->first_name;
        for (uint32_t i = 0; i < drg_gazetteer_names_of(c->gazetteer, e); i++) {
            if (drg_gazetteer_name(c->gazetteer, first + i)->word_count != 1) continue;
            TRY(check_word(c, drg_gazetteer_origin(c->gazetteer, first + i).text, "is a name of @", list->name));
        }
    }
    return DRG_OK;
}

static drg_status check_named(checker *c, const node *n) {
    if (n->kind == NODE_FOLDED || n->kind == NODE_EXACT)
        return check_word(c, n->text, "this file names by itself", (drg_text){"", 0});
    return n->kind == NODE_LIST && n->list.n != NO_ID ? check_list(c, n) : DRG_OK;
}

/* Files ------------------------------------------------------------------------------------------------------------ */

static drg_status check_file(checker *c) {
    TRY(drg_vocabulary_new(&c->stems));
    TRY(each_pattern(c, note_stem));
    return c->uses.count ? each_pattern(c, check_named) : DRG_OK;
}

static drg_status check_file_of(const rule_trees *t, uint32_t rule, const gazetteer *g, const vocabulary *v,
                                drg_messages *messages) {
    checker c = {.trees = t, .gazetteer = g, .vocabulary = v, .messages = messages, .file = t->rules[rule].at.file};
    drg_status status = drg_stemmer_new(t->rules[rule].language, &c.stemmer);
    if (status == DRG_OK) status = check_file(&c);
    drg_stemmer_free(c.stemmer);
    drg_vocabulary_free(c.stems);
    VECTOR_CLEAR(c.uses);
    VECTOR_CLEAR(c.form);
    VECTOR_CLEAR(c.folded);
    return status;
}

/* Rules of one file stand together. */
drg_status drg_check_stems(const rule_trees *t, const gazetteer *g, const vocabulary *v, drg_messages *messages) {
    for (uint32_t i = 0; i < t->rule_count; i++) {
        const bool first = !i || t->rules[i].at.file != t->rules[i - 1].at.file;
        if (first) TRY(check_file_of(t, i, g, v, messages));
    }
    return DRG_OK;
}
