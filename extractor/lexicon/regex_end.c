/* The extent of an expression: how long a text can be that it matches as a whole, and which byte it can end with. See
 * regex.h.
 *
 *     \p{Ll}{2,}(ist|ian|woman)|boxer      any length         n r t
 *     [A-Z]{1,5}                           five characters    letters; and what is not ASCII: ſ is an S without its case
 *     (Mr|Mrs|President)\.?                ten characters     r s t .
 *     \d+(st|nd)?                          any length         t d, and digits of any script
 *
 * PCRE2 tells how matches begin, but not how they end. So the expression itself is read, as far as that is simple: each
 * of its alternatives is a row of atoms, each with its quantifier; an atom is a character, a class, an escape, or a group
 * of alternatives of that sort. Of what is not understood, anything is possible. */
#include <string.h>

#include "lexicon/regex.h"

#define DEPTH_MOST 8 /* groups in groups that are looked into */

static bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_one_of(char c, const char *set) {
    return c && strchr(set, c);
}

/* Not with quotes, comments, verbs, control characters or named classes, which change what is read behind them. */
static bool is_simple(drg_text e) {
    for (size_t i = 0; i < e.length; i++) {
        const char c = e.bytes[i], next = i + 1 < e.length ? e.bytes[i + 1] : ' ';
        if (c == '#' || (c == '(' && next == '*') || (c == '[' && next == ':') || (c == ':' && next == ']'))
            return false;
        if (c == '\\' && (next == 'Q' || next == 'c')) return false;
    }
    return true;
}

/* Where atoms end -------------------------------------------------------------------------------------------------- */

/* Behind the class in square brackets at `at`. A bracket at its very start is in it. */
static size_t class_end(drg_text e, size_t at) {
    size_t i = at + 1;
    if (i < e.length && e.bytes[i] == '^') i++;
    if (i < e.length && e.bytes[i] == ']') i++;
    while (i < e.length && e.bytes[i] != ']') i += e.bytes[i] == '\\' ? 2 : 1;
    return i < e.length ? i + 1 : e.length;
}

/* Behind the escape at `at`: \p{Lu}; \d; and of those that are not known, behind letters and digits that may belong to
 * them. */
static size_t escape_end(drg_text e, size_t at) {
    size_t i = at + 2;
    if (i >= e.length || !is_letter_or_digit(e.bytes[at + 1])) return i < e.length ? i : e.length;
    const bool property = is_one_of(e.bytes[at + 1], "pP");
    if (property && e.bytes[i] == '{') {
        while (i < e.length && e.bytes[i] != '}') i++;
        return i < e.length ? i + 1 : i;
    }
    while (!is_one_of(e.bytes[at + 1], "dDwWsS") && i < e.length && is_letter_or_digit(e.bytes[i])) i++;
    return i;
}

static size_t character_end(drg_text e, size_t at) {
    do at++;
    while (at < e.length && ((unsigned char)e.bytes[at] & 0xC0) == 0x80);
    return at;
}

static size_t atom_end(drg_text e, size_t at) {
    size_t depth = 0;
    do {
        const char c = e.bytes[at];
        depth += c == '(';
        depth -= c == ')' && depth;
        at = c == '\\' ? escape_end(e, at) : c == '[' ? class_end(e, at) : character_end(e, at);
    } while (depth && at < e.length);
    return at;
}

/* Quantifiers ------------------------------------------------------------------------------------------------------ */

typedef struct {
    size_t least, most;
} repeats;

static size_t number_at(drg_text e, size_t *at) {
    size_t n = 0;
    for (; *at < e.length && e.bytes[*at] >= '0' && e.bytes[*at] <= '9'; ++*at)
        if (n < REGEX_MANY) n = n * 10 + (size_t)(e.bytes[*at] - '0');
    return n;
}

/* {2} {2,} {2,5}; what is none of these is left where it is, and read as an atom that is not understood. */
static repeats count_at(drg_text e, size_t *at) {
    size_t i = *at + 1;
    if (i == e.length) return (repeats){1, 1};
    repeats r = {number_at(e, &i), 0};
    const bool comma = i < e.length && e.bytes[i] == ',', open = comma && i + 1 < e.length && e.bytes[i + 1] == '}';
    i += comma;
    r.most = open ? REGEX_MANY : comma ? number_at(e, &i) : r.least;
    if (e.bytes[*at + 1] == ',' || i == e.length || e.bytes[i] != '}') return (repeats){1, 1};
    *at = i + 1;
    return r;
}

/* The quantifier at *at, if one is there; moves *at behind it. */
static repeats repeats_at(drg_text e, size_t *at) {
    const char c = *at < e.length ? e.bytes[*at] : 0;
    if (!is_one_of(c, "?*+{")) return (repeats){1, 1};
    const repeats r = c == '{' ? count_at(e, at) : (repeats){c == '+', c == '?' ? 1 : REGEX_MANY};
    *at += c != '{';
    if (*at < e.length && is_one_of(e.bytes[*at], "?+")) ++*at; /* lazy or possessive */
    return r;
}

