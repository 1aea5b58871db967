/* Merging: what was made is sorted by span and taken in among the live readings. See matcher.h.
 *
 *     live   [Japan ………… Country] [Japan Times … Organization]        by span: earlier start, longer first
 *     new              [Japan ………… Country]                          same span, label, form and entry: one reading
 *
 * Readings of one span, label and form that do not name two entries hang in a chain, of which only the head is live. */
#include <string.h>

#include "bounds.h"
#include "rules/matcher.h"

#define NEAR 8 /* how far a reading is moved back to its place while sorting: rules make them nearly in order */

static const reading *reading_of(const matcher *m, uint32_t id) {
    return &m->readings->items.items[id];
}

static live_reading live_of(const matcher *m, uint32_t id) {
    const reading *r = reading_of(m, id);
    return (live_reading){span_key(r->first_token, r->end_token), id, m->first_form[r->label] + r->form};
}

/* Here, near, or by bisection. */
size_t drg_live_pass(const live_list *l, size_t at, uint32_t first) {
    size_t step = 1, low = at, high;
    if (at == l->count || span_first(l->items[at].span) >= first) return at;
    for (; low + step < l->count && span_first(l->items[low + step].span) < first; step *= 2) low += step;
    high = low + step < l->count ? low + step : l->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (span_first(l->items[middle].span) < first) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Sorting -------------------------------------------------------------------------------------------------------------- */

/* Moves each back to its place if that is near. */
static void sort_near(live_reading *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (items[i - 1].span <= items[i].span) continue;
        const live_reading moved = items[i];
        size_t at = i;
        while (at > 0 && i - at < NEAR && items[at - 1].span > moved.span) at--;
        if (at > 0 && items[at - 1].span > moved.span) continue;
        for (size_t to = i; to > at; to--) items[to] = items[to - 1];
        items[at] = moved;
    }
}

/* Where the ascending run ends that begins at `from`. */
static size_t run_end(const live_reading *items, size_t from, size_t count) {
    for (from++; from < count && items[from - 1].span <= items[from].span;) from++;
    return from;
}

/* Merges each two neighbouring runs of `from` into `to`; of equal spans the earlier come first. Says how many there were. */
static size_t merge_runs(const live_reading *from, size_t count, live_reading *to) {
    size_t runs = 0;
    for (size_t low = 0, middle, high; low < count; low = high, runs += 2) {
        middle = run_end(from, low, count);
        high = middle < count ? run_end(from, middle, count) : count;
        for (size_t a = low, b = middle; a < middle || b < high;)
            *to++ = b == high || (a < middle && from[a].span <= from[b].span) ? from[a++] : from[b++];
    }
    return runs;
}

/* Sorts by span. What names, token rules and text rules made is a run each: few are left to be merged. */
static drg_status sort_by_span(matcher *m, live_reading *items, size_t count) {
    sort_near(items, count);
    if (!count || run_end(items, 0, count) == count) return DRG_OK;
    if (!VECTOR_RESERVE(m->merge_buffer, count)) return DRG_NO_MEMORY;
    live_reading *from = items, *to = m->merge_buffer.items;
    for (size_t runs = count; runs > 2;) {
        runs = merge_runs(from, count, to);
        live_reading *const swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, count * sizeof *from);
    return DRG_OK;
}

/* Chains ----------------------------------------------------------------------------------------------------------------- */

static uint32_t entry_of(const matcher *m, const reading *r) {
    return r->rule.n != NO_ID ? NO_ID : drg_gazetteer_names(m->set->gazetteer)[r->source].entry.n;
}

/* The entry of a chain of merged readings. */
static uint32_t entry_of_chain(const matcher *m, const reading *r) {
    for (;; r = reading_of(m, r->merged)) {
        const uint32_t entry = entry_of(m, r);
        if (entry != NO_ID || r->merged == NO_ID) return entry;
    }
}

