/* The calendar: see calendar.h. */
#include "resolve/calendar.h"

/* Days from 1 March of the year 0 to 1970-01-01, in the Gregorian and in the Julian calendar. */
#define GREGORIAN_EPOCH 719468
#define JULIAN_EPOCH 719470
#define DAYS_IN_400_YEARS 146097
#define DAYS_IN_4_YEARS 1461

/* 0 for 1 March … 365 for 29 February. A month's days before it: 153 days every five months, from March. */
static int64_t day_of_march_year(int32_t month, int32_t day) {
    const int64_t from_march = month > 2 ? month - 3 : month + 9;
    return (153 * from_march + 2) / 5 + day - 1;
}

int64_t drg_day_of(civil date) {
    const int64_t year = (int64_t)date.year - (date.month <= 2);
    const int64_t era = floor_divide(year, 400);
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_march_year(date.month, date.day);
    return era * DAYS_IN_400_YEARS + day_of_era - GREGORIAN_EPOCH;
}

civil drg_civil_of(int64_t day) {
    const int64_t from_march_0 = day + GREGORIAN_EPOCH;
    const int64_t era = floor_divide(from_march_0, DAYS_IN_400_YEARS);
    const int64_t day_of_era = from_march_0 - era * DAYS_IN_400_YEARS;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_IN_400_YEARS - 1)) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t from_march = (5 * day_of_year + 2) / 153;
    const int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (civil){
        .year = (int32_t)(era * 400 + year_of_era + (month <= 2)),
        .month = (int32_t)month,
        .day = (int32_t)(day_of_year - (153 * from_march + 2) / 5 + 1),
    };
}

int64_t drg_day_of_julian(civil date) {
    const int64_t year = (int64_t)date.year - (date.month <= 2);
    const int64_t era = floor_divide(year, 4);
    return era * DAYS_IN_4_YEARS + (year - era * 4) * 365 + day_of_march_year(date.month, date.day) - JULIAN_EPOCH;
}

int32_t drg_weekday_of(int64_t day) {
    return (int32_t)floor_rest(day + 3, 7) + 1;
}

iso_week drg_iso_week_of(int64_t day) {
    const int64_t thursday = day - drg_weekday_of(day) + 4;
    const int32_t year = drg_civil_of(thursday).year;
    return (iso_week){year, (int32_t)((thursday - drg_day_of((civil){year, 1, 1})) / 7) + 1};
}

int64_t drg_day_of_iso_week(iso_week week) {
    const int64_t fourth = drg_day_of((civil){week.year, 1, 4}); /* always in week 1 */
    return fourth - drg_weekday_of(fourth) + 1 + 7 * ((int64_t)week.week - 1);
}

int32_t drg_iso_weeks_in(int32_t year) {
    return drg_iso_week_of(drg_day_of((civil){year, 12, 28})).week;
}
