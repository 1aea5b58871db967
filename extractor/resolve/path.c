/* Paths: where in an instrument a provision stands, outermost first.
 *
 *     paragraph 1 of article 30           art.30/para.1
 *     Articles 7(3)(b) and 16             art.7/para.3/lit.b;art.16
 *     articles 31 to 33                   art.31-33
 *
 * Read from the captures of the rule, in the order of the text:
 *
 *   capture | is
 *   unit    | a name of a gazetteer with the attributes `unit` (its word in a path) and `level` (1 is outermost)
 *   number  | the number of the unit before it: 5, XII, A, 3 bis, five; 5.1 is the number 5 and the sub 1
 *   sub     | a number or letter in brackets behind a number: (2)(a)
 *   next    | another number of the same unit, or, if it stands in brackets behind a sub, of the same sub
 *   range   | the last number of a range that the number (sub, next) before it begins
 *   of      | the instrument: an annotation
 *
 * A unit with a smaller level than another is outer, wherever it stands; of two that are equal, the later one is
 * outer if a word joins them (Part C of Annex II), and inner if a comma does. A unit that is there already begins
 * another path, which shares the units outside it. The path's own words for what stands in brackets: a digit is a
 * para (in a para a subpara), a letter a lit, a small Roman numeral in a lit a point. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/steps.h"

#define GROUPS_MOST 8 /* units within units */
#define SUBS_MOST 6   /* (1)(a)(ii) … */
#define PATHS_MOST 256
#define NEAR_TOKENS 8 /* how far behind a provision its instrument may stand: of the said Convention */

typedef struct { /* 5, a, and 5-7 */
    drg_text number, to;
    const char *word; /* of a sub */
} numeral;

typedef struct { /* 4 (1)(a): one of the numbers of a unit */
    numeral number;
    numeral subs[SUBS_MOST];
    uint32_t sub_count;
} pinpoint;

typedef struct { /* articles 7 (3)(b) and 16 */
    drg_text unit;
    int level;
    uint32_t told;         /* which came first in the text */
    uint32_t first, count; /* of path.pinpoints */
} group;

typedef struct {
    drg_document *document;
    group groups[GROUPS_MOST];  /* outermost first */
    uint32_t count, told, last; /* last: the group that was told last */
    uint32_t path_count;
    bool too_many;
    VECTOR(pinpoint) pinpoints;
    VECTOR(char) out;
} path;

/* Numbers --------------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/* The value of a Roman numeral in letters of one case; 0 if it is none. */
static uint32_t roman_value(drg_text text) {
    static const struct {
        char letters[3];
        uint32_t value;
    } numerals[] = {
        {"M",  1000},
        {"CM", 900 },
        {"D",  500 },
        {"CD", 400 },
        {"C",  100 },
        {"XC", 90  },
        {"L",  50  },
        {"XL", 40  },
        {"X",  10  },
        {"IX", 9   },
        {"V",  5   },
        {"IV", 4   },
        {"I",  1   }
    };
    uint32_t value = 0;
    size_t at = 0;
    char upper[16];
    if (!text.length || text.length >= sizeof upper) return 0;
    for (size_t i = 0; i < text.length; i++) upper[i] = (char)(text.bytes[i] & ~0x20);
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        const size_t length = strlen(numerals[i].letters);
        const uint32_t most = length == 2 || numerals[i].letters[0] == 'V' || numerals[i].letters[0] == 'L' ||
                                      numerals[i].letters[0] == 'D'
                                  ? 1
                                  : 3;
        for (uint32_t n = 0; n < most && text.length - at >= length; n++) {
            if (memcmp(upper + at, numerals[i].letters, length) != 0) break;
            value += numerals[i].value;
            at += length;
        }
    }
    return at == text.length ? value : 0;
}

static bool is_small(drg_text text) {
    return text.length && text.bytes[0] >= 'a' && text.bytes[0] <= 'z';
}

/* Of single letters only I, V and X count as Roman: Annex C is a letter's. */
static bool is_roman_number(drg_text text) {
    if (!text.length || !is_capital(text.bytes[0]) || !roman_value(text)) return false;
    return text.length > 1 || strchr("IVX", text.bytes[0]);
}

static drg_text copied(path *p, const char *bytes, size_t length) {
    return drg_arena_copy(&p->document->arena, (drg_text){bytes, length});
}

