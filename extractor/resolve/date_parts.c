/* The fields of a date, read. See date_parts.h. */
#include "resolve/date_parts.h"

#include <string.h>

#include "resolve/calendar.h"

#define NUMBER_DIGITS 9 /* fits into 32 bits; no field needs more */

date_fields drg_date_fields_of(const readings *r, const settled_facts *facts) {
    date_fields f = {0};
    for (uint32_t i = 0; i < facts->part_count; i++) {
        const reading_field *field = &r->fields.items[facts->first_part + i];
        f.by_key[field->key] = (drg_text){field->bytes, field->length};
    }
    return f;
}

date_unit drg_date_unit(drg_text code) {
    static const struct {
        char code[4];
        date_unit unit;
    } units[] = {
        {"S",   UNIT_SECOND    },
        {"MIN", UNIT_MINUTE    },
        {"H",   UNIT_HOUR      },
        {"D",   UNIT_DAY       },
        {"WE",  UNIT_WEEKEND   },
        {"W",   UNIT_WEEK      },
        {"FN",  UNIT_FORTNIGHT },
        {"M",   UNIT_MONTH     },
        {"Q",   UNIT_QUARTER   },
        {"HY",  UNIT_HALF      },
        {"Y",   UNIT_YEAR      },
        {"Y2",  UNIT_TWO_YEARS },
        {"DE",  UNIT_DECADE    },
        {"CE",  UNIT_CENTURY   },
        {"ML",  UNIT_MILLENNIUM},
    };
    for (size_t i = 0; code.length && i < sizeof units / sizeof *units; i++) {
        if (text_is(code, units[i].code)) return units[i].unit;
    }
    return UNIT_NONE;
}

/* Numbers ---------------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static drg_text without_start(drg_text text, size_t bytes) {
    return (drg_text){text.bytes + bytes, text.length - bytes};
}

static bool starts_with(drg_text text, const char *start) {
    return text.length >= strlen(start) && memcmp(text.bytes, start, strlen(start)) == 0;
}

/* The digits at the start of `text`, at most nine; returns how many. */
static size_t take_digits(drg_text text, int32_t *number) {
    size_t digits = 0;
    *number = 0;
    while (digits < text.length && digits < NUMBER_DIGITS && is_digit(text.bytes[digits])) {
        *number = *number * 10 + (text.bytes[digits++] - '0');
    }
    return digits;
}

bool drg_number_read(drg_text text, bool signed_too, int32_t *number) {
    const bool negative = signed_too && starts_with(text, "-");
    if (negative || (signed_too && starts_with(text, "+"))) text = without_start(text, 1);
    if (starts_with(text, "'")) text = without_start(text, 1);
    else if (starts_with(text, "\xE2\x80\x99")) text = without_start(text, 3);
    const size_t digits = take_digits(text, number);
    if (!digits || (digits < text.length && is_digit(text.bytes[digits]))) return false;
    for (size_t i = digits; i < text.length; i++) {
        if (!is_letter(text.bytes[i])) return false;
    }
    if (negative) *number = -*number;
    return true;
}

/* Years ------------------------------------------------------------------------------------------------------------ */

#define YEARS_AHEAD 20 /* of the reference date: how far a year of two digits may lie ahead */

static int32_t year_of_two_digits(int32_t year, int32_t reference_year) {
    const int32_t latest = reference_year + YEARS_AHEAD;
    return latest - (int32_t)floor_rest(latest - year, 100);
}

/* The decade that `year` begins; of two digits, the last such one that is over. */
static int32_t decade_of(int32_t year, size_t digits, int32_t reference_year) {
    if (digits > 2) return year / 10;
    const int32_t last = reference_year / 10 - 1;
    return last - (int32_t)floor_rest(last - year / 10, 10);
}

