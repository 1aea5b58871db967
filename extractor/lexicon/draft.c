/* A draft: the gazetteers as their files say. See draft.h. */
#include "lexicon/draft.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/plural.h"

enum { PLACES_FIRST = 64 };

#define KEYS_MOST (((uint32_t)1 << 30) - 1) /* kept_attribute.key */

/* Keys: a table with open addressing. What tells two things of one hash apart, the things themselves know ---------- */

static const hash_secrets secrets = {0x243f6a8885a308d3, 0x13198a2e03707345};

/* Goes on with the hash of a key by one more part of it. */
static uint64_t hash_part(uint64_t hash, drg_text text) {
    return hash_text(text, (hash_secrets){secrets.a ^ hash, secrets.b});
}

static drg_status grow(draft_keys *k) {
    const uint32_t mask = k->places ? k->mask * 2 + 1 : PLACES_FIRST - 1;
    struct draft_key *places = calloc((size_t)mask + 1, sizeof *places);
    if (!places) return DRG_NO_MEMORY;
    for (size_t i = 0; k->places && i <= k->mask; i++) {
        if (!k->places[i].number) continue;
        uint32_t at = k->places[i].hash & mask;
        while (places[at].number) at = (at + 1) & mask;
        places[at] = k->places[i];
    }
    free(k->places);
    k->places = places;
    k->mask = mask;
    return DRG_OK;
}

/* The first thing from the place `at` on that has this hash; NULL if there is none, and *at is where it would be. Goes
 * on behind one if it is called with `at` moved on. */
static const struct draft_key *next_of_hash(const draft_keys *k, uint32_t hash, uint32_t *at) {
    for (; k->places; ++*at) {
        const struct draft_key *found = &k->places[*at & k->mask];
        if (!found->number) return NULL;
        if (found->hash == hash) return found;
    }
    return NULL;
}

static drg_status make_room(draft_keys *k) {
    if (k->count == INT32_MAX) return DRG_TOO_LARGE;
    return !k->places || k->count >= k->mask - k->mask / 4 ? grow(k) : DRG_OK;
}

/* The key was not found, `at` is where that ended, and there is room. */
static void put_key(draft_keys *k, uint32_t hash, uint32_t at, size_t index) {
    k->places[at & k->mask] = (struct draft_key){hash, (uint32_t)index + 1};
    k->count++;
}

static void clear_keys(draft_keys *k) {
    free(k->places);
    *k = (draft_keys){0};
}

/* The draft -------------------------------------------------------------------------------------------------------- */

drg_status drg_draft_init(draft *d, arena *a, drg_messages *messages) {
    *d = (draft){.arena = a, .messages = messages};
    return drg_vocabulary_new(&d->sources.forms);
}

void drg_draft_clear(draft *d) {
    VECTOR_CLEAR(d->lists);
    VECTOR_CLEAR(d->entries);
    VECTOR_CLEAR(d->names);
    VECTOR_CLEAR(d->attributes);
    VECTOR_CLEAR(d->attribute_keys);
    VECTOR_CLEAR(d->plural);
    drg_name_sources_clear(&d->sources);
    clear_keys(&d->entry_keys);
    clear_keys(&d->name_keys);
}

drg_status drg_draft_add_table(draft *d, name_table table, uint32_t *number) {
    table.folder = d->folder;
    *number = (uint32_t)d->sources.tables.count;
    return VECTOR_PUSH(d->sources.tables, table) ? DRG_OK : DRG_NO_MEMORY;
}

