/* Patterns: what `match`, `before`, `is`, `after` and `def` say.
 *
 *     [ kind:@instrument Link the? Title ]
 *
 *     pattern  = sequence ("|" sequence)*
 *     sequence = (".."? element)+
 *     element  = (CAPTURE ":")? both ("?" | "*" | "+" | "{" m "," n "}")?
 *     both     = not ("&" not)*
 *     not      = "!" not | atom
 *     atom     = "(" pattern ")" | "[" pattern "]" | word | 'literal' | ~word | /re/ | @list | <Label> | Name | . ^ $ _
 *
 * So an operator behind `x & y` is of both, and `name:x+` captures the whole run. A function here is a line there.
 * Definitions may stand behind their use: their nodes are linked when the file has been read (check_pattern.c). */
#include "rules/parse.h"

#include "bounds.h"
#include "lexicon/fold.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t classes;
} ready_made[] = {
    {"Cap",     WORD_CAP    },
    {"Upper",   WORD_UPPER  },
    {"Lower",   WORD_LOWER  },
    {"Initial", WORD_INITIAL},
    {"Digits",  WORD_DIGITS },
    {"Ordinal", WORD_ORDINAL},
    {"Roman",   WORD_ROMAN  },
};

/* Nodes ------------------------------------------------------------------------------------------------------------ */

static node *new_node(rule_parser *p, node_kind kind, place at) {
    node *n = drg_reader_take(&p->reader, sizeof *n);
    if (n) *n = (node){.kind = kind, .at = at, .form = {NO_FORM}, .list = {NO_ID}, .label = NO_LABEL};
    return n;
}

static node *node_here(rule_parser *p, node_kind kind, uint32_t start) {
    return new_node(p, kind, drg_place_from(&p->reader, start));
}

static node *parent_of(rule_parser *p, node_kind kind, node *child, uint32_t start) {
    if (!child) return NULL;
    node *n = node_here(p, kind, start);
    if (n) n->child = child;
    return n;
}

/* A message about what stands from `start` to the reader; the pattern goes on. */
#define FLAW(p, start, code, hint, ...)                                                                                \
    (drg_error((p)->messages, drg_place_from(&(p)->reader, start), code, hint, __VA_ARGS__), (p)->pattern_flawed = true)

/* Words and literals ----------------------------------------------------------------------------------------------- */

static bool is_apostrophe(drg_text text) {
    return text.length > 1 && (text.bytes[0] == '\'' || (text.length > 3 && memcmp(text.bytes, "’", 3) == 0));
}

/* Cuts `text` as a document is cut, into p->tokens. A clitic ('s) is one only behind a word: it gets one.
 * Returns the text that the tokens point into. */
static drg_text cut(rule_parser *p, drg_text text, size_t *first) {
    *first = is_apostrophe(text);
    p->chars.count = 0;
    bool ok = VECTOR_RESERVE(p->chars, text.length + 1);
    if (ok && *first) p->chars.items[p->chars.count++] = 'x';
    if (ok && text.length) memcpy(p->chars.items + p->chars.count, text.bytes, text.length);
    const drg_text whole =
        ok ? drg_arena_copy(p->arena, (drg_text){p->chars.items, *first + text.length}) : (drg_text){0};
    ok = ok && whole.bytes && drg_tokenize(whole, drg_gazetteer_abbreviations(p->gazetteer), &p->tokens) == DRG_OK;
    if (!drg_remember(p, ok)) p->tokens.count = 0;
    return whole;
}

/* The tokens of `text` as nodes of `kind`: one, or a sequence that is joined where nothing stands between them. */
static node *token_nodes(rule_parser *p, node_kind kind, drg_text text, place at) {
    size_t first;
    const drg_text whole = cut(p, text, &first);
    node *sequence = new_node(p, NODE_SEQUENCE, at);
    if (!sequence) return NULL;
    node **tail = &sequence->child;
    for (size_t i = first; i < p->tokens.count; i++) {
        const token t = p->tokens.items[i];
        if (i > first && !(t.flags & TOKEN_SPACE_BEFORE)) {
            if (!(*tail = new_node(p, NODE_NO_SPACE, at))) return NULL;
            tail = &(*tail)->next;
        }
        if (!(*tail = new_node(p, kind, at))) return NULL;
        (*tail)->text = (drg_text){whole.bytes + t.start_byte, t.end_byte - t.start_byte};
        tail = &(*tail)->next;
    }
    return sequence->child && !sequence->child->next ? sequence->child : sequence;
}

