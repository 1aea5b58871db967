/* Transfer: between knowledge in memory and a pack, both ways by the same lines.
 *
 *     static void transfer_slot(transfer *t, slot *s) {                          writing         reading
 *         drg_transfer_text(t, &s->name);                                        s ─► records    records ─► s
 *         drg_transfer_index(t, &s->list, list_count);
 *     }
 *
 * After Sun's XDR (RFC 4506), whose routines encode and decode alike: what is written and what is read cannot differ.
 * Small things go into the records, one after another, and are all looked at when a pack is opened. Large arrays are
 * sections of their own, mapped and looked at block by block when they are needed (text/flat.h).
 *
 * A pack may be hostile: what is read is bounded here (`drg_transfer_index`), or else by the subject's own function, which
 * calls drg_transfer_wrong. The first thing that goes wrong stays as the status; from then on all is read as zeros. */
#ifndef DRG_TRANSFER_H
#define DRG_TRANSFER_H

#include "text/flat.h"

typedef struct {    /* As it stands in a pack: one behind another, and so their sums. */
    uint64_t at;    /* from the pack's start; of what is being written, from the first section's */
    uint64_t count; /* items */
    uint32_t item_bytes;
    uint32_t first_sum; /* of the pack's sums: one a block */
} flat_section;

typedef struct { /* Owner: who writes or opens a pack. */
    bool reads;
    drg_status status; /* DRG_OK; DRG_NO_MEMORY; DRG_BAD_KNOWLEDGE: the pack is wrong; DRG_TOO_LARGE */
    /* Writing: grows. */
    VECTOR(char) records;
    VECTOR(flat_section) sections;
    VECTOR(const char *) items; /* of the sections: borrowed until the pack is written */
    VECTOR(uint64_t) sums;
    size_t arrays_bytes; /* the sections', with the gaps between them */
    /* Reading: borrowed from the pack, which is mapped at `pack`. */
    const char *pack;
    size_t pack_bytes;
    const char *at, *end; /* of the records: the next one */
    const flat_section *next_section, *sections_end;
    size_t arrays_at; /* where the next section begins at the earliest: those before it end there */
    const uint64_t *all_sums;
    size_t sum_count, next_sum; /* next_sum: of the next section's first block */
    _Atomic size_t *damaged_at;
    arena *arena; /* takes what is read; of who keeps the knowledge */
} transfer;

void drg_transfer_clear(transfer *t); /* what writing has grown */

/* Why it goes no further; the first reason stays. */
void drg_transfer_fail(transfer *t, drg_status status);
/* The pack says what cannot be. */
void drg_transfer_wrong(transfer *t);

/* Any bytes of one size. All numbers go as they lie in memory. */
void drg_transfer_bytes(transfer *t, void *bytes, size_t count);
static inline void drg_transfer_u32(transfer *t, uint32_t *n) {
    drg_transfer_bytes(t, n, sizeof *n);
}
static inline void drg_transfer_u64(transfer *t, uint64_t *n) {
    drg_transfer_bytes(t, n, sizeof *n);
}
static inline void drg_transfer_double(transfer *t, double *n) {
    drg_transfer_bytes(t, n, sizeof *n);
}
/* false or true: nothing else may stand there. */
void drg_transfer_bool(transfer *t, bool *b);
/* A number below `bound`. */
void drg_transfer_index(transfer *t, uint32_t *n, size_t bound);
/* May items [first, first + count) be read of `of` ones? For what is read as it lies. */
static inline bool transfer_fits(uint32_t first, uint32_t count, size_t of) {
    return first <= of && count <= of - first;
}
/* An enum whose values are 0 … bound - 1 (an int of the caller's: enums differ in their types). */
#define TRANSFER_ENUM(t, e, bound)                                                                                     \
    do {                                                                                                               \
        uint32_t transfer_n = (uint32_t)(e);                                                                           \
        drg_transfer_index(t, &transfer_n, (bound));                                                                   \
        (e) = (__typeof__(e))transfer_n;                                                                               \
    } while (0)
/* A text of valid UTF-8, ended with NUL where it is read, borrowed from the pack; {NULL, 0} stays so. */
void drg_transfer_text(transfer *t, drg_text *text);
/* … that is there, if empty. */
void drg_transfer_name(transfer *t, drg_text *name);

/* How many there are of what comes next; at least `least_bytes` of records each (a hostile count takes no memory). */
void drg_transfer_count(transfer *t, size_t *count, size_t least_bytes);
/* … and when they are written: that they have as many, counted from byte `from` of the records. */
void drg_transfer_counted(transfer *t, size_t from, size_t count, size_t least_bytes);
/* Memory for what is read, cleared; NULL (and the status) if there is none, or none is wanted. */
void *drg_transfer_take(transfer *t, size_t count, size_t item_bytes);

/* Records that make a thing of so many bytes have an eighth of that at least: a pack takes eight times its own length of memory
 * at most, whatever counts it has. (Mostly it is a half; a text is a pointer, a length, and four bytes of records.) */
#define TRANSFER_LEAST(bytes) (((bytes) + 7) / 8)

/* An array of small things, each by `each(t, T *)`: { const T *items; uint32_t count } or a VECTOR(T), by its two members. What is read
 * lies in the arena: a VECTOR's room is 0. */
#define TRANSFER_ARRAY(t, array, array_count, each)                                                                    \
    do {                                                                                                               \
        size_t transfer_count = (array_count);                                                                         \
        drg_transfer_count(t, &transfer_count, TRANSFER_LEAST(sizeof *(array)));                                       \
        const size_t transfer_from = (t)->records.count;                                                               \
        if ((t)->reads) (array) = drg_transfer_take(t, transfer_count, sizeof *(array));                               \
        for (size_t transfer_i = 0; transfer_i < transfer_count && (array); transfer_i++)                              \
            each(t, (void *)&(array)[transfer_i]);                                                                     \
        drg_transfer_counted(t, transfer_from, transfer_count, TRANSFER_LEAST(sizeof *(array)));                       \
        (array_count) = (__typeof__(array_count))((array) ? transfer_count : 0);                                       \
    } while (0)

/* A VECTOR of plain items (numbers alone, no pointers), in the records; read, it is borrowed from the pack, and `check`
 * (NULL: any bytes will do) has found all of it right. */
void drg_transfer_plain(transfer *t, void **items, size_t *count, size_t item_bytes, flat_check *check, const void *of);
#define TRANSFER_PLAIN(t, v, check, of)                                                                                \
    drg_transfer_plain(t, (void **)&(v).items, &(v).count, sizeof *(v).items, (check), (of))

/* A FLAT, as a section: nothing of it is looked at before it is needed, but how many items it has. */
void drg_transfer_flat(transfer *t, void **items, size_t *count, size_t item_bytes, flat_guard **guard,
                       flat_check *check, const void *of);
#define TRANSFER_FLAT(t, v, check, of)                                                                                 \
    drg_transfer_flat(t, (void **)&(v).items, &(v).count, sizeof *(v).items, &(v).guard, (check), (of))

#endif
