/* The program `dragoman`: a command, its options, an exit status. `dragoman --help` is the manual; options.c holds it. */
#include <stdio.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cli/commands.h"
#include "cli/signals.h"

static exit_status run(const options *o, const char *program) {
    switch (o->command) {
    case COMMAND_ANNOTATE: return drg_command_annotate(o, program);
    case COMMAND_SHOW: return drg_command_show(o, program);
    case COMMAND_COMPILE: return drg_command_compile(o, program);
    case COMMAND_CHECK: return drg_command_check(o, program);
    case COMMAND_WHY: return drg_command_why(o, program);
    case COMMAND_TRY: return drg_command_try(o, program);
    case COMMAND_DIFF: return drg_command_diff(o, program);
    default: return STATUS_USAGE;
    }
}

/* Large arrays get pages of their own, which grow without a copy and leave no hole. glibc would do so by itself, were it not
 * that it learns from the first large array that is freed to keep the next ones in its heap. */
static void keep_heap_small(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 19);
#endif
}

int main(int count, char **arguments) {
    options o;
    keep_heap_small();
    drg_signals_watch();
    const parse_result parsed = drg_options_parse(&o, count, arguments);
    exit_status status = parsed == PARSED_WRONG ? STATUS_USAGE : STATUS_FINE;
    if (parsed == PARSED_RUN) status = run(&o, arguments[0]);
    drg_options_clear(&o);
    drg_signal_obey();
    return (int)status;
}
