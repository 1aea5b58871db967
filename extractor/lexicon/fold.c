/* Folding: the forms in which words are compared. See fold.h.
 *
 *     word ─► utf8proc: decompose ─► code points: straighten, drop ─► utf8proc: compose, encode ─► form
 *
 * Words of ASCII, nearly all of them, need none of that. */
#include "lexicon/fold.h"

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

/* Marks that nobody sees: they hinder no comparison. */
static bool is_unseen(int32_t c) {
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x180E || c == 0xFEFF || /* soft hyphen … zero-width no-break */
           c == 0x0640 ||                                                             /* the stretch of Arabic lines */
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||            /* zero-width; direction */
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F);
}

/* What is written in several ways, and meant as one. */
static int32_t straight(int32_t c) {
    switch (c) {
    case 0x2018: case 0x2019: case 0x201B: case 0x2032:              /* ‘ ’ ‛ ′ */
    case 0x02B9: case 0x02BB: case 0x02BC: case 0x02BE: case 0x02BF: /* ʹ ʻ ʼ ʾ ʿ of transliterations */
    case 0xFF07: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0xFF02: return '"'; /* “ ” „ ‟ */
    case 0x2010: case 0x2011: case 0xFE63: case 0xFF0D: return '-';
    default: return c;
    }
}

/* Letters with a stroke and the like, which Unicode does not take apart. */
static int32_t plain(int32_t c) {
    switch (c) {
    case 0x2012: case 0x2013: case 0x2212: return '-'; /* figure dash, en dash, minus */
    case 0x00F8: return 'o';                           /* ø */
    case 0x0142: return 'l';                           /* ł */
    case 0x0111: case 0x00F0: return 'd';              /* đ ð */
    case 0x0127: return 'h';                           /* ħ */
    case 0x0131: return 'i';                           /* ı */
    case 0x0167: return 't';                           /* ŧ */
    default: return c;
    }
}

static bool is_accent(int32_t c) {
    if (c < 0x0300) return false;
    const int class = utf8proc_get_property(c)->combining_class;
    return (class >= 10 && class <= 36) || class >= 200; /* points of Hebrew, Arabic, Syriac; above, below, through */
}

/* Straightens and drops in place; returns how many are left. */
static utf8proc_ssize_t tidy(int32_t *points, utf8proc_ssize_t count, word_form form) {
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        int32_t c = straight(points[i]);
        if (is_unseen(c)) continue;
        if (form == FORM_FOLDED) {
            if (is_accent(c)) continue;
            c = plain(c);
        }
        points[kept++] = c;
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
    count = utf8proc_reencode(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE); /* leaves bytes where the points were */
    if (count < 0) return copy(word, out);
    return copy((drg_text){(const char *)points, (size_t)count}, out);
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

/* Classes ------------------------------------------------------------------------------------------------------------ */

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
    static const char *const suffixes[] = {"st", "nd", "rd", "th", "ST", "ND", "RD",  "TH",
                                           "er", "re", "e",  "ème", "eme", "nde", "º", "ª"};
    size_t digits = 0;
    while (digits < word.length && word.bytes[digits] >= '0' && word.bytes[digits] <= '9') digits++;
    const drg_text suffix = {word.bytes + digits, word.length - digits};
    for (size_t i = 0; digits && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (text_is(suffix, suffixes[i])) return true;
    }
    return false;
}

/* One decimal place of a Roman numeral: one[s] four five… at p; returns the bytes taken. I II III IV V VI VII VIII IX */
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

/* Stems -------------------------------------------------------------------------------------------------------------- */

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
    (*out)->snowball = sb_stemmer_new(code, NULL);
    return DRG_OK;
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