static bool may_merge(const matcher *m, const live_reading *head, const live_reading *r) {
    if (head->label_form != r->label_form) return false;
    const uint32_t a = entry_of_chain(m, reading_of(m, head->id)), b = entry_of(m, reading_of(m, r->id));
    return a == NO_ID || b == NO_ID || a == b;
}

static float weight_of(const matcher *m, const reading *r) {
    return drg_reading_weight(r, m->set->facts.items, m->set->gazetteer);
}

/* Hangs `r` into head's chain. What weighs most stands at the head, which keeps its number: attributes point at it. */
static void merge_into(matcher *m, uint32_t head_id, uint32_t id) {
    reading *head = &m->readings->items.items[head_id], *r = &m->readings->items.items[id];
    const float own = weight_of(m, r), old_own = weight_of(m, head);
    if (own > old_own) {
        const reading old = *head;
        head->before = r->before, head->behind = r->behind;
        head->rule = r->rule, head->source = r->source;
        head->sum += own - old_own;
        r->before = old.before, r->behind = old.behind;
        r->rule = old.rule, r->source = old.source;
    }
    head->flags |= r->flags & READING_ALIAS;
    if (!(r->flags & READING_WANTS_ANTECEDENT))
        head->flags &= (uint16_t)~READING_WANTS_ANTECEDENT; /* one does without */
    head->flags &= (uint16_t) ~(READING_SETTLED | READING_LEARNED);
    r->flags |= READING_MERGED;
    r->merged = head->merged;
    head->merged = id;
}

/* Taking in -------------------------------------------------------------------------------------------------------------- */

/* Puts `r` behind live[0, count), into the chain of one of the same span if it can; the new count. */
static size_t take_in(matcher *m, size_t count, const live_reading *r) {
    live_reading *live = m->live.items;
    size_t first = count, into;
    while (first > 0 && live[first - 1].span == r->span) first--;
    for (into = first; into < count && !may_merge(m, &live[into], r);) into++;
    note_changed(m, span_first(r->span));
    if (into < count) merge_into(m, live[into].id, r->id);
    if (into < count) return count;
    bit_vector_set_inside(&m->inside_live, span_first(r->span), span_end(r->span));
    live[count] = *r;
    return count + 1;
}

/* live[old, end) is new. The old ones from the first new one's place on step aside, and come back one by one: what is written
 * never reaches what is still to be read. */
static drg_status take_in_new(matcher *m, size_t old, size_t end) {
    live_reading *const live = m->live.items;
    size_t count = drg_live_pass(&m->live, 0, span_first(live[old].span)), aside = 0;
    const size_t aside_count = old - count;
    if (!VECTOR_RESERVE(m->merge_buffer, aside_count)) return DRG_NO_MEMORY;
    const live_reading *const from = m->merge_buffer.items;
    if (aside_count) memcpy(m->merge_buffer.items, live + count, aside_count * sizeof *live);
    for (size_t i = old; i < end; i++) {
        const live_reading made = live[i];
        while (aside < aside_count && from[aside].span <= made.span) live[count++] = from[aside++];
        count = take_in(m, count, &made);
    }
    if (aside < aside_count) memcpy(live + count, from + aside, (aside_count - aside) * sizeof *live);
    m->live.count = count + aside_count - aside;
    return DRG_OK;
}

drg_status drg_merge_new(matcher *m) {
    const readings *all = m->readings;
    const size_t old = m->live.count, made = all->items.count - m->made_until;
    if (!made) return DRG_OK;
    if (!VECTOR_RESERVE(m->live, old + made)) return DRG_NO_MEMORY;
    for (size_t i = old; m->made_until < all->items.count; i++) m->live.items[i] = live_of(m, m->made_until++);
    TRY(sort_by_span(m, m->live.items + old, made));
    TRY(take_in_new(m, old, old + made));
    VECTOR_EMPTY(m->merge_buffer, SCRATCH_KEPT);
    return DRG_OK;
}
