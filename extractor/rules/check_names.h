/* Names that cannot do what they are there for. */
#ifndef DRG_CHECK_NAMES_H
#define DRG_CHECK_NAMES_H

#include "lexicon/gazetteer.h"
#include "rules/labels.h"

/* Looks every name up in a text of its own, and warns of those that no text can match, that stand for two entries of one list
 * alike, that say nothing new of their entry, or that share their stems with another entry's. `v`: the strings of `g`.
 * DRG_NO_MEMORY, DRG_TOO_LARGE. */
drg_status drg_check_names(const label_table *labels, const gazetteer *g, const vocabulary *v, drg_messages *messages);

#endif
