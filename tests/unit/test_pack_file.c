/* A pack as a file: what is written comes back, and what is wrong with a file is told. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack/pack.h"
#include "test.h"

#define NUMBERS 5000
#define BOUND 1000000

typedef struct { /* Toy knowledge. */
    drg_text name;
    uint32_t small;
    bool truth;
    VECTOR(uint16_t) plain;
    FLAT(uint32_t) numbers, others;
} toy;

/* flat_check */
static bool numbers_are_small(const void *of, size_t first, size_t end) {
    const toy *k = of;
    for (size_t i = first; i < end; i++)
        if (k->numbers.items[i] >= BOUND) return false;
    return true;
}

static void transfer_toy(transfer *t, toy *k) {
    drg_transfer_text(t, &k->name);
    drg_transfer_index(t, &k->small, 10);
    drg_transfer_bool(t, &k->truth);
    TRANSFER_PLAIN(t, k->plain, NULL, NULL);
    TRANSFER_FLAT(t, k->numbers, numbers_are_small, k);
    TRANSFER_FLAT(t, k->others, NULL, NULL);
}

typedef struct {
    char folder[64], path[128];
    drg_messages *messages;
    transfer written;
    pack pack;
    arena arena;
    toy made, read;
} bench;

static void clear_toy(toy *k) {
    VECTOR_CLEAR(k->plain);
    VECTOR_CLEAR(k->numbers);
    VECTOR_CLEAR(k->others);
}

static void set_up(bench *b) {
    *b = (bench){
        .folder = "/tmp/dragoman-test-XXXXXX", .made = {.name = drg_text_of("toy"), .small = 7, .truth = true}
    };
    if (!mkdtemp(b->folder) || drg_messages_new(&b->messages) != DRG_OK) abort();
    snprintf(b->path, sizeof b->path, "%s/toy.drg", b->folder);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        if (!VECTOR_PUSH(b->made.numbers, i * 3) || !VECTOR_PUSH(b->made.plain, (uint16_t)i)) abort();
        if (i < 3 && !VECTOR_PUSH(b->made.others, i + 1)) abort();
    }
    transfer_toy(&b->written, &b->made);
}

static void tear_down(bench *b) {
    drg_pack_unmap(&b->pack);
    drg_arena_clear(&b->arena);
    drg_transfer_clear(&b->written);
    clear_toy(&b->made);
    drg_messages_free(b->messages);
    unlink(b->path);
    rmdir(b->folder);
}

static drg_status save(bench *b) {
    return drg_pack_save(&b->written, b->path, b->messages);
}

/* Maps the pack and reads the toy. */
static drg_status load(bench *b) {
    drg_pack_unmap(&b->pack);
    drg_arena_clear(&b->arena);
    drg_messages_free(b->messages);
    if (drg_messages_new(&b->messages) != DRG_OK) abort();
    b->read = (toy){0};
    TRY(drg_pack_map(b->path, &b->pack, b->messages));
    transfer t;
    drg_pack_begin(&b->pack, &b->arena, &t);
    transfer_toy(&t, &b->read);
    return drg_pack_end(b->path, &t, b->messages);
}

static size_t size_of(const bench *b) {
    struct stat about;
    return stat(b->path, &about) == 0 ? (size_t)about.st_size : 0;
}

/* Changes one byte of the file; returns what it was. */
static uint8_t change(const bench *b, size_t at, uint8_t to) {
    FILE *file = fopen(b->path, "r+b");
    if (!file || fseek(file, (long)at, SEEK_SET) != 0) abort();
    const int was = getc(file);
    if (fseek(file, (long)at, SEEK_SET) != 0 || putc(to, file) == EOF || fclose(file) != 0) abort();
    return (uint8_t)was;
}

/* Does the last message hold these words? */
static bool told(const bench *b, const char *words) {
    const size_t count = drg_messages_count(b->messages);
    const drg_text text = count ? drg_messages_get(b->messages, count - 1).text : (drg_text){"", 0};
    char copy[512];
    snprintf(copy, sizeof copy, "%.*s", (int)text.length, text.bytes);
    if (strstr(copy, words)) return true;
    printf("# the message is: %s\n", copy);
    return false;
}

static bool is_as_made(bench *b) {
    if (!text_is(b->read.name, "toy") || b->read.small != 7 || !b->read.truth) return false;
    if (b->read.numbers.count != NUMBERS || b->read.others.count != 3 || b->read.plain.count != NUMBERS) return false;
    for (uint32_t i = 0; i < NUMBERS; i++)
        if (*FLAT_AT(b->read.numbers, i) != i * 3 || b->read.plain.items[i] != i) return false;
    return *FLAT_AT(b->read.others, 2) == 3;
}

