/* Watching. See watch.h. Folders are walked by name, so that two looks list the same files in the same order. */
#include "cli/watch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/folder.h"

#define WATCHED_MOST 100000 /* files: a look has to be over in a moment */
#define LINKS_DEPTH 8       /* folders in folders: deeper links are not followed, for they may lead back */

static drg_status look(watch_list *w, const char *path, unsigned depth);

/* FOLDER/NAME, in the list's arena; NULL if there is no memory. */
static char *path_in(watch_list *w, const char *folder, const char *name) {
    const size_t room = strlen(folder) + strlen(name) + 2;
    char *path = drg_arena_take_text(&w->paths, room);
    if (path) snprintf(path, room, "%s/%s", folder, name);
    return path;
}

static bool leads_too_far(const char *path, unsigned depth) {
    struct stat about;
    return depth > FOLDER_DEPTH || (depth > LINKS_DEPTH && lstat(path, &about) == 0 && S_ISLNK(about.st_mode));
}

static drg_status look_into(watch_list *w, const char *folder, unsigned depth) {
    struct dirent **entries;
    if (leads_too_far(folder, depth)) return DRG_OK;
    const int count = drg_folder_list(folder, &entries);
    drg_status status = DRG_OK;
    for (int i = 0; i < count; i++) {
        const char *path = status == DRG_OK ? path_in(w, folder, entries[i]->d_name) : NULL;
        if (status == DRG_OK) status = path ? look(w, path, depth + 1) : DRG_NO_MEMORY;
    }
    drg_folder_free(entries, count);
    return status;
}

/* A file that is not there is listed, too: it may come. */
static drg_status look(watch_list *w, const char *path, unsigned depth) {
    struct stat about;
    watched_file file = {.path = path};
    if (w->files.count >= WATCHED_MOST) return DRG_OK;
    if (stat(path, &about) == 0) {
        if (S_ISDIR(about.st_mode)) return look_into(w, path, depth);
        file = (watched_file){path, about.st_mtim, about.st_size, about.st_ino};
    }
    return VECTOR_PUSH(w->files, file) ? DRG_OK : DRG_NO_MEMORY;
}

drg_status drg_watch_look(watch_list *w, const char *const *paths, size_t count) {
    w->files.count = 0;
    drg_arena_reset(&w->paths);
    for (size_t i = 0; i < count; i++) TRY(look(w, paths[i], 0));
    return DRG_OK;
}

static bool is_same(const watched_file *a, const watched_file *b) {
    return !strcmp(a->path, b->path) && a->size == b->size && a->number == b->number &&
           a->changed_at.tv_sec == b->changed_at.tv_sec && a->changed_at.tv_nsec == b->changed_at.tv_nsec;
}

const char *drg_watch_difference(const watch_list *before, const watch_list *now) {
    size_t i = 0;
    while (i < before->files.count && i < now->files.count && is_same(&before->files.items[i], &now->files.items[i]))
        i++;
    const char *old = i < before->files.count ? before->files.items[i].path : NULL;
    const char *new = i < now->files.count ? now->files.items[i].path : NULL;
    if (!old || !new) return old ? old : new;
    return strcmp(old, new) < 0 ? old : new; /* one that went comes before the next one by name */
}

void drg_watch_clear(watch_list *w) {
    VECTOR_CLEAR(w->files);
    drg_arena_clear(&w->paths);
}
