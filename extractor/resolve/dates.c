/* Dates: which of the ways in dates.h a date is told, and what its value is.
 *
 *     fields of the rule  ->  date_parts.c  ->  a point, a shift  ->  date_move.c  ->  date_point.c  ->  2024-06-17 */
#include "resolve/dates.h"

#include <string.h>

#include "resolve/annotations.h"
#include "resolve/calendar.h"
#include "resolve/date_move.h"
#include "resolve/durations.h"
#include "resolve/resolve.h"

#define NO_REFERENCE_YEAR 2000 /* what years of two digits go by where there is no reference date */
#define OPENING_TOKENS 2       /* "In 1992": how far a year may stand behind the start of what it opens */
#define ANOTHER_TIME 2         /* years from the reference date: a paragraph that is about another time */

typedef struct {
    drg_document *document;
    uint32_t id;
    date_fields fields;
    date_parts parts;
    bool has_reference;
    date_point reference;
    tense tense;
    bool from_previous; /* its value leans on the date before it */
    bool by_memory;     /* … or may, when another one is chosen there */
    date_memory *memory;
} date;

static bool is_ascii_digits(const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') return false;
    }
    return true;
}

bool drg_date_is_valid(drg_text text) {
    date_point p;
    const bool has_time = text.length > 10 && text.bytes[10] == 'T';
    if (text.length < 10 || (text.length > 10 && !has_time) || !is_ascii_digits(text.bytes, 4)) return false;
    if (!drg_date_point_parse(text, &p) || !drg_date_point_exists(&p)) return false;
    return p.piece == PIECE_MONTH && p.day > 0 && p.number > 0 && p.year > 0 && (!has_time || p.clock == CLOCK_TIME);
}

/* The date before it ---------------------------------------------------------------------------------------------- */

static bool point_of(drg_document *d, uint32_t reading_number, date_point *out) {
    if (reading_number == NO_ID) return false;
    drg_text value = facts_value(facts_at(d, reading_number));
    const char *slash = value.length ? memchr(value.bytes, '/', value.length) : NULL;
    if (slash) value = (drg_text){slash + 1, value.length - (size_t)(slash + 1 - value.bytes)}; /* a range: its end */
    return drg_date_point_parse(value, out);
}

/* Finds where its sentence and its block begin: looks back, but no further than it did for a date before. */
static const date_memory *place_of(const date *x) {
    date_memory *m = x->memory;
    const uint32_t first_token = annotation_at(x->document, x->id)->first_token;
    uint32_t wanted = TOKEN_SENTENCE_START | TOKEN_BLOCK_START;
    for (uint32_t t = first_token + 1; t > m->token && wanted; t--) {
        const uint32_t found = x->document->tokens.items[t - 1].flags & wanted;
        if (found & TOKEN_SENTENCE_START) m->sentence = t - 1;
        if (found & TOKEN_BLOCK_START) m->block = t - 1;
        wanted &= ~found;
    }
    if (m->token <= first_token) m->token = first_token + 1;
    return m;
}

static bool stands_after(const date *x, uint32_t reading_number, uint32_t token_number) {
    return reading_number != NO_ID && annotation_at(x->document, reading_number)->first_token >= token_number;
}

/* The point before it that is fine enough for the unit: for days the last day of the paragraph, else the last one that
 * says its year. */
static bool previous_point(const date *x, date_unit unit, date_point *out) {
    const date_memory *m = x->memory;
    const bool of_days = unit != UNIT_NONE && unit <= UNIT_FORTNIGHT;
    if (!of_days) return point_of(x->document, m->previous, out);
    return stands_after(x, m->previous_day, place_of(x)->block) && point_of(x->document, m->previous_day, out);
}

/* A year alone tells what time a paragraph is about only where it opens it or a sentence of it (In 1992, …; 1992: On
 * 3 May …): elsewhere it may be a name's, or that of something else (the 1992 Convention). */
static bool opened_by(const date *x, const date_point *p) {
    date_point opener;
    return stands_after(x, x->memory->opener, place_of(x)->block) &&
           point_of(x->document, x->memory->opener, &opener) && opener.year == p->year;
}

/* The date before it that a date without its year goes by: one in its sentence; one in its paragraph, if that is about
 * another time than the reference date's; any, if there is no reference date. */
