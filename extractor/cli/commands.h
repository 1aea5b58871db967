/* The commands. Each returns the exit status; `program` is argv[0]. */
#ifndef DRG_CLI_COMMANDS_H
#define DRG_CLI_COMMANDS_H

#include "cli/options.h"

exit_status drg_command_annotate(const options *o, const char *program);
exit_status drg_command_show(const options *o, const char *program);
exit_status drg_command_compile(const options *o, const char *program);
exit_status drg_command_check(const options *o, const char *program);
exit_status drg_command_why(const options *o, const char *program);
exit_status drg_command_try(const options *o, const char *program);
exit_status drg_command_diff(const options *o, const char *program);

#endif
