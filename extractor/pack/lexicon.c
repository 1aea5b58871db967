/* The lexicon in a pack. See lexicon.h.
 *
 * A function `transfer_…` goes through a structure; a function `…_are_right` says what has to hold of the items of an array
 * so that whoever reads them later goes nowhere astray. It sees a block at a time: so what two blocks say of each other (the
 * ends of texts, an entry's first name and that of the next entry) those must not rely on who read them. Texts need no such
 * function: each is looked at as a whole when it is asked for. */
#include "pack/lexicon.h"

#include <math.h>
#include <stdlib.h>

#include "bounds.h"
#include "lexicon/tables.h"
#include "text/abbreviations.h"

static bool is_table_size(size_t slots) {
    return (slots & (slots - 1)) == 0 && slots <= (size_t)1 << 32;
}

/* Vocabularies ----------------------------------------------------------------------------------------------------- */

static bool slots_are_right(const void *of, size_t first, size_t end) {
    const vocabulary *v = of;
    const uint32_t bound = drg_vocabulary_count(v);
    for (size_t i = first; i < end; i++)
        if (v->slots.items[i].string >= bound) return false;
    return true;
}

static bool ends_are_right(const void *of, size_t first, size_t end) {
    const vocabulary *v = of;
    for (size_t i = first; i < end; i++)
        if (v->ends.items[i] > v->bytes.count || (i > first && v->ends.items[i] < v->ends.items[i - 1])) return false;
    return true;
}

void drg_transfer_vocabulary(transfer *t, vocabulary **v) {
    if (t->reads) *v = NULL;
    if (t->reads && drg_vocabulary_new(v) != DRG_OK) {
        drg_transfer_fail(t, DRG_NO_MEMORY);
        return;
    }
    vocabulary *of = *v;
    drg_transfer_u64(t, &of->secrets.a);
    drg_transfer_u64(t, &of->secrets.b);
    TRANSFER_FLAT(t, of->slots, slots_are_right, of);
    TRANSFER_FLAT(t, of->ends, ends_are_right, of);
    TRANSFER_FLAT(t, of->bytes, NULL, NULL);
    if (!t->reads) return;
    of->slot_mask = of->slots.count ? (uint32_t)(of->slots.count - 1) : 0;
    if (!is_table_size(of->slots.count) || of->ends.count > UINT32_MAX) drg_transfer_wrong(t);
}

/* Gazetteers: tables and lists ------------------------------------------------------------------------------------- */

typedef struct { /* What arrays of a gazetteer are checked by. */
    const gazetteer *gazetteer;
    const vocabulary *vocabulary;
} gazetteer_facts;

static void transfer_table(transfer *t, name_table *table) {
    FLAT(const char) text = {0};
    drg_transfer_name(t, &table->file);
    drg_transfer_text(t, &table->language);
    drg_transfer_u32(t, &table->folder);
    if (!t->reads) {
        text.items = table->source->text.bytes;
        text.count = table->source->text.length;
    }
    TRANSFER_FLAT(t, text, NULL, NULL);
    if (!t->reads) return;
    source *s = drg_transfer_take(t, 1, sizeof *s);
    if (s)
        *s = (source){
            .path = table->file, .text = {text.items, text.count}
        };
    table->source = s;
    table->guard = text.guard;
    if (!table->file.bytes || !table->guard) drg_transfer_wrong(t);
}

static bool apart_are_right(const void *of, size_t first, size_t end) {
    const name_sources *s = of;
    for (size_t i = first; i < end; i++)
        if (!transfer_fits(s->apart.items[i].at, s->apart.items[i].text_length, s->bytes.count)) return false;
    return true;
}

static void transfer_sources(transfer *t, name_sources *s) {
    TRANSFER_ARRAY(t, s->tables.items, s->tables.count, transfer_table);
    TRANSFER_FLAT(t, s->apart, apart_are_right, s);
    TRANSFER_FLAT(t, s->bytes, NULL, NULL);
    drg_transfer_vocabulary(t, &s->forms);
}

static void transfer_list(transfer *t, gazetteer_list *l) {
    drg_transfer_name(t, &l->name);
    drg_transfer_text(t, &l->label);
    drg_transfer_u32(t, &l->first_entry);
    drg_transfer_u32(t, &l->entry_count);
    drg_transfer_u32(t, &l->first_key);
    drg_transfer_u32(t, &l->key_count);
}

