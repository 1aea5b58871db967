/* What the files of tracing share: trace.c, mismatch.c. */
#ifndef DRG_TRACING_H
#define DRG_TRACING_H

#include "rules/matcher.h"
#include "rules/trace.h"

/* From here on the matcher's functions see what the rules of this stage read. */
drg_status drg_tracer_turn_to(tracer *t, uint32_t stage);
/* The matcher whose document is traced. */
matcher *drg_tracer_matcher(const tracer *t);

#endif
