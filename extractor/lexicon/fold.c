/* Folding: the forms in which words are compared. See fold.h.
 *
 *     word ─► utf8proc: decompose ─► code points: straighten, drop ─► utf8proc: compose, encode ─► form
 *
 * Words of ASCII, nearly all of them, need none of that. */
#include "lexicon/fold.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "bounds.h"
#include "text/utf8.h"

/* The longest decomposition of a code point (U+FDFA) makes eighteen of three bytes. */
enum { POINTS_MOST = WORD_BYTES * 6 };

typedef enum { FORM_CLEAN, FORM_SMALL, FORM_FOLDED } word_form;

static const utf8proc_option_t options_of[] = {
    [FORM_CLEAN] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
    [FORM_SMALL] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
    [FORM_FOLDED] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT,
};

static bool is_ascii(drg_text word) {
    for (size_t i = 0; i < word.length; i++) {
        if ((unsigned char)word.bytes[i] >= 128) return false;
    }
    return true;
}

static drg_status copy(drg_text word, buffer *out) {
    if (!VECTOR_RESERVE(*out, word.length + 1)) return DRG_NO_MEMORY;
    if (word.length) memcpy(out->items, word.bytes, word.length);
    out->count = word.length;
    return DRG_OK;
}

static drg_status copy_in_small_letters(drg_text word, buffer *out) {
    TRY(copy(word, out));
    for (size_t i = 0; i < out->count; i++) {
        const char c = out->items[i];
        if (c >= 'A' && c <= 'Z') out->items[i] = (char)(c | 0x20);
    }
    return DRG_OK;
}

typedef struct {
    int32_t first, last; /* code points */
    char as;             /* what they are compared as; NUL: nothing */
} alike;

/* Marks that nobody sees: they hinder no comparison. */
static const alike unseen[] = {
    {0x00AD, 0x00AD, 0}, /* soft hyphen */
    {0x034F, 0x034F, 0}, /* joiner of graphemes */
    {0x061C, 0x061C, 0}, /* direction */
    {0x0640, 0x0640, 0}, /* the stretch of Arabic lines */
    {0x180E, 0x180E, 0}, /* Mongolian vowel separator */
    {0x200B, 0x200F, 0}, /* zero width, direction */
    {0x202A, 0x202E, 0}, /* direction */
    {0x2060, 0x2064, 0}, /* word joiner … */
    {0x2066, 0x2069, 0}, /* direction */
    {0xFE00, 0xFE0F, 0}, /* variation selectors */
    {0xFEFF, 0xFEFF, 0}, /* byte order mark */
};

/* What is written in several ways, and meant as one. */
static const alike straight[] = {
    {0x02B9, 0x02B9, '\''}, /* ʹ of transliterations, and so are the next three */
    {0x02BB, 0x02BC, '\''}, /* ʻ ʼ */
    {0x02BE, 0x02BF, '\''}, /* ʾ ʿ */
    {0x2010, 0x2011, '-' }, /* hyphens */
    {0x2018, 0x2019, '\''}, /* ‘ ’ */
    {0x201B, 0x201B, '\''}, /* ‛ */
    {0x201C, 0x201F, '"' }, /* “ ” „ ‟ */
    {0x2032, 0x2032, '\''}, /* ′ */
    {0xFE63, 0xFE63, '-' },
    {0xFF02, 0xFF02, '"' },
    {0xFF07, 0xFF07, '\''},
    {0xFF0D, 0xFF0D, '-' }, /* small and wide ones */
};

/* Dashes in names; letters with a stroke and the like, which Unicode does not take apart. */
static const alike plain[] = {
    {0x00F0, 0x00F0, 'd'}, /* ð */
    {0x00F8, 0x00F8, 'o'}, /* ø */
    {0x0111, 0x0111, 'd'}, /* đ */
    {0x0127, 0x0127, 'h'}, /* ħ */
    {0x0131, 0x0131, 'i'}, /* ı */
    {0x0142, 0x0142, 'l'}, /* ł */
    {0x0167, 0x0167, 't'}, /* ŧ */
    {0x2012, 0x2013, '-'}, /* figure dash, en dash */
    {0x2212, 0x2212, '-'}, /* minus */
};

