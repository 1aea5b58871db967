/* Titles: the entries of lists whose entries have titles, by the words of these. See titles.h.
 *
 *     titles   [ key, entry | key, entry | … ]      by key: a title is found by bisection
 *     fillers  [ hash | hash | … ]                  of the words that do not count */
#include "lexicon/titles.h"

#include <stdlib.h>

#include "bounds.h"
#include "lexicon/fold.h"
#include "lexicon/tables.h"

#define FILLER_LIST "title_filler"
#define TITLE_LANGUAGE "en" /* tables of entries have no language of their own; titles are written in this one */
#define TITLE_WORDS_LEAST 2 /* of a name that is no title: less is an acronym, or says too little */

#define HASH_START 0xCBF29CE484222325u /* FNV-1a: it stands in packs, so it has no secrets */
#define HASH_FACTOR 0x100000001B3u

static uint64_t go_on(uint64_t hash, drg_text text) {
    for (size_t i = 0; i < text.length; i++) hash = (hash ^ (unsigned char)text.bytes[i]) * HASH_FACTOR;
    return hash;
}

/* Keys ------------------------------------------------------------------------------------------------------------- */

static bool is_filler(const gazetteer *g, drg_text folded) {
    const uint64_t hash = go_on(HASH_START, folded);
    size_t from = 0, end = g->fillers.count;
    while (from < end) {
        const size_t middle = from + (end - from) / 2;
        const uint64_t there = *FLAT_AT(g->fillers, middle);
        if (there == hash) return true;
        if (there < hash) from = middle + 1;
        else end = middle;
    }
    return false;
}

static bool is_year(drg_text word) {
    if (word.length != 4 || (word.bytes[0] != '1' && word.bytes[0] != '2')) return false;
    for (size_t i = 1; i < word.length; i++)
        if (word.bytes[i] < '0' || word.bytes[i] > '9') return false;
    return true;
}

void drg_title_add(const gazetteer *g, title_words *t, drg_text folded, drg_text stem, bool joined) {
    if (is_filler(g, folded) || is_year(folded)) {
        t->counts = false;
        return;
    }
    const bool goes_on = joined && t->counts;
    const uint64_t before = goes_on ? t->run : HASH_START;
    if (goes_on) t->key -= t->last;
    else t->count++;
    t->run = go_on(before, folded);
    t->last = hash_mix(go_on(before, stem), HASH_START);
    t->key += t->last;
    t->counts = true;
}

/* Making the table ------------------------------------------------------------------------------------------------- */

typedef struct { /* Lifetime: the compilation. */
    gazetteer *made;
    stemmer *stemmer;
    token_vector tokens;
    buffer folded, stem;
} maker;

static bool is_hyphen(drg_text word) {
    return word.length == 1 && word.bytes[0] == '-';
}

static drg_status key_of_text(maker *m, drg_text text, title_words *key) {
    bool hyphen = false;
    *key = (title_words){0};
    TRY(drg_cut(text, m->made->abbreviations, &m->tokens));
    for (size_t i = 0; i < m->tokens.count; i++) {
        const token t = m->tokens.items[i];
        const drg_text word = {text.bytes + t.start_byte, t.end_byte - t.start_byte};
        TRY(drg_fold(word, &m->folded));
        const bool apart = t.flags & TOKEN_SPACE_BEFORE;
        if (t.flags & TOKEN_PUNCTUATION) {
            hyphen = !apart && is_hyphen(buffer_text(&m->folded));
            continue;
        }
        TRY(drg_stem(m->stemmer, word, &m->stem));
        drg_title_add(m->made, key, buffer_text(&m->folded), buffer_text(&m->stem), hyphen && !apart);
        hyphen = false;
    }
    return DRG_OK;
}

