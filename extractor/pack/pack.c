/* A pack as a file. See pack.h. It reads downwards: the header, looking at a pack, mapping, reading, writing. */
#include "pack/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack/build.h"
#include "text/hash.h"

#define PACK_MAGIC                                                                                                     \
    "\x89"                                                                                                             \
    "DRG\r\n\x1a\n" /* after PNG's: no text, and not whole if somebody took it for one */
#define PACK_FORMAT 2u
#define PACK_BYTE_ORDER 0x01020304u
#define PACK_ALIGNED 64
#define PACK_PAGE 4096
#define PACK_BLOCK 4096                      /* bytes of what is looked at on opening, a sum each */
#define PACK_BYTES_MOST ((size_t)UINT32_MAX) /* so all that is counted in one fits into 32 bits */
#define PACK_PATH_BYTES 4200

typedef enum { PART_RECORDS, PART_SECTIONS, PART_BLOCK_SUMS, PART_SUMS, PART_COUNT } part_id;

typedef struct { /* As it stands in the file. */
    char magic[8];
    uint32_t byte_order, format;
    char version[24], build[24], libraries[48]; /* who made it: ended by NUL */
    uint32_t pointer_bytes, max_aligned;        /* … on what machine */
    uint64_t length;                            /* of the whole file */
    struct {
        uint64_t at, length;
    } parts[PART_COUNT];
    uint64_t arrays_at;
    uint64_t block_sums_sum; /* over the part */
    uint64_t header_sum;     /* over all that stands before it */
} pack_header;

static const pack_header *header_of(const pack *p) {
    return (const pack_header *)(const void *)p->bytes;
}

static uint64_t sum_of_header(const pack_header *h) {
    return drg_flat_sum((const char *)h, offsetof(pack_header, header_sum));
}

static size_t aligned(size_t n, size_t to) {
    return n + -n % to;
}

static size_t block_count(size_t bytes) {
    return (bytes + PACK_BLOCK - 1) / PACK_BLOCK;
}

/* Looking ---------------------------------------------------------------------------------------------------------- */

static drg_status refuse(drg_messages *messages, const char *path, drg_status status, const char *hint,
                         const char *format, const char *what) {
    const source file = {.path = drg_text_of(path)};
    drg_error(messages, (place){.file = &file}, "pack", hint, format, what);
    return status;
}

#define AGAIN "`dragoman compile` makes it anew"

static drg_status is_damaged(drg_messages *messages, const char *path, size_t at) {
    char where[32];
    snprintf(where, sizeof where, "%zu", at);
    return refuse(messages, path, DRG_BAD_KNOWLEDGE, AGAIN, "the pack is damaged at byte %s", where);
}

/* It ends, and does nothing to the terminal that it is shown on. */
static bool is_text(const char *text, size_t room) {
    size_t length = 0;
    while (length < room && text[length] >= ' ' && text[length] <= '~') length++;
    return length < room && !text[length];
}

/* Who made it, and for whom. */
static drg_status look_at_maker(const char *path, const pack_header *h, drg_messages *messages) {
    char libraries[sizeof h->libraries];
    drg_build_libraries(libraries, sizeof libraries);
    if (h->pointer_bytes != sizeof(void *) || h->max_aligned != _Alignof(max_align_t))
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack is for another kind of machine%s", "");
    if (!is_text(h->version, sizeof h->version) || !is_text(h->build, sizeof h->build) ||
        !is_text(h->libraries, sizeof h->libraries))
        return is_damaged(messages, path, offsetof(pack_header, version));
    if (h->format != PACK_FORMAT || strcmp(h->version, DRG_VERSION) != 0)
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack was made by another version: dragoman %s",
                      h->version);
    if (strcmp(h->build, drg_build()) != 0)
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack was made by another build of dragoman %s",
                      h->version);
    if (strcmp(h->libraries, libraries) != 0)
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack was made with other libraries: %s", h->libraries);
    return DRG_OK;
}

static bool parts_fit(const pack_header *h) {
    size_t end = sizeof *h;
    for (part_id part = 0; part < PART_COUNT; part++) {
        if (h->parts[part].at != aligned(end, PACK_ALIGNED)) return false;
        if (h->parts[part].at > h->length || h->parts[part].length > h->length - h->parts[part].at) return false;
        end = (size_t)(h->parts[part].at + h->parts[part].length);
    }
    return h->arrays_at == aligned(end, PACK_PAGE) && h->arrays_at <= h->length;
}