TEST(what_is_written_is_read) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    CHECK_EQ(load(&b), DRG_OK);
    CHECK(is_as_made(&b));
    CHECK_EQ(b.pack.damaged_at, 0);
    tear_down(&b);
}

TEST(nothing_is_left_beside_a_pack_and_who_has_the_old_one_keeps_it) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    CHECK_EQ(load(&b), DRG_OK);
    CHECK_EQ(save(&b), DRG_OK); /* over the one that is mapped */
    CHECK(is_as_made(&b));
    drg_pack_unmap(&b.pack);
    CHECK_EQ(unlink(b.path), 0);
    CHECK_EQ(rmdir(b.folder), 0); /* it is empty */
    tear_down(&b);
}

TEST(what_cannot_be_written_is_told) {
    bench b;
    set_up(&b);
    CHECK_EQ(drg_pack_save(&b.written, b.folder, b.messages), DRG_IO);
    CHECK(told(&b, "is no file"));
    CHECK_EQ(drg_pack_save(&b.written, "/dev/null", b.messages), DRG_IO);
    CHECK_EQ(drg_pack_save(&b.written, "/no/such/folder/x.drg", b.messages), DRG_IO);
    CHECK(told(&b, "cannot be written: No such file"));
    tear_down(&b);
}

TEST(what_is_no_pack_is_told) {
    bench b;
    set_up(&b);
    CHECK_EQ(load(&b), DRG_IO);
    CHECK(told(&b, "cannot be opened: No such file"));
    FILE *file = fopen(b.path, "wb");
    REQUIRE(file && fclose(file) == 0);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "is no pack"));
    file = fopen(b.path, "wb");
    REQUIRE(file && fputs("language en\n", file) >= 0 && fclose(file) == 0);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "is no pack"));
    strcpy(b.path + strlen(b.folder), "");
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "is no file"));
    snprintf(b.path, sizeof b.path, "%s/toy.drg", b.folder);
    tear_down(&b);
}

TEST(every_length_but_its_own_is_refused) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    const size_t whole = size_of(&b);
    for (size_t length = 0; length < whole; length += length < 600 ? 1 : 97) {
        CHECK_EQ(save(&b), DRG_OK);
        REQUIRE(truncate(b.path, (off_t)length) == 0);
        CHECK(load(&b) != DRG_OK);
        CHECK(told(&b, length < 8 ? "is no pack" : length < 1000 ? "cut off" : "the pack is cut off: it has"));
    }
    CHECK_EQ(save(&b), DRG_OK);
    REQUIRE(truncate(b.path, (off_t)whole + 1) == 0);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "something stands behind the pack"));
    tear_down(&b);
}

TEST(every_byte_that_is_changed_is_found_or_has_no_meaning) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    const size_t whole = size_of(&b);
    size_t refused = 0, damaged = 0, harmless = 0;
    for (size_t at = 0; at < whole; at++) {
        const uint8_t was = change(&b, at, 0);
        (void)change(&b, at, was ^ (uint8_t)(1u << at % 8));
        if (load(&b) != DRG_OK) refused++;
        else if (is_as_made(&b)) harmless++;
        else {
            CHECK(b.pack.damaged_at); /* else what was changed is read, and nobody knows */
            damaged++;
        }
        (void)change(&b, at, was);
    }
    CHECK_EQ(load(&b), DRG_OK);
    CHECK(is_as_made(&b));
    CHECK(refused > NUMBERS * sizeof(uint16_t));        /* the header, the records, the tables */
    CHECK(damaged >= (NUMBERS + 3) * sizeof(uint32_t)); /* the arrays, and their sums */
    CHECK(harmless < 5000);                             /* the gaps between them */
    tear_down(&b);
}

TEST(the_byte_is_told_that_is_wrong) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    CHECK_EQ(load(&b), DRG_OK);
    const size_t array = (size_t)((const char *)b.read.numbers.items - b.pack.bytes);
    const size_t plain = (size_t)((const char *)b.read.plain.items - b.pack.bytes);
    uint8_t was = change(&b, array + 4100, 0xff);
    CHECK_EQ(load(&b), DRG_OK);
    CHECK_EQ(*FLAT_AT(b.read.numbers, 0), 0);
    CHECK_EQ(*FLAT_AT(b.read.numbers, 1), 3);
    CHECK_EQ(b.pack.damaged_at, 0); /* so far nobody has come there */
    CHECK_EQ(*FLAT_AT(b.read.numbers, 1025), 0);
    CHECK_EQ(b.pack.damaged_at, array + 4096 + 1);
    (void)change(&b, array + 4100, was);
    (void)change(&b, plain + 5000, 0xee);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "damaged at byte 4")); /* where its block begins */
    tear_down(&b);
}

