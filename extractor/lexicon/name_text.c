/* Where names are written. See name_text.h. */
#include "lexicon/name_text.h"

void drg_name_sources_clear(name_sources *s) {
    VECTOR_CLEAR(s->tables);
    VECTOR_CLEAR(s->apart);
    drg_vocabulary_free(s->forms);
    s->forms = NULL;
}

drg_status drg_name_text_add(name_sources *s, uint32_t table, uint32_t line, place at, drg_text text, uint64_t loose,
                             name_text *made) {
    const char *there = s->tables.items[table].source->text.bytes + at.offset;
    *made = (name_text){.at = at.offset, .length = at.length, .line = line, .table = table & INT32_MAX};
    if (text.bytes == there && text.length == at.length && !loose) return DRG_OK;
    made->apart = 1;
    made->at = (uint32_t)s->apart.count;
    made->length = 0;
    return VECTOR_PUSH(s->apart, ((text_apart){text, at.offset, at.length, loose})) ? DRG_OK : DRG_NO_MEMORY;
}
