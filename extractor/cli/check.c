/* dragoman check: everything that is wrong in rules and gazetteers, and every example that does not hold, in one run.
 *
 * Messages go to standard error, the sum of it to standard output:
 *
 *     checked 214 rules with 630 examples, 32 lists with 48210 names: 0 errors, 2 warnings */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "examples.h"

exit_status drg_command_check(const options *o, const char *executable) {
    drg_knowledge *knowledge;
    drg_messages *messages;
    size_t examples = 0;
    if (o->operands.count)
        return drg_usage_error(COMMAND_CHECK,
                               "check takes no file; rules and lists of your own: --rules DIR, --gazetteers DIR");
    drg_status status = drg_knowledge_find(o, executable, &knowledge, &messages);
    if (status == DRG_OK) status = drg_examples_run(knowledge, messages, &examples);
    const message_counts counts = drg_messages_print(stderr, messages);
    if (messages) {
        fputs("checked: ", stdout);
        drg_counts_print(stdout, counts);
        putchar('\n');
    }
    if (status != DRG_OK && messages && !counts.errors)
        drg_tell("not all could be checked: %s", drg_status_text(status));
    drg_messages_free(messages);
    drg_knowledge_close(knowledge);
    return status == DRG_OK && !counts.errors ? STATUS_FINE : STATUS_KNOWLEDGE;
}
