/* Options. See options.h. It reads downwards: what takes a value, the two tables, help, parsing. */
#include "cli/options.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bounds.h"
#include "cli/context.h"
#include "cli/messages.h"
#include "resolve/resolve.h"
#include "text/message.h"

/* Taking values ----------------------------------------------------------------------------------------------------------- */

/* Each takes an option's value (NULL for one that has none); the result is what is wrong with it, or NULL. */
typedef const char *take_value(options *o, const char *value);

static const char *take_pretty(options *o, const char *value) {
    (void)value;
    o->layout = LAYOUT_PRETTY;
    return NULL;
}

static const char *take_compact(options *o, const char *value) {
    (void)value;
    o->layout = LAYOUT_COMPACT;
    return NULL;
}

static const char *take_text(options *o, const char *value) {
    (void)value;
    o->with_text = true;
    return NULL;
}

static const char *take_jsonl(options *o, const char *value) {
    (void)value;
    o->json_lines = true;
    return NULL;
}

static const char *take_json(options *o, const char *value) {
    (void)value;
    o->json = true;
    return NULL;
}

static const char *take_warnings_as_errors(options *o, const char *value) {
    (void)value;
    o->warnings_as_errors = true;
    return NULL;
}

static const char *take_offsets(options *o, const char *value) {
    static const struct {
        const char *name;
        drg_unit unit;
    } units[] = {
        {"bytes", DRG_BYTES},
        {"chars", DRG_CHARS},
        {"utf16", DRG_UTF16}
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(value, units[i].name) != 0) continue;
        o->offsets = units[i].unit;
        return NULL;
    }
    return "it has to be bytes, chars or utf16";
}

static const char *take_date(options *o, const char *value) {
    o->date = value;
    return drg_date_is_valid(drg_text_of(value)) ? NULL : "it has to be a day that exists, as YYYY-MM-DD";
}

static const char *take_language(options *o, const char *value) {
    o->language = value;
    return *value ? NULL : "it has to be a language, such as en";
}

static const char *take_rules(options *o, const char *value) {
    return VECTOR_PUSH(o->rules, value) ? NULL : "there is no memory for it";
}

static const char *take_gazetteers(options *o, const char *value) {
    return VECTOR_PUSH(o->gazetteers, value) ? NULL : "there is no memory for it";
}

static const char *take_label(options *o, const char *value) {
    return VECTOR_PUSH(o->labels, value) ? NULL : "there is no memory for it";
}

static const char *take_color(options *o, const char *value) {
    static const char *const choices[] = {
        [COLOURS_AUTO] = "auto", [COLOURS_ALWAYS] = "always", [COLOURS_NEVER] = "never"};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(value, choices[i]) != 0) continue;
        o->colours = (colour_choice)i;
        return NULL;
    }
    return "it has to be auto, always or never";
}

static const char *take_html(options *o, const char *value) {
    (void)value;
    o->html = true;
    return NULL;
}

static const char *take_stage(options *o, const char *value) {
    o->stage = value;
    return NULL;
}

static const char *take_with(options *o, const char *value) {
    o->with = value;
    return NULL;
}

static const char *take_all(options *o, const char *value) {
    (void)value;
    o->all = true;
    return NULL;
}

static const char *take_changes(options *o, const char *value) {
    (void)value;
    o->changes = true;
    return NULL;
}

static const char *take_watch(options *o, const char *value) {
    (void)value;
    o->watches = true;
    return NULL;
}

static const char *take_count(options *o, const char *value) {
    (void)value;
    o->count_only = true;
    return NULL;
}

static const char *take_context(options *o, const char *value) {
    o->context = 0;
    for (const char *at = value; *at; at++) {
        if (!isdigit((unsigned char)*at) || o->context > 100000) return "it has to be a number of characters";
        o->context = o->context * 10 + (size_t)(*at - '0');
    }
    return *value ? NULL : "it has to be a number of characters";
}

static const char *take_pack(options *o, const char *value) {
    o->pack = value;
    o->no_pack = false;
    return *value ? NULL : "it has to be a file";
}