/* "012" -> 12, "XII" -> 12, "five" (an entry with a value) -> 5, "3 bis" -> 3bis, "(a)" -> a; else as it stands. */
static drg_text normal_number(path *p, const reading_capture *c) {
    char out[64];
    size_t length = 0, zeros = 0;
    if (c->entry != NO_ID) {
        const drg_text value =
            drg_gazetteer_attribute(p->document->gazetteer, (entry_id){c->entry}, drg_text_of("value"));
        if (value.length) return value;
    }
    for (size_t i = 0; i < c->text.length && length < sizeof out; i++) {
        const char b = c->text.bytes[i];
        if ((b & 0x80) || is_digit(b) || is_capital(b) || (b >= 'a' && b <= 'z') || (b == '.' && length))
            out[length++] = b;
    }
    while (length && out[length - 1] == '.') length--;
    while (zeros + 1 < length && out[zeros] == '0' && is_digit(out[zeros + 1])) zeros++;
    const drg_text plain = {out + zeros, length - zeros};
    if (is_roman_number(plain)) {
        char digits[16];
        return copied(p, digits, (size_t)snprintf(digits, sizeof digits, "%u", roman_value(plain)));
    }
    return copied(p, plain.bytes, plain.length);
}

/* Groups ---------------------------------------------------------------------------------------------------------- */

static bool stands_in_brackets(const path *p, const reading_capture *c) {
    if (c->text.length && c->text.bytes[0] == '(') return true;
    if (c->end_token == 0 || c->first_token == 0) return false;
    return text_is(drg_document_span(p->document, c->first_token - 1, c->first_token), "(");
}

/* Does a word, not a comma, stand before the capture? Then what follows is around what came before: of. */
static bool is_joined_by_word(const path *p, const reading_capture *c) {
    return c->first_token && c->end_token && (p->document->tokens.items[c->first_token - 1].flags & TOKEN_WORD);
}

/* The word of the sub that follows the first `count` subs of a pinpoint. */
static const char *sub_word(const group *g, const pinpoint *at, uint32_t count, drg_text number) {
    const char *before = count ? at->subs[count - 1].word : "";
    const bool in_para = count ? strcmp(before, "para") == 0 : text_is(g->unit, "para");
    const bool in_lit = strcmp(before, "lit") == 0;
    if (is_digit(number.bytes[0])) return in_para ? "subpara" : "para";
    const bool roman = is_small(number) && roman_value(number) && (in_lit || number.length > 1);
    return roman ? "point" : "lit";
}

static void add_sub(path *p, const group *g, pinpoint *at, drg_text number) {
    if (!number.length || at->sub_count == SUBS_MOST) return;
    numeral *sub = &at->subs[at->sub_count];
    *sub = (numeral){.number = number, .word = sub_word(g, at, at->sub_count, number)};
    at->sub_count++;
    if (strcmp(sub->word, "point") != 0) return;
    char digits[16];
    sub->number = copied(p, digits, (size_t)snprintf(digits, sizeof digits, "%u", roman_value(number)));
}

/* 5, or 5.1: the number 5 and the sub 1. */
static pinpoint pinpoint_of(path *p, const group *g, drg_text number) {
    const char *end = number.bytes + number.length;
    const char *dot = is_digit(number.bytes[0]) ? memchr(number.bytes, '.', number.length) : NULL;
    pinpoint at = {.number = {.number = {number.bytes, (size_t)((dot ? dot : end) - number.bytes)}}};
    while (dot) {
        const char *start = dot + 1;
        dot = start < end ? memchr(start, '.', (size_t)(end - start)) : NULL;
        add_sub(p, g, &at, (drg_text){start, (size_t)((dot ? dot : end) - start)});
    }
    return at;
}

static drg_status add_pinpoint(path *p, pinpoint at) {
    p->groups[p->last].count++;
    return VECTOR_PUSH(p->pinpoints, at) ? DRG_OK : DRG_NO_MEMORY;
}

static bool has_pinpoint(const path *p) {
    return p->count && p->groups[p->last].count;
}

static pinpoint *last_pinpoint(path *p) {
    return &p->pinpoints.items[p->pinpoints.count - 1];
}

/* "… and (c)" after 2(a): the same, but for the last sub of its kind, without what is below it. */
static pinpoint beside(path *p, const group *g, const pinpoint *at, drg_text number) {
    pinpoint other = *at;
    uint32_t keep = at->sub_count - 1;
    for (uint32_t i = at->sub_count; i-- > 0;) {
        if (strcmp(sub_word(g, at, i, number), at->subs[i].word) != 0) continue;
        keep = i;
        break;
    }
    other.sub_count = keep;
    other.number.to = (drg_text){0};
    add_sub(p, g, &other, number);
    return other;
}

/* Writing --------------------------------------------------------------------------------------------------------- */

