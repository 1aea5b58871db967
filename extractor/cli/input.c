/* Input. See input.h. It reads downwards: a file, a document, JSON Lines, a folder, the command line. */
#include "cli/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/folder.h"
#include "cli/json_lines.h"
#include "cli/messages.h"
#include "cli/signals.h"

#define SHOWN_NAMES_BYTES 60 /* of the names of what is passed over */
#define READ_BYTES ((size_t)64 << 10)

void drg_failure_set(failure *f, failure_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    f->code = code;
    vsnprintf(f->message, sizeof f->message, format, arguments);
    va_end(arguments);
}

void drg_failure_of_annotate(failure *f, const drg_extractor *extractor, drg_status status) {
    const failure_code code = status == DRG_TOO_LARGE       ? FAILED_TOO_LARGE
                              : status == DRG_NO_MEMORY     ? FAILED_NO_MEMORY
                              : status == DRG_BAD_KNOWLEDGE ? FAILED_DAMAGED_PACK
                                                            : FAILED_OTHERWISE;
    const drg_text why = drg_extractor_error(extractor);
    if (why.length) drg_failure_set(f, code, "%.*s", SHOW(text_cut(why, 250)));
    else drg_failure_set(f, code, "%s", drg_status_text(status));
}

void drg_failure_tell(const incoming *in, const failure *f) {
    const drg_message m = {.severity = DRG_ERROR,
                           .file = drg_text_of(in->path),
                           .line = in->line > UINT32_MAX ? UINT32_MAX : (uint32_t)in->line,
                           .column = in->column > UINT32_MAX ? UINT32_MAX : (uint32_t)in->column,
                           .width = 1,
                           .source = in->source,
                           .text = drg_text_of(f->message)};
    drg_message_print(stderr, &m);
}

/* A file ------------------------------------------------------------------------------------------------------------------- */

/* A negative number, and why in *f, if it cannot be opened, or is a folder. */
static int open_file(const char *path, failure *f) {
    struct stat about;
    if (strcmp(path, "-") == 0) return STDIN_FILENO;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        drg_failure_set(f, FAILED_UNREADABLE, "cannot be opened: %s", strerror(errno));
        return -1;
    }
    if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
        drg_failure_set(f, FAILED_UNREADABLE, "is a folder, not a file");
        close(file);
        return -1;
    }
    return file;
}

static void close_file(int file) {
    if (file > STDIN_FILENO) close(file);
}

static void set_too_large(failure *f, size_t most) {
    drg_failure_set(f, FAILED_TOO_LARGE, "is too large: more than %zu bytes (--max-document allows more)", most);
}

/* Is it a file whose size says at once that it is too large? Pipes have none. */
static bool is_too_large(int file, size_t most) {
    struct stat about;
    return fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && (uintmax_t)about.st_size > most;
}

static void read_open_file(int file, size_t most, buffer *bytes, failure *f) {
    bytes->count = 0;
    if (is_too_large(file, most)) set_too_large(f, most);
    while (!f->code) {
        if (!VECTOR_RESERVE(*bytes, bytes->count + READ_BYTES)) {
            drg_failure_set(f, FAILED_NO_MEMORY, "there is no memory for it");
            return;
        }
        if (!drg_signal_wait(file)) {
            drg_failure_set(f, FAILED_UNREADABLE, "the run was interrupted");
            return;
        }
        const ssize_t more = read(file, bytes->items + bytes->count, bytes->room - bytes->count);
        if (more == 0) return;
        if (more > 0) bytes->count += (size_t)more;
        else if (errno != EINTR) drg_failure_set(f, FAILED_UNREADABLE, "cannot be read: %s", strerror(errno));
        if (bytes->count > most) set_too_large(f, most);
    }
}

void drg_file_read(const char *path, size_t most, buffer *bytes, failure *f) {
    const int file = open_file(path, f);
    if (file < 0) return;
    read_open_file(file, most, bytes, f);
    close_file(file);
}

/* A document --------------------------------------------------------------------------------------------------------------- */

typedef struct { /* Lifetime: the run. */
    const options *o;
    receiver to;
    bool stopped; /* the receiver wants no more, or a signal came */
    buffer bytes;
    json_lines *lines;
} reader;

static void hand_over(reader *r, const incoming *in) {
    if (!drg_signal_came() && r->to.take(r->to.context, in)) return;
    r->stopped = true;
}

/* A document that is a whole file, or a file that cannot be opened. */
static incoming whole_file(const reader *r, const char *path) {
    return (incoming){
        .input = {.id = drg_text_of(path),
                  .reference_date = drg_text_of(r->o->date),
                  .language = drg_text_of(r->o->language)},
        .has_id = true,
        .path = path
    };
}

static void read_text(reader *r, const char *path, int file) {
    incoming in = whole_file(r, path);
    if (!drg_signal_is_ready(file)) r->to.pause(r->to.context);
    read_open_file(file, r->o->max_document, &r->bytes, &in.failure);
    in.input.text = (drg_text){r->bytes.items, r->bytes.count};
    hand_over(r, &in);
}

/* JSON Lines --------------------------------------------------------------------------------------------------------------- */

