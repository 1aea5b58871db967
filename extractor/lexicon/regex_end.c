/* The end of an expression: which bytes a text that it matches as a whole can end with. See regex.h.
 *
 *     \p{Ll}{2,}(ist|ian|woman)|boxer      n r t
 *     .+\.                                 .
 *     (?i)(decade|year)s                   s S, and the bytes that are not ASCII: ſ is an s without its case
 *     \d+(st|nd)?                          all: it may end in a digit of any script
 *
 * PCRE2 tells how matches begin, but not how they end. So the expression itself is read, as far as that is simple: each
 * of its alternatives ends in a letter, in a digit, or in a group of alternatives of that sort; else in anything. */
#include <string.h>

#include "lexicon/regex.h"

#define DEPTH_MOST 8 /* groups in groups that are looked into */

static bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Not with quotes, comments, verbs, control characters or named classes, which change what is read behind them. */
static bool is_simple(drg_text e) {
    for (size_t i = 0; i < e.length; i++) {
        const char c = e.bytes[i], next = i + 1 < e.length ? e.bytes[i + 1] : ' ';
        if (c == '#' || (c == '(' && next == '*') || (c == '[' && next == ':') || (c == ':' && next == ']'))
            return false;
        if (c == '\\' && (next == 'Q' || next == 'c')) return false;
    }
    return true;
}

/* Behind the class in square brackets at `at`. A bracket at its very start is in it. */
static size_t class_end(drg_text e, size_t at) {
    size_t i = at + 1;
    if (i < e.length && e.bytes[i] == '^') i++;
    if (i < e.length && e.bytes[i] == ']') i++;
    while (i < e.length && e.bytes[i] != ']') i += e.bytes[i] == '\\' ? 2 : 1;
    return i < e.length ? i + 1 : e.length;
}

/* Behind the escape at `at`, and behind letters and digits that may belong to it. */
static size_t escape_end(drg_text e, size_t at) {
    const bool may_go_on = at + 1 < e.length && is_letter_or_digit(e.bytes[at + 1]);
    size_t i = at + 2;
    while (may_go_on && i < e.length && is_letter_or_digit(e.bytes[i])) i++;
    return i < e.length ? i : e.length;
}

static size_t item_end(drg_text e, size_t at) {
    size_t depth = 0;
    do {
        const char c = e.bytes[at];
        depth += c == '(';
        depth -= c == ')' && depth;
        at = c == '\\' ? escape_end(e, at) : c == '[' ? class_end(e, at) : at + 1;
    } while (depth && at < e.length);
    return at;
}

/* What stands in a group that only groups; empty if `item` is none. */
static drg_text inside_group(drg_text item) {
    if (item.length < 3 || item.bytes[0] != '(' || item.bytes[item.length - 1] != ')') return (drg_text){item.bytes, 0};
    const bool asks = item.bytes[1] == '?', only_groups = asks && item.bytes[2] == ':';
    if (asks && !only_groups) return (drg_text){item.bytes, 0};
    const size_t start = only_groups ? 3 : 1;
    return (drg_text){item.bytes + start, item.length - 1 - start};
}

static void add_last_bytes(drg_text e, unsigned depth, uint8_t bits[32]);

static bool is_escaped_mark(drg_text item) {
    return item.length == 2 && item.bytes[0] == '\\' && !is_letter_or_digit(item.bytes[1]);
}

/* Adds those of an alternative's last item. */
static void add_end(drg_text item, unsigned depth, uint8_t bits[32]) {
    const drg_text inside = inside_group(item);
    if (is_escaped_mark(item) || (item.length == 1 && is_letter_or_digit(item.bytes[0])))
        drg_regex_set_letter(bits, (unsigned char)item.bytes[item.length - 1]);
    else if (inside.length && depth < DEPTH_MOST) add_last_bytes(inside, depth + 1, bits);
    else memset(bits, 0xFF, 32);
}

static void add_last_bytes(drg_text e, unsigned depth, uint8_t bits[32]) {
    drg_text last = {e.bytes, 0};
    for (size_t at = 0; at < e.length;) {
        const size_t end = item_end(e, at);
        const drg_text item = {e.bytes + at, end - at};
        if (text_is(item, "|")) add_end(last, depth, bits);
        last = text_is(item, "|") ? (drg_text){item.bytes, 0} : item;
        at = end;
    }
    add_end(last, depth, bits);
}

void drg_regex_last_bytes(drg_text expression, uint8_t bits[32]) {
    memset(bits, is_simple(expression) ? 0 : 0xFF, 32);
    if (is_simple(expression)) add_last_bytes(expression, 0, bits);
}
