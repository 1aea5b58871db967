/* Messages: places, what is kept, limits; reading sources; the nearest word. */
#include "test.h"

#include "bounds.h"
#include "text/message.h"

#include <stdlib.h>
#include <unistd.h>

static source source_of(const char *text) {
    return (source){drg_text_of("en/example.rules"), drg_text_of(text)};
}

static place place_of(const source *s, const char *words) {
    const char *at = strstr(s->text.bytes, words);
    return (place){s, (uint32_t)(at - s->text.bytes), (uint32_t)strlen(words)};
}

TEST(a_message_has_line_column_and_width_in_code_points) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    const source s = source_of("language en\r\n  name d\u2019\u00C9tat @lists\r\nlast");
    drg_error(messages, place_of(&s, "@lists"), "wrong", "did you mean '@list'?", "unknown list '%s'", "@lists");
    const drg_message m = drg_messages_get(messages, 0);
    CHECK_EQ(m.severity, DRG_ERROR);
    CHECK_TEXT(m.file, "en/example.rules");
    CHECK_EQ(m.line, 2);
    CHECK_EQ(m.column, 15);
    CHECK_EQ(m.width, 6);
    CHECK_TEXT(m.source, "  name d\u2019\u00C9tat @lists");
    CHECK_TEXT(m.text, "unknown list '@lists'");
    CHECK_TEXT(m.hint, "did you mean '@list'?");
    drg_messages_free(messages);
}

TEST(a_message_outlives_its_source) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    char text[] = "rule one";
    const source s = {
        drg_text_of("a.rules"), {text, 8}
    };
    drg_warn(messages, (place){&s, 5, 3}, "odd", NULL, "not used");
    memset(text, 'x', sizeof text);
    CHECK_TEXT(drg_messages_get(messages, 0).source, "rule one");
    CHECK_EQ(drg_messages_get(messages, 0).severity, DRG_WARNING);
    drg_messages_free(messages);
}

TEST(lines_are_found_in_any_order) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    const source s = source_of("one\ntwo\n\nfour\n"), other = source_of("\n\nthree");
    static const char *const words[] = {"four", "one", "two", "four"};
    for (size_t i = 0; i < 4; i++) drg_error(messages, place_of(&s, words[i]), "wrong", NULL, "wrong");
    drg_error(messages, place_of(&other, "three"), "wrong", NULL, "wrong");
    static const uint32_t lines[] = {4, 1, 2, 4, 3};
    for (size_t i = 0; i < 5; i++) CHECK_EQ(drg_messages_get(messages, i).line, lines[i]);
    drg_messages_free(messages);
}

TEST(a_caret_has_a_place_at_the_end_of_line_and_text) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    const source s = source_of("ab\ncd");
    drg_error(messages, (place){&s, 2, 0}, "wrong", NULL, "more was expected");
    drg_error(messages, (place){&s, 5, 0}, "wrong", NULL, "more was expected");
    drg_error(messages, (place){&s, 1, 100}, "wrong", NULL, "runs over the line");
    CHECK_EQ(drg_messages_get(messages, 0).line, 1);
    CHECK_EQ(drg_messages_get(messages, 0).column, 3);
    CHECK_EQ(drg_messages_get(messages, 0).width, 1);
    CHECK_EQ(drg_messages_get(messages, 1).line, 2);
    CHECK_EQ(drg_messages_get(messages, 1).column, 3);
    CHECK_EQ(drg_messages_get(messages, 2).width, 1);
    drg_messages_free(messages);
}

TEST(a_message_of_no_file_has_no_place) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    drg_error(messages, (place){0}, "wrong", NULL, "no rules at all");
    const drg_message m = drg_messages_get(messages, 0);
    CHECK_TEXT(m.file, "");
    CHECK_TEXT(m.source, "");
    CHECK_EQ(m.line, 0);
    CHECK_EQ(m.width, 1);
    drg_messages_free(messages);
}

TEST(the_status_tells_errors_from_warnings) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    CHECK_EQ(drg_messages_status(messages), DRG_OK);
    drg_warn(messages, (place){0}, "odd", NULL, "odd");
    CHECK_EQ(drg_messages_status(messages), DRG_OK);
    CHECK_EQ(drg_messages_error_count(messages), 0);
    drg_error(messages, (place){0}, "wrong", NULL, "wrong");
    CHECK_EQ(drg_messages_status(messages), DRG_BAD_KNOWLEDGE);
    CHECK_EQ(drg_messages_error_count(messages), 1);
    CHECK_EQ(drg_messages_count(messages), 2);
    drg_messages_free(messages);
    CHECK_EQ(drg_messages_count(NULL), 0);
    drg_messages_free(NULL);
}

TEST(past_the_limit_messages_are_counted_and_said_to_be) {
    drg_messages *messages;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    for (int i = 0; i < MESSAGES_MOST; i++) drg_warn(messages, (place){0}, "odd", NULL, "number %d", i);
    CHECK_EQ(drg_messages_count(messages), MESSAGES_MOST);
    drg_warn(messages, (place){0}, "odd", NULL, "one more");
    CHECK_TEXT(drg_messages_get(messages, MESSAGES_MOST).text, "1 more message is not shown");
    CHECK_EQ(drg_messages_get(messages, MESSAGES_MOST).severity, DRG_WARNING);
    drg_error(messages, (place){0}, "wrong", NULL, "and an error");
    CHECK_EQ(drg_messages_count(messages), MESSAGES_MOST + 1);
    CHECK_TEXT(drg_messages_get(messages, MESSAGES_MOST).text, "2 more messages are not shown");
    CHECK_EQ(drg_messages_get(messages, MESSAGES_MOST).severity, DRG_ERROR);
    CHECK_EQ(drg_messages_status(messages), DRG_BAD_KNOWLEDGE);
    drg_messages_free(messages);
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    char path[32];
    arena a;
    drg_messages *messages;
    source *read;
    drg_status status;
} reading;

