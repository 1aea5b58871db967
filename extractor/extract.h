/* The extractor: the scratch of one thread, and the document that it made last. */
#ifndef DRG_EXTRACT_H
#define DRG_EXTRACT_H

#include "knowledge.h"
#include "resolve/document.h"
#include "rules/rules.h"

typedef struct { /* What reads one language; made when a document of it comes. */
    const ruleset *set;
    words *words;
    matcher *matcher;
} reader;

struct drg_extractor {
    const drg_knowledge *knowledge;
    VECTOR(reader) readers;
    drg_document document;
    matcher *matcher; /* that read the document */
    bool explains;    /* all evidence is kept, for explain.c and examples.c; may be set before drg_annotate */
    bool explained;   /* … as it was of the last document */
    char error[200];
};

#endif
