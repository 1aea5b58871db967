/* Names that cannot do what they are there for. See check_names.h.
 *
 *     x Treaty of Rome y          each name stands in a block of its own, between two words, in a text of many;
 *       ^~~~~~~~~~~~~~            it is looked up there as a document's names are: what it finds beside itself
 *                                 competes with it
 *
 * Names of lists without a label overlap by nature (a given name, a surname, a common word), and are only held to be found. */
#include "rules/check_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "lexicon/name_match.h"
#include "lexicon/words.h"

enum {
    BATCH_NAMES = 1000, /* in one text */
    NAMES_TOLD = 30 /* of a list, one by one; then how many more there are: one look shows what is wrong with them */
};

typedef struct {
    uint32_t name;
    uint32_t start_byte, end_byte; /* in the batch's text */
} placed_name;

typedef struct { /* Lifetime: the check. */
    const label_table *labels;
    const gazetteer *gazetteer;
    const vocabulary *vocabulary;
    drg_messages *messages;
    words *words; /* of the language at hand */
    buffer text;
    token_vector tokens;
    VECTOR(placed_name) batch;
    uint32_t *told; /* by list: names that have been warned of */
} checker;

/* What is known of a name ------------------------------------------------------------------------------------------ */

static const gazetteer_name *name_of(const checker *c, uint32_t name) {
    return drg_gazetteer_name(c->gazetteer, name);
}

static const gazetteer_list *list_of(const checker *c, const gazetteer_name *n) {
    return &drg_gazetteer_lists(c->gazetteer)[drg_gazetteer_entry(c->gazetteer, n->entry.n)->list.n];
}

/* "country/names.en.tsv:12" */
typedef struct {
    char bytes[200];
} shown_place;

static shown_place place_of(const checker *c, uint32_t name) {
    shown_place shown;
    const name_origin o = drg_gazetteer_origin(c->gazetteer, name);
    snprintf(shown.bytes, sizeof shown.bytes, "%.*s:%u", SHOW_SHORT(o.file), o.line);
    return shown;
}

/* Whether one more name of its list is told one by one. */
static bool is_told(const checker *c, uint32_t name) {
    const uint32_t list = drg_gazetteer_entry(c->gazetteer, name_of(c, name)->entry.n)->list.n;
    return ++c->told[list] <= NAMES_TOLD;
}

static void tell_how_many_more(const checker *c, uint32_t list) {
    const gazetteer_list *l = &drg_gazetteer_lists(c->gazetteer)[list];
    if (c->told[list] <= NAMES_TOLD) return;
    drg_warn(c->messages, l->declared, "more-names", "the first of them are told one by one",
             "%u more names of the list '%.*s' are like those", c->told[list] - NAMES_TOLD, SHOW_SHORT(l->name));
}

/* Warnings --------------------------------------------------------------------------------------------------------- */

static void tell_unmatched(const checker *c, uint32_t name) {
    if (!is_told(c, name)) return;
    const name_origin o = drg_gazetteer_origin(c->gazetteer, name);
    drg_warn(c->messages, o.at, "name-never-found", "a text is cut elsewhere: write it as it stands in a sentence",
             "no text can match the name '%.*s'", SHOW_SHORT(o.text));
}

/* Two names of one entry, or of two of one list, that the same words write and that nothing tells apart. */
static void tell_twin(const checker *c, uint32_t name, uint32_t other) {
    if (!is_told(c, name)) return;
    const name_origin o = drg_gazetteer_origin(c->gazetteer, name), p = drg_gazetteer_origin(c->gazetteer, other);
    const gazetteer_name *a = name_of(c, name), *b = name_of(c, other);
    const shown_place there = place_of(c, other);
    if (a->entry.n == b->entry.n) {
        drg_warn(c->messages, o.at, "name-twice", "leave one out: case, accents and quotation marks do not matter",
                 "the name '%.*s' says nothing that '%.*s' does not (%s)", SHOW_SHORT(o.text), SHOW_SHORT(p.text),
                 there.bytes);
        return;
    }
    const drg_text id = drg_gazetteer_id(c->gazetteer, b->entry.n);
    drg_warn(c->messages, o.at, "name-of-two", "give the one that is meant more often a higher weight",
             "the name '%.*s' stands for '%.*s' as much (%s)", SHOW_SHORT(o.text), SHOW_SHORT(id), there.bytes);
}