static bool context_of(const date *x, date_point *out) {
    const date_memory *m = x->memory;
    if (!point_of(x->document, m->previous, out)) return false;
    if (!x->has_reference) return true;
    if (!stands_after(x, m->previous, place_of(x)->block)) return false;
    if (out->piece == PIECE_NONE && !opened_by(x, out)) return false;
    const int32_t years = out->year - x->reference.year;
    if (x->tense == TENSE_FUTURE && years < 0) return false;
    return stands_after(x, m->previous, place_of(x)->sentence) || years >= ANOTHER_TIME || years <= -ANOTHER_TIME;
}

/* Relative dates -------------------------------------------------------------------------------------------------- */

static date_point no_point(void) {
    return (date_point){.year = NOT_KNOWN};
}

/* anchor = 'reference' | 'previous' | value */
static date_point anchor_of(date *x) {
    date_point p;
    const drg_text anchor = x->fields.anchor;
    x->by_memory |= text_is(anchor, "previous");
    if (text_is(anchor, "previous") && previous_point(x, x->parts.unit, &p)) return x->from_previous = true, p;
    if (anchor.length && !text_is(anchor, "reference") && !text_is(anchor, "previous")) {
        return drg_date_point_parse(anchor, &p) ? p : no_point();
    }
    return x->has_reference ? x->reference : no_point();
}

/* Puts the clock that the rule told onto a point. */
static void add_clock(date_point *p, const date_point *told) {
    if (told->clock == CLOCK_NONE) return;
    p->clock = told->clock;
    p->hour = told->hour;
    p->minute = told->minute;
    p->second = told->second;
    memcpy(p->part, told->part, sizeof p->part);
}

/* "Monday of last week", "May 22 last year", "the 5th of last month": the piece of a moved point. */
static void add_pieces(date_point *p, const date_point *told) {
    if (told->piece != PIECE_NONE && p->piece == PIECE_NONE && p->scale == SCALE_YEAR) {
        p->piece = told->piece;
        p->number = told->number;
    }
    if (told->day != NOT_SAID && p->piece == PIECE_MONTH && p->day == NOT_SAID) p->day = told->day;
    if (told->weekday != NOT_SAID && p->piece == PIECE_WEEK && !p->weekend) {
        int64_t day;
        p->weekday = told->weekday;
        if (drg_date_point_day(p, &day)) *p = drg_date_point_of_day(day);
    }
    add_clock(p, told);
}

/* A shift of unknown length: some time ago, in a while. */
static drg_text vague(const date *x) {
    return drg_text_of(x->parts.shift < 0 ? "PAST_REF" : "FUTURE_REF");
}

static bool moved(date *x, date_point *out) {
    const date_point *told = &x->parts.point;
    const date_point anchor = anchor_of(x);
    bool possible;
    if (x->parts.unit != UNIT_NONE) possible = drg_date_moved(&anchor, x->parts.unit, x->parts.shift, out);
    else if (told->piece != PIECE_NONE) {
        possible = drg_piece_moved(&anchor, told->piece, told->number, x->parts.shift, out);
    } else if (told->weekday != NOT_SAID) {
        possible = drg_weekday_moved(&anchor, told->weekday, x->parts.shift, out);
    } else possible = drg_date_moved(&anchor, UNIT_DAY, x->parts.shift, out);
    if (possible) add_pieces(out, told);
    return possible;
}

/* Dates without their year ---------------------------------------------------------------------------------------- */

static date_point with_year(date *x) {
    date_point p = x->parts.point, other;
    int64_t day;
    p.year = NOT_KNOWN;
    p.weekday = NOT_SAID;
    x->by_memory = true;
    if (context_of(x, &other)) {
        x->from_previous = true;
        p.year = other.year;
        if (other.piece != PIECE_NONE) drg_nearest_year(&p, x->parts.point.weekday, drg_day_for(&other), TENSE_ANY);
    } else if (x->has_reference && drg_date_point_day(&x->reference, &day)) {
        drg_nearest_year(&p, x->parts.point.weekday, day, x->tense);
    }
    return p;
}

/* "the 18th": a day of the paragraph's month, or of the reference date's. */
static date_point with_month(date *x) {
    date_point p = x->parts.point, other = no_point();
    x->by_memory = true;
    const bool of_paragraph = stands_after(x, x->memory->previous, place_of(x)->block) &&
                              point_of(x->document, x->memory->previous, &other) && other.piece == PIECE_MONTH;
    if (!of_paragraph) other = x->has_reference ? x->reference : no_point();
    x->from_previous = of_paragraph;
    p.weekday = NOT_SAID;
    p.year = other.year;
    p.piece = PIECE_MONTH;
    p.number = other.year == NOT_KNOWN ? NOT_KNOWN : other.number;
    return p;
}

