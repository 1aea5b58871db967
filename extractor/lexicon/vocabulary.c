/* Vocabulary: strings, each with a number. See vocabulary.h.
 *
 * All texts stand in one run of bytes, one after another; a table with open addressing finds them:
 *
 *     slots    [ · | hash,2 | · | hash,1 | hash,3 | · | … ]      half of the hash beside the number, so that the text
 *     ends     [ 0 | 6 | 8 | 18 | … ]                            is looked at nearly only when it is the one
 *     bytes    treatyofversailles…
 *
 * No text is ended or padded: texts whose lengths are multiples of eight stay aligned (words.c keeps bit sets so).
 *
 * One of a pack is read by functions of its own, which look at what they read before they believe it. */
#include "lexicon/tables.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { SLOTS_FIRST = 64 };

drg_status drg_vocabulary_new_secret(hash_secrets secrets, vocabulary **out) {
    *out = malloc(sizeof **out);
    if (!*out) return DRG_NO_MEMORY;
    **out = (vocabulary){.secrets = secrets};
    return DRG_OK;
}

drg_status drg_vocabulary_new(vocabulary **out) {
    /* The first bits of pi: nothing up the sleeve. */
    return drg_vocabulary_new_secret((hash_secrets){0x243f6a8885a308d3, 0x13198a2e03707345}, out);
}

void drg_vocabulary_clear(vocabulary *v) {
    drg_vocabulary_rest(v);
    VECTOR_CLEAR(v->ends);
    VECTOR_CLEAR(v->bytes);
}

void drg_vocabulary_free(vocabulary *v) {
    if (!v) return;
    drg_vocabulary_clear(v);
    free(v);
}

uint32_t drg_vocabulary_count(const vocabulary *v) {
    return v->ends.count ? (uint32_t)v->ends.count : 1;
}

static inline drg_text text_of(const vocabulary *v, uint32_t string) {
    const uint32_t *end = &v->ends.items[string];
    return (drg_text){v->bytes.items + end[-1], end[0] - end[-1]};
}

/* Of a pack: empty if it is damaged. */
static drg_text guarded_text(const vocabulary *v, uint32_t string) {
    const uint32_t from = *FLAT_AT(v->ends, string - 1), to = *FLAT_AT(v->ends, string);
    if (from >= to || !FLAT_RUN(v->bytes, from, to - from)) return (drg_text){"", 0};
    const drg_text text = {v->bytes.items + from, to - from};
    return drg_utf8_valid_length(text) == text.length ? text : (drg_text){"", 0};
}

/* Is it this text? What is of another length is not looked at: in a hostile pack that may be all of it, over and over. */
static bool guarded_is(const vocabulary *v, uint32_t string, drg_text text) {
    const uint32_t from = *FLAT_AT(v->ends, string - 1), to = *FLAT_AT(v->ends, string);
    if (to < from || to - from != text.length || !FLAT_RUN(v->bytes, from, text.length)) return false;
    return text_equal((drg_text){v->bytes.items + from, text.length}, text);
}

drg_text drg_vocabulary_text(const vocabulary *v, string_id id) {
    if (!id.n || id.n >= v->ends.count) return (drg_text){"", 0};
    return v->ends.guard ? guarded_text(v, id.n) : text_of(v, id.n);
}

/* Whether two texts of one length are the same. Those of up to sixteen bytes, nearly all, are not worth a call: two
 * loads from the start and the end see them whole. */
static inline bool same_bytes(const char *a, const char *b, size_t length) {
    if (length > 16) return memcmp(a, b, length) == 0;
    if (length >= 8)
        return ((hash_load8(a) ^ hash_load8(b)) | (hash_load8(a + length - 8) ^ hash_load8(b + length - 8))) == 0;
    if (length >= 4)
        return ((hash_load4(a) ^ hash_load4(b)) | (hash_load4(a + length - 4) ^ hash_load4(b + length - 4))) == 0;
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i]) return false;
    }
    return true;
}

