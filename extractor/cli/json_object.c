/* A JSON object in a line of text. See json_object.h. It reads downwards: what is plainly right, cJSON's judgement of all
 * else, the strict walk, strings. */
#include "cli/json_object.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"
#include "write/json_stream.h"

/* Characters -------------------------------------------------------------------------------------------------------------- */

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* What went wrong ------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static void set_fault(json_fault *fault, size_t offset, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fault->offset = offset;
    vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
}

/* Brackets that are open before `end`. */
static size_t depth_before(const char *line, size_t end) {
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < end; i++) {
        if (in_string && line[i] == '\\') i++;
        else if (line[i] == '"') in_string = !in_string;
        else if (!in_string && (line[i] == '{' || line[i] == '[')) depth++;
        else if (!in_string && (line[i] == '}' || line[i] == ']')) depth -= depth > 0;
    }
    return depth;
}

/* Does a string that begins before `at` lack its closing quote? */
static bool is_open_string(const char *line, size_t length, size_t at) {
    if (at == 0 || line[at - 1] != '"') return false;
    for (; at < length && line[at] != '"'; at++) at += line[at] == '\\';
    return at >= length;
}

/* Where no key stands though one has to, cJSON stops one character too late. */
static size_t true_offset(const char *line, size_t at) {
    if (at < 2 || line[at - 1] == '"' || is_space(line[at - 1])) return at;
    size_t before = at - 2;
    while (before && is_space(line[before])) before--;
    return line[before] == '{' || (line[before] == ',' && line[at - 1] != '[') ? at - 1 : at;
}

/* cJSON says only where it stopped: this says why. */
static void explain(const char *line, size_t length, size_t stopped, json_fault *fault) {
    const size_t at = true_offset(line, stopped);
    const unsigned char c = at < length ? (unsigned char)line[at] : 0;
    if (is_open_string(line, length, at)) set_fault(fault, at - 1, "this string has no end");
    else if (at >= length) set_fault(fault, at, "the line ends in the middle of the object");
    else if (c == '\\' && strchr("uU", line[at + 1]) && line[at + 1])
        set_fault(fault, at, "a lone surrogate: %.6s is one half of a character", line + at);
    else if (c == '\\') set_fault(fault, at, "there is no such escape");
    else if (strchr("[{", c) && depth_before(line, at) >= CJSON_NESTING_LIMIT)
        set_fault(fault, at, "nested too deep: more than %d brackets", CJSON_NESTING_LIMIT);
    else if (c >= 0x20 && c < 0x7F) set_fault(fault, at, "'%c' cannot stand here", c);
    else set_fault(fault, at, "this cannot stand here");
}

/* What is plainly right ------------------------------------------------------------------------------------------------- */

/* Nearly all lines are: a tree of everything need not be made of them. What this does not accept may still be right. It
 * reads behind the value that it is named for, and returns NULL if in doubt; a NUL ends the line. */
#define PLAIN_DEPTH 63u       /* a bit a bracket */
#define PLAIN_NUMBER_BYTES 60 /* cJSON's own limit is a little more */

static const char *behind_space(const char *p) {
    while (is_space(*p)) p++;
    return p;
}

/* Surrogates are left to cJSON. */
static const char *behind_escape(const char *p) {
    if (p[1] != 'u') return p[1] && strchr("\"\\/bfnrt", p[1]) ? p + 2 : NULL;
    for (size_t i = 2; i < 6; i++) {
        if (!is_hexadecimal(p[i])) return NULL;
    }
    return (p[2] | 0x20) == 'd' && p[3] >= '8' ? NULL : p + 6;
}

static const char *behind_string(const char *p, const char *end) {
    const drg_text rest = {p, (size_t)(end - p)};
    if (*p != '"') return NULL;
    for (const char *at = p + 1; at;) {
        at = p + drg_json_next_escape(rest, (size_t)(at - p));
        if (at == end) return NULL;
        if (*at == '"') return at + 1;
        at = *at == '\\' ? behind_escape(at) : NULL;
    }
    return NULL;
}

static const char *behind_digits(const char *p) {
    if (!p || !is_digit(*p)) return NULL;
    while (is_digit(*p)) p++;
    return p;
}

static const char *behind_number(const char *start) {
    const char *p = start + (*start == '-');
    if (*p == '0' && is_digit(p[1])) return NULL;
    p = behind_digits(p);
    if (p && *p == '.') p = behind_digits(p + 1);
    if (p && (*p | 0x20) == 'e') p = behind_digits(p + 1 + (p[1] == '+' || p[1] == '-'));
    return p && p - start <= PLAIN_NUMBER_BYTES ? p : NULL;
}

