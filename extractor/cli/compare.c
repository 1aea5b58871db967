/* Comparing. See compare.h. It reads downwards: what is known of a thing, lists of things, pairs, changes. */
#include "cli/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "write/layers.h"

#define OLD_SPAN_CELLS 80

/* What is known of a thing -------------------------------------------------------------------------------------------------- */

/* "BEFORE TEXT", if there is a text. */
static bool add_field(buffer *out, const char *before, drg_text text) {
    return !text.length || (drg_buffer_append(out, drg_text_of(before)) && drg_buffer_append(out, text));
}

static drg_text key_of(const drg_document *d, size_t number) {
    return number == SIZE_MAX ? (drg_text){0} : drg_document_referent(d, number).key;
}

typedef drg_attribute attribute_at(const drg_document *d, size_t i, size_t a);

static bool add_attribute(buffer *out, const drg_document *d, drg_attribute a) {
    return drg_buffer_append(out, drg_text_of(" ")) && drg_buffer_append(out, a.key) &&
           drg_buffer_append(out, drg_text_of("=")) &&
           drg_buffer_append(out, a.referent == SIZE_MAX ? a.value : key_of(d, a.referent));
}

/* The attribute that comes next behind `last` (SIZE_MAX: the first), by key; those of one key as they stand. */
static size_t next_attribute(const drg_document *d, attribute_at *at, size_t i, size_t count, size_t last) {
    size_t next = SIZE_MAX;
    for (size_t a = 0; a < count; a++) {
        const drg_text key = at(d, i, a).key;
        const int behind = last == SIZE_MAX ? 1 : text_order(key, at(d, i, last).key);
        if (behind < 0 || (behind == 0 && a <= last)) continue;
        if (next == SIZE_MAX || text_order(key, at(d, i, next).key) < 0) next = a;
    }
    return next;
}

/* In an order that does not depend on which rule gave them. */
static bool add_attributes(buffer *out, const drg_document *d, attribute_at *at, size_t i, size_t count) {
    size_t last = SIZE_MAX;
    bool fits = true;
    for (size_t n = 0; n < count && fits; n++) {
        last = next_attribute(d, at, i, count, last);
        fits = add_attribute(out, d, at(d, i, last));
    }
    return fits;
}

/* Its referent is told only where it says more than the value. */
static bool describe_entity(buffer *out, const drg_document *d, size_t i) {
    const drg_entity e = drg_document_entity(d, i);
    const drg_text key = key_of(d, e.referent);
    const bool fits = drg_buffer_append(out, drg_text_of(e.label)) && add_field(out, ".", drg_text_of(e.form)) &&
                      add_field(out, " ", e.value) && (text_equal(key, e.value) || add_field(out, " →", key));
    return fits && add_attributes(out, d, drg_document_entity_attribute, i, e.attribute_count);
}

static bool describe_event(buffer *out, const drg_document *d, size_t i) {
    const drg_event e = drg_document_event(d, i);
    bool fits = drg_buffer_append(out, e.action) && add_field(out, " treaty=", key_of(d, e.treaty));
    for (size_t p = 0; p < e.party_count; p++)
        fits = fits && add_field(out, p ? "," : " parties=", key_of(d, drg_document_party(d, i, p)));
    return fits && add_field(out, " date=", e.date) && add_field(out, " place=", e.place) &&
           add_field(out, " polarity=", e.polarity) && add_field(out, " modality=", e.modality);
}

static bool describe_turn(buffer *out, const drg_document *d, size_t i) {
    const drg_turn t = drg_document_turn(d, i);
    return drg_buffer_append(out, drg_text_of("turn ")) && drg_buffer_append(out, t.name) &&
           add_field(out, " referent=", key_of(d, t.referent)) && add_field(out, " country=", t.country);
}

static bool describe_referent(buffer *out, const drg_document *d, size_t i) {
    const drg_referent r = drg_document_referent(d, i);
    const bool fits = drg_buffer_append(out, drg_text_of("referent ")) && drg_buffer_append(out, r.key) &&
                      add_field(out, " name=", r.name);
    return fits && add_attributes(out, d, drg_document_attribute, i, r.attribute_count);
}

