/* Plurals of English nouns, by the rules of spelling alone.
 *
 *     agreement -> agreements    treaty -> treaties    mass -> masses    memorandum of intent -> memorandums of …
 *
 * Words with a plural of their own (men, memoranda) are names of their own in the tables. */
#ifndef DRG_PLURAL_H
#define DRG_PLURAL_H

#include "lexicon/fold.h"

#define PLURAL_LANGUAGE "en"

/* The plural of a name of one word or more. Empties `out` first; it stays empty if the name has no regular plural (its
 * noun does not end in a letter). DRG_NO_MEMORY. */
drg_status drg_plural(drg_text name, buffer *out);

#endif
