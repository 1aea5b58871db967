/* Choosing: the readings that come out. See matcher.h.
 *
 * Readings compete by span: earlier start, longer, higher sum, earlier start of the whole match, file and line, name. One
 * pass over them in that order, with the winners that are still open on a stack:
 *
 *     [Treaty between [Japan] and [Korea]]      Japan lies inside a winner whose label holds Country: it comes out, too
 *             [between Japan] …                 inside, and not held: lost
 *
 * Nothing begins or ends inside what an earlier stage chose.
 *
 * Readings that hang together by their spans are a cluster; no reading of one says anything of another. So the choice is
 * kept, and made anew only in clusters where something changed since: a reading came, a sum is another, one was removed,
 * or what an earlier stage chose is chosen no more and stops nobody from beginning inside it. */
#include "bounds.h"
#include "rules/matcher.h"

static reading *reading_of(const matcher *m, uint32_t id) {
    return &m->readings->items.items[id];
}

/* Ranks ------------------------------------------------------------------------------------------------------------------ */

/* Of two readings of one span. */
static bool ranks_before(const matcher *m, uint32_t a, uint32_t b) {
    const reading *x = reading_of(m, a), *y = reading_of(m, b);
    if (x->sum > y->sum || x->sum < y->sum) return x->sum > y->sum;
    if (x->before != y->before) return x->before > y->before; /* their spans begin alike */
    if (x->rule.n != y->rule.n) return x->rule.n < y->rule.n;
    if (x->rule.n == NO_ID && x->source != y->source) return x->source < y->source;
    return a < b;
}

