/* Texts: a pointer and a length, never ended by NUL unless that is said; they may hold any bytes.
 *
 *     text_is(word, "of")    text_begins(file, "names.")    text_ends(file, ".tsv")    printf("%.*s", SHOW(word)) */
#ifndef DRG_TEXTS_H
#define DRG_TEXTS_H

#include "dragoman.h"

static inline bool text_equal(drg_text a, drg_text b) {
    return a.length == b.length && (a.length == 0 || __builtin_memcmp(a.bytes, b.bytes, a.length) == 0);
}

static inline bool text_is(drg_text a, const char *b) {
    return text_equal(a, (drg_text){b, __builtin_strlen(b)});
}

static inline bool text_begins(drg_text text, const char *with) {
    const size_t length = __builtin_strlen(with);
    return text.length >= length && __builtin_memcmp(text.bytes, with, length) == 0;
}

static inline bool text_ends(drg_text text, const char *with) {
    const size_t length = __builtin_strlen(with);
    return text.length >= length && __builtin_memcmp(text.bytes + text.length - length, with, length) == 0;
}

/* For sorting, byte by byte: below 0 if `a` comes before `b`, 0 if they are equal. */
static inline int text_order(drg_text a, drg_text b) {
    const size_t common = a.length < b.length ? a.length : b.length;
    const int order = common ? __builtin_memcmp(a.bytes, b.bytes, common) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* At most so many bytes of a text, whole characters. */
static inline drg_text text_cut(drg_text text, size_t most) {
    if (text.length <= most) return text;
    while (most && ((unsigned char)text.bytes[most] & 0xC0) == 0x80) most--;
    return (drg_text){text.bytes, most};
}

/* For printf's %.*s: all of a text; or, in a message, not a hundred thousand words of it. */
#define SHOW(text) (int)(text).length, (text).bytes
#define SHOW_SHORT(text) SHOW(text_cut((text), 80))

#endif
