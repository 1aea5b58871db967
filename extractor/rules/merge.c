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
    return (live_reading){.span = span_key(r->first_token, r->end_token),
                          .id = id,
                          .label_form = (uint16_t)(m->first_form[r->label] + r->form)};
}

/* Here, near, or by bisection. */
size_t drg_live_pass(const live_list *l, size_t at, uint64_t span) {
    size_t step = 1, low = at, high;
    if (at == l->count || l->items[at].span >= span) return at;
    for (; low + step < l->count && l->items[low + step].span < span; step *= 2) low += step;
    high = low + step < l->count ? low + step : l->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (l->items[middle].span < span) low = middle + 1;
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

/* Sorts by span, by way of `aside`. What names, token rules and text rules made is a run each: few are left to be merged. */
static void sort_by_span(live_reading *items, size_t count, live_reading *aside) {
    sort_near(items, count);
    if (!count || run_end(items, 0, count) == count) return;
    live_reading *from = items, *to = aside;
    for (size_t runs = count; runs > 2;) {
        runs = merge_runs(from, count, to);
        live_reading *const swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, count * sizeof *from);
}

/* Chains ----------------------------------------------------------------------------------------------------------------- */

static uint32_t entry_of(const matcher *m, const reading *r) {
    return r->rule.n != NO_ID ? NO_ID : drg_gazetteer_name(m->set->gazetteer, r->source)->entry.n;
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
    const uint32_t entry = entry_of(m, reading_of(m, r->id));
    if (entry == NO_ID) return true; /* most often: a rule made it */
    const uint32_t entry_before = entry_of_chain(m, reading_of(m, head->id));
    return entry_before == NO_ID || entry_before == entry;
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

/* Hangs `r` into the chain of the first of these that it can, of those with its span, which come first. */
static bool merge_with(matcher *m, const live_reading *with, size_t count, const live_reading *r) {
    for (size_t i = 0; i < count && with[i].span == r->span; i++)
        if (may_merge(m, &with[i], r)) {
            merge_into(m, with[i].id, r->id);
            return true;
        }
    return false;
}

/* Merges what can be, with what is live and with each other; the count of those that are left: made[0, …). */
static size_t merge_made(matcher *m, live_list *made) {
    size_t left = 0, first_left = 0, at = 0; /* the first of this span: of those that are left, and in m->live */
    for (size_t i = 0; i < made->count; i++) {
        const live_reading r = made->items[i];
        live_prefetch(m, made, i);
        note_changed(m, span_first(r.span));
        while (at < m->live.count && m->live.items[at].span < r.span) at++;
        if (first_left < left && made->items[first_left].span != r.span) first_left = left;
        if (merge_with(m, m->live.items + at, m->live.count - at, &r)) continue;
        if (merge_with(m, made->items + first_left, left - first_left, &r)) continue;
        bit_vector_set_inside(&m->inside_live, span_first(r.span), span_end(r.span));
        made->items[left++] = r;
    }
    return left;
}

/* From the back, so that the old ones move once, and those before the first new one not at all. */
static void move_in(live_list *live, const live_reading *made, size_t count) {
    size_t old = live->count, to = old + count;
    live->count = to;
    while (count) {
        const live_reading last = made[--count];
        while (old && live->items[old - 1].span > last.span) live->items[--to] = live->items[--old];
        live->items[--to] = last;
    }
}

drg_status drg_merge_new(matcher *m) {
    const readings *all = m->readings;
    const size_t old = m->live.count, count = all->items.count - m->made_until;
    live_list *made = &m->made;
    if (!count) return DRG_OK;
    if (!VECTOR_RESERVE(m->live, old + count) || !VECTOR_RESERVE(*made, count)) return DRG_NO_MEMORY;
    for (made->count = 0; made->count < count;) made->items[made->count++] = live_of(m, m->made_until++);
    sort_by_span(made->items, count, m->live.items + old); /* where they will be moved to is free until then */
    move_in(&m->live, made->items, merge_made(m, made));
    VECTOR_EMPTY(*made, SCRATCH_KEPT);
    return DRG_OK;
}
