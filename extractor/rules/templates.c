/* Templates: {n:number}, {u.unit}, {party.1.value}, filled from the captures of a match. See matcher.h. */
#include <string.h>

#include "rules/matcher.h"

/* Numbers ---------------------------------------------------------------------------------------------------------- */

/* 1,500  2 500  20th: its leading digits, separators passed over; false if it has none or more than fit. */
static bool number_of_digits(drg_text text, uint64_t *number) {
    bool any = false;
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.bytes[i];
        if (c == ',' || c == '\'' || c == ' ') continue;
        if (c < '0' || c > '9') return any;
        if (*number > (UINT64_MAX - 9) / 10) return false;
        *number = *number * 10 + (uint64_t)(c - '0');
        any = true;
    }
    return any;
}

static drg_text attribute_of(const matcher *m, uint32_t entry, const char *key) {
    return drg_gazetteer_attribute(m->set->gazetteer, (entry_id){entry}, drg_text_of(key));
}

/* The value of one word of the lists that say numbers. */
static bool number_of_word(const matcher *m, uint32_t at, uint64_t *value) {
    static const char *const lists[] = {LIST_OF_NUMBERS, LIST_OF_ORDINALS};
    for (size_t i = 0; i < 2; i++) {
        const list_id list = drg_gazetteer_find_list(m->set->gazetteer, drg_text_of(lists[i]));
        if (list.n == NO_ID) continue;
        const uint32_t entry = drg_entry_of_tokens(m, list.n, (drg_text){0}, (drg_text){0}, at, at + 1);
        if (entry != NO_ID && number_of_digits(attribute_of(m, entry, "value"), value)) return true;
    }
    return false;
}

/* The number that tokens stand for: digits with separators, 20th, words of @number and @ordinal. Words add up; hundred
 * multiplies what stands before it, a thousand and more also closes a group:
 * two thousand three hundred and four = 2 * 1000 + (3 * 100 + 4). */
static bool number_of_tokens(const matcher *m, uint32_t first, uint32_t end, uint64_t *number) {
    uint64_t sum = 0, group = 0, value;
    bool any = false;
    for (uint32_t at = first; at < end; at++) {
        if (number_of_digits(tokens_text(m, at, at + 1), &value)) group = value;
        else if (!number_of_word(m, at, &value)) continue;
        else if (value < 100) group += value;
        else if (value > UINT32_MAX || group > UINT32_MAX) return false;
        else if (value == 100) group = (group ? group : 1) * 100;
        else {
            sum += (group ? group : 1) * value;
            group = 0;
        }
        any = true;
    }
    *number = sum + group;
    return any;
}

static unsigned roman_digit(char c) {
    static const char digits[] = "IVXLCDM";
    static const unsigned values[] = {1, 5, 10, 50, 100, 500, 1000};
    const char *at = c ? strchr(digits, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) : NULL;
    return at ? values[at - digits] : 0;
}

/* XIV = 14: a smaller digit before a larger one is taken away. */
static bool number_of_roman(drg_text text, uint64_t *number) {
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        const unsigned own = roman_digit(text.bytes[i]);
        const unsigned next = i + 1 < text.length ? roman_digit(text.bytes[i + 1]) : 0;
        if (!own || *number > UINT32_MAX) return false;
        *number = own < next ? *number - own : *number + own; /* unsigned: a wrap is undone by what follows */
    }
    return text.length > 0;
}

/* Captures --------------------------------------------------------------------------------------------------------- */

typedef struct {
    drg_text text;
    const slot *slot; /* NULL of a text rule */
    uint32_t first_token, end_token;
} found_capture;

static bool find_group(matcher *m, const reading_match *match, drg_text name, found_capture *out) {
    for (uint32_t i = 0; i < match->text->slot_count; i++) {
        const text_slot *s = &m->set->text_slots.items[match->text->first_slot + i];
        if (!text_equal(s->name, name)) continue;
        *out = (found_capture){.text = drg_text_match_group(&match->text_match, m->text, s->group)};
        if (out->text.bytes) return true; /* (?J): another group of the same name may have taken part */
    }
    return false;
}

static bool find_capture(matcher *m, const reading_match *match, const template_piece *p, found_capture *out) {
    if (match->text) return find_group(m, match, p->capture, out);
    uint32_t left = p->index ? p->index : 1;
    for (size_t i = 0; i < match->capture_count; i++) {
        const named_capture *c = &match->captures[i];
        if (!text_equal(c->slot->name, p->capture) || --left) continue;
        *out = (found_capture){tokens_text(m, c->first_token, c->end_token), c->slot, c->first_token, c->end_token};
        return true;
    }
    return false;
}

