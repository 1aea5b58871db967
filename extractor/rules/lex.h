/* The reader of rule files: statements, their clauses, and the words in them.
 *
 *     rule treaty/by-subject : Treaty.name            drg_read_statement: what stands at column 1, one line
 *       match  [ kind:@instrument                     drg_read_clause: an indented line …
 *                Link the? Title ]                    … with the lines that are indented deeper than it
 *       weight 2.5                                    drg_read_clause
 *     def Link = on | for                             drg_read_statement; drg_read_rest for its indented lines
 *
 * So where a clause ends does not depend on what stands in it, and a mistake in one costs no message about the next.
 * Empty lines, and lines that hold only a comment, are no lines here. */
#ifndef DRG_LEX_H
#define DRG_LEX_H

#include "text/message.h"

typedef struct {
    const source *file;
    arena *arena;
    drg_messages *messages;
    drg_status status;  /* DRG_NO_MEMORY once memory was missing; then what is read is not to be trusted */
    uint32_t next_line; /* where the lines go on */
    uint32_t at, end;   /* what is left of the statement or clause under the reader */
    uint32_t indent;    /* of its first line; 0: a statement */
} reader;

/* The next line that holds something; it is a statement unless indent > 0 (a clause of nothing). False: the file's end. */
bool drg_read_statement(reader *r);
/* The next clause of the statement; false if there is none. */
bool drg_read_clause(reader *r);
/* Takes all indented lines that follow into the statement: it has no clauses. */
void drg_read_rest(reader *r);

/* Passes over white space and comments. */
void drg_skip_blank(reader *r);
/* The character under the reader, 0 at the clause's end; after `drg_skip_blank` it is no white space. */
char drg_peek(const reader *r);
/* Passes over blanks, then over `text` if it stands there. */
bool drg_accept(reader *r, const char *text);
/* Passes over blanks; then whether the clause ends here. */
bool drg_at_end(reader *r);

/* A run of ASCII letters and digits, of bytes beyond ASCII, and of the characters of `also`; maybe empty. Borrows. */
drg_text drg_read_word(reader *r, const char *also);
/* Everything up to white space. Borrows. */
drg_text drg_read_blank_ended(reader *r);
/* The quoted text under the reader, which stands at its opening quote; a backslash makes the next character plain.
 * False after a message: it does not end on its line. */
bool drg_read_quoted(reader *r, drg_text *out);
/* An expression between slashes, \/ undone; *start is the offset of its first byte in the file. False after a message. */
bool drg_read_regex(reader *r, drg_text *out, uint32_t *start);
/* The file's offset of byte `at` of an expression that begins at `start`: every \/ was one byte longer there. */
uint32_t drg_regex_offset(const source *file, uint32_t start, size_t at);

/* The place from `start` to the reader; never empty, white space at its end left out. */
place drg_place_from(const reader *r, uint32_t start);
/* The character under the reader (at the clause's end: the end of its last line). */
place drg_place_here(const reader *r);
/* What stands up to the next white space: for "unexpected …". */
place drg_place_of_rest_of_word(const reader *r);
drg_text drg_place_text(place at);

/* Bytes of the arena; NULL and r->status set if there are none. Cleared. */
void *drg_reader_take(reader *r, size_t bytes);

#endif
