/* Parsing rule files: what the files of the parser share.
 *
 *     parse.c           the statements and clauses of a file            tree.c       folders, and all files in order
 *     parse_pattern.c   [ kind:@instrument Link the? Title ]            check.c      what a whole rule must hold to
 *     parse_template.c  art.{n:number}, keys, conditions                check_pattern.c   what a pattern must hold to
 *     parse_example.c   "signed [two years ago]" at 2024-06-20          parse_labels.c    labels.rules
 *
 * Each function that reads reports what is wrong and goes on as far as the rest still makes sense: one cause, one
 * message. A rule with a flaw stays in the list, so that it can be checked further, and so that nobody misses it. */
#ifndef DRG_PARSE_H
#define DRG_PARSE_H

#include "rules/lex.h"
#include "rules/tree.h"

/* What is known of a pattern once its definitions are. */
typedef struct {
    bool nullable; /* may take no token */
    bool flawed;   /* something in it was reported: spare the reader what follows from that */
    uint64_t size; /* nodes, {m,n} written out; never more than PATTERN_NODES + 1 */
    uint32_t nest; /* brackets and definitions in one another */
} pattern_facts;

typedef struct { /* Lifetime: while its file is parsed; `pattern` stays. */
    drg_text name;
    place at;
    node *pattern; /* NULL: it could not be read */
    bool used;     /* some pattern says its name */
    uint32_t brackets;
    enum { DEFINITION_NEW, DEFINITION_OPEN, DEFINITION_DONE } state; /* of the walk that finds circles */
    pattern_facts facts;
} definition;

typedef struct {
    drg_text text;
    place at;
} placed_text;

typedef struct { /* A rule with what only its checking needs. */
    rule_tree tree;
    uint32_t folder;
    uint32_t order;    /* where it stands among all */
    uint32_t brackets; /* the deepest of its patterns' */
    place match_at, before_at, is_at, after_at;
    void *text_code; /* pcre2_code * of a text rule while it is checked */
    bool flawed;     /* a pattern could not be read */
    bool unsure;     /* a clause that uses captures could not be read */
    bool stage_known;
    bool has_match, has_text, has_before, has_is, has_after, has_where;
    bool gone; /* replaced or removed by a later folder */
} rule_draft;

typedef struct {
    placed_text name; /* "en/treaty/by-subject" */
    bool is_evidence;
    uint32_t folder;
} removal;

typedef struct { /* <Label> in a file of a stage: something earlier must make it. */
    label_id label;
    uint32_t stage;
    place at;
} label_use;

typedef VECTOR(drg_text) text_vector;

typedef struct {
    /* of all files */
    arena *arena;
    drg_messages *messages;
    const gazetteer *gazetteer;
    const label_table *labels;
    VECTOR(rule_draft *) rules;
    VECTOR(removal) removals;
    VECTOR(label_use) label_uses;
    VECTOR(place) unused; /* definitions that nothing uses */
    text_vector names;    /* scratch: what a word might have meant */
    token_vector tokens;  /* scratch: of a literal */
    VECTOR(char) chars;   /* scratch: of a template or example */
    bool no_memory;
    /* of the file at hand */
    reader reader;
    uint32_t folder;
    drg_text folder_language; /* "en" in rules/en/; empty for files of the folder itself */
    drg_text language;
    uint32_t stage;
    bool has_language, has_stage;    /* it was said, or that it was not */
    bool stage_known;                /* what was said is a stage */
    VECTOR(definition) definitions;  /* sorted by name when the file has been read */
    VECTOR(node *) definition_nodes; /* that are to be linked then */
    size_t first_rule;               /* of the file, in `rules` */
    /* of the pattern at hand */
    uint32_t depth, deepest; /* brackets */
    uint32_t span_count;
    bool pattern_flawed;
    const char *no_span; /* why no [ ] may stand here; NULL: it may */
    /* of the rule at hand */
    rule_draft *rule;
    VECTOR(field_tree) dates, sets;
    VECTOR(where_tree) wheres;
    VECTOR(example_tree) examples;
    VECTOR(template_part) parts;
    VECTOR(struct example_span) spans;
    /* of labels.rules */
    VECTOR(placed_text) words;
} rule_parser;

