/* Dates told from another: three days ago, last May, on Monday. An anchor is moved, or the nearest that fits is
 * found. */
#ifndef DRG_DATE_MOVE_H
#define DRG_DATE_MOVE_H

#include "resolve/date_parts.h"

typedef enum { TENSE_NOT_KNOWN, TENSE_PAST, TENSE_FUTURE, TENSE_ANY } tense;

/* The anchor moved by `shift` units, as precise as the unit. An anchor that is not known, or is coarser than the
 * unit (a day before 1962), gives a point whose year, month … are NOT_KNOWN. False: out of the years 1 … 9999. */
bool drg_date_moved(const date_point *anchor, date_unit unit, int64_t shift, date_point *out);
/* The `shift`th weekday after the anchor (before it if negative; 0: that of its week). */
bool drg_weekday_moved(const date_point *anchor, int32_t weekday, int64_t shift, date_point *out);
/* The `shift`th such piece of a year (May, spring, Q2) after the one that the anchor lies in; 0: that of its year. */
bool drg_piece_moved(const date_point *anchor, year_piece piece, int32_t number, int64_t shift, date_point *out);

/* The day that stands for a point of a known year: its first; of a week its Thursday. */
int64_t drg_day_for(const date_point *p);

/* Sets the year of `p`, which has a piece and maybe a day, to the one that brings it nearest to `day`; what lies on the
 * other side than `t` counts as further away. Years in which it does not exist are passed over; so are those whose
 * `weekday` (if said) is another one, unless all are. */
void drg_nearest_year(date_point *p, int32_t weekday, int64_t day, tense t);
/* The nearest such weekday on or before `day`; with the future tense on or after. */
int64_t drg_nearest_weekday(int32_t weekday, int64_t day, tense t);

#endif
