/* Index: open addressing with linear probing, at most three quarters full. See index.h. */
#include "resolve/index.h"

#include <stdlib.h>

#define FIRST_ROOM 64

static uint32_t slot_of(const index_table *t, uint64_t key) {
    uint32_t slot = (uint32_t)key & (t->room - 1);
    while (t->keys[slot] && t->keys[slot] != key) slot = (slot + 1) & (t->room - 1);
    return slot;
}

void drg_index_clear(index_table *t) {
    free(t->keys);
    free(t->numbers);
    *t = (index_table){0};
}

static drg_status grow(index_table *t) {
    if (t->room > UINT32_MAX / 2) return DRG_TOO_LARGE;
    index_table larger = {.count = t->count, .room = t->room ? t->room * 2 : FIRST_ROOM};
    larger.keys = calloc(larger.room, sizeof *larger.keys);
    larger.numbers = malloc(larger.room * sizeof *larger.numbers);
    if (!larger.keys || !larger.numbers) {
        drg_index_clear(&larger);
        return DRG_NO_MEMORY;
    }
    for (uint32_t i = 0; i < t->room; i++) {
        if (!t->keys[i]) continue;
        const uint32_t slot = slot_of(&larger, t->keys[i]);
        larger.keys[slot] = t->keys[i];
        larger.numbers[slot] = t->numbers[i];
    }
    drg_index_clear(t);
    *t = larger;
    return DRG_OK;
}

drg_status drg_index_put(index_table *t, uint64_t key, uint32_t number) {
    if (t->count >= t->room / 4 * 3) TRY(grow(t));
    const uint32_t slot = slot_of(t, key);
    t->count += t->keys[slot] == 0;
    t->keys[slot] = key;
    t->numbers[slot] = number;
    return DRG_OK;
}

uint32_t drg_index_find(const index_table *t, uint64_t key) {
    if (!t->room) return UINT32_MAX;
    const uint32_t slot = slot_of(t, key);
    return t->keys[slot] ? t->numbers[slot] : UINT32_MAX;
}
