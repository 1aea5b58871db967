/* Knowledge: rules and gazetteers, read, checked and compiled once, then shared by all threads. */
#ifndef DRG_KNOWLEDGE_H
#define DRG_KNOWLEDGE_H

#include "rules/program.h"

struct drg_knowledge {
    arena arena; /* the trees: programs borrow names and templates from them */
    vocabulary *vocabulary;
    gazetteer *gazetteer;
    rule_trees trees;
    name_readings names;
    VECTOR(ruleset) rulesets; /* one a language that has rules; the last serves documents of any other language */
};

/* The rules for documents of a language ("en", also of "en-GB"; empty: DEFAULT_LANGUAGE); those of "all" if it has none. */
const ruleset *drg_knowledge_ruleset(const drg_knowledge *k, drg_text language);

#endif
