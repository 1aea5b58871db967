/* The fields of a date, read: text to numbers. What they may say stands in dates.h. */
#ifndef DRG_DATE_PARTS_H
#define DRG_DATE_PARTS_H

#include "resolve/date_point.h"
#include "rules/readings.h"

typedef union { /* Empty texts: not written. */
    struct {
#define X(key) drg_text key;
        DATE_KEYS(X)
#undef X
    };
    drg_text by_key[DATE_KEY_COUNT];
} date_fields;

typedef enum {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEKEND,
    UNIT_WEEK,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_HALF,
    UNIT_YEAR,
    UNIT_TWO_YEARS,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_MILLENNIUM
} date_unit;

typedef struct {
    bool impossible; /* a field says what cannot be: month=13, day=x */
    bool has_year;
    date_point point; /* year (if has_year), scale, piece, day, weekday, clock: what was written, the rest not said */
    date_unit unit;
    bool has_shift;
    bool shift_not_known; /* `X`: some while; then `shift` is -1 or 1 */
    int64_t shift;        /* in `unit` */
} date_parts;

date_fields drg_date_fields_of(const readings *r, const settled_facts *facts);
/* `reference_year` settles years of two digits. */
date_parts drg_date_parts_read(const date_fields *f, int32_t reference_year);
date_unit drg_date_unit(drg_text code);
/* A whole number of up to nine digits, with a sign if `signed_too`; `20th` and `'98` are numbers. */
bool drg_number_read(drg_text text, bool signed_too, int32_t *number);

#endif
