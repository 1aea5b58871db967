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
    const index_table old = *t;
    if (old.room > UINT32_MAX / 2) return DRG_TOO_LARGE;
    const uint32_t room = old.room ? old.room * 2 : FIRST_ROOM;
    uint64_t *keys = calloc(room, sizeof *keys);
    uint32_t *numbers = malloc(room * sizeof *numbers);
    if (!keys || !numbers) {
        free(keys);
        free(numbers);
        return DRG_NO_MEMORY;
    }
    *t = (index_table){keys, numbers, old.count, room};
    for (uint32_t i = 0; i < old.room; i++) {
        if (!old.keys[i]) continue;
        const uint32_t slot = slot_of(t, old.keys[i]);
        t->keys[slot] = old.keys[i];
        t->numbers[slot] = old.numbers[i];
    }
    free(old.keys);
    free(old.numbers);
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
