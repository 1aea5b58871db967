/* Text rules. See text_rule.h; the calls are those of pcre2api(3). */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/text_rule.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

struct text_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
};

/* Compiling ---------------------------------------------------------------------------------------------------------- */

static void set_first_bytes(const pcre2_code *code, text_rule *out) {
    uint32_t type = 0, unit = 0;
    const uint8_t *bitmap = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
    if (type == 1) { /* [Dd] is one unit without case, which PCRE2 does not tell: a letter's other case may begin, too */
        pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
        const bool letter = (unit | 0x20) >= 'a' && (unit | 0x20) <= 'z';
        const uint32_t other = letter ? unit ^ 0x20 : unit;
        out->first_bytes[(unit & 0xff) >> 3] |= (uint8_t)(1u << (unit & 7));
        out->first_bytes[(other & 0xff) >> 3] |= (uint8_t)(1u << (other & 7));
    } else if (bitmap) {
        memcpy(out->first_bytes, bitmap, sizeof out->first_bytes);
    } else {
        memset(out->first_bytes, 0xff, sizeof out->first_bytes);
    }
}

static void set_needed_byte(const pcre2_code *code, text_rule *out) {
    uint32_t type = 0, unit = 0, options = 0;
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &type);
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &unit);
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
    /* Without case the byte may stand in its other case: only one that has none can be looked for. */
    const bool cased = unit >= 128 || (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z');
    out->needed_byte = type == 1 && !cased ? (int)unit : -1;
}

static drg_status set_groups(const pcre2_code *code, ruleset *set, text_rule *out) {
    uint32_t count = 0, entry_size = 0;
    const unsigned char *table = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    out->first_slot = (uint32_t)set->text_slots.count;
    for (uint32_t i = 0; i < count; i++, table += entry_size) {
        const text_slot s = {drg_text_of((const char *)table + 2), (uint32_t)(table[0] << 8 | table[1])};
        if (text_is(s.name, "span")) out->span_group = s.group;
        else if (!VECTOR_PUSH(set->text_slots, s)) return DRG_NO_MEMORY;
    }
    out->slot_count = (uint32_t)set->text_slots.count - out->first_slot;
    return DRG_OK;
}

drg_status drg_text_rule_compile(drg_text expression, place at, drg_messages *messages, ruleset *set, text_rule *out) {
    regex_error error = {0};
    const drg_status status = drg_regex_compile(expression, &out->code, &error);
    if (status == DRG_BAD_KNOWLEDGE) drg_error(messages, at, "mend the expression", "PCRE2 refuses the expression: %s", error.text);
    TRY(status);
    set_first_bytes(out->code, out);
    set_needed_byte(out->code, out);
    const drg_status groups = set_groups(out->code, set, out);
    if (groups != DRG_OK) drg_regex_free(out->code);
    return groups;
}

/* Matching ----------------------------------------------------------------------------------------------------------- */

drg_status drg_text_matcher_new(text_matcher **out) {
    text_matcher *m = calloc(1, sizeof *m);
    if (!m) return DRG_NO_MEMORY;
    m->data = pcre2_match_data_create(64, NULL);
    m->context = pcre2_match_context_create(NULL);
    if (!m->data || !m->context) {
        drg_text_matcher_free(m);
        return DRG_NO_MEMORY;
    }
    pcre2_set_match_limit(m->context, REGEX_MATCH_LIMIT);
    pcre2_set_depth_limit(m->context, REGEX_DEPTH_LIMIT);
    pcre2_set_heap_limit(m->context, REGEX_HEAP_KIB);
    *out = m;
    return DRG_OK;
}

void drg_text_matcher_free(text_matcher *m) {
    if (!m) return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    free(m);
}

bool drg_text_rule_match(const text_rule *rule, text_matcher *m, drg_text text, uint32_t start, uint32_t block_end,
                         text_match *out) {
    size_t end = block_end;
    if (end - start > REGEX_TEXT_BYTES) {
        end = start + REGEX_TEXT_BYTES;
        while (end > start && ((unsigned char)text.bytes[end] & 0xc0) == 0x80) end--;
    }
    if (rule->needed_byte >= 0 && !memchr(text.bytes + start, rule->needed_byte, end - start)) return false;
    const int found = pcre2_match(rule->code, (PCRE2_SPTR)text.bytes, end, start, PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK,
                                  m->data, m->context);
    if (found < 1) return false;
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->data);
    *out = (text_match){(uint32_t)at[0], (uint32_t)at[1], (uint32_t)at[0], (uint32_t)at[1]};
    const drg_text span = drg_text_matcher_group(m, text, rule->span_group);
    if (rule->span_group && span.bytes) {
        out->span_start_byte = (uint32_t)(span.bytes - text.bytes);
        out->span_end_byte = (uint32_t)((size_t)(span.bytes - text.bytes) + span.length);
    }
    return at[1] > at[0] && at[0] == start;
}

drg_text drg_text_matcher_group(const text_matcher *m, drg_text text, uint32_t group) {
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->data);
    if (group >= pcre2_get_ovector_count(m->data) || at[2 * group] == PCRE2_UNSET) return (drg_text){0};
    return (drg_text){text.bytes + at[2 * group], at[2 * group + 1] - at[2 * group]};
}
