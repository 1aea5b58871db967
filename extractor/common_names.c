/* Names that are common words. See common_names.h.
 *
 *     boulder-usa  Boulder        "x boulder y"   ->   Place boulder-usa: a warning
 *     TUR          Turkey         "x turkey y"    ->   nothing, for evidence knows better
 *
 * Which words are common, the list `common_word` says; so without one there is nothing to check. */
#include "common_names.h"

#include <string.h>

#include "extract.h"
#include "lexicon/check_cells.h"

typedef struct { /* Lifetime: the check. */
    const drg_knowledge *knowledge;
    drg_messages *messages;
    drg_extractor *extractor;
    vocabulary *common; /* folded */
    buffer word, text;
} checker;

static uint32_t list_of(const gazetteer *g, uint32_t name) {
    return drg_gazetteer_entry(g, drg_gazetteer_name(g, name)->entry.n)->list.n;
}

static drg_status gather_common(checker *c, const gazetteer *g, list_id list) {
    const gazetteer_list *l = &drg_gazetteer_lists(g)[list.n];
    const uint32_t first = drg_gazetteer_entry(g, l->first_entry)->first_name;
    const uint32_t end = drg_gazetteer_entry(g, l->first_entry + l->entry_count)->first_name;
    for (uint32_t i = first; i < end; i++) {
        string_id id;
        TRY(drg_fold(drg_gazetteer_origin(g, i).text, &c->word));
        TRY(drg_vocabulary_add(c->common, buffer_text(&c->word), &id));
    }
    return DRG_OK;
}

static const drg_text before = {"x ", 2}, behind = {" y", 2};

/* Whether c->word, between words of no language, is annotated as that entry. */
static drg_status comes_out(checker *c, const gazetteer_list *list, drg_text id, bool *out) {
    const drg_document *d;
    *out = false;
    c->text.count = 0;
    if (!drg_buffer_append(&c->text, before) || !drg_buffer_append(&c->text, buffer_text(&c->word)) ||
        !drg_buffer_append(&c->text, behind))
        return DRG_NO_MEMORY;
    TRY(drg_annotate(c->extractor, &(drg_input){.id = id, .text = buffer_text(&c->text)}, &d));
    for (size_t i = 0; i < drg_document_entity_count(d); i++) {
        const drg_entity e = drg_document_entity(d, i);
        *out |= e.start == before.length && text_is(list->label, e.label) && text_equal(e.value, id);
    }
    return DRG_OK;
}

static bool may_be_common(const checker *c, uint32_t name) {
    const gazetteer *g = c->knowledge->gazetteer;
    const gazetteer_name *n = drg_gazetteer_name(g, name);
    const bool alone = !n->exact && !n->derived && n->weight > 0 && n->word_count == 1;
    return alone && drg_gazetteer_lists(g)[list_of(g, name)].label.length;
}

static drg_status check_name(checker *c, uint32_t name) {
    const gazetteer *g = c->knowledge->gazetteer;
    const gazetteer_list *list = &drg_gazetteer_lists(g)[list_of(g, name)];
    const name_origin o = drg_gazetteer_origin(g, name);
    const drg_text id = drg_gazetteer_id(g, drg_gazetteer_name(g, name)->entry.n);
    bool annotated;
    TRY(drg_fold(o.text, &c->word));
    if (!drg_vocabulary_find(c->common, buffer_text(&c->word)).n) return DRG_OK;
    TRY(comes_out(c, list, id, &annotated));
    if (!annotated || drg_list_declares(g, (list_id){list_of(g, name)}, "common", id)) return DRG_OK;
    drg_warn(c->messages, o.at, "name-is-common-word",
             "write evidence against it in small letters; if it is meant there: # check common but ID",
             "the common word '%.*s' comes out as the %.*s '%.*s'", (int)c->word.count, c->word.items,
             SHOW(list->label), SHOW(id));
    return DRG_OK;
}

static drg_status check_names(checker *c, list_id common) {
    const gazetteer *g = c->knowledge->gazetteer;
    TRY(drg_vocabulary_new(&c->common));
    TRY(gather_common(c, g, common));
    TRY(drg_extractor_new(c->knowledge, &c->extractor));
    for (uint32_t i = 0; i < drg_gazetteer_name_count(g); i++) {
        if (may_be_common(c, i)) TRY(check_name(c, i));
    }
    return DRG_OK;
}

drg_status drg_check_common_names(const drg_knowledge *k, drg_messages *messages) {
    checker c = {.knowledge = k, .messages = messages};
    const list_id common = drg_gazetteer_find_list(k->gazetteer, drg_text_of(LIST_OF_COMMON_WORDS));
    if (common.n == NO_ID) return DRG_OK;
    const drg_status status = check_names(&c, common);
    drg_extractor_free(c.extractor);
    drg_vocabulary_free(c.common);
    VECTOR_CLEAR(c.word);
    VECTOR_CLEAR(c.text);
    return status;
}
