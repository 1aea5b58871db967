/* Expressions of PCRE2 under the project's bounds. See regex.h.
 *
 * An expression comes from a user, and so may be hostile: its steps, its depth and its heap are bounded, in the
 * interpreter and in machine code alike. One that meets a bound has not matched. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "lexicon/regex.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"

struct regex_scratch { /* Lifetime: scratch. */
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    drg_status failure;
};

/* (*UTF), (*LIMIT_MATCH=9), (*CRLF) … before an expression change how all of it is read and bounded. */
static bool has_settings(drg_text expression) {
    return expression.length > 2 && expression.bytes[0] == '(' && expression.bytes[1] == '*' &&
           expression.bytes[2] >= 'A' && expression.bytes[2] <= 'Z';
}

static drg_status refuse(regex_error *error, size_t offset, const char *why) {
    snprintf(error->text, sizeof error->text, "%s", why);
    error->offset = offset;
    return DRG_BAD_KNOWLEDGE;
}

static drg_status compile(drg_text expression, regex_anchor anchor, pcre2_code **code, regex_error *error) {
    static const uint32_t anchors[] = {
        [REGEX_ANYWHERE] = 0, [REGEX_HERE] = PCRE2_ANCHORED, [REGEX_WHOLE] = PCRE2_ANCHORED | PCRE2_ENDANCHORED};
    *code = NULL;
    if (has_settings(expression))
        return refuse(error, 0, "settings in (*CAPITALS) before an expression are not allowed");
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | anchors[anchor];
    int number = 0;
    size_t offset = 0;
    *code = pcre2_compile((PCRE2_SPTR)expression.bytes, expression.length, options, &number, &offset, NULL);
    if (*code) return DRG_OK;
    if (number == PCRE2_ERROR_NOMEMORY || number == PCRE2_ERROR_HEAP_FAILED) return DRG_NO_MEMORY;
    PCRE2_UCHAR why[sizeof error->text] = "";
    pcre2_get_error_message(number, why, sizeof why);
    return refuse(error, offset, (const char *)why);
}

drg_status drg_regex_compile(drg_text expression, void **code, regex_error *error) {
    pcre2_code *made;
    const drg_status status = compile(expression, REGEX_ANYWHERE, &made, error);
    *code = made;
    return status;
}

void drg_regex_free(void *code) {
    pcre2_code_free(code);
}

void drg_regex_clear(regex *r) {
    pcre2_code_free(atomic_load(&r->interpreted));
    pcre2_code_free(atomic_load(&r->machine));
    *r = (regex){.expression = r->expression, .anchor = r->anchor};
}

static void set_bytes(uint8_t bits[32], unsigned from, unsigned to) {
    for (unsigned b = from; b <= to; b++) bits[b / 8] = (uint8_t)(bits[b / 8] | 1u << b % 8);
}

/* PCRE2 tells one byte without saying whether its other case will do, too. */
void drg_regex_set_letter(uint8_t bits[32], uint32_t byte) {
    set_bytes(bits, byte, byte);
    const uint32_t small = byte | 0x20;
    if (byte >= 128 || (small >= 'a' && small <= 'z')) set_bytes(bits, 128, 255);
    if (small >= 'a' && small <= 'z') {
        set_bytes(bits, small, small);
        set_bytes(bits, small - 32, small - 32);
    }
}

bool drg_regex_may_be_empty(const void *code) {
    uint32_t empty = 0;
    pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
    return empty;
}

/* PCRE2 tells no first bytes of what begins with a class of Unicode, such as \d. So each of ASCII is tried as a text
 * whose rest is still to come: where that fails, no rest can help. Not if what stands before the text may matter. */
