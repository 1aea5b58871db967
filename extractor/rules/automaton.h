/* The automaton: all patterns of a program at once, one step a token.
 *
 *     state (set of instructions)  --- class of the next token --->  state, and the patterns that end before it
 *
 * States and steps are made when a text first needs them and remembered, as in RE2 (R. Cox, "Regular Expression Matching
 * in the Wild", 2010); the cache is dropped and begun anew when it holds TRANSITIONS_KEPT steps. A token's class is
 * which elements of the program hold for it, and the boundary before it; so what a step costs depends neither on how many
 * rules there are nor on how much they ask of a token. The class of a letter is an array look-up.
 *
 * A pattern that looks back runs from right to left: its boundary is the one behind the token.
 * Scratch: one a thread and program. */
#ifndef DRG_AUTOMATON_H
#define DRG_AUTOMATON_H

#include "rules/alphabet.h"
#include "rules/program.h"

typedef struct automaton automaton;

/* What the automaton reads: a document's letters. No letter is made while it is used. */
typedef struct {
    const letter_id *letters; /* one a token */
    uint32_t count;
    uint32_t letter_count; /* of the alphabet */
    const words *words;
    const alphabet *alphabet;
} tape;

/* One pattern that matched, and the boundary where its longest match ends: tokens [start, end) or, backward, [end, start). */
typedef struct {
    uint32_t pattern, end;
} hit;
typedef VECTOR(hit) hits;

/* `program` must outlive it. */
drg_status drg_automaton_new(const program *p, automaton **out);
void drg_automaton_free(automaton *a);
/* To be called when the alphabet was emptied: what was remembered of its letters goes. */
drg_status drg_automaton_forget(automaton *a);

/* A start: all patterns, or those of `patterns`. Starts are kept; equal ones have one number. */
drg_status drg_automaton_start(automaton *a, const uint32_t *patterns, size_t count, uint32_t *start);

/* Runs from the boundary before token `at` (backward: behind token `at` - 1) and appends what matched to `out`, each pattern once, with
 * its longest match; stops where nothing can match any more, and after MATCH_TOKENS. */
drg_status drg_automaton_run(automaton *a, const tape *t, uint32_t start, uint32_t at, hits *out);
/* A pass over a whole text; begins as {0}. */
#define PASS_TOKENS 128u
typedef struct {
    uint32_t looked_at;           /* tokens before this one were */
    uint32_t next, count;         /* those of the array that are still to come: next … count - 1 */
    uint32_t likely[PASS_TOKENS]; /* tokens with which something begins that goes on, as far as is known */
} pass;
/* Of a program that runs forward, and none of whose patterns matches the empty run: runs all patterns from the next token
 * with which some may begin: *at (t->count: there is none any more). At most tokens nothing can begin, and a loop of its own
 * passes them. Meanwhile the letters up to *at may change. */
drg_status drg_automaton_run_next(automaton *a, const tape *t, pass *on, uint32_t *at, hits *out);

/* For recovering captures: the elements that hold for token `at`, a bit each, begin at *first of an array. The array is good
 * until a class is made, which happens when a letter is first seen. */
drg_status drg_automaton_elements(automaton *a, const tape *t, uint32_t at, uint32_t *first);
const uint64_t *drg_automaton_all_elements(const automaton *a);
#define NO_ELEMENTS 0u /* from here on none holds */

/* The boundary before token `at` (0 … count): bits of boundary. */
static inline uint32_t boundary_before(const tape *t, uint32_t at) {
    return at < t->count ? letter_boundary(t->letters[at]) : ALL_HERE;
}
/* The bits that a condition asks, and those that no match that reaches as far as `reach` goes over. */
static inline uint32_t boundaries_of_condition(uint32_t c) {
    return c == AT_LINE_EDGE ? LINE_HERE : c == NO_SPACE_HERE ? SPACE_HERE : SENTENCE_HERE;
}
static inline uint32_t boundaries_of_reach(uint32_t reach) {
    static const uint32_t stops[] = {
        [WITHIN_SENTENCE] = SENTENCE_HERE, [WITHIN_LINE] = LINE_HERE, [WITHIN_BLOCK] = BLOCK_HERE};
    return stops[reach];
}
static inline bool condition_holds(uint32_t c, uint32_t here) {
    return c == AT_LINE_EDGE ? here & LINE_HERE : c == NO_SPACE_HERE ? !(here & SPACE_HERE) : !(here & SENTENCE_HERE);
}
/* May a match that reaches as far as `reach` go over this boundary? */
static inline bool may_cross(uint32_t reach, uint32_t here) {
    return !(here & boundaries_of_reach(reach));
}

#endif