static int32_t compared_as(int32_t c, const alike *table, size_t count) {
    for (size_t i = 0; i < count && c >= table[i].first; i++) {
        if (c <= table[i].last) return table[i].as;
    }
    return c;
}

#define COMPARED_AS(c, table) compared_as(c, table, sizeof(table) / sizeof *(table))

static bool is_accent(int32_t c) {
    if (c < 0x0300) return false;
    const int class = utf8proc_get_property(c)->combining_class;
    return (class >= 10 && class <= 36) || class >= 200; /* points of Hebrew, Arabic, Syriac; above, below, through */
}

/* Straightens and drops in place; returns how many are left. */
static utf8proc_ssize_t tidy(int32_t *points, utf8proc_ssize_t count, word_form form) {
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        int32_t c = COMPARED_AS(COMPARED_AS(points[i], unseen), straight);
        if (form == FORM_FOLDED) c = is_accent(c) ? 0 : COMPARED_AS(c, plain);
        if (c) points[kept++] = c;
    }
    return kept;
}

static drg_status transform(drg_text word, word_form form, buffer *out) {
    int32_t points[POINTS_MOST + 1];
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)word.bytes;
    utf8proc_ssize_t count =
        utf8proc_decompose(bytes, (utf8proc_ssize_t)word.length, points, POINTS_MOST, options_of[form]);
    if (count < 0 || count > POINTS_MOST) return copy(word, out);
    count = tidy(points, count, form);
    count = utf8proc_reencode(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (count < 0) return copy(word, out);
    return copy((drg_text){(const char *)points, (size_t)count}, out); /* the bytes stand where the points were */
}

drg_status drg_clean(drg_text word, buffer *out) {
    if (word.length > WORD_BYTES || is_ascii(word)) return copy(word, out);
    return transform(word, FORM_CLEAN, out);
}

drg_status drg_fold(drg_text word, buffer *out) {
    if (word.length > WORD_BYTES) return copy(word, out);
    if (is_ascii(word)) return copy_in_small_letters(word, out);
    return transform(word, FORM_FOLDED, out);
}

/* Classes ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t letters, capitals, small, digits, separators, points;
    bool first_is_capital;
} letter_counts;

static void count_point(letter_counts *n, int32_t c) {
    n->points++;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        n->capitals++;
        if (!n->letters++) n->first_is_capital = true;
        break;
    case UTF8PROC_CATEGORY_LL:
        n->small++;
        n->letters++;
        break;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: n->letters++; break;
    case UTF8PROC_CATEGORY_ND: n->digits++; break;
    default: n->separators += c == '.' || c == ','; break;
    }
}

static void count_ascii(letter_counts *n, char c) {
    n->points++;
    if (c >= 'a' && c <= 'z') {
        n->small++;
        n->letters++;
    } else if (c >= 'A' && c <= 'Z') {
        n->capitals++;
        if (!n->letters++) n->first_is_capital = true;
    } else if (c >= '0' && c <= '9') {
        n->digits++;
    } else {
        n->separators += c == '.' || c == ',';
    }
}

static letter_counts count_letters(drg_text word) {
    letter_counts n = {0};
    for (size_t at = 0; at < word.length;) {
        if ((unsigned char)word.bytes[at] < 128) count_ascii(&n, word.bytes[at++]);
        else count_point(&n, (int32_t)drg_utf8_next(word, &at));
    }
    return n;
}

/* The letters that follow digits in ordinal numbers: 1st 2nd 3rd 4th; 1er 1re 2e 2ème; 1º 1ª. */
static bool is_ordinal(drg_text word) {
    static const char *const suffixes[] = {"st", "nd", "rd", "th",  "ST",  "ND",  "RD", "TH",
                                           "er", "re", "e",  "ème", "eme", "nde", "º",  "ª"};
    size_t digits = 0;
    while (digits < word.length && word.bytes[digits] >= '0' && word.bytes[digits] <= '9') digits++;
    const drg_text suffix = {word.bytes + digits, word.length - digits};
    for (size_t i = 0; digits && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (text_is(suffix, suffixes[i])) return true;
    }
    return false;
}

