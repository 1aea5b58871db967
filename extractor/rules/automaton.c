/* The automaton. See automaton.h. */
#include "rules/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "rules/table.h"

#define END_CLASS 0u /* behind the last token: no element holds */
#define DEAD 0u      /* the state of no instructions */
#define FIRST_STEPS 256u

typedef struct {
    uint32_t first, count;
} range;

typedef struct
{ /* One step, in a table with open addressing: what is looked up and what is found share a cache line. */
    uint32_t state;  /* + 1; 0: the slot is free */
    uint32_t input;  /* class * BOUNDARIES + the boundary before it */
    uint32_t next;   /* state */
    uint32_t accept; /* what ends before the step: a range of accepts; 0: nothing */
} transition;

typedef struct {
    range patterns; /* of start_patterns; count 0: all */
    uint32_t state; /* NO_ID: not made since the cache was dropped */
} start_state;

struct automaton {
    const program *p;
    size_t class_words; /* 64-bit words of one class's elements */
    /* Classes. */
    VECTOR(uint32_t) class_of; /* by letter: its class + 1; 0: not known yet */
    table class_contents;      /* hash of elements -> class + 1 */
    VECTOR(uint64_t) class_bits;
    uint32_t class_count;
    VECTOR(uint32_t) first_step; /* of start 0, by input: the state + 1 that it leads to; 0: not known yet */
    /* States: sorted instruction numbers (tokens, conditions, matches); a start's begin with START. */
    VECTOR(uint32_t) instructions;
    VECTOR(range) states;
    VECTOR(uint32_t) same_hash;
    table state_contents; /* hash -> state + 1 */
    transition *steps;
    uint32_t step_count, step_mask; /* step_mask + 1 slots, at most half of them taken */
    VECTOR(uint32_t) accept_patterns;
    VECTOR(range) accepts; /* 0: nothing */
    VECTOR(start_state) starts;
    VECTOR(uint32_t) start_patterns;
    /* Scratch of one step, and of one run. */
    VECTOR(uint32_t) stack, next, accepted;
    VECTOR(bool) holds; /* evaluating an element */
    uint64_t *bits;     /* class_words */
    uint32_t *visited;  /* by instruction: the number of the step */
    uint32_t step_number;
    uint32_t *hit_run, *hit_at; /* by pattern: the run that hit it, and where its hit stands */
    uint32_t run_number;
};

#define START UINT32_MAX

/* Making and dropping ---------------------------------------------------------------------------------------------- */

