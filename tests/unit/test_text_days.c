/* Days as knowledge writes them. */
#include "test.h"

#include "text/days.h"

static bool is_day(const char *text) {
    return drg_is_day(drg_text_of(text));
}

TEST(days_that_do_not_exist_are_known) {
    CHECK(is_day("2024-02-29"));
    CHECK(!is_day("2023-02-29"));
    CHECK(!is_day("1900-02-29"));
    CHECK(is_day("2000-02-29"));
    CHECK(!is_day("2024-04-31"));
    CHECK(!is_day("0000-01-01"));
    CHECK(is_day("9999-12-31"));
    CHECK(!is_day("2024-13-01"));
    CHECK(!is_day("2024-00-01"));
    CHECK(!is_day("2024-01-00"));
}

TEST(a_day_is_written_with_ten_characters) {
    CHECK(!is_day("2024-6-20"));
    CHECK(!is_day("2024-06"));
    CHECK(!is_day("2024/06/20"));
    CHECK(!is_day("2024-06-20T10:00"));
    CHECK(!is_day("XXXX-06-20"));
    CHECK(!is_day(""));
}

TEST(a_date_of_a_table_may_be_a_month_or_a_year) {
    CHECK(drg_is_date(drg_text_of("2024-06-20")));
    CHECK(drg_is_date(drg_text_of("2024-06")));
    CHECK(drg_is_date(drg_text_of("2024")));
    CHECK(!drg_is_date(drg_text_of("2024-13")));
    CHECK(!drg_is_date(drg_text_of("202")));
    CHECK(!drg_is_date(drg_text_of("2023-02-29")));
}
