/* Knowledge. See knowledge.h. */
#include "knowledge.h"

#include <stdlib.h>

#include "bounds.h"
#include "rules/names.h"

static drg_status compile_language(drg_knowledge *k, drg_text language, drg_messages *messages) {
    ruleset set;
    const drg_status status =
        drg_ruleset_compile(language, &k->trees, k->gazetteer, &k->names, k->vocabulary, messages, &set);
    if (status == DRG_OK && VECTOR_PUSH(k->rulesets, set)) return DRG_OK;
    drg_ruleset_clear(&set);
    return status == DRG_OK ? DRG_NO_MEMORY : status;
}

static bool has_language(const drg_knowledge *k, drg_text language) {
    for (size_t i = 0; i < k->rulesets.count; i++)
        if (text_equal(k->rulesets.items[i].language, language)) return true;
    return false;
}

/* A ruleset for each language that has rules, and last one for all others. */
static drg_status compile_languages(drg_knowledge *k, drg_messages *messages) {
    const drg_text all = drg_text_of("all");
    for (uint32_t i = 0; i < k->trees.rule_count; i++) {
        const drg_text language = k->trees.rules[i].language;
        if (!text_equal(language, all) && !has_language(k, language)) TRY(compile_language(k, language, messages));
    }
    return compile_language(k, all, messages);
}

static drg_status open_knowledge(drg_knowledge *k, const drg_sources *s, drg_messages *messages) {
    TRY(drg_vocabulary_new(&k->vocabulary));
    const drg_status names =
        drg_gazetteer_read(s->gazetteer_folders, s->gazetteer_folder_count, k->vocabulary, messages, &k->gazetteer);
    if (names != DRG_OK && (names != DRG_BAD_KNOWLEDGE || !k->gazetteer)) return names;
    TRY(drg_rules_parse(s, k->gazetteer, &k->arena, messages, &k->trees));
    TRY(compile_languages(k, messages)); /* also after wrong tables: its messages belong to the same run */
    TRY(drg_names_read(k->trees.labels, k->gazetteer, messages, &k->names));
    return drg_messages_status(messages);
}

drg_status drg_knowledge_open(const drg_sources *sources, drg_knowledge **knowledge, drg_messages **messages) {
    drg_messages *told = NULL;
    drg_knowledge *k = calloc(1, sizeof *k);
    drg_status status = k ? drg_messages_new(&told) : DRG_NO_MEMORY;
    if (status == DRG_OK) status = open_knowledge(k, sources, told);
    if (status != DRG_OK) {
        drg_knowledge_close(k);
        k = NULL;
    }
    *knowledge = k;
    if (messages) *messages = told;
    else drg_messages_free(told);
    return status;
}

void drg_knowledge_close(drg_knowledge *k) {
    if (!k) return;
    for (size_t i = 0; i < k->rulesets.count; i++) drg_ruleset_clear(&k->rulesets.items[i]);
    VECTOR_CLEAR(k->rulesets);
    VECTOR_CLEAR(k->names);
    drg_gazetteer_free(k->gazetteer);
    drg_vocabulary_free(k->vocabulary);
    drg_arena_clear(&k->arena);
    drg_pack_unmap(&k->pack);
    free(k);
}

/* Is `tag` the language, or one of its kinds: en, en-GB? */
static bool is_kind_of(drg_text tag, drg_text language) {
    if (tag.length < language.length || !text_equal((drg_text){tag.bytes, language.length}, language)) return false;
    return tag.length == language.length || tag.bytes[language.length] == '-';
}

const ruleset *drg_knowledge_ruleset(const drg_knowledge *k, drg_text language) {
    const drg_text wanted = language.length ? language : drg_text_of(DEFAULT_LANGUAGE);
    for (size_t i = 0; i < k->rulesets.count; i++)
        if (is_kind_of(wanted, k->rulesets.items[i].language)) return &k->rulesets.items[i];
    return &k->rulesets.items[k->rulesets.count - 1];
}

bool drg_knowledge_has_language(const drg_knowledge *k, drg_text language) {
    return drg_knowledge_ruleset(k, language) != &k->rulesets.items[k->rulesets.count - 1];
}
