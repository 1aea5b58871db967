/* The stream of JSON, and the writer over a document made by hand. What whole documents look like is in tests/spec/output.md. */
#include "test.h"

#include <locale.h>
#include <stdlib.h>

#include "resolve/document.h"
#include "write/json.h"
#include "write/json_stream.h"

/* A sink that keeps what it is given, up to a limit. */
typedef struct {
    char bytes[100000];
    size_t length, most, calls;
} kept;

static bool keep(void *context, const char *bytes, size_t length) {
    kept *k = context;
    k->calls++;
    if (length > k->most - k->length) return false;
    memcpy(k->bytes + k->length, bytes, length);
    k->length += length;
    return true;
}

static kept *new_kept(void) {
    kept *k = calloc(1, sizeof *k);
    if (!k) abort();
    k->most = sizeof k->bytes;
    return k;
}

static drg_text text_of(const kept *k) {
    return (drg_text){k->bytes, k->length};
}

static drg_sink sink_of(kept *k) {
    return (drg_sink){keep, k};
}

#define WRITTEN(pretty, expected, ...)                                                                                 \
    do {                                                                                                               \
        kept *const k = new_kept();                                                                                    \
        json_stream s;                                                                                                 \
        drg_json_begin(&s, sink_of(k), pretty);                                                                        \
        __VA_ARGS__;                                                                                                   \
        CHECK_EQ(drg_json_end(&s), DRG_OK);                                                                            \
        CHECK_TEXT(text_of(k), expected "\n");                                                                         \
        free(k);                                                                                                       \
    } while (0)

#define BY_HAND(written)                                                                                               \
    do {                                                                                                               \
        char *at = drg_json_node(&s);                                                                                  \
        drg_json_node_ends(&s, written);                                                                               \
    } while (0)

TEST(text_is_escaped_where_json_wants_it_and_nowhere_else) {
    WRITTEN(false, "\"a\\\"b\\\\c/\"", drg_json_text(&s, drg_text_of("a\"b\\c/")));
    WRITTEN(false, "\"\\n\\r\\t\\b\\f\\u0001\\u001f\x7f\"", drg_json_text(&s, drg_text_of("\n\r\t\b\f\x01\x1f\x7f")));
    WRITTEN(false, "\"\\u0000\"", drg_json_text(&s, (drg_text){"", 1}));
    WRITTEN(false, "\"\u2028 Tromsø 🇫🇷 \ufffd\"", drg_json_text(&s, drg_text_of("\u2028 Tromsø 🇫🇷 \ufffd")));
    WRITTEN(false, "\"\"", drg_json_text(&s, (drg_text){NULL, 0}));
}

TEST(foreign_bytes_are_repaired) {
    WRITTEN(false, "\"a\ufffdb\"",
            CHECK_EQ(drg_json_any_text(&s, drg_text_of("a\xff"
                                                       "b")),
                     DRG_OK));
    WRITTEN(false, "[1,\"\ufffd\"]", drg_json_open(&s, '[', JSON_INLINE); drg_json_count(&s, 1);
            CHECK_EQ(drg_json_raw(&s, drg_text_of("\"\xc3\"")), DRG_OK); drg_json_close(&s, ']'));
}

TEST(numbers_are_written_short) {
    WRITTEN(false, "0", drg_json_count(&s, 0));
    WRITTEN(false, "10", drg_json_count(&s, 10));
    WRITTEN(false, "18446744073709551615", drg_json_count(&s, (size_t)UINT64_MAX));
    WRITTEN(false, "0.50", BY_HAND(drg_json_put_score(at, 0.5)));
    WRITTEN(false, "0.8808", BY_HAND(drg_json_put_score(at, 0.880797)));
    WRITTEN(false, "0.924", BY_HAND(drg_json_put_score(at, 0.92401)));
    WRITTEN(false, "1.00", BY_HAND(drg_json_put_score(at, 0.99999)));
    WRITTEN(false, "0.0001", BY_HAND(drg_json_put_score(at, 0.0001)));
}

TEST(each_number_has_its_digits) {
    uint64_t power = 1;
    for (int digits = 1; digits <= 20; digits++, power *= 10) {
        const uint64_t samples[] = {power, power - (digits > 1), power + 7, power / 7 * 11};
        for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
            char found[32] = {0}, expected[32];
            snprintf(expected, sizeof expected, "%llu", (unsigned long long)samples[i]);
            CHECK_EQ((size_t)(drg_json_put_count(found, (size_t)samples[i]) - found), strlen(expected));
            CHECK_STRING(found, expected);
        }
    }
}

