/* Labels that the command line names: Treaty, Treaty.acronym. Are they among those of labels.rules? */
#ifndef DRG_CLI_KNOWN_LABELS_H
#define DRG_CLI_KNOWN_LABELS_H

#include "cli/options.h"
#include "rules/labels.h"

/* Finds what `asked` names; NO_FORM where no label, or no form, is asked for. False: there is no such label, or form of it. */
bool drg_label_parse(const label_table *t, drg_text asked, label_id *of, form_id *form);
/* There is no such label: tells it, and what could be meant. STATUS_USAGE. */
exit_status drg_label_unknown(command_id command, const label_table *t, drg_text asked);
/* The same of anything that has a name, a `what`: of all that there are, the nearest, or all. */
exit_status drg_name_unknown(command_id command, const char *what, drg_text asked, const drg_text *all, size_t count);

#endif
