/* The calendar against the C library and against counting, day by day. */
#include "test.h"

#include <time.h>

#include "resolve/calendar.h"
#include "text/days.h"

static const civil first = {1600, 1, 1}, last = {2400, 12, 31};

TEST(every_day_is_the_one_after_the_day_before) {
    civil counted = first;
    int64_t wrong = 0;
    for (int64_t day = drg_day_of(first); day <= drg_day_of(last); day++) {
        const civil got = drg_civil_of(day);
        wrong += got.year != counted.year || got.month != counted.month || got.day != counted.day;
        wrong += drg_day_of(got) != day;
        if (++counted.day > drg_days_in_month(counted.year, counted.month)) {
            counted.day = 1;
            if (++counted.month > 12) counted = (civil){counted.year + 1, 1, 1};
        }
    }
    CHECK_EQ(wrong, 0);
}

TEST(every_day_has_the_weekday_and_the_week_of_the_c_library) {
    int64_t wrong = 0;
    for (int64_t day = drg_day_of(first); day <= drg_day_of(last); day++) {
        const time_t seconds = (time_t)(day * 86400);
        struct tm tm;
        char week[16], ours[16];
        gmtime_r(&seconds, &tm);
        const civil date = drg_civil_of(day);
        wrong += date.year != tm.tm_year + 1900 || date.month != tm.tm_mon + 1 || date.day != tm.tm_mday;
        strftime(week, sizeof week, "%G-W%V-%u", &tm);
        const iso_week w = drg_iso_week_of(day);
        snprintf(ours, sizeof ours, "%d-W%02d-%d", (int)w.year, (int)w.week, (int)drg_weekday_of(day));
        wrong += strcmp(week, ours) != 0;
        wrong += drg_day_of_iso_week(w) + drg_weekday_of(day) - 1 != day;
        wrong += w.week > drg_iso_weeks_in(w.year);
    }
    CHECK_EQ(wrong, 0);
}

TEST(the_day_after_4_october_1582_julian_is_15_october_gregorian) {
    CHECK_EQ(drg_day_of_julian((civil){1582, 10, 5}), drg_day_of((civil){1582, 10, 15}));
    CHECK_EQ(drg_day_of_julian((civil){1917, 10, 25}), drg_day_of((civil){1917, 11, 7}));
    CHECK_EQ(drg_day_of_julian((civil){1, 1, 1}), drg_day_of((civil){0, 12, 30}));
}
