/* The lexicon in a pack: what is read back is what was written; and whatever a hostile pack says instead is found out, or
 * does no harm (./dev sanitize unit/test_pack_lexicon). */
#include "gazetteer_folder.h"

#include "lexicon/name_match.h"
#include "lexicon/tables.h"
#include "lexicon/titles.h"
#include "pack/lexicon.h"
#include "pack/pack.h"

static const char text[] =
    "In Guinea-\nBissau, the US and us, Mr. Silva spoke of the Democratic Republic of the Congo; the "
    "Russians of Russia read “the Kingdom”, ratified 21 instruments and two memoranda, and said no.";

typedef struct {
    vocabulary *vocabulary;
    gazetteer *gazetteer;
    word_tests *tests;
} lexicon;

typedef struct {
    folders folders;
    lexicon made, read;
    char *bytes; /* the pack, aligned */
    pack pack;
    arena arena;
    transfer reading; /* as it began: where the records are, and the sections */
} bench;

/* Making ----------------------------------------------------------------------------------------------------------- */

static void write_tables(folders *f) {
    write_table(f, "own", "country/entries.tsv",
                "# label Country\nid\talpha2\tparties[]\nCOD\tCD\tx|y\nGNB\tGW\nGIN\nUSA\tUS\tz\nRUS\tRU\n");
    write_table(
        f, "own", "country/names.en.tsv",
        "id\tname\tform\tcase\tinflect\tweight\nCOD\tCongo\nCOD\tDemocratic Republic of the Congo\nGNB\tGuinea-Bissau\n"
        "GIN\tGuinea\nUSA\tUS\tacronym\texact\t\t0.5\nRUS\tRussia\nRUS\tRussian\tdemonym\t\tplural\n");
    write_table(f, "own", "country/names.ru.tsv", "id\tname\tcase\tinflect\nRUS\tРоссийский\texact\tstem\n");
    write_table(f, "own", "abbreviation/entries.tsv", "name\nMr.\nPh.D.\nNo.\n");
    write_table(f, "own", "treaty/entries.tsv", "# label Treaty\nid\ttitle\nsea\tTreaty on the Sea\nsky\tSky Pact\n");
    write_table(f, "own", "title_filler/entries.tsv", "name\nthe\non\n");
    write_table(f, "own", "verb/names.en.tsv", "id\tname\tinflect\nratify\tratify\tstem\n");
    write_table(f, "own", "verb/entries.tsv", "id\nratify\n");
    write_table(f, "own", "quoted.csv", "name,kind\n\"two \"\"memoranda\"\"\",a\ninstrument,\"b, c\"\n");
    write_table(f, "own", "ours.jsonl",
                "{\"label\": \"GPE\", \"pattern\": [{\"LOWER\": \"the\"}, {\"TEXT\": \"Kingdom\"}], \"id\": \"k\"}\n");
}

static void add_tests(lexicon *l) {
    static const char *const wanted[] = {"treaty", "Russia", "ratified", "instruments"};
    test_id id = {0};
    regex_error error;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (word_test_kind kind = TEST_FOLDED; kind <= TEST_STEM; kind++)
            CHECK_EQ(drg_word_tests_add(l->tests, l->vocabulary, kind, drg_text_of(wanted[i]), &id), DRG_OK);
    CHECK_EQ(drg_word_tests_add_class(l->tests, WORD_CAP, &id), DRG_OK);
    CHECK_EQ(drg_word_tests_add_regex(l->tests, drg_text_of("\\d+"), &id, &error), DRG_OK);
    CHECK_EQ(drg_word_tests_add_regex(l->tests, drg_text_of("(King|Queen|Russia)"), &id, &error), DRG_OK);
    CHECK_EQ(drg_word_tests_add_listed(l->tests, &id), DRG_OK);
    for (uint32_t e = 0; e + 1 < l->gazetteer->entries.count; e += 2) {
        CHECK_EQ(drg_word_tests_list_entry(l->tests, e, id), DRG_OK);
        CHECK_EQ(drg_word_tests_cover_entry(l->tests, e), DRG_OK);
    }
}

