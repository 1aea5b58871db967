/* The document: everything that is known of one text while it is read, and what comes out of it.
 *
 * Each folder fills its part: text/ the tokens, rules/ the readings, resolve/ values, referents, events and turns;
 * write/ only reads. It is scratch of an extractor and is emptied for the next document. */
#ifndef DRG_DOCUMENT_H
#define DRG_DOCUMENT_H

#include "rules/readings.h"
#include "text/utf8.h"

/* One thing in the world that the document speaks of: all mentions of one treaty, person or country. */
typedef struct {
    uint32_t label; /* label_id.n */
    drg_text key;   /* the gazetteer's id (RUS, npt), else one made from its name; a treaty's, person's … */
    drg_text name;  /* its best name in the text (the longest full one), or the gazetteer's title */
    uint32_t entry; /* entry_id.n, NO_ID */
    uint32_t first_mention, mention_count;     /* of document.mentions, in the order of the text; filled at the end */
    uint32_t first_attribute, attribute_count; /* of document.referent_attributes */
} referent;

typedef struct {
    drg_text key, value;
    bool of_list;
    uint32_t referent; /* the value is this referent (written as its value or "r3"); NO_ID: the text */
} referent_attribute;

typedef struct {
    drg_text action;                   /* "sign" */
    uint32_t treaty;                   /* referent, NO_ID */
    uint32_t first_party, party_count; /* of document.parties: referents of the states that did it */
    drg_text date, place;              /* date: as an ISO date; empty if none */
    drg_text polarity, modality;
    uint32_t reading; /* its evidence in the text, and its rule */
} event;

typedef struct {
    uint32_t start_byte, end_byte; /* what is said */
    drg_text name;                 /* the words before the colon */
    uint32_t referent;             /* the speaker; NO_ID */
    drg_text country;              /* alpha-3; empty */
} turn;

struct drg_document {
    /* What came in; borrowed from the caller. */
    drg_input input;
    measured_text text; /* text.text is the repaired text that tokens point into */
    drg_text language;  /* "en" */
    /* What it is read with; borrowed from the knowledge and the extractor. */
    const gazetteer *gazetteer;
    const label_table *labels;
    const rule_facts *rules; /* by rule_id; of the document's language */
    const words *words;
    bool values_asked; /* rules of a stage ask what the annotations of those before it denote */
    /* What was found. */
    token_vector tokens;
    readings readings;
    VECTOR(uint32_t) entities; /* the annotations that are written as entities: reading ids, as in readings.chosen */
    VECTOR(referent) referents;
    VECTOR(referent_attribute) referent_attributes;
    VECTOR(uint32_t) mentions; /* by referent: reading ids while it is resolved, indexes of `entities` at the end */
    VECTOR(event) events;
    VECTOR(uint32_t) parties;
    VECTOR(turn) turns;
    arena arena; /* texts made while it is read */
    VECTOR(uint32_t)
    of_kind[RESOLVE_KIND_COUNT]; /* resolve/'s own: where the annotations of its kinds stand in chosen; */
    uint64_t dates_before;       /* … a print of the dates of the stage before; 0: none */
};

/* The text of tokens first … end - 1. */
drg_text drg_document_span(const drg_document *d, uint32_t first_token, uint32_t end_token);
/* The bytes [start, end) of d->text.text that the tokens cover. */
void drg_document_bytes(const drg_document *d, uint32_t first_token, uint32_t end_token, uint32_t *start,
                        uint32_t *end);

#endif