static void read_year(const date_fields *f, int32_t reference_year, date_parts *parts) {
    drg_text text = f->year;
    if (!text.length) return;
    parts->has_year = true;
    date_point *p = &parts->point;
    if (text.length == 4 && text.bytes[3] == 'X' && drg_number_read((drg_text){text.bytes, 3}, false, &p->year)) {
        p->scale = SCALE_DECADE;
        return;
    }
    if (!drg_number_read(text, false, &p->year)) {
        parts->impossible = true;
        return;
    }
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) digits += is_digit(text.bytes[i]);
    if (!parts->has_shift && parts->unit == UNIT_DECADE) {
        p->scale = SCALE_DECADE;
        p->year = decade_of(p->year, digits, reference_year);
    } else if (!parts->has_shift && parts->unit == UNIT_CENTURY) {
        p->scale = SCALE_CENTURY;
        p->year -= 1;
    } else if (!parts->has_shift && parts->unit == UNIT_MILLENNIUM) {
        p->scale = SCALE_MILLENNIUM;
        p->year -= 1;
    } else if (digits == 2 && !f->calendar.length) {
        p->year = year_of_two_digits(p->year, reference_year);
    } else if (p->year == 0) {
        parts->impossible = true;
    }
    if (p->year < 0) parts->impossible = true;
}

/* Months, days ----------------------------------------------------------------------------------------------------- */

/* month = 9 | 'Q' 9 | 'H' 9 | 'W' 9 | season */
static void read_month(drg_text text, date_parts *parts) {
    date_point *p = &parts->point;
    if (!text.length) return;
    p->number = drg_season_of_code(text);
    if (p->number) {
        p->piece = PIECE_SEASON;
        return;
    }
    p->piece = text.bytes[0] == 'Q'   ? PIECE_QUARTER
               : text.bytes[0] == 'H' ? PIECE_HALF
               : text.bytes[0] == 'W' ? PIECE_WEEK
                                      : PIECE_MONTH;
    if (p->piece != PIECE_MONTH) text = without_start(text, 1);
    if (!drg_number_read(text, false, &p->number) || p->number < 1) parts->impossible = true;
    if (p->piece == PIECE_MONTH && p->number > 12) parts->impossible = true;
}

static void read_day(drg_text text, date_parts *parts) {
    int32_t *day = &parts->point.day;
    if (text.length && (!drg_number_read(text, false, day) || *day < 1 || *day > 31)) parts->impossible = true;
}

static void read_weekday(drg_text text, date_parts *parts) {
    int32_t *weekday = &parts->point.weekday;
    if (text.length && (!drg_number_read(text, false, weekday) || *weekday < 1 || *weekday > 7))
        parts->impossible = true;
}

/* Times of the day ------------------------------------------------------------------------------------------------- */

/* The letters behind an hour, in small letters, without dots and spaces: `p.m.` is pm. Day parts stay as they are. */
static drg_text half_of_day(drg_text text, char out[8]) {
    size_t length = 0;
    for (size_t i = 0; i < text.length && length < 7; i++) {
        if (is_letter(text.bytes[i])) out[length++] = text.bytes[i];
    }
    const bool part = drg_is_day_part((drg_text){out, length});
    for (size_t i = 0; i < length && !part; i++) out[i] = (char)(out[i] | 0x20);
    return (drg_text){out, length};
}

/* The hour of 24 from one of 12 and what stands behind it. */
static int32_t hour_of_half(int32_t hour, drg_text half) {
    if (hour > 12) return hour;
    const bool night = text_is(half, "NI");
    const bool before_noon =
        text_is(half, "am") || text_is(half, "a") || text_is(half, "MO") || (night && (hour == 12 || hour < 6));
    const bool after_noon = text_is(half, "pm") || text_is(half, "p") || text_is(half, "AF") || text_is(half, "EV") ||
                            (night && hour >= 6) || (text_is(half, "MI") && hour < 6);
    if (before_noon) return hour % 12;
    return after_noon ? hour % 12 + 12 : hour;
}

/* minutes = 99 ( (':' | '.') 99 )?   after an hour, or in a field of their own */
static bool read_minutes(drg_text text, date_point *p) {
    const size_t digits = take_digits(text, &p->minute);
    if (!digits || digits > 2) return false;
    if (digits == text.length) return true;
    if (text.bytes[digits] != ':' && text.bytes[digits] != '.') return false;
    const size_t more = take_digits(without_start(text, digits + 1), &p->second);
    return more == 2 && digits + 1 + more == text.length;
}

