/* Resolution: what the annotations denote, kind by kind.
 *
 *     after every stage    entry, date      each annotation by itself
 *                          antecedent       all of a label together: which treaty is this one
 *     after the last       person           so, too: who is who
 *                          path             leans on the treaties
 *                          turn, event, and then the referents' mentions, names and attributes
 *
 * Each time all of it is done anew, in the order of the text: a later stage may have chosen otherwise, and what is
 * learned of a thing anywhere counts everywhere. But a date that leans on no other one stays, and all do where none came,
 * went or was settled anew (the last stage finds events, mostly); and people and paths, of whose resolution a later stage
 * could see but what they denote, wait for the last one where no rule asks for that (asks.c). */
#include "resolve/resolve.h"

#include "resolve/steps.h"

typedef struct {
    resolve_kind kind;
    drg_status (*each)(resolution *x, uint32_t id); /* one of the three */
    drg_status (*all)(resolution *x, uint32_t label_number);
    drg_status (*once)(resolution *x);
    bool gives_values; /* … and attributes, and nothing else that a later stage would see */
} step;

static drg_status date_of(resolution *x, uint32_t id) {
    return x->dates_stand ? DRG_OK : drg_date_resolve(x->document, id, &x->dates);
}

/* clang-format off */
static const step after_every_stage[] = {
    {RESOLVE_ENTRY,      .once = drg_namesakes_find},
    {RESOLVE_ENTRY,      .each = drg_resolve_entry},
    {RESOLVE_ENTRY,      .once = drg_resolve_other_shared_entries},
    {RESOLVE_DATE,       .each = date_of},
    {RESOLVE_PERSON,     .all = drg_resolve_people, .gives_values = true},
    {RESOLVE_ANTECEDENT, .all = drg_resolve_antecedents},
    {RESOLVE_PATH,       .each = drg_resolve_path, .gives_values = true},
};
/* clang-format on */

static const step after_the_last[] = {
    {RESOLVE_TURN,  .each = drg_resolve_turn },
    {RESOLVE_EVENT, .each = drg_resolve_event},
};

/* Mentions by kind ------------------------------------------------------------------------------------------------ */

/* By label: a bit for each kind that it resolves so. */
static drg_status note_kinds(resolution *x) {
    const label_table *t = x->document->labels;
    x->kinds_of = drg_arena_take(&x->document->arena, (t->label_count + 1) * sizeof *x->kinds_of);
    if (!x->kinds_of) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < t->label_count; i++) {
        x->kinds_of[i] = 0;
        for (uint32_t k = 0; k < t->labels[i].resolve_count; k++) x->kinds_of[i] |= 1u << t->labels[i].resolves[k].kind;
    }
    return DRG_OK;
}

/* Is a date as it was in the stage before? Adds it to the print of all. */
static inline bool date_stands(reading *r, uint32_t id, uint64_t *print) {
    const bool resolved = r->flags & READING_RESOLVED;
    r->flags |= READING_RESOLVED;
    *print = (*print + id + 1) * 0x9E3779B97F4A7C15u;
    return resolved;
}

/* Where the mentions of each kind stand in `chosen`. To be done anew when something was dropped. */
static drg_status list_mentions(resolution *x) {
    drg_document *d = x->document;
    uint64_t dates = 0;
    x->dates_stand = true;
    for (uint32_t k = 0; k < RESOLVE_KIND_COUNT; k++) d->of_kind[k].count = 0;
    for (uint32_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        reading *r = annotation_at(d, id);
        uint32_t kinds = x->kinds_of[r->label];
        if (kinds >> RESOLVE_DATE & 1) x->dates_stand &= date_stands(r, id, &dates);
        for (; kinds; kinds &= kinds - 1)
            if (!VECTOR_PUSH(d->of_kind[__builtin_ctz(kinds)], i)) return DRG_NO_MEMORY;
    }
    x->dates_stand &= dates == d->dates_before;
    d->dates_before = dates;
    return DRG_OK;
}

/* Steps ------------------------------------------------------------------------------------------------------------ */

static drg_status resolve_each(resolution *x, const step *s) {
    drg_document *d = x->document;
    for (size_t i = 0; i < d->of_kind[s->kind].count; i++) TRY(s->each(x, mention_of_kind(d, s->kind, i)));
    return DRG_OK;
}

static drg_status resolve_all(resolution *x, const step *s) {
    const label_table *t = x->document->labels;
    const size_t count = x->document->readings.chosen.count;
    if (!x->document->of_kind[s->kind].count) return DRG_OK;
    for (uint32_t i = 0; i < t->label_count; i++) {
        if (x->kinds_of[i] >> s->kind & 1) TRY(s->all(x, i));
    }
    return x->document->readings.chosen.count == count ? DRG_OK : list_mentions(x);
}

static drg_status take_step(resolution *x, const step *s) {
    if (s->once) return s->once(x);
    return s->each ? resolve_each(x, s) : resolve_all(x, s);
}

static drg_status take_steps(resolution *x, const step *steps, size_t count, bool last) {
    for (size_t i = 0; i < count; i++) {
        if (steps[i].gives_values && !last && !x->document->values_asked) continue;
        TRY(take_step(x, &steps[i]));
    }
    return DRG_OK;
}
#define TAKE_STEPS(x, steps, last) take_steps(x, steps, sizeof(steps) / sizeof *(steps), last)

static drg_status resolve_stage(resolution *x, bool last) {
    TRY(note_kinds(x));
    TRY(list_mentions(x));
    TRY(TAKE_STEPS(x, after_every_stage, last));
    if (!last) return DRG_OK;
    TRY(drg_referents_drop_empty(x));
    TRY(TAKE_STEPS(x, after_the_last, last));
    TRY(drg_referents_finish(x));
    return drg_events_finish(x);
}

drg_status drg_resolve(drg_document *d, uint32_t stage, uint32_t stage_count) {
    resolution x = {.document = d};
    if (stage == 0) d->dates_before = 0;
    drg_date_memory_init(&x.dates, d->input.reference_date);
    drg_resolve_reset(d);
    for (size_t i = 0; i < d->readings.facts.count; i++) d->readings.facts.items[i].referent = NO_ID;
    const drg_status status = resolve_stage(&x, stage + 1 == stage_count);
    drg_table_clear(&x.referents);
    drg_table_clear(&x.first_namesake);
    VECTOR_CLEAR(x.namesakes);
    VECTOR_CLEAR(x.shared);
    VECTOR_CLEAR(x.instrument_names);
    return status;
}

void drg_resolve_reset(drg_document *d) {
    d->referents.count = d->referent_attributes.count = d->mentions.count = 0;
    d->events.count = d->parties.count = d->turns.count = 0;
}

void drg_resolve_clear(drg_document *d) {
    for (uint32_t k = 0; k < RESOLVE_KIND_COUNT; k++) VECTOR_CLEAR(d->of_kind[k]);
    VECTOR_CLEAR(d->referents);
    VECTOR_CLEAR(d->referent_attributes);
    VECTOR_CLEAR(d->mentions);
    VECTOR_CLEAR(d->events);
    VECTOR_CLEAR(d->parties);
    VECTOR_CLEAR(d->turns);
}
