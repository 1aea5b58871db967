/* Instruments: which treaty a mention means, where no gazetteer says it.
 *
 *     the [Border Treaty] … (the ["Treaty"]) … under this [treaty] … the [old agreement] … the [agreement] of 1962
 *      a name              an alias             nominal            another one
 *
 * Names first: one referent for each wording, and for each date in or beside it (Treaty of London of 30 May 1913, of
 * 30 May 1913; the 1951 Convention: the attribute `signed`). Then a walk in the order of the text, which knows the
 * instruments that were spoken of last. A nominal mention means
 *
 *   1. what the document said it means: an alias, by who taught it; with capitalised words before the noun (the Second
 *      Protocol) what was named so, or by a name that begins so, else one of its own
 *   2. with a date, the last one that was signed then
 *   3. the last one whose name has the noun (the Charter), or that was called by it
 *   4. the last one of the kind that the noun says (its attribute `kind`)
 *   5. with a noun for any kind (attribute `generic` = y: agreement, instrument), the last one
 *   6. by 3 to 5, the first one to come
 *   7. nothing: then it is dropped if its rule wants an antecedent, else it is a referent of its own, one a noun
 *
 * The attribute `relation` of a mention (set by rules, which know the words) says more:
 *
 *   this     | this, the present: with a capital the one that was meant before by the same words; none to come
 *   previous | old, previous, former: what was meant so before; else of those spoken of last one that was signed before
 *            | another; else one of its own
 *   new      | of those spoken of the one that was signed last; one of which it is not known may be the newest
 *   original | … signed first
 *   other    | one of its own
 *
 * A mention is nominal if it is of the form `nominal`, wants an antecedent or has a relation. */
#include <string.h>

#include "resolve/steps.h"

#define RECENT 8          /* instruments that are remembered by how lately they were spoken of */
#define BEGINNING_LEAST 2 /* words of a name that may stand for all of it: the Vienna Convention */
#define BEGINNING_MOST 6
#define NAMESAKES 16 /* entries that share a name */
#define NOTHING UINT32_MAX

typedef enum {
    BY_NAME,
    BY_DATED_NAME,
    BY_BEGINNING,
    BY_DAY,
    BY_NOUN,
    BY_KIND,
    BY_RELATION,
    BY_OWN_NOUN,
    BY_THIS_NOUN,
    BY_START,
    IS_DATED,
    HAS_NOUN
} known_by;

typedef struct {
    uint32_t referent;
    drg_text signed_on; /* empty if not known */
} instrument;

typedef struct {       /* Of the label; what it says of itself, asked once. */
    uint32_t at, id;   /* where it stands in `chosen`; the reading */
    drg_text relation; /* empty if none */
    drg_text date;     /* of a name: on which it says that it was signed */
    uint64_t kind;     /* of a name: the key of its kind; 0 if it has none */
    bool is_nominal, is_alias, is_this;
    bool is_at_hand; /* it speaks of the one at hand: it is without a relation, or this one */
} mention;

typedef struct {
    resolution *x;
    uint32_t label;
    form_id nominal; /* the label's form of that name; NO_FORM */
    VECTOR(mention) mentions;
    table names;               /* wording -> referent; start token -> the gazetteer's longest name there */
    table first;               /* noun, kind -> the first referent that is named so */
    table last;                /* … the last one up to here */
    instrument recent[RECENT]; /* the last one first */
    uint32_t recent_count;
    uint32_t first_of_all; /* referent; NOTHING */
    bool dropped;          /* some mention has been */
} instruments;

static uint64_t key_of(known_by by, uint64_t a, uint64_t b) {
    return key_with(key_with(by, a), b);
}
static uint64_t key_of_text(known_by by, drg_text text) {
    return key_with_text(by, text);
}

/* What a mention says --------------------------------------------------------------------------------------------- */