/* One decimal place of a Roman numeral at p: none I II III IV V VI VII VIII IX. Returns the bytes taken. */
static size_t roman_place(const char *p, size_t left, char one, char five, char ten) {
    size_t n = 0;
    if (left >= 2 && p[0] == one && (p[1] == five || p[1] == ten)) return 2;
    if (left && p[0] == five) n = 1;
    size_t ones = 0;
    while (n < left && ones < 3 && p[n] == one) n++, ones++;
    return n;
}

static bool is_roman(drg_text word) {
    size_t at = 0;
    while (at < word.length && at < 3 && word.bytes[at] == 'M') at++;
    at += roman_place(word.bytes + at, word.length - at, 'C', 'D', 'M');
    at += roman_place(word.bytes + at, word.length - at, 'X', 'L', 'C');
    at += roman_place(word.bytes + at, word.length - at, 'I', 'V', 'X');
    return word.length && at == word.length;
}

static bool ends_in_digit(drg_text word) {
    const unsigned char last = (unsigned char)word.bytes[word.length - 1];
    return (last >= '0' && last <= '9') || last >= 128;
}

uint32_t drg_word_classes(drg_text word) {
    if (!word.length) return 0;
    const letter_counts n = count_letters(word);
    uint32_t classes = 0;
    if (n.first_is_capital) classes |= WORD_CAP;
    if (n.capitals >= 2 && n.capitals == n.letters) classes |= WORD_UPPER;
    if (n.letters && !n.capitals) classes |= WORD_LOWER;
    if (n.points == 2 && n.capitals == 1 && word.bytes[word.length - 1] == '.') classes |= WORD_INITIAL;
    if (n.digits && n.digits + n.separators == n.points && ends_in_digit(word)) classes |= WORD_DIGITS;
    if (n.digits && n.letters && is_ordinal(word)) classes |= WORD_ORDINAL;
    if (n.capitals == n.points && is_roman(word)) classes |= WORD_ROMAN;
    if (n.letters) classes |= WORD_LETTERS;
    return classes;
}

/* Stems ------------------------------------------------------------------------------------------------------------ */

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: the language has none */
    buffer small;
};

drg_status drg_stemmer_new(drg_text language, stemmer **out) {
    *out = calloc(1, sizeof **out);
    if (!*out) return DRG_NO_MEMORY;
    char code[16] = "";
    for (size_t i = 0; i < language.length && i < sizeof code - 1 && language.bytes[i] != '-'; i++) {
        code[i] = language.bytes[i]; /* "en-GB" has the stems of "en" */
    }
    errno = 0;
    (*out)->snowball = sb_stemmer_new(code, NULL);
    if ((*out)->snowball || errno != ENOMEM) return DRG_OK;
    drg_stemmer_free(*out);
    *out = NULL;
    return DRG_NO_MEMORY;
}

void drg_stemmer_free(stemmer *s) {
    if (!s) return;
    if (s->snowball) sb_stemmer_delete(s->snowball);
    VECTOR_CLEAR(s->small);
    free(s);
}

drg_status drg_stem(stemmer *s, drg_text word, buffer *out) {
    if (!s->snowball || word.length > WORD_BYTES) return drg_fold(word, out);
    if (is_ascii(word)) TRY(copy_in_small_letters(word, &s->small));
    else TRY(transform(word, FORM_SMALL, &s->small));
    const sb_symbol *stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)s->small.items, (int)s->small.count);
    if (!stem) return DRG_NO_MEMORY;
    return drg_fold((drg_text){(const char *)stem, (size_t)sb_stemmer_length(s->snowball)}, out);
}
