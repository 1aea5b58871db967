/* A stream of JSON. See json_stream.h. */
#include "write/json_stream.h"

#include "text/utf8.h"

#include <string.h>

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

static void put_char(json_stream *s, char c) {
    if (s->used == JSON_BUFFER_BYTES) flush(s);
    s->buffer[s->used++] = c;
}

static void put_number(json_stream *s, size_t n) {
    char digits[24];
    size_t first = sizeof digits;
    do digits[--first] = (char)('0' + n % 10);
    while (n /= 10);
    put(s, digits + first, sizeof digits - first);
}

/* Text ------------------------------------------------------------------------------------------------------------------- */

static bool needs_escape(char c) {
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
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
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!needs_escape(text.bytes[i])) continue;
        put(s, text.bytes + from, i - from);
        put_escaped_char(s, text.bytes[i]);
        from = i + 1;
    }
    if (from < text.length) put(s, text.bytes + from, text.length - from);
}

static void put_string(json_stream *s, drg_text text) {
    put_char(s, '"');
    put_escaped(s, text);
    put_char(s, '"');
}

/* Layout ----------------------------------------------------------------------------------------------------------------- */

static uint32_t depth_bit(const json_stream *s) {
    return (uint32_t)1 << s->depth;
}

static void new_line(json_stream *s) {
    put_char(s, '\n');
    for (uint32_t i = 0; i < s->depth; i++) put(s, "  ", 2);
}

/* What stands before a member of an object, an item of a list, or the value of a key. */
static void before_item(json_stream *s) {
    if (s->after_key) {
        s->after_key = false;
        return;
    }
    const bool is_first = !(s->has_items & depth_bit(s));
    s->has_items |= depth_bit(s);
    if (!is_first) put_char(s, ',');
    if (s->pretty && s->spread & depth_bit(s)) new_line(s);
    else if (s->pretty && !is_first) put_char(s, ' '); /* {"start": 0, "end": 5} */
}

void drg_json_begin(json_stream *s, drg_sink sink, bool pretty) {
    s->sink = sink;
    s->pretty = pretty;
    s->refused = s->after_key = false;
    s->depth = s->has_items = s->spread = 0;
    s->used = 0;
}

drg_status drg_json_end(json_stream *s) {
    put_char(s, '\n');
    flush(s);
    return s->refused ? DRG_IO : DRG_OK;
}

void drg_json_open(json_stream *s, char bracket, json_layout layout) {
    before_item(s);
    put_char(s, bracket);
    s->depth++;
    s->has_items &= ~depth_bit(s);
    s->spread &= ~depth_bit(s);
    if (layout == JSON_SPREAD) s->spread |= depth_bit(s);
}

void drg_json_close(json_stream *s, char bracket) {
    const bool on_its_own_line = s->pretty && s->spread & s->has_items & depth_bit(s);
    s->depth--;
    if (on_its_own_line) new_line(s);
    put_char(s, bracket);
}

void drg_json_key(json_stream *s, const char *key) {
    drg_json_key_text(s, (drg_text){key, strlen(key)});
}

void drg_json_key_text(json_stream *s, drg_text key) {
    before_item(s);
    put_string(s, key);
    put(s, ": ", s->pretty ? 2 : 1);
    s->after_key = true;
}

/* Values ----------------------------------------------------------------------------------------------------------------- */

void drg_json_text(json_stream *s, drg_text text) {
    before_item(s);
    put_string(s, text);
}

static void put_item(json_stream *s, drg_text json) {
    before_item(s);
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
    before_item(s);
    put_number(s, n);
}

/* By hand: printf writes a comma where the locale of the host program has one. */
void drg_json_score(json_stream *s, double score) {
    before_item(s);
    const unsigned parts = score >= 1 ? 10000 : score <= 0 ? 0 : (unsigned)(score * 10000 + 0.5);
    char digits[6] = {(char)('0' + parts / 10000),     '.',
                      (char)('0' + parts / 1000 % 10), (char)('0' + parts / 100 % 10),
                      (char)('0' + parts / 10 % 10),   (char)('0' + parts % 10)};
    size_t length = sizeof digits;
    while (length > 4 && digits[length - 1] == '0') length--;
    put(s, digits, length);
}

void drg_json_id(json_stream *s, char letter, size_t n) {
    before_item(s);
    put(s, (char[]){'"', letter}, 2);
    put_number(s, n);
    put_char(s, '"');
}

void drg_json_place(json_stream *s, drg_text file, size_t line) {
    before_item(s);
    put_char(s, '"');
    put_escaped(s, file);
    put_char(s, ':');
    put_number(s, line);
    put_char(s, '"');
}

void drg_json_null(json_stream *s) {
    put_item(s, (drg_text){"null", 4});
}