static date_point with_week(const date *x) {
    date_point p = {.year = NOT_KNOWN, .piece = PIECE_WEEK, .number = NOT_KNOWN, .weekday = x->parts.point.weekday};
    int64_t day;
    if (x->has_reference && drg_date_point_day(&x->reference, &day)) {
        p = drg_date_point_of_day(drg_nearest_weekday(x->parts.point.weekday, day, x->tense));
    }
    add_clock(&p, &x->parts.point);
    return p;
}

/* A time of the day alone: on the day before it in the sentence, or the reference date. */
static date_point with_day(date *x) {
    date_point p = no_point();
    x->by_memory = true;
    if (stands_after(x, x->memory->previous_day, place_of(x)->sentence) &&
        point_of(x->document, x->memory->previous_day, &p)) {
        x->from_previous = true;
    } else if (x->has_reference) {
        p = x->reference;
    } else {
        p.dateless = true;
    }
    add_clock(&p, &x->parts.point);
    return p;
}

static date_point without_year(date *x) {
    const date_point *told = &x->parts.point;
    if (told->piece != PIECE_NONE) return with_year(x);
    if (told->day != NOT_SAID) return with_month(x);
    if (told->weekday != NOT_SAID) return with_week(x);
    if (told->clock != CLOCK_NONE) return with_day(x);
    return no_point();
}

/* Calendars ------------------------------------------------------------------------------------------------------- */

/* Calendars whose years are ours, counted from elsewhere: the year before their first. */
static const struct {
    char name[12];
    int32_t year_zero;
} eras[] = {
    {"juche",    1911},
    {"minguo",   1911},
    {"buddhist", -543},
    {"meiji",    1867},
    {"taisho",   1911},
    {"showa",    1925},
    {"heisei",   1988},
    {"reiwa",    2018},
};

/* Turns a point of another calendar into ours; false if it cannot. */
static bool to_gregorian(drg_text calendar, date_point *p) {
    if (!calendar.length || text_is(calendar, "AD") || text_is(calendar, "gregorian")) return true;
    if (text_is(calendar, "BC")) return p->before_christ = true, true;
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        if (text_is(calendar, eras[i].name) && p->scale == SCALE_YEAR) return p->year += eras[i].year_zero, true;
    }
    if (!text_is(calendar, "julian") || p->piece != PIECE_MONTH || p->day <= 0 || p->year == NOT_KNOWN) return false;
    date_point same = drg_date_point_of_day(drg_day_of_julian((civil){p->year, p->number, p->day}));
    add_clock(&same, p);
    *p = same;
    return true;
}

/* Values ---------------------------------------------------------------------------------------------------------- */

static bool absolute_point(date *x, date_point *out) {
    *out = x->parts.has_year ? x->parts.point : without_year(x);
    if (x->parts.has_year) {
        out->weekday = NOT_SAID;
        if (out->piece == PIECE_NONE) out->day = NOT_SAID;
        return to_gregorian(x->fields.calendar, out);
    }
    return true;
}

/* XXXX-WXX-1, XXXX-06-20, XXXX-XX-XXTNI: the point that a set repeats. */
static date_point repeated_point(const date *x) {
    date_point p = x->parts.point;
    if (!x->parts.has_year) p.year = NOT_KNOWN;
    if (p.piece == PIECE_NONE && p.weekday != NOT_SAID) p.piece = PIECE_WEEK, p.number = NOT_KNOWN, p.day = NOT_SAID;
    else if (p.piece == PIECE_NONE) p.piece = PIECE_MONTH, p.number = NOT_KNOWN, p.day = p.day ? p.day : NOT_KNOWN;
    else p.weekday = NOT_SAID;
    return p;
}

/* start = ( ( 9999 '-' )? 99 '-' )? 99: as fine as the end, which gives what it leaves out. */
static bool start_of(drg_text start, const date_point *end, date_point *out) {
    int32_t numbers[3];
    size_t count = 0, at = 0;
    *out = *end;
    out->clock = CLOCK_NONE;
    while (at < start.length) {
        size_t to = at;
        while (to < start.length && start.bytes[to] != '-') to++;
        if (count == 3 || !drg_number_read((drg_text){start.bytes + at, to - at}, false, &numbers[count++]))
            return false;
        at = to + 1;
    }
    int32_t *parts[] = {&out->year, &out->number, &out->day};
    const size_t fine = end->day != NOT_SAID ? 3 : end->piece != PIECE_NONE ? 2 : 1;
    if (!count || count > fine) return false;
    for (size_t i = 0; i < count; i++) *parts[fine - count + i] = numbers[i];
    return drg_date_point_exists(out);
}

