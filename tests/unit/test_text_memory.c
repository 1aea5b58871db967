/* Arenas and growing arrays. */
#include <stdint.h>
#include <stdlib.h>

#include "test.h"
#include "text/memory.h"

TEST(pieces_of_an_arena_are_aligned_and_do_not_overlap) {
    arena a = {0};
    char *pieces[300];
    for (size_t i = 0; i < 300; i++) {
        pieces[i] = drg_arena_take(&a, i);
        REQUIRE(pieces[i]);
        CHECK_EQ((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)(i % 251), i);
    }
    for (size_t i = 0; i < 300; i++) {
        for (size_t k = 0; k < i; k++) REQUIRE(pieces[i][k] == (char)(i % 251));
    }
    drg_arena_clear(&a);
}

TEST(texts_stand_close_together_and_apart_from_pieces) {
    arena a = {0};
    char *piece = drg_arena_take(&a, 8);
    const drg_text one = drg_arena_copy(&a, drg_text_of("one")), two = drg_arena_copy(&a, drg_text_of("three"));
    char *other = drg_arena_take(&a, 8);
    REQUIRE(piece && one.bytes && two.bytes && other);
    memset(piece, 'x', 8);
    memset(other, 'x', 8);
    CHECK_TEXT(one, "one");
    CHECK_TEXT(two, "three");
    CHECK_EQ(one.bytes[3], '\0');
    CHECK_EQ(one.bytes - two.bytes, 6);
    drg_arena_clear(&a);
}

TEST(a_text_longer_than_a_block_has_a_block_of_its_own) {
    arena a = {0};
    const size_t length = (size_t)1 << 20;
    char *text = drg_arena_take_text(&a, length), *piece = drg_arena_take(&a, 16);
    REQUIRE(text && piece);
    memset(text, 'x', length);
    memset(piece, 'y', 16);
    CHECK_EQ(text[length - 1], 'x');
    drg_arena_clear(&a);
}

TEST(a_reset_arena_hands_out_its_blocks_again) {
    arena a = {0};
    const char *const before = drg_arena_take(&a, 100);
    drg_arena_copy(&a, drg_text_of("some text"));
    drg_arena_reset(&a);
    CHECK(drg_arena_take(&a, 100) == before);
    CHECK_TEXT(drg_arena_copy(&a, drg_text_of("another")), "another");
    drg_arena_clear(&a);
}

TEST(nothing_can_be_taken_that_is_too_large) {
    arena a = {0};
    CHECK(!drg_arena_take(&a, SIZE_MAX));
    CHECK(!drg_arena_take_text(&a, SIZE_MAX));
    CHECK(drg_arena_take(&a, 1) != NULL);
    drg_arena_clear(&a);
}

TEST(a_vector_keeps_what_it_holds_while_it_grows) {
    VECTOR(uint32_t) v = {0};
    for (uint32_t i = 0; i < 10000; i++) REQUIRE(VECTOR_PUSH(v, i * 3));
    CHECK_EQ(v.count, 10000);
    for (uint32_t i = 0; i < 10000; i++) REQUIRE(v.items[i] == i * 3);
    VECTOR_CLEAR(v);
    CHECK_EQ(v.room, 0);
}

TEST(an_emptied_vector_keeps_its_room_unless_it_is_large) {
    VECTOR(uint32_t) v = {0};
    REQUIRE(VECTOR_RESERVE(v, 100) && VECTOR_PUSH(v, 1));
    VECTOR_EMPTY(v, 100);
    CHECK_EQ(v.count, 0);
    CHECK_EQ(v.room, 100);
    VECTOR_EMPTY(v, 99);
    CHECK_EQ(v.room, 0);
}
