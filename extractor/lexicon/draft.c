/* A draft: the gazetteers as their files say. See draft.h. */
#include "lexicon/draft.h"

#include <string.h>

drg_status drg_draft_init(draft *d, arena *a, drg_messages *messages) {
    *d = (draft){.arena = a, .messages = messages};
    TRY(drg_vocabulary_new(&d->entry_keys));
    return drg_vocabulary_new(&d->name_keys);
}

void drg_draft_clear(draft *d) {
    VECTOR_CLEAR(d->lists);
    VECTOR_CLEAR(d->entries);
    VECTOR_CLEAR(d->names);
    VECTOR_CLEAR(d->attributes);
    VECTOR_CLEAR(d->attribute_keys);
    VECTOR_CLEAR(d->key);
    drg_vocabulary_free(d->entry_keys);
    drg_vocabulary_free(d->name_keys);
}

/* Keys: a number, then texts with their lengths before them, so that no two keys run together ---------------------- */

static bool append(draft *d, const void *bytes, size_t length) {
    if (!VECTOR_RESERVE(d->key, d->key.count + length + 1)) return false;
    if (length) memcpy(d->key.items + d->key.count, bytes, length);
    d->key.count += length;
    return true;
}

static bool key_begin(draft *d, uint32_t number) {
    d->key.count = 0;
    return append(d, &number, sizeof number);
}

static bool key_add(draft *d, drg_text text) {
    return append(d, &text.length, sizeof text.length) && append(d, text.bytes, text.length);
}

static bool entry_key(draft *d, uint32_t list, drg_text id) {
    return key_begin(d, list) && key_add(d, id);
}

static bool name_key(draft *d, const draft_name *n) {
    return key_begin(d, n->entry) && key_add(d, n->language) && key_add(d, n->form) && key_add(d, n->text);
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

uint32_t drg_draft_find_list(const draft *d, drg_text name) {
    for (size_t i = 0; i < d->lists.count; i++) {
        if (text_equal(d->lists.items[i].name, name)) return (uint32_t)i;
    }
    return NO_ID;
}

drg_status drg_draft_list(draft *d, drg_text name, place declared, uint32_t *list) {
    *list = drg_draft_find_list(d, name);
    if (*list != NO_ID) return DRG_OK;
    *list = (uint32_t)d->lists.count;
    return VECTOR_PUSH(d->lists, ((draft_list){.name = name, .declared = declared})) ? DRG_OK : DRG_NO_MEMORY;
}

/* Entries ---------------------------------------------------------------------------------------------------------- */

drg_status drg_draft_find_entry(draft *d, uint32_t list, drg_text id, uint32_t *entry) {
    if (!entry_key(d, list, id)) return DRG_NO_MEMORY;
    *entry = drg_vocabulary_find(d->entry_keys, buffer_text(&d->key)).n - 1; /* none: 0 - 1 is NO_ID */
    return DRG_OK;
}

drg_status drg_draft_add_entry(draft *d, uint32_t list, drg_text id, drg_text file, uint32_t line, uint32_t *entry) {
    string_id number;
    if (!entry_key(d, list, id) || !VECTOR_RESERVE(d->entries, d->entries.count + 1)) return DRG_NO_MEMORY;
    TRY(drg_vocabulary_add(d->entry_keys, buffer_text(&d->key), &number));
    *entry = number.n - 1;
    if (*entry == d->entries.count) {
        const draft_entry none = {.first_name = NO_ID, .last_name = NO_ID};
        (void)VECTOR_PUSH(d->entries, none);
    }
    draft_entry *e = &d->entries.items[*entry];
    e->list = list;
    e->id = id;
    e->first_attribute = (uint32_t)d->attributes.count;
    e->attribute_count = 0;
    e->file = file;
    e->line = line;
    e->folder = d->folder;
    e->removed = false;
    return DRG_OK;
}

drg_status drg_draft_add_attribute(draft *d, uint32_t entry, attribute a) {
    if (!VECTOR_PUSH(d->attributes, a)) return DRG_NO_MEMORY;
    d->entries.items[entry].attribute_count++;
    return DRG_OK;
}

drg_status drg_draft_key(draft *d, drg_text key, drg_text *interned) {
    for (size_t i = 0; i < d->attribute_keys.count; i++) {
        *interned = d->attribute_keys.items[i];
        if (text_equal(*interned, key)) return DRG_OK;
    }
    *interned = key;
    return VECTOR_PUSH(d->attribute_keys, key) ? DRG_OK : DRG_NO_MEMORY;
}

void drg_draft_remove_entry(draft *d, uint32_t entry) {
    draft_entry *e = &d->entries.items[entry];
    for (uint32_t n = e->first_name; n != NO_ID; n = d->names.items[n].next) d->names.items[n].removed = true;
    e->removed = true;
}

/* Names ------------------------------------------------------------------------------------------------------------ */

static void link_name(draft *d, uint32_t name) {
    draft_entry *e = &d->entries.items[d->names.items[name].entry];
    if (e->last_name == NO_ID) e->first_name = name;
    else d->names.items[e->last_name].next = name;
    e->last_name = name;
}

drg_status drg_draft_add_name(draft *d, const draft_name *name, bool *again) {
    string_id number;
    if (!name_key(d, name) || !VECTOR_RESERVE(d->names, d->names.count + 1)) return DRG_NO_MEMORY;
    TRY(drg_vocabulary_add(d->name_keys, buffer_text(&d->key), &number));
    const uint32_t index = number.n - 1;
    const bool is_new = index == d->names.count;
    if (is_new) (void)VECTOR_PUSH(d->names, *name);
    draft_name *n = &d->names.items[index];
    *again = !is_new && !n->removed && n->folder == d->folder;
    if (*again) return DRG_OK;
    const uint32_t next = is_new ? NO_ID : n->next;
    *n = *name;
    n->folder = d->folder;
    n->removed = false;
    n->next = next;
    if (is_new) link_name(d, index);
    return DRG_OK;
}

drg_status drg_draft_has_name(draft *d, const draft_name *name, bool *has) {
    if (!name_key(d, name)) return DRG_NO_MEMORY;
    const string_id found = drg_vocabulary_find(d->name_keys, buffer_text(&d->key));
    *has = found.n && !d->names.items[found.n - 1].removed;
    return DRG_OK;
}

bool drg_draft_remove_name(draft *d, uint32_t entry, drg_text text) {
    bool found = false;
    for (uint32_t n = d->entries.items[entry].first_name; n != NO_ID; n = d->names.items[n].next) {
        draft_name *name = &d->names.items[n];
        if (name->removed || !text_equal(name->text, text)) continue;
        name->removed = found = true;
    }
    return found;
}