/* "the third Sunday of August": the weekday of a month that `quant` counts. False if there is none. */
static bool add_nth_weekday(const date *x, date_point *p) {
    const int32_t weekday = x->parts.point.weekday;
    const bool counted = x->fields.quant.length && weekday != NOT_SAID && p->piece == PIECE_MONTH && p->day == NOT_SAID;
    if (!counted || p->year == NOT_KNOWN || p->number < 1 || p->number > 12) return true;
    return drg_date_point_nth_weekday(p, weekday, x->fields.quant);
}

static drg_status write_point(date *x, const date_point *p, drg_text *value) {
    char text[2 * DATE_POINT_BYTES];
    size_t length = 0;
    date_point start;
    if (!drg_date_point_exists(p)) return DRG_OK;
    if (x->fields.start.length) {
        if (!start_of(x->fields.start, p, &start)) return DRG_OK;
        length = drg_date_point_write(&start, text);
        text[length++] = '/';
    }
    length += drg_date_point_write(p, text + length);
    const drg_text before = facts_value(facts_at(x->document, x->id)), now = {text, length};
    *value = text_equal(before, now) ? before : drg_arena_copy(&x->document->arena, now);
    return value->bytes ? DRG_OK : DRG_NO_MEMORY;
}

static bool has_point(const date_parts *parts) {
    const date_point *p = &parts->point;
    return parts->has_year || parts->has_shift || p->piece != PIECE_NONE || p->day != NOT_SAID ||
           p->weekday != NOT_SAID || p->clock != CLOCK_NONE;
}

/* The value that the fields say; empty if they say none, or what is impossible. */
static drg_status value_of(date *x, drg_text type, drg_text *value) {
    date_point p;
    *value = (drg_text){0};
    const bool repeated = text_is(type, "SET");
    if (text_is(type, "DURATION") || (repeated && !has_point(&x->parts))) {
        const bool counted = !repeated || (x->fields.quant.length && strchr("0123456789X", x->fields.quant.bytes[0]));
        return drg_duration_value(counted ? x->fields.quant : drg_text_of("1"), x->fields.unit, &x->document->arena,
                                  value);
    }
    if (x->parts.impossible || !has_point(&x->parts)) return DRG_OK;
    if (repeated) p = repeated_point(x);
    else if (x->parts.has_shift && x->parts.shift_not_known) return *value = vague(x), DRG_OK;
    else if (x->parts.has_shift ? !moved(x, &p) : !absolute_point(x, &p)) return DRG_OK;
    if (!repeated && !add_nth_weekday(x, &p)) return DRG_OK;
    return write_point(x, &p, value);
}

/* Types ----------------------------------------------------------------------------------------------------------- */

static drg_text type_of_value(drg_text value) {
    date_point p;
    const char *bytes = value.bytes;
    if (value.length > 1 && bytes[0] == 'P' &&
        (bytes[1] == 'T' || bytes[1] == 'X' || (bytes[1] >= '0' && bytes[1] <= '9'))) {
        return drg_text_of("DURATION");
    }
    return drg_text_of(drg_date_point_parse(value, &p) && p.clock != CLOCK_NONE ? "TIME" : "DATE");
}

static drg_text type_of(const date *x) {
    const reading *r = annotation_at(x->document, x->id);
    const label *l = label_at(x->document, x->id);
    if (x->fields.type.length) return x->fields.type;
    if (r->form != 0 && r->form < l->form_count) return l->forms[r->form];
    if (x->fields.freq.length) return drg_text_of("SET");
    if (x->parts.point.clock != CLOCK_NONE) return drg_text_of("TIME");
    if (x->parts.has_shift && x->parts.unit != UNIT_NONE && x->parts.unit < UNIT_DAY) return drg_text_of("TIME");
    if (x->fields.quant.length) return drg_text_of("DURATION");
    const drg_text value = facts_value(facts_at(x->document, x->id));
    return value.length && !has_point(&x->parts) ? type_of_value(value) : drg_text_of("DATE");
}

/* The whole ------------------------------------------------------------------------------------------------------- */

