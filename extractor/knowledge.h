/* Knowledge: rules and gazetteers, read, checked and compiled once, then shared by all threads. */
#ifndef DRG_KNOWLEDGE_H
#define DRG_KNOWLEDGE_H

#include "pack/pack.h"
#include "pack/sources.h"
#include "rules/program.h"

struct drg_knowledge {
    arena arena; /* the trees: programs borrow names and templates from them */
    vocabulary *vocabulary;
    gazetteer *gazetteer;
    rule_trees trees;
    name_readings names;
    pack pack;                     /* that it was opened from, if any … */
    drg_text pack_path;            /* … its name, ended by NUL … */
    label_table labels;            /* … the labels of its rulesets, which have no trees … */
    sources_answer sources_answer; /* … and how it was known to be fresh */
    VECTOR(ruleset) rulesets;      /* one a language that has rules; the last serves documents of any other language */
};

/* The rules for documents of a language ("en", also of "en-GB"; empty: DEFAULT_LANGUAGE); those of "all" if it has none. */
const ruleset *drg_knowledge_ruleset(const drg_knowledge *k, drg_text language);

/* A pack that lies in memory, aligned as a page is; the bytes stay the caller's, and outlive the knowledge. For tests. */
drg_status drg_knowledge_open_bytes(drg_text pack, drg_knowledge **knowledge, drg_messages **messages);

#endif
