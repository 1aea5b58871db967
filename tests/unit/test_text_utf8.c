/* UTF-8: what is valid, what repair makes of the rest, and offsets in three units. */
#include "test.h"

#include "text/utf8.h"

#include <stdlib.h>

static drg_text bytes(const char *text, size_t length) {
    return (drg_text){text, length};
}

static size_t valid_length(const char *text) {
    return drg_utf8_valid_length(drg_text_of(text));
}

TEST(code_points_of_every_length_are_read) {
    const drg_text text = drg_text_of("a\u00E9\u20AC\U0001F600");
    size_t at = 0;
    CHECK_EQ(drg_utf8_next(text, &at), 'a');
    CHECK_EQ(drg_utf8_next(text, &at), 0xE9);
    CHECK_EQ(drg_utf8_next(text, &at), 0x20AC);
    CHECK_EQ(drg_utf8_next(text, &at), 0x1F600);
    CHECK_EQ(at, text.length);
}

TEST(what_is_written_is_read_again) {
    static const uint32_t points[] = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        char out[4];
        const size_t length = drg_utf8_put(points[i], out);
        size_t at = 0;
        CHECK_EQ(drg_utf8_valid_length(bytes(out, length)), length);
        CHECK_EQ(drg_utf8_next(bytes(out, length), &at), points[i]);
        CHECK_EQ(at, length);
    }
}

TEST(valid_text_is_valid_to_its_end) {
    CHECK_EQ(valid_length(""), 0);
    CHECK_EQ(valid_length("treaty"), 6);
    CHECK_EQ(valid_length("C\u00F4te d\u2019Ivoire, a longer text \U0001F54A"), 36);
    CHECK_EQ(drg_utf8_valid_length(bytes("a\0b", 3)), 3);
}

TEST(text_is_valid_up_to_the_first_fault) {
    CHECK_EQ(valid_length("ab\xFF"), 2);
    CHECK_EQ(valid_length("ab\x80"), 2);
    CHECK_EQ(valid_length("ab\xC3"), 2);             /* cut off */
    CHECK_EQ(valid_length("ab\xC0\xAF"), 2);         /* overlong */
    CHECK_EQ(valid_length("ab\xE0\x9F\xBF"), 2);     /* overlong */
    CHECK_EQ(valid_length("ab\xED\xA0\x80"), 2);     /* surrogate */
    CHECK_EQ(valid_length("ab\xF4\x90\x80\x80"), 2); /* behind U+10FFFF */
    CHECK_EQ(valid_length("12345678\xE2\x82"), 8);
}

/* Repair ----------------------------------------------------------------------------------------------------------- */

#define U "\xEF\xBF\xBD" /* U+FFFD */

static void check_repair(const char *input, const char *expected, unsigned replaced) {
    measured_text m = {0};
    CHECK_EQ(drg_measured_text_init(&m, drg_text_of(input)), DRG_OK);
    CHECK_TEXT(m.text, expected);
    CHECK_EQ(m.replaced_count, replaced);
    drg_measured_text_clear(&m);
}

TEST(repair_leaves_valid_text_alone) {
    check_repair("", "", 0);
    check_repair("Treaty", "Treaty", 0);
    check_repair("Trait\u00E9 " U, "Trait\u00E9 " U, 0);
}

TEST(repair_replaces_maximal_subparts) { /* the table of the Unicode standard, section 3.9 */
    check_repair("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", U U U U U U U U "A", 8);
    check_repair("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", U U U U U U U U "A", 8);
    check_repair("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", U U U U U "A" U U "B", 7);
    check_repair("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", U U U U "A", 4);
}

TEST(repair_of_a_sequence_that_the_end_cuts_off) {
    check_repair("a\xE2\x82", "a" U, 1);
    check_repair("a\xF0\x9F\x98", "a" U, 1);
}

TEST(nul_bytes_are_counted_and_kept) {
    measured_text m = {0};
    CHECK_EQ(drg_measured_text_init(&m, bytes("a\0\0b", 4)), DRG_OK);
    CHECK_EQ(m.nul_count, 2);
    CHECK_EQ(m.text.length, 4);
    drg_measured_text_clear(&m);
}

/* Offsets ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t chars, utf16, input_byte;
} offsets;

static offsets offsets_at(const measured_text *m, size_t byte) {
    return (offsets){drg_offset_in(m, byte, DRG_CHARS), drg_offset_in(m, byte, DRG_UTF16),
                     drg_offset_in(m, byte, DRG_BYTES)};
}

/* Walks over the text, one piece of the input after the other, and compares each offset with what it counted. */
static void check_offsets(const char *const *pieces, size_t count, unsigned repeat) {
    char *input = malloc(repeat * count * 4 + 1);
    REQUIRE(input);
    size_t length = 0;
    for (size_t i = 0; i < repeat * count; i++) {
        const char *piece = pieces[i % count];
        memcpy(input + length, piece, strlen(piece));
        length += strlen(piece);
    }
    measured_text m = {0};
    CHECK_EQ(drg_measured_text_init(&m, bytes(input, length)), DRG_OK);
    size_t byte = 0, wrong = 0;
    offsets expected = {0};
    for (size_t i = 0; i < repeat * count; i++) {
        const offsets got = offsets_at(&m, byte);
        wrong += got.chars != expected.chars || got.utf16 != expected.utf16 || got.input_byte != expected.input_byte;
        expected.utf16 += drg_utf8_next(m.text, &byte) > 0xFFFF ? 2 : 1;
        expected.chars++;
        expected.input_byte += strlen(pieces[i % count]);
    }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(byte, m.text.length);
    CHECK_EQ(offsets_at(&m, byte).input_byte, length);
    drg_measured_text_clear(&m);
    free(input);
}

TEST(offsets_of_ascii_are_the_same_in_all_units) {
    check_offsets((const char *[]){"a", "b", " "}, 3, 100);
}

TEST(offsets_of_longer_characters) {
    check_offsets((const char *[]){"a", "\u00E9", "\u20AC", "\U0001F600"}, 4, 200);
    check_offsets((const char *[]){"\u20AC"}, 1, 200);
    check_offsets((const char *[]){"\U0001F600"}, 1, 200);
}

TEST(offsets_count_the_bytes_of_the_input_where_it_was_repaired) {
    check_offsets((const char *[]){"\xFF"}, 1, 300);
    check_offsets((const char *[]){"a", "\xFF"}, 2, 300);
    check_offsets((const char *[]){"\xE2\x82", "a", "\u00E9", "\xF0\x9F\x98", "b", U, "\xC3"}, 7, 100);
}

TEST(a_measured_text_can_be_used_again) {
    measured_text m = {0};
    CHECK_EQ(drg_measured_text_init(&m, drg_text_of("\xFF\u00E9")), DRG_OK);
    CHECK_EQ(drg_measured_text_init(&m, drg_text_of("abc")), DRG_OK);
    CHECK(m.ascii);
    CHECK_EQ(m.replaced_count, 0);
    CHECK_EQ(drg_offset_in(&m, 3, DRG_UTF16), 3);
    CHECK_EQ(drg_measured_text_init(&m, bytes(NULL, 0)), DRG_OK);
    CHECK_EQ(m.text.length, 0);
    drg_measured_text_clear(&m);
}