/* Most dates have none of them. */
static inline drg_status set_if_said(drg_document *d, uint32_t id, const char *key, drg_text text) {
    return text.length ? drg_annotation_set(d, id, key, text) : DRG_OK;
}

static drg_status set_attributes(date *x, drg_text type, bool impossible) {
    drg_document *d = x->document;
    const date_fields *f = &x->fields;
    const bool of_set = text_is(type, "SET");
    const bool counted = f->quant.length && !(f->quant.bytes[0] >= 'A' && f->quant.bytes[0] <= 'W');
    TRY(set_if_said(d, x->id, "mod", f->mod));
    TRY(set_if_said(d, x->id, "freq", f->freq));
    TRY(set_if_said(d, x->id, "zone", f->zone));
    if (of_set) TRY(drg_annotation_set(d, x->id, "quant", counted ? drg_text_of("EVERY") : f->quant));
    if (impossible) TRY(drg_annotation_set(d, x->id, "flag", drg_text_of("impossible")));
    if (x->from_previous) return drg_annotation_set(d, x->id, "anchor", drg_text_of("previous"));
    return x->parts.has_shift ? drg_annotation_set(d, x->id, "anchor", drg_text_of("reference")) : DRG_OK;
}

static bool opens_sentence(const drg_document *d, uint32_t token_number) {
    if (token_number <= OPENING_TOKENS) return true;
    for (uint32_t i = 0; i <= OPENING_TOKENS; i++) {
        if (d->tokens.items[token_number - i].flags & TOKEN_SENTENCE_START) return true;
    }
    return false;
}

/* Notes what the value tells to those that lean on it. */
static void note_told(drg_document *d, uint32_t id) {
    date_point p;
    int64_t day;
    reading *r = annotation_at(d, id);
    r->flags &= (uint16_t) ~(READING_TELLS_YEAR | READING_TELLS_DAY);
    if (!point_of(d, id, &p) || p.dateless || p.year == NOT_KNOWN || p.scale != SCALE_YEAR || p.before_christ) return;
    r->flags |= READING_TELLS_YEAR;
    if (drg_date_point_day(&p, &day)) r->flags |= READING_TELLS_DAY;
}

/* Remembers the date for those that lean on it. */
static void remember(drg_document *d, uint32_t id, date_memory *m) {
    const reading *r = annotation_at(d, id);
    if (!(r->flags & READING_TELLS_YEAR)) return;
    m->previous = id;
    if (opens_sentence(d, r->first_token)) m->opener = id;
    if (r->flags & READING_TELLS_DAY) m->previous_day = id;
}

static tense tense_of(drg_text text) {
    return text_is(text, "past") ? TENSE_PAST : text_is(text, "future") ? TENSE_FUTURE : TENSE_NOT_KNOWN;
}

static drg_status resolve_anew(drg_document *d, uint32_t id, date_memory *memory) {
    date x = {.document = d, .id = id, .memory = memory, .fields = drg_date_fields_of(&d->readings, facts_at(d, id))};
    x.has_reference = memory->has_reference;
    x.reference = memory->reference;
    x.parts = drg_date_parts_read(&x.fields, x.has_reference ? x.reference.year : NO_REFERENCE_YEAR);
    x.tense = tense_of(drg_annotation_text(d, id, "tense"));

    const drg_text type = type_of(&x);
    const bool by_fields = has_point(&x.parts) || x.parts.impossible || x.fields.quant.length || x.fields.unit.length;
    drg_text value;
    if (by_fields) {
        TRY(value_of(&x, type, &value));
        facts_set_value(facts_at(d, id), value);
    }
    const form_id form = drg_form_find(label_at(d, id), type);
    if (form.n != NO_FORM) annotation_at(d, id)->form = (uint8_t)form.n;
    if (!x.by_memory) annotation_at(d, id)->flags |= READING_DATED;
    return set_attributes(&x, type, by_fields && !facts_at(d, id)->value_length);
}

drg_status drg_date_resolve(drg_document *d, uint32_t id, date_memory *memory) {
    if (!(annotation_at(d, id)->flags & READING_DATED)) {
        TRY(resolve_anew(d, id, memory));
        note_told(d, id);
    }
    remember(d, id, memory);
    return DRG_OK;
}

void drg_date_memory_init(date_memory *m, drg_text reference_date) {
    *m = (date_memory){.previous_day = NO_ID, .previous = NO_ID, .opener = NO_ID};
    m->has_reference = drg_date_is_valid(reference_date) && drg_date_point_parse(reference_date, &m->reference);
}
