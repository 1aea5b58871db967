/* The ids of a run's documents. See id_set.h. */
#include "cli/id_set.h"

#include <stdlib.h>

#include "text/hash.h"

#define FIRST_SLOTS 1024

/* Fixed: whoever makes ids that fall on one slot slows down a run of his own. */
static const hash_secrets secrets = {0x9E3779B97F4A7C15u, 0xD1B54A32D192ED03u};

/* The slot that holds `id`, or the free one where it belongs. */
static drg_text *find_slot(drg_text *slots, size_t slot_count, drg_text id) {
    size_t i = (size_t)hash_text(id, secrets) & (slot_count - 1);
    while (slots[i].bytes && !text_equal(slots[i], id)) i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

/* At most half of the slots are ever taken. */
static bool grow(id_set *s) {
    if (s->count < s->slot_count / 2) return true;
    const size_t wanted = s->slot_count ? s->slot_count * 2 : FIRST_SLOTS;
    drg_text *slots = calloc(wanted, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < s->slot_count; i++) {
        if (s->slots[i].bytes) *find_slot(slots, wanted, s->slots[i]) = s->slots[i];
    }
    free(s->slots);
    s->slots = slots;
    s->slot_count = wanted;
    return true;
}

id_answer drg_id_set_add(id_set *s, drg_text id) {
    if (!grow(s)) return ID_NO_MEMORY;
    drg_text *slot = find_slot(s->slots, s->slot_count, id);
    if (slot->bytes) return ID_KNOWN;
    const drg_text copy = drg_arena_copy(&s->texts, id);
    if (!copy.bytes) return ID_NO_MEMORY;
    *slot = copy;
    s->count++;
    return ID_NEW;
}

void drg_id_set_clear(id_set *s) {
    free(s->slots);
    drg_arena_clear(&s->texts);
    *s = (id_set){0};
}
