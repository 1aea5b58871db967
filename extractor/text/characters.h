/* Characters: what a code point is to the tokeniser.
 *
 * ASCII is a table; the rest is asked of utf8proc. */
#ifndef DRG_CHARACTERS_H
#define DRG_CHARACTERS_H

#include "text/utf8.h"

typedef enum {
    CHAR_LETTER, /* the first three make words: what is between two of them does not end a word */
    CHAR_DIGIT,  /* decimal, of any script */
    CHAR_MARK,   /* combining: stays with what it stands on */
    CHAR_SPACE,  /* white space, control characters, NUL */
    CHAR_LINE_END,
    CHAR_IGNORED,     /* soft hyphen, zero-width, bidi: not seen by who reads the text */
    CHAR_UNSPACED,    /* a letter of a script without spaces: Han, kana, Thai, Khmer …: a token by itself */
    CHAR_NUMERAL,     /* a number that is no digit: ½ ² Ⅳ */
    CHAR_PUNCTUATION, /* all else, symbols too */
    CHAR_NOT_ASCII    /* only of a byte: its code point has to be looked at */
} char_class;

typedef struct {
    uint32_t c;
    char_class class;
    size_t end; /* where the next one begins */
} character;

extern const unsigned char drg_byte_class[256];
/* The class of a code point that is not ASCII. */
char_class drg_char_class(uint32_t c);

/* The character at `at` < text.length. */
static inline character character_at(drg_text text, size_t at) {
    const unsigned char byte = (unsigned char)text.bytes[at];
    const char_class class = (char_class)drg_byte_class[byte];
    if (class != CHAR_NOT_ASCII) return (character){byte, class, at + 1};
    const uint32_t c = drg_utf8_next_long(text, &at);
    return (character){c, drg_char_class(c), at};
}

/* The same; behind the text's end there is white space without end. */
static inline character character_or_space(drg_text text, size_t at) {
    return at < text.length ? character_at(text, at) : (character){' ', CHAR_SPACE, at};
}

static inline bool in_word(char_class class) {
    return class <= CHAR_MARK;
}

/* Letters with case: a capital (or title case), a small one. Both are false for scripts without case. */
bool drg_is_capital_not_ascii(uint32_t c);
bool drg_is_small_not_ascii(uint32_t c);
static inline bool drg_is_capital(uint32_t c) {
    return c < 0x80 ? c - 'A' < 26 : drg_is_capital_not_ascii(c);
}
static inline bool drg_is_small(uint32_t c) {
    return c < 0x80 ? c - 'a' < 26 : drg_is_small_not_ascii(c);
}
/* What ends a sentence: . ! ? and what other scripts write for them. A wide one has its space in it: 。 */
bool drg_is_stop(uint32_t c);
bool drg_is_wide_stop(uint32_t c);
/* ' and what is written for it: ’ ‘ ʼ ＇ ` ´ */
bool drg_is_apostrophe(uint32_t c);

#endif