static void transfer_lexicon(transfer *t, lexicon *l) {
    drg_transfer_vocabulary(t, &l->vocabulary);
    if (t->status == DRG_OK) drg_transfer_gazetteer(t, l->vocabulary, &l->gazetteer);
    if (t->status == DRG_OK) drg_transfer_word_tests(t, l->vocabulary, l->gazetteer, &l->tests);
}

static void free_lexicon(lexicon *l) {
    drg_word_tests_free(l->tests);
    drg_gazetteer_free(l->gazetteer);
    drg_vocabulary_free(l->vocabulary);
    *l = (lexicon){0};
}

/* The bytes of a file, where a pack may lie. */
static char *load(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = aligned_alloc(4096, 1 << 20);
    if (!file || !bytes) abort();
    *length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

static void make(bench *b) {
    *b = (bench){0};
    write_tables(&b->folders);
    read_folders(&b->folders, "own", NULL);
    CHECK_EQ(b->folders.status, DRG_OK);
    b->made = (lexicon){b->folders.vocabulary, b->folders.gazetteer, NULL};
    CHECK_EQ(drg_word_tests_new(drg_text_of("en"), &b->made.tests), DRG_OK);
    add_tests(&b->made);
}

/* Writes what was made as a pack. */
static void write_pack(bench *b) {
    transfer writing = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/pack", b->folders.root);
    transfer_lexicon(&writing, &b->made);
    CHECK_EQ(writing.status, DRG_OK);
    CHECK_EQ(drg_pack_save(&writing, path, b->folders.messages), DRG_OK);
    drg_transfer_clear(&writing);
    b->bytes = load(path, &b->pack.length);
    b->pack.bytes = b->bytes;
    CHECK_EQ(drg_pack_look(path, &b->pack, b->folders.messages), DRG_OK);
}

static void begin(bench *b) {
    make(b);
    write_pack(b);
}

/* Reads what the pack says now. */
static drg_status read_again(bench *b) {
    free_lexicon(&b->read);
    drg_arena_reset(&b->arena);
    b->pack.damaged_at = 0;
    drg_pack_begin(&b->pack, &b->arena, &b->reading);
    transfer t = b->reading;
    transfer_lexicon(&t, &b->read);
    return t.status != DRG_OK ? t.status : drg_pack_end("pack", &t, b->folders.messages);
}

static void end(bench *b) {
    free_lexicon(&b->read);
    drg_word_tests_free(b->made.tests);
    drg_arena_clear(&b->arena);
    free(b->bytes);
    clear_folders(&b->folders);
}

/* Asking for everything -------------------------------------------------------------------------------------------- */

typedef struct { /* All answers, one after another; long ones are cut. */
    uint64_t hash;
    size_t count;
} answers;

static void note(answers *a, drg_text answer) {
    const hash_secrets secrets = {a->hash, 0x9e3779b97f4a7c15};
    a->hash = hash_text(answer, secrets);
    a->count++;
}

static void note_number(answers *a, uint64_t n) {
    note(a, (drg_text){(const char *)&n, sizeof n});
}

static void ask_of_name(answers *a, const gazetteer *g, uint32_t name) {
    const gazetteer_name *n = drg_gazetteer_name(g, name);
    const name_origin origin = drg_gazetteer_origin(g, name);
    note(a, origin.text);
    note(a, origin.form);
    note(a, origin.language);
    note(a, origin.file);
    note_number(a, origin.line);
    note_number(a, origin.at.offset);
    note_number(a, (uint64_t)(n->weight * 100));
    note_number(a, (uint64_t)n->entry.n << 3 | (uint64_t)n->exact << 2 | (uint64_t)n->derived << 1 | n->by_stem);
    for (uint32_t i = 0; n->exact && i < n->word_count; i++) note_number(a, drg_gazetteer_words(g, n)[i].n);
}

static void ask_of_entry(answers *a, const gazetteer *g, uint32_t entry) {
    note(a, drg_gazetteer_id(g, entry));
    note_number(a, drg_gazetteer_entry(g, entry)->list.n);
    const uint32_t attributes = drg_gazetteer_attribute_count(g, entry), names = drg_gazetteer_names_of(g, entry);
    for (uint32_t i = 0; i < attributes; i++) {
        const attribute of = drg_gazetteer_attribute_at(g, entry, i);
        note(a, of.key);
        note(a, of.value);
        note_number(a, of.of_list);
        note(a, drg_gazetteer_attribute(g, (entry_id){entry}, of.key));
    }
    for (uint32_t i = 0; i < names; i++) ask_of_name(a, g, drg_gazetteer_entry(g, entry)->first_name + i);
}

static void ask_of_titles(answers *a, const gazetteer *g) {
    static const char *const titles[][2] = {
        {"sea", "treaty"},
        {"the", "pact"  },
        {"sky", "pact"  }
    };
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        title_words key = {0};
        uint32_t first;
        for (size_t k = 0; k < 2; k++)
            drg_title_add(g, &key, drg_text_of(titles[i][k]), drg_text_of(titles[i][k]), false);
        const uint32_t count = drg_titles_count(g, &key, &first);
        for (uint32_t t = first; t < first + count; t++) note_number(a, drg_titles_entry(g, t));
        note_number(a, count);
    }
}