void drg_rule_parser_clear(rule_parser *p);

/* Reads one rule file and checks all that can be seen without the others. */
void drg_parse_rule_file(rule_parser *p, const source *file);
/* pattern = sequence ("|" sequence)*, to the end of the clause. NULL after a message. `no_span`: see rule_parser. */
node *drg_parse_pattern(rule_parser *p, const char *no_span);
/* Cap, Upper, … Number: into p->names. */
void drg_ready_made_names(rule_parser *p);
bool drg_is_ready_made(drg_text name);
/* Whether PCRE2 takes the expression, which stands at offset `start` of the file; a message if not. */
bool drg_check_regex(rule_parser *p, drg_text expression, uint32_t start);
/* The same for a text rule, which must match some text; *code is a pcre2_code for the caller to free. */
bool drg_compile_text(rule_parser *p, drg_text expression, uint32_t start, void **code);
/* A template up to white space or one of `stops`, or in double quotes. False after a message. */
bool drg_parse_template(rule_parser *p, const char *stops, template_tree *out);
/* (key "=" template)+ to the end of the clause, to `fields`. */
void drg_parse_dates(rule_parser *p);
void drg_parse_sets(rule_parser *p);
void drg_parse_wheres(rule_parser *p);
void drg_parse_example(rule_parser *p, bool positive);

/* Links and checks the definitions of the file at hand, then each of its rules. */
void drg_check_file(rule_parser *p);
/* Links definition nodes, finds circles and what no pattern may be. */
void drg_check_definitions(rule_parser *p);
pattern_facts drg_check_pattern(rule_parser *p, node *pattern);
/* What only shows when all files are read: names, replacements, removals, labels that nothing makes. */
void drg_check_all(rule_parser *p);

/* Reads labels.rules of each folder that has one; *out lives in the arena. `files`: NULL where there is none. */
void drg_parse_labels(rule_parser *p, const source *const *files, size_t count, label_table *out);

/* Helpers ---------------------------------------------------------------------------------------------------------- */

#define TEXT(literal) ((drg_text){"" literal, sizeof literal - 1})
#define NO_LABEL ((label_id){UINT32_MAX})

/* A copy of items in the arena; NULL if there are none or no memory. */
void *drg_keep(rule_parser *p, const void *items, size_t bytes);
/* printf into the arena; never NULL. */
const char *drg_hint(rule_parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "did you mean 'BEFORE…AFTER'?" with the candidate nearest to `word`; if none is near, `otherwise`. */
const char *drg_did_you_mean(rule_parser *p, const char *before, drg_text word, const char *after,
                             const drg_text *candidates, size_t count, const char *otherwise);
/* Of p->names. */
const char *drg_did_you_mean_name(rule_parser *p, const char *before, drg_text word, const char *after,
                                  const char *otherwise);
/* Notes that memory was missing unless `ok`; returns `ok`. */
static inline bool drg_remember(rule_parser *p, bool ok) {
    if (!ok) p->no_memory = true;
    return ok;
}
/* Finds a label or reports it; NO_LABEL then. */
label_id drg_need_label(rule_parser *p, drg_text name, place at);
form_id drg_need_form(rule_parser *p, label_id l, drg_text name, place at);
/* The attribute keys of a list, or of all lists with a label, into p->names (which is emptied first). */
void drg_list_keys(rule_parser *p, list_id list);
void drg_label_keys(rule_parser *p, label_id l);
bool drg_names_hold(const rule_parser *p, drg_text name);
/* Reports that the rest of the clause is not understood, if there is any. */
void drg_expect_end(rule_parser *p, const char *hint);

#endif
