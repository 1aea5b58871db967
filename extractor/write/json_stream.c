/* A stream of JSON. See json_stream.h. */
#include "write/json_stream.h"

#include "text/utf8.h"

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Bytes ------------------------------------------------------------------------------------------------------------------ */

static void flush(json_stream *s) {
    if (s->used && !s->refused) s->refused = !s->sink.write(s->sink.context, s->buffer, s->used);
    s->used = 0;
}

/* What is longer than the buffer goes past it. */
static void put(json_stream *s, const char *bytes, size_t length) {
    if (length > JSON_BUFFER_BYTES - s->used) flush(s);
    if (length > JSON_BUFFER_BYTES) {
        if (!s->refused) s->refused = !s->sink.write(s->sink.context, bytes, length);
    } else if (length) {
        memcpy(s->buffer + s->used, bytes, length);
        s->used += length;
    }
}

/* Where the next JSON_PIECE_BYTES may be written; `piece_ends` says how far they were. */
static inline char *room(json_stream *s) {
    if (s->used > JSON_BUFFER_BYTES - JSON_PIECE_BYTES) flush(s);
    return s->buffer + s->used;
}

static inline void piece_ends(json_stream *s, const char *end) {
    s->used = (size_t)(end - s->buffer);
}

static inline void put_char(json_stream *s, char c) {
    *room(s) = c;
    s->used++;
}

/* A number of eight digits, a digit a byte, the first one lowest: halves of four digits are cut in pairs, pairs in digits,
 * all of them at once. A quotient is a product here: 10486 / 2^20 is 1 / 100, 103 / 2^10 is 1 / 10, as far as it matters. */
static inline uint64_t eight_digits(uint32_t n) {
    const uint64_t fours = n / 10000 | (uint64_t)(n % 10000) << 32;
    const uint64_t hundreds = fours * 10486 >> 20 & 0x0000007F0000007F;
    const uint64_t pairs = hundreds | (fours - hundreds * 100) << 16;
    const uint64_t tens = pairs * 103 >> 10 & 0x000F000F000F000F;
    return tens | (pairs - tens * 10) << 8;
}

/* Writes eight bytes, of which those from the lowest on count. */
static inline void put_eight(char *at, uint64_t bytes) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    memcpy(at, &bytes, sizeof bytes);
}

#define BEYOND_EIGHT 100000000u

static char *put_number(char *at, uint64_t n);

/* A number of more than eight digits: what stands before the last eight, and these. */
__attribute__((noinline)) static char *put_long_number(char *at, uint64_t n) {
    at = put_number(at, n / BEYOND_EIGHT);
    put_eight(at, eight_digits((uint32_t)(n % BEYOND_EIGHT)) + EACH_BYTE * '0');
    return at + 8;
}

/* Returns its end; eight bytes may have been written, even if it has fewer digits. */
static char *put_number(char *at, uint64_t n) {
    if (n >= BEYOND_EIGHT) return put_long_number(at, n);
    const uint64_t digits = eight_digits((uint32_t)n);
    const unsigned zeros =
        (unsigned)__builtin_ctzll(digits | (uint64_t)1 << 56) / 8; /* in front; the last digit stays */
    put_eight(at, (digits + EACH_BYTE * '0') >> 8 * zeros);
    return at + 8 - zeros;
}

/* Text ------------------------------------------------------------------------------------------------------------------- */

#define SHORT_TEXT_BYTES 56 /* of a text that goes into one piece: most do */

static inline bool needs_escape(char c) {
    return ((unsigned char)c < 0x20) | (c == '"') | (c == '\\'); /* without jumps */
}

/* The high bit of bytes among eight that need one: subtracting sets that of a byte that is smaller (and was set in none that
 * is ASCII). The lowest bit is right; above it a borrow may set more. */
static inline uint64_t escape_marks(uint64_t bytes) {
    const uint64_t control = bytes - EACH_BYTE * 0x20;
    const uint64_t quote = (bytes ^ EACH_BYTE * '"') - EACH_BYTE, backslash = (bytes ^ EACH_BYTE * '\\') - EACH_BYTE;
    return (control | quote | backslash) & ~bytes & EACH_BYTE * 0x80;
}

/* The first byte lowest. */
static inline uint64_t eight_bytes(const char *p) {
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bytes = __builtin_bswap64(bytes);
#endif
    return bytes;
}

