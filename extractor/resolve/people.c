/* People: one referent a person, however the name is told. No list, no title: only names beside names.
 *
 *     Vladimir Putin … Putin … PUTIN … V. Putin … V.V.Putin … Vladimir Vladimirovich Putin      one
 *     John Smith … Mary Smith … Smith                                                         two; Smith is Mary
 *
 * A name is its words, folded; an initial is a letter. Full names are gathered first, so that a surname finds its
 * full name even if that stands further down. Then all mentions are walked in the order of the text: a surname
 * (else a given name, else a name in the middle) goes to the person who was last called by a name with it; if there
 * is none yet, to the first who will be. Everything is looked up by key, so the time is linear in the mentions. */
#include <assert.h>

#include "resolve/steps.h"

#define NAME_WORDS 16 /* of a longer name the first ones and the last one count */
#define NOBODY UINT32_MAX
#define CALLED 1u /* the last bit; the others are the person. There are fewer than tokens: they fit */

/* What a person is known by. The keys of the tables are these with words. */
typedef enum { BY_ALL_WORDS, BY_ENDS, BY_TAIL, BY_LAST, BY_FIRST, BY_MIDDLE, BY_INITIAL, BY_REFERENT } known_by;

typedef struct {
    uint32_t words[NAME_WORDS];   /* folded; of an initial 0 */
    uint32_t letters[NAME_WORDS]; /* the code point it begins with */
    uint32_t count;
    uint32_t suffix; /* folded: Jr., III; 0 if none */
} person_name;

typedef struct {
    uint32_t first_token, end_token; /* his fullest name so far */
    uint32_t referent;               /* NO_ID: not made yet */
    uint32_t same_as;                /* it was the tail of another's name: that person; NOBODY */
    bool full;                       /* known by a given name and a surname */
    bool has_entry;                  /* the referent is the gazetteer's */
} person;

typedef struct {
    resolution *x;
    uint32_t label;
    VECTOR(person) people;
    VECTOR(uint32_t) mentions;  /* of the label: where they stand in `chosen` */
    VECTOR(uint32_t) person_of; /* of chosen[i], a mention; NOBODY */
    table known; /* key -> a person, and whether someone was called so up to here (CALLED): the last one who was,
                            else the first of all who will be */
} people;

static person *person_at(const people *p, uint32_t number) {
    assert(number < p->people.count);
    return &p->people.items[number];
}

/* Names ----------------------------------------------------------------------------------------------------------- */

static uint32_t first_letter(drg_text text) {
    size_t at = 0;
    return text.length ? drg_utf8_next(text, &at) : 0;
}

/* `A.B.`: letters, each with its dot. */
static bool is_initials(drg_text folded) {
    size_t at = 0;
    if (!folded.length || folded.bytes[folded.length - 1] != '.') return false; /* nearly all */
    while (at < folded.length) {
        drg_utf8_next(folded, &at);
        if (at >= folded.length || folded.bytes[at++] != '.') return false;
    }
    return true;
}

static bool is_one_letter(drg_text folded) {
    size_t at = 0;
    if (!folded.length) return false;
    drg_utf8_next(folded, &at);
    return at == folded.length;
}

static void add_word(person_name *n, uint32_t folded, uint32_t letter) {
    if (n->count == NAME_WORDS) n->count--; /* the last one counts */
    n->words[n->count] = folded;
    n->letters[n->count++] = letter;
}

/* A generational suffix by its shape: several letters with a dot (Jr.), or a Roman numeral (III). */
static bool is_suffix(const word *w, drg_text folded) {
    if (folded.length < 2 || is_initials(folded)) return false;
    return folded.bytes[folded.length - 1] == '.' || (w->classes & WORD_ROMAN);
}

static person_name name_of(const drg_document *d, uint32_t first, uint32_t end) {
    person_name n = {0};
    const word *records = drg_words_records(d->words);
    for (uint32_t i = first; i < end; i++) {
        if (d->tokens.items[i].flags & TOKEN_PUNCTUATION) continue;
        const word *w = &records[d->tokens.items[i].word];
        const drg_text folded = drg_words_text(d->words, w->folded);
        if (is_initials(folded)) {
            for (size_t at = 0; at < folded.length; at++) add_word(&n, 0, drg_utf8_next(folded, &at));
        } else if (n.count && is_suffix(w, folded)) {
            n.suffix = w->folded.n;
        } else {
            const bool initial = (w->classes & WORD_CAP) && is_one_letter(folded); /* George W Bush */
            add_word(&n, initial ? 0 : w->folded.n, first_letter(folded));
        }
    }
    return n;
}

