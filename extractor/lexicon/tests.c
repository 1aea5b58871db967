/* Word tests: everything that any rule may ask of one word. See tests.h.
 *
 * Most tests name a string: a table leads from (kind, string) to the test, so that a word finds those it passes by
 * three probes. Expressions are slow to try, and there are many. So each is a bit, and what a word begins and ends
 * with, and its length, are three sets of bits:
 *
 *     signed                   \d+th   [A-Z]\.   .*ing   .+ed   [a-z]{1,2}
 *       begins with s            -        -        1       1        1
 *       ends with d              -        1        -       1        1
 *       has six characters       1        -        1       1        -           only .+ed is tried */
#include "lexicon/tables.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"

drg_status drg_word_tests_new(drg_text language, word_tests **out) {
    word_tests *t = calloc(1, sizeof *t);
    *out = t;
    if (!t) return DRG_NO_MEMORY;
    if (drg_stemmer_new(language, &t->stemmer) == DRG_OK && drg_vocabulary_new(&t->expressions) == DRG_OK)
        return DRG_OK;
    drg_word_tests_free(t);
    *out = NULL;
    return DRG_NO_MEMORY;
}

void drg_word_tests_free(word_tests *t) {
    if (!t) return;
    for (size_t i = 0; i < t->regexes.count; i++) drg_regex_clear(&t->regexes.items[i].whole);
    VECTOR_CLEAR(t->regexes);
    VECTOR_CLEAR(t->sieves);
    VECTOR_CLEAR(t->tests);
    VECTOR_CLEAR(t->class_tests);
    VECTOR_CLEAR(t->entries);
    VECTOR_CLEAR(t->listed);
    VECTOR_CLEAR(t->slots);
    VECTOR_CLEAR(t->list_of);
    VECTOR_CLEAR(t->passed);
    VECTOR_CLEAR(t->form);
    drg_vocabulary_free(t->expressions);
    drg_stemmer_free(t->stemmer);
    drg_arena_clear(&t->arena);
    free(t);
}

uint32_t drg_word_tests_count(const word_tests *t) {
    return (uint32_t)t->tests.count;
}

static drg_status new_test(word_tests *t, word_test_kind kind, uint32_t number, test_id *id) {
    if (!VECTOR_PUSH(t->tests, ((word_test){kind, number}))) return DRG_NO_MEMORY;
    *id = (test_id){(uint32_t)(t->tests.count - 1)};
    return DRG_OK;
}

/* Tests of what a word names ---------------------------------------------------------------------------------------- */

drg_status drg_word_tests_add_listed(word_tests *t, test_id *id) {
    return new_test(t, TEST_LISTED, 0, id);
}

static drg_status reach_entry(word_tests *t, uint32_t entry) {
    while (t->entries.count <= entry)
        if (!VECTOR_PUSH(t->entries, ((entry_tests){(uint32_t)t->listed.count, 0, 0}))) return DRG_NO_MEMORY;
    return DRG_OK;
}

drg_status drg_word_tests_list_entry(word_tests *t, uint32_t entry, test_id id) {
    TRY(reach_entry(t, entry));
    t->entries.items[entry].count++;
    return VECTOR_PUSH(t->listed, id.n) ? DRG_OK : DRG_NO_MEMORY;
}

drg_status drg_word_tests_cover_entry(word_tests *t, uint32_t entry) {
    TRY(reach_entry(t, entry));
    t->entries.items[entry].covered = true;
    return DRG_OK;
}

bool drg_word_tests_cover(const word_tests *t, uint32_t entry) {
    return entry < t->entries.count && FLAT_AT(t->entries, entry)->covered;
}

void drg_word_tests_run_entry(const word_tests *t, uint32_t entry, uint64_t *bits) {
    if (entry >= t->entries.count) return;
    const entry_tests *e = FLAT_AT(t->entries, entry);
    for (uint32_t i = 0; i < e->count; i++) {
        const uint32_t test = *FLAT_AT(t->listed, e->first + i);
        bits[test / 64] |= (uint64_t)1 << test % 64;
    }
}

/* Tests of a string ------------------------------------------------------------------------------------------------ */

/* The place among the slots of (kind, string), or of the free one where it would stand. All may be taken in a pack that
 * is damaged: then, of any. */
