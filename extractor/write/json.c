/* The document as JSON. A function per kind of node, in the order in which they come out:
 *
 *     {"schema", "id", "language", "reference_date", …what passes through, "text"?,
 *      "entities":  [{"id":"e1", "start", "end", "text", "label", "form", "value", "referent", "attributes", "score", "rule"}],
 *      "referents": [{"id":"r1", "label", "key", "name", "mentions":["e1"], "attributes"}],
 *      "events":    [{"id":"v1", "action", "treaty":"r1", "parties":["r2"], "date", …}],
 *      "turns":     [{"start", "end", "name", "referent", "country"}],
 *      "warnings"?: {"invalid_utf8", "nul"}}
 *
 * dragoman.schema.json beside this file says what each key means. Entities are most of the output: they are written by hand
 * (json_stream.h), all else through the stream. Nothing is allocated. */
#include "write/json.h"

#include <math.h>

#include "resolve/document.h"
#include "write/json_stream.h"

/* What the score of a sum looks like; length 0: nothing yet. Sums are few: exp() is asked once for each. */
typedef struct {
    uint32_t bits; /* of the sum, a float */
    uint8_t length;
    char digits[JSON_SCORE_BYTES];
} score_text;
#define SCORE_TEXTS 128

typedef struct { /* Lifetime: the writing of one document. */
    const drg_document *d;
    json_stream *out;
    drg_unit unit;
    score_text scores[SCORE_TEXTS]; /* by the highest 7 bits of a hash of the sum: the last one of each */
} writer;

/* What is known of a reading ------------------------------------------------------------------------------------------------ */

static const label *label_of(const drg_document *d, const reading *r) {
    return &d->labels->labels[r->label];
}

/* Those of a reading that was not settled say nothing. */
static const settled_facts *facts_of(const drg_document *d, const reading *r) {
    static const settled_facts none = {.entry = NO_ID, .referent = NO_ID};
    return r->facts == NO_ID ? &none : &d->readings.facts.items[r->facts];
}

static drg_text value_of(const writer *w, const settled_facts *facts) {
    if (facts->value_length || facts->entry == NO_ID) return facts_value(facts);
    return drg_gazetteer_id(w->d->gazetteer, facts->entry);
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
        if ((by_rule ? r->rule.n : reading_name(r)) != NO_ID) return r;
        if (r->merged == NO_ID) return NULL;
    }
}

/* Why: the rule that made it, the gazetteer's line that did, or both where their readings were merged. */
static char *put_origin(const writer *w, char *at, const reading *r) {
    const reading *by_rule = first_made(w, r, true), *by_name = first_made(w, r, false);
    if (by_rule) {
        at = JSON_MEMBER(w->out, at, "rule");
        at = drg_json_put_text(w->out, at, w->d->rules[by_rule->rule.n].name);
    }
    if (!by_name) return at;
    const name_origin name = drg_gazetteer_origin(w->d->gazetteer, reading_name(by_name));
    at = JSON_MEMBER(w->out, at, "source");
    return drg_json_put_place(w->out, at, name.file, name.line);
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
    return text_is(*a->key, "of") && drg_label_resolves(v->label, RESOLVE_PATH);
}

/* An annotation as a value: what it denotes, else the thing it mentions, else its words. */
static void write_annotation_value(writer *w, const attribute_view *v, const reading_attribute *a) {
    const settled_facts *facts = facts_of(w->d, &w->d->readings.items.items[a->reading]);
    const drg_text value = is_of_path(v, a) ? (drg_text){0} : value_of(w, facts);
    if (value.length) drg_json_text(w->out, value);
    else if (facts->referent != NO_ID) write_referent_id(w, facts->referent);
    else drg_json_text(w->out, attribute_text(a));
}

