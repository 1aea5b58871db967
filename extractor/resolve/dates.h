/* Dates: from the `date` fields of a rule to a TIMEX3 value. What rule writers may say, and what comes of it.
 *
 * Every field is text, made by the rule's templates. An empty one counts as not written, so one rule may serve a
 * phrase with and without its year. Numbers are digits (`{n:number}`, `{d:ordinal}`; `20th` and `'98` are understood,
 * too). Units are those of @time_unit: S MIN H D WE W FN M Q HY Y Y2 DE CE ML. Below, R is the reference date,
 * 2024-06-20, a Thursday; it may have a time of its own (2024-06-20T12:10), which what is told in hours and minutes
 * goes by.
 *
 *   parts of a date
 *   | year     | 2024  98  199X          98: the one in R-80 … R+20 (0098 is the year 98)
 *   | month    | 6  SP SU FA WI  Q2  H1  W25   a month, season, quarter, half-year or ISO week
 *   | day      | 20                      without month: of that of the date before it in the paragraph, else of R's
 *   | weekday  | 1 … 7                   Monday … Sunday; beside a day it only helps to find the year
 *   | hour     | 14  2pm  2 p.m.  12 a.m.  8:30  T12:00 (noon)  MO MI AF EV NI (a part of the day)  7EV (19:00)
 *   | minute   | 30  30:15 (seconds)  -15 (before the hour: a quarter to eight is hour=8 minute=-15)
 *   | zone     | EST  Z  +02:00          not in the value; the attribute `zone` where the label declares it
 *   | unit=DE  | year=1990 unit=DE: 199X; year=90 unit=DE: the last such decade that is over
 *   | unit=CE  | year=19 unit=CE: the nineteenth century, 18;  unit=ML: year=2 unit=ML: 1
 *   | calendar | BC: BC0044; AD; years only: juche minguo buddhist meiji taisho showa heisei reiwa; julian (whole days)
 *   | start    | the first point of a range, where the other parts are the last one; what it leaves out is theirs:
 *   |          |   year=2019 month=9 day=6 start=5: 2019-09-05/2019-09-06;  start=8-30: 2019-08-30/2019-09-06
 *
 *   from parts to a value
 *   | year=2024 month=6 day=20 hour=12pm minute=10 | 2024-06-20T12:10
 *   | year=2024 month=6 | 2024-06     | year=2024 | 2024          | year=2024 month=SU | 2024-SU
 *   | month=6 day=20    | a date before it gives the year: one in its sentence, or one in its paragraph that is two
 *   |                   | years or more from R (a year alone only where it opens a sentence); else the nearest to R,
 *   |                   | rather back than ahead; with the attribute `tense` past or future, rather on that side of R
 *   | month=6           | so, too
 *   | month=8 weekday=7 quant=3 type=DATE  | the third Sunday of August; quant=last: the last one
 *   | weekday=1         | the last Monday, R included (2024-06-17); `tense` future: the next
 *   | hour=3pm          | on the day before it in the sentence, else on R: 2024-06-20T15:00
 *   | nothing to go by (no R)  | XXXX-06-20  XXXX-06  XXXX-WXX-1  T15:00
 *
 *   relative: an anchor, moved, as precise as the unit; further parts then say which piece of it
 *   | anchor   | reference (where none is written): R;  previous: the date before it;  or a value, 2024-05-01
 *   | shift, unit | how far: -2 Y: 2022;  -3 D: 2024-06-17;  -2 M: 2024-04;  -1 W: 2024-W24;  0 D: today;  1 Q: 2024-Q3
 *   |          |   0 WE: 2024-W25-WE;  -1 DE: 201X;  -1 CE: 19;  -1.5 Y: 2022-12;  -X Y (some years): PAST_REF
 *   |          |   30 MIN: from a time that is known, else on its day, TXX:XX
 *   | … and parts | -1 Y month=5 day=22: 2023-05-22;  1 D hour=8am: tomorrow;  -1 W weekday=1: Monday of last week
 *   |          |   -1 D hour=NI: last night;  0 Y month=SU: this summer;  1 Y month=Q3: the third quarter of next year
 *   | shift, weekday | -1: the last Monday before R;  1: the next after R;  0: that of R's week
 *   | shift, month | -1: the last May, spring, quarter … before the one R is in;  1: the next;  0: that of R's year
 *   | nothing to go by | XXXX  XXXX-XX  XXXX-XX-XX  XXXX-WXX
 *
 *   durations and sets
 *   | type=DURATION quant=3 unit=Y | P3Y;  quant=X: PXY;  2.5 H: PT2H30M;  3 MIN: PT3M;  1 FN: P2W;  2 Q: P6M;  6 DE
 *   | quant=2,6 unit=Y,M           | P2Y6M
 *   | type=SET quant=2 unit=Y freq=3X | P2Y, with the attributes quant=EVERY freq=3X
 *   | type=SET quant=EACH unit=D   | P1D, with the attribute quant=EACH
 *   | type=SET weekday=1 hour=4pm  | XXXX-WXX-1T16:00;  month=6: XXXX-06;  month=SU: XXXX-SU;  hour=NI: XXXX-XX-XXTNI
 *
 *   beside the value
 *   | type     | DATE TIME DURATION SET: becomes the annotation's form. Not written: the rule's form if it is not the
 *   |          | label's first, else SET with freq, TIME with an hour, DURATION with quant, else DATE
 *   | mod      | START MID END APPROX BEFORE AFTER LESS_THAN MORE_THAN …: the attribute mod
 *
 * A rule may give the value itself instead (`value PAST_REF`, `value {y}-XX`); then `type` and the value tell the
 * form. What is impossible (30 February, 29 February 2023, 25:61, the year 0 or 10000, a shift beyond them) has no
 * value; the annotation stays, with the attribute `flag` = impossible where the label declares it. Of attributes,
 * `tense` (past, future) is read, as evidence sets it; written, where declared, are mod quant freq zone flag and
 * anchor (what a relative date went by: reference, previous). */
#ifndef DRG_DATES_H
#define DRG_DATES_H

#include "resolve/date_point.h"
#include "resolve/document.h"

/* What one walk over the dates, in the order of the text, remembers. */
typedef struct {
    uint32_t previous;        /* the last reading whose value says its year; NO_ID */
    uint32_t previous_day;    /* … and is a day, or a time on one; NO_ID */
    uint32_t opener;          /* the last one that opens a sentence; NO_ID */
    uint32_t token;           /* how far it was asked where a sentence and a block begin, and where … */
    uint32_t sentence, block; /* … these do */
    bool has_reference;
    date_point reference; /* R: the reference date, if there is one */
} date_memory;

void drg_date_memory_init(date_memory *m, drg_text reference_date);
/* The form, value and attributes of the annotation `id`, a date. May be called again for the same one: what leans on
 * no other date is kept as it is. DRG_NO_MEMORY. */
drg_status drg_date_resolve(drg_document *d, uint32_t id, date_memory *memory);

#endif
