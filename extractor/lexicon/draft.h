/* A draft: the gazetteers as their files say, folder over folder, before they are compiled.
 *
 *     lists    [ country | treaty | … ]
 *     entries  [ RUS | PRK | aachen-treaty | … ]        each knows its list, and the first of its names
 *     names    [ Russia ─► Russian Federation ─► … ]    the names of an entry are linked, in the order of reading
 *
 * What a later folder says of an id takes the place of what an earlier one said; what is taken away stays, marked.
 * Lifetime of all: until the gazetteer is compiled; texts are borrowed from the arena. */
#ifndef DRG_DRAFT_H
#define DRG_DRAFT_H

#include "lexicon/fold.h"
#include "lexicon/gazetteer.h"
#include "lexicon/name_text.h"

#define NAME_WEIGHT 2.0f /* where the table says none */

typedef enum { INFLECT_NONE, INFLECT_PLURAL, INFLECT_STEM } inflection;

typedef struct { /* A name as a row says it. */
    drg_text text, form;
    float weight;
    bool exact;
    inflection inflect;
    uint64_t loose_pieces; /* of an exact name: bit i: piece i (between white space) is of any case */
    uint32_t table, line;
    place at; /* in the table's source */
    uint32_t entry;
} draft_name;

typedef struct { /* The same as it is kept: a table may have a million. */
    name_text text;
    float weight;
    uint32_t form;        /* 0: none */
    uint32_t entry, next; /* the entry's next name; NO_ID: none */
    bool exact : 1;
    bool removed : 1;
    bool plural_written : 1; /* its plural is a name, too: drg_draft_find_plurals */
    uint8_t inflect : 2;     /* inflection */
} kept_name;

typedef struct {
    const char *id;
    uint32_t id_length;
    uint32_t list;
    uint32_t first_attribute, attribute_count;
    uint32_t first_name, last_name; /* NO_ID: none */
    uint32_t table, line;
    bool removed;
} draft_entry;

typedef struct {
    drg_text name, label;
    place declared; /* of the label; of the file's start if there is none */
} draft_list;

typedef struct { /* Things by what tells them apart: half of a hash, and the thing's number. */
    struct draft_key {
        uint32_t hash, number; /* number 0: the place is free; else the thing's index + 1 */
    } * places;
    uint32_t mask, count;
} draft_keys;

typedef struct {
    arena *arena;
    drg_messages *messages;
    uint32_t folder; /* the one that is being read: 0, 1, … */
    VECTOR(draft_list) lists;
    VECTOR(draft_entry) entries;
    VECTOR(kept_name) names;
    VECTOR(kept_attribute) attributes;
    VECTOR(drg_text) attribute_keys; /* each once */
    name_sources sources;            /* tables, forms: the gazetteer takes them over */
    draft_keys entry_keys;           /* list, id */
    draft_keys name_keys;            /* entry, language, form, text */
    buffer plural;
} draft;

drg_status drg_draft_init(draft *d, arena *a, drg_messages *messages);
void drg_draft_clear(draft *d);

/* A table of the folder that is being read. */
drg_status drg_draft_add_table(draft *d, name_table table, uint32_t *number);

/* The list of a name, a new one if there is none. */
drg_status drg_draft_list(draft *d, drg_text name, place declared, uint32_t *list);
/* NO_ID if there is none. */
uint32_t drg_draft_find_list(const draft *d, drg_text name);

/* The list's entry of an id, one that was removed included; NO_ID if there never was one. */
uint32_t drg_draft_find_entry(const draft *d, uint32_t list, drg_text id);
/* Whether there is one now that this folder gave. */
bool drg_draft_is_new_entry(const draft *d, uint32_t entry);
/* Adds an entry, or makes the one of this id new: its names stay, its attributes are to be added anew. */
drg_status drg_draft_add_entry(draft *d, uint32_t list, drg_text id, uint32_t table, uint32_t line, uint32_t *entry);
/* Of the entry that was added last; the value stands in its table, or nowhere. */
drg_status drg_draft_add_attribute(draft *d, uint32_t entry, uint32_t key, drg_text value, bool of_list);
/* The number of an attribute's key. */
drg_status drg_draft_key(draft *d, drg_text key, uint32_t *number);
/* Adds a name to its entry. One of the same entry, language, form and text that an earlier folder gave is replaced; if
 * this folder gave it, *again is set, and it stays as it was. */
drg_status drg_draft_add_name(draft *d, const draft_name *name, bool *again);
/* Once all is read: finds the names whose plurals are written out, and gives the memory back that finding takes. */
drg_status drg_draft_find_plurals(draft *d);

void drg_draft_remove_entry(draft *d, uint32_t entry);
/* Takes away all names of an entry that are written so; returns whether there was one. */
bool drg_draft_remove_name(draft *d, uint32_t entry, drg_text text);

#endif
