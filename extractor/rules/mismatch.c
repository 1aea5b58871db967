/* Mismatches: why an element does not take a token. See trace.h.
 *
 *     ~agreement | @instrument     "accord"      no alternative takes it
 *     'Treaty'                     "treaty"      in another case
 *     @country{status=former}      "Japan"       its status is `state`
 *     Cap & !@instrument           "Treaty"      ! excludes it
 *
 * An element is asked here as it stands in the tree, word by word: slower than a program does, but part by part. */
#include <string.h>

#include "lexicon/name_match.h"
#include "rules/tracing.h"

typedef struct {
    tracer *t;
    matcher *m;
    uint32_t token;
    const word *word;
    letter_id letter;
    stemmer *stemmer;
    buffer buffer;
    drg_status status; /* the first that was not DRG_OK */
} asker;

static bool keep(asker *a, drg_status status) {
    if (a->status == DRG_OK) a->status = status;
    return status == DRG_OK;
}

/* Words ------------------------------------------------------------------------------------------------------------------ */

static drg_text string_of(const asker *a, string_id id) {
    return drg_words_text(a->m->words, id);
}

static bool is_folded(asker *a, drg_text text) {
    return keep(a, drg_fold(text, &a->buffer)) && text_equal(buffer_text(&a->buffer), string_of(a, a->word->folded));
}

static bool is_exact(asker *a, drg_text text) {
    return keep(a, drg_clean(text, &a->buffer)) && text_equal(buffer_text(&a->buffer), string_of(a, a->word->exact));
}

static bool has_stem(asker *a, drg_text text) {
    return keep(a, drg_stem(a->stemmer, text, &a->buffer)) &&
           text_equal(buffer_text(&a->buffer), string_of(a, a->word->stem));
}

static bool is_matched(asker *a, drg_text expression) {
    regex whole = {.expression = expression, .anchor = REGEX_WHOLE};
    const size_t *groups;
    const bool is = drg_regex_match(&whole, string_of(a, a->word->exact), 0, a->m->regexes, &groups) > 0;
    drg_regex_clear(&whole);
    return is;
}

/* Lists and labels --------------------------------------------------------------------------------------------------- */

/* The mark kind that the compiled rules have for it; NO_ID if they have none. */
static uint32_t kind_of(const asker *a, const node *n) {
    const ruleset *set = a->m->set;
    for (uint32_t k = 0; k < set->kinds.count; k++) {
        const mark_kind *kind = &set->kinds.items[k];
        if (kind->of != (n->kind == NODE_LIST ? MARK_OF_LIST : MARK_OF_LABEL)) continue;
        if (kind->id != (n->kind == NODE_LIST ? n->list.n : n->label.n)) continue;
        if (n->kind == NODE_LABEL && kind->form.n != n->form.n) continue;
        if (text_equal(kind->key, n->key) && text_equal(kind->value, n->value)) return k;
    }
    return NO_ID;
}

static bool is_marked(const asker *a, uint32_t kind, mark_position from, mark_position to) {
    uint32_t count;
    const uint32_t *marks = drg_letter_marks(a->m->alphabet, a->letter, &count);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t position = marks[i] % MARK_POSITIONS;
        if (marks[i] / MARK_POSITIONS == kind && position >= from && position <= to) return true;
    }
    return false;
}

/* A name of one word, that no longer name takes. */
static bool is_single(const asker *a, uint32_t kind) {
    if (kind == NO_ID) return false;
    const uint32_t test = a->m->set->kinds.items[kind].test;
    if (test == NO_ID) return is_marked(a, kind, MARK_SINGLE, MARK_SINGLE);
    const uint64_t *bits = drg_signature_bits(a->m->words, drg_letter_signature(a->m->alphabet, a->letter));
    return bits[test / 64] >> test % 64 & 1 && !is_marked(a, kind, MARK_FIRST, MARK_LAST);
}

/* Asking ------------------------------------------------------------------------------------------------------------- */

/* Does it take the token, as one that is or begins it? `anywhere`: under `!`, where a list or a label has all tokens of
 * its names. */
static bool takes(asker *a, const node *n, bool anywhere) {
    uint32_t kind;
    switch (n->kind) {
    case NODE_FOLDED: return is_folded(a, n->text);
    case NODE_EXACT: return is_exact(a, n->text);
    case NODE_STEM: return has_stem(a, n->text);
    case NODE_REGEX: return is_matched(a, n->text);
    case NODE_CLASS: return (a->word->classes & n->classes) == n->classes;
    case NODE_LIST:
    case NODE_LABEL:
        kind = kind_of(a, n);
        return is_single(a, kind) || is_marked(a, kind, MARK_FIRST, anywhere ? MARK_LAST : MARK_FIRST);
    case NODE_NOT: return !takes(a, n->child, true);
    case NODE_AND:
        for (const node *x = n->child; x; x = x->next)
            if (!takes(a, x, anywhere)) return false;
        return true;
    case NODE_CHOICE:
        for (const node *x = n->child; x; x = x->next)
            if (takes(a, x, anywhere)) return true;
        return false;
    default: return n->child ? takes(a, n->child, anywhere) : true;
    }
}

/* What is different -------------------------------------------------------------------------------------------------- */