static drg_status no_memory_unless(bool done) {
    return done ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status drop_states(automaton *a) {
    a->instructions.count = a->states.count = a->same_hash.count = 0;
    a->accept_patterns.count = a->accepts.count = 0;
    drg_table_empty(&a->state_contents);
    a->step_count = 0;
    if (a->steps) memset(a->steps, 0, ((size_t)a->step_mask + 1) * sizeof *a->steps);
    for (size_t i = 0; i < a->starts.count; i++) a->starts.items[i].state = NO_ID;
    for (size_t i = 0; i < a->first_step.count; i++) a->first_step.items[i] = 0;
    TRY(no_memory_unless(VECTOR_PUSH(a->states, ((range){0, 0}))));
    TRY(no_memory_unless(VECTOR_PUSH(a->same_hash, 0)));
    return no_memory_unless(VECTOR_PUSH(a->accepts, ((range){0, 0})));
}

static drg_status push_class(automaton *a, const uint64_t *bits) {
    TRY(no_memory_unless(VECTOR_RESERVE(a->class_bits, a->class_bits.count + a->class_words)));
    for (size_t i = 0; i < a->class_words; i++) a->class_bits.items[a->class_bits.count++] = bits[i];
    for (uint32_t here = 0; here < BOUNDARIES; here++) TRY(no_memory_unless(VECTOR_PUSH(a->first_step, 0)));
    a->class_count++;
    return DRG_OK;
}

static drg_status drop_classes(automaton *a) {
    a->class_bits.count = a->class_of.count = a->first_step.count = a->class_count = 0;
    drg_table_empty(&a->class_contents);
    memset(a->bits, 0, a->class_words * sizeof *a->bits);
    return push_class(a, a->bits);
}

drg_status drg_automaton_new(const program *p, automaton **out) {
    automaton *a = calloc(1, sizeof *a);
    *out = a;
    if (!a) return DRG_NO_MEMORY;
    a->p = p;
    a->class_words = p->elements.count / 64 + 1;
    a->bits = calloc(a->class_words, sizeof *a->bits);
    a->visited = calloc(p->code.count + 1, sizeof *a->visited);
    a->hit_run = calloc(p->patterns.count + 1, sizeof *a->hit_run);
    a->hit_at = calloc(p->patterns.count + 1, sizeof *a->hit_at);
    uint32_t all;
    if (a->bits && a->visited && a->hit_run && a->hit_at && drop_classes(a) == DRG_OK && drop_states(a) == DRG_OK &&
        drg_automaton_start(a, NULL, 0, &all) == DRG_OK)
        return DRG_OK;
    drg_automaton_free(a);
    *out = NULL;
    return DRG_NO_MEMORY;
}

void drg_automaton_free(automaton *a) {
    if (!a) return;
    VECTOR_CLEAR(a->class_of);
    drg_table_clear(&a->class_contents);
    drg_table_clear(&a->state_contents);
    free(a->steps);
    VECTOR_CLEAR(a->class_bits);
    VECTOR_CLEAR(a->first_step);
    VECTOR_CLEAR(a->instructions);
    VECTOR_CLEAR(a->states);
    VECTOR_CLEAR(a->same_hash);
    VECTOR_CLEAR(a->accept_patterns);
    VECTOR_CLEAR(a->accepts);
    VECTOR_CLEAR(a->starts);
    VECTOR_CLEAR(a->start_patterns);
    VECTOR_CLEAR(a->stack);
    VECTOR_CLEAR(a->next);
    VECTOR_CLEAR(a->accepted);
    free(a->bits);
    free(a->visited);
    free(a->hit_run);
    free(a->hit_at);
    free(a);
}

drg_status drg_automaton_forget(automaton *a) {
    TRY(drop_classes(a));
    return drop_states(a);
}

/* Classes: what a token is to this program ------------------------------------------------------------------------- */

static void set_element(automaton *a, uint32_t e) {
    a->bits[e / 64] |= (uint64_t)1 << e % 64;
}

/* What a letter says to the questions of elements. */
typedef struct {
    const uint64_t *tests; /* its word's signature */
    const uint32_t *marks;
    uint32_t mark_count;
} answers;

static bool answer(const question *q, const answers *known) {
    if (q->kind == ASK_ANY) return true;
    if (q->kind == ASK_TEST) return known->tests[q->id / 64] >> q->id % 64 & 1;
    for (uint32_t i = 0; i < known->mark_count; i++)
        if (known->marks[i] / MARK_POSITIONS == q->id && q->positions >> known->marks[i] % MARK_POSITIONS & 1)
            return true;
    return false;
}

/* The stack is as deep as an element's round brackets, and one more. */
static bool holds(const program *p, const element *e, const answers *known) {
    bool stack[PATTERN_DEPTH + 2] = {0};
    uint32_t depth = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const question *q = &p->questions.items[e->first + i];
        switch (q->kind) { /* NOT, AND and OR come after what they ask of */
        case ASK_NOT: stack[depth - 1] = !stack[depth - 1]; break;
        case ASK_AND:
            depth--;
            stack[depth - 1] = stack[depth - 1] && stack[depth];
            break;
        case ASK_OR:
            depth--;
            stack[depth - 1] = stack[depth - 1] || stack[depth];
            break;
        default: stack[depth++] = answer(q, known);
        }
    }
    return stack[0];
}

static void consider(automaton *a, uint32_t e, const answers *known) {
    const element *one = &a->p->elements.items[e];
    if (one->any_of || holds(a->p, one, known)) set_element(a, e);
}

/* Elements that need a test which the word passes: by the bits of its signature. */
static void consider_by_tests(automaton *a, const answers *known) {
    const program *p = a->p;
    for (uint32_t group = 0; group * 64 + 1 < p->test_first.count; group++) {
        for (uint64_t bits = known->tests[group]; bits; bits &= bits - 1) {
            const uint32_t test = group * 64 + (uint32_t)__builtin_ctzll(bits);
            if (test + 1 >= p->test_first.count) break;
            for (uint32_t i = p->test_first.items[test]; i < p->test_first.items[test + 1]; i++)
                consider(a, p->by_test.items[i].element, known);
        }
    }
}

