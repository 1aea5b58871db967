/* What a pack was made from: what changes is found, and what does not change is not read. */
#include "gazetteer_folder.h"

#include <fcntl.h>
#include <time.h>

#include "pack/sources.h"

typedef struct {
    folders f;
    source_list list;
    char rules[128], gazetteers[128];
    const char *rule_folders[1], *gazetteer_folders[1];
    drg_sources sources;
    char why[512];
} bench;

/* When it was written: long ago. */
static void age(const bench *b, const char *file, long seconds) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", b->f.root, file);
    const struct timespec times[2] = {
        {1000000000,           5},
        {1000000000 + seconds, 5}
    };
    if (utimensat(AT_FDCWD, path, times, 0) != 0) abort();
}

static void age_all(const bench *b) {
    static const char *const files[] = {
        "rules/en/x.rules", "rules/labels.rules", "rules/en", "rules", "lists/a/names.en.tsv", "lists/a/entries.tsv",
        "lists/a",          "lists/b.txt",        "lists"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) age(b, files[i], 0);
}

/* Lets a while go by, so that the time of what was done last proves something. */
static void wait_a_while(void) {
    nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
}

static void take(bench *b) {
    drg_sources_clear(&b->list);
    if (drg_sources_take(&b->sources, &b->list) != DRG_OK) abort();
}

static void set_up(bench *b) {
    *b = (bench){0};
    write_table(&b->f, "rules", "labels.rules", "stages names\n");
    write_table(&b->f, "rules", "en/x.rules", "language en\n");
    write_table(&b->f, "lists", "a/entries.tsv", "id\nx\n");
    write_table(&b->f, "lists", "a/names.en.tsv", "id\tname\nx\tX\n");
    write_table(&b->f, "lists", "a/README.md", "nothing\n");
    write_table(&b->f, "lists", "b.txt", "name\n");
    snprintf(b->rules, sizeof b->rules, "%s/rules", b->f.root);
    snprintf(b->gazetteers, sizeof b->gazetteers, "%s/lists", b->f.root);
    b->rule_folders[0] = b->rules;
    b->gazetteer_folders[0] = b->gazetteers;
    b->sources = (drg_sources){.rule_folders = b->rule_folders,
                               .rule_folder_count = 1,
                               .gazetteer_folders = b->gazetteer_folders,
                               .gazetteer_folder_count = 1};
    age_all(b);
    wait_a_while();
    take(b);
}

static void tear_down(bench *b) {
    drg_sources_clear(&b->list);
    clear_folders(&b->f);
}

static sources_answer compare(bench *b) {
    *b->why = '\0';
    return drg_sources_compare(&b->list, &b->sources, b->why, sizeof b->why);
}

static bool says(const bench *b, const char *words) {
    if (strstr(b->why, words)) return true;
    printf("# it says: %s\n", b->why);
    return false;
}

TEST(what_is_read_is_listed_and_nothing_else) {
    bench b;
    set_up(&b);
    static const char *const expected[] = {
        "", "en", "en/x.rules", "labels.rules", "", "a", "a/entries.tsv", "a/names.en.tsv", "b.txt"};
    CHECK_EQ(b.list.items.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < b.list.items.count && i < sizeof expected / sizeof *expected; i++) {
        CHECK_STRING(b.list.paths.items + b.list.items.items[i].path, expected[i]);
        CHECK_EQ(b.list.items.items[i].is_young, 0);
    }
    CHECK_EQ(compare(&b), SOURCES_SAME);
    tear_down(&b);
}

TEST(a_touched_file_is_the_same_by_its_bytes) {
    bench b;
    set_up(&b);
    age(&b, "rules/en/x.rules", 77);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    age(&b, "rules/en/x.rules", 0); /* the time at which that was done is another */
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    wait_a_while();
    take(&b);
    CHECK_EQ(compare(&b), SOURCES_SAME);
    age(&b, "lists/a", 77);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    tear_down(&b);
}

TEST(a_changed_file_is_told) {
    bench b;
    set_up(&b);
    write_table(&b.f, "rules", "en/x.rules", "language fr\n"); /* of the same length */
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/en/x.rules has changed"));
    write_table(&b.f, "rules", "en/x.rules", "language en\n\n");
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    write_table(&b.f, "rules", "en/x.rules", "language en\n");
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    tear_down(&b);
}

TEST(a_changed_file_whose_time_was_set_back_is_told) {
    bench b;
    set_up(&b);
    write_table(&b.f, "rules", "en/x.rules", "language fr\n"); /* of the same length */
    age_all(&b);
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/en/x.rules has changed"));
    tear_down(&b);
}