static void ask_of_gazetteer(answers *a, const gazetteer *g) {
    note_number(a, drg_gazetteer_name_count(g));
    ask_of_titles(a, g);
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g); i++) {
        const gazetteer_list *l = &drg_gazetteer_lists(g)[i];
        note(a, l->name);
        note(a, l->label);
        for (uint32_t k = 0; k < l->key_count; k++) note(a, drg_gazetteer_key(g, l, k));
        for (uint32_t e = 0; e < l->entry_count; e++) ask_of_entry(a, g, l->first_entry + e);
    }
}

static void ask_of_token(answers *a, const lexicon *l, const words *w, const token_vector *tokens, uint32_t at) {
    name_match matches[NAMES_AT_TOKEN];
    const uint32_t count = drg_name_matches(l->gazetteer, w, tokens, at, matches);
    for (uint32_t i = 0; i < count; i++) {
        note_number(a, (uint64_t)matches[i].name.n << 32 | matches[i].token_count);
        ask_of_name(a, l->gazetteer, matches[i].name.n);
    }
    const word *of = &drg_words_records(w)[tokens->items[at].word];
    note(a, drg_words_text(w, of->folded));
    note(a, drg_words_text(w, of->stem));
    const uint64_t *bits = drg_signature_bits(w, drg_words_signatures(w)[tokens->items[at].word]);
    for (uint32_t i = 0; i < drg_word_tests_count(l->tests); i++) note_number(a, bits[i / 64] >> i % 64 & 1);
}

/* The text with all of its names and tests. */
static void ask_of_text(answers *a, const lexicon *l, const char *language) {
    token_vector tokens = {0};
    words *w = NULL;
    CHECK_EQ(drg_tokenize(drg_text_of(text), drg_gazetteer_abbreviations(l->gazetteer), &tokens), DRG_OK);
    CHECK_EQ(drg_words_new(l->vocabulary, l->gazetteer, l->tests, drg_text_of(language), &w), DRG_OK);
    const drg_status status = drg_words_look_up(w, drg_text_of(text), &tokens);
    CHECK(status == DRG_OK || status == DRG_BAD_KNOWLEDGE);
    for (uint32_t i = 0; i < tokens.count && status == DRG_OK; i++) ask_of_token(a, l, w, &tokens, i);
    drg_words_free(w);
    VECTOR_CLEAR(tokens);
}

static answers ask(const lexicon *l) {
    answers a = {0};
    ask_of_gazetteer(&a, l->gazetteer);
    ask_of_text(&a, l, "en");
    ask_of_text(&a, l, "ru");
    return a;
}

/* Tests ------------------------------------------------------------------------------------------------------------ */

