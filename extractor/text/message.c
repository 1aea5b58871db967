/* Messages about source files. See message.h.
 *
 * A message keeps copies of all it shows, so it outlives its source:
 *
 *     rules/en/treaties.rules:14:17: error: unknown list '@instruments'      file, line, column, severity, text
 *        14 |   match  [ kind:@instruments Link the? Title ]                 source
 *           |                 ^~~~~~~~~~~~ did you mean '@instrument'?       width, hint
 *
 * Lines are counted on from where the last message was, so that a thousand messages about one file, which mostly come
 * in order, cost one reading of it. */
#include "text/message.h"

#include "bounds.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOWN_LINE_BYTES 1000 /* of a source's line: more is no help on a screen */

struct drg_messages {
    arena texts;
    VECTOR(drg_message) shown;    /* at most MESSAGES_MOST */
    size_t error_count, left_out; /* errors in all; messages that are only counted */
    bool error_left_out, lost;    /* lost: there was no memory for one */
    char left_out_text[80];
    const source *last_file; /* where line_start is: never followed, only compared */
    const char *last_text;   /* the same */
    uint32_t line_start, line;
};

drg_status drg_messages_new(drg_messages **messages) {
    *messages = calloc(1, sizeof **messages);
    return *messages ? DRG_OK : DRG_NO_MEMORY;
}

void drg_messages_free(drg_messages *messages) {
    if (!messages) return;
    VECTOR_CLEAR(messages->shown);
    drg_arena_clear(&messages->texts);
    free(messages);
}

/* Places ----------------------------------------------------------------------------------------------------------- */

/* Moves messages->line and line_start to the line that holds at.offset. */
static void find_line(drg_messages *messages, place at) {
    const bool same = messages->last_file == at.file && messages->last_text == at.file->text.bytes;
    if (!same || messages->line_start > at.offset) {
        messages->last_file = at.file;
        messages->last_text = at.file->text.bytes;
        messages->line_start = 0;
        messages->line = 1;
    }
    const char *text = at.file->text.bytes, *line_feed;
    while ((line_feed = memchr(text + messages->line_start, '\n', at.offset - messages->line_start))) {
        messages->line_start = (uint32_t)(line_feed - text) + 1;
        messages->line++;
    }
}

