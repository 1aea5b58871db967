/* Where the knowledge lies: a folder that holds rules/ and gazetteers/. */
#ifndef DRG_CLI_KNOWLEDGE_FOLDER_H
#define DRG_CLI_KNOWLEDGE_FOLDER_H

#include "cli/options.h"

#define PLACE_BYTES 4096

typedef struct {    /* Lifetime: the run. */
    bool has_rules; /* else they are nowhere … */
    bool has_pack;  /* … and there may be a pack alone; where there is none of it either, `pack` is empty */
    char rules[PLACE_BYTES], gazetteers[PLACE_BYTES];
    char pack[PLACE_BYTES];                      /* where a pack of them lies, if there is one */
    word_vector rule_folders, gazetteer_folders; /* ours, and those that the command line names */
} knowledge_place;

/* Where the knowledge lies. Only DRG_NO_MEMORY is a failure, and told; the caller clears *p in any case. */
drg_status drg_place_find(const options *o, const char *program, knowledge_place *p);
void drg_place_clear(knowledge_place *p);
/* p->has_rules; if not, standard error says where they were looked for. */
bool drg_place_has_rules(const knowledge_place *p);
/* What there is to be read. Borrows from `p`. */
drg_sources drg_place_sources(const knowledge_place *p);

/* Finds the folder and opens what is in it, and what --rules and --gazetteers name. `program` is argv[0]. On success
 * *knowledge is the caller's. *messages is the caller's in any case; it is NULL where the folder was not found, of which
 * standard error tells. */
drg_status drg_knowledge_find(const options *o, const char *program, drg_knowledge **knowledge,
                              drg_messages **messages);

/* The same for commands that are about documents: prints what is wrong; false if that was an error. */
bool drg_knowledge_load(const options *o, const char *program, drg_knowledge **knowledge);
/* The same of a folder that holds rules/, or of a pack, whatever that was made from. */
bool drg_knowledge_load_at(const char *path, drg_knowledge **knowledge);

#endif
