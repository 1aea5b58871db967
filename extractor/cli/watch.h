/* Watching: which of some files and folders was changed, looked at now and then (no system tells all of them the same way).
 *
 *     drg_watch_look(&before, paths, count);   …   drg_watch_look(&now, paths, count);
 *     const char *changed = drg_watch_difference(&before, &now);                        NULL: nothing was */
#ifndef DRG_CLI_WATCH_H
#define DRG_CLI_WATCH_H

#include <sys/types.h>
#include <time.h>

#include "text/memory.h"

typedef struct {
    const char *path;
    struct timespec changed_at;
    off_t size;
    ino_t number; /* an editor may write a file anew beside the old one */
} watched_file;

typedef struct { /* Lifetime: until it is cleared. Begins as {0}. */
    VECTOR(watched_file) files;
    arena paths;
} watch_list;

/* Lists the files, and all that is in the folders, as they are now; what was in the list is forgotten. DRG_NO_MEMORY. */
drg_status drg_watch_look(watch_list *w, const char *const *paths, size_t count);
/* A path that came, went or was changed between the two looks; NULL if none was. Borrowed from the lists. */
const char *drg_watch_difference(const watch_list *before, const watch_list *now);
void drg_watch_clear(watch_list *w);

#endif