static const char *take_require_pack(options *o, const char *value) {
    (void)value;
    o->require_pack = true;
    return o->no_pack ? "--no-pack says the contrary" : NULL;
}

static const char *take_no_pack(options *o, const char *value) {
    (void)value;
    o->pack = NULL;
    o->no_pack = true;
    return o->require_pack ? "--require-pack says the contrary" : NULL;
}

static const char *take_force(options *o, const char *value) {
    (void)value;
    o->force = true;
    return NULL;
}

/* The factor of K, M, G (a B may follow); 0 for anything else. */
static size_t factor_of(const char *unit) {
    static const char units[] = "KMG";
    if (!*unit) return 1;
    const char *at = strchr(units, toupper((unsigned char)*unit));
    const bool ends_there = !unit[1] || ((unit[1] == 'B' || unit[1] == 'b') && !unit[2]);
    return at && ends_there ? (size_t)1 << (10 * (at - units + 1)) : 0;
}

static const char *take_max_document(options *o, const char *value) {
    size_t n = 0;
    const char *at = value;
    for (; isdigit((unsigned char)*at) && n <= DOCUMENT_BYTES_MOST; at++) n = n * 10 + (size_t)(*at - '0');
    const size_t factor = at == value ? 0 : factor_of(at);
    if (!n || !factor) return "it has to be a number of bytes, such as 1000000, 64K, 256M or 1G";
    if (n > DOCUMENT_BYTES_MOST / factor) return "more than 2G is never read";
    o->max_document = n * factor;
    return NULL;
}

/* The tables -------------------------------------------------------------------------------------------------------------- */

enum {
    ANNOTATE = 1 << COMMAND_ANNOTATE,
    CHECK = 1 << COMMAND_CHECK,
    WHY = 1 << COMMAND_WHY,
    SHOW = 1 << COMMAND_SHOW,
    COMPILE = 1 << COMMAND_COMPILE,
    TRY = 1 << COMMAND_TRY,
    DIFF = 1 << COMMAND_DIFF,
    READS = ANNOTATE | SHOW | TRY | DIFF,                 /* documents, all in the same way */
    KNOWS = ANNOTATE | SHOW | CHECK | WHY | TRY | COMPILE /* rules and gazetteers of one's own */
};

typedef struct {
    const char *name, *value; /* value: what its argument is called; NULL if it has none */
    unsigned commands;
    take_value *take;
    const char *help;
} option_row;

