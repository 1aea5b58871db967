/* Folding: the form in which words are compared.
 *
 *     clean   Côte d’Ivoire -> Côte d'Ivoire     NFC; straight quotes and hyphens; soft hyphens, zero-width and bidi marks gone
 *     fold    Côte d’Ivoire -> cote d'ivoire     cleaned, NFKD, case folded, combining marks gone (by utf8proc)
 *     stem    ratifying -> ratifi                of a folded word, by Snowball (libstemmer) in one language
 *     classes Cap, Upper, Lower, Initial, Digits, Ordinal, Roman: what rules ask of a word's shape */
#ifndef DRG_FOLD_H
#define DRG_FOLD_H

#include "text/memory.h"

typedef VECTOR(char) buffer;

/* Both empty `out` first. Text over WORD_BYTES is copied as it is. */
drg_status drg_clean(drg_text word, buffer *out);
drg_status drg_fold(drg_text word, buffer *out);

typedef enum {
    WORD_CAP = 1 << 0,     /* its first letter is a capital (or title case) */
    WORD_UPPER = 1 << 1,   /* two letters or more, none small: NATO, U.S., F-16's F no */
    WORD_LOWER = 1 << 2,   /* letters, none of them a capital */
    WORD_INITIAL = 1 << 3, /* one capital and a dot: P. */
    WORD_DIGITS = 1 << 4,  /* digits with separators: 1,500  2.5  2024 */
    WORD_ORDINAL = 1 << 5, /* 20th (digits and a suffix of letters that English, French or Spanish use) */
    WORD_ROMAN = 1 << 6,   /* a well-formed Roman numeral in capitals: XIV */
    WORD_LETTERS = 1 << 7  /* has a letter */
} word_class;

/* The classes of a cleaned word, or-ed. */
uint32_t drg_word_classes(drg_text cleaned);

/* A stemmer belongs to one thread. Languages without one stem to the word itself. */
typedef struct stemmer stemmer;
drg_status drg_stemmer_new(drg_text language /* "en" */, stemmer **out);
void drg_stemmer_free(stemmer *s);
/* The stem; borrowed from `s` until the next call. */
drg_text drg_stem(stemmer *s, drg_text folded);

#endif
