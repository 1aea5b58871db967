/* Characters: see characters.h. */
#include "text/characters.h"

#include <utf8proc.h>

#define L CHAR_LETTER
#define D CHAR_DIGIT
#define S CHAR_SPACE
#define E CHAR_LINE_END
#define P CHAR_PUNCTUATION
#define N CHAR_NOT_ASCII

/* clang-format off */
const unsigned char drg_byte_class[256] = {
    S, S, S, S, S, S, S, S, S, S, E, E, E, E, S, S, /* tab; line feed, vertical tab, form feed, carriage return */
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, /* space ! " # $ % & ' ( ) * + , - . / */
    D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P, /* 0 … 9 : ; < = > ? */
    P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* @ A … */
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, P, /* … Z [ \ ] ^ _ */
    P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* ` a … */
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, S, /* … z { | } ~ delete */
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
};
/* clang-format on */

#undef L
#undef D
#undef S
#undef E
#undef P
#undef N

/* Scripts that are written without spaces between words. Their marks and digits are not in question: only letters
 * are. */
static const struct {
    uint32_t first, last;
} unspaced[] = {
    {0x0E00,  0x0EFF }, /* Thai, Lao */
    {0x0F00,  0x109F }, /* Tibetan, Myanmar */
    {0x1780,  0x17FF }, /* Khmer */
    {0x1950,  0x19DF }, /* Tai Le, New Tai Lue */
    {0x2E80,  0x312F }, /* radicals, CJK marks, kana, bopomofo */
    {0x31A0,  0x4DBF }, /* bopomofo, kana and Han, extended */
    {0x4E00,  0xA4CF }, /* Han, Yi */
    {0xA9E0,  0xA9FF }, /* Myanmar, extended */
    {0xAA60,  0xAA7F }, /* Myanmar, extended */
    {0xF900,  0xFAFF }, /* Han, compatibility */
    {0xFF66,  0xFF9F }, /* kana, half width */
    {0x1B000, 0x1B16F}, /* kana, extended */
    {0x20000, 0x3FFFF}, /* Han, extended */
};

static bool is_unspaced(uint32_t c) {
    if (c < unspaced[0].first) return false;
    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced; i++) {
        if (c <= unspaced[i].last) return c >= unspaced[i].first;
    }
    return false;
}

char_class drg_char_class(uint32_t c) {
    if (c == 0x02BC) return CHAR_PUNCTUATION; /* ʼ is a letter to Unicode; here it is one more apostrophe */
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return is_unspaced(c) ? CHAR_UNSPACED : CHAR_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return CHAR_MARK;
    case UTF8PROC_CATEGORY_ND: return CHAR_DIGIT;
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return CHAR_NUMERAL;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return CHAR_LINE_END;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CC: return CHAR_SPACE;
    case UTF8PROC_CATEGORY_CF: return CHAR_IGNORED;
    default: return CHAR_PUNCTUATION;
    }
}

bool drg_is_capital_not_ascii(uint32_t c) {
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool drg_is_small_not_ascii(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool drg_is_wide_stop(uint32_t c) {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF0E || c == 0xFF1F || c == 0xFF61; /* 。！．？｡ */
}

bool drg_is_stop(uint32_t c) {
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026: /* … */
    case 0x203D: /* ‽ */
    case 0x061F: /* ؟ */
    case 0x06D4: /* ۔ */
    case 0x0589: /* ։ */
    case 0x0964: /* । */
    case 0x1362: /* ። */ return true;
    default: return drg_is_wide_stop(c);
    }
}

bool drg_is_apostrophe(uint32_t c) {
    switch (c) {
    case '\'':
    case '`':
    case 0x00B4: /* ´ */
    case 0x02BC: /* ʼ */
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0xFF07: /* ＇ */ return true;
    default: return false;
    }
}
