/* Knowledge for commands that are about documents: from a pack where there is one that is right, else from the sources. */
#ifndef DRG_CLI_OPEN_PACK_H
#define DRG_CLI_OPEN_PACK_H

#include "cli/options.h"

/* The pack is what --pack names, or the one that lies beside the knowledge. Where that is stale, one line on standard error
 * says why, and rules and gazetteers are read in its stead, unless --require-pack forbids it; the same where the one beside
 * the knowledge is damaged, while one that was named has to be a pack. That there is none beside the knowledge is no news.
 * False: nothing could be opened, which has been told. */
bool drg_knowledge_load_pack(const options *o, const char *program, drg_knowledge **knowledge);

#endif
