/* Options: what the command line asks for.
 *
 *     dragoman annotate --date 2024-06-20 --rules mine briefing.txt
 *              command  option            option       operand
 *
 * options.c holds two tables, one of the commands and one of their options; parsing, `--help` and the manual's lines all
 * come from them. */
#ifndef DRG_OPTIONS_H
#define DRG_OPTIONS_H

#include "cli/terminal.h"
#include "text/memory.h"

/* The exit statuses of the program. */
typedef enum { STATUS_FINE = 0, STATUS_DOCUMENT = 1, STATUS_USAGE = 2, STATUS_KNOWLEDGE = 3 } exit_status;

typedef enum {
    COMMAND_ANNOTATE,
    COMMAND_SHOW,
    COMMAND_CHECK,
    COMMAND_WHY,
    COMMAND_TRY,
    COMMAND_DIFF,
    COMMAND_COMPILE,
    COMMAND_COUNT
} command_id;
typedef enum { LAYOUT_FITTING, LAYOUT_PRETTY, LAYOUT_COMPACT } output_layout; /* fitting: pretty on a terminal */

typedef VECTOR(const char *) word_vector; /* borrowed from the command line */

typedef struct { /* Lifetime: the run. */
    command_id command;
    word_vector operands, rules, gazetteers;
    const char *date, *language; /* of documents that do not say; "" */
    output_layout layout;
    drg_unit offsets;
    bool with_text, json_lines;
    bool json, warnings_as_errors; /* json: of check and diff; the other of check */
    const char *stage, *with;      /* of try; NULL: not said */
    bool all, changes, watches;    /* of try */
    bool count_only;               /* of diff: only the tables; of try: a number a document */
    size_t context;                /* characters beside a match or a difference */
    word_vector labels;            /* of show: only these, none: all; of why and try: one */
    colour_choice colours;
    bool html;                       /* of show */
    const char *pack;                /* the file; NULL: where it is looked for */
    bool require_pack;               /* nothing else will do */
    bool no_pack;                    /* rules and gazetteers are read, even if there is a pack */
    bool force;                      /* of compile: anew, whatever there is */
    size_t max_document;             /* bytes */
    const drg_rule_text *rule_texts; /* rules beside those of the folders; of no option */
    size_t rule_text_count;
} options;

typedef enum { PARSED_RUN, PARSED_DONE, PARSED_WRONG } parse_result;

/* Reads the command line. PARSED_DONE: it asked for help or the version, which is printed. PARSED_WRONG: it is wrong, and
 * standard error says how. */
parse_result drg_options_parse(options *o, int count, char **arguments);
void drg_options_clear(options *o);

/* What is wrong with the use of a command, to standard error, with a pointer to its help. Returns STATUS_USAGE. */
exit_status drg_usage_error(command_id command, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
