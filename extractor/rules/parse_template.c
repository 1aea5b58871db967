/* Templates, and what is made of them: values, keys, conditions.
 *
 *     value  art.{n:number}                     template  = (character | part)+     up to white space, or in "…"
 *     date   year={y} month={m.month}           fields    = (key "=" template)+
 *     where  {a.value} != {b.value} and lower   condition = "not"? (fact | template operator template)
 *
 *     part = "{" capture ("." index)? ("." attribute)? (":" function)? "}"
 *
 * Whether the captures exist shows when the whole rule has been read (check.c). */
#include "rules/parse.h"

#include <string.h>

/* Words parted by blanks. */
static const char types[] = "DATE TIME DURATION SET";
static const char mods[] = "BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER LESS_THAN MORE_THAN EQUAL_OR_LESS EQUAL_OR_MORE "
                           "START MID END APPROX";

/* The date keys; resolve/dates.h says what they mean. `values`: the only ones, where they are plain text. */
static const struct {
    const char *key, *values;
    uint32_t least, most; /* of a plain number; 0, 0: not checked */
} date_keys[DATE_KEY_COUNT] = {
    [DATE_KEY_year] = {"year",     NULL,  0, 0 },
      [DATE_KEY_month] = {"month",    NULL,  1, 12},
    [DATE_KEY_day] = {"day",      NULL,  1, 31},
      [DATE_KEY_weekday] = {"weekday",  NULL,  1, 7 },
    [DATE_KEY_hour] = {"hour",     NULL,  0, 24},
      [DATE_KEY_minute] = {"minute",   NULL,  0, 59},
    [DATE_KEY_zone] = {"zone",     NULL,  0, 0 },
      [DATE_KEY_type] = {"type",     types, 0, 0 },
    [DATE_KEY_shift] = {"shift",    NULL,  0, 0 },
      [DATE_KEY_unit] = {"unit",     NULL,  0, 0 },
    [DATE_KEY_anchor] = {"anchor",   NULL,  0, 0 },
      [DATE_KEY_mod] = {"mod",      mods,  0, 0 },
    [DATE_KEY_start] = {"start",    NULL,  0, 0 },
      [DATE_KEY_quant] = {"quant",    NULL,  0, 0 },
    [DATE_KEY_freq] = {"freq",     NULL,  0, 0 },
      [DATE_KEY_calendar] = {"calendar", NULL,  0, 0 },
};

static const struct {
    const char *name;
    template_function function;
} functions[] = {
    {"number",  AS_NUMBER },
    {"roman",   AS_ROMAN  },
    {"ordinal", AS_ORDINAL},
    {"lower",   AS_LOWER  },
    {"upper",   AS_UPPER  },
};

/* Templates -------------------------------------------------------------------------------------------------------- */

static bool bad_part(rule_parser *p, uint32_t start) {
    while (p->reader.at < p->reader.end && drg_peek(&p->reader) > ' ' && drg_peek(&p->reader) != '}') p->reader.at++;
    if (drg_peek(&p->reader) == '}') p->reader.at++;
    drg_error(p->messages, drg_place_from(&p->reader, start), "wrong-template",
              "it is written {capture}, {capture.attribute} or {capture:number}; a plain brace is \\{",
              "a template part that is not understood");
    return false;
}

static bool parse_function(rule_parser *p, template_part *part) {
    const uint32_t start = ++p->reader.at;
    const drg_text name = drg_read_word(&p->reader, "_");
    p->names.count = 0;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (text_is(name, functions[i].name)) {
            part->function = functions[i].function;
            return true;
        }
        drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(functions[i].name)));
    }
    drg_error(p->messages, drg_place_from(&p->reader, start), "unknown-function",
              drg_did_you_mean_name(p, "", name, "", "there are number, roman, ordinal, lower, upper"),
              "unknown function '%.*s'", SHOW(name));
    return true; /* the part is understood, and flawed */
}

static bool is_number(drg_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return false;
    }
    return text.length > 0;
}

/* part = "{" capture ("." index)? ("." attribute)? (":" function)? "}" */
static bool parse_part(rule_parser *p, template_part *part) {
    reader *r = &p->reader;
    const uint32_t start = r->at++;
    part->capture = drg_read_word(r, "_");
    if (!part->capture.length) return bad_part(p, start);
    while (drg_peek(r) == '.') {
        r->at++;
        const drg_text word = drg_read_word(r, "_-");
        if (!word.length || part->field.length) return bad_part(p, start);
        if (!is_number(word)) part->field = word;
        else if (part->index || word.length > 4 || text_is(word, "0")) return bad_part(p, start);
        else
            for (size_t i = 0; i < word.length; i++) part->index = part->index * 10 + (uint32_t)(word.bytes[i] - '0');
    }
    if (drg_peek(r) == ':' && !parse_function(p, part)) return false;
    if (drg_peek(r) != '}') return bad_part(p, start);
    r->at++;
    part->at = drg_place_from(r, start);
    return true;
}

