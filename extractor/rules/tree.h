/* The tree of the rule files: what they say, before it is compiled.
 *
 *     rule treaty/by-subject : Treaty.name              rule_tree
 *       match   [ kind:@instrument Link the? Title ]    SEQUENCE of SPAN of (CAPTURE kind of LIST, DEFINITION, …)
 *       weight  2.5
 *
 * Lifetime: an arena of who opens knowledge; gone when it is compiled, but for what the program borrows (names, places). */
#ifndef DRG_TREE_H
#define DRG_TREE_H

#include "lexicon/gazetteer.h"
#include "rules/plan.h"

typedef enum {
    NODE_FOLDED,     /* treaty       text                                              one token */
    NODE_EXACT,      /* 'Treaty'     text (one token each: 'a-b' and a-b are a SEQUENCE joined by NO_SPACE) */
    NODE_STEM,       /* ~treaty      text */
    NODE_REGEX,      /* /re/         text: the expression, with \/ undone */
    NODE_CLASS,      /* Cap          classes: word_class bits that must all be there */
    NODE_ANY,        /* . */
    NODE_LIST,       /* @list{k=v}   list; key and value, or key empty                 a run */
    NODE_LABEL,      /* <L.f{k=v}>   label, form (NO_FORM: any), key and value */
    NODE_AND,        /* x & y        children: one-token elements, definitions and choices of them */
    NODE_NOT,        /* !x           child: the same */
    NODE_LINE_START, /* ^            no token */
    NODE_LINE_END,   /* $ */
    NODE_NO_SPACE,   /* _ */
    NODE_SKIP,       /* ..           child: what must not begin at the tokens passed: the element that follows, the same
                                     node as `next`. Walk one of the two: the child's siblings are not the SKIP's own */
    NODE_SEQUENCE,   /* children in order; maybe none */
    NODE_CHOICE,     /* x | y        children */
    NODE_REPEAT,     /* ? * + {m,n}  child; least, most (UINT32_MAX: no end) */
    NODE_CAPTURE,    /* name:x       text ("alias.acronym" as written); child */
    NODE_SPAN,       /* [ x ]        child: the annotated span */
    NODE_DEFINITION  /* Name         child: the definition's pattern (shared; never written into) */
} node_kind;

/* A question that stands for itself, to one token: the first six kinds. */
static inline bool asks_one_token(node_kind kind) {
    return kind <= NODE_ANY;
}

typedef struct node node;
struct node {
    node_kind kind;
    place at;
    drg_text text;
    uint32_t classes;
    list_id list;
    label_id label;
    form_id form;
    drg_text key, value;
    uint32_t least, most;
    node *child; /* the first */
    node *next;  /* the next of its parent's children */
};

/* One part of a template: literal text, or {capture.index.field:function}. */
typedef struct {
    drg_text literal; /* if `capture` is empty */
    drg_text capture;
    uint32_t index; /* of a repeated capture, from 1; 0: not said */
    drg_text field; /* "value" or an attribute; empty: the text */
    template_function function;
    place at;
} template_part;
typedef struct {
    const template_part *parts;
    uint32_t count;
    place at;
} template_tree;

typedef struct { /* action=sign   year={y} */
    drg_text key;
    date_key date_key; /* of `date`: which one it is */
    template_tree value;
    place at;
} field_tree;

typedef struct { /* of `where` */
    where_kind kind;
    bool negated; /* `not` before it */
    template_tree left, right;
    where_operator operator;
    label_id label; /* of part-of, mostly */
    place at;
} where_tree;

typedef struct {
    bool positive;                                                        /* + or - */
    drg_text text;                                                        /* without its span brackets, \[ undone */
    const struct example_span { uint32_t start_byte, end_byte; } * spans; /* what stood in brackets */
    uint32_t span_count;
    drg_text value; /* = VALUE; empty if not said */
    drg_text date;  /* at DATE: the reference date */
    place at;
} example_tree;

typedef struct {
    bool is_evidence;
    drg_text name;     /* "en/treaty/by-subject": the language, and the name as written */
    drg_text language; /* "en"; "all" for rules/all/ */
    uint32_t stage;
    label_id label;
    form_id form;       /* NO_FORM: the label's first form (rule); any (evidence) */
    within within;      /* not written: the sentence; of a text rule, the block */
    node *match;        /* of a rule: this … */
    drg_text text_rule; /* … or this expression */
    place text_place;
    node *before, *is, *after; /* of an evidence: any of them, NULL if not said */
    template_tree value;       /* count 0 if not said */
    const field_tree *dates;
    const field_tree *sets;
    const where_tree *wheres;
    const example_tree *examples;
    uint32_t date_count, set_count, where_count, example_count;
    bool has_weight, never;
    double weight;
    place at; /* its name in the file */
} rule_tree;

typedef struct {
    const label_table *labels;
    const rule_tree
        *rules; /* of all files: folders in order, files by path, rules as they stand; replaced ones are gone */
    uint32_t rule_count;
    const place *unused; /* names of definitions that no pattern uses */
    uint32_t unused_count;
} rule_trees;

/* Parses and checks every rule file of the folders (labels.rules and LANG/…/NAME.rules) and the texts, over the gazetteer's lists.
 * Everything wrong in all of them becomes a message. The trees live in `a`; on DRG_BAD_KNOWLEDGE *out is not to be used. */
drg_status drg_rules_parse(const drg_sources *from, const gazetteer *g, arena *a, drg_messages *messages,
                           rule_trees *out);

/* Does it look at a member of that name? Depth 0: of the folder itself; 1: of one in it … */
bool drg_rules_look_at(const char *name, uint32_t depth, bool is_folder);

#endif
