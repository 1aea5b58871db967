/* The alphabet. See alphabet.h. */
#include "rules/alphabet.h"

#include <stdlib.h>
#include <string.h>

#include "rules/table.h"

#define LETTERS_MOST (UINT32_MAX / BOUNDARIES) /* a letter_id has room for no more */

typedef struct {
    signature_id signature;
    uint32_t first_mark, mark_count; /* of alphabet.marks */
    uint32_t same_hash;              /* the letter + 1 that was made before it with the same hash; 0 */
} letter;

struct alphabet {
    VECTOR(letter) letters;
    VECTOR(uint32_t) marks;
    VECTOR(uint32_t) plain; /* by signature: its letter without marks, number * BOUNDARIES; NO_ID: none yet */
    table changes;          /* (letter's number, mark * 2 + away) -> letter's number + 1 */
    table contents;         /* hash of signature and marks -> the letter + 1 that was made last with it */
    VECTOR(uint32_t) made;  /* marks of the letter that is being made */
};

drg_status drg_alphabet_new(alphabet **out) {
    *out = calloc(1, sizeof **out);
    return *out ? DRG_OK : DRG_NO_MEMORY;
}

void drg_alphabet_free(alphabet *a) {
    if (!a) return;
    VECTOR_CLEAR(a->letters);
    VECTOR_CLEAR(a->marks);
    VECTOR_CLEAR(a->plain);
    VECTOR_CLEAR(a->made);
    drg_table_clear(&a->changes);
    drg_table_clear(&a->contents);
    free(a);
}

void drg_alphabet_empty(alphabet *a) {
    a->letters.count = a->marks.count = a->plain.count = 0;
    drg_table_empty(&a->changes);
    drg_table_empty(&a->contents);
}

uint32_t drg_alphabet_count(const alphabet *a) {
    return (uint32_t)a->letters.count;
}

static uint64_t hash_of(signature_id signature, const uint32_t *marks, size_t count) {
    uint64_t h = mixed(signature.n + 1);
    for (size_t i = 0; i < count; i++) h = mixed(h * 31 + marks[i]);
    return h;
}

/* The number of the letter of a signature and the marks in a->made, an old one if there is one. */
static drg_status intern(alphabet *a, signature_id signature, uint32_t *number) {
    const size_t count = a->made.count;
    const uint64_t hash = hash_of(signature, a->made.items, count);
    const uint32_t last = table_get(&a->contents, hash);
    for (uint32_t i = last; i; i = a->letters.items[i - 1].same_hash) {
        const letter *l = &a->letters.items[i - 1];
        if (l->signature.n != signature.n || l->mark_count != count) continue;
        if (count && memcmp(a->marks.items + l->first_mark, a->made.items, count * sizeof(uint32_t)) != 0) continue;
        *number = i - 1;
        return DRG_OK;
    }
    if (a->letters.count >= LETTERS_MOST) return DRG_TOO_LARGE;
    const letter l = {signature, (uint32_t)a->marks.count, (uint32_t)count, last};
    *number = (uint32_t)a->letters.count;
    if (!VECTOR_RESERVE(a->marks, a->marks.count + count) || !VECTOR_PUSH(a->letters, l)) return DRG_NO_MEMORY;
    if (count) memcpy(a->marks.items + l.first_mark, a->made.items, count * sizeof(uint32_t));
    a->marks.count += count;
    return drg_table_put(&a->contents, hash, *number + 1);
}

/* A signature that had no letter yet. */
static drg_status make_plain(alphabet *a, signature_id signature) {
    uint32_t number;
    while (a->plain.count <= signature.n)
        if (!VECTOR_PUSH(a->plain, NO_ID)) return DRG_NO_MEMORY;
    a->made.count = 0;
    TRY(intern(a, signature, &number));
    a->plain.items[signature.n] = number * BOUNDARIES;
    return DRG_OK;
}

/* Writes letters from token `at` on, to the first whose signature has none; returns where it stopped. */
static uint32_t write_known(const alphabet *a, const token_vector *tokens, const signature_id *signatures, uint32_t at,
                            letter_id *out) {
    const uint32_t *const plain = a->plain.items, known = (uint32_t)a->plain.count, count = (uint32_t)tokens->count;
    const token *const t = tokens->items;
    for (; at < count; at++) {
        const uint32_t s = signatures[t[at].word].n;
        if (s >= known || plain[s] == NO_ID) break;
        out[at].n = plain[s] + t[at].flags % BOUNDARIES;
    }
    return at;
}

drg_status drg_letters_write(alphabet *a, const token_vector *tokens, const signature_id *signatures, letter_id *out) {
    uint32_t at = 0;
    while ((at = write_known(a, tokens, signatures, at, out)) < tokens->count)
        TRY(make_plain(a, signatures[tokens->items[at].word]));
    if (at) out[0].n |= ALL_HERE;
    return DRG_OK;
}

/* The marks of `from` with `mark`, or without it, into a->made; ascending. */
static drg_status make_marks(alphabet *a, const letter *from, uint32_t mark, bool away) {
    bool there = away; /* to be added: not yet */
    a->made.count = 0;
    for (uint32_t i = 0; i < from->mark_count; i++) {
        const uint32_t own = a->marks.items[from->first_mark + i];
        if (!there && own >= mark) {
            if (!VECTOR_PUSH(a->made, mark)) return DRG_NO_MEMORY;
            there = true;
        }
        if (own != mark && !VECTOR_PUSH(a->made, own)) return DRG_NO_MEMORY;
    }
    return there || VECTOR_PUSH(a->made, mark) ? DRG_OK : DRG_NO_MEMORY;
}

drg_status drg_letter_change(alphabet *a, letter_id from, uint32_t mark, bool away, letter_id *out) {
    const uint64_t key = pair_key(letter_number(from), mark * 2 + away);
    uint32_t to = table_get(&a->changes, key); /* + 1 */
    if (!to) {
        const letter l = a->letters.items[letter_number(from)];
        TRY(make_marks(a, &l, mark, away));
        TRY(intern(a, l.signature, &to));
        TRY(drg_table_put(&a->changes, key, ++to));
    }
    out->n = (to - 1) * BOUNDARIES + letter_boundary(from);
    return DRG_OK;
}

signature_id drg_letter_signature(const alphabet *a, letter_id l) {
    return a->letters.items[letter_number(l)].signature;
}

const uint32_t *drg_letter_marks(const alphabet *a, letter_id l, uint32_t *count) {
    const letter *one = &a->letters.items[letter_number(l)];
    *count = one->mark_count;
    return *count ? a->marks.items + one->first_mark : NULL;
}
