/* Folders of gazetteers. See gazetteer_read.h.
 *
 * Names of files are sorted, so that the same folder is read alike everywhere. Files that are no tables (README.md, a
 * script) are passed over; a table that is in no place to be read is told. */
#include "lexicon/gazetteer_read.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bounds.h"
#include "lexicon/entity_ruler.h"
#include "lexicon/list_table.h"

typedef VECTOR(drg_text) file_names;

typedef struct {
    draft *draft;
    const char *folder;
    uint32_t tables_read;
} folder_reader;

static const place nowhere = {0};

/* first + separator + second, in the arena, ended by NUL; on failure `bytes` is NULL. */
static drg_text join(arena *a, drg_text first, drg_text second) {
    const size_t length = first.length + 1 + second.length;
    char *path = drg_arena_take(a, length + 1);
    if (!path) return (drg_text){0};
    memcpy(path, first.bytes, first.length);
    path[first.length] = '/';
    memcpy(path + first.length + 1, second.bytes, second.length);
    path[length] = '\0';
    return (drg_text){path, length};
}

static drg_text less(drg_text text, const char *ending) {
    return (drg_text){text.bytes, text.length - strlen(ending)};
}

/* Listing ---------------------------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b) {
    return strcmp(((const drg_text *)a)->bytes, ((const drg_text *)b)->bytes); /* copies of the arena end in NUL */
}

static bool is_hidden(const char *name) {
    return name[0] == '.' || name[0] == '_'; /* __pycache__ */
}

static drg_status add_file_name(file_names *names, arena *a, const char *name) {
    if (is_hidden(name)) return DRG_OK;
    const drg_text kept = drg_arena_copy(a, drg_text_of(name));
    return kept.bytes && VECTOR_PUSH(*names, kept) ? DRG_OK : DRG_NO_MEMORY;
}

/* The names in a folder, sorted. One that cannot be read becomes a message. */
static drg_status list_files(draft *d, const char *path, file_names *names) {
    DIR *folder = opendir(path);
    if (!folder && errno == ENOMEM) return DRG_NO_MEMORY;
    if (!folder) {
        drg_error(d->messages, nowhere, "folder-unreadable", "gazetteers are folders: FOLDER/LIST/entries.tsv",
                  "cannot read the folder '%s': %s", path, strerror(errno));
        return DRG_OK;
    }
    drg_status status = DRG_OK;
    for (const struct dirent *e; status == DRG_OK && (e = readdir(folder)) != NULL;) {
        status = add_file_name(names, d->arena, e->d_name);
    }
    closedir(folder);
    if (names->count) qsort(names->items, names->count, sizeof *names->items, by_name);
    return status;
}

/* Files ------------------------------------------------------------------------------------------------------------ */

typedef drg_status read_table(draft *d, const list_file *f);

static drg_status read_one(folder_reader *r, read_table *read, drg_text list, drg_text file, drg_text language) {
    const drg_text path = join(r->draft->arena, drg_text_of(r->folder), file);
    if (!path.bytes) return DRG_NO_MEMORY;
    source *s;
    r->tables_read++;
    const drg_status status = drg_source_read(path.bytes, TABLE_FILE_BYTES, r->draft->arena, r->draft->messages, &s);
    if (status == DRG_NO_MEMORY) return status;
    if (status != DRG_OK) return DRG_OK; /* it has been told */
    const list_file f = {s, list, file, language};
    return read(r->draft, &f);
}

/* names.en.tsv, names.en.share-alike.tsv -> en */
static drg_text language_of(drg_text file) {
    const size_t from = strlen("names.");
    size_t to = from;
    while (to < file.length && file.bytes[to] != '.') to++;
    return (drg_text){file.bytes + from, to - from};
}

static bool is_language(drg_text code) {
    for (size_t i = 0; i < code.length && (code.bytes[i] != '-' || i < 2); i++) {
        if (code.bytes[i] < 'a' || code.bytes[i] > 'z' || i > 2) return false;
    }
    return code.length >= 2;
}

typedef enum { TABLE_OF_ENTRIES, TABLE_OF_NAMES, NO_TABLE, STRAY_TABLE } list_file_kind;

static list_file_kind kind_of(drg_text file) {
    if (!text_ends(file, ".tsv")) return NO_TABLE;
    if (text_begins(file, "entries")) return TABLE_OF_ENTRIES;
    return text_begins(file, "names.") && is_language(language_of(file)) ? TABLE_OF_NAMES : STRAY_TABLE;
}

static void tell_stray(const folder_reader *r, drg_text list, drg_text file) {
    drg_warn(r->draft->messages, nowhere, "table-not-read",
             "tables are called LIST/entries.tsv and LIST/names.LANG.tsv", "the table '%s/%.*s%s%.*s' is not read",
             r->folder, SHOW(list), list.length ? "/" : "", SHOW(file));
}

