/* Marks. See marks.h. */
#include "rules/marks.h"

#include <stdlib.h>
#include <string.h>

#include "rules/table.h"

typedef struct {
    uint32_t first, count; /* of mark_sets.marks */
} set_range;

struct mark_sets {
    VECTOR(uint32_t) marks;
    VECTOR(set_range) sets;
    table changes;  /* (set, mark * 2 + away) -> set + 1 */
    table contents; /* hash of the marks -> the set + 1 that was made last with it; earlier ones by `same_hash` */
    VECTOR(uint32_t) same_hash;
    VECTOR(uint32_t) scratch;
};

drg_status drg_mark_sets_new(mark_sets **out) {
    mark_sets *m = calloc(1, sizeof *m);
    *out = m;
    if (!m) return DRG_NO_MEMORY;
    if (VECTOR_PUSH(m->sets, ((set_range){0, 0})) && VECTOR_PUSH(m->same_hash, 0)) return DRG_OK;
    drg_mark_sets_free(m);
    *out = NULL;
    return DRG_NO_MEMORY;
}

void drg_mark_sets_free(mark_sets *m) {
    if (!m) return;
    VECTOR_CLEAR(m->marks);
    VECTOR_CLEAR(m->sets);
    VECTOR_CLEAR(m->same_hash);
    VECTOR_CLEAR(m->scratch);
    drg_table_clear(&m->changes);
    drg_table_clear(&m->contents);
    free(m);
}

static uint64_t hash_of(const uint32_t *marks, size_t count) {
    uint64_t h = count;
    for (size_t i = 0; i < count; i++) h = mixed(h * 31 + marks[i]);
    return h;
}

/* The set of the marks in m->scratch, an old one if there is one. */
static drg_status intern(mark_sets *m, mark_set *out) {
    const size_t count = m->scratch.count;
    if (count == 0) {
        out->n = 0;
        return DRG_OK;
    }
    const uint64_t hash = hash_of(m->scratch.items, count);
    const uint32_t last = table_get(&m->contents, hash);
    for (uint32_t i = last; i; i = m->same_hash.items[i - 1]) {
        const set_range *s = &m->sets.items[i - 1];
        if (s->count == count && memcmp(m->marks.items + s->first, m->scratch.items, count * sizeof(uint32_t)) == 0) {
            out->n = i - 1;
            return DRG_OK;
        }
    }
    out->n = (uint32_t)m->sets.count;
    const set_range range = {(uint32_t)m->marks.count, (uint32_t)count};
    if (!VECTOR_RESERVE(m->marks, m->marks.count + count) || !VECTOR_PUSH(m->sets, range) ||
        !VECTOR_PUSH(m->same_hash, last))
        return DRG_NO_MEMORY;
    memcpy(m->marks.items + range.first, m->scratch.items, count * sizeof(uint32_t));
    m->marks.count += count;
    return drg_table_put(&m->contents, hash, out->n + 1);
}

drg_status drg_mark_set_change(mark_sets *m, mark_set from, uint32_t mark, bool away, mark_set *out) {
    const uint64_t key = pair_key(from.n, mark * 2 + away);
    const uint32_t known = table_get(&m->changes, key);
    if (known) {
        out->n = known - 1;
        return DRG_OK;
    }
    m->scratch.count = 0;
    const set_range s = m->sets.items[from.n];
    bool there = away; /* to be added: not yet */
    for (uint32_t i = 0; i < s.count; i++) {
        const uint32_t own = m->marks.items[s.first + i];
        if (!there && own >= mark) {
            if (!VECTOR_PUSH(m->scratch, mark)) return DRG_NO_MEMORY;
            there = true;
        }
        if (own != mark && !VECTOR_PUSH(m->scratch, own)) return DRG_NO_MEMORY;
    }
    if (!there && !VECTOR_PUSH(m->scratch, mark)) return DRG_NO_MEMORY;
    TRY(intern(m, out));
    return drg_table_put(&m->changes, key, out->n + 1);
}

const uint32_t *drg_mark_set_marks(const mark_sets *m, mark_set set, uint32_t *count) {
    *count = m->sets.items[set.n].count;
    return m->marks.items + m->sets.items[set.n].first;
}

bool drg_mark_set_has(const mark_sets *m, mark_set set, uint32_t mark) {
    uint32_t count;
    const uint32_t *marks = drg_mark_set_marks(m, set, &count);
    for (uint32_t i = 0; i < count; i++)
        if (marks[i] == mark) return true;
    return false;
}

uint32_t drg_mark_sets_count(const mark_sets *m) {
    return (uint32_t)m->sets.count;
}
