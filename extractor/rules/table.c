/* A hash table of numbers. See table.h. */
#include "rules/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 64u       /* most tables of a short document need no more */
#define KEPT_SLOTS (1u << 16) /* by drg_table_empty */
#define SLOTS_A_VALUE 16      /* of a table that is kept: more of them only have to be cleared, each time */

static void put(table *t, uint64_t key, uint32_t value) {
    uint32_t i = (uint32_t)mixed(key) & t->mask;
    while (t->slots[i].value && !slot_has(&t->slots[i], key)) i = (i + 1) & t->mask;
    t->count += t->slots[i].value == 0;
    t->slots[i] = (table_slot){(uint32_t)key, (uint32_t)(key >> 32), value};
}

static uint64_t key_of(const table_slot *s) {
    return (uint64_t)s->key_high << 32 | s->key_low;
}

/* Takes what stands in slots[from, to) out of its slot and puts it where it belongs. */
static void put_anew(table *t, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        const table_slot one = t->slots[i];
        if (!one.value) continue;
        t->slots[i].value = 0;
        t->count--;
        put(t, key_of(&one), one.value);
    }
}

/* Twice the slots, in place: the old table and the new one would be half as much again. One by one from behind a free slot
 * on, each finds its place in the new half, or between its old place and its hash, where all are placed already. Those
 * before the free slot may have come over the table's end: they step aside, and come last. */
static drg_status grow(table *t) {
    if (t->mask > UINT32_MAX / 4) return DRG_TOO_LARGE;
    const uint32_t old = t->slots ? t->mask + 1 : 0, now = old ? old * 2 : FIRST_SLOTS;
    table_slot *slots = realloc(t->slots, now * sizeof *slots);
    if (!slots) return DRG_NO_MEMORY;
    t->slots = slots;
    memset(slots + old, 0, (now - old) * sizeof *slots);
    uint32_t first = 0;
    while (first < old && slots[first].value) first++;
    table_slot *aside = malloc((first + 1) * sizeof *aside);
    if (!aside) return DRG_NO_MEMORY; /* as it was, with room that is not used */
    memcpy(aside, slots, first * sizeof *aside);
    memset(slots, 0, first * sizeof *slots);
    t->count -= first;
    t->mask = now - 1;
    put_anew(t, first, old);
    for (uint32_t i = 0; i < first; i++) put(t, key_of(&aside[i]), aside[i].value);
    free(aside);
    return DRG_OK;
}

drg_status drg_table_put(table *t, uint64_t key, uint32_t value) {
    assert(value);
    if (!t->slots || t->count >= t->mask / 4 * 3) TRY(grow(t));
    put(t, key, value);
    return DRG_OK;
}

void drg_table_empty(table *t) {
    if (!t->slots) return;
    if (t->mask >= KEPT_SLOTS || (t->mask >= FIRST_SLOTS && t->mask / SLOTS_A_VALUE > t->count)) {
        drg_table_clear(t);
    } else if (t->count) {
        memset(t->slots, 0, ((size_t)t->mask + 1) * sizeof *t->slots);
        t->count = 0;
    }
}

void drg_table_clear(table *t) {
    free(t->slots);
    *t = (table){0};
}