static bool list_keys_are_right(const void *of, size_t first, size_t end) {
    const gazetteer *g = of;
    for (size_t i = first; i < end; i++)
        if (g->list_keys.items[i] >= g->attribute_keys.count) return false;
    return true;
}

static bool lists_are_right(const gazetteer *g) {
    for (size_t i = 0; i < g->lists.count; i++) {
        const gazetteer_list *l = &g->lists.items[i];
        if (!transfer_fits(l->first_entry, l->entry_count, g->entries.count - 1) ||
            !transfer_fits(l->first_key, l->key_count, g->list_keys.count))
            return false;
    }
    return true;
}

/* Entries and names ------------------------------------------------------------------------------------------------ */

/* The last one is none: it ends the one before. */
static bool entries_are_right(const void *of, size_t first, size_t end) {
    const gazetteer *g = ((const gazetteer_facts *)of)->gazetteer;
    for (size_t i = first; i < end; i++) {
        const gazetteer_entry *e = &g->entries.items[i];
        const bool last = i + 1 == g->entries.count;
        if (!last && (e->table >= g->sources.tables.count || e->list.n >= g->lists.count)) return false;
        if (e->first_attribute > g->attributes.count || e->first_name > g->names.count) return false;
    }
    return true;
}

static bool attributes_are_right(const void *of, size_t first, size_t end) {
    const gazetteer *g = ((const gazetteer_facts *)of)->gazetteer;
    for (size_t i = first; i < end; i++)
        if (g->attributes.items[i].key >= g->attribute_keys.count) return false;
    return true;
}

static bool name_is_right(const gazetteer *g, const gazetteer_name *n) {
    const size_t tables = g->sources.tables.count, apart = g->sources.apart.count;
    if (n->written.table >= tables || (n->written.apart && n->written.at >= apart)) return false;
    if (n->entry.n >= g->entries.count - 1 || n->form >= drg_vocabulary_count(g->sources.forms)) return false;
    return isfinite(n->weight) && n->word_count <= NAME_TOKENS &&
           (!n->exact || transfer_fits(n->first_word, n->word_count, g->words.count));
}

static bool names_are_right(const void *of, size_t first, size_t end) {
    const gazetteer *g = ((const gazetteer_facts *)of)->gazetteer;
    for (size_t i = first; i < end; i++)
        if (!name_is_right(g, &g->names.items[i])) return false;
    return true;
}

static bool words_are_right(const void *of, size_t first, size_t end) {
    const gazetteer_facts *facts = of;
    const uint32_t bound = drg_vocabulary_count(facts->vocabulary);
    for (size_t i = first; i < end; i++)
        if (facts->gazetteer->words.items[i].n >= bound) return false;
    return true;
}

static bool titles_are_right(const void *of, size_t first, size_t end) {
    const gazetteer *g = ((const gazetteer_facts *)of)->gazetteer;
    for (size_t i = first; i < end; i++)
        if (g->titles.items[i].entry >= g->entries.count - 1) return false;
    return true;
}

/* Tries ------------------------------------------------------------------------------------------------------------ */

typedef struct { /* What the arrays of a trie are checked by. */
    const trie *trie;
    const gazetteer *gazetteer;
} trie_facts;

static bool points_are_right(const void *of, size_t first, size_t end) {
    const trie *t = ((const trie_facts *)of)->trie;
    for (size_t i = first; i < end; i++) {
        const trie_point *p = &t->points.items[i];
        if (!transfer_fits(p->first_edge, p->edge_count, t->edges.count) || (p->next_words && !p->edge_count))
            return false;
        if (!transfer_fits(p->first_end, p->end_count, t->ends.count)) return false;
    }
    return true;
}

/* They may lead round in a circle: a walk has no more steps than a name has words. */
static bool edges_are_right(const void *of, size_t first, size_t end) {
    const trie *t = ((const trie_facts *)of)->trie;
    for (size_t i = first; i < end; i++) {
        const uint32_t to = t->edges.items[i].to;
        if (to & TRIE_LEAF ? (to & ~TRIE_LEAF) >= t->ends.count : to >= t->points.count) return false;
    }
    return true;
}

static bool trie_ends_are_right(const void *of, size_t first, size_t end) {
    const trie_facts *facts = of;
    for (size_t i = first; i < end; i++)
        if (facts->trie->ends.items[i].name >= facts->gazetteer->names.count) return false;
    return true;
}

