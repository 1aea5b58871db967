/* What rules ask of one word. */
#include "lexicon/words.h"
#include "test.h"

typedef struct {
    vocabulary *vocabulary;
    word_tests *tests;
    words *words;
    token_vector tokens;
} fixture;

static void begin(fixture *f, const char *language) {
    *f = (fixture){0};
    if (drg_vocabulary_new(&f->vocabulary) != DRG_OK) return;
    CHECK_EQ(drg_word_tests_new(drg_text_of(language), &f->tests), DRG_OK);
}

static void end(fixture *f) {
    VECTOR_CLEAR(f->tokens);
    drg_words_free(f->words);
    drg_word_tests_free(f->tests);
    drg_vocabulary_free(f->vocabulary);
}

static test_id add(fixture *f, word_test_kind kind, const char *text) {
    test_id id = {0};
    CHECK_EQ(drg_word_tests_add(f->tests, f->vocabulary, kind, drg_text_of(text), &id), DRG_OK);
    return id;
}

static test_id add_regex(fixture *f, const char *expression) {
    test_id id = {0};
    regex_error error;
    CHECK_EQ(drg_word_tests_add_regex(f->tests, drg_text_of(expression), &id, &error), DRG_OK);
    return id;
}

/* Whether a word, one token, passes a test. All tests have been added. */
static bool passes(fixture *f, const char *surface, test_id t) {
    if (!f->words && drg_words_new(f->vocabulary, NULL, f->tests, drg_text_of("en"), &f->words) != DRG_OK) return false;
    f->tokens.count = 0;
    const token one = {0, (uint32_t)strlen(surface), 0, TOKEN_BLOCK_START};
    if (!VECTOR_PUSH(f->tokens, one)) return false;
    CHECK_EQ(drg_words_look_up(f->words, drg_text_of(surface), &f->tokens), DRG_OK);
    const signature_id s = drg_words_signatures(f->words)[f->tokens.items[0].word];
    return drg_signature_bits(f->words, s)[t.n / 64] >> t.n % 64 & 1;
}

TEST(the_same_test_has_one_number) {
    fixture f;
    begin(&f, "en");
    const test_id folded = add(&f, TEST_FOLDED, "treaty"), exact = add(&f, TEST_EXACT, "treaty");
    CHECK(folded.n != exact.n);
    CHECK_EQ(add(&f, TEST_FOLDED, "Treaty").n, folded.n);
    CHECK_EQ(add(&f, TEST_EXACT, "treaty").n, exact.n);
    CHECK(add(&f, TEST_EXACT, "Treaty").n != exact.n);
    CHECK_EQ(add(&f, TEST_STEM, "ratify").n, add(&f, TEST_STEM, "Ratified").n);
    CHECK_EQ(add_regex(&f, "a+").n, add_regex(&f, "a+").n);
    CHECK(add_regex(&f, "b+").n != add_regex(&f, "a+").n);
    test_id cap, again, upper;
    CHECK_EQ(drg_word_tests_add_class(f.tests, WORD_CAP, &cap), DRG_OK);
    CHECK_EQ(drg_word_tests_add_class(f.tests, WORD_UPPER, &upper), DRG_OK);
    CHECK_EQ(drg_word_tests_add_class(f.tests, WORD_CAP, &again), DRG_OK);
    CHECK_EQ(again.n, cap.n);
    CHECK(upper.n != cap.n);
    CHECK_EQ(drg_word_tests_count(f.tests), 8);
    end(&f);
}

TEST(a_folded_word_is_met_in_any_case) {
    fixture f;
    begin(&f, "en");
    const test_id t = add(&f, TEST_FOLDED, "Côte");
    CHECK(passes(&f, "côte", t));
    CHECK(passes(&f, "COTE", t));
    CHECK(!passes(&f, "coté-", t));
    CHECK(!passes(&f, "cot", t));
    end(&f);
}

TEST(an_exact_word_is_met_in_its_case_and_with_curly_quotes) {
    fixture f;
    begin(&f, "en");
    const test_id t = add(&f, TEST_EXACT, "'s"), name = add(&f, TEST_EXACT, "US");
    CHECK(passes(&f, "’s", t));
    CHECK(passes(&f, "'s", t));
    CHECK(!passes(&f, "'S", t));
    CHECK(passes(&f, "US", name));
    CHECK(!passes(&f, "us", name));
    end(&f);
}

