/* Resolution: what the annotations denote, kind by kind.
 *
 *     after every stage    entry, date      each annotation by itself
 *                          person, antecedent   all of a label together: who is who, which treaty is this one
 *                          path             leans on the treaties
 *     after the last       turn, event, and then the referents' mentions, names and attributes
 *
 * Each time all of it is done anew, in the order of the text: a later stage may have chosen otherwise, and what is
 * learned of a thing anywhere counts everywhere. But a date that leans on no other one stays, and people, of whom a
 * later stage could see but the value, wait for the last one where no rule asks for values. */
#include "resolve/resolve.h"

#include "resolve/steps.h"

typedef struct {
    resolve_kind kind;
    drg_status (*each)(resolution *x, uint32_t id); /* one of the three */
    drg_status (*all)(resolution *x, uint32_t label_number);
    drg_status (*once)(resolution *x);
    bool gives_values; /* and nothing else that a later stage would see */
} step;

static drg_status date_of(resolution *x, uint32_t id) {
    return drg_date_resolve(x->document, id, &x->dates);
}

static const step after_every_stage[] = {
    {RESOLVE_ENTRY,  .each = drg_resolve_entry               },
    {RESOLVE_ENTRY,  .once = drg_resolve_other_shared_entries},
    {RESOLVE_DATE,   .each = date_of                         },
    {RESOLVE_PERSON, .all = drg_resolve_people,                .gives_values = true},
    {RESOLVE_ANTECEDENT,              .all = drg_resolve_antecedents                                    },
    {RESOLVE_PATH,              .each = drg_resolve_path      },
};

static const step after_the_last[] = {
    {RESOLVE_TURN,  .each = drg_resolve_turn },
    {RESOLVE_EVENT, .each = drg_resolve_event},
};

drg_status drg_labels_find(drg_document *d, resolve_kind kind, bool **wanted) {
    const label_table *t = d->labels;
    *wanted = drg_arena_take(&d->arena, t->label_count * sizeof **wanted);
    if (!*wanted) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < t->label_count; i++) (*wanted)[i] = drg_label_resolves(&t->labels[i], kind);
    return DRG_OK;
}

static drg_status resolve_each(resolution *x, const step *s) {
    drg_document *d = x->document;
    bool *wanted;
    TRY(drg_labels_find(x->document, s->kind, &wanted));
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        if (wanted[d->readings.items.items[id].label]) TRY(s->each(x, id));
    }
    return DRG_OK;
}

static drg_status resolve_all(resolution *x, const step *s) {
    const label_table *t = x->document->labels;
    for (uint32_t i = 0; i < t->label_count; i++) {
        if (drg_label_resolves(&t->labels[i], s->kind)) TRY(s->all(x, i));
    }
    return DRG_OK;
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
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static drg_status resolve_stage(resolution *x, bool last) {
    TRY(drg_namesakes_find(x));
    TRY(take_steps(x, after_every_stage, COUNT_OF(after_every_stage), last));
    if (!last) return DRG_OK;
    TRY(drg_referents_drop_empty(x));
    TRY(take_steps(x, after_the_last, COUNT_OF(after_the_last), last));
    TRY(drg_referents_finish(x));
    return drg_events_finish(x);
}

drg_status drg_resolve(drg_document *d, uint32_t stage, uint32_t stage_count) {
    resolution x = {.document = d};
    drg_date_memory_init(&x.dates);
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
    VECTOR_CLEAR(d->referents);
    VECTOR_CLEAR(d->referent_attributes);
    VECTOR_CLEAR(d->mentions);
    VECTOR_CLEAR(d->events);
    VECTOR_CLEAR(d->parties);
    VECTOR_CLEAR(d->turns);
}
