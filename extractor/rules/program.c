/* Programs: giving them back. See program.h; compile.c makes them. */
#include "rules/program.h"

void drg_program_clear(program *p) {
    VECTOR_CLEAR(p->code);
    VECTOR_CLEAR(p->origins);
    VECTOR_CLEAR(p->patterns);
    VECTOR_CLEAR(p->slots);
    VECTOR_CLEAR(p->elements);
    VECTOR_CLEAR(p->questions);
    VECTOR_CLEAR(p->decisions);
    VECTOR_CLEAR(p->test_groups);
    VECTOR_CLEAR(p->by_default);
    VECTOR_CLEAR(p->by_test);
    VECTOR_CLEAR(p->by_mark);
    VECTOR_CLEAR(p->test_first);
}

static void stage_clear(stage_program *s) {
    drg_program_clear(&s->rules);
    drg_program_clear(&s->before);
    drg_program_clear(&s->is);
    drg_program_clear(&s->after);
    for (size_t i = 0; i < s->skips.count; i++) drg_program_clear(&s->skips.items[i]);
    VECTOR_CLEAR(s->skips);
    for (size_t i = 0; i < s->texts.count; i++) drg_regex_clear(&s->texts.items[i].whole);
    VECTOR_CLEAR(s->texts);
    VECTOR_CLEAR(s->fact_evidence);
}

void drg_ruleset_clear(ruleset *r) {
    for (size_t i = 0; i < r->stages.count; i++) stage_clear(&r->stages.items[i]);
    VECTOR_CLEAR(r->stages);
    VECTOR_CLEAR(r->facts);
    VECTOR_CLEAR(r->plans);
    drg_arena_clear(&r->plan_memory);
    VECTOR_CLEAR(r->trees);
    VECTOR_CLEAR(r->kinds);
    VECTOR_CLEAR(r->one_word);
    VECTOR_CLEAR(r->entry_kinds);
    VECTOR_CLEAR(r->kind_sets);
    VECTOR_CLEAR(r->kinds_of_sets);
    VECTOR_CLEAR(r->label_kinds);
    VECTOR_CLEAR(r->label_first_kind);
    VECTOR_CLEAR(r->slots);
    VECTOR_CLEAR(r->text_slots);
    drg_word_tests_free(r->tests);
    *r = (ruleset){0};
}
