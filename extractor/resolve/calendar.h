/* The calendar: days, weekdays and ISO weeks of the proleptic Gregorian calendar; the Julian calendar beside it.
 *
 * A day is counted from 1970-01-01 (day 0, a Thursday), so that arithmetic on days is arithmetic on integers:
 *
 *     drg_day_of((civil){2024, 6, 20}) - 3   ->   drg_civil_of(…) = 2024-06-17
 *
 * The two conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil,
 * civil_from_days): years begin in March, so that the leap day is the last of its year. Years may be zero or less. */
#ifndef DRG_CALENDAR_H
#define DRG_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int32_t year;
    int32_t month; /* 1 … 12 */
    int32_t day;   /* 1 … 31 */
} civil;

typedef struct {
    int32_t year; /* of the week: that of its Thursday */
    int32_t week; /* 1 … 53 */
} iso_week;

int64_t drg_day_of(civil date);
civil drg_civil_of(int64_t day);
/* The Gregorian day of a date of the Julian calendar. */
int64_t drg_day_of_julian(civil date);
/* 1 Monday … 7 Sunday. */
int32_t drg_weekday_of(int64_t day);
iso_week drg_iso_week_of(int64_t day);
/* The Monday of a week; 52 or 53 weeks of a year. */
int64_t drg_day_of_iso_week(iso_week week);
int32_t drg_iso_weeks_in(int32_t year);

/* a / b and a mod b, rounded down: -1 / 12 is -1, rest 11. */
static inline int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}
static inline int64_t floor_rest(int64_t a, int64_t b) {
    return a - floor_divide(a, b) * b;
}

#endif
