/* What tables say, folder over folder, and what is wrong with them. */
#include "gazetteer_folder.h"

static const gazetteer_list *list_of(const folders *f, const char *name) {
    const list_id list = drg_gazetteer_find_list(f->gazetteer, drg_text_of(name));
    static const gazetteer_list none;
    return list.n == NO_ID ? &none : &drg_gazetteer_lists(f->gazetteer)[list.n];
}

/* The list's entry of an id; NO_ID if there is none. */
static entry_id entry_of(const folders *f, const char *list, const char *id) {
    const gazetteer_list *l = list_of(f, list);
    for (uint32_t i = l->first_entry; i < l->first_entry + l->entry_count; i++) {
        if (text_is(drg_gazetteer_id(f->gazetteer, i), id)) return (entry_id){i};
    }
    return (entry_id){NO_ID};
}

static uint32_t name_count(const folders *f, const char *list, const char *id) {
    const entry_id e = entry_of(f, list, id);
    return e.n == NO_ID ? NO_ID : drg_gazetteer_names_of(f->gazetteer, e.n);
}

/* Name i of an entry that there is. */
static gazetteer_name name_of(const folders *f, const char *list, const char *id, uint32_t i) {
    const entry_id e = entry_of(f, list, id);
    return *drg_gazetteer_name(f->gazetteer, drg_gazetteer_entry(f->gazetteer, e.n)->first_name + i);
}

static name_origin origin_of(const folders *f, const char *list, const char *id, uint32_t i) {
    const entry_id e = entry_of(f, list, id);
    return drg_gazetteer_origin(f->gazetteer, drg_gazetteer_entry(f->gazetteer, e.n)->first_name + i);
}

static drg_text value_of(const folders *f, const char *list, const char *id, const char *key) {
    return drg_gazetteer_attribute(f->gazetteer, entry_of(f, list, id), drg_text_of(key));
}

TEST(entries_have_attributes_and_names) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "# label Country\nid\talpha2\tnumeric\nRUS\tRU\t643\nPRK\tKP\n");
    write_table(&f, "own", "country/names.en.tsv",
                "id\tname\tform\tcase\tinflect\tweight\nRUS\tRussia\tname\nPRK\tDPRK\tacronym\texact\tnone\t1.5\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    CHECK_TEXT(list_of(&f, "country")->label, "Country");
    CHECK_EQ(list_of(&f, "country")->entry_count, 2);
    CHECK_TEXT(value_of(&f, "country", "RUS", "numeric"), "643");
    CHECK_TEXT(value_of(&f, "country", "PRK", "numeric"), "");
    CHECK_EQ(name_count(&f, "country", "PRK"), 1);
    const gazetteer_name n = name_of(&f, "country", "PRK", 0);
    const name_origin from = origin_of(&f, "country", "PRK", 0);
    CHECK_TEXT(from.text, "DPRK");
    CHECK_TEXT(from.form, "acronym");
    CHECK_TEXT(from.language, "en");
    CHECK_TEXT(from.file, "country/names.en.tsv");
    CHECK_EQ(from.line, 3);
    CHECK(n.exact && n.weight > 1.49f && n.weight < 1.51f);
    CHECK(name_of(&f, "country", "RUS", 0).weight > 1.99f);
    clear_folders(&f);
}

