/* Messages for editors: `dragoman check --json` (write/check.schema.json).
 *
 *     {"schema":"dragoman-check/1","rules":214,"examples":630,"lists":32,"names":48210,"errors":1,"warnings":0,
 *      "messages":[{"file":"rules/en/treaties.rules","line":14,"column":17,"end_column":29,"severity":"error",
 *                   "code":"unknown-list","message":"unknown list '@instruments'","hint":"did you mean '@instrument'?"}]} */
#ifndef DRG_CLI_MESSAGES_JSON_H
#define DRG_CLI_MESSAGES_JSON_H

#include "cli/messages.h"

/* How much was checked. */
typedef struct {
    size_t rules, examples, lists, names;
} check_sums;

/* Writes one object and a line feed to standard output. `sums`: NULL where the knowledge could not be opened. DRG_NO_MEMORY;
 * DRG_IO, and why in *write_error (terminal.h). */
drg_status drg_messages_write_json(const drg_messages *messages, const check_sums *sums, int *write_error);

#endif
