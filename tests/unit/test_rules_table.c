/* The hash table of numbers. */
#include "rules/table.h"
#include "test.h"

TEST(a_table_has_what_was_put_and_nothing_else) {
    table t = {0};
    CHECK_EQ(table_get(&t, 7), 0);
    for (uint32_t i = 0; i < 5000; i++) REQUIRE(drg_table_put(&t, pair_key(i % 70, i / 70), i + 1) == DRG_OK);
    for (uint32_t i = 0; i < 5000; i++) REQUIRE(table_get(&t, pair_key(i % 70, i / 70)) == i + 1);
    CHECK_EQ(t.count, 5000);
    CHECK_EQ(table_get(&t, pair_key(70, 0)), 0);
    CHECK_EQ(table_get(&t, pair_key(0, 5000)), 0);
    drg_table_clear(&t);
}

TEST(both_halves_of_a_key_count) {
    table t = {0};
    REQUIRE(drg_table_put(&t, pair_key(1, 2), 12) == DRG_OK && drg_table_put(&t, pair_key(2, 1), 21) == DRG_OK);
    REQUIRE(drg_table_put(&t, 0, 5) == DRG_OK && drg_table_put(&t, UINT64_MAX, 6) == DRG_OK);
    CHECK_EQ(table_get(&t, pair_key(1, 2)), 12);
    CHECK_EQ(table_get(&t, pair_key(2, 1)), 21);
    CHECK_EQ(table_get(&t, pair_key(1, 1)), 0);
    CHECK_EQ(table_get(&t, 0), 5);
    CHECK_EQ(table_get(&t, UINT64_MAX), 6);
    drg_table_clear(&t);
}

TEST(what_is_put_again_is_there_once_with_its_last_value) {
    table t = {0};
    for (uint32_t i = 1; i <= 1000; i++) REQUIRE(drg_table_put(&t, 9, i) == DRG_OK);
    CHECK_EQ(table_get(&t, 9), 1000);
    CHECK_EQ(t.count, 1);
    drg_table_clear(&t);
}

TEST(an_emptied_table_is_as_good_as_new) {
    table t = {0};
    drg_table_empty(&t);
    for (uint64_t round = 0; round < 3; round++) {
        for (uint64_t key = 0; key < 100; key++) REQUIRE(drg_table_put(&t, key * 64 + round, 1) == DRG_OK);
        CHECK_EQ(t.count, 100);
        drg_table_empty(&t);
        CHECK_EQ(t.count, 0);
        CHECK_EQ(table_get(&t, 64 + round), 0);
    }
    drg_table_clear(&t);
}

TEST(a_table_that_grew_large_gives_its_room_back_when_it_is_emptied) {
    table t = {0};
    for (uint64_t key = 0; key < 100000; key++) REQUIRE(drg_table_put(&t, key, 1) == DRG_OK);
    drg_table_empty(&t);
    CHECK(!t.slots);
    REQUIRE(drg_table_put(&t, 3, 4) == DRG_OK);
    CHECK_EQ(table_get(&t, 3), 4);
    drg_table_clear(&t);
}