static void transfer_trie(transfer *t, trie *of, const gazetteer *g) {
    trie_facts *facts = t->reads ? drg_transfer_take(t, 1, sizeof *facts) : NULL;
    if (facts) *facts = (trie_facts){of, g};
    TRANSFER_FLAT(t, of->points, points_are_right, facts);
    TRANSFER_FLAT(t, of->edges, edges_are_right, facts);
    TRANSFER_FLAT(t, of->ends, trie_ends_are_right, facts);
    TRANSFER_PLAIN(t, of->first, NULL, NULL);
    TRANSFER_PLAIN(t, of->behind, NULL, NULL);
    TRANSFER_PLAIN(t, of->rank, NULL, NULL);
    if (!t->reads) return;
    if (!of->points.count || of->rank.count != of->first.count) drg_transfer_wrong(t); /* it has a root */
}

/* Abbreviations ---------------------------------------------------------------------------------------------------- */

static bool abbreviations_are_right(const void *of, size_t first, size_t end) {
    const abbreviations *a = of;
    for (size_t i = first; i < end; i++)
        if (a->places.items[i].length > ABBREVIATION_BYTES || a->places.items[i].capital > 1) return false;
    return true;
}

/* One place is empty, so that looking for a word ends. */
static bool has_empty_place(const abbreviations *a) {
    for (size_t i = 0; i < a->places.count; i++)
        if (!a->places.items[i].length) return true;
    return false;
}

static void transfer_abbreviations(transfer *t, abbreviations **a) {
    if (t->reads) *a = calloc(1, sizeof **a);
    if (!*a) {
        drg_transfer_fail(t, DRG_NO_MEMORY);
        return;
    }
    TRANSFER_PLAIN(t, (*a)->places, abbreviations_are_right, *a);
    if (t->reads && (!is_table_size((*a)->places.count) || !has_empty_place(*a))) drg_transfer_wrong(t);
}

/* A gazetteer ------------------------------------------------------------------------------------------------------ */

static void transfer_arrays(transfer *t, gazetteer *g, const gazetteer_facts *facts) {
    transfer_sources(t, &g->sources);
    TRANSFER_ARRAY(t, g->attribute_keys.items, g->attribute_keys.count, drg_transfer_name);
    TRANSFER_PLAIN(t, g->list_keys, list_keys_are_right, g);
    TRANSFER_ARRAY(t, g->lists.items, g->lists.count, transfer_list);
    TRANSFER_FLAT(t, g->entries, entries_are_right, facts);
    TRANSFER_FLAT(t, g->attributes, attributes_are_right, facts);
    TRANSFER_FLAT(t, g->names, names_are_right, facts);
    TRANSFER_FLAT(t, g->words, words_are_right, facts);
    TRANSFER_FLAT(t, g->titles, titles_are_right, facts);
    TRANSFER_FLAT(t, g->fillers, NULL, NULL);
}

/* Items that are wrong read as zeros (flat.h): there has to be a table, a list and a key of number 0 where one is asked for. */
static bool counts_are_right(const gazetteer *g) {
    const bool some_entries = g->entries.count > 1;
    if (!g->entries.count || (some_entries && (!g->sources.tables.count || !g->lists.count))) return false;
    return some_entries || (!g->names.count && !g->attributes.count);
}

void drg_transfer_gazetteer(transfer *t, const vocabulary *v, gazetteer **g) {
    if (t->reads) *g = calloc(1, sizeof **g);
    gazetteer_facts *facts = t->reads ? drg_transfer_take(t, 1, sizeof *facts) : NULL;
    if (!*g) {
        drg_transfer_fail(t, DRG_NO_MEMORY);
        return;
    }
    if (facts) *facts = (gazetteer_facts){*g, v};
    transfer_arrays(t, *g, facts);
    transfer_trie(t, &(*g)->folded, *g);
    transfer_trie(t, &(*g)->stems, *g);
    transfer_abbreviations(t, &(*g)->abbreviations);
    if (t->reads && t->status == DRG_OK && (!counts_are_right(*g) || !lists_are_right(*g))) drg_transfer_wrong(t);
}

/* Word tests ------------------------------------------------------------------------------------------------------- */

typedef struct { /* What arrays of word tests are checked by. */
    const word_tests *tests;
    const vocabulary *vocabulary;
} tests_facts;