static bool is_letter_byte(const reader *r, uint32_t at) {
    const unsigned char c = at < r->end ? (unsigned char)r->file->text.bytes[at] : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* Letters and digits, with hyphens and apostrophes between them: secretary-general, o'clock. */
static drg_text read_bare_word(reader *r) {
    const uint32_t start = r->at;
    drg_read_word(r, "_");
    while ((drg_peek(r) == '-' || drg_peek(r) == '\'') && is_letter_byte(r, r->at + 1)) {
        r->at++;
        drg_read_word(r, "_");
    }
    return (drg_text){r->file->text.bytes + start, r->at - start};
}

/* The marks of punctuation that a bare word may hold: those that read_bare_word let in. */
static bool is_word_mark(drg_text text) {
    return text_is(text, "-") || text_is(text, "'");
}

static node *word_nodes(rule_parser *p, node_kind kind, drg_text word, uint32_t start) {
    node *n = token_nodes(p, kind, word, drg_place_from(&p->reader, start));
    for (size_t i = 0; n && i < p->tokens.count; i++) {
        const token t = p->tokens.items[i];
        const drg_text text = {word.bytes + t.start_byte, t.end_byte - t.start_byte};
        if (!(t.flags & TOKEN_PUNCTUATION) || is_word_mark(text)) continue;
        FLAW(p, start, "unquoted-mark", drg_hint(p, "punctuation is quoted: '%.*s'", SHOW(text)),
             "'%.*s' in a bare word", SHOW(text));
        return NULL;
    }
    return n;
}

/* Names: definitions, ready-made and the files's own --------------------------------------------------------------- */

/* Number = Digits | @number ((_ '-' _)? @number)*; Digits alone if there is no list `number`. */
static node *number_node(rule_parser *p, place at) {
    node *digits = new_node(p, NODE_CLASS, at);
    if (digits) digits->classes = WORD_DIGITS;
    const list_id list = drg_gazetteer_find_list(p->gazetteer, TEXT(LIST_OF_NUMBERS));
    if (list.n == NO_ID || !digits) return digits;
    static const node_kind kinds[] = {NODE_CHOICE,   NODE_SEQUENCE, NODE_LIST,     NODE_REPEAT,
                                      NODE_SEQUENCE, NODE_REPEAT,   NODE_SEQUENCE, NODE_NO_SPACE,
                                      NODE_EXACT,    NODE_NO_SPACE, NODE_LIST};
    node *n[sizeof kinds / sizeof *kinds];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!(n[i] = new_node(p, kinds[i], at))) return NULL;
        if (kinds[i] == NODE_LIST) n[i]->list = list;
    }
    n[0]->child = digits, digits->next = n[1]; /* Digits | … */
    n[1]->child = n[2], n[2]->next = n[3];     /* @number ( … )* */
    n[3]->child = n[4], n[3]->most = UINT32_MAX;
    n[4]->child = n[5], n[5]->next = n[10]; /* ( … )? @number */
    n[5]->child = n[6], n[5]->most = 1;
    n[6]->child = n[7], n[7]->next = n[8], n[8]->next = n[9]; /* _ '-' _ */
    n[8]->text = TEXT("-");
    return n[0];
}

static node *name_node(rule_parser *p, drg_text name, uint32_t start) {
    for (size_t i = 0; i < sizeof ready_made / sizeof *ready_made; i++) {
        if (!text_is(name, ready_made[i].name)) continue;
        node *n = node_here(p, NODE_CLASS, start);
        if (n) n->classes = ready_made[i].classes;
        return n;
    }
    if (text_is(name, "Number")) return number_node(p, drg_place_from(&p->reader, start));
    node *n = node_here(p, NODE_DEFINITION, start);
    if (!n) return NULL;
    n->text = name;
    drg_remember(p, VECTOR_PUSH(p->definition_nodes, n));
    return n;
}

bool drg_is_ready_made(drg_text name) {
    for (size_t i = 0; i < sizeof ready_made / sizeof *ready_made; i++) {
        if (text_is(name, ready_made[i].name)) return true;
    }
    return text_is(name, "Number");
}

void drg_ready_made_names(rule_parser *p) {
    for (size_t i = 0; i < sizeof ready_made / sizeof *ready_made; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(ready_made[i].name)));
    }
    drg_remember(p, VECTOR_PUSH(p->names, TEXT("Number")));
}

