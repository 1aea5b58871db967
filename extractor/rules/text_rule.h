/* Text rules: PCRE2 expressions that are tried where a token starts.
 *
 * A table of first bytes says which expressions can match there at all; a byte that every match has saves the rest. An
 * expression sees its block alone, and its match has to end where a token ends. Limits of steps, depth and memory are
 * set, so that no expression can hang: one that meets them does not match. */
#ifndef DRG_TEXT_RULE_H
#define DRG_TEXT_RULE_H

#include "lexicon/regex.h"
#include "rules/program.h"

/* Makes *out of `expression`, which it borrows (all but `rule`); its named groups go to set->text_slots. The parser has
 * found the expression right. */
drg_status drg_text_rule_compile(drg_text expression, ruleset *set, text_rule *out);

typedef struct {
    uint32_t end_byte;                       /* of the match */
    uint32_t span_start_byte, span_end_byte; /* (?<span>…), else the match */
    const size_t *groups;                    /* until the scratch is used again */
    uint32_t group_count;
} text_match;

/* Does the rule match at byte `start` of `text`, looking no further than `block_end`? It may fail: drg_regex_failure. */
bool drg_text_rule_match(text_rule *rule, regex_scratch *scratch, drg_text text, uint32_t start, uint32_t block_end,
                         text_match *out);
/* Does what the rule matches at `start` reach `end`, be it as the beginning of a match? For explanations. */
bool drg_text_rule_reaches(text_rule *rule, regex_scratch *scratch, drg_text text, uint32_t start, uint32_t end);
/* What a group took; {NULL, 0} if it took no part. */
drg_text drg_text_match_group(const text_match *m, drg_text text, uint32_t group);

#define TEXT_RULE_GROUPS 64u /* that a template can name: more than anyone can read */

static inline bool text_rule_can_begin(const text_rule *rule, unsigned char byte) {
    return rule->first_bytes[byte >> 3] >> (byte & 7) & 1;
}

#endif
