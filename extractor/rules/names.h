/* Names: what the gazetteers' names and entries are to the rules.
 *
 *     list @country, label Country     Russia           reading  Country, form name
 *     rules ask @country               North | Korea    marks    first | last of @country (program.h) */
#ifndef DRG_RULES_NAMES_H
#define DRG_RULES_NAMES_H

#include "rules/program.h"

/* Which reading each name makes; the same for the rules of all languages. A list's label and its names' forms that
 * labels.rules does not declare become messages. */
drg_status drg_names_read(const label_table *labels, const gazetteer *g, drg_messages *messages, name_readings *out);

/* Which lists have names of one word alone: set->one_word, before rules are compiled. */
drg_status drg_names_find_one_word(ruleset *set);
/* Which mark kinds entries and labels bear, and which tests list an entry: when all rules are compiled. */
drg_status drg_names_find_kinds(ruleset *set);

#endif
