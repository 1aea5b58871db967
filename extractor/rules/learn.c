/* Learning: names that the document gives to what it speaks of. See matcher.h.
 *
 *     … the [Treaty of Peace and Friendship] (the "Friendship Treaty") …   a rule captured `alias`
 *     … under the [Friendship Treaty] …                                     a reading of the same referent
 *
 * Aliases stand in a trie over exact words. One pass over the tokens, which carries for each alias who taught it last: so
 * a name that two people share goes to the one named before. For people the pass begins with who taught it first, so that
 * earlier occurrences count, too. Linear in the text, however many are taught. */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/matcher.h"

typedef struct {
    uint32_t end;         /* of alias_ends */
    uint32_t reading;     /* that teaches it … */
    rule_id rule;         /* … by this rule's capture: the reading may owe its weight to a gazetteer's name */
    uint32_t first_token; /* of the alias: from here on it is known */
} teaching;

typedef struct { /* Where an alias of one label and form ends in the trie. */
    uint8_t label, form;
    uint32_t current; /* teaching + 1; 0: not taught yet */
    uint32_t next;    /* of the same alias_node; + 1 */
} alias_end;

struct learner {
    table steps;     /* (alias_node, exact word) -> alias_node */
    table first_end; /* alias_node -> its first alias_end + 1 */
    VECTOR(alias_end) ends;
    VECTOR(teaching) teachings;
    uint32_t node_count;
    VECTOR(uint8_t) begins; /* by word record: 1 if one of the teachings' aliases begins with it */
};

drg_status drg_learner_new(struct learner **out) {
    *out = calloc(1, sizeof **out);
    return *out ? DRG_OK : DRG_NO_MEMORY;
}

void drg_learner_free(struct learner *l) {
    if (!l) return;
    drg_table_clear(&l->steps);
    drg_table_clear(&l->first_end);
    VECTOR_CLEAR(l->ends);
    VECTOR_CLEAR(l->teachings);
    VECTOR_CLEAR(l->begins);
    free(l);
}

static uint32_t exact_word(const matcher *m, uint32_t at) {
    return drg_words_records(m->words)[m->tokens->items[at].word].exact.n;
}

/* Taking up what is taught ----------------------------------------------------------------------------------------- */

static drg_status node_of(matcher *m, uint32_t first, uint32_t end, uint32_t *alias_node) {
    struct learner *l = m->learner;
    *alias_node = 0;
    for (uint32_t at = first; at < end; at++) {
        const uint64_t key = pair_key(*alias_node, exact_word(m, at));
        uint32_t next = table_get(&l->steps, key);
        if (!next) {
            next = ++l->node_count;
            TRY(drg_table_put(&l->steps, key, next));
        }
        *alias_node = next;
    }
    return DRG_OK;
}

static drg_status end_of(struct learner *l, uint32_t alias_node, uint8_t label_number, uint8_t form, uint32_t *end) {
    const uint32_t first = table_get(&l->first_end, alias_node + 1);
    for (uint32_t i = first; i; i = l->ends.items[i - 1].next) {
        if (l->ends.items[i - 1].label != label_number || l->ends.items[i - 1].form != form) continue;
        *end = i - 1;
        return DRG_OK;
    }
    *end = (uint32_t)l->ends.count;
    if (!VECTOR_PUSH(l->ends, ((alias_end){label_number, form, 0, first}))) return DRG_NO_MEMORY;
    return drg_table_put(&l->first_end, alias_node + 1, *end + 1);
}

/* The form that an alias has: what its capture says, else `short`, else the label's first. */
static uint8_t form_of(const label *l, drg_text said) {
    const form_id form = drg_form_find(l, said.length ? said : drg_text_of("short"));
    return form.n == NO_FORM ? 0 : (uint8_t)form.n;
}

static drg_status take_up(matcher *m, uint32_t id, rule_id rule, const named_capture *alias) {
    const reading *r = &m->readings->items.items[id];
    if (alias->first_token >= alias->end_token) return DRG_OK;              /* it took no token: alias:(x?) */
    if (alias->end_token - alias->first_token > NAME_TOKENS) return DRG_OK; /* no name is that long */
    uint32_t alias_node, end;
    TRY(node_of(m, alias->first_token, alias->end_token, &alias_node));
    TRY(end_of(m->learner, alias_node, r->label, form_of(label_of(m, r), alias->slot->form), &end));
    if (!VECTOR_PUSH(m->learner->teachings, ((teaching){end, id, rule, alias->first_token}))) return DRG_NO_MEMORY;
    m->learner->begins.items[m->tokens->items[alias->first_token].word] = 1;
    return DRG_OK;
}

drg_status drg_learn_from(matcher *m, uint32_t id, const reading_match *match) {
    for (size_t c = 0; c < match->capture_count; c++)
        if (text_is(match->captures[c].slot->name, "alias"))
            TRY(take_up(m, id, (rule_id){match->rule}, &match->captures[c]));
    return DRG_OK;
}

/* What a reading that was settled before teaches, by any of the rules that made it. */
static drg_status take_up_from(matcher *m, uint32_t id) {
    for (uint32_t i = id; i != NO_ID; i = m->readings->items.items[i].merged) {
        const reading r = m->readings->items.items[i];
        reading_match match;
        bool found;
        if (r.rule.n == NO_ID || (r.flags & READING_ALIAS) || !m->teaches[r.rule.n]) continue;
        TRY(drg_match_recover(m, &r, &match, &found));
        if (found) TRY(drg_learn_from(m, id, &match));
    }
    return DRG_OK;
}

