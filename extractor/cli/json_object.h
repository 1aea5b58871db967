/* A JSON object in a line of text: its members, where each stands.
 *
 *     {"id": "a1", "desk": {"n": 7}}        key id, value "a1";  key desk, value {"n": 7}
 *
 * Most lines are plainly right, and a walk without a tree sees it. cJSON judges the grammar of the others, and says where it
 * went wrong. It is kinder than RFC 8259 (01, 1., \uZZZZ, a line feed in a string), cuts strings at \u0000 and rounds large
 * numbers; so the line is then walked over once more, which finds what cJSON let pass, and gives the members as they stand:
 * what passes through comes out to the byte. */
#ifndef DRG_CLI_JSON_OBJECT_H
#define DRG_CLI_JSON_OBJECT_H

#include "dragoman.h"

typedef struct {     /* Borrowed from the line. */
    drg_text key;    /* as it stands between its quotes, escapes and all */
    drg_text member; /* "key": value */
    char *value;     /* its first byte tells what it is: " { [ t f n, else a number */
    size_t value_length;
} json_member;

#define JSON_FAULT_BYTES 120
typedef struct {
    size_t offset; /* of the line */
    bool not_an_object;
    char text[JSON_FAULT_BYTES];
} json_fault;

/* Takes a member; returns false if it wants no more. */
typedef bool json_take_member(void *context, const json_member *m);

/* Whether line[0 … length) is a JSON object (line[length] being NUL); if so, all its members have been handed over, unless
 * `take` stopped it. If not, *fault says why; members that stand whole before the fault have been handed over. */
bool drg_json_object_read(char *line, size_t length, json_take_member *take, void *context, json_fault *fault);

/* Decodes a string in place: `string` begins with its quote. The text stands where the string stood. */
drg_text drg_json_string_decode(char *string, size_t length);

#endif
