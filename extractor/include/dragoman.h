/* Dragoman: reads diplomatic and news prose and says which countries, treaties, dates and people are in it.
 *
 *   drg_knowledge *knowledge;  drg_messages *messages;
 *   drg_knowledge_open(&(drg_sources){0}, &knowledge, &messages);         rules and gazetteers, once
 *   drg_extractor *extractor;
 *   drg_extractor_new(knowledge, &extractor);                             one a thread
 *   const drg_document *document;
 *   drg_annotate(extractor, &(drg_input){.text = drg_text_of("Japan signed it.")}, &document);
 *   for (size_t i = 0; i < drg_document_entity_count(document); i++) …
 *
 * Knowledge is read-only: any number of threads may share it. An extractor belongs to one thread at a time.
 * The library never exits, never prints and keeps no state of its own; every failure is a drg_status. */
#ifndef DRAGOMAN_H
#define DRAGOMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DRG_API __attribute__((visibility("default")))

/* Results -------------------------------------------------------------------------------------------------------- */

typedef enum {
    DRG_OK = 0,
    DRG_NO_MEMORY,     /* an allocation failed */
    DRG_IO,            /* a file or a folder could not be read, or a sink did not take what was written */
    DRG_BAD_INPUT,     /* a document or a document's property is not what it has to be */
    DRG_BAD_KNOWLEDGE, /* rules, gazetteers or a pack are wrong: the messages say where */
    DRG_TOO_LARGE,     /* a limit of bounds.h was met */
    DRG_STALE          /* a pack was made from other rules and gazetteers, or by another version of Dragoman */
} drg_status;

/* What a status means, in a few English words. Never NULL; static. */
DRG_API const char *drg_status_text(drg_status status);

/* The version of the library, "0.1.0". Static. */
DRG_API const char *drg_version(void);

/* Text is a pointer and a length in bytes: it may hold NUL, and does not end with one. */
typedef struct {
    const char *bytes;
    size_t length;
} drg_text;

/* The text of a C string; the empty text for NULL. Borrows. */
DRG_API drg_text drg_text_of(const char *string);

/* Messages: what was wrong with knowledge, and where -------------------------------------------------------------- */

typedef enum { DRG_ERROR, DRG_WARNING } drg_severity;

typedef struct {
    drg_severity severity;
    const char *code; /* what kind of message it is, for programs: "unknown-list"; static */
    drg_text file;    /* as it was opened; empty if the message is of no file */
    uint32_t line;    /* 1 is the first; 0 where there is none */
    uint32_t column;  /* in code points; 1 is the first; 0 where there is none */
    uint32_t width;   /* code points that the caret underlines; at least 1 */
    drg_text source;  /* the line, without its end */
    drg_text text;    /* what is wrong */
    drg_text hint;    /* what to do; may be empty */
} drg_message;

typedef struct drg_messages drg_messages;

/* How many there are; 0 for NULL. */
DRG_API size_t drg_messages_count(const drg_messages *messages);
/* Message i < count. Borrowed from `messages`. */
DRG_API drg_message drg_messages_get(const drg_messages *messages, size_t i);
/* Frees all; NULL is allowed. */
DRG_API void drg_messages_free(drg_messages *messages);

/* Knowledge ------------------------------------------------------------------------------------------------------ */

typedef struct {      /* Rules that stand in no file: tried before they are saved, or made by a program. */
    const char *name; /* as messages and the output call it; one called "labels.rules" declares labels */
    drg_text text;    /* what would stand in the file */
} drg_rule_text;

typedef struct {
    const char *const *rule_folders; /* each with labels.rules or LANG/…; later ones extend and replace */
    size_t rule_folder_count;
    const char *const *gazetteer_folders; /* each with LIST/entries.tsv …; later ones extend and replace */
    size_t gazetteer_folder_count;
    const drg_rule_text *rule_texts; /* read behind the folders, which they extend and replace */
    size_t rule_text_count;
} drg_sources;

typedef struct drg_knowledge drg_knowledge;

/* Reads, checks and compiles all rules and gazetteers. On DRG_OK *knowledge is the caller's, to be closed; otherwise it
 * is NULL. *messages is the caller's in either case (warnings come with DRG_OK, too), to be freed; it may be NULL. */
