/* Titles by their words: what counts, what does not, and what a key finds. */
#include "gazetteer_folder.h"

#include "lexicon/fold.h"
#include "lexicon/titles.h"

static void begin(folders *f) {
    write_table(f, "own", "treaty/entries.tsv",
                "# label Treaty\nid\ttitle\tsigned\n"
                "bees\tConvention on the Protection of Wild Bees\t1950\n"
                "fish-1950\tAgreement on Co-operation in Fishing\t1950\n"
                "fish-1960\tAgreement on Cooperation in Fishing\t1960\n"
                "honey\t\t1970\n"
                "peru-fiji\tAgreement between Peru and Fiji on Wells\t1980\n");
    write_table(
        f, "own", "treaty/names.en.tsv",
        "id\tname\nhoney\tHoney Charter\nhoney\tHC\nhoney\tHoney\nbees\tConvention on the Protection of Wild Bees\n");
    write_table(f, "own", "town/entries.tsv", "# label Place\nid\tmayor\nbonn\tHoney Pact\n");
    write_table(f, "own", "title_filler/entries.tsv", "name\nthe\non\nof\nand\nbetween\nin\nPeru\nFiji\nfor\nCôte\n");
    read_folders(f, "own", NULL);
    CHECK_EQ(f->status, DRG_OK);
}

/* Cut at blanks and hyphens. */
static title_words words_of(const folders *f, const char *title) {
    title_words words = {0};
    buffer folded = {0}, stem = {0};
    stemmer *s;
    if (drg_stemmer_new(drg_text_of("en"), &s) != DRG_OK) abort();
    for (bool joined = false; *title;) {
        const size_t length = strcspn(title, " -");
        if (drg_fold((drg_text){title, length}, &folded) != DRG_OK) abort();
        if (drg_stem(s, (drg_text){title, length}, &stem) != DRG_OK) abort();
        drg_title_add(f->gazetteer, &words, buffer_text(&folded), buffer_text(&stem), joined);
        joined = title[length] == '-';
        title += length + (title[length] != '\0');
    }
    drg_stemmer_free(s);
    VECTOR_CLEAR(folded);
    VECTOR_CLEAR(stem);
    return words;
}

/* The ids that a title finds, with blanks between them. */
static const char *found(const folders *f, const char *title) {
    static char ids[200];
    uint32_t first;
    const title_words words = words_of(f, title);
    const uint32_t count = drg_titles_count(f->gazetteer, &words, &first);
    *ids = '\0';
    for (uint32_t i = first; i < first + count; i++) {
        const drg_text id = drg_gazetteer_id(f->gazetteer, drg_titles_entry(f->gazetteer, i));
        snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s%.*s", *ids ? " " : "", (int)id.length, id.bytes);
    }
    return ids;
}

TEST(the_words_of_a_title_find_it_in_any_order) {
    folders f = {0};
    begin(&f);
    CHECK_STRING(found(&f, "Convention on the Protection of Wild Bees"), "bees");
    CHECK_STRING(found(&f, "Wild Bees Protection Convention"), "bees");
    CHECK_STRING(found(&f, "convention for the protection of the wild bee"), "bees");
    clear_folders(&f);
}

TEST(no_word_may_be_missing_and_none_more_be_there) {
    folders f = {0};
    begin(&f);
    CHECK_STRING(found(&f, "Convention on the Protection of Bees"), "");
    CHECK_STRING(found(&f, "Convention on the Protection of Wild Bees and Ants"), "");
    CHECK_STRING(found(&f, "Wild Wild Bees Protection Convention"), "");
    CHECK_STRING(found(&f, "of the"), "");
    CHECK_STRING(found(&f, ""), "");
    clear_folders(&f);
}

TEST(years_and_fillers_do_not_count) {
    folders f = {0};
    begin(&f);
    CHECK_STRING(found(&f, "1950 Convention on the Protection of Wild Bees"), "bees");
    CHECK_STRING(found(&f, "Agreement on Wells between Fiji and Peru"), "peru-fiji");
    CHECK_STRING(found(&f, "Agreement on Wells 19"), "");
    CHECK_EQ(words_of(&f, "the Treaty of 1950").count, 1);
    CHECK_EQ(words_of(&f, "the cote").count, 0);
    clear_folders(&f);
}

TEST(a_hyphen_joins_words) {
    folders f = {0};
    begin(&f);
    CHECK_STRING(found(&f, "Agreement on Cooperation in Fishing"), "fish-1950 fish-1960");
    CHECK_STRING(found(&f, "Agreement on Co-operation in Fishing"), "fish-1950 fish-1960");
    CHECK_STRING(found(&f, "Agreement on Co operation in Fishing"), "");
    CHECK_EQ(words_of(&f, "Co-operation").count, 1);
    CHECK_EQ(words_of(&f, "Peru-Fiji-Pact").count, 1);
    clear_folders(&f);
}

TEST(names_of_two_words_are_titles_and_only_those_of_lists_with_titles) {
    folders f = {0};
    begin(&f);
    CHECK_STRING(found(&f, "Charter of Honey"), "honey");
    CHECK_STRING(found(&f, "HC"), "");
    CHECK_STRING(found(&f, "Honey"), "");
    CHECK_STRING(found(&f, "Honey Pact"), "");
    clear_folders(&f);
}

TEST(without_titles_there_are_none) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "# label Country\nid\nRUS\n");
    read_folders(&f, "own", NULL);
    CHECK_STRING(found(&f, "Treaty on Bees"), "");
    clear_folders(&f);
}
