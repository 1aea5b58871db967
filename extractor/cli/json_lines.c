/* JSON Lines. See json_lines.h. It reads downwards: lines, keys, a document. */
#include "cli/json_lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/json_object.h"
#include "cli/signals.h"
#include "resolve/resolve.h"

#define READ_BYTES ((size_t)64 << 10)
#define ESCAPED_BYTES 6                    /* \u0001: the most that a byte of text takes in a line */
#define OTHER_KEYS_BYTES ((size_t)1 << 20) /* and what else may stand there */

/* The keys that mean something on their way in, and those of the output, which do not pass through. */
typedef enum { KEY_ID, KEY_TEXT, KEY_DATE, KEY_LANGUAGE, KEY_COUNT } known_key;
static const char *const known_keys[KEY_COUNT] = {"id", "text", "reference_date", "language"};
static const char *const output_keys[] = {"schema", "entities", "referents", "events", "turns", "warnings", "error"};

typedef struct {
    char *value; /* NULL: the line has no such key */
    size_t length;
} found_value;

struct json_lines { /* Lifetime: the run; what it holds, a file. */
    const options *o;
    const char *path;
    int file;
    receiver to; /* is told of pauses */
    bool at_end;
    buffer bytes;           /* the part of the file that was read and not yet handed over */
    size_t start, searched; /* of `bytes`: the next line; no line feed before that */
    size_t line_number;
    /* Of the line that was handed over last. */
    found_value found[KEY_COUNT];
    buffer extra, id;
    const char *twice; /* a known key that stands in it twice */
    bool no_memory;
};

json_lines *drg_json_lines_new(void) {
    return calloc(1, sizeof(json_lines));
}

void drg_json_lines_free(json_lines *lines) {
    if (!lines) return;
    VECTOR_CLEAR(lines->bytes);
    VECTOR_CLEAR(lines->extra);
    VECTOR_CLEAR(lines->id);
    free(lines);
}

void drg_json_lines_begin(json_lines *lines, const char *path, int file, const options *o, receiver to) {
    lines->o = o;
    lines->to = to;
    lines->path = path;
    lines->file = file;
    lines->at_end = false;
    lines->bytes.count = lines->start = lines->searched = lines->line_number = 0;
}

/* Lines ------------------------------------------------------------------------------------------------------------------- */

/* Reads on; sets at_end where nothing is left. */
static void read_more(json_lines *l, failure *f) {
    if (l->bytes.items) memmove(l->bytes.items, l->bytes.items + l->start, l->bytes.count - l->start);
    l->bytes.count -= l->start;
    l->searched -= l->start;
    l->start = 0;
    if (!VECTOR_RESERVE(l->bytes, l->bytes.count + READ_BYTES + 1)) { /* 1: a NUL behind the last line */
        drg_failure_set(f, FAILED_NO_MEMORY, "there is no memory for this line");
        l->at_end = true;
        return;
    }
    if (!drg_signal_is_ready(l->file)) l->to.pause(l->to.context);
    if (!drg_signal_wait(l->file)) {
        l->at_end = true;
        return;
    }
    const ssize_t more = read(l->file, l->bytes.items + l->bytes.count, l->bytes.room - l->bytes.count - 1);
    if (more > 0) l->bytes.count += (size_t)more;
    else l->at_end = more == 0 || errno != EINTR;
    if (more < 0 && l->at_end) drg_failure_set(f, FAILED_UNREADABLE, "cannot be read: %s", strerror(errno));
}

/* The line feed that ends the next line; NULL if it has not been read. */
static char *find_line_feed(json_lines *l) {
    if (!l->bytes.items) return NULL; /* nothing has been read */
    char *line_feed = memchr(l->bytes.items + l->searched, '\n', l->bytes.count - l->searched);
    l->searched = line_feed ? (size_t)(line_feed - l->bytes.items) + 1 : l->bytes.count;
    return line_feed;
}

/* Passes over a line that is longer than any document may be: its bytes are forgotten as they come. */
static void skip_line(json_lines *l, failure *f) {
    failure ignored = {0};
    drg_failure_set(f, FAILED_TOO_LARGE, "the line is too long for a document of at most %zu bytes (--max-document)",
                    l->o->max_document);
    do {
        l->start = l->searched = l->bytes.count;
        read_more(l, &ignored);
    } while (!l->at_end && !find_line_feed(l));
    l->start = l->searched;
}

