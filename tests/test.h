/* Unit tests in a page: a test is a sentence, an executable is a file of them.
 *
 *     #include "test.h"
 *
 *     TEST(span_holds_its_start_and_not_its_end) {
 *         const span s = {3, 5};
 *         CHECK(span_holds(s, 3));
 *         CHECK(!span_holds(s, 5));
 *         CHECK_EQ(span_length(s), 2);
 *     }
 *
 * Each test prints `ok NAME`, or `not ok NAME FILE:LINE: WHY`. A check that fails lets the test go on; REQUIRE ends it, for what
 * could not be survived. Arguments name the tests to run (all without). The exit status is 1 if one failed.
 *
 * A file stands in tests/unit/ and in tests/meson.build; `./dev test unit/NAME` runs it. */
#ifndef TEST_H
#define TEST_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "dragoman.h"

typedef struct test {
    const char *name;
    void (*run)(void);
    struct test *next;
} test;

static test *test_first, *test_last, *test_now;
static int test_failures; /* of the test that runs */

static inline void test_add(test *t) {
    if (test_last) test_last->next = t;
    else test_first = t;
    test_last = t;
}

/* Begins the line of a failure; the checks print the reason behind it. */
static inline void test_fail(const char *file, int line) {
    printf("%s %s %s:%d: ", test_failures ? "#     " : "not ok", test_now->name, file, line);
    test_failures++;
}

#define TEST(title)                                                                                                    \
    static void title(void);                                                                                           \
    __attribute__((constructor)) static void title##_add(void) {                                                       \
        static test t = {#title, title, NULL};                                                                         \
        test_add(&t);                                                                                                  \
    }                                                                                                                  \
    static void title(void)

#define CHECK(condition) ((condition) ? (void)0 : (test_fail(__FILE__, __LINE__), (void)puts(#condition)))
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            test_fail(__FILE__, __LINE__);                                                                             \
            puts(#condition " (the test ends here)");                                                                  \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)
/* Integers of any kind. */
#define CHECK_EQ(got, expected) test_equal((intmax_t)(got), (intmax_t)(expected), #got, __FILE__, __LINE__)
/* A drg_text beside a C string. */
#define CHECK_TEXT(got, expected) test_text((got), drg_text_of(expected), #got, __FILE__, __LINE__)
/* Two C strings. */
#define CHECK_STRING(got, expected) test_text(drg_text_of(got), drg_text_of(expected), #got, __FILE__, __LINE__)

static inline void test_equal(intmax_t got, intmax_t expected, const char *what, const char *file, int line) {
    if (got == expected) return;
    test_fail(file, line);
    printf("%s is %jd, not %jd\n", what, got, expected);
}

static inline void test_text(drg_text got, drg_text expected, const char *what, const char *file, int line) {
    if (got.length == expected.length && (!got.length || memcmp(got.bytes, expected.bytes, got.length) == 0)) return;
    test_fail(file, line);
    printf("%s is \"%.*s\", not \"%.*s\"\n", what, (int)got.length, got.bytes ? got.bytes : "", (int)expected.length,
           expected.bytes ? expected.bytes : "");
}

static bool test_is_asked_for(const test *t, int count, char **names) {
    for (int i = 1; i < count; i++) {
        if (strcmp(t->name, names[i]) == 0) return true;
    }
    return count < 2;
}

int main(int count, char **names) {
    int failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0); /* so that a crash leaves the lines before it */
    for (test_now = test_first; test_now; test_now = test_now->next) {
        if (!test_is_asked_for(test_now, count, names)) continue;
        test_failures = 0;
        test_now->run();
        if (!test_failures) printf("ok %s\n", test_now->name);
        failed += test_failures > 0;
    }
    return failed > 0;
}

#endif
