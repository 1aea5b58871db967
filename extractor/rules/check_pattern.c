/* What a pattern must hold to, once the definitions it uses are known.
 *
 *     def A = a B     def B = b A?         a circle: reported at A, and the walk goes on as if A were one token
 *     match  (the? _)*                     may take no token for ever
 *     match  the?                          may take no token
 *     match  x{100} … in one another       too large when written out
 *
 * Each definition is looked at once; what is found is kept with it, so that using it costs nothing. Recursion is
 * bounded: brackets by the parser, definitions in one another here, both by PATTERN_DEPTH. */
#include "rules/parse.h"

#include "bounds.h"
#include "lexicon/fold.h"
#include "lexicon/tests.h"

#include <stdlib.h>
#include <string.h>

/* Expressions ------------------------------------------------------------------------------------------------------ */

static bool compile(rule_parser *p, drg_text expression, uint32_t start, void **code) {
    regex_error why;
    const drg_status status = drg_regex_compile(expression, code, &why);
    if (status == DRG_OK) return true;
    if (status == DRG_NO_MEMORY) return drg_remember(p, false);
    const place at = {p->reader.file, drg_regex_offset(p->reader.file, start, why.offset), 1};
    drg_error(p->messages, at, "wrong-expression", "expressions are PCRE2's: see its page pcre2pattern", "%s",
              why.text);
    return false;
}

bool drg_check_regex(rule_parser *p, drg_text expression, uint32_t start) {
    void *code;
    if (!compile(p, expression, start, &code)) return false;
    drg_regex_free(code);
    return true;
}

bool drg_compile_text(rule_parser *p, drg_text expression, uint32_t start, void **code) {
    if (!compile(p, expression, start, code)) return false;
    if (!drg_regex_may_be_empty(*code)) return true;
    const place at = {p->reader.file, start - 1, (uint32_t)expression.length + 2};
    drg_error(p->messages, at, "expression-may-be-empty", "it must match at least one character: + in place of *",
              "an expression that may match the empty string");
    return true;
}

/* One token -------------------------------------------------------------------------------------------------------- */

/* Whether `n`, which stands under & or !, takes one token; reports it if not. `at` is where to report what stands in a
 * definition: the place that uses it. */
static bool check_one_token(rule_parser *p, const node *n, const place *at) {
    const place here = at ? *at : n->at;
    bool ok = true;
    if (asks_one_token(n->kind)) return true;
    switch (n->kind) {
    case NODE_LIST:
    case NODE_LABEL: return true;
    case NODE_DEFINITION: return !n->child || check_one_token(p, n->child, &here);
    case NODE_NOT:
    case NODE_AND:
    case NODE_CHOICE:
        for (const node *c = n->child; c && ok; c = c->next) ok = check_one_token(p, c, at);
        return ok;
    case NODE_CAPTURE:
        drg_error(p->messages, here, "not-one-token", "put the capture before them all: name:(x & y)",
                  "a capture under & or !");
        return false;
    default:
        drg_error(p->messages, here, "not-one-token", "& and ! are of elements that take exactly one token",
                  "`%.*s` under & or ! is not one token", SHOW(drg_place_text(here)));
        return false;
    }
}

static bool is_same_leaf(const node *a, const node *b) {
    return a->kind == b->kind && !a->child && a->kind != NODE_DEFINITION && text_equal(a->text, b->text) &&
           a->classes == b->classes && a->list.n == b->list.n && a->label.n == b->label.n && a->form.n == b->form.n &&
           text_equal(a->key, b->key) && text_equal(a->value, b->value);
}

/* Nothing is both: two things that one word cannot be. */
static bool exclude_each_other(rule_parser *p, const node *a, const node *b) {
    if (a->kind == NODE_NOT && is_same_leaf(a->child, b)) return true;
    if (b->kind == NODE_NOT && is_same_leaf(a, b->child)) return true;
    if (a->kind == NODE_EXACT && b->kind == NODE_EXACT) return !text_equal(a->text, b->text);
    if (a->kind == NODE_CLASS && b->kind == NODE_EXACT) return exclude_each_other(p, b, a);
    if (a->kind == NODE_EXACT && b->kind == NODE_CLASS) {
        return (drg_word_classes(a->text) & b->classes) != b->classes;
    }
    if (a->kind == NODE_CLASS && b->kind == NODE_CLASS) {
        const uint32_t both = a->classes | b->classes;
        return (both & WORD_LOWER) && (both & (WORD_CAP | WORD_UPPER | WORD_INITIAL | WORD_ROMAN));
    }
    if (a->kind == NODE_FOLDED && b->kind == NODE_FOLDED) {
        buffer one = {0}, two = {0};
        drg_remember(p, drg_fold(a->text, &one) == DRG_OK && drg_fold(b->text, &two) == DRG_OK);
        const bool differ = !text_equal((drg_text){one.items, one.count}, (drg_text){two.items, two.count});
        VECTOR_CLEAR(one);
        VECTOR_CLEAR(two);
        return differ;
    }
    return false;
}

