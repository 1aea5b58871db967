/* Signals: an interrupted run ends between two documents, so that what was written is whole.
 *
 * The first SIGINT, SIGTERM or SIGHUP is only noted; a second one of the same kind ends the program at once. A closed pipe
 * is no signal here but a write that fails (EPIPE). */
#ifndef DRG_CLI_SIGNALS_H
#define DRG_CLI_SIGNALS_H

#include <stdbool.h>

void drg_signals_watch(void);
/* Has one come? */
bool drg_signal_came(void);
/* Can `file` be read without waiting? */
bool drg_signal_is_ready(int file);
/* Waits until `file` can be read (or is at its end); false if a signal came first. */
bool drg_signal_wait(int file);
/* Waits so many milliseconds; false if a signal came. */
bool drg_signal_pause(int milliseconds);
/* An interrupt (Ctrl-C) that came is how the run was meant to end: it is taken as no signal. */
void drg_signal_take_interrupt(void);
/* Ends the program by the signal that came, so that who started it sees why; returns if none came. */
void drg_signal_obey(void);

#endif