/* Anything but an object or a list. */
static const char *behind_scalar(const char *p, const char *end) {
    if (*p == '"') return behind_string(p, end);
    if (*p == '-' || is_digit(*p)) return behind_number(p);
    if (strncmp(p, "true", 4) == 0 || strncmp(p, "null", 4) == 0) return p + 4;
    return strncmp(p, "false", 5) == 0 ? p + 5 : NULL;
}

/* string ":" in an object. */
static const char *behind_key(const char *p, const char *end) {
    p = behind_string(p, end);
    if (p) p = behind_space(p);
    return p && *p == ':' ? behind_space(p + 1) : NULL;
}

/* Is the line one value? A bit of `objects` tells what the bracket at that depth is. */
static bool is_plainly_json(const char *line, size_t length) {
    const char *const end = line + length;
    uint64_t objects = 0;
    unsigned depth = 0;
    for (const char *p = behind_space(line); p;) {
        if (*p == '{' || *p == '[') { /* into it */
            if (++depth > PLAIN_DEPTH) return false;
            const bool is_object = *p == '{';
            objects = (objects & ~((uint64_t)1 << depth)) | (uint64_t)is_object << depth;
            p = behind_space(p + 1);
            if (*p != (is_object ? '}' : ']')) {
                if (is_object) p = behind_key(p, end);
                continue;
            }
        } else {
            p = behind_scalar(p, end);
            if (!p) return false;
            p = behind_space(p);
        }
        for (; depth && *p == (objects >> depth & 1 ? '}' : ']'); depth--) p = behind_space(p + 1); /* out of it */
        if (!depth) return p == end;
        if (*p != ',') return false;
        p = behind_space(p + 1);
        if (objects >> depth & 1) p = behind_key(p, end);
    }
    return false;
}

/* cJSON's judgement of all else ------------------------------------------------------------------------------------------ */

/* cJSON's judgement; line[length] is NUL. */
static bool cjson_accepts(const char *line, size_t length, json_fault *fault) {
    const char *end = line;
    cJSON *tree = cJSON_ParseWithLengthOpts(line, length + 1, &end, true);
    if (!tree) explain(line, length, (size_t)(end - line), fault);
    cJSON_Delete(tree);
    return tree != NULL;
}

static bool is_json(const char *line, size_t length, json_fault *fault) {
    return is_plainly_json(line, length) || cjson_accepts(line, length, fault);
}

/* The strict walk --------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *line;
    size_t at, length;
    json_fault *fault;
} walk;

static char now(const walk *w) {
    return w->line[w->at]; /* NUL at the end */
}

static bool wrong(const walk *w, const char *why) {
    set_fault(w->fault, w->at, "%s", why);
    return false;
}

static void skip_space(walk *w) {
    while (is_space(now(w))) w->at++;
}

/* escape = "\" ( ["\/bfnrt] | "u" HEX HEX HEX HEX ) */
static bool walk_escape(walk *w) {
    const char letter = w->line[w->at + 1];
    if (!letter) return wrong(w, "the line ends in the middle of a string");
    if (letter != 'u') {
        w->at += 2; /* cJSON knows which letters there are */
        return true;
    }
    for (size_t i = 2; i < 6; i++) {
        if (!is_hexadecimal(w->line[w->at + i])) return wrong(w, "\\u needs four hexadecimal digits");
    }
    w->at += 6;
    return true;
}

/* string = '"' (escape | any character from U+0020 on)* '"' */
static bool walk_string(walk *w) {
    const drg_text line = {w->line, w->length};
    for (w->at++;;) {
        w->at = drg_json_next_escape(line, w->at);
        if (now(w) == '"') break;
        if (now(w) != '\\') return wrong(w, "a control character in a string has to be escaped");
        if (!walk_escape(w)) return false;
    }
    w->at++;
    return true;
}

static bool walk_digits(walk *w) {
    if (!is_digit(now(w))) return wrong(w, "here a number needs a digit");
    while (is_digit(now(w))) w->at++;
    return true;
}

/* number = "-"? ("0" | digits) ("." digits)? ([eE] [+-]? digits)? */
static bool walk_number(walk *w) {
    if (now(w) == '-') w->at++;
    if (now(w) == '0' && is_digit(w->line[w->at + 1])) return wrong(w, "a number does not begin with 0");
    if (!walk_digits(w)) return false;
    if (now(w) == '.') {
        w->at++;
        if (!walk_digits(w)) return false;
    }
    if (now(w) != 'e' && now(w) != 'E') return true;
    w->at++;
    if (now(w) == '+' || now(w) == '-') w->at++;
    return walk_digits(w);
}