/* Reports x & y that no token is, and !. */
static bool check_possible(rule_parser *p, const node *n) {
    if (n->kind == NODE_NOT && n->child->kind == NODE_ANY) {
        drg_error(p->messages, n->at, "matches-nothing", "every token is '.'", "an element that matches nothing");
        return false;
    }
    for (const node *a = n->child; a && n->kind == NODE_AND; a = a->next) {
        for (const node *b = a->next; b; b = b->next) {
            if (!exclude_each_other(p, a, b)) continue;
            drg_error(p->messages, n->at, "matches-nothing", "no token is both; one of several is written x | y",
                      "an element that matches nothing");
            return false;
        }
    }
    return true;
}

/* Facts ------------------------------------------------------------------------------------------------------------ */

static uint64_t bounded(uint64_t size) {
    return size > PATTERN_NODES ? PATTERN_NODES + 1 : size;
}

static uint32_t larger(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static int by_name(const void *a, const void *b) {
    return text_order(((const definition *)a)->name, ((const definition *)b)->name);
}

static definition *find_definition(const rule_parser *p, drg_text name) {
    const definition key = {.name = name};
    if (p->definitions.count == 0) return NULL;
    return bsearch(&key, p->definitions.items, p->definitions.count, sizeof key, by_name);
}

static pattern_facts check_node(rule_parser *p, node *n);
static void check_definition(rule_parser *p, definition *d, uint32_t depth);

/* Makes the facts of y those of `.. y`: y is written out once more to find where it begins. */
static void add_skip(rule_parser *p, const node *y, pattern_facts *facts) {
    if (facts->nullable && !facts->flawed) {
        drg_error(p->messages, y->at, "skip-to-nothing", "write an element that is always there",
                  "what '..' leads to may take no token");
        facts->flawed = true;
    }
    facts->size = bounded(2 * facts->size + 1);
}

/* Facts of all children together, as a choice or a sequence has them. */
static pattern_facts check_children(rule_parser *p, node *first, bool choice) {
    pattern_facts all = {.nullable = !choice, .size = 1};
    for (node *c = first; c; c = c->next) {
        const bool skips = c->kind == NODE_SKIP;
        if (skips) c = c->next;
        pattern_facts one = check_node(p, c);
        if (skips) add_skip(p, c, &one);
        all.nullable = choice ? all.nullable || one.nullable : all.nullable && one.nullable;
        all.flawed |= one.flawed;
        all.size = bounded(all.size + one.size);
        all.nest = larger(all.nest, one.nest);
    }
    return all;
}

static pattern_facts check_repeat(rule_parser *p, node *n) {
    pattern_facts facts = check_node(p, n->child);
    if (facts.nullable && n->most == UINT32_MAX && !facts.flawed) {
        drg_error(p->messages, n->at, "repeats-nothing", "take the inner ? or * away",
                  "a repetition of what may take no token");
        facts.flawed = true;
    }
    const uint64_t times = n->most == UINT32_MAX ? (uint64_t)n->least + 1 : n->most;
    facts.size = bounded(facts.size * times + 1);
    facts.nullable |= n->least == 0;
    return facts;
}

/* The facts of a definition where it is used. */
static pattern_facts use_definition(rule_parser *p, node *n) {
    definition *d = find_definition(p, n->text);
    if (!d || !n->child) return (pattern_facts){.flawed = true, .size = 1};
    pattern_facts facts = d->facts;
    facts.nest++;
    return facts;
}

static pattern_facts check_node(rule_parser *p, node *n) {
    pattern_facts facts;
    switch (n->kind) {
    case NODE_LINE_START:
    case NODE_LINE_END:
    case NODE_NO_SPACE: return (pattern_facts){.nullable = true, .size = 1};
    case NODE_SEQUENCE: return check_children(p, n->child, false);
    case NODE_CHOICE: return check_children(p, n->child, true);
    case NODE_REPEAT: return check_repeat(p, n);
    case NODE_CAPTURE: return check_node(p, n->child);
    case NODE_SPAN:
        facts = check_node(p, n->child);
        if (facts.nullable && !facts.flawed) {
            drg_error(p->messages, n->at, "empty-span", "put an element that is always there between them",
                      "[ ] that may hold no token");
            facts.flawed = true;
        }
        return facts;
    case NODE_AND:
    case NODE_NOT:
        facts = check_children(p, n->child, true);
        facts.nullable = false;
        if (!facts.flawed) facts.flawed = !check_one_token(p, n, NULL) || !check_possible(p, n);
        return facts;
    case NODE_DEFINITION: return use_definition(p, n);
    default: return (pattern_facts){.size = 1};
    }
}

pattern_facts drg_check_pattern(rule_parser *p, node *pattern) {
    pattern_facts facts = check_node(p, pattern);
    if (facts.size > PATTERN_NODES && !facts.flawed) {
        drg_error(p->messages, pattern->at, "pattern-too-large", "lower the numbers of {m,n}, or write several rules",
                  "a pattern of more than %d elements, repetitions written out", PATTERN_NODES);
        facts.flawed = true;
    }
    return facts;
}

/* Definitions ------------------------------------------------------------------------------------------------------ */

/* Looks first at the definitions that `n` uses: so recursion is as deep as they nest, not as patterns do. */
static void check_used(rule_parser *p, node *n, uint32_t depth) {
    for (node *c = n; c; c = c->next) {
        if (c->kind != NODE_DEFINITION) {
            if (c->kind != NODE_SKIP) check_used(p, c->child, depth);
            continue;
        }
        definition *d = c->child ? find_definition(p, c->text) : NULL;
        if (!d || d->state == DEFINITION_DONE) continue;
        if (d->state == DEFINITION_NEW && depth < PATTERN_DEPTH) {
            check_definition(p, d, depth + 1);
            continue;
        }
        const bool circle = d->state == DEFINITION_OPEN;
        if (circle)
            drg_error(p->messages, c->at, "definition-circle", "a definition is made of others: repeat with * or +",
                      "the definition '%.*s' calls itself", SHOW(c->text));
        else
            drg_error(p->messages, c->at, "nested-too-deep", "write some of them out",
                      "more than %d definitions in one another", PATTERN_DEPTH);
        c->child = NULL; /* so that nothing follows from it, and nobody runs in a circle */
    }
}

static void check_definition(rule_parser *p, definition *d, uint32_t depth) {
    d->state = DEFINITION_OPEN;
    const bool flawed = d->facts.flawed || !d->pattern;
    if (d->pattern) {
        check_used(p, d->pattern, depth);
        d->facts = drg_check_pattern(p, d->pattern);
    }
    d->facts.flawed |= flawed;
    d->facts.nest += d->brackets;
    if (d->facts.nest > PATTERN_DEPTH) {
        drg_error(p->messages, d->at, "nested-too-deep", "write some of them out, or write two rules",
                  "more than %d brackets and definitions in one another", PATTERN_DEPTH);
        d->facts = (pattern_facts){.flawed = true, .size = 1};
    }
    d->state = DEFINITION_DONE;
}

static void report_twins(rule_parser *p) {
    for (size_t i = 1; i < p->definitions.count; i++) {
        const definition *a = &p->definitions.items[i - 1], *b = &p->definitions.items[i];
        if (!a->name.length || by_name(a, b) != 0) continue;
        const definition *later = a->at.offset > b->at.offset ? a : b;
        drg_error(p->messages, later->at, "definition-twice", "take another name, or join them with |",
                  "a second definition '%.*s'", SHOW(later->name));
    }
}

/* ‘Word’: what a word processor makes of 'Word'. */
static bool is_curly(drg_text word) {
    return word.length > 3 && (memcmp(word.bytes, "\u2018", 3) == 0 || memcmp(word.bytes, "\u2019", 3) == 0);
}

static void unknown_definition(rule_parser *p, const node *n) {
    p->names.count = 0;
    for (size_t i = 0; i < p->definitions.count; i++)
        drg_remember(p, VECTOR_PUSH(p->names, p->definitions.items[i].name));
    drg_ready_made_names(p);
    const label_id l = drg_label_find(p->labels, n->text);
    const char *otherwise = l.n != NO_LABEL.n ? drg_hint(p, "a label is written <%.*s>", SHOW(n->text))
                            : is_curly(n->text)
                                ? "quotes are straight: 'Word'"
                                : "words are written small, words in exactly this case 'Quoted'; def Name = … defines";
    drg_error(p->messages, n->at, "unknown-definition", drg_did_you_mean_name(p, "", n->text, "", otherwise),
              "unknown definition '%.*s'", SHOW(n->text));
}

/* Gives each definition node its pattern. */
static void link_definitions(rule_parser *p) {
    for (size_t i = 0; i < p->definition_nodes.count; i++) {
        node *n = p->definition_nodes.items[i];
        definition *d = find_definition(p, n->text);
        if (!d) {
            unknown_definition(p, n);
            continue;
        }
        n->child = d->pattern;
        d->used = true;
    }
}

void drg_check_definitions(rule_parser *p) {
    if (p->definitions.count) qsort(p->definitions.items, p->definitions.count, sizeof *p->definitions.items, by_name);
    report_twins(p);
    link_definitions(p);
    for (size_t i = 0; i < p->definitions.count; i++) {
        definition *d = &p->definitions.items[i];
        if (d->state == DEFINITION_NEW) check_definition(p, d, 0);
        if (!d->used) drg_remember(p, VECTOR_PUSH(p->unused, d->at));
    }
}
