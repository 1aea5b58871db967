/* Tracing: how near a rule came to a span that it did not make.
 *
 *     [ kind:@instrument on the? Title ]     wanted:  Accord on Fisheries Patrols
 *            ^ does not take "Accord"; were it not for that, the rule would match: on, Fisheries Patrols
 *
 * A document is read once more, one rule at a time, by the rule's own program: not as the automaton does it, which only
 * says whether a pattern matches, but way by way, with the elements that took each token, and those that stopped it. First
 * with exactly the wanted span, and one element off at most; if that does not come to the end, as far as it goes.
 *
 * For explanations alone: the matcher has to have kept what the automata read (drg_matcher_keep_evidence), and the trees
 * of the rules have to be there. */
#ifndef DRG_TRACE_H
#define DRG_TRACE_H

#include "rules/program.h"
#include "rules/rules.h"

typedef struct {         /* What one element took, as the rule's pattern has it. */
    const node *element; /* a definition that stands in it, or the element itself */
    uint32_t first_token, end_token;
} trace_step;

typedef enum {
    STOP_WORD,      /* the element does not take the token */
    STOP_TEXT_END,  /* it wants a token, and there is none any more */
    STOP_REACH,     /* it wants a token, and the sentence (line, block) ends before it */
    STOP_CONDITION, /* ^ $ _ do not hold before the token */
    STOP_ABSENT     /* nothing stands there for the element: what comes next is behind it */
} stop_kind;

typedef struct {
    stop_kind kind;
    instruction_origin origin;
    uint32_t token; /* where; the count of tokens at the text's end */
} trace_stop;

typedef enum {
    TRACE_NOTHING,   /* not even its first element takes a token there */
    TRACE_BROKE_OFF, /* its elements took some of the span, or of what is around it, and no more: `stops` say why */
    TRACE_BUT_ONE,   /* it would make the span, were it not for stops[0] */
    TRACE_MATCHES    /* its pattern matches with exactly this span */
} trace_outcome;

#define TRACE_STOPS 4
typedef struct { /* Lifetime of what it points at: the tracer's, and the knowledge's. */
    uint32_t rule;
    trace_outcome outcome;
    uint32_t span_taken; /* tokens of the wanted span that its elements took */
    uint32_t taken;      /* … and of all tokens */
    const trace_step *steps;
    uint32_t step_count;
    trace_stop stops[TRACE_STOPS]; /* of a pattern that could go on in several ways: those nearest to its end first */
    uint32_t stop_count;
    uint32_t first_token, end_token; /* of its match, context included; of one that broke off, what was taken */
    bool of_text; /* a text rule: it has no steps and stops; its expression begins and goes on over these tokens */
} trace;

/* Sorts `one` in among the `*count` traces of `out` that came nearest, the nearest first; there is room for `room`. */
void drg_trace_keep_nearest(const trace *one, trace *out, uint32_t room, uint32_t *count);

typedef struct tracer tracer; /* Scratch. */

/* Over the document that `m` read last. */
drg_status drg_tracer_new(matcher *m, tracer **out);
void drg_tracer_free(tracer *t);

/* How evidence matched beside a span, or how far it came: by one part; *has: it has that part. */
drg_status drg_trace_part(tracer *t, uint32_t rule, part of, uint32_t first_token, uint32_t end_token, trace *out,
                          bool *has);
/* … and by the part that came least far; TRACE_MATCHES if all of them match. */
drg_status drg_trace_evidence(tracer *t, uint32_t rule, uint32_t first_token, uint32_t end_token, trace *out);

typedef struct {
    drg_text name, text; /* text: what was captured; borrowed from the document */
    uint32_t fills;      /* the attribute of its label that it fills; NO_FORM: none */
} trace_capture;
/* What a rule captured when it made reading `r`, or evidence when it looked at it; the first `room` of them. */
drg_status drg_trace_captures(tracer *t, const reading *r, uint32_t rule, trace_capture *out, uint32_t room,
                              uint32_t *count);
/* The rules of a label (form NO_FORM: of any form) that came nearest to the span, the nearest first: at most `room`. */
drg_status drg_trace_label(tracer *t, uint32_t label, form_id form, uint32_t first_token, uint32_t end_token,
                           trace *out, uint32_t room, uint32_t *count);
/* Of a rule whose pattern matches with the span: the first of its conditions that does not hold; NULL if all do. */
drg_status drg_trace_conditions(tracer *t, const trace *of, uint32_t first_token, uint32_t end_token,
                                const where_tree **failed);

/* Why an element does not take a token (mismatch.c). */
typedef enum {
    DIFFERS_OTHERWISE,   /* it is another word, in no list of that name, … */
    DIFFERS_IN_CASE,     /* the same word, but in another case */
    DIFFERS_IN_STEM,     /* the element wants one form of the word, and this is another one */
    DIFFERS_IN_KEY,      /* the list has it, but its attribute `key` is not `value`: `found` says what it is */
    DIFFERS_IN_LENGTH,   /* the list has it as a part of a longer name */
    DIFFERS_BY_NOT,      /* an element behind `!` takes it */
    DIFFERS_IN_LABEL,    /* it is annotated as another label: `found` */
    DIFFERS_IN_EVERY_WAY /* none of several alternatives takes it */
} mismatch_kind;
typedef struct {
    mismatch_kind kind;
    const node *element; /* the one that does not take it: of a & b one of these */
    drg_text found;
} mismatch;
drg_status drg_trace_mismatch(tracer *t, uint32_t stage, const node *element, uint32_t token, mismatch *out);

#endif