/* Literal text up to a part, to white space outside quotes, or to one of `stops`. */
static bool parse_literal_part(rule_parser *p, const char *stops, bool quoted, template_part *part) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    p->chars.count = 0;
    while (r->at < r->end && drg_peek(r) != '{') {
        char c = drg_peek(r);
        if (c == '\n' || (!quoted && (c == ' ' || c == '\t' || c == '\r' || strchr(stops, c)))) break;
        if (quoted && c == '"') break;
        if (c == '\\' && r->at + 1 < r->end) c = r->file->text.bytes[++r->at];
        if (!drg_remember(p, VECTOR_PUSH(p->chars, c))) return false;
        r->at++;
    }
    part->literal = drg_arena_copy(p->arena, (drg_text){p->chars.items, p->chars.count});
    part->at = drg_place_from(r, start);
    return drg_remember(p, part->literal.bytes != NULL);
}

bool drg_parse_template(rule_parser *p, const char *stops, template_tree *out) {
    reader *r = &p->reader;
    drg_skip_blank(r);
    const uint32_t start = r->at;
    const bool quoted = drg_peek(r) == '"';
    if (quoted) r->at++;
    p->parts.count = 0;
    for (;;) {
        template_part part = {0};
        const uint32_t part_start = r->at;
        const bool ok = drg_peek(r) == '{' ? parse_part(p, &part) : parse_literal_part(p, stops, quoted, &part);
        if (!ok) return false;
        if (r->at == part_start) break;
        if (!drg_remember(p, VECTOR_PUSH(p->parts, part))) return false;
    }
    if (quoted && drg_peek(r) != '"') {
        drg_error(p->messages, drg_place_from(r, start), "not-closed", "write \" at its end",
                  "a quotation that does not end on its line");
        return false;
    }
    if (quoted) r->at++;
    if (p->parts.count == 0) {
        drg_error(p->messages, drg_place_here(r), "expected", "write text, or a capture in braces: {name}",
                  "a template is missing");
        return false;
    }
    *out = (template_tree){drg_keep(p, p->parts.items, p->parts.count * sizeof *p->parts.items),
                           (uint32_t)p->parts.count, drg_place_from(r, start)};
    return out->parts != NULL;
}

/* Fields ----------------------------------------------------------------------------------------------------------- */

/* key "=" template; checks neither. */
static bool read_field(rule_parser *p, field_tree *field) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    *field = (field_tree){.key = drg_read_word(r, "_-")};
    field->at = drg_place_from(r, start);
    if (!field->key.length || !drg_accept(r, "=")) {
        drg_error(p->messages, drg_place_of_rest_of_word(r), "expected", "it is written key=template",
                  "expected a key and '='");
        return false;
    }
    drg_skip_blank(r);
    return drg_parse_template(p, "", &field->value);
}

/* The same; if it cannot be read, nobody knows which captures it uses. */
static bool parse_field(rule_parser *p, field_tree *field) {
    const bool ok = read_field(p, field);
    p->rule->unsure |= !ok;
    return ok;
}

static bool key_is_new(rule_parser *p, const field_tree *fields, size_t count, const field_tree *field) {
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(fields[i].key, field->key)) continue;
        drg_error(p->messages, field->at, "key-twice", "keep one of them", "the key '%.*s' twice", SHOW(field->key));
        return false;
    }
    return true;
}

static bool word_is_in(const char *words, drg_text word) {
    while (*words) {
        const size_t length = strcspn(words, " ");
        if (word.length == length && memcmp(words, word.bytes, length) == 0) return true;
        words += length + (words[length] == ' ');
    }
    return false;
}

/* What a key's value, where it is plain text, must be. */
static void check_date_value(rule_parser *p, size_t key, const template_tree *value) {
    const drg_text text = value->count == 1 ? value->parts[0].literal : (drg_text){0};
    if (!text.length) return;
    if (date_keys[key].values && !word_is_in(date_keys[key].values, text)) {
        drg_error(p->messages, value->at, "wrong-date-value", drg_hint(p, "one of %s", date_keys[key].values),
                  "'%.*s' is no %s", SHOW(text), date_keys[key].key);
    }
    if (!date_keys[key].most || !is_number(text)) return;
    uint32_t number = 0;
    for (size_t i = 0; i < text.length && i < 8; i++) number = number * 10 + (uint32_t)(text.bytes[i] - '0');
    if (number >= date_keys[key].least && number <= date_keys[key].most) return;
    drg_error(p->messages, value->at, "wrong-date-value",
              drg_hint(p, "it is a number from %u to %u", date_keys[key].least, date_keys[key].most),
              "there is no %s %.*s", date_keys[key].key, SHOW(text));
}

static void read_date_key(rule_parser *p, field_tree *field) {
    p->names.count = 0;
    for (date_key i = 0; i < DATE_KEY_COUNT; i++) {
        if (text_is(field->key, date_keys[i].key)) {
            field->date_key = i;
            check_date_value(p, i, &field->value);
            return;
        }
        drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(date_keys[i].key)));
    }
    drg_error(p->messages, field->at, "unknown-date-key",
              drg_did_you_mean_name(p, "", field->key, "",
                                    "the keys are year month day weekday hour minute zone type shift unit anchor mod "
                                    "start quant freq calendar"),
              "unknown date key '%.*s'", SHOW(field->key));
}

