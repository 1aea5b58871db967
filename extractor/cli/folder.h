/* Folders: what is in one, in an order that does not depend on the system or a locale. */
#ifndef DRG_CLI_FOLDER_H
#define DRG_CLI_FOLDER_H

#include <stdbool.h>

struct dirent;

#define FOLDER_DEPTH 100 /* folders in folders: no corpus is laid out so; what was linked into itself is */

bool drg_is_folder(const char *path);
/* Lists all that is not hidden, by the bytes of its name; how many there are, or -1 and errno. The caller frees *entries. */
int drg_folder_list(const char *path, struct dirent ***entries);
void drg_folder_free(struct dirent **entries, int count);

#endif