static mention mention_of(const instruments *t, uint32_t at, uint32_t id) {
    const drg_text relation = drg_annotation_text(t->x->document, id, "relation");
    const reading *r = annotation_at(t->x->document, id);
    mention m = {.at = at, .id = id, .relation = relation, .is_alias = r->flags & READING_ALIAS};
    m.is_nominal = r->form == t->nominal.n || (r->flags & READING_WANTS_ANTECEDENT) || relation.length;
    m.is_this = text_is(relation, "this");
    m.is_at_hand = !relation.length || m.is_this;
    return m;
}

/* Does it name what it means by itself? */
static bool is_name(const mention *m) {
    return !m->is_nominal && !m->is_alias;
}

static drg_status list_mentions(instruments *t) {
    drg_document *d = t->x->document;
    for (size_t i = 0; i < d->of_kind[RESOLVE_ANTECEDENT].count; i++) {
        const uint32_t id = mention_of_kind(d, RESOLVE_ANTECEDENT, i);
        if (annotation_at(d, id)->label != t->label) continue;
        const mention m = mention_of(t, d->of_kind[RESOLVE_ANTECEDENT].items[i], id);
        if (!VECTOR_PUSH(t->mentions, m)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* An attribute of the list's name that was captured as `kind`. */
static drg_text of_noun(const instruments *t, uint32_t id, const char *key) {
    const drg_document *d = t->x->document;
    const reading_capture *c = drg_annotation_capture(d, id, "kind");
    if (!c || c->entry == NO_ID) return (drg_text){0};
    return drg_gazetteer_attribute(d->gazetteer, (entry_id){c->entry}, drg_text_of(key));
}

/* treaty, convention, …: of the gazetteer's entry, of the captured noun, or as the rule set it. */
static drg_text kind_of(const instruments *t, uint32_t id) {
    drg_document *d = t->x->document;
    const uint32_t entry = facts_at(d, id)->entry;
    drg_text kind = {0};
    if (entry != NO_ID) kind = drg_gazetteer_attribute(d->gazetteer, (entry_id){entry}, drg_text_of("kind"));
    if (!kind.length) kind = of_noun(t, id, "kind");
    return kind.length ? kind : drg_annotation_text(d, id, "kind");
}

/* The key of its kind; 0 if it has none. */
static uint64_t kind_key(const instruments *t, uint32_t id) {
    const drg_text kind = kind_of(t, id);
    return kind.length ? key_of_text(BY_KIND, kind) : 0;
}

static uint32_t stem_of(const instruments *t, uint32_t token_number) {
    const drg_document *d = t->x->document;
    return drg_words_records(d->words)[d->tokens.items[token_number].word].stem.n;
}

/* The noun of a nominal mention: what was captured as `kind`, else its last word. */
static uint32_t noun_of(const instruments *t, uint32_t id) {
    const drg_document *d = t->x->document;
    const reading_capture *c = drg_annotation_capture(d, id, "kind");
    const uint32_t end = c && c->end_token ? c->end_token : d->readings.items.items[id].end_token;
    return stem_of(t, end - 1);
}

/* Where the head of a name ends: before the first small word. Protocol [to the Convention] is no convention. */
static uint32_t head_end(const instruments *t, const reading *r) {
    const drg_document *d = t->x->document;
    const word *records = drg_words_records(d->words);
    uint32_t at = r->first_token + 1;
    while (at < r->end_token && !(records[d->tokens.items[at].word].classes & WORD_LOWER)) at++;
    return at;
}

/* Names ----------------------------------------------------------------------------------------------------------- */

static drg_text said_of_signature(const instruments *t, uint32_t id) {
    drg_document *d = t->x->document;
    const reading_attribute *a = drg_reading_attribute(&d->readings, annotation_at(d, id), "signed");
    return a ? drg_attribute_value(d, a) : (drg_text){0};
}

/* When chosen[i] says that it was signed: by the date at its end, before which the name ends at *end, else by its
 * attribute `signed`. */
static drg_text date_of(const instruments *t, size_t i, uint32_t *end) {
    drg_document *d = t->x->document;
    const reading *r = annotation_at(d, d->readings.chosen.items[i]);
    const word *records = drg_words_records(d->words);
    *end = r->end_token;
    for (size_t k = i + 1; k < d->readings.chosen.count; k++) {
        const uint32_t id = d->readings.chosen.items[k];
        const reading *inner = annotation_at(d, id);
        if (inner->first_token >= r->end_token) break;
        if (inner->end_token != r->end_token || !drg_label_resolves(label_at(d, id), RESOLVE_DATE)) continue;
        const drg_text other = said_of_signature(t, d->readings.chosen.items[i]);
        if (other.length && !dates_agree(other, facts_value(facts_at(d, id))))
            return (drg_text){0}; /* of 1926 and of 1928 */
        uint32_t at = inner->first_token;
        while (at > r->first_token + 1 && (records[d->tokens.items[at - 1].word].classes & WORD_LOWER)) at--; /* of */
        *end = at;
        return facts_value(facts_at(d, id));
    }
    return said_of_signature(t, d->readings.chosen.items[i]);
}

static uint64_t with_word(const instruments *t, uint64_t key, uint32_t token_number) {
    const bool counts = !(t->x->document->tokens.items[token_number].flags & TOKEN_PUNCTUATION);
    return counts ? key_with(key, stem_of(t, token_number)) : key;
}

static uint64_t wording(const instruments *t, uint32_t first, uint32_t end) {
    uint64_t key = key_with(0, BY_NAME);
    for (uint32_t i = first; i < end; i++) key = with_word(t, key, i);
    return key;
}

static drg_text signed_of_entry(const instruments *t, uint32_t entry) {
    const gazetteer *g = t->x->document->gazetteer;
    return entry == NO_ID ? (drg_text){0} : drg_gazetteer_attribute(g, (entry_id){entry}, drg_text_of("signed"));
}

/* The gazetteer's names that begin where a mention does, chosen or not: the mention may be such a name and a date. Only
 * the longest count; a few of one length, for the entries that share a name. */
static drg_status index_start(instruments *t, uint32_t id) {
    drg_document *d = t->x->document;
    const reading *r = annotation_at(d, id);
    for (uint32_t i = 0; i < NAMESAKES; i++) {
        const uint64_t key = key_of(BY_START, r->first_token, i);
        const uint32_t other = noted_number(&t->names, key);
        const bool longer = other != NOTHING && annotation_at(d, other)->end_token < r->end_token;
        if (other != NOTHING && annotation_at(d, other)->end_token > r->end_token) break;
        if (other == NOTHING || longer) return note_number(&t->names, key, id);
    }
    return DRG_OK;
}

static drg_status index_starts(instruments *t) {
    const drg_document *d = t->x->document;
    for (size_t i = 0; i < t->x->instrument_names.count; i++) {
        const uint32_t id = t->x->instrument_names.items[i];
        if (d->readings.items.items[id].label == t->label) TRY(index_start(t, id));
    }
    return DRG_OK;
}

/* The entry that a name with a date means: of those whose name stands before the date, the one signed then. */
static uint32_t entry_of_dated(const instruments *t, uint32_t first, uint32_t end, drg_text date) {
    drg_document *d = t->x->document;
    for (uint32_t i = 0; i < NAMESAKES; i++) {
        const uint32_t id = noted_number(&t->names, key_of(BY_START, first, i));
        if (id == NOTHING) break;
        if (annotation_at(d, id)->end_token != end) continue;
        const uint32_t entry = drg_gazetteer_name(d->gazetteer, annotation_at(d, id)->source)->entry.n;
        if (dates_agree(signed_of_entry(t, entry), date)) return entry;
    }
    return NO_ID;
}

/* The day, and the year, on which a referent was signed. */
static drg_status know_day(instruments *t, uint32_t number, drg_text date) {
    if (!date.length) return DRG_OK;
    TRY(note_number(&t->names, key_of_text(BY_DAY, date), number));
    const drg_text year = {date.bytes, date.length < 4 ? date.length : 4};
    return note_number(&t->names, key_of_text(BY_DAY, year), number);
}

/* What is known of a referent: its wording, with and without its date, how it begins, the nouns in its name, its
 * date. */
static drg_status know(instruments *t, uint32_t id, uint32_t end, drg_text date) {
    const drg_document *d = t->x->document;
    const reading *r = &d->readings.items.items[id];
    const settled_facts *facts = &d->readings.facts.items[r->facts];
    const uint64_t name = wording(t, r->first_token, end);
    const drg_text by_entry = signed_of_entry(t, facts->entry);
    for (uint32_t i = r->first_token, head = head_end(t, r); i < head; i++) {
        TRY(note_number(&t->names, key_of(HAS_NOUN, facts->referent, stem_of(t, i)), 1));
    }
    uint64_t beginning = wording(t, r->first_token, r->first_token);
    for (uint32_t i = r->first_token; i + 1 < end && i < r->first_token + BEGINNING_MOST; i++) {
        beginning = with_word(t, beginning, i);
        if (i + 1 < r->first_token + BEGINNING_LEAST) continue;
        TRY(note_number(&t->names, key_with(beginning, BY_BEGINNING), facts->referent));
    }
    TRY(know_day(t, facts->referent, by_entry.length ? by_entry : date));
    if (date.length) {
        TRY(note_number(&t->names, key_with_text(key_with(name, BY_DATED_NAME), date), facts->referent));
        TRY(note_number(&t->names, key_of(IS_DATED, facts->referent, 0), 1));
    }
    return note_number(&t->names, name, facts->referent);
}

/* May a mention's noun stand for the instrument? */
static bool noun_fits(const instruments *t, uint32_t id, uint32_t number) {
    return text_is(of_noun(t, id, "generic"), "y") ||
           noted_number(&t->names, key_of(HAS_NOUN, number, noun_of(t, id))) != NOTHING;
}

/* A noun and a date alone (the treaty of 11 October 1963): what was signed then. */
static uint32_t signed_on_day(const instruments *t, uint32_t id, uint32_t end, drg_text date) {
    if (!date.length || end - t->x->document->readings.items.items[id].first_token > 1) return NOTHING;
    const uint32_t number = noted_number(&t->names, key_of_text(BY_DAY, date));
    return number != NOTHING && noun_fits(t, id, number) ? number : NOTHING;
}

/* The referent that a wording and a date had before; a date may be new to one that had none. NOTHING. */
static uint32_t named_before(const instruments *t, uint64_t name, drg_text date) {
    if (!date.length) return noted_number(&t->names, name);
    const uint32_t dated = noted_number(&t->names, key_with_text(key_with(name, BY_DATED_NAME), date));
    if (dated != NOTHING) return dated;
    const uint32_t number = noted_number(&t->names, name);
    return noted_number(&t->names, key_of(IS_DATED, number, 0)) == NOTHING ? number : NOTHING;
}

static void take(instruments *t, uint32_t id, uint32_t number) {
    drg_document *d = t->x->document;
    const referent *r = &d->referents.items[number];
    settled_facts *facts = facts_at(d, id);
    facts->referent = number;
    facts->entry = r->entry;
    if (r->entry != NO_ID) facts_set_value(facts, r->key);
}

/* Whose name is its own has its referent by now. Of the others, in this order: the gazetteer's one of that date;
 * what was named so before; what was named by a longer name that begins so; the gazetteer's one that fits best; a
 * new one. */
static drg_status find_named(instruments *t, uint32_t at, uint32_t end, drg_text date) {
    drg_document *d = t->x->document;
    const uint32_t id = d->readings.chosen.items[at];
    const uint32_t first = annotation_at(d, id)->first_token;
    const uint64_t name = wording(t, first, end);
    const uint32_t entry = date.length ? entry_of_dated(t, first, end, date) : NO_ID;
    if (entry != NO_ID) {
        facts_at(d, id)->entry = entry;
        return drg_resolve_shared_entry(t->x, id);
    }
    uint32_t number = named_before(t, name, date);
    if (number == NOTHING) number = signed_on_day(t, id, end, date);
    if (number == NOTHING && !date.length) number = noted_number(&t->names, key_with(name, BY_BEGINNING));
    if (number == NOTHING && facts_at(d, id)->entry != NO_ID) {
        TRY(drg_resolve_shared_entry(t->x, id));
        if (facts_at(d, id)->referent != NO_ID) return DRG_OK;
    }
    if (number == NOTHING) {
        const uint32_t titled = drg_entry_of_title(t->x, at, end, date);
        if (titled != NO_ID) return drg_resolve_denote(t->x, id, titled);
        TRY(drg_referent_new(t->x, t->label, &number));
    }
    take(t, id, number);
    return DRG_OK;
}

static drg_status name_mention(instruments *t, mention *m) {
    uint32_t end;
    m->date = date_of(t, m->at, &end);
    if (facts_at(t->x->document, m->id)->referent == NO_ID) TRY(find_named(t, m->at, end, m->date));
    m->kind = kind_key(t, m->id);
    return know(t, m->id, end, m->date);
}

static drg_status remember_name(instruments *t, table *in, const mention *m, bool keep_first) {
    drg_document *d = t->x->document;
    const reading r = *annotation_at(d, m->id);
    const uint32_t number = facts_at(d, m->id)->referent;
    for (uint32_t i = r.first_token, end = head_end(t, &r); i < end; i++) {
        const uint64_t key = key_of(BY_NOUN, stem_of(t, i), 0);
        if (d->tokens.items[i].flags & TOKEN_PUNCTUATION) continue;
        if (keep_first && noted_number(in, key) != UINT32_MAX) continue;
        TRY(note_number(in, key, number));
    }
    if (!m->kind || (keep_first && noted_number(in, m->kind) != UINT32_MAX)) return DRG_OK;
    return note_number(in, m->kind, number);
}

/* What taught the mention, or a reading merged with it, as an alias; NO_ID. */
static uint32_t teacher_of(const instruments *t, uint32_t id) {
    const drg_document *d = t->x->document;
    for (; id != NO_ID; id = d->readings.items.items[id].merged) {
        const reading *r = &d->readings.items.items[id];
        const uint32_t by = r->flags & READING_ALIAS ? drg_annotation_now(d, reading_teacher(r)) : NO_ID;
        if (by != NO_ID && d->readings.items.items[by].label == t->label) return by;
    }
    return NO_ID;
}

static uint32_t taught_referent(const instruments *t, uint32_t id) {
    const uint32_t by = teacher_of(t, id);
    return by == NO_ID ? NO_ID : facts_at(t->x->document, by)->referent;
}

/* Do the words of one mention stand in another, in a row? */
static bool stands_in(const instruments *t, const reading *inner, const reading *outer) {
    const uint32_t length = inner->end_token - inner->first_token;
    const uint64_t wanted = wording(t, inner->first_token, inner->end_token);
    for (uint32_t at = outer->first_token; at + length <= outer->end_token; at++) {
        if (wording(t, at, at + length) == wanted) return true;
    }
    return false;
}

/* Where the gazetteer knows the alias, but not the name that taught it, the name is of its entry, too: (the CFA). Not
 * where the alias is a part of it: the Amendment to the Kyoto Protocol (the "Kyoto Protocol"). */
static void take_entries_of_aliases(instruments *t) {
    drg_document *d = t->x->document;
    for (size_t i = 0; i < t->mentions.count; i++) {
        const uint32_t id = t->mentions.items[i].id;
        if (facts_at(d, id)->referent == NO_ID) continue;
        const uint32_t by = teacher_of(t, id);
        if (by == NO_ID || facts_at(d, by)->entry != NO_ID || mention_of(t, 0, by).is_nominal) continue;
        if (stands_in(t, annotation_at(d, id), annotation_at(d, by))) continue;
        take(t, by, facts_at(d, id)->referent);
    }
}

static drg_status name_all(instruments *t) {
    drg_document *d = t->x->document;
    for (size_t i = 0; i < t->mentions.count; i++) {
        mention *m = &t->mentions.items[i];
        if (!is_name(m)) continue;
        TRY(name_mention(t, m));
        TRY(remember_name(t, &t->first, m, true));
        if (t->first_of_all == NOTHING) t->first_of_all = facts_at(d, m->id)->referent;
    }
    return DRG_OK;
}

/* The walk -------------------------------------------------------------------------------------------------------- */

/* The one at hand moves to the front of those that were spoken of last. */
static void speak_of(instruments *t, uint32_t number, drg_text signed_on) {
    uint32_t at = 0;
    while (at < t->recent_count && t->recent[at].referent != number) at++;
    const instrument known = at < t->recent_count ? t->recent[at] : (instrument){number, signed_on};
    if (at == t->recent_count && at == RECENT) at--;
    else if (at == t->recent_count) t->recent_count++;
    for (; at > 0; at--) t->recent[at] = t->recent[at - 1];
    t->recent[0] = known;
    if (signed_on.length) t->recent[0].signed_on = signed_on;
}

/* When a mention's instrument was signed: by the gazetteer, else by what the mention says. */
static drg_text signed_on(const instruments *t, const mention *m) {
    uint32_t end;
    const drg_text known = signed_of_entry(t, facts_at(t->x->document, m->id)->entry);
    if (known.length) return known;
    return is_name(m) ? m->date : date_of(t, m->at, &end);
}

static uint32_t antecedent_in(const instruments *t, const table *in, uint32_t id, uint32_t any) {
    const drg_text kind = kind_of(t, id);
    uint32_t number = noted_number(in, key_of(BY_NOUN, noun_of(t, id), 0));
    if (number == UINT32_MAX && kind.length) number = noted_number(in, key_of_text(BY_KIND, kind));
    if (number == UINT32_MAX && text_is(of_noun(t, id, "generic"), "y")) number = any;
    return number;
}

/* Of those spoken of last the one that was signed then. */
static uint32_t signed_then(const instruments *t, drg_text date) {
    for (uint32_t i = 0; i < t->recent_count && date.length; i++) {
        if (dates_agree(t->recent[i].signed_on, date)) return t->recent[i].referent;
    }
    return NOTHING;
}

/* The key of "this Convention": only what has a capital is called so throughout. */
static uint64_t this_key(const instruments *t, uint32_t id) {
    const drg_document *d = t->x->document;
    const uint32_t last = d->readings.items.items[id].end_token - 1;
    const bool capital = drg_words_records(d->words)[d->tokens.items[last].word].classes & WORD_CAP;
    return key_of(BY_THIS_NOUN, capital ? noun_of(t, id) : 0, !capital);
}

static uint32_t antecedent(const instruments *t, uint32_t id, bool is_this) {
    const uint32_t at_hand = t->recent_count ? t->recent[0].referent : NOTHING;
    uint32_t number = signed_then(t, said_of_signature(t, id));
    if (number == NOTHING && is_this) number = noted_number(&t->names, this_key(t, id));
    if (number == NOTHING) number = antecedent_in(t, &t->last, id, at_hand);
    if (number == NOTHING && !is_this) number = antecedent_in(t, &t->first, id, t->first_of_all);
    return number;
}

/* Others than the one at hand ------------------------------------------------------------------------------------- */

static bool is_before(drg_text a, drg_text b) {
    const size_t both = a.length < b.length ? a.length : b.length;
    return both && memcmp(a.bytes, b.bytes, both) < 0;
}

/* Was it signed before another one of those spoken of last? One of which that is not known is the newer one. */
static bool is_older(const instruments *t, const instrument *a) {
    for (uint32_t i = 0; i < t->recent_count && a->signed_on.length; i++) {
        const drg_text other = t->recent[i].signed_on;
        if (t->recent[i].referent != a->referent && (!other.length || is_before(a->signed_on, other))) return true;
    }
    return false;
}

/* Of these the one that was signed last. */
static uint32_t older_one(const instruments *t, uint32_t id) {
    const instrument *best = NULL;
    for (uint32_t i = 0; i < t->recent_count; i++) {
        const instrument *a = &t->recent[i];
        if (!noun_fits(t, id, a->referent) || !is_older(t, a)) continue;
        if (!best || is_before(best->signed_on, a->signed_on)) best = a;
    }
    return best ? best->referent : NOTHING;
}

/* The one that was signed last, or first, of those spoken of last. */
static uint32_t by_signature(const instruments *t, uint32_t id, bool last) {
    const instrument *best = NULL;
    for (uint32_t i = 0; i < t->recent_count; i++) {
        const instrument *a = &t->recent[i];
        if (!noun_fits(t, id, a->referent) || (!last && !a->signed_on.length)) continue;
        if (!best) best = a;
        else if (last && best->signed_on.length && (!a->signed_on.length || is_before(best->signed_on, a->signed_on)))
            best = a;
        else if (!last && is_before(a->signed_on, best->signed_on)) best = a;
    }
    return best ? best->referent : NOTHING;
}

/* What a relation has meant before. Nouns for any kind share it: the old agreement, the previous treaty. */
static uint64_t relation_key(const instruments *t, uint32_t id, drg_text relation) {
    const bool generic = text_is(of_noun(t, id, "generic"), "y");
    return key_with(key_of_text(BY_RELATION, relation), generic ? 0 : noun_of(t, id));
}

/* The referent of a mention that is another one than the one at hand. */
static drg_status other_referent(instruments *t, drg_text relation, uint32_t id, uint32_t *number) {
    const uint64_t key = relation_key(t, id, relation);
    *number = text_is(relation, "previous") ? noted_number(&t->names, key) : NOTHING;
    if (*number == NOTHING && text_is(relation, "previous")) *number = older_one(t, id);
    if (text_is(relation, "new")) *number = by_signature(t, id, true);
    if (text_is(relation, "original")) *number = by_signature(t, id, false);
    if (*number == NOTHING && !text_is(relation, "other")) *number = noted_number(&t->names, key);
    if (*number == NOTHING) TRY(drg_referent_new(t->x, t->label, number));
    return note_number(&t->names, key, *number);
}

static bool drop(instruments *t, uint32_t id) {
    reading *r = annotation_at(t->x->document, id);
    if (!(r->flags & READING_WANTS_ANTECEDENT)) return false;
    r->flags = (uint16_t)((r->flags | READING_DROPPED) & ~READING_CHOSEN);
    t->dropped = true;
    return true;
}

/* A nominal mention without an antecedent: dropped, or of a referent of its own, the same for all of its noun. */
static drg_status stand_alone(instruments *t, uint32_t id) {
    drg_document *d = t->x->document;
    const uint64_t key = key_of(BY_OWN_NOUN, noun_of(t, id), 0);
    if (drop(t, id)) return DRG_OK;
    uint32_t number = noted_number(&t->names, key);
    if (number == UINT32_MAX) TRY(drg_referent_new(t->x, t->label, &number));
    facts_at(d, id)->referent = number;
    return note_number(&t->names, key, number);
}

/* A noun with capitalised words before it is the short form of a title: the Second Additional Protocol. */
static bool is_title(const instruments *t, uint32_t id) {
    const drg_document *d = t->x->document;
    const reading *r = &d->readings.items.items[id];
    const word *first = &drg_words_records(d->words)[d->tokens.items[r->first_token].word];
    return r->end_token - r->first_token > 1 && (first->classes & WORD_CAP);
}

/* It means what was named so before, or what begins so, and never another one of that noun. */
static drg_status title_mention(instruments *t, uint32_t id) {
    drg_document *d = t->x->document;
    const reading *r = annotation_at(d, id);
    const uint64_t name = wording(t, r->first_token, r->end_token);
    uint32_t number = noted_number(&t->names, name);
    if (number == NOTHING) number = noted_number(&t->names, key_with(name, BY_BEGINNING));
    if (number == NOTHING && drop(t, id)) return DRG_OK;
    if (number == NOTHING) TRY(drg_referent_new(t->x, t->label, &number));
    facts_at(d, id)->referent = number;
    return note_number(&t->names, name, number);
}

static drg_status nominal_mention(instruments *t, const mention *m) {
    const uint32_t id = m->id;
    uint32_t number = NOTHING;
    if (m->is_at_hand && is_title(t, id)) return title_mention(t, id);
    if (!m->is_at_hand) {
        if (!t->recent_count && t->first_of_all == NOTHING && drop(t, id)) return DRG_OK;
        TRY(other_referent(t, m->relation, id, &number));
    } else {
        number = antecedent(t, id, m->is_this);
        if (number == NOTHING) return stand_alone(t, id);
    }
    facts_at(t->x->document, id)->referent = number;
    return DRG_OK;
}

/* Only what is at hand becomes an antecedent: not the old agreement. */
static drg_status take_up(instruments *t, mention *m) {
    const uint32_t number = facts_at(t->x->document, m->id)->referent;
    if (number == NO_ID || !m->is_at_hand) return DRG_OK;
    speak_of(t, number, signed_on(t, m));
    if (!m->is_nominal) {
        if (m->is_alias) m->kind = kind_key(t, m->id);
        return remember_name(t, &t->last, m, false);
    }
    if (m->is_this) TRY(note_number(&t->names, this_key(t, m->id), number));
    return note_number(&t->last, key_of(BY_NOUN, noun_of(t, m->id), 0), number);
}

static drg_status walk(instruments *t) {
    drg_document *d = t->x->document;
    for (size_t i = 0; i < t->mentions.count; i++) {
        mention *m = &t->mentions.items[i];
        settled_facts *facts = facts_at(d, m->id);
        if (facts->referent == NO_ID) facts->referent = taught_referent(t, m->id);
        if (facts->referent == NO_ID && !is_name(m)) TRY(nominal_mention(t, m));
        TRY(take_up(t, m));
    }
    return DRG_OK;
}

/* What was dropped leaves the annotations. */
static void compact(drg_document *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        if (!(annotation_at(d, id)->flags & READING_DROPPED)) d->readings.chosen.items[kept++] = id;
    }
    d->readings.chosen.count = kept;
}

static drg_status resolve_instruments(instruments *t) {
    TRY(list_mentions(t));
    TRY(index_starts(t));
    take_entries_of_aliases(t);
    TRY(name_all(t));
    TRY(walk(t));
    if (t->dropped) compact(t->x->document);
    return DRG_OK;
}

drg_status drg_resolve_antecedents(resolution *x, uint32_t label_number) {
    instruments t = {.x = x, .label = label_number, .first_of_all = NOTHING};
    t.nominal = drg_form_find(&x->document->labels->labels[label_number], drg_text_of("nominal"));
    const drg_status status = resolve_instruments(&t);
    VECTOR_CLEAR(t.mentions);
    drg_table_clear(&t.names);
    drg_table_clear(&t.first);
    drg_table_clear(&t.last);
    return status;
}
