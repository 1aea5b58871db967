/* Gazetteers: lists of entries, and which of them a run of words may name.
 *
 * Read from TSV (gazetteers/README.md), user folders over ours. All names go into one trie over folded words, whatever
 * their language; names with `inflect stem` into another over stems, too, which serves documents of their own
 * language:
 *
 *     treaty - of - [versailles] - of - [1919]          brackets: a name ends here
 *
 * A name that must be of one case is checked word by word when its end is met. Plural names are added as names of
 * their own. Flat arrays, linked by index; read-only once read; shared by all threads. */
#ifndef DRG_GAZETTEER_H
#define DRG_GAZETTEER_H

#include "lexicon/name_text.h"
#include "text/tokens.h"

typedef struct {
    uint32_t n;
} list_id; /* 0 is a list: valid from 0 to list_count - 1 */
typedef struct {
    uint32_t n;
} entry_id;
typedef struct {
    uint32_t n;
} name_id;
#define NO_ID UINT32_MAX

typedef struct {
    drg_text key; /* interned: equal keys have equal pointers */
    drg_text value;
    bool of_list; /* the column was `key[]`: there may be several of this key, one after another */
} attribute;

typedef struct {
    drg_text name;                     /* "country" */
    drg_text label;                    /* "Country"; empty: serves patterns only */
    place declared;                    /* of the `# label` line, or of the file's start */
    uint32_t first_entry, entry_count; /* the entries of one list stand together, in the order of reading */
    uint32_t first_key, key_count;     /* drg_gazetteer_key */
} gazetteer_list;

typedef struct {
    uint32_t id_at, id_length; /* drg_gazetteer_id */
    uint32_t table : 31;       /* of name_sources.tables: where its row stands */
    uint32_t id_apart : 1;
    list_id list;
    uint32_t first_attribute, first_name; /* up to those of the entry behind it: drg_gazetteer_attribute_count, … */
} gazetteer_entry;

typedef struct {
    name_text written;
    entry_id entry;
    float weight;
    uint32_t form;           /* of name_sources.forms; 0: the label's first form */
    uint32_t first_word;     /* its words as written, if it is exact: drg_gazetteer_words */
    uint32_t word_count : 8; /* at most NAME_TOKENS */
    uint32_t exact : 1;      /* only in exactly this case */
    uint32_t by_stem : 1;    /* stands in the trie of stems, too */
    uint32_t derived : 1;    /* a plural made from the name before it: inflected, so of its own language only */
    uint32_t own : 1;        /* of a table names.LANG.own.tsv: stands in texts of its own language only */
    uint32_t unused : 20;
} gazetteer_name;

/* What explanations and messages tell of a name. */
typedef struct {
    drg_text text;     /* as written in the file */
    drg_text form;     /* "name"; empty: the label's first form */
    drg_text language; /* "en"; empty: of no language */
    drg_text file;     /* "country/names.en.tsv": relative to its gazetteers folder; ends in NUL */
    uint32_t line;
    place at;
} name_origin;

typedef struct gazetteer gazetteer;

/* Reads all folders, in order: a later one extends, an entry of the same id is replaced, `# remove ID` takes one away.
 * Also LIST.txt (one name a line), LIST.csv, and *.jsonl of spaCy's EntityRuler in a folder. Everything wrong becomes
 * a message (file:line:column). All strings of names go into `v`. Names are cut into tokens with the abbreviations of
 * the list `abbreviation` itself. On DRG_BAD_KNOWLEDGE *out is still a usable gazetteer of what was right, so that
 * rules can be checked in the same run; the caller frees it. On any other failure it is NULL. */
drg_status drg_gazetteer_read(const char *const *folders, size_t folder_count, vocabulary *v, drg_messages *messages,
                              gazetteer **out);
void drg_gazetteer_free(gazetteer *g);

uint32_t drg_gazetteer_list_count(const gazetteer *g);
uint32_t drg_gazetteer_name_count(const gazetteer *g);
/* … without the plurals that were made of them: as many as people wrote. */
uint32_t drg_gazetteer_written_name_count(const gazetteer *g);
const gazetteer_list *drg_gazetteer_lists(const gazetteer *g);
const gazetteer_entry *drg_gazetteer_entry(const gazetteer *g, uint32_t entry);
const gazetteer_name *drg_gazetteer_name(const gazetteer *g, uint32_t name);
drg_text drg_gazetteer_id(const gazetteer *g, uint32_t entry);
/* How many attributes it has, and one of them: i from 0 to that number - 1, in the order of its columns. */
uint32_t drg_gazetteer_attribute_count(const gazetteer *g, uint32_t entry);
attribute drg_gazetteer_attribute_at(const gazetteer *g, uint32_t entry, uint32_t i);
/* How many names it has; they begin at entry.first_name. */
uint32_t drg_gazetteer_names_of(const gazetteer *g, uint32_t entry);
/* The tables that it was read from, in the order of reading. */
uint32_t drg_gazetteer_table_count(const gazetteer *g);
const name_table *drg_gazetteer_table(const gazetteer *g, uint32_t table);
name_origin drg_gazetteer_origin(const gazetteer *g, uint32_t name);
/* The words of an exact name, name.word_count of them, cleaned (fold.h). 0: this word is of any case. */
const string_id *drg_gazetteer_words(const gazetteer *g, const gazetteer_name *name);
/* The lists that the engine itself asks for; gazetteers/README.md says what for. */
#define LIST_OF_ABBREVIATIONS "abbreviation"
#define LIST_OF_NUMBERS "number"
#define LIST_OF_ORDINALS "ordinal"
#define LIST_OF_COMMON_WORDS "common_word"

/* NO_ID if there is none. */
list_id drg_gazetteer_find_list(const gazetteer *g, drg_text name);
/* Key i of a list, i from 0 to key_count - 1: those that attributes of its entries have, each once. */
drg_text drg_gazetteer_key(const gazetteer *g, const gazetteer_list *list, uint32_t i);
/* The value of an entry's attribute (of a list attribute, the first); empty if it has none. */
drg_text drg_gazetteer_attribute(const gazetteer *g, entry_id e, drg_text key);
/* The abbreviations of the list `abbreviation`, for the tokeniser. Owned by `g`. */
const abbreviations *drg_gazetteer_abbreviations(const gazetteer *g);

/* The names as runs of folded words; or those with `inflect stem`, as runs of stems (trie.h). */
typedef struct trie trie;
const trie *drg_gazetteer_trie(const gazetteer *g, bool stems);

#endif