static void read_lines(reader *r, const char *path, int file) {
    incoming in = whole_file(r, path);
    if (!r->lines && !(r->lines = drg_json_lines_new())) {
        drg_failure_set(&in.failure, FAILED_NO_MEMORY, "there is no memory for it");
        hand_over(r, &in);
        return;
    }
    drg_json_lines_begin(r->lines, path, file, r->o, r->to);
    while (!r->stopped && drg_json_lines_next(r->lines, &in)) hand_over(r, &in);
}

static void read_file(reader *r, const char *path, bool is_lines) {
    incoming in = whole_file(r, path);
    const int file = open_file(path, &in.failure);
    if (file < 0) {
        hand_over(r, &in);
        return;
    }
    if (is_lines) read_lines(r, path, file);
    else read_text(r, path, file);
    close_file(file);
}

/* A folder ----------------------------------------------------------------------------------------------------------------- */

typedef struct { /* Of one folder of the command line, with all below it. */
    reader *r;
    size_t taken_count, passed_count;
    char passed_names[SHOWN_NAMES_BYTES];
} folder_walk;

static void pass_over(folder_walk *walk, const char *name) {
    const size_t used = strlen(walk->passed_names);
    const size_t wanted = used + strlen(name) + 7; /* ", " before it, ", …" behind it */
    if (wanted <= sizeof walk->passed_names)
        snprintf(walk->passed_names + used, sizeof walk->passed_names - used, "%s%s", used ? ", " : "", name);
    else if (!text_ends(drg_text_of(walk->passed_names), "…"))
        snprintf(walk->passed_names + used, sizeof walk->passed_names - used, "%s…", used ? ", " : "");
    walk->passed_count++;
}

/* A pipe, a device, a link to a folder: who wants one reads it by its name; a walk would wait at it for ever. */
static bool is_special(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

static void read_folder(folder_walk *walk, const char *path, unsigned depth);

static void read_entry(folder_walk *walk, const char *path, const char *name, unsigned depth) {
    struct stat about;
    if (lstat(path, &about) == 0 && S_ISDIR(about.st_mode)) { /* a linked folder is passed over: it may hold this one */
        read_folder(walk, path, depth + 1);
    } else if ((text_ends(drg_text_of(name), ".txt") || text_ends(drg_text_of(name), ".jsonl")) && !is_special(path)) {
        walk->taken_count++;
        read_file(walk->r, path, text_ends(drg_text_of(name), ".jsonl"));
    } else {
        pass_over(walk, name);
    }
}

static void folder_failed(folder_walk *walk, const char *path, const char *why) {
    incoming in = whole_file(walk->r, path);
    drg_failure_set(&in.failure, FAILED_UNREADABLE, "%s", why);
    walk->taken_count++;
    hand_over(walk->r, &in);
}

/* FOLDER/NAME; the caller frees it; NULL if there is no memory. */
static char *path_in(const char *folder, const char *name) {
    const size_t length = strlen(folder), room = length + strlen(name) + 2;
    char *path = malloc(room);
    if (path) snprintf(path, room, "%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", name);
    return path;
}

static void read_entries(folder_walk *walk, const char *folder, struct dirent **entries, int count, unsigned depth) {
    for (int i = 0; i < count && !walk->r->stopped; i++) {
        char *path = path_in(folder, entries[i]->d_name);
        if (path) read_entry(walk, path, entries[i]->d_name, depth);
        else folder_failed(walk, folder, "there is no memory for it");
        free(path);
    }
}

static void read_folder(folder_walk *walk, const char *path, unsigned depth) {
    struct dirent **entries;
    if (depth > FOLDER_DEPTH) {
        folder_failed(walk, path, "lies in too many folders");
        return;
    }
    const int count = drg_folder_list(path, &entries);
    if (count < 0) folder_failed(walk, path, strerror(errno));
    else read_entries(walk, path, entries, count, depth);
    drg_folder_free(entries, count);
}

static void read_whole_folder(reader *r, const char *path) {
    folder_walk walk = {.r = r};
    read_folder(&walk, path, 0);
    if (r->stopped) return;
    if (walk.passed_count)
        drg_tell("%s: passed over %zu that %s no *.txt or *.jsonl file (%s)", path, walk.passed_count,
                 walk.passed_count == 1 ? "is" : "are", walk.passed_names);
    if (!walk.taken_count) drg_tell("%s: there is no *.txt and no *.jsonl in this folder", path);
}

/* The command line --------------------------------------------------------------------------------------------------------- */

static bool is_lines(const options *o, const char *path) {
    return o->json_lines || text_ends(drg_text_of(path), ".jsonl");
}

bool drg_input_is_single(const options *o) {
    if (o->operands.count == 0) return !o->json_lines;
    const char *path = o->operands.items[0];
    return o->operands.count == 1 && !is_lines(o, path) && !drg_is_folder(path);
}

void drg_input_each(const options *o, receiver to) {
    reader r = {.o = o, .to = to};
    if (o->operands.count == 0) read_file(&r, "-", o->json_lines);
    for (size_t i = 0; i < o->operands.count && !r.stopped; i++) {
        const char *path = o->operands.items[i];
        if (drg_is_folder(path)) read_whole_folder(&r, path);
        else read_file(&r, path, is_lines(o, path));
    }
    VECTOR_CLEAR(r.bytes);
    drg_json_lines_free(r.lines);
}
