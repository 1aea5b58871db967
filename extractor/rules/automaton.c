/* The automaton. See automaton.h. */
#include "rules/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/elements.h"
#include "rules/table.h"

/* Classes of no element (so that NO_ELEMENTS is one of them): of letters that are not known yet, with which no step is ever made; and what is behind the last
 * token. */
enum { UNKNOWN_CLASS, END_CLASS };
#define DEAD 0u /* the state of no instructions */
/* A state in which something ends whatever comes, and nothing goes on, is this bit and the accept: no step is made of it. */
#define FINAL (1u << 31)
#define FIRST_STEPS 32u

typedef struct {
    uint32_t first, count;
} range;

typedef struct { /* Different lists of numbers; the first is the empty one. */
    VECTOR(uint32_t) items;
    VECTOR(range) lists;
    VECTOR(uint32_t) same_hash; /* by list: the one + 1 that was added before it with the same hash; 0 */
    table contents;             /* hash -> the list + 1 that was added last with it */
} list_pool;

typedef struct
{ /* One step, in a table with open addressing: what is looked up and what is found share a cache line. */
    uint64_t key;    /* step_key; 0: the slot is free */
    uint32_t next;   /* state */
    uint32_t accept; /* what ends before the step: a range of accepts; 0: nothing */
} transition;

/* Instructions, a bit each: in `some` one for each word of `bits` that is not empty, for passing by all others. */
typedef struct {
    uint64_t *bits, *some;
} instruction_set;

typedef struct {
    range patterns; /* of start_patterns; count 0: all */
    uint32_t state; /* NO_ID: not made since the cache was dropped */
} start_state;

struct automaton {
    const program *p;
    size_t class_words; /* 64-bit words of one class's elements */
    /* Classes. */
    VECTOR(uint32_t) inputs; /* by letter: its class * BOUNDARIES */
    table class_contents;    /* hash of elements -> class + 1 */
    VECTOR(uint64_t) class_bits;
    uint32_t class_count;
    VECTOR(uint32_t) first_step; /* of start 0, by input: the state that it leads to; NO_ID: not known yet */
    VECTOR(uint32_t)
    begin, begin_first; /* tokens that wait in start 0, by element: element e's begin at begin_first[e] */
    list_pool
        states; /* what waits for the next boundary: ascending; tokens, then what has NO_TOKEN; a start's end with START */
    VECTOR(uint32_t) elements;           /* by place in states.items: the element of what is a token */
    list_pool followers;                 /* instruction numbers as a step finds them … */
    VECTOR(uint32_t) state_of_followers; /* … and the state of them; NO_ID: not made yet */
    transition *steps;
    uint32_t step_count, step_mask; /* step_mask + 1 slots, at most three quarters of them taken */
    VECTOR(uint32_t) accept_patterns;
    VECTOR(range) accepts; /* 0: nothing */
    VECTOR(start_state) starts;
    VECTOR(uint32_t) start_patterns;
    /* Scratch of one step, and of one run. */
    VECTOR(uint32_t) stack, next, others, accepted;
    uint64_t *bits;             /* class_words */
    instruction_set waiting;    /* for the next boundary … */
    size_t waiting_count;       /* … so many at most */
    instruction_set visited;    /* by this step, of those to which several ways lead */
    uint32_t *hit_run, *hit_at; /* by pattern: the run that hit it, and where its hit stands */
    uint32_t run_number;
};

/* In a state: an instruction that is no token; and, behind all others, that patterns begin here. */
#define NO_TOKEN (1u << 31)
#define START UINT32_MAX

/* Making and dropping ---------------------------------------------------------------------------------------------- */

