/* Progress: how far a run over several documents is, in a line on the terminal. In a pipe or a file it is silent, and where
 * the documents come out on the same terminal, too: they are progress enough. */
#ifndef DRG_CLI_PROGRESS_H
#define DRG_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {    /* Lifetime: the run. */
    bool shown;     /* there is a terminal to show it on */
    bool on_screen; /* the line stands there now */
    size_t documents;
    uint64_t bytes, last_ms;
} progress;

void drg_progress_begin(progress *p, bool several);
/* One more document, of so many bytes. */
void drg_progress_step(progress *p, size_t bytes);
/* Wipes the line off, before a message or at the end. */
void drg_progress_wipe(progress *p);

#endif
