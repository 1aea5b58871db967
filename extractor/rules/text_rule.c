/* Text rules. See text_rule.h. */
#include "rules/text_rule.h"

#include <string.h>

#include "bounds.h"

/* Compiling ---------------------------------------------------------------------------------------------------------- */

/* A group's name, where the expression says it: the code that told it does not stay. */
static drg_text name_in(drg_text expression, drg_text name) {
    for (size_t at = 0; at + name.length <= expression.length; at++)
        if (memcmp(expression.bytes + at, name.bytes, name.length) == 0)
            return (drg_text){expression.bytes + at, name.length};
    return (drg_text){"", 0};
}

static drg_status set_groups(drg_text expression, const void *code, ruleset *set, text_rule *out) {
    regex_group group;
    out->first_slot = (uint32_t)set->text_slots.count;
    for (uint32_t i = 0; drg_regex_group(code, i, &group); i++) {
        const text_slot s = {name_in(expression, group.name), group.number};
        if (text_is(s.name, "span")) out->span_group = s.group;
        else if (!VECTOR_PUSH(set->text_slots, s)) return DRG_NO_MEMORY;
    }
    out->slot_count = (uint32_t)set->text_slots.count - out->first_slot;
    return DRG_OK;
}

drg_status drg_text_rule_compile(drg_text expression, ruleset *set, text_rule *out) {
    regex_error error; /* the parser has tried it, and told what is wrong with it */
    void *code;
    TRY(drg_regex_compile(expression, &code, &error));
    out->whole = (regex){.expression = expression, .anchor = REGEX_HERE};
    drg_regex_first_bytes(code, out->first_bytes);
    out->needed_byte = drg_regex_needed_byte(code);
    const drg_status status = set_groups(expression, code, set, out);
    drg_regex_free(code);
    return status;
}

/* Matching ----------------------------------------------------------------------------------------------------------- */

/* How far an expression may look: to the block's end, and not further than a bound. */
static size_t sight_end(drg_text text, size_t start, size_t block_end) {
    size_t end = block_end;
    if (end - start <= REGEX_TEXT_BYTES) return end;
    end = start + REGEX_TEXT_BYTES;
    while (end > start && ((unsigned char)text.bytes[end] & 0xc0) == 0x80) end--;
    return end;
}

bool drg_text_rule_match(text_rule *rule, regex_scratch *scratch, drg_text text, uint32_t start, uint32_t block_end,
                         text_match *out) {
    const drg_text seen = {text.bytes, sight_end(text, start, block_end)};
    if (rule->needed_byte >= 0 && !memchr(seen.bytes + start, rule->needed_byte, seen.length - start)) return false;
    const size_t *at;
    const int count = drg_regex_match(&rule->whole, seen, start, scratch, &at);
    if (count < 1 || at[1] <= at[0] || at[0] != start) return false;
    *out = (text_match){.end_byte = (uint32_t)at[1], .groups = at, .group_count = (uint32_t)count};
    const drg_text span = rule->span_group ? drg_text_match_group(out, text, rule->span_group) : (drg_text){0};
    out->span_start_byte = span.bytes ? (uint32_t)(span.bytes - text.bytes) : start;
    out->span_end_byte = span.bytes ? out->span_start_byte + (uint32_t)span.length : out->end_byte;
    return true;
}

drg_text drg_text_match_group(const text_match *m, drg_text text, uint32_t group) {
    if (group >= m->group_count || m->groups[2 * group] == SIZE_MAX) return (drg_text){0};
    return (drg_text){text.bytes + m->groups[2 * group], m->groups[2 * group + 1] - m->groups[2 * group]};
}

bool drg_text_rule_reaches(text_rule *rule, regex_scratch *scratch, drg_text text, uint32_t start, uint32_t end) {
    return drg_regex_reaches(&rule->whole, (drg_text){text.bytes, end}, start, scratch);
}