/* Elements that need a mark, by bisection. */
static void consider_by_mark(automaton *a, uint32_t mark, const answers *known) {
    const single_question *singles = a->p->by_mark.items;
    size_t low = 0, high = a->p->by_mark.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (singles[middle].id < mark) low = middle + 1;
        else high = middle;
    }
    for (; low < a->p->by_mark.count && singles[low].id == mark; low++) consider(a, singles[low].element, known);
}

/* Which elements hold for a letter: into a->bits. */
static void find_elements(automaton *a, const tape *t, letter_id l) {
    answers known = {.tests = drg_signature_bits(t->words, drg_letter_signature(t->alphabet, l))};
    known.marks = drg_letter_marks(t->alphabet, l, &known.mark_count);
    memset(a->bits, 0, a->class_words * sizeof *a->bits);
    consider_by_tests(a, &known);
    for (uint32_t i = 0; i < known.mark_count; i++) consider_by_mark(a, known.marks[i], &known);
    for (size_t i = 0; i < a->p->compound.count; i++) consider(a, a->p->compound.items[i], &known);
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

static drg_status make_class(automaton *a, const tape *t, letter_id l, uint32_t *class) {
    TRY(no_memory_unless(VECTOR_RESERVE(a->class_of, (size_t)l.n + 1)));
    while (a->class_of.count <= l.n) a->class_of.items[a->class_of.count++] = 0;
    find_elements(a, t, l);
    TRY(intern_class(a, class));
    a->class_of.items[l.n] = *class + 1;
    return DRG_OK;
}

static inline drg_status class_of_token(automaton *a, const tape *t, uint32_t at, uint32_t *class) {
    const letter_id l = t->letters[at];
    if (l.n >= a->class_of.count || !a->class_of.items[l.n]) return make_class(a, t, l, class);
    *class = a->class_of.items[l.n] - 1;
    return DRG_OK;
}

static bool class_has(const automaton *a, uint32_t class, uint32_t e) {
    return a->class_bits.items[class * a->class_words + e / 64] >> e % 64 & 1;
}

drg_status drg_automaton_elements(automaton *a, const tape *t, uint32_t at, const uint64_t **elements) {
    uint32_t class;
    TRY(class_of_token(a, t, at, &class));
    *elements = a->class_bits.items + class * a->class_words;
    return DRG_OK;
}

/* States ----------------------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Most states have few instructions, nearly in order. */
static void sort_instructions(uint32_t *items, size_t count) {
    if (count > 64) {
        qsort(items, count, sizeof *items, ascending);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        const uint32_t moved = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1] > moved; at--) items[at] = items[at - 1];
        items[at] = moved;
    }
}

/* The state of the instructions in a->next, an old one if there is one. */
static drg_status intern_state(automaton *a, uint32_t *state) {
    const uint32_t *items = a->next.items;
    const size_t count = a->next.count;
    if (count == 0) {
        *state = DEAD;
        return DRG_OK;
    }
    sort_instructions(a->next.items, count);
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) hash = mixed(hash * 31 + items[i]);
    const uint32_t last = table_get(&a->state_contents, hash);
    for (uint32_t i = last; i; i = a->same_hash.items[i - 1]) {
        const range *s = &a->states.items[i - 1];
        if (s->count == count && memcmp(a->instructions.items + s->first, items, count * sizeof *items) == 0) {
            *state = i - 1;
            return DRG_OK;
        }
    }
    *state = (uint32_t)a->states.count;
    const range r = {(uint32_t)a->instructions.count, (uint32_t)count};
    TRY(no_memory_unless(VECTOR_RESERVE(a->instructions, r.first + count) && VECTOR_PUSH(a->states, r) &&
                         VECTOR_PUSH(a->same_hash, last)));
    memcpy(a->instructions.items + r.first, items, count * sizeof *items);
    a->instructions.count += count;
    return drg_table_put(&a->state_contents, hash, *state + 1);
}

/* Goes through what can be reached from the stack without a token. Where `here` is NULL, conditions are kept for the
 * boundary to come, and what waits for it is put into a->next; otherwise they are decided, what ends here is accepted,
 * and a->next gets what follows tokens of `class`. */
