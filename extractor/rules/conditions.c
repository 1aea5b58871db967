/* Conditions: what `where` asks of a reading and of the document. See matcher.h.
 *
 * What was chosen is counted in one table, under a hash of the words and of what is counted:
 *     (turkey, inside Treaty)  (jordan, chosen as Person)  (jordan, chosen at all)
 *
 * That is asked of few words, such as names of countries. Who knows which (weigh.c) says so before; the rest of what was
 * chosen is passed by a look at a bit. */
#include <stdlib.h>
#include <string.h>

#include "rules/matcher.h"

enum { FACT_CHOSEN = 1, FACT_INSIDE = 1 << 16, FACT_CHOSEN_AS = 2 << 16 }; /* the last two: + the label */
enum { ASKED_MOSTLY = 1, ASKED_PART_OF = 2 };                              /* of a label: matcher.asked */
#define WORDS_ASKED (1u << 16)                                             /* bits: words that share one are few */

static uint64_t words_hash(const matcher *m, uint32_t first, uint32_t end) {
    const word *records = drg_words_records(m->words);
    uint64_t h = end - first;
    for (uint32_t at = first; at < end; at++) h = mixed(h * 31 + records[m->tokens->items[at].word].folded.n);
    return h;
}

static uint64_t fact_key(uint64_t hash, uint32_t fact) {
    return mixed(hash ^ (uint64_t)fact << 40);
}

static drg_status count_fact(matcher *m, uint64_t hash, uint32_t fact) {
    const uint64_t key = fact_key(hash, fact);
    return drg_table_put(&m->facts, key, table_get(&m->facts, key) + 1);
}

static uint32_t fact(const matcher *m, uint64_t hash, uint32_t what) {
    return table_get(&m->facts, fact_key(hash, what));
}

/* Notes every word that stands in small letters, once a document: each record that some token has is looked at once. */
static drg_status note_small_words(matcher *m) {
    if (m->has_small_words) return DRG_OK;
    const word *records = drg_words_records(m->words);
    const token *tokens = m->tokens->items;
    TRY(bit_vector_begin(&m->words_here, drg_words_count(m->words)));
    for (size_t at = 0; at < m->tokens->count; at++) bit_vector_set(&m->words_here, tokens[at].word);
    for (uint32_t w = 0; (w = bit_vector_next(&m->words_here, w)) != UINT32_MAX; w++)
        if (records[w].classes & WORD_LOWER) TRY(drg_table_put(&m->small_words, records[w].folded.n, 1));
    m->has_small_words = true;
    return DRG_OK;
}

static uint32_t asked_bit(const matcher *m, uint32_t at) {
    return drg_words_records(m->words)[m->tokens->items[at].word].folded.n * 0x9e3779b1u % WORDS_ASKED;
}

/* May the choice be asked about the word of this token? */
static bool may_ask(const matcher *m, uint32_t at) {
    return !m->words_asked.count || bit_vector_has(&m->words_asked, asked_bit(m, at));
}

drg_status drg_conditions_ask_only(matcher *m) {
    drg_conditions_forget_choice(m);
    return bit_vector_begin(&m->words_asked, WORDS_ASKED);
}

void drg_conditions_will_ask(matcher *m, uint32_t first, uint32_t end) {
    for (uint32_t at = first; at < end; at++) bit_vector_set(&m->words_asked, asked_bit(m, at));
}

/* Of the reading, as the label that `mostly` asks for, and at all. */
static drg_status count_words(matcher *m, const reading *r) {
    const uint64_t hash = words_hash(m, r->first_token, r->end_token);
    if (m->asked[r->label] & ASKED_MOSTLY) TRY(count_fact(m, hash, FACT_CHOSEN_AS + r->label));
    return count_fact(m, hash, FACT_CHOSEN);
}

static drg_status note_inside(matcher *m, const reading *r) {
    if (r->end_token - r->first_token == 1) return DRG_OK;
    for (uint32_t at = r->first_token; at < r->end_token; at++) {
        if (!may_ask(m, at)) continue;
        const uint64_t key = fact_key(words_hash(m, at, at + 1), FACT_INSIDE + r->label);
        if (!table_get(&m->facts, key)) TRY(drg_table_put(&m->facts, key, 1));
    }
    return DRG_OK;
}

/* A reading, and the first token of one that has been fetched by now. */
PREFETCHES void prefetch_soon(const matcher *m, size_t at) {
    const readings *all = m->readings;
    chosen_prefetch(all, at);
    if (at + READINGS_AHEAD / 2 >= all->chosen.count) return;
    const reading *soon = &all->items.items[all->chosen.items[at + READINGS_AHEAD / 2]];
    __builtin_prefetch(&m->tokens->items[soon->first_token]);
}

static drg_status count_choice(matcher *m) {
    const readings *all = m->readings;
    if (m->has_facts) return DRG_OK;
    for (size_t i = 0; i < all->chosen.count; i++) {
        const reading *r = &all->items.items[all->chosen.items[i]];
        prefetch_soon(m, i);
        if (may_ask(m, r->first_token)) TRY(count_words(m, r));
        if (m->asked[r->label] & ASKED_PART_OF) TRY(note_inside(m, r));
    }
    m->has_facts = true;
    return DRG_OK;
}

