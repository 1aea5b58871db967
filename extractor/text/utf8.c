/* UTF-8: decoding, repair, and offsets in code points and UTF-16 units. See utf8.h.
 *
 * Everything rests on the first byte of a sequence, which tells its length and what its second byte may be (Unicode 15,
 * table 3-7). All later bytes are 80..BF:
 *
 *     00..7F                        C2..DF 80..BF                 one and two bytes
 *     E0 A0..BF ..   ED 80..9F ..   E1..EF 80..BF ..              three: no overlong form, no surrogate
 *     F0 90..BF .. ..   F4 80..8F .. ..   F1..F3 80..BF .. ..     four: none overlong, none behind U+10FFFF
 *
 * Counting looks at eight bytes at once: a code point is a byte that is no 80..BF, and a first byte F0..F4 stands for
 * two UTF-16 units. */
#include "text/utf8.h"

#include "bounds.h"

#include <string.h>

#define OFFSET_BLOCK 64 /* bytes of text a line of the table: little to count, little to keep; twice 32 */

static const char replacement[] = {(char)0xEF, (char)0xBF, (char)0xBD}; /* U+FFFD */

/* One sequence ----------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t length; /* of a valid sequence, or of what one U+FFFD replaces */
    bool valid;
} sequence;

/* Bytes after the first; 0 for one that cannot be first, or stands alone. */
static size_t more_bytes(unsigned char first) {
    if (first < 0xC2 || first > 0xF4) return 0;
    return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
}

static bool second_byte_fits(unsigned char first, unsigned char second) {
    const unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return least <= second && second <= most;
}

/* The sequence at text.bytes[at]: valid, or the longest start of a valid one (at least one byte). */
static sequence sequence_at(drg_text text, size_t at) {
    const unsigned char *p = (const unsigned char *)text.bytes + at;
    const size_t left = text.length - at, more = more_bytes(p[0]);
    if (p[0] < 0x80) return (sequence){1, true};
    size_t length = 1;
    if (more && left > 1 && second_byte_fits(p[0], p[1])) {
        length = 2;
        while (length <= more && length < left && (p[length] & 0xC0) == 0x80) length++;
    }
    return (sequence){length, more && length == more + 1};
}

uint32_t drg_utf8_next_long(drg_text text, size_t *at) {
    const unsigned char *p = (const unsigned char *)text.bytes + *at;
    const size_t more = more_bytes(p[0]);
    *at += more + 1;
    if (more == 1) return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (more == 2) return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

size_t drg_utf8_put(uint32_t c, char *out) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    const size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(first[more] | c);
    return more + 1;
}

/* Eight bytes at once ---------------------------------------------------------------------------------------------- */

#define EACH_BYTE 0x0101010101010101u

