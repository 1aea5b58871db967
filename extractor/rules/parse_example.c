/* Examples: what a rule finds, and what it does not.
 *
 *     +  "signed [two years ago]" at 2024-06-20 = 2022        example = text (("=" value) | ("at" date))*
 *     -  "a year \[1\] in five"                               brackets are the annotated spans; \[ is a bracket
 *
 * The text may go on in the next lines, where a line break is a space; \n is a line break of the text. */
#include "rules/parse.h"
#include "text/days.h"

/* The text --------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t open_offset, open_at; /* of the bracket in the file; where its span begins in the text */
    bool is_open;
} bracket;

static place byte_place(const rule_parser *p, uint32_t at) {
    return (place){p->reader.file, at, 1};
}

static bool close_bracket(rule_parser *p, bracket *b) {
    const uint32_t end = (uint32_t)p->chars.count;
    if (!b->is_open) {
        drg_error(p->messages, byte_place(p, p->reader.at), "example-brackets", "a bracket of the text itself is \\]",
                  "']' without '['");
        return false;
    }
    if (end == b->open_at) {
        drg_error(p->messages, byte_place(p, b->open_offset), "example-brackets", "put the annotated words into them",
                  "brackets around nothing");
        return false;
    }
    b->is_open = false;
    return drg_remember(p, VECTOR_PUSH(p->spans, ((struct example_span){b->open_at, end})));
}

static bool open_bracket(rule_parser *p, bracket *b) {
    if (b->is_open) {
        drg_error(p->messages, byte_place(p, p->reader.at), "example-brackets",
                  "the annotations of one rule do not hold each other; a bracket of the text itself is \\[",
                  "'[' inside '['");
        return false;
    }
    *b = (bracket){p->reader.at, (uint32_t)p->chars.count, true};
    return true;
}

/* A line break in the rule file, and the indentation behind it, are one space. */
static void pass_line_break(reader *r) {
    while (r->at + 1 < r->end && drg_peek(r) && (unsigned char)r->file->text.bytes[r->at + 1] <= ' ') r->at++;
}

/* The character under the reader, which an escape may have hidden. */
static bool read_example_char(rule_parser *p, bracket *b) {
    reader *r = &p->reader;
    char c = drg_peek(r);
    if (c == '\\' && r->at + 1 < r->end) {
        c = r->file->text.bytes[++r->at];
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        return drg_remember(p, VECTOR_PUSH(p->chars, c));
    }
    if (c == '[') return open_bracket(p, b);
    if (c == ']') return close_bracket(p, b);
    if (c == '\r' || c == '\n') {
        pass_line_break(r);
        c = ' ';
    }
    return drg_remember(p, VECTOR_PUSH(p->chars, c));
}

static bool finish_text(rule_parser *p, uint32_t start, const bracket *b, example_tree *example) {
    if (b->is_open) {
        drg_error(p->messages, byte_place(p, b->open_offset), "example-brackets",
                  "write ] where the annotation ends; a bracket of the text itself is \\[", "'[' without ']'");
        return false;
    }
    if (p->chars.count == 0) {
        drg_error(p->messages, drg_place_from(&p->reader, start), "empty-example",
                  "write a sentence that shows what is meant", "an example that holds nothing");
        return false;
    }
    example->text = drg_arena_copy(p->arena, (drg_text){p->chars.items, p->chars.count});
    if (!drg_remember(p, example->text.bytes != NULL)) return false;
    if (p->spans.count == 0 && example->positive) {
        if (!drg_remember(p, VECTOR_PUSH(p->spans, ((struct example_span){0, (uint32_t)p->chars.count})))) return false;
    }
    example->spans = drg_keep(p, p->spans.items, p->spans.count * sizeof *p->spans.items);
    example->span_count = (uint32_t)p->spans.count;
    return true;
}

/* text = '"' (character | escape | "[" | "]")* '"' */
static bool parse_text(rule_parser *p, example_tree *example) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    bracket b = {0};
    p->chars.count = p->spans.count = 0;
    if (drg_peek(r) != '"') {
        drg_error(p->messages, drg_place_of_rest_of_word(r), "expected",
                  "+ \"signed on [20 June 2024] in Pyongyang\" = 2024-06-20",
                  "an example stands in straight double quotes");
        return false;
    }
    for (r->at++; r->at < r->end && drg_peek(r) != '"'; r->at++) {
        if (!read_example_char(p, &b)) return false;
    }
    if (r->at >= r->end) {
        drg_error(p->messages, byte_place(p, start), "not-closed",
                  "write \" at its end; a quotation mark inside is \\\"", "an example that does not end");
        return false;
    }
    r->at++;
    example->at = drg_place_from(r, start);
    return finish_text(p, start, &b, example);
}

/* "=" value */
static bool parse_value(rule_parser *p, example_tree *example) {
    reader *r = &p->reader;
    drg_skip_blank(r);
    const uint32_t start = r->at;
    const drg_text before = example->value;
    if (drg_peek(r) != '"') example->value = drg_read_blank_ended(r);
    else if (!drg_read_quoted(r, &example->value)) return false;
    const place at = drg_place_from(r, start);
    if (before.length) drg_error(p->messages, at, "second-value", "keep one of them", "a second value");
    else if (!example->value.length)
        drg_error(p->messages, drg_place_here(r), "expected", "write it behind '='", "a value is missing");
    else if (!example->positive)
        drg_error(p->messages, at, "value-in-near-miss", "take the value away: nothing is found here",
                  "a value in a '-' example");
    else return true;
    return false;
}

/* "at" date */
static bool parse_date(rule_parser *p, example_tree *example) {
    reader *r = &p->reader;
    drg_skip_blank(r);
    const uint32_t start = r->at;
    const drg_text date = drg_read_blank_ended(r);
    const place at = date.length ? drg_place_from(r, start) : drg_place_here(r);
    if (example->date.length) {
        drg_error(p->messages, at, "second-date", "keep one of them", "a second reference date");
        return false;
    }
    if (!drg_is_day(date)) {
        drg_error(p->messages, at, "wrong-day", "it is written YYYY-MM-DD, a day of the years 0001 to 9999",
                  "'%.*s' is no day", SHOW(date));
        return false;
    }
    example->date = date;
    return true;
}

/* example = text (("=" value) | ("at" date))* */
void drg_parse_example(rule_parser *p, bool positive) {
    example_tree example = {.positive = positive};
    drg_skip_blank(&p->reader);
    if (!parse_text(p, &example)) return;
    if (!positive && example.span_count) {
        drg_error(p->messages, example.at, "brackets-in-near-miss", "take the brackets away: nothing is found here",
                  "brackets in a '-' example");
        return;
    }
    for (;;) {
        if (drg_accept(&p->reader, "=")) {
            if (!parse_value(p, &example)) return;
        } else if (drg_accept(&p->reader, "at")) {
            if (!parse_date(p, &example)) return;
        } else {
            break;
        }
    }
    drg_expect_end(p, "behind the text may stand: = VALUE, at YYYY-MM-DD");
    drg_remember(p, VECTOR_PUSH(p->examples, example));
}
