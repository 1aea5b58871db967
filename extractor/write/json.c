/* The document as JSON. A function per kind of node, in the order in which they come out:
 *
 *     {"schema", "id", "language", "reference_date", …what passes through, "text"?,
 *      "entities":  [{"id":"e1", "start", "end", "text", "label", "form", "value", "referent", "attributes", "score", "rule"}],
 *      "referents": [{"id":"r1", "label", "key", "name", "mentions":["e1"], "attributes"}],
 *      "events":    [{"id":"v1", "action", "treaty":"r1", "parties":["r2"], "date", …}],
 *      "turns":     [{"start", "end", "name", "referent", "country"}],
 *      "warnings"?: {"invalid_utf8", "nul"}}
 *
 * dragoman.schema.json beside this file says what each key means. Ids are numbers of the output: entities are counted as
 * they are written, so one table from readings to entity numbers is made first; nothing else is allocated. */
#include "write/json.h"

#include <math.h>
#include <stdlib.h>

#include "resolve/document.h"
#include "write/json_stream.h"

typedef struct { /* Lifetime: the writing of one document. */
    const drg_document *d;
    json_stream *out;
    drg_unit unit;
    uint32_t *entity_numbers; /* by reading: 1 is the first entity; 0 if it is none */
} writer;

/* Which readings are entities ---------------------------------------------------------------------------------------------- */

static const label *label_of(const drg_document *d, const reading *r) {
    return &d->labels->labels[r->label];
}

/* Turns and events have lists of their own. */
static bool is_entity(const drg_document *d, const reading *r) {
    const label *l = label_of(d, r);
    if (r->flags & READING_DROPPED || l->hidden) return false;
    return !drg_label_resolves(l, RESOLVE_TURN) && !drg_label_resolves(l, RESOLVE_EVENT);
}

static drg_status number_entities(writer *w) {
    const readings *all = &w->d->readings;
    w->entity_numbers = calloc(all->items.count + 1, sizeof *w->entity_numbers);
    if (!w->entity_numbers) return DRG_NO_MEMORY;
    uint32_t count = 0;
    for (size_t i = 0; i < all->chosen.count; i++) {
        const uint32_t reading_number = all->chosen.items[i];
        if (is_entity(w->d, &all->items.items[reading_number])) w->entity_numbers[reading_number] = ++count;
    }
    return DRG_OK;
}

/* What is known of a reading ------------------------------------------------------------------------------------------------ */

static const settled_facts *facts_of(const drg_document *d, const reading *r) {
    return r->facts == NO_ID ? NULL : &d->readings.facts.items[r->facts];
}

static drg_text value_of(const drg_document *d, const reading *r) {
    const settled_facts *facts = facts_of(d, r);
    if (!facts) return (drg_text){0};
    if (facts->value.length || facts->entry == NO_ID) return facts->value;
    return drg_gazetteer_id(d->gazetteer, facts->entry);
}

static uint32_t referent_of(const drg_document *d, const reading *r) {
    const settled_facts *facts = facts_of(d, r);
    return facts ? facts->referent : NO_ID;
}

static drg_text form_of(const drg_document *d, const reading *r) {
    const label *l = label_of(d, r);
    return r->form < l->form_count ? l->forms[r->form] : (drg_text){0};
}

/* Pieces that several nodes have ------------------------------------------------------------------------------------------- */

static void write_text(writer *w, const char *key, drg_text text) {
    drg_json_key(w->out, key);
    drg_json_text_or_null(w->out, text);
}

static void write_bytes(writer *w, uint32_t start_byte, uint32_t end_byte) {
    drg_json_key(w->out, "start");
    drg_json_count(w->out, drg_offset_in(&w->d->text, start_byte, w->unit));
    drg_json_key(w->out, "end");
    drg_json_count(w->out, drg_offset_in(&w->d->text, end_byte, w->unit));
}

static void write_span(writer *w, const reading *r) {
    uint32_t start, end;
    drg_document_bytes(w->d, r->first_token, r->end_token, &start, &end);
    write_bytes(w, start, end);
}

/* "r3", or null for NO_ID. */
static void write_referent_id(writer *w, uint32_t referent_number) {
    if (referent_number == NO_ID) drg_json_null(w->out);
    else drg_json_id(w->out, 'r', (size_t)referent_number + 1);
}

/* The first reading merged into `r` (itself, to begin with) that a rule made, or that a gazetteer's name made; or NULL. */
static const reading *first_made(const writer *w, const reading *r, bool by_rule) {
    for (;; r = &w->d->readings.items.items[r->merged]) {
        if ((by_rule ? r->rule.n : r->name) != NO_ID) return r;
        if (r->merged == NO_ID) return NULL;
    }
}

