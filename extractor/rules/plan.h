/* Plans: what a rule says beside its patterns, as matching reads it.
 *
 *     value {y:number}-{m.number}        a template: pieces {y, number} "-" {m, field number}
 *     where {a.value} != {b.value}       two templates and an operator
 *
 * Made from the trees of the rule files (tree.h), or read from a pack; nothing here knows where in a file it stood.
 * Lifetime: knowledge; read-only, shared by all threads. */
#ifndef DRG_PLAN_H
#define DRG_PLAN_H

#include "rules/date_keys.h"
#include "rules/labels.h"

typedef enum { WITHIN_SENTENCE, WITHIN_LINE, WITHIN_BLOCK, WITHIN_COUNT } within;

typedef enum { PLAIN, AS_NUMBER, AS_ROMAN, AS_ORDINAL, AS_LOWER, AS_UPPER, FUNCTION_COUNT } template_function;

typedef struct {      /* Literal text, or {capture.index.field:function}. */
    drg_text literal; /* if `capture` is empty */
    drg_text capture;
    uint32_t index; /* of a repeated capture, from 1; 0: not said */
    drg_text field; /* "value" or an attribute; empty: the text */
    template_function function;
} template_piece;

typedef struct {
    const template_piece *pieces;
    uint32_t count; /* 0: there is none */
} template_plan;

typedef struct { /* action=sign   year={y} */
    drg_text key;
    date_key date_key; /* of `date`: which one it is */
    template_plan value;
} field_plan;

/* Conditions of `where`: all must hold. */
typedef enum {
    WHERE_COMPARE,        /* {a.value} != {b.value} */
    WHERE_LOWER,          /* the same word stands in small letters in the document, too */
    WHERE_PART_OF,        /* part-of Label */
    WHERE_MOSTLY,         /* mostly Label */
    WHERE_HEADLINE,       /* the line is in title case or capitals */
    WHERE_SENTENCE_START, /* it begins a sentence */
    WHERE_ANTECEDENT,     /* keep it only if resolution finds one */
    WHERE_COUNT
} where_kind;
typedef enum {
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OPERATOR_COUNT
} where_operator;

typedef struct {
    where_kind kind;
    bool negated; /* `not` before it */
    template_plan left, right;
    where_operator operator;
    label_id label; /* of part-of, mostly */
} where_plan;

typedef struct {
    uint32_t stage;
    bool of_tokens;      /* a rule with `match`; not a text rule, and no evidence */
    template_plan value; /* if it is said */
    const field_plan *dates, *sets;
    const where_plan *wheres;
    uint32_t date_count, set_count, where_count;
} rule_plan;

#endif
