/* Choosing: the readings that come out. See matcher.h.
 *
 * Readings compete by span: earlier start, longer, higher sum, earlier start of the whole match, file and line, name. One
 * pass over them in that order, with the winners that are still open on a stack:
 *
 *     [Treaty between [Japan] and [Korea]]      Japan lies inside a winner whose label holds Country: it comes out, too
 *             [between Japan] …                 inside, and not held: lost
 *
 * Nothing begins or ends inside what an earlier stage chose. */
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/matcher.h"

static const reading *reading_of(const matcher *m, uint32_t id) {
    return &m->readings->items.items[id];
}

/* Order by span: earlier start, longer. Then as it was made. */
static int compare_spans(const reading *a, const reading *b) {
    if (a->first_token != b->first_token) return a->first_token < b->first_token ? -1 : 1;
    if (a->end_token != b->end_token) return a->end_token > b->end_token ? -1 : 1;
    return 0;
}

static int by_span(const matcher *m, uint32_t a, uint32_t b) {
    return compare_spans(reading_of(m, a), reading_of(m, b));
}

typedef struct {
    const uint32_t *ids;
    size_t count;
} id_run;

/* Merges two sorted runs into `to`; of equal spans those of `a` come first. */
static void merge_runs(const matcher *m, id_run a, id_run b, uint32_t *to) {
    size_t i = 0, j = 0;
    while (i < a.count || j < b.count) {
        if (j == b.count || (i < a.count && by_span(m, a.ids[i], b.ids[j]) <= 0)) *to++ = a.ids[i++];
        else *to++ = b.ids[j++];
    }
}

/* Sorts by moving each back to its place; false once that takes more moves than ids, eight each. */
static bool sort_nearly_sorted(const matcher *m, uint32_t *ids, size_t count) {
    size_t moves_left = 8 * count;
    for (size_t i = 1; i < count; i++) {
        const uint32_t id = ids[i];
        size_t at = i;
        for (; at > 0 && moves_left && by_span(m, ids[at - 1], id) > 0; at--, moves_left--) ids[at] = ids[at - 1];
        ids[at] = id;
        if (!moves_left) return false;
    }
    return true;
}

/* Sorts ids by span: those made by rules come nearly in order. Else merge sort (bottom up), as qsort knows no context. */
static drg_status sort_by_span(matcher *m, uint32_t *ids, size_t count) {
    if (sort_nearly_sorted(m, ids, count)) return DRG_OK;
    if (!VECTOR_RESERVE(m->merge_buffer, count)) return DRG_NO_MEMORY;
    uint32_t *from = ids, *to = m->merge_buffer.items;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t low = 0; low < count; low += 2 * run) {
            const size_t middle = low + run < count ? low + run : count;
            const size_t high = low + 2 * run < count ? low + 2 * run : count;
            merge_runs(m, (id_run){from + low, middle - low}, (id_run){from + middle, high - middle}, to + low);
        }
        uint32_t *const swap = from;
        from = to;
        to = swap;
    }
    if (from != ids) memcpy(ids, from, count * sizeof *ids);
    return DRG_OK;
}

/* The order in which readings are considered. A rule's number is its place by file and line; names come after rules. */
static int by_rank(const matcher *m, uint32_t a, uint32_t b) {
    const reading *x = reading_of(m, a), *y = reading_of(m, b);
    const int spans = compare_spans(x, y);
    if (spans) return spans;
    if (x->sum > y->sum || x->sum < y->sum) return x->sum > y->sum ? -1 : 1;
    if (x->before != y->before) return x->before > y->before ? -1 : 1; /* their spans begin alike */
    if (x->rule.n != y->rule.n) return x->rule.n < y->rule.n ? -1 : 1;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    return a < b ? -1 : a > b;
}

/* Merging -------------------------------------------------------------------------------------------------------------- */

static uint32_t entry_of(const matcher *m, const reading *r) {
    return r->name == NO_ID ? NO_ID : drg_gazetteer_names(m->set->gazetteer)[r->name].entry.n;
}

/* The entry of a chain of merged readings. */
static uint32_t entry_of_chain(const matcher *m, const reading *r) {
    for (;; r = reading_of(m, r->merged)) {
        const uint32_t entry = entry_of(m, r);
        if (entry != NO_ID || r->merged == NO_ID) return entry;
    }
}

