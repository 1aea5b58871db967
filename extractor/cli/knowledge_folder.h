/* Where the knowledge lies: a folder that holds rules/ and gazetteers/. */
#ifndef DRG_CLI_KNOWLEDGE_FOLDER_H
#define DRG_CLI_KNOWLEDGE_FOLDER_H

#include "cli/options.h"

/* Finds the folder and opens what is in it, and what --rules and --gazetteers name. `program` is argv[0]. On success
 * *knowledge is the caller's. *messages is the caller's in any case; it is NULL where the folder was not found, of which
 * standard error tells. */
drg_status drg_knowledge_find(const options *o, const char *program, drg_knowledge **knowledge,
                              drg_messages **messages);

/* The same for commands that are about documents: prints what is wrong; false if that was an error. */
bool drg_knowledge_load(const options *o, const char *program, drg_knowledge **knowledge);

#endif
