/* Index: from a 64-bit key to a 32-bit number. How resolve/ finds what it has met before, in constant time.
 *
 *     key = key_of(SURNAME, folded word)   ->   the person who was last called so
 *
 * Keys are made by mixing numbers; two things with the same 64 bits are taken as one. Zeroed, a table is empty; it
 * lives on the heap while one stage is resolved, and whoever filled it clears it. */
#ifndef DRG_INDEX_H
#define DRG_INDEX_H

#include "text/memory.h"

typedef struct {    /* Lifetime: document. */
    uint64_t *keys; /* 0: free */
    uint32_t *numbers;
    uint32_t count, room; /* room: a power of two, or 0 */
} index_table;

/* Sets key to `number`, new or not. DRG_NO_MEMORY. */
drg_status drg_index_put(index_table *t, uint64_t key, uint32_t number);
/* UINT32_MAX if the key is not there. */
uint32_t drg_index_find(const index_table *t, uint64_t key);
void drg_index_clear(index_table *t);

/* A key that has `number` added to it; order counts. (The finaliser of SplitMix64, by Vigna.) Never 0. */
static inline uint64_t key_with(uint64_t key, uint64_t number) {
    uint64_t x = key + 0x9E3779B97F4A7C15u + number * 0xD1342543DE82EF95u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    return x ? x : 1;
}
/* … a text. */
static inline uint64_t key_with_text(uint64_t key, drg_text text) {
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a */
    for (size_t i = 0; i < text.length; i++) h = (h ^ (unsigned char)text.bytes[i]) * 0x100000001B3u;
    return key_with(key_with(key, h), text.length);
}

#endif