static inline uint32_t four_bytes(const char *p) {
    uint32_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

/* Copies a text of less than eight bytes; false if some byte of it needs an escape. */
static inline bool copy_few_plain(char *to, drg_text text) {
    if (text.length >= 4) { /* the first four and the last four, even if they overlap */
        const uint32_t first = four_bytes(text.bytes), last = four_bytes(text.bytes + text.length - 4);
        memcpy(to, &first, 4);
        memcpy(to + text.length - 4, &last, 4);
        return !escape_marks((uint64_t)first << 32 | last);
    }
    for (size_t i = 0; i < text.length; i++) {
        if (needs_escape(text.bytes[i])) return false;
        to[i] = text.bytes[i];
    }
    return true;
}

/* … of any text; the last eight bytes go together, even if some went before. */
static inline bool copy_plain(char *to, drg_text text) {
    if (text.length < 8) return copy_few_plain(to, text);
    for (size_t at = 0, last = text.length - 8;; at = at + 8 < last ? at + 8 : last) {
        const uint64_t bytes = eight_bytes(text.bytes + at);
        if (escape_marks(bytes)) return false;
        put_eight(to + at, bytes);
        if (at == last) return true;
    }
}

/* Any of 64 bytes: a loop without exits and of fixed length, which compilers turn into a few vector instructions. */
static inline bool block_needs_escape(const char *bytes) {
    unsigned char any = 0;
    for (size_t i = 0; i < 64; i++) any |= needs_escape(bytes[i]);
    return any;
}

size_t drg_json_next_escape(drg_text text, size_t at) {
    while (text.length - at >= 64 && !block_needs_escape(text.bytes + at)) at += 64;
    for (; text.length - at >= 8; at += 8) {
        const uint64_t marks = escape_marks(eight_bytes(text.bytes + at));
        if (marks) return at + (size_t)__builtin_ctzll(marks) / 8;
    }
    while (at < text.length && !needs_escape(text.bytes[at])) at++;
    return at;
}

/* How a character is written: a letter behind a backslash, or 0 for \u00XX. */
static char short_escape(char c) {
    switch (c) {
    case '"':
    case '\\': return c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
    }
}

static void put_escaped_char(json_stream *s, char c) {
    static const char hexadecimal[] = "0123456789abcdef";
    const char letter = short_escape(c);
    if (letter) {
        put(s, (char[]){'\\', letter}, 2);
        return;
    }
    const unsigned char byte = (unsigned char)c;
    put(s, (char[]){'\\', 'u', '0', '0', hexadecimal[byte >> 4], hexadecimal[byte & 15]}, 6);
}

static void put_escaped(json_stream *s, drg_text text) {
    for (size_t from = 0;; from++) {
        const size_t to = drg_json_next_escape(text, from);
        put(s, text.bytes + from, to - from);
        if (to == text.length) return;
        put_escaped_char(s, text.bytes[to]);
        from = to;
    }
}

/* Layout ----------------------------------------------------------------------------------------------------------------- */

static uint32_t depth_bit(const json_stream *s) {
    return (uint32_t)1 << s->depth;
}

static char *write_line_end(const json_stream *s, char *at) {
    *at++ = '\n';
    memset(at, ' ', 2 * s->depth);
    return at + 2 * s->depth;
}

/* In pretty output, the space before an item: {"start": 0, "end": 5} */
static char *write_space(const json_stream *s, char *at) {
    if (s->position == JSON_BEHIND_KEY) return at;
    if (s->spread & depth_bit(s)) return write_line_end(s, at);
    if (s->position == JSON_BEHIND_ITEM) *at++ = ' ';
    return at;
}

/* What stands before a member of an object, an item of a list, or the value of a key; returns where that begins. */
static inline char *item_begins(json_stream *s) {
    char *at = room(s);
    if (s->position == JSON_BEHIND_ITEM) *at++ = ',';
    if (s->pretty) at = write_space(s, at);
    s->position = JSON_BEHIND_ITEM;
    return at;
}

void drg_json_begin(json_stream *s, drg_sink sink, bool pretty) {
    s->sink = sink;
    s->pretty = pretty;
    s->refused = false;
    s->position = JSON_FIRST;
    s->depth = s->spread = 0;
    s->used = 0;
}

drg_status drg_json_end(json_stream *s) {
    put_char(s, '\n');
    flush(s);
    return s->refused ? DRG_IO : DRG_OK;
}

void drg_json_open(json_stream *s, char bracket, json_layout layout) {
    char *at = item_begins(s);
    *at++ = bracket;
    piece_ends(s, at);
    s->depth++;
    s->position = JSON_FIRST;
    s->spread &= ~depth_bit(s);
    if (layout == JSON_SPREAD) s->spread |= depth_bit(s);
}

void drg_json_close(json_stream *s, char bracket) {
    char *at = room(s);
    const bool on_its_own_line = s->pretty && s->spread & depth_bit(s) && s->position == JSON_BEHIND_ITEM;
    s->depth--;
    s->position = JSON_BEHIND_ITEM;
    if (on_its_own_line) at = write_line_end(s, at);
    *at++ = bracket;
    piece_ends(s, at);
}

char *drg_json_key_begin(json_stream *s) {
    char *at = item_begins(s);
    *at++ = '"';
    return at;
}

void drg_json_key_end(json_stream *s, char *end) {
    *end++ = '"';
    *end++ = ':';
    if (s->pretty) *end++ = ' ';
    piece_ends(s, end);
    s->position = JSON_BEHIND_KEY;
}

void drg_json_key_text(json_stream *s, drg_text key) {
    drg_json_text(s, key);
    put(s, ": ", s->pretty ? 2 : 1);
    s->position = JSON_BEHIND_KEY;
}

/* By hand ---------------------------------------------------------------------------------------------------------------- */

char *drg_json_node(json_stream *s) {
    if (s->used > JSON_BUFFER_BYTES - JSON_NODE_BYTES) flush(s);
    return s->buffer + s->used;
}

void drg_json_node_ends(json_stream *s, char *end) {
    piece_ends(s, end);
    s->position = JSON_BEHIND_ITEM;
}

/* A text that is long, or has to be escaped. */
__attribute__((noinline)) static char *put_any_text(json_stream *s, char *at, drg_text text) {
    *at++ = '"';
    piece_ends(s, at);
    put_escaped(s, text);
    at = drg_json_node(s);
    *at++ = '"'; /* behind the flush: it stands in front of what comes next */
    return at;
}

char *drg_json_put_text(json_stream *s, char *at, drg_text text) {
    if (text.length > SHORT_TEXT_BYTES || !copy_plain(at + 1, text)) return put_any_text(s, at, text);
    *at = '"';
    at += text.length + 1;
    *at = '"';
    return at + 1;
}

char *drg_json_put_word(json_stream *s, char *at, drg_text word) {
    if (word.length > SHORT_TEXT_BYTES) return put_any_text(s, at, word);
    *at++ = '"';
    memcpy(at, word.bytes, word.length);
    at += word.length;
    *at = '"';
    return at + 1;
}

char *drg_json_put_text_or_null(json_stream *s, char *at, drg_text text) {
    return text.length ? drg_json_put_text(s, at, text) : JSON_PUT(at, "null");
}

char *drg_json_put_count(char *at, size_t n) {
    return put_number(at, n);
}

char *drg_json_put_id(char *at, char letter, size_t n) {
    at[0] = '"';
    at[1] = letter;
    at = put_number(at + 2, n);
    *at = '"';
    return at + 1;
}

/* printf would write a comma where the locale of the host program has one. */
char *drg_json_put_score(char *at, double score) {
    const unsigned parts = score >= 1 ? 10000 : score <= 0 ? 0 : (unsigned)(score * 10000 + 0.5);
    *at++ = (char)('0' + parts / 10000);
    *at++ = '.';
    *at++ = (char)('0' + parts / 1000 % 10);
    *at++ = (char)('0' + parts / 100 % 10);
    if (parts % 100) *at++ = (char)('0' + parts / 10 % 10);
    if (parts % 10) *at++ = (char)('0' + parts % 10);
    return at;
}

char *drg_json_put_place(json_stream *s, char *at, drg_text file, size_t line) {
    at = drg_json_put_text(s, at, file);
    at[-1] = ':';
    at = put_number(at, line);
    *at = '"';
    return at + 1;
}

/* Values ----------------------------------------------------------------------------------------------------------------- */

void drg_json_text(json_stream *s, drg_text text) {
    piece_ends(s, drg_json_put_text(s, item_begins(s), text));
}

static void put_item(json_stream *s, drg_text json) {
    piece_ends(s, item_begins(s));
    put(s, json.bytes, json.length);
}

/* Hands `bytes` to `write`, repaired if they are no UTF-8. */
static drg_status repaired(json_stream *s, drg_text bytes, void (*write)(json_stream *, drg_text)) {
    if (drg_utf8_valid_length(bytes) == bytes.length) {
        write(s, bytes);
        return DRG_OK;
    }
    measured_text m = {0};
    const drg_status status = drg_measured_text_init(&m, bytes);
    if (status == DRG_OK) write(s, m.text);
    drg_measured_text_clear(&m);
    return status;
}

drg_status drg_json_any_text(json_stream *s, drg_text bytes) {
    return repaired(s, bytes, drg_json_text);
}

drg_status drg_json_raw(json_stream *s, drg_text json) {
    return repaired(s, json, put_item);
}

void drg_json_text_or_null(json_stream *s, drg_text text) {
    if (text.length) drg_json_text(s, text);
    else drg_json_null(s);
}

void drg_json_count(json_stream *s, size_t n) {
    piece_ends(s, put_number(item_begins(s), n));
}

void drg_json_id(json_stream *s, char letter, size_t n) {
    piece_ends(s, drg_json_put_id(item_begins(s), letter, n));
}

void drg_json_null(json_stream *s) {
    piece_ends(s, JSON_PUT(item_begins(s), "null"));
}
