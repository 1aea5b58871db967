/* Programs: the rules of one language, compiled to flat arrays that refer to one another by index.
 *
 *     match  [ kind:@instrument the? ]     0 save 0   1 save 2   2 split 3 5   3 token @instrument.single …   9 match
 *
 * One program is what one automaton runs: all token patterns of a stage, or the patterns of one kind of its evidence.
 * Its instructions are those of Pike's and Thompson's machines (R. Cox, "Regular Expression Matching: the Virtual Machine
 * Approach", 2009), over tokens in place of characters. What a token must be is an element: a test of its word
 * (lexicon/tests.h), of its marks (alphabet.h), or of several of them.
 *
 * Lifetime: knowledge; read-only, shared by all threads. Made here it borrows texts from the trees. */
#ifndef DRG_PROGRAM_H
#define DRG_PROGRAM_H

#include "lexicon/tests.h"
#include "rules/readings.h"
#include "rules/tree.h"
#include "text/flat.h"

typedef enum {
    OP_TOKEN,     /* x: element; one token for which it holds, then on */
    OP_SPLIT,     /* go on at x, or, if that fails, at y */
    OP_JUMP,      /* go on at x */
    OP_SAVE,      /* x: slot * 2 (it opens) or slot * 2 + 1 (it closes) */
    OP_CONDITION, /* x: condition, of the boundary between two tokens */
    OP_MATCH      /* x: pattern */
} opcode;

typedef enum { AT_LINE_EDGE, NO_SPACE_HERE, IN_SENTENCE } condition;

typedef struct {
    uint8_t op, within; /* within: how far its pattern may reach */
    uint16_t join;      /* + 1; its number among those of its pattern to which several ways lead; 0: only one does */
    uint32_t x, y;      /* no SPLIT and no JUMP leads to a JUMP */
} instruction;

/* What is asked of a token's marks: of list, label or helper `kind`, one of these positions. A list marks only its names
 * of several tokens; a single word is its name by a test of the word, unless a longer name holds it. */
typedef enum { MARK_SINGLE, MARK_FIRST, MARK_INSIDE, MARK_LAST, MARK_POSITIONS } mark_position;
typedef struct {
    enum { MARK_OF_LIST, MARK_OF_LABEL, MARK_OF_SKIP } of;
    uint32_t id;         /* list_id, label_id, or the number of a skip's pattern (`x .. y`: y begins here) */
    form_id form;        /* of a label; NO_FORM: any */
    drg_text key, value; /* {key=value}; key empty: any */
    uint32_t test;       /* of a list: the test of words that are names of it by themselves; else NO_ID */
} mark_kind;

/* What an element asks, in reverse Polish notation: tests and marks push, NOT, AND and OR pop. Only while it is compiled. */
typedef enum { ASK_TEST, ASK_MARK, ASK_ANY, ASK_NOT, ASK_AND, ASK_OR } question_kind;
typedef struct {
    question_kind kind;
    uint32_t id;        /* test_id.n, or the mark's kind */
    uint32_t positions; /* of a mark: bits of mark_position */
} question;

/* One decision of an element (elements.h). */
typedef enum {
    DECIDE_TEST,  /* id: the test */
    DECIDE_TESTS, /* id, count: of test_groups; one suffices */
    DECIDE_MARK,  /* id: its kind; count: bits of mark_position */
    DECIDE_ANY
} decision_kind;
typedef struct {
    decision_kind kind;
    uint32_t id, count;
    uint32_t yes, no; /* the element's decision to go on at, or an end */
} decision;
#define HOLDS UINT32_MAX
#define HOLDS_NOT (UINT32_MAX - 1)

typedef struct { /* tests group * 64 … */
    uint64_t group, tests;
} test_group;

typedef enum {
    DECISIONS,
    ONE_SUFFICES,
    ONE_FORBIDS
} element_sort; /* … if all of an element's questions are of that kind */
typedef struct {
    uint32_t first, count; /* of decisions; of questions, while it is compiled */
    element_sort sort;
} element;

typedef struct {
    drg_text name;
    drg_text form;       /* alias.FORM: "FORM" */
    uint32_t fills;      /* the attribute of its rule's label that it fills; NO_FORM: none */
    bool of_label;       /* it may cover an annotation */
    uint32_t list;       /* it may be a name of this list; NO_ID */
    drg_text key, value; /* … with this attribute */
} slot;

typedef struct {
    uint32_t rule;       /* rule_id.n */
    uint32_t first, end; /* its instructions */
    uint32_t join_count;
    uint32_t first_slot, slot_count; /* of the program's slots; slot 0 of each pattern is the span */
    within within;
    uint32_t has_span; /* 1: [ ] stand in it; otherwise the whole match is the span */
} pattern;

typedef struct {       /* What an instruction was made from, for explanations; the trees have to be there to read it. */
    const node *from;  /* the element as it is written; NULL: of no element */
    const node *named; /* the definition in the rule's own pattern by which it came in; NULL: it stands there itself */
} instruction_origin;

