/* What a pack was made from. See sources.h. It reads downwards: folders, bytes, taking, comparing, transfer. */
#include "pack/sources.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lexicon/gazetteer_read.h"
#include "rules/tree.h"
#include "text/hash.h"

#define PATH_BYTES 4096
#define READ_BYTES 65536
#define SECOND 1000000000LL
#define SUM_SECRET 0x3f84d5b5b5470917u /* the next bits of pi */
#define ROOTS_MOST 65536
#define YOUNG_FINE (SECOND / 10)  /* file systems whose times are finer than seconds tick each hundredth of one */
#define YOUNG_COARSE (2 * SECOND) /* … others at worst each second one */

/* Folders ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    const drg_sources *sources;
    uint32_t number; /* folders of rules first */
    int folder;      /* open; -1: it cannot be */
} source_root;

static uint32_t root_count(const drg_sources *s) {
    return (uint32_t)(s->rule_folder_count + s->gazetteer_folder_count);
}

static bool is_of_rules(const source_root *r) {
    return r->number < r->sources->rule_folder_count;
}

static const char *path_of_root(const source_root *r) {
    const drg_sources *s = r->sources;
    return is_of_rules(r) ? s->rule_folders[r->number] : s->gazetteer_folders[r->number - s->rule_folder_count];
}

