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

#define NAME_WEIGHT 2.0f /* where the table says none */

typedef enum { INFLECT_NONE, INFLECT_PLURAL, INFLECT_STEM } inflection;

typedef struct {
    drg_text text, form, language;
    float weight;
    bool exact;
    inflection inflect;
    uint64_t loose_pieces; /* of an exact name: bit i: piece i (between white space) is of any case */
    drg_text file;         /* relative to its gazetteers folder */
    uint32_t line;
    place at;
    uint32_t folder;      /* which one said it last */
    uint32_t entry, next; /* the entry's next name; NO_ID: none */
    bool removed;
} draft_name;

typedef struct {
    uint32_t list;
    drg_text id;
    uint32_t first_attribute, attribute_count;
    uint32_t first_name, last_name; /* NO_ID: none */
    drg_text file;
    uint32_t line;
    uint32_t folder;
    bool removed;
} draft_entry;

typedef struct {
    drg_text name, label;
    place declared; /* of the label; of the file's start if there is none */
} draft_list;

typedef struct {
    arena *arena;
    drg_messages *messages;
    uint32_t folder; /* the one that is being read: 0, 1, … */
    VECTOR(draft_list) lists;
    VECTOR(draft_entry) entries;
    VECTOR(draft_name) names;
    VECTOR(attribute) attributes;
    VECTOR(drg_text) attribute_keys; /* each once */
    vocabulary *entry_keys;          /* number - 1 = index of the entry: list, id */
    vocabulary *name_keys;           /* number - 1 = index of the name: entry, language, form, text */
    buffer key;
} draft;

drg_status drg_draft_init(draft *d, arena *a, drg_messages *messages);
void drg_draft_clear(draft *d);

/* The list of a name, a new one if there is none. */
drg_status drg_draft_list(draft *d, drg_text name, place declared, uint32_t *list);
/* NO_ID if there is none. */
uint32_t drg_draft_find_list(const draft *d, drg_text name);

/* The list's entry of an id, one that was removed included; NO_ID if there never was one. */
drg_status drg_draft_find_entry(draft *d, uint32_t list, drg_text id, uint32_t *entry);
/* Adds an entry, or makes the one of this id new: its names stay, its attributes are to be added anew. */
drg_status drg_draft_add_entry(draft *d, uint32_t list, drg_text id, drg_text file, uint32_t line, uint32_t *entry);
/* Of the entry that was added last. */
drg_status drg_draft_add_attribute(draft *d, uint32_t entry, attribute a);
/* The key, always with the same bytes. */
drg_status drg_draft_key(draft *d, drg_text key, drg_text *interned);
/* Adds a name to its entry. One of the same entry, language, form and text that an earlier folder gave is replaced; if
 * this folder gave it, *again is set, and it stays as it was. */
drg_status drg_draft_add_name(draft *d, const draft_name *name, bool *again);
/* Whether there is a name of the same entry, language, form and text. */
drg_status drg_draft_has_name(draft *d, const draft_name *name, bool *has);

void drg_draft_remove_entry(draft *d, uint32_t entry);
/* Takes away all names of an entry that are written so; returns whether there was one. */
bool drg_draft_remove_name(draft *d, uint32_t entry, drg_text text);

#endif