/* Where the first wrong block of what is looked at begins; 0: all are right. */
static size_t find_damage(const pack *p) {
    const pack_header *h = header_of(p);
    const size_t first = (size_t)h->parts[PART_RECORDS].at, end = (size_t)h->parts[PART_BLOCK_SUMS].at;
    const char *sums = p->bytes + end;
    if (h->parts[PART_BLOCK_SUMS].length != block_count(end - first) * sizeof(uint64_t)) return end;
    if (drg_flat_sum(sums, block_count(end - first) * sizeof(uint64_t)) != h->block_sums_sum) return end;
    for (size_t at = first; at < end; at += PACK_BLOCK, sums += sizeof(uint64_t)) {
        const size_t length = end - at < PACK_BLOCK ? end - at : PACK_BLOCK;
        if (drg_flat_sum(p->bytes + at, length) != hash_load8(sums)) return at;
    }
    return 0;
}

drg_status drg_pack_look(const char *path, pack *p, drg_messages *messages) {
    const pack_header *h = header_of(p);
    char lengths[64];
    if (p->length < sizeof h->magic || memcmp(p->bytes, PACK_MAGIC, sizeof h->magic) != 0)
        return refuse(messages, path, DRG_BAD_KNOWLEDGE, "`dragoman compile -o FILE` makes one", "is no pack%s", "");
    if (p->length < sizeof *h)
        return refuse(messages, path, DRG_BAD_KNOWLEDGE, AGAIN, "the pack is cut off in its first bytes%s", "");
    if (h->byte_order != PACK_BYTE_ORDER)
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack is for another kind of machine%s", "");
    if (h->header_sum != sum_of_header(h)) {
        /* Of another format all is different but the first fields. */
        if (h->format == PACK_FORMAT) return is_damaged(messages, path, 0);
        return refuse(messages, path, DRG_STALE, AGAIN, "the pack was made by another version%s", "");
    }
    TRY(look_at_maker(path, h, messages));
    snprintf(lengths, sizeof lengths, "%zu bytes, not %zu", p->length, (size_t)h->length);
    if (p->length < h->length)
        return refuse(messages, path, DRG_BAD_KNOWLEDGE, AGAIN, "the pack is cut off: it has %s", lengths);
    if (p->length > h->length)
        return refuse(messages, path, DRG_BAD_KNOWLEDGE, AGAIN, "something stands behind the pack: the file has %s",
                      lengths);
    if (!parts_fit(h)) return is_damaged(messages, path, offsetof(pack_header, parts));
    const size_t damage = find_damage(p);
    return damage ? is_damaged(messages, path, damage) : DRG_OK;
}

/* Mapping ---------------------------------------------------------------------------------------------------------- */

static drg_status cannot(drg_messages *messages, const char *path, const char *format, int error) {
    char why[128] = "unknown error";
    (void)strerror_r(error, why, sizeof why);
    return refuse(messages, path, DRG_IO, NULL, format, why);
}

static drg_status map_file(int file, const char *path, pack *p, drg_messages *messages) {
    struct stat about;
    if (fstat(file, &about) < 0) return cannot(messages, path, "cannot be read: %s", errno);
    if (!S_ISREG(about.st_mode)) return refuse(messages, path, DRG_BAD_KNOWLEDGE, NULL, "is no file%s", "");
    if (about.st_size == 0 || (uintmax_t)about.st_size > PACK_BYTES_MOST)
        return refuse(messages, path, DRG_BAD_KNOWLEDGE, "`dragoman compile -o FILE` makes one", "is no pack%s", "");
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) return cannot(messages, path, "cannot be mapped: %s", errno);
    p->bytes = bytes;
    p->length = (size_t)about.st_size;
    p->mapped = bytes;
    return DRG_OK;
}

drg_status drg_pack_map(const char *path, pack *p, drg_messages *messages) {
    *p = (pack){0};
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return cannot(messages, path, "cannot be opened: %s", errno);
    drg_status status = map_file(file, path, p, messages);
    close(file);
    if (status == DRG_OK) status = drg_pack_look(path, p, messages);
    if (status != DRG_OK) drg_pack_unmap(p);
    return status;
}

