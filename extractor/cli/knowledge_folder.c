/* Where the knowledge lies. See knowledge_folder.h. Looked at in this order, the first that holds rules/ is taken:
 *
 *     $DRAGOMAN_DATA                  if it is set, no other
 *     BIN, BIN/.., BIN/../..          beside the program (a copy, a checkout with build/dragoman)
 *     BIN/../share/dragoman           an installation that was moved
 *     DRG_DATA_FOLDER                 where `meson install` puts it */
#include "cli/knowledge_folder.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/messages.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif
#ifndef DRG_DATA_FOLDER
#define DRG_DATA_FOLDER "/usr/local/share/dragoman"
#endif

typedef char path_buffer[PATH_MAX];

/* FOLDER/NAME; false if that is too long. */
static bool join(path_buffer out, const char *folder, const char *name) {
    const int length = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return length >= 0 && length < PATH_MAX;
}

static bool is_folder(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The program itself ---------------------------------------------------------------------------------------------------- */

/* argv[0], if need be looked for along $PATH as the shell did. */
static bool program_from_name(const char *program, path_buffer out) {
    if (strchr(program, '/')) return snprintf(out, PATH_MAX, "%s", program) < PATH_MAX;
    const char *at = getenv("PATH");
    while (at && *at) {
        const size_t length = strcspn(at, ":");
        if (snprintf(out, PATH_MAX, "%.*s/%s", (int)length, at, program) < PATH_MAX && access(out, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}

/* The folder in which the program lies. */
static bool program_folder(const char *program, path_buffer out) {
    const ssize_t length = readlink("/proc/self/exe", out, PATH_MAX - 1); /* Linux */
    if (length > 0) out[length] = '\0';
    else if (!program_from_name(program, out)) return false;
    char *slash = strrchr(out, '/');
    if (!slash) return false;
    *(slash == out ? slash + 1 : slash) = '\0';
    return true;
}

/* Takes the last name off a path, if it is an absolute one; else puts /.. behind it. */
static bool parent_of(path_buffer path) {
    char *slash = strrchr(path, '/');
    if (path[0] == '/' && slash) {
        *(slash == path ? slash + 1 : slash) = '\0';
        return true;
    }
    path_buffer parent;
    if (!join(parent, path, "..")) return false;
    memcpy(path, parent, PATH_MAX);
    return true;
}

/* Looking ------------------------------------------------------------------------------------------------------------------ */

/* Whether `folder` holds the rules; if so, it is put into `out`, told from the current folder if it lies in that: paths in
 * messages are short then. */
static bool holds_knowledge(const char *folder, path_buffer out) {
    path_buffer rules, current;
    if (!join(rules, folder, "rules") || !is_folder(rules)) return false;
    const size_t length = getcwd(current, sizeof current) ? strlen(current) : 0;
    const bool inside = length > 1 && strncmp(folder, current, length) == 0;
    const char *shown = folder;
    if (inside && folder[length] == '/' && folder[length + 1]) shown = folder + length + 1;
    else if (inside && !folder[length]) shown = ".";
    return snprintf(out, PATH_MAX, "%s", shown) < PATH_MAX;
}

static bool look_beside_program(const char *program, path_buffer out) {
    path_buffer at, shared;
    if (!program_folder(program, at)) return false;
    if (holds_knowledge(at, out)) return true;
    for (int i = 0; i < 2 && parent_of(at); i++) {
        if (holds_knowledge(at, out)) return true;
        if (i == 0 && join(shared, at, "share/dragoman") && holds_knowledge(shared, out)) return true;
    }
    return false;
}

static bool find_folder(const char *program, path_buffer out) {
    const char *named = getenv("DRAGOMAN_DATA");
    if (named && *named) {
        if (holds_knowledge(named, out)) return true;
        drg_tell("DRAGOMAN_DATA is '%s', but there is no folder %s/rules", named, named);
        return false;
    }
    if (look_beside_program(program, out) || holds_knowledge(DRG_DATA_FOLDER, out)) return true;
    drg_tell("the rules and gazetteers are neither beside the program, nor above it, nor in %s; "
             "set DRAGOMAN_DATA to the folder that holds rules/ and gazetteers/",
             DRG_DATA_FOLDER);
    return false;
}

/* Opening ------------------------------------------------------------------------------------------------------------------ */

/* "rules", not "./rules". */
static bool join_short(path_buffer out, const char *folder, const char *name) {
    if (strcmp(folder, ".") == 0) return snprintf(out, PATH_MAX, "%s", name) < PATH_MAX;
    return join(out, folder, name);
}

static bool all_folders(word_vector *all, const char *ours, const word_vector *named) {
    if (is_folder(ours) && !VECTOR_PUSH(*all, ours)) return false;
    for (size_t i = 0; i < named->count; i++) {
        if (!VECTOR_PUSH(*all, named->items[i])) return false;
    }
    return true;
}

drg_status drg_knowledge_find(const options *o, const char *program, drg_knowledge **knowledge,
                              drg_messages **messages) {
    path_buffer folder, our_rules, our_gazetteers;
    word_vector rules = {0}, gazetteers = {0};
    *knowledge = NULL;
    *messages = NULL;
    if (!find_folder(program, folder)) return DRG_IO;
    drg_status status = DRG_NO_MEMORY;
    if (join_short(our_rules, folder, "rules") && join_short(our_gazetteers, folder, "gazetteers") &&
        all_folders(&rules, our_rules, &o->rules) && all_folders(&gazetteers, our_gazetteers, &o->gazetteers)) {
        const drg_sources sources = {.rule_folders = rules.items,
                                     .rule_folder_count = rules.count,
                                     .gazetteer_folders = gazetteers.items,
                                     .gazetteer_folder_count = gazetteers.count};
        status = drg_knowledge_open(&sources, knowledge, messages);
    }
    VECTOR_CLEAR(rules);
    VECTOR_CLEAR(gazetteers);
    return status;
}

bool drg_knowledge_load(const options *o, const char *program, drg_knowledge **knowledge) {
    drg_messages *messages;
    const drg_status status = drg_knowledge_find(o, program, knowledge, &messages);
    const message_counts counts = drg_messages_print(stderr, messages);
    if (status != DRG_OK && messages && counts.errors) {
        fputs("dragoman: nothing is annotated, because rules or gazetteers are wrong: ", stderr);
        drg_counts_print(stderr, counts);
        putc('\n', stderr);
    } else if (status != DRG_OK && messages) {
        drg_tell("rules and gazetteers cannot be opened: %s", drg_status_text(status));
    }
    drg_messages_free(messages);
    return status == DRG_OK;
}
