/* Rule files: their statements and clauses. See parse.h.
 *
 *     file      = statement*
 *     statement = "language" LANG | "stage" STAGE | "def" Name "=" pattern
 *               | "rule" NAME ":" Label ("." form)? clause* | "evidence" NAME ":" Label ("." form)? clause*
 *               | "remove" ("rule" | "evidence") NAME
 *
 * A statement begins at column 1, its clauses are indented (lex.h). A table says which clauses there are. */
#include "rules/parse.h"

#include "bounds.h"
#include "lexicon/regex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME_MARKS "-_/."

/* Helpers ---------------------------------------------------------------------------------------------------------- */

void *drg_keep(rule_parser *p, const void *items, size_t bytes) {
    if (bytes == 0) return NULL;
    void *copy = drg_arena_take(p->arena, bytes);
    if (drg_remember(p, copy != NULL)) memcpy(copy, items, bytes);
    return copy;
}

const char *drg_hint(rule_parser *p, const char *format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const drg_text copy = drg_arena_copy(p->arena, drg_text_of(text));
    return drg_remember(p, copy.bytes != NULL) ? copy.bytes : "";
}

const char *drg_did_you_mean(rule_parser *p, const char *before, drg_text word, const char *after,
                             const drg_text *candidates, size_t count, const char *otherwise) {
    const drg_text nearest = drg_nearest(word, candidates, count);
    return nearest.length ? drg_hint(p, "did you mean '%s%.*s%s'?", before, SHOW(nearest), after) : otherwise;
}

const char *drg_did_you_mean_name(rule_parser *p, const char *before, drg_text word, const char *after,
                                  const char *otherwise) {
    return drg_did_you_mean(p, before, word, after, p->names.items, p->names.count, otherwise);
}

bool drg_names_hold(const rule_parser *p, drg_text name) {
    for (size_t i = 0; i < p->names.count; i++) {
        if (text_equal(p->names.items[i], name)) return true;
    }
    return false;
}

label_id drg_need_label(rule_parser *p, drg_text name, place at) {
    const label_id found = drg_label_find(p->labels, name);
    if (found.n != NO_LABEL.n) return found;
    p->names.count = 0;
    for (uint32_t i = 0; i < p->labels->label_count; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, p->labels->labels[i].name));
    }
    drg_error(p->messages, at, "unknown-label",
              drg_did_you_mean_name(p, "", name, "", "labels are declared in labels.rules"), "unknown label '%.*s'",
              SHOW(name));
    return NO_LABEL;
}

form_id drg_need_form(rule_parser *p, label_id l, drg_text name, place at) {
    if (l.n == NO_LABEL.n) return (form_id){NO_FORM};
    const label *declared = &p->labels->labels[l.n];
    const form_id found = drg_form_find(declared, name);
    if (found.n != NO_FORM) return found;
    drg_error(p->messages, at, "unknown-form",
              drg_did_you_mean(p, "", name, "", declared->forms, declared->form_count,
                               declared->form_count ? "labels.rules declares the forms of a label"
                                                    : "labels.rules declares no forms for this label"),
              "the label '%.*s' has no form '%.*s'", SHOW(declared->name), SHOW(name));
    return found;
}

/* The keys of a list's entries, each once, behind what p->names holds. Keys are interned: pointers tell them apart. */
static void add_keys(rule_parser *p, const gazetteer_list *list) {
    for (uint32_t i = 0; i < list->key_count; i++) {
        const drg_text key = drg_gazetteer_key(p->gazetteer, list, i);
        bool known = false;
        for (size_t k = 0; k < p->names.count && !known; k++) known = p->names.items[k].bytes == key.bytes;
        if (!known) drg_remember(p, VECTOR_PUSH(p->names, key));
    }
}

void drg_list_keys(rule_parser *p, list_id list) {
    p->names.count = 0;
    if (list.n != NO_ID) add_keys(p, drg_gazetteer_lists(p->gazetteer) + list.n);
}

void drg_label_keys(rule_parser *p, label_id l) {
    p->names.count = 0;
    if (l.n == NO_LABEL.n) return;
    const label *declared = &p->labels->labels[l.n];
    const gazetteer_list *lists = drg_gazetteer_lists(p->gazetteer);
    for (uint32_t i = 0; i < drg_gazetteer_list_count(p->gazetteer); i++) {
        if (text_equal(lists[i].label, declared->name)) add_keys(p, &lists[i]);
    }
    for (uint32_t i = 0; i < declared->attribute_count; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, declared->attributes[i].name));
    }
}