void drg_conditions_note_asked(matcher *m, const rule_plan *t) {
    for (uint32_t i = 0; i < t->where_count; i++) {
        const where_plan *w = &t->wheres[i];
        if (w->kind == WHERE_MOSTLY) m->asked[w->label.n] |= ASKED_MOSTLY;
        if (w->kind == WHERE_PART_OF) m->asked[w->label.n] |= ASKED_PART_OF;
    }
}

void drg_conditions_forget_choice(matcher *m) {
    drg_table_empty(&m->facts);
    m->words_asked.count = 0;
    m->has_facts = false;
}

static drg_status stands_in_small_letters(matcher *m, const reading *r, bool *is) {
    TRY(note_small_words(m));
    const word *records = drg_words_records(m->words);
    *is = true;
    for (uint32_t at = r->first_token; at < r->end_token && *is; at++)
        *is = table_get(&m->small_words, records[m->tokens->items[at].word].folded.n) > 0;
    return DRG_OK;
}

static drg_status is_mostly(matcher *m, const reading *r, label_id l, bool *is) {
    TRY(count_choice(m));
    *is = false;
    const uint64_t hash = words_hash(m, r->first_token, r->end_token);
    uint32_t as = fact(m, hash, FACT_CHOSEN_AS + l.n);
    if (!as) return DRG_OK;
    uint32_t all = fact(m, hash, FACT_CHOSEN);
    const uint32_t here = drg_annotation_of_tokens(m, r->first_token, r->end_token);
    all -= here != NO_ID ? 1 : 0;
    as -= here != NO_ID && l.n == m->readings->items.items[here].label ? 1 : 0;
    *is = as * 2 > all;
    return DRG_OK;
}

static drg_status is_part_of(matcher *m, const reading *r, label_id l, bool *is) {
    TRY(count_choice(m));
    *is = true;
    for (uint32_t at = r->first_token; at < r->end_token && *is; at++)
        *is = fact(m, words_hash(m, at, at + 1), FACT_INSIDE + l.n) > 0;
    return DRG_OK;
}

weigh_round drg_round_of(const rule_plan *t) {
    for (uint32_t i = 0; i < t->where_count; i++)
        if (t->wheres[i].kind == WHERE_PART_OF || t->wheres[i].kind == WHERE_MOSTLY) return ROUND_CHOICE;
    return ROUND_FIRST;
}

/* Comparisons -------------------------------------------------------------------------------------------------------- */

static int number_order(double a, double b) {
    return a < b ? -1 : a > b;
}

/* Numbers are compared as numbers, else texts by their bytes. Text from templates ends with NUL. */
static int order(drg_text a, drg_text b) {
    char *a_end, *b_end;
    const double x = strtod(a.bytes, &a_end), y = strtod(b.bytes, &b_end);
    if (a.length && b.length && a_end == a.bytes + a.length && b_end == b.bytes + b.length) return number_order(x, y);
    const int bytes = memcmp(a.bytes, b.bytes, a.length < b.length ? a.length : b.length);
    return bytes ? bytes : number_order((double)a.length, (double)b.length);
}

static drg_status compares(matcher *m, const where_plan *w, const reading_match *match, bool *is) {
    drg_text left, right;
    TRY(drg_template_string(m, &w->left, match, &left));
    TRY(drg_template_string(m, &w->right, match, &right));
    const int o = order(left, right);
    const bool answers[] = {[OP_EQUAL] = o == 0,
                            [OP_NOT_EQUAL] = o != 0,
                            [OP_LESS] = o<0, [OP_LESS_EQUAL] = o <= 0, [OP_GREATER] = o> 0,
                            [OP_GREATER_EQUAL] = o >= 0};
    *is = answers[w->operator];
    return DRG_OK;
}

static drg_status holds(matcher *m, const where_plan *w, const reading *r, const reading_match *match, bool *is) {
    const uint32_t flags = m->tokens->items[r->first_token].flags;
    switch (w->kind) {
    case WHERE_COMPARE: return compares(m, w, match, is);
    case WHERE_LOWER: return stands_in_small_letters(m, r, is);
    case WHERE_PART_OF: return is_part_of(m, r, w->label, is);
    case WHERE_MOSTLY: return is_mostly(m, r, w->label, is);
    case WHERE_HEADLINE: *is = flags & (TOKEN_HEADLINE | TOKEN_CAPITALS); return DRG_OK;
    case WHERE_SENTENCE_START: *is = flags & TOKEN_SENTENCE_START; return DRG_OK;
    default: /* WHERE_ANTECEDENT is for resolve/ to say */ *is = !w->negated; return DRG_OK;
    }
}

drg_status drg_conditions_hold(matcher *m, const rule_plan *t, const reading *r, const reading_match *match,
                               bool *hold) {
    *hold = true;
    for (uint32_t i = 0; i < t->where_count && *hold; i++) {
        bool is = false;
        TRY(holds(m, &t->wheres[i], r, match, &is));
        *hold = is != t->wheres[i].negated;
    }
    return DRG_OK;
}
