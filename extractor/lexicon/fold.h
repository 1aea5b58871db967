/* Folding: the forms in which words are compared.
 *
 *     clean   Côte d’Ivoire -> Côte d'Ivoire   NFC; quotes and hyphens straight; soft hyphens and unseen marks gone
 *     fold    Côte d’Ivoire -> cote d'ivoire   cleaned, NFKC, case folded, accents gone (ø as o), en dash as hyphen
 *     stem    ratifying -> ratifi              in small letters, by Snowball (libstemmer) in one language, folded
 *     classes Cap, Upper, Lower, Initial, Digits, Ordinal, Roman: what rules ask of a word's shape
 *
 * Accents are what Latin, Greek and Cyrillic set above and below, and the points of Hebrew and Arabic. The vowel signs
 * of India, the tones of Thai and the voicing of kana are letters in all but name; they stay. */
#ifndef DRG_FOLD_H
#define DRG_FOLD_H

#include "text/memory.h"

/* Both empty `out` first. Text over WORD_BYTES is copied as it is. DRG_NO_MEMORY. */
drg_status drg_clean(drg_text word, buffer *out);
drg_status drg_fold(drg_text word, buffer *out);

typedef enum {
    WORD_CAP = 1 << 0,     /* its first letter is a capital (or title case) */
    WORD_UPPER = 1 << 1,   /* two letters or more, all of them capitals: NATO, F16A; U. no */
    WORD_LOWER = 1 << 2,   /* letters, none of them a capital */
    WORD_INITIAL = 1 << 3, /* one capital and a dot: P. */
    WORD_DIGITS = 1 << 4,  /* digits with separators: 1,500  2.5  2024 */
    WORD_ORDINAL = 1 << 5, /* 20th (digits and a suffix of letters that English, French or Spanish use) */
    WORD_ROMAN = 1 << 6,   /* a well-formed Roman numeral in capitals: XIV */
    WORD_LETTERS = 1 << 7  /* has a letter */
} word_class;

/* The classes of a cleaned word, or-ed. */
uint32_t drg_word_classes(drg_text cleaned);

/* A stemmer belongs to one thread. Languages without one stem to the folded word itself. */
typedef struct stemmer stemmer;
drg_status drg_stemmer_new(drg_text language /* "en" */, stemmer **out);
void drg_stemmer_free(stemmer *s);
/* The stem of a word as it is written (accents tell Snowball's endings: it must not be folded before). Empties `out`
 * first. */
drg_status drg_stem(stemmer *s, drg_text word, buffer *out);

#endif
