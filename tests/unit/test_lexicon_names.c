/* Names found in a text. */
#include "gazetteer_folder.h"

#include "lexicon/name_match.h"

typedef struct {
    folders folders;
    word_tests *tests;
    words *words;
    token_vector tokens;
    char found[4096];
} fixture;

static const char *const names_en = "id\tname\tform\tcase\tinflect\n"
                                    "COD\tCongo\n"
                                    "COD\tDemocratic Republic of the Congo\n"
                                    "COG\tCongo\n"
                                    "GNB\tGuinea-Bissau\n"
                                    "GIN\tGuinea\n"
                                    "USA\tUS\tacronym\texact\n"
                                    "USA\tU.S.\tacronym\texact\n"
                                    "RUS\tRussia\n"
                                    "RUS\tRussian\tdemonym\t\tplural\n"
                                    "CIV\tCôte d’Ivoire\n"
                                    "TRT\tNon-Proliferation Treaty\n";

static void begin_in(fixture *f, const char *language) {
    *f = (fixture){0};
    write_table(&f->folders, "own", "country/entries.tsv", "id\nCOD\nCOG\nGNB\nGIN\nUSA\nRUS\nCIV\nTRT\n");
    write_table(&f->folders, "own", "country/names.en.tsv", names_en);
    write_table(&f->folders, "own", "country/names.ru.tsv",
                "id\tname\tcase\tinflect\nTRT\tДоговор о дружбе\tany\tstem\nRUS\tРоссийский\texact\tstem\n");
    write_table(&f->folders, "own", "abbreviation/entries.tsv", "name\nMr.\n");
    write_table(&f->folders, "own", "title/entries.tsv", "name\nMr.\nMr. President\n");
    read_folders(&f->folders, "own", NULL);
    CHECK_EQ(f->folders.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f->folders.messages), 0);
    CHECK_EQ(drg_word_tests_new(drg_text_of(language), &f->tests), DRG_OK);
    CHECK_EQ(drg_words_new(f->folders.vocabulary, f->folders.gazetteer, f->tests, drg_text_of(language), &f->words),
             DRG_OK);
}

static void begin(fixture *f) {
    begin_in(f, "en");
}

static void end(fixture *f) {
    VECTOR_CLEAR(f->tokens);
    drg_words_free(f->words);
    drg_word_tests_free(f->tests);
    clear_folders(&f->folders);
}

/* All names of a text: "ID:text ID:text". */
static const char *find(fixture *f, const char *text) {
    const gazetteer *g = f->folders.gazetteer;
    name_match matches[NAMES_AT_TOKEN];
    size_t length = 0;
    *f->found = '\0';
    CHECK_EQ(drg_tokenize(drg_text_of(text), drg_gazetteer_abbreviations(g), &f->tokens), DRG_OK);
    CHECK_EQ(drg_words_look_up(f->words, drg_text_of(text), &f->tokens), DRG_OK);
    for (uint32_t i = 0; i < f->tokens.count; i++) {
        const uint32_t count = drg_name_matches(g, f->words, &f->tokens, i, matches);
        for (uint32_t j = 0; j < count && length < sizeof f->found - 200; j++) {
            const gazetteer_name *n = drg_gazetteer_name(g, matches[j].name.n);
            const drg_text id = drg_gazetteer_id(g, n->entry.n);
            const token first = f->tokens.items[i], last = f->tokens.items[i + matches[j].token_count - 1];
            length += (size_t)sprintf(f->found + length, "%s%.*s:%.*s", length ? " " : "", (int)id.length, id.bytes,
                                      (int)(last.end_byte - first.start_byte), text + first.start_byte);
        }
    }
    return f->found;
}

TEST(names_of_all_lengths_and_entries_are_found) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "in Guinea-Bissau today"), "GIN:Guinea GNB:Guinea-Bissau");
    CHECK_STRING(find(&f, "the Democratic Republic of the Congo"),
                 "COD:Democratic Republic of the Congo COD:Congo COG:Congo");
    CHECK_STRING(find(&f, "the Democratic Republic of Congo"), "COD:Congo COG:Congo");
    CHECK_STRING(find(&f, "Democratic Republic of the"), "");
    CHECK_STRING(find(&f, ""), "");
    end(&f);
}

TEST(case_width_and_accents_do_not_matter) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "RUSSIA russia"), "RUS:RUSSIA RUS:russia");
    CHECK_STRING(find(&f, "COTE D'IVOIRE"), "CIV:COTE D'IVOIRE");
    CHECK_STRING(find(&f, "Russ ia Prussia Russias"), "");
    end(&f);
}

TEST(exact_names_want_their_case) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "the US and us and Us"), "USA:US");
    CHECK_STRING(find(&f, "the U.S. said"), "USA:U.S.");
    CHECK_STRING(find(&f, "u.s. policy"), "");
    end(&f);
}