static drg_status add_title(maker *m, drg_text text, uint32_t entry, uint32_t words_least) {
    title_words key;
    TRY(key_of_text(m, text, &key));
    if (key.count < words_least) return DRG_OK;
    return VECTOR_PUSH(m->made->titles, ((kept_title){key.key, entry, 0})) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_entry(maker *m, uint32_t entry) {
    gazetteer *g = m->made;
    const drg_text title = drg_gazetteer_attribute(g, (entry_id){entry}, drg_text_of("title"));
    if (title.length) TRY(add_title(m, title, entry, 1));
    const uint32_t first = g->entries.items[entry].first_name, count = drg_gazetteer_names_of(g, entry);
    for (uint32_t i = first; i < first + count; i++) {
        const gazetteer_name *n = &g->names.items[i];
        if (!n->derived) TRY(add_title(m, name_text_of(&g->sources, &n->written), entry, TITLE_WORDS_LEAST));
    }
    return DRG_OK;
}

static bool has_titles(const gazetteer *g, const gazetteer_list *list) {
    for (uint32_t i = 0; i < list->key_count; i++) {
        const drg_text key = drg_gazetteer_key(g, list, i);
        if (list->label.length && text_equal(key, drg_text_of("title"))) return true;
    }
    return false;
}

static int by_hash(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b) {
    const kept_title *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static drg_status make_fillers(maker *m) {
    gazetteer *g = m->made;
    const list_id list = drg_gazetteer_find_list(g, drg_text_of(FILLER_LIST));
    for (size_t i = 0; i < g->names.count && list.n != NO_ID; i++) {
        const gazetteer_name *n = &g->names.items[i];
        if (g->entries.items[n->entry.n].list.n != list.n) continue;
        TRY(drg_fold(name_text_of(&g->sources, &n->written), &m->folded));
        if (!VECTOR_PUSH(g->fillers, go_on(HASH_START, buffer_text(&m->folded)))) return DRG_NO_MEMORY;
    }
    if (g->fillers.count) qsort(g->fillers.items, g->fillers.count, sizeof *g->fillers.items, by_hash);
    return DRG_OK;
}

static void drop_repeated(gazetteer *g) {
    size_t kept = 0;
    for (size_t i = 0; i < g->titles.count; i++) {
        if (!kept || by_key(&g->titles.items[kept - 1], &g->titles.items[i]) != 0)
            g->titles.items[kept++] = g->titles.items[i];
    }
    g->titles.count = kept;
}

static drg_status make(maker *m) {
    gazetteer *g = m->made;
    TRY(drg_stemmer_new(drg_text_of(TITLE_LANGUAGE), &m->stemmer));
    TRY(make_fillers(m));
    for (size_t l = 0; l < g->lists.count; l++) {
        const gazetteer_list *list = &g->lists.items[l];
        for (uint32_t i = 0; i < list->entry_count && has_titles(g, list); i++)
            TRY(add_entry(m, list->first_entry + i));
    }
    if (g->titles.count) qsort(g->titles.items, g->titles.count, sizeof *g->titles.items, by_key);
    drop_repeated(g);
    return DRG_OK;
}

drg_status drg_titles_make(gazetteer *g) {
    maker m = {.made = g};
    const drg_status status = make(&m);
    drg_stemmer_free(m.stemmer);
    VECTOR_CLEAR(m.tokens);
    VECTOR_CLEAR(m.folded);
    VECTOR_CLEAR(m.stem);
    return status;
}

/* Looking up ------------------------------------------------------------------------------------------------------- */

uint32_t drg_titles_count(const gazetteer *g, const title_words *t, uint32_t *first) {
    size_t from = 0, end = g->titles.count;
    while (from < end) {
        const size_t middle = from + (end - from) / 2;
        if (FLAT_AT(g->titles, middle)->key < t->key) from = middle + 1;
        else end = middle;
    }
    *first = (uint32_t)from;
    for (end = from; end < g->titles.count && FLAT_AT(g->titles, end)->key == t->key;) end++;
    return t->count ? (uint32_t)(end - from) : 0;
}

uint32_t drg_titles_entry(const gazetteer *g, uint32_t title) {
    return FLAT_AT(g->titles, title)->entry;
}
