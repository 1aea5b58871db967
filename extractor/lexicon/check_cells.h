/* What tables say of their own cells, and whether it holds. */
#ifndef DRG_CHECK_CELLS_H
#define DRG_CHECK_CELLS_H

#include "lexicon/gazetteer.h"

/* Reads the tables of entries again, and warns of every cell that is not what a line `# check …` of its list declares
 * (gazetteers/README.md), and of declarations that cannot be understood. `g` was read from its sources. DRG_NO_MEMORY. */
drg_status drg_check_cells(const gazetteer *g, drg_messages *messages);
/* Whether the list declares that no rule asks for it: `# check unused`. */
bool drg_list_declares_unused(const gazetteer *g, list_id list);

#endif