static source_root open_root(const drg_sources *s, uint32_t number) {
    source_root r = {s, number, -1};
    r.folder = open(path_of_root(&r), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return r;
}

static void close_root(const source_root *r) {
    if (r->folder >= 0) close(r->folder);
}

static bool look(const source_root *r, const char *path, struct stat *about) {
    return fstatat(r->folder, *path ? path : ".", about, 0) == 0;
}

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif

static int64_t nanoseconds(struct timespec t) {
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

static uint32_t depth_of(const char *path) {
    uint32_t depth = *path != '\0';
    for (; *path; path++) depth += *path == '/';
    return depth;
}

/* "country" + "names.en.tsv"; false if that is too long. */
static bool join(char *out, const char *folder, const char *name) {
    const int length = snprintf(out, PATH_BYTES, "%s%s%s", folder, *folder ? "/" : "", name);
    return length >= 0 && length < PATH_BYTES;
}

/* Is this one of the names that reading looks at? */
static bool is_read(const source_root *r, const char *folder, const char *name, const struct stat *about) {
    const bool is_folder = S_ISDIR(about->st_mode);
    return is_of_rules(r) ? drg_rules_look_at(name, depth_of(folder), is_folder)
                          : drg_gazetteer_looks_at(name, depth_of(folder), is_folder);
}

/* Takes a name that was found, and what it is; false ends the listing. */
typedef bool take_name(void *context, const char *path, const struct stat *about);

/* The names in a folder that reading would look at. False: it cannot be listed (errno), or `take` ended it (0). */
static bool list_folder(const source_root *r, const char *folder, take_name *take, void *context) {
    char path[PATH_BYTES];
    struct stat about;
    const int file = openat(r->folder, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *open = file < 0 ? NULL : fdopendir(file);
    bool going_on = open != NULL;
    if (!open && file >= 0) close(file);
    if (!open) return false;
    for (const struct dirent *e; going_on && (e = readdir(open)) != NULL;) {
        if (e->d_name[0] == '.' || !join(path, folder, e->d_name)) continue;
        if (!look(r, path, &about)) about = (struct stat){0}; /* a link that leads nowhere has a name, too */
        if (is_read(r, folder, e->d_name, &about)) going_on = take(context, path, &about);
    }
    closedir(open);
    errno = 0;
    return going_on;
}

/* Bytes ------------------------------------------------------------------------------------------------------------ */

/* A sum over all bytes of a file; false, with errno, if it cannot be read. A device is not waited for. */
static bool sum_file(const source_root *r, const char *path, uint64_t *sum) {
    char bytes[READ_BYTES];
    const int file = openat(r->folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return false;
    ssize_t count;
    *sum = 0;
    while ((count = drg_read_all(file, bytes, sizeof bytes)) > 0)
        *sum = hash_mix(*sum ^ drg_flat_sum(bytes, (size_t)count), SUM_SECRET);
    const int error = errno;
    close(file);
    errno = error;
    return count == 0;
}

/* Taking ----------------------------------------------------------------------------------------------------------- */

typedef struct {
    source_list *list;
    const source_root *root;
    int64_t now; /* when taking began */
} taker;

static const char *path_of(const source_list *s, const source_item *item) {
    return s->paths.items + item->path;
}

static bool is_young(int64_t time, int64_t now) {
    return time > now - (time % SECOND ? YOUNG_FINE : YOUNG_COARSE);
}

static bool has_times_of(const source_item *item, const struct stat *about) {
    return nanoseconds(about->st_mtim) == item->written && nanoseconds(about->st_ctim) == item->changed;
}

/* take_name */
static bool take_item(void *context, const char *path, const struct stat *about) {
    const taker *t = context;
    const size_t length = strlen(path) + 1;
    if (!S_ISDIR(about->st_mode) && !S_ISREG(about->st_mode)) return true;
    if (t->list->paths.count > UINT32_MAX / 2 || !VECTOR_RESERVE(t->list->paths, t->list->paths.count + length))
        return false;
    const int64_t written = nanoseconds(about->st_mtim), changed = nanoseconds(about->st_ctim);
    const source_item item = {.written = written,
                              .changed = changed,
                              .root = t->root->number,
                              .path = (uint32_t)t->list->paths.count,
                              .is_folder = S_ISDIR(about->st_mode),
                              .is_young = is_young(written, t->now) || is_young(changed, t->now),
                              .bytes = S_ISREG(about->st_mode) ? (uint64_t)about->st_size : 0};
    memcpy(t->list->paths.items + t->list->paths.count, path, length);
    t->list->paths.count += length;
    return VECTOR_PUSH(t->list->items, item);
}

/* Adds the root and all that is below it: what is added is looked into in its turn. */
static drg_status take_root(taker *t) {
    struct stat about;
    source_list *list = t->list;
    size_t i = list->items.count;
    if (!look(t->root, "", &about)) return DRG_IO;
    if (!take_item(t, "", &about)) return DRG_NO_MEMORY;
    for (; i < list->items.count; i++) {
        char path[PATH_BYTES]; /* a copy: the list grows */
        snprintf(path, sizeof path, "%s", path_of(list, &list->items.items[i]));
        errno = 0;
        const bool done = list->items.items[i].is_folder ? list_folder(t->root, path, take_item, t)
                                                         : sum_file(t->root, path, &list->items.items[i].sum);
        if (!done) return errno && errno != ENOMEM ? DRG_IO : DRG_NO_MEMORY;
    }
    return DRG_OK;
}

typedef struct { /* One to be sorted, with its path at hand. */
    source_item item;
    const char *path;
} sorted_item;

static int by_place(const void *a_, const void *b_) {
    const sorted_item *a = a_, *b = b_;
    if (a->item.root != b->item.root) return a->item.root < b->item.root ? -1 : 1;
    return strcmp(a->path, b->path);
}

static drg_status sort_items(source_list *s) {
    sorted_item *all = calloc(s->items.count + 1, sizeof *all);
    if (!all) return DRG_NO_MEMORY;
    for (size_t i = 0; i < s->items.count; i++)
        all[i] = (sorted_item){s->items.items[i], path_of(s, &s->items.items[i])};
    qsort(all, s->items.count, sizeof *all, by_place);
    for (size_t i = 0; i < s->items.count; i++) s->items.items[i] = all[i].item;
    free(all);
    return DRG_OK;
}

drg_status drg_sources_take(const drg_sources *s, source_list *out) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    *out = (source_list){.rule_roots = (uint32_t)s->rule_folder_count,
                         .gazetteer_roots = (uint32_t)s->gazetteer_folder_count};
    for (uint32_t i = 0; i < root_count(s); i++) {
        const source_root r = open_root(s, i);
        taker t = {out, &r, nanoseconds(now)};
        const drg_status status = r.folder < 0 ? DRG_IO : take_root(&t);
        close_root(&r);
        TRY(status);
    }
    return sort_items(out);
}

void drg_sources_clear(source_list *s) {
    VECTOR_CLEAR(s->items);
    VECTOR_CLEAR(s->paths);
}

static bool same_item(const source_list *a, const source_list *b, size_t i) {
    const source_item *x = &a->items.items[i], *y = &b->items.items[i];
    return x->root == y->root && x->is_folder == y->is_folder && x->bytes == y->bytes && x->sum == y->sum &&
           strcmp(path_of(a, x), path_of(b, y)) == 0;
}

bool drg_sources_equal(const source_list *a, const source_list *b) {
    bool equal =
        a->items.count == b->items.count && a->rule_roots == b->rule_roots && a->gazetteer_roots == b->gazetteer_roots;
    for (size_t i = 0; equal && i < a->items.count; i++) equal = same_item(a, b, i);
    return equal;
}

/* Comparing -------------------------------------------------------------------------------------------------------- */

typedef struct {
    const source_list *list;
    const source_root *root;
    char *why;
    size_t room;
    bool has_read; /* times alone did not do */
} comparison;

/* A path may be the pack's, and do something to the terminal that it is shown on. */
static sources_answer tell(comparison *c, const char *path, const char *what) {
    snprintf(c->why, c->room, "%s%s%s %s", path_of_root(c->root), *path ? "/" : "", path, what);
    for (char *at = c->why; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f) *at = '?';
    return SOURCES_OTHER;
}

static bool holds(const source_list *s, uint32_t number, const char *path) {
    size_t low = 0, high = s->items.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const source_item *item = &s->items.items[middle];
        const int order = item->root != number ? (item->root < number ? -1 : 1) : strcmp(path_of(s, item), path);
        if (order == 0) return true;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* take_name */
static bool is_known(void *context, const char *path, const struct stat *about) {
    comparison *c = context;
    (void)about;
    if (holds(c->list, c->root->number, path)) return true;
    (void)tell(c, path, "was added since it was made");
    return false;
}

/* One whose time does not prove it to be what it was. */
static sources_answer compare_bytes(comparison *c, const source_item *item, const char *path) {
    uint64_t sum;
    c->has_read = true;
    errno = 0;
    if (item->is_folder && list_folder(c->root, path, is_known, c)) return SOURCES_SAME_BYTES;
    if (item->is_folder) return errno ? tell(c, path, "cannot be read") : SOURCES_OTHER; /* it has been told */
    if (!sum_file(c->root, path, &sum)) return tell(c, path, "cannot be read");
    return sum == item->sum ? SOURCES_SAME_BYTES : tell(c, path, "has changed since it was made");
}

static sources_answer compare_item(comparison *c, const source_item *item) {
    struct stat about;
    const char *path = path_of(c->list, item);
    if (!look(c->root, path, &about))
        return tell(c, path, errno == ENOENT ? "was removed since it was made" : "cannot be read");
    if (item->is_folder ? !S_ISDIR(about.st_mode) : !S_ISREG(about.st_mode))
        return tell(c, path, "has changed since it was made");
    if (!item->is_folder && (uint64_t)about.st_size != item->bytes)
        return tell(c, path, "has changed since it was made");
    if (has_times_of(item, &about) && !item->is_young) return SOURCES_SAME;
    return compare_bytes(c, item, path);
}

sources_answer drg_sources_compare(const source_list *list, const drg_sources *now, char *why, size_t room) {
    if (list->rule_roots != now->rule_folder_count || list->gazetteer_roots != now->gazetteer_folder_count) {
        snprintf(why, room, "it was made from %u and %u folders of rules and gazetteers, and there are %zu and %zu",
                 list->rule_roots, list->gazetteer_roots, now->rule_folder_count, now->gazetteer_folder_count);
        return SOURCES_OTHER;
    }
    sources_answer answer = SOURCES_SAME;
    bool has_read = false;
    size_t i = 0;
    for (uint32_t number = 0; number < root_count(now) && answer != SOURCES_OTHER; number++) {
        const source_root r = open_root(now, number);
        comparison c = {list, &r, why, room, false};
        if (r.folder < 0) answer = tell(&c, "", "cannot be read");
        for (; i < list->items.count && list->items.items[i].root == number && answer != SOURCES_OTHER; i++)
            answer = compare_item(&c, &list->items.items[i]);
        has_read |= c.has_read;
        close_root(&r);
    }
    if (answer == SOURCES_OTHER) return answer;
    return has_read ? SOURCES_SAME_BYTES : SOURCES_SAME;
}

/* Transfer --------------------------------------------------------------------------------------------------------- */

/* "a/b.tsv": it lies below its root, and has no other name there. Whatever else a pack named would be read, to compare it. */
static bool is_path_below(const char *path) {
    for (bool begins = true; *path; path++) {
        if (begins && (*path == '.' || *path == '/')) return false; /* nor is anything hidden read */
        begins = *path == '/';
        if (begins && !path[1]) return false;
    }
    return true;
}

/* Behind the one before it, as sort_items has them: so none is there twice. */
static bool stands_behind(const source_list *s, size_t i) {
    const source_item *before = &s->items.items[i - 1], *item = &s->items.items[i];
    if (item->root != before->root) return item->root == before->root + 1;
    return strcmp(path_of(s, before), path_of(s, item)) < 0;
}

/* flat_check: each root has its items, in the order of roots, so that none is passed over. */
static bool items_are_right(const void *of, size_t first, size_t end) {
    const source_list *s = of;
    const uint32_t roots = s->rule_roots + s->gazetteer_roots;
    for (size_t i = first; i < end; i++) {
        const source_item *item = &s->items.items[i];
        if (item->path >= s->paths.count || item->is_folder > 1 || item->is_young > 1 || item->root >= roots)
            return false;
        if (!is_path_below(path_of(s, item)) || (i ? !stands_behind(s, i) : item->root != 0)) return false;
    }
    return s->items.items[end - 1].root + 1 == roots;
}

void drg_transfer_sources(transfer *t, source_list *s) {
    drg_transfer_index(t, &s->rule_roots, ROOTS_MOST);
    drg_transfer_index(t, &s->gazetteer_roots, ROOTS_MOST);
    TRANSFER_PLAIN(t, s->paths, NULL, NULL);
    if (t->reads && s->paths.count && s->paths.items[s->paths.count - 1]) drg_transfer_wrong(t);
    TRANSFER_PLAIN(t, s->items, items_are_right, s);
    if (t->reads && !s->items.count && s->rule_roots + s->gazetteer_roots) drg_transfer_wrong(t);
}