TEST(an_attribute_of_several_values_is_one_after_another) {
    folders f = {0};
    write_table(&f, "own", "treaty/entries.tsv", "id\tparties[]\tkind\nx\tRUS|PRK|\ttreaty\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    REQUIRE(drg_gazetteer_attribute_count(f.gazetteer, 0) == 3);
    attribute a[3];
    for (uint32_t i = 0; i < 3; i++) a[i] = drg_gazetteer_attribute_at(f.gazetteer, 0, i);
    CHECK_TEXT(a[0].key, "parties");
    CHECK_TEXT(a[0].value, "RUS");
    CHECK_TEXT(a[1].value, "PRK");
    CHECK(a[0].of_list && a[1].of_list && !a[2].of_list);
    CHECK(a[0].key.bytes == a[1].key.bytes);
    clear_folders(&f);
}

TEST(an_entry_may_be_its_own_name) {
    folders f = {0};
    write_table(&f, "own", "title/entries.tsv", "name\tsex\tcase\nMr.\tm\texact\nDame\tf\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_TEXT(list_of(&f, "title")->label, "");
    CHECK_TEXT(origin_of(&f, "title", "Mr.", 0).text, "Mr.");
    CHECK(name_of(&f, "title", "Mr.", 0).exact && !name_of(&f, "title", "Dame", 0).exact);
    CHECK_TEXT(value_of(&f, "title", "Dame", "sex"), "f");
    clear_folders(&f);
}

TEST(plurals_follow_their_singulars_unless_they_are_written_out) {
    folders f = {0};
    write_table(&f, "own", "instrument/entries.tsv", "id\ntreaty\nmemorandum\n");
    write_table(&f, "own", "instrument/names.en.tsv",
                "id\tname\tinflect\ntreaty\ttreaty\tplural\nmemorandum\tmemorandum\tplural\nmemorandum\tmemoranda\nmemo"
                "randum\tmemorandums\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(name_count(&f, "instrument", "treaty"), 2);
    CHECK_TEXT(origin_of(&f, "instrument", "treaty", 1).text, "treaties");
    CHECK(name_of(&f, "instrument", "treaty", 1).derived && !name_of(&f, "instrument", "treaty", 0).derived);
    CHECK_EQ(name_count(&f, "instrument", "memorandum"), 3);
    clear_folders(&f);
}

TEST(crlf_and_a_byte_order_mark_are_no_matter) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "\xEF\xBB\xBF# label Country\r\nid\talpha2\r\nRUS\tRU\r\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    CHECK_TEXT(list_of(&f, "country")->label, "Country");
    CHECK_TEXT(value_of(&f, "country", "RUS", "alpha2"), "RU");
    clear_folders(&f);
}

TEST(split_tables_are_one_list) {
    folders f = {0};
    write_table(&f, "own", "place/entries.tsv", "# label Place\nid\tkind\noslo\tcapital\n");
    write_table(&f, "own", "place/entries.share-alike.tsv", "id\tcountry\nbergen\tNOR\n");
    write_table(&f, "own", "place/names.en.share-alike.tsv", "id\tname\nbergen\tBergen\n");
    write_table(&f, "own", "place/README.md", "about\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    CHECK_EQ(list_of(&f, "place")->entry_count, 2);
    CHECK_TEXT(origin_of(&f, "place", "bergen", 0).language, "en");
    clear_folders(&f);
}

TEST(a_later_folder_replaces_entries_and_keeps_and_adds_names) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "# label Country\nid\talpha2\nRUS\tRU\nPRK\tKP\n");
    write_table(&f, "own", "country/names.en.tsv", "id\tname\tweight\nRUS\tRussia\t2\nPRK\tNorth Korea\n");
    write_table(&f, "user", "country/entries.tsv", "id\tfull\nRUS\tRussian Federation\n");
    write_table(&f, "user", "country/names.en.tsv", "id\tname\tweight\nRUS\tMuscovy\t1\nRUS\tRussia\t0.5\n");
    read_folders(&f, "own", "user");
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    CHECK_TEXT(list_of(&f, "country")->label, "Country");
    CHECK_TEXT(value_of(&f, "country", "RUS", "alpha2"), "");
    CHECK_TEXT(value_of(&f, "country", "RUS", "full"), "Russian Federation");
    CHECK_TEXT(value_of(&f, "country", "PRK", "alpha2"), "KP");
    CHECK_EQ(name_count(&f, "country", "RUS"), 2);
    CHECK(name_of(&f, "country", "RUS", 0).weight < 0.51f); /* the same name, said anew */
    CHECK_TEXT(origin_of(&f, "country", "RUS", 1).text, "Muscovy");
    clear_folders(&f);
}

TEST(a_later_folder_removes) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\nPRK\nKOR\n");
    write_table(&f, "own", "country/names.en.tsv",
                "id\tname\tform\nRUS\tRussia\nRUS\tRF\tacronym\nPRK\tNorth Korea\nKOR\tKorea\n");
    write_table(&f, "user", "country/entries.tsv", "# remove PRK\n# remove KOR\n# remove nothing\nid\nKOR\n");
    write_table(&f, "user", "country/names.en.tsv", "# remove RUS\tRF\n# remove RUS\tR\nid\tname\nKOR\tSouth Korea\n");
    read_folders(&f, "own", "user");
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(entry_of(&f, "country", "PRK").n, NO_ID);
    CHECK_EQ(name_count(&f, "country", "RUS"), 1);
    CHECK_EQ(name_count(&f, "country", "KOR"), 1);
    CHECK_TEXT(origin_of(&f, "country", "KOR", 0).text, "South Korea");
    CHECK_EQ(drg_gazetteer_name_count(f.gazetteer), 2);
    CHECK_EQ(drg_messages_count(f.messages), 2); /* warnings: two are not there */
    CHECK_TEXT(message_text(&f, 0), "nothing to remove: there is no 'nothing'");
    clear_folders(&f);
}