static const option_row option_rows[] = {
    {"--jsonl",              NULL,    READS,             take_jsonl,              "the files named, and standard input, are JSON Lines"                         },
    {"--date",               "DAY",   READS | WHY,       take_date,               "the day that `today` is in the text, YYYY-MM-DD"                             },
    {"--language",           "LANG",  READS | WHY,       take_language,           "the language of the text (en)"                                               },
    {"--pretty",             NULL,    ANNOTATE,          take_pretty,             "indented, for people (the default for one document on a terminal)"           },
    {"--compact",            NULL,    ANNOTATE,          take_compact,            "a line a document (the default elsewhere)"                                   },
    {"--offsets",            "UNIT",  ANNOTATE,          take_offsets,
     "count start and end in bytes, chars (code points, the default) or utf16"                                                                                  },
    {"--text",               NULL,    ANNOTATE,          take_text,               "write the text of each document, too"                                        },
    {"--rules",              "DIR",   KNOWS,             take_rules,              "read these rules, too; one of the same name replaces ours (repeatable)"      },
    {"--gazetteers",         "DIR",   KNOWS,             take_gazetteers,
     "read these lists, too; an entry of the same id replaces ours (repeatable)"                                                                                },
    {"--json",               NULL,    CHECK,             take_json,               "all messages as one JSON object on standard output, for editors"             },
    {"--warnings-as-errors", NULL,    CHECK,             take_warnings_as_errors, "exit status 3 for warnings, too"                                             },
    {"--label",              "LABEL", SHOW,              take_label,              "only annotations of this label (repeatable)"                                 },
    {"--label",              "LABEL", WHY,               take_label,
     "of FILE:START-END: the label that is missing there; else only annotations of this label"                                                                  },
    {"--color",              "WHEN",  SHOW | TRY | DIFF, take_color,
     "always, never, or auto: on a terminal where NO_COLOR is not set"                                                                                          },
    {"--html",               NULL,    SHOW,              take_html,               "a page of HTML, whole in itself, to standard output"                         },
    {"--json",               NULL,    DIFF,              take_json,               "each difference as a JSON object, one a line, as soon as it is found"        },
    {"--count",              NULL,    DIFF,              take_count,              "only the tables: how many differences there are (-c)"                        },
    {"--context",            "N",     TRY | DIFF,        take_context,            "characters that are shown beside what is meant (40)"                         },
    {"--label",              "LABEL", TRY,               take_label,
     "what a pattern's matches read as (Treaty, Treaty.name): then they compete with the others"                                                                },
    {"--stage",              "STAGE", TRY,               take_stage,              "the stage in which the rule is tried, if it does not say one"                },
    {"--with",               "FILE",  TRY,               take_with,               "the definitions (def) of this file of rules may be used, too"                },
    {"--all",                NULL,    TRY,               take_all,                "also matches that overlap an earlier one of the same rule"                   },
    {"--changes",            NULL,    TRY,               take_changes,
     "what the rule changes, too: + comes, - goes, ~ is another now (evidence: always)"                                                                         },
    {"--count",              NULL,    TRY,               take_count,              "only how many matches each document has (-c)"                                },
    {"--watch",              NULL,    TRY,               take_watch,              "run again whenever rule, documents or knowledge change, until Ctrl-C"        },
    {"--pack",               "FILE",  ANNOTATE | SHOW,   take_pack,
     "the pack to use, which `compile -o FILE` has made (world.drg, beside rules/)"                                                                             },
    {"--require-pack",       NULL,    ANNOTATE | SHOW,   take_require_pack,
     "never read rules and gazetteers in its stead: exit status 3"                                                                                              },
    {"--no-pack",            NULL,    ANNOTATE | SHOW,   take_no_pack,            "read rules and gazetteers, even if a fresh pack is there"                    },
    {"-o",                   "FILE",  COMPILE,           take_pack,               "where the pack goes (world.drg beside rules/, where `annotate` looks for it)"},
    {"--force",              NULL,    COMPILE,           take_force,              "anew, even if a fresh one is there, or what is no pack"                      },
    {"--max-document",       "BYTES", READS | WHY,       take_max_document,       "refuse a larger document (256M; K, M, G)"                                    },
};
enum { OPTION_COUNT = sizeof option_rows / sizeof *option_rows };

