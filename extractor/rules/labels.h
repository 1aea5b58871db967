/* Labels and stages: what rules/labels.rules declares.
 *
 *     stages names entities events
 *     label Treaty
 *       forms       name acronym nominal
 *       holds       Country Date            # readings of these labels inside one come out, too
 *       attributes  kind parties signed
 *       resolve     entry antecedent        # what resolve/ does with it, tried in order
 *
 * The engine knows no label; only the words behind `resolve` mean something to it. */
#ifndef DRG_LABELS_H
#define DRG_LABELS_H

#include "text/message.h"

typedef struct {
    uint32_t n;
} label_id; /* from 0 */
typedef struct {
    uint32_t n;
} form_id; /* from 0, of one label; NO_FORM */
#define NO_FORM UINT32_MAX

/* resolve's words: enum, text. */
#define RESOLVE_KINDS(X)                                                                                               \
    X(RESOLVE_ENTRY, "entry")           /* value: the gazetteer's id */                                                \
    X(RESOLVE_DATE, "date")             /* value: TIMEX3, from the rule's `date` fields */                             \
    X(RESOLVE_PATH, "path")             /* value: art.5/para.2; `path of Treaty` fills `of` */                         \
    X(RESOLVE_ANTECEDENT, "antecedent") /* referent: an earlier mention that fits */                                   \
    X(RESOLVE_PERSON, "person")         /* referent: one a person */                                                   \
    X(RESOLVE_TURN, "turn")             /* goes to `turns` */                                                          \
    X(RESOLVE_EVENT, "event")           /* goes to `events` */

typedef enum {
#define X(name, text) name,
    RESOLVE_KINDS(X)
#undef X
        RESOLVE_KIND_COUNT /* how many there are */
} resolve_kind;

typedef struct {
    drg_text name;
    drg_text from; /* the capture that fills it: its own name unless `parties from party` */
    bool of_list;  /* declared with `from`: always written as a list */
} label_attribute;

typedef struct {
    resolve_kind kind;
    uint32_t of; /* label: of `path of Treaty`; NO_FORM without */
} label_resolve;

typedef struct {
    drg_text name;
    place declared;
    bool hidden; /* competes, is not written */
    const drg_text *forms;
    const label_id *holds;
    const label_attribute *attributes;
    const label_resolve *resolves;
    uint32_t form_count, hold_count, attribute_count, resolve_count;
} label;

typedef struct { /* Lifetime: knowledge. */
    const drg_text *stages;
    const label *labels;
    uint32_t stage_count, label_count;
} label_table;

/* NO_FORM as .n if there is none. */
label_id drg_label_find(const label_table *t, drg_text name);
form_id drg_form_find(const label *l, drg_text name);
/* The number of the attribute that a capture of that name fills; NO_FORM if it fills none. */
uint32_t drg_label_filled(const label *l, drg_text capture);
bool drg_label_resolves(const label *l, resolve_kind kind);

#endif