/* All that is known of a thing but its span and what made it, in a few words; `out` is emptied first:
 * `Country.name GEO`, `sign treaty=npt parties=JPN date=1970-03-05`. */
static drg_status describe_thing(buffer *out, const drg_document *d, thing_kind thing, size_t i) {
    static bool (*const describe[])(buffer *, const drg_document *, size_t) = {
        [THING_ENTITY] = describe_entity,
        [THING_EVENT] = describe_event,
        [THING_TURN] = describe_turn,
        [THING_REFERENT] = describe_referent,
    };
    out->count = 0;
    return describe[thing](out, d, i) ? DRG_OK : DRG_NO_MEMORY;
}

thing_maker drg_thing_maker(const drg_document *d, thing_kind thing, size_t i) {
    if (thing == THING_EVENT) return (thing_maker){drg_document_event(d, i).rule, 0};
    if (thing != THING_ENTITY) return (thing_maker){"", 0};
    const drg_entity e = drg_document_entity(d, i);
    return *e.rule ? (thing_maker){e.rule, 0} : (thing_maker){e.source_file, e.source_line};
}

static byte_span bytes_of_event(const drg_document *d, size_t i) {
    const reading *r = &d->readings.items.items[d->events.items[i].reading];
    uint32_t start, end;
    drg_document_bytes(d, r->first_token, r->end_token, &start, &end);
    return (byte_span){start, end};
}

/* Its span in bytes of the document's text; of a referent its first mention's. */
static byte_span bytes_of(const drg_document *d, thing_kind thing, size_t i) {
    if (thing == THING_EVENT) return bytes_of_event(d, i);
    if (thing == THING_TURN) return (byte_span){d->turns.items[i].start_byte, d->turns.items[i].end_byte};
    if (thing == THING_ENTITY) return drg_entity_bytes(d, i);
    if (!drg_document_referent(d, i).mention_count) return (byte_span){0, 0};
    return drg_entity_bytes(d, drg_document_mention(d, i, 0));
}

const char *drg_thing_label(const drg_document *d, thing_kind thing, size_t i) {
    static const char *const kinds[] = {"", "event", "turn", "referent"};
    return thing == THING_ENTITY ? drg_document_entity(d, i).label : kinds[thing];
}

/* Lists ------------------------------------------------------------------------------------------------------------------- */

static size_t thing_count(const drg_document *d, thing_kind thing) {
    switch (thing) {
    case THING_ENTITY: return drg_document_entity_count(d);
    case THING_EVENT: return drg_document_event_count(d);
    case THING_TURN: return drg_document_turn_count(d);
    default: return drg_document_referent_count(d);
    }
}

static compared_thing thing_of(const drg_document *d, thing_kind thing, size_t i) {
    const byte_span span = bytes_of(d, thing, i);
    compared_thing made = {.start = span.start,
                           .end = span.end,
                           .label = drg_text_of(drg_thing_label(d, thing, i)),
                           .number = i,
                           .partner = SIZE_MAX};
    if (thing == THING_EVENT) made.label = drg_document_event(d, i).action;
    if (thing != THING_REFERENT) return made;
    const drg_referent r = drg_document_referent(d, i);
    made.start = made.end = 0; /* it is one thing of the whole document */
    made.label = drg_text_of(r.label);
    made.key = r.key;
    return made;
}

/* In the order of the text, the longer first; referents by label and key. */
static int by_span(const void *a_, const void *b_) {
    const compared_thing *a = a_, *b = b_;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    const int order = text_order(a->label, b->label);
    return order ? order : text_order(a->key, b->key);
}

/* Pairs ------------------------------------------------------------------------------------------------------------------- */

static void pair(compared_thing *old, compared_thing *new) {
    old->partner = new->number;
    new->partner = old->number;
}

/* Those of the same span, label and key: both lists are sorted by these. */
static void pair_same(comparison *c) {
    for (size_t o = 0, n = 0; o < c->old.count && n < c->new.count;) {
        const int order = by_span(&c->old.items[o], &c->new.items[n]);
        if (order == 0) pair(&c->old.items[o], &c->new.items[n]);
        o += order <= 0;
        n += order >= 0;
    }
}

