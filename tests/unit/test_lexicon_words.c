/* Records of words. */
#include "gazetteer_folder.h"

#include "lexicon/words.h"

typedef struct {
    folders folders;
    word_tests *tests;
    words *words;
    token_vector tokens;
} fixture;

static void begin(fixture *f) {
    *f = (fixture){0};
    write_table(&f->folders, "own", "country/entries.tsv", "id\nRUS\n");
    write_table(&f->folders, "own", "country/names.en.tsv",
                "id\tname\tinflect\nRUS\tRussia\tnone\nRUS\tRussian Republic\tstem\n");
    read_folders(&f->folders, "own", NULL);
    CHECK_EQ(f->folders.status, DRG_OK);
    CHECK_EQ(drg_word_tests_new(drg_text_of("en"), &f->tests), DRG_OK);
    CHECK_EQ(drg_words_new(f->folders.vocabulary, f->folders.gazetteer, f->tests, drg_text_of("en"), &f->words),
             DRG_OK);
}

static void look_up(fixture *f, const char *text) {
    drg_words_begin(f->words);
    CHECK_EQ(drg_tokenize(drg_text_of(text), NULL, &f->tokens), DRG_OK);
    CHECK_EQ(drg_words_look_up(f->words, drg_text_of(text), &f->tokens), DRG_OK);
}

static word at(const fixture *f, size_t i) {
    return drg_words_records(f->words)[f->tokens.items[i].word];
}

static word_in_names names_at(const fixture *f, uint32_t i) {
    return drg_words_in_names(f->words)[at(f, i).in_names];
}

static void end(fixture *f) {
    VECTOR_CLEAR(f->tokens);
    drg_words_free(f->words);
    drg_word_tests_free(f->tests);
    clear_folders(&f->folders);
}

TEST(the_same_surface_has_one_record) {
    fixture f;
    begin(&f);
    look_up(&f, "Russia and russia and Russia");
    CHECK_EQ(f.tokens.items[0].word, f.tokens.items[4].word);
    CHECK(f.tokens.items[0].word != f.tokens.items[2].word);
    CHECK_EQ(f.tokens.items[1].word, f.tokens.items[3].word);
    CHECK_EQ(at(&f, 0).folded.n, at(&f, 2).folded.n);
    CHECK(at(&f, 0).exact.n != at(&f, 2).exact.n);
    CHECK_EQ(drg_words_count(f.words), 4);
    CHECK_EQ(drg_words_records(f.words)[0].exact.n, 0);
    end(&f);
}

TEST(forms_can_be_read_whether_the_knowledge_has_them_or_not) {
    fixture f;
    begin(&f);
    look_up(&f, "RUSSIA Ruritanians’");
    CHECK_TEXT(drg_words_text(f.words, at(&f, 0).exact), "RUSSIA");
    CHECK_TEXT(drg_words_text(f.words, at(&f, 0).folded), "russia");
    CHECK(at(&f, 0).folded.n < drg_vocabulary_count(f.folders.vocabulary));
    CHECK_TEXT(drg_words_text(f.words, at(&f, 1).exact), "Ruritanians");
    CHECK_TEXT(drg_words_text(f.words, at(&f, 1).stem), "ruritanian");
    CHECK(at(&f, 1).stem.n >= drg_vocabulary_count(f.folders.vocabulary));
    CHECK_TEXT(drg_words_text(f.words, (string_id){0}), "");
    end(&f);
}

TEST(a_word_knows_whether_a_name_begins_with_it) {
    fixture f;
    begin(&f);
    look_up(&f, "Russia Russians Republic");
    CHECK(names_at(&f, 0).name_node != 0);
    CHECK_EQ(names_at(&f, 0).stem_node, 0);
    CHECK_EQ(names_at(&f, 1).name_node, 0);
    CHECK(names_at(&f, 1).stem_node != 0); /* the stem of "Russian Republic"'s first word */
    CHECK_EQ(names_at(&f, 2).name_node, 0);
    CHECK_EQ(names_at(&f, 2).stem_node, 0);
    end(&f);
}

TEST(a_word_knows_whether_it_stands_behind_another_one_in_a_name) {
    fixture f;
    begin(&f);
    look_up(&f, "Russians Republic Russia is");
    CHECK((names_at(&f, 0).next_words & names_at(&f, 1).behind) != 0);
    CHECK_EQ(names_at(&f, 1).next_words, 0);
    CHECK_EQ(names_at(&f, 2).behind, 0);
    CHECK_EQ(at(&f, 3).in_names, 0);
    end(&f);
}

TEST(halves_of_a_broken_word_are_one_word_too) {
    fixture f;
    begin(&f);
    look_up(&f, "the Rus-\nsia of today, Russia-led");
    REQUIRE(f.tokens.items[2].flags & TOKEN_BREAK_HYPHEN);
    const uint32_t joined = drg_words_joined(f.words, 2);
    REQUIRE(joined != 0);
    CHECK_TEXT(drg_words_text(f.words, drg_words_records(f.words)[joined].folded), "russia");
    CHECK_EQ(drg_words_joined(f.words, 1), 0);
    end(&f);
}

TEST(a_word_longer_than_language_is_looked_at_as_itself) {
    fixture f;
    begin(&f);
    char text[1000];
    memset(text, 'A', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    look_up(&f, text);
    CHECK_EQ(f.tokens.count, 1);
    CHECK_TEXT(drg_words_text(f.words, at(&f, 0).folded), text);
    CHECK_EQ(at(&f, 0).folded.n, at(&f, 0).stem.n);
    CHECK(at(&f, 0).classes & WORD_UPPER);
    end(&f);
}

/* However many documents with words of their own: the same words mean the same afterwards. */
TEST(the_table_is_dropped_when_it_is_full) {
    fixture f;
    begin(&f);
    char text[64];
    const uint32_t drops_at = 200000;
    for (uint32_t i = 0; i < drops_at; i += 4) {
        snprintf(text, sizeof text, "w%u x%u y%u z%u", i, i, i, i);
        look_up(&f, text);
    }
    look_up(&f, "Russia");
    CHECK(drg_words_count(f.words) < drops_at);
    CHECK_TEXT(drg_words_text(f.words, at(&f, 0).exact), "Russia");
    CHECK(names_at(&f, 0).name_node != 0);
    end(&f);
}
