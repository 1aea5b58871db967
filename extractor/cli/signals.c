/* Signals. See signals.h. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t signal_that_came; /* the one thing that a handler may touch */

static void note(int number) {
    signal_that_came = number;
}

void drg_signals_watch(void) {
    struct sigaction noted = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND}; /* no SA_RESTART: a read ends, too */
    sigemptyset(&noted.sa_mask);
    sigaction(SIGINT, &noted, NULL);
    sigaction(SIGTERM, &noted, NULL);
    sigaction(SIGHUP, &noted, NULL);
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGPIPE, &ignored, NULL);
}

bool drg_signal_came(void) {
    return signal_that_came != 0;
}

void drg_signal_obey(void) {
    if (signal_that_came) raise(signal_that_came); /* SA_RESETHAND: the default is back */
}