TEST(ids_and_places_are_strings) {
    WRITTEN(false, "\"e12\"", drg_json_id(&s, 'e', 12));
    WRITTEN(false, "\"a \\\"b\\\".tsv:7\"", BY_HAND(drg_json_put_place(&s, at, drg_text_of("a \"b\".tsv"), 7)));
}

static void write_nested(json_stream *s) {
    drg_json_open(s, '{', JSON_SPREAD);
    drg_json_key(s, "a");
    drg_json_count(s, 1);
    drg_json_key(s, "list");
    drg_json_open(s, '[', JSON_SPREAD);
    for (size_t i = 0; i < 2; i++) {
        drg_json_open(s, '{', JSON_INLINE);
        drg_json_key(s, "x");
        drg_json_count(s, i);
        drg_json_key(s, "y");
        drg_json_null(s);
        drg_json_close(s, '}');
    }
    drg_json_close(s, ']');
    drg_json_key(s, "none");
    drg_json_open(s, '[', JSON_SPREAD);
    drg_json_close(s, ']');
    drg_json_close(s, '}');
}

TEST(compact_is_one_line_and_pretty_is_for_people) {
    WRITTEN(false, "{\"a\":1,\"list\":[{\"x\":0,\"y\":null},{\"x\":1,\"y\":null}],\"none\":[]}", write_nested(&s));
    WRITTEN(true,
            "{\n  \"a\": 1,\n  \"list\": [\n    {\"x\": 0, \"y\": null},\n    {\"x\": 1, \"y\": null}\n  ],\n"
            "  \"none\": []\n}",
            write_nested(&s));
}

TEST(long_text_goes_through_a_small_buffer_unharmed) {
    enum { LENGTH = 90001 };
    char *const long_text = malloc(LENGTH);
    REQUIRE(long_text);
    for (size_t i = 0; i < LENGTH; i++) long_text[i] = (char)('a' + i % 26);
    long_text[40000] = '"';
    kept *const k = new_kept();
    json_stream s;
    drg_json_begin(&s, sink_of(k), false);
    drg_json_text(&s, (drg_text){long_text, LENGTH});
    CHECK_EQ(drg_json_end(&s), DRG_OK);
    CHECK_EQ(k->length, LENGTH + 4); /* quotes, a backslash, a line feed */
    CHECK(k->calls < 8);
    CHECK(memcmp(k->bytes + 1, long_text, 40000) == 0);
    CHECK(memcmp(k->bytes + 40001, "\\\"", 2) == 0);
    CHECK(memcmp(k->bytes + 40003, long_text + 40001, LENGTH - 40001) == 0);
    free(k);
    free(long_text);
}

TEST(node_by_hand_goes_on_behind_a_long_text) {
    char long_text[200];
    memset(long_text, 'x', sizeof long_text);
    kept *const k = new_kept();
    json_stream s;
    drg_json_begin(&s, sink_of(k), true);
    drg_json_open(&s, '[', JSON_SPREAD);
    size_t expected = 1;
    for (size_t i = 0; i < 200; i++) {
        drg_json_open(&s, '{', JSON_INLINE);
        char *at = drg_json_node(&s);
        at = drg_json_put_place(&s, JSON_PUT(at, "\"a\": "), (drg_text){long_text, sizeof long_text}, 7);
        at = drg_json_put_word(&s, JSON_MEMBER(&s, at, "w"), (drg_text){long_text, sizeof long_text});
        at = drg_json_put_id(JSON_MEMBER(&s, at, "b"), 'e', 10);
        drg_json_node_ends(&s, at);
        drg_json_key(&s, "c");
        drg_json_null(&s);
        drg_json_close(&s, '}');
        expected += 447;
    }
    drg_json_close(&s, ']');
    CHECK_EQ(drg_json_end(&s), DRG_OK);
    CHECK_EQ(k->length, expected + 2);
    CHECK(memcmp(k->bytes + 1, "\n  {\"a\": \"x", 11) == 0);
    CHECK_TEXT(((drg_text){k->bytes + k->length - 29, 29}), "x\", \"b\": \"e10\", \"c\": null}\n]\n");
    free(k);
}

TEST(sink_that_refuses_is_an_io_failure_and_is_not_asked_again) {
    kept *const k = new_kept();
    k->most = 10;
    json_stream s;
    drg_json_begin(&s, sink_of(k), false);
    drg_json_open(&s, '[', JSON_INLINE);
    for (size_t i = 0; i < 50000; i++) drg_json_count(&s, i);
    drg_json_close(&s, ']');
    CHECK_EQ(drg_json_end(&s), DRG_IO);
    CHECK_EQ(k->calls, 1);
    free(k);
}