DRG_API drg_status drg_knowledge_open(const drg_sources *sources, drg_knowledge **knowledge, drg_messages **messages);
/* Writes all that is compiled of `sources` into one file, which drg_knowledge_open_pack opens in a millisecond and which any number
 * of processes share. The file is replaced when the new one is whole; who has the old one open keeps it. It is of this
 * version of Dragoman and of this kind of machine. *messages as above. DRG_IO: it cannot be written; DRG_BAD_INPUT: there are
 * rule_texts, which a pack cannot be held against later. */
DRG_API drg_status drg_pack_write(const drg_sources *sources, const char *path, drg_messages **messages);
/* Opens a pack. With `sources` it must have been made from exactly what they hold now, or else the result is DRG_STALE; NULL:
 * whatever it was made from. *knowledge and *messages as above; a message says why a pack is refused. DRG_IO: there is no such
 * file, or it cannot be read; DRG_STALE, too: another version or machine; DRG_BAD_KNOWLEDGE: it is no pack, or damaged. What
 * documents need of a pack is looked at when they need it: drg_annotate says DRG_BAD_KNOWLEDGE if it is damaged there.
 * A pack that was altered on purpose cannot do harm, but the file must not be written into while it is open. */
DRG_API drg_status drg_knowledge_open_pack(const char *path, const drg_sources *sources, drg_knowledge **knowledge,
                                           drg_messages **messages);
/* Are there rules for this language ("en", "en-GB")? Documents of others are read by names, and by rules for all languages. */
DRG_API bool drg_knowledge_has_language(const drg_knowledge *knowledge, drg_text language);
/* Closes; NULL is allowed. No extractor may be using it. */
DRG_API void drg_knowledge_close(drg_knowledge *knowledge);

/* Documents ------------------------------------------------------------------------------------------------------ */

typedef struct {
    drg_text id;             /* comes out as it went in */
    drg_text text;           /* any bytes: invalid UTF-8 is read as U+FFFD */
    drg_text reference_date; /* YYYY-MM-DD, the day that "today" is; empty if not known */
    drg_text language;       /* "en"; empty for the default, English */
} drg_input;

typedef struct drg_extractor drg_extractor;
typedef struct drg_document drg_document;

/* A new extractor over `knowledge`, which must outlive it. */
DRG_API drg_status drg_extractor_new(const drg_knowledge *knowledge, drg_extractor **extractor);
/* Frees it and the document it made last; NULL is allowed. */
DRG_API void drg_extractor_free(drg_extractor *extractor);
/* Why the last drg_annotate failed; empty after DRG_OK. Borrowed from the extractor. */
DRG_API drg_text drg_extractor_error(const drg_extractor *extractor);

/* Annotates one document. *document is borrowed from the extractor, and is good until its next call; so are all texts
 * that it gives. `input` is borrowed for as long. DRG_BAD_INPUT: a wrong reference date; DRG_TOO_LARGE: the text;
 * DRG_BAD_KNOWLEDGE: the pack is damaged. */
DRG_API drg_status drg_annotate(drg_extractor *extractor, const drg_input *input, const drg_document **document);

typedef enum { DRG_CHARS, DRG_BYTES, DRG_UTF16 } drg_unit; /* code points; bytes of the input; UTF-16 code units */

/* All indexes below are in range, and all texts are borrowed from the document. */

/* The text that was read: the input, each invalid sequence of UTF-8 as U+FFFD. Each entity's `text` is a piece of it. */
DRG_API drg_text drg_document_text(const drg_document *document);

typedef struct {
    size_t start, end; /* half-open, in code points */
    drg_text text;
    const char *label;       /* "Country" */
    const char *form;        /* "demonym"; "" if the label has no forms */
    drg_text value;          /* "RUS", "2024-06-20"; empty if none */
    size_t referent;         /* index of its referent; SIZE_MAX if none */
    double score;            /* 0 … 1: the logistic of its sum of weights */
    const char *rule;        /* "en/treaty/by-subject"; "" if a gazetteer's name made it */
    const char *source_file; /* "treaty/names.en.tsv", where the gazetteer's name stands … */
    uint32_t source_line;    /* … and its line; "" and 0 if a rule made it */
    size_t attribute_count;
} drg_entity;