TEST(what_was_added_or_removed_is_told) {
    bench b;
    set_up(&b);
    write_table(&b.f, "lists", "a/names.fr.tsv", "id\tname\n");
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/lists/a/names.fr.tsv was added"));
    char path[256], other[256];
    snprintf(path, sizeof path, "%s/lists/a/names.fr.tsv", b.f.root);
    REQUIRE(unlink(path) == 0);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    write_table(&b.f, "rules", "fr/y.rules", "language fr\n");
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/fr was added"));
    age(&b, "rules", 0); /* to set a time back hides nothing */
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/fr was added"));
    take(&b);
    snprintf(path, sizeof path, "%s/rules/fr/y.rules", b.f.root);
    snprintf(other, sizeof other, "%s/rules/fr/z.rules", b.f.root);
    REQUIRE(rename(path, other) == 0);
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/fr/z.rules was added"));
    REQUIRE(unlink(other) == 0);
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/rules/fr/y.rules was removed"));
    tear_down(&b);
}

TEST(what_is_not_read_does_not_matter) {
    bench b;
    set_up(&b);
    write_table(&b.f, "lists", "a/README.md", "something else\n");
    write_table(&b.f, "lists", "a/.hidden.tsv", "x\n");
    write_table(&b.f, "lists", "__pycache__/x.tsv", "x\n");
    write_table(&b.f, "rules", "en/x.rules~", "x\n");
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    tear_down(&b);
}

TEST(a_young_time_proves_nothing) {
    bench b;
    set_up(&b);
    write_table(&b.f, "rules", "en/x.rules", "language en\n");
    take(&b);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    char path[256];
    snprintf(path, sizeof path, "%s/rules/en/x.rules", b.f.root);
    struct stat about;
    REQUIRE(stat(path, &about) == 0);
    write_table(&b.f, "rules", "en/x.rules", "language fr\n");
    const struct timespec times[2] = {about.st_atim, about.st_mtim};
    REQUIRE(utimensat(AT_FDCWD, path, times, 0) == 0); /* as if both had been written in one tick */
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    age(&b, "rules/en/x.rules", 3000000000L); /* long after today */
    take(&b);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    tear_down(&b);
}

TEST(the_same_bytes_elsewhere_are_the_same) {
    bench b;
    set_up(&b);
    write_table(&b.f, "copy", "labels.rules", "stages names\n");
    write_table(&b.f, "copy", "en/x.rules", "language en\n");
    snprintf(b.rules, sizeof b.rules, "%s/copy", b.f.root);
    CHECK_EQ(compare(&b), SOURCES_SAME_BYTES);
    b.sources.gazetteer_folder_count = 0;
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "it was made from 1 and 1 folders"));
    b.sources.gazetteer_folder_count = 1;
    snprintf(b.rules, sizeof b.rules, "%s/nowhere", b.f.root);
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/nowhere cannot be read"));
    tear_down(&b);
}

/* What a pack says that its sources are: written, altered, and read. */
static drg_status read_altered(bench *b, size_t item, const char *path, uint32_t root) {
    source_item *one = &b->list.items.items[item];
    const source_item right = *one;
    const size_t count = b->list.paths.count;
    if (path) {
        one->path = (uint32_t)count;
        if (!VECTOR_RESERVE(b->list.paths, count + 64)) abort();
        strcpy(b->list.paths.items + count, path);
        b->list.paths.count += strlen(path) + 1;
    }
    one->root = root;
    transfer t = {0};
    drg_transfer_sources(&t, &b->list);
    source_list read = {0};
    transfer from = {.reads = true, .at = t.records.items, .end = t.records.items + t.records.count};
    drg_transfer_sources(&from, &read);
    b->list.paths.count = count;
    *one = right;
    drg_transfer_clear(&t);
    return from.status;
}

/* Whatever it named would be looked at, and read if it is as large as it says: /proc/kcore never ends. */
TEST(a_pack_names_nothing_but_what_lies_in_its_folders) {
    bench b;
    set_up(&b);
    const size_t last = b.list.items.count - 1; /* lists/b.txt */
    CHECK_EQ(read_altered(&b, last, NULL, 1), DRG_OK);
    CHECK_EQ(read_altered(&b, last, "b/c.txt", 1), DRG_OK);
    static const char *const wrong[] = {"/proc/kcore", "../b.txt", "b/../../c.txt", "b/./c.txt",
                                        "b//c.txt",    "b/",       ".b.txt",        "b/.c.txt"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_EQ(read_altered(&b, last, wrong[i], 1), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_altered(&b, last, "a", 1), DRG_BAD_KNOWLEDGE); /* it is there already: read as often as it is named */
    CHECK_EQ(read_altered(&b, last, "", 1), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_altered(&b, last, NULL, 2), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_altered(&b, 0, NULL, 1), DRG_BAD_KNOWLEDGE);
    tear_down(&b);
}

TEST(a_name_in_a_pack_says_nothing_to_the_terminal) {
    bench b;
    set_up(&b);
    strcpy(b.list.paths.items + b.list.items.items[b.list.items.count - 1].path, "b\x1b"
                                                                                 "c");
    CHECK_EQ(compare(&b), SOURCES_OTHER);
    CHECK(says(&b, "/lists/b?c was removed"));
    tear_down(&b);
}
