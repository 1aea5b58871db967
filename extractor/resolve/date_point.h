/* Points of time as TIMEX3 writes them: as precise as what is known.
 *
 *     2024-06-20T12:10   2024-06   2024-SU   2024-W25   199X   18   BC0044   XXXX-06-20   XXXX-WXX-1   2024-06-20TNI */
#ifndef DRG_DATE_POINT_H
#define DRG_DATE_POINT_H

#include "text/memory.h"

#define NOT_SAID 0     /* of a number that counts from 1 */
#define NOT_KNOWN (-1) /* written XX */

typedef enum { SCALE_YEAR, SCALE_DECADE, SCALE_CENTURY, SCALE_MILLENNIUM } year_scale;
typedef enum { PIECE_NONE, PIECE_MONTH, PIECE_SEASON, PIECE_QUARTER, PIECE_HALF, PIECE_WEEK } year_piece;
/* Seasons by their order in the year; the winter of a year begins in its December. */
typedef enum { SEASON_SPRING = 1, SEASON_SUMMER, SEASON_AUTUMN, SEASON_WINTER } season;
typedef enum { CLOCK_NONE, CLOCK_TIME, CLOCK_PART, CLOCK_NOT_KNOWN } clock_kind;

typedef struct {
    bool dateless; /* a time alone: T15:00 */
    bool before_christ;
    year_scale scale;
    int32_t year; /* of the scale: 199 is the 1990s; NOT_KNOWN */
    year_piece piece;
    int32_t number;  /* of the piece: month, season, … ; NOT_KNOWN */
    int32_t day;     /* of a month; NOT_SAID, NOT_KNOWN */
    int32_t weekday; /* of a week; NOT_SAID */
    bool weekend;    /* of a week */
    clock_kind clock;
    int32_t hour, minute, second; /* of CLOCK_TIME; second: NOT_KNOWN if not said */
    char part[3];                 /* of CLOCK_PART: MO MI AF EV NI DT */
} date_point;

#define DATE_POINT_BYTES 32

/* The TIMEX3 value of a point that exists; returns the bytes. */
size_t drg_date_point_write(const date_point *p, char out[DATE_POINT_BYTES]);
/* Reads what the above writes. False if `value` is something else (a duration, PAST_REF, a range). */
bool drg_date_point_parse(drg_text value, date_point *out);
/* Does everything in it exist (the day in its month, 25:61, years 1 … 9999)? */
bool drg_date_point_exists(const date_point *p);

/* The day that it is or lies on. False if it is no day, or not known. */
bool drg_date_point_day(const date_point *p, int64_t *day);
/* The point that is this day. */
date_point drg_date_point_of_day(int64_t day);

/* The `nth` ('1' … '5', 'last') such weekday of the month that `p` is. False if there is none. */
bool drg_date_point_nth_weekday(date_point *p, int32_t weekday, drg_text nth);

/* The codes of seasons (SP …), and of the parts of a day; 0 and false if `code` is none. */
int32_t drg_season_of_code(drg_text code);
bool drg_is_day_part(drg_text code);
season drg_season_of_month(int32_t month);

#endif
