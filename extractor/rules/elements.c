/* Elements. See elements.h. */
#include "rules/elements.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"

/* Finding ---------------------------------------------------------------------------------------------------------- */

static bool passes_one(const test_group *groups, uint32_t count, const uint64_t *tests) {
    for (uint32_t i = 0; i < count; i++)
        if (tests[groups[i].group] & groups[i].tests) return true;
    return false;
}

static bool bears(const answers *known, uint32_t kind, uint32_t positions) {
    for (uint32_t i = 0; i < known->mark_count; i++)
        if (known->marks[i] / MARK_POSITIONS == kind && positions >> known->marks[i] % MARK_POSITIONS & 1) return true;
    return false;
}

static bool holds(const program *p, const element *e, const answers *known) {
    const decision *const decisions = p->decisions.items + e->first;
    uint32_t at = 0;
    while (at < e->count) { /* each leads on, or to an end */
        const decision *d = &decisions[at];
        bool yes = true;
        switch (d->kind) {
        case DECIDE_TEST: yes = known->tests[d->id / 64] >> d->id % 64 & 1; break;
        case DECIDE_TESTS: yes = passes_one(p->test_groups.items + d->id, d->count, known->tests); break;
        case DECIDE_MARK: yes = bears(known, d->id, d->count); break;
        default: break; /* DECIDE_ANY */
        }
        at = yes ? d->yes : d->no;
    }
    return at == HOLDS;
}

static inline void consider(const program *p, uint32_t e, const answers *known, uint64_t *bits) {
    const element *one = &p->elements.items[e];
    const uint64_t bit = (uint64_t)1 << e % 64;
    uint64_t *const of = &bits[e / 64];
    if ((*of ^ p->by_default.items[e / 64]) & bit) return; /* was considered */
    const bool hold = one->sort == ONE_SUFFICES || (one->sort == DECISIONS && holds(p, one, known));
    *of = hold ? *of | bit : *of & ~bit;
}

static void consider_by_tests(const program *p, const answers *known, uint64_t *bits) {
    for (uint32_t group = 0; group * 64 + 1 < p->test_first.count; group++) {
        for (uint64_t left = known->tests[group]; left; left &= left - 1) {
            const uint32_t test = group * 64 + (uint32_t)__builtin_ctzll(left);
            if (test + 1 >= p->test_first.count) break;
            for (uint32_t i = p->test_first.items[test]; i < p->test_first.items[test + 1]; i++)
                consider(p, p->by_test.items[i].element, known, bits);
        }
    }
}

/* By bisection. */
static void consider_by_mark(const program *p, uint32_t mark, const answers *known, uint64_t *bits) {
    const single_question *singles = p->by_mark.items;
    size_t low = 0, high = p->by_mark.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (singles[middle].id < mark) low = middle + 1;
        else high = middle;
    }
    for (; low < p->by_mark.count && singles[low].id == mark; low++) consider(p, singles[low].element, known, bits);
}

void drg_elements_find(const program *p, const answers *known, uint64_t *bits) {
    memcpy(bits, p->by_default.items, element_words(p) * sizeof *bits);
    consider_by_tests(p, known, bits);
    for (uint32_t i = 0; i < known->mark_count; i++) consider_by_mark(p, known->marks[i], known, bits);
}

/* Decisions -------------------------------------------------------------------------------------------------------- */

/* An end of a decision that leads nowhere yet is one of a list: it holds the next one. */
typedef uint32_t loose_end; /* decision * 2, + 1 for its `yes` */
#define NO_END UINT32_MAX
typedef struct {
    loose_end first, last;
} loose_ends;

typedef struct { /* Some questions that make one, on the stack. */
    uint32_t first;
    loose_ends yes, no;
} operand;