void drg_pack_unmap(pack *p) {
    if (p->mapped) munmap(p->mapped, p->length);
    p->bytes = p->mapped = NULL;
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

static const char *part_of(const pack *p, part_id part, size_t *length) {
    *length = (size_t)header_of(p)->parts[part].length;
    return p->bytes + header_of(p)->parts[part].at;
}

void drg_pack_begin(pack *p, arena *a, transfer *t) {
    size_t records, sections, sums;
    const char *at = part_of(p, PART_RECORDS, &records);
    const void *first_section = part_of(p, PART_SECTIONS, &sections), *first_sum = part_of(p, PART_SUMS, &sums);
    *t = (transfer){.reads = true,
                    .pack = p->bytes,
                    .pack_bytes = p->length,
                    .arrays_at = (size_t)header_of(p)->arrays_at,
                    .at = at,
                    .end = at + records,
                    .next_section = first_section,
                    .sections_end = (const flat_section *)first_section + sections / sizeof(flat_section),
                    .all_sums = first_sum,
                    .sum_count = sums / sizeof(uint64_t),
                    .damaged_at = &p->damaged_at,
                    .arena = a};
}

drg_status drg_pack_end(const char *path, const transfer *t, drg_messages *messages) {
    const bool is_whole = t->at == t->end && t->next_section == t->sections_end;
    if (t->status == DRG_OK && is_whole) return DRG_OK;
    if (t->status != DRG_OK && t->status != DRG_BAD_KNOWLEDGE) return t->status;
    return is_damaged(messages, path, (size_t)(t->at - t->pack));
}

/* Writing ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    int file;
    size_t at;
    int error; /* errno of the first write that failed */
} pack_writer;

static void put(pack_writer *w, const void *bytes, size_t length) {
    const char *at = bytes;
    w->at += length;
    while (length && !w->error) {
        const ssize_t done = write(w->file, at, length);
        if (done < 0 && errno != EINTR) w->error = errno;
        if (done <= 0) continue;
        at += done;
        length -= (size_t)done;
    }
}

static void put_zeros(pack_writer *w, size_t to) {
    static const char zeros[PACK_PAGE];
    put(w, zeros, to - w->at);
}

static void lay_out(pack_header *h, const transfer *t) {
    const size_t lengths[] = {[PART_RECORDS] = t->records.count,
                              [PART_SECTIONS] = t->sections.count * sizeof(flat_section),
                              [PART_SUMS] = t->sums.count * sizeof(uint64_t)};
    size_t end = sizeof *h;
    for (part_id part = 0; part < PART_COUNT; part++) {
        const size_t at = aligned(end, PACK_ALIGNED);
        h->parts[part].at = at;
        h->parts[part].length = part == PART_BLOCK_SUMS
                                    ? block_count(at - (size_t)h->parts[PART_RECORDS].at) * sizeof(uint64_t)
                                    : lengths[part];
        end = at + (size_t)h->parts[part].length;
    }
    h->arrays_at = aligned(end, PACK_PAGE);
    h->length = h->arrays_at + t->arrays_bytes;
}

static void copy_part(char *head, const pack_header *h, part_id part, const void *bytes) {
    if (h->parts[part].length) memcpy(head + h->parts[part].at, bytes, (size_t)h->parts[part].length);
}

/* The sections as they stand in the file: from its start. */
static void place_sections(char *head, const pack_header *h, const transfer *t) {
    flat_section *placed = (flat_section *)(void *)(head + h->parts[PART_SECTIONS].at);
    for (size_t i = 0; i < t->sections.count; i++) placed[i].at += h->arrays_at;
}

static void sum_blocks(char *head, pack_header *h) {
    const size_t end = (size_t)h->parts[PART_BLOCK_SUMS].at;
    char *sums = head + end;
    for (size_t at = (size_t)h->parts[PART_RECORDS].at; at < end; at += PACK_BLOCK, sums += sizeof(uint64_t)) {
        const uint64_t sum = drg_flat_sum(head + at, end - at < PACK_BLOCK ? end - at : PACK_BLOCK);
        memcpy(sums, &sum, sizeof sum);
    }
    h->block_sums_sum = drg_flat_sum(head + end, (size_t)h->parts[PART_BLOCK_SUMS].length);
}

/* The header's sum goes last: it is over the blocks' sums' sum, too. */
static void sum_head(char *head, pack_header *h) {
    sum_blocks(head, h);
    h->header_sum = sum_of_header(h);
}

static pack_header make_header(const transfer *t) {
    pack_header h = {.byte_order = PACK_BYTE_ORDER,
                     .format = PACK_FORMAT,
                     .version = DRG_VERSION,
                     .pointer_bytes = sizeof(void *),
                     .max_aligned = _Alignof(max_align_t)};
    memcpy(h.magic, PACK_MAGIC, sizeof h.magic);
    snprintf(h.build, sizeof h.build, "%s", drg_build());
    drg_build_libraries(h.libraries, sizeof h.libraries);
    lay_out(&h, t);
    return h;
}

/* All that stands before the arrays, on the heap; NULL if there is no memory. */
static char *make_head(const transfer *t, const pack_header *h) {
    char *head = calloc(1, (size_t)h->arrays_at);
    if (!head) return NULL;
    copy_part(head, h, PART_RECORDS, t->records.items);
    copy_part(head, h, PART_SECTIONS, t->sections.items);
    copy_part(head, h, PART_SUMS, t->sums.items);
    place_sections(head, h, t);
    memcpy(head, h, sizeof *h);
    sum_head(head, (pack_header *)(void *)head);
    return head;
}