static reading read_bytes(const char *bytes, size_t length, size_t most) {
    reading r = {.path = "/tmp/dragoman-XXXXXX", .status = DRG_IO};
    const int file = mkstemp(r.path);
    if (file < 0 || drg_messages_new(&r.messages) != DRG_OK) return r;
    const ssize_t written = write(file, bytes, length);
    close(file);
    if (written == (ssize_t)length) r.status = drg_source_read(r.path, most, &r.a, r.messages, &r.read);
    return r;
}

static void end_reading(reading *r) {
    unlink(r->path);
    drg_messages_free(r->messages);
    drg_arena_clear(&r->a);
}

TEST(a_source_is_read_without_its_byte_order_mark) {
    reading r = read_bytes("\xEF\xBB\xBFrule\r\nx", 10, 100);
    CHECK_EQ(r.status, DRG_OK);
    REQUIRE(r.read);
    CHECK_TEXT(r.read->text, "rule\r\nx");
    CHECK_EQ(r.read->text.bytes[7], '\0');
    CHECK_TEXT(r.read->path, r.path);
    end_reading(&r);
}

TEST(an_empty_file_is_an_empty_source) {
    reading r = read_bytes("", 0, 100);
    CHECK_EQ(r.status, DRG_OK);
    REQUIRE(r.read);
    CHECK_EQ(r.read->text.length, 0);
    end_reading(&r);
}

TEST(wrong_utf8_is_told_with_its_line) {
    reading r = read_bytes("one\ntw\xFFo\n", 9, 100);
    CHECK_EQ(r.status, DRG_BAD_KNOWLEDGE);
    CHECK(!r.read);
    REQUIRE(drg_messages_count(r.messages) == 1);
    const drg_message m = drg_messages_get(r.messages, 0);
    CHECK_EQ(m.line, 2);
    CHECK_EQ(m.column, 3);
    CHECK_TEXT(m.source, "tw");
    CHECK_TEXT(m.text, "invalid UTF-8 (byte 0xFF)");
    end_reading(&r);
}

TEST(a_nul_byte_is_told_with_its_line) {
    reading r = read_bytes("one\nt\0wo\n", 9, 100);
    CHECK_EQ(r.status, DRG_BAD_KNOWLEDGE);
    REQUIRE(drg_messages_count(r.messages) == 1);
    CHECK_EQ(drg_messages_get(r.messages, 0).line, 2);
    CHECK_TEXT(drg_messages_get(r.messages, 0).text, "NUL byte");
    end_reading(&r);
}

TEST(a_file_may_be_as_large_as_the_limit_and_no_larger) {
    reading fits = read_bytes("12345", 5, 5), larger = read_bytes("123456", 6, 5);
    CHECK_EQ(fits.status, DRG_OK);
    CHECK_EQ(larger.status, DRG_BAD_KNOWLEDGE);
    REQUIRE(drg_messages_count(larger.messages) == 1);
    CHECK_TEXT(drg_messages_get(larger.messages, 0).text, "is larger than 5 bytes");
    end_reading(&fits);
    end_reading(&larger);
}

static void check_unreadable(const char *path, const char *why) {
    arena a = {0};
    drg_messages *messages;
    source *read;
    REQUIRE(drg_messages_new(&messages) == DRG_OK);
    CHECK_EQ(drg_source_read(path, 100, &a, messages, &read), DRG_BAD_KNOWLEDGE);
    REQUIRE(drg_messages_count(messages) == 1);
    const drg_message m = drg_messages_get(messages, 0);
    CHECK_TEXT(m.text, why);
    CHECK_TEXT(m.file, path);
    CHECK_EQ(m.line, 0);
    drg_messages_free(messages);
    drg_arena_clear(&a);
}

TEST(what_is_no_file_cannot_be_read) {
    check_unreadable("/tmp", "is a folder, not a file");
    check_unreadable("/dev/null", "is a device, not a file");
    check_unreadable("/tmp/is/not/there", "cannot be read: No such file or directory");
}

/* Did you mean ----------------------------------------------------------------------------------------------------- */

static drg_text nearest(const char *word) {
    static const char *const words[] = {"country", "county", "instrument",
                                        "month",   "as",     "\u0434\u043E\u0433\u043E\u0432\u043E\u0440"};
    drg_text candidates[6];
    for (size_t i = 0; i < 6; i++) candidates[i] = drg_text_of(words[i]);
    return drg_nearest(drg_text_of(word), candidates, 6);
}

TEST(the_nearest_word_is_a_few_edits_away) {
    CHECK_TEXT(nearest("instruments"), "instrument");
    CHECK_TEXT(nearest("mnoth"), "month"); /* two letters exchanged */
    CHECK_TEXT(nearest("contry"), "country");
    CHECK_TEXT(nearest("month"), "month");
    CHECK_TEXT(nearest("\u0434\u043E\u0433\u043E\u0432\u043E\u0440\u0430"),
               "\u0434\u043E\u0433\u043E\u0432\u043E\u0440");
}

TEST(no_word_is_near_at_more_than_a_third_of_the_length) {
    CHECK_TEXT(nearest("weekday"), "");
    CHECK_TEXT(nearest("is"), "");
    CHECK_TEXT(nearest("mouse"), "");
    CHECK_TEXT(nearest(""), "");
    CHECK_TEXT(nearest("a-word-that-is-longer-than-any-name-that-somebody-could-have-mistyped-at-all"), "");
}
