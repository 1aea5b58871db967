/* Dates told from another. See date_move.h. */
#include "resolve/date_move.h"

#include "resolve/calendar.h"

#define FIRST_DAY drg_day_of((civil){1, 1, 1})
#define LAST_DAY drg_day_of((civil){9999, 12, 31})
#define SECONDS_IN_DAY 86400

/* What an anchor says ---------------------------------------------------------------------------------------------- */

/* The unit that a point is one of: 2024-06 is a month. */
static date_unit precision(const date_point *p) {
    static const date_unit of_scale[] = {UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_MILLENNIUM};
    static const date_unit of_piece[] = {
        [PIECE_NONE] = UNIT_YEAR,       [PIECE_MONTH] = UNIT_MONTH, [PIECE_SEASON] = UNIT_QUARTER,
        [PIECE_QUARTER] = UNIT_QUARTER, [PIECE_HALF] = UNIT_HALF,   [PIECE_WEEK] = UNIT_WEEK};
    int64_t day;
    if (p->scale != SCALE_YEAR) return of_scale[p->scale];
    if (drg_date_point_day(p, &day)) return UNIT_DAY;
    return of_piece[p->number == NOT_KNOWN ? PIECE_NONE : p->piece];
}

static bool is_known(const date_point *p) {
    return !p->dateless && !p->before_christ && p->year != NOT_KNOWN;
}

/* The day that stands for a point of a year: its first; of a week its Thursday, whose year is the week's. */
static civil day_for(const date_point *p) {
    static const int32_t months_in[] = {[PIECE_MONTH] = 1, [PIECE_SEASON] = 3, [PIECE_QUARTER] = 3, [PIECE_HALF] = 6};
    int64_t day;
    if (drg_date_point_day(p, &day)) return drg_civil_of(day);
    if (p->piece == PIECE_WEEK) return drg_civil_of(drg_day_of_iso_week((iso_week){p->year, p->number}) + 3);
    if (p->piece == PIECE_NONE || p->number == NOT_KNOWN) return (civil){p->year, 1, 1};
    const int32_t first = (p->number - 1) * months_in[p->piece] + (p->piece == PIECE_SEASON ? 3 : 1);
    return (civil){p->year, first, 1};
}

/* The number of its year in a coarser scale: 2024 lies in decade 202. */
static int64_t year_in(const date_point *p, year_scale scale) {
    static const int32_t years[] = {
        [SCALE_YEAR] = 1, [SCALE_DECADE] = 10, [SCALE_CENTURY] = 100, [SCALE_MILLENNIUM] = 1000};
    return p->year / (years[scale] / years[p->scale]);
}

/* Moving ----------------------------------------------------------------------------------------------------------- */

/* What a unit moves in, and what comes of it. */
typedef struct {
    enum { IN_CLOCK, IN_DAYS, IN_WEEKS, IN_MONTHS, IN_YEARS } in;
    int32_t step;
    year_piece piece;
    year_scale scale;
} movement;

static const movement movements[] = {
    [UNIT_SECOND] = {IN_CLOCK,  1,    PIECE_MONTH,   SCALE_YEAR      },
    [UNIT_MINUTE] = {IN_CLOCK,  60,   PIECE_MONTH,   SCALE_YEAR      },
    [UNIT_HOUR] = {IN_CLOCK,  3600, PIECE_MONTH,   SCALE_YEAR      },
    [UNIT_DAY] = {IN_DAYS,   1,    PIECE_MONTH,   SCALE_YEAR      },
    [UNIT_WEEKEND] = {IN_WEEKS,  1,    PIECE_WEEK,    SCALE_YEAR      },
    [UNIT_WEEK] = {IN_WEEKS,  1,    PIECE_WEEK,    SCALE_YEAR      },
    [UNIT_FORTNIGHT] = {IN_WEEKS,  2,    PIECE_WEEK,    SCALE_YEAR      },
    [UNIT_MONTH] = {IN_MONTHS, 1,    PIECE_MONTH,   SCALE_YEAR      },
    [UNIT_QUARTER] = {IN_MONTHS, 3,    PIECE_QUARTER, SCALE_YEAR      },
    [UNIT_HALF] = {IN_MONTHS, 6,    PIECE_HALF,    SCALE_YEAR      },
    [UNIT_YEAR] = {IN_YEARS,  1,    PIECE_NONE,    SCALE_YEAR      },
    [UNIT_TWO_YEARS] = {IN_YEARS,  2,    PIECE_NONE,    SCALE_YEAR      },
    [UNIT_DECADE] = {IN_YEARS,  1,    PIECE_NONE,    SCALE_DECADE    },
    [UNIT_CENTURY] = {IN_YEARS,  1,    PIECE_NONE,    SCALE_CENTURY   },
    [UNIT_MILLENNIUM] = {IN_YEARS,  1,    PIECE_NONE,    SCALE_MILLENNIUM},
};

