/* A hash table from 64-bit keys to 32-bit values; open addressing, at most three quarters full.
 *
 * Keys are pairs of numbers (state and class, set and mark): `pair_key` makes them. The value 0 means: not there. */
#ifndef DRG_TABLE_H
#define DRG_TABLE_H

#include "text/memory.h"

typedef struct {
    uint32_t key_low, key_high; /* in two halves, so that a slot has twelve bytes */
    uint32_t value;             /* 0: the slot is free */
} table_slot;

typedef struct {
    table_slot *slots;
    uint32_t count, mask; /* mask + 1 slots; no slots yet: slots is NULL */
} table;

static inline uint64_t pair_key(uint32_t a, uint32_t b) {
    return (uint64_t)a << 32 | b;
}

/* The finalizer of MurmurHash3 (A. Appleby, public domain). */
static inline uint64_t mixed(uint64_t k) {
    k = (k ^ k >> 33) * 0xff51afd7ed558ccdu;
    k = (k ^ k >> 33) * 0xc4ceb9fe1a85ec53u;
    return k ^ k >> 33;
}

static inline bool slot_has(const table_slot *s, uint64_t key) {
    return s->key_low == (uint32_t)key && s->key_high == (uint32_t)(key >> 32);
}

/* The value of `key`; 0 if it is not there. */
static inline uint32_t table_get(const table *t, uint64_t key) {
    if (!t->slots) return 0;
    for (uint32_t i = (uint32_t)mixed(key) & t->mask;; i = (i + 1) & t->mask) {
        if (!t->slots[i].value) return 0;
        if (slot_has(&t->slots[i], key)) return t->slots[i].value;
    }
}

/* Puts a value that is not 0, in place of an older one. */
drg_status drg_table_put(table *t, uint64_t key, uint32_t value);
/* Forgets all, and keeps the room unless it is large, or larger by far than it had to be this time. */
void drg_table_empty(table *t);
void drg_table_clear(table *t);

#endif