static drg_status put(path *p, drg_text text) {
    if (!VECTOR_RESERVE(p->out, p->out.count + text.length + 1)) return DRG_NO_MEMORY;
    if (text.length) memcpy(p->out.items + p->out.count, text.bytes, text.length);
    p->out.count += text.length;
    return DRG_OK;
}
static drg_status put_word(path *p, const char *text) {
    return put(p, drg_text_of(text));
}

/* .31-33 */
static drg_status put_numeral(path *p, const numeral *n) {
    TRY(put_word(p, "."));
    TRY(put(p, n->number));
    if (!n->to.length) return DRG_OK;
    TRY(put_word(p, "-"));
    return put(p, n->to);
}

/* art.7/para.3/lit.b */
static drg_status put_pinpoint(path *p, const group *g, const pinpoint *at) {
    TRY(put(p, g->unit));
    if (!at) return DRG_OK;
    TRY(put_numeral(p, &at->number));
    for (uint32_t i = 0; i < at->sub_count; i++) {
        TRY(put_word(p, "/"));
        TRY(put_word(p, at->subs[i].word));
        TRY(put_numeral(p, &at->subs[i]));
    }
    return DRG_OK;
}

/* One of the paths: of each group the pinpoint that `which` says, the outermost changing slowest. */
static drg_status put_path(path *p, uint32_t which, uint32_t total) {
    if (p->out.count) TRY(put_word(p, ";"));
    for (uint32_t i = 0; i < p->count; i++) {
        const group *g = &p->groups[i];
        if (i) TRY(put_word(p, "/"));
        if (g->count) total /= g->count;
        TRY(put_pinpoint(p, g, g->count ? &p->pinpoints.items[g->first + which / total] : NULL));
        which %= total;
    }
    return DRG_OK;
}

/* Writes what has been told so far. */
static drg_status flush(path *p) {
    uint32_t total = p->count > 0;
    for (uint32_t i = 0; i < p->count && total <= PATHS_MOST; i++) total *= p->groups[i].count ? p->groups[i].count : 1;
    p->path_count += total;
    p->too_many |= p->path_count > PATHS_MOST;
    for (uint32_t which = 0; which < total && !p->too_many; which++) TRY(put_path(p, which, total));
    return DRG_OK;
}

/* Captures -------------------------------------------------------------------------------------------------------- */

static drg_text attribute_of(const path *p, const reading_capture *c, const char *key) {
    if (c->entry == NO_ID) return (drg_text){0};
    return drg_gazetteer_attribute(p->document->gazetteer, (entry_id){c->entry}, drg_text_of(key));
}

/* Another path begins: only the units that were told before this one, and are outside it, are shared. */
static drg_status begin_another(path *p, uint32_t told) {
    uint32_t kept = 0;
    TRY(flush(p));
    for (uint32_t i = 0; i < p->count && p->groups[i].told != told; i++) {
        if (p->groups[i].told < told) p->groups[kept++] = p->groups[i];
    }
    p->count = kept;
    return DRG_OK;
}

static drg_status take_unit(path *p, const reading_capture *c) {
    group g = {.unit = attribute_of(p, c, "unit"), .told = p->told++, .first = (uint32_t)p->pinpoints.count};
    const drg_text level = attribute_of(p, c, "level");
    g.level = level.length && is_digit(level.bytes[0]) ? level.bytes[0] - '0' : 0;
    if (!g.unit.length) g.unit = c->text;
    for (uint32_t i = 0; i < p->count; i++) {
        if (!text_equal(p->groups[i].unit, g.unit)) continue;
        TRY(begin_another(p, p->groups[i].told));
        break;
    }
    if (p->count == GROUPS_MOST) return p->too_many = true, DRG_OK;
    const bool around = is_joined_by_word(p, c);
    uint32_t at = 0;
    while (at < p->count && (p->groups[at].level < g.level || (p->groups[at].level == g.level && !around))) at++;
    memmove(&p->groups[at + 1], &p->groups[at], (p->count - at) * sizeof g);
    p->groups[at] = g;
    p->last = at;
    p->count++;
    return DRG_OK;
}

static drg_status take_number(path *p, const reading_capture *c) {
    const drg_text number = normal_number(p, c);
    if (!number.bytes) return DRG_NO_MEMORY;
    if (!p->count || !number.length) return DRG_OK;
    const group *g = &p->groups[p->last];
    const bool of_sub = has_pinpoint(p) && last_pinpoint(p)->sub_count && stands_in_brackets(p, c);
    return add_pinpoint(p, of_sub ? beside(p, g, last_pinpoint(p), number) : pinpoint_of(p, g, number));
}