/* Why: the rule that made it, the gazetteer's line that did, or both where their readings were merged; of a name that the
 * document taught, why the reading that taught it. */
static void write_origin(writer *w, const reading *r) {
    const reading *by_rule = first_made(w, r, true), *by_name = first_made(w, r, false);
    if (!by_rule && !by_name && r->taught_by != NO_ID) {
        const reading *teacher = &w->d->readings.items.items[r->taught_by];
        by_rule = first_made(w, teacher, true);
        by_name = first_made(w, teacher, false);
    }
    if (by_rule) write_text(w, "rule", w->d->rules[by_rule->rule.n].name);
    if (!by_name) return;
    const name_origin name = drg_gazetteer_origin(w->d->gazetteer, by_name->name);
    drg_json_key(w->out, "source");
    drg_json_place(w->out, name.file, name.line);
}

/* Attributes -------------------------------------------------------------------------------------------------------------- */

/* Attributes of either kind in one view. */
typedef struct attribute_view {
    const label *label; /* of which they are attributes */
    const char *items;  /* reading_attribute or referent_attribute */
    size_t item_bytes, count;
    drg_text (*key)(const void *attribute);
    bool (*of_list)(const void *attribute);
    void (*write_value)(writer *w, const struct attribute_view *v, const void *attribute);
} attribute_view;

/* A path is `of` a thing in the text, and all that is known of that stands with its referent. */
static bool is_of_path(const attribute_view *v, const reading_attribute *a) {
    return text_is(a->key, "of") && drg_label_resolves(v->label, RESOLVE_PATH);
}

/* An annotation as a value: what it denotes, else the thing it mentions, else its words. */
static void write_annotation_value(writer *w, const attribute_view *v, const reading_attribute *a) {
    const reading *r = &w->d->readings.items.items[a->reading];
    const drg_text value = is_of_path(v, a) ? (drg_text){0} : value_of(w->d, r);
    if (value.length) drg_json_text(w->out, value);
    else if (referent_of(w->d, r) != NO_ID) write_referent_id(w, referent_of(w->d, r));
    else drg_json_text(w->out, a->text);
}

static void write_reading_value(writer *w, const attribute_view *v, const void *attribute_) {
    const reading_attribute *a = attribute_;
    if (a->kind == VALUE_READING) write_annotation_value(w, v, a);
    else drg_json_text(w->out, a->text);
}

static void write_referent_value(writer *w, const attribute_view *v, const void *attribute_) {
    (void)v;
    const referent_attribute *a = attribute_;
    const referent *of = a->referent == NO_ID ? NULL : &w->d->referents.items[a->referent];
    if (!of) drg_json_text(w->out, a->value);
    else if (of->entry != NO_ID) drg_json_text(w->out, of->key);
    else write_referent_id(w, a->referent);
}

static const void *attribute_at(const attribute_view *v, size_t i) {
    return v->items + i * v->item_bytes;
}

/* The next attribute of the same key behind i; v->count if there is none. */
static size_t next_of_key(const attribute_view *v, size_t i) {
    const drg_text key = v->key(attribute_at(v, i));
    do i++;
    while (i < v->count && !text_equal(v->key(attribute_at(v, i)), key));
    return i;
}

static bool is_first_of_key(const attribute_view *v, size_t i) {
    const drg_text key = v->key(attribute_at(v, i));
    for (size_t j = 0; j < i; j++) {
        if (text_equal(v->key(attribute_at(v, j)), key)) return false;
    }
    return true;
}

static void write_attribute(writer *w, const attribute_view *v, size_t i) {
    const bool is_list = v->of_list(attribute_at(v, i)) || next_of_key(v, i) < v->count;
    drg_json_key_text(w->out, v->key(attribute_at(v, i)));
    if (!is_list) {
        v->write_value(w, v, attribute_at(v, i));
        return;
    }
    drg_json_open(w->out, '[', JSON_INLINE);
    for (; i < v->count; i = next_of_key(v, i)) v->write_value(w, v, attribute_at(v, i));
    drg_json_close(w->out, ']');
}

static void write_attributes(writer *w, const attribute_view *v) {
    drg_json_key(w->out, "attributes");
    drg_json_open(w->out, '{', JSON_INLINE);
    for (size_t i = 0; i < v->count; i++) {
        if (is_first_of_key(v, i)) write_attribute(w, v, i);
    }
    drg_json_close(w->out, '}');
}

