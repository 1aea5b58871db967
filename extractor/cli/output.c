/* Standard output. See output.h. */
#include "cli/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void write_all(output *out, const char *bytes, size_t length) {
    while (length && !out->error) {
        const ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            out->error = written == 0 ? EIO : errno;
        }
    }
}

void drg_output_flush(output *out) {
    write_all(out, out->bytes, out->used);
    out->used = 0;
    if (!out->error) out->whole_count = out->document_count;
}

bool drg_output_write(output *out, const char *bytes, size_t length) {
    if (length > OUTPUT_BYTES - out->used) drg_output_flush(out);
    if (length >= OUTPUT_BYTES / 4) { /* much of it already: it need not be copied */
        drg_output_flush(out);
        write_all(out, bytes, length);
    } else {
        memcpy(out->bytes + out->used, bytes, length);
        out->used += length;
    }
    return !out->error;
}

void drg_output_ends_document(output *out) {
    out->document_count++;
}
