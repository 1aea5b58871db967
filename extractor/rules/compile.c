/* Compiling: from the trees of the rule files to the flat programs of program.h.
 *
 * A node of a tree becomes instructions as Thompson's construction has it; a run of a list's name becomes
 *     single | first inside* last
 * and `x .. y` becomes x, then tokens at which y does not begin, then y. Patterns that look back are compiled reversed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/elements.h"
#include "rules/names.h"
#include "rules/text_rule.h"

typedef struct { /* Lifetime: one compilation. */
    ruleset *set;
    stage_program *stage;
    program *to;
    vocabulary *v;
    drg_messages *messages;
    place at; /* of the rule at hand */
    uint32_t rule;
    within within;
    uint32_t pattern_start; /* of `code`: how large the pattern is */
    uint32_t first_slot;
    instruction_origin origin; /* of what is being compiled */
    bool too_large;
} compiler;

/* Elements --------------------------------------------------------------------------------------------------------- */

static bool same_questions(const program *p, const element *e, const question *q, uint32_t count) {
    if (e->count != count) return false;
    for (uint32_t i = 0; i < count; i++) {
        const question *own = &p->questions.items[e->first + i];
        if (own->kind != q[i].kind || own->id != q[i].id || own->positions != q[i].positions) return false;
    }
    return true;
}

/* The element of these questions, an old one if there is one. */
static drg_status element_of(program *p, const question *q, uint32_t count, uint32_t *out) {
    for (uint32_t i = 0; i < p->elements.count; i++) {
        if (same_questions(p, &p->elements.items[i], q, count)) {
            *out = i;
            return DRG_OK;
        }
    }
    const element e = {(uint32_t)p->questions.count, count, DECISIONS};
    for (uint32_t i = 0; i < count; i++)
        if (!VECTOR_PUSH(p->questions, q[i])) return DRG_NO_MEMORY;
    *out = (uint32_t)p->elements.count;
    return VECTOR_PUSH(p->elements, e) ? DRG_OK : DRG_NO_MEMORY;
}

static bool same_kind(const mark_kind *a, const mark_kind *b) {
    return a->of == b->of && a->id == b->id && a->form.n == b->form.n && text_equal(a->key, b->key) &&
           text_equal(a->value, b->value);
}

