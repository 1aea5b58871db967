/* Readings: what a run of tokens may be, and those that were chosen.
 *
 * A reading is a span with a label, a form and a sum of weights. Readings of all lengths and labels exist side by side
 * (Jordan: a country, a surname); choose.c picks those that come out. A chosen reading is an annotation: annotations are
 * indexes into the readings, so that nothing is copied and an attribute can point at one for good.
 *
 *     tokens      the  Comprehensive  Strategic  Partnership  Treaty
 *     reading          [first ............................... end)      label Treaty, form name, rule en/treaty/by-modifier */
#ifndef DRG_READINGS_H
#define DRG_READINGS_H

#include "lexicon/gazetteer.h"
#include "lexicon/words.h"
#include "rules/date_keys.h"
#include "rules/labels.h"
#include "text/tokens.h"

typedef struct {
    uint32_t n; /* of rule_facts; NO_ID: a gazetteer's name made the reading */
} rule_id;

typedef struct {   /* What others need to know of a rule. Lifetime: knowledge. */
    drg_text name; /* "en/treaty/by-subject" */
    drg_text file; /* "rules/en/treaty.rules" */
    uint32_t line;
    bool is_evidence;
    label_id label;
    form_id form;
    double weight; /* -INFINITY: never */
} rule_facts;

typedef enum {
    READING_CHOSEN = 1 << 0,  /* it is an annotation */
    READING_HELD = 1 << 1,    /* … inside another one, whose label holds its label */
    READING_NEVER = 1 << 2,   /* some evidence removed it for good */
    READING_ALIAS = 1 << 3,   /* learned: reading_teacher says from which reading */
    READING_SETTLED = 1 << 4, /* its value, attributes, captures and date fields are there (done once it is chosen) */
    READING_DROPPED = 1 << 5, /* resolve/ dropped it (where antecedent) */
    READING_WANTS_ANTECEDENT = 1 << 6, /* its rule said `where antecedent` */
    READING_MERGED = 1 << 7,           /* it is in the chain of another reading of the same span, label and form */
    READING_PLAIN = 1 << 8,            /* settled without captures: whatever else is chosen, it stays so */
    READING_MARKED = 1 << 9,           /* its tokens bear its label's marks */
    READING_LEARNED = 1 << 10,         /* what it teaches was taken up */
    READING_DATED = 1 << 11,      /* resolve/ found its value, which leans on no other date: until it is settled anew */
    READING_TELLS_YEAR = 1 << 12, /* … what its value tells to the dates behind it: a year … */
    READING_TELLS_DAY = 1 << 13,  /* … and a day */
    READING_RESOLVED = 1 << 14    /* resolve/ has seen it as it is now: until it is settled anew */
} reading_flag;

typedef struct {                     /* Lifetime: document. A text may have one a byte: they are kept small. */
    uint32_t first_token, end_token; /* half-open: the annotated span */
    rule_id rule;                    /* why: the rule that made it; NO_ID: a gazetteer's name did */
    uint32_t source;                 /* … that name: reading_name; of an alias its teacher: reading_teacher; NO_ID */
    float sum;                       /* log-odds: its own weight (of merged readings the largest), and all evidence */
    uint32_t merged;                 /* the next reading merged into this one; NO_ID */
    uint32_t facts;                  /* index into settled facts, once READING_SETTLED; NO_ID */
    uint16_t flags;                  /* reading_flag */
    uint16_t before, behind;         /* tokens of context that the match has around the span: whole_first, whole_end */
    uint8_t label, form;             /* label_id.n, form_id.n */
} reading;

/* The gazetteer's name that made it (name_id.n); NO_ID if a rule did. */
static inline uint32_t reading_name(const reading *r) {
    return r->rule.n == NO_ID ? r->source : NO_ID;
}
/* Of an alias: the reading that taught it; NO_ID. */
static inline uint32_t reading_teacher(const reading *r) {
    return r->rule.n == NO_ID ? NO_ID : r->source;
}
/* Its own weight: that of the rule or the name that made it. */
float drg_reading_weight(const reading *r, const rule_facts *rules, const gazetteer *g);

/* The match, context included. */
static inline uint32_t whole_first(const reading *r) {
    return r->first_token - r->before;
}
static inline uint32_t whole_end(const reading *r) {
    return r->end_token + r->behind;
}

