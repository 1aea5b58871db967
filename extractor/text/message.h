/* Messages about source files: place, line, caret, what is wrong, what to do.
 *
 *     rules/en/treaties.rules:14:17: error: unknown list '@instruments'
 *
 * A source is a rule file or a table, read whole. A place is an offset in it; line and column are worked out only when
 * a message is made. What the message shows is copied then, so it may outlive its source. */
#ifndef DRG_MESSAGE_H
#define DRG_MESSAGE_H

#include <sys/types.h>

#include "text/memory.h"

typedef struct {   /* Lifetime: as long as who read it keeps it. */
    drg_text path; /* as messages and the output show it; NUL-terminated */
    drg_text text; /* valid UTF-8, without a byte order mark; NUL-terminated; NULL: unread, its messages have no line */
} source;

typedef struct {
    const source *file;
    uint32_t offset, length; /* bytes of file->text */
} place;

/* Reads from an open file until `room` bytes are there or it ends; how many there are, or -1 with errno. */
ssize_t drg_read_all(int file, char *bytes, size_t room);
/* Reads the file `path` into the arena as a source. A BOM is passed over; CRLF is kept (who parses takes it as LF).
 * Problems (not there, too large, invalid UTF-8 with the line, NUL byte) become messages; then DRG_BAD_KNOWLEDGE. */
drg_status drg_source_read(const char *path, size_t most_bytes, arena *a, drg_messages *messages, source **out);

/* The same of a text that is in no file; what of it is kept is copied. */
drg_status drg_source_of_text(const char *name, drg_text text, arena *a, drg_messages *messages, source **out);

/* The line of a place that was read, from 1. */
uint32_t drg_place_line(place at);

drg_status drg_messages_new(drg_messages **messages);
/* Adds a message; `at.file` may be NULL. `code` (static) names its kind, for programs, and stays what it is when the
 * words change: tests/errors/codes.txt lists them all. The format makes its text, `hint` (may be NULL) its hint.
 * Past MESSAGES_MOST they are only counted; a failure of memory is kept and told by drg_messages_status. */
void drg_error(drg_messages *messages, place at, const char *code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void drg_warn(drg_messages *messages, place at, const char *code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
size_t drg_messages_error_count(const drg_messages *messages);
/* DRG_NO_MEMORY if a message was lost, DRG_BAD_KNOWLEDGE if there is an error, else DRG_OK. */
drg_status drg_messages_status(const drg_messages *messages);

/* Puts the messages of one file together, in the order of their lines; files stay in the order in which they came. */
void drg_messages_sort(drg_messages *messages);

/* The candidate nearest to `word` (edit distance at most a third of its length); empty if none is near. */
drg_text drg_nearest(drg_text word, const drg_text *candidates, size_t count);

#endif
