/* Word patterns against PCRE2: random expressions of the plain sort match the same words. And what is not plain. */
#include "lexicon/word_pattern.h"

#include "lexicon/regex.h"
#include "test.h"

static uint32_t seed = 7;
static uint32_t dice(uint32_t sides) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % sides;
}

static char written[4096];

static void append(const char *text) {
    strncat(written, text, sizeof written - strlen(written) - 1);
}

static void append_alternatives(uint32_t depth);

static void append_atom(uint32_t depth) {
    static const char *const atoms[] = {"a", "b",      "B",      "1",     "-",    "\\.",     "\\-",     ".",
                                        "é", "[ab]",   "[^a]",   "[A-C]", "[a1]", "[^A-z]",  "[+--]",   "[a\\d-]",
                                        ",", "\\d",    "\\D",    "\\w",   "\\W",  "\\s",     "\\p{L}",  "\\pL",
                                        "'", "\\p{N}", "\\P{L}", "x",     "X",    "[à-üab]", "[\\w.-]", "[a-é]"};
    if (depth && dice(4) == 0) {
        append(dice(3) ? "(" : "(?:");
        append_alternatives(depth - 1);
        append(")");
    } else {
        append(atoms[dice(sizeof atoms / sizeof *atoms)]);
    }
}

static void append_row(uint32_t depth) {
    static const char *const quantifiers[] = {"?", "*", "+", "{2}", "{1,}", "{0,2}", "{1,3}?", "??", "*?", "{0}"};
    for (uint32_t atoms = dice(4); atoms; atoms--) {
        append_atom(depth);
        if (dice(3) == 0) append(quantifiers[dice(sizeof quantifiers / sizeof *quantifiers)]);
    }
}

static void append_alternatives(uint32_t depth) {
    append_row(depth);
    for (uint32_t more = dice(3); more; more--) {
        append("|");
        append_row(depth);
    }
}

static drg_text random_word(char word[8]) {
    static const char letters[] = "abABxX1-. é,'k_";
    const size_t length = dice(7);
    for (size_t i = 0; i < length; i++) word[i] = letters[dice(sizeof letters - 1)];
    for (size_t i = 0; i < length; i++)
        if (word[i] & (char)0x80) word[i] = 'b'; /* words of ASCII alone */
    return (drg_text){word, length};
}

static word_pattern_scratch scratch; /* large */

TEST(a_plain_expression_matches_what_it_matches_in_pcre2) {
    regex_scratch *s;
    uint32_t plain = 0, matched = 0;
    REQUIRE(drg_regex_scratch_new(1, &s) == DRG_OK);
    for (int round = 0; round < 3000; round++) {
        word_pattern *p;
        written[0] = '\0';
        if (dice(4) == 0) append("(?i)");
        append_alternatives(2);
        regex r = {
            .expression = {written, strlen(written)},
              .anchor = REGEX_WHOLE
        };
        REQUIRE(drg_word_pattern_new(r.expression, &p) == DRG_OK);
        plain += p != NULL;
        for (int i = 0; p && i < 30; i++) {
            char space[8];
            const size_t *groups;
            const drg_text word = random_word(space);
            const bool here = drg_word_pattern_matches(p, word, &scratch);
            matched += here;
            if (here == (drg_regex_match(&r, word, 0, s, &groups) > 0)) continue;
            printf("# /%s/ and \"%.*s\"\n", written, (int)word.length, word.bytes);
            CHECK(!"they are of one mind");
        }
        drg_word_pattern_free(p);
        drg_regex_clear(&r);
    }
    CHECK_EQ(drg_regex_failure(s), DRG_OK);
    drg_regex_scratch_free(s);
    CHECK(plain > 2000);
    CHECK(matched > 3000);
}

static bool is_plain(const char *expression) {
    word_pattern *p;
    const drg_status status = drg_word_pattern_new((drg_text){expression, strlen(expression)}, &p);
    drg_word_pattern_free(p);
    return status == DRG_OK && p;
}

TEST(what_is_not_plain_is_left_to_pcre2) {
    static const char *const not_plain[] = {"(?!a)b",      "(?=a)b",
                                            "(?<=a)b",     "a(?i)b",
                                            "(?<name>a)",  "(a)\\1",
                                            "\\bx",        "x\\b",
                                            "^a",          "a$",
                                            "a++",         "a*+",
                                            "(?>a)b",      "\\x41",
                                            "[[:alpha:]]", "\\p{Han}",
                                            "\\Qa\\E",     "(?#no)a",
                                            "(?i)\\p{Lu}", "(?i)é",
                                            "(?i)[é]",     "a{,3}",
                                            "\\p{^L}",     "(*F)",
                                            "a{2000}",     "((((((((((a))))))))))",
                                            "[]a]",        "\\"};
    for (size_t i = 0; i < sizeof not_plain / sizeof *not_plain; i++) {
        if (!is_plain(not_plain[i])) continue;
        printf("# /%s/\n", not_plain[i]);
        CHECK(!"it is not plain");
    }
    CHECK(is_plain("") && is_plain("a|b") && is_plain("(?i)[a-z]+s|men") && is_plain("\\d{1,3}(\\.\\d)?"));
}

TEST(a_word_is_plain_if_it_is_printable_ascii) {
    CHECK(drg_word_is_plain((drg_text){"", 0}));
    CHECK(drg_word_is_plain((drg_text){" Az~", 4}));
    CHECK(!drg_word_is_plain((drg_text){"a\n", 2}));
    CHECK(!drg_word_is_plain((drg_text){"\x7F", 1}));
    CHECK(!drg_word_is_plain((drg_text){"é", 2}));
}

TEST(an_expression_holds_for_a_word_whichever_way_it_is_asked) {
    regex_scratch *s;
    regex r = {
        .expression = {"\\p{L}{2,}", 9},
          .anchor = REGEX_WHOLE
    };
    REQUIRE(drg_regex_scratch_new(1, &s) == DRG_OK);
    CHECK(drg_regex_holds(&r, (drg_text){"ab", 2}, s));
    CHECK(!drg_regex_holds(&r, (drg_text){"a", 1}, s));
    CHECK(drg_regex_holds(&r, (drg_text){"né", 3}, s));
    CHECK(!drg_regex_holds(&r, (drg_text){"é", 2}, s));
    drg_regex_clear(&r);
    drg_regex_scratch_free(s);
}