static size_t longest_line(const json_lines *l) {
    return l->o->max_document * ESCAPED_BYTES + OTHER_KEYS_BYTES;
}

/* The next line, NUL behind it; NULL at the end, or with `f` if it could not be read. */
static char *next_line(json_lines *l, size_t *length, failure *f) {
    char *line_feed = NULL;
    while (!(line_feed = find_line_feed(l)) && !l->at_end) {
        if (l->bytes.count - l->start > longest_line(l)) {
            l->line_number++;
            skip_line(l, f);
            return NULL;
        }
        read_more(l, f);
    }
    if (drg_signal_came() || f->code || !l->bytes.items || l->start == l->bytes.count) return NULL;
    char *line = l->bytes.items + l->start;
    char *end = line_feed ? line_feed : l->bytes.items + l->bytes.count;
    l->start = line_feed ? l->searched : l->bytes.count;
    l->line_number++;
    *end = '\0';
    *length = (size_t)(end - line);
    return line;
}

static bool is_blank(const char *line, size_t length) {
    return strspn(line, " \t\r") == length;
}

/* A byte order mark at the file's start is no part of the JSON. */
static char *without_mark(const json_lines *l, char *line, size_t *length) {
    const bool has_mark = l->line_number == 1 && *length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0;
    if (!has_mark) return line;
    *length -= 3;
    return line + 3;
}

/* Keys -------------------------------------------------------------------------------------------------------------------- */

/* The key with its escapes undone ("\u0069d" is id): into `room`, if it is short enough to be one that is known. */
static drg_text plain_key(drg_text key, char *room, size_t room_bytes) {
    if (!memchr(key.bytes, '\\', key.length) || key.length + 2 > room_bytes) return key;
    memcpy(room, key.bytes - 1, key.length + 2); /* with its quotes */
    return drg_json_string_decode(room, key.length + 2);
}

static bool is_output_key(drg_text key) {
    for (size_t i = 0; i < sizeof output_keys / sizeof *output_keys; i++) {
        if (text_is(key, output_keys[i])) return true;
    }
    return false;
}

/* json_take_member: keeps what is known, and collects what passes through. */
static bool take_member(void *context, const json_member *m) {
    json_lines *l = context;
    char room[128];
    const drg_text key = plain_key(m->key, room, sizeof room);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (!text_is(key, known_keys[i])) continue;
        if (l->found[i].value) l->twice = known_keys[i];
        l->found[i] = (found_value){m->value, m->value_length};
        return true;
    }
    if (is_output_key(key)) return true;
    if (l->extra.count && !VECTOR_PUSH(l->extra, ',')) l->no_memory = true;
    if (!drg_buffer_append(&l->extra, m->member)) l->no_memory = true;
    return true;
}

static const char *kind_of(const char *value) {
    switch (*value) {
    case '"': return "a string";
    case '{': return "an object";
    case '[': return "a list";
    case 't':
    case 'f': return "true or false";
    case 'n': return "null";
    default: return "a number";
    }
}

/* A value that has to be a string, decoded in its place (so ask is_absent before); empty if the line has none, or null. */
static drg_text take_string(json_lines *l, known_key key, failure_code code, failure *f) {
    const found_value v = l->found[key];
    if (!v.value || (*v.value == 'n' && key != KEY_TEXT)) return (drg_text){0};
    if (*v.value == '"') return drg_json_string_decode(v.value, v.length);
    drg_failure_set(f, code, "\"%s\" has to be a string, and is %s", known_keys[key], kind_of(v.value));
    return (drg_text){0};
}

/* A document -------------------------------------------------------------------------------------------------------------- */

static bool is_absent(const json_lines *l, known_key key) {
    return !l->found[key].value || *l->found[key].value == 'n';
}