static void put_all(pack_writer *w, const char *head, const pack_header *h, const transfer *t) {
    put(w, head, (size_t)h->arrays_at);
    for (size_t i = 0; i < t->sections.count; i++) {
        const flat_section *s = &t->sections.items[i];
        put_zeros(w, (size_t)h->arrays_at + s->at);
        put(w, t->items.items[i], s->count * s->item_bytes);
    }
}

/* Opens a file of no other's beside `path`; its name goes into `beside`. */
static int open_beside(const char *path, char *beside, size_t room) {
    for (unsigned i = 0; i < 100; i++) {
        const int length = snprintf(beside, room, "%s.%ld-%u.new", path, (long)getpid(), i);
        if (length < 0 || (size_t)length >= room) {
            errno = ENAMETOOLONG;
            return -1;
        }
        const int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/* Only a file is replaced: renaming over a device would take it away. */
static bool may_be_replaced(const char *path) {
    struct stat about;
    return lstat(path, &about) < 0 || S_ISREG(about.st_mode);
}

bool drg_pack_is_other(const char *path) {
    char magic[sizeof PACK_MAGIC - 1];
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
    if (file < 0) return false;
    const ssize_t length = read(file, magic, sizeof magic);
    close(file);
    return length > 0 && ((size_t)length < sizeof magic || memcmp(magic, PACK_MAGIC, sizeof magic) != 0);
}

drg_status drg_pack_save(const transfer *t, const char *path, drg_messages *messages) {
    char beside[PACK_PATH_BYTES];
    if (t->status != DRG_OK) return t->status;
    if (!may_be_replaced(path))
        return refuse(messages, path, DRG_IO, NULL, "is no file: a pack cannot be written%s", "");
    const pack_header h = make_header(t);
    if (h.length > PACK_BYTES_MOST)
        return refuse(messages, path, DRG_TOO_LARGE, NULL, "the pack would be larger than 4 GB%s", "");
    char *head = make_head(t, &h);
    if (!head) return DRG_NO_MEMORY;
    pack_writer w = {.file = open_beside(path, beside, sizeof beside)};
    if (w.file < 0) w.error = errno;
    else put_all(&w, head, &h, t);
    free(head);
    if (w.file >= 0 && close(w.file) < 0 && !w.error) w.error = errno;
    if (!w.error && rename(beside, path) < 0) w.error = errno;
    if (w.error && w.file >= 0) unlink(beside);
    return w.error ? cannot(messages, path, "cannot be written: %s", w.error) : DRG_OK;
}

/* Mending ---------------------------------------------------------------------------------------------------------- */

static bool section_lies_within(const flat_section *s, size_t length, size_t sum_count) {
    if (!s->item_bytes || s->item_bytes > FLAT_ITEM_BYTES || s->at > length) return false;
    if (s->count > (length - s->at) / s->item_bytes || s->first_sum > sum_count) return false;
    return flat_block_count(s->count, drg_flat_shift(s->item_bytes)) <= sum_count - s->first_sum;
}

static void mend_section(const char *bytes, const flat_section *s, uint64_t *sums) {
    const size_t block = (size_t)1 << drg_flat_shift(s->item_bytes);
    for (size_t first = 0; first < s->count; first += block) {
        const size_t here = s->count - first < block ? s->count - first : block;
        *sums++ = drg_flat_sum(bytes + s->at + first * s->item_bytes, here * s->item_bytes);
    }
}

void drg_pack_mend(char *bytes, size_t length) {
    pack_header *h = (pack_header *)(void *)bytes;
    if (length < sizeof *h || h->length != length || !parts_fit(h)) return;
    const flat_section *s = (const flat_section *)(const void *)(bytes + h->parts[PART_SECTIONS].at);
    uint64_t *sums = (uint64_t *)(void *)(bytes + h->parts[PART_SUMS].at);
    const size_t sum_count = (size_t)h->parts[PART_SUMS].length / sizeof *sums;
    for (size_t i = 0; i < h->parts[PART_SECTIONS].length / sizeof *s; i++)
        if (section_lies_within(&s[i], length, sum_count)) mend_section(bytes, &s[i], sums + s[i].first_sum);
    const size_t end = (size_t)h->parts[PART_BLOCK_SUMS].at, first = (size_t)h->parts[PART_RECORDS].at;
    if (h->parts[PART_BLOCK_SUMS].length == block_count(end - first) * sizeof(uint64_t)) sum_blocks(bytes, h);
    h->header_sum = sum_of_header(h);
}
