/* Comparing: what two readings of one document have in common, and what not.
 *
 *     old   [Georgia Country=GEO]   [Treaty of Riga]          [Monday]
 *     new   [Georgia Country=USA]   [Treaty of Riga of 1920]             [1920]
 *           changed                 changed (its span)        lost       gained
 *
 * A thing is paired with the one of the same span and label; if there is none, with one of the same span; else with one of
 * the same label that overlaps it most. Of a pair that has one span, what is known alike is the same. */
#ifndef DRG_CLI_COMPARE_H
#define DRG_CLI_COMPARE_H

#include "cli/context.h"
#include "text/memory.h"

typedef enum { CHANGE_NONE, CHANGE_GAINED, CHANGE_LOST, CHANGE_CHANGED } change_kind;
typedef enum { THING_ENTITY, THING_EVENT, THING_TURN, THING_REFERENT, THING_COUNT } thing_kind;

typedef struct {
    change_kind kind;
    thing_kind thing;
    size_t old, new; /* which one of its document; SIZE_MAX if there is none */
    size_t at;       /* where it starts (of what is lost: started), a byte of the text */
} change;

typedef struct { /* A thing of one document, while its counterpart is looked for. */
    size_t start, end;
    drg_text label;         /* of an event its action */
    drg_text key;           /* of a referent, else empty */
    size_t number, partner; /* partner: of the other document's; SIZE_MAX: none yet */
} compared_thing;

typedef struct { /* Lifetime: the run; used again for each document. Begins as {0}. */
    VECTOR(change) changes;
    VECTOR(compared_thing) old, new; /* scratch: the things of one kind */
    buffer old_text, new_text;
} comparison;

/* Compares two documents of the same text; c->changes has also what is the same, in the order of the text.
 * DRG_NO_MEMORY. */
drg_status drg_compare(comparison *c, const drg_document *old, const drg_document *new);
void drg_comparison_clear(comparison *c);

/* What made it: a rule's name, or a gazetteer's file and line (line 0: a rule); "" for turns and referents, which are
 * made of others. */
typedef struct {
    const char *name;
    uint32_t line;
} thing_maker;
thing_maker drg_thing_maker(const drg_document *d, thing_kind thing, size_t i);
/* "Country", "event", "turn": what a summary counts it as. */
const char *drg_thing_label(const drg_document *d, thing_kind thing, size_t i);

/* Referents come and go with their mentions, which are told: of them only what changed is. */
bool drg_change_is_told(const change *c);

typedef struct {
    size_t context; /* characters beside it */
    bool colours;
} change_style;
/* A change in a line, without its end:
 * `  ~ b.txt:1:1: [Georgia] left…  Country.name GEO → Country.name USA`. DRG_NO_MEMORY. */
drg_status drg_change_print(FILE *to, comparison *c, const drg_document *old, const drg_document *new, const change *of,
                            change_style style, line_cursor *cursor);

#endif