/* A header of another maker, with its sum made right. */
static drg_status load_with(bench *b, const char *what, const char *instead, bool mend) {
    if (save(b) != DRG_OK) abort();
    char *bytes = malloc(size_of(b));
    FILE *file = fopen(b->path, "rb");
    const size_t length = size_of(b);
    if (!bytes || !file || fread(bytes, 1, length, file) != length || fclose(file) != 0) abort();
    char *at = bytes;
    while (memcmp(at, what, strlen(what)) != 0) at++;
    memcpy(at, instead, strlen(instead));
    if (mend) drg_pack_mend(bytes, length);
    file = fopen(b->path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) abort();
    free(bytes);
    return load(b);
}

TEST(who_made_it_is_told) {
    bench b;
    set_up(&b);
    CHECK_EQ(load_with(&b, drg_version(), "9.8.7", true), DRG_STALE);
    CHECK(told(&b, "another version: dragoman 9.8.7"));
    CHECK_EQ(load_with(&b, "pcre2 ", "pcre1 ", true), DRG_STALE);
    CHECK(told(&b, "other libraries: pcre1"));
    CHECK_EQ(load_with(&b, "\x04\x03\x02\x01", "\x01\x02\x03\x04", false), DRG_STALE);
    CHECK(told(&b, "another kind of machine"));
    CHECK_EQ(load_with(&b, "\x04\x03\x02\x01\x02", "\x04\x03\x02\x01\x07", false), DRG_STALE); /* the format */
    CHECK(told(&b, "another version"));
    tear_down(&b);
}

TEST(sums_made_right_do_not_make_wrong_items_right) {
    bench b;
    set_up(&b);
    b.made.numbers.items[2000] = BOUND;
    drg_transfer_clear(&b.written);
    b.written = (transfer){0};
    transfer_toy(&b.written, &b.made);
    CHECK_EQ(save(&b), DRG_OK);
    CHECK_EQ(load(&b), DRG_OK);
    CHECK_EQ(*FLAT_AT(b.read.numbers, 2000), 0);
    CHECK(b.pack.damaged_at != 0);
    b.made.small = 10;
    drg_transfer_clear(&b.written);
    b.written = (transfer){0};
    transfer_toy(&b.written, &b.made);
    b.written.status = DRG_OK; /* who writes does not look */
    CHECK_EQ(save(&b), DRG_OK);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "damaged"));
    tear_down(&b);
}

/* What is no ordinary pack ------------------------------------------------------------------------------------------ */

TEST(what_is_no_file_is_neither_waited_for_nor_mapped) {
    bench b;
    set_up(&b);
    REQUIRE(mkfifo(b.path, 0600) == 0);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "is no file"));
    CHECK(!drg_pack_is_other(b.path));
    CHECK_EQ(save(&b), DRG_IO);
    CHECK(told(&b, "is no file"));
    REQUIRE(unlink(b.path) == 0 && symlink("/dev/zero", b.path) == 0);
    CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "is no file"));
    REQUIRE(unlink(b.path) == 0 && symlink(b.path, b.path) == 0);
    CHECK_EQ(load(&b), DRG_IO);
    REQUIRE(unlink(b.path) == 0);
    CHECK_EQ(save(&b), DRG_OK);
    REQUIRE(chmod(b.path, 0) == 0);
    CHECK_EQ(load(&b), geteuid() == 0 ? DRG_OK : DRG_IO);
    tear_down(&b);
}

/* Holes take no room on a disk: a file may be as large as anybody likes. */
TEST(a_pack_has_less_than_four_gigabytes) {
    bench b;
    set_up(&b);
    CHECK_EQ(save(&b), DRG_OK);
    if (truncate(b.path, (off_t)5 << 30) == 0) {
        CHECK_EQ(load(&b), DRG_BAD_KNOWLEDGE);
        CHECK(told(&b, "is no pack"));
    }
    b.written.arrays_bytes = UINT32_MAX;
    CHECK_EQ(save(&b), DRG_TOO_LARGE);
    CHECK(told(&b, "larger than 4 GB"));
    tear_down(&b);
}

TEST(who_made_it_says_nothing_to_the_terminal) {
    bench b;
    set_up(&b);
    CHECK_EQ(load_with(&b, drg_version(), "\x1b[2J", true), DRG_BAD_KNOWLEDGE);
    CHECK(told(&b, "damaged"));
    tear_down(&b);
}

