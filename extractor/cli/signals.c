/* Signals. See signals.h. */
#include "cli/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* What a handler may touch: a number, and a pipe that wakes whoever waits for input. Without the pipe a signal that comes
 * just before a read would be seen only after it. */
static volatile sig_atomic_t signal_that_came;
static int wake_pipe[2] = {-1, -1};

static void note(int number) {
    const int saved = errno;
    signal_that_came = number;
    if (write(wake_pipe[1], "", 1) < 0) errno = 0; /* it is full: then it wakes, too */
    errno = saved;
}

static void on_signal(int number, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void drg_signals_watch(void) {
    if (pipe(wake_pipe) != 0) wake_pipe[0] = wake_pipe[1] = -1; /* poll passes over it */
    for (int i = 0; i < 2; i++) {
        if (wake_pipe[i] >= 0) fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    on_signal(SIGINT, note, (int)SA_RESETHAND);
    on_signal(SIGTERM, note, (int)SA_RESETHAND);
    on_signal(SIGHUP, note, (int)SA_RESETHAND);
    on_signal(SIGPIPE, SIG_IGN, 0);
}

bool drg_signal_came(void) {
    return signal_that_came != 0;
}

bool drg_signal_is_ready(int file) {
    return poll(&(struct pollfd){.fd = file, .events = POLLIN}, 1, 0) > 0;
}

bool drg_signal_wait(int file) {
    struct pollfd both[2] = {
        {.fd = file,         .events = POLLIN},
        {.fd = wake_pipe[0], .events = POLLIN}
    };
    while (!drg_signal_came()) {
        if (poll(both, 2, -1) >= 0 && both[0].revents) break;
    }
    return !drg_signal_came();
}

bool drg_signal_pause(int milliseconds) {
    struct pollfd woken = {.fd = wake_pipe[0], .events = POLLIN};
    if (!drg_signal_came()) poll(&woken, 1, milliseconds);
    return !drg_signal_came();
}

void drg_signal_take_interrupt(void) {
    if (signal_that_came == SIGINT) signal_that_came = 0;
}

void drg_signal_obey(void) {
    if (signal_that_came) raise(signal_that_came); /* SA_RESETHAND: the default is back */
}