TEST(plurals_are_names_of_their_own_language) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "Russian Russians"), "RUS:Russian RUS:Russians");
    end(&f);
    begin_in(&f, "en-GB");
    CHECK_STRING(find(&f, "Russian Russians"), "RUS:Russian RUS:Russians");
    end(&f);
    begin_in(&f, "fr");
    CHECK_STRING(find(&f, "Russian Russians"), "RUS:Russian");
    end(&f);
}

TEST(stems_are_met_in_documents_of_their_language) {
    fixture f;
    begin_in(&f, "ru");
    CHECK_STRING(find(&f, "Договора о дружбе"), "TRT:Договора о дружбе");
    CHECK_STRING(find(&f, "Договор о дружбе"), "TRT:Договор о дружбе"); /* once, though both tries have it */
    CHECK_STRING(find(&f, "Договора о"), "");
    CHECK_STRING(find(&f, "Российского российского"), "RUS:Российского"); /* exact: of its shape */
    end(&f);
    begin(&f);
    CHECK_STRING(find(&f, "Договора о дружбе"), "");
    CHECK_STRING(find(&f, "Договор о дружбе"), "TRT:Договор о дружбе"); /* as it is written, in any document */
    end(&f);
}

TEST(a_name_goes_on_in_the_next_line_but_not_in_the_next_block) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "the Democratic Republic of\nthe Congo signed it, and others did not"),
                 "COD:Democratic Republic of\nthe Congo COD:Congo COG:Congo");
    CHECK_STRING(find(&f, "the Democratic Republic of\n\nthe Congo signed it"), "COD:Congo COG:Congo");
    end(&f);
}

TEST(a_hyphen_at_the_end_of_a_line_may_cut_a_word_or_a_name) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "so far in Rus-\nsia and elsewhere"), "RUS:Rus-\nsia");
    CHECK_STRING(find(&f, "the Democratic Repub-\nlic of the Congo"),
                 "COD:Democratic Repub-\nlic of the Congo COD:Congo COG:Congo");
    CHECK_STRING(find(&f, "the non-\nproliferation treaty stands"), "TRT:non-\nproliferation treaty");
    CHECK_STRING(find(&f, "the non-prolifer-\nation treaty stands"), "TRT:non-prolifer-\nation treaty");
    CHECK_STRING(find(&f, "the Democratic Republic of the con-\ngo stands"),
                 "COD:Democratic Republic of the con-\ngo COD:con-\ngo COG:con-\ngo");
    CHECK_STRING(find(&f, "the democratic-\nrepublic of the Congo"),
                 "COD:democratic-\nrepublic of the Congo COD:Congo COG:Congo");
    CHECK_STRING(find(&f, "so far in Rus- sia and elsewhere"), "");
    CHECK_STRING(find(&f, "so far in Rus-\n\nsia and elsewhere"), "");
    end(&f);
}

TEST(names_are_cut_with_the_abbreviations_of_the_gazetteer) {
    fixture f;
    begin(&f);
    CHECK_STRING(find(&f, "said Mr. President, and Mr President"), "Mr.:Mr. Mr.:Mr. Mr. President:Mr. President");
    end(&f);
}

/* A table of hyphens, and a text of them: forks are counted. */
TEST(no_table_makes_forks_without_end) {
    folders f = {0};
    char name[256] = "name\n";
    for (int i = 0; i < 31; i++) strcat(name, "a-");
    strcat(name, "a\n");
    for (int i = 0; i < 31; i++) strcat(name, "a ");
    strcat(name, "b\n");
    write_table(&f, "own", "hostile/entries.tsv", name);
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    char text[512] = "";
    for (int i = 0; i < 120; i++) strcat(text, "a-\n");
    strcat(text, "a");
    word_tests *tests;
    words *w;
    token_vector tokens = {0};
    name_match matches[NAMES_AT_TOKEN];
    REQUIRE(drg_word_tests_new(drg_text_of("en"), &tests) == DRG_OK);
    REQUIRE(drg_words_new(f.vocabulary, f.gazetteer, tests, drg_text_of("en"), &w) == DRG_OK);
    CHECK_EQ(drg_tokenize(drg_text_of(text), NULL, &tokens), DRG_OK);
    CHECK_EQ(drg_words_look_up(w, drg_text_of(text), &tokens), DRG_OK);
    for (uint32_t i = 0; i < tokens.count; i++) CHECK(drg_name_matches(f.gazetteer, w, &tokens, i, matches) <= 2);
    VECTOR_CLEAR(tokens);
    drg_words_free(w);
    drg_word_tests_free(tests);
    clear_folders(&f);
}
