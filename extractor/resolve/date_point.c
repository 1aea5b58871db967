/* Points of time: written, read back, checked. See date_point.h. */
#include "resolve/date_point.h"

#include <string.h>

#include "resolve/calendar.h"
#include "text/days.h"

static const char season_codes[][3] = {"SP", "SU", "FA", "WI"};
static const char day_part_codes[][3] = {"MO", "MI", "AF", "EV", "NI", "DT"};
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

int32_t drg_season_of_code(drg_text code) {
    if (code.length != 2 || code.bytes[0] < 'A') return 0; /* 06: most are months */
    for (int32_t i = 0; i < (int32_t)COUNT_OF(season_codes); i++) {
        if (text_is(code, season_codes[i])) return i + 1;
    }
    return 0;
}

bool drg_is_day_part(drg_text code) {
    for (size_t i = 0; i < COUNT_OF(day_part_codes); i++) {
        if (text_is(code, day_part_codes[i])) return true;
    }
    return false;
}

season drg_season_of_month(int32_t month) {
    return month < 3 ? SEASON_WINTER : (season)(month / 3);
}

/* Writing ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *out;
    size_t length;
} output;

static inline void put(output *o, const char *text) {
    const size_t length = strlen(text);
    memcpy(o->out + o->length, text, length);
    o->length += length;
}

/* `number` as `digits` digits, or as many X: what exists has no more. */
static void put_number(output *o, int32_t number, int digits) {
    char *const out = o->out + o->length;
    for (int i = digits, rest = number; i-- > 0; rest /= 10)
        out[i] = (char)(number == NOT_KNOWN ? 'X' : '0' + rest % 10);
    o->length += (size_t)digits;
}

static void put_year(output *o, const date_point *p) {
    static const int digits[] = {[SCALE_YEAR] = 4, [SCALE_DECADE] = 3, [SCALE_CENTURY] = 2, [SCALE_MILLENNIUM] = 1};
    if (p->before_christ) put(o, "BC");
    put_number(o, p->year, digits[p->scale]);
    if (p->scale == SCALE_DECADE) put(o, "X");
}

static void put_piece(output *o, const date_point *p) {
    switch (p->piece) {
    case PIECE_NONE: break;
    case PIECE_MONTH: put(o, "-"), put_number(o, p->number, 2); break;
    case PIECE_SEASON: put(o, "-"), put(o, season_codes[p->number - 1]); break;
    case PIECE_QUARTER: put(o, "-Q"), put_number(o, p->number, 1); break;
    case PIECE_HALF: put(o, "-H"), put_number(o, p->number, 1); break;
    case PIECE_WEEK: put(o, "-W"), put_number(o, p->number, 2); break;
    }
    if (p->day != NOT_SAID) put(o, "-"), put_number(o, p->day, 2);
    if (p->weekday != NOT_SAID) put(o, "-"), put_number(o, p->weekday, 1);
    if (p->weekend) put(o, "-WE");
}

static void put_clock(output *o, const date_point *p) {
    switch (p->clock) {
    case CLOCK_NONE: break;
    case CLOCK_NOT_KNOWN: put(o, "TXX:XX"); break;
    case CLOCK_PART: put(o, "T"), put(o, p->part); break;
    case CLOCK_TIME:
        put(o, "T"), put_number(o, p->hour, 2), put(o, ":"), put_number(o, p->minute, 2);
        if (p->second != NOT_KNOWN) put(o, ":"), put_number(o, p->second, 2);
        break;
    }
}

size_t drg_date_point_write(const date_point *p, char out[DATE_POINT_BYTES]) {
    output o = {out, 0};
    if (!p->dateless) {
        put_year(&o, p);
        put_piece(&o, p);
    }
    put_clock(&o, p);
    out[o.length] = '\0';
    return o.length;
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    drg_text text;
    size_t at;
} input;

static inline bool take(input *in, const char *text) {
    const size_t length = strlen(text);
    if (in->text.length - in->at < length || memcmp(in->text.bytes + in->at, text, length) != 0) return false;
    in->at += length;
    return true;
}

/* Exactly `digits` digits, or as many X. */
static bool take_number(input *in, size_t digits, int32_t *number) {
    if (in->text.length - in->at < digits) return false;
    const char *bytes = in->text.bytes + in->at;
    int32_t n = 0;
    size_t unknown = 0;
    for (size_t i = 0; i < digits; i++) {
        if (bytes[i] == 'X') unknown++;
        else if (bytes[i] >= '0' && bytes[i] <= '9') n = n * 10 + (bytes[i] - '0');
        else return false;
    }
    if (unknown && unknown < digits) return false;
    *number = unknown ? NOT_KNOWN : n;
    in->at += digits;
    return true;
}

static bool at_end_of_date(const input *in) {
    return in->at == in->text.length || in->text.bytes[in->at] == 'T' || in->text.bytes[in->at] == '-';
}

/* year = BC? ( 9999 | 999X | 99 ) */
static bool take_year(input *in, date_point *p) {
    p->before_christ = take(in, "BC");
    const size_t start = in->at;
    if (take_number(in, 4, &p->year) && at_end_of_date(in)) return true;
    in->at = start;
    p->scale = SCALE_DECADE;
    if (take_number(in, 3, &p->year) && take(in, "X") && at_end_of_date(in)) return true;
    in->at = start;
    p->scale = SCALE_CENTURY;
    return take_number(in, 2, &p->year) && in->at == in->text.length;
}

