/* The extractor: the order of the steps. Start here.
 *
 *     bytes -> text -> tokens -> readings -> annotations -> referents, events -> output
 *              text/   text/     rules/      rules/         resolve/             write/
 *                            (words of lexicon/) */
#include "extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "resolve/resolve.h"

/* The order of the steps -------------------------------------------------------------------------------------------------------- */

/* Is it written as an entity? Turns and events have places of their own. */
static bool is_entity(const drg_document *d, const reading *r) {
    const label *l = &d->labels->labels[r->label];
    return !l->hidden && !drg_label_resolves(l, RESOLVE_TURN) && !drg_label_resolves(l, RESOLVE_EVENT);
}

/* The referents' mentions become indexes of entities; those that are not written are mentions no more. */
static drg_status list_entities(drg_document *d) {
    for (size_t i = 0; i < d->referents.count; i++) d->referents.items[i].mention_count = 0;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        const reading *r = &d->readings.items.items[id];
        if (!is_entity(d, r)) continue;
        if (!VECTOR_PUSH(d->entities, id)) return DRG_NO_MEMORY;
        const settled_facts *facts = reading_facts(&d->readings, r);
        if (!facts || facts->referent == NO_ID) continue;
        referent *of = &d->referents.items[facts->referent];
        d->mentions.items[of->first_mention + of->mention_count++] = (uint32_t)d->entities.count - 1;
    }
    return DRG_OK;
}

static drg_status extract(drg_document *d, const reader *by) {
    const uint32_t stage_count = (uint32_t)by->set->stages.count;
    TRY(drg_measured_text_init(&d->text, d->input.text));                                   /* bytes       -> text */
    TRY(drg_tokenize(d->text.text, drg_gazetteer_abbreviations(d->gazetteer), &d->tokens)); /* text   -> tokens */
    TRY(drg_words_look_up(by->words, d->text.text, &d->tokens));                            /* tokens      -> words */
    TRY(drg_matcher_begin(by->matcher, d->text.text, &d->tokens, by->words, &d->readings, &d->arena));
    for (uint32_t stage = 0; stage < stage_count; stage++) {
        TRY(drg_make_readings(by->matcher, stage)); /* words       -> readings */
        TRY(drg_choose(by->matcher, stage));        /* readings    -> annotations */
        TRY(drg_resolve(d, stage, stage_count));    /* annotations -> values, referents, events */
    }
    return list_entities(d);
}

/* Around them ------------------------------------------------------------------------------------------------------- */

static void free_reader(reader *r) {
    drg_matcher_free(r->matcher);
    drg_words_free(r->words);
}

/* The reader of a language; a new one for the first document of it. */
static drg_status find_reader(drg_extractor *x, drg_text language, reader **out) {
    const ruleset *set = drg_knowledge_ruleset(x->knowledge, language);
    for (size_t i = 0; i < x->readers.count; i++) {
        *out = &x->readers.items[i];
        if ((*out)->set == set) return DRG_OK;
    }
    reader r = {.set = set};
    drg_status status =
        drg_words_new(x->knowledge->vocabulary, x->knowledge->gazetteer, set->tests, set->language, &r.words);
    if (status == DRG_OK) status = drg_matcher_new(set, &r.matcher);
    if (status == DRG_OK && !VECTOR_PUSH(x->readers, r)) status = DRG_NO_MEMORY;
    if (status != DRG_OK) free_reader(&r);
    else *out = &x->readers.items[x->readers.count - 1];
    return status;
}

drg_status drg_extractor_new(const drg_knowledge *knowledge, drg_extractor **extractor) {
    *extractor = calloc(1, sizeof **extractor);
    if (!*extractor) return DRG_NO_MEMORY;
    (*extractor)->knowledge = knowledge;
    return DRG_OK;
}

static void clear_readings(readings *r) {
    VECTOR_CLEAR(r->items);
    VECTOR_CLEAR(r->facts);
    VECTOR_CLEAR(r->attributes);
    VECTOR_CLEAR(r->captures);
    VECTOR_CLEAR(r->fields);
    VECTOR_CLEAR(r->chosen);
}

void drg_extractor_free(drg_extractor *x) {
    if (!x) return;
    for (size_t i = 0; i < x->readers.count; i++) free_reader(&x->readers.items[i]);
    VECTOR_CLEAR(x->readers);
    drg_resolve_clear(&x->document);
    clear_readings(&x->document.readings);
    VECTOR_CLEAR(x->document.tokens);
    VECTOR_CLEAR(x->document.entities);
    drg_measured_text_clear(&x->document.text);
    drg_arena_clear(&x->document.arena);
    free(x);
}

drg_text drg_extractor_error(const drg_extractor *x) {
    return drg_text_of(x->error);
}

static void empty_document(drg_document *d) {
    readings *r = &d->readings;
    r->items.count = r->facts.count = r->attributes.count = r->captures.count = r->fields.count = r->chosen.count = 0;
    d->tokens.count = d->entities.count = 0;
    drg_resolve_reset(d);
    drg_arena_reset(&d->arena);
}

