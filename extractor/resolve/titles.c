/* Titles: which of the gazetteer's instruments a title means that is not written as it stands there.
 *
 *     UN Convention against Torture                               its words, in any order, are those of one title: cat
 *     Air Services Agreement between Peru and Fiji of 3 May 1999  of the titles with these words, the one that these two
 *                                                                 have signed on that day
 *
 * Countries' names do not count among the words (lexicon/titles.h): the parties are compared instead. Few words fit many
 * instruments, and most instruments of the world stand in no list. So what speaks for an entry is weighed:
 *
 *     signed on that day     enough, with a word or both parties beside the noun
 *     signed in that year    with a word and both parties; of more parties, with three words, one if it has a name of its own
 *     no date                with two words and both parties; of more, with four words, two if it has a name of its own
 *
 * Whom the mention names beside the parties speaks against an entry, too: most of what two have agreed on others have.
 * A place that stands before the title is where it was signed (Vienna Convention against …), and counts as a word. A date
 * that is not its own, or a party of two that is missing, speaks against it. Several that are left are told apart by
 * whether they have a name of their own; else none is meant. */
#include <string.h>

#include "lexicon/titles.h"
#include "resolve/steps.h"

#define PARTIES_FEW 2 /* a treaty of so many is named by them */
#define DAY_LENGTH 10 /* 1999-05-03 */
#define PLACE_WORDS_MOST 2
#define TITLES_MOST 200

typedef struct {
    resolution *x;
    uint32_t at; /* where the mention stands in `chosen` */
    uint32_t first_token, end_token;
    drg_text date;
    drg_text place; /* before the title: Vienna; empty if none is taken for one */
    title_words words;
} asked;

typedef struct {
    uint32_t listed, said; /* parties that the entry has; of these, those that the mention names */
    uint32_t others;       /* what else the mention names */
} party_count;

/* The words of the mention ------------------------------------------------------------------------------------------ */

static bool is_hyphen(const drg_document *d, const token *t) {
    return t->end_byte - t->start_byte == 1 && d->text.text.bytes[t->start_byte] == '-';
}

/* Does an annotation that says the mention's own date cover the token? */
static bool is_of_date(const asked *a, uint32_t token_number) {
    drg_document *d = a->x->document;
    for (size_t k = a->at + 1; k < d->readings.chosen.count && a->date.length; k++) {
        const uint32_t id = d->readings.chosen.items[k];
        const reading *r = annotation_at(d, id);
        if (r->first_token > token_number) break;
        if (r->end_token > token_number && drg_label_resolves(label_at(d, id), RESOLVE_DATE) &&
            dates_agree(facts_value(facts_at(d, id)), a->date))
            return true;
    }
    return false;
}

static void add_words(asked *a) {
    const drg_document *d = a->x->document;
    const word *records = drg_words_records(d->words);
    bool hyphen = false;
    for (uint32_t i = a->first_token; i < a->end_token; i++) {
        const token *t = &d->tokens.items[i];
        const bool apart = t->flags & TOKEN_SPACE_BEFORE;
        if (t->flags & TOKEN_PUNCTUATION) {
            hyphen = !apart && is_hyphen(d, t);
            continue;
        }
        const word *w = &records[t->word];
        if (!is_of_date(a, i))
            drg_title_add(d->gazetteer, &a->words, drg_words_text(d->words, w->folded),
                          drg_words_text(d->words, w->stem), hyphen && !apart);
        hyphen = false;
    }
}

/* What speaks for an entry ------------------------------------------------------------------------------------------ */

static bool is_party(const gazetteer *g, uint32_t entry, drg_text id) {
    const uint32_t count = drg_gazetteer_attribute_count(g, entry);
    for (uint32_t i = 0; i < count; i++) {
        const attribute one = drg_gazetteer_attribute_at(g, entry, i);
        if (text_is(one.key, "parties") && text_equal(one.value, id)) return true;
    }
    return false;
}

/* The nth annotation within the mention, from *k of `chosen` on, that is of an entry; NO_ID. */
static uint32_t next_named(const asked *a, size_t *k) {
    drg_document *d = a->x->document;
    const uint32_t own = annotation_at(d, d->readings.chosen.items[a->at])->label;
    for (; *k < d->readings.chosen.count; ++*k) {
        const uint32_t id = d->readings.chosen.items[*k];
        const reading *r = annotation_at(d, id);
        if (r->first_token >= a->end_token) break;
        const bool within = r->first_token >= a->first_token && r->end_token <= a->end_token;
        if (within && r->label != own && facts_at(d, id)->entry != NO_ID) return id;
    }
    return NO_ID;
}

/* Does the mention name what has this id? */
static bool names(const asked *a, drg_text id) {
    drg_document *d = a->x->document;
    for (size_t k = a->at; next_named(a, &k) != NO_ID; k++)
        if (text_equal(facts_value(facts_at(d, d->readings.chosen.items[k])), id)) return true;
    return false;
}

