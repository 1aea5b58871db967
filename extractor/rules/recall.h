/* Recall: captures that were found before.
 *
 *     [full: given:@given_name surname:Name+]     Olga Lindqvist … Pavel Moravec     of one build: the same captures
 *
 * Which tokens the parts of a pattern take depends on what its own elements say of the tokens and on the boundaries between
 * them, and on nothing else: that is the build of a match, and most matches of a pattern are of a few builds. So the search
 * of captures.h is done once for each build and then remembered, in a table that does not grow for ever: where two builds meet
 * in a slot, the later one stays. Builds are told apart by 64 bits. Scratch: one a thread and language. */
#ifndef DRG_RECALL_H
#define DRG_RECALL_H

#include "rules/captures.h"

typedef struct recall recall;

/* `names` patterns at most will ask: their names are less than it. */
drg_status drg_recall_new(uint32_t names, recall **out);
void drg_recall_free(recall *r);

/* Does what drg_captures_find does. `name` tells the pattern from those of all other programs that ask this recall. */
drg_status drg_recall_captures(recall *r, capture_scratch *c, automaton *a, const program *run, const tape *t,
                               uint32_t p, uint32_t name, uint32_t from, uint32_t to, captured_vector *out,
                               bool *matched);

#endif
