/* dragoman check: everything that is wrong in rules and gazetteers, and every example that does not hold, in one run.
 *
 * Messages go to standard error, the sum of it to standard output:
 *
 *     checked 214 rules with 630 examples, 32 lists with 48210 names: 0 errors, 2 warnings
 *
 * With --json both go to standard output, as one object. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/messages_json.h"
#include "cli/terminal.h"
#include "examples.h"
#include "text/message.h"
#include "warnings.h"

/* How much there is of what. */
static check_sums sums_of(const drg_knowledge *k, size_t example_count) {
    return (check_sums){k->trees.rule_count, example_count, drg_gazetteer_list_count(k->gazetteer),
                        drg_gazetteer_written_name_count(k->gazetteer)};
}

static void print(const drg_messages *messages, const check_sums *sums) {
    const message_counts counts = drg_messages_print(stderr, messages);
    if (sums)
        printf("checked %zu rules with %zu examples, %zu lists with %zu names: ", sums->rules, sums->examples,
               sums->lists, sums->names);
    else fputs("checked no examples, for these have to be mended first: ", stdout);
    drg_counts_print(stdout, counts);
    putchar('\n');
}

/* Whether all of it was written; if not, it has been told why. */
static bool tell(const options *o, const drg_messages *messages, const check_sums *sums) {
    int error = 0;
    drg_status status = DRG_OK;
    if (o->json) status = drg_messages_write_json(messages, sums, &error);
    else print(messages, sums);
    const bool written = drg_terminal_flush(&error);
    drg_terminal_tell(error);
    if (status == DRG_NO_MEMORY) drg_tell("there is no memory to tell what was found");
    return written && status == DRG_OK;
}

/* An editor gets its object where there is nothing to check, too; where that was looked for, standard error says. */
static exit_status tell_none(const options *o, drg_status status) {
    static const char none[] = "there are no rules and gazetteers";
    drg_messages *messages = NULL;
    if (o->json && drg_messages_new(&messages) == DRG_OK) {
        drg_error(messages, (place){0}, "no-knowledge",
                  "set DRAGOMAN_DATA to the folder that holds rules/ and gazetteers/", "%s",
                  status == DRG_NO_MEMORY ? drg_status_text(status) : none);
        (void)tell(o, messages, NULL);
    }
    drg_messages_free(messages);
    return STATUS_KNOWLEDGE;
}

exit_status drg_command_check(const options *o, const char *executable) {
    drg_knowledge *knowledge;
    drg_messages *messages;
    size_t example_count = 0;
    if (o->operands.count)
        return drg_usage_error(COMMAND_CHECK,
                               "check takes no file; rules and lists of your own: --rules DIR, --gazetteers DIR");
    drg_status status = drg_knowledge_find(o, executable, &knowledge, &messages);
    if (status == DRG_OK) status = drg_examples_run(knowledge, messages, &example_count);
    if (status == DRG_OK) status = drg_knowledge_warn(knowledge, messages);
    if (!messages) return tell_none(o, status);
    drg_messages_sort(messages);
    const check_sums sums = knowledge ? sums_of(knowledge, example_count) : (check_sums){0};
    const message_counts counts = drg_messages_count_kinds(messages);
    const bool told = tell(o, messages, knowledge ? &sums : NULL);
    if (status != DRG_OK && !counts.errors) drg_tell("not all could be checked: %s", drg_status_text(status));
    drg_messages_free(messages);
    drg_knowledge_close(knowledge);
    const bool fine = status == DRG_OK && !counts.errors && !(o->warnings_as_errors && counts.warnings);
    return !fine ? STATUS_KNOWLEDGE : told ? STATUS_FINE : STATUS_DOCUMENT;
}
