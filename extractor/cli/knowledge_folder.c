/* Where the knowledge lies. See knowledge_folder.h. Looked at in this order, the first that holds rules/ is taken:
 *
 *     $DRAGOMAN_DATA                  if it is set, no other
 *     BIN, BIN/.., BIN/../..          beside the program (a copy, a checkout with build/dragoman)
 *     BIN/../share/dragoman           an installation that was moved
 *     DRG_DATA_FOLDER                 where `meson install` puts it
 *
 * A pack of it lies in the same folder; of a checkout, beside the program, which is what has been built. A service may have
 * nothing but the pack: where no folder holds rules/, one that holds a pack will do. */
#include "cli/knowledge_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/folder.h"
#include "cli/messages.h"

#define PACK_NAME "world.drg"
#ifndef DRG_DATA_FOLDER
#define DRG_DATA_FOLDER "/usr/local/share/dragoman"
#endif

typedef char path_buffer[PLACE_BYTES];

typedef enum { HOLDS_RULES, HOLDS_PACK } what_it_holds;

/* FOLDER/NAME; false if that is too long. */
static bool join(path_buffer out, const char *folder, const char *name) {
    const int length = snprintf(out, PLACE_BYTES, "%s/%s", folder, name);
    return length >= 0 && length < PLACE_BYTES;
}

/* The program itself ---------------------------------------------------------------------------------------------------- */

