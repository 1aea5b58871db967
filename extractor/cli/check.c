/* dragoman check: everything that is wrong in rules and gazetteers, and every example that does not hold, in one run.
 *
 * Messages go to standard error, the sum of it to standard output:
 *
 *     checked 214 rules with 630 examples, 32 lists with 48210 names: 0 errors, 2 warnings */
#include <inttypes.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "examples.h"

/* How much there is of what. */
static void print_sums(const drg_knowledge *k, size_t example_count) {
    size_t name_count = 0;
    for (uint32_t i = 0; i < drg_gazetteer_name_count(k->gazetteer); i++) {
        if (!drg_gazetteer_names(k->gazetteer)[i].derived) name_count++; /* a plural is made, not written */
    }
    printf("%" PRIu32 " rules with %zu examples, %" PRIu32 " lists with %zu names: ", k->trees.rule_count,
           example_count, drg_gazetteer_list_count(k->gazetteer), name_count);
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
    if (!messages) return STATUS_KNOWLEDGE;
    const message_counts counts = drg_messages_print(stderr, messages);
    fputs("checked ", stdout);
    if (knowledge) print_sums(knowledge, example_count);
    else fputs("no examples, for these have to be mended first: ", stdout);
    drg_counts_print(stdout, counts);
    putchar('\n');
    if (status != DRG_OK && !counts.errors) drg_tell("not all could be checked: %s", drg_status_text(status));
    drg_messages_free(messages);
    drg_knowledge_close(knowledge);
    return status == DRG_OK && !counts.errors ? STATUS_FINE : STATUS_KNOWLEDGE;
}