static void tell_stem(const checker *c, uint32_t name, uint32_t other) {
    if (!is_told(c, name)) return;
    const name_origin o = drg_gazetteer_origin(c->gazetteer, name), p = drg_gazetteer_origin(c->gazetteer, other);
    const shown_place there = place_of(c, other);
    drg_warn(c->messages, o.at, "stem-of-two", "let one of them be `inflect none`, and write its forms as names",
             "the name '%.*s' has the stems of '%.*s' (%s)", SHOW_SHORT(o.text), SHOW_SHORT(p.text), there.bytes);
}

/* Competitors ------------------------------------------------------------------------------------------------------ */

typedef drg_status form_maker(drg_text word, buffer *out);

static drg_status have_same_form(form_maker *make, drg_text a, drg_text b, bool *same) {
    buffer x = {0}, y = {0};
    drg_status status = make(a, &x);
    if (status == DRG_OK) status = make(b, &y);
    *same = status == DRG_OK && text_equal(buffer_text(&x), buffer_text(&y));
    VECTOR_CLEAR(x);
    VECTOR_CLEAR(y);
    return status;
}

static bool is_number(drg_text text) {
    return text.length && text.bytes[0] >= '0' && text.bytes[0] <= '9';
}

static bool has_attribute(const label *l, drg_text key) {
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        if (text_equal(l->attributes[i].name, key)) return true;
    }
    return false;
}

/* Whether a year or day that a mention says can tell two entries of a list apart: resolve/entries.c. */
static bool have_other_dates(const checker *c, const gazetteer_list *list, entry_id a, entry_id b) {
    const gazetteer *g = c->gazetteer;
    const label_id l = drg_label_find(c->labels, list->label);
    for (uint32_t i = 0; i < drg_gazetteer_attribute_count(g, a.n) && l.n != NO_FORM; i++) {
        const attribute one = drg_gazetteer_attribute_at(g, a.n, i);
        const drg_text other = drg_gazetteer_attribute(g, b, one.key);
        if (is_number(one.value) && is_number(other) && !text_equal(one.value, other) &&
            has_attribute(&c->labels->labels[l.n], one.key))
            return true;
    }
    return false;
}

/* Of one entry a name may stand twice, with accents and without: people write it so. Not if nobody sees a difference, or if
 * the two weigh differently: then only one counts. */
static drg_status are_twins(const checker *c, uint32_t name, uint32_t other, bool *twins) {
    const gazetteer_name *a = name_of(c, name), *b = name_of(c, other);
    *twins = a->form == b->form && a->exact == b->exact && a->by_stem == b->by_stem;
    if (!*twins) return DRG_OK;
    if (a->entry.n != b->entry.n) {
        *twins = a->weight == b->weight && !have_other_dates(c, list_of(c, a), a->entry, b->entry);
        return DRG_OK;
    }
    const name_origin o = drg_gazetteer_origin(c->gazetteer, name), p = drg_gazetteer_origin(c->gazetteer, other);
    *twins = text_equal(o.language, p.language);
    if (!*twins || a->weight != b->weight) return DRG_OK;
    return have_same_form(drg_clean, o.text, p.text, twins);
}

static bool is_of_one_language(const checker *c, uint32_t a, uint32_t b) {
    return text_equal(drg_gazetteer_origin(c->gazetteer, a).language, drg_gazetteer_origin(c->gazetteer, b).language);
}

/* `other` is found where `name` stands, and as long. Each two are told once, at the later one. */
static drg_status check_competitor(const checker *c, uint32_t name, uint32_t other) {
    const gazetteer_name *a = name_of(c, name), *b = name_of(c, other);
    bool same, twins = false;
    if (a->own && b->own && !is_of_one_language(c, name, other)) return DRG_OK; /* they never meet */
    if (other >= name || b->derived || list_of(c, a) != list_of(c, b) || !list_of(c, a)->label.length) return DRG_OK;
    TRY(have_same_form(drg_fold, drg_gazetteer_origin(c->gazetteer, name).text,
                       drg_gazetteer_origin(c->gazetteer, other).text, &same));
    if (same) TRY(are_twins(c, name, other, &twins));
    if (twins) tell_twin(c, name, other);
    else if (!same && a->by_stem && b->by_stem && a->entry.n != b->entry.n) tell_stem(c, name, other);
    return DRG_OK;
}

/* Batches ---------------------------------------------------------------------------------------------------------- */

static uint32_t token_at(const checker *c, uint32_t byte, uint32_t from) {
    while (from < c->tokens.count && c->tokens.items[from].start_byte < byte) from++;
    return from;
}

