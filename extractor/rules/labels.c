/* Labels: finding them and their forms. See labels.h; parse_labels.c reads labels.rules. */
#include "rules/labels.h"

label_id drg_label_find(const label_table *t, drg_text name) {
    for (uint32_t i = 0; i < t->label_count; i++) {
        if (text_equal(t->labels[i].name, name)) return (label_id){i};
    }
    return (label_id){NO_FORM};
}

form_id drg_form_find(const label *l, drg_text name) {
    for (uint32_t i = 0; i < l->form_count; i++) {
        if (text_equal(l->forms[i], name)) return (form_id){i};
    }
    return (form_id){NO_FORM};
}

uint32_t drg_label_filled(const label *l, drg_text capture) {
    for (uint32_t i = 0; i < l->attribute_count; i++) {
        if (text_equal(l->attributes[i].from, capture)) return i;
    }
    return NO_FORM;
}

bool drg_label_resolves(const label *l, resolve_kind kind) {
    for (uint32_t i = 0; i < l->resolve_count; i++) {
        if (l->resolves[i].kind == kind) return true;
    }
    return false;
}
