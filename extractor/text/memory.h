/* Memory: arenas, and growing arrays.
 *
 * An arena hands out pieces of large blocks and takes them back all at once:
 *
 *     arena a = {0};                 no block yet
 *     char *p = drg_arena_take(&a, 12);
 *     drg_arena_reset(&a);           all pieces are gone, the blocks stay for the next document
 *     drg_arena_clear(&a);           and now the blocks, too
 *
 * A VECTOR is a growing array on the heap: its owner keeps it from one document to the next, and clears it once. */
#ifndef DRG_MEMORY_H
#define DRG_MEMORY_H

#include "text/texts.h"

/* Leaves the function with the status of `call` unless it is DRG_OK. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const drg_status try_status = (call);                                                                          \
        if (try_status != DRG_OK) return try_status;                                                                   \
    } while (0)

typedef struct arena_block arena_block;

typedef struct {
    arena_block *first, *current;
    size_t used, used_by_text; /* bytes of the current block: from its start, and from its end */
} arena;

/* `bytes` bytes, aligned for any type, not cleared; NULL if there is no memory. */
void *drg_arena_take(arena *a, size_t bytes);
/* The same, not aligned: short texts stand close together. */
char *drg_arena_take_text(arena *a, size_t bytes);
/* A copy of `text` in the arena, ended with NUL; on failure `bytes` is NULL. */
drg_text drg_arena_copy(arena *a, drg_text text);
/* Forgets all pieces; blocks beyond the first few are freed, so that one huge document does not stay for ever. */
void drg_arena_reset(arena *a);
void drg_arena_clear(arena *a);

/* VECTOR(token) tokens = {0};   VECTOR_PUSH(tokens, t) -> bool;   tokens.items[i], tokens.count */
#define VECTOR(type)                                                                                                   \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t count, room;                                                                                            \
    }
/* Room for `n` items in all; false if there is no memory (the vector stays as it was). */
#define VECTOR_RESERVE(v, n)                                                                                           \
    ((size_t)(n) <= (v).room || drg_vector_grow((void **)&(v).items, &(v).room, (size_t)(n), sizeof *(v).items))
#define VECTOR_PUSH(v, item) (VECTOR_RESERVE(v, (v).count + 1) && ((v).items[(v).count++] = (item), true))
/* Empties it, and gives its room back if that is for more than `kept` items. */
#define VECTOR_EMPTY(v, kept) ((v).room > (kept) ? VECTOR_CLEAR(v) : (void)((v).count = 0))
#define VECTOR_CLEAR(v) drg_vector_clear((void **)&(v).items, &(v).count, &(v).room)

bool drg_vector_grow(void **items, size_t *room, size_t count, size_t item_size);
void drg_vector_clear(void **items, size_t *count, size_t *room);

/* A text that grows. */
typedef VECTOR(char) buffer;

static inline drg_text buffer_text(const buffer *b) {
    return (drg_text){b->items ? b->items : "", b->count};
}

/* Puts `text` behind what is there; false if there is no memory. */
bool drg_buffer_append(buffer *b, drg_text text);

#endif
