/* UTF-8: decoding, repair, and offsets in code points and UTF-16 units.
 *
 * Repair: every maximal subpart of an ill-formed sequence becomes one U+FFFD (Unicode 15, section 3.9, "U+FFFD
 * Substitution of Maximal Subparts"; what Python's errors='replace' does). */
#ifndef DRG_UTF8_H
#define DRG_UTF8_H

#include "text/memory.h"

/* drg_utf8_next for a code point that is not ASCII. */
uint32_t drg_utf8_next_long(drg_text text, size_t *at);
/* The code point at text.bytes[*at] (`text` is valid, *at < length); moves *at behind it. */
static inline uint32_t drg_utf8_next(drg_text text, size_t *at) {
    const unsigned char byte = (unsigned char)text.bytes[*at];
    if (byte >= 0x80) return drg_utf8_next_long(text, at);
    ++*at;
    return byte;
}
/* Writes code point `c` to out[0..3]; returns its bytes. */
size_t drg_utf8_put(uint32_t c, char *out);
/* Code points that begin from byte `from` to `to`. */
size_t drg_utf8_count(drg_text text, size_t from, size_t to);
/* How many bytes from the start are valid UTF-8 (NUL counts as valid). Fast over ASCII. */
size_t drg_utf8_valid_length(drg_text text);

typedef struct {
    uint32_t chars, utf16; /* characters that begin before the block, in both units */
    uint32_t input_byte;   /* where the first character that begins in it, or behind it, is in the input */
} offset_block;

/* A text whose offsets can be told in three units. Lifetime: scratch; reset by each init.
 * The table has a line for each OFFSET_BLOCK bytes of `text`: what stands before them, in each unit. It costs a fifth
 * of the text whatever the text is, so that memory stays within its bound where every byte is wrong. */
typedef struct {
    drg_text text;                      /* valid; the input itself, or its repaired copy */
    drg_text input;                     /* as it came; borrowed */
    uint64_t replaced_count, nul_count; /* U+FFFD put in; NUL bytes seen */
    bool ascii;                         /* then all three units agree, and no table is made */
    VECTOR(char) repaired;
    VECTOR(offset_block) blocks;
} measured_text;

/* Repairs `input` if it has to, and makes the table. `*m` is {0} or was used before; `input` is borrowed while it is
 * used. DRG_NO_MEMORY; DRG_TOO_LARGE (the input or its repaired copy is over DOCUMENT_BYTES_MOST). */
drg_status drg_measured_text_init(measured_text *m, drg_text input);
void drg_measured_text_clear(measured_text *m);
/* The offset `byte` <= m->text.length, a character's start, in another unit: O(1) (at most one block is looked at). */
size_t drg_offset_in(const measured_text *m, size_t byte, drg_unit unit);

#endif
