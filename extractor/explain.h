/* Explaining: where an annotation comes from and what it won against, and why there is none.
 *
 *     the sum of a reading, term by term       drg_explain
 *     why a reading was not chosen             drg_explain_loss
 *     where an attribute, the value come from  drg_explain_attribute, drg_explain_value
 *     rules that nearly made it                rules/trace.h
 *     names that are nearly the same           lexicon/near_name.h
 *
 * All of it is of the document that an extractor which `explains` made last. */
#ifndef DRG_EXPLAIN_H
#define DRG_EXPLAIN_H

#include "extract.h"
#include "rules/trace.h"

typedef struct {
    drg_term term; /* its file as it was opened */
    uint32_t rule; /* NO_ID: a gazetteer's name */
} explained_term;

#define TERMS_SHOWN 64

typedef struct {
    size_t term_count;
    explained_term terms[TERMS_SHOWN]; /* the first made it; the others are evidence that held */
} drg_explanation;

/* The terms of a reading. */
void drg_explain(const drg_extractor *x, const drg_document *d, uint32_t number, drg_explanation *out);
/* What made it, alone: the first of these. */
explained_term drg_explain_maker(const drg_document *d, const reading *r);

/* Why a reading did not come out, in the order in which that is decided. */
typedef enum {
    LOST_BY_NEVER,       /* evidence removed it */
    LOST_ITS_ANTECEDENT, /* `where antecedent`: none was found */
    LOST_BY_SUM,         /* not above zero */
    LOST_BY_SPAN,        /* `winner` begins earlier, and it begins or goes on inside of it */
    LOST_BY_LENGTH,      /* `winner` begins with it and is longer */
    LOST_INSIDE,         /* it lies inside of `winner`, whose label does not hold its label */
    LOST_BY_WEIGHT,      /* `winner` has the same span, and a higher sum */
    LOST_BY_ORDER,       /* … the same sum, and stands before it: more context, or an earlier file or line */
    LOST_BY_STAGE,       /* it ends inside of `winner`, which an earlier stage chose */
    LOST_OTHERWISE
} drg_loss_kind;
typedef struct {
    drg_loss_kind kind;
    uint32_t winner; /* a reading; NO_ID */
} drg_loss;
drg_loss drg_explain_loss(const drg_document *d, uint32_t number);

/* Who gave an annotation an attribute or its value: a capture, `set` or `value` of `rule`, the gazetteer's entry, or, with
 * none of them, resolve/ by what the label says. */
typedef enum { FROM_CAPTURE, FROM_SET, FROM_VALUE, FROM_DATE, FROM_ENTRY, FROM_RESOLUTION } drg_source_kind;
typedef struct {
    drg_source_kind kind;
    uint32_t rule; /* NO_ID */
} drg_fact_source;
drg_status drg_explain_attribute(tracer *t, drg_extractor *x, const drg_document *d, uint32_t number,
                                 const reading_attribute *a, drg_fact_source *out);
drg_fact_source drg_explain_value(drg_extractor *x, const drg_document *d, uint32_t number);

/* The rules of the document's language. */
const ruleset *drg_explain_rules(const drg_extractor *x);
/* The stage that made a reading. */
uint32_t drg_explain_stage(const drg_extractor *x, const reading *r);

#endif