/* The slot where a text stands, or the free one where it would. */
static inline vocabulary_slot *slot_of(const vocabulary *v, drg_text text, uint32_t hash) {
    for (uint32_t i = hash;; i++) {
        vocabulary_slot *s = &v->slots.items[i & v->slot_mask];
        if (!s->string) return s;
        if (s->hash != hash) continue;
        const drg_text found = text_of(v, s->string);
        if (found.length == text.length && same_bytes(found.bytes, text.bytes, text.length)) return s;
    }
}

/* Of a pack, whose slots may all be taken. */
static string_id guarded_find(const vocabulary *v, drg_text text, uint32_t hash) {
    for (uint32_t i = 0; i <= v->slot_mask; i++) {
        const vocabulary_slot *s = FLAT_AT(v->slots, (hash + i) & v->slot_mask);
        if (!s->string) break;
        if (s->hash == hash && guarded_is(v, s->string, text)) return (string_id){s->string};
    }
    return (string_id){0};
}

string_id drg_vocabulary_find(const vocabulary *v, drg_text text) {
    if (!v->slots.count) return (string_id){0};
    const uint32_t hash = (uint32_t)hash_text(text, v->secrets);
    return v->slots.guard ? guarded_find(v, text, hash) : (string_id){slot_of(v, text, hash)->string};
}

void drg_vocabulary_fetch(const vocabulary *v, drg_text text) {
    if (v->slots.count) __builtin_prefetch(&v->slots.items[(uint32_t)hash_text(text, v->secrets) & v->slot_mask]);
}

void drg_vocabulary_rest(vocabulary *v) {
    VECTOR_CLEAR(v->slots);
    v->slot_mask = 0;
}

static bool is_full(uint32_t mask, size_t count) {
    return count >= mask - mask / 4;
}

static void put(vocabulary_slot *slots, uint32_t mask, vocabulary_slot one) {
    uint32_t at = one.hash & mask;
    while (slots[at].string) at = (at + 1) & mask;
    slots[at] = one;
}

/* Twice as many slots. The strings need not be read again, for their hashes stand in the slots; unless there was a rest. */
static drg_status grow(vocabulary *v) {
    uint32_t mask = v->slots.count ? v->slot_mask * 2 + 1 : SLOTS_FIRST - 1;
    while (is_full(mask, v->ends.count)) mask = mask * 2 + 1;
    vocabulary_slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots) return DRG_NO_MEMORY;
    for (size_t i = 0; i < v->slots.count; i++)
        if (v->slots.items[i].string) put(slots, mask, v->slots.items[i]);
    for (uint32_t i = 1; !v->slots.count && i < v->ends.count; i++)
        put(slots, mask, (vocabulary_slot){(uint32_t)hash_text(text_of(v, i), v->secrets), i});
    drg_vocabulary_rest(v);
    v->slots.items = slots;
    v->slots.count = v->slots.room = (size_t)mask + 1;
    v->slot_mask = mask;
    return DRG_OK;
}

static drg_status append(vocabulary *v, drg_text text) {
    if (text.length > UINT32_MAX - v->bytes.count || v->ends.count >= UINT32_MAX / 2) return DRG_TOO_LARGE;
    if (!VECTOR_RESERVE(v->bytes, v->bytes.count + text.length + 1)) return DRG_NO_MEMORY;
    if (!v->ends.count && !VECTOR_PUSH(v->ends, 0)) return DRG_NO_MEMORY;
    if (!VECTOR_PUSH(v->ends, (uint32_t)(v->bytes.count + text.length))) return DRG_NO_MEMORY;
    if (text.length) memcpy(v->bytes.items + v->bytes.count, text.bytes, text.length);
    v->bytes.count += text.length;
    return DRG_OK;
}

drg_status drg_vocabulary_add(vocabulary *v, drg_text text, string_id *id) {
    if (is_full(v->slot_mask, v->ends.count)) TRY(grow(v));
    const uint32_t hash = (uint32_t)hash_text(text, v->secrets);
    vocabulary_slot *s = slot_of(v, text, hash);
    if (!s->string) {
        TRY(append(v, text));
        *s = (vocabulary_slot){hash, (uint32_t)(v->ends.count - 1)};
    }
    *id = (string_id){s->string};
    return DRG_OK;
}
