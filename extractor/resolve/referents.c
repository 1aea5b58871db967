/* Referents: one for each thing that the document speaks of, with all that is known of it.
 *
 *     Vladimir Putin … Putin … V.Putin      r2  Person  vladimir-putin  "Vladimir Putin"  mentions e5 e9 e12
 *
 * Made while the annotations are resolved; mentions, names, keys and attributes are filled in at the end. */
#include <stdio.h>
#include <string.h>

#include "lexicon/fold.h"
#include "resolve/steps.h"

drg_status drg_referent_new(resolution *x, uint32_t label_number, uint32_t *number) {
    drg_document *d = x->document;
    *number = (uint32_t)d->referents.count;
    const referent r = {.label = label_number, .entry = NO_ID};
    return VECTOR_PUSH(d->referents, r) ? DRG_OK : DRG_NO_MEMORY;
}

uint32_t drg_referent_find(const resolution *x, uint32_t label_number, uint32_t entry) {
    return noted_number(&x->referents, pair_key(label_number, entry));
}

drg_status drg_referent_of_entry(resolution *x, uint32_t label_number, uint32_t entry, uint32_t *number) {
    drg_document *d = x->document;
    *number = drg_referent_find(x, label_number, entry);
    if (*number != NO_ID) return DRG_OK;
    TRY(drg_referent_new(x, label_number, number));
    referent *r = &d->referents.items[*number];
    r->entry = entry;
    r->key = drg_gazetteer_id(d->gazetteer, entry);
    return note_number(&x->referents, pair_key(label_number, entry), *number);
}

drg_status drg_referent_give(resolution *x, uint32_t number, drg_text key, drg_text value) {
    gift *g = drg_arena_take(&x->document->arena, sizeof *g);
    if (!g) return DRG_NO_MEMORY;
    *g = (gift){number, key, value, x->gifts};
    x->gifts = g;
    return DRG_OK;
}

/* Mentions -------------------------------------------------------------------------------------------------------- */

static uint32_t referent_at(const drg_document *d, size_t chosen) {
    const reading *r = &d->readings.items.items[d->readings.chosen.items[chosen]];
    return r->facts == NO_ID ? NO_ID : d->readings.facts.items[r->facts].referent;
}

static void count_mentions(drg_document *d) {
    for (size_t i = 0; i < d->referents.count; i++) d->referents.items[i].mention_count = 0;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t number = referent_at(d, i);
        if (number != NO_ID) d->referents.items[number].mention_count++;
    }
}

drg_status drg_referents_drop_empty(resolution *x) {
    drg_document *d = x->document;
    uint32_t kept = 0;
    uint32_t *now = drg_arena_take(&d->arena, (d->referents.count + 1) * sizeof *now);
    if (!now) return DRG_NO_MEMORY;
    count_mentions(d);
    for (uint32_t i = 0; i < d->referents.count; i++) {
        now[i] = d->referents.items[i].mention_count ? kept : NO_ID;
        if (now[i] != NO_ID) d->referents.items[kept++] = d->referents.items[i];
    }
    if (kept == d->referents.count) return DRG_OK;
    d->referents.count = kept;
    for (size_t i = 0; i < d->readings.facts.count; i++) {
        uint32_t *number = &d->readings.facts.items[i].referent;
        if (*number != NO_ID) *number = now[*number];
    }
    return DRG_OK;
}

/* A counting sort by referent, in the order of the text. */
static drg_status list_mentions(drg_document *d) {
    uint32_t count = 0;
    count_mentions(d);
    for (size_t i = 0; i < d->referents.count; i++) {
        referent *r = &d->referents.items[i];
        r->first_mention = count;
        count += r->mention_count;
        r->mention_count = 0;
    }
    if (!VECTOR_RESERVE(d->mentions, count)) return DRG_NO_MEMORY;
    d->mentions.count = count;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t number = referent_at(d, i);
        if (number == NO_ID) continue;
        referent *r = &d->referents.items[number];
        d->mentions.items[r->first_mention + r->mention_count++] = d->readings.chosen.items[i];
    }
    return DRG_OK;
}

/* Names ----------------------------------------------------------------------------------------------------------- */

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

drg_status drg_span_name(drg_document *d, uint32_t first_token, uint32_t end_token, drg_text *name) {
    *name = drg_document_span(d, first_token, end_token);
    bool plain = true;
    for (size_t i = 0; i < name->length; i++) {
        const bool space = is_space(name->bytes[i]);
        plain &= !space || (name->bytes[i] == ' ' && !is_space(name->bytes[i - 1])); /* a span begins with no space */
    }
    if (plain) return DRG_OK;
    char *out = drg_arena_take_text(&d->arena, name->length);
    size_t length = 0;
    if (!out) return DRG_NO_MEMORY;
    for (size_t i = 0; i < name->length; i++) {
        const bool space = is_space(name->bytes[i]);
        if (!space || !length || out[length - 1] != ' ') out[length++] = space ? ' ' : name->bytes[i];
    }
    *name = (drg_text){out, length};
    return DRG_OK;
}