/* A document made by hand: "Japan signed it." with one treaty "it", a country and an event. ------------------------------- */

enum { JAPAN, IT, SIGNED, SPARE, READINGS };

#define T(string)                                                                                                      \
    { string, sizeof(string) - 1 }
static const drg_text country_forms[] = {T("name"), T("demonym")};
static const label_resolve event_resolve[] = {
    {RESOLVE_EVENT, NO_FORM}
};
static const label all_labels[] = {
    {.name = T("Country"), .forms = country_forms,    .form_count = 2},
    {.name = T("Treaty")                   },
    {.name = T("Event"),   .resolves = event_resolve,                           .resolve_count = 1},
    {.name = T("Phone"),                    .hidden = true},
};
static const drg_text keys[] = {T("kind"), T("parties"), T("same")};
static const label_table labels = {.labels = all_labels, .label_count = 4};
static const rule_facts rules[] = {{.name = T("en/country")}, {.name = T("en/it")}, {.name = T("en/sign")}};

static reading reading_at(uint32_t token_number, uint8_t label_number, uint32_t rule_number, float sum) {
    return (reading){.first_token = token_number,
                     .end_token = token_number + 1,
                     .label = label_number,
                     .rule = {rule_number},
                     .source = NO_ID,
                     .sum = sum,
                     .flags = READING_CHOSEN,
                     .merged = NO_ID,
                     .facts = NO_ID};
}

typedef struct {
    drg_document d;
    token tokens[4];
    reading readings[READINGS];
    settled_facts facts[2];
    reading_attribute attributes[4];
    uint32_t entities[2], mentions[2], parties[1];
    referent referents[2];
    referent_attribute referent_attributes[2];
    event events[1];
    turn turns[1];
} made;

#define FILL(vector, array) ((vector).items = (array), (vector).count = sizeof(array) / sizeof *(array))

static void fill(made *m) {
    *m = (made){
        .tokens = {{.start_byte = 0, .end_byte = 6}, {.start_byte = 7, .end_byte = 13}, {14, 16, 0, 0}, {16, 17, 0, 0}},
        .readings = {[JAPAN] = reading_at(0,                  0, 0, 2),
                   [IT] = reading_at(2, 1, 1, 0),
                   [SIGNED] = reading_at(1, 2, 2, 3),
                   [SPARE] = reading_at(3, 3, 0, 1)},
        .facts = {{.value = "JPN", .value_length = 3, .entry = NO_ID, .referent = 0},
                   {.entry = NO_ID, .referent = 1, .first_attribute = 0, .attribute_count = 4}},
        .attributes = {{.key = &keys[0], .bytes = "treaty", .length = 6},
                   {.key = &keys[1], .kind = VALUE_READING, .of_list = true, .reading = JAPAN},
                   {.key = &keys[2], .kind = VALUE_READING, .reading = IT},
                   {.key = &keys[1], .of_list = true, .bytes = "the \"others\"", .length = 12}},
        .entities = {JAPAN,                              IT},
        .mentions = {0,                               1},
        .parties = {0                             },
        .referents = {{.label = 0, .key = T("JPN"), .name = T("Japan"), .entry = 7, .mention_count = 1},
                   {.label = 1,
                       .key = T("it"),
                       .entry = NO_ID,
                       .first_mention = 1,
                       .mention_count = 1,
                       .attribute_count = 2}},
        .referent_attributes = {{.key = T("parties"), .of_list = true, .referent = 0},
                   {.key = T("signed"), .value = T("2024"), .referent = NO_ID}},
        .events = {{.action = T("sign"),
                    .treaty = 1,
                    .party_count = 1,
                    .polarity = T("positive"),
                    .modality = T("actual"),
                    .reading = SIGNED}                              },
        .turns = {{0, 17, T("A. B."), NO_ID, {0}}                             },
    };
    m->readings[JAPAN].facts = 0;
    m->readings[IT].facts = 1;
    m->readings[IT].form = UINT8_MAX;
    drg_document *d = &m->d;
    d->input = (drg_input){.id = T("x\ty")};
    d->language = (drg_text)T("en");
    d->labels = &labels;
    d->rules = rules;
    FILL(d->tokens, m->tokens);
    FILL(d->readings.items, m->readings);
    FILL(d->readings.facts, m->facts);
    FILL(d->readings.attributes, m->attributes);
    FILL(d->entities, m->entities);
    FILL(d->mentions, m->mentions);
    FILL(d->parties, m->parties);
    FILL(d->referents, m->referents);
    FILL(d->referent_attributes, m->referent_attributes);
    FILL(d->events, m->events);
    FILL(d->turns, m->turns);
}