typedef struct { /* Of one element. Lifetime: preparing a program. */
    VECTOR(decision) made;
    VECTOR(uint32_t) led_to; /* by decision: how many ends lead to it */
    VECTOR(uint32_t) moved;  /* by decision: its number when some are joined */
    VECTOR(uint32_t) tests;  /* of decisions that are joined */
    VECTOR(bool) needed;     /* by question of the program */
} workshop;

static uint32_t *end_of(workshop *w, loose_end e) {
    decision *d = &w->made.items[e / 2];
    return e % 2 ? &d->yes : &d->no;
}

static loose_ends both(workshop *w, loose_ends a, loose_ends b) {
    if (a.first == NO_END) return b;
    if (b.first == NO_END) return a;
    *end_of(w, a.last) = b.first;
    return (loose_ends){a.first, b.last};
}

static void lead(workshop *w, loose_ends ends, uint32_t to) {
    for (loose_end e = ends.first, next; e != NO_END; e = next) {
        next = *end_of(w, e);
        *end_of(w, e) = to;
    }
}

static drg_status push_decision(workshop *w, const question *q, operand *out) {
    static const decision_kind kinds[] = {[ASK_TEST] = DECIDE_TEST, [ASK_MARK] = DECIDE_MARK, [ASK_ANY] = DECIDE_ANY};
    const uint32_t number = (uint32_t)w->made.count, yes = number * 2 + 1, no = number * 2;
    const decision d = {kinds[q->kind], q->id, q->positions, NO_END, NO_END};
    *out = (operand){
        number, {yes, yes},
         {no,  no }
    };
    return VECTOR_PUSH(w->made, d) ? DRG_OK : DRG_NO_MEMORY;
}

/* From questions in reverse Polish notation. Of `a & b`, where a says yes, b is asked; of `a | b` where it says no. */
static drg_status decide(workshop *w, const question *asked, uint32_t count) {
    operand stack[PATTERN_DEPTH + 2] = {0}, *top = stack; /* where the next operand goes */
    w->made.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const loose_ends yes = top > stack ? top[-1].yes : (loose_ends){NO_END, NO_END};
        switch (asked[i].kind) {
        case ASK_NOT:
            top[-1].yes = top[-1].no;
            top[-1].no = yes;
            break;
        case ASK_AND:
            top--;
            lead(w, top[-1].yes, top->first);
            top[-1].yes = top->yes;
            top[-1].no = both(w, top[-1].no, top->no);
            break;
        case ASK_OR:
            top--;
            lead(w, top[-1].no, top->first);
            top[-1].no = top->no;
            top[-1].yes = both(w, top[-1].yes, top->yes);
            break;
        default: TRY(push_decision(w, &asked[i], top++));
        }
    }
    lead(w, stack[0].yes, HOLDS);
    lead(w, stack[0].no, HOLDS_NOT);
    return DRG_OK;
}

static drg_status count_ends(workshop *w) {
    const size_t count = w->made.count;
    if (!VECTOR_RESERVE(w->led_to, count + 1) || !VECTOR_RESERVE(w->moved, count + 1)) return DRG_NO_MEMORY;
    memset(w->led_to.items, 0, (count + 1) * sizeof *w->led_to.items);
    for (size_t i = 0; i < count; i++) {
        if (w->made.items[i].yes < count) w->led_to.items[w->made.items[i].yes]++;
        if (w->made.items[i].no < count) w->led_to.items[w->made.items[i].no]++;
    }
    return DRG_OK;
}