/* argv[0], if need be looked for along $PATH as the shell did. */
static bool program_from_name(const char *program, path_buffer out) {
    if (strchr(program, '/')) return snprintf(out, PLACE_BYTES, "%s", program) < PLACE_BYTES;
    const char *at = getenv("PATH");
    while (at && *at) {
        const size_t length = strcspn(at, ":");
        if (snprintf(out, PLACE_BYTES, "%.*s/%s", (int)length, at, program) < PLACE_BYTES && access(out, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}

/* The folder in which the program lies. */
static bool program_folder(const char *program, path_buffer out) {
    const ssize_t length = readlink("/proc/self/exe", out, PLACE_BYTES - 1); /* Linux */
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
    memcpy(path, parent, PLACE_BYTES);
    return true;
}

/* Looking ------------------------------------------------------------------------------------------------------------------ */

/* The path, told from the current folder if it lies in that: paths in messages are short then. */
static bool shorten(path_buffer out, const char *path) {
    path_buffer current;
    const size_t length = getcwd(current, sizeof current) ? strlen(current) : 0;
    const bool inside = length > 1 && strncmp(path, current, length) == 0;
    const char *shown = path;
    if (inside && path[length] == '/' && path[length + 1]) shown = path + length + 1;
    else if (inside && !path[length]) shown = ".";
    return snprintf(out, PLACE_BYTES, "%s", shown) < PLACE_BYTES;
}

/* "rules", not "./rules". */
static bool join_short(path_buffer out, const char *folder, const char *name) {
    if (strcmp(folder, ".") == 0) return snprintf(out, PLACE_BYTES, "%s", name) < PLACE_BYTES;
    return join(out, folder, name);
}

/* Whether `folder` holds what is looked for; then the places are set, that of the pack in `pack_folder`. */
static bool take_folder(knowledge_place *p, const char *folder, const char *pack_folder, what_it_holds what) {
    path_buffer wanted, at, pack_at;
    if (!join(wanted, folder, what == HOLDS_RULES ? "rules" : PACK_NAME)) return false;
    if (what == HOLDS_RULES ? !drg_is_folder(wanted) : access(wanted, F_OK) != 0) return false;
    return shorten(at, folder) && shorten(pack_at, pack_folder) && join_short(p->rules, at, "rules") &&
           join_short(p->gazetteers, at, "gazetteers") && join_short(p->pack, pack_at, PACK_NAME);
}

static bool look_beside_program(knowledge_place *p, const char *program, what_it_holds what) {
    path_buffer at, beside, shared;
    if (!program_folder(program, beside)) return false;
    memcpy(at, beside, sizeof at);
    if (take_folder(p, at, beside, what)) return true;
    for (int i = 0; i < 2 && parent_of(at); i++) {
        if (what == HOLDS_RULES && take_folder(p, at, beside, what)) return true;
        if (i == 0 && join(shared, at, "share/dragoman") && take_folder(p, shared, shared, what)) return true;
    }
    return false;
}

static bool find_folder(knowledge_place *p, const char *program, what_it_holds what) {
    const char *named = getenv("DRAGOMAN_DATA");
    if (named && *named) return take_folder(p, named, named, what);
    return look_beside_program(p, program, what) || take_folder(p, DRG_DATA_FOLDER, DRG_DATA_FOLDER, what);
}

bool drg_place_has_rules(const knowledge_place *p) {
    if (p->has_rules) return true;
    const char *named = getenv("DRAGOMAN_DATA");
    const char *has = p->has_pack ? "; the pack in it serves `annotate` and `show` alone" : "";
    if (named && *named) drg_tell("DRAGOMAN_DATA is '%s', but there is no folder %s/rules%s", named, named, has);
    else if (p->has_pack)
        drg_tell("there are no rules and gazetteers; the pack %s serves `annotate` and `show` alone", p->pack);
    else
        drg_tell("the rules and gazetteers are neither beside the program, nor above it, nor in %s; "
                 "set DRAGOMAN_DATA to the folder that holds rules/ and gazetteers/",
                 DRG_DATA_FOLDER);
    return false;
}

static bool all_folders(word_vector *all, const char *ours, const word_vector *named) {
    if (drg_is_folder(ours) && !VECTOR_PUSH(*all, ours)) return false;
    for (size_t i = 0; i < named->count; i++) {
        if (!VECTOR_PUSH(*all, named->items[i])) return false;
    }
    return true;
}

drg_status drg_place_find(const options *o, const char *program, knowledge_place *p) {
    *p = (knowledge_place){0};
    p->has_rules = find_folder(p, program, HOLDS_RULES);
    p->has_pack = p->has_rules || find_folder(p, program, HOLDS_PACK);
    if (all_folders(&p->rule_folders, p->rules, &o->rules) &&
        all_folders(&p->gazetteer_folders, p->gazetteers, &o->gazetteers))
        return DRG_OK;
    drg_tell("there is no memory to begin");
    return DRG_NO_MEMORY;
}

void drg_place_clear(knowledge_place *p) {
    VECTOR_CLEAR(p->rule_folders);
    VECTOR_CLEAR(p->gazetteer_folders);
}

drg_sources drg_place_sources(const knowledge_place *p) {
    return (drg_sources){.rule_folders = p->rule_folders.items,
                         .rule_folder_count = p->rule_folders.count,
                         .gazetteer_folders = p->gazetteer_folders.items,
                         .gazetteer_folder_count = p->gazetteer_folders.count};
}

/* Opening ------------------------------------------------------------------------------------------------------------------ */

drg_status drg_knowledge_find(const options *o, const char *program, drg_knowledge **knowledge,
                              drg_messages **messages) {
    knowledge_place p;
    *knowledge = NULL;
    *messages = NULL;
    drg_status status = drg_place_find(o, program, &p);
    drg_sources sources = drg_place_sources(&p);
    sources.rule_texts = o->rule_texts;
    sources.rule_text_count = o->rule_text_count;
    if (status == DRG_OK && !drg_place_has_rules(&p)) status = DRG_IO;
    if (status == DRG_OK) status = drg_knowledge_open(&sources, knowledge, messages);
    drg_place_clear(&p);
    return status;
}

/* Prints what is wrong, and frees the messages. */
static bool is_opened(drg_status status, drg_messages *messages) {
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

bool drg_knowledge_load(const options *o, const char *program, drg_knowledge **knowledge) {
    drg_messages *messages;
    const drg_status status = drg_knowledge_find(o, program, knowledge, &messages);
    return is_opened(status, messages);
}

/* What is in a folder that holds rules/, and nothing beside it. */
static drg_status open_folder(const char *folder, drg_knowledge **knowledge, drg_messages **messages) {
    knowledge_place p = {0};
    const word_vector none = {0};
    drg_status status = DRG_NO_MEMORY;
    if (take_folder(&p, folder, folder, HOLDS_RULES) && all_folders(&p.rule_folders, p.rules, &none) &&
        all_folders(&p.gazetteer_folders, p.gazetteers, &none)) {
        const drg_sources sources = drg_place_sources(&p);
        status = drg_knowledge_open(&sources, knowledge, messages);
    }
    drg_place_clear(&p);
    return status;
}

bool drg_knowledge_load_at(const char *path, drg_knowledge **knowledge) {
    drg_messages *messages = NULL;
    path_buffer rules;
    struct stat about;
    *knowledge = NULL;
    const bool is_pack = stat(path, &about) == 0 && S_ISREG(about.st_mode);
    if (!is_pack && (!join(rules, path, "rules") || !drg_is_folder(rules))) {
        drg_tell("'%s' is no folder that holds rules/, and no pack", path);
        return false;
    }
    const drg_status status =
        is_pack ? drg_knowledge_open_pack(path, NULL, knowledge, &messages) : open_folder(path, knowledge, &messages);
    return is_opened(status, messages);
}