static void check_written(const made *m, drg_json_options options, const char *extra, const char *expected) {
    kept *const k = new_kept();
    CHECK_EQ(drg_write_json_with(&m->d, &options, drg_text_of(extra), sink_of(k)), DRG_OK);
    CHECK_TEXT(text_of(k), expected);
    free(k);
}

#define FOUND                                                                                                          \
    "\"entities\":["                                                                                                   \
    "{\"id\":\"e1\",\"start\":0,\"end\":5,\"text\":\"Jåpan\",\"label\":\"Country\",\"form\":\"name\",\"value\":"      \
    "\"JPN\","                                                                                                         \
    "\"referent\":\"r1\",\"attributes\":{},\"score\":0.8808,\"rule\":\"en/country\"},"                                 \
    "{\"id\":\"e2\",\"start\":13,\"end\":15,\"text\":\"it\",\"label\":\"Treaty\",\"form\":null,\"value\":null,"        \
    "\"referent\":\"r2\",\"attributes\":{\"kind\":\"treaty\",\"parties\":[\"JPN\",\"the \\\"others\\\"\"],"            \
    "\"same\":\"r2\"},\"score\":0.50,\"rule\":\"en/it\"}],"                                                            \
    "\"referents\":["                                                                                                  \
    "{\"id\":\"r1\",\"label\":\"Country\",\"key\":\"JPN\",\"name\":\"Japan\",\"mentions\":[\"e1\"],\"attributes\":{}}" \
    ","                                                                                                                \
    "{\"id\":\"r2\",\"label\":\"Treaty\",\"key\":\"it\",\"name\":null,\"mentions\":[\"e2\"],"                          \
    "\"attributes\":{\"parties\":[\"JPN\"],\"signed\":\"2024\"}}],"                                                    \
    "\"events\":[{\"id\":\"v1\",\"action\":\"sign\",\"treaty\":\"r2\",\"parties\":[\"r1\"],\"date\":null,\"place\":"   \
    "null,"                                                                                                            \
    "\"polarity\":\"positive\",\"modality\":\"actual\",\"start\":6,\"end\":12,\"rule\":\"en/sign\"}],"                 \
    "\"turns\":[{\"start\":0,\"end\":16,\"name\":\"A. B.\",\"referent\":null,\"country\":null}]"

TEST(document_is_written_node_by_node) {
    made m;
    fill(&m);
    REQUIRE(drg_measured_text_init(&m.d.text, drg_text_of("Jåpan signed it.")) == DRG_OK);
    check_written(&m, (drg_json_options){.offsets = DRG_CHARS}, "",
                  "{\"schema\":\"dragoman/1\",\"id\":\"x\\ty\",\"language\":\"en\",\"reference_date\":null," FOUND
                  "}\n");
    drg_measured_text_clear(&m.d.text);
}

TEST(text_and_what_passes_through_stand_in_front) {
    made m;
    fill(&m);
    REQUIRE(drg_measured_text_init(&m.d.text, drg_text_of("Jåpan signed it.")) == DRG_OK);
    check_written(&m, (drg_json_options){.with_text = true}, "\"desk\":7,\"tags\":[]",
                  "{\"schema\":\"dragoman/1\",\"id\":\"x\\ty\",\"language\":\"en\",\"reference_date\":null,"
                  "\"desk\":7,\"tags\":[],\"text\":\"Jåpan signed it.\"," FOUND "}\n");
    drg_measured_text_clear(&m.d.text);
}

TEST(warnings_stand_only_where_there_is_something) {
    drg_document d = {.labels = &labels, .language = T("en"), .input = {.reference_date = T("2024-06-20")}};
    REQUIRE(drg_measured_text_init(&d.text, (drg_text){"a\xff\0", 3}) == DRG_OK);
    kept *const k = new_kept();
    CHECK_EQ(drg_write_json(&d, NULL, sink_of(k)), DRG_OK);
    CHECK_TEXT(text_of(k),
               "{\"schema\":\"dragoman/1\",\"id\":\"\",\"language\":\"en\",\"reference_date\":\"2024-06-20\","
               "\"entities\":[],\"referents\":[],\"events\":[],\"turns\":[],"
               "\"warnings\":{\"invalid_utf8\":1,\"nul\":1}}\n");
    drg_measured_text_clear(&d.text);
    free(k);
}

TEST(scores_do_not_ask_the_locale) {
    setlocale(LC_NUMERIC, "de_DE.UTF-8"); /* where it is not installed, there is nothing to see */
    WRITTEN(false, "0.25", BY_HAND(drg_json_put_score(at, 0.25)));
    setlocale(LC_NUMERIC, "C");
}
