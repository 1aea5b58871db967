/* A stream of JSON: what is written piece by piece goes through one small buffer to a sink.
 *
 *     drg_json_open(s, '{', JSON_INLINE);
 *     drg_json_key(s, "start");  drg_json_count(s, 0);
 *     drg_json_key(s, "text");   drg_json_text(s, text);
 *     drg_json_close(s, '}');                               {"start":0,"text":"Japan"}
 *
 * The stream sets commas, spaces and line ends; that keys and values alternate is up to the caller. A sink that refuses
 * makes the stream deaf: what follows is dropped, and drg_json_end tells. Nothing is allocated. */
#ifndef DRG_JSON_STREAM_H
#define DRG_JSON_STREAM_H

#include <string.h>

#include "dragoman.h"

#define JSON_BUFFER_BYTES ((size_t)32 << 10) /* few calls of the sink, and no burden on a thread's stack */
#define JSON_PIECE_BYTES 128 /* a key, a number or a short text is shorter, with its comma, indentation and quotes */
#define JSON_NODE_BYTES 1024 /* a node of a dozen pieces is shorter; a long text makes room anew behind it */

/* How the members of an object or a list stand in pretty output: in one line, or each in a line of its own. */
typedef enum { JSON_INLINE, JSON_SPREAD } json_layout;

/* Where the next item stands: a comma belongs before it only behind another item. */
typedef enum { JSON_FIRST, JSON_BEHIND_ITEM, JSON_BEHIND_KEY } json_position;

typedef struct { /* Lifetime: the writing of one value. */
    drg_sink sink;
    bool pretty, refused;
    json_position position;
    uint32_t depth;  /* open brackets, at most 31 */
    uint32_t spread; /* a bit a depth */
    size_t used;
    char buffer[JSON_BUFFER_BYTES];
} json_stream;

void drg_json_begin(json_stream *s, drg_sink sink, bool pretty);
/* Ends the value with a line feed and empties the buffer. DRG_IO: the sink refused. */
drg_status drg_json_end(json_stream *s);

/* `bracket` is '{' or '[', and its counterpart to close. */
void drg_json_open(json_stream *s, char bracket, json_layout layout);
void drg_json_close(json_stream *s, char bracket);
void drg_json_key_text(json_stream *s, drg_text key);
/* What stands before the key, and room for it and the quotes around it; … and what stands behind it. */
char *drg_json_key_begin(json_stream *s);
void drg_json_key_end(json_stream *s, char *end);

/* A key that we name ourselves: a short literal without escapes. Inline, for then the compiler knows its length. */
static inline void drg_json_key(json_stream *s, const char *key) {
    char *at = drg_json_key_begin(s);
    const size_t length = strlen(key);
    memcpy(at, key, length);
    drg_json_key_end(s, at + length);
}

/* Values. */
void drg_json_text(json_stream *s, drg_text text);            /* valid UTF-8 */
drg_status drg_json_any_text(json_stream *s, drg_text bytes); /* any bytes: repaired first; DRG_NO_MEMORY */
void drg_json_text_or_null(json_stream *s, drg_text text);    /* null if it is empty */
void drg_json_count(json_stream *s, size_t n);
void drg_json_id(json_stream *s, char letter, size_t n); /* "e12" */
void drg_json_null(json_stream *s);
/* JSON as it stands, an item or several with commas between them; any bytes that are no UTF-8 are repaired first. */
drg_status drg_json_raw(json_stream *s, drg_text json);

/* The first byte at or behind `at` that needs an escape in a string; text.length if none does. */
size_t drg_json_next_escape(drg_text text, size_t at);

/* By hand: a node of which there are many is written piece by piece into the buffer itself, and the stream is asked once.
 *
 *     drg_json_open(s, '{', JSON_INLINE);
 *     char *at = drg_json_node(s);
 *     at = JSON_PUT(at, "\"id\":");      at = drg_json_put_id(at, 'e', 12);
 *     at = JSON_MEMBER(s, at, "text");   at = drg_json_put_text(s, at, text);
 *     drg_json_node_ends(s, at);
 *     drg_json_close(s, '}');                               {"id":"e12","text":"Japan"}            */

/* Where the next JSON_NODE_BYTES may be written; how far they were, a member or several. */
char *drg_json_node(json_stream *s);
void drg_json_node_ends(json_stream *s, char *end);

/* A literal; a key behind a comma. The compiler knows their length: a copy is a store or two. */
#define JSON_PUT(at, literal) ((char *)memcpy((at), "" literal, sizeof(literal) - 1) + sizeof(literal) - 1)
#define JSON_MEMBER(s, at, key) ((s)->pretty ? JSON_PUT(at, ", \"" key "\": ") : JSON_PUT(at, ",\"" key "\":"))

/* Values; they return their end. Behind a long text there is room for a whole node again. */
char *drg_json_put_text(json_stream *s, char *at, drg_text text); /* valid UTF-8 */
char *drg_json_put_text_or_null(json_stream *s, char *at, drg_text text);
char *drg_json_put_word(json_stream *s, char *at, drg_text word); /* without escapes: letters, digits, _ and - */
char *drg_json_put_count(char *at, size_t n);
char *drg_json_put_id(char *at, char letter, size_t n);                         /* "e12" */
char *drg_json_put_place(json_stream *s, char *at, drg_text file, size_t line); /* "npt/names.en.tsv:12" */
char *drg_json_put_score(char *at, double score); /* 0 … 1, with two to four decimals: 0.5 -> 0.50 */
#define JSON_SCORE_BYTES 6

#endif
