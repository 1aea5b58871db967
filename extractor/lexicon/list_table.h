/* A list's tables: what their columns mean, and what they add to the draft.
 *
 *     entries.tsv     # label Country                      names.en.tsv    id   name     form     inflect
 *                     id   alpha2  numeric                                 RUS  Russia   name
 *                     RUS  RU      643                                     RUS  Russian  demonym  plural
 *
 * Entries that have a column `name` are names of their own; so are the lines of LIST.txt and LIST.csv. Comments take
 * away: `# remove ID` among entries, `# remove ID<tab>NAME` among names. Every problem becomes a message, and costs
 * its row. */
#ifndef DRG_LIST_TABLE_H
#define DRG_LIST_TABLE_H

#include "lexicon/draft.h"
#include "lexicon/rows.h"

typedef struct {
    const source *source;
    drg_text list;     /* "country" */
    drg_text file;     /* "country/names.en.tsv": relative to the gazetteers folder */
    drg_text language; /* "en"; empty: none */
} list_file;

/* All return DRG_OK whatever is wrong with the file, but for DRG_NO_MEMORY and DRG_TOO_LARGE. */
drg_status drg_read_entries(draft *d, const list_file *f);
drg_status drg_read_names(draft *d, const list_file *f);
/* LIST.csv (with a header line that has a column `name`, or none: then its first column is the name); LIST.txt. */
drg_status drg_read_csv(draft *d, const list_file *f);
drg_status drg_read_lines(draft *d, const list_file *f);

#endif
