/* Flat arrays: of knowledge that was made here, or that lies in a mapped pack.
 *
 *     items    [ · · · · · · · · | · · · · · · · · | · · · · · · · · | · · · ]      a block: 256 bytes of them, about
 *     states         right            not seen           right        wrong         one byte a block
 *
 * One is built as a VECTOR, which it is; then it has no guard. In a pack nobody has seen its bytes yet: its guard looks
 * at a block when the first of its items is asked for. Its sum must be the one that the pack names, which finds out what
 * was altered; and each item must be right to whom it belongs, so that no index of a hostile pack leads astray. What no
 * document needs is never read, and what was seen once costs a look at one byte.
 *
 * Items that are wrong read as zeros, and the pack is known to be damaged from then on: extract.c gives up the document.
 * Threads share a guard: each block is looked at by whoever comes first, or by several, with the same result. */
#ifndef DRG_FLAT_H
#define DRG_FLAT_H

#include <stdatomic.h>

#include "text/memory.h"

/* Are items [first, end) of what `of` points to right: every index in them in its bounds? Looks at these alone. */
typedef bool flat_check(const void *of, size_t first, size_t end);

typedef struct { /* Lifetime: the pack's. */
    const char *bytes;
    size_t count, item_bytes;
    unsigned shift; /* a block has 1 << shift items */
    const uint64_t *sums;
    _Atomic uint8_t *states; /* by block */
    flat_check *check;       /* NULL: any bytes are right */
    const void *of;
    const char *pack;           /* where the pack begins … */
    _Atomic size_t *damaged_at; /* … and where it is wrong: the byte + 1; 0: nowhere so far */
} flat_guard;

enum { FLAT_NOT_SEEN, FLAT_RIGHT, FLAT_WRONG };
#define FLAT_BLOCK_BYTES 256 /* a short document looks at some two thousand blocks, most of them for one item */
#define FLAT_ITEM_BYTES 64   /* no item is larger */

/* A VECTOR whose items may be borrowed from a pack: then `room` is 0, and clearing it frees nothing. */
#define FLAT(type)                                                                                                     \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t count, room;                                                                                            \
        flat_guard *guard;                                                                                             \
    }

/* What a guarded item is that is wrong. */
extern const char drg_flat_nothing[FLAT_ITEM_BYTES];

/* How many items a block has (the power of two), and how many blocks that makes. */
unsigned drg_flat_shift(size_t item_bytes);
static inline size_t flat_block_count(size_t count, unsigned shift) {
    return (count >> shift) + ((count & (((size_t)1 << shift) - 1)) != 0);
}
uint64_t drg_flat_sum(const char *bytes, size_t length);

/* Looks at the blocks of items [first, first + count) that nobody has looked at; false: one is wrong, or they lie outside. */
bool drg_flat_look(const flat_guard *g, size_t first, size_t count);

static inline bool flat_is_right(const flat_guard *g, size_t i) {
    return !g ||
           (i < g->count && atomic_load_explicit(&g->states[i >> g->shift], memory_order_acquire) == FLAT_RIGHT) ||
           drg_flat_look(g, i, 1);
}

/* Item i, borrowed: of a pack, a right one, or zeros. */
#define FLAT_AT(v, i) (flat_is_right((v).guard, (i)) ? &(v).items[i] : (__typeof__((v).items))drg_flat_nothing)
/* May items [first, first + n) be read, n of them in a row? */
#define FLAT_RUN(v, first, n) (!(v).guard || drg_flat_look((v).guard, (first), (n)))

#endif
