/* Durations. See durations.h. */
#include "resolve/durations.h"

#include <string.h>

#include "resolve/date_parts.h"

#define PARTS_MOST 8 /* "2 years, 6 months, 3 weeks, 4 days, 5 hours, 7 minutes and 10 seconds" */
#define DURATION_BYTES 256
#define NUMBER_BYTES 24 /* digits of 64 bits */

/* How a unit is written: its letters, how many of them it is, whether behind T; and the finer unit of its fractions. */
typedef struct {
    char letters[3];
    int32_t count;
    bool of_clock;
    char finer[3];
    int32_t finer_count;
    bool finer_of_clock;
} duration_unit;

static const duration_unit duration_units[] = {
    [UNIT_SECOND] = {"S",  1, true,  "",   0,  true },
      [UNIT_MINUTE] = {"M",  1, true,  "S",  60, true },
    [UNIT_HOUR] = {"H",  1, true,  "M",  60, true },
      [UNIT_DAY] = {"D",  1, false, "H",  24, true },
    [UNIT_WEEKEND] = {"WE", 1, false, "",   0,  false},
      [UNIT_WEEK] = {"W",  1, false, "",   0,  false},
    [UNIT_FORTNIGHT] = {"W",  2, false, "",   0,  false},
      [UNIT_MONTH] = {"M",  1, false, "",   0,  false},
    [UNIT_QUARTER] = {"M",  3, false, "",   0,  false},
      [UNIT_HALF] = {"M",  6, false, "",   0,  false},
    [UNIT_YEAR] = {"Y",  1, false, "M",  12, false},
      [UNIT_TWO_YEARS] = {"Y",  2, false, "M",  12, false},
    [UNIT_DECADE] = {"DE", 1, false, "Y",  10, false},
      [UNIT_CENTURY] = {"CE", 1, false, "DE", 10, false},
    [UNIT_MILLENNIUM] = {"ML", 1, false, "CE", 10, false},
};

/* A number with up to nine digits before and three behind the point. */
typedef struct {
    bool known;
    int64_t thousandths;
} amount;

static amount read_amount(drg_text text) {
    amount a = {0};
    size_t digits = 0, behind = 0;
    bool point = false;
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.bytes[i];
        if (c == '.' && !point) point = true;
        else if (c == ',') continue;
        else if (c < '0' || c > '9') return (amount){0};
        else if (point && behind < 3) a.thousandths = a.thousandths * 10 + (c - '0'), behind++;
        else if (!point && digits++ < 9) a.thousandths = a.thousandths * 10 + (c - '0');
        else if (!point) return (amount){0};
    }
    for (; behind < 3; behind++) a.thousandths *= 10;
    a.known = digits > 0 || point;
    return a;
}

typedef struct {
    char text[DURATION_BYTES];
    size_t length;
    bool in_clock;
} duration;

static void put_text(duration *d, drg_text text) {
    memcpy(d->text + d->length, text.bytes, text.length);
    d->length += text.length;
}

/* T, if it is the first part of the clock, the number, and the unit's letters. */
static void put(duration *d, bool of_clock, drg_text number, const char *letters) {
    if (of_clock && !d->in_clock) d->text[d->length++] = 'T';
    d->in_clock |= of_clock;
    put_text(d, number);
    put_text(d, drg_text_of(letters));
}

/* The digits of `n`, at least `digits` of them, at the end of `room`. */
static drg_text number_text(int64_t n, size_t digits, char room[NUMBER_BYTES]) {
    size_t first = NUMBER_BYTES;
    for (; n || NUMBER_BYTES - first < digits; n /= 10) room[--first] = (char)('0' + n % 10);
    return (drg_text){room + first, NUMBER_BYTES - first};
}

/* 2.3: thousandths without the zeros at their end. */
static void put_fraction(duration *d, bool of_clock, int64_t whole, int64_t thousandths, const char *letters) {
    char before[NUMBER_BYTES], behind[NUMBER_BYTES];
    size_t digits = 3;
    for (; digits > 1 && thousandths % 10 == 0; digits--) thousandths /= 10;
    put(d, of_clock, number_text(whole, 1, before), ".");
    put_text(d, number_text(thousandths, digits, behind));
    put_text(d, drg_text_of(letters));
}

/* 2.5 years: 2Y6M; 2.3 years: 2.3Y, as 0.3 of a year is no whole number of months. */
static void put_amount(duration *d, amount a, const duration_unit *u) {
    char room[NUMBER_BYTES];
    if (!a.known) {
        put(d, u->of_clock, drg_text_of("X"), u->letters);
        return;
    }
    const int64_t all = a.thousandths * u->count, whole = all / 1000, rest = all % 1000;
    if (rest && (!u->finer_count || rest * u->finer_count % 1000)) {
        put_fraction(d, u->of_clock, whole, rest, u->letters);
        return;
    }
    if (whole || !rest) put(d, u->of_clock, number_text(whole, 1, room), u->letters);
    if (rest) put(d, u->finer_of_clock, number_text(rest * u->finer_count / 1000, 1, room), u->finer);
}

/* The text before the next comma of a list that is cut by commas; moves `list` behind it. `whole`: there is one
 * part, and its comma is a thousand's (1,500). */
static drg_text next_part(drg_text *list, bool whole) {
    size_t end = 0;
    if (!list->length) return *list;
    while (end < list->length && (whole || list->bytes[end] != ',')) end++;
    const drg_text part = {list->bytes, end};
    if (end < list->length) end++;
    *list = (drg_text){list->bytes + end, list->length - end};
    return part;
}

drg_status drg_duration_value(drg_text quants, drg_text units, arena *a, drg_text *value) {
    duration d = {.text = "P", .length = 1};
    *value = (drg_text){0};
    for (int part = 0; part < PARTS_MOST && (units.length || part == 0); part++) {
        const date_unit unit = drg_date_unit(next_part(&units, false));
        if (unit == UNIT_NONE) return DRG_OK;
        put_amount(&d, read_amount(next_part(&quants, part == 0 && !units.length)), &duration_units[unit]);
    }
    *value = drg_arena_copy(a, (drg_text){d.text, d.length});
    return value->bytes ? DRG_OK : DRG_NO_MEMORY;
}
