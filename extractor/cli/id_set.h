/* The ids of a run's documents: has this one come before?
 *
 * A hash table with open addressing over copies of the ids; it grows with the number of documents, not with their text. */
#ifndef DRG_CLI_ID_SET_H
#define DRG_CLI_ID_SET_H

#include "text/memory.h"

typedef struct {       /* Lifetime: the run. */
    drg_text *slots;   /* bytes NULL: free */
    size_t slot_count; /* a power of two */
    size_t count;
    arena texts;
} id_set;

typedef enum { ID_NEW, ID_KNOWN, ID_NO_MEMORY } id_answer;

/* Adds a copy of `id`, unless it is there. */
id_answer drg_id_set_add(id_set *s, drg_text id);
void drg_id_set_clear(id_set *s);

#endif