static const name_table *table_of(const draft *d, uint32_t table) {
    return &d->sources.tables.items[table];
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

static uint32_t entry_hash(uint32_t list, drg_text id) {
    return (uint32_t)hash_part(list, id);
}

/* *at: its place among the keys, or where that would be. */
static uint32_t find_entry(const draft *d, uint32_t list, drg_text id, uint32_t hash, uint32_t *at) {
    *at = hash;
    for (const struct draft_key *k; (k = next_of_hash(&d->entry_keys, hash, at)) != NULL; ++*at) {
        const draft_entry *e = &d->entries.items[k->number - 1];
        if (e->list == list && text_equal((drg_text){e->id, e->id_length}, id)) return k->number - 1;
    }
    return NO_ID;
}

uint32_t drg_draft_find_entry(const draft *d, uint32_t list, drg_text id) {
    uint32_t at;
    return find_entry(d, list, id, entry_hash(list, id), &at);
}

bool drg_draft_is_new_entry(const draft *d, uint32_t entry) {
    if (entry == NO_ID) return false;
    const draft_entry *e = &d->entries.items[entry];
    return !e->removed && table_of(d, e->table)->folder == d->folder;
}

drg_status drg_draft_add_entry(draft *d, uint32_t list, drg_text id, uint32_t table, uint32_t line, uint32_t *entry) {
    const uint32_t hash = entry_hash(list, id);
    uint32_t at;
    if (!VECTOR_RESERVE(d->entries, d->entries.count + 1)) return DRG_NO_MEMORY;
    TRY(make_room(&d->entry_keys));
    *entry = find_entry(d, list, id, hash, &at);
    if (*entry == NO_ID) {
        const draft_entry none = {.first_name = NO_ID, .last_name = NO_ID};
        *entry = (uint32_t)d->entries.count;
        put_key(&d->entry_keys, hash, at, d->entries.count);
        (void)VECTOR_PUSH(d->entries, none);
    }
    draft_entry *e = &d->entries.items[*entry];
    e->list = list;
    e->id = id.bytes;
    e->id_length = (uint32_t)id.length;
    e->first_attribute = (uint32_t)d->attributes.count;
    e->attribute_count = 0;
    e->table = table;
    e->line = line;
    e->removed = false;
    return DRG_OK;
}

drg_status drg_draft_add_attribute(draft *d, uint32_t entry, uint32_t key, drg_text value, bool of_list) {
    draft_entry *e = &d->entries.items[entry];
    kept_attribute made = {.length = (uint32_t)value.length, .key = key & KEYS_MOST, .of_list = of_list};
    bool apart;
    TRY(drg_keep_text(&d->sources, e->table, value, &made.at, &apart));
    made.apart = apart;
    if (!VECTOR_PUSH(d->attributes, made)) return DRG_NO_MEMORY;
    e->attribute_count++;
    return DRG_OK;
}

drg_status drg_draft_key(draft *d, drg_text key, uint32_t *number) {
    const uint32_t count = (uint32_t)d->attribute_keys.count;
    for (*number = 0; *number < count; ++*number) {
        if (text_equal(d->attribute_keys.items[*number], key)) return DRG_OK;
    }
    if (count == KEYS_MOST) return DRG_TOO_LARGE;
    return VECTOR_PUSH(d->attribute_keys, key) ? DRG_OK : DRG_NO_MEMORY;
}

void drg_draft_remove_entry(draft *d, uint32_t entry) {
    draft_entry *e = &d->entries.items[entry];
    for (uint32_t n = e->first_name; n != NO_ID; n = d->names.items[n].next) d->names.items[n].removed = true;
    e->removed = true;
}

/* Names ------------------------------------------------------------------------------------------------------------ */

typedef struct { /* What tells names apart. */
    uint32_t entry, form;
    drg_text language, text;
    uint32_t hash;
} name_key;

static name_key name_key_of(const draft *d, uint32_t entry, uint32_t table, uint32_t form, drg_text text) {
    const drg_text language = table_of(d, table)->language;
    const uint64_t hash = hash_part(hash_part((uint64_t)form << 32 | entry, language), text);
    return (name_key){entry, form, language, text, (uint32_t)hash};
}

static uint32_t find_name(const draft *d, const name_key *key, uint32_t *at) {
    *at = key->hash;
    for (const struct draft_key *k; (k = next_of_hash(&d->name_keys, key->hash, at)) != NULL; ++*at) {
        const kept_name *n = &d->names.items[k->number - 1];
        if (n->entry == key->entry && n->form == key->form &&
            text_equal(table_of(d, n->text.table)->language, key->language) &&
            text_equal(name_text_of(&d->sources, &n->text), key->text))
            return k->number - 1;
    }
    return NO_ID;
}

/* The number of a form. Most rows have that of the row before. */
static drg_status number_form(draft *d, drg_text form, uint32_t *number) {
    *number = d->names.count ? d->names.items[d->names.count - 1].form : 0;
    if (text_equal(drg_vocabulary_text(d->sources.forms, (string_id){*number}), form)) return DRG_OK;
    string_id id = {0};
    if (form.length) TRY(drg_vocabulary_add(d->sources.forms, form, &id));
    *number = id.n;
    return DRG_OK;
}

static void link_name(draft *d, uint32_t name) {
    draft_entry *e = &d->entries.items[d->names.items[name].entry];
    if (e->last_name == NO_ID) e->first_name = name;
    else d->names.items[e->last_name].next = name;
    e->last_name = name;
}

static drg_status keep_name(draft *d, const draft_name *name, uint32_t form, kept_name *kept) {
    *kept = (kept_name){.weight = name->weight,
                        .form = form,
                        .entry = name->entry,
                        .next = kept->next,
                        .exact = name->exact,
                        .inflect = (uint8_t)(name->inflect & 3)};
    return drg_name_text_add(&d->sources, name->table, name->line, name->at, name->text, name->loose_pieces,
                             &kept->text);
}

drg_status drg_draft_add_name(draft *d, const draft_name *name, bool *again) {
    uint32_t form, at;
    if (!VECTOR_RESERVE(d->names, d->names.count + 1)) return DRG_NO_MEMORY;
    TRY(number_form(d, name->form, &form));
    TRY(make_room(&d->name_keys));
    const name_key key = name_key_of(d, name->entry, name->table, form, name->text);
    const uint32_t known = find_name(d, &key, &at);
    kept_name *n = &d->names.items[known == NO_ID ? d->names.count : known];
    *again = known != NO_ID && !n->removed && table_of(d, n->text.table)->folder == d->folder;
    if (*again) return DRG_OK;
    if (known == NO_ID) n->next = NO_ID;
    TRY(keep_name(d, name, form, n));
    if (known != NO_ID) return DRG_OK;
    put_key(&d->name_keys, key.hash, at, d->names.count);
    link_name(d, (uint32_t)d->names.count++);
    return DRG_OK;
}

bool drg_draft_remove_name(draft *d, uint32_t entry, drg_text text) {
    bool found = false;
    for (uint32_t n = d->entries.items[entry].first_name; n != NO_ID; n = d->names.items[n].next) {
        kept_name *name = &d->names.items[n];
        if (name->removed || !text_equal(name_text_of(&d->sources, &name->text), text)) continue;
        name->removed = found = true;
    }
    return found;
}

static drg_status find_plural(draft *d, kept_name *n) {
    uint32_t at;
    TRY(drg_plural(name_text_of(&d->sources, &n->text), &d->plural));
    const name_key key = name_key_of(d, n->entry, n->text.table, n->form, buffer_text(&d->plural));
    const uint32_t plural = find_name(d, &key, &at);
    n->plural_written = plural != NO_ID && !d->names.items[plural].removed;
    return DRG_OK;
}

drg_status drg_draft_find_plurals(draft *d) {
    for (size_t i = 0; i < d->names.count; i++) {
        if (d->names.items[i].inflect == INFLECT_PLURAL) TRY(find_plural(d, &d->names.items[i]));
    }
    clear_keys(&d->entry_keys);
    clear_keys(&d->name_keys);
    return DRG_OK;
}
