/* Input: the documents that the command line names, one after another.
 *
 *     briefing.txt            one document
 *     reports/                every *.txt and *.jsonl in it and below it, by name
 *     corpus.jsonl, --jsonl   a document a line (json_lines.h)
 *     -                       standard input
 *
 * A document that cannot be read comes as a failure in its place; what follows it still comes. */
#ifndef DRG_CLI_INPUT_H
#define DRG_CLI_INPUT_H

#include "cli/options.h"

/* What may be wrong with a document: the words that its error record has as `code`. */
#define FAILURES(X)                                                                                                    \
    X(FAILED_MALFORMED_JSON, "malformed_json")                                                                         \
    X(FAILED_NOT_AN_OBJECT, "not_an_object")                                                                           \
    X(FAILED_WRONG_ID, "wrong_id")                                                                                     \
    X(FAILED_DUPLICATE_ID, "duplicate_id")                                                                             \
    X(FAILED_MISSING_TEXT, "missing_text")                                                                             \
    X(FAILED_WRONG_TEXT, "wrong_text")                                                                                 \
    X(FAILED_WRONG_DATE, "wrong_reference_date")                                                                       \
    X(FAILED_WRONG_LANGUAGE, "wrong_language")                                                                         \
    X(FAILED_TOO_LARGE, "too_large")                                                                                   \
    X(FAILED_UNREADABLE, "unreadable")                                                                                 \
    X(FAILED_NO_MEMORY, "out_of_memory")                                                                               \
    X(FAILED_DAMAGED_PACK, "damaged_pack")                                                                             \
    X(FAILED_OTHERWISE, "failed")
typedef enum {
    FAILED_NOT,
#define X(name, text) name,
    FAILURES(X)
#undef X
} failure_code;

#define FAILURE_BYTES 300
typedef struct {
    failure_code code;
    char message[FAILURE_BYTES];
} failure;

/* Fills it in; code FAILED_NOT empties it. */
void drg_failure_set(failure *f, failure_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* … with why drg_annotate did not give DRG_OK. */
void drg_failure_of_annotate(failure *f, const drg_extractor *extractor, drg_status status);

/* A document on its way in, or why it does not come. Lifetime: until the next one. */
typedef struct {
    drg_input input;
    bool has_id;      /* else nothing is known of its id */
    drg_text extra;   /* members of the JSON object that pass through: `"desk":7,"tags":[]` */
    const char *path; /* the file it stands in */
    size_t line;      /* of JSON Lines, from 1; else 0 */
    size_t column;    /* where malformed JSON went wrong, in code points from 1; else 0 */
    drg_text source;  /* then the line */
    failure failure;
} incoming;

/* Tells it on standard error, with its place. */
void drg_failure_tell(const incoming *in, const failure *f);

/* `take` takes a document, and returns false if it wants no more. `pause` is called before the input has to be waited for. */
typedef struct {
    bool (*take)(void *context, const incoming *in);
    void (*pause)(void *context);
    void *context;
} receiver;

/* Hands over all documents in order. What is passed over in folders is told on standard error. */
void drg_input_each(const options *o, receiver to);
/* Will that be one document, come what may? */
bool drg_input_is_single(const options *o);

/* The whole of a file, `-` being standard input, at most `most` bytes; a larger one is not read to its end. The bytes take the
 * place of what is in *bytes. */
void drg_file_read(const char *path, size_t most, buffer *bytes, failure *f);

#endif
