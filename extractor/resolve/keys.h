/* Keys: how resolve/ finds what it has met before, in constant time, in tables (rules/table.h).
 *
 *     key = key_of(SURNAME, folded word)   ->   the person who was last called so
 *
 * Keys are made by mixing numbers; two things with the same 64 bits are taken as one. */
#ifndef DRG_KEYS_H
#define DRG_KEYS_H

#include "rules/table.h"

/* The number that was noted under `key`; UINT32_MAX if none was. Numbers begin at 0, a table's values at 1. */
static inline uint32_t noted_number(const table *t, uint64_t key) {
    return table_get(t, key) - 1;
}
/* … in place of an older one. DRG_NO_MEMORY. */
static inline drg_status note_number(table *t, uint64_t key, uint32_t number) {
    return drg_table_put(t, key, number + 1);
}

/* A key that has `number` added to it; order counts. (The finaliser of SplitMix64, by Vigna.) */
static inline uint64_t key_with(uint64_t key, uint64_t number) {
    uint64_t x = key + 0x9E3779B97F4A7C15u + number * 0xD1342543DE82EF95u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}
/* … a text. */
static inline uint64_t key_with_text(uint64_t key, drg_text text) {
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a */
    for (size_t i = 0; i < text.length; i++) h = (h ^ (unsigned char)text.bytes[i]) * 0x100000001B3u;
    return key_with(key_with(key, h), text.length);
}

#endif