static bool tests_are_right(const void *of, size_t first, size_t end) {
    const tests_facts *facts = of;
    const uint32_t bound = drg_vocabulary_count(facts->vocabulary);
    for (size_t i = first; i < end; i++) {
        const word_test *test = &facts->tests->tests.items[i];
        const bool of_string = test->kind == TEST_FOLDED || test->kind == TEST_EXACT || test->kind == TEST_STEM;
        if (test->kind > TEST_LISTED || (of_string && test->number >= bound)) return false;
    }
    return true;
}

static bool class_tests_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = of;
    for (size_t i = first; i < end; i++)
        if (tests->class_tests.items[i] >= tests->tests.count) return false;
    return true;
}

static bool test_slots_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = ((const tests_facts *)of)->tests;
    for (size_t i = first; i < end; i++)
        if (tests->slots.items[i] > tests->tests.count) return false;
    return true;
}

static bool entry_tests_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = ((const tests_facts *)of)->tests;
    for (size_t i = first; i < end; i++)
        if (!transfer_fits(tests->entries.items[i].first, tests->entries.items[i].count, tests->listed.count))
            return false;
    return true;
}

static bool listed_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = ((const tests_facts *)of)->tests;
    for (size_t i = first; i < end; i++)
        if (tests->listed.items[i] >= tests->tests.count) return false;
    return true;
}

static void transfer_regex(transfer *t, word_regex *r) {
    drg_transfer_text(t, &r->whole.expression);
    drg_transfer_bool(t, &r->only_words);
    drg_transfer_bytes(t, r->shapes, sizeof r->shapes);
    drg_transfer_u32(t, &r->test);
    if (!t->reads) return;
    r->whole.anchor = REGEX_WHOLE;
    if (!r->whole.expression.bytes) drg_transfer_wrong(t);
}

/* Each is a bit of one sieve, and no bit stands for none. */
static bool regexes_are_right(const word_tests *tests) {
    const size_t count = tests->regexes.count, over = count % 64;
    if (tests->sieves.count != (count + 63) / 64) return false;
    for (size_t i = 0; i < count; i++)
        if (tests->regexes.items[i].test >= tests->tests.count) return false;
    for (size_t i = 0; over && i <= LENGTH_MOST; i++)
        if (tests->sieves.items[count / 64].by_length[i] >> over) return false;
    return true;
}

static bool lists_of_words_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = ((const tests_facts *)of)->tests;
    for (size_t i = first; i < end; i++)
        if (tests->list_of.items[i] >= tests->passed.count) return false;
    return true;
}

static bool passed_are_right(const void *of, size_t first, size_t end) {
    const word_tests *tests = ((const tests_facts *)of)->tests;
    for (size_t i = first; i < end; i++)
        if (tests->passed.items[i] > tests->tests.count) return false;
    return true;
}

static void transfer_lists(transfer *t, word_tests *of, const tests_facts *facts) {
    TRANSFER_FLAT(t, of->entries, entry_tests_are_right, facts);
    TRANSFER_FLAT(t, of->listed, listed_are_right, facts);
    TRANSFER_FLAT(t, of->list_of, lists_of_words_are_right, facts);
    TRANSFER_FLAT(t, of->passed, passed_are_right, facts);
}

void drg_transfer_word_tests(transfer *t, const vocabulary *v, const gazetteer *g, word_tests **tests) {
    if (t->reads) *tests = calloc(1, sizeof **tests);
    tests_facts *facts = t->reads ? drg_transfer_take(t, 1, sizeof *facts) : NULL;
    if (!*tests) {
        drg_transfer_fail(t, DRG_NO_MEMORY);
        return;
    }
    word_tests *of = *tests;
    if (facts) *facts = (tests_facts){of, v};
    const drg_status worked_out = t->reads ? DRG_OK : drg_word_tests_work_out(of, v);
    if (worked_out != DRG_OK) drg_transfer_fail(t, worked_out);
    TRANSFER_FLAT(t, of->tests, tests_are_right, facts);
    TRANSFER_FLAT(t, of->slots, test_slots_are_right, facts);
    TRANSFER_PLAIN(t, of->class_tests, class_tests_are_right, of);
    TRANSFER_ARRAY(t, of->regexes.items, of->regexes.count, transfer_regex);
    TRANSFER_PLAIN(t, of->sieves, NULL, NULL);
    transfer_lists(t, of, facts);
    if (!t->reads || t->status != DRG_OK) return;
    if (!is_table_size(of->slots.count) || of->entries.count > g->entries.count || !regexes_are_right(of))
        drg_transfer_wrong(t);
}
