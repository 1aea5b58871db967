/* Abbreviations: the words that keep their dot. See tokens.h.
 *
 * A hash table of words in small letters, without their dot. One that the list writes with a capital needs a capital in
 * the text, too: "No. 5" keeps its dot, and "he said no." does not. */
#include "text/abbreviations.h"

#include "text/characters.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static uint32_t small(uint32_t c) {
    if (c < 0x80) return drg_is_capital(c) ? c - 'A' + 'a' : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* `word` in small letters, and whether it begins with a capital; length 0 if it is too long. */
static abbreviation fold(drg_text word) {
    abbreviation e = {0};
    size_t length = 0;
    if (word.length == 0 || word.length > ABBREVIATION_BYTES / 2) return e; /* small letters may be longer */
    for (size_t at = 0; at < word.length;) {
        const bool first = at == 0;
        const uint32_t c = drg_utf8_next(word, &at);
        if (first) e.capital = drg_is_capital(c);
        length += drg_utf8_put(small(c), e.bytes + length);
    }
    e.length = (uint8_t)length;
    return e;
}

static size_t hash(const abbreviation *e) {
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a */
    for (size_t i = 0; i < e->length; i++) h = (h ^ (unsigned char)e->bytes[i]) * 0x100000001B3u;
    return (size_t)(h ^ h >> 32);
}

/* Where `e` stands in the table, or would. */
static abbreviation *place_of(const abbreviations *a, const abbreviation *e) {
    const size_t mask = a->places.count - 1;
    for (size_t i = hash(e);; i++) {
        abbreviation *place = &a->places.items[i & mask];
        const drg_text word = {place->bytes, place->length};
        if (!place->length || text_equal(word, (drg_text){e->bytes, e->length})) return place;
    }
}

bool drg_abbreviations_has(const abbreviations *a, drg_text word) {
    if (!a) return false;
    const abbreviation wanted = fold(word);
    if (!wanted.length) return false;
    const abbreviation *found = place_of(a, &wanted);
    return found->length && (wanted.capital || !found->capital);
}

static void add(abbreviations *a, drg_text word) {
    const abbreviation e = fold(word);
    if (!e.length) return;
    abbreviation *place = place_of(a, &e);
    const bool capital = e.capital && (!place->length || place->capital);
    *place = e;
    place->capital = capital;
}

static bool is_letter_alone(drg_text word) {
    size_t at = 0;
    if (word.length) drg_utf8_next(word, &at);
    return at == word.length;
}

/* Adds what the tokeniser will ask for: the parts before the dots of "Ph.D.", but those of one letter, which have a
 * rule. */
static void add_parts(abbreviations *a, drg_text word) {
    size_t start = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] != '.') continue;
        const drg_text part = {word.bytes + start, i - start};
        const bool whole = start == 0 && i + 1 == word.length;
        if (whole || !is_letter_alone(part)) add(a, part);
        start = i + 1;
    }
}

static size_t count_dots(const drg_text *words, size_t count) {
    size_t dots = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < words[i].length; j++) dots += words[i].bytes[j] == '.';
    }
    return dots;
}

drg_status drg_abbreviations_new(const drg_text *words, size_t count, abbreviations **out) {
    size_t places = 16;
    while (places < 2 * count_dots(words, count)) places *= 2;
    *out = calloc(1, sizeof **out);
    if (!*out || !VECTOR_RESERVE((*out)->places, places)) {
        drg_abbreviations_free(*out);
        *out = NULL;
        return DRG_NO_MEMORY;
    }
    memset((*out)->places.items, 0, places * sizeof(abbreviation));
    (*out)->places.count = places;
    for (size_t i = 0; i < count; i++) add_parts(*out, words[i]);
    return DRG_OK;
}

void drg_abbreviations_free(abbreviations *a) {
    if (!a) return;
    VECTOR_CLEAR(a->places);
    free(a);
}
