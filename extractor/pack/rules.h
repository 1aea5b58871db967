/* Rules in a pack: labels, what names are to them, and rulesets, written and read by the same lines (transfer.h).
 *
 * Writing changes nothing. What is read lies in t->arena and in the pack, is checked here but for what stands in sections, and
 * is given back as that which was compiled; on a failure (t->status), too. There are no trees: `check` and `why` open the
 * sources. */
#ifndef DRG_PACK_RULES_H
#define DRG_PACK_RULES_H

#include "pack/transfer.h"
#include "rules/program.h"

void drg_transfer_labels(transfer *t, label_table *labels);
/* `labels`, which must stay where it is: of which they are readings. */
void drg_transfer_name_readings(transfer *t, const label_table *labels, name_readings *names);
/* `labels`, `names`, `g` and `v`: what it was compiled over, and is to borrow. */
void drg_transfer_ruleset(transfer *t, const label_table *labels, const name_readings *names, const gazetteer *g,
                          const vocabulary *v, ruleset *set);

#endif
