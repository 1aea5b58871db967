/* A JSON object in a line of text. See json_object.h. It reads downwards: cJSON's judgement, the strict walk, strings. */
#include "cli/json_object.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

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

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
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

/* cJSON's judgement; line[length] is NUL. */
static bool is_json(const char *line, size_t length, json_fault *fault) {
    const char *end = line;
    cJSON *tree = cJSON_ParseWithLengthOpts(line, length + 1, &end, true);
    if (!tree) explain(line, length, (size_t)(end - line), fault);
    cJSON_Delete(tree);
    return tree != NULL;
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

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
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
    for (w->at++; now(w) != '"';) {
        if ((unsigned char)now(w) < 0x20) return wrong(w, "a control character in a string has to be escaped");
        if (now(w) != '\\') w->at++;
        else if (!walk_escape(w)) return false;
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