/* What became of a capture or a `set`. */
typedef enum { VALUE_TEXT, VALUE_ENTRY, VALUE_READING } attribute_kind;
typedef struct {
    const drg_text *key;  /* of the knowledge: of the label's attributes, or of a `set` */
    const char *bytes;    /* VALUE_TEXT: the value; VALUE_ENTRY: the entry's id; VALUE_READING: the text of the span */
    uint32_t length;      /* … of these */
    uint32_t reading;     /* VALUE_READING: the annotation it covers */
    uint32_t first_token; /* where it stands … */
    uint16_t token_count; /* 0: nowhere (`set`, a gazetteer's attribute) */
    uint8_t kind;         /* attribute_kind */
    bool of_list;         /* one of several, or of an attribute that is always a list */
} reading_attribute;

static inline drg_text attribute_text(const reading_attribute *a) {
    return (drg_text){a->bytes, a->length};
}
static inline void attribute_set_text(reading_attribute *a, drg_text text) {
    a->bytes = text.bytes;
    a->length = (uint32_t)text.length;
}

typedef struct {
    const drg_text *name; /* "unit"; of the knowledge */
    drg_text text;        /* what was captured; of a text rule it may be part of a token */
    uint32_t first_token, end_token;
    uint32_t reading; /* the annotation that it covers exactly, NO_ID */
    uint32_t entry;   /* the entry of the list name that it covers exactly, for name:@list; NO_ID */
} reading_capture;

typedef struct { /* A date field, evaluated: year=2024. */
    const char *bytes;
    uint32_t length;
    date_key key;
} reading_field;

typedef struct {           /* What is known of a chosen reading. Lifetime: document. */
    const char *value;     /* the rule's `value`, or set by resolve/ … */
    uint32_t value_length; /* … 0 if none: facts_value */
    uint32_t entry;        /* entry_id of the gazetteer (its own, or of the reading merged with it); NO_ID */
    uint32_t referent;     /* set by resolve/; NO_ID */
    uint32_t first_attribute;
    uint32_t first_part; /* captures of the rule that made it, in the order of the text; of a date its fields */
    uint16_t attribute_count, part_count;
} settled_facts;

static inline drg_text facts_value(const settled_facts *f) {
    return (drg_text){f->value, f->value_length};
}
static inline void facts_set_value(settled_facts *f, drg_text value) {
    f->value = value.bytes;
    f->value_length = (uint32_t)value.length;
}

typedef struct { /* Lifetime: document; emptied and used again for the next. */
    VECTOR(reading) items;
    VECTOR(settled_facts) facts;
    VECTOR(reading_attribute) attributes; /* of each reading together; resolve/ appends by drg_reading_attribute_add */
    VECTOR(reading_capture) captures;
    VECTOR(reading_field) fields;
    VECTOR(uint32_t) chosen; /* the annotations: by first token, the longer first */
} readings;

static inline settled_facts *reading_facts(const readings *r, const reading *of) {
    return of->facts == NO_ID ? NULL : &r->facts.items[of->facts];
}

/* Passes go in the order of the text, but readings stand in the order in which they were made: the processor cannot
 * foresee which comes next. So the pass says it, this many readings ahead. */
#define READINGS_AHEAD 16
/* GCC drops calls of a function that only prefetches, as without effects, unless it has to inline them. */
#define PREFETCHES __attribute__((always_inline)) static inline
PREFETCHES void reading_prefetch(const readings *r, uint32_t id) {
    __builtin_prefetch(&r->items.items[id]); /* one that lies across two cache lines: both */
    __builtin_prefetch(&r->items.items[id].form);
}
/* The same for what is chosen, from the pass's place `at`. */
PREFETCHES void chosen_prefetch(const readings *r, size_t at) {
    if (at + READINGS_AHEAD < r->chosen.count) reading_prefetch(r, r->chosen.items[at + READINGS_AHEAD]);
}

/* The attribute `key` of a chosen reading (the first of a list), NULL if it has none. */
const reading_attribute *drg_reading_attribute(const readings *r, const reading *of, const char *key);
/* Adds an attribute behind the others of a settled reading (moving them to the end of the array if need be). */
drg_status drg_reading_attribute_add(readings *r, const reading *of, reading_attribute added);

#endif
