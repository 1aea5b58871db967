/* Where names are written. See name_text.h. */
#include "lexicon/name_text.h"

#include <string.h>

#include "text/utf8.h"

void drg_name_sources_clear(name_sources *s) {
    VECTOR_CLEAR(s->tables);
    VECTOR_CLEAR(s->apart);
    VECTOR_CLEAR(s->bytes);
    drg_vocabulary_free(s->forms);
    s->forms = NULL;
}

/* Adds a text to those that stand in no table. */
static drg_status append(name_sources *s, drg_text text, uint32_t *at) {
    if (text.length > UINT32_MAX - s->bytes.count) return DRG_TOO_LARGE;
    if (!VECTOR_RESERVE(s->bytes, s->bytes.count + text.length)) return DRG_NO_MEMORY;
    *at = (uint32_t)s->bytes.count;
    if (text.length) memcpy(s->bytes.items + s->bytes.count, text.bytes, text.length);
    s->bytes.count += text.length;
    return DRG_OK;
}

drg_status drg_keep_text(name_sources *s, uint32_t table, drg_text text, uint32_t *at, bool *apart) {
    const drg_text all = s->tables.items[table].source->text;
    const uintptr_t start = (uintptr_t)all.bytes, there = (uintptr_t)text.bytes;
    *apart = there < start || there - start > all.length || text.length > all.length - (there - start);
    if (*apart) return append(s, text, at);
    *at = (uint32_t)(there - start);
    return DRG_OK;
}

drg_status drg_name_text_add(name_sources *s, uint32_t table, uint32_t line, place at, drg_text text, uint64_t loose,
                             name_text *made) {
    const char *there = s->tables.items[table].source->text.bytes + at.offset;
    *made = (name_text){.at = at.offset, .length = at.length, .line = line, .table = table & INT32_MAX};
    if (text.bytes == there && text.length == at.length && !loose) return DRG_OK;
    text_apart kept = {0, (uint32_t)text.length, at.offset, at.length, loose};
    TRY(append(s, text, &kept.at));
    made->apart = 1;
    made->at = (uint32_t)s->apart.count;
    made->length = 0;
    return VECTOR_PUSH(s->apart, kept) ? DRG_OK : DRG_NO_MEMORY;
}

/* It may be hostile: lie anywhere, and cut a character in two. */
drg_text drg_guarded_text(const flat_guard *g, uint32_t at, uint32_t length) {
    if (!length || !drg_flat_look(g, at, length)) return (drg_text){"", 0};
    const drg_text text = {g->bytes + at, length};
    return drg_utf8_valid_length(text) == length ? text : (drg_text){"", 0};
}
