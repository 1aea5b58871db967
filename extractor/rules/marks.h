/* Marks: what lists and labels say of a token, besides what its word is.
 *
 *     tokens     South   Korea   signed   it
 *     @country   first   last    -        -
 *     @sign_verb -       -       single   -
 *
 * For each kind (a list or a label that rules ask for, program.h) a token is nothing, single, first, inside or last. The
 * marks of a token are a set; equal sets have one number, 0 is the empty one. Adding a mark is a look-up in a table of
 * (set, mark) -> set, so a running token pays one probe a mark. Scratch: one a thread. */
#ifndef DRG_MARKS_H
#define DRG_MARKS_H

#include "text/memory.h"

typedef struct {
    uint32_t n;
} mark_set;

typedef struct mark_sets mark_sets;

drg_status drg_mark_sets_new(mark_sets **out);
void drg_mark_sets_free(mark_sets *m);
/* The set and `mark` (kind * MARK_POSITIONS + position); `away`: without it. */
drg_status drg_mark_set_change(mark_sets *m, mark_set from, uint32_t mark, bool away, mark_set *out);
/* The marks of a set, ascending; *count of them. Good until a set is added. */
const uint32_t *drg_mark_set_marks(const mark_sets *m, mark_set set, uint32_t *count);
bool drg_mark_set_has(const mark_sets *m, mark_set set, uint32_t mark);
uint32_t drg_mark_sets_count(const mark_sets *m);

#endif