static inline size_t slot_of(const word_tests *t, word_test_kind kind, uint32_t string) {
    size_t at = (size_t)hash_mix(string * 4u + (uint32_t)kind, 0x9e3779b97f4a7c15);
    for (size_t left = t->slots.count; left; left--, at++) {
        const uint32_t slot = *FLAT_AT(t->slots, at & (t->slots.count - 1));
        if (!slot) break;
        const word_test *test = FLAT_AT(t->tests, slot - 1);
        if (test->kind == kind && test->number == string) break;
    }
    return at & (t->slots.count - 1);
}

static drg_status grow(word_tests *t) {
    const word_tests old = *t;
    const size_t count = old.slots.count ? old.slots.count * 2 : 64;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots) return DRG_NO_MEMORY;
    t->slots.items = slots;
    t->slots.count = t->slots.room = count;
    for (size_t i = 0; i < old.slots.count; i++) {
        const uint32_t slot = old.slots.items[i];
        if (slot) slots[slot_of(t, t->tests.items[slot - 1].kind, t->tests.items[slot - 1].number)] = slot;
    }
    free(old.slots.items);
    return DRG_OK;
}

drg_status drg_word_tests_add(word_tests *t, vocabulary *v, word_test_kind kind, drg_text text, test_id *id) {
    if (kind == TEST_FOLDED) TRY(drg_fold(text, &t->form));
    else if (kind == TEST_EXACT) TRY(drg_clean(text, &t->form));
    else TRY(drg_stem(t->stemmer, text, &t->form));
    string_id string;
    TRY(drg_vocabulary_add(v, buffer_text(&t->form), &string));
    if (t->slots_taken >= t->slots.count / 2) TRY(grow(t));
    uint32_t *slot = &t->slots.items[slot_of(t, kind, string.n)];
    if (*slot) {
        *id = (test_id){*slot - 1};
        return DRG_OK;
    }
    TRY(new_test(t, kind, string.n, id));
    *slot = id->n + 1;
    t->slots_taken++;
    return DRG_OK;
}

/* Tests of classes and expressions --------------------------------------------------------------------------------- */

drg_status drg_word_tests_add_class(word_tests *t, uint32_t classes, test_id *id) {
    for (size_t i = 0; i < t->class_tests.count; i++) {
        *id = (test_id){t->class_tests.items[i]};
        if (t->tests.items[id->n].number == classes) return DRG_OK;
    }
    if (!VECTOR_RESERVE(t->class_tests, t->class_tests.count + 1)) return DRG_NO_MEMORY;
    TRY(new_test(t, TEST_CLASS, classes, id));
    (void)VECTOR_PUSH(t->class_tests, id->n);
    return DRG_OK;
}

/* The shape of a word, for passing by an expression that is a list of words: its ends and its length. */
static uint32_t shape_of(drg_text word) {
    const unsigned char first = (unsigned char)word.bytes[0], last = (unsigned char)word.bytes[word.length - 1];
    return (first * 37u + last * 11u + (uint32_t)word.length) % 512;
}

static bool is_plain_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* Notes the shapes of an expression that is nothing but words between bars, maybe in round brackets. */
static void note_words(drg_text expression, word_regex *made) {
    if (expression.length > 2 && expression.bytes[0] == '(' && expression.bytes[expression.length - 1] == ')')
        expression = (drg_text){expression.bytes + 1, expression.length - 2};
    size_t start = 0;
    for (size_t i = 0; i <= expression.length; i++) {
        if (i < expression.length && is_plain_letter(expression.bytes[i])) continue;
        if (i == start || (i < expression.length && expression.bytes[i] != '|')) return;
        const uint32_t shape = shape_of((drg_text){expression.bytes + start, i - start});
        made->shapes[shape / 8] = (uint8_t)(made->shapes[shape / 8] | 1u << shape % 8);
        start = i + 1;
    }
    made->only_words = true;
}

