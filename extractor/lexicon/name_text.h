/* Where names are written: tables, and a name's place in one of them.
 *
 *     table  country/names.en.tsv   [ … RUS⇥Russia⇥name … ]
 *     name   table, line, offset, length ──────^^^^^^
 *
 * A million names are no rarity, so a name is its place and no more: the text of the table is there anyway. A text that
 * stands nowhere as it is (a plural that is made, a quoted cell, a pattern of several tokens) is kept apart, with the
 * place that it comes from. */
#ifndef DRG_NAME_TEXT_H
#define DRG_NAME_TEXT_H

#include "lexicon/vocabulary.h"
#include "text/message.h"

typedef struct {
    drg_text file;     /* "country/names.en.tsv": relative to its gazetteers folder; ends in NUL */
    drg_text language; /* "en"; empty: of no language */
    const source *source;
    uint32_t folder; /* 0, 1, …: which one said it */
} name_table;

typedef struct {
    uint32_t at, length; /* bytes of the table's text; or (apart) where in name_sources.apart, and 0 */
    uint32_t line;
    uint32_t table : 31;
    uint32_t apart : 1;
} name_text;

typedef struct {
    drg_text text;
    uint32_t offset, length; /* its place in the table's source */
    uint64_t loose_pieces;   /* draft.h */
} text_apart;

typedef struct { /* Lifetime: knowledge. */
    VECTOR(name_table) tables;
    VECTOR(text_apart) apart;
    vocabulary *forms; /* number = a name's form; 0: it has none */
} name_sources;

void drg_name_sources_clear(name_sources *s);
/* A name of table.line, written `text`, that stands at a place. */
drg_status drg_name_text_add(name_sources *s, uint32_t table, uint32_t line, place at, drg_text text, uint64_t loose,
                             name_text *made);

static inline drg_text name_text_of(const name_sources *s, const name_text *t) {
    if (t->apart) return s->apart.items[t->at].text;
    return (drg_text){s->tables.items[t->table].source->text.bytes + t->at, t->length};
}

static inline place name_place_of(const name_sources *s, const name_text *t) {
    const source *file = s->tables.items[t->table].source;
    if (!t->apart) return (place){file, t->at, t->length};
    return (place){file, s->apart.items[t->at].offset, s->apart.items[t->at].length};
}

static inline uint64_t name_loose_pieces(const name_sources *s, const name_text *t) {
    return t->apart ? s->apart.items[t->at].loose_pieces : 0;
}

#endif
