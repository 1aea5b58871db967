/* A trial: the rule of a command line, made into a file of rules that is in no folder.
 *
 *     dragoman try '[ @instrument on Cap+ ]' FILE
 *
 *     language en                        what a file has to say is put before it, and each of its lines is indented:
 *     stage    events                    a message about line 6, column 7 is one about line 1, column 3 of the pattern
 *     rule try : Tried
 *       weight   -1
 *       match
 *         [ @instrument on Cap+ ]
 *
 * A pattern to which no label is given has one of its own, which is hidden, and a weight with which it wins nothing: it
 * finds, and changes nothing. What is written as a file (`rule NAME : Label` and its clauses) is taken as it is. */
#ifndef DRG_CLI_TRIAL_H
#define DRG_CLI_TRIAL_H

#include "cli/input.h"
#include "cli/messages.h"
#include "knowledge.h"

typedef struct {         /* Lifetime: a run. */
    const char *name;    /* "rule", or the file's path: as messages and rules have it */
    bool is_file;        /* of a *.rules file */
    bool only_finds;     /* a pattern without a label */
    size_t head_lines;   /* put before the rule's lines … */
    size_t indent;       /* … and before each of them, in characters */
    size_t line_count;   /* the rule's */
    char *text, *labels; /* what the parser reads; labels: NULL if no label is declared */
    size_t text_length;
    drg_rule_text texts[2];
    size_t text_count;
    buffer with;               /* the file of --with … */
    VECTOR(size_t) with_lines; /* … and of which of its lines those are that stand behind the rule's */
} trial;

/* Is it the path of a file of rules? */
bool drg_trial_is_file(const char *rule);
/* Makes the trial of `rule`; what is said by options is held against `base`, the knowledge without it (NULL for a file).
 * STATUS_FINE; else standard error tells. The caller clears *t in any case. */
exit_status drg_trial_make(const options *o, const char *rule, const drg_knowledge *base, trial *t);
void drg_trial_clear(trial *t);
/* Prints messages, of the rule with the places that it has on the command line. */
message_counts drg_trial_tell(const options *o, const trial *t, const drg_messages *messages);

#endif
