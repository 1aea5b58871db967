/* Text rules: PCRE2 expressions that are tried where a token starts.
 *
 * A table of first bytes says which expressions can match there at all; a byte that every match has saves the rest. An
 * expression sees its block alone, and its match has to end where a token ends. Limits of steps, depth and memory are
 * set, so that no expression can hang: one that meets them does not match. */
#ifndef DRG_TEXT_RULE_H
#define DRG_TEXT_RULE_H

#include "rules/program.h"

/* Compiles `expression` into *out (all but `rule`); its named groups go to set->text_slots. DRG_BAD_KNOWLEDGE: told. */
drg_status drg_text_rule_compile(drg_text expression, place at, drg_messages *messages, ruleset *set, text_rule *out);

typedef struct text_matcher text_matcher; /* Scratch: one a thread. */
drg_status drg_text_matcher_new(text_matcher **out);
void drg_text_matcher_free(text_matcher *m);

typedef struct {
    uint32_t start_byte, end_byte;             /* the match */
    uint32_t span_start_byte, span_end_byte;   /* (?<span>…), else the match */
} text_match;

/* Does the rule match at byte `start` of `text`, looking no further than `block_end`? */
bool drg_text_rule_match(const text_rule *rule, text_matcher *m, drg_text text, uint32_t start, uint32_t block_end,
                         text_match *out);
/* Group `group` of the last match; {NULL, 0} if it took no part. */
drg_text drg_text_matcher_group(const text_matcher *m, drg_text text, uint32_t group);

static inline bool text_rule_can_begin(const text_rule *rule, unsigned char byte) {
    return rule->first_bytes[byte >> 3] >> (byte & 7) & 1;
}

#endif