/* FILE:LINE. */
static drg_text made_id(json_lines *l) {
    const size_t room = strlen(l->path) + 24;
    if (!VECTOR_RESERVE(l->id, room)) return drg_text_of(l->path);
    const int length = snprintf(l->id.items, room, "%s:%zu", l->path, l->line_number);
    return (drg_text){l->id.items, (size_t)length};
}

static uint32_t char_count(const char *bytes, size_t length) {
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

/* The id of a line that is no good, where it can be told: it is left as it stands, for the line is shown. */
static void set_plain_id(const json_lines *l, incoming *in) {
    const found_value v = l->found[KEY_ID];
    if (!v.value || *v.value != '"' || memchr(v.value, '\\', v.length)) return;
    in->input.id = (drg_text){v.value + 1, v.length - 2};
    in->has_id = true;
}

static void set_malformed(incoming *in, drg_text line, const json_fault *fault) {
    if (fault->not_an_object) {
        drg_failure_set(&in->failure, FAILED_NOT_AN_OBJECT, "%s", fault->text);
        return;
    }
    drg_failure_set(&in->failure, FAILED_MALFORMED_JSON, "malformed JSON: %s", fault->text);
    in->column = char_count(line.bytes, fault->offset) + 1;
    in->source = line;
}

static void take_date(json_lines *l, incoming *in) {
    if (is_absent(l, KEY_DATE)) return;
    const drg_text date = take_string(l, KEY_DATE, FAILED_WRONG_DATE, &in->failure);
    in->input.reference_date = date;
    if (in->failure.code || drg_date_is_valid(date)) return;
    drg_failure_set(&in->failure, FAILED_WRONG_DATE,
                    "\"reference_date\" is \"%.*s\", and has to be a day that exists, as YYYY-MM-DD",
                    SHOW(text_cut(date, 60)));
}

/* In the order in which they matter: a record of a failure has an id wherever there is one. */
static void take_values(json_lines *l, incoming *in) {
    failure *f = &in->failure;
    in->input.id = is_absent(l, KEY_ID) ? made_id(l) : take_string(l, KEY_ID, FAILED_WRONG_ID, f);
    in->has_id = !f->code;
    if (f->code) return;
    if (!l->found[KEY_TEXT].value) drg_failure_set(f, FAILED_MISSING_TEXT, "there is no \"text\"");
    else in->input.text = take_string(l, KEY_TEXT, FAILED_WRONG_TEXT, f);
    if (!f->code) take_date(l, in);
    if (!f->code && !is_absent(l, KEY_LANGUAGE))
        in->input.language = take_string(l, KEY_LANGUAGE, FAILED_WRONG_LANGUAGE, f);
    if (!f->code && in->input.text.length > l->o->max_document)
        drg_failure_set(f, FAILED_TOO_LARGE, "\"text\" is too large: more than %zu bytes (--max-document allows more)",
                        l->o->max_document);
}

static void read_document(json_lines *l, char *line, size_t length, incoming *in) {
    json_fault fault;
    memset(l->found, 0, sizeof l->found);
    l->extra.count = 0;
    l->twice = NULL;
    l->no_memory = false;
    const bool is_object = drg_json_object_read(line, length, take_member, l, &fault);
    if (!is_object || l->twice || l->no_memory) set_plain_id(l, in);
    if (!is_object) set_malformed(in, (drg_text){line, length}, &fault);
    else if (l->twice) drg_failure_set(&in->failure, FAILED_MALFORMED_JSON, "the key \"%s\" stands twice", l->twice);
    else if (l->no_memory) drg_failure_set(&in->failure, FAILED_NO_MEMORY, "there is no memory for it");
    else take_values(l, in);
    in->extra = (drg_text){l->extra.items, l->extra.count};
}

bool drg_json_lines_next(json_lines *lines, incoming *in) {
    size_t length = 0;
    *in = (incoming){
        .input = {.reference_date = drg_text_of(lines->o->date), .language = drg_text_of(lines->o->language)},
        .path = lines->path
    };
    char *line;
    do line = next_line(lines, &length, &in->failure);
    while (line && is_blank(line, length));
    in->line = lines->line_number;
    if (!line) return in->failure.code != FAILED_NOT;
    line = without_mark(lines, line, &length);
    read_document(lines, line, length, in);
    return true;
}