static const struct {
    const char *name, *summary, *operands, *manual, *examples;
} command_rows[COMMAND_COUNT] = {
    [COMMAND_ANNOTATE] =
        {"annotate", "what is in these documents, as JSON",                        "[FILE|DIR|-]…",
                            "Finds countries, treaties, provisions, resolutions, dates and people in text, and what was done to the "
         "treaties.\n"
         "\n"
         "  FILE          a text file, one document; or FILE.jsonl: JSON Lines, a document a line,\n"
         "                {\"id\", \"text\", \"reference_date\"?, \"language\"?}; other keys pass through\n"
         "  DIR           every *.txt and *.jsonl in this folder and those below it\n"
         "  -             standard input (also where nothing is named)\n"
         "\n"
         "One document comes out as one JSON object, several as an object a line, in the order in which they went in.\n"
         "A document that cannot be read leaves an error record in its place, and the rest goes on.\n",                 "  dragoman annotate briefing.txt\n"
         "  dragoman annotate --date 2024-06-20 briefing.txt          `today` is 20 June 2024\n"
         "  dragoman annotate reports/ > reports.jsonl                a folder, a line a document\n"
         "  dragoman annotate --jsonl - < corpus.jsonl | jq -r '.entities[].value'\n"
         "  dragoman annotate --rules my-rules --gazetteers my-lists briefing.txt\n"                           },
    [COMMAND_SHOW] = {"show",     "a document as it reads, with what was found in its place",   "[FILE|DIR|-]…",
                            "Writes each document with its annotations in their places: in the colours of their labels on a "
                      "terminal, else in\n"
                      "brackets, [Russia Country=RUS]. Below stand the values, the events and the turns of a "
                      "transcript. What is named is\n"
                      "read as `annotate` reads it. With --html: one page for all documents, whole in itself, without "
                      "a script; what is\n"
                      "known of an annotation, and why it is there, appears where the pointer rests on it.\n",          "  dragoman show briefing.txt\n"
                      "  dragoman show --label Treaty --label Date briefing.txt    only those\n"
                      "  dragoman show --color always briefing.txt | less -R\n"
                      "  dragoman show --html reports/ > reports.html\n"                                },
    [COMMAND_CHECK] =
        {"check",    "everything that is wrong in rules and gazetteers",           "",
                            "Reads all rules and gazetteers, runs all examples that rules carry, and tells everything that is wrong, "
         "with\n"
         "file, line and column, and what to do about it. A warning is of what is allowed, but most likely not meant.\n"
         "\n"
         "With --json one object comes out: how much was checked, and a list of messages, each with file, line, "
         "column,\n"
         "end_column (from 1, in code points; end_column stands behind the last), severity (error, warning), code "
         "(the\n"
         "kind of message, which stays the same when the words change), message and hint; null where there is none.\n", "  dragoman check\n"
         "  dragoman check --rules my-rules                           ours, and those in my-rules/en/*.rules\n"
         "  dragoman check --warnings-as-errors                       before a commit: not even a warning\n"
         "  dragoman check --json | jq -r '.messages[] | \"\\(.file):\\(.line): \\(.code)\"'\n"},
    [COMMAND_WHY] =
        {"why",      "where an annotation comes from, or why it is missing",       "FILE[:OFFSET|:LINE:COLUMN|:START-END]",
                            "Tells of every annotation of a text file, in a few lines, where it comes from. Offsets are code points, as\n"
         "`annotate` writes them.\n"
         "\n"
         "  FILE:OFFSET      of what covers this character the whole story: the rule or the gazetteer's line that\n"
         "                   made it, what was captured, the sum term by term, where its value and attributes\n"
         "                   come from, what became of it later, and what it won against, and how\n"
         "  FILE:LINE:COLUMN the same, by the place that `try` and `diff` write\n"
         "  FILE:START-END   of an annotation that is missing there: what was read and lost, and to what; how far\n"
         "                   the nearest rules came, and which element stopped at which word, and why; names that\n"
         "                   are nearly the same. With --label: of this label alone\n",                                 "  dragoman why briefing.txt\n"
         "  dragoman why briefing.txt:187                        what covers character 187\n"
         "  dragoman why briefing.txt:3:17                       what covers the 17th one of line 3\n"
         "  dragoman why briefing.txt:187-205 --label Treaty     why is that no treaty?\n"
         "  echo 'Jordan met Jordan.' | dragoman why -\n"                                                                      },
    [COMMAND_TRY] =
        {"try",      "what a rule finds in documents, before it is saved",         "RULE [FILE|DIR|-]…",
                            "Runs one rule over documents, beside all that there is, and prints what it matches, as grep does: the place, "
         "the\n"
         "match in its context, what it reads as, what was captured, and whether it was chosen or lost, and to what.\n"
         "\n"
         "  RULE   a pattern      '[ @instrument on Cap+ ]': finds, and changes nothing; with --label it competes\n"
         "         /re/           an expression on the text\n"
         "         rule … : …     whole rules or evidence of several lines; language and stage may be left out. "
         "Evidence\n"
         "                        shows the readings for which it holds, and what it changes\n"
         "         FILE.rules     all rules of a file\n"
         "\n"
         "Where no stage is said: the last one in which something makes the label, else the last of all.\n",            "  dragoman try '[ Cap+ @instrument ]' briefing.txt\n"
         "  dragoman try --label Treaty.name '[ Cap+ kind:@instrument ]' reports/\n"
         "  dragoman try '/\\b[A-Z]{2}-\\d+\\b/' --jsonl - < corpus.jsonl\n"
         "  dragoman try --watch mine/en/ships.rules reports/         edit it in another window\n"        },
    [COMMAND_DIFF] = {"diff",     "what other rules and gazetteers find in the same documents", "OLD NEW [FILE|DIR|-]…",
                            "Reads documents by two bodies of knowledge and tells what the new one finds that the old one "
                      "does not (+), what it\n"
                      "finds no more (-), and what is another span, label, form, value or attribute now (~): each in a "
                      "line with its place\n"
                      "and context, under the rule or the gazetteer's line that made it, and at the end how many there "
                      "are, by label and\n"
                      "by rule. So a change of rules is seen on a whole corpus before it is committed.\n"
                      "\n"
                      "  OLD, NEW      folders that hold rules/ and gazetteers/, or packs (`dragoman compile`)\n"
                      "\n"
                      "With --json an object a line: `id` of the document, `change` (gained, lost, changed), `of` "
                      "(entity, event, turn,\n"
                      "referent), and `old` and `new`, each null or what is known of it: start, end (code points), "
                      "text, label, form, value,\n"
                      "referent, attributes, and the `rule` or `source` that made it.\n",                               "  dragoman diff ../main . reports/                          what this working tree changes\n"
                      "  dragoman diff --count ../main . reports/                  only how many\n"
                      "  dragoman diff --json ../main . corpus.jsonl | jq 'select(.change == \"lost\")'\n"
                      "  git worktree add /tmp/old HEAD && dragoman diff /tmp/old . samples/\n"
                      "  dragoman compile -o before.drg                            … edit …\n"
                      "  dragoman diff before.drg . reports/\n"                                                              },
    [COMMAND_COMPILE] =
        {"compile",  "all rules and gazetteers in one file, for a quick start",    "",
                            "Writes all that is compiled of rules and gazetteers into a pack: a file that is mapped, not read, and "
         "shared\n"
         "by all processes that use it. `annotate` and `show` use world.drg beside rules/, or what --pack names, if "
         "it\n"
         "was made from exactly the present rules and gazetteers by this version; else they say so once, and read\n"
         "those. What --pack names has to be a pack, and whole. Where there are no rules and gazetteers at all, a\n"
         "pack is used as it is. A fresh one is left alone. A new one takes the old one's place when it is whole:\n"
         "whoever uses the old one may go on.\n",                                                                       "  dragoman compile                                          ours\n"
         "  dragoman compile -o mine.drg --rules my-rules             with rules of your own\n"
         "  dragoman annotate --pack mine.drg --rules my-rules briefing.txt\n"
         "  dragoman annotate --require-pack -                        in a service\n"                                                                                },
};