/* XXXX, XXXX-XX, XXXX-XX-XX, XXXX-WXX: as precise as the unit. */
static date_point not_known(date_unit unit) {
    const movement *m = &movements[unit];
    date_point p = {.year = NOT_KNOWN, .scale = m->scale, .piece = m->piece, .second = NOT_KNOWN};
    if (m->piece != PIECE_NONE) p.number = NOT_KNOWN;
    if (unit <= UNIT_DAY) p.day = NOT_KNOWN;
    p.weekend = unit == UNIT_WEEKEND;
    return p;
}

static bool day_exists(int64_t day) {
    return day >= FIRST_DAY && day <= LAST_DAY;
}

int64_t drg_day_for(const date_point *p) {
    return drg_day_of(day_for(p));
}

static bool moved_clock(const date_point *anchor, int64_t seconds, date_point *out) {
    int64_t day;
    if (!drg_date_point_day(anchor, &day)) return false;
    const bool time_known = anchor->clock == CLOCK_TIME;
    const int64_t old =
        time_known ? anchor->hour * 3600 + anchor->minute * 60 + (anchor->second > 0 ? anchor->second : 0) : 0;
    const int64_t days = time_known ? floor_divide(old + seconds, SECONDS_IN_DAY) : seconds / SECONDS_IN_DAY;
    if (!day_exists(day + days)) return false;
    *out = drg_date_point_of_day(day + days);
    out->second = NOT_KNOWN;
    out->clock = time_known ? CLOCK_TIME : CLOCK_NOT_KNOWN;
    if (!time_known) return true;
    const int32_t now = (int32_t)floor_rest(old + seconds, SECONDS_IN_DAY);
    out->hour = now / 3600;
    out->minute = now / 60 % 60;
    if (anchor->second != NOT_KNOWN || seconds % 60) out->second = now % 60;
    return true;
}

static bool moved_days(const date_point *anchor, int64_t days, date_point *out) {
    const int64_t day = drg_day_for(anchor) + days;
    if (!day_exists(day)) return false;
    *out = drg_date_point_of_day(day);
    return true;
}

static bool moved_weeks(const date_point *anchor, int64_t weeks, date_point *out) {
    const int64_t day = drg_day_for(anchor) + weeks * 7;
    if (!day_exists(day)) return false;
    const iso_week week = drg_iso_week_of(day);
    *out = (date_point){.year = week.year, .piece = PIECE_WEEK, .number = week.week};
    return true;
}

/* Months, quarters, halves: counted from the year 0. */
static bool moved_months(const date_point *anchor, const movement *m, int64_t shift, date_point *out) {
    const civil from = day_for(anchor);
    const int32_t a_year = 12 / m->step;
    const int64_t count = (int64_t)from.year * a_year + (from.month - 1) / m->step + shift;
    const int64_t year = floor_divide(count, a_year);
    if (year < 1 || year > 9999) return false;
    *out = (date_point){.year = (int32_t)year, .piece = m->piece, .number = (int32_t)floor_rest(count, a_year) + 1};
    return true;
}

static bool moved_years(const date_point *anchor, const movement *m, int64_t shift, date_point *out) {
    const int64_t year = year_in(anchor, m->scale) + shift * m->step;
    if (year < 0 || year > 9999) return false;
    *out = (date_point){.year = (int32_t)year, .scale = m->scale};
    return drg_date_point_exists(out);
}

bool drg_date_moved(const date_point *anchor, date_unit unit, int64_t shift, date_point *out) {
    const movement *m = &movements[unit];
    const date_unit needed = unit < UNIT_DAY ? UNIT_DAY : unit;
    *out = not_known(unit);
    if (!is_known(anchor) || precision(anchor) > needed) return true;
    bool possible = false;
    switch (m->in) {
    case IN_CLOCK: possible = moved_clock(anchor, shift * m->step, out); break;
    case IN_DAYS: possible = moved_days(anchor, shift, out); break;
    case IN_WEEKS: possible = moved_weeks(anchor, shift * m->step, out); break;
    case IN_MONTHS: possible = moved_months(anchor, m, shift, out); break;
    case IN_YEARS: possible = moved_years(anchor, m, shift, out); break;
    }
    out->weekend = unit == UNIT_WEEKEND;
    return possible;
}

bool drg_weekday_moved(const date_point *anchor, int32_t weekday, int64_t shift, date_point *out) {
    *out = not_known(UNIT_WEEK);
    out->weekday = weekday;
    if (!is_known(anchor) || precision(anchor) > UNIT_WEEK) return true;
    const int64_t day = drg_day_for(anchor);
    const int32_t ahead = (int32_t)floor_rest(weekday - drg_weekday_of(day), 7); /* 0 … 6 */
    int64_t to;
    if (shift == 0) to = day - drg_weekday_of(day) + weekday;
    else if (shift > 0) to = day + (ahead ? ahead : 7) + 7 * (shift - 1);
    else to = day - (ahead ? 7 - ahead : 7) + 7 * (shift + 1);
    if (!day_exists(to)) return false;
    *out = drg_date_point_of_day(to);
    return true;
}