static drg_text reading_key(const void *attribute_) {
    return ((const reading_attribute *)attribute_)->key;
}

static bool reading_of_list(const void *attribute_) {
    return ((const reading_attribute *)attribute_)->of_list;
}

static drg_text referent_key(const void *attribute_) {
    return ((const referent_attribute *)attribute_)->key;
}

static bool referent_of_list(const void *attribute_) {
    return ((const referent_attribute *)attribute_)->of_list;
}

static void write_reading_attributes(writer *w, const reading *r) {
    const settled_facts *facts = facts_of(w->d, r);
    attribute_view view = {.label = label_of(w->d, r),
                           .item_bytes = sizeof(reading_attribute),
                           .key = reading_key,
                           .of_list = reading_of_list,
                           .write_value = write_reading_value};
    if (facts && facts->attribute_count) {
        view.items = (const char *)(w->d->readings.attributes.items + facts->first_attribute);
        view.count = facts->attribute_count;
    }
    write_attributes(w, &view);
}

static void write_referent_attributes(writer *w, const referent *r) {
    attribute_view view = {.label = &w->d->labels->labels[r->label],
                           .item_bytes = sizeof(referent_attribute),
                           .key = referent_key,
                           .of_list = referent_of_list,
                           .write_value = write_referent_value};
    if (r->attribute_count) {
        view.items = (const char *)(w->d->referent_attributes.items + r->first_attribute);
        view.count = r->attribute_count;
    }
    write_attributes(w, &view);
}

/* Entities ---------------------------------------------------------------------------------------------------------------- */

/* The logistic of a sum of log-odds; what came out was never impossible, so it is never 0. */
static double score_of(const reading *r) {
    const double score = 1 / (1 + exp(-(double)r->sum));
    return score < 0.0001 ? 0.0001 : score;
}

static void write_entity(writer *w, uint32_t reading_number) {
    const drg_document *d = w->d;
    const reading *r = &d->readings.items.items[reading_number];
    drg_json_open(w->out, '{', JSON_INLINE);
    drg_json_key(w->out, "id");
    drg_json_id(w->out, 'e', w->entity_numbers[reading_number]);
    write_span(w, r);
    drg_json_key(w->out, "text");
    drg_json_text(w->out, drg_document_span(d, r->first_token, r->end_token));
    write_text(w, "label", label_of(d, r)->name);
    write_text(w, "form", form_of(d, r));
    write_text(w, "value", value_of(d, r));
    drg_json_key(w->out, "referent");
    write_referent_id(w, referent_of(d, r));
    write_reading_attributes(w, r);
    drg_json_key(w->out, "score");
    drg_json_score(w->out, score_of(r));
    write_origin(w, r);
    drg_json_close(w->out, '}');
}

static void write_entities(writer *w) {
    const readings *all = &w->d->readings;
    drg_json_key(w->out, "entities");
    drg_json_open(w->out, '[', JSON_SPREAD);
    for (size_t i = 0; i < all->chosen.count; i++) {
        if (w->entity_numbers[all->chosen.items[i]]) write_entity(w, all->chosen.items[i]);
    }
    drg_json_close(w->out, ']');
}

/* Referents --------------------------------------------------------------------------------------------------------------- */

static void write_mentions(writer *w, const referent *r) {
    drg_json_key(w->out, "mentions");
    drg_json_open(w->out, '[', JSON_INLINE);
    for (uint32_t i = 0; i < r->mention_count; i++) {
        const uint32_t entity = w->entity_numbers[w->d->mentions.items[r->first_mention + i]];
        if (entity) drg_json_id(w->out, 'e', entity);
    }
    drg_json_close(w->out, ']');
}

static void write_referent(writer *w, uint32_t referent_number) {
    const referent *r = &w->d->referents.items[referent_number];
    drg_json_open(w->out, '{', JSON_INLINE);
    drg_json_key(w->out, "id");
    write_referent_id(w, referent_number);
    write_text(w, "label", w->d->labels->labels[r->label].name);
    write_text(w, "key", r->key);
    write_text(w, "name", r->name);
    write_mentions(w, r);
    write_referent_attributes(w, r);
    drg_json_close(w->out, '}');
}

static void write_referents(writer *w) {
    drg_json_key(w->out, "referents");
    drg_json_open(w->out, '[', JSON_SPREAD);
    for (uint32_t i = 0; i < w->d->referents.count; i++) write_referent(w, i);
    drg_json_close(w->out, ']');
}

