/* Where names are written: tables, and a name's place in one of them.
 *
 *     table  country/names.en.tsv   [ … RUS⇥Russia⇥name … ]
 *     name   table, line, offset, length ──────^^^^^^
 *
 * A million names are no rarity, so a name is its place and no more: the text of the table is there anyway; and so are an
 * entry's id and values. A text that stands nowhere as it is (a plural that is made, a quoted cell, a pattern of several
 * tokens) is kept apart; a name's, with the place that it comes from. */
#ifndef DRG_NAME_TEXT_H
#define DRG_NAME_TEXT_H

#include "lexicon/vocabulary.h"
#include "text/flat.h"
#include "text/message.h"

typedef struct {
    drg_text file;     /* "country/names.en.tsv": relative to its gazetteers folder; ends in NUL */
    drg_text language; /* "en"; empty: of no language */
    const source *source;
    uint32_t folder;   /* 0, 1, …: which one said it */
    flat_guard *guard; /* of the source's text; NULL unless it lies in a pack */
} name_table;

typedef struct {
    uint32_t at, length; /* bytes of the table's text; or (apart) which one of name_sources.apart, and 0 */
    uint32_t line;
    uint32_t table : 31;
    uint32_t apart : 1;
} name_text;

typedef struct {
    uint32_t at, text_length; /* bytes of name_sources.bytes */
    uint32_t offset, length;  /* its place in the table's source */
    uint64_t loose_pieces;    /* draft.h */
} text_apart;

typedef struct {         /* An attribute of an entry as it is kept. */
    uint32_t at, length; /* bytes of the text of the entry's table; or (apart) of name_sources.bytes */
    uint32_t key : 30;   /* which one of the attribute keys */
    uint32_t of_list : 1;
    uint32_t apart : 1;
} kept_attribute;

typedef struct { /* Lifetime: knowledge. */
    VECTOR(name_table) tables;
    FLAT(text_apart) apart;
    FLAT(char) bytes;  /* of texts that stand in no table */
    vocabulary *forms; /* number = a name's form; 0: it has none */
} name_sources;

void drg_name_sources_clear(name_sources *s);
/* A name of table.line, written `text`, that stands at a place. */
drg_status drg_name_text_add(name_sources *s, uint32_t table, uint32_t line, place at, drg_text text, uint64_t loose,
                             name_text *made);
/* Where a text of a table is kept: in the table, if it stands there, else apart. */
drg_status drg_keep_text(name_sources *s, uint32_t table, drg_text text, uint32_t *at, bool *apart);
/* A text of a pack; empty if the pack is damaged there. */
drg_text drg_guarded_text(const flat_guard *g, uint32_t at, uint32_t length);

/* The text again, borrowed until the next one is kept. */
static inline drg_text kept_text(const name_sources *s, uint32_t table, bool apart, uint32_t at, uint32_t length) {
    const name_table *t = &s->tables.items[table];
    const flat_guard *g = apart ? s->bytes.guard : t->guard;
    if (g || !length) return drg_guarded_text(g, at, length);
    return (drg_text){(apart ? s->bytes.items : t->source->text.bytes) + at, length};
}

static inline drg_text name_text_of(const name_sources *s, const name_text *t) {
    if (!t->apart) return kept_text(s, t->table, false, t->at, t->length);
    const text_apart *a = FLAT_AT(s->apart, t->at);
    return kept_text(s, t->table, true, a->at, a->text_length);
}

static inline place name_place_of(const name_sources *s, const name_text *t) {
    const source *file = s->tables.items[t->table].source;
    if (!t->apart) return (place){file, t->at, t->length};
    const text_apart *a = FLAT_AT(s->apart, t->at);
    return (place){file, a->offset, a->length};
}

static inline uint64_t name_loose_pieces(const name_sources *s, const name_text *t) {
    return t->apart ? FLAT_AT(s->apart, t->at)->loose_pieces : 0;
}

#endif
