/* Warnings of the second order: what the rule language allows, and what is most likely not meant. */
#ifndef DRG_WARNINGS_H
#define DRG_WARNINGS_H

#include "knowledge.h"

/* Looks over all of `k`, which was opened from its sources. For `check` alone: it takes longer than opening. DRG_NO_MEMORY. */
drg_status drg_knowledge_warn(const drg_knowledge *k, drg_messages *messages);

#endif