/* Whether a name of this language, or of none, is one of the document's: en is also of en-GB. */
static bool is_of_document(const drg_document *d, drg_text language) {
    const drg_text ours = d->language;
    if (ours.length < language.length || memcmp(ours.bytes, language.bytes, language.length) != 0) return false;
    return !language.length || ours.length == language.length || ours.bytes[language.length] == '-';
}

/* The gazetteer's title of an entry, else its first name in the document's language; empty: it has none. */
static drg_text name_of_entry(const drg_document *d, uint32_t entry) {
    const gazetteer *g = d->gazetteer;
    const drg_text title = drg_gazetteer_attribute(g, (entry_id){entry}, drg_text_of("title"));
    if (title.length) return title;
    const uint32_t first = drg_gazetteer_entry(g, entry)->first_name, count = drg_gazetteer_names_of(g, entry);
    for (uint32_t i = first; i < first + count; i++) {
        const name_table *t = drg_gazetteer_table(g, drg_gazetteer_name(g, i)->written.table);
        if (is_of_document(d, t->language)) return drg_gazetteer_origin(g, i).text;
    }
    return (drg_text){0};
}

/* The mention that names it best: of the label's earliest form, then the longest, then the first. */
static uint32_t best_mention(const drg_document *d, const referent *r) {
    uint32_t best = d->mentions.items[r->first_mention];
    size_t best_length = 0;
    for (uint32_t i = 0; i < r->mention_count; i++) {
        const uint32_t id = d->mentions.items[r->first_mention + i];
        const reading *a = &d->readings.items.items[id], *b = &d->readings.items.items[best];
        const size_t length = drg_document_span(d, a->first_token, a->end_token).length;
        if (a->form > b->form || (a->form == b->form && length <= best_length)) continue;
        best = id;
        best_length = length;
    }
    return best;
}

static drg_status name_referent(drg_document *d, uint32_t number) {
    const referent *r = &d->referents.items[number];
    drg_text name = r->name;
    if (r->entry != NO_ID) name = name_of_entry(d, r->entry);
    if (!name.length) {
        const reading *best = annotation_at(d, best_mention(d, r));
        TRY(drg_span_name(d, best->first_token, best->end_token, &name));
    }
    d->referents.items[number].name = name;
    return DRG_OK;
}

/* Keys ------------------------------------------------------------------------------------------------------------ */

/* "P. Halvorsen" -> "p-halvorsen": folded, what is neither letter nor digit becomes one hyphen. */
static drg_status slug_of(drg_document *d, drg_text name, buffer *folded, drg_text *slug) {
    size_t length = 0;
    TRY(drg_fold(name, folded));
    char *out = drg_arena_take_text(&d->arena, folded->count + 1);
    if (!out) return DRG_NO_MEMORY;
    for (size_t i = 0; i < folded->count; i++) {
        const char c = folded->items[i];
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
        if (kept) out[length++] = c;
        else if (length && out[length - 1] != '-') out[length++] = '-';
    }
    if (length && out[length - 1] == '-') length--;
    *slug = (drg_text){out, length};
    return DRG_OK;
}

static drg_text numbered(drg_document *d, drg_text slug, uint32_t n) {
    char *out = drg_arena_take_text(&d->arena, slug.length + 16);
    if (!out) return (drg_text){0};
    memcpy(out, slug.bytes, slug.length);
    const int more = snprintf(out + slug.length, 16, "-%u", n);
    return (drg_text){out, slug.length + (size_t)more};
}

/* Makes the key of a referent that no gazetteer knows, unlike any other of its label: smith, smith-2. `used` says
 * for each key how many have asked for it. */
static drg_status key_referent(drg_document *d, uint32_t number, table *used, buffer *folded) {
    drg_text slug;
    const uint64_t label_key = key_with(0, d->referents.items[number].label);
    TRY(slug_of(d, d->referents.items[number].name, folded, &slug));
    drg_text key = slug.length ? slug : drg_text_of("unnamed");
    uint32_t n = noted_number(used, key_with_text(label_key, key));
    for (const drg_text first = key; n != UINT32_MAX;) {
        TRY(note_number(used, key_with_text(label_key, first), ++n));
        key = numbered(d, first, n);
        if (!key.bytes) return DRG_NO_MEMORY;
        if (noted_number(used, key_with_text(label_key, key)) == UINT32_MAX) break;
    }
    d->referents.items[number].key = key;
    return note_number(used, key_with_text(label_key, key), 1);
}

static drg_status key_referents(drg_document *d, table *used, buffer *folded) {
    for (uint32_t i = 0; i < d->referents.count; i++) {
        const referent *r = &d->referents.items[i];
        if (r->entry != NO_ID) TRY(note_number(used, key_with_text(key_with(0, r->label), r->key), 1));
    }
    for (uint32_t i = 0; i < d->referents.count; i++) {
        if (d->referents.items[i].entry == NO_ID) TRY(key_referent(d, i, used, folded));
    }
    return DRG_OK;
}

/* Attributes ------------------------------------------------------------------------------------------------------ */