static drg_status kind_of(ruleset *set, mark_kind kind, uint32_t *out) {
    for (uint32_t i = 0; i < set->kinds.count; i++) {
        if (same_kind(&set->kinds.items[i], &kind)) {
            *out = i;
            return DRG_OK;
        }
    }
    kind.test = NO_ID;
    if (kind.of == MARK_OF_LIST) {
        test_id test;
        TRY(drg_word_tests_add_listed(set->tests, &test));
        kind.test = test.n;
    }
    *out = (uint32_t)set->kinds.count;
    return VECTOR_PUSH(set->kinds, kind) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status node_kind_of_mark(compiler *c, const node *n, uint32_t *out) {
    mark_kind kind = {.form.n = NO_FORM, .key = n->key, .value = n->value};
    if (n->kind == NODE_LIST) {
        kind.of = MARK_OF_LIST;
        kind.id = n->list.n;
    } else {
        kind.of = MARK_OF_LABEL;
        kind.id = n->label.n;
        kind.form = n->form;
    }
    return kind_of(c->set, kind, out);
}

typedef VECTOR(question) questions;

static drg_status ask(questions *q, question one) {
    return VECTOR_PUSH(*q, one) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status ask_test(compiler *c, const node *n, questions *q) {
    static const word_test_kind kinds[] = {
        [NODE_FOLDED] = TEST_FOLDED, [NODE_EXACT] = TEST_EXACT, [NODE_STEM] = TEST_STEM};
    test_id test = {0};
    if (n->kind == NODE_CLASS) {
        TRY(drg_word_tests_add_class(c->set->tests, n->classes, &test));
    } else if (n->kind == NODE_REGEX) {
        regex_error error; /* the parser has tried it, and told what is wrong with it */
        TRY(drg_word_tests_add_regex(c->set->tests, n->text, &test, &error));
    } else {
        TRY(drg_word_tests_add(c->set->tests, c->v, kinds[n->kind], n->text, &test));
    }
    return ask(q, (question){ASK_TEST, test.n, 0});
}

#define POSITION(p) (1u << (p))

#define OF_LONGER (POSITION(MARK_FIRST) | POSITION(MARK_INSIDE) | POSITION(MARK_LAST))

/* Asks whether the token is, by itself, a name of the list or an annotation of the label. A list's names of one word are
 * tests of the word; its marks are those of longer names, and a longer name takes the token first. */
static drg_status ask_single(compiler *c, uint32_t kind, questions *q) {
    const mark_kind *k = &c->set->kinds.items[kind];
    if (k->of != MARK_OF_LIST) return ask(q, (question){ASK_MARK, kind, POSITION(MARK_SINGLE)});
    TRY(ask(q, (question){ASK_TEST, k->test, 0}));
    if (c->set->one_word.items[k->id]) return DRG_OK;
    TRY(ask(q, (question){ASK_MARK, kind, OF_LONGER}));
    TRY(ask(q, (question){ASK_NOT, 0, 0}));
    return ask(q, (question){ASK_AND, 0, 0});
}

/* Asks the opposite of "a name begins here" (positions MARK_FIRST) or of "the token is in a name" (OF_LONGER). */
static drg_status ask_in_no_name(compiler *c, uint32_t kind, uint32_t positions, questions *q) {
    const mark_kind *k = &c->set->kinds.items[kind];
    TRY(ask_single(c, kind, q));
    TRY(ask(q, (question){ASK_NOT, 0, 0}));
    if (k->of == MARK_OF_LIST && c->set->one_word.items[k->id]) return DRG_OK;
    TRY(ask(q, (question){ASK_MARK, kind, positions}));
    TRY(ask(q, (question){ASK_NOT, 0, 0}));
    return ask(q, (question){ASK_AND, 0, 0});
}

/* What a one-token element asks. `positive`: under an even number of `!`; there a list's name is one of a single token,
 * while `!@list` excludes every token of its names. */
static drg_status ask_element(compiler *c, const node *n, bool positive, questions *q) {
    uint32_t kind;
    switch (n->kind) {
    case NODE_ANY: return ask(q, (question){ASK_ANY, 0, 0});
    case NODE_LIST:
    case NODE_LABEL:
        TRY(node_kind_of_mark(c, n, &kind));
        if (positive) return ask_single(c, kind, q);
        TRY(ask_in_no_name(c, kind, OF_LONGER, q));
        return ask(q, (question){ASK_NOT, 0, 0});
    case NODE_NOT: TRY(ask_element(c, n->child, !positive, q)); return ask(q, (question){ASK_NOT, 0, 0});
    case NODE_AND:
        TRY(ask_element(c, n->child, positive, q));
        for (const node *x = n->child->next; x; x = x->next) {
            TRY(ask_element(c, x, positive, q));
            TRY(ask(q, (question){ASK_AND, 0, 0}));
        }
        return DRG_OK;
    case NODE_CHOICE:
        TRY(ask_element(c, n->child, positive, q));
        for (const node *x = n->child->next; x; x = x->next) {
            TRY(ask_element(c, x, positive, q));
            TRY(ask(q, (question){ASK_OR, 0, 0}));
        }
        return DRG_OK;
    case NODE_SEQUENCE: /* of one: a definition, or what stands in round brackets */
    case NODE_DEFINITION: return ask_element(c, n->child, positive, q);
    default: return ask_test(c, n, q);
    }
}

/* Instructions ------------------------------------------------------------------------------------------------------- */

static drg_status emit(compiler *c, opcode op, uint32_t x, uint32_t y) {
    if (c->to->code.count - c->pattern_start >= PATTERN_NODES) {
        if (!c->too_large)
            drg_error(c->messages, c->at, "pattern-too-large", "repeat less, or write it as two rules",
                      "the pattern is too large: more than %d instructions when its repetitions are written out",
                      PATTERN_NODES);
        c->too_large = true;
        return DRG_BAD_KNOWLEDGE;
    }
    const instruction i = {(uint8_t)op, (uint8_t)c->within, 0, x, y};
    return VECTOR_PUSH(c->to->code, i) && VECTOR_PUSH(c->to->origins, c->origin) ? DRG_OK : DRG_NO_MEMORY;
}

static uint32_t here(const compiler *c) {
    return (uint32_t)c->to->code.count;
}

static void patch(compiler *c, uint32_t at, bool second, uint32_t target) {
    if (second) c->to->code.items[at].y = target;
    else c->to->code.items[at].x = target;
}

static drg_status emit_token(compiler *c, const question *q, uint32_t count) {
    uint32_t e;
    TRY(element_of(c->to, q, count, &e));
    return emit(c, OP_TOKEN, e, 0);
}

static drg_status emit_single(compiler *c, uint32_t kind) {
    questions q = {0};
    drg_status status = ask_single(c, kind, &q);
    if (status == DRG_OK) status = emit_token(c, q.items, (uint32_t)q.count);
    VECTOR_CLEAR(q);
    return status;
}

static drg_status emit_mark(compiler *c, uint32_t kind, mark_position position) {
    return emit_token(c, &(question){ASK_MARK, kind, POSITION(position)}, 1);
}

/* single | first inside* last */
static drg_status emit_run(compiler *c, uint32_t kind) {
    const uint32_t choice = here(c);
    const mark_kind *k = &c->set->kinds.items[kind];
    if (k->of == MARK_OF_LIST && c->set->one_word.items[k->id]) return emit_single(c, kind);
    TRY(emit(c, OP_SPLIT, choice + 1, 0));
    TRY(emit_mark(c, kind, c->to->backward ? MARK_LAST : MARK_FIRST));
    const uint32_t loop = here(c);
    TRY(emit(c, OP_SPLIT, loop + 1, loop + 3));
    TRY(emit_mark(c, kind, MARK_INSIDE));
    TRY(emit(c, OP_JUMP, loop, 0));
    TRY(emit_mark(c, kind, c->to->backward ? MARK_FIRST : MARK_LAST));
    const uint32_t jump = here(c);
    TRY(emit(c, OP_JUMP, 0, 0));
    patch(c, choice, true, here(c));
    TRY(emit_single(c, kind));
    patch(c, jump, false, here(c));
    return DRG_OK;
}

static drg_status compile_node(compiler *c, const node *n);

/* x? is SPLIT in out; x* loops */
static drg_status emit_optional(compiler *c, const node *child, bool loops) {
    const uint32_t split = here(c);
    TRY(emit(c, OP_SPLIT, split + 1, 0));
    TRY(compile_node(c, child));
    if (loops) TRY(emit(c, OP_JUMP, split, 0));
    patch(c, split, true, here(c));
    return DRG_OK;
}

static drg_status compile_repeat(compiler *c, const node *n) {
    for (uint32_t i = 0; i < n->least; i++) TRY(compile_node(c, n->child));
    if (n->most == UINT32_MAX) return emit_optional(c, n->child, true);
    /* x{0,3} is (x (x x?)?)?: all the splits lead to the end. */
    const uint32_t optional = n->most - n->least;
    VECTOR(uint32_t) splits = {0};
    drg_status status = DRG_OK;
    for (uint32_t i = 0; i < optional && status == DRG_OK; i++) {
        if (!VECTOR_PUSH(splits, here(c))) status = DRG_NO_MEMORY;
        if (status == DRG_OK) status = emit(c, OP_SPLIT, here(c) + 1, 0);
        if (status == DRG_OK) status = compile_node(c, n->child);
    }
    for (size_t i = 0; status == DRG_OK && i < splits.count; i++) patch(c, splits.items[i], true, here(c));
    VECTOR_CLEAR(splits);
    return status;
}

/* Is it one token, whichever it takes? A list is, if its names are one word each. */
static bool is_one_token(const compiler *c, const node *n) {
    if (asks_one_token(n->kind)) return true;
    switch (n->kind) {
    case NODE_NOT:
    case NODE_AND: return true;
    case NODE_LIST: return c->set->one_word.items[n->list.n];
    case NODE_DEFINITION: return is_one_token(c, n->child);
    case NODE_SEQUENCE: return n->child && !n->child->next && is_one_token(c, n->child);
    case NODE_CHOICE:
        for (const node *x = n->child; x; x = x->next)
            if (!is_one_token(c, x)) return false;
        return true;
    default: return false;
    }
}

/* The last of the alternatives that make one way with `n`: those that are one token each, side by side. */
static const node *last_of_way(const compiler *c, const node *n) {
    if (!is_one_token(c, n)) return n;
    while (n->next && is_one_token(c, n->next)) n = n->next;
    return n;
}

/* One way of a choice; several alternatives of one token each are one question to that token. */
static drg_status compile_way(compiler *c, const node *first, const node *last) {
    if (first == last) return compile_node(c, first);
    questions q = {0};
    drg_status status = ask_element(c, first, true, &q);
    while (first != last && status == DRG_OK) {
        first = first->next;
        status = ask_element(c, first, true, &q);
        if (status == DRG_OK) status = ask(&q, (question){ASK_OR, 0, 0});
    }
    if (status == DRG_OK) status = emit_token(c, q.items, (uint32_t)q.count);
    VECTOR_CLEAR(q);
    return status;
}

static drg_status compile_choice(compiler *c, const node *n) {
    VECTOR(uint32_t) jumps = {0};
    drg_status status = DRG_OK;
    for (const node *x = n->child, *last; x && status == DRG_OK; x = last->next) {
        const uint32_t split = here(c);
        last = last_of_way(c, x);
        if (last->next) status = emit(c, OP_SPLIT, split + 1, 0);
        if (status == DRG_OK) status = compile_way(c, x, last);
        if (status == DRG_OK && last->next) {
            status = VECTOR_PUSH(jumps, here(c)) ? emit(c, OP_JUMP, 0, 0) : DRG_NO_MEMORY;
            patch(c, split, true, here(c));
        }
    }
    for (size_t i = 0; status == DRG_OK && i < jumps.count; i++) patch(c, jumps.items[i], false, here(c));
    VECTOR_CLEAR(jumps);
    return status;
}

/* Children in order, or, looking back, from the last to the first. Depth: PATTERN_DEPTH of the parser bounds it; a long
 * sequence is walked by a list of its children. */
static drg_status compile_sequence(compiler *c, const node *n) {
    VECTOR(const node *) children = {0};
    drg_status status = DRG_OK;
    for (const node *x = n->child; x && status == DRG_OK; x = x->next)
        if (!VECTOR_PUSH(children, x)) status = DRG_NO_MEMORY;
    for (size_t i = 0; i < children.count && status == DRG_OK; i++)
        status = compile_node(c, children.items[c->to->backward ? children.count - 1 - i : i]);
    VECTOR_CLEAR(children);
    return status;
}

/* What a capture may cover: an annotation, or a name of a list. */
static void look_for_marks(const node *n, slot *s) {
    if (n->kind == NODE_LABEL) s->of_label = true;
    if (n->kind == NODE_LIST && s->list == NO_ID) {
        s->list = n->list.n;
        s->key = n->key;
        s->value = n->value;
    }
    if (n->kind == NODE_NOT || n->kind == NODE_SKIP) return; /* the child of a skip comes after it, too */
    for (const node *x = n->child; x; x = x->next) look_for_marks(x, s);
}

static drg_status emit_captured(compiler *c, const node *child, uint32_t slot_number) {
    const bool backward = c->to->backward;
    TRY(emit(c, OP_SAVE, slot_number * 2 + (backward ? 1 : 0), 0));
    TRY(compile_node(c, child));
    return emit(c, OP_SAVE, slot_number * 2 + (backward ? 0 : 1), 0);
}

static bool same_slot(const slot *a, const slot *b) {
    return text_equal(a->name, b->name) && text_equal(a->form, b->form) && a->fills == b->fills &&
           a->of_label == b->of_label && a->list == b->list && text_equal(a->key, b->key) &&
           text_equal(a->value, b->value);
}

/* Gives the pattern at hand its next slot, an old one if there is one: definitions bring the same captures again and again. */
static drg_status push_slot(compiler *c, slot s) {
    ruleset *set = c->set;
    size_t i = set->slots.count;
    while (i > 0 && !same_slot(&set->slots.items[i - 1], &s)) i--;
    const uint32_t number = i > 0 ? (uint32_t)i - 1 : (uint32_t)set->slots.count;
    if (i == 0 && !VECTOR_PUSH(set->slots, s)) return DRG_NO_MEMORY;
    return VECTOR_PUSH(c->to->slots, number) ? DRG_OK : DRG_NO_MEMORY;
}

/* A capture's name may be `alias.acronym`: then the form is what stands behind the dot. */
static drg_status compile_capture(compiler *c, const node *n) {
    const char *dot = memchr(n->text.bytes, '.', n->text.length);
    slot s = {.name = n->text, .list = NO_ID};
    if (dot) {
        s.name.length = (size_t)(dot - n->text.bytes);
        s.form = (drg_text){dot + 1, n->text.length - s.name.length - 1};
    }
    s.fills = drg_label_filled(&c->set->labels->labels[c->set->facts.items[c->rule].label.n], s.name);
    look_for_marks(n->child, &s);
    const uint32_t number = (uint32_t)c->to->slots.count - c->first_slot;
    TRY(push_slot(c, s));
    return emit_captured(c, n->child, number);
}

/* x .. y ------------------------------------------------------------------------------------------------------------- */

/* Whether "y begins at this token" is a question to this token alone, and then which. */
static bool begins_by_one_token(const node *y) {
    if (asks_one_token(y->kind)) return true;
    switch (y->kind) {
    case NODE_NOT:
    case NODE_AND:
    case NODE_LIST:
    case NODE_LABEL: return true;
    case NODE_CAPTURE:
    case NODE_SPAN:
    case NODE_DEFINITION: return begins_by_one_token(y->child);
    case NODE_SEQUENCE: return y->child && !y->child->next && begins_by_one_token(y->child);
    case NODE_REPEAT: return y->least == 1 && begins_by_one_token(y->child);
    case NODE_CHOICE:
        for (const node *x = y->child; x; x = x->next)
            if (!begins_by_one_token(x)) return false;
        return true;
    default: return false;
    }
}

/* Asks "y does not begin here". */
static drg_status ask_does_not_begin(compiler *c, const node *y, questions *q) {
    uint32_t kind;
    switch (y->kind) {
    case NODE_LIST:
    case NODE_LABEL: TRY(node_kind_of_mark(c, y, &kind)); return ask_in_no_name(c, kind, POSITION(MARK_FIRST), q);
    case NODE_CAPTURE:
    case NODE_SPAN:
    case NODE_DEFINITION:
    case NODE_SEQUENCE:
    case NODE_REPEAT: return ask_does_not_begin(c, y->child, q);
    case NODE_CHOICE:
        TRY(ask_does_not_begin(c, y->child, q));
        for (const node *x = y->child->next; x; x = x->next) {
            TRY(ask_does_not_begin(c, x, q));
            TRY(ask(q, (question){ASK_AND, 0, 0}));
        }
        return DRG_OK;
    default: TRY(ask_element(c, y, true, q)); return ask(q, (question){ASK_NOT, 0, 0});
    }
}

static drg_status compile_pattern(compiler *c, program *to, const node *tree, uint32_t rule, within reach);

/* A y of several tokens has a program of its own, which marks where it begins before the stage's rules run. */
static drg_status compile_skip_program(compiler *c, const node *y, uint32_t *kind) {
    program p = {0};
    const compiler saved = *c;
    const uint32_t number = (uint32_t)c->set->kinds.count; /* no other kind has it as its id */
    drg_status status = compile_pattern(c, &p, y, NO_ID, WITHIN_SENTENCE);
    if (status == DRG_OK) status = drg_elements_prepare(&p);
    const bool too_large = c->too_large;
    *c = saved;
    c->too_large |= too_large;
    if (status == DRG_OK)
        status = kind_of(c->set, (mark_kind){.of = MARK_OF_SKIP, .id = number, .form.n = NO_FORM}, kind);
    p.skip_kind = *kind;
    if (status == DRG_OK && !VECTOR_PUSH(c->stage->skips, p)) status = DRG_NO_MEMORY;
    if (status != DRG_OK) drg_program_clear(&p);
    return status;
}

static drg_status skip_question(compiler *c, const node *y, questions *q) {
    if (begins_by_one_token(y)) return ask_does_not_begin(c, y, q);
    uint32_t kind = 0;
    TRY(compile_skip_program(c, y, &kind));
    TRY(ask(q, (question){ASK_MARK, kind, POSITION(MARK_SINGLE)}));
    return ask(q, (question){ASK_NOT, 0, 0});
}

/* L: split on, out;  on: in the sentence; a token where y does not begin; jump L;  out: in the sentence */
static drg_status compile_skip(compiler *c, const node *n) {
    questions q = {0};
    drg_status status = skip_question(c, n->child, &q);
    const uint32_t loop = here(c);
    if (status == DRG_OK) status = emit(c, OP_SPLIT, loop + 1, loop + 4);
    if (status == DRG_OK) status = emit(c, OP_CONDITION, IN_SENTENCE, 0);
    if (status == DRG_OK) status = emit_token(c, q.items, (uint32_t)q.count);
    if (status == DRG_OK) status = emit(c, OP_JUMP, loop, 0);
    if (status == DRG_OK) status = emit(c, OP_CONDITION, IN_SENTENCE, 0);
    VECTOR_CLEAR(q);
    return status;
}

static drg_status compile_element(compiler *c, const node *n) {
    questions q = {0};
    uint32_t kind;
    drg_status status;
    switch (n->kind) {
    case NODE_LIST:
    case NODE_LABEL: TRY(node_kind_of_mark(c, n, &kind)); return emit_run(c, kind);
    case NODE_LINE_START:
    case NODE_LINE_END: return emit(c, OP_CONDITION, AT_LINE_EDGE, 0);
    case NODE_NO_SPACE: return emit(c, OP_CONDITION, NO_SPACE_HERE, 0);
    case NODE_SKIP: return compile_skip(c, n);
    case NODE_SEQUENCE: return compile_sequence(c, n);
    case NODE_CHOICE: return compile_choice(c, n);
    case NODE_REPEAT: return compile_repeat(c, n);
    case NODE_CAPTURE: return compile_capture(c, n);
    case NODE_SPAN: return emit_captured(c, n->child, 0);
    case NODE_DEFINITION: return compile_node(c, n->child);
    default:
        status = ask_element(c, n, true, &q);
        if (status == DRG_OK) status = emit_token(c, q.items, (uint32_t)q.count);
        VECTOR_CLEAR(q);
        return status;
    }
}

/* Whatever is emitted for it knows what it comes from. */
static drg_status compile_node(compiler *c, const node *n) {
    const instruction_origin saved = c->origin;
    c->origin.from = n;
    if (n->kind == NODE_DEFINITION && !saved.named) c->origin.named = n;
    const drg_status status = compile_element(c, n);
    c->origin = saved;
    return status;
}

static bool has_span(const node *n) {
    if (n->kind == NODE_SPAN) return true;
    if (n->kind == NODE_DEFINITION || n->kind == NODE_SKIP) return false;
    for (const node *x = n->child; x; x = x->next)
        if (has_span(x)) return true;
    return false;
}

/* Does nothing stand outside the brackets? Then the whole match is the span, as without them. */
static bool is_all_span(const node *n) {
    while (n->kind == NODE_SEQUENCE && n->child && !n->child->next) n = n->child;
    return n->kind == NODE_SPAN;
}

/* Where a way goes on that leads to `at`. Jumps lead forward to what is no jump, or back to a SPLIT. */
static uint32_t behind_jumps(const program *p, uint32_t at) {
    while (p->code.items[at].op == OP_JUMP) at = p->code.items[at].x;
    return at;
}

static void shorten_jumps(program *p, const pattern *one) {
    for (uint32_t at = one->first; at < one->end; at++) {
        instruction *i = &p->code.items[at];
        if (i->op == OP_SPLIT || i->op == OP_JUMP) i->x = behind_jumps(p, i->x);
        if (i->op == OP_SPLIT) i->y = behind_jumps(p, i->y);
    }
}

/* Numbers the instructions to which several ways lead: whoever goes all ways has to remember only these. */
static drg_status number_joins(program *p, pattern *one) {
    instruction *code = p->code.items;
    uint8_t *ways = calloc(one->end - one->first + 1, sizeof *ways); /* 2: several */
    if (!ways) return DRG_NO_MEMORY;
    ways[0] = 1;
    for (uint32_t at = one->first; at < one->end; at++) {
        const bool goes_on = code[at].op != OP_SPLIT && code[at].op != OP_JUMP;
        const uint32_t x = (goes_on ? at + 1 : code[at].x) - one->first;
        ways[x] = (uint8_t)(ways[x] ? 2 : 1);
        if (code[at].op == OP_SPLIT) ways[code[at].y - one->first] = ways[code[at].y - one->first] ? 2 : 1;
    }
    for (uint32_t at = one->first; at < one->end; at++)
        if (ways[at - one->first] == 2) code[at].join = (uint16_t)++one->join_count;
    free(ways);
    return DRG_OK;
}

static drg_status compile_pattern(compiler *c, program *to, const node *tree, uint32_t rule, within reach) {
    c->to = to;
    c->origin = (instruction_origin){0};
    c->within = reach;
    c->pattern_start = here(c);
    c->first_slot = (uint32_t)to->slots.count;
    pattern p = {.rule = rule,
                 .first = here(c),
                 .first_slot = c->first_slot,
                 .within = reach,
                 .has_span = has_span(tree) && !is_all_span(tree)};
    TRY(push_slot(c, (slot){.fills = NO_FORM, .list = NO_ID}));
    TRY(compile_node(c, tree));
    TRY(emit(c, OP_MATCH, (uint32_t)to->patterns.count, 0));
    p.end = here(c);
    p.slot_count = (uint32_t)to->slots.count - p.first_slot;
    shorten_jumps(to, &p);
    TRY(number_joins(to, &p));
    return VECTOR_PUSH(to->patterns, p) ? DRG_OK : DRG_NO_MEMORY;
}

/* Rules ------------------------------------------------------------------------------------------------------------------- */

static drg_status compile_evidence(compiler *c, const rule_tree *t) {
    stage_program *s = c->stage;
    if (t->before) TRY(compile_pattern(c, &s->before, t->before, c->rule, t->within));
    if (t->is) TRY(compile_pattern(c, &s->is, t->is, c->rule, t->within));
    if (t->after) TRY(compile_pattern(c, &s->after, t->after, c->rule, t->within));
    if (!t->before && !t->is && !t->after && !VECTOR_PUSH(s->fact_evidence, c->rule)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < t->where_count; i++)
        s->asks_choice |= t->wheres[i].kind == WHERE_PART_OF || t->wheres[i].kind == WHERE_MOSTLY;
    return DRG_OK;
}

static drg_status compile_text_rule(compiler *c, const rule_tree *t) {
    text_rule rule = {.rule = c->rule};
    TRY(drg_text_rule_compile(t->text_rule, c->set, &rule));
    return VECTOR_PUSH(c->stage->texts, rule) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status compile_rule(compiler *c, const rule_tree *t) {
    const rule_facts facts = {.name = t->name,
                              .file = t->at.file->path,
                              .is_evidence = t->is_evidence,
                              .label = t->label,
                              .form = t->form,
                              .line = drg_place_line(t->at),
                              .weight = t->never         ? -INFINITY
                                        : t->has_weight  ? t->weight
                                        : t->is_evidence ? 0
                                                         : 2};
    c->rule = (uint32_t)c->set->facts.count;
    c->at = t->at;
    c->stage = &c->set->stages.items[t->stage];
    rule_plan plan;
    TRY(drg_plan_compile(t, &c->set->plan_memory, &plan));
    if (!VECTOR_PUSH(c->set->facts, facts) || !VECTOR_PUSH(c->set->plans, plan) || !VECTOR_PUSH(c->set->trees, t))
        return DRG_NO_MEMORY;
    if (t->is_evidence) return compile_evidence(c, t);
    if (t->match) return compile_pattern(c, &c->stage->rules, t->match, c->rule, t->within);
    return compile_text_rule(c, t);
}

/* ------------------------------------------------------------------------------------------------------------------------- */

static drg_status compile_all(compiler *c, const rule_trees *trees) {
    ruleset *set = c->set;
    for (uint32_t i = 0; i < trees->labels->stage_count; i++) {
        const stage_program empty = {
            .before = {.backward = true, .continues = true},
              .after.continues = true
        };
        if (!VECTOR_PUSH(set->stages, empty)) return DRG_NO_MEMORY;
    }
    for (uint32_t i = 0; i < trees->rule_count; i++) {
        const rule_tree *t = &trees->rules[i];
        if (!text_equal(t->language, set->language) && !text_is(t->language, "all")) continue;
        const drg_status status = compile_rule(c, t);
        if (status != DRG_BAD_KNOWLEDGE) TRY(status); /* told; go on with the next */
        c->too_large = false;
    }
    for (uint32_t i = 0; i < set->stages.count; i++) {
        stage_program *s = &set->stages.items[i];
        TRY(drg_elements_prepare(&s->rules));
        TRY(drg_elements_prepare(&s->before));
        TRY(drg_elements_prepare(&s->is));
        TRY(drg_elements_prepare(&s->after));
    }
    return DRG_OK;
}

drg_status drg_ruleset_compile(drg_text language, const rule_trees *trees, const gazetteer *g,
                               const name_readings *names, vocabulary *v, drg_messages *messages, ruleset *out) {
    *out = (ruleset){.language = language, .labels = trees->labels, .gazetteer = g, .names = names};
    TRY(drg_word_tests_new(language, &out->tests));
    compiler c = {.set = out, .v = v, .messages = messages};
    TRY(drg_names_find_one_word(out));
    TRY(compile_all(&c, trees));
    out->asks_values = drg_ruleset_asks_values(out);
    return drg_names_find_kinds(out);
}
