/* Captures: which tokens each part of a pattern took, once its match is known.
 *
 * The automaton says where a pattern matches, not how. Here the pattern's instructions are followed over the matched
 * tokens alone, alternatives in their order (greedy from left to right, as in Perl), never twice from one instruction at
 * one token: so the cost is bounded by instructions x tokens (RE2's "bit state" matcher). To see to that it is enough to
 * mark those instructions to which several ways lead. */
#ifndef DRG_CAPTURES_H
#define DRG_CAPTURES_H

#include "rules/automaton.h"

typedef struct {
    uint32_t slot;                   /* of the pattern; 0: the span */
    uint32_t first_token, end_token; /* half-open */
} captured;
typedef VECTOR(captured) captured_vector;

typedef struct capture_scratch capture_scratch; /* One a thread. */
drg_status drg_capture_scratch_new(capture_scratch **out);
void drg_capture_scratch_free(capture_scratch *c);

/* Follows pattern `p` of the automaton's program `run` from boundary `from` to exactly `to` (a backward program: from >= to).
 * Appends its captures in the order in which they begin in the text, every turn of a repeated one. *matched: it does. */
drg_status drg_captures_find(capture_scratch *c, automaton *a, const program *run, const tape *t, uint32_t p,
                             uint32_t from, uint32_t to, captured_vector *out, bool *matched);

#endif