/* Notes what the expression, number i of its sieve, asks of a word's ends and of its length. */
static void note_in_sieve(regex_sieve *sieve, size_t i, drg_text expression, const void *loose) {
    uint8_t first[32];
    const uint64_t bit = (uint64_t)1 << i;
    const regex_extent extent = drg_regex_extent(expression);
    drg_regex_first_bytes(loose, first);
    for (int byte = 0; byte < 256; byte++) {
        if (byte_is_in(first, (char)byte)) sieve->by_first[byte] |= bit;
        if (byte_is_in(extent.last, (char)byte)) sieve->by_last[byte] |= bit;
    }
    const size_t least = drg_regex_least_length(loose), most = extent.most < LENGTH_MOST ? extent.most : LENGTH_MOST;
    for (size_t length = least < LENGTH_MOST ? least : LENGTH_MOST; length <= most; length++)
        sieve->by_length[length] |= bit;
}

static drg_status make_regex(word_tests *t, drg_text expression, word_regex *made, regex_error *error) {
    const size_t count = t->regexes.count;
    if (count % 64 == 0 && count / 64 == t->sieves.count && !VECTOR_PUSH(t->sieves, (regex_sieve){0}))
        return DRG_NO_MEMORY;
    void *loose;
    TRY(drg_regex_compile(expression, &loose, error));
    note_in_sieve(&t->sieves.items[count / 64], count % 64, expression, loose);
    drg_regex_free(loose);
    note_words(expression, made);
    made->whole = (regex){.expression = drg_arena_copy(&t->arena, expression), .anchor = REGEX_WHOLE};
    return made->whole.expression.bytes ? DRG_OK : DRG_NO_MEMORY;
}

drg_status drg_word_tests_add_regex(word_tests *t, drg_text expression, test_id *id, regex_error *error) {
    const string_id known = drg_vocabulary_find(t->expressions, expression);
    if (known.n) {
        *id = (test_id){t->regexes.items[known.n - 1].test};
        return DRG_OK;
    }
    if (!VECTOR_RESERVE(t->regexes, t->regexes.count + 1)) return DRG_NO_MEMORY;
    word_regex made = {0};
    TRY(make_regex(t, expression, &made, error));
    string_id number;
    TRY(new_test(t, TEST_REGEX, (uint32_t)t->regexes.count, id));
    TRY(drg_vocabulary_add(t->expressions, expression, &number));
    made.test = id->n;
    (void)VECTOR_PUSH(t->regexes, made);
    return DRG_OK;
}

/* Running ---------------------------------------------------------------------------------------------------------- */

static void pass(uint64_t *bits, uint32_t test) {
    bits[test / 64] |= (uint64_t)1 << test % 64;
}

static void run_string(const word_tests *t, word_test_kind kind, string_id string, uint64_t *bits) {
    if (!t->slots.count || !string.n) return;
    const uint32_t found = *FLAT_AT(t->slots, slot_of(t, kind, string.n));
    if (found) pass(bits, found - 1);
}

static bool regex_passes(word_regex *r, drg_text word, regex_scratch *scratch) {
    if (r->only_words && !(r->shapes[shape_of(word) / 8] >> shape_of(word) % 8 & 1)) return false;
    const size_t *groups;
    return drg_regex_match(&r->whole, word, 0, scratch, &groups) > 0;
}

static size_t length_in_sieve(drg_text word) {
    size_t characters = 0;
    for (size_t i = 0; i < word.length && characters < LENGTH_MOST; i++)
        characters += ((unsigned char)word.bytes[i] & 0xC0) != 0x80;
    return characters;
}

static void run_regexes(const word_tests *t, drg_text word, regex_scratch *scratch, uint64_t *bits) {
    if (!word.length || word.length > WORD_BYTES) return;
    const unsigned char first = (unsigned char)word.bytes[0], last = (unsigned char)word.bytes[word.length - 1];
    const size_t length = length_in_sieve(word);
    for (size_t i = 0; i < t->sieves.count; i++) {
        const regex_sieve *s = &t->sieves.items[i];
        for (uint64_t left = s->by_first[first] & s->by_last[last] & s->by_length[length]; left; left &= left - 1) {
            word_regex *r = &t->regexes.items[i * 64 + (size_t)__builtin_ctzll(left)];
            if (regex_passes(r, word, scratch)) pass(bits, r->test);
        }
    }
}