static void try_first_bytes(const void *code, uint8_t bits[32]) {
    uint32_t lookbehind = 0;
    pcre2_pattern_info(code, PCRE2_INFO_MAXLOOKBEHIND, &lookbehind);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    const uint32_t options = PCRE2_ANCHORED | PCRE2_PARTIAL_HARD | PCRE2_NO_UTF_CHECK;
    for (unsigned b = 0; b < 128; b++) {
        const PCRE2_UCHAR first = (PCRE2_UCHAR)b;
        const bool tell = data && !lookbehind;
        if (!tell || pcre2_match(code, &first, 1, 0, options, data, NULL) != PCRE2_ERROR_NOMATCH) set_bytes(bits, b, b);
    }
    set_bytes(bits, 128, 255);
    pcre2_match_data_free(data);
}

void drg_regex_first_bytes(const void *code, uint8_t bits[32]) {
    memset(bits, 0, 32);
    uint32_t kind = 0, byte = 0;
    const uint8_t *map = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &kind);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &byte);
    pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, &map);
    if (drg_regex_may_be_empty(code)) set_bytes(bits, 0, 255);
    else if (kind == 1) drg_regex_set_letter(bits, byte);
    else if (kind == 0 && map) memcpy(bits, map, 32);
    else try_first_bytes(code, bits);
}

int drg_regex_needed_byte(const void *code) {
    uint32_t kind = 0, byte = 0;
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &kind);
    pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &byte);
    const uint32_t small = byte | 0x20;
    const bool cased = byte >= 128 || (small >= 'a' && small <= 'z');
    return kind == 1 && !cased ? (int)byte : -1;
}

bool drg_regex_group(const void *code, uint32_t i, regex_group *out) {
    uint32_t count = 0, entry_bytes = 0;
    const unsigned char *names = NULL;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_bytes);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &names);
    if (i >= count) return false;
    const unsigned char *entry = names + (size_t)i * entry_bytes; /* two bytes of number, the name, NUL */
    *out = (regex_group){drg_text_of((const char *)entry + 2), (uint32_t)(entry[0] << 8 | entry[1])};
    return true;
}

size_t drg_regex_least_length(const void *code) {
    uint32_t characters = 0;
    pcre2_pattern_info(code, PCRE2_INFO_MINLENGTH, &characters);
    return characters;
}

/* Called by machine code that is about to run: the first makes the stack. NULL (there is no memory): it has 32 KB. */
static pcre2_jit_stack *stack_of(void *scratch) {
    regex_scratch *s = scratch;
    if (!s->stack) s->stack = pcre2_jit_stack_create(32 << 10, (size_t)REGEX_HEAP_KIB << 10, NULL);
    return s->stack;
}

drg_status drg_regex_scratch_new(uint32_t groups_most, regex_scratch **out) {
    regex_scratch *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) return DRG_NO_MEMORY;
    s->data = pcre2_match_data_create(groups_most ? groups_most : 1, NULL);
    s->context = pcre2_match_context_create(NULL);
    if (!s->data || !s->context) {
        drg_regex_scratch_free(s);
        *out = NULL;
        return DRG_NO_MEMORY;
    }
    pcre2_set_match_limit(s->context, REGEX_MATCH_LIMIT);
    pcre2_set_depth_limit(s->context, REGEX_DEPTH_LIMIT);
    pcre2_set_heap_limit(s->context, REGEX_HEAP_KIB);
    pcre2_jit_stack_assign(s->context, stack_of, s);
    return DRG_OK;
}

void drg_regex_scratch_free(regex_scratch *s) {
    if (!s) return;
    pcre2_match_data_free(s->data);
    pcre2_match_context_free(s->context);
    pcre2_jit_stack_free(s->stack);
    free(s);
}

/* Matching --------------------------------------------------------------------------------------------------------- */

#define TRIES_INTERPRETED 100 /* then machine code is worth its making */

/* Publishes code that was made; if another thread was quicker, that one's is taken. */
static const pcre2_code *publish(_Atomic(void *) *code, pcre2_code *made) {
    void *before = NULL;
    if (atomic_compare_exchange_strong(code, &before, made)) return made;
    pcre2_code_free(made);
    return before;
}