void drg_expect_end(rule_parser *p, const char *hint) {
    if (drg_at_end(&p->reader)) return;
    const place at = drg_place_of_rest_of_word(&p->reader);
    drg_error(p->messages, at, "not-expected", hint, "'%.*s' is not expected here", SHOW(drg_place_text(at)));
}

static void missing(rule_parser *p, const char *what, const char *hint) {
    drg_error(p->messages, drg_place_of_rest_of_word(&p->reader), "expected", hint, "expected %s", what);
}

/* Language and stage ----------------------------------------------------------------------------------------------- */

static bool is_language(drg_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < 'a' || text.bytes[i] > 'z') return false;
    }
    return text.length == 2 || text.length == 3;
}

/* "language" LANG */
static void parse_language(rule_parser *p, uint32_t start) {
    drg_skip_blank(&p->reader);
    const uint32_t word_start = p->reader.at;
    const drg_text language = drg_read_word(&p->reader, "-_");
    const place at = drg_place_from(&p->reader, word_start);
    if (p->has_language) {
        drg_error(p->messages, drg_place_from(&p->reader, start), "second-language",
                  "a file has one language; put the others into files of their own", "a second `language`");
        return;
    }
    p->has_language = true;
    if (!is_language(language)) {
        drg_error(p->messages, at, "wrong-language",
                  "write its ISO 639 code, en or fr; or all, for rules of any language", "'%.*s' is no language",
                  SHOW(language));
    } else if (p->folder_language.length && !text_equal(language, p->folder_language)) {
        drg_error(p->messages, at, "language-of-another-folder",
                  drg_hint(p, "put the file into the folder %.*s/, or write language %.*s", SHOW(language),
                           SHOW(p->folder_language)),
                  "the folder is '%.*s'", SHOW(p->folder_language));
    }
    p->language = language;
    drg_expect_end(p, "a file has one language");
}

/* "stage" STAGE */
static void parse_stage(rule_parser *p, uint32_t start) {
    drg_skip_blank(&p->reader);
    const uint32_t word_start = p->reader.at;
    const drg_text stage = drg_read_word(&p->reader, "-_");
    if (p->has_stage) {
        drg_error(p->messages, drg_place_from(&p->reader, start), "second-stage",
                  "a file has one stage; put the other rules into a file of their own", "a second `stage`");
        return;
    }
    p->has_stage = true;
    for (uint32_t i = 0; i < p->labels->stage_count; i++) {
        if (!text_equal(p->labels->stages[i], stage)) continue;
        p->stage = i;
        p->stage_known = true;
        drg_expect_end(p, "a file has one stage");
        return;
    }
    drg_error(p->messages, drg_place_from(&p->reader, word_start), "unknown-stage",
              drg_did_you_mean(p, "", stage, "", p->labels->stages, p->labels->stage_count,
                               "labels.rules declares the stages"),
              "unknown stage '%.*s'", SHOW(stage));
}

/* Once a file: whether its first lines said what they must. */
static void need_head(rule_parser *p, uint32_t start) {
    const place at = drg_place_from(&p->reader, start);
    if (!p->has_language) {
        const drg_text language = p->folder_language.length ? p->folder_language : TEXT("en");
        drg_error(p->messages, at, "no-language", drg_hint(p, "write before it: language %.*s", SHOW(language)),
                  "the file has not said its `language`");
        p->language = language;
    }
    if (!p->has_stage) {
        const drg_text stage = p->labels->stage_count ? p->labels->stages[0] : TEXT("names");
        drg_error(p->messages, at, "no-stage", drg_hint(p, "write before it, for example: stage %.*s", SHOW(stage)),
                  "the file has not said its `stage`");
    }
    p->has_language = p->has_stage = true;
}

/* Definitions ------------------------------------------------------------------------------------------------------ */

/* "def" Name "=" pattern */
static void parse_definition(rule_parser *p, uint32_t start) {
    reader *r = &p->reader;
    need_head(p, start);
    drg_skip_blank(r);
    const uint32_t name_start = r->at;
    definition d = {.name = drg_read_word(r, "_-")};
    d.at = d.name.length ? drg_place_from(r, name_start) : drg_place_here(r);
    const bool capital = d.name.length && d.name.bytes[0] >= 'A' && d.name.bytes[0] <= 'Z';
    if (!capital) {
        drg_error(p->messages, d.at, "definition-name", "write it def Name = pattern",
                  "a definition's name begins with a capital letter A to Z");
    } else if (drg_is_ready_made(d.name)) {
        drg_error(p->messages, d.at, "ready-made-name", "take another name", "'%.*s' is ready-made", SHOW(d.name));
    }
    if (!drg_accept(r, "=")) {
        missing(p, "'=' between name and pattern", "write it def Name = pattern");
    } else {
        d.pattern = drg_parse_pattern(p, "a definition");
        d.facts.flawed = p->pattern_flawed;
        d.brackets = p->deepest;
    }
    drg_remember(p, VECTOR_PUSH(p->definitions, d));
}

