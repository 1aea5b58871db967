/* dragoman why: what its files share.
 *
 *     why.c           the command; all annotations of a text, shortly
 *     why_story.c     one annotation, fully
 *     why_missing.c   what kept an annotation from being there
 *     why_show.c      places, labels, lines of rule files */
#ifndef DRG_CLI_WHY_H
#define DRG_CLI_WHY_H

#include "cli/options.h"
#include "explain.h"

#define NO_OFFSET SIZE_MAX

typedef struct { /* Lifetime: the run. */
    const char *path;
    size_t start, end; /* code points: [start, end); of FILE:OFFSET one; start NO_OFFSET: all */
    bool has_span;     /* FILE:START-END */
    size_t line;       /* FILE:LINE:COLUMN, from 1; until it is found in the text, start and end are columns; 0: none */
    drg_text label;    /* --label: "Treaty" or "Treaty.name"; empty … */
    label_id of;       /* … which one that is, and its form; NO_FORM: any */
    form_id form;
    drg_extractor *extractor;
    const drg_document *d;
    const ruleset *set;
    tracer *tracer;
    VECTOR(uint64_t) rivals; /* first token << 32 | reading, sorted: what did not come out */
} inquiry;

/* why_show.c -------------------------------------------------------------------------------------------------------------- */

const reading *drg_why_reading(const inquiry *q, size_t number);
/* The span of tokens in code points. */
void drg_why_chars(const inquiry *q, uint32_t first_token, uint32_t end_token, size_t *start, size_t *end);
void drg_why_put(drg_text text);
/* "Accord", shortened if it is long. */
void drg_why_put_quoted(const inquiry *q, uint32_t first_token, uint32_t end_token);
/* Treaty.name */
void drg_why_put_label(const inquiry *q, const reading *r);
/* Treaty.name "Accord" 99-105 */
void drg_why_put_reading(const inquiry *q, const reading *r);
/* The line of the text in which the tokens begin, with a caret under them and a note behind it. */
void drg_why_put_text_line(const inquiry *q, uint32_t first_token, uint32_t end_token, drg_text note);
/* A line of a rule file or a table, with its number; with a caret under the place and a note, or without. */
void drg_why_put_source_line(place at, bool caret, drg_text note);
/* path:line */
void drg_why_put_place(place at);
/* en/treaty/by-subject : Treaty.name   rules/en/treaties.rules:94 */
void drg_why_put_rule(const inquiry *q, uint32_t rule);
/* In a column of `cells`. */
void drg_why_put_column(drg_text text, size_t cells);
/* The pattern or expression of a rule or of evidence: where it stands. */
place drg_why_pattern_of(const rule_tree *t);

/* why_story.c ------------------------------------------------------------------------------------------------------------- */

/* briefing.txt:17-23  Country.name = JOR  score 0.88, and the text. */
void drg_why_put_head(const inquiry *q, const reading *r);
/* The sum term by term. */
drg_status drg_why_put_sum(const inquiry *q, uint32_t number, bool with_matches);
/* Why a reading did not come out: `Treaty.name "Pact of Nine" 3-15 is longer`. */
void drg_why_put_loss(const inquiry *q, drg_loss loss);
/* A reading that did not come out, and why. */
void drg_why_put_lost(const inquiry *q, uint32_t number);
/* The first rival that could reach a token. */
size_t drg_why_first_rival(const inquiry *q, uint32_t first_token);
drg_status drg_why_story(const inquiry *q, uint32_t number);

/* why_missing.c ----------------------------------------------------------------------------------------------------------- */

/* Why no annotation (of q->label, if there is one) stands at q->start … q->end. */
drg_status drg_why_missing(const inquiry *q);

#endif
