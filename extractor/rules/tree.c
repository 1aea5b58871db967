/* All rule files: which there are, in which order, and what they say together. See tree.h.
 *
 *     rules/labels.rules        first, of all folders: rules need labels and stages
 *     rules/all/dates.rules     then the files, folder by folder, by path
 *     rules/en/treaties.rules   language `en`, as its folder says
 *     my-rules/ships.rules      a file of the folder itself: the language is what it says */
#include "rules/tree.h"

#include "bounds.h"
#include "rules/parse.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_DEPTH 8 /* folders in folders: a link that leads back must end */

typedef struct {
    drg_text path;     /* "rules/en/treaties.rules"; NUL-terminated */
    drg_text language; /* "en"; empty: of the folder itself */
} rule_path;

typedef VECTOR(rule_path) path_vector;

/* Folders ---------------------------------------------------------------------------------------------------------- */

/* "folder/name"; no bytes if there is no memory. */
static drg_text join(rule_parser *p, drg_text folder, const char *name) {
    const bool slash = folder.length && folder.bytes[folder.length - 1] != '/';
    const size_t room = folder.length + slash + strlen(name) + 1;
    char *path = drg_arena_take(p->arena, room);
    if (!drg_remember(p, path != NULL)) return (drg_text){0};
    snprintf(path, room, "%.*s%s%s", SHOW(folder), slash ? "/" : "", name);
    return (drg_text){path, room - 1};
}

static bool is_folder(drg_text path) {
    struct stat info;
    return path.bytes && stat(path.bytes, &info) == 0 && S_ISDIR(info.st_mode);
}

static void add_path(rule_parser *p, drg_text folder, drg_text name, drg_text language, uint32_t depth,
                     path_vector *paths);

static const char *why(int error) {
    switch (error) {
    case ENOENT: return "there is no such folder";
    case ENOTDIR: return "it is no folder";
    case EACCES: return "it may not be read";
    default: return "it could not be read";
    }
}

/* Adds the rule files of a folder and of the folders in it. */
static void list_folder(rule_parser *p, drg_text folder, drg_text language, uint32_t depth, path_vector *paths) {
    DIR *open = opendir(folder.bytes);
    if (!open) {
        drg_error(p->messages, (place){0}, "folder-unreadable",
                  "--rules names a folder with labels.rules or LANG/NAME.rules", "the folder of rules '%s': %s",
                  folder.bytes, why(errno));
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(open))) { add_path(p, folder, drg_text_of(entry->d_name), language, depth, paths); }
    closedir(open);
}

bool drg_rules_look_at(const char *name, uint32_t depth, bool is_folder) {
    if (name[0] == '.') return false;
    return is_folder ? depth < FOLDER_DEPTH : text_ends(drg_text_of(name), ".rules");
}

static void add_path(rule_parser *p, drg_text folder, drg_text name, drg_text language, uint32_t depth,
                     path_vector *paths) {
    const drg_text path = join(p, folder, name.bytes);
    const bool leads_on = is_folder(path);
    if (!path.bytes || !drg_rules_look_at(name.bytes, depth, leads_on)) return;
    if (leads_on) {
        const drg_text inner = depth ? language : drg_arena_copy(p->arena, name);
        list_folder(p, path, inner, depth + 1, paths);
    } else if (!(depth == 0 && text_is(name, "labels.rules"))) {
        drg_remember(p, VECTOR_PUSH(*paths, ((rule_path){path, language})));
    }
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const rule_path *)a)->path.bytes, ((const rule_path *)b)->path.bytes);
}

/* Files ------------------------------------------------------------------------------------------------------------ */

static source *read_source(rule_parser *p, drg_text path) {
    source *file = NULL;
    const drg_status status = drg_source_read(path.bytes, RULE_FILE_BYTES, p->arena, p->messages, &file);
    if (status == DRG_NO_MEMORY) p->no_memory = true;
    return status == DRG_OK ? file : NULL;
}

static source *text_source(rule_parser *p, const drg_rule_text *text) {
    source *made = NULL;
    if (drg_source_of_text(text->name, text->text, p->arena, p->messages, &made) == DRG_NO_MEMORY) p->no_memory = true;
    return made;
}

static bool declares_labels(const drg_rule_text *text) {
    return strcmp(text->name, "labels.rules") == 0;
}

static source *read_labels_of(rule_parser *p, const char *folder) {
    const drg_text path = join(p, drg_text_of(folder), "labels.rules");
    struct stat info;
    return path.bytes && stat(path.bytes, &info) == 0 ? read_source(p, path) : NULL;
}