/* Clauses of rules and evidence ------------------------------------------------------------------------------------ */

/* match, before, is, after */
static node *pattern_clause(rule_parser *p, bool *has, place *at, const char *no_span) {
    *has = true;
    node *n = drg_parse_pattern(p, no_span);
    if (!n || p->pattern_flawed) p->rule->flawed = true;
    if (n) *at = n->at;
    if (p->deepest > p->rule->brackets) p->rule->brackets = p->deepest;
    return n;
}

static void parse_match(rule_parser *p) {
    p->rule->tree.match = pattern_clause(p, &p->rule->has_match, &p->rule->match_at, NULL);
}
static void parse_before(rule_parser *p) {
    p->rule->tree.before = pattern_clause(p, &p->rule->has_before, &p->rule->before_at, "`before`, which is context");
}
static void parse_is(rule_parser *p) {
    p->rule->tree.is = pattern_clause(p, &p->rule->has_is, &p->rule->is_at, "`is`, which is all of the reading");
}
static void parse_after(rule_parser *p) {
    p->rule->tree.after = pattern_clause(p, &p->rule->has_after, &p->rule->after_at, "`after`, which is context");
}

/* "text" /re/ */
static void parse_text(rule_parser *p) {
    rule_draft *rule = p->rule;
    rule->has_text = true;
    rule->flawed = true; /* until it is read */
    drg_skip_blank(&p->reader);
    const uint32_t slash = p->reader.at;
    if (drg_peek(&p->reader) != '/') {
        missing(p, "an expression between slashes", "write it text /…/");
        return;
    }
    uint32_t start;
    if (!drg_read_regex(&p->reader, &rule->tree.text_rule, &start)) return;
    rule->tree.text_place = drg_place_from(&p->reader, slash);
    rule->flawed = !drg_compile_text(p, rule->tree.text_rule, start, &rule->text_code);
    drg_expect_end(p, "one expression a rule; alternatives are written a|b");
}

/* "within" ("sentence" | "line" | "block") */
static void parse_within(rule_parser *p) {
    static const drg_text words[] = {
        {"sentence", 8},
        {"line",     4},
        {"block",    5}
    };
    static const within kinds[] = {WITHIN_SENTENCE, WITHIN_LINE, WITHIN_BLOCK};
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    const drg_text word = drg_read_word(&p->reader, "-_");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!text_equal(word, words[i])) continue;
        p->rule->tree.within = kinds[i];
        drg_expect_end(p, "one word: sentence, line or block");
        return;
    }
    drg_error(p->messages, drg_place_from(&p->reader, start), "unknown-within",
              drg_did_you_mean(p, "", word, "", words, 3, "sentence, line or block"), "a match stays within no '%.*s'",
              SHOW(word));
}

/* A decimal number of at most 100: no locale, no exponent. */
static bool read_weight(drg_text text, double *out) {
    size_t i = 0;
    const bool negative = text.length && text.bytes[0] == '-';
    if (text.length && (negative || text.bytes[0] == '+')) i++;
    double value = 0, unit = 1;
    size_t digits = 0;
    bool point = false;
    for (; i < text.length; i++) {
        const char c = text.bytes[i];
        if (c == '.' && !point) point = true;
        else if (c >= '0' && c <= '9' && ++digits < 12) value = value * 10 + (c - '0'), unit *= point ? 10 : 1;
        else return false;
    }
    *out = (negative ? -value : value) / unit;
    return digits && *out >= -WEIGHT_MOST && *out <= WEIGHT_MOST;
}

