/* Folders of gazetteers: which files there are, and which way each is read.
 *
 *     FOLDER/country/entries*.tsv      our tables: entries first,
 *            country/names.en*.tsv     then names, in the order of the files' names
 *            president.txt             a list of its own: one name a line
 *            minister.csv
 *            patterns.jsonl            spaCy's EntityRuler */
#ifndef DRG_GAZETTEER_READ_H
#define DRG_GAZETTEER_READ_H

#include "lexicon/draft.h"

/* Adds a folder to the draft, over what stands there. DRG_OK whatever is wrong with the files (messages say it), but
 * for DRG_NO_MEMORY and DRG_TOO_LARGE. */
drg_status drg_read_gazetteer_folder(draft *d, const char *folder);
/* Does it look at a member of that name? Depth 0: of FOLDER; 1: of a list's folder. */
bool drg_gazetteer_looks_at(const char *name, uint32_t depth, bool is_folder);

#endif