static mismatch of_word(asker *a, const node *n) {
    mismatch out = {DIFFERS_OTHERWISE, n, {0}};
    if (n->kind == NODE_EXACT && is_folded(a, n->text)) out.kind = DIFFERS_IN_CASE;
    else if (n->kind != NODE_STEM && has_stem(a, n->text)) out.kind = DIFFERS_IN_STEM;
    return out;
}

/* The list's entry that the word names by itself, whatever its case; NO_ID. */
static uint32_t entry_in(const asker *a, uint32_t list, bool *other_case) {
    const gazetteer *g = a->m->set->gazetteer;
    const uint32_t entry = drg_entry_of_tokens(a->m, list, (drg_text){0}, (drg_text){0}, a->token, a->token + 1);
    *other_case = entry == NO_ID;
    if (entry != NO_ID) return entry;
    const gazetteer_list *l = &drg_gazetteer_lists(g)[list];
    for (uint32_t e = l->first_entry; e < l->first_entry + l->entry_count; e++) {
        const uint32_t first = drg_gazetteer_entry(g, e)->first_name, count = drg_gazetteer_names_of(g, e);
        for (uint32_t i = first; i < first + count; i++) {
            const gazetteer_name *name = drg_gazetteer_name(g, i);
            if (!name->exact || name->word_count != 1) continue;
            buffer folded = {0};
            const bool same = drg_fold(drg_gazetteer_origin(g, i).text, &folded) == DRG_OK &&
                              text_equal(buffer_text(&folded), string_of(a, a->word->folded));
            VECTOR_CLEAR(folded);
            if (same) return e;
        }
    }
    return NO_ID;
}

static mismatch of_list(asker *a, const node *n) {
    mismatch out = {DIFFERS_OTHERWISE, n, {0}};
    bool other_case;
    const uint32_t entry = entry_in(a, n->list.n, &other_case);
    if (is_marked(a, kind_of(a, n), MARK_FIRST, MARK_LAST)) {
        out.kind = DIFFERS_IN_LENGTH;
    } else if (entry != NO_ID && other_case) {
        out.kind = DIFFERS_IN_CASE;
    } else if (entry != NO_ID && n->key.length) {
        out.kind = DIFFERS_IN_KEY;
        out.found = drg_gazetteer_attribute(a->m->set->gazetteer, (entry_id){entry}, n->key);
    }
    return out;
}

/* The annotation that holds the token; the longest. */
static const reading *annotation_at(const asker *a) {
    const readings *all = a->m->readings;
    for (size_t i = 0; i < all->chosen.count; i++) {
        const reading *r = &all->items.items[all->chosen.items[i]];
        if (r->first_token > a->token) break;
        if (r->end_token > a->token) return r;
    }
    return NULL;
}

static mismatch of_label(asker *a, const node *n) {
    mismatch out = {DIFFERS_OTHERWISE, n, {0}};
    const reading *r = annotation_at(a);
    if (is_marked(a, kind_of(a, n), MARK_INSIDE, MARK_LAST)) {
        out.kind = DIFFERS_IN_LENGTH;
    } else if (r) {
        out.kind = DIFFERS_IN_LABEL;
        out.found = a->m->set->labels->labels[r->label].name;
    }
    return out;
}

static mismatch find(asker *a, const node *n);

/* The alternative that comes nearest: one with the same word; else none does. */
static mismatch of_choice(asker *a, const node *n) {
    for (const node *x = n->child; x; x = x->next) {
        const mismatch one = find(a, x);
        if (one.kind == DIFFERS_IN_CASE || one.kind == DIFFERS_IN_STEM || one.kind == DIFFERS_IN_KEY) return one;
    }
    return (mismatch){DIFFERS_IN_EVERY_WAY, n, {0}};
}

/* Of an element that does not take the token. */
static mismatch find(asker *a, const node *n) {
    switch (n->kind) {
    case NODE_FOLDED:
    case NODE_EXACT:
    case NODE_STEM: return of_word(a, n);
    case NODE_LIST: return of_list(a, n);
    case NODE_LABEL: return of_label(a, n);
    case NODE_NOT: return (mismatch){DIFFERS_BY_NOT, n, {0}};
    case NODE_CHOICE: return of_choice(a, n);
    case NODE_AND:
        for (const node *x = n->child; x; x = x->next)
            if (!takes(a, x, false)) return find(a, x);
        return (mismatch){DIFFERS_OTHERWISE, n, {0}};
    default: return n->child ? find(a, n->child) : (mismatch){DIFFERS_OTHERWISE, n, {0}};
    }
}

drg_status drg_trace_mismatch(tracer *t, uint32_t stage, const node *asked, uint32_t token_number, mismatch *out) {
    matcher *m = drg_tracer_matcher(t);
    TRY(drg_tracer_turn_to(t, stage));
    asker a = {.t = t,
               .m = m,
               .token = token_number,
               .word = &drg_words_records(m->words)[m->tokens->items[token_number].word],
               .letter = m->letters.items[token_number]};
    TRY(drg_stemmer_new(drg_words_language(m->words), &a.stemmer));
    *out = find(&a, asked);
    VECTOR_CLEAR(a.buffer);
    drg_stemmer_free(a.stemmer);
    return a.status;
}