/* "weight" (number | "never") */
static void parse_weight(rule_parser *p) {
    rule_tree *rule = &p->rule->tree;
    drg_skip_blank(&p->reader);
    const uint32_t start = p->reader.at;
    const drg_text word = drg_read_blank_ended(&p->reader);
    const place at = word.length ? drg_place_from(&p->reader, start) : drg_place_here(&p->reader);
    rule->has_weight = true;
    if (text_is(word, "never")) {
        rule->never = true;
        if (!rule->is_evidence)
            drg_error(p->messages, at, "rule-weight-never", "`never` belongs to evidence; a rule has a number",
                      "a rule that is never to win");
    } else if (!read_weight(word, &rule->weight)) {
        drg_error(p->messages, at, "wrong-weight",
                  rule->is_evidence ? "a number from -100 to 100, or never" : "a number from -100 to 100",
                  "'%.*s' is no weight", SHOW(word));
    }
    drg_expect_end(p, "one number: 2.5");
}

static void parse_value(rule_parser *p) {
    p->rule->unsure |= !drg_parse_template(p, "", &p->rule->tree.value) || !drg_at_end(&p->reader);
    if (p->rule->tree.value.count) drg_expect_end(p, "a value with spaces stands in double quotes");
}
static void parse_where(rule_parser *p) {
    p->rule->has_where = true;
    drg_parse_wheres(p);
}
static void parse_positive(rule_parser *p) {
    drg_parse_example(p, true);
}
static void parse_negative(rule_parser *p) {
    drg_parse_example(p, false);
}

enum { OF_RULE = 1, OF_EVIDENCE = 2, ONCE = 4 };
static const struct {
    const char *word;
    unsigned kind;
    void (*parse)(rule_parser *p);
} clauses[] = {
    {"match",  OF_RULE | ONCE,               parse_match    },
    {"text",   OF_RULE | ONCE,               parse_text     },
    {"value",  OF_RULE | ONCE,               parse_value    },
    {"date",   OF_RULE,                      drg_parse_dates},
    {"set",    OF_RULE | OF_EVIDENCE,        drg_parse_sets },
    {"where",  OF_RULE | OF_EVIDENCE,        parse_where    },
    {"within", OF_RULE | OF_EVIDENCE | ONCE, parse_within   },
    {"weight", OF_RULE | OF_EVIDENCE | ONCE, parse_weight   },
    {"before", OF_EVIDENCE | ONCE,           parse_before   },
    {"is",     OF_EVIDENCE | ONCE,           parse_is       },
    {"after",  OF_EVIDENCE | ONCE,           parse_after    },
    {"+",      OF_RULE | OF_EVIDENCE,        parse_positive },
    {"-",      OF_RULE | OF_EVIDENCE,        parse_negative },
};
#define CLAUSE_COUNT (sizeof clauses / sizeof *clauses)

static void unknown_clause(rule_parser *p, drg_text word, place at) {
    const unsigned kind = p->rule->tree.is_evidence ? OF_EVIDENCE : OF_RULE;
    p->rule->flawed = true; /* who knows what it was meant to be */
    p->names.count = 0;
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (clauses[i].kind & kind && clauses[i].word[1])
            drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(clauses[i].word)));
    }
    drg_error(p->messages, at, "unknown-clause",
              drg_did_you_mean_name(p, "", word, "",
                                    kind == OF_RULE
                                        ? "a rule has match, text, value, date, set, where, within, weight, + and -"
                                        : "evidence has before, is, after, where, within, set, weight, + and -"),
              "unknown clause '%.*s'", SHOW(word));
}

/* clause = WORD …, with the clauses seen so far as bits of *seen. */
static void parse_clause(rule_parser *p, unsigned *seen) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    drg_text word = drg_read_word(r, "_-");
    if (word.length == 0 || word.bytes[0] == '-') { /* a mark alone: + or -, with or without a space behind it */
        r->at = start + 1;
        word = (drg_text){r->file->text.bytes + start, 1};
    }
    const place at = drg_place_from(r, start);
    const bool is_evidence = p->rule->tree.is_evidence;
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (!text_is(word, clauses[i].word)) continue;
        if (!(clauses[i].kind & (is_evidence ? OF_EVIDENCE : OF_RULE))) {
            drg_error(p->messages, at, "clause-of-another-statement",
                      is_evidence ? "evidence has before, is, after and where"
                                  : "a rule's context stands in its match, outside [ ]",
                      "`%s` belongs to %s", clauses[i].word, is_evidence ? "a rule" : "evidence");
            p->rule->flawed = true;
            return;
        }
        if (*seen & 1u << i && clauses[i].kind & ONCE) {
            drg_error(p->messages, at, "clause-twice", "keep one of them", "a second `%s`", clauses[i].word);
            return;
        }
        *seen |= 1u << i;
        clauses[i].parse(p);
        return;
    }
    unknown_clause(p, word, at);
}