static bool may_merge(const matcher *m, const reading *head, const reading *r) {
    if (head->label != r->label || head->form != r->form) return false;
    const uint32_t a = entry_of_chain(m, head), b = entry_of(m, r);
    return a == NO_ID || b == NO_ID || a == b;
}

/* Hangs `r` into head's chain. What weighs most stands at the head, which keeps its number: attributes point at it. */
static void merge_into(matcher *m, uint32_t head_id, uint32_t id) {
    reading *head = &m->readings->items.items[head_id], *r = &m->readings->items.items[id];
    if (r->own > head->own) {
        const reading old = *head;
        head->before = r->before, head->behind = r->behind;
        head->rule = r->rule, head->name = r->name, head->taught_by = r->taught_by;
        head->sum += r->own - old.own, head->own = r->own;
        r->before = old.before, r->behind = old.behind;
        r->rule = old.rule, r->name = old.name, r->taught_by = old.taught_by;
        r->own = old.own;
    }
    head->flags |= r->flags & READING_ALIAS;
    if (!(r->flags & READING_WANTS_ANTECEDENT))
        head->flags &= (uint16_t)~READING_WANTS_ANTECEDENT; /* one does without */
    head->flags &= (uint16_t) ~(READING_SETTLED | READING_LEARNED);
    r->flags |= READING_MERGED;
    r->merged = head->merged;
    head->merged = id;
}

/* Readings of one span stand together: m->live[low, high). Merges those that came last into those before. */
static size_t merge_group(matcher *m, size_t low, size_t high, size_t kept) {
    const size_t first = kept;
    for (size_t i = low; i < high; i++) {
        const uint32_t id = m->live.items[i];
        size_t into = first;
        while (into < kept && !may_merge(m, reading_of(m, m->live.items[into]), reading_of(m, id))) into++;
        if (into < kept) merge_into(m, m->live.items[into], id);
        else m->live.items[kept++] = id;
    }
    return kept;
}

/* Sorts what was made, and merges it into the live ones, which are sorted. */
static drg_status take_in_new(matcher *m) {
    const size_t count = m->readings->items.count - m->made_until, old = m->live.count;
    if (!VECTOR_RESERVE(m->live, old + count)) return DRG_NO_MEMORY;
    for (; m->made_until < m->readings->items.count; m->made_until++) m->live.items[m->live.count++] = m->made_until;
    TRY(sort_by_span(m, m->live.items + old, count));
    if (!old || !count || by_span(m, m->live.items[old - 1], m->live.items[old]) <= 0) return DRG_OK;
    if (!VECTOR_RESERVE(m->merge_buffer, old + count)) return DRG_NO_MEMORY;
    merge_runs(m, (id_run){m->live.items, old}, (id_run){m->live.items + old, count}, m->merge_buffer.items);
    memcpy(m->live.items, m->merge_buffer.items, (old + count) * sizeof *m->live.items);
    return DRG_OK;
}

drg_status drg_merge_new(matcher *m) {
    TRY(take_in_new(m));
    size_t kept = 0;
    for (size_t low = 0, high; low < m->live.count; low = high) {
        for (high = low + 1; high < m->live.count && by_span(m, m->live.items[low], m->live.items[high]) == 0;) high++;
        kept = merge_group(m, low, high, kept);
    }
    m->live.count = kept;
    return DRG_OK;
}

/* Choosing ------------------------------------------------------------------------------------------------------------- */

static bool is_inside_prior(const matcher *m, uint32_t at) {
    return m->inside_prior.items[at / 64] >> at % 64 & 1;
}

/* Notes the boundaries strictly inside what earlier stages chose. */
static drg_status note_prior(matcher *m) {
    const size_t bit_words = m->tokens->count / 64 + 1;
    if (!VECTOR_RESERVE(m->inside_prior, bit_words)) return DRG_NO_MEMORY;
    memset(m->inside_prior.items, 0, bit_words * sizeof *m->inside_prior.items);
    uint32_t until = 0; /* what is inside the one before needs no second look: linear however deep they nest */
    for (size_t i = 0; i < m->live.count; i++) {
        const reading *r = reading_of(m, m->live.items[i]);
        if (!(r->flags & READING_PRIOR)) continue;
        for (uint32_t b = r->first_token + 1 > until ? r->first_token + 1 : until; b < r->end_token; b++)
            m->inside_prior.items[b / 64] |= (uint64_t)1 << b % 64;
        if (r->end_token > until) until = r->end_token;
    }
    return DRG_OK;
}