static const pcre2_code *interpreted_code(regex *r, regex_scratch *s) {
    const pcre2_code *code = atomic_load_explicit(&r->interpreted, memory_order_acquire);
    if (code) return code;
    pcre2_code *made;
    regex_error error;
    const drg_status status = compile(r->expression, r->anchor, &made, &error);
    if (status != DRG_OK) s->failure = status;
    return made ? publish(&r->interpreted, made) : NULL;
}

/* NULL where PCRE2 has no JIT for this machine, or no memory for it: then all goes on as it was. */
static const pcre2_code *make_machine_code(regex *r, regex_scratch *s) {
    const pcre2_code *code = interpreted_code(r, s);
    pcre2_code *made = code ? pcre2_code_copy(code) : NULL;
    if (made && pcre2_jit_compile(made, PCRE2_JIT_COMPLETE) == 0) return publish(&r->machine, made);
    pcre2_code_free(made);
    return NULL;
}

/* NULL: it has not been made. */
static inline const pcre2_code *machine_code(regex *r, regex_scratch *s) {
    const pcre2_code *code = atomic_load_explicit(&r->machine, memory_order_acquire);
    if (code) return code;
    const uint32_t tries = atomic_fetch_add_explicit(&r->tries, 1, memory_order_relaxed);
    return tries == TRIES_INTERPRETED ? make_machine_code(r, s) : NULL;
}

/* Machine code is called straight: pcre2_match would settle anew each time what was settled when it was made. */
static int run_machine(const pcre2_code *code, drg_text text, size_t start_byte, regex_scratch *s) {
    return pcre2_jit_match(code, (PCRE2_SPTR)text.bytes, text.length, start_byte, 0, s->data, s->context);
}

static int interpret(regex *r, drg_text text, size_t start_byte, regex_scratch *s) {
    const pcre2_code *code = interpreted_code(r, s);
    if (!code) return PCRE2_ERROR_NOMATCH;
    return pcre2_match(code, (PCRE2_SPTR)text.bytes, text.length, start_byte, PCRE2_NO_UTF_CHECK, s->data, s->context);
}

static bool met_a_bound(int result) {
    return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT || result == PCRE2_ERROR_HEAPLIMIT ||
           result == PCRE2_ERROR_JIT_STACKLIMIT;
}

/* The two engines count their steps differently. So that what an expression matches does not hang on how often it was
 * tried, one that meets a bound asks the other: it matches if either says so. */
static int match(regex *r, drg_text text, size_t start_byte, regex_scratch *s) {
    const pcre2_code *code = machine_code(r, s);
    const int result = code ? run_machine(code, text, start_byte, s) : interpret(r, text, start_byte, s);
    if (!met_a_bound(result)) return result;
    if (code) return interpret(r, text, start_byte, s);
    code = make_machine_code(r, s);
    return code ? run_machine(code, text, start_byte, s) : result;
}

int drg_regex_match(regex *r, drg_text text, size_t start_byte, regex_scratch *s, const size_t **groups) {
    if (!text.bytes) text.bytes = "";
    const int count = match(r, text, start_byte, s);
    *groups = pcre2_get_ovector_pointer(s->data);
    if (count == PCRE2_ERROR_NOMEMORY) s->failure = DRG_NO_MEMORY;
    if (count == 0) return (int)pcre2_get_ovector_count(s->data); /* more groups are set than were asked for */
    return count > 0 ? count : 0;
}

drg_status drg_regex_failure(regex_scratch *s) {
    const drg_status failure = s->failure;
    s->failure = DRG_OK;
    return failure;
}

bool drg_regex_reaches(regex *r, drg_text text, size_t start_byte, regex_scratch *s) {
    const uint32_t options = PCRE2_PARTIAL_HARD | PCRE2_NO_UTF_CHECK;
    const pcre2_code *code = interpreted_code(r, s);
    if (!code || !text.bytes) return false;
    const int count = pcre2_match(code, (PCRE2_SPTR)text.bytes, text.length, start_byte, options, s->data, s->context);
    return count == PCRE2_ERROR_PARTIAL || (count >= 0 && pcre2_get_ovector_pointer(s->data)[1] == text.length);
}