static uint32_t last_of(const person_name *n) {
    return n->words[n->count - 1];
}
static bool begins_with_initial(const person_name *n) {
    return n->words[0] == 0;
}
/* A given name and a surname. */
static bool is_full(const person_name *n) {
    return n->count > 1 && !begins_with_initial(n) && last_of(n) != 0;
}

static uint64_t key_of(known_by by, uint64_t a, uint64_t b) {
    return key_with(key_with(by, a), b);
}

/* The key of the words from `from` on, and the suffix. */
static uint64_t words_key(known_by by, const person_name *n, uint32_t from) {
    uint64_t key = key_of(by, n->suffix, 0);
    for (uint32_t i = from; i < n->count; i++)
        key = key_with(key_with(key, n->words[i]), n->words[i] ? 0 : n->letters[i]);
    return key;
}

/* Could the names in the middle be of one person? H. W. and W. could not, nor could H. and none be told apart. */
static bool middles_agree(const person_name *a, const person_name *b) {
    for (uint32_t i = 1; i + 1 < a->count && i + 1 < b->count; i++) {
        const bool same = a->words[i] && b->words[i] ? a->words[i] == b->words[i] : a->letters[i] == b->letters[i];
        if (!same) return false;
    }
    return !a->suffix || !b->suffix || a->suffix == b->suffix;
}

/* The people ------------------------------------------------------------------------------------------------------ */

static uint32_t find(const people *p, uint64_t key) {
    const uint32_t found = noted_number(&p->known, key);
    return found == UINT32_MAX ? NOBODY : found >> 1;
}

static uint32_t find_called(const people *p, uint64_t key) {
    const uint32_t found = noted_number(&p->known, key);
    return found == UINT32_MAX || !(found & CALLED) ? NOBODY : found >> 1;
}

static uint32_t followed(const people *p, uint32_t number) {
    for (int i = 0; i < NAME_WORDS && person_at(p, number)->same_as != NOBODY; i++) {
        number = person_at(p, number)->same_as;
    }
    return number;
}

static drg_status put(people *p, uint64_t key, uint32_t number) {
    return note_number(&p->known, key, number << 1);
}

static drg_status put_first(people *p, uint64_t key, uint32_t number) {
    return find(p, key) == NOBODY ? put(p, key, number) : DRG_OK;
}

static drg_status put_called(people *p, uint64_t key, uint32_t number) {
    return note_number(&p->known, key, number << 1 | CALLED);
}