TEST(lists_of_lines_and_csv_are_lists_too) {
    folders f = {0};
    write_table(&f, "own", "minister.txt", "# label Person\nIngrid Halvorsen\nOle Moe\nOle Moe\n");
    write_table(&f, "own", "river.csv", "name,id,country\n\"Congo, the\",congo,COD\nZaire,congo,\n");
    write_table(&f, "own", "sea.csv", "Baltic\nNorth Sea\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_TEXT(list_of(&f, "minister")->label, "Person");
    CHECK_EQ(list_of(&f, "minister")->entry_count, 2);
    CHECK_EQ(drg_messages_count(f.messages), 1); /* a warning: twice */
    CHECK_EQ(name_count(&f, "river", "congo"), 2);
    CHECK_TEXT(origin_of(&f, "river", "congo", 0).text, "Congo, the");
    CHECK_TEXT(value_of(&f, "river", "congo", "country"), "COD");
    CHECK_EQ(name_count(&f, "sea", "Baltic"), 1);
    CHECK_EQ(list_of(&f, "sea")->entry_count, 2);
    clear_folders(&f);
}

TEST(patterns_of_the_entity_ruler_are_lists) {
    folders f = {0};
    write_table(&f, "own", "ours.jsonl",
                "{\"label\": \"GPE\", \"pattern\": \"Ruritania\", \"id\": \"rur\"}\n"
                "{\"label\": \"GPE\", \"pattern\": [{\"LOWER\": \"the\"}, {\"TEXT\": \"Kingdom\"}], \"id\": \"rur\"}\n"
                "{\"label\": \"ORG\", \"pattern\": [{\"ORTH\": \"UN\"}]}\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_TEXT(list_of(&f, "ours-GPE")->label, "GPE");
    CHECK_TEXT(list_of(&f, "ours-ORG")->label, "ORG");
    CHECK_EQ(name_count(&f, "ours-GPE", "rur"), 2);
    const gazetteer_name n = name_of(&f, "ours-GPE", "rur", 1);
    CHECK_TEXT(origin_of(&f, "ours-GPE", "rur", 1).text, "the Kingdom");
    CHECK_EQ(n.word_count, 2);
    CHECK_EQ(drg_gazetteer_words(f.gazetteer, &n)[0].n, 0); /* in any case */
    CHECK(drg_gazetteer_words(f.gazetteer, &n)[1].n != 0);
    CHECK_EQ(name_count(&f, "ours-ORG", "UN"), 1);
    clear_folders(&f);
}

TEST(patterns_of_one_label_are_one_list) {
    folders f = {0};
    write_table(&f, "own", "ours.jsonl", "{\"label\": \"GPE\", \"pattern\": \"Ruritania\"}\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_TEXT(list_of(&f, "ours")->label, "GPE");
    clear_folders(&f);
}

/* Wrong tables: what is said, and that the rest is still read ------------------------------------------------------ */

/* One wrong table beside a right list; its one message. */
static void check_message(const char *file, const char *text, const char *expected, uint32_t line, uint32_t column) {
    folders f = {0};
    write_table(&f, "own", "right/entries.tsv", "name\nword\n");
    if (strstr(file, "names.")) write_table(&f, "own", "wrong/entries.tsv", "id\nRUS\nPRK\n");
    write_table(&f, "own", file, text);
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_count(f.messages), 1);
    CHECK_TEXT(message_text(&f, 0), expected);
    if (drg_messages_count(f.messages)) {
        const drg_message m = drg_messages_get(f.messages, 0);
        CHECK_EQ(m.line, line);
        CHECK_EQ(m.column, column);
        CHECK_EQ(m.severity, DRG_ERROR);
    }
    if (f.gazetteer) CHECK_EQ(name_count(&f, "right", "word"), 1);
    else CHECK(f.gazetteer != NULL);
    clear_folders(&f);
}

TEST(wrong_columns_are_told) {
    check_message("wrong/names.en.tsv", "id\tform\nRUS\tname\n", "missing column 'name'", 1, 1);
    check_message("wrong/names.en.tsv", "name\nRussia\n", "missing column 'id'", 1, 1);
    check_message("wrong/names.en.tsv", "id\tname\talpha2\nRUS\tRussia\tRU\n", "unknown column 'alpha2'", 1, 9);
    check_message("wrong/names.en.tsv", "id\tname\tname\n", "there is already a column 'name'", 1, 9);
    check_message("wrong/entries.tsv", "alpha2\nRU\n", "missing column 'id'", 1, 1);
    check_message("wrong/entries.tsv", "id\tweight\nRU\t1\n", "the column 'weight' without a column 'name'", 1, 1);
    check_message("wrong/entries.tsv", "id\tAlpha 2\nRU\t1\n", "an attribute cannot be named 'Alpha 2'", 1, 4);
    check_message("wrong/entries.tsv", "id\tx[]\tx\n", "there is already a column 'x'", 1, 8);
    check_message("wrong/entries.tsv", "id\t\tx\n", "an attribute cannot be named ''", 1, 4);
}

TEST(wrong_rows_are_told) {
    check_message("wrong/entries.tsv", "id\nRUS\nRUS\n",
                  "the id 'RUS' stands twice in the list (first: wrong/entries.tsv:2)", 3, 1);
    check_message("wrong/entries.tsv", "id\talpha2\nRUS\tRU\tx\n",
                  "a cell behind the last column (there are 2 columns, and 3 cells)", 2, 8);
    check_message("wrong/entries.tsv", "id\talpha2\n\tRU\n", "an empty id", 2, 1);
    check_message("wrong/entries.tsv", "name\tsex\n\tm\n", "an empty name", 2, 1);
    check_message("wrong/entries.tsv", "id\na\rb\n", "a carriage return inside a line", 2, 2);
    check_message("wrong/names.en.tsv", "id\tname\nRSU\tRussia\n", "a name of an unknown id 'RSU'", 2, 1);
    check_message("wrong/names.en.tsv", "id\tname\nRUS\n", "an empty name", 2, 4);
    check_message("wrong/names.en.tsv", "id\tname\tcase\nRUS\tRussia\tExact\n", "'Exact' is no case", 2, 12);
    check_message("wrong/names.en.tsv", "id\tname\tinflect\nRUS\tRussia\tyes\n", "'yes' is no inflection", 2, 12);
    check_message("wrong/names.en.tsv", "id\tname\tweight\nRUS\tRussia\t1,5\n", "'1,5' is no weight", 2, 12);
    check_message("wrong/names.en.tsv", "id\tname\tweight\nRUS\tRussia\t-\n", "'-' is no weight", 2, 12);
    check_message("wrong/names.ru.tsv", "id\tname\tinflect\nRUS\tРоссия\tplural\n",
                  "'plural' is no inflection of this language", 2, 12);
    check_message("wrong/names.en.tsv", "id\tname\nRUS\t\xE2\x80\x8B\n", "a name without words", 2, 5);
}

TEST(wrong_labels_are_told) {
    check_message("wrong/entries.tsv", "# label A\n# label B\nid\nx\n", "the list has the label 'A' already", 2, 3);
    check_message("wrong/entries.tsv", "id\n# label A\nx\n", "'# label' stands below the line of columns", 2, 3);
}

TEST(comments_that_only_look_like_orders_are_comments) {
    folders f = {0};
    write_table(&f, "own", "a/entries.tsv", "# label of the list: none\n# labels A\n#labelled A\n# removed x\nid\nx\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    CHECK_TEXT(list_of(&f, "a")->label, "");
    clear_folders(&f);
}

TEST(wrong_json_is_told) {
    check_message("wrong.jsonl", "{\"label\": \"A\"\n", "the line is no JSON object", 1, 1);
    check_message("wrong.jsonl", "{\"pattern\": \"x\"}\n", "no \"label\"", 1, 1);
    check_message("wrong.jsonl", "{\"label\": \"A\"}\n", "no \"pattern\"", 1, 1);
    check_message("wrong.jsonl", "{\"label\": \"A\", \"pattern\": []}\n", "an empty pattern", 1, 1);
    check_message("wrong.jsonl", "\n{\"label\": \"A\", \"pattern\": [{\"LEMMA\": \"be\"}]}\n",
                  "a token may have LOWER, TEXT or ORTH, with a string, and nothing else", 2, 1);
    check_message("wrong.jsonl", "{\"label\": \"A\", \"pattern\": [{\"LOWER\": \"be\", \"OP\": \"*\"}]}\n",
                  "a token may have LOWER, TEXT or ORTH, with a string, and nothing else", 1, 1);
}

TEST(names_need_a_list) {
    folders f = {0};
    write_table(&f, "own", "country/names.en.tsv", "id\tname\nRUS\tRussia\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_TEXT(message_text(&f, 0), "names of a list without entries");
    clear_folders(&f);
}

TEST(a_folder_that_is_not_there_is_told) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
    read_folders(&f, "own", "nowhere");
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_count(f.messages), 1);
    CHECK_EQ(list_of(&f, "country")->entry_count, 1);
    clear_folders(&f);
}

TEST(a_folder_without_tables_is_told) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
    write_table(&f, "user", "notes/README.md", "nothing\n");
    read_folders(&f, "own", "user");
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_count(f.messages), 1);
    clear_folders(&f);
}