/* What exit statuses mean to a command, if it is not what they mean to the others. */
static const char *own_statuses(command_id c) {
    if (c == COMMAND_TRY)
        return "  0  something matched        1  nothing did, or some document failed        2  wrong usage\n"
               "  3  the rule is wrong, or other rules or gazetteers are; --watch: 0 when it is interrupted";
    if (c == COMMAND_DIFF)
        return "  0  no difference        1  differences, or some document failed        2  wrong usage\n"
               "  3  rules or gazetteers of OLD or NEW are wrong";
    return NULL;
}

/* Help -------------------------------------------------------------------------------------------------------------------- */

static void print_options(unsigned commands) {
    puts("options");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option_row *row = &option_rows[i];
        if (!(row->commands & commands)) continue;
        const int room = 22 - (int)strlen(row->name);
        printf("  %s %-*s  %s\n", row->name, room, row->value ? row->value : "", row->help);
    }
    printf("  %-23s  %s\n\n", "--help", "this");
}

static void print_statuses(const char *own) {
    static const char all[] = "  0  fine        2  wrong usage        3  rules, gazetteers or pack are wrong\n"
                              "  1  some document failed, or the output could not be written";
    printf("exit status\n%s\n", own ? own : all);
}

static void print_command_help(command_id c) {
    printf("usage: dragoman %s [OPTION]…%s%s\n\n%s\n", command_rows[c].name, command_rows[c].operands[0] ? " " : "",
           command_rows[c].operands, command_rows[c].manual);
    print_options(1U << c);
    printf("examples\n%s\n", command_rows[c].examples);
    print_statuses(own_statuses(c));
}