/* Readings of one span are few: each moves up to its rank among them. */
static void rank(const matcher *m, live_reading *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        const live_reading moved = items[i];
        size_t at = i;
        for (; at > 0 && ranks_before(m, moved.id, items[at - 1].id); at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

/* One cluster ------------------------------------------------------------------------------------------------------------ */

static bool holds(const matcher *m, const live_reading *outer, const live_reading *inner) {
    const label *l = label_of(m, reading_of(m, outer->id));
    const uint32_t inner_label = reading_of(m, inner->id)->label;
    for (uint32_t i = 0; i < l->hold_count; i++)
        if (l->holds[i].n == inner_label) return true;
    return false;
}

/* May it come out at the top, where no winner is open? */
static bool may_win(const matcher *m, const live_reading *one) {
    return reading_of(m, one->id)->sum > 0 && !bit_vector_has(&m->inside_prior, span_first(one->span)) &&
           !bit_vector_has(&m->inside_prior, span_end(one->span));
}

static bool is_held_by(const matcher *m, const live_reading *outer, const live_reading *one) {
    return outer->span != one->span && span_end(one->span) <= span_end(outer->span) && holds(m, outer, one);
}

/* m->open: the winners open at this reading, each inside the one below it. */
static drg_status consider(matcher *m, const live_reading *one) {
    reading *r = reading_of(m, one->id);
    r->flags &= (uint16_t) ~(READING_CHOSEN | READING_HELD);
    if (r->flags & (READING_NEVER | READING_DROPPED)) return DRG_OK;
    while (m->open.count && span_end(m->open.items[m->open.count - 1].span) <= span_first(one->span)) m->open.count--;
    if (m->open.count) {
        if (!is_held_by(m, &m->open.items[m->open.count - 1], one)) return DRG_OK;
        r->flags |= READING_HELD;
    } else if (!may_win(m, one)) {
        return DRG_OK;
    }
    r->flags |= READING_CHOSEN;
    if (!VECTOR_PUSH(m->open, *one) || !VECTOR_PUSH(m->choice, *one)) return DRG_NO_MEMORY;
    m->choice.items[m->choice.count - 1].anew = true;
    return DRG_OK;
}

/* live[*at …] up to token `until`; *at moves behind them. */
static drg_status choose_cluster(matcher *m, size_t *at, uint32_t until) {
    const size_t count = m->live.count;
    live_reading *const live = m->live.items;
    m->open.count = 0;
    for (size_t low = *at, high; low < count && span_first(live[low].span) < until; *at = low = high) {
        for (high = low + 1; high < count && live[high].span == live[low].span;) high++;
        for (size_t i = low; i < high; i++) live_prefetch(m, &m->live, i);
        if (high - low > 1) rank(m, live + low, high - low);
        for (size_t i = low; i < high; i++) TRY(consider(m, &live[i]));
    }
    return DRG_OK;
}

/* All that changed ------------------------------------------------------------------------------------------------------- */

/* Takes over what was chosen before, from *at up to token `until`. */
static drg_status keep_choice(matcher *m, size_t *at, uint32_t until) {
    const size_t end = drg_live_pass(&m->choice_before, *at, span_from(until)), count = end - *at;
    if (!count) return DRG_OK;
    if (!VECTOR_RESERVE(m->choice, m->choice.count + count)) return DRG_NO_MEMORY;
    memcpy(m->choice.items + m->choice.count, m->choice_before.items + *at, count * sizeof *m->choice.items);
    m->choice.count += count;
    *at = end;
    return DRG_OK;
}

/* Passes what was chosen before, up to token `until`, and notes what is chosen no more. */
static drg_status note_lost(matcher *m, size_t *at, uint32_t until) {
    for (; *at < m->choice_before.count; ++*at) {
        const live_reading *one = &m->choice_before.items[*at];
        if (span_first(one->span) >= until) break;
        if (!(reading_of(m, one->id)->flags & READING_CHOSEN) && !VECTOR_PUSH(m->lost, span_first(one->span)))
            return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status choose_changed(matcher *m) {
    size_t at = 0, before = 0;
    uint32_t until = 0;
    for (uint32_t t; (t = bit_vector_next(&m->changed, until)) != UINT32_MAX;) {
        uint32_t first = t;
        while (bit_vector_has(&m->inside_live, first)) first--;
        for (until = t + 1; bit_vector_has(&m->inside_live, until);) until++;
        at = drg_live_pass(&m->live, at, span_from(first));
        TRY(keep_choice(m, &before, first));
        TRY(choose_cluster(m, &at, until));
        TRY(note_lost(m, &before, until));
    }
    return keep_choice(m, &before, UINT32_MAX);
}

static drg_status choose_live(matcher *m) {
    if (bit_vector_next(&m->changed, 0) == UINT32_MAX) return DRG_OK; /* all is chosen as before */
    const live_list swap = m->choice;
    m->choice = m->choice_before;
    m->choice_before = swap;
    m->choice.count = 0;
    TRY(choose_changed(m));
    VECTOR_EMPTY(m->choice_before, SCRATCH_KEPT);
    TRY(bit_vector_begin(&m->changed, m->tokens->count));
    m->readings->chosen.count = 0;
    if (!VECTOR_RESERVE(m->readings->chosen, m->choice.count)) return DRG_NO_MEMORY;
    for (size_t i = 0; i < m->choice.count; i++)
        m->readings->chosen.items[m->readings->chosen.count++] = m->choice.items[i].id;
    return DRG_OK;
}

/* From stage to stage ---------------------------------------------------------------------------------------------------- */

drg_status drg_choose_begin(matcher *m) {
    m->live.count = m->choice.count = m->choice_before.count = m->lost.count = m->marked.count = 0;
    TRY(bit_vector_begin(&m->changed, m->tokens->count));
    TRY(bit_vector_begin(&m->inside_live, m->tokens->count));
    return bit_vector_begin(&m->inside_prior, m->tokens->count);
}

/* What resolve/ dropped since is missing from what was chosen. */
static void note_dropped(matcher *m) {
    const size_t left = m->readings->chosen.count;
    if (left == m->choice.count) return;
    for (size_t i = 0, k = 0; i < m->choice.count; i++)
        if (k < left && m->readings->chosen.items[k] == m->choice.items[i].id) k++;
        else note_changed(m, span_first(m->choice.items[i].span));
}

/* What is chosen now binds the stages to come. */
static drg_status bind_next_stages(matcher *m) {
    TRY(bit_vector_begin(&m->inside_prior, m->tokens->count));
    uint32_t until = 0; /* what is inside the one before needs no second look: linear however deep they nest */
    for (size_t i = 0; i < m->choice.count; i++) {
        const uint32_t first = span_first(m->choice.items[i].span), end = span_end(m->choice.items[i].span);
        if (end <= until) continue;
        bit_vector_set_inside(&m->inside_prior, first, end);
        until = end;
    }
    for (size_t i = 0; i < m->lost.count; i++) note_changed(m, m->lost.items[i]);
    m->lost.count = 0;
    return DRG_OK;
}

/* Working space that is not kept: of each stage, and what no stage needs any more behind the last … */
static void empty_scratch(matcher *m, uint32_t stage) {
    VECTOR_EMPTY(m->open, SCRATCH_KEPT);
    if (stage + 1 < m->set->stages.count) return;
    VECTOR_EMPTY(m->live, SCRATCH_KEPT);
}

/* … and what has been settled by. */
static void empty_all(matcher *m) {
    VECTOR_EMPTY(m->choice, SCRATCH_KEPT);
    VECTOR_EMPTY(m->marked, SCRATCH_KEPT);
    VECTOR_EMPTY(m->letters, SCRATCH_KEPT);
    if (m->keeps_evidence) return;
    VECTOR_EMPTY(m->first_hit, SCRATCH_KEPT);
    VECTOR_EMPTY(m->evidence_hits, SCRATCH_KEPT);
}

/* Evidence that asks for the choice, and aliases, want a second round. */
drg_status drg_choose(matcher *m, uint32_t stage) {
    const uint32_t first_new = m->made_until;
    note_dropped(m);
    TRY(drg_merge_new(m));
    TRY(drg_weigh(m, stage, first_new));
    TRY(choose_live(m));
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
        if (learned) TRY(choose_live(m));
        TRY(drg_weigh_choice(m, stage));
    }
    if (learned || m->set->stages.items[stage].asks_choice) TRY(choose_live(m));
    drg_conditions_forget_choice(m);
    TRY(bind_next_stages(m));
    empty_scratch(m, stage);
    TRY(drg_settle(m, false));
    if (stage + 1 == m->set->stages.count) empty_all(m);
    return DRG_OK;
}
