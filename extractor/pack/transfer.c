/* Transfer. See transfer.h. */
#include "pack/transfer.h"

#include <stdalign.h>
#include <string.h>

#include "text/utf8.h"

#define SECTION_ALIGNED 64
#define PLAIN_ALIGNED                                                                                                  \
    8 /* plain arrays begin at a multiple of it, counted from the first record, which is aligned, too */

void drg_transfer_clear(transfer *t) {
    VECTOR_CLEAR(t->records);
    VECTOR_CLEAR(t->sections);
    VECTOR_CLEAR(t->items);
    VECTOR_CLEAR(t->sums);
}

void drg_transfer_fail(transfer *t, drg_status status) {
    if (t->status == DRG_OK) t->status = status;
}

void drg_transfer_wrong(transfer *t) {
    drg_transfer_fail(t, DRG_BAD_KNOWLEDGE);
}

/* Records ---------------------------------------------------------------------------------------------------------- */

static void append(transfer *t, const void *bytes, size_t count) {
    if (!VECTOR_RESERVE(t->records, t->records.count + count)) {
        drg_transfer_fail(t, DRG_NO_MEMORY);
        return;
    }
    if (bytes && count) memcpy(t->records.items + t->records.count, bytes, count);
    t->records.count += count;
}

/* The next `count` bytes of the records; NULL if there are not so many. */
static const char *take_record(transfer *t, size_t count) {
    if (t->status != DRG_OK || count > (size_t)(t->end - t->at)) {
        drg_transfer_wrong(t);
        return NULL;
    }
    const char *taken = t->at;
    t->at += count;
    return taken;
}

void drg_transfer_bytes(transfer *t, void *bytes, size_t count) {
    if (!t->reads) {
        append(t, bytes, count);
        return;
    }
    const char *taken = take_record(t, count);
    if (taken) memcpy(bytes, taken, count);
    else memset(bytes, 0, count);
}

void drg_transfer_bool(transfer *t, bool *b) {
    uint8_t n = *b;
    drg_transfer_bytes(t, &n, 1);
    if (n > 1) drg_transfer_wrong(t);
    *b = n == 1;
}

void drg_transfer_index(transfer *t, uint32_t *n, size_t bound) {
    drg_transfer_u32(t, n);
    if (*n < bound) return;
    drg_transfer_wrong(t);
    *n = 0;
}

/* Its length + 1 (0: no text at all), its bytes, NUL. */
void drg_transfer_text(transfer *t, drg_text *text) {
    uint32_t length = text->bytes ? (uint32_t)text->length + 1 : 0;
    if (!t->reads && text->length >= UINT32_MAX) drg_transfer_fail(t, DRG_TOO_LARGE);
    drg_transfer_u32(t, &length);
    if (!t->reads) {
        append(t, text->bytes, text->length);
        if (length) append(t, "", 1);
        return;
    }
    const char *bytes = length ? take_record(t, length) : NULL;
    *text = bytes ? (drg_text){bytes, length - 1} : (drg_text){0};
    if (bytes && bytes[length - 1] == '\0' && drg_utf8_valid_length(*text) == text->length) return;
    if (length) drg_transfer_wrong(t);
    *text = (drg_text){0};
}

void drg_transfer_name(transfer *t, drg_text *name) {
    drg_transfer_text(t, name);
    if (!name->bytes) drg_transfer_wrong(t);
}

void drg_transfer_count(transfer *t, size_t *count, size_t least_bytes) {
    uint64_t n = *count;
    drg_transfer_u64(t, &n);
    if (t->reads && n > (size_t)(t->end - t->at) / least_bytes) {
        drg_transfer_wrong(t);
        n = 0;
    }
    *count = (size_t)n;
}

void drg_transfer_counted(transfer *t, size_t from, size_t count, size_t least_bytes) {
    if (!t->reads && t->status == DRG_OK && (t->records.count - from) / least_bytes < count) drg_transfer_wrong(t);
}

void *drg_transfer_take(transfer *t, size_t count, size_t item_bytes) {
    if (!count || t->status != DRG_OK) return NULL;
    void *taken = count <= SIZE_MAX / item_bytes ? drg_arena_take(t->arena, count * item_bytes) : NULL;
    if (taken) memset(taken, 0, count * item_bytes);
    else drg_transfer_fail(t, DRG_NO_MEMORY);
    return taken;
}