/* Takes those that have a partner out of both lists, and notes what the pairs are. */
static drg_status take_pairs(comparison *c, const drg_document *old, const drg_document *new, thing_kind thing) {
    size_t left = 0;
    for (size_t i = 0; i < c->old.count; i++) {
        const compared_thing t = c->old.items[i];
        if (t.partner == SIZE_MAX) {
            c->old.items[left++] = t;
            continue;
        }
        TRY(describe_thing(&c->old_text, old, thing, t.number));
        TRY(describe_thing(&c->new_text, new, thing, t.partner));
        const byte_span a = bytes_of(old, thing, t.number), b = bytes_of(new, thing, t.partner);
        const bool alike = text_equal(buffer_text(&c->old_text), buffer_text(&c->new_text)) &&
                           (thing == THING_REFERENT || (a.start == b.start && a.end == b.end));
        const change made = {alike ? CHANGE_NONE : CHANGE_CHANGED, thing, t.number, t.partner, b.start};
        if (!VECTOR_PUSH(c->changes, made)) return DRG_NO_MEMORY;
    }
    c->old.count = left;
    left = 0;
    for (size_t i = 0; i < c->new.count; i++)
        if (c->new.items[i].partner == SIZE_MAX) c->new.items[left++] = c->new.items[i];
    c->new.count = left;
    return DRG_OK;
}

static size_t overlap(const compared_thing *a, const compared_thing *b) {
    const size_t start = a->start > b->start ? a->start : b->start, end = a->end < b->end ? a->end : b->end;
    return end > start ? end - start : 0;
}

/* How well two go together: those of one span before those that overlap, and these only if they are of one label. */
static size_t likeness(const compared_thing *a, const compared_thing *b) {
    if (a->start == b->start && a->end == b->end) return SIZE_MAX;
    return text_equal(a->label, b->label) ? overlap(a, b) : 0;
}

/* What is left: each old one with the new one that is most like it. */
static void pair_near(comparison *c) {
    size_t first = 0; /* the first new one that does not end before all that come */
    for (size_t o = 0; o < c->old.count; o++) {
        compared_thing *old = &c->old.items[o], *best = NULL;
        while (first < c->new.count && c->new.items[first].end <= old->start) first++;
        for (size_t n = first; n < c->new.count && c->new.items[n].start < old->end; n++) {
            compared_thing *new = &c->new.items[n];
            const size_t like = new->partner == SIZE_MAX ? likeness(old, new) : 0;
            if (like && (!best || like > likeness(old, best))) best = new;
        }
        if (best) pair(old, best);
    }
}

/* Changes ----------------------------------------------------------------------------------------------------------------- */

static drg_status list_things(comparison *c, const drg_document *old, const drg_document *new, thing_kind thing) {
    c->old.count = c->new.count = 0;
    for (size_t i = 0; i < thing_count(old, thing); i++)
        if (!VECTOR_PUSH(c->old, thing_of(old, thing, i))) return DRG_NO_MEMORY;
    for (size_t i = 0; i < thing_count(new, thing); i++)
        if (!VECTOR_PUSH(c->new, thing_of(new, thing, i))) return DRG_NO_MEMORY;
    if (c->old.count) qsort(c->old.items, c->old.count, sizeof *c->old.items, by_span);
    if (c->new.count) qsort(c->new.items, c->new.count, sizeof *c->new.items, by_span);
    return DRG_OK;
}

