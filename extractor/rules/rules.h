/* Rules: what the steps of extract.c call. Order: begin, then for each stage make and choose (and resolve/, between). */
#ifndef DRG_RULES_H
#define DRG_RULES_H

#include "rules/program.h"
#include "rules/readings.h"

typedef struct matcher matcher;

/* `set` must outlive it. */
drg_status drg_matcher_new(const ruleset *set, matcher **out);
void drg_matcher_free(matcher *m);
/* A new document: its text, its tokens with their words looked up, and where readings and texts go. */
drg_status drg_matcher_begin(matcher *m, drg_text text, const token_vector *tokens, const words *w, readings *r,
                             arena *a);
/* Makes the readings of a stage: the gazetteers' names in the first, and its rules. */
drg_status drg_make_readings(matcher *m, uint32_t stage);
/* Weighs and chooses, learns, and once more; then settles what was chosen: readings.chosen. */
drg_status drg_choose(matcher *m, uint32_t stage);
/* From the next document on: whether all evidence that holds is kept, or only what gives attributes. */
void drg_matcher_keep_evidence(matcher *m, bool keep);
/* The evidence that held for reading `id` and was kept, in file order: the first `room` rules of it into `rules`; returns how many. */
uint32_t drg_reading_evidence(const matcher *m, uint32_t id, uint32_t *rules, uint32_t room);

#endif