static drg_status take_sub(path *p, const reading_capture *c) {
    if (!has_pinpoint(p)) return take_number(p, c);
    const drg_text number = normal_number(p, c);
    if (number.bytes) add_sub(p, &p->groups[p->last], last_pinpoint(p), number);
    return number.bytes ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status take_range(path *p, const reading_capture *c) {
    const drg_text number = normal_number(p, c);
    if (!number.bytes) return DRG_NO_MEMORY;
    if (!has_pinpoint(p)) return DRG_OK;
    pinpoint *at = last_pinpoint(p);
    const bool of_sub = at->sub_count && (stands_in_brackets(p, c) || !is_digit(number.bytes[0]));
    *(of_sub ? &at->subs[at->sub_count - 1].to : &at->number.to) = number;
    return DRG_OK;
}

static const struct {
    char name[8];
    drg_status (*take)(path *p, const reading_capture *c);
} captures[] = {
    {"unit",   take_unit  },
    {"number", take_number},
    {"next",   take_number},
    {"sub",    take_sub   },
    {"range",  take_range },
};

static drg_status take(path *p, const reading_capture *c) {
    for (size_t i = 0; i < sizeof captures / sizeof *captures; i++) {
        if (text_is(*c->name, captures[i].name)) return captures[i].take(p, c);
    }
    return DRG_OK;
}

static drg_status read_path(path *p, uint32_t id, drg_text *value) {
    uint32_t count;
    const reading_capture *const all = drg_annotation_captures(p->document, id, &count);
    for (uint32_t i = 0; i < count; i++) TRY(take(p, &all[i]));
    TRY(flush(p));
    if (p->too_many || !p->out.count) return DRG_OK;
    *value = copied(p, p->out.items, p->out.count);
    return value->bytes ? DRG_OK : DRG_NO_MEMORY;
}

/* What it is of --------------------------------------------------------------------------------------------------- */

/* The annotation of the label close behind, with nothing but words between: Article 5 of the [Charter]. */
static uint32_t close_behind(const drg_document *d, const reading *r, uint32_t of) {
    const size_t from = drg_annotations_from(d, r->end_token);
    for (size_t i = from; i < d->readings.chosen.count; i++) {
        const uint32_t id = d->readings.chosen.items[i];
        const reading *next = &d->readings.items.items[id];
        if (next->first_token - r->end_token > NEAR_TOKENS) break;
        if (next->label != of) continue;
        for (uint32_t t = r->end_token; t < next->first_token; t++) {
            const uint32_t flags = d->tokens.items[t].flags;
            if (!(flags & TOKEN_WORD) || (flags & TOKEN_SENTENCE_START)) return NO_ID;
        }
        return next->first_token > r->end_token ? id : NO_ID;
    }
    return NO_ID;
}

/* The nearest one before it. The walk goes on from where it stood for the provision before. */
static uint32_t nearest_before(resolution *x, const reading *r, uint32_t of) {
    const drg_document *d = x->document;
    for (; x->path_at < d->readings.chosen.count; x->path_at++) {
        const uint32_t id = d->readings.chosen.items[x->path_at];
        const reading *other = &d->readings.items.items[id];
        if (other->first_token >= r->first_token) break;
        if (other->label == of) x->path_of = id + 1;
    }
    return x->path_of ? x->path_of - 1 : NO_ID;
}

static drg_status set_of(resolution *x, uint32_t id) {
    drg_document *d = x->document;
    const label *l = label_at(d, id);
    const reading r = *annotation_at(d, id);
    uint32_t of = NO_FORM;
    for (uint32_t i = 0; i < l->resolve_count; i++) {
        if (l->resolves[i].kind == RESOLVE_PATH) of = l->resolves[i].of;
    }
    reading_attribute a = {.key = drg_label_declared(l, "of"), .kind = VALUE_READING};
    if (of == NO_FORM || !a.key || drg_reading_attribute(&d->readings, &r, "of")) return DRG_OK;
    const uint32_t before = nearest_before(x, &r, of), behind = close_behind(d, &r, of);
    a.reading = behind != NO_ID ? behind : before;
    if (a.reading == NO_ID) return DRG_OK;
    const reading *treaty = annotation_at(d, a.reading);
    attribute_set_text(&a, drg_document_span(d, treaty->first_token, treaty->end_token));
    return drg_reading_attribute_add(&d->readings, &r, a);
}

drg_status drg_resolve_path(resolution *x, uint32_t id) {
    path p = {.document = x->document};
    drg_text value = {0};
    const drg_status status = read_path(&p, id, &value);
    VECTOR_CLEAR(p.pinpoints);
    VECTOR_CLEAR(p.out);
    if (value.length) facts_set_value(facts_at(x->document, id), value);
    return status == DRG_OK ? set_of(x, id) : status;
}
