/* Texts: pointer and length. */
#include "test.h"

#include "text/memory.h"

static drg_text of(const char *text) {
    return drg_text_of(text);
}

TEST(a_text_begins_and_ends_with_itself_and_with_nothing) {
    CHECK(text_begins(of("names.en.tsv"), "names."));
    CHECK(text_ends(of("names.en.tsv"), ".tsv"));
    CHECK(text_begins(of(".tsv"), ".tsv") && text_ends(of(".tsv"), ".tsv"));
    CHECK(text_begins(of("a"), "") && text_ends(of("a"), ""));
    CHECK(!text_begins(of("name"), "names."));
    CHECK(!text_ends(of("tsv"), ".tsv"));
}

TEST(texts_have_an_order_in_which_the_beginning_of_one_comes_first) {
    CHECK(text_order(of("Italy"), of("Japan")) < 0);
    CHECK(text_order(of("Japan"), of("Italy")) > 0);
    CHECK(text_order(of("Oman"), of("Oman")) == 0);
    CHECK(text_order(of("Niger"), of("Nigeria")) < 0);
    CHECK(text_order(of(""), of("a")) < 0);
}

TEST(a_text_is_cut_between_characters) {
    CHECK_EQ(text_cut(of("Perú"), 5).length, 5);
    CHECK_EQ(text_cut(of("Perú"), 4).length, 3);
    CHECK_EQ(text_cut(of("Peru"), 3).length, 3);
    CHECK_EQ(text_cut(of("ú"), 0).length, 0);
}

TEST(a_buffer_holds_what_was_put_into_it) {
    buffer b = {0};
    CHECK_EQ(buffer_text(&b).length, 0);
    CHECK(drg_buffer_append(&b, of("Treaty")) && drg_buffer_append(&b, (drg_text){0}) &&
          drg_buffer_append(&b, of(" of Riga")));
    CHECK(text_is(buffer_text(&b), "Treaty of Riga"));
    VECTOR_CLEAR(b);
}