/* May the decision be asked together with the one before it, which leads to it if it says no? */
static bool joins_the_last(const workshop *w, uint32_t i) {
    const decision *a = &w->made.items[i - 1], *b = &w->made.items[i];
    return a->kind == DECIDE_TEST && b->kind == DECIDE_TEST && a->no == i && w->led_to.items[i] == 1 &&
           a->yes == b->yes;
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* w->tests as groups of the program. */
static drg_status push_groups(workshop *w, program *p, decision *d) {
    const uint32_t first = (uint32_t)p->test_groups.count;
    qsort(w->tests.items, w->tests.count, sizeof *w->tests.items, ascending);
    for (size_t i = 0; i < w->tests.count; i++) {
        const uint32_t test = w->tests.items[i];
        const size_t last = p->test_groups.count;
        if ((last == first || p->test_groups.items[last - 1].group != test / 64) &&
            !VECTOR_PUSH(p->test_groups, ((test_group){test / 64, 0})))
            return DRG_NO_MEMORY;
        p->test_groups.items[p->test_groups.count - 1].tests |= (uint64_t)1 << test % 64;
    }
    d->kind = DECIDE_TESTS;
    d->id = first;
    d->count = (uint32_t)p->test_groups.count - first;
    return DRG_OK;
}

/* Puts the element's decisions into the program, those that are asked together as one. */
static drg_status keep_decisions(workshop *w, program *p, element *e) {
    TRY(count_ends(w));
    e->first = (uint32_t)p->decisions.count;
    for (uint32_t i = 0, end; i < w->made.count; i = end) {
        decision d = w->made.items[i];
        w->tests.count = 0;
        for (end = i; end == i || (end < w->made.count && joins_the_last(w, end)); end++) {
            w->moved.items[end] = (uint32_t)p->decisions.count - e->first;
            if (!VECTOR_PUSH(w->tests, w->made.items[end].id)) return DRG_NO_MEMORY;
        }
        d.no = w->made.items[end - 1].no;
        if (end > i + 1) TRY(push_groups(w, p, &d));
        if (!VECTOR_PUSH(p->decisions, d)) return DRG_NO_MEMORY;
    }
    e->count = (uint32_t)p->decisions.count - e->first;
    for (decision *d = p->decisions.items + e->first; d < p->decisions.items + p->decisions.count; d++) {
        if (d->yes < w->made.count) d->yes = w->moved.items[d->yes];
        if (d->no < w->made.count) d->no = w->moved.items[d->no];
    }
    return DRG_OK;
}

/* Does one yes decide, or do all decisions have to be asked? */
static element_sort sort_of(const program *p, const element *e) {
    const decision *d = p->decisions.items + e->first;
    const uint32_t yes = d->yes;
    for (uint32_t i = 0; i < e->count; i++) {
        const bool last = i + 1 == e->count;
        if (d[i].kind == DECIDE_ANY || d[i].yes != yes || (!last && d[i].no != i + 1)) return DECISIONS;
        if (last && d[i].no != (yes == HOLDS ? HOLDS_NOT : HOLDS)) return DECISIONS;
    }
    return yes == HOLDS ? ONE_SUFFICES : yes == HOLDS_NOT ? ONE_FORBIDS : DECISIONS;
}

/* The index -------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t first; /* of its questions, which stand together */
    bool found;     /* some of them are needed */
} needing;

static void forget_needed(bool *needed, needing *o, uint32_t end) {
    memset(needed + o->first, 0, (end - o->first) * sizeof *needed);
    o->found = false;
}

/* Marks the questions without a yes to one of which an element does not hold: of a & b those of a, or else those of b; of
 * a | b those of both. False if there are none such. */
static bool find_needed(const question *asked, uint32_t count, bool *needed) {
    needing stack[PATTERN_DEPTH + 2] = {0}, *top = stack; /* where the next operand goes */
    for (uint32_t i = 0; i < count; i++) {
        needed[i] = false;
        switch (asked[i].kind) {
        case ASK_NOT: forget_needed(needed, top - 1, i); break;
        case ASK_AND:
            top--;
            if (top[-1].found) forget_needed(needed, top, i);
            else top[-1].found = top->found;
            break;
        case ASK_OR:
            top--;
            if (!top[-1].found || !top->found) forget_needed(needed, top - 1, i);
            break;
        default: needed[i] = asked[i].kind != ASK_ANY; *top++ = (needing){i, needed[i]};
        }
    }
    return stack[0].found;
}