/* labels.rules of each folder, then the texts that are called so; NULL where there is none. */
static const source **read_labels(rule_parser *p, const drg_sources *from) {
    const size_t folder_count = from->rule_folder_count, errors_before = drg_messages_error_count(p->messages);
    const source **files = drg_arena_take(p->arena, (folder_count + from->rule_text_count) * sizeof *files + 1);
    if (!drg_remember(p, files != NULL)) return NULL;
    bool any = false;
    for (size_t i = 0; i < folder_count; i++) any |= (files[i] = read_labels_of(p, from->rule_folders[i])) != NULL;
    for (size_t i = 0; i < from->rule_text_count; i++) {
        const drg_rule_text *text = &from->rule_texts[i];
        files[folder_count + i] = declares_labels(text) ? text_source(p, text) : NULL;
        any |= files[folder_count + i] != NULL;
    }
    any |= drg_messages_error_count(p->messages) > errors_before; /* there is one, but it cannot be read */
    if (!any && folder_count && is_folder(drg_text_of(from->rule_folders[0]))) {
        drg_error(p->messages, (place){0}, "no-labels", "it declares stages and labels: rules/README.md",
                  "no labels.rules in '%s'", from->rule_folders[0]);
    }
    return files;
}

static void parse_folder(rule_parser *p, const char *folder, bool has_labels) {
    path_vector paths = {0};
    list_folder(p, drg_text_of(folder), (drg_text){0}, 0, &paths);
    if (paths.count) qsort(paths.items, paths.count, sizeof *paths.items, by_path);
    if (paths.count == 0 && !has_labels && is_folder(drg_text_of(folder))) {
        drg_error(p->messages, (place){0}, "no-rules",
                  "rules stand in files NAME.rules of a folder of their language: en/treaties.rules",
                  "no rules in the folder '%s'", folder);
    }
    for (size_t i = 0; i < paths.count && !p->no_memory; i++) {
        const source *file = read_source(p, paths.items[i].path);
        p->folder_language = paths.items[i].language;
        if (file) drg_parse_rule_file(p, file);
    }
    VECTOR_CLEAR(paths);
}

/* The texts are together as one more folder, behind all others. */
static void parse_texts(rule_parser *p, const drg_sources *from) {
    p->folder = (uint32_t)from->rule_folder_count;
    p->folder_language = (drg_text){0};
    for (size_t i = 0; i < from->rule_text_count && !p->no_memory; i++) {
        const source *file = declares_labels(&from->rule_texts[i]) ? NULL : text_source(p, &from->rule_texts[i]);
        if (file) drg_parse_rule_file(p, file);
    }
}

static bool keep_rules(rule_parser *p, rule_trees *out) {
    rule_tree *rules = drg_arena_take(p->arena, p->rules.count * sizeof *rules + 1);
    if (!rules) return false;
    for (size_t i = 0; i < p->rules.count; i++) rules[i] = p->rules.items[i]->tree;
    out->unused = drg_keep(p, p->unused.items, p->unused.count * sizeof *p->unused.items);
    out->unused_count = (uint32_t)p->unused.count;
    out->rules = rules;
    out->rule_count = (uint32_t)p->rules.count;
    return !p->no_memory;
}

drg_status drg_rules_parse(const drg_sources *from, const gazetteer *g, arena *a, drg_messages *messages,
                           rule_trees *out) {
    *out = (rule_trees){0};
    label_table *labels = drg_arena_take(a, sizeof *labels);
    if (!labels) return DRG_NO_MEMORY;
    *labels = (label_table){0};
    const size_t errors_before = drg_messages_error_count(messages);
    rule_parser p = {.arena = a, .messages = messages, .gazetteer = g, .labels = labels};
    const source **files = read_labels(&p, from);
    if (files) drg_parse_labels(&p, files, from->rule_folder_count + from->rule_text_count, labels);
    for (size_t i = 0; i < from->rule_folder_count && files && !p.no_memory; i++) {
        p.folder = (uint32_t)i;
        parse_folder(&p, from->rule_folders[i], files[i] != NULL);
    }
    if (files) parse_texts(&p, from);
    if (!p.no_memory) drg_check_all(&p);
    drg_messages_sort(messages);
    out->labels = labels;
    const bool kept = !p.no_memory && keep_rules(&p, out);
    drg_rule_parser_clear(&p);
    if (!kept) return DRG_NO_MEMORY;
    return drg_messages_error_count(messages) > errors_before ? DRG_BAD_KNOWLEDGE : DRG_OK;
}
