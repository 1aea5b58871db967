/* Layers. See layers.h. */
#include "write/layers.h"

#include <string.h>

bool drg_label_is_chosen(label_choice only, const char *name) {
    for (size_t i = 0; i < only.count; i++)
        if (strcmp(only.names[i], name) == 0) return true;
    return only.count == 0;
}

bool drg_kind_is_chosen(label_choice only, const label_table *labels, resolve_kind kind) {
    for (uint32_t i = 0; i < labels->label_count; i++) {
        const label *l = &labels->labels[i];
        if (drg_label_resolves(l, kind) && drg_label_is_chosen(only, l->name.bytes)) return true;
    }
    return false;
}

uint32_t drg_entity_label(const drg_document *d, size_t entity) {
    return d->readings.items.items[d->entities.items[entity]].label;
}

byte_span drg_entity_bytes(const drg_document *d, size_t entity) {
    const drg_text text = drg_document_entity(d, entity).text;
    const size_t start = (size_t)(text.bytes - drg_document_text(d).bytes);
    return (byte_span){start, start + text.length};
}

/* Moves l->next to the first entity from there on that is shown. */
static void pass_over_hidden(layers *l) {
    while (l->next < l->entity_count && !drg_label_is_chosen(l->only, drg_document_entity(l->d, l->next).label))
        l->next++;
}

void drg_layers_begin(layers *l, const drg_document *d, label_choice only) {
    l->d = d;
    l->only = only;
    l->at = l->next = l->open.count = 0;
    l->entity_count = drg_document_entity_count(d);
    pass_over_hidden(l);
}

static layer_step close_top(layers *l) {
    return (layer_step){.kind = LAYER_CLOSE, .entity = l->open.items[--l->open.count].entity};
}

static drg_status open_next(layers *l, byte_span span, layer_step *step) {
    const size_t room = l->open.count ? l->open.items[l->open.count - 1].end : SIZE_MAX;
    const size_t entity = l->next++, end = span.end < room ? span.end : room;
    *step = (layer_step){.kind = LAYER_OPEN, .entity = entity, .text = drg_document_entity(l->d, entity).text};
    if (!VECTOR_PUSH(l->open, ((open_layer){entity, end}))) return DRG_NO_MEMORY;
    pass_over_hidden(l);
    step->holds = l->next < l->entity_count && drg_entity_bytes(l->d, l->next).start < end;
    return DRG_OK;
}

/* The text up to where something begins or ends. */
static layer_step text_piece(layers *l, size_t end) {
    const layer_step step = {
        .kind = LAYER_TEXT, .text = {drg_document_text(l->d).bytes + l->at, end - l->at}
    };
    l->at = end;
    return step;
}

drg_status drg_layers_next(layers *l, layer_step *step, bool *done) {
    size_t end = drg_document_text(l->d).length;
    const bool opens = l->next < l->entity_count;
    const byte_span next = opens ? drg_entity_bytes(l->d, l->next) : (byte_span){0};
    *done = false;
    if (l->open.count) end = l->open.items[l->open.count - 1].end;
    if (l->open.count && end <= l->at) *step = close_top(l);
    else if (opens && next.start <= l->at) return open_next(l, next, step);
    else if (l->at < end) *step = text_piece(l, opens && next.start < end ? next.start : end);
    else *done = true;
    return DRG_OK;
}

void drg_layers_clear(layers *l) {
    VECTOR_CLEAR(l->open);
}