/* Atoms ------------------------------------------------------------------------------------------------------------ */

/* word | Name */
static node *parse_word(rule_parser *p) {
    const uint32_t start = p->reader.at;
    const drg_text word = read_bare_word(&p->reader);
    if (drg_peek(&p->reader) == ':') { /* where a capture may stand, parse_element has read it */
        FLAW(p, start, "not-one-token", "put the capture before them all: name:(x & y)", "a capture under & or !");
        return NULL;
    }
    const bool capital = drg_word_classes(word) & WORD_CAP;
    return capital ? name_node(p, word, start) : word_nodes(p, NODE_FOLDED, word, start);
}

/* 'literal' */
static node *parse_literal(rule_parser *p) {
    const uint32_t start = p->reader.at;
    drg_text text;
    if (!drg_read_quoted(&p->reader, &text)) return NULL;
    node *n = token_nodes(p, NODE_EXACT, text, drg_place_from(&p->reader, start));
    if (n && n->kind == NODE_SEQUENCE && !n->child) {
        FLAW(p, start, "holds-nothing", "write the word or the mark of punctuation between the quotes",
             "a literal that holds nothing");
        return NULL;
    }
    return n;
}

/* ~word */
static node *parse_stem(rule_parser *p) {
    const uint32_t start = p->reader.at++;
    const drg_text word = read_bare_word(&p->reader);
    if (!word.length) {
        FLAW(p, start, "stem-without-word", "a word follows '~' without a space: ~treaty", "no word behind '~'");
        return NULL;
    }
    node *n = word_nodes(p, NODE_STEM, word, start);
    if (n && n->kind == NODE_STEM) return n;
    if (n)
        FLAW(p, start, "stem-of-several-tokens", "write its parts one by one: ~entry '-' into",
             "'%.*s' is several tokens", SHOW(word));
    return NULL;
}

/* /re/ */
static node *parse_regex(rule_parser *p) {
    const uint32_t start = p->reader.at;
    uint32_t first;
    drg_text text;
    if (!drg_read_regex(&p->reader, &text, &first)) return NULL;
    if (!text.length)
        FLAW(p, start, "holds-nothing", "write what the token must match: /1[0-9]{3}/",
             "an expression that holds nothing");
    else if (!drg_check_regex(p, text, first)) p->pattern_flawed = true;
    node *n = node_here(p, NODE_REGEX, start);
    if (n) n->text = text;
    return n;
}

/* attribute = "{" key "=" value "}"; the value may be quoted. False after a message, with the reader behind it. */
static bool parse_attribute(rule_parser *p, node *n) {
    reader *r = &p->reader;
    const uint32_t start = r->at++;
    drg_skip_blank(r);
    n->key = drg_read_word(r, "_-");
    bool ok = n->key.length && drg_accept(r, "=");
    drg_skip_blank(r);
    if (ok && (drg_peek(r) == '\'' || drg_peek(r) == '"')) {
        if (!drg_read_quoted(r, &n->value)) return false;
    } else if (ok) {
        n->value = drg_read_word(r, "_-./+:()");
    }
    if (ok && n->value.length && drg_accept(r, "}")) return true;
    FLAW(p, start, "wrong-attribute", "an attribute is written {key=value}, {key='several words'}",
         "an attribute that is not understood");
    return false;
}

static void check_list_attribute(rule_parser *p, const node *n, drg_text name, uint32_t start) {
    const gazetteer_list *list = drg_gazetteer_lists(p->gazetteer) + n->list.n;
    drg_list_keys(p, n->list);
    if (!drg_names_hold(p, n->key)) {
        FLAW(p, start, "unknown-attribute",
             drg_did_you_mean_name(p, "", n->key, "", "its attributes are the columns of its entries.tsv"),
             "no entry of '@%.*s' has an attribute '%.*s'", SHOW(name), SHOW(n->key));
        return;
    }
    p->names.count = 0;
    for (uint32_t i = 0; i < list->entry_count; i++) {
        const uint32_t entry = list->first_entry + i, count = drg_gazetteer_attribute_count(p->gazetteer, entry);
        for (uint32_t j = 0; j < count; j++) {
            const attribute a = drg_gazetteer_attribute_at(p->gazetteer, entry, j);
            if (!text_equal(a.key, n->key)) continue;
            if (text_equal(a.value, n->value)) return;
            drg_remember(p, VECTOR_PUSH(p->names, a.value));
        }
    }
    drg_warn(p->messages, drg_place_from(&p->reader, start), "no-such-entry",
             drg_did_you_mean_name(p, "", n->value, "", "the values stand in its entries.tsv"),
             "no entry of '@%.*s' has %.*s=%.*s: this matches nothing", SHOW(name), SHOW(n->key), SHOW(n->value));
}

