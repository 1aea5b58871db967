/* ~words that take more words than they seem to. */
#ifndef DRG_CHECK_STEMS_H
#define DRG_CHECK_STEMS_H

#include "rules/tree.h"

/* Warns of each `~word` that takes another word, too, which the same file or a list that it asks for names, and which the lists
 * tell apart from the first. `v`: the strings of `g`. DRG_NO_MEMORY. */
drg_status drg_check_stems(const rule_trees *t, const gazetteer *g, const vocabulary *v, drg_messages *messages);

#endif