static bool holds(const matcher *m, const reading *outer, const reading *inner) {
    const label *l = label_of(m, outer);
    for (uint32_t i = 0; i < l->hold_count; i++)
        if (l->holds[i].n == inner->label) return true;
    return false;
}

/* May `r` come out at the top, where no winner is open? */
static bool may_win(const matcher *m, const reading *r) {
    return r->sum > 0 && !is_inside_prior(m, r->first_token) && !is_inside_prior(m, r->end_token);
}

static bool is_held_by(const matcher *m, const reading *outer, const reading *r) {
    const bool same = outer->first_token == r->first_token && outer->end_token == r->end_token;
    return !same && r->end_token <= outer->end_token && holds(m, outer, r);
}

/* The winners open at this reading: each inside the one below it. */
typedef VECTOR(uint32_t) open_winners;

static drg_status consider(matcher *m, uint32_t id, open_winners *open) {
    reading *r = &m->readings->items.items[id];
    r->flags &= (uint16_t) ~(READING_CHOSEN | READING_HELD);
    if (r->flags & (READING_NEVER | READING_DROPPED)) return DRG_OK;
    while (open->count && reading_of(m, open->items[open->count - 1])->end_token <= r->first_token) open->count--;
    if (open->count) {
        if (!is_held_by(m, reading_of(m, open->items[open->count - 1]), r)) return DRG_OK;
        r->flags |= READING_HELD;
    } else if (!may_win(m, r)) {
        return DRG_OK;
    }
    r->flags |= READING_CHOSEN;
    return VECTOR_PUSH(*open, id) && VECTOR_PUSH(m->readings->chosen, id) ? DRG_OK : DRG_NO_MEMORY;
}

/* Readings of one span are few: each moves up to its rank among them. */
static void rank_live(matcher *m) {
    uint32_t *ids = m->live.items;
    for (size_t i = 1; i < m->live.count; i++) {
        const uint32_t id = ids[i];
        size_t at = i;
        for (; at > 0 && by_rank(m, id, ids[at - 1]) < 0; at--) ids[at] = ids[at - 1];
        ids[at] = id;
    }
}

drg_status drg_choose_live(matcher *m) {
    TRY(note_prior(m));
    rank_live(m);
    m->readings->chosen.count = 0;
    open_winners open = {0};
    drg_status status = DRG_OK;
    for (size_t i = 0; i < m->live.count && status == DRG_OK; i++) status = consider(m, m->live.items[i], &open);
    VECTOR_CLEAR(open);
    return status;
}

static void keep_as_prior(matcher *m) {
    for (size_t i = 0; i < m->live.count; i++)
        m->readings->items.items[m->live.items[i]].flags &= (uint16_t)~READING_PRIOR;
    for (size_t i = 0; i < m->readings->chosen.count; i++)
        m->readings->items.items[m->readings->chosen.items[i]].flags |= READING_PRIOR;
}

/* Evidence that asks for the choice, and aliases, want a second round. */
drg_status drg_choose(matcher *m, uint32_t stage) {
    const uint32_t first_new = m->made_until;
    TRY(drg_merge_new(m));
    TRY(drg_weigh(m, stage, first_new));
    TRY(drg_choose_live(m));
    bool learned = false;
    TRY(drg_learn_begin(m));
    TRY(drg_settle(m, true));
    TRY(drg_learn(m, &learned));
    if (learned) {
        const uint32_t first_alias = m->made_until;
        TRY(drg_merge_new(m));
        TRY(drg_weigh(m, NO_ID, first_alias));
    }
    if (m->set->stages.items[stage].asks_choice) {
        if (learned) TRY(drg_choose_live(m));
        TRY(drg_weigh_choice(m, stage));
    }
    if (learned || m->set->stages.items[stage].asks_choice) TRY(drg_choose_live(m));
    drg_conditions_forget_choice(m);
    VECTOR_EMPTY(m->merge_buffer, SCRATCH_KEPT);
    keep_as_prior(m);
    return drg_settle(m, false);
}
