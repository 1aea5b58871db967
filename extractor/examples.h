/* Examples: the + and - lines of rules and evidence, run through the whole pipeline. */
#ifndef DRG_EXAMPLES_H
#define DRG_EXAMPLES_H

#include "knowledge.h"
#include "text/message.h"

/* Runs all examples of `k`; each that fails becomes an error with what was found instead, and a rule that another reading
 * outweighs in all of its examples a warning. *count: how many ran. */
drg_status drg_examples_run(const drg_knowledge *k, drg_messages *messages, size_t *count);

#endif
