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
    uint32_t folded; /* of an initial 0 */
    uint32_t letter; /* the code point it begins with */
} name_word;

typedef struct {
    const name_word *words; /* of people.words */
    uint32_t count;
    uint32_t suffix; /* folded: Jr., III; 0 if none */
} person_name;

typedef struct {         /* Of the label. Its name is read once. */
    uint32_t at, id;     /* where it stands in `chosen`; the reading */
    uint32_t first_word; /* of people.words */
    uint32_t word_count, suffix;
    uint32_t person; /* NOBODY: not known yet */
} mention;

typedef struct {
    uint32_t called;   /* the mention with his fullest name so far */
    uint32_t referent; /* NO_ID: not made yet */
    uint32_t same_as;  /* it was the tail of another's name: that person; NOBODY */
    bool full;         /* known by a given name and a surname */
    bool has_entry;    /* the referent is the gazetteer's */
} person;

typedef struct {
    resolution *x;
    uint32_t label;
    VECTOR(person) people;
    VECTOR(mention) mentions;
    VECTOR(name_word) words;
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

static drg_status add_word(people *p, mention *m, uint32_t folded, uint32_t letter) {
    if (m->word_count == NAME_WORDS) p->words.count--; /* the last one counts */
    else m->word_count++;
    return VECTOR_PUSH(p->words, ((name_word){folded, letter})) ? DRG_OK : DRG_NO_MEMORY;
}

/* A generational suffix by its shape: several letters with a dot (Jr.), or a Roman numeral (III). */
static bool is_suffix(const word *w, drg_text folded) {
    if (folded.length < 2 || is_initials(folded)) return false;
    return folded.bytes[folded.length - 1] == '.' || (w->classes & WORD_ROMAN);
}

static drg_status read_name(people *p, mention *m, const reading *r) {
    const drg_document *d = p->x->document;
    const word *records = drg_words_records(d->words);
    m->first_word = (uint32_t)p->words.count;
    for (uint32_t i = r->first_token; i < r->end_token; i++) {
        if (d->tokens.items[i].flags & TOKEN_PUNCTUATION) continue;
        const word *w = &records[d->tokens.items[i].word];
        const drg_text folded = drg_words_text(d->words, w->folded);
        if (is_initials(folded)) {
            for (size_t at = 0; at < folded.length; at++) TRY(add_word(p, m, 0, drg_utf8_next(folded, &at)));
        } else if (m->word_count && is_suffix(w, folded)) {
            m->suffix = w->folded.n;
        } else {
            const bool initial = (w->classes & WORD_CAP) && is_one_letter(folded); /* George W Bush */
            TRY(add_word(p, m, initial ? 0 : w->folded.n, first_letter(folded)));
        }
    }
    return DRG_OK;
}

static person_name name_of(const people *p, uint32_t mention_number) {
    const mention *m = &p->mentions.items[mention_number];
    return (person_name){p->words.items + m->first_word, m->word_count, m->suffix};
}
static person_name name_of_person(const people *p, uint32_t number) {
    return name_of(p, person_at(p, number)->called);
}

static uint32_t last_of(const person_name *n) {
    return n->words[n->count - 1].folded;
}
static bool begins_with_initial(const person_name *n) {
    return n->words[0].folded == 0;
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
        key = key_with(key_with(key, n->words[i].folded), n->words[i].folded ? 0 : n->words[i].letter);
    return key;
}

/* Could the names in the middle be of one person? H. W. and W. could not, nor could H. and none be told apart. */
static bool middles_agree(const person_name *a, const person_name *b) {
    for (uint32_t i = 1; i + 1 < a->count && i + 1 < b->count; i++) {
        const name_word x = a->words[i], y = b->words[i];
        if (x.folded && y.folded ? x.folded != y.folded : x.letter != y.letter) return false;
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
    if (n->count > 1) keys[count++] = key_of(BY_INITIAL, last_of(n), n->words[0].letter);
    if (n->count > 1 && !begins_with_initial(n)) keys[count++] = key_of(BY_FIRST, n->words[0].folded, 0);
    for (uint32_t i = 1; i + 1 < n->count; i++) {
        if (n->words[i].folded) keys[count++] = key_of(BY_MIDDLE, n->words[i].folded, 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        TRY(from_here ? put_called(p, keys[i], number) : put_first(p, keys[i], number));
    }
    return DRG_OK;
}

static drg_status new_person(people *p, uint32_t called, bool full, uint32_t *number) {
    const person one = {called, NO_ID, NOBODY, full, false};
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

static size_t bytes_of(const people *p, uint32_t mention_number) {
    drg_document *d = p->x->document;
    const reading *r = annotation_at(d, p->mentions.items[mention_number].id);
    return drg_document_span(d, r->first_token, r->end_token).length;
}

/* The person of a full name among those met so far: by the gazetteer, by all words, by given name and surname. */
static uint32_t find_full(const people *p, const person_name *n, uint32_t referent_number) {
    uint32_t number = NOBODY;
    if (referent_number != NO_ID) number = find(p, key_of(BY_REFERENT, referent_number, 0));
    if (number == NOBODY) number = find(p, words_key(BY_ALL_WORDS, n, 0));
    if (number != NOBODY) return number;
    number = find(p, key_of(BY_ENDS, n->words[0].folded, last_of(n)));
    if (number == NOBODY) return NOBODY;
    const person_name known = name_of_person(p, number);
    return middles_agree(n, &known) ? number : NOBODY;
}

static drg_status gather_full(people *p, uint32_t k, const person_name *n, uint32_t referent_number, uint32_t *number) {
    *number = find_full(p, n, referent_number);
    if (*number == NOBODY || !takes_entry(p, *number, referent_number)) {
        TRY(new_person(p, k, true, number));
        takes_entry(p, *number, referent_number);
    }
    person *one = person_at(p, *number);
    if (bytes_of(p, k) > bytes_of(p, one->called)) one->called = k;
    TRY(put(p, words_key(BY_ALL_WORDS, n, 0), *number));
    TRY(put(p, key_of(BY_ENDS, n->words[0].folded, last_of(n)), *number));
    if (referent_number != NO_ID) TRY(put(p, key_of(BY_REFERENT, referent_number, 0), *number));
    for (uint32_t from = 1; from + 1 < n->count; from++) {
        TRY(put(p, words_key(BY_TAIL, n, from), *number)); /* of Reto von Salis: von Salis */
    }
    return call(p, n, *number, false);
}

static drg_status gather(people *p) {
    drg_document *d = p->x->document;
    for (uint32_t k = 0; k < p->mentions.count; k++) {
        mention *m = &p->mentions.items[k];
        const person_name n = name_of(p, k);
        if (n.count && is_full(&n)) TRY(gather_full(p, k, &n, facts_at(d, m->id)->referent, &m->person));
    }
    return DRG_OK;
}

/* Who is called by the end of another's name (von Salis) is that one. */
static void join_tails(people *p) {
    for (uint32_t i = 0; i < p->people.count; i++) {
        person *one = person_at(p, i);
        const person_name n = name_of_person(p, i);
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
    const uint32_t number = find(p, key_of(BY_INITIAL, last_of(n), n->words[0].letter));
    if (number != NOBODY) return number;
    const uint32_t alone = find_called(p, key_of(BY_LAST, last_of(n), 0));
    return alone != NOBODY && name_of_person(p, alone).count == 1 ? alone : NOBODY;
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

/* The person of the mention that stands at chosen[at]; NOBODY. */
static uint32_t person_at_chosen(const people *p, size_t at) {
    size_t low = 0, high = p->mentions.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (p->mentions.items[middle].at < at) low = middle + 1;
        else high = middle;
    }
    return low < p->mentions.count && p->mentions.items[low].at == at ? p->mentions.items[low].person : NOBODY;
}

/* Who an alias was taught for. */
static uint32_t find_taught(const people *p, const reading *r) {
    const drg_document *d = p->x->document;
    if (!(r->flags & READING_ALIAS) || reading_teacher(r) == NO_ID) return NOBODY;
    const uint32_t by = drg_annotation_now(d, reading_teacher(r));
    if (by == NO_ID || d->readings.items.items[by].label != p->label) return NOBODY;
    const size_t i = drg_annotations_from(d, d->readings.items.items[by].first_token);
    for (size_t k = i; k < d->readings.chosen.count && k < i + 4; k++) {
        if (d->readings.chosen.items[k] == by) return person_at_chosen(p, k);
    }
    return NOBODY;
}

static drg_status identify(people *p, uint32_t k) {
    drg_document *d = p->x->document;
    mention *m = &p->mentions.items[k];
    const person_name n = name_of(p, k);
    const uint32_t given = facts_at(d, m->id)->referent;
    uint32_t number = m->person;
    if (number == NOBODY && n.count == 1 && n.words[0].folded) number = find_single(p, n.words[0].folded);
    if (number == NOBODY && n.count > 1) number = last_of(&n) ? find_initials(p, &n) : find_hidden(p, &n);
    if (number == NOBODY) number = find_taught(p, annotation_at(d, m->id));
    if (number != NOBODY) number = followed(p, number);
    if (number == NOBODY || !takes_entry(p, number, given)) {
        TRY(new_person(p, k, false, &number));
        takes_entry(p, number, given);
    } else if (is_longer_kind(p, number, &n)) {
        person_at(p, number)->called = k;
    }
    m->person = number;
    return n.count ? call(p, &n, number, true) : DRG_OK;
}

/* Gives the mention its person's referent, and as value the entry's id or his fullest name. */
static drg_status refer(people *p, uint32_t id, uint32_t number) {
    drg_document *d = p->x->document;
    person *one = person_at(p, number);
    if (one->referent == NO_ID) TRY(drg_referent_new(p->x, p->label, &one->referent));
    facts_at(d, id)->referent = one->referent;
    referent *r = &d->referents.items[one->referent];
    if (!r->name.length) {
        const reading *called = annotation_at(d, p->mentions.items[one->called].id);
        TRY(drg_span_name(d, called->first_token, called->end_token, &r->name));
    }
    facts_set_value(facts_at(d, id), one->has_entry ? r->key : r->name);
    return DRG_OK;
}

static drg_status list_mentions(people *p) {
    drg_document *d = p->x->document;
    for (size_t i = 0; i < d->of_kind[RESOLVE_PERSON].count; i++) {
        mention m = {.at = d->of_kind[RESOLVE_PERSON].items[i], .person = NOBODY};
        m.id = d->readings.chosen.items[m.at];
        const reading *r = annotation_at(d, m.id);
        if (r->label != p->label) continue;
        TRY(read_name(p, &m, r));
        if (!VECTOR_PUSH(p->mentions, m)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status resolve_people(people *p) {
    TRY(list_mentions(p));
    TRY(gather(p));
    join_tails(p);
    for (uint32_t k = 0; k < p->mentions.count; k++) TRY(identify(p, k));
    drg_table_clear(&p->known); /* before the referents take room */
    for (uint32_t k = 0; k < p->mentions.count; k++)
        TRY(refer(p, p->mentions.items[k].id, p->mentions.items[k].person));
    return DRG_OK;
}

drg_status drg_resolve_people(resolution *x, uint32_t label_number) {
    people p = {.x = x, .label = label_number};
    const drg_status status = resolve_people(&p);
    VECTOR_CLEAR(p.people);
    VECTOR_CLEAR(p.mentions);
    VECTOR_CLEAR(p.words);
    drg_table_clear(&p.known);
    return status;
}
