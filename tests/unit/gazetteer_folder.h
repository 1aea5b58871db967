/* Folders of gazetteers for tests: written below a temporary folder, read, and taken away again.
 *
 *     folders f = {0};
 *     write_table(&f, "own", "country/entries.tsv", "id\nRUS\n");
 *     read_folders(&f, "own", NULL);          f.gazetteer, f.messages, f.status
 *     clear_folders(&f); */
#ifndef GAZETTEER_FOLDER_H
#define GAZETTEER_FOLDER_H

#define _XOPEN_SOURCE 700 /* nftw: this header comes first */

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lexicon/gazetteer.h"
#include "test.h"

typedef struct {
    char root[64];
    vocabulary *vocabulary;
    drg_messages *messages;
    gazetteer *gazetteer;
    drg_status status;
} folders;

/* Makes the folders on the way to a file. */
static inline void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

static inline void write_bytes(folders *f, const char *folder, const char *file, const char *bytes, size_t length) {
    if (!*f->root) {
        strcpy(f->root, "/tmp/dragoman-test-XXXXXX");
        if (!mkdtemp(f->root)) abort();
    }
    char path[256];
    snprintf(path, sizeof path, "%s/%s/%s", f->root, folder, file);
    make_folders(path);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(bytes, 1, length, out) != length || fclose(out) != 0) abort();
}

static inline void write_table(folders *f, const char *folder, const char *file, const char *text) {
    write_bytes(f, folder, file, text, strlen(text));
}

/* Reads one folder, and a second over it unless that is NULL. */
static inline void read_folders(folders *f, const char *first, const char *second) {
    char paths[2][128];
    snprintf(paths[0], sizeof paths[0], "%s/%s", f->root, first);
    snprintf(paths[1], sizeof paths[1], "%s/%s", f->root, second ? second : "");
    const char *const both[] = {paths[0], paths[1]};
    if (drg_vocabulary_new(&f->vocabulary) != DRG_OK || drg_messages_new(&f->messages) != DRG_OK) abort();
    f->status = drg_gazetteer_read(both, second ? 2 : 1, f->vocabulary, f->messages, &f->gazetteer);
}

static inline int remove_member(const char *path, const struct stat *about, int kind, struct FTW *where) {
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static inline void clear_folders(folders *f) {
    drg_gazetteer_free(f->gazetteer);
    drg_messages_free(f->messages);
    drg_vocabulary_free(f->vocabulary);
    if (*f->root) (void)nftw(f->root, remove_member, 8, FTW_DEPTH | FTW_PHYS);
    *f = (folders){0};
}

/* The text of message i; empty if there are fewer. */
static inline drg_text message_text(const folders *f, size_t i) {
    if (i >= drg_messages_count(f->messages)) return (drg_text){"", 0};
    return drg_messages_get(f->messages, i).text;
}

#endif