static void print_help(FILE *to) {
    fputs("usage: dragoman COMMAND [OPTION]… [FILE]…\n\n"
          "Reads diplomatic and news prose and says which countries, treaties, dates and people are in it.\n\n",
          to);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(to, "  %-10s %s\n", command_rows[i].name, command_rows[i].summary);
    fputs("  help       what a command does, its options, and examples: dragoman help annotate\n\n"
          "first steps\n"
          "  dragoman annotate briefing.txt                one text file, its annotations as JSON\n"
          "  dragoman annotate reports/ > reports.jsonl    every *.txt and *.jsonl of a folder, a line a document\n"
          "  dragoman show briefing.txt                    the text, and what was found in it, for people\n"
          "  dragoman why briefing.txt:187                 why it says what it says there\n"
          "  dragoman try '[ Cap+ @instrument ]' reports/  what a pattern finds, like grep\n"
          "  dragoman check --rules my-rules               are my own rules right?\n\n"
          "Rules and gazetteers are looked for beside the program, in the folders above it, where they were installed, "
          "or in\n"
          "the folder that DRAGOMAN_DATA names. `dragoman --version` tells the version.\n",
          to);
}

/* What is wrong ------------------------------------------------------------------------------------------------------------ */

exit_status drg_usage_error(command_id command, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("dragoman: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    if (command < COMMAND_COUNT) fprintf(stderr, "\nTry: dragoman %s --help\n", command_rows[command].name);
    else fputs("\nTry: dragoman --help\n", stderr);
    return STATUS_USAGE;
}

/* "; did you mean '--offsets'?" of the candidate nearest to `argument`; empty if none is near. Static: printed at once. */
static const char *suggestion(const char *argument, const drg_text *candidates, size_t count) {
    static char text[80];
    const drg_text nearest = drg_nearest(drg_text_of(argument), candidates, count);
    *text = '\0';
    if (nearest.length) snprintf(text, sizeof text, "; did you mean '%.*s'?", SHOW(nearest));
    return text;
}

static const char *nearest_option(const char *argument, command_id command) {
    drg_text candidates[OPTION_COUNT + 1] = {drg_text_of("--help")};
    size_t count = 1;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_rows[i].commands & 1U << command) candidates[count++] = drg_text_of(option_rows[i].name);
    }
    return suggestion(argument, candidates, count);
}

static parse_result unknown_command(const char *argument) {
    struct stat about;
    drg_text candidates[COMMAND_COUNT + 3] = {drg_text_of("help"), drg_text_of("--help"), drg_text_of("--version")};
    for (size_t i = 0; i < COMMAND_COUNT; i++) candidates[i + 3] = drg_text_of(command_rows[i].name);
    const char *near = suggestion(argument, candidates, COMMAND_COUNT + 3);
    if (!*near && stat(argument, &about) == 0)
        drg_usage_error(COMMAND_COUNT, "unknown command '%s'; a file is annotated by: dragoman annotate %s", argument,
                        argument);
    else if (!*near && *argument == '-')
        drg_usage_error(COMMAND_COUNT, "unknown option '%s'; options stand behind the command", argument);
    else drg_usage_error(COMMAND_COUNT, "unknown %s '%s'%s", *argument == '-' ? "option" : "command", argument, near);
    return PARSED_WRONG;
}

/* Parsing ------------------------------------------------------------------------------------------------------------------ */

static command_id find_command(const char *argument) {
    command_id c = 0;
    while (c < COMMAND_COUNT && strcmp(argument, command_rows[c].name) != 0) c++;
    return c;
}

/* Of options that grep has, too. */
static const char *long_name(const char *argument) {
    return strcmp(argument, "-c") == 0 ? "--count" : argument;
}