TEST(a_stem_is_met_by_all_its_forms) {
    fixture f;
    begin(&f, "en");
    const test_id t = add(&f, TEST_STEM, "ratify");
    CHECK(passes(&f, "Ratified", t));
    CHECK(passes(&f, "ratifying", t));
    CHECK(!passes(&f, "ratio", t));
    CHECK(!passes(&f, "ratify-", t));
    end(&f);
}

TEST(an_expression_matches_the_whole_word) {
    fixture f;
    begin(&f, "en");
    const test_id year = add_regex(&f, "(19|20)\\d\\d"), either = add_regex(&f, "a|ab"),
                  loose = add_regex(&f, "(?i)kelvin"), empty = add_regex(&f, "x*");
    CHECK(passes(&f, "1999", year));
    CHECK(!passes(&f, "19990", year));
    CHECK(!passes(&f, "x1999", year));
    CHECK(!passes(&f, "1899", year));
    CHECK(passes(&f, "ab", either)); /* goes back until the end fits */
    CHECK(passes(&f, "KELVIN", loose));
    CHECK(passes(&f,
                 "\xE2\x84\xAA"
                 "elvin",
                 loose)); /* the Kelvin sign begins with another byte */
    CHECK(passes(&f, "xxx", empty));
    CHECK(!passes(&f, "xxy", empty));
    end(&f);
}

/* What a word begins and ends with is asked before an expression is tried: never wrongly. */
TEST(no_expression_is_turned_down_by_ends_that_it_can_have) {
    static const char *const hits[][2] = {
        {"\\d+th|\\d+st",           "21st"                                },
        {"\\d+",                    "12"                                  },
        {"\\d+",                    "\xD9\xA1\xD9\xA2"                    }, /* digits of Arabic */
        {"(?!(19|20)\\d\\d$)\\d+",  "1875"                                },
        {"\\b\\w+",                 "word"                                },
        {".*s",                     "parties"                             },
        {"(?i).+s",                 "PARTIES"                             },
        {"(?i).+s",                 "partie\xC5\xBF"                      }, /* a long s */
        {".+\\.",                   "Mr."                                 },
        {".+(ist|ian|(?:wom|m)an)", "woman"                               },
        {".+(ist|ian)?",            "baker"                               },
        {"x|.+(a|b|)",              "yc"                                  },
        {"a[]s]|b[^]x]|c[\\]]s",    "by"                                  },
        {"a[]s]|b[^]x]|c[\\]]s",    "c]s"                                 },
        {"[a:]|[b]s",               "a"                                   },
        {"a\\x42",                  "aB"                                  },
        {"a\\p{Ll}",                "az"                                  },
        {"a\\pL",                   "az"                                  },
        {"(a|b)(?1)",               "ab"                                  },
        {"a(?#s|)b",                "ab"                                  },
        {"(?x) a s # b",            "as"                                  },
        {"\\Qa|s\\Eb|c",            "a|sb"                                },
        {"a(*ACCEPT)s",             "a"                                   },
        {"s{1,2}",                  "ss"                                  },
        {"(a(b|c))|d",              "ac"                                  },
        {"[a-z]{2}",                "ab"                                  },
        {"(?i)[a-z]{2}s?",          "a\xE2\x84\xAA"                       }, /* a Kelvin sign */
        {"\\p{Lu}{1,2}",            "\xC3\x89\xC3\x89"                    },
        {".{3}",                    "\xE4\xB8\x80\xE4\xB8\x80\xE4\xB8\x80"},
        {"a{,5}",                   "a{,5}"                               },
        {"(?x)a|(abc) {2}",         "abcabc"                              },
        {"a\\x{0041}|b",            "aA"                                  },
        {"a\\Rb",                   "a\r\nb"                              },
        {"(a+)\\1",                 "aaaa"                                },
        {"a|[\\w-]",                "-"                                   },
        {"[a^]",                    "^"                                   },
        {"[+--]",                   ","                                   },
        {"[a-]",                    "-"                                   },
        {"(?i)x[\xC5\xBF]",         "xs"                                  },
        {"a\\b",                    "a"                                   },
        {"a$",                      "a"                                   },
        {"a(?=b)b",                 "ab"                                  },
    };
    for (size_t i = 0; i < sizeof hits / sizeof *hits; i++) {
        fixture f;
        begin(&f, "en");
        const test_id t = add_regex(&f, hits[i][0]);
        if (!passes(&f, hits[i][1], t)) CHECK_TEXT(drg_text_of(hits[i][0]), "matches its word");
        end(&f);
    }
}

