/* Expressions: compiled when they are first tried, and the same however often that is. */
#include <stdlib.h>

#include "lexicon/regex.h"
#include "test.h"

#define OFTEN 300 /* then machine code has been made, where there is any */

typedef struct {
    regex regex;
    regex_scratch *scratch;
} fixture;

static fixture begin(const char *expression, regex_anchor anchor) {
    fixture f = {
        .regex = {.expression = drg_text_of(expression), .anchor = anchor}
    };
    CHECK_EQ(drg_regex_scratch_new(4, &f.scratch), DRG_OK);
    return f;
}

static void end(fixture *f) {
    drg_regex_clear(&f->regex);
    drg_regex_scratch_free(f->scratch);
}

/* Where the match ends; SIZE_MAX: there is none. */
static size_t match_end(fixture *f, drg_text text) {
    const size_t *groups;
    return drg_regex_match(&f->regex, text, 0, f->scratch, &groups) > 0 ? groups[1] : SIZE_MAX;
}

TEST(an_expression_is_compiled_when_it_is_first_tried) {
    fixture f = begin("\\d+(st|nd|th)", REGEX_WHOLE);
    CHECK(!f.regex.interpreted && !f.regex.machine);
    CHECK_EQ(match_end(&f, drg_text_of("20th")), 4);
    CHECK(f.regex.interpreted && !f.regex.machine);
    CHECK_EQ(match_end(&f, drg_text_of("20ths")), SIZE_MAX);
    end(&f);
    CHECK(!f.regex.interpreted);
}

TEST(anchors_hold_for_both_engines) {
    fixture here = begin("[a-z]+", REGEX_HERE), whole = begin("[a-z]+", REGEX_WHOLE);
    for (int i = 0; i < OFTEN; i++) {
        CHECK_EQ(match_end(&here, drg_text_of("ab1")), 2);
        CHECK_EQ(match_end(&here, drg_text_of("1ab")), SIZE_MAX);
        CHECK_EQ(match_end(&whole, drg_text_of("ab1")), SIZE_MAX);
        CHECK_EQ(match_end(&whole, drg_text_of("abc")), 3);
    }
    end(&here);
    end(&whole);
}

/* What each engine counts towards its bounds is its own affair: a match must not hang on which one was asked. */
TEST(a_bound_that_one_engine_meets_does_not_show) {
    static const char *const expressions[] = {"(?:a|b)+", "(a|ab)(c|bcd)*(d*)", "(?:(?:a|b)(?:a|b)?)+c",
                                              "(a+)+$",   "(?:(a)|(b))*+",      "(?:a?){40}(?:ab?)*"};
    const size_t length = 4000;
    char *text = malloc(length);
    REQUIRE(text);
    for (size_t i = 0; i < length; i++) text[i] = i % 2 ? 'b' : 'a';
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        for (size_t some = 1; some <= length; some = some * 4 + 1) {
            fixture f = begin(expressions[i], REGEX_HERE);
            const size_t first = match_end(&f, (drg_text){text, some});
            for (int j = 0; j < OFTEN / 2; j++) (void)match_end(&f, drg_text_of("x"));
            CHECK_EQ(match_end(&f, (drg_text){text, some}), first);
            CHECK_EQ(drg_regex_failure(f.scratch), DRG_OK);
            end(&f);
        }
    }
    free(text);
}

TEST(an_expression_that_is_wrong_matches_nothing_and_says_so) {
    static const char *const wrong[] = {"(", "a{2,1}", "\\C", "(*LIMIT_MATCH=9)a", "[z-a]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        fixture f = begin(wrong[i], REGEX_WHOLE);
        CHECK_EQ(match_end(&f, drg_text_of("a")), SIZE_MAX);
        CHECK_EQ(drg_regex_failure(f.scratch), DRG_BAD_KNOWLEDGE);
        CHECK_EQ(drg_regex_failure(f.scratch), DRG_OK); /* it is told once */
        end(&f);
    }
}
