/* Plurals of English nouns, by the rules of spelling alone. See plural.h.
 *
 *     after s, x, z, ch, sh       es      mass-es  tax-es  branch-es
 *     after a consonant and y     ies     treat-ies; but day-s
 *     else                        s
 *
 * Of several words the last is the noun, or the one before a preposition: secretar-ies of state,
 * commander-s-in-chief. */
#include "lexicon/plural.h"

#include <string.h>

static const char *const prepositions[] = {"of", "on",   "for",     "in",      "to",
                                           "at", "with", "between", "against", "concerning"};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 128;
}

static bool is_between_words(char c) {
    return c == ' ' || c == '-';
}

static bool is_preposition(drg_text word) {
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++) {
        if (text_is(word, prepositions[i])) return true;
    }
    return false;
}

/* Where the noun ends: before the first preposition that is not the first word, else at the name's end. */
static size_t noun_end(drg_text name) {
    size_t end_before = 0; /* of the word before the one that begins at `from` */
    for (size_t from = 0; from < name.length;) {
        size_t to = from;
        while (to < name.length && !is_between_words(name.bytes[to])) to++;
        if (end_before && is_preposition((drg_text){name.bytes + from, to - from})) return end_before;
        if (to > from) end_before = to;
        from = to + 1;
    }
    return name.length;
}

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_vowel(char c) {
    return c != '\0' && strchr("aeiou", c) != NULL;
}

/* The ending that the noun takes; *cut letters of it go. */
static const char *ending(drg_text noun, size_t *cut) {
    const char last = small(noun.bytes[noun.length - 1]);
    const char before = noun.length > 1 ? small(noun.bytes[noun.length - 2]) : '\0';
    *cut = 0;
    if (last == 's' || last == 'x' || last == 'z') return "es";
    if (last == 'h' && (before == 'c' || before == 's')) return "es";
    if (last != 'y' || !is_letter(before) || is_vowel(before)) return "s";
    *cut = 1;
    return "ies";
}

drg_status drg_plural(drg_text name, buffer *out) {
    out->count = 0;
    const drg_text noun = {name.bytes, noun_end(name)};
    if (!noun.length || !is_letter(noun.bytes[noun.length - 1])) return DRG_OK;
    size_t cut;
    const char *end = ending(noun, &cut);
    const bool room = drg_buffer_append(out, (drg_text){noun.bytes, noun.length - cut}) &&
                      drg_buffer_append(out, drg_text_of(end)) &&
                      drg_buffer_append(out, (drg_text){name.bytes + noun.length, name.length - noun.length});
    return room ? DRG_OK : DRG_NO_MEMORY;
}
