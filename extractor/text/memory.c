/* Memory: arenas and growing arrays. See memory.h. */
#include "text/memory.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#ifndef ARENA_BLOCK_BYTES /* a test build makes blocks tiny */
#define ARENA_BLOCK_BYTES ((size_t)64 << 10)
#endif

struct arena_block {
    arena_block *next;
    size_t size; /* of `bytes` */
    alignas(max_align_t) char bytes[];
};

static arena_block *new_block(size_t bytes) {
    const size_t size = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;
    if (size > SIZE_MAX - sizeof(arena_block)) return NULL;
    arena_block *block = malloc(sizeof *block + size);
    if (block) *block = (arena_block){.size = size};
    return block;
}

/* The next block that has `bytes` free: one that an earlier document left, else a new one. */
static arena_block *next_block(arena *a, size_t bytes) {
    arena_block *const after = a->current ? a->current->next : a->first;
    if (after && after->size >= bytes) return after;
    arena_block *block = new_block(bytes);
    if (!block) return NULL;
    block->next = after;
    if (a->current) a->current->next = block;
    else a->first = block;
    return block;
}

/* Sees to it that the current block has `bytes` free between its two ends. */
static bool make_room(arena *a, size_t bytes) {
    if (a->current && a->current->size - a->used - a->used_by_text >= bytes) return true;
    arena_block *block = next_block(a, bytes);
    if (!block) return false;
    a->current = block;
    a->used = a->used_by_text = 0;
    return true;
}

void *drg_arena_take(arena *a, size_t bytes) {
    if (bytes > SIZE_MAX - alignof(max_align_t)) return NULL;
    bytes = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!make_room(a, bytes)) return NULL;
    void *piece = a->current->bytes + a->used;
    a->used += bytes;
    return piece;
}

char *drg_arena_take_text(arena *a, size_t bytes) {
    if (!make_room(a, bytes)) return NULL;
    a->used_by_text += bytes;
    return a->current->bytes + a->current->size - a->used_by_text;
}

drg_text drg_arena_copy(arena *a, drg_text text) {
    char *copy = drg_arena_take_text(a, text.length + 1);
    if (!copy) return (drg_text){0};
    if (text.length) memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return (drg_text){copy, text.length};
}

void drg_arena_reset(arena *a) {
    size_t kept = 0;
    arena_block **link = &a->first;
    while (*link) {
        arena_block *block = *link;
        kept += block->size;
        if (kept > 64 * ARENA_BLOCK_BYTES && block != a->first) {
            *link = block->next;
            free(block);
        } else {
            link = &block->next;
        }
    }
    a->current = NULL;
    a->used = a->used_by_text = 0;
}

void drg_arena_clear(arena *a) {
    while (a->first) {
        arena_block *next = a->first->next;
        free(a->first);
        a->first = next;
    }
    *a = (arena){0};
}

bool drg_vector_grow(void **items, size_t *room, size_t count, size_t item_size) {
    size_t wanted = *room + *room / 2 < 16 ? 16 : *room + *room / 2;
    if (wanted < count) wanted = count;
    if (wanted > SIZE_MAX / item_size) return false;
    void *larger = realloc(*items, wanted * item_size);
    if (!larger) return false;
    *items = larger;
    *room = wanted;
    return true;
}

bool drg_buffer_append(buffer *b, drg_text text) {
    if (!VECTOR_RESERVE(*b, b->count + text.length + 1)) return false;
    if (text.length) memcpy(b->items + b->count, text.bytes, text.length);
    b->count += text.length;
    return true;
}

void drg_vector_clear(void **items, size_t *count, size_t *room) {
    if (*room) free(*items); /* else they are borrowed (flat.h) */
    *items = NULL;
    *count = *room = 0;
}