/* Rules and evidence ----------------------------------------------------------------------------------------------- */

/* NAME, as "en/NAME" */
static bool parse_rule_name(rule_parser *p, drg_text *name, place *at) {
    reader *r = &p->reader;
    drg_skip_blank(r);
    const uint32_t start = r->at;
    const drg_text word = drg_read_word(r, NAME_MARKS);
    *at = word.length ? drg_place_from(r, start) : drg_place_here(r);
    if (!word.length) {
        missing(p, "a name", "write its subject and what it does: treaty/by-subject");
        return false;
    }
    char *full = drg_reader_take(r, p->language.length + 1 + word.length + 1);
    if (!full) return false;
    memcpy(full, p->language.bytes, p->language.length);
    full[p->language.length] = '/';
    memcpy(full + p->language.length + 1, word.bytes, word.length);
    *name = (drg_text){full, p->language.length + 1 + word.length};
    return true;
}

/* ":" Label ("." form)? */
static void parse_rule_label(rule_parser *p, rule_tree *rule) {
    reader *r = &p->reader;
    rule->label = NO_LABEL;
    rule->form = (form_id){NO_FORM};
    if (!drg_accept(r, ":")) {
        missing(p, "':' and a label",
                rule->is_evidence ? "write it evidence NAME : Label" : "write it rule NAME : Label");
        return;
    }
    drg_skip_blank(r);
    const uint32_t start = r->at;
    const drg_text name = drg_read_word(r, "_-");
    if (!name.length) {
        missing(p, "a label", "labels are declared in labels.rules");
        return;
    }
    rule->label = drg_need_label(p, name, drg_place_from(r, start));
    if (drg_peek(r) == '.') {
        const uint32_t form_start = ++r->at;
        const drg_text form = drg_read_word(r, "_-");
        rule->form = drg_need_form(p, rule->label, form, drg_place_from(r, form_start));
    } else if (!rule->is_evidence && rule->label.n != NO_LABEL.n && p->labels->labels[rule->label.n].form_count) {
        rule->form = (form_id){0};
    }
    drg_expect_end(p, "clauses stand in the next lines, indented");
}

static void finish_rule(rule_parser *p, rule_draft *d, unsigned seen) {
    rule_tree *rule = &d->tree;
    rule->dates = drg_keep(p, p->dates.items, p->dates.count * sizeof *p->dates.items);
    rule->sets = drg_keep(p, p->sets.items, p->sets.count * sizeof *p->sets.items);
    rule->wheres = drg_keep(p, p->wheres.items, p->wheres.count * sizeof *p->wheres.items);
    rule->examples = drg_keep(p, p->examples.items, p->examples.count * sizeof *p->examples.items);
    rule->date_count = (uint32_t)p->dates.count;
    rule->set_count = (uint32_t)p->sets.count;
    rule->where_count = (uint32_t)p->wheres.count;
    rule->example_count = (uint32_t)p->examples.count;
    bool says_within = false;
    for (size_t i = 0; i < CLAUSE_COUNT; i++) says_within |= seen & 1u << i && strcmp(clauses[i].word, "within") == 0;
    if (!d->has_text) return;
    if (says_within && rule->within != WITHIN_BLOCK && !d->flawed)
        drg_error(p->messages, rule->text_place, "within-of-text",
                  "take `within` away, and say in the expression where it stops: [^.]*, [^\\n]*",
                  "a text rule that is to stay within less than its block");
    rule->within = WITHIN_BLOCK;
}

/* ("rule" | "evidence") NAME ":" Label ("." form)? clause* */
static void parse_rule(rule_parser *p, uint32_t start, bool is_evidence) {
    need_head(p, start);
    rule_draft *d = drg_reader_take(&p->reader, sizeof *d);
    if (!d) return;
    d->folder = p->folder;
    d->stage_known = p->stage_known;
    d->order = (uint32_t)p->rules.count;
    d->tree = (rule_tree){.is_evidence = is_evidence, .language = p->language, .stage = p->stage};
    if (parse_rule_name(p, &d->tree.name, &d->tree.at)) parse_rule_label(p, &d->tree);
    else d->tree.label = NO_LABEL;
    p->rule = d;
    p->dates.count = p->sets.count = p->wheres.count = p->examples.count = 0;
    unsigned seen = 0;
    while (drg_read_clause(&p->reader)) parse_clause(p, &seen);
    finish_rule(p, d, seen);
    if (!drg_remember(p, VECTOR_PUSH(p->rules, d))) drg_regex_free(d->text_code);
}