/* @list, @list{key=value} */
static node *parse_list(rule_parser *p) {
    const uint32_t start = p->reader.at++;
    const drg_text name = drg_read_word(&p->reader, "_-");
    node *n = node_here(p, NODE_LIST, start);
    if (!n) return NULL;
    n->list = drg_gazetteer_find_list(p->gazetteer, name);
    if (n->list.n == NO_ID) {
        p->names.count = 0;
        const gazetteer_list *lists = drg_gazetteer_lists(p->gazetteer);
        for (uint32_t i = 0; i < drg_gazetteer_list_count(p->gazetteer); i++) {
            drg_remember(p, VECTOR_PUSH(p->names, lists[i].name));
        }
        FLAW(p, start, "unknown-list",
             drg_did_you_mean_name(p, "@", name, "", "a list is a folder of gazetteers/, or a file of your own"),
             "unknown list '@%.*s'", SHOW(name));
    }
    const bool has_attribute = drg_peek(&p->reader) == '{' && !(p->reader.file->text.bytes[p->reader.at + 1] >= '0' &&
                                                                p->reader.file->text.bytes[p->reader.at + 1] <= '9');
    if (has_attribute && !parse_attribute(p, n)) return NULL;
    if (n->key.length && n->list.n != NO_ID) check_list_attribute(p, n, name, start);
    n->at = drg_place_from(&p->reader, start);
    return n;
}

static void check_label_attribute(rule_parser *p, const node *n, uint32_t start) {
    if (n->label.n == NO_LABEL.n || text_is(n->key, "value")) return;
    drg_label_keys(p, n->label);
    if (drg_names_hold(p, n->key)) return;
    FLAW(p, start, "unknown-attribute",
         drg_did_you_mean_name(p, "", n->key, "", "labels.rules declares the attributes of a label"),
         "the label '%.*s' has no attribute '%.*s'", SHOW(p->labels->labels[n->label.n].name), SHOW(n->key));
}

/* <Label>, <Label.form>, <Label{key=value}> */
static node *parse_label(rule_parser *p) {
    reader *r = &p->reader;
    const uint32_t start = r->at++;
    const uint32_t name_start = r->at;
    const drg_text name = drg_read_word(r, "_-");
    node *n = node_here(p, NODE_LABEL, start);
    if (!n) return NULL;
    if (name.length) n->label = drg_need_label(p, name, drg_place_from(r, name_start));
    if (drg_peek(r) == '.') {
        const uint32_t form_start = ++r->at;
        const drg_text form = drg_read_word(r, "_-");
        n->form = drg_need_form(p, n->label, form, drg_place_from(r, form_start));
        p->pattern_flawed |= n->form.n == NO_FORM;
    }
    p->pattern_flawed |= n->label.n == NO_LABEL.n;
    if (drg_peek(r) == '{' && !parse_attribute(p, n)) return NULL;
    if (n->key.length) check_label_attribute(p, n, start);
    if (!name.length || !drg_accept(r, ">")) {
        FLAW(p, start, "wrong-label", "a label is written <Label>, <Label.form> or <Label{key=value}>",
             "a label that is not understood");
        return NULL;
    }
    n->at = drg_place_from(r, start);
    const label_use use = {n->label, p->stage, n->at};
    if (n->label.n != NO_LABEL.n && p->stage_known) drg_remember(p, VECTOR_PUSH(p->label_uses, use));
    return n;
}

static node *parse_alternatives(rule_parser *p);