/* Puts the array `others` where `at` says, its sums where `first_sum` says. */
static drg_status load_with_section(bench *b, uint64_t at, uint32_t first_sum) {
    if (save(b) != DRG_OK || load(b) != DRG_OK) abort();
    const size_t length = size_of(b);
    const flat_section right = {(uint64_t)((const char *)b->read.others.items - b->pack.bytes), 3, 4,
                                (uint32_t)flat_block_count(NUMBERS, drg_flat_shift(4))};
    char *bytes = aligned_alloc(4096, (length + 4095) / 4096 * 4096), *there = bytes;
    if (!bytes) abort();
    memcpy(bytes, b->pack.bytes, length);
    while (memcmp(there, &right, sizeof right) != 0) there++;
    const flat_section wrong = {at ? at : right.at, 3, 4, first_sum};
    memcpy(there, &wrong, sizeof wrong);
    drg_pack_mend(bytes, length);
    FILE *file = fopen(b->path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) abort();
    free(bytes);
    return load(b);
}

/* Each takes memory for its guard: a pack of many that are one and the same would take all there is. */
TEST(arrays_do_not_lie_over_one_another) {
    bench b;
    set_up(&b);
    const uint32_t first_sum = (uint32_t)flat_block_count(NUMBERS, drg_flat_shift(4));
    CHECK_EQ(load_with_section(&b, 0, first_sum), DRG_OK);
    CHECK_EQ(load_with_section(&b, 4096, first_sum), DRG_BAD_KNOWLEDGE); /* in the records */
    const uint64_t numbers = (uint64_t)((const char *)b.read.numbers.items - b.pack.bytes);
    CHECK_EQ(load_with_section(&b, numbers, first_sum), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(load_with_section(&b, 0, first_sum - 1), DRG_BAD_KNOWLEDGE); /* a sum of the other array's */
    tear_down(&b);
}

typedef struct {
    char bytes[800];
} large;

static void transfer_large(transfer *t, large *l) {
    drg_transfer_bytes(t, l->bytes, 100);
}

static void transfer_hardly(transfer *t, large *l) {
    drg_transfer_bytes(t, l->bytes, 99);
}

/* Records of `bytes` bytes that say they are `count` large things: its status, and whether memory was taken. */
static drg_status read_large(size_t bytes, uint64_t count, bool *took) {
    char *records = calloc(1, bytes);
    arena a = {0};
    if (!records) abort();
    memcpy(records, &count, sizeof count);
    transfer t = {.reads = true, .at = records, .end = records + bytes, .arena = &a};
    VECTOR(large) all = {0};
    TRANSFER_ARRAY(&t, all.items, all.count, transfer_large);
    *took = a.first != NULL;
    drg_arena_clear(&a);
    free(records);
    return t.status;
}

TEST(a_count_takes_memory_only_for_what_has_records) {
    bool took;
    CHECK_EQ(read_large(8 + 1000, 10, &took), DRG_OK);
    CHECK(took);
    CHECK_EQ(read_large(8 + 999, 10, &took), DRG_BAD_KNOWLEDGE);
    CHECK(!took);
    CHECK_EQ(read_large(8 + 1000, UINT64_MAX, &took), DRG_BAD_KNOWLEDGE);
    CHECK(!took);
    VECTOR(large) made = {0}; /* what could not be read again is not written */
    transfer t = {0};
    REQUIRE(VECTOR_PUSH(made, (large){{0}}));
    TRANSFER_ARRAY(&t, made.items, made.count, transfer_large);
    CHECK_EQ(t.status, DRG_OK);
    TRANSFER_ARRAY(&t, made.items, made.count, transfer_hardly);
    CHECK_EQ(t.status, DRG_BAD_KNOWLEDGE);
    drg_transfer_clear(&t);
    VECTOR_CLEAR(made);
}

/* Reads one text or name of these records: a length + 1, bytes, NUL. */
static drg_status read_text(const char *records, size_t bytes, bool name) {
    drg_text text;
    transfer t = {.reads = true, .at = records, .end = records + bytes};
    if (name) drg_transfer_name(&t, &text);
    else drg_transfer_text(&t, &text);
    return t.status;
}

TEST(texts_are_valid_and_end) {
    CHECK_EQ(read_text("\3\0\0\0\xc3\xa9\0", 7, false), DRG_OK);
    CHECK_EQ(read_text("\3\0\0\0\xc3\x28\0", 7, false), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_text("\3\0\0\0abc", 7, false), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_text("\0\0\0\0", 4, false), DRG_OK);
    CHECK_EQ(read_text("\0\0\0\0", 4, true), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(read_text("\1\0\0\0\0", 5, true), DRG_OK);
}
