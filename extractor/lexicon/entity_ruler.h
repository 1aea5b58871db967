/* Patterns of spaCy's EntityRuler as lists: one JSON object a line.
 *
 *     {"label": "GPE", "pattern": "Ruritania"}
 *     {"label": "GPE", "pattern": [{"LOWER": "grand"}, {"LOWER": "fenwick"}], "id": "fenwick"}
 *
 * The list is named as the file; patterns of several labels make several lists, FILE-LABEL. A text, TEXT and ORTH want
 * exactly that case, LOWER any; other attributes of tokens are refused. `id` is the entry's, else the text itself. */
#ifndef DRG_ENTITY_RULER_H
#define DRG_ENTITY_RULER_H

#include "lexicon/list_table.h"

/* DRG_OK whatever is wrong with the file, but for DRG_NO_MEMORY and DRG_TOO_LARGE. */
drg_status drg_read_entity_ruler(draft *d, const list_file *f);

#endif