/* "(" pattern ")" | "[" pattern "]": what stands between, without the mark that closes it. */
static node *parse_bracketed(rule_parser *p, const char *close) {
    const uint32_t start = p->reader.at++;
    const char open[] = {p->reader.file->text.bytes[start], '\0'};
    if (++p->depth > PATTERN_DEPTH) {
        FLAW(p, start, "nested-too-deep", "give a part of it a name with `def`, or write two rules",
             "more than %d brackets in one another", PATTERN_DEPTH);
        return NULL;
    }
    if (p->depth > p->deepest) p->deepest = p->depth;
    node *n = parse_alternatives(p);
    p->depth--;
    if (!n || drg_accept(&p->reader, close)) return n;
    if (drg_at_end(&p->reader)) {
        const place at = {p->reader.file, start, 1};
        drg_error(p->messages, at, "not-closed", drg_hint(p, "write %s where it ends", close),
                  "'%s' that is not closed", open);
    } else {
        drg_error(p->messages, drg_place_here(&p->reader), "not-closed", drg_hint(p, "'%s' is open here", open),
                  "'%c' where '%s' should close", drg_peek(&p->reader), close);
    }
    return NULL;
}

static node *parse_group(rule_parser *p) {
    return parse_bracketed(p, ")");
}

/* "[" pattern "]": the annotated span. */
static node *parse_span(rule_parser *p) {
    const uint32_t start = p->reader.at;
    node *child = parse_bracketed(p, "]");
    node *n = parent_of(p, NODE_SPAN, child, start);
    if (!n) return NULL;
    const place at = {p->reader.file, start, 1};
    if (p->no_span) {
        drg_error(p->messages, at, "span-not-allowed", "take the brackets away", "[ ] in %s", p->no_span);
        p->pattern_flawed = true;
    } else if (++p->span_count == 2) {
        drg_error(p->messages, at, "second-span", "a pattern annotates one span: write a rule for each",
                  "a second pair of brackets");
        p->pattern_flawed = true;
    }
    return n;
}

/* . ^ $ _ */
static node *parse_mark(rule_parser *p, node_kind kind) {
    const uint32_t start = p->reader.at++;
    return node_here(p, kind, start);
}

static node *parse_any(rule_parser *p) {
    return parse_mark(p, NODE_ANY);
}
static node *parse_line_start(rule_parser *p) {
    return parse_mark(p, NODE_LINE_START);
}
static node *parse_line_end(rule_parser *p) {
    return parse_mark(p, NODE_LINE_END);
}
static node *parse_no_space(rule_parser *p) {
    return parse_mark(p, NODE_NO_SPACE);
}

/* What no element begins with. */
static const char *unknown_hint(rule_parser *p, char c) {
    if (c == '?' || c == '*' || c == '+' || c == '{') return "it stands behind the element that it repeats";
    if (c == '"') return "a literal stands in single quotes: 'Word'";
    if (c == '&') return "it stands between two elements of one token: (Cap & !the)+";
    if (c == ':') return "a capture is written name:element, without spaces";
    if (c == '=') return "a definition is written: def Name = pattern";
    return drg_hint(p, "punctuation is quoted: '%c'", c);
}

static node *unknown_element(rule_parser *p) {
    const place at = drg_place_here(&p->reader);
    const drg_text text = drg_place_text(at);
    if (drg_at_end(&p->reader)) {
        drg_error(p->messages, at, "element-missing", "write the element, or take away what waits for it",
                  "an element is missing at the end");
    } else if (drg_peek(&p->reader) == '|' || drg_peek(&p->reader) == ')' || drg_peek(&p->reader) == ']') {
        drg_error(p->messages, at, "element-missing", "what may be missing is written x?",
                  "an element is missing before '%.*s'", SHOW(text));
    } else {
        drg_error(p->messages, at, "unknown-element", unknown_hint(p, drg_peek(&p->reader)), "'%.*s' begins no element",
                  SHOW(text));
    }
    return NULL;
}

static node *parse_atom(rule_parser *p) {
    static const struct {
        char first;
        node *(*parse)(rule_parser *p);
    } atoms[] = {
        {'(',  parse_group     },
        {'[',  parse_span      },
        {'\'', parse_literal   },
        {'~',  parse_stem      },
        {'/',  parse_regex     },
        {'@',  parse_list      },
        {'<',  parse_label     },
        {'.',  parse_any       },
        {'^',  parse_line_start},
        {'$',  parse_line_end  },
        {'_',  parse_no_space  },
    };
    drg_skip_blank(&p->reader);
    const char c = drg_peek(&p->reader);
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++) {
        if (c == atoms[i].first) return atoms[i].parse(p);
    }
    return is_letter_byte(&p->reader, p->reader.at) ? parse_word(p) : unknown_element(p);
}

/* Operators -------------------------------------------------------------------------------------------------------- */

