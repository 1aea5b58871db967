/* Annotations: the small questions that every part of resolve/ asks of a chosen reading. */
#ifndef DRG_ANNOTATIONS_H
#define DRG_ANNOTATIONS_H

#include "resolve/document.h"

static inline reading *annotation_at(drg_document *d, uint32_t id) {
    return &d->readings.items.items[id];
}
static inline settled_facts *facts_at(drg_document *d, uint32_t id) {
    return &d->readings.facts.items[d->readings.items.items[id].facts];
}
static inline const label *label_at(const drg_document *d, uint32_t id) {
    return &d->labels->labels[d->readings.items.items[id].label];
}

/* The name of the attribute as the label declares it; NULL if it does not. */
const drg_text *drg_label_declared(const label *l, const char *key);
/* Adds an attribute of plain text, if the label declares it, the text is not empty, and the annotation has none of that
 * key: so it may be called again for the same annotation. DRG_NO_MEMORY. */
drg_status drg_annotation_set(drg_document *d, uint32_t id, const char *key, drg_text text);
/* The text of an attribute; empty if it has none. */
drg_text drg_annotation_text(const drg_document *d, uint32_t id, const char *key);

/* What an attribute says: the value of the annotation that it points at, else its text. */
drg_text drg_attribute_value(const drg_document *d, const reading_attribute *a);

/* The captures of the rule that made it, in the order of the text, *count of them; a date has fields instead, whatever else
 * its label resolves to. */
const reading_capture *drg_annotation_captures(const drg_document *d, uint32_t id, uint32_t *count);
/* The first capture of that name; NULL if there is none. */
const reading_capture *drg_annotation_capture(const drg_document *d, uint32_t id, const char *name);

/* The annotation that an attribute or a capture points at, or the one of the same label that was chosen in its place
 * since (the first that shares a token with it); NO_ID if there is none. Time: the logarithm of the annotations. */
uint32_t drg_annotation_now(const drg_document *d, uint32_t reading);
/* Where the annotations that begin at `first_token` or behind it start in `chosen`. */
size_t drg_annotations_from(const drg_document *d, uint32_t first_token);

#endif
