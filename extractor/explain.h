/* Explaining: the sum of a reading, term by term. */
#ifndef DRG_EXPLAIN_H
#define DRG_EXPLAIN_H

#include "extract.h"

typedef struct {
    drg_text what; /* a rule's or an evidence's name, or a gazetteer's name */
    drg_text file;
    uint32_t line;
    double weight;
} drg_term;

#define TERMS_SHOWN 64

typedef struct {
    reading_id reading;
    bool chosen;
    size_t term_count;
    drg_term terms[TERMS_SHOWN]; /* the first made it; the others are evidence that held */
} drg_explanation;

/* The terms of reading `r` of the document that `x`, which `explains`, made last. */
drg_status drg_explain(drg_extractor *x, const drg_document *d, reading_id r, drg_explanation *out);

#endif