TEST(an_expression_tells_how_its_texts_end_and_how_long_they_are) {
    static const struct {
        const char *expression, *in, *out; /* bytes that a text can, and cannot end with */
        size_t most;
    } of[] = {
        {".+(ist|ian)|b\\.",       "tN.",    "s1",  REGEX_MANY},
        {"[A-Z]{1,5}",             "Zz",     "1.",  5         },
        {"[a-c]{2}d?",             "abcd",   "e",   3         },
        {"(Mr|Mrs|President)\\.?", "rst.",   "Md",  10        },
        {"(?i)(1[0-2]|[1-9])th?+", "hT",     "e19", 4         },
        {"(a|bc){2,3}x*?",         "acx",    "b",   REGEX_MANY},
        {"(a|bc){2,3}x{0,2}",      "acx",    "b",   8         },
        {"\\d\\d?",                "5\x99",  "a",   2         },
        {"[\\d,]{3}",              "5,\x99", "a",   3         },
        {"\\p{Lu}|\\pL\\P{L}",     "a1",     "",    2         },
        {"(a?|b)",                 "ab1",    "",    1         },
        {"\xC3\xA9?s|a",           "sa",     "b",   2         },
        {"a{,5}|b",                "5}",     "",    REGEX_MANY},
        {"a(?x) b",                "b",      "c",   REGEX_MANY},
        {"(?x)a|(abc) {5}",        "abc",    "",    REGEX_MANY},
        {"(?:a{50}){50}",          "a",      "b",   REGEX_MANY},
    };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        const regex_extent x = drg_regex_extent(drg_text_of(of[i].expression));
        bool right = x.most == of[i].most;
        for (const char *c = of[i].in; *c; c++) right = right && byte_is_in(x.last, *c);
        for (const char *c = of[i].out; *c; c++) right = right && !byte_is_in(x.last, *c);
        if (!right) CHECK_TEXT(drg_text_of(of[i].expression), "has its extent");
    }
}

TEST(classes_are_all_wanted) {
    fixture f;
    begin(&f, "en");
    test_id t;
    CHECK_EQ(drg_word_tests_add_class(f.tests, WORD_CAP | WORD_ROMAN, &t), DRG_OK);
    CHECK(passes(&f, "IV", t));
    CHECK(!passes(&f, "Iv", t));
    CHECK(!passes(&f, "iv", t));
    end(&f);
}

TEST(words_that_pass_the_same_tests_share_a_signature) {
    fixture f;
    begin(&f, "en");
    for (char name[] = "a"; name[0] <= 'z'; name[0]++) {
        for (char longer[] = "xa"; longer[1] <= 'd'; longer[1]++) {
            longer[0] = name[0];
            add(&f, TEST_FOLDED, longer); /* more than one group of bits */
        }
    }
    const test_id last = add(&f, TEST_FOLDED, "treaty");
    CHECK(passes(&f, "treaty", last));
    CHECK_EQ(drg_signature_count(f.words), 2);
    CHECK(passes(&f, "Treaty", last));
    CHECK_EQ(drg_signature_count(f.words), 2);
    CHECK(!passes(&f, "nothing", last));
    CHECK(!passes(&f, "else", last));
    CHECK_EQ(drg_signature_count(f.words), 2); /* the second is that of no test */
    end(&f);
}

static void refuse(const char *expression) {
    word_tests *t;
    REQUIRE(drg_word_tests_new(drg_text_of("en"), &t) == DRG_OK);
    test_id id;
    regex_error error = {"", 99};
    CHECK_EQ(drg_word_tests_add_regex(t, drg_text_of(expression), &id, &error), DRG_BAD_KNOWLEDGE);
    CHECK(*error.text);
    CHECK(error.offset <= strlen(expression));
    CHECK_EQ(drg_word_tests_count(t), 0);
    drg_word_tests_free(t);
}

TEST(wrong_expressions_are_refused_with_a_reason) {
    refuse("(");
    refuse("[z-a]");
    refuse("a\\C");
    refuse("(*LIMIT_MATCH=1000000000)a");
    refuse("(*NO_START_OPT)a");
}

TEST(an_expression_that_backtracks_for_ever_does_not_match) {
    fixture f;
    begin(&f, "en");
    const test_id t = add_regex(&f, "(a|a)*b|(a+)+c");
    CHECK(passes(&f, "aab", t));
    CHECK(!passes(&f, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", t));
    end(&f);
}
