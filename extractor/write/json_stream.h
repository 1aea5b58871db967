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

#include "dragoman.h"

#define JSON_BUFFER_BYTES ((size_t)32 << 10) /* few calls of the sink, and no burden on a thread's stack */

/* How the members of an object or a list stand in pretty output: in one line, or each in a line of its own. */
typedef enum { JSON_INLINE, JSON_SPREAD } json_layout;

typedef struct { /* Lifetime: the writing of one value. */
    drg_sink sink;
    bool pretty, refused;
    bool after_key;     /* the next value belongs to a key: no comma before it */
    uint32_t depth;     /* open brackets, at most 31 */
    uint32_t has_items; /* a bit a depth: a comma stands before the next item */
    uint32_t spread;    /* a bit a depth */
    size_t used;
    char buffer[JSON_BUFFER_BYTES];
} json_stream;

void drg_json_begin(json_stream *s, drg_sink sink, bool pretty);
/* Ends the value with a line feed and empties the buffer. DRG_IO: the sink refused. */
drg_status drg_json_end(json_stream *s);

/* `bracket` is '{' or '[', and its counterpart to close. */
void drg_json_open(json_stream *s, char bracket, json_layout layout);
void drg_json_close(json_stream *s, char bracket);
void drg_json_key(json_stream *s, const char *key);
void drg_json_key_text(json_stream *s, drg_text key);

/* Values. */
void drg_json_text(json_stream *s, drg_text text);            /* valid UTF-8 */
drg_status drg_json_any_text(json_stream *s, drg_text bytes); /* any bytes: repaired first; DRG_NO_MEMORY */
void drg_json_text_or_null(json_stream *s, drg_text text);    /* null if it is empty */
void drg_json_count(json_stream *s, size_t n);
void drg_json_score(json_stream *s, double score);               /* 0 … 1, with two to four decimals: 0.5 -> 0.50 */
void drg_json_id(json_stream *s, char letter, size_t n);         /* "e12" */
void drg_json_place(json_stream *s, drg_text file, size_t line); /* "treaty/names.en.tsv:12" */
void drg_json_null(json_stream *s);
/* JSON as it stands, an item or several with commas between them; any bytes that are no UTF-8 are repaired first. */
drg_status drg_json_raw(json_stream *s, drg_text json);

#endif