/* hour = part | 'T'? 99 ( (':' | '.') minutes )? letters? */
static void read_hour(drg_text text, date_parts *parts) {
    date_point *p = &parts->point;
    if (drg_is_day_part(text)) {
        p->clock = CLOCK_PART;
        memcpy(p->part, text.bytes, 2);
        return;
    }
    p->clock = CLOCK_TIME;
    if (starts_with(text, "T")) text = without_start(text, 1);
    const size_t digits = take_digits(text, &p->hour);
    size_t end = digits;
    if (digits < text.length && (text.bytes[digits] == ':' || text.bytes[digits] == '.')) {
        while (end < text.length && (is_digit(text.bytes[end]) || text.bytes[end] == ':' || text.bytes[end] == '.'))
            end++;
        while (end > digits && !is_digit(text.bytes[end - 1])) end--;
    }
    char letters[8];
    const drg_text half = half_of_day(without_start(text, end), letters);
    if (!digits || digits > 2 || p->hour > 24) parts->impossible = true;
    else p->hour = hour_of_half(p->hour, half);
    if (end > digits && !read_minutes((drg_text){text.bytes + digits + 1, end - digits - 1}, p))
        parts->impossible = true;
}

static void read_minute(drg_text text, date_parts *parts) {
    date_point *p = &parts->point;
    if (!text.length || p->clock != CLOCK_TIME) return;
    if (!starts_with(text, "-")) {
        if (!read_minutes(text, p)) parts->impossible = true;
        return;
    }
    int32_t before;
    if (!drg_number_read(without_start(text, 1), false, &before) || before < 1 || before > 59) parts->impossible = true;
    else p->minute = 60 - before, p->hour = (p->hour + 23) % 24;
}

/* Shifts ----------------------------------------------------------------------------------------------------------- */

/* A unit that a part of the former can be told in: half a year is six months. */
static bool finer_unit(date_unit unit, date_unit *finer, int32_t *count) {
    switch (unit) {
    case UNIT_MINUTE: return *finer = UNIT_SECOND, *count = 60, true;
    case UNIT_HOUR: return *finer = UNIT_MINUTE, *count = 60, true;
    case UNIT_DAY: return *finer = UNIT_HOUR, *count = 24, true;
    case UNIT_YEAR: return *finer = UNIT_MONTH, *count = 12, true;
    case UNIT_DECADE: return *finer = UNIT_YEAR, *count = 10, true;
    case UNIT_CENTURY: return *finer = UNIT_YEAR, *count = 100, true;
    default: return false;
    }
}

/* shift = ( '+' | '-' )? ( 'X' | 99 ( '.' 99 )? ) */
static void read_shift(drg_text text, date_parts *parts) {
    if (!text.length) return;
    parts->has_shift = true;
    const bool negative = starts_with(text, "-");
    if (negative || starts_with(text, "+")) text = without_start(text, 1);
    int32_t whole, part = 0, count = 0, power = 1;
    if (text_is(text, "X")) {
        parts->shift_not_known = true;
        parts->shift = negative ? -1 : 1;
        return;
    }
    const size_t digits = take_digits(text, &whole);
    const bool fraction = digits < text.length && text.bytes[digits] == '.';
    const size_t more = fraction ? take_digits(without_start(text, digits + 1), &part) : 0;
    if (!digits || digits + fraction + more != text.length) {
        parts->impossible = true;
        return;
    }
    parts->shift = whole;
    for (size_t i = 0; i < more; i++) power *= 10;
    if (part && finer_unit(parts->unit, &parts->unit, &count))
        parts->shift = (int64_t)whole * count + (int64_t)part * count / power;
    if (negative) parts->shift = -parts->shift;
}

date_parts drg_date_parts_read(const date_fields *f, int32_t reference_year) {
    date_parts parts = {.point = {.second = NOT_KNOWN}, .unit = drg_date_unit(f->unit)};
    read_shift(f->shift, &parts);
    read_year(f, reference_year, &parts);
    read_month(f->month, &parts);
    read_day(f->day, &parts);
    read_weekday(f->weekday, &parts);
    if (f->hour.length) read_hour(f->hour, &parts);
    read_minute(f->minute, &parts);
    return parts;
}