static void write_reading_value(writer *w, const attribute_view *v, const void *attribute_) {
    const reading_attribute *a = attribute_;
    if (a->kind == VALUE_READING) write_annotation_value(w, v, a);
    else drg_json_text(w->out, attribute_text(a));
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
    return *((const reading_attribute *)attribute_)->key;
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

static void write_reading_attributes(writer *w, const label *l, const settled_facts *facts) {
    write_attributes(
        w, &(attribute_view){.label = l,
                             .items = (const char *)(w->d->readings.attributes.items + facts->first_attribute),
                             .item_bytes = sizeof(reading_attribute),
                             .count = facts->attribute_count,
                             .key = reading_key,
                             .of_list = reading_of_list,
                             .write_value = write_reading_value});
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
static double score_of(float sum) {
    const double score = 1 / (1 + exp(-(double)sum));
    return score < 0.0001 ? 0.0001 : score;
}

static char *put_score(writer *w, char *at, float sum) {
    uint32_t bits;
    memcpy(&bits, &sum, sizeof bits);
    score_text *const known = &w->scores[bits * 0x9E3779B1u >> 25];
    if (!known->length || known->bits != bits) {
        known->bits = bits;
        known->length = (uint8_t)(drg_json_put_score(known->digits, score_of(sum)) - known->digits);
    }
    memcpy(at, known->digits, JSON_SCORE_BYTES);
    return at + known->length;
}

static char *put_referent_id(char *at, uint32_t referent_number) {
    return referent_number == NO_ID ? JSON_PUT(at, "null") : drg_json_put_id(at, 'r', (size_t)referent_number + 1);
}

static bool is_ascii(drg_text text) {
    uint64_t all = 0, eight;
    for (; text.length >= 8; text = (drg_text){text.bytes + 8, text.length - 8}) {
        memcpy(&eight, text.bytes, 8);
        all |= eight;
    }
    for (size_t i = 0; i < text.length; i++) all |= (unsigned char)text.bytes[i];
    return !(all & 0x8080808080808080);
}

/* Where a short text ends that begins at `start`: mostly it is ASCII, and nothing has to be counted. */
static size_t end_offset(const writer *w, size_t start, uint32_t end_byte, drg_text text) {
    return is_ascii(text) ? start + text.length : drg_offset_in(&w->d->text, end_byte, w->unit);
}

static char *put_span(const writer *w, char *at, const reading *r) {
    uint32_t start_byte, end_byte;
    drg_document_bytes(w->d, r->first_token, r->end_token, &start_byte, &end_byte);
    const drg_text text = {w->d->text.text.bytes + start_byte, end_byte - start_byte};
    const size_t start = drg_offset_in(&w->d->text, start_byte, w->unit);
    at = JSON_MEMBER(w->out, at, "start");
    at = drg_json_put_count(at, start);
    at = JSON_MEMBER(w->out, at, "end");
    at = drg_json_put_count(at, end_offset(w, start, end_byte, text));
    at = JSON_MEMBER(w->out, at, "text");
    return drg_json_put_text(w->out, at, text);
}

static char *put_attributes(writer *w, char *at, const label *l, const settled_facts *facts) {
    if (!facts->attribute_count) {
        at = JSON_MEMBER(w->out, at, "attributes");
        return JSON_PUT(at, "{}");
    }
    drg_json_node_ends(w->out, at);
    write_reading_attributes(w, l, facts);
    return drg_json_node(w->out);
}

static void write_entity(writer *w, size_t entity_number) {
    const drg_document *d = w->d;
    json_stream *const s = w->out;
    const reading *r = &d->readings.items.items[d->entities.items[entity_number]];
    const settled_facts *facts = facts_of(d, r);
    const label *l = label_of(d, r);
    drg_json_open(s, '{', JSON_INLINE);
    char *at = drg_json_node(s);
    at = s->pretty ? JSON_PUT(at, "\"id\": ") : JSON_PUT(at, "\"id\":");
    at = drg_json_put_id(at, 'e', entity_number + 1);
    at = put_span(w, at, r);
    at = JSON_MEMBER(s, at, "label");
    at = drg_json_put_word(s, at, l->name);
    at = JSON_MEMBER(s, at, "form");
    at = r->form < l->form_count ? drg_json_put_word(s, at, l->forms[r->form]) : JSON_PUT(at, "null");
    at = JSON_MEMBER(s, at, "value");
    at = drg_json_put_text_or_null(s, at, value_of(w, facts));
    at = JSON_MEMBER(s, at, "referent");
    at = put_referent_id(at, facts->referent);
    at = put_attributes(w, at, l, facts);
    at = JSON_MEMBER(s, at, "score");
    at = put_score(w, at, r->sum);
    at = put_origin(w, at, r);
    drg_json_node_ends(s, at);
    drg_json_close(s, '}');
}

static void write_entities(writer *w) {
    drg_json_key(w->out, "entities");
    drg_json_open(w->out, '[', JSON_SPREAD);
    for (size_t i = 0; i < w->d->entities.count; i++) write_entity(w, i);
    drg_json_close(w->out, ']');
}

/* Referents --------------------------------------------------------------------------------------------------------------- */

static void write_mentions(writer *w, const referent *r) {
    drg_json_key(w->out, "mentions");
    drg_json_open(w->out, '[', JSON_INLINE);
    for (uint32_t i = 0; i < r->mention_count; i++)
        drg_json_id(w->out, 'e', (size_t)w->d->mentions.items[r->first_mention + i] + 1);
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
    drg_json_node_ends(w->out, put_origin(w, drg_json_node(w->out), evidence));
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
    writer w = {.d = document, .out = &out, .unit = options->offsets};
    return write_document(&w, options->with_text, extra);
}

drg_status drg_write_json(const drg_document *document, const drg_json_options *options, drg_sink sink) {
    return drg_write_json_with(document, options, (drg_text){0}, sink);
}
