/* The grammar of the prose: named lists of rows, and what a row is made of.
 *
 *     [sentence]                                               a list
 *     {country#a} {welcomed/rejected} the {treaty}.            a row: words and slots
 *       |                  |             |
 *       a row of [country] one of these  a row of [treaty], which may have slots of its own
 *
 * lists/README.md tells how lists are written. Read once, then never changed; all of it lies in one arena. */
#ifndef PROSE_GRAMMAR_H
#define PROSE_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many names and dates a row brings. A list may have rows of each grade; the density says which are drawn. */
typedef enum { PLAIN, USUAL, PACKED, GRADES } grade;

typedef enum {
    WORDS,   /* bytes that stand for themselves */
    SLOT,    /* {noun.plural#a}   a column of a row of a list */
    SIBLING, /* {.family}         another column of the same row */
    NUMBER,  /* {01-31}           a number of that range, of at least that width */
    NEXT,    /* {next}            1, 2, 3 … through the document */
    YEAR     /* {next-year}       1956, 1957, 1960 … through the document */
} part_kind;

typedef enum { AS_WRITTEN, CAPITAL, CAPITALS } lettering;

enum { KEYS = 20 }; /* #0 … #9 last for a document, #a … #j for a paragraph */
enum { NO_KEY = KEYS };

typedef struct {
    part_kind kind;
    lettering letters;
    uint32_t list, column, key;
    uint32_t low, high, width;
    const char *bytes; /* of WORDS */
    uint32_t length;
} part;

typedef struct {
    part *parts;
    uint32_t count, room;
} phrase;

typedef struct {
    const char *text; /* as written: the columns of the row */
    const char *file;
    uint32_t line;
    uint32_t weight;
    phrase *columns; /* as many as the list has */
} row;

typedef struct {
    row *rows;
    uint32_t count, room;
    uint64_t *shares; /* shares[i]: the weights of rows 0 … i summed; NULL if all rows weigh the same */
} choice;

typedef struct {
    const char *name;
    const char *columns[8];
    uint32_t column_count;
    bool by_rank;   /* row r weighs about 1 / r, as words do in a language */
    bool words;     /* a line holds many rows, each a word */
    bool sentences; /* each is made once, and never again */
    choice grades[GRADES];
} list;

typedef struct grammar grammar;
struct grammar {
    list *lists;
    uint32_t count, room;
    void *arena;
    char message[400]; /* what is wrong with the lists; empty if nothing is */
};

/* Reads the files of a folder. NULL if memory is short; else `message` tells whether all is well. Free it in any case. */
grammar *grammar_read(const char *folder);
void grammar_free(grammar *g);

/* The list of that name, or `g->count`. */
uint32_t grammar_find(const grammar *g, const char *name, size_t length);

#endif
