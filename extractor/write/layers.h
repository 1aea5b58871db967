/* Layers: a text cut where its entities begin and end, for whoever writes it with them in their places.
 *
 *     the Treaty with Japan        TEXT "the ", OPEN 0, TEXT "Treaty with ", OPEN 1, TEXT "Japan", CLOSE 1, CLOSE 0
 *         [0 ........ [1 ..]]
 *
 * What is opened is closed in the opposite order, always: entities nest, and one that did not would be cut where what it
 * stands in ends. */
#ifndef DRG_LAYERS_H
#define DRG_LAYERS_H

#include "resolve/document.h"

typedef struct { /* Which labels are shown; none named: all. Borrows. */
    const char *const *names;
    size_t count;
} label_choice;

bool drg_label_is_chosen(label_choice only, const char *name);
/* Is a label that is resolved so among them? */
bool drg_kind_is_chosen(label_choice only, const label_table *labels, resolve_kind kind);

/* Which label an entity has: its place in labels.rules. */
uint32_t drg_entity_label(const drg_document *d, size_t entity);

typedef struct { /* [start, end): bytes of the document's text */
    size_t start, end;
} byte_span;
byte_span drg_entity_bytes(const drg_document *d, size_t entity);

typedef enum { LAYER_TEXT, LAYER_OPEN, LAYER_CLOSE } layer_kind;
typedef struct {
    layer_kind kind;
    drg_text text; /* TEXT: the piece; OPEN: all of the entity */
    size_t entity; /* OPEN, CLOSE: which one */
    bool holds;    /* OPEN: others open inside of it */
} layer_step;

typedef struct {
    size_t entity, end; /* end: a byte of the text */
} open_layer;

typedef struct { /* Lifetime: the writing of one document. */
    const drg_document *d;
    label_choice only;
    size_t at, next; /* the byte reached; the next entity */
    size_t entity_count;
    VECTOR(open_layer) open;
} layers;

/* Begins at the text's start; `l` is cleared by its owner. */
void drg_layers_begin(layers *l, const drg_document *d, label_choice only);
/* The next step; *done: there is none. DRG_NO_MEMORY. */
drg_status drg_layers_next(layers *l, layer_step *step, bool *done);
void drg_layers_clear(layers *l);

#endif