TEST(tables_in_the_wrong_place_are_told) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
    write_table(&f, "own", "country/name.en.tsv", "id\tname\nRUS\tRussia\n");
    write_table(&f, "own", "country/names.share-alike.tsv", "id\tname\nRUS\tRussia\n");
    write_table(&f, "own", "treaty.tsv", "id\nx\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 3); /* warnings */
    clear_folders(&f);
}

TEST(bytes_that_are_no_text_are_told) {
    folders f = {0};
    write_bytes(&f, "own", "a/entries.tsv", "id\n\xFFx\n", 6);
    write_bytes(&f, "own", "b/entries.tsv", "id\nx\0y\n", 7);
    write_table(&f, "own", "c/entries.tsv", "id\nx\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_count(f.messages), 2);
    CHECK_EQ(list_of(&f, "c")->entry_count, 1);
    clear_folders(&f);
}

TEST(a_name_of_a_hundred_thousand_words_is_an_error) {
    static char text[600000];
    folders f = {0};
    size_t length = (size_t)sprintf(text, "id\tname\nRUS\t");
    for (int i = 0; i < 100000; i++) length += (size_t)sprintf(text + length, "word ");
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
    write_table(&f, "own", "country/names.en.tsv", text);
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_count(f.messages), 1);
    CHECK_TEXT(message_text(&f, 0), "a name of more than 64 words");
    clear_folders(&f);
}

TEST(the_same_name_twice_is_a_warning_and_in_two_forms_none) {
    folders f = {0};
    write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
    write_table(&f, "own", "country/names.en.tsv",
                "id\tname\tform\nRUS\tRussia\tname\nRUS\tRussia\tname\nRUS\tRussia\tofficial\n");
    write_table(&f, "own", "country/names.fr.tsv", "id\tname\tform\nRUS\tRussia\tname\n");
    read_folders(&f, "own", NULL);
    CHECK_EQ(f.status, DRG_OK);
    CHECK_EQ(drg_messages_count(f.messages), 1);
    CHECK_EQ(name_count(&f, "country", "RUS"), 3);
    clear_folders(&f);
}