/* Attributes that are of a mention, not of what it denotes. */
static bool is_of_mention(drg_text key) {
    return text_is(key, "alias") || text_is(key, "relation") || text_is(key, "of") || text_is(key, "gives");
}

static bool has_attribute(const drg_document *d, const referent *r, drg_text key, uint32_t before) {
    for (uint32_t i = r->first_attribute; i < before; i++) {
        if (text_equal(d->referent_attributes.items[i].key, key)) return true;
    }
    return false;
}

static drg_status add_attribute(drg_document *d, referent_attribute a) {
    return VECTOR_PUSH(d->referent_attributes, a) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_of_entry(drg_document *d, uint32_t entry) {
    const uint32_t count = drg_gazetteer_attribute_count(d->gazetteer, entry);
    for (uint32_t i = 0; i < count; i++) {
        const attribute a = drg_gazetteer_attribute_at(d->gazetteer, entry, i);
        if (text_is(a.key, "title")) continue; /* it is the name */
        TRY(add_attribute(d, (referent_attribute){a.key, a.value, a.of_list, NO_ID}));
    }
    return DRG_OK;
}

/* An attribute of a mention, as one of its referent: an annotation becomes its value or referent; an entry of a
 * list its attribute of that key, if it has one (kind:@instrument). */
static referent_attribute of_referent(drg_document *d, uint32_t id, const reading_attribute *a) {
    referent_attribute out = {*a->key, attribute_text(a), a->of_list, NO_ID};
    if (a->kind == VALUE_READING) {
        const uint32_t now = drg_annotation_now(d, a->reading);
        if (now == NO_ID) return out;
        out.referent = facts_at(d, now)->referent;
        if (facts_at(d, now)->value_length) out.value = facts_value(facts_at(d, now));
    } else if (a->kind == VALUE_ENTRY) {
        uint32_t count;
        const reading_capture *c = drg_annotation_captures(d, id, &count);
        for (const reading_capture *const end = c + count; c != end; c++) {
            if (c->entry == NO_ID || c->first_token != a->first_token ||
                c->end_token - c->first_token != a->token_count)
                continue;
            const drg_text value = drg_gazetteer_attribute(d->gazetteer, (entry_id){c->entry}, *a->key);
            if (value.length) out.value = value;
        }
    }
    return out;
}

/* What the first mention that says an attribute says of it. */
static drg_status add_of_mention(drg_document *d, const referent *r, uint32_t id) {
    const uint32_t before = (uint32_t)d->referent_attributes.count;
    const settled_facts facts = *facts_at(d, id);
    for (uint32_t i = 0; i < facts.attribute_count; i++) {
        const reading_attribute *a = &d->readings.attributes.items[facts.first_attribute + i];
        if (is_of_mention(*a->key) || has_attribute(d, r, *a->key, before)) continue;
        TRY(add_attribute(d, of_referent(d, id, a)));
    }
    return DRG_OK;
}

/* The gifts of each referent, in the order they were given. */
static drg_status sort_gifts(resolution *x, gift ***of) {
    *of = drg_arena_take(&x->document->arena, (x->document->referents.count + 1) * sizeof **of);
    if (!*of) return DRG_NO_MEMORY;
    for (size_t i = 0; i < x->document->referents.count; i++) (*of)[i] = NULL;
    for (gift *g = x->gifts, *next; g; g = next) {
        next = g->next;
        g->next = (*of)[g->referent];
        (*of)[g->referent] = g;
    }
    return DRG_OK;
}

static drg_status add_attributes(drg_document *d, uint32_t number, const gift *gifts) {
    referent *r = &d->referents.items[number];
    r->first_attribute = (uint32_t)d->referent_attributes.count;
    if (r->entry != NO_ID) TRY(add_of_entry(d, r->entry));
    for (uint32_t i = 0; i < r->mention_count; i++) TRY(add_of_mention(d, r, d->mentions.items[r->first_mention + i]));
    for (const gift *g = gifts; g; g = g->next) {
        if (has_attribute(d, r, g->key, (uint32_t)d->referent_attributes.count)) continue;
        TRY(add_attribute(d, (referent_attribute){g->key, g->value, false, NO_ID}));
    }
    r->attribute_count = (uint32_t)d->referent_attributes.count - r->first_attribute;
    return DRG_OK;
}

static drg_status name_and_describe(resolution *x) {
    drg_document *d = x->document;
    gift **gifts;
    TRY(sort_gifts(x, &gifts));
    for (uint32_t i = 0; i < d->referents.count; i++) {
        TRY(name_referent(d, i));
        TRY(add_attributes(d, i, gifts[i]));
    }
    return DRG_OK;
}

drg_status drg_referents_finish(resolution *x) {
    drg_document *d = x->document;
    buffer folded = {0};
    table used = {0};
    TRY(list_mentions(d));
    TRY(name_and_describe(x));
    const drg_status status = key_referents(d, &used, &folded);
    VECTOR_CLEAR(folded);
    drg_table_clear(&used);
    return status;
}
