/* Elements: decisions and index against the questions themselves, which a plain stack machine answers. */
#include "rules/elements.h"
#include "test.h"

#define TESTS 200u
#define KINDS 4u

static uint32_t seed = 20;
static uint32_t dice(uint32_t sides) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % sides;
}

static bool push(program *p, question q) {
    return VECTOR_PUSH(p->questions, q);
}

/* Some tests, marks and `any`, as deep as `depth` brackets. */
static bool push_random(program *p, uint32_t depth) {
    const uint32_t sort = depth ? dice(8) : dice(3);
    if (sort == 0 && dice(10) == 0) return push(p, (question){ASK_ANY, 0, 0});
    if (sort == 0) return push(p, (question){ASK_MARK, dice(KINDS), 1 + dice(15)});
    if (sort <= 2) return push(p, (question){ASK_TEST, dice(TESTS), 0});
    if (!push_random(p, depth - 1)) return false;
    if (sort == 3) return push(p, (question){ASK_NOT, 0, 0});
    const question_kind joins = sort < 5 ? ASK_AND : ASK_OR;
    for (uint32_t more = 1 + dice(4); more; more--)
        if (!push_random(p, depth - 1) || !push(p, (question){joins, 0, 0})) return false;
    return true;
}

static bool answer(const question *q, const answers *known) {
    if (q->kind == ASK_ANY) return true;
    if (q->kind == ASK_TEST) return known->tests[q->id / 64] >> q->id % 64 & 1;
    for (uint32_t i = 0; i < known->mark_count; i++)
        if (known->marks[i] / MARK_POSITIONS == q->id && q->positions >> known->marks[i] % MARK_POSITIONS & 1)
            return true;
    return false;
}

static bool holds(const question *q, uint32_t count, const answers *known) {
    bool stack[64] = {0};
    uint32_t depth = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (q[i].kind == ASK_NOT) stack[depth - 1] = !stack[depth - 1];
        else if (q[i].kind == ASK_AND) depth--, stack[depth - 1] = stack[depth - 1] && stack[depth];
        else if (q[i].kind == ASK_OR) depth--, stack[depth - 1] = stack[depth - 1] || stack[depth];
        else stack[depth++] = answer(&q[i], known);
    }
    return stack[0];
}

#define ELEMENTS 150u
static question asked[1u << 18];

static void compare_with_questions(const program *p, const element *as_asked) {
    uint64_t tests[TESTS / 64 + 1] = {0}, bits[ELEMENTS / 64 + 1];
    uint32_t marks[3], mark_count = dice(4);
    for (uint32_t i = 0; i < mark_count; i++) marks[i] = (i ? marks[i - 1] : 0) + 1 + dice(5);
    for (uint32_t left = dice(12); left; left--) {
        const uint32_t one = dice(TESTS);
        tests[one / 64] |= (uint64_t)1 << one % 64;
    }
    const answers known = {tests, marks, mark_count};
    drg_elements_find(p, &known, bits);
    for (uint32_t e = 0; e < ELEMENTS; e++)
        CHECK((bits[e / 64] >> e % 64 & 1) == holds(asked + as_asked[e].first, as_asked[e].count, &known));
}

TEST(decisions_say_what_the_questions_of_elements_say) {
    for (int round = 0; round < 40; round++) {
        program p = {0};
        element as_asked[ELEMENTS];
        for (uint32_t e = 0; e < ELEMENTS; e++) {
            const uint32_t first = (uint32_t)p.questions.count;
            REQUIRE(push_random(&p, e % 5));
            as_asked[e] = (element){first, (uint32_t)p.questions.count - first, DECISIONS};
            REQUIRE(VECTOR_PUSH(p.elements, as_asked[e]));
        }
        REQUIRE(p.questions.count <= sizeof asked / sizeof *asked);
        memcpy(asked, p.questions.items, p.questions.count * sizeof *asked);
        REQUIRE(drg_elements_prepare(&p) == DRG_OK);
        for (int i = 0; i < 100; i++) compare_with_questions(&p, as_asked);
        drg_program_clear(&p);
    }
}

TEST(tests_of_which_one_suffices_are_one_decision_whatever_brackets_stand_around_them) {
    program p = {0};
    const question q[] = {
        {ASK_TEST, 70,  0},
        {ASK_NOT,  0,   0},
        {ASK_TEST, 3,   0},
        {ASK_TEST, 130, 0},
        {ASK_OR,   0,   0},
        {ASK_NOT,  0,   0},
        {ASK_AND,  0,   0}
    };
    for (size_t i = 0; i < sizeof q / sizeof *q; i++) REQUIRE(push(&p, q[i]));
    REQUIRE(VECTOR_PUSH(p.elements, ((element){0, sizeof q / sizeof *q, DECISIONS})));
    REQUIRE(drg_elements_prepare(&p) == DRG_OK);
    CHECK_EQ(p.decisions.count, 1);
    CHECK_EQ(p.test_groups.count, 3);
    CHECK_EQ(p.elements.items[0].sort, ONE_FORBIDS);
    CHECK_EQ(p.by_default.items[0], 1);
    drg_program_clear(&p);
}
