/* Bits: one for each token of a document (bit n is token n), each boundary (n: before token n), each word record. */
#ifndef DRG_BIT_VECTOR_H
#define DRG_BIT_VECTOR_H

#include <string.h>

#include "text/memory.h"

typedef VECTOR(uint64_t) bit_vector;

/* Room for bits 0 … count, none of them set. */
static inline drg_status bit_vector_begin(bit_vector *b, size_t count) {
    const size_t groups = count / 64 + 1;
    if (!VECTOR_RESERVE(*b, groups)) return DRG_NO_MEMORY;
    memset(b->items, 0, groups * sizeof *b->items);
    b->count = groups;
    return DRG_OK;
}

static inline bool bit_vector_has(const bit_vector *b, uint32_t n) {
    return b->items[n / 64] >> n % 64 & 1;
}

static inline void bit_vector_set(bit_vector *b, uint32_t n) {
    b->items[n / 64] |= (uint64_t)1 << n % 64;
}

/* Sets the bits of the boundaries strictly inside tokens [first, end), 64 at a time. */
static inline void bit_vector_set_inside(bit_vector *b, uint32_t first, uint32_t end) {
    for (uint32_t n = first + 1, to; n < end; n = to) {
        to = (n | 63) + 1 < end ? (n | 63) + 1 : end;
        b->items[n / 64] |= UINT64_MAX >> (64 - (to - n)) << n % 64;
    }
}

/* The first bit from `n` on that is set; UINT32_MAX if there is none. */
static inline uint32_t bit_vector_next(const bit_vector *b, uint32_t n) {
    size_t at = n / 64;
    if (at >= b->count) return UINT32_MAX;
    uint64_t left = b->items[at] >> n % 64 << n % 64;
    while (!left)
        if (++at == b->count) return UINT32_MAX;
        else left = b->items[at];
    return (uint32_t)at * 64 + (uint32_t)__builtin_ctzll(left);
}

#endif