/* Readings of what was learned --------------------------------------------------------------------------------------- */

static drg_status make_alias_reading(matcher *m, const alias_end *e, uint32_t first, uint32_t end) {
    const teaching *t = &m->learner->teachings.items[e->current - 1];
    const reading r = {.first_token = first,
                       .end_token = end,
                       .label = e->label,
                       .form = e->form,
                       .rule = t->rule,
                       .source = t->reading,
                       .sum = ALIAS_WEIGHT,
                       .flags = READING_ALIAS,
                       .merged = NO_ID,
                       .facts = NO_ID};
    return VECTOR_PUSH(m->readings->items, r) ? DRG_OK : DRG_NO_MEMORY;
}

/* The aliases that begin at token `at`. */
static drg_status read_aliases(matcher *m, uint32_t at) {
    const struct learner *l = m->learner;
    uint32_t alias_node = 0;
    for (uint32_t end = at; end < m->tokens->count;) {
        alias_node = table_get(&l->steps, pair_key(alias_node, exact_word(m, end)));
        if (!alias_node) return DRG_OK;
        end++;
        for (uint32_t i = table_get(&l->first_end, alias_node + 1); i; i = l->ends.items[i - 1].next)
            if (l->ends.items[i - 1].current) TRY(make_alias_reading(m, &l->ends.items[i - 1], at, end));
        if (end < m->tokens->count && (m->tokens->items[end].flags & TOKEN_BLOCK_START)) return DRG_OK;
    }
    return DRG_OK;
}

static bool is_after(const teaching *a, const teaching *b) {
    return a->first_token != b->first_token ? a->first_token > b->first_token : a->reading > b->reading;
}

static int by_first_token(const void *a, const void *b) {
    return is_after(a, b) ? 1 : is_after(b, a) ? -1 : 0;
}

/* They come nearly in order: each moves back to its place, unless that takes more than eight moves each. */
static void sort_teachings(teaching *t, size_t count) {
    size_t moves_left = 8 * count;
    for (size_t i = 1; i < count; i++) {
        const teaching one = t[i];
        size_t at = i;
        for (; at > 0 && moves_left && is_after(&t[at - 1], &one); at--, moves_left--) t[at] = t[at - 1];
        t[at] = one;
        if (!moves_left) break;
    }
    if (!moves_left) qsort(t, count, sizeof *t, by_first_token);
}

/* The first token from `at` whose word begins an alias; the count if there is none. Few do: four are passed at a time. */
static uint32_t next_beginning(const matcher *m, uint32_t at) {
    const uint8_t *begins = m->learner->begins.items;
    const token *t = m->tokens->items;
    const uint32_t count = (uint32_t)m->tokens->count;
    while (at + 4 <= count &&
           !(begins[t[at].word] | begins[t[at + 1].word] | begins[t[at + 2].word] | begins[t[at + 3].word]))
        at += 4;
    while (at < count && !begins[t[at].word]) at++;
    return at;
}

static drg_status read_all_aliases(matcher *m) {
    struct learner *l = m->learner;
    const uint32_t count = (uint32_t)m->tokens->count;
    sort_teachings(l->teachings.items, l->teachings.count);
    for (uint32_t i = (uint32_t)l->teachings.count; i-- > 0;) {
        alias_end *e = &l->ends.items[l->teachings.items[i].end];
        if (drg_label_resolves(&m->set->labels->labels[e->label], RESOLVE_PERSON)) e->current = i + 1;
    }
    uint32_t taught = 0;
    for (uint32_t at = next_beginning(m, 0); at < count; at = next_beginning(m, at + 1)) {
        for (; taught < l->teachings.count && l->teachings.items[taught].first_token <= at; taught++)
            l->ends.items[l->teachings.items[taught].end].current = taught + 1;
        TRY(read_aliases(m, at));
    }
    return DRG_OK;
}

static void forget(struct learner *l) {
    drg_table_empty(&l->steps);
    drg_table_empty(&l->first_end);
    VECTOR_EMPTY(l->ends, SCRATCH_KEPT);
    VECTOR_EMPTY(l->teachings, SCRATCH_KEPT);
    l->node_count = 0;
}

drg_status drg_learn_begin(matcher *m) {
    struct learner *l = m->learner;
    const size_t count = drg_words_count(m->words);
    if (l->teachings.count) l->begins.count = 0; /* a document failed, and what it taught still stands there */
    forget(l);
    if (!VECTOR_RESERVE(l->begins, count)) return DRG_NO_MEMORY;
    for (; l->begins.count < count; l->begins.count++) l->begins.items[l->begins.count] = 0;
    return DRG_OK;
}

/* What was taught begins with few of the words: only these are wiped. */
static void forget_beginnings(matcher *m) {
    struct learner *l = m->learner;
    for (size_t i = 0; i < l->teachings.count; i++)
        l->begins.items[m->tokens->items[l->teachings.items[i].first_token].word] = 0;
}

drg_status drg_learn(matcher *m, bool *learned) {
    for (size_t i = 0; i < m->choice.count; i++) {
        live_reading *one = &m->choice.items[i];
        if (!one->anew) continue;
        one->anew = false;
        reading *r = &m->readings->items.items[one->id];
        if (r->flags & READING_LEARNED) continue;
        r->flags |= READING_LEARNED;
        TRY(take_up_from(m, one->id));
    }
    struct learner *l = m->learner;
    *learned = l->teachings.count > 0;
    if (*learned) TRY(read_all_aliases(m));
    forget_beginnings(m);
    forget(l);
    return DRG_OK;
}
