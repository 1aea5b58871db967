/* What tables say of their own cells, and whether it holds. */
#ifndef DRG_CHECK_CELLS_H
#define DRG_CHECK_CELLS_H

#include "lexicon/gazetteer.h"

/* Reads the tables of entries again, and warns of every cell that is not what a line `# check …` of its list declares
 * (gazetteers/README.md), and of declarations that cannot be understood. `g` was read from its sources. DRG_NO_MEMORY. */
drg_status drg_check_cells(const gazetteer *g, drg_messages *messages);
/* Whether the list's first lines say `# check unused` (no rule asks for it; `id` is empty), or `# check common but … ID …` (the
 * names of this entry may be common words). */
bool drg_list_declares(const gazetteer *g, list_id list, const char *what, drg_text id);

#endif