static uint64_t eight_bytes(const char *p) {
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

/* The sum of eight bytes. */
static size_t bytes_sum(uint64_t sums) {
    const uint64_t even = 0x00FF00FF00FF00FFu;
    return (size_t)((((sums & even) + (sums >> 8 & even)) * 0x0001000100010001u) >> 48);
}

/* Whether the 32 bytes at `p` are ASCII. */
static inline bool are_ascii(const char *p) {
    return !((eight_bytes(p) | eight_bytes(p + 8) | eight_bytes(p + 16) | eight_bytes(p + 24)) & EACH_BYTE * 0x80);
}

static size_t ascii_length(drg_text text, size_t from) {
    size_t at = from;
    while (text.length - at >= 32 && are_ascii(text.bytes + at)) at += 32;
    while (at < text.length && !((unsigned char)text.bytes[at] & 0x80)) at++;
    return at - from;
}

size_t drg_utf8_valid_length(drg_text text) {
    size_t at = 0;
    while (at < text.length) {
        at += ascii_length(text, at);
        while (at < text.length && (unsigned char)text.bytes[at] >= 0x80) {
            const sequence s = sequence_at(text, at);
            if (!s.valid) return at;
            at += s.length;
        }
    }
    return at;
}

typedef struct {
    size_t chars, utf16;
} extent;

/* What the bytes from `from` to `to`, a block at most, add to both counts; a character counts where its first byte is.
 * One byte of eight counts its own column: none can run over. */
static extent extent_of(drg_text text, size_t from, size_t to) {
    uint64_t not_first = 0, long_ones = 0;
    size_t at = from;
    for (; to - at >= 8; at += 8) {
        const uint64_t b = eight_bytes(text.bytes + at);
        not_first += b >> 7 & ~(b >> 6) & EACH_BYTE;
        long_ones += b >> 7 & b >> 6 & b >> 5 & b >> 4 & EACH_BYTE;
    }
    size_t chars = at - from - bytes_sum(not_first), longer = bytes_sum(long_ones);
    for (; at < to; at++) {
        const unsigned char b = (unsigned char)text.bytes[at];
        chars += (b & 0xC0) != 0x80;
        longer += b >= 0xF0;
    }
    return (extent){chars, chars + longer};
}

static extent extent_of_block(drg_text text, size_t from) {
    if (are_ascii(text.bytes + from) && are_ascii(text.bytes + from + OFFSET_BLOCK / 2))
        return (extent){OFFSET_BLOCK, OFFSET_BLOCK};
    return extent_of(text, from, from + OFFSET_BLOCK);
}

size_t drg_utf8_count(drg_text text, size_t from, size_t to) {
    size_t chars = 0;
    for (; to - from > OFFSET_BLOCK; from += OFFSET_BLOCK) chars += extent_of_block(text, from).chars;
    return chars + extent_of(text, from, to).chars;
}

/* Repair ----------------------------------------------------------------------------------------------------------- */

static size_t repaired_length(drg_text input, size_t valid, uint64_t *replaced_count) {
    size_t length = valid;
    for (size_t at = valid; at < input.length;) {
        const sequence s = sequence_at(input, at);
        at += s.length;
        length += s.valid ? s.length : sizeof replacement;
        *replaced_count += !s.valid;
    }
    return length;
}

static void write_repaired(measured_text *m, size_t valid) {
    char *out = m->repaired.items;
    memcpy(out, m->input.bytes, valid);
    out += valid;
    for (size_t at = valid; at < m->input.length;) {
        const sequence s = sequence_at(m->input, at);
        const size_t length = s.valid ? s.length : sizeof replacement;
        memcpy(out, s.valid ? m->input.bytes + at : replacement, length);
        at += s.length;
        out += length;
    }
}

/* Makes m->text valid: as it came, or a copy with U+FFFD for what is wrong behind the first `valid` bytes. */
static drg_status repair(measured_text *m, size_t valid) {
    m->text = m->input;
    if (valid == m->input.length) return DRG_OK;
    const size_t length = repaired_length(m->input, valid, &m->replaced_count);
    if (length > DOCUMENT_BYTES_MOST) return DRG_TOO_LARGE;
    if (!VECTOR_RESERVE(m->repaired, length)) return DRG_NO_MEMORY;
    write_repaired(m, valid);
    m->text = (drg_text){m->repaired.items, length};
    return DRG_OK;
}

/* The table -------------------------------------------------------------------------------------------------------- */

/* Where the first character at or behind `byte` begins. */
static size_t next_first_byte(drg_text text, size_t byte) {
    while (byte < text.length && ((unsigned char)text.bytes[byte] & 0xC0) == 0x80) byte++;
    return byte;
}

/* Two positions that belong together: a byte of the text, and one of the input. */
typedef struct {
    size_t text_byte, input_byte;
} pair;

/* Moves `p` on to the first character of the text at or behind `text_byte`. */
static void walk(const measured_text *m, pair *p, size_t text_byte) {
    while (p->text_byte < text_byte) {
        const sequence s = sequence_at(m->input, p->input_byte);
        p->input_byte += s.length;
        p->text_byte += s.valid ? s.length : sizeof replacement;
    }
}

static drg_status measure(measured_text *m) {
    const size_t block_count = m->text.length / OFFSET_BLOCK + 1;
    if (!VECTOR_RESERVE(m->blocks, block_count)) return DRG_NO_MEMORY;
    extent sum = {0};
    pair p = {0};
    for (size_t i = 0; i < block_count; i++) {
        const size_t byte = i * OFFSET_BLOCK;
        if (i) {
            const extent block = extent_of_block(m->text, byte - OFFSET_BLOCK);
            sum = (extent){sum.chars + block.chars, sum.utf16 + block.utf16};
        }
        if (m->replaced_count) walk(m, &p, byte);
        m->blocks.items[i] = (offset_block){(uint32_t)sum.chars, (uint32_t)sum.utf16, (uint32_t)p.input_byte};
    }
    m->blocks.count = block_count;
    return DRG_OK;
}

static uint64_t count_nul(drg_text text) {
    uint64_t count = 0;
    const char *at = text.bytes, *end = text.bytes + text.length;
    while (at < end && (at = memchr(at, '\0', (size_t)(end - at)))) {
        count++;
        at++;
    }
    return count;
}

drg_status drg_measured_text_init(measured_text *m, drg_text input) {
    m->input = input.length ? input : (drg_text){"", 0};
    m->text = (drg_text){"", 0};
    m->replaced_count = m->nul_count = 0;
    m->ascii = true;
    m->blocks.count = 0;
    if (input.length > DOCUMENT_BYTES_MOST) return DRG_TOO_LARGE;
    m->nul_count = count_nul(m->input);
    const size_t ascii = ascii_length(m->input, 0);
    m->ascii = ascii == m->input.length;
    if (m->ascii) {
        m->text = m->input;
        return DRG_OK;
    }
    TRY(repair(m, drg_utf8_valid_length(m->input)));
    return measure(m);
}

void drg_measured_text_clear(measured_text *m) {
    VECTOR_CLEAR(m->repaired);
    VECTOR_CLEAR(m->blocks);
    *m = (measured_text){0};
}

static size_t input_byte_of(const measured_text *m, size_t byte) {
    if (!m->replaced_count) return byte;
    const size_t block = byte / OFFSET_BLOCK;
    pair p = {next_first_byte(m->text, block * OFFSET_BLOCK), m->blocks.items[block].input_byte};
    walk(m, &p, byte);
    return p.input_byte;
}

/* Is every byte of the block one unit? So are most, in most languages. */
static bool is_plain(const measured_text *m, size_t block) {
    const offset_block *b = &m->blocks.items[block];
    return block + 1 < m->blocks.count && b[1].chars - b->chars == OFFSET_BLOCK &&
           b[1].utf16 - b->utf16 == OFFSET_BLOCK;
}

size_t drg_offset_in(const measured_text *m, size_t byte, drg_unit unit) {
    if (m->ascii) return byte;
    if (unit == DRG_BYTES) return input_byte_of(m, byte);
    const size_t i = byte / OFFSET_BLOCK, within = byte % OFFSET_BLOCK;
    const offset_block *block = &m->blocks.items[i];
    const extent rest = is_plain(m, i) ? (extent){within, within} : extent_of(m->text, byte - within, byte);
    return unit == DRG_CHARS ? block->chars + rest.chars : block->utf16 + rest.utf16;
}
