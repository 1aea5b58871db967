/* Resolution: what the annotations denote. Called after each stage for what that stage chose. */
#ifndef DRG_RESOLVE_H
#define DRG_RESOLVE_H

#include "resolve/document.h"

/* Values, referents, events and turns of the annotations (d->readings.chosen, settled) after stage `stage` has chosen.
 * A reading that wants an antecedent and finds none gets READING_DROPPED and leaves `chosen`. DRG_NO_MEMORY. */
drg_status drg_resolve(drg_document *d, uint32_t stage, uint32_t stage_count);
/* Empties what resolve/ filled, for the next document; clear frees it. */
void drg_resolve_reset(drg_document *d);
void drg_resolve_clear(drg_document *d);
/* Is `date` a day that exists, YYYY-MM-DD in the years 1 to 9999, maybe with its time, THH:MM or THH:MM:SS? (A
 * reference date; `at` of an example.) */
bool drg_date_is_valid(drg_text date);

#endif