static uint32_t char_count(const char *bytes, size_t length) {
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

/* The rest of the line from `from`, without its end. */
static drg_text line_from(drg_text text, size_t from) {
    const char *start = text.bytes + from;
    const size_t left = text.length - from;
    const char *line_feed = memchr(start, '\n', left);
    size_t length = line_feed ? (size_t)(line_feed - start) : left;
    if (length && start[length - 1] == '\r') length--;
    return (drg_text){start, length};
}

uint32_t drg_place_line(place at) {
    uint32_t line = 1;
    for (uint32_t i = 0; i < at.offset; i++) line += at.file->text.bytes[i] == '\n';
    return line;
}

/* Line, column, width and the line's text. A source that could not be read has none of them. */
static void set_place(drg_messages *messages, drg_message *m, place at) {
    if (!at.file || !at.file->text.bytes) return;
    const drg_text text = at.file->text;
    if (at.offset > text.length) at.offset = (uint32_t)text.length;
    find_line(messages, at);
    const drg_text line = line_from(text, messages->line_start);
    const size_t before = at.offset - messages->line_start;
    size_t width = before < line.length ? line.length - before : 0;
    if (at.length < width) width = at.length;
    m->line = messages->line;
    m->column = char_count(text.bytes + messages->line_start, before) + 1;
    m->width = char_count(text.bytes + at.offset, width);
    if (m->width == 0) m->width = 1;
    m->source = text_cut(line, SHOWN_LINE_BYTES);
}

/* Adding ----------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 0))) static drg_text format_text(arena *a, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *bytes = length < 0 ? NULL : drg_arena_take(a, (size_t)length + 1);
    if (!bytes) return (drg_text){0};
    vsnprintf(bytes, (size_t)length + 1, format, arguments);
    return (drg_text){bytes, (size_t)length};
}

static void count_only(drg_messages *messages, drg_severity severity) {
    messages->left_out++;
    messages->error_left_out |= severity == DRG_ERROR;
    snprintf(messages->left_out_text, sizeof messages->left_out_text, "%zu more message%s not shown",
             messages->left_out, messages->left_out == 1 ? " is" : "s are");
}

/* Copies what `m` borrows. */
static bool keep_texts(drg_messages *messages, drg_message *m, place at, const char *hint) {
    arena *a = &messages->texts;
    m->file = drg_arena_copy(a, at.file ? at.file->path : (drg_text){"", 0});
    m->source = drg_arena_copy(a, m->source);
    m->hint = drg_arena_copy(a, hint ? (drg_text){hint, strlen(hint)} : (drg_text){"", 0});
    return m->file.bytes && m->source.bytes && m->hint.bytes;
}

__attribute__((format(printf, 6, 0))) static void add(drg_messages *messages, drg_severity severity, place at,
                                                      const char *code, const char *hint, const char *format,
                                                      va_list arguments) {
    if (severity == DRG_ERROR) messages->error_count++;
    if (messages->shown.count == MESSAGES_MOST) {
        count_only(messages, severity);
        return;
    }
    drg_message m = {.severity = severity, .code = code, .width = 1};
    set_place(messages, &m, at);
    m.text = format_text(&messages->texts, format, arguments);
    if (!m.text.bytes || !keep_texts(messages, &m, at, hint) || !VECTOR_PUSH(messages->shown, m)) messages->lost = true;
}

void drg_error(drg_messages *messages, place at, const char *code, const char *hint, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(messages, DRG_ERROR, at, code, hint, format, arguments);
    va_end(arguments);
}

void drg_warn(drg_messages *messages, place at, const char *code, const char *hint, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(messages, DRG_WARNING, at, code, hint, format, arguments);
    va_end(arguments);
}

/* Asking ----------------------------------------------------------------------------------------------------------- */

size_t drg_messages_count(const drg_messages *messages) {
    return messages ? messages->shown.count + (messages->left_out > 0) : 0;
}

drg_message drg_messages_get(const drg_messages *messages, size_t i) {
    if (i < messages->shown.count) return messages->shown.items[i];
    const drg_text empty = {"", 0}, text = {messages->left_out_text, strlen(messages->left_out_text)};
    const drg_severity severity = messages->error_left_out ? DRG_ERROR : DRG_WARNING;
    return (drg_message){.severity = severity,
                         .code = "not-shown",
                         .width = 1,
                         .file = empty,
                         .source = empty,
                         .text = text,
                         .hint = empty};
}

size_t drg_messages_error_count(const drg_messages *messages) {
    return messages->error_count;
}

drg_status drg_messages_status(const drg_messages *messages) {
    if (messages->lost) return DRG_NO_MEMORY;
    return messages->error_count ? DRG_BAD_KNOWLEDGE : DRG_OK;
}

/* Whether `a` stands behind `b` in their file. */
static bool stands_behind(const drg_message *a, const drg_message *b) {
    return a->line != b->line ? a->line > b->line : a->column > b->column;
}

/* Where message i goes among those before it, which are in order: behind the last of its file that does not stand
 * behind it; before all of its file; or where it is, if it is its file's first. */
static size_t sorted_place(const drg_messages *messages, size_t i) {
    const drg_message *items = messages->shown.items;
    size_t at = i;
    for (size_t j = i; j-- > 0;) {
        if (!text_equal(items[j].file, items[i].file)) continue;
        if (!stands_behind(&items[j], &items[i])) return j + 1;
        at = j;
    }
    return at;
}

void drg_messages_sort(drg_messages *messages) {
    drg_message *items = messages->shown.items;
    for (size_t i = 1; i < messages->shown.count; i++) {
        const size_t at = sorted_place(messages, i);
        const drg_message moved = items[i];
        memmove(items + at + 1, items + at, (i - at) * sizeof moved);
        items[at] = moved;
    }
}

/* Reading a source ------------------------------------------------------------------------------------------------- */

static drg_status cannot_read(const source *s, drg_messages *messages, int error) {
    char why[128] = "unknown error";
    (void)strerror_r(error, why, sizeof why);
    drg_error(messages, (place){.file = s}, "unreadable", "mend its rights, or take it out of the folder",
              "cannot be read: %s", why);
    return DRG_BAD_KNOWLEDGE;
}

ssize_t drg_read_all(int file, char *bytes, size_t room) {
    size_t count = 0;
    while (count < room) {
        const ssize_t more = read(file, bytes + count, room - count);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return -1;
        if (more == 0) break;
        count += (size_t)more;
    }
    return (ssize_t)count;
}

/* The bytes of an open file, NUL-terminated, into *text. */
static drg_status read_bytes(int file, const source *s, size_t most_bytes, arena *a, drg_messages *messages,
                             drg_text *text) {
    struct stat about;
    if (fstat(file, &about) < 0) return cannot_read(s, messages, errno);
    if (!S_ISREG(about.st_mode)) {
        drg_error(messages, (place){.file = s}, "not-a-file", "take it out of the folder, or give it another name",
                  "is %s, not a file", S_ISDIR(about.st_mode) ? "a folder" : "a device");
        return DRG_BAD_KNOWLEDGE;
    }
    if ((uintmax_t)about.st_size > most_bytes) {
        drg_error(messages, (place){.file = s}, "file-too-large", "split it into several files",
                  "is larger than %zu bytes", most_bytes);
        return DRG_BAD_KNOWLEDGE;
    }
    char *bytes = drg_arena_take(a, (size_t)about.st_size + 1);
    if (!bytes) return DRG_NO_MEMORY;
    const ssize_t length = drg_read_all(file, bytes, (size_t)about.st_size);
    if (length < 0) return cannot_read(s, messages, errno);
    bytes[length] = '\0';
    *text = (drg_text){bytes, (size_t)length};
    return DRG_OK;
}

/* Holds s->text to valid UTF-8 without NUL. Of a wrong text only the part before the fault is kept: it can be shown. */
static drg_status check_text(source *s, drg_messages *messages) {
    const size_t valid = drg_utf8_valid_length(s->text);
    const char *nul = memchr(s->text.bytes, '\0', valid);
    if (!nul && valid == s->text.length) return DRG_OK;
    const unsigned byte = nul ? 0 : (unsigned char)s->text.bytes[valid];
    s->text.length = nul ? (size_t)(nul - s->text.bytes) : valid;
    const place at = {s, (uint32_t)s->text.length, 1};
    if (nul) drg_error(messages, at, "nul-byte", "is this a text file?", "NUL byte");
    else drg_error(messages, at, "invalid-utf-8", "save the file as UTF-8", "invalid UTF-8 (byte 0x%02X)", byte);
    return DRG_BAD_KNOWLEDGE;
}

static void pass_over_mark(source *s) {
    if (s->text.length >= 3 && memcmp(s->text.bytes, "\xEF\xBB\xBF", 3) == 0)
        s->text = (drg_text){s->text.bytes + 3, s->text.length - 3};
}

static drg_status read_text(source *s, size_t most_bytes, arena *a, drg_messages *messages) {
    const int file = open(s->path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
    if (file < 0) return cannot_read(s, messages, errno);
    const drg_status status = read_bytes(file, s, most_bytes, a, messages, &s->text);
    close(file);
    return status;
}

/* A source that is called so, its text to come. */
static source *new_source(const char *path, arena *a) {
    source *s = drg_arena_take(a, sizeof *s);
    if (!s) return NULL;
    *s = (source){.path = drg_arena_copy(a, drg_text_of(path))};
    return s->path.bytes ? s : NULL;
}

drg_status drg_source_read(const char *path, size_t most_bytes, arena *a, drg_messages *messages, source **out) {
    *out = NULL;
    source *s = new_source(path, a);
    if (!s) return DRG_NO_MEMORY;
    TRY(read_text(s, most_bytes, a, messages));
    pass_over_mark(s);
    TRY(check_text(s, messages));
    *out = s;
    return DRG_OK;
}

drg_status drg_source_of_text(const char *name, drg_text text, arena *a, drg_messages *messages, source **out) {
    *out = NULL;
    source *s = new_source(name, a);
    if (!s) return DRG_NO_MEMORY;
    s->text = drg_arena_copy(a, text);
    if (!s->text.bytes) return DRG_NO_MEMORY;
    pass_over_mark(s);
    TRY(check_text(s, messages));
    *out = s;
    return DRG_OK;
}

/* Did you mean ----------------------------------------------------------------------------------------------------- */

#define NEAR_CHARS 64 /* a longer word is no name that somebody mistyped */

typedef struct {
    uint32_t chars[NEAR_CHARS];
    size_t length;
} spelling;

static bool spell(drg_text text, spelling *s) {
    s->length = 0;
    for (size_t at = 0; at < text.length;) {
        if (s->length == NEAR_CHARS) return false;
        s->chars[s->length++] = drg_utf8_next(text, &at);
    }
    return true;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Letters put in, left out, changed, or two neighbours exchanged, that lead from a to b: a table of which three rows
 * are kept, rows[i % 3][j] being the distance of the first i letters of a from the first j of b. */
static size_t edit_distance(const spelling *a, const spelling *b) {
    size_t rows[3][NEAR_CHARS + 1];
    for (size_t j = 0; j <= b->length; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a->length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b->length; j++) {
            const uint32_t x = a->chars[i - 1], y = b->chars[j - 1];
            row[j] = least(above[j - 1] + (x != y), least(above[j], row[j - 1]) + 1);
            const bool exchanged = i > 1 && j > 1 && x == b->chars[j - 2] && y == a->chars[i - 2];
            if (exchanged) row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a->length % 3][b->length];
}

drg_text drg_nearest(drg_text word, const drg_text *candidates, size_t count) {
    drg_text nearest = {0};
    spelling wanted, candidate;
    if (!spell(word, &wanted)) return nearest;
    size_t limit = wanted.length / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        if (!spell(candidates[i], &candidate)) continue;
        const size_t distance = edit_distance(&wanted, &candidate);
        if (distance >= limit) continue;
        limit = distance;
        nearest = candidates[i];
    }
    return nearest;
}
