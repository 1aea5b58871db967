/* The kinds of resolution, one file each. A label's `resolve` names them (rules/labels.h); resolve.c calls them. */
#ifndef DRG_STEPS_H
#define DRG_STEPS_H

#include "resolve/annotations.h"
#include "resolve/dates.h"
#include "resolve/keys.h"

/* What is given to a referent besides what its mentions say: the day it was signed, from an event. */
typedef struct gift gift;
struct gift {
    uint32_t referent;
    drg_text key, value;
    gift *next;
};

/* A reading that lost to a chosen one of the same label and span: another entry of the same name. */
typedef struct {
    uint32_t reading, next; /* next: of resolution.namesakes; UINT32_MAX */
} namesake;

/* What the resolution of one stage knows. Lifetime: one call of drg_resolve; what it points at: document. */
typedef struct {
    drg_document *document;
    uint32_t *kinds_of; /* by label: a bit a resolve_kind */
    date_memory dates;
    bool dates_stand;     /* they are those of the stage before, none settled anew: so they say the same */
    table referents;      /* (label, entry) -> referent */
    uint8_t *lost_at;     /* a bit a token: does a gazetteer's name that lost begin there? */
    table first_namesake; /* chosen reading + 1 -> namesakes */
    VECTOR(namesake) namesakes;
    VECTOR(uint32_t) shared;           /* chosen readings that name an entry by a name of several, or a common one */
    VECTOR(uint32_t) instrument_names; /* the gazetteer's names, chosen or not, of labels that treaties.c resolves */
    gift *gifts;                       /* the last one first */
    size_t path_at;                    /* path.c: how far in `chosen` it has looked for instruments … */
    uint32_t path_of;                  /* … and the last one it saw, + 1; 0 if none */
} resolution;

/* The reading of the nth annotation of a kind, and whether a label is of that kind. */
static inline uint32_t mention_of_kind(const drg_document *d, resolve_kind kind, size_t n) {
    return d->readings.chosen.items[d->of_kind[kind].items[n]];
}
static inline bool label_is_of_kind(const resolution *x, uint32_t label_number, resolve_kind kind) {
    return x->kinds_of[label_number] >> kind & 1;
}

/* Does one date say what the other says, as far as both go? 1839 and 1839-04-19. */
static inline bool dates_agree(drg_text a, drg_text b) {
    const size_t both = a.length < b.length ? a.length : b.length;
    return both && text_equal((drg_text){a.bytes, both}, (drg_text){b.bytes, both});
}

/* entries.c: the gazetteer's entry that an annotation names: its id as value, one referent an entry. Those whose
 * name is of one entry first, then, when all these are known, those whose name several share. */
drg_status drg_namesakes_find(resolution *x);
drg_status drg_resolve_entry(resolution *x, uint32_t id);
drg_status drg_resolve_shared_entry(resolution *x, uint32_t id);
/* … this one. */
drg_status drg_resolve_denote(resolution *x, uint32_t id, uint32_t entry);
/* … all of them but instruments: treaties.c knows more of those. */
drg_status drg_resolve_other_shared_entries(resolution *x);
/* people.c: all annotations of a label: one referent a person. */
drg_status drg_resolve_people(resolution *x, uint32_t label_number);
/* titles.c: the entry that the title means which is annotation `at` of the chosen, up to a token, with its date (empty
 * if it has none); NO_ID. */
uint32_t drg_entry_of_title(resolution *x, uint32_t at, uint32_t end_token, drg_text date);
/* treaties.c: all annotations of a label, one referent an instrument. Drops those that want an antecedent and have
 * none. */
drg_status drg_resolve_antecedents(resolution *x, uint32_t label_number);
/* path.c: the path of a provision, and the instrument that it is of. */
drg_status drg_resolve_path(resolution *x, uint32_t id);
/* turns.c, events.c: in the last stage. */
drg_status drg_resolve_turn(resolution *x, uint32_t id);
drg_status drg_resolve_event(resolution *x, uint32_t id);
/* … when the referents are described: who did it, where only the treaty's parties can be meant. */
drg_status drg_events_finish(resolution *x);

/* referents.c. The referent of an entry of the gazetteer; made if there is none. */
drg_status drg_referent_of_entry(resolution *x, uint32_t label_number, uint32_t entry, uint32_t *number);
/* … NO_ID if there is none. */
uint32_t drg_referent_find(const resolution *x, uint32_t label_number, uint32_t entry);
/* A new referent that no gazetteer knows. Its key and, unless it has one by then, its name are made at the end. */
drg_status drg_referent_new(resolution *x, uint32_t label_number, uint32_t *number);
/* An attribute for a referent, if nothing else says it. */
drg_status drg_referent_give(resolution *x, uint32_t number, drg_text key, drg_text value);
/* Referents that have no mention (any more) go, and the others move up. To be called before turns and events are
 * made. */
drg_status drg_referents_drop_empty(resolution *x);
/* Mentions, best names, keys and attributes of all referents. */
drg_status drg_referents_finish(resolution *x);

/* The text of tokens first … end - 1, each white space as one blank. */
drg_status drg_span_name(drg_document *d, uint32_t first_token, uint32_t end_token, drg_text *name);
#endif