/* What a person may be called by from here on, and before if nobody else is. */
static drg_status call(people *p, const person_name *n, uint32_t number, bool from_here) {
    uint64_t keys[NAME_WORDS + 3];
    uint32_t count = 0;
    if (!last_of(n)) return put_first(p, words_key(BY_ALL_WORDS, n, 0), number);
    keys[count++] = key_of(BY_LAST, last_of(n), 0);
    if (n->count > 1) keys[count++] = key_of(BY_INITIAL, last_of(n), n->letters[0]);
    if (n->count > 1 && !begins_with_initial(n)) keys[count++] = key_of(BY_FIRST, n->words[0], 0);
    for (uint32_t i = 1; i + 1 < n->count; i++) {
        if (n->words[i]) keys[count++] = key_of(BY_MIDDLE, n->words[i], 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        TRY(from_here ? put_called(p, keys[i], number) : put_first(p, keys[i], number));
    }
    return DRG_OK;
}

static drg_status new_person(people *p, const reading *r, bool full, uint32_t *number) {
    const person one = {r->first_token, r->end_token, NO_ID, NOBODY, full, false};
    *number = (uint32_t)p->people.count;
    return VECTOR_PUSH(p->people, one) ? DRG_OK : DRG_NO_MEMORY;
}

/* Takes the referent that the gazetteer gave to a mention; false if he has another one. */
static bool takes_entry(people *p, uint32_t number, uint32_t referent_number) {
    person *one = person_at(p, number);
    if (referent_number == NO_ID) return true;
    if (one->has_entry) return one->referent == referent_number;
    one->referent = referent_number;
    one->has_entry = true;
    return true;
}

/* Full names ------------------------------------------------------------------------------------------------------ */

static size_t bytes_of(const drg_document *d, uint32_t first, uint32_t end) {
    return drg_document_span(d, first, end).length;
}

/* The person of a full name among those met so far: by the gazetteer, by all words, by given name and surname. */
static uint32_t find_full(const people *p, const person_name *n, uint32_t referent_number) {
    const drg_document *d = p->x->document;
    uint32_t number = NOBODY;
    if (referent_number != NO_ID) number = find(p, key_of(BY_REFERENT, referent_number, 0));
    if (number == NOBODY) number = find(p, words_key(BY_ALL_WORDS, n, 0));
    if (number != NOBODY) return number;
    number = find(p, key_of(BY_ENDS, n->words[0], last_of(n)));
    if (number == NOBODY) return NOBODY;
    const person *one = person_at(p, number);
    const person_name known = name_of(d, one->first_token, one->end_token);
    return middles_agree(n, &known) ? number : NOBODY;
}

static drg_status gather_full(people *p, const reading *r, const person_name *n, uint32_t referent_number,
                              uint32_t *number) {
    const drg_document *d = p->x->document;
    *number = find_full(p, n, referent_number);
    if (*number == NOBODY || !takes_entry(p, *number, referent_number)) {
        TRY(new_person(p, r, true, number));
        takes_entry(p, *number, referent_number);
    }
    person *one = person_at(p, *number);
    if (bytes_of(d, r->first_token, r->end_token) > bytes_of(d, one->first_token, one->end_token)) {
        one->first_token = r->first_token;
        one->end_token = r->end_token;
    }
    TRY(put(p, words_key(BY_ALL_WORDS, n, 0), *number));
    TRY(put(p, key_of(BY_ENDS, n->words[0], last_of(n)), *number));
    if (referent_number != NO_ID) TRY(put(p, key_of(BY_REFERENT, referent_number, 0), *number));
    for (uint32_t from = 1; from + 1 < n->count; from++) {
        TRY(put(p, words_key(BY_TAIL, n, from), *number)); /* of Reto von Salis: von Salis */
    }
    return call(p, n, *number, false);
}

static drg_status gather(people *p) {
    drg_document *d = p->x->document;
    for (size_t k = 0; k < p->mentions.count; k++) {
        const uint32_t i = p->mentions.items[k], id = d->readings.chosen.items[i];
        const reading *r = annotation_at(d, id);
        p->person_of.items[i] = NOBODY;
        const person_name n = name_of(d, r->first_token, r->end_token);
        if (n.count && is_full(&n)) TRY(gather_full(p, r, &n, facts_at(d, id)->referent, &p->person_of.items[i]));
    }
    return DRG_OK;
}

/* Who is called by the end of another's name (von Salis) is that one. */
static void join_tails(people *p) {
    const drg_document *d = p->x->document;
    for (uint32_t i = 0; i < p->people.count; i++) {
        person *one = person_at(p, i);
        const person_name n = name_of(d, one->first_token, one->end_token);
        const uint32_t other = find(p, words_key(BY_TAIL, &n, 0));
        if (other != NOBODY && other != i && !one->has_entry) one->same_as = other;
    }
}

/* All mentions ---------------------------------------------------------------------------------------------------- */

static bool is_longer_kind(const people *p, uint32_t number, const person_name *n) {
    return !person_at(p, number)->full && n->count > 1;
}

/* Anna K.: whoever was called so. */
static uint32_t find_hidden(const people *p, const person_name *n) {
    return find(p, words_key(BY_ALL_WORDS, n, 0));
}

/* V. Putin: by surname and letter, else the one who has only been called Putin so far. */
static uint32_t find_initials(const people *p, const person_name *n) {
    const uint32_t number = find(p, key_of(BY_INITIAL, last_of(n), n->letters[0]));
    if (number != NOBODY) return number;
    const uint32_t alone = find_called(p, key_of(BY_LAST, last_of(n), 0));
    if (alone == NOBODY) return NOBODY;
    const person *one = person_at(p, alone);
    return name_of(p->x->document, one->first_token, one->end_token).count == 1 ? alone : NOBODY;
}

/* A single name: a surname, a given name, a middle name; of those met so far, else of those to come. */
static uint32_t find_single(const people *p, uint32_t folded) {
    static const known_by ways[] = {BY_LAST, BY_FIRST, BY_MIDDLE};
    uint32_t (*const finds[])(const people *p, uint64_t key) = {find_called, find};
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            const uint32_t number = finds[t](p, key_of(ways[i], folded, 0));
            if (number != NOBODY) return number;
        }
    }
    return NOBODY;
}