/* fields = (key "=" template)+ */
void drg_parse_dates(rule_parser *p) {
    do {
        field_tree field;
        drg_skip_blank(&p->reader);
        if (!parse_field(p, &field)) return;
        read_date_key(p, &field);
        if (!key_is_new(p, p->dates.items, p->dates.count, &field)) continue;
        if (!drg_remember(p, VECTOR_PUSH(p->dates, field))) return;
    } while (!drg_at_end(&p->reader));
}

/* fields = (key "=" template)+; whether the label has the attribute shows later. */
void drg_parse_sets(rule_parser *p) {
    do {
        field_tree field;
        drg_skip_blank(&p->reader);
        if (!parse_field(p, &field)) return;
        if (!key_is_new(p, p->sets.items, p->sets.count, &field)) continue;
        if (!drg_remember(p, VECTOR_PUSH(p->sets, field))) return;
    } while (!drg_at_end(&p->reader));
}

/* Conditions ------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    where_kind kind;
    bool has_label;
} facts[] = {
    {"lower",          WHERE_LOWER,          false},
    {"part-of",        WHERE_PART_OF,        true },
    {"mostly",         WHERE_MOSTLY,         true },
    {"headline",       WHERE_HEADLINE,       false},
    {"antecedent",     WHERE_ANTECEDENT,     false},
    {"sentence-start", WHERE_SENTENCE_START, false},
};

static bool parse_operator(rule_parser *p, where_operator *out) {
    static const struct {
        const char *text;
        where_operator operator;
    } operators[] = {
        {"!=", OP_NOT_EQUAL    },
        {"<=", OP_LESS_EQUAL   },
        {">=", OP_GREATER_EQUAL},
        {"==", OP_EQUAL        },
        {"=",  OP_EQUAL        },
        {"<",  OP_LESS         },
        {">",  OP_GREATER      }
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        *out = operators[i].operator;
        if (drg_accept(&p->reader, operators[i].text)) return true;
    }
    return false;
}

/* template operator template */
static bool parse_comparison(rule_parser *p, where_tree *where) {
    where->kind = WHERE_COMPARE;
    if (!drg_parse_template(p, "=!<>", &where->left)) return false;
    if (!parse_operator(p, &where->operator)) {
        drg_error(p->messages, drg_place_of_rest_of_word(&p->reader), "expected",
                  "the operators are = != < <= > >=", "expected a comparison");
        return false;
    }
    return drg_parse_template(p, "=!<>", &where->right);
}

/* fact = "lower" | "part-of" Label | "mostly" Label | "headline" | "sentence-start" | "antecedent" */
static bool parse_fact(rule_parser *p, where_tree *where) {
    reader *r = &p->reader;
    const uint32_t start = r->at;
    const drg_text name = drg_read_word(r, "-_");
    p->names.count = 0;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(facts[i].name)));
        if (!text_is(name, facts[i].name)) continue;
        where->kind = facts[i].kind;
        if (!facts[i].has_label) return true;
        drg_skip_blank(r);
        const uint32_t label_start = r->at;
        const drg_text label_name = drg_read_word(r, "_-");
        where->label = drg_need_label(p, label_name, drg_place_from(r, label_start));
        return where->label.n != NO_LABEL.n;
    }
    drg_error(
        p->messages, drg_place_from(r, start), "unknown-condition",
        drg_did_you_mean_name(
            p, "", name, "",
            "the conditions are lower, part-of Label, mostly Label, headline, sentence-start, antecedent, {a} != {b}"),
        "unknown condition '%.*s'", SHOW(name));
    return false;
}

/* condition = "not"? (fact | template operator template) */
static bool parse_condition(rule_parser *p, where_tree *where) {
    reader *r = &p->reader;
    drg_skip_blank(r);
    const uint32_t start = r->at;
    *where = (where_tree){.label = NO_LABEL};
    const uint32_t word = r->at;
    where->negated = text_is(drg_read_word(r, "-_"), "not");
    if (!where->negated) r->at = word;
    drg_skip_blank(r);
    const char c = drg_peek(r);
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!(is_word ? parse_fact(p, where) : parse_comparison(p, where))) return false;
    where->at = drg_place_from(r, start);
    return true;
}

/* conditions = condition (("and" | ",") condition)* */
void drg_parse_wheres(rule_parser *p) {
    const bool unsure = p->rule->unsure;
    do {
        where_tree where;
        p->rule->unsure = true; /* until it is read: nobody knows which captures it uses */
        if (!parse_condition(p, &where) || !drg_remember(p, VECTOR_PUSH(p->wheres, where))) return;
        p->rule->unsure = unsure;
    } while (drg_accept(&p->reader, ",") || drg_accept(&p->reader, "and"));
    p->rule->unsure |= !drg_at_end(&p->reader);
    drg_expect_end(p, "several conditions are joined by `and`");
}