static drg_status refuse(drg_extractor *x, drg_status status, const char *why, drg_text what) {
    const int shown = what.length > 40 ? 40 : (int)what.length;
    snprintf(x->error, sizeof x->error, why, shown, what.bytes ? what.bytes : "");
    return status;
}

/* A language's name is letters and hyphens, as in BCP 47. */
static bool is_language(drg_text l) {
    for (size_t i = 0; i < l.length; i++) {
        const char c = l.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (i > 0 && (c == '-' || (c >= '0' && c <= '9')))))
            return false;
    }
    return l.length <= 35;
}

static drg_status check_input(drg_extractor *x, const drg_input *input) {
    if (input->text.length >= DOCUMENT_BYTES_MOST)
        return refuse(x, DRG_TOO_LARGE, "the text is longer than 2 GB%.*s", (drg_text){0});
    if (input->reference_date.length && !drg_date_is_valid(input->reference_date))
        return refuse(x, DRG_BAD_INPUT, "the reference date '%.*s' is no day of the form YYYY-MM-DD",
                      input->reference_date);
    if (!is_language(input->language))
        return refuse(x, DRG_BAD_INPUT, "the language '%.*s' is no tag such as en", input->language);
    return DRG_OK;
}

/* What is written of an entity's origin and value: looked at now, so that nothing is written of a pack that is damaged
 * there. */
static void look_ahead(const drg_document *d) {
    for (size_t i = 0; i < d->entities.count; i++) {
        const reading *r = &d->readings.items.items[d->entities.items[i]];
        const settled_facts *facts = reading_facts(&d->readings, r);
        if (facts && facts->entry != NO_ID) (void)drg_gazetteer_id(d->gazetteer, facts->entry);
        for (; r; r = r->merged == NO_ID ? NULL : &d->readings.items.items[r->merged])
            if (reading_name(r) != NO_ID) (void)drg_gazetteer_origin(d->gazetteer, reading_name(r));
    }
}

/* What was wrong with the pack has read as zeros: whatever came of that is not to be trusted. */
static drg_status check_pack(drg_extractor *x, drg_status status) {
    const drg_knowledge *k = x->knowledge;
    if (!k->pack.bytes) return status;
    if (status == DRG_OK) look_ahead(&x->document);
    const size_t damaged_at = k->pack.damaged_at;
    if (damaged_at)
        snprintf(x->error, sizeof x->error, "the pack %.100s is damaged at byte %zu", k->pack_path.bytes,
                 damaged_at - 1);
    else if (status == DRG_BAD_KNOWLEDGE)
        snprintf(x->error, sizeof x->error, "the pack %.100s is damaged", k->pack_path.bytes);
    return damaged_at ? DRG_BAD_KNOWLEDGE : status;
}

static void begin_document(drg_extractor *x, const reader *by, const drg_input *input) {
    drg_document *d = &x->document;
    empty_document(d);
    drg_words_begin(by->words);
    d->input = *input;
    d->language = input->language.length ? input->language : drg_text_of(DEFAULT_LANGUAGE);
    d->gazetteer = x->knowledge->gazetteer;
    d->labels = by->set->labels;
    d->rules = by->set->facts.items;
    d->words = by->words;
    d->values_asked = by->set->asks_values;
    x->matcher = by->matcher;
    x->explained = x->explains;
    drg_matcher_keep_evidence(x->matcher, x->explains);
}

drg_status drg_annotate(drg_extractor *x, const drg_input *input, const drg_document **document) {
    reader *by = NULL;
    x->error[0] = '\0';
    *document = NULL;
    TRY(check_input(x, input));
    drg_status status = find_reader(x, input->language, &by);
    if (status == DRG_OK) {
        begin_document(x, by, input);
        status = check_pack(x, extract(&x->document, by));
    }
    if (status == DRG_OK) *document = &x->document;
    else if (!*x->error) (void)refuse(x, status, drg_status_text(status), (drg_text){0});
    return status;
}

/* Texts ----------------------------------------------------------------------------------------------------------------- */

drg_text drg_text_of(const char *string) {
    return (drg_text){string ? string : "", string ? strlen(string) : 0};
}

const char *drg_version(void) {
    return DRG_VERSION;
}

const char *drg_status_text(drg_status status) {
    static const char *const texts[] = {[DRG_OK] = "all is well",
                                        [DRG_NO_MEMORY] = "there is not enough memory",
                                        [DRG_IO] = "a file could not be read, or output not be written",
                                        [DRG_BAD_INPUT] = "the document is not what it has to be",
                                        [DRG_BAD_KNOWLEDGE] = "rules, gazetteers or the pack are wrong",
                                        [DRG_TOO_LARGE] = "a limit was met",
                                        [DRG_STALE] =
                                            "the pack was made from other rules and gazetteers, or by another version"};
    const size_t i = (size_t)status;
    return i < sizeof texts / sizeof *texts ? texts[i] : "an unknown status";
}
