/* Knowledge in a pack: written once, then opened by mapping it. What a pack holds stands in transfer_knowledge.
 *
 *     rules/ gazetteers/ ──drg_pack_write──► world.drg ──drg_knowledge_open_pack──► drg_knowledge      (a millisecond)
 *              └─────────────────drg_knowledge_open──────────────────────────────────────► the same     (a hundred) */
#include <stdlib.h>

#include "knowledge.h"
#include "pack/lexicon.h"
#include "pack/rules.h"

/* What a pack holds ------------------------------------------------------------------------------------------------ */

static void transfer_ruleset(transfer *t, drg_knowledge *k, size_t i) {
    ruleset set = {0};
    if (!t->reads) set = k->rulesets.items[i];
    drg_transfer_ruleset(t, &k->labels, &k->names, k->gazetteer, k->vocabulary, &set);
    if (!t->reads || VECTOR_PUSH(k->rulesets, set)) return;
    drg_ruleset_clear(&set);
    drg_transfer_fail(t, DRG_NO_MEMORY);
}

/* The last ruleset serves all documents that no other does: there has to be one. */
static void transfer_rulesets(transfer *t, drg_knowledge *k) {
    size_t count = k->rulesets.count;
    drg_transfer_count(t, &count, 1);
    for (size_t i = 0; i < count && t->status == DRG_OK; i++) transfer_ruleset(t, k, i);
    if (!count) drg_transfer_wrong(t);
}

static void transfer_knowledge(transfer *t, drg_knowledge *k) {
    if (!t->reads) k->labels = *k->trees.labels;
    drg_transfer_vocabulary(t, &k->vocabulary);
    if (t->status == DRG_OK) drg_transfer_gazetteer(t, k->vocabulary, &k->gazetteer);
    if (t->status == DRG_OK) drg_transfer_labels(t, &k->labels);
    if (t->status == DRG_OK) drg_transfer_name_readings(t, &k->labels, &k->names);
    if (t->status == DRG_OK) transfer_rulesets(t, k);
}

/* Opening ---------------------------------------------------------------------------------------------------------- */

static drg_status hold_against(const source_list *list, const drg_sources *now, const char *path, drg_knowledge *k,
                               drg_messages *messages) {
    char why[600] = "rules are given that stand in no file";
    k->sources_answer = now->rule_text_count ? SOURCES_OTHER : drg_sources_compare(list, now, why, sizeof why);
    if (k->sources_answer != SOURCES_OTHER) return DRG_OK;
    const source file = {.path = drg_text_of(path)};
    drg_error(messages, (place){.file = &file}, "pack-stale", "`dragoman compile` makes it anew", "%s", why);
    return DRG_STALE;
}

/* Opens k->pack, which has been looked at. */
static drg_status open_pack(drg_knowledge *k, const drg_sources *sources, drg_messages *messages) {
    const char *path = k->pack_path.bytes;
    source_list list = {0}; /* borrowed from the pack */
    transfer t;
    drg_pack_begin(&k->pack, &k->arena, &t);
    drg_transfer_sources(&t, &list);
    if (t.status == DRG_OK && sources) TRY(hold_against(&list, sources, path, k, messages));
    if (t.status == DRG_OK) transfer_knowledge(&t, k);
    return drg_pack_end(path, &t, messages);
}

/* `bytes`: NULL: those of the file. */
static drg_status look_and_open(drg_knowledge *k, const char *path, drg_text bytes, const drg_sources *sources,
                                drg_messages *messages) {
    k->pack_path = drg_arena_copy(&k->arena, drg_text_of(path));
    if (!k->pack_path.bytes) return DRG_NO_MEMORY;
    k->pack.bytes = bytes.bytes;
    k->pack.length = bytes.length;
    TRY(bytes.bytes ? drg_pack_look(path, &k->pack, messages) : drg_pack_map(path, &k->pack, messages));
    return open_pack(k, sources, messages);
}

static drg_status open_any(const char *path, drg_text bytes, const drg_sources *sources, drg_knowledge **knowledge,
                           drg_messages **messages) {
    drg_messages *told = NULL;
    drg_knowledge *k = calloc(1, sizeof *k);
    drg_status status = k ? drg_messages_new(&told) : DRG_NO_MEMORY;
    if (status == DRG_OK) status = look_and_open(k, path, bytes, sources, told);
    if (status != DRG_OK) {
        drg_knowledge_close(k);
        k = NULL;
    }
    *knowledge = k;
    if (messages) *messages = told;
    else drg_messages_free(told);
    return status;
}

drg_status drg_knowledge_open_pack(const char *path, const drg_sources *sources, drg_knowledge **knowledge,
                                   drg_messages **messages) {
    return open_any(path, (drg_text){0}, sources, knowledge, messages);
}

drg_status drg_knowledge_open_bytes(drg_text bytes, drg_knowledge **knowledge, drg_messages **messages) {
    return open_any("memory", bytes, NULL, knowledge, messages);
}

/* Writing ---------------------------------------------------------------------------------------------------------- */

static drg_status write_pack(drg_knowledge *k, source_list *list, const char *path, drg_messages *messages) {
    transfer t = {0};
    drg_transfer_sources(&t, list);
    transfer_knowledge(&t, k);
    const drg_status status = drg_pack_save(&t, path, messages);
    drg_transfer_clear(&t);
    return status;
}

/* The sources are listed before they are read and afterwards: if somebody has changed them meanwhile, nobody knows what was
 * read. */
static drg_status read_and_write(const drg_sources *sources, source_list lists[2], const char *path,
                                 drg_messages **messages) {
    static const char changed[] = "rules or gazetteers were changed while they were read";
    drg_knowledge *k = NULL;
    const drg_status before = drg_sources_take(sources, &lists[0]);
    drg_status status = drg_knowledge_open(sources, &k, messages);
    if (status != DRG_OK) return status;
    const drg_status after = drg_sources_take(sources, &lists[1]);
    if (before == DRG_NO_MEMORY || after == DRG_NO_MEMORY) {
        status = DRG_NO_MEMORY;
    } else if (before != DRG_OK || after != DRG_OK || !drg_sources_equal(&lists[0], &lists[1])) {
        drg_error(*messages, (place){0}, "sources-moving", "let them lie still, and try again", "%s", changed);
        status = DRG_IO;
    } else {
        status = write_pack(k, &lists[1], path, *messages);
    }
    drg_knowledge_close(k);
    return status;
}

drg_status drg_pack_write(const drg_sources *sources, const char *path, drg_messages **messages) {
    source_list lists[2] = {0};
    drg_messages *told = NULL;
    const drg_status status = sources->rule_text_count ? DRG_BAD_INPUT : read_and_write(sources, lists, path, &told);
    drg_sources_clear(&lists[0]);
    drg_sources_clear(&lists[1]);
    if (messages) *messages = told;
    else drg_messages_free(told);
    return status;
}
