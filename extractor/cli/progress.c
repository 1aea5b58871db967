/* Progress. See progress.h. */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define EVERY_MS 200

static uint64_t now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void drg_progress_begin(progress *p, bool several) {
    *p = (progress){.shown = several && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)};
}

void drg_progress_step(progress *p, size_t bytes) {
    p->documents++;
    p->bytes += bytes;
    if (!p->shown) return;
    const uint64_t now = now_ms();
    if (now - p->last_ms < EVERY_MS) return;
    p->last_ms = now;
    p->on_screen = true;
    fprintf(stderr, "\r%zu document%s, %.1f MB\033[K", p->documents, p->documents == 1 ? "" : "s",
            (double)p->bytes / 1e6);
    fflush(stderr);
}

void drg_progress_wipe(progress *p) {
    if (p->on_screen) fputs("\r\033[K", stderr);
    p->on_screen = false;
}