/* Looks up one name at its tokens. */
static drg_status check_name(checker *c, const placed_name *p, uint32_t at) {
    name_match found[NAMES_AT_TOKEN];
    uint32_t count = at < c->tokens.count ? drg_name_matches(c->gazetteer, c->words, &c->tokens, at, found) : 0;
    uint32_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (found[i].name.n == p->name) length = found[i].token_count;
    }
    if (!length) {
        tell_unmatched(c, p->name);
        return DRG_OK;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (found[i].token_count == length) TRY(check_competitor(c, p->name, found[i].name.n));
    }
    return DRG_OK;
}

static drg_status check_batch(checker *c) {
    uint32_t at = 0;
    drg_words_begin(c->words);
    TRY(drg_tokenize(buffer_text(&c->text), drg_gazetteer_abbreviations(c->gazetteer), &c->tokens));
    TRY(drg_words_look_up(c->words, buffer_text(&c->text), &c->tokens));
    for (size_t i = 0; i < c->batch.count; i++) {
        at = token_at(c, c->batch.items[i].start_byte, at);
        TRY(check_name(c, &c->batch.items[i], at));
    }
    c->batch.count = 0;
    c->text.count = 0;
    return DRG_OK;
}

/* A line break inside a name is white space, as it is in a paragraph; an empty line ends that. */
static void join_lines(checker *c, const placed_name *p) {
    char *text = c->text.items;
    for (uint32_t i = p->start_byte; i < p->end_byte; i++) {
        if (text[i] == '\n' && i && text[i - 1] != '\n' && text[i + 1] != '\n') text[i] = ' ';
    }
}

static drg_status add_to_batch(checker *c, uint32_t name) {
    const drg_text text = drg_gazetteer_origin(c->gazetteer, name).text, before = {"x ", 2}, behind = {" y\n\n", 4};
    placed_name p = {.name = name};
    if (!drg_buffer_append(&c->text, before)) return DRG_NO_MEMORY;
    p.start_byte = (uint32_t)c->text.count;
    if (!drg_buffer_append(&c->text, text) || !drg_buffer_append(&c->text, behind)) return DRG_NO_MEMORY;
    p.end_byte = p.start_byte + (uint32_t)text.length;
    join_lines(c, &p);
    return VECTOR_PUSH(c->batch, p) ? DRG_OK : DRG_NO_MEMORY;
}

/* Languages -------------------------------------------------------------------------------------------------------- */

static drg_status check_names_of(checker *c, drg_text language) {
    for (uint32_t i = 0; i < drg_gazetteer_name_count(c->gazetteer); i++) {
        const gazetteer_name *n = name_of(c, i);
        if (n->derived || !n->word_count) continue; /* a plural is made; one without words has been told */
        if (!text_equal(drg_gazetteer_origin(c->gazetteer, i).language, language)) continue;
        TRY(add_to_batch(c, i));
        if (c->batch.count == BATCH_NAMES) TRY(check_batch(c));
    }
    return check_batch(c);
}

static drg_status check_language(checker *c, drg_text language) {
    word_tests *none; /* names are looked for, whatever rules ask of words */
    TRY(drg_word_tests_new(language, &none));
    const drg_text read_as = language.length ? language : drg_text_of(DEFAULT_LANGUAGE);
    drg_status status = drg_words_new(c->vocabulary, c->gazetteer, none, read_as, &c->words);
    if (status == DRG_OK) {
        status = check_names_of(c, language);
        drg_words_free(c->words);
    }
    drg_word_tests_free(none);
    return status;
}

static bool is_first_of_language(const gazetteer *g, uint32_t table) {
    for (uint32_t i = 0; i < table; i++) {
        if (text_equal(drg_gazetteer_table(g, i)->language, drg_gazetteer_table(g, table)->language)) return false;
    }
    return true;
}

drg_status drg_check_names(const label_table *labels, const gazetteer *g, const vocabulary *v, drg_messages *messages) {
    checker c = {.labels = labels, .gazetteer = g, .vocabulary = v, .messages = messages};
    const uint32_t list_count = drg_gazetteer_list_count(g);
    c.told = calloc((size_t)list_count + 1, sizeof *c.told);
    drg_status status = c.told ? DRG_OK : DRG_NO_MEMORY;
    for (uint32_t i = 0; i < drg_gazetteer_table_count(g) && status == DRG_OK; i++) {
        if (is_first_of_language(g, i)) status = check_language(&c, drg_gazetteer_table(g, i)->language);
    }
    for (uint32_t i = 0; i < list_count && status == DRG_OK; i++) tell_how_many_more(&c, i);
    free(c.told);
    VECTOR_CLEAR(c.text);
    VECTOR_CLEAR(c.tokens);
    VECTOR_CLEAR(c.batch);
    return status;
}