/* not = "!" not | atom */
static node *parse_not(rule_parser *p) {
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    uint32_t marks = 0;
    while (drg_accept(&p->reader, "!")) marks++;
    node *n = parse_atom(p);
    return marks % 2 ? parent_of(p, NODE_NOT, n, start) : marks ? parent_of(p, NODE_AND, n, start) : n;
}

/* both = not ("&" not)* */
static node *parse_both(rule_parser *p) {
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    node *first = parse_not(p), *last = first;
    if (!first || !drg_accept(&p->reader, "&")) return first;
    do {
        if (!(last->next = parse_not(p))) return NULL;
        last = last->next;
    } while (drg_accept(&p->reader, "&"));
    return parent_of(p, NODE_AND, first, start);
}

/* A whole number; more than any bound allows is REPEAT_MOST + 1. */
static bool read_count(reader *r, uint32_t *out) {
    drg_skip_blank(r);
    const uint32_t start = r->at;
    for (*out = 0; drg_peek(r) >= '0' && drg_peek(r) <= '9'; r->at++) {
        *out = *out * 10 + (uint32_t)(drg_peek(r) - '0');
        if (*out > REPEAT_MOST) *out = REPEAT_MOST + 1;
    }
    return r->at > start;
}

/* "{" m "}" | "{" m? "," n? "}" */
static bool parse_counts(rule_parser *p, uint32_t *least, uint32_t *most) {
    reader *r = &p->reader;
    const uint32_t start = r->at - 1;
    const bool has_least = read_count(r, least);
    const bool comma = drg_accept(r, ",");
    const bool has_most = comma && read_count(r, most);
    if (!comma) *most = *least;
    else if (!has_most) *most = UINT32_MAX;
    if ((!has_least && !has_most) || !drg_accept(r, "}")) {
        FLAW(p, start, "wrong-repetition", "a repetition is written {2}, {2,5}, {2,} or {,5}",
             "a repetition that is not understood");
        return false;
    }
    if (*least > REPEAT_MOST || (*most > REPEAT_MOST && *most != UINT32_MAX)) {
        FLAW(p, start, "wrong-repetition", "write * or + for any number", "a repetition of more than %d", REPEAT_MOST);
    } else if (*most < *least) {
        FLAW(p, start, "wrong-repetition", "write the smaller number first", "{m,n} with n smaller than m");
    } else if (*most == 0) {
        FLAW(p, start, "wrong-repetition", "take the element away", "a repetition that matches nothing");
    } else {
        return true;
    }
    *least = *most = 1; /* so that nothing follows from it */
    return true;
}

/* "?" | "*" | "+" | "{" m "," n "}" */
static bool parse_operator(rule_parser *p, uint32_t *least, uint32_t *most) {
    static const struct {
        const char *text;
        uint32_t least, most;
    } operators[] = {
        {"?", 0, 1         },
        {"*", 0, UINT32_MAX},
        {"+", 1, UINT32_MAX},
        {"{", 1, 1         }
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!drg_accept(&p->reader, operators[i].text)) continue;
        *least = operators[i].least;
        *most = operators[i].most;
        return true;
    }
    return false;
}

static node *parse_repeat(rule_parser *p, node *child, uint32_t start) {
    uint32_t least, most;
    if (!child || !parse_operator(p, &least, &most)) return child;
    const uint32_t at = p->reader.at - 1;
    if (p->reader.file->text.bytes[at] == '{' && !parse_counts(p, &least, &most)) return NULL;
    node *n = parent_of(p, NODE_REPEAT, child, start);
    if (!n) return NULL;
    n->least = least;
    n->most = most;
    const uint32_t second = p->reader.at;
    if (!parse_operator(p, &least, &most)) return n;
    FLAW(p, second, "second-operator", "one operator an element: put ( ) around the first", "a second operator");
    return NULL;
}

/* CAPTURE ":", where the colon follows without a space: name:x, alias.acronym:x. */
static bool read_capture(rule_parser *p, drg_text *name) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    drg_read_word(r, "_");
    if (drg_peek(r) == '.' && is_letter_byte(r, r->at + 1) && r->at > start) {
        r->at++;
        drg_read_word(r, "_");
    }
    *name = (drg_text){r->file->text.bytes + start, r->at - start};
    if (name->length && drg_peek(r) == ':') {
        if (drg_word_classes(*name) & WORD_CAP)
            FLAW(p, start, "capture-name", "a capital begins a definition's name", "a capture's name is written small");
        r->at++;
        return true;
    }
    r->at = start;
    return false;
}