/* Who an alias was taught for. */
static uint32_t find_taught(const people *p, const reading *r) {
    const drg_document *d = p->x->document;
    if (!(r->flags & READING_ALIAS) || reading_teacher(r) == NO_ID) return NOBODY;
    const uint32_t by = drg_annotation_now(d, reading_teacher(r));
    if (by == NO_ID || d->readings.items.items[by].label != p->label) return NOBODY;
    const size_t i = drg_annotations_from(d, d->readings.items.items[by].first_token);
    for (size_t k = i; k < d->readings.chosen.count && k < i + 4; k++) {
        if (d->readings.chosen.items[k] == by) return p->person_of.items[k];
    }
    return NOBODY;
}

static drg_status identify(people *p, size_t i) {
    drg_document *d = p->x->document;
    const uint32_t id = d->readings.chosen.items[i];
    const reading *r = annotation_at(d, id);
    const person_name n = name_of(d, r->first_token, r->end_token);
    const uint32_t given = facts_at(d, id)->referent;
    uint32_t number = p->person_of.items[i];
    if (number == NOBODY && n.count == 1 && n.words[0]) number = find_single(p, n.words[0]);
    if (number == NOBODY && n.count > 1) number = last_of(&n) ? find_initials(p, &n) : find_hidden(p, &n);
    if (number == NOBODY) number = find_taught(p, r);
    if (number != NOBODY) number = followed(p, number);
    if (number == NOBODY || !takes_entry(p, number, given)) {
        TRY(new_person(p, r, false, &number));
        takes_entry(p, number, given);
    } else if (is_longer_kind(p, number, &n)) {
        person_at(p, number)->first_token = r->first_token;
        person_at(p, number)->end_token = r->end_token;
    }
    p->person_of.items[i] = number;
    return n.count ? call(p, &n, number, true) : DRG_OK;
}

/* Gives the mention its person's referent, and as value the entry's id or his fullest name. */
static drg_status refer(people *p, uint32_t id, uint32_t number) {
    drg_document *d = p->x->document;
    person *one = person_at(p, number);
    if (one->referent == NO_ID) TRY(drg_referent_new(p->x, p->label, &one->referent));
    facts_at(d, id)->referent = one->referent;
    referent *r = &d->referents.items[one->referent];
    if (!r->name.length) TRY(drg_span_name(d, one->first_token, one->end_token, &r->name));
    facts_set_value(facts_at(d, id), one->has_entry ? r->key : r->name);
    return DRG_OK;
}

static drg_status list_mentions(people *p) {
    drg_document *d = p->x->document;
    for (size_t i = 0; i < d->of_kind[RESOLVE_PERSON].count; i++) {
        const bool of_label = annotation_at(d, mention_of_kind(d, RESOLVE_PERSON, i))->label == p->label;
        if (of_label && !VECTOR_PUSH(p->mentions, d->of_kind[RESOLVE_PERSON].items[i])) return DRG_NO_MEMORY;
    }
    return VECTOR_RESERVE(p->person_of, d->readings.chosen.count) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status resolve_people(people *p) {
    const uint32_t *chosen = p->x->document->readings.chosen.items;
    TRY(list_mentions(p));
    TRY(gather(p));
    join_tails(p);
    for (size_t k = 0; k < p->mentions.count; k++) TRY(identify(p, p->mentions.items[k]));
    for (size_t k = 0; k < p->mentions.count; k++) {
        const uint32_t i = p->mentions.items[k];
        TRY(refer(p, chosen[i], p->person_of.items[i]));
    }
    return DRG_OK;
}

drg_status drg_resolve_people(resolution *x, uint32_t label_number) {
    people p = {.x = x, .label = label_number};
    const drg_status status = resolve_people(&p);
    VECTOR_CLEAR(p.people);
    VECTOR_CLEAR(p.mentions);
    VECTOR_CLEAR(p.person_of);
    drg_table_clear(&p.known);
    return status;
}