/* "remove" ("rule" | "evidence") NAME */
static void parse_remove(rule_parser *p, uint32_t start) {
    reader *r = &p->reader;
    need_head(p, start);
    drg_skip_blank(r);
    removal gone = {.folder = p->folder};
    const drg_text kind = drg_read_word(r, "_-");
    gone.is_evidence = text_is(kind, "evidence");
    if (!gone.is_evidence && !text_is(kind, "rule")) {
        drg_error(p->messages, drg_place_from(r, start), "remove-of-what",
                  "write remove rule NAME, or remove evidence NAME", "`remove` of what?");
    } else if (parse_rule_name(p, &gone.name.text, &gone.name.at)) {
        drg_expect_end(p, "one name a line");
        drg_remember(p, VECTOR_PUSH(p->removals, gone));
    }
}

/* Files ------------------------------------------------------------------------------------------------------------ */

static void unknown_statement(rule_parser *p, drg_text word, uint32_t start) {
    static const drg_text words[] = {
        {"rule",     4},
        {"evidence", 8},
        {"def",      3},
        {"language", 8},
        {"stage",    5},
        {"remove",   6}
    };
    const place at = word.length ? drg_place_from(&p->reader, start) : drg_place_of_rest_of_word(&p->reader);
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        if (!text_is(word, clauses[i].word)) continue;
        drg_error(p->messages, at, "clause-not-indented", "clauses are indented",
                  "`%.*s` is a clause, and stands at a line's start", SHOW(word));
        if (p->rules.count > p->first_rule)
            p->rules.items[p->rules.count - 1]->flawed = true; /* it was meant for that one */
        return;
    }
    if (text_is(word, "label") || text_is(word, "stages")) {
        drg_error(p->messages, at, "statement-of-labels", "put it into labels.rules", "`%.*s` in a file of rules",
                  SHOW(word));
        return;
    }
    drg_error(p->messages, at, "unknown-statement",
              drg_did_you_mean(p, "", word, "", words, sizeof words / sizeof *words,
                               "a statement is rule, evidence, def, remove, language or stage"),
              "unknown statement '%.*s'", SHOW(drg_place_text(at)));
}

static void parse_statement(rule_parser *p) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    if (r->indent) {
        drg_read_rest(r);
        drg_error(p->messages, drg_place_of_rest_of_word(r), "stray-line", "a statement begins at the line's start",
                  "an indented line that belongs to no statement");
        return;
    }
    const drg_text word = drg_read_word(r, "_-");
    if (text_is(word, "rule")) {
        parse_rule(p, start, false);
        return;
    }
    if (text_is(word, "evidence")) {
        parse_rule(p, start, true);
        return;
    }
    drg_read_rest(r);
    if (text_is(word, "language")) parse_language(p, start);
    else if (text_is(word, "stage")) parse_stage(p, start);
    else if (text_is(word, "def")) parse_definition(p, start);
    else if (text_is(word, "remove")) parse_remove(p, start);
    else unknown_statement(p, word, start);
}

void drg_parse_rule_file(rule_parser *p, const source *file) {
    p->reader = (reader){.file = file, .arena = p->arena, .messages = p->messages};
    p->has_language = p->has_stage = p->stage_known = false;
    p->language = p->folder_language;
    p->stage = 0;
    p->definitions.count = p->definition_nodes.count = 0;
    p->first_rule = p->rules.count;
    while (drg_read_statement(&p->reader)) parse_statement(p);
    drg_check_file(p);
    if (p->reader.status != DRG_OK) p->no_memory = true;
}

void drg_rule_parser_clear(rule_parser *p) {
    VECTOR_CLEAR(p->rules);
    VECTOR_CLEAR(p->removals);
    VECTOR_CLEAR(p->label_uses);
    VECTOR_CLEAR(p->unused);
    VECTOR_CLEAR(p->names);
    VECTOR_CLEAR(p->tokens);
    VECTOR_CLEAR(p->chars);
    VECTOR_CLEAR(p->definitions);
    VECTOR_CLEAR(p->definition_nodes);
    VECTOR_CLEAR(p->dates);
    VECTOR_CLEAR(p->sets);
    VECTOR_CLEAR(p->wheres);
    VECTOR_CLEAR(p->examples);
    VECTOR_CLEAR(p->parts);
    VECTOR_CLEAR(p->spans);
    VECTOR_CLEAR(p->words);
}
