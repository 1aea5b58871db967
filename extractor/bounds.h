/* Every limit of Dragoman, each with its reason. Meeting one is reported; nothing is dropped in silence. */
#ifndef DRG_BOUNDS_H
#define DRG_BOUNDS_H

/* Documents ---------------------------------------------------------------------------------------------------------- */
#define DOCUMENT_BYTES ((size_t)256 << 20)    /* --max-document: what a person would still call one document */
#define DOCUMENT_BYTES_MOST ((size_t)1 << 31) /* offsets of tokens are 32 bits wide */
#define DEFAULT_LANGUAGE "en"                 /* of documents that do not say theirs */
#define MATCH_TOKENS 256 /* a rule's match, context included: keeps a run, and so the whole, linear */
#define WORD_BYTES 512   /* a longer "word" is looked at as itself, without folding or stem: it is data, not language */
#define NAME_TOKENS 64   /* a gazetteer's name: the longest title of a treaty in use has about fifty words */
#define NAMES_AT_TOKEN 512 /* names that begin at one token, all lengths and entries together */
#define ALIAS_WEIGHT                                                                                                   \
    2.0f                /* of a name that the document gives: what a gazetteer's name weighs unless it says otherwise */
#define PARTIES_MEANT 3 /* who signed, where a text names nobody: all parties, if they are so few that each must have */

/* Scratch, one a thread ------------------------------------------------------------------------------------------------ */
#define WORDS_KEPT (1u << 17)       /* different words remembered from one document to the next */
#define SCRATCH_KEPT (1u << 16)     /* items of a stage's working space; a huge document does not keep more of them */
#define LETTERS_KEPT (1u << 16)     /* of the alphabet: sorts of tokens, from one document to the next */
#define TRANSITIONS_KEPT (1u << 18) /* of an automaton; then its cache is dropped and rebuilt */

/* Knowledge ------------------------------------------------------------------------------------------------------------ */
#define RULE_FILE_BYTES ((size_t)4 << 20)  /* a rule file is written by hand */
#define TABLE_FILE_BYTES ((size_t)1 << 30) /* offsets in a table are 32 bits wide */
#define PATTERN_DEPTH 64     /* brackets within brackets, and definitions within definitions: bounds the recursion */
#define PATTERN_NODES 20000  /* instructions of one compiled pattern, {m,n} written out */
#define REPEAT_MOST 1000     /* n of {m,n} */
#define LABELS_MOST 255      /* and forms of a label: a reading holds their numbers in a byte each */
#define STAGES_MOST 64       /* a text is read by the rules of each; ours are three */
#define WEIGHT_MOST 100      /* of a rule: log-odds beyond all doubt */
#define MESSAGES_MOST 100000 /* then one more says that there are more */

/* PCRE2, a call ---------------------------------------------------------------------------------------------------------- */
#define REGEX_MATCH_LIMIT 100000u /* steps of backtracking at one token */
#define REGEX_DEPTH_LIMIT 1000u
#define REGEX_HEAP_KIB 1024u
#define REGEX_TEXT_BYTES 4096u /* how far from its first byte a text rule may look */

#endif