DRG_API size_t drg_document_entity_count(const drg_document *document);
/* Entity i < count; they come by start, the longer first. */
DRG_API drg_entity drg_document_entity(const drg_document *document, size_t i);

typedef struct {
    drg_text key, value; /* "signed", "1968-07-01"; a list attribute comes once a value, one after another */
    size_t referent;     /* the referent that the value names; SIZE_MAX if it is text */
} drg_attribute;

/* Attribute a < attribute_count of entity i. */
DRG_API drg_attribute drg_document_entity_attribute(const drg_document *document, size_t i, size_t a);

typedef struct {
    const char *label; /* "Treaty" */
    drg_text key;      /* "npt", "RUS"; made from its name if no gazetteer knows it; unique in the document */
    drg_text name;
    size_t mention_count;
    size_t attribute_count;
} drg_referent;

DRG_API size_t drg_document_referent_count(const drg_document *document);
DRG_API drg_referent drg_document_referent(const drg_document *document, size_t i);
/* Its mention m < mention_count, in the order of the text: an entity's index. */
DRG_API size_t drg_document_mention(const drg_document *document, size_t referent, size_t m);
/* Its attribute a < attribute_count. */
DRG_API drg_attribute drg_document_attribute(const drg_document *document, size_t referent, size_t a);

typedef struct {
    drg_text action; /* "sign" */
    size_t treaty;   /* referent; SIZE_MAX if it is not known */
    size_t party_count;
    drg_text date, place;        /* "1968-07-01"; empty if not said */
    drg_text polarity, modality; /* "positive", "negative"; "actual", "scheduled", "proposed", … */
    size_t start, end;           /* its evidence, in code points */
    const char *rule;
} drg_event;

DRG_API size_t drg_document_event_count(const drg_document *document);
DRG_API drg_event drg_document_event(const drg_document *document, size_t i);
/* Party p < party_count of event i: a referent. */
DRG_API size_t drg_document_party(const drg_document *document, size_t i, size_t p);

typedef struct {
    size_t start, end; /* what is said, in code points */
    drg_text name;     /* the words before the colon */
    size_t referent;   /* the speaker; SIZE_MAX if not known */
    drg_text country;  /* "RUS"; empty if not known */
} drg_turn;

DRG_API size_t drg_document_turn_count(const drg_document *document);
DRG_API drg_turn drg_document_turn(const drg_document *document, size_t i);

/* Why ------------------------------------------------------------------------------------------------------------- */

typedef struct {
    drg_text what; /* the name of a rule or of evidence, or a name as a gazetteer writes it */
    drg_text file; /* where that stands, as it was opened … */
    uint32_t line; /* … and its line, from 1 */
    double weight; /* log-odds */
} drg_term;

/* Whether the extractor keeps, from its next document on, all evidence that held. That costs some time and memory, so at
 * first it does not. */
DRG_API void drg_extractor_explain(drg_extractor *extractor, bool explain);
/* What makes up the score of entity i < count of the extractor's last document: term 0 is the rule or the name that made
 * it, the others are evidence that held, if that was kept. The score is the logistic of the sum of all weights. The text is
 * borrowed from the knowledge. */
DRG_API size_t drg_extractor_term_count(const drg_extractor *extractor, size_t entity);
/* Term t < count. */
DRG_API drg_term drg_extractor_term(const drg_extractor *extractor, size_t entity, size_t t);

/* Output --------------------------------------------------------------------------------------------------------- */

/* Takes `length` bytes; returns false if it could not. */
typedef struct {
    bool (*write)(void *context, const char *bytes, size_t length);
    void *context;
} drg_sink;

typedef struct {
    drg_unit offsets; /* the unit of start and end */
    bool pretty;      /* indented, for people; otherwise one line */
    bool with_text;   /* the document's text, too */
} drg_json_options;

/* Writes the document as one JSON object (extractor/write/dragoman.schema.json), with a line feed after it.
 * DRG_IO: the sink refused; DRG_NO_MEMORY. */
DRG_API drg_status drg_write_json(const drg_document *document, const drg_json_options *options, drg_sink sink);

#ifdef __cplusplus
}
#endif
#endif