static party_count count_parties(const asked *a, uint32_t entry) {
    drg_document *d = a->x->document;
    party_count c = {0};
    const uint32_t count = drg_gazetteer_attribute_count(d->gazetteer, entry);
    for (uint32_t i = 0; i < count; i++) {
        const attribute one = drg_gazetteer_attribute_at(d->gazetteer, entry, i);
        if (!text_is(one.key, "parties")) continue;
        c.listed++;
        c.said += names(a, one.value);
    }
    for (size_t k = a->at; next_named(a, &k) != NO_ID; k++)
        c.others += !is_party(d->gazetteer, entry, facts_value(facts_at(d, d->readings.chosen.items[k])));
    return c;
}

/* Has it a name by which it is known, and not only its title? */
static bool is_known_by_name(const asked *a, uint32_t entry) {
    const gazetteer *g = a->x->document->gazetteer;
    const uint32_t first = drg_gazetteer_entry(g, entry)->first_name, count = drg_gazetteer_names_of(g, entry);
    for (uint32_t i = first; i < first + count; i++)
        if (drg_gazetteer_name(g, i)->weight > 0) return true;
    return false;
}

/* Was it signed at the place that stands before the title? The Hague is Hague, too. */
static bool is_of_place(const asked *a, uint32_t entry) {
    const drg_text there = drg_gazetteer_attribute(a->x->document->gazetteer, (entry_id){entry}, drg_text_of("place"));
    for (size_t i = 0; i + a->place.length <= there.length; i++)
        if (!memcmp(there.bytes + i, a->place.bytes, a->place.length)) return true;
    return false;
}

static bool fits(const asked *a, uint32_t entry) {
    const drg_text signed_on =
        drg_gazetteer_attribute(a->x->document->gazetteer, (entry_id){entry}, drg_text_of("signed"));
    if (a->place.length && !is_of_place(a, entry)) return false;
    const bool dated = a->date.length && signed_on.length;
    if (dated && !dates_agree(a->date, signed_on)) return false;
    const bool of_day = dated && a->date.length >= DAY_LENGTH && signed_on.length >= DAY_LENGTH;
    const party_count parties = count_parties(a, entry);
    const bool few = parties.listed && parties.listed <= PARTIES_FEW;
    const bool all_said = few && parties.said == parties.listed;
    if (few && !all_said && parties.others) return false;
    if (of_day) return all_said || (a->words.count >= 2 && (!few || parties.said || a->words.count >= 3));
    if (few ? !all_said || (parties.others && !dated) : parties.others > 1 && parties.said < 2) return false;
    const bool known = is_known_by_name(a, entry);
    if (!few && !known && !dated && (parties.others || parties.listed)) return false;
    return a->words.count + dated + (a->place.length > 0) >= (few || known ? 3 : 5);
}

static bool is_same_day(const asked *a, uint32_t one, uint32_t other) {
    const gazetteer *g = a->x->document->gazetteer;
    const drg_text first = drg_gazetteer_attribute(g, (entry_id){one}, drg_text_of("signed"));
    return first.length >= DAY_LENGTH &&
           text_equal(first, drg_gazetteer_attribute(g, (entry_id){other}, drg_text_of("signed")));
}

/* The entry that fits; of several the only one with a name of its own, or any of one day; else NO_ID. */
static uint32_t choose(const asked *a, uint32_t first, uint32_t count) {
    uint32_t best = NO_ID;
    bool tie = false, best_named = false;
    for (uint32_t i = 0; i < count && i < TITLES_MOST; i++) {
        const uint32_t entry = drg_titles_entry(a->x->document->gazetteer, first + i);
        if (!fits(a, entry)) continue;
        const bool named = is_known_by_name(a, entry);
        if (best == NO_ID || (named && !best_named)) {
            best = entry;
            best_named = named;
            tie = false;
        } else if (named == best_named && !is_same_day(a, best, entry)) {
            tie = true;
        }
    }
    return tie ? NO_ID : best;
}

static uint32_t entry_of_words(asked *a) {
    uint32_t first;
    a->words = (title_words){0};
    add_words(a);
    const uint32_t count = drg_titles_count(a->x->document->gazetteer, &a->words, &first);
    return count ? choose(a, first, count) : NO_ID;
}

uint32_t drg_entry_of_title(resolution *x, uint32_t at, uint32_t end_token, drg_text date) {
    drg_document *d = x->document;
    const uint32_t start = annotation_at(d, d->readings.chosen.items[at])->first_token;
    asked a = {.x = x, .at = at, .first_token = start, .end_token = end_token, .date = date};
    uint32_t entry = entry_of_words(&a);
    for (uint32_t n = 1; n <= PLACE_WORDS_MOST && entry == NO_ID && start + n < end_token; n++) {
        a.first_token = start + n;
        a.place = drg_document_span(d, start, start + n);
        entry = entry_of_words(&a);
    }
    return entry;
}