static drg_text field_of_annotation(const matcher *m, const template_piece *p, const found_capture *c) {
    const uint32_t id = drg_annotation_of_tokens(m, c->first_token, c->end_token);
    if (id == NO_ID) return (drg_text){0};
    const reading *r = &m->readings->items.items[id];
    const settled_facts *f = reading_facts(m->readings, r);
    if (!f) return (drg_text){0};
    if (text_is(p->field, "value")) return facts_value(f);
    for (uint32_t i = 0; i < f->attribute_count; i++) {
        const reading_attribute *a = &m->readings->attributes.items[f->first_attribute + i];
        if (text_equal(*a->key, p->field)) return attribute_text(a);
    }
    return f->entry == NO_ID ? (drg_text){0}
                             : drg_gazetteer_attribute(m->set->gazetteer, (entry_id){f->entry}, p->field);
}

static drg_text field_of(const matcher *m, const template_piece *p, const found_capture *c) {
    if (!p->field.length || !c->slot) return c->text;
    if (c->slot->of_label) {
        const drg_text text = field_of_annotation(m, p, c);
        if (text.length) return text;
    }
    if (c->slot->list == NO_ID) return (drg_text){0};
    const uint32_t entry =
        drg_entry_of_tokens(m, c->slot->list, c->slot->key, c->slot->value, c->first_token, c->end_token);
    if (entry == NO_ID) return (drg_text){0};
    if (text_is(p->field, "id")) return drg_gazetteer_id(m->set->gazetteer, entry);
    return drg_gazetteer_attribute(m->set->gazetteer, (entry_id){entry}, p->field);
}

/* Functions -------------------------------------------------------------------------------------------------------- */

static drg_status copy_in_case(matcher *m, drg_text text, bool upper, drg_text *out) {
    char *bytes = drg_arena_take_text(m->arena, text.length + 1);
    if (!bytes) return DRG_NO_MEMORY;
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.bytes[i];
        bytes[i] = (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') ? (char)(c ^ 0x20) : c;
    }
    bytes[text.length] = '\0';
    *out = (drg_text){bytes, text.length};
    return DRG_OK;
}

static drg_status number_text(matcher *m, uint64_t number, drg_text *out) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    *out = drg_arena_copy(m->arena, (drg_text){digits + at, sizeof digits - at});
    return out->bytes ? DRG_OK : DRG_NO_MEMORY;
}

/* 2024: digits that say their number as a template would. */
static bool is_written_out(drg_text text) {
    if (!text.length || text.length > 18 || (text.bytes[0] == '0' && text.length > 1)) return false;
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return false;
    return true;
}

static drg_status apply(matcher *m, template_function function, const found_capture *c, drg_text text, drg_text *out) {
    uint64_t number;
    *out = text;
    switch (function) {
    case AS_NUMBER:
    case AS_ORDINAL:
        if (text.bytes == c->text.bytes && is_written_out(text)) return DRG_OK;
        if (c->slot && number_of_tokens(m, c->first_token, c->end_token, &number)) return number_text(m, number, out);
        return number_of_digits(text, &number) ? number_text(m, number, out) : DRG_OK;
    case AS_ROMAN: return number_of_roman(text, &number) ? number_text(m, number, out) : DRG_OK;
    case AS_LOWER:
    case AS_UPPER: return copy_in_case(m, text, function == AS_UPPER, out);
    default: return DRG_OK;
    }
}

static drg_status part_text(matcher *m, const template_piece *p, const reading_match *match, drg_text *out) {
    found_capture c;
    *out = p->literal;
    if (!p->capture.length) return DRG_OK;
    *out = (drg_text){0};
    if (!find_capture(m, match, p, &c)) return DRG_OK;
    return apply(m, p->function, &c, field_of(m, p, &c), out);
}

static drg_status join(matcher *m, drg_text *whole, drg_text piece) {
    char *both = drg_arena_take_text(m->arena, whole->length + piece.length);
    if (!both) return DRG_NO_MEMORY;
    memcpy(both, whole->bytes, whole->length);
    memcpy(both + whole->length, piece.bytes, piece.length);
    *whole = (drg_text){both, whole->length + piece.length};
    return DRG_OK;
}

drg_status drg_template_text(matcher *m, const template_plan *t, const reading_match *match, drg_text *out) {
    *out = (drg_text){"", 0};
    for (uint32_t i = 0; i < t->count; i++) {
        drg_text piece;
        TRY(part_text(m, &t->pieces[i], match, &piece));
        if (!piece.length) continue;
        if (out->length) TRY(join(m, out, piece));
        else *out = piece;
    }
    return DRG_OK;
}

drg_status drg_template_string(matcher *m, const template_plan *t, const reading_match *match, drg_text *out) {
    drg_text borrowed;
    TRY(drg_template_text(m, t, match, &borrowed));
    *out = drg_arena_copy(m->arena, borrowed);
    return out->bytes ? DRG_OK : DRG_NO_MEMORY;
}
