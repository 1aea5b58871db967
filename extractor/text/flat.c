/* Flat arrays. See flat.h. */
#include "text/flat.h"

#include <stdalign.h>

#include "text/hash.h"

alignas(max_align_t) const char drg_flat_nothing[FLAT_ITEM_BYTES];

unsigned drg_flat_shift(size_t item_bytes) {
    unsigned shift = 0;
    while ((item_bytes << (shift + 1)) <= FLAT_BLOCK_BYTES) shift++;
    return shift;
}

/* Four sums side by side over 64 bytes at a time, as the processor multiplies: one alone would wait for its last product. */
uint64_t drg_flat_sum(const char *bytes, size_t length) {
    const uint64_t secret = 0x082efa98ec4e6c89; /* these are the next bits of pi */
    uint64_t sums[4] = {0xa4093822299f31d0, 0x452821e638d01377, 0xbe5466cf34e90c6c, 0xc0ac29b7c97c50dd};
    const char *p = bytes, *end = bytes + length;
    for (; end - p >= 64; p += 64)
        for (int i = 0; i < 4; i++)
            sums[i] = hash_mix(hash_load8(p + i * 16) ^ secret, hash_load8(p + i * 16 + 8) ^ sums[i]);
    const uint64_t rest = hash_text((drg_text){p, (size_t)(end - p)}, (hash_secrets){length, secret});
    return hash_mix(hash_mix(sums[0] ^ rest, sums[1] ^ secret), hash_mix(sums[2] ^ length, sums[3] ^ secret) ^ secret);
}

static void note_damage(const flat_guard *g, const char *where) {
    size_t none = 0;
    (void)atomic_compare_exchange_strong(g->damaged_at, &none, (size_t)(where - g->pack) + 1);
}

static bool look_at_block(const flat_guard *g, size_t block) {
    const size_t first = block << g->shift, next = (block + 1) << g->shift;
    const size_t end = next < g->count ? next : g->count;
    const char *bytes = g->bytes + first * g->item_bytes;
    const bool right = drg_flat_sum(bytes, (end - first) * g->item_bytes) == g->sums[block] &&
                       (!g->check || g->check(g->of, first, end));
    if (!right) note_damage(g, bytes);
    atomic_store_explicit(&g->states[block], right ? FLAT_RIGHT : FLAT_WRONG, memory_order_release);
    return right;
}

bool drg_flat_look(const flat_guard *g, size_t first, size_t count) {
    if (first > g->count || count > g->count - first) {
        note_damage(g, g->bytes);
        return false;
    }
    bool right = true;
    for (size_t block = first >> g->shift; count && block <= (first + count - 1) >> g->shift; block++) {
        const uint8_t state = atomic_load_explicit(&g->states[block], memory_order_acquire);
        right &= state == FLAT_NOT_SEEN ? look_at_block(g, block) : state == FLAT_RIGHT;
    }
    return right;
}