/* Of a string that it was worked out for. Its list ends, or else there is one of all expressions (a pack that is hostile). */
static void run_list(const word_tests *t, string_id string, uint64_t *bits) {
    const size_t first = *FLAT_AT(t->list_of, string.n);
    for (size_t i = 0; i < t->regexes.count; i++) {
        const uint32_t test = *FLAT_AT(t->passed, first + i);
        if (!test) return;
        pass(bits, test - 1);
    }
}

void drg_word_tests_run(const word_tests *t, const tested_word *w, regex_scratch *scratch, uint64_t *bits) {
    run_string(t, TEST_FOLDED, w->folded, bits);
    run_string(t, TEST_EXACT, w->exact, bits);
    run_string(t, TEST_STEM, w->stem, bits);
    for (size_t i = 0; i < t->class_tests.count; i++) {
        const uint32_t test = t->class_tests.items[i], classes = FLAT_AT(t->tests, test)->number;
        if ((w->classes & classes) == classes) pass(bits, test);
    }
    if (w->exact.n && w->exact.n < t->list_of.count) run_list(t, w->exact, bits);
    else run_regexes(t, w->cleaned, scratch, bits);
}

/* Working out ------------------------------------------------------------------------------------------------------ */

typedef struct {
    regex_scratch *scratch;
    VECTOR(uint64_t) bits;  /* the tests that a string passes */
    vocabulary *lists;      /* sets of bits that were met, as texts of their bytes */
    VECTOR(uint32_t) begin; /* of the list of each */
} list_maker;

static drg_status begin_lists(const word_tests *t, list_maker *m) {
    const size_t groups = (t->tests.count + 63) / 64;
    if (!VECTOR_RESERVE(m->bits, groups + 1)) return DRG_NO_MEMORY;
    m->bits.count = groups;
    TRY(drg_vocabulary_new(&m->lists));
    return drg_regex_scratch_new(1, &m->scratch);
}

static void clear_lists(list_maker *m) {
    VECTOR_CLEAR(m->bits);
    VECTOR_CLEAR(m->begin);
    drg_vocabulary_free(m->lists);
    drg_regex_scratch_free(m->scratch);
}

static drg_status push_list(word_tests *t, const list_maker *m) {
    for (size_t i = 0; i < t->regexes.count; i++) {
        const uint32_t test = t->regexes.items[i].test;
        const bool passes = m->bits.items[test / 64] >> test % 64 & 1;
        if (passes && !VECTOR_PUSH(t->passed, test + 1)) return DRG_NO_MEMORY;
    }
    return VECTOR_PUSH(t->passed, 0) ? DRG_OK : DRG_NO_MEMORY;
}

/* The list of a word; most words have one that another had before. */
static drg_status list_of_word(word_tests *t, list_maker *m, drg_text word, uint32_t *list) {
    const size_t bytes = m->bits.count * sizeof *m->bits.items;
    memset(m->bits.items, 0, bytes);
    run_regexes(t, word, m->scratch, m->bits.items);
    TRY(drg_regex_failure(m->scratch));
    string_id set;
    TRY(drg_vocabulary_add(m->lists, (drg_text){(const char *)m->bits.items, bytes}, &set));
    if (set.n > m->begin.count) {
        if (!VECTOR_PUSH(m->begin, (uint32_t)t->passed.count)) return DRG_NO_MEMORY;
        TRY(push_list(t, m));
    }
    *list = m->begin.items[set.n - 1];
    return DRG_OK;
}

static drg_status list_words(word_tests *t, list_maker *m, const vocabulary *v) {
    const uint32_t count = drg_vocabulary_count(v);
    TRY(begin_lists(t, m));
    if (!VECTOR_RESERVE(t->list_of, count)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t list;
        TRY(list_of_word(t, m, drg_vocabulary_text(v, (string_id){i}), &list));
        (void)VECTOR_PUSH(t->list_of, list);
    }
    return DRG_OK;
}

drg_status drg_word_tests_work_out(word_tests *t, const vocabulary *v) {
    list_maker m = {0};
    t->list_of.count = t->passed.count = 0;
    const drg_status status = t->regexes.count ? list_words(t, &m, v) : DRG_OK;
    if (status != DRG_OK) t->list_of.count = 0;
    clear_lists(&m);
    return status;
}
