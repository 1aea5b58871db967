/* Standard output in large pieces: what is written waits until there is much of it, or until the input pauses.
 *
 *     drg_output_write(&out, "{…}\n", 4);  drg_output_ends_document(&out);      it waits
 *     drg_output_flush(&out);                                                   now a reader at the other end has it */
#ifndef DRG_CLI_OUTPUT_H
#define DRG_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#define OUTPUT_BYTES ((size_t)64 << 10)

typedef struct {                        /* Lifetime: the run. Begins as {0}. */
    int error;                          /* errno of the write that failed; 0. What comes behind it is dropped */
    size_t document_count, whole_count; /* documents that were handed over; and that left as a whole */
    size_t used;
    char bytes[OUTPUT_BYTES];
} output;

/* false: a write failed, this one or an earlier one. */
bool drg_output_write(output *out, const char *bytes, size_t length);
void drg_output_ends_document(output *out);
void drg_output_flush(output *out);

#endif
