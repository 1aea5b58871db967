/* What nothing uses. */
#ifndef DRG_CHECK_USE_H
#define DRG_CHECK_USE_H

#include "rules/tree.h"

/* Warns of lists that no rule asks for and that read as no label, of definitions that no pattern uses, of labels that nothing
 * makes, and of rules that show in no example what they find. DRG_NO_MEMORY. */
drg_status drg_check_use(const rule_trees *t, const gazetteer *g, drg_messages *messages);

#endif