static drg_status index_question(program *p, const question *q, uint32_t e) {
    if (q->kind == ASK_TEST) return VECTOR_PUSH(p->by_test, ((single_question){q->id, e})) ? DRG_OK : DRG_NO_MEMORY;
    if (q->kind != ASK_MARK) return DRG_OK;
    for (uint32_t position = 0; position < MARK_POSITIONS; position++) {
        const single_question s = {q->id * MARK_POSITIONS + position, e};
        if (q->positions >> position & 1 && !VECTOR_PUSH(p->by_mark, s)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Where no question is needed, any of them may change whether the element holds. */
static drg_status index_element(workshop *w, program *p, uint32_t e, const question *asked, uint32_t count) {
    if (!VECTOR_RESERVE(w->needed, (size_t)count + 1)) return DRG_NO_MEMORY;
    const bool some_needed = find_needed(asked, count, w->needed.items);
    for (uint32_t i = 0; i < count; i++)
        if (!some_needed || w->needed.items[i]) TRY(index_question(p, &asked[i], e));
    return DRG_OK;
}

static int by_id(const void *a, const void *b) {
    const single_question *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id ? 1 : x->element < y->element ? -1 : x->element > y->element;
}

static drg_status sort_index(program *p) {
    if (p->by_test.count) qsort(p->by_test.items, p->by_test.count, sizeof *p->by_test.items, by_id);
    if (p->by_mark.count) qsort(p->by_mark.items, p->by_mark.count, sizeof *p->by_mark.items, by_id);
    const uint32_t tests = p->by_test.count ? p->by_test.items[p->by_test.count - 1].id + 1 : 0;
    for (uint32_t test = 0, i = 0; test <= tests; test++) {
        if (!VECTOR_PUSH(p->test_first, i)) return DRG_NO_MEMORY;
        while (i < p->by_test.count && p->by_test.items[i].id == test) i++;
    }
    return DRG_OK;
}

/* The answers of a token that passes no test. */
static const uint64_t *no_tests(const program *p, uint64_t **out) {
    uint32_t groups = 0;
    for (size_t i = 0; i < p->questions.count; i++)
        if (p->questions.items[i].kind == ASK_TEST && p->questions.items[i].id / 64 >= groups)
            groups = p->questions.items[i].id / 64 + 1;
    return *out = calloc(groups + 1, sizeof **out);
}

static drg_status prepare_element(workshop *w, program *p, uint32_t e, const answers *none) {
    element *one = &p->elements.items[e];
    const question *asked = p->questions.items + one->first;
    TRY(index_element(w, p, e, asked, one->count));
    TRY(decide(w, asked, one->count));
    TRY(keep_decisions(w, p, one));
    one->sort = sort_of(p, one);
    if (holds(p, one, none)) p->by_default.items[e / 64] |= (uint64_t)1 << e % 64;
    return DRG_OK;
}

static drg_status prepare_elements(workshop *w, program *p, const answers *none) {
    const size_t count = element_words(p);
    if (!VECTOR_RESERVE(p->by_default, count)) return DRG_NO_MEMORY;
    memset(p->by_default.items, 0, count * sizeof *p->by_default.items);
    p->by_default.count = count;
    for (uint32_t e = 0; e < p->elements.count; e++) TRY(prepare_element(w, p, e, none));
    return sort_index(p);
}

drg_status drg_elements_prepare(program *p) {
    workshop w = {0};
    uint64_t *tests;
    const answers none = {.tests = no_tests(p, &tests)};
    const drg_status status = tests ? prepare_elements(&w, p, &none) : DRG_NO_MEMORY;
    free(tests);
    VECTOR_CLEAR(w.made);
    VECTOR_CLEAR(w.led_to);
    VECTOR_CLEAR(w.moved);
    VECTOR_CLEAR(w.tests);
    VECTOR_CLEAR(w.needed);
    VECTOR_CLEAR(p->questions);
    return status;
}