static drg_status reach(automaton *a, const uint32_t *here, bool is_start, uint32_t class) {
    a->step_number++;
    while (a->stack.count) {
        const uint32_t at = a->stack.items[--a->stack.count];
        if (a->visited[at] == a->step_number) continue;
        a->visited[at] = a->step_number;
        const instruction *i = &a->p->code.items[at];
        bool fits = true;
        switch (i->op) {
        case OP_SPLIT: fits = VECTOR_PUSH(a->stack, i->y) && VECTOR_PUSH(a->stack, i->x); break;
        case OP_JUMP: fits = VECTOR_PUSH(a->stack, i->x); break;
        case OP_SAVE: fits = VECTOR_PUSH(a->stack, at + 1); break;
        case OP_CONDITION:
            if (!here) fits = VECTOR_PUSH(a->next, at);
            else if (condition_holds(i->x, *here)) fits = VECTOR_PUSH(a->stack, at + 1);
            break;
        case OP_MATCH:
            if (!here) fits = VECTOR_PUSH(a->next, at);
            else fits = VECTOR_PUSH(a->accepted, i->x);
            break;
        default: /* OP_TOKEN */
            if (!here) fits = VECTOR_PUSH(a->next, at);
            else if ((is_start || may_cross(i->within, *here)) && class_has(a, class, i->x))
                fits = VECTOR_PUSH(a->next, at + 1);
        }
        if (!fits) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Keeps in a->next what has to wait for the next boundary; so equal states look equal. */
static drg_status settle_next(automaton *a) {
    a->stack.count = 0;
    for (size_t i = 0; i < a->next.count; i++)
        if (!VECTOR_PUSH(a->stack, a->next.items[i])) return DRG_NO_MEMORY;
    a->next.count = 0;
    return reach(a, NULL, false, 0);
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

static drg_status compute_step(automaton *a, uint32_t state, uint32_t input, transition *out) {
    const range s = a->states.items[state];
    const bool is_start = s.count && a->instructions.items[s.first + s.count - 1] == START;
    a->stack.count = a->next.count = a->accepted.count = 0;
    for (uint32_t i = 0; i < s.count - is_start; i++)
        TRY(no_memory_unless(VECTOR_PUSH(a->stack, a->instructions.items[s.first + i])));
    const uint32_t here = input % BOUNDARIES;
    TRY(reach(a, &here, is_start && !a->p->continues, input / BOUNDARIES));
    TRY(keep_accepted(a, &out->accept));
    TRY(settle_next(a));
    return intern_state(a, &out->next);
}

/* The slot of a step, or the free one where it would stand. The factors are those of xxHash32 (Y. Collet). */
static inline transition *slot_of(const automaton *a, uint32_t state, uint32_t input) {
    const uint32_t hash = state * 2654435761u ^ input * 2246822519u;
    for (uint32_t i = hash ^ hash >> 15;; i++) {
        transition *s = &a->steps[i & a->step_mask];
        if ((s->state == state + 1 && s->input == input) || !s->state) return s;
    }
}

static drg_status grow_steps(automaton *a) {
    transition *const old = a->steps;
    const uint32_t old_mask = a->step_mask;
    a->step_mask = old ? old_mask * 2 + 1 : FIRST_STEPS - 1;
    a->steps = calloc((size_t)a->step_mask + 1, sizeof *a->steps);
    if (!a->steps) {
        a->steps = old;
        a->step_mask = old_mask;
        return DRG_NO_MEMORY;
    }
    for (uint32_t i = 0; old && i <= old_mask; i++)
        if (old[i].state) *slot_of(a, old[i].state - 1, old[i].input) = old[i];
    free(old);
    return DRG_OK;
}

static drg_status make_step(automaton *a, uint32_t state, uint32_t input, transition *out) {
    *out = (transition){.state = state + 1, .input = input};
    TRY(compute_step(a, state, input, out));
    if (!a->steps || a->step_count >= a->step_mask / 2) TRY(grow_steps(a));
    *slot_of(a, state, input) = *out;
    a->step_count++;
    return DRG_OK;
}

/* One step; from the table if it was made before. */
static inline drg_status step(automaton *a, uint32_t state, uint32_t input, transition *out) {
    if (a->steps) {
        const transition *known = slot_of(a, state, input);
        if (known->state) {
            *out = *known;
            return DRG_OK;
        }
    }
    return make_step(a, state, input, out);
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

static drg_status start_state_of(automaton *a, uint32_t start, uint32_t *state) {
    start_state *s = &a->starts.items[start];
    *state = s->state;
    if (s->state != NO_ID) return DRG_OK;
    const uint32_t count = start == 0 ? (uint32_t)a->p->patterns.count : s->patterns.count;
    a->next.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t p = start == 0 ? i : a->start_patterns.items[s->patterns.first + i];
        TRY(no_memory_unless(VECTOR_PUSH(a->next, a->p->patterns.items[p].first)));
    }
    TRY(settle_next(a));
    if (a->next.count) TRY(no_memory_unless(VECTOR_PUSH(a->next, START)));
    TRY(intern_state(a, state));
    s->state = *state;
    return DRG_OK;
}

/* Running ------------------------------------------------------------------------------------------------------------ */

static inline drg_status first_step(automaton *a, uint32_t input, uint32_t *next) {
    uint32_t state;
    transition first;
    *next = a->first_step.items[input] - 1;
    if (a->first_step.items[input]) return DRG_OK;
    TRY(start_state_of(a, 0, &state));
    TRY(step(a, state, input, &first));
    *next = first.next;
    a->first_step.items[input] = first.next + 1;
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

/* What is read from a boundary on: the boundary, and the token behind it (before it, from right to left). */
static inline drg_status input_at(automaton *a, const tape *t, uint32_t position, uint32_t *input) {
    const bool backward = a->p->backward;
    uint32_t class = END_CLASS;
    if (backward ? position > 0 : position < t->count)
        TRY(class_of_token(a, t, backward ? position - 1 : position, &class));
    *input = class * BOUNDARIES + boundary_before(t, position);
    return DRG_OK;
}

/* Goes on from `state` until nothing can match any more. */
static drg_status run_on(automaton *a, const tape *t, uint32_t state, uint32_t position, uint32_t steps_left,
                         hits *out) {
    const uint32_t onward = a->p->backward ? UINT32_MAX : 1;
    uint32_t input;
    transition now;
    for (; state != DEAD && steps_left; steps_left--, position += onward) {
        TRY(input_at(a, t, position, &input));
        TRY(step(a, state, input, &now));
        if (now.accept) TRY(note_hits(a, now.accept, position, out));
        if (input / BOUNDARIES == END_CLASS) break;
        state = now.next;
    }
    return DRG_OK;
}

drg_status drg_automaton_run(automaton *a, const tape *t, uint32_t start, uint32_t at, hits *out) {
    uint32_t state;
    if (a->step_count > TRANSITIONS_KEPT) TRY(drop_states(a));
    TRY(start_state_of(a, start, &state));
    a->run_number++;
    return run_on(a, t, state, at, MATCH_TOKENS + 1, out);
}

/* Passes tokens as long as all is known of them: a token's letter, the letter's class, the class's first step. */
static uint32_t pass_dead(const automaton *a, const tape *t, uint32_t at) {
    const uint32_t *const class_of = a->class_of.items, *const steps = a->first_step.items;
    const uint32_t known = (uint32_t)a->class_of.count, count = t->count;
    const letter_id *const letters = t->letters;
    const token *const tokens = t->tokens;
    for (; at < count; at++) {
        const uint32_t l = letters[at].n;
        if (l >= known || !class_of[l]) break;
        if (steps[(class_of[l] - 1) * BOUNDARIES + (tokens[at].flags & ALL_HERE)] != DEAD + 1) break;
    }
    return at;
}

drg_status drg_automaton_run_next(automaton *a, const tape *t, uint32_t *at, hits *out) {
    uint32_t input, next = DEAD;
    if (a->step_count > TRANSITIONS_KEPT) TRY(drop_states(a));
    for (uint32_t i = *at;; i++) {
        if (i) i = pass_dead(a, t, i); /* the text's first token has all boundaries, whatever its flags say */
        *at = i;
        if (i >= t->count) return DRG_OK;
        TRY(input_at(a, t, i, &input));
        TRY(first_step(a, input, &next));
        if (next != DEAD) break;
    }
    a->run_number++;
    return run_on(a, t, next, *at + 1, MATCH_TOKENS, out);
}
