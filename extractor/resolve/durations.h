/* Durations: P3Y, PT2H30M, PXD, P2Y6M. See dates.h for what `quant` and `unit` say. */
#ifndef DRG_DURATIONS_H
#define DRG_DURATIONS_H

#include "text/memory.h"

/* The value of a duration of `quants` units (both may be lists, "2,6" and "Y,M"); an empty or unreadable number is X.
 * Made in `a`; empty if a unit is unknown. DRG_NO_MEMORY. */
drg_status drg_duration_value(drg_text quants, drg_text units, arena *a, drg_text *value);

#endif