static drg_status compare_things(comparison *c, const drg_document *old, const drg_document *new, thing_kind thing) {
    TRY(list_things(c, old, new, thing));
    pair_same(c);
    TRY(take_pairs(c, old, new, thing));
    if (thing != THING_REFERENT) pair_near(c);
    TRY(take_pairs(c, old, new, thing));
    for (size_t i = 0; i < c->old.count; i++) {
        const compared_thing *t = &c->old.items[i];
        const change lost = {CHANGE_LOST, thing, t->number, SIZE_MAX, t->start};
        if (!VECTOR_PUSH(c->changes, lost)) return DRG_NO_MEMORY;
    }
    for (size_t i = 0; i < c->new.count; i++) {
        const compared_thing *t = &c->new.items[i];
        const change gained = {CHANGE_GAINED, thing, SIZE_MAX, t->number, t->start};
        if (!VECTOR_PUSH(c->changes, gained)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static int by_place(const void *a_, const void *b_) {
    const change *a = a_, *b = b_;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->thing != b->thing) return a->thing < b->thing ? -1 : 1;
    if (a->kind != b->kind) return a->kind > b->kind ? -1 : 1; /* what is lost, then what came in its place */
    if (a->new != b->new) return a->new < b->new ? -1 : 1;
    return (a->old > b->old) - (a->old < b->old);
}

drg_status drg_compare(comparison *c, const drg_document *old, const drg_document *new) {
    c->changes.count = 0;
    for (thing_kind thing = 0; thing < THING_COUNT; thing++) TRY(compare_things(c, old, new, thing));
    if (c->changes.count) qsort(c->changes.items, c->changes.count, sizeof *c->changes.items, by_place);
    return DRG_OK;
}

void drg_comparison_clear(comparison *c) {
    VECTOR_CLEAR(c->changes);
    VECTOR_CLEAR(c->old);
    VECTOR_CLEAR(c->new);
    VECTOR_CLEAR(c->old_text);
    VECTOR_CLEAR(c->new_text);
}

/* Lines ------------------------------------------------------------------------------------------------------------------- */

bool drg_change_is_told(const change *c) {
    return c->kind != CHANGE_NONE && (c->thing != THING_REFERENT || c->kind == CHANGE_CHANGED);
}

static drg_status put_description(FILE *to, comparison *c, const drg_document *d, thing_kind thing, size_t i) {
    TRY(describe_thing(&c->new_text, d, thing, i));
    drg_terminal_put_line(to, buffer_text(&c->new_text), SIZE_MAX);
    return DRG_OK;
}

/* The text that it covered before, if it covers another one now. */
static void put_old_span(FILE *to, const drg_document *old, const drg_document *new, const change *of) {
    const byte_span a = bytes_of(old, of->thing, of->old), b = bytes_of(new, of->thing, of->new);
    if (of->thing == THING_REFERENT || (a.start == b.start && a.end == b.end)) return;
    fputs(" [", to);
    drg_terminal_put_line(to, (drg_text){drg_document_text(old).bytes + a.start, a.end - a.start}, OLD_SPAN_CELLS);
    fputs("]", to);
}

drg_status drg_change_print(FILE *to, comparison *c, const drg_document *old, const drg_document *new, const change *of,
                            change_style style, line_cursor *cursor) {
    static const struct {
        const char *sign;
        terminal_colour colour;
    } kinds[] = {
        [CHANGE_NONE] = {" ", COLOUR_OFF   },
        [CHANGE_GAINED] = {"+", COLOUR_GREEN },
        [CHANGE_LOST] = {"-", COLOUR_RED   },
        [CHANGE_CHANGED] = {"~", COLOUR_YELLOW},
    };
    const drg_document *d = of->kind == CHANGE_LOST ? old : new;
    const size_t i = of->kind == CHANGE_LOST ? of->old : of->new;
    const byte_span span = bytes_of(d, of->thing, i);
    const text_place at = drg_text_place(cursor, drg_document_text(d), span.start);
    const terminal_colour colour = kinds[of->kind].colour;
    fprintf(to, "  %s%s%s ", drg_terminal_paint(style.colours, colour), kinds[of->kind].sign,
            drg_terminal_paint(style.colours, COLOUR_OFF));
    drg_terminal_put_text(to, d->input.id);
    fprintf(to, ":%zu:%zu: ", at.line, at.column);
    drg_context_print(to, drg_document_text(d), span.start, span.end, style.context, style.colours, colour);
    fputs("  ", to);
    if (of->kind == CHANGE_CHANGED) {
        TRY(put_description(to, c, old, of->thing, of->old));
        put_old_span(to, old, new, of);
        fputs(" → ", to);
    }
    return put_description(to, c, d, of->thing, i);
}
