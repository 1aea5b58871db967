/* Hash: one number for a text, for the tables of vocabulary.c.
 *
 * After wyhash (Wang Yi, public domain): eight bytes at a time, mixed by the two halves of a 128-bit product. Words of
 * up to sixteen bytes, nearly all that there are, cost two loads and two multiplications.
 *
 * Both secrets go into every product, so that a document cannot be made whose words all fall on one slot: the scratch
 * takes its secrets at random (words.c). Tables of knowledge take fixed ones. Numbers differ between byte orders; they
 * stand only in packs, which are of one byte order. */
#ifndef DRG_HASH_H
#define DRG_HASH_H

#include <string.h>

#include "dragoman.h"

typedef struct {
    uint64_t a, b;
} hash_secrets;

__extension__ typedef unsigned __int128 hash_product;

static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
    const hash_product product = (hash_product)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_load8(const char *p) {
    uint64_t n;
    memcpy(&n, p, 8);
    return n;
}

static inline uint64_t hash_load4(const char *p) {
    uint32_t n;
    memcpy(&n, p, 4);
    return n;
}

static inline uint64_t hash_load1(const char *p) {
    return (unsigned char)*p;
}

static inline uint64_t hash_text(drg_text text, hash_secrets secrets) {
    const char *p = text.bytes;
    size_t n = text.length;
    uint64_t a = 0, b = 0, hash = secrets.a;
    if (n > 16) {
        for (; n > 16; p += 16, n -= 16) hash = hash_mix(hash_load8(p) ^ secrets.b, hash_load8(p + 8) ^ hash);
        a = hash_load8(p + n - 16); /* the last sixteen bytes, some of them for the second time */
        b = hash_load8(p + n - 8);
    } else if (n >= 8) {
        a = hash_load8(p);
        b = hash_load8(p + n - 8);
    } else if (n >= 4) {
        a = hash_load4(p);
        b = hash_load4(p + n - 4);
    } else if (n) {
        a = hash_load1(p) << 16 | hash_load1(p + n / 2) << 8 | hash_load1(p + n - 1);
    }
    return hash_mix(secrets.b ^ text.length, hash_mix(a ^ secrets.b, b ^ hash));
}

#endif