TEST(what_is_read_says_what_was_written) {
    bench b;
    make(&b);
    const answers made = ask(&b.made); /* before writing works out what expressions say */
    write_pack(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    const answers read = ask(&b.read);
    CHECK(b.read.tests->list_of.count > 0);
    CHECK(ask(&b.made).hash == made.hash);
    CHECK(made.count > 500);
    CHECK_EQ(read.count, made.count);
    CHECK(read.hash == made.hash);
    CHECK_EQ(b.pack.damaged_at, 0);
    end(&b);
}

TEST(an_empty_gazetteer_goes_through_a_pack) {
    bench b = {0};
    write_table(&b.folders, "own", "country/nothing", "");
    read_folders(&b.folders, "own", NULL);
    b.made = (lexicon){b.folders.vocabulary, b.folders.gazetteer, NULL};
    REQUIRE(b.made.gazetteer && drg_word_tests_new(drg_text_of("en"), &b.made.tests) == DRG_OK);
    write_pack(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    CHECK(ask(&b.read).hash == ask(&b.made).hash);
    end(&b);
}

/* Hostile packs ---------------------------------------------------------------------------------------------------- */

/* What an item of an array says, number by number: one that must not be too large (x), that may be anything (.), or that
 * must not in some items (?). */
typedef struct {
    const char *array, *numbers;
} item_kind;

/* The arrays in the order of writing. */
static const item_kind kinds[] = {
    {"vocabulary slots", ".x"       },
    {"vocabulary ends",  "x"        },
    {"vocabulary bytes", ""         },
    {"tables' texts",    ""         }, /* one a table */
    {"texts apart",      "xx...."   },
    {"bytes apart",      ""         },
    {"form slots",       ".?"       }, /* asked for by number alone */
    {"form ends",        "x"        },
    {"form bytes",       ""         },
    {"entries",          "..xxxx"   },
    {"attributes",       "..x"      },
    {"names",            "?..xxxx?x"},
    {"words",            "x"        },
    {"titles",           "..x."     },
    {"fillers",          ".."       },
    {"points",           "xxxx??"   },
    {"edges",            ".x"       },
    {"ends",             "x"        },
    {"stems' points",    "????.."   }, /* the root alone, whose edges are counted off */
    {"stems' edges",     ".x"       },
    {"stems' ends",      "x"        },
    {"tests",            "xx"       },
    {"test slots",       "x"        },
    {"entries' tests",   "xx"       },
    {"listed",           "x"        },
    {"lists of words",   "x"        },
    {"tests passed",     "x"        },
};
#define KINDS (sizeof kinds / sizeof *kinds)
#define KIND_OF_TEXTS 3

/* The section of an array; of the tables' texts, the first. */
static const flat_section *section_of(const bench *b, size_t kind) {
    const size_t tables = b->made.gazetteer->sources.tables.count;
    return b->reading.next_section + kind + (kind > KIND_OF_TEXTS ? tables - 1 : 0);
}

static uint32_t *number_of(const bench *b, const flat_section *s, size_t item, size_t number) {
    return (uint32_t *)(void *)(b->bytes + s->at + item * s->item_bytes + number * sizeof(uint32_t));
}

/* Makes the sums of a section's blocks right, as an attacker would. */
static void sum_up(const bench *b, const flat_section *s) {
    const size_t block = (size_t)1 << drg_flat_shift(s->item_bytes);
    const ptrdiff_t sums_at = (const char *)b->reading.all_sums - b->bytes;
    uint64_t *sums = (uint64_t *)(void *)(b->bytes + sums_at) + s->first_sum;
    for (size_t first = 0; first < s->count; first += block) {
        const size_t here = s->count - first < block ? s->count - first : block;
        *sums++ = drg_flat_sum(b->bytes + s->at + first * s->item_bytes, here * s->item_bytes);
    }
}

/* Reads the pack and asks for everything; whether it was found to be wrong. */
static bool is_refused(bench *b) {
    if (read_again(b) != DRG_OK) return true;
    (void)ask(&b->read);
    return b->pack.damaged_at != 0;
}

/* Whether a pack is refused in which a number of all items of an array is as large as can be. */
static bool is_refused_with(bench *b, const flat_section *s, size_t number) {
    const size_t bytes = (size_t)s->count * s->item_bytes;
    char *kept = malloc(bytes);
    if (!kept) abort();
    memcpy(kept, b->bytes + s->at, bytes);
    for (size_t i = 0; i < s->count; i++) *number_of(b, s, i, number) = UINT32_MAX;
    sum_up(b, s);
    const bool refused = is_refused(b);
    memcpy(b->bytes + s->at, kept, bytes);
    sum_up(b, s);
    free(kept);
    return refused;
}

TEST(numbers_that_lead_out_of_an_array_are_found) {
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    for (size_t k = 0; k < KINDS; k++) {
        const flat_section *s = section_of(&b, k);
        const size_t numbers = strlen(kinds[k].numbers);
        CHECK(s->count > 0);
        if (numbers) CHECK_EQ(s->item_bytes, numbers * sizeof(uint32_t));
        for (size_t n = 0; n < numbers; n++) {
            if (kinds[k].numbers[n] != 'x' || is_refused_with(&b, s, n)) continue;
            test_fail(__FILE__, __LINE__);
            printf("number %zu of the %s\n", n, kinds[k].array);
        }
    }
    CHECK(!is_refused(&b)); /* all is as it was */
    end(&b);
}

/* Puts a wrong number in a number's place, and asks for everything. */
static void poison(bench *b, const flat_section *s, uint32_t *number) {
    static const uint32_t wrong[] = {UINT32_MAX, UINT32_MAX / 2, (uint32_t)1 << 31, 0, 1, 77, 1000};
    const uint32_t right = *number;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        *number = wrong[i];
        sum_up(b, s);
        (void)is_refused(b);
    }
    *number = right;
    sum_up(b, s);
}

TEST(no_number_of_an_array_does_harm) {
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    for (size_t k = 0; k < KINDS; k++) {
        const flat_section *s = section_of(&b, k);
        const size_t numbers = s->count * s->item_bytes / sizeof(uint32_t), step = numbers / 17 + 1;
        for (size_t n = 0; n < numbers; n += step) poison(&b, s, number_of(&b, s, 0, n));
    }
    CHECK(!is_refused(&b));
    end(&b);
}

TEST(no_byte_of_the_records_does_harm) {
    static const unsigned char wrong[] = {0xFF, 0x80, 0, 1, 3};
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    char *const records = b.bytes + (b.reading.at - b.reading.pack);
    const size_t length = (size_t)(b.reading.end - b.reading.at), step = length / 1000 + 1;
    size_t refused = 0;
    for (size_t i = 0; i < length; i += step) {
        const char right = records[i];
        records[i] = (char)wrong[i / step % sizeof wrong];
        refused += is_refused(&b);
        records[i] = right;
    }
    CHECK(refused > 20);
    CHECK(!is_refused(&b));
    end(&b);
}

TEST(a_table_without_a_free_slot_is_searched_to_its_end) {
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    const flat_section *slots = section_of(&b, 0), *test_slots = section_of(&b, 20);
    for (size_t i = 0; i < slots->count; i++) *number_of(&b, slots, i, 1) = 1;
    for (size_t i = 0; i < test_slots->count; i++) *number_of(&b, test_slots, i, 0) = 1;
    sum_up(&b, slots);
    sum_up(&b, test_slots);
    CHECK(!is_refused(&b)); /* nothing in it is out of its bounds */
    end(&b);
}

TEST(a_trie_that_goes_round_in_a_circle_is_left_again) {
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    for (size_t k = 14; k <= 17; k += 3) {
        const flat_section *edges = section_of(&b, k);
        for (size_t i = 0; i < edges->count; i++) *number_of(&b, edges, i, 1) = 0; /* the root; as a result, none */
        sum_up(&b, edges);
        CHECK(!is_refused(&b));
        for (size_t i = 0; i < edges->count; i++) *number_of(&b, edges, i, 1) = 1;
        sum_up(&b, edges);
        (void)is_refused(&b);
    }
    end(&b);
}

TEST(a_text_that_is_cut_within_a_character_is_empty) {
    bench b;
    begin(&b);
    CHECK_EQ(read_again(&b), DRG_OK);
    const gazetteer *g = b.made.gazetteer;
    uint32_t russian = 0; /* the name in Cyrillic letters */
    while (!text_is(drg_gazetteer_origin(g, russian).language, "ru")) russian++;
    const flat_section *names = section_of(&b, 11);
    ++*number_of(&b, names, russian, 0);
    sum_up(&b, names);
    CHECK_EQ(read_again(&b), DRG_OK);
    CHECK_TEXT(drg_gazetteer_origin(b.read.gazetteer, russian).text, "");
    end(&b);
}
