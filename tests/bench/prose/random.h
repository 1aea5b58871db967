/* Random numbers that are the same on every machine.
 *
 * SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the constants
 * of S. Vigna's splitmix64.c (public domain). Integers only: a floating point number may differ from machine to machine. */
#ifndef PROSE_RANDOM_H
#define PROSE_RANDOM_H

#include <stdint.h>

typedef struct {
    uint64_t state;
} dice;

static inline uint64_t dice_throw(dice *d) {
    uint64_t z = d->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A number from 0 to n - 1, each as likely as the others but for one part in 2³². */
static inline uint32_t dice_below(dice *d, uint32_t n) {
    return (uint32_t)(((dice_throw(d) >> 32) * n) >> 32);
}

#endif