/* One piece of a value: a string, a number, a bracket, a comma, a letter of true, false, null. */
static bool walk_piece(walk *w, size_t *depth) {
    const char c = now(w);
    if (c == '"') return walk_string(w);
    if (c == '-' || is_digit(c)) return walk_number(w);
    if ((unsigned char)c < 0x20 && !strchr("\t\r\n", c)) return wrong(w, "a control character");
    if (c == '\0') return wrong(w, "a NUL byte");
    if (c == '{' || c == '[') ++*depth;
    if (c == '}' || c == ']') --*depth;
    w->at++;
    return true;
}

static bool ends_value(char c) {
    return c == ',' || c == '}' || c == ']' || is_space(c);
}

/* A value of any kind. cJSON has seen that its brackets are right; so their number is all that has to be known. */
static bool walk_value(walk *w) {
    size_t depth = 0;
    const bool is_word = strchr("tfn", now(w)) && now(w);
    do {
        if (!walk_piece(w, &depth)) return false;
    } while (depth || (is_word && !ends_value(now(w))));
    return true;
}

/* member = string ":" value */
static bool walk_member(walk *w, json_member *m) {
    const size_t start = w->at;
    if (now(w) != '"') return wrong(w, "here a key in quotes has to stand");
    if (!walk_string(w)) return false;
    m->key = (drg_text){w->line + start + 1, w->at - start - 2};
    skip_space(w);
    if (now(w) != ':') return wrong(w, "here a colon has to stand");
    w->at++;
    skip_space(w);
    const size_t value = w->at;
    if (!walk_value(w)) return false;
    m->value = w->line + value;
    m->value_length = w->at - value;
    m->member = (drg_text){w->line + start, w->at - start};
    return true;
}

/* object = "{" (member ("," member)*)? "}" */
static bool walk_object(walk *w, json_take_member *take, void *context) {
    json_member m;
    w->at++;
    skip_space(w);
    while (now(w) != '}') {
        if (!walk_member(w, &m)) return false;
        if (!take(context, &m)) return true;
        skip_space(w);
        if (now(w) == ',') w->at++;
        else if (now(w) != '}') return wrong(w, "this cannot stand here");
        skip_space(w);
    }
    w->at++;
    skip_space(w);
    return w->at == w->length || wrong(w, "this cannot stand here");
}

bool drg_json_object_read(char *line, size_t length, json_take_member *take, void *context, json_fault *fault) {
    json_fault ignored;
    fault->not_an_object = false;
    const bool fine = is_json(line, length, fault);
    walk w = {line, 0, length, fine ? fault : &ignored};
    skip_space(&w);
    if (!fine) {
        if (now(&w) == '{') walk_object(&w, take, context); /* as far as it goes */
        return false;
    }
    if (now(&w) == '{') return walk_object(&w, take, context);
    set_fault(fault, w.at, "each line has to be an object: {\"id\": …, \"text\": …}");
    fault->not_an_object = true;
    return false;
}

/* Strings ----------------------------------------------------------------------------------------------------------------- */

static uint32_t hexadecimal(const char *digits) {
    uint32_t n = 0;
    for (size_t i = 0; i < 4; i++) {
        const char c = digits[i];
        n = n << 4 | (uint32_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return n;
}

/* What an escape stands for; moves *at behind it. cJSON has seen that surrogates come in pairs. */
static uint32_t decode_escape(const char *string, size_t *at) {
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char c = string[*at + 1];
    const char *letter = strchr(letters, c);
    if (c != 'u') {
        *at += 2;
        return (unsigned char)(letter ? meanings[letter - letters] : c);
    }
    uint32_t n = hexadecimal(string + *at + 2);
    *at += 6;
    if (n < 0xD800 || n > 0xDBFF) return n;
    n = 0x10000 + ((n - 0xD800) << 10) + (hexadecimal(string + *at + 2) - 0xDC00);
    *at += 6;
    return n;
}

drg_text drg_json_string_decode(char *string, size_t length) {
    size_t used = 0;
    for (size_t at = 1; at + 1 < length;) {
        const char *escape = memchr(string + at, '\\', length - 1 - at);
        const size_t plain = escape ? (size_t)(escape - string) - at : length - 1 - at;
        memmove(string + used, string + at, plain);
        used += plain;
        at += plain;
        if (escape) used += drg_utf8_put(decode_escape(string, &at), string + used); /* never longer than the escape */
    }
    return (drg_text){string, used};
}
