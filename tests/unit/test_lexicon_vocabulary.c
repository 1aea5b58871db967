/* Strings and their numbers. */
#include "lexicon/vocabulary.h"
#include "test.h"

static string_id add(vocabulary *v, const char *text) {
    string_id id = {0};
    CHECK_EQ(drg_vocabulary_add(v, drg_text_of(text), &id), DRG_OK);
    return id;
}

TEST(numbers_run_from_one_in_the_order_of_adding) {
    vocabulary *v;
    REQUIRE(drg_vocabulary_new(&v) == DRG_OK);
    CHECK_EQ(drg_vocabulary_count(v), 1);
    CHECK_EQ(add(v, "treaty").n, 1);
    CHECK_EQ(add(v, "of").n, 2);
    CHECK_EQ(add(v, "treaty").n, 1);
    CHECK_EQ(drg_vocabulary_count(v), 3);
    CHECK_TEXT(drg_vocabulary_text(v, (string_id){2}), "of");
    drg_vocabulary_free(v);
}

TEST(what_was_not_added_is_not_found) {
    vocabulary *v;
    REQUIRE(drg_vocabulary_new(&v) == DRG_OK);
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("treaty")).n, 0);
    add(v, "treaty");
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("treaty")).n, 1);
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("Treaty")).n, 0);
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("treat")).n, 0);
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("treatys")).n, 0);
    CHECK_TEXT(drg_vocabulary_text(v, (string_id){0}), "");
    CHECK_TEXT(drg_vocabulary_text(v, (string_id){9}), "");
    drg_vocabulary_free(v);
}

TEST(the_empty_text_and_a_nul_are_texts) {
    vocabulary *v;
    REQUIRE(drg_vocabulary_new(&v) == DRG_OK);
    const string_id empty = add(v, "");
    string_id nul, two;
    REQUIRE(drg_vocabulary_add(v, (drg_text){"\0", 1}, &nul) == DRG_OK);
    REQUIRE(drg_vocabulary_add(v, (drg_text){"\0\0", 2}, &two) == DRG_OK);
    CHECK(empty.n && empty.n != nul.n && nul.n != two.n);
    CHECK_EQ(add(v, "").n, empty.n);
    drg_vocabulary_free(v);
}

/* Of every length, so that each way of loading bytes is taken; each a near miss of the one before. */
TEST(a_hundred_thousand_texts_are_all_found_again) {
    vocabulary *v;
    REQUIRE(drg_vocabulary_new_secret((hash_secrets){1, 2}, &v) == DRG_OK);
    char text[64];
    for (int i = 0; i < 100000; i++) {
        const int length = snprintf(text, sizeof text, "%.*s%d", i % 40, "a long word that many others begin with", i);
        string_id id;
        REQUIRE(drg_vocabulary_add(v, (drg_text){text, (size_t)length}, &id) == DRG_OK);
        CHECK_EQ(id.n, i + 1);
    }
    for (int i = 0; i < 100000; i += 7) {
        snprintf(text, sizeof text, "%.*s%d", i % 40, "a long word that many others begin with", i);
        CHECK_EQ(drg_vocabulary_find(v, drg_text_of(text)).n, i + 1);
        CHECK_TEXT(drg_vocabulary_text(v, (string_id){(uint32_t)i + 1}), text);
    }
    drg_vocabulary_free(v);
}

TEST(what_is_cleared_begins_again) {
    vocabulary *v;
    REQUIRE(drg_vocabulary_new(&v) == DRG_OK);
    add(v, "treaty");
    drg_vocabulary_clear(v);
    CHECK_EQ(drg_vocabulary_find(v, drg_text_of("treaty")).n, 0);
    CHECK_EQ(drg_vocabulary_count(v), 1);
    CHECK_EQ(add(v, "accord").n, 1);
    drg_vocabulary_free(v);
}