static drg_status no_memory_unless(bool done) {
    return done ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status empty_pool(list_pool *p) {
    p->items.count = p->lists.count = p->same_hash.count = 0;
    drg_table_empty(&p->contents);
    TRY(no_memory_unless(VECTOR_PUSH(p->lists, ((range){0, 0}))));
    return no_memory_unless(VECTOR_PUSH(p->same_hash, 0));
}

static void clear_pool(list_pool *p) {
    VECTOR_CLEAR(p->items);
    VECTOR_CLEAR(p->lists);
    VECTOR_CLEAR(p->same_hash);
    drg_table_clear(&p->contents);
}

/* The list of these numbers, an old one if there is one. */
static drg_status pool_list(list_pool *p, const uint32_t *items, size_t count, uint32_t *list) {
    uint64_t hash = count;
    *list = 0;
    if (count == 0) return DRG_OK;
    for (size_t i = 0; i < count; i++) hash = (hash ^ items[i]) * 0x9e3779b97f4a7c15u;
    hash = mixed(hash);
    const uint32_t last = table_get(&p->contents, hash);
    for (uint32_t i = last; i; i = p->same_hash.items[i - 1]) {
        const range *l = &p->lists.items[i - 1];
        *list = i - 1;
        if (l->count == count && memcmp(p->items.items + l->first, items, count * sizeof *items) == 0) return DRG_OK;
    }
    *list = (uint32_t)p->lists.count;
    const range r = {(uint32_t)p->items.count, (uint32_t)count};
    TRY(no_memory_unless(VECTOR_RESERVE(p->items, r.first + count) && VECTOR_PUSH(p->lists, r) &&
                         VECTOR_PUSH(p->same_hash, last)));
    memcpy(p->items.items + r.first, items, count * sizeof *items);
    p->items.count += count;
    return drg_table_put(&p->contents, hash, *list + 1);
}

static void forget_first_steps(automaton *a) {
    for (size_t i = 0; i < a->first_step.count; i++) a->first_step.items[i] = NO_ID;
}

static drg_status drop_states(automaton *a) {
    a->state_of_followers.count = a->accept_patterns.count = a->accepts.count = a->elements.count = 0;
    a->step_count = 0;
    memset(a->steps, 0, ((size_t)a->step_mask + 1) * sizeof *a->steps);
    for (size_t i = 0; i < a->starts.count; i++) a->starts.items[i].state = NO_ID;
    forget_first_steps(a);
    TRY(empty_pool(&a->states));
    TRY(empty_pool(&a->followers));
    TRY(no_memory_unless(VECTOR_PUSH(a->state_of_followers, DEAD)));
    return no_memory_unless(VECTOR_PUSH(a->accepts, ((range){0, 0})));
}

static drg_status push_class(automaton *a, const uint64_t *bits) {
    TRY(no_memory_unless(VECTOR_RESERVE(a->class_bits, a->class_bits.count + a->class_words)));
    for (size_t i = 0; i < a->class_words; i++) a->class_bits.items[a->class_bits.count++] = bits[i];
    TRY(no_memory_unless(VECTOR_RESERVE(a->first_step, a->first_step.count + BOUNDARIES)));
    for (uint32_t here = 0; here < BOUNDARIES; here++) a->first_step.items[a->first_step.count++] = NO_ID;
    a->class_count++;
    return DRG_OK;
}

static drg_status drop_classes(automaton *a) {
    a->class_bits.count = a->inputs.count = a->first_step.count = a->class_count = 0;
    drg_table_empty(&a->class_contents);
    memset(a->bits, 0, a->class_words * sizeof *a->bits);
    for (uint32_t class = UNKNOWN_CLASS; class <= END_CLASS; class ++) TRY(push_class(a, a->bits));
    return DRG_OK;
}

static bool new_set(const program *p, instruction_set *out) {
    out->bits = calloc(p->code.count / 64 + 1, sizeof *out->bits);
    out->some = calloc(p->code.count / (64 * 64) + 1, sizeof *out->some);
    return out->bits && out->some;
}

/* A large program makes large states, and a text of two pages as many as this is room for. What grows step by step is
 * copied, and touches twice the memory that it needs; what is only reserved touches none. */
static bool reserve_states(automaton *a) {
    const size_t room = a->p->code.count / 2;
    return VECTOR_RESERVE(a->states.items, room) && VECTOR_RESERVE(a->elements, room);
}

drg_status drg_automaton_new(const program *p, automaton **out) {
    automaton *a = calloc(1, sizeof *a);
    *out = a;
    if (!a) return DRG_NO_MEMORY;
    a->p = p;
    a->class_words = element_words(p);
    a->bits = calloc(a->class_words, sizeof *a->bits);
    a->hit_run = calloc(p->patterns.count + 1, sizeof *a->hit_run);
    a->hit_at = calloc(p->patterns.count + 1, sizeof *a->hit_at);
    a->steps = calloc(FIRST_STEPS, sizeof *a->steps);
    a->step_mask = FIRST_STEPS - 1;
    uint32_t all;
    if (a->bits && new_set(p, &a->waiting) && new_set(p, &a->visited) && a->hit_run && a->hit_at && a->steps &&
        reserve_states(a) && drop_classes(a) == DRG_OK && drop_states(a) == DRG_OK &&
        drg_automaton_start(a, NULL, 0, &all) == DRG_OK)
        return DRG_OK;
    drg_automaton_free(a);
    *out = NULL;
    return DRG_NO_MEMORY;
}

void drg_automaton_free(automaton *a) {
    if (!a) return;
    VECTOR_CLEAR(a->inputs);
    drg_table_clear(&a->class_contents);
    free(a->steps);
    VECTOR_CLEAR(a->class_bits);
    VECTOR_CLEAR(a->first_step);
    VECTOR_CLEAR(a->begin);
    VECTOR_CLEAR(a->begin_first);
    clear_pool(&a->states);
    clear_pool(&a->followers);
    VECTOR_CLEAR(a->elements);
    VECTOR_CLEAR(a->state_of_followers);
    VECTOR_CLEAR(a->accept_patterns);
    VECTOR_CLEAR(a->accepts);
    VECTOR_CLEAR(a->starts);
    VECTOR_CLEAR(a->start_patterns);
    VECTOR_CLEAR(a->stack);
    VECTOR_CLEAR(a->next);
    VECTOR_CLEAR(a->others);
    VECTOR_CLEAR(a->accepted);
    free(a->bits);
    free(a->waiting.bits);
    free(a->waiting.some);
    free(a->visited.bits);
    free(a->visited.some);
    free(a->hit_run);
    free(a->hit_at);
    free(a);
}

drg_status drg_automaton_forget(automaton *a) {
    TRY(drop_classes(a));
    return drop_states(a);
}

/* Classes: what a token is to this program ------------------------------------------------------------------------- */

/* Which elements hold for a letter: into a->bits. */
static void find_elements(automaton *a, const tape *t, letter_id l) {
    answers known = {.tests = drg_signature_bits(t->words, drg_letter_signature(t->alphabet, l))};
    known.marks = drg_letter_marks(t->alphabet, l, &known.mark_count);
    drg_elements_find(a->p, &known, a->bits);
}

/* The class of a->bits. Two contents of one hash get two classes, of which only the later is found again: that costs a
 * class, not correctness. */
static drg_status intern_class(automaton *a, uint32_t *class) {
    uint64_t hash = 1;
    for (size_t i = 0; i < a->class_words; i++) hash = mixed(hash * 31 + a->bits[i]);
    const uint32_t known = table_get(&a->class_contents, hash);
    if (known &&
        memcmp(a->class_bits.items + (known - 1) * a->class_words, a->bits, a->class_words * sizeof *a->bits) == 0) {
        *class = known - 1;
        return DRG_OK;
    }
    *class = a->class_count;
    TRY(push_class(a, a->bits));
    return drg_table_put(&a->class_contents, hash, *class + 1);
}

/* Room for all letters that there are. */
static drg_status know_letters(automaton *a, const tape *t) {
    TRY(no_memory_unless(VECTOR_RESERVE(a->inputs, t->letter_count)));
    while (a->inputs.count < t->letter_count) a->inputs.items[a->inputs.count++] = UNKNOWN_CLASS * BOUNDARIES;
    return DRG_OK;
}

static inline drg_status class_of_token(automaton *a, const tape *t, uint32_t at, uint32_t *class) {
    uint32_t *input = &a->inputs.items[letter_number(t->letters[at])];
    *class = *input / BOUNDARIES;
    if (*class != UNKNOWN_CLASS) return DRG_OK;
    find_elements(a, t, t->letters[at]);
    TRY(intern_class(a, class));
    *input = *class * BOUNDARIES;
    return DRG_OK;
}

static const uint64_t *elements_of(const automaton *a, uint32_t class) {
    return a->class_bits.items + class * a->class_words;
}
static inline bool has_element(const uint64_t *elements, uint32_t e) {
    return elements[e / 64] >> e % 64 & 1;
}

drg_status drg_automaton_elements(automaton *a, const tape *t, uint32_t at, uint32_t *first) {
    uint32_t class;
    if (a->inputs.count < t->letter_count) TRY(know_letters(a, t));
    TRY(class_of_token(a, t, at, &class));
    *first = class * (uint32_t)a->class_words;
    return DRG_OK;
}

const uint64_t *drg_automaton_all_elements(const automaton *a) {
    return a->class_bits.items;
}

/* States ----------------------------------------------------------------------------------------------------------- */

static inline void set_put(instruction_set *s, uint32_t at) {
    s->bits[at / 64] |= (uint64_t)1 << at % 64;
    s->some[at / (64 * 64)] |= (uint64_t)1 << at / 64 % 64;
}

static inline bool set_has(const instruction_set *s, uint32_t at) {
    return s->bits[at / 64] >> at % 64 & 1;
}

static void set_empty(const program *p, instruction_set *s) {
    for (size_t g = 0; g < p->code.count / (64 * 64) + 1; g++)
        for (; s->some[g]; s->some[g] &= s->some[g] - 1) s->bits[g * 64 + (size_t)__builtin_ctzll(s->some[g])] = 0;
}

static inline bool visit(automaton *a, uint32_t at) {
    if (set_has(&a->visited, at)) return false;
    set_put(&a->visited, at);
    return true;
}

/* Goes through what can be reached from the stack without a token, and notes what waits for the boundary to come. What
 * only one way leads to is not met again, unless it stood on the stack. */
static drg_status reach_waiting(automaton *a) {
    const instruction *const code = a->p->code.items;
    while (a->stack.count) {
        uint32_t at = a->stack.items[--a->stack.count];
        for (;;) {
            const instruction *i = &code[at];
            if (i->join && !visit(a, at)) break;
            if (i->op == OP_SPLIT) {
                if (!VECTOR_PUSH(a->stack, i->y)) return DRG_NO_MEMORY;
                at = i->x;
            } else if (i->op == OP_JUMP) {
                at = i->x;
            } else if (i->op == OP_SAVE) {
                at++;
            } else {
                set_put(&a->waiting, at);
                a->waiting_count++;
                break;
            }
        }
    }
    return DRG_OK;
}

/* The same where the boundary is known, and the class of the token behind it: conditions are decided, what ends here is
 * accepted, and a->next gets what follows tokens. */
static drg_status reach_behind(automaton *a, uint32_t here, bool in_reach, const uint64_t *elements) {
    while (a->stack.count) {
        const uint32_t at = a->stack.items[--a->stack.count];
        if (!visit(a, at)) continue;
        const instruction *i = &a->p->code.items[at];
        bool fits = true;
        switch (i->op) {
        case OP_SPLIT: fits = VECTOR_PUSH(a->stack, i->y) && VECTOR_PUSH(a->stack, i->x); break;
        case OP_JUMP: fits = VECTOR_PUSH(a->stack, i->x); break;
        case OP_SAVE: fits = VECTOR_PUSH(a->stack, at + 1); break;
        case OP_CONDITION: fits = !condition_holds(i->x, here) || VECTOR_PUSH(a->stack, at + 1); break;
        case OP_MATCH: fits = VECTOR_PUSH(a->accepted, i->x); break;
        default: /* OP_TOKEN */
            if (has_element(elements, i->x) && (in_reach || may_cross(i->within, here)))
                fits = VECTOR_PUSH(a->next, at + 1);
        }
        if (!fits) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status keep_accepted(automaton *a, uint32_t *accept) {
    *accept = 0;
    if (!a->accepted.count) return DRG_OK;
    *accept = (uint32_t)a->accepts.count;
    const range r = {(uint32_t)a->accept_patterns.count, (uint32_t)a->accepted.count};
    for (size_t i = 0; i < a->accepted.count; i++)
        TRY(no_memory_unless(VECTOR_PUSH(a->accept_patterns, a->accepted.items[i])));
    return no_memory_unless(VECTOR_PUSH(a->accepts, r));
}

/* Takes what waits out of its set: tokens into a->next, and what is no token behind them. */
static drg_status list_waiting(automaton *a, bool is_start, size_t *token_count) {
    const instruction *const code = a->p->code.items;
    size_t count = 0, other_count = 0;
    TRY(no_memory_unless(VECTOR_RESERVE(a->next, a->waiting_count + 1) && VECTOR_RESERVE(a->others, a->waiting_count)));
    uint32_t *const next = a->next.items, *const others = a->others.items;
    for (size_t g = 0; g < a->p->code.count / (64 * 64) + 1; g++) {
        for (uint64_t some = a->waiting.some[g]; some; some &= some - 1) {
            const uint32_t word_at = (uint32_t)(g * 64) + (uint32_t)__builtin_ctzll(some);
            for (uint64_t bits = a->waiting.bits[word_at]; bits; bits &= bits - 1) {
                const uint32_t at = word_at * 64 + (uint32_t)__builtin_ctzll(bits);
                if (code[at].op == OP_TOKEN) next[count++] = at;
                else others[other_count++] = at | NO_TOKEN;
            }
        }
    }
    set_empty(a->p, &a->waiting);
    *token_count = count;
    for (size_t i = 0; i < other_count; i++) next[count++] = others[i];
    if (is_start && count) next[count++] = START;
    a->next.count = count;
    return DRG_OK;
}

/* Are they matches alone? */
static bool is_final(const program *p, const uint32_t *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (items[i] == START || p->code.items[items[i] & ~NO_TOKEN].op != OP_MATCH) return false;
    return count > 0;
}

static drg_status final_state(automaton *a, uint32_t *state) {
    uint32_t accept;
    a->accepted.count = 0;
    for (size_t i = a->next.count; i-- > 0;)
        TRY(no_memory_unless(VECTOR_PUSH(a->accepted, a->p->code.items[a->next.items[i] & ~NO_TOKEN].x)));
    TRY(keep_accepted(a, &accept));
    *state = FINAL | accept;
    return DRG_OK;
}

/* The state of what is in a->next, its first `token_count` tokens. */
static drg_status intern_state(automaton *a, size_t token_count, uint32_t *state) {
    TRY(pool_list(&a->states, a->next.items, a->next.count, state));
    const size_t known = a->elements.count;
    if (a->states.items.count == known) return DRG_OK; /* an old one */
    TRY(no_memory_unless(VECTOR_RESERVE(a->elements, a->states.items.count)));
    a->elements.count = a->states.items.count;
    for (size_t i = 0; i < token_count; i++) a->elements.items[known + i] = a->p->code.items[a->next.items[i]].x;
    return DRG_OK;
}

/* The state of what is in a->next, and of what can be reached from there without a token: what has to wait for the next
 * boundary, sorted, so that equal states look equal. */
static drg_status state_of_next(automaton *a, bool is_start, uint32_t *state) {
    size_t token_count;
    a->stack.count = a->waiting_count = 0;
    for (size_t i = 0; i < a->next.count; i++) TRY(no_memory_unless(VECTOR_PUSH(a->stack, a->next.items[i])));
    set_empty(a->p, &a->visited);
    TRY(reach_waiting(a));
    TRY(list_waiting(a, is_start, &token_count));
    if (is_final(a->p, a->next.items, a->next.count)) return final_state(a, state);
    return intern_state(a, token_count, state);
}

/* The same of what a step found. Most steps find what another found before. */
static drg_status state_of_found(automaton *a, uint32_t *state) {
    uint32_t list;
    TRY(pool_list(&a->followers, a->next.items, a->next.count, &list));
    if (list == a->state_of_followers.count) TRY(no_memory_unless(VECTOR_PUSH(a->state_of_followers, NO_ID)));
    if (a->state_of_followers.items[list] == NO_ID) TRY(state_of_next(a, false, &a->state_of_followers.items[list]));
    *state = a->state_of_followers.items[list];
    return DRG_OK;
}

/* What waits in a state and is no token, at a boundary: a match ends there, behind a condition it goes on if that holds.
 * `in_reach`: patterns may take the token behind the boundary whatever that is. */
static drg_status pass_boundary(automaton *a, uint32_t at, uint32_t here, bool in_reach, const uint64_t *elements) {
    const instruction *i = &a->p->code.items[at];
    if (i->op == OP_MATCH) return no_memory_unless(VECTOR_PUSH(a->accepted, i->x));
    if (!condition_holds(i->x, here)) return DRG_OK;
    TRY(no_memory_unless(VECTOR_PUSH(a->stack, at + 1)));
    return reach_behind(a, here, in_reach, elements);
}

/* What waits for a token, and gets one of these elements: a->next gets what follows it. */
static drg_status pass_token(automaton *a, range waiting, uint32_t here, bool in_reach, const uint64_t *elements) {
    const uint32_t *const asked = a->elements.items + waiting.first, *const at = a->states.items.items + waiting.first;
    for (uint32_t i = 0; i < waiting.count; i++) {
        if (!has_element(elements, asked[i])) continue;
        if (!in_reach && !may_cross(a->p->code.items[at[i]].within, here)) continue;
        TRY(no_memory_unless(VECTOR_PUSH(a->next, at[i] + 1)));
    }
    return DRG_OK;
}

/* Sorts what waits in start 0 by element: a first step is made for each class, and looks at hundreds of tokens. */
static drg_status sort_begin(automaton *a, range waiting) {
    const size_t count = a->p->elements.count + 1;
    TRY(no_memory_unless(VECTOR_RESERVE(a->begin_first, count + 1) && VECTOR_RESERVE(a->begin, waiting.count + 1)));
    uint32_t *const first = a->begin_first.items + 1; /* while they are put, element e's next place is first[e] */
    memset(a->begin_first.items, 0, (count + 1) * sizeof *first);
    const uint32_t *const asked = a->elements.items + waiting.first, *const at = a->states.items.items + waiting.first;
    for (uint32_t i = 0; i < waiting.count; i++)
        if (asked[i] + 1 < count) first[asked[i] + 1]++;
    for (size_t e = 1; e < count; e++) first[e] += first[e - 1];
    for (uint32_t i = 0; i < waiting.count; i++) a->begin.items[first[asked[i]]++] = at[i];
    a->begin_first.count = count + 1;
    return DRG_OK;
}

/* The same as pass_token, of start 0, whose patterns take their first token whatever the boundary. */
static drg_status pass_first_token(automaton *a, range waiting, const uint64_t *elements) {
    if (!a->begin_first.count) TRY(sort_begin(a, waiting));
    for (size_t i = 0; i < a->class_words; i++) {
        for (uint64_t left = elements[i]; left; left &= left - 1) {
            const uint32_t *const first = a->begin_first.items + i * 64 + (size_t)__builtin_ctzll(left);
            for (uint32_t k = first[0]; k < first[1]; k++)
                TRY(no_memory_unless(VECTOR_PUSH(a->next, a->begin.items[k] + 1)));
        }
    }
    return DRG_OK;
}

static drg_status compute_step(automaton *a, uint32_t state, uint32_t input, transition *out) {
    range s = a->states.lists.items[state];
    const uint32_t *const waiting = a->states.items.items + s.first, here = input % BOUNDARIES;
    const uint64_t *const elements = elements_of(a, input / BOUNDARIES);
    const bool is_start = s.count && waiting[s.count - 1] == START;
    const bool in_reach = is_start && !a->p->continues;
    a->stack.count = a->next.count = a->accepted.count = 0;
    set_empty(a->p, &a->visited);
    for (s.count -= is_start; s.count && waiting[s.count - 1] & NO_TOKEN; s.count--)
        TRY(pass_boundary(a, waiting[s.count - 1] & ~NO_TOKEN, here, in_reach, elements));
    if (in_reach && state == a->starts.items[0].state) TRY(pass_first_token(a, s, elements));
    else TRY(pass_token(a, s, here, in_reach, elements));
    TRY(keep_accepted(a, &out->accept));
    return state_of_found(a, &out->next);
}

static inline uint64_t step_key(uint32_t state, uint32_t input) {
    return (uint64_t)state << 32 | input;
}

/* Where the search for a step begins. The factor is that of Fibonacci hashing (D. E. Knuth). */
static inline uint32_t first_slot(uint64_t key) {
    return (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32);
}

/* The slot of a step, or the free one where it would stand. */
static inline transition *slot_of(const automaton *a, uint64_t key) {
    for (uint32_t i = first_slot(key);; i++) {
        transition *s = &a->steps[i & a->step_mask];
        if (s->key == key || !s->key) return s;
    }
}

static drg_status grow_steps(automaton *a) {
    transition *const old = a->steps;
    const uint32_t old_mask = a->step_mask;
    transition *const larger = calloc(((size_t)old_mask + 1) * 2, sizeof *larger);
    if (!larger) return DRG_NO_MEMORY;
    a->steps = larger;
    a->step_mask = old_mask * 2 + 1;
    for (uint32_t i = 0; i <= old_mask; i++)
        if (old[i].key) *slot_of(a, old[i].key) = old[i];
    free(old);
    return DRG_OK;
}

/* A step that was not made before; *out is good until the next is made. */
static drg_status make_step(automaton *a, uint32_t state, uint32_t input, const transition **out) {
    transition made = {.key = step_key(state, input)};
    TRY(compute_step(a, state, input, &made));
    if (a->step_count >= a->step_mask / 4 * 3) TRY(grow_steps(a));
    transition *const place_of = slot_of(a, made.key);
    *place_of = made;
    *out = place_of;
    a->step_count++;
    return DRG_OK;
}

/* Starts ------------------------------------------------------------------------------------------------------------- */

drg_status drg_automaton_start(automaton *a, const uint32_t *patterns, size_t count, uint32_t *start) {
    for (uint32_t i = 0; i < a->starts.count; i++) {
        const range r = a->starts.items[i].patterns;
        if (r.count == count &&
            (!count || memcmp(a->start_patterns.items + r.first, patterns, count * sizeof *patterns) == 0)) {
            *start = i;
            return DRG_OK;
        }
    }
    *start = (uint32_t)a->starts.count;
    const start_state s = {
        {(uint32_t)a->start_patterns.count, (uint32_t)count},
        NO_ID
    };
    for (size_t i = 0; i < count; i++) TRY(no_memory_unless(VECTOR_PUSH(a->start_patterns, patterns[i])));
    return no_memory_unless(VECTOR_PUSH(a->starts, s));
}

static drg_status make_start_state(automaton *a, uint32_t start, uint32_t *state) {
    start_state *s = &a->starts.items[start];
    const uint32_t count = start == 0 ? (uint32_t)a->p->patterns.count : s->patterns.count;
    a->next.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t p = start == 0 ? i : a->start_patterns.items[s->patterns.first + i];
        TRY(no_memory_unless(VECTOR_PUSH(a->next, a->p->patterns.items[p].first)));
    }
    TRY(state_of_next(a, true, state));
    s->state = *state;
    return DRG_OK;
}

static inline drg_status start_state_of(automaton *a, uint32_t start, uint32_t *state) {
    *state = a->starts.items[start].state;
    return *state == NO_ID ? make_start_state(a, start, state) : DRG_OK;
}

/* Running ------------------------------------------------------------------------------------------------------------ */

/* What is read from a boundary on: the boundary, and the token behind it (before it, from right to left). Of a letter that
 * is not known yet it is an input of UNKNOWN_CLASS. */
static inline uint32_t input_at(const automaton *a, const tape *t, uint32_t position, bool backward) {
    const uint32_t here = boundary_before(t, position);
    if (backward ? position == 0 : position >= t->count) return END_CLASS * BOUNDARIES + here;
    return a->inputs.items[letter_number(t->letters[backward ? position - 1 : position])] + here;
}

/* A step that is in no table, with the class of its token, if that is not known. */
static drg_status make_step_at(automaton *a, const tape *t, uint32_t state, uint32_t position, bool backward,
                               const transition **out) {
    uint32_t class;
    uint32_t input = input_at(a, t, position, backward);
    if (input / BOUNDARIES == UNKNOWN_CLASS) {
        TRY(class_of_token(a, t, backward ? position - 1 : position, &class));
        input += class * BOUNDARIES;
    }
    *out = slot_of(a, step_key(state, input));
    return (*out)->key ? DRG_OK : make_step(a, state, input, out);
}

/* The state that the first step from a token leads to. */
static drg_status make_first_step(automaton *a, const tape *t, uint32_t at, uint32_t *next) {
    uint32_t state;
    const transition *first;
    TRY(start_state_of(a, 0, &state));
    *next = DEAD;
    if (state == DEAD) return DRG_OK;
    TRY(make_step_at(a, t, state, at, false, &first));
    *next = a->first_step.items[input_at(a, t, at, false)] = first->next;
    return DRG_OK;
}

static drg_status note_hits(automaton *a, uint32_t accept, uint32_t end, hits *out) {
    const range r = a->accepts.items[accept];
    for (uint32_t i = 0; i < r.count; i++) {
        const uint32_t p = a->accept_patterns.items[r.first + i];
        if (a->hit_run[p] == a->run_number) {
            out->items[a->hit_at[p]].end = end; /* longer than before */
            continue;
        }
        a->hit_run[p] = a->run_number;
        a->hit_at[p] = (uint32_t)out->count;
        if (!VECTOR_PUSH(*out, ((hit){p, end}))) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Goes on from `state`, which is not DEAD, until nothing can match any more; behind the text's end nothing can. */
static inline drg_status run_on(automaton *a, const tape *t, uint32_t state, uint32_t position, uint32_t steps_left,
                                bool backward, hits *out) {
    const uint32_t onward = backward ? UINT32_MAX : 1;
    a->run_number++;
    for (; state - 1 < FINAL - 1 && steps_left; steps_left--, position += onward) { /* neither DEAD nor FINAL */
        const transition *now = slot_of(a, step_key(state, input_at(a, t, position, backward)));
        if (!now->key) TRY(make_step_at(a, t, state, position, backward, &now));
        state = now->next;
        if (now->accept) TRY(note_hits(a, now->accept, position, out));
    }
    if (state & FINAL && steps_left) TRY(note_hits(a, state & ~FINAL, position, out));
    return DRG_OK;
}

drg_status drg_automaton_run(automaton *a, const tape *t, uint32_t start, uint32_t at, hits *out) {
    uint32_t state;
    if (a->step_count > TRANSITIONS_KEPT) TRY(drop_states(a));
    if (a->inputs.count < t->letter_count) TRY(know_letters(a, t));
    TRY(start_state_of(a, start, &state));
    return a->p->backward ? run_on(a, t, state, at, MATCH_TOKENS + 1, true, out)
                          : run_on(a, t, state, at, MATCH_TOKENS + 1, false, out);
}

/* Looks at the next tokens of a pass, and lists those with which something begins that the token after them does not end, or
 * of which that is not known yet: first by one look-up by class, then by one probe of the table of steps. Nothing here
 * is a branch on what the text says, since no processor could guess it: each token is written down, and the next one over
 * it if it was not to stay. */
static void list_likely(const automaton *a, const tape *t, pass *on) {
    const uint32_t *const inputs = a->inputs.items, *const first_step = a->first_step.items;
    const uint32_t from = on->looked_at, left = t->count - from, size = left < PASS_TOKENS ? left : PASS_TOKENS;
    const letter_id *const letters = t->letters + from;
    uint32_t input[PASS_TOKENS + 1], count = 0, stay = 0;
    for (uint32_t i = 0; i < size; i++) {
        input[i] = inputs[letter_number(letters[i])] + letter_boundary(letters[i]);
        on->likely[count] = i;
        count += first_step[input[i]] != DEAD;
    }
    input[size] = input_at(a, t, from + size, false);
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t i = on->likely[k], state = first_step[input[i]]; /* or NO_ID, of which there is no step */
        const uint64_t key = step_key(state, input[i + 1]);
        const transition *second = &a->steps[first_slot(key) & a->step_mask];
        on->likely[stay] = from + i;
        stay += !((second->key == key) & (second->next == DEAD) & (second->accept == 0));
    }
    on->looked_at = from + size;
    on->next = 0;
    on->count = stay;
}

drg_status drg_automaton_run_next(automaton *a, const tape *t, pass *on, uint32_t *at, hits *out) {
    uint32_t state;
    if (a->step_count > TRANSITIONS_KEPT) TRY(drop_states(a));
    if (a->inputs.count < t->letter_count) TRY(know_letters(a, t));
    for (;;) {
        while (on->next == on->count && on->looked_at < t->count) list_likely(a, t, on);
        if (on->next == on->count) break;
        *at = on->likely[on->next++];
        state = a->first_step.items[input_at(a, t, *at, false)];
        if (state == NO_ID) TRY(make_first_step(a, t, *at, &state));
        if (state != DEAD) return run_on(a, t, state, *at + 1, MATCH_TOKENS, false, out);
    }
    *at = t->count;
    return DRG_OK;
}