/* Extents ---------------------------------------------------------------------------------------------------------- */

static regex_extent unknown(size_t most) {
    regex_extent x = {.most = most};
    memset(x.last, 0xFF, sizeof x.last);
    return x;
}

static void set_digits(uint8_t bits[32]) {
    for (unsigned digit = '0'; digit <= '9'; digit++) drg_regex_set_letter(bits, digit);
    memset(bits + 16, 0xFF, 16); /* of other scripts */
}

/* The class in square brackets: letters, ranges and marks of ASCII, and \d. */
static regex_extent class_extent(drg_text class) {
    regex_extent x = {.most = 1};
    for (size_t i = 1; i + 1 < class.length; i++) {
        const bool escaped = class.bytes[i] == '\\';
        i += escaped;
        const unsigned char c = (unsigned char)class.bytes[i];
        const bool digits = escaped && c == 'd', range = i + 3 < class.length && class.bytes[i + 1] == '-';
        const unsigned char to = range ? (unsigned char)class.bytes[i + 2] : c;
        if (digits && !range) set_digits(x.last);
        else if (c >= 0x80 || to >= 0x80 || c == '^' || (range && to == '\\') ||
                 (escaped && is_letter_or_digit((char)c)))
            return unknown(1);
        else
            for (unsigned byte = c; byte <= to; byte++) drg_regex_set_letter(x.last, byte);
        if (range) i += 2;
    }
    return x;
}

static regex_extent escape_extent(drg_text escape) {
    regex_extent x = {.most = 1};
    const char c = escape.bytes[1];
    if (!is_letter_or_digit(c)) drg_regex_set_letter(x.last, (unsigned char)c);
    else if (c == 'd') set_digits(x.last);
    else return unknown(is_one_of(c, "DwWsSpP") ? 1 : REGEX_MANY);
    return x;
}

/* What stands in a group that only groups; empty if `atom` is none. */
static drg_text inside_group(drg_text atom) {
    if (atom.length < 3 || atom.bytes[0] != '(' || atom.bytes[atom.length - 1] != ')') return (drg_text){atom.bytes, 0};
    const bool asks = atom.bytes[1] == '?', only_groups = asks && atom.bytes[2] == ':';
    if (asks && !only_groups) return (drg_text){atom.bytes, 0};
    const size_t start = only_groups ? 3 : 1;
    return (drg_text){atom.bytes + start, atom.length - 1 - start};
}

static regex_extent extent_of(drg_text e, unsigned depth);

static regex_extent atom_extent(drg_text atom, unsigned depth) {
    const char c = atom.bytes[0];
    const drg_text inside = inside_group(atom);
    if (inside.length) return depth < DEPTH_MOST ? extent_of(inside, depth + 1) : unknown(REGEX_MANY);
    if (c == '[') return class_extent(atom);
    if (c == '\\' && atom.length > 1) return escape_extent(atom);
    if (text_is(atom, "(?i)")) return unknown(0);
    if ((unsigned char)c >= 0x80 || c == '.') return unknown(1);
    regex_extent x = {.most = 1};
    if (!is_letter_or_digit(c) && !is_one_of(c, "-'_&/,")) return unknown(REGEX_MANY);
    drg_regex_set_letter(x.last, (unsigned char)c);
    return x;
}

/* What an alternative can end with: with its last atom, and with those before it as far as what is behind them may be
 * left out. If all may, it is empty, and anything may stand before it. */
static void append(regex_extent *row, const regex_extent *atom, repeats r) {
    if (r.least) memset(row->last, 0, sizeof row->last);
    for (size_t i = 0; i < sizeof row->last; i++) row->last[i] |= atom->last[i];
    row->most += atom->most < REGEX_MANY ? atom->most * r.most : REGEX_MANY;
    if (row->most > REGEX_MANY) row->most = REGEX_MANY;
}

static void add_alternative(regex_extent *all, const regex_extent *row) {
    for (size_t i = 0; i < sizeof all->last; i++) all->last[i] |= row->last[i];
    if (row->most > all->most) all->most = row->most;
}

static regex_extent extent_of(drg_text e, unsigned depth) {
    regex_extent all = {.most = 0}, row = unknown(0);
    for (size_t at = 0; at < e.length;) {
        if (e.bytes[at] == '|') {
            add_alternative(&all, &row);
            row = unknown(0);
            at++;
            continue;
        }
        const size_t start = at;
        at = atom_end(e, at);
        const regex_extent atom = atom_extent((drg_text){e.bytes + start, at - start}, depth);
        append(&row, &atom, repeats_at(e, &at));
    }
    add_alternative(&all, &row);
    return all;
}

regex_extent drg_regex_extent(drg_text expression) {
    return is_simple(expression) ? extent_of(expression, 0) : unknown(REGEX_MANY);
}