/* piece = '-W' 99 ( '-WE' | '-' 9 )? | '-Q' 9 | '-H' 9 | '-' season | '-' 99 ( '-' 99 )? */
static bool take_piece(input *in, date_point *p) {
    if (take(in, "-W") && in->at < in->text.length && in->text.bytes[in->at] != 'I') {
        p->piece = PIECE_WEEK;
        if (!take_number(in, 2, &p->number)) return false;
        p->weekend = take(in, "-WE");
        return p->weekend || !take(in, "-") || take_number(in, 1, &p->weekday);
    }
    if (in->text.bytes[in->at - 1] == 'W') in->at -= 2; /* it was -WI */
    if (take(in, "-Q")) return p->piece = PIECE_QUARTER, take_number(in, 1, &p->number);
    if (take(in, "-H")) return p->piece = PIECE_HALF, take_number(in, 1, &p->number);
    if (!take(in, "-")) return true;
    if (in->text.length - in->at >= 2) {
        p->number = drg_season_of_code((drg_text){in->text.bytes + in->at, 2});
        if (p->number) return p->piece = PIECE_SEASON, in->at += 2, true;
    }
    p->piece = PIECE_MONTH;
    return take_number(in, 2, &p->number) && (!take(in, "-") || take_number(in, 2, &p->day));
}

/* clock = 'T' ( part | 'XX:XX' | 99 ':' 99 ( ':' 99 )? ) */
static bool take_clock(input *in, date_point *p) {
    if (!take(in, "T")) return true;
    const drg_text rest = {in->text.bytes + in->at, in->text.length - in->at};
    if (rest.length == 2 && drg_is_day_part(rest)) {
        p->clock = CLOCK_PART;
        memcpy(p->part, rest.bytes, 2);
        return in->at += 2, true;
    }
    if (take(in, "XX:XX")) return p->clock = CLOCK_NOT_KNOWN, true;
    p->clock = CLOCK_TIME;
    p->second = NOT_KNOWN;
    return take_number(in, 2, &p->hour) && take(in, ":") && take_number(in, 2, &p->minute) &&
           (!take(in, ":") || take_number(in, 2, &p->second));
}

bool drg_date_point_parse(drg_text value, date_point *out) {
    input in = {value, 0};
    *out = (date_point){0};
    if (value.length && value.bytes[0] == 'T') out->dateless = true, out->year = NOT_KNOWN;
    else if (!take_year(&in, out) || !take_piece(&in, out)) return false;
    return take_clock(&in, out) && in.at == value.length;
}

/* Checking, and days ----------------------------------------------------------------------------------------------- */

static bool year_exists(const date_point *p) {
    static const int32_t last[] = {
        [SCALE_YEAR] = 9999, [SCALE_DECADE] = 999, [SCALE_CENTURY] = 99, [SCALE_MILLENNIUM] = 9};
    return p->year == NOT_KNOWN || (p->year >= (p->scale == SCALE_YEAR) && p->year <= last[p->scale]);
}

static bool piece_exists(const date_point *p) {
    static const int32_t last[] = {[PIECE_NONE] = 0,    [PIECE_MONTH] = 12, [PIECE_SEASON] = 4,
                                   [PIECE_QUARTER] = 4, [PIECE_HALF] = 2,   [PIECE_WEEK] = 53};
    if (p->piece == PIECE_NONE || p->number == NOT_KNOWN) return true;
    if (p->number < 1 || p->number > last[p->piece]) return false;
    const bool year_known = p->year != NOT_KNOWN && !p->before_christ;
    if (p->piece == PIECE_WEEK && year_known) return p->number <= drg_iso_weeks_in(p->year);
    if (p->piece != PIECE_MONTH || p->day <= NOT_SAID) return p->day >= NOT_KNOWN;
    return p->day <= drg_days_in_month(year_known ? p->year : 2000, p->number); /* 2000: 29 February may be */
}

static bool clock_exists(const date_point *p) {
    if (p->clock != CLOCK_TIME) return true;
    if (p->minute < 0 || p->minute > 59 || p->second > 60 || p->hour < 0) return false;
    return p->hour < 24 || (p->hour == 24 && p->minute == 0 && p->second <= 0);
}

bool drg_date_point_exists(const date_point *p) {
    return year_exists(p) && piece_exists(p) && clock_exists(p);
}

bool drg_date_point_day(const date_point *p, int64_t *day) {
    if (p->dateless || p->before_christ || p->scale != SCALE_YEAR) return false;
    if (p->year == NOT_KNOWN || p->number == NOT_KNOWN) return false;
    if (p->piece == PIECE_MONTH && p->day > 0) *day = drg_day_of((civil){p->year, p->number, p->day});
    else if (p->piece == PIECE_WEEK && p->weekday > 0) {
        *day = drg_day_of_iso_week((iso_week){p->year, p->number}) + p->weekday - 1;
    } else return false;
    return true;
}

date_point drg_date_point_of_day(int64_t day) {
    const civil c = drg_civil_of(day);
    return (date_point){.year = c.year, .piece = PIECE_MONTH, .number = c.month, .day = c.day};
}

bool drg_date_point_nth_weekday(date_point *p, int32_t weekday, drg_text nth) {
    const bool last = text_is(nth, "last");
    if (!last && (nth.length != 1 || nth.bytes[0] < '1' || nth.bytes[0] > '5')) return false;
    const int32_t length = drg_days_in_month(p->year, p->number);
    const int32_t opens = drg_weekday_of(drg_day_of((civil){p->year, p->number, 1}));
    const int32_t first = 1 + (int32_t)floor_rest(weekday - opens, 7);
    const int32_t day = first + 7 * (last ? (length - first) / 7 : nth.bytes[0] - '1');
    if (day > length) return false;
    p->day = day;
    return true;
}