typedef struct { /* an element, and a question whose yes may change whether it holds: `id` of a test, or kind *
                    MARK_POSITIONS + position */
    uint32_t id, element;
} single_question;

/* Where a pattern stands: that of a rule; what evidence says of before, of the reading itself, and of behind. */
typedef enum { PART_RULE, PART_BEFORE, PART_IS, PART_AFTER, PART_COUNT } part;

typedef struct {
    bool backward;  /* runs from right to left: `before` */
    bool continues; /* what it matches goes on from a reading (`before`, `after`), and so has to be in reach of it */
    uint32_t skip_kind; /* of a skip's program: the mark kind of the tokens where it begins */
    VECTOR(instruction) code;
    VECTOR(instruction_origin) origins; /* by instruction */
    VECTOR(pattern) patterns;
    VECTOR(uint32_t) slots; /* of ruleset.slots */
    VECTOR(element) elements;
    VECTOR(question) questions; /* while it is compiled */
    VECTOR(decision) decisions;
    VECTOR(test_group) test_groups;
    VECTOR(uint64_t) by_default;              /* elements that hold where nothing is passed and borne, a bit each */
    VECTOR(single_question) by_test, by_mark; /* sorted by id: elements that may be otherwise */
    VECTOR(uint32_t) test_first;              /* by test: its first of by_test; one more at the end */
} program;

typedef struct {
    uint32_t rule;
    regex whole;                     /* anchored where it is tried; its text is the rule's */
    uint8_t first_bytes[32];         /* a bit for each byte that a match can begin with */
    int needed_byte;                 /* that stands in every match; -1: none known */
    uint32_t first_slot, slot_count; /* of ruleset.text_slots */
    uint32_t span_group;             /* number of (?<span>…); 0: the whole match */
} text_rule;

typedef struct {
    drg_text name;
    uint32_t group;
} text_slot;

typedef struct {
    program rules;             /* `match` */
    program before, is, after; /* of the stage's evidence */
    VECTOR(program) skips;     /* patterns that end a `..` and have several tokens; the deepest first */
    VECTOR(text_rule) texts;
    VECTOR(uint32_t) fact_evidence; /* evidence that has `where` alone */
    bool asks_choice;               /* some evidence asks for part-of or mostly: it is weighed after a first choice */
} stage_program;

typedef struct {    /* The reading that a list's name makes. */
    uint16_t label; /* label_id.n + 1; 0: none, it is of a list without a label */
    uint16_t form;
} name_reading;
typedef FLAT(name_reading) name_readings; /* by name_id */

typedef struct { /* Mark kinds that an entry's names bear. */
    uint32_t first, count;
} kind_set;

typedef struct {
    drg_text language;
    const label_table *labels;
    const gazetteer *gazetteer;
    word_tests *tests;
    VECTOR(rule_facts) facts;        /* by rule_id */
    VECTOR(rule_plan) plans;         /* by rule_id … */
    arena plan_memory;               /* … and what they point to */
    VECTOR(const rule_tree *) trees; /* by rule_id, for examples and explanations; none if it was read from a pack */
    VECTOR(mark_kind) kinds;
    VECTOR(bool) one_word;             /* by list: all of its names are one word each */
    FLAT(uint32_t) entry_kinds;        /* by entry_id: of kind_sets */
    VECTOR(kind_set) kind_sets;        /* 0: the empty one */
    VECTOR(uint32_t) kinds_of_sets;    /* of kinds */
    VECTOR(uint32_t) label_kinds;      /* of kinds … */
    VECTOR(uint32_t) label_first_kind; /* … label l's begin here; one more at the end */
    const name_readings *names;        /* the same for all languages */
    VECTOR(slot) slots;                /* all different ones */
    VECTOR(stage_program) stages;
    VECTOR(text_slot) text_slots;
    bool asks_values; /* some rule does: drg_ruleset_asks_values */
} ruleset;

/* Compiles the rules of `language` and of "all". `names` (names.h) is borrowed, and may be filled later. What is wrong
 * becomes a message. The caller clears *out in either case. */
drg_status drg_ruleset_compile(drg_text language, const rule_trees *trees, const gazetteer *g,
                               const name_readings *names, vocabulary *v, drg_messages *messages, ruleset *out);
void drg_ruleset_clear(ruleset *r);
void drg_program_clear(program *p);
/* What the tree says beside its patterns: its arrays in `a`, its texts borrowed from the tree. (plan.c) */
drg_status drg_plan_compile(const rule_tree *t, arena *a, rule_plan *out);
/* Does any rule ask what an annotation of an earlier stage denotes? (asks.c) */
bool drg_ruleset_asks_values(const ruleset *set);

/* A slot of one of the ruleset's programs: `at` is pattern.first_slot and its number in the pattern. */
static inline const slot *slot_at(const ruleset *r, const program *p, uint32_t at) {
    return &r->slots.items[p->slots.items[at]];
}
static inline const rule_plan *rule_plan_of(const ruleset *r, uint32_t rule) {
    return &r->plans.items[rule];
}
static inline const rule_tree *rule_tree_of(const ruleset *r, uint32_t rule) {
    return r->trees.items[rule];
}

#endif
