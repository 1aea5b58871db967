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

static drg_status grow(table *t) {
    if (t->mask > UINT32_MAX / 4) return DRG_TOO_LARGE;
    table larger = {.mask = t->slots ? t->mask * 2 + 1 : FIRST_SLOTS - 1};
    larger.slots = calloc((size_t)larger.mask + 1, sizeof *larger.slots);
    if (!larger.slots) return DRG_NO_MEMORY;
    for (uint32_t i = 0; t->slots && i <= t->mask; i++)
        if (t->slots[i].value) put(&larger, key_of(&t->slots[i]), t->slots[i].value);
    free(t->slots);
    *t = larger;
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