static drg_status read_files(folder_reader *r, drg_text list, const file_names *files, list_file_kind kind) {
    for (size_t i = 0; i < files->count; i++) {
        if (kind_of(files->items[i]) != kind) continue;
        const drg_text file = join(r->draft->arena, list, files->items[i]), none = {"", 0};
        if (!file.bytes) return DRG_NO_MEMORY;
        if (kind == STRAY_TABLE) tell_stray(r, list, files->items[i]);
        if (kind == TABLE_OF_ENTRIES) TRY(read_one(r, drg_read_entries, list, file, none));
        if (kind == TABLE_OF_NAMES) TRY(read_one(r, drg_read_names, list, file, language_of(files->items[i])));
    }
    return DRG_OK;
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

static bool is_list_name(drg_text name) {
    for (size_t i = 0; i < name.length; i++) {
        const char c = name.bytes[i];
        const bool small = (c >= 'a' && c <= 'z') || c == '_' || (i && c >= '0' && c <= '9');
        if (!small) return false;
    }
    return name.length > 0;
}

static bool check_list_name(const folder_reader *r, drg_text name) {
    if (is_list_name(name)) return true;
    drg_error(r->draft->messages, nowhere, "list-name", "small letters, digits and _: rules call it @list_name",
              "the list '%.*s' in '%s' has a name that no rule can write", SHOW(name), r->folder);
    return false;
}

static drg_status read_list_folder(folder_reader *r, drg_text list, const char *path) {
    file_names files = {0};
    const uint32_t before = r->tables_read;
    drg_status status = list_files(r->draft, path, &files);
    if (status == DRG_OK) status = read_files(r, list, &files, TABLE_OF_ENTRIES);
    if (status == DRG_OK) status = read_files(r, list, &files, TABLE_OF_NAMES);
    if (status == DRG_OK) status = read_files(r, list, &files, STRAY_TABLE);
    if (r->tables_read > before) (void)check_list_name(r, list);
    VECTOR_CLEAR(files);
    return status;
}

/* Files that are lists of their own. */
static const struct {
    const char *ending;
    read_table *read;
    bool named; /* the file's name is the list's */
} file_kinds[] = {
    {".txt",   drg_read_lines,        true },
    {".csv",   drg_read_csv,          true },
    {".jsonl", drg_read_entity_ruler, false}
};
#define FILE_KINDS (sizeof file_kinds / sizeof *file_kinds)

static drg_status read_file(folder_reader *r, drg_text file) {
    for (size_t i = 0; i < FILE_KINDS; i++) {
        if (!text_ends(file, file_kinds[i].ending)) continue;
        const drg_text list = less(file, file_kinds[i].ending), none = {"", 0};
        if (file_kinds[i].named && !check_list_name(r, list)) return DRG_OK;
        return read_one(r, file_kinds[i].read, list, file, none);
    }
    if (text_ends(file, ".tsv")) tell_stray(r, (drg_text){"", 0}, file);
    return DRG_OK;
}

static drg_status read_member(folder_reader *r, drg_text name) {
    const drg_text path = join(r->draft->arena, drg_text_of(r->folder), name);
    if (!path.bytes) return DRG_NO_MEMORY;
    struct stat about;
    if (stat(path.bytes, &about) == 0 && S_ISDIR(about.st_mode)) return read_list_folder(r, name, path.bytes);
    return read_file(r, name);
}

drg_status drg_read_gazetteer_folder(draft *d, const char *folder) {
    folder_reader r = {.draft = d, .folder = folder};
    file_names members = {0};
    const size_t errors = drg_messages_error_count(d->messages);
    drg_status status = list_files(d, folder, &members);
    for (size_t i = 0; i < members.count && status == DRG_OK; i++) status = read_member(&r, members.items[i]);
    VECTOR_CLEAR(members);
    if (status == DRG_OK && !r.tables_read && drg_messages_error_count(d->messages) == errors) {
        drg_error(d->messages, nowhere, "no-lists",
                  "a list is a folder with entries.tsv, or a file LIST.txt, LIST.csv, NAME.jsonl",
                  "no lists or names in the folder '%s'", folder);
    }
    d->folder++;
    return status;
}

bool drg_gazetteer_looks_at(const char *name, uint32_t depth, bool is_folder) {
    const drg_text file = drg_text_of(name);
    if (is_hidden(name) || depth > 1) return false;
    bool looks = text_ends(file, ".tsv") || (is_folder && depth == 0);
    for (size_t i = 0; i < FILE_KINDS; i++) looks |= depth == 0 && text_ends(file, file_kinds[i].ending);
    return looks;
}
