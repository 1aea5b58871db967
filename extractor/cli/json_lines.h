/* JSON Lines: a document a line.
 *
 *     {"id": "a1", "text": "Japan signed it.", "reference_date": "2024-06-20", "language": "en", "desk": 7}
 *
 * Only `text` has to be there; without an `id` a document is called FILE:LINE. Keys that are not known here pass through as
 * they stand, but for those that the output has itself. Empty lines are passed over. */
#ifndef DRG_CLI_JSON_LINES_H
#define DRG_CLI_JSON_LINES_H

#include "cli/input.h"

typedef struct json_lines json_lines;

/* NULL if there is no memory; free allows NULL. */
json_lines *drg_json_lines_new(void);
void drg_json_lines_free(json_lines *lines);
/* Begins to read an open file. `path` and `o` are borrowed until the next begin. */
void drg_json_lines_begin(json_lines *lines, const char *path, int file, const options *o, receiver to);
/* The next document, or why it is none; false at the end of the file. *in is borrowed until the next call. */
bool drg_json_lines_next(json_lines *lines, incoming *in);

#endif