/* Events ------------------------------------------------------------------------------------------------------------------ */

static void write_parties(writer *w, const event *v) {
    drg_json_key(w->out, "parties");
    drg_json_open(w->out, '[', JSON_INLINE);
    for (uint32_t i = 0; i < v->party_count; i++) write_referent_id(w, w->d->parties.items[v->first_party + i]);
    drg_json_close(w->out, ']');
}

static void write_event(writer *w, size_t event_number) {
    const event *v = &w->d->events.items[event_number];
    const reading *evidence = &w->d->readings.items.items[v->reading];
    drg_json_open(w->out, '{', JSON_INLINE);
    drg_json_key(w->out, "id");
    drg_json_id(w->out, 'v', event_number + 1);
    write_text(w, "action", v->action);
    drg_json_key(w->out, "treaty");
    write_referent_id(w, v->treaty);
    write_parties(w, v);
    write_text(w, "date", v->date);
    write_text(w, "place", v->place);
    write_text(w, "polarity", v->polarity);
    write_text(w, "modality", v->modality);
    write_span(w, evidence);
    write_origin(w, evidence);
    drg_json_close(w->out, '}');
}

static void write_events(writer *w) {
    drg_json_key(w->out, "events");
    drg_json_open(w->out, '[', JSON_SPREAD);
    for (size_t i = 0; i < w->d->events.count; i++) write_event(w, i);
    drg_json_close(w->out, ']');
}

/* Turns ------------------------------------------------------------------------------------------------------------------- */

static void write_turn(writer *w, const turn *t) {
    drg_json_open(w->out, '{', JSON_INLINE);
    write_bytes(w, t->start_byte, t->end_byte);
    drg_json_key(w->out, "name");
    drg_json_text(w->out, t->name);
    drg_json_key(w->out, "referent");
    write_referent_id(w, t->referent);
    write_text(w, "country", t->country);
    drg_json_close(w->out, '}');
}

static void write_turns(writer *w) {
    drg_json_key(w->out, "turns");
    drg_json_open(w->out, '[', JSON_SPREAD);
    for (size_t i = 0; i < w->d->turns.count; i++) write_turn(w, &w->d->turns.items[i]);
    drg_json_close(w->out, ']');
}

/* The document ------------------------------------------------------------------------------------------------------------ */

static drg_status write_head(writer *w, bool with_text, drg_text extra) {
    const drg_document *d = w->d;
    write_text(w, "schema", drg_text_of(JSON_SCHEMA));
    drg_json_key(w->out, "id");
    TRY(drg_json_any_text(w->out, d->input.id));
    write_text(w, "language", d->language);
    write_text(w, "reference_date", d->input.reference_date);
    if (extra.length) TRY(drg_json_raw(w->out, extra));
    if (with_text) {
        drg_json_key(w->out, "text");
        drg_json_text(w->out, d->text.text);
    }
    return DRG_OK;
}

static void write_warnings(writer *w) {
    const measured_text *text = &w->d->text;
    if (!text->replaced_count && !text->nul_count) return;
    drg_json_key(w->out, "warnings");
    drg_json_open(w->out, '{', JSON_INLINE);
    if (text->replaced_count) {
        drg_json_key(w->out, "invalid_utf8");
        drg_json_count(w->out, (size_t)text->replaced_count);
    }
    if (text->nul_count) {
        drg_json_key(w->out, "nul");
        drg_json_count(w->out, (size_t)text->nul_count);
    }
    drg_json_close(w->out, '}');
}

static drg_status write_document(writer *w, bool with_text, drg_text extra) {
    drg_json_open(w->out, '{', JSON_SPREAD);
    TRY(write_head(w, with_text, extra));
    write_entities(w);
    write_referents(w);
    write_events(w);
    write_turns(w);
    write_warnings(w);
    drg_json_close(w->out, '}');
    return drg_json_end(w->out);
}

drg_status drg_write_json_with(const drg_document *document, const drg_json_options *options, drg_text extra,
                               drg_sink sink) {
    static const drg_json_options defaults = {0};
    if (!options) options = &defaults;
    json_stream out;
    drg_json_begin(&out, sink, options->pretty);
    writer w = {document, &out, options->offsets, NULL};
    drg_status status = number_entities(&w);
    if (status == DRG_OK) status = write_document(&w, options->with_text, extra);
    free(w.entity_numbers);
    return status;
}

drg_status drg_write_json(const drg_document *document, const drg_json_options *options, drg_sink sink) {
    return drg_write_json_with(document, options, (drg_text){0}, sink);
}