/* Where [ ] stands and must not; it counts no more, so that what is around it does not report it again. */
static void span_misplaced(rule_parser *p, place at, const char *hint, const char *text) {
    if (p->span_count == 1) drg_error(p->messages, at, "span-not-allowed", hint, "%s", text);
    p->pattern_flawed = true;
    p->span_count = 0;
}

/* element = (CAPTURE ":")? both ("?" | "*" | "+" | "{" m "," n "}")? */
static node *parse_element(rule_parser *p) {
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    drg_text name;
    const uint32_t spans_before = p->span_count;
    const bool captures = read_capture(p, &name);
    const uint32_t inner = p->reader.at;
    node *n = parse_both(p);
    const bool spans = p->span_count > spans_before;
    node *const single = n;
    n = parse_repeat(p, n, inner);
    if (n != single && spans)
        span_misplaced(p, single->at, "put the operator inside the brackets: [ x+ ]", "[ ] under a repetition");
    if (!captures || !n) return n;
    if (spans) span_misplaced(p, n->at, "put the capture inside the brackets: [ name:x ]", "[ ] in a capture");
    n = parent_of(p, NODE_CAPTURE, n, start);
    if (n) n->text = name;
    return n;
}

static bool at_sequence_end(rule_parser *p) {
    return drg_at_end(&p->reader) || (drg_peek(&p->reader) && strchr("|)]", drg_peek(&p->reader)));
}

/* ".." element: what is passed over, then the element. *tail is where they go. */
static bool parse_skip(rule_parser *p, node ***tail, bool first) {
    const uint32_t start = p->reader.at - 2;
    const place at = drg_place_from(&p->reader, start);
    if (first && p->depth == 0) {
        drg_error(p->messages, at, "skip-alone", "a pattern begins with an element", "'..' at a pattern's start");
        return false;
    }
    if (at_sequence_end(p)) {
        drg_error(p->messages, at, "skip-alone", "write what it leads to: x .. y; or how many tokens at most: .{0,8}",
                  "nothing follows '..'");
        return false;
    }
    if (drg_accept(&p->reader, "..")) {
        FLAW(p, start, "skip-alone", "it is written x .. y", "'..' twice");
        return false;
    }
    node *skip = new_node(p, NODE_SKIP, at);
    node *element = parse_element(p);
    if (!skip || !element) return false;
    skip->child = skip->next = element;
    **tail = skip;
    *tail = &element->next;
    return true;
}

/* sequence = (".."? element)+ */
static node *parse_sequence(rule_parser *p) {
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    node *first = NULL, **tail = &first;
    if (at_sequence_end(p)) return unknown_element(p);
    do {
        if (drg_accept(&p->reader, "..")) {
            if (!parse_skip(p, &tail, !first)) return NULL;
        } else {
            if (!(*tail = parse_element(p))) return NULL;
            tail = &(*tail)->next;
        }
    } while (!at_sequence_end(p));
    return first && first->next ? parent_of(p, NODE_SEQUENCE, first, start) : first;
}

/* pattern = sequence ("|" sequence)* */
static node *parse_alternatives(rule_parser *p) {
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    const uint32_t spans_before = p->span_count;
    node *first = parse_sequence(p), *last = first;
    if (!first || !drg_accept(&p->reader, "|")) return first;
    do {
        if (!(last->next = parse_sequence(p))) return NULL;
        last = last->next;
    } while (drg_accept(&p->reader, "|"));
    node *choice = parent_of(p, NODE_CHOICE, first, start);
    if (choice && p->span_count > spans_before) {
        span_misplaced(p, choice->at, "write a rule for each alternative, or put [ ] around all",
                       "[ ] in one alternative alone");
    }
    return choice;
}

node *drg_parse_pattern(rule_parser *p, const char *no_span) {
    p->no_span = no_span;
    p->depth = p->deepest = p->span_count = 0;
    p->pattern_flawed = false;
    node *n = parse_alternatives(p);
    if (!n) return NULL;
    if (drg_at_end(&p->reader)) return n;
    const place at = drg_place_here(&p->reader);
    const char close = drg_peek(&p->reader);
    drg_error(p->messages, at, "not-opened",
              drg_hint(p, "write '%c' where it begins, or take it away", close == ')' ? '(' : '['),
              "'%c' that nothing opened", close);
    return NULL;
}