/* Which piece of its kind the anchor lies in: *year and *number; the winter of January is that of the year before. */
static void piece_at(const date_point *anchor, year_piece piece, int32_t *year, int32_t *number) {
    const civil at = day_for(anchor);
    *year = at.year;
    switch (piece) {
    case PIECE_SEASON:
        *number = (int32_t)drg_season_of_month(at.month);
        *year -= at.month < 3;
        break;
    case PIECE_QUARTER: *number = (at.month - 1) / 3 + 1; break;
    case PIECE_HALF: *number = (at.month - 1) / 6 + 1; break;
    case PIECE_WEEK: *number = drg_iso_week_of(drg_day_of(at)).week; break;
    default: *number = at.month; break;
    }
}

bool drg_piece_moved(const date_point *anchor, year_piece piece, int32_t number, int64_t shift, date_point *out) {
    *out = (date_point){.year = NOT_KNOWN, .piece = piece, .number = number};
    if (!is_known(anchor) || anchor->scale != SCALE_YEAR) return true;
    int32_t year, now;
    piece_at(anchor, piece, &year, &now);
    if (anchor->piece == PIECE_NONE) now = number; /* of a year alone: the year before, the year after */
    int64_t to = year + shift;
    if (shift > 0 && number > now) to--;
    if (shift < 0 && number < now) to++;
    if (to < 1 || to > 9999) return false;
    out->year = (int32_t)to;
    return true;
}

/* The nearest ------------------------------------------------------------------------------------------------------ */

#define YEARS_AROUND 8 /* 29 February stands in one of four years, or of eight */

/* How far a point is from a day, in days; a piece that holds the day is no way off. */
static int64_t distance(const date_point *p, int64_t day) {
    const int64_t first = drg_day_for(p);
    if (p->day == NOT_SAID) {
        date_point now = drg_date_point_of_day(day);
        int32_t year, number;
        piece_at(&now, p->piece, &year, &number);
        if (year == p->year && number == p->number) return 0;
    }
    return first - day;
}

/* How far a point counts as being, in halves of a day. What is told looks back rather than ahead, if the tense does not
 * say otherwise; and a tense may be misread, so it weighs, but does not forbid. */
static int64_t felt_distance(int64_t days, tense t) {
    static const int64_t weights[][2] = {
  /* behind, ahead */
        [TENSE_NOT_KNOWN] = {2,  3 },
        [TENSE_PAST] = {2,  24},
        [TENSE_FUTURE] = {24, 2 },
        [TENSE_ANY] = {2,  2 }
    };
    return days < 0 ? -days * weights[t][0] : days * weights[t][1];
}

/* The point in a year: false if it does not exist, or not on that weekday. */
static bool in_year(const date_point *p, int32_t weekday, int32_t year, date_point *out) {
    int64_t at;
    *out = *p;
    out->year = year;
    if (year < 1 || !drg_date_point_exists(out)) return false;
    return weekday == NOT_SAID || !drg_date_point_day(out, &at) || drg_weekday_of(at) == weekday;
}

/* Back from the year that follows (in which a week of this one may begin) to the first point that is not ahead; if none
 * is ahead by then, on to the first one that is. What is further off either way is never nearer. */
static bool nearest_year(date_point *p, int32_t weekday, int64_t day, tense t) {
    const int32_t around = drg_civil_of(day).year;
    date_point candidate, behind = *p, ahead = *p;
    int64_t days_behind = 1, days_ahead = 0; /* 1, 0: none found */
    for (int32_t year = around + 1; year >= around - YEARS_AROUND && days_behind > 0; year--) {
        if (!in_year(p, weekday, year, &candidate)) continue;
        const int64_t days = distance(&candidate, day);
        if (days > 0) ahead = candidate, days_ahead = days;
        else behind = candidate, days_behind = days;
    }
    for (int32_t year = around + 2; year <= around + YEARS_AROUND && days_ahead == 0; year++) {
        if (in_year(p, weekday, year, &candidate)) ahead = candidate, days_ahead = distance(&candidate, day);
    }
    if (days_behind > 0 && days_ahead == 0) return false;
    const bool is_behind =
        days_behind <= 0 && (days_ahead == 0 || felt_distance(days_behind, t) <= felt_distance(days_ahead, t));
    *p = is_behind ? behind : ahead;
    return true;
}

void drg_nearest_year(date_point *p, int32_t weekday, int64_t day, tense t) {
    if (weekday != NOT_SAID && nearest_year(p, weekday, day, t)) return;
    if (!nearest_year(p, NOT_SAID, day, t)) p->year = drg_civil_of(day).year; /* it exists in none: 30 February */
}

int64_t drg_nearest_weekday(int32_t weekday, int64_t day, tense t) {
    const int64_t ahead = floor_rest(weekday - drg_weekday_of(day), 7);
    return t == TENSE_FUTURE ? day + ahead : day - floor_rest(-ahead, 7);
}