/* Bytes of the pack as items of a vector that nobody writes into, for its room is 0. */
static void *borrowed(const char *bytes) {
    void *same;
    memcpy(&same, &bytes, sizeof same);
    return same;
}

/* Arrays ----------------------------------------------------------------------------------------------------------- */

static void align_records(transfer *t) {
    static const char zeros[PLAIN_ALIGNED];
    if (!t->reads) append(t, zeros, -t->records.count % PLAIN_ALIGNED);
    else (void)take_record(t, -(uintptr_t)t->at % PLAIN_ALIGNED);
}

void drg_transfer_plain(transfer *t, void **items, size_t *count, size_t item_bytes, flat_check *check,
                        const void *of) {
    drg_transfer_count(t, count, item_bytes);
    align_records(t);
    if (!t->reads) {
        append(t, *items, *count * item_bytes);
        return;
    }
    const char *taken = take_record(t, *count * item_bytes);
    *items = borrowed(taken);
    if (!taken) *count = 0;
    else if (*count && check && !check(of, 0, *count)) drg_transfer_wrong(t);
}

/* Sections --------------------------------------------------------------------------------------------------------- */

static void write_section(transfer *t, const char *items, size_t count, size_t item_bytes) {
    const size_t block = (size_t)1 << drg_flat_shift(item_bytes);
    const size_t at = t->arrays_bytes + -t->arrays_bytes % SECTION_ALIGNED;
    const flat_section made = {at, count, (uint32_t)item_bytes, (uint32_t)t->sums.count};
    t->arrays_bytes = at + count * item_bytes;
    if (!VECTOR_PUSH(t->sections, made)) drg_transfer_fail(t, DRG_NO_MEMORY);
    if (!VECTOR_PUSH(t->items, items)) drg_transfer_fail(t, DRG_NO_MEMORY);
    for (size_t first = 0; first < count; first += block) {
        const size_t here = count - first < block ? count - first : block;
        if (!VECTOR_PUSH(t->sums, drg_flat_sum(items + first * item_bytes, here * item_bytes)))
            drg_transfer_fail(t, DRG_NO_MEMORY);
    }
}

/* It lies behind the one before it: of sections that lay over one another a small pack could have as many as would take all
 * memory for their guards. */
static bool section_fits(const transfer *t, const flat_section *s, size_t item_bytes) {
    const size_t blocks = flat_block_count(s->count, drg_flat_shift(item_bytes));
    return s->item_bytes == item_bytes && s->at >= t->arrays_at && s->at <= t->pack_bytes &&
           s->at % SECTION_ALIGNED == 0 && s->count <= (t->pack_bytes - s->at) / item_bytes &&
           s->first_sum == t->next_sum && blocks <= t->sum_count - t->next_sum;
}

/* The guard of the next section; NULL if it is wrong. */
static flat_guard *read_section(transfer *t, size_t item_bytes) {
    const flat_section *s = t->next_section;
    if (t->status != DRG_OK || s == t->sections_end || !section_fits(t, s, item_bytes)) {
        drg_transfer_wrong(t);
        return NULL;
    }
    const unsigned shift = drg_flat_shift(item_bytes);
    t->next_section++;
    t->next_sum += flat_block_count(s->count, shift);
    t->arrays_at = s->at + s->count * item_bytes;
    flat_guard *g = drg_transfer_take(t, 1, sizeof *g);
    _Atomic uint8_t *states = drg_transfer_take(t, flat_block_count(s->count, shift) + 1, sizeof *states);
    if (!g || !states) return NULL;
    *g = (flat_guard){.bytes = t->pack + s->at,
                      .count = s->count,
                      .item_bytes = item_bytes,
                      .shift = shift,
                      .sums = t->all_sums + s->first_sum,
                      .states = states,
                      .pack = t->pack,
                      .damaged_at = t->damaged_at};
    return g;
}

void drg_transfer_flat(transfer *t, void **items, size_t *count, size_t item_bytes, flat_guard **guard,
                       flat_check *check, const void *of) {
    if (!t->reads) {
        write_section(t, *items, *count, item_bytes);
        return;
    }
    flat_guard *g = read_section(t, item_bytes);
    *guard = g;
    *items = g ? borrowed(g->bytes) : NULL;
    *count = g ? g->count : 0;
    if (!g) return;
    g->check = check;
    g->of = of;
}