/* The option that is called as the first `length` bytes of `argument`: the command's own, if it has one of that name. */
static const option_row *find_option(const char *argument, size_t length, command_id command) {
    const option_row *found = NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option_row *row = &option_rows[i];
        if (strlen(row->name) != length || memcmp(row->name, argument, length) != 0) continue;
        if (!found || row->commands & 1U << command) found = row;
    }
    return found;
}

static bool is_help(const char *argument) {
    return !strcmp(argument, "--help") || !strcmp(argument, "-h");
}

/* option = NAME VALUE? | NAME "=" VALUE ; moves *at to its last argument. */
static bool parse_option(options *o, char **arguments, int count, int *at) {
    const char *argument = long_name(arguments[*at]), *value = NULL;
    const size_t length = strcspn(argument, "=");
    const option_row *row = find_option(argument, length, o->command);
    if (!row || !(row->commands & 1U << o->command)) {
        const char *what = row ? "is no option of this command" : "is no option";
        drg_usage_error(o->command, "'%.*s' %s%s", (int)length, argument, what,
                        row ? "" : nearest_option(argument, o->command));
        return false;
    }
    if (argument[length]) value = argument + length + 1;
    else if (row->value && *at + 1 < count) value = arguments[++*at];
    if (row->value && !value) {
        drg_usage_error(o->command, "%s needs its %s behind it", row->name, row->value);
        return false;
    }
    if (!row->value && value) {
        drg_usage_error(o->command, "%s takes no value, but is given '%s'", row->name, value);
        return false;
    }
    const char *wrong = row->take(o, value);
    if (wrong && !value) drg_usage_error(o->command, "%s: %s", row->name, wrong);
    else if (wrong) drg_usage_error(o->command, "%s '%s': %s", row->name, value, wrong);
    return !wrong;
}

/* arguments = (option | OPERAND)* ("--" OPERAND*)? */
static parse_result parse_arguments(options *o, char **arguments, int count) {
    bool options_ended = false;
    for (int i = 0; i < count; i++) {
        const char *argument = arguments[i];
        const bool is_option = !options_ended && argument[0] == '-' && argument[1] && argument[1] != ':'; /* why -:12 */
        if (is_option && is_help(argument)) {
            print_command_help(o->command);
            return PARSED_DONE;
        }
        if (is_option && !strcmp(argument, "--")) options_ended = true;
        else if (is_option && !parse_option(o, arguments, count, &i)) return PARSED_WRONG;
        else if (!is_option && !VECTOR_PUSH(o->operands, argument)) return PARSED_WRONG;
    }
    return PARSED_RUN;
}

/* help = "help" COMMAND? */
static parse_result help_on(const char *argument) {
    const command_id c = argument ? find_command(argument) : COMMAND_COUNT;
    if (argument && c == COMMAND_COUNT) return unknown_command(argument);
    if (argument) print_command_help(c);
    else print_help(stdout);
    return PARSED_DONE;
}

/* line = COMMAND arguments | help | "--help" | "--version" */
parse_result drg_options_parse(options *o, int count, char **arguments) {
    *o = (options){.date = "", .language = "", .max_document = DOCUMENT_BYTES, .context = CONTEXT_CHARS};
    if (count < 2) {
        print_help(stderr);
        return PARSED_WRONG;
    }
    const char *argument = arguments[1];
    if (is_help(argument)) return help_on(NULL);
    if (!strcmp(argument, "help")) return help_on(count > 2 ? arguments[2] : NULL);
    if (!strcmp(argument, "--version") || !strcmp(argument, "-V") || !strcmp(argument, "version")) {
        printf("dragoman %s\n", drg_version());
        return PARSED_DONE;
    }
    o->command = find_command(argument);
    if (o->command == COMMAND_COUNT) return unknown_command(argument);
    return parse_arguments(o, arguments + 2, count - 2);
}

void drg_options_clear(options *o) {
    VECTOR_CLEAR(o->operands);
    VECTOR_CLEAR(o->rules);
    VECTOR_CLEAR(o->gazetteers);
    VECTOR_CLEAR(o->labels);
}
