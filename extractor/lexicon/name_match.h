/* Name matches: all names of the gazetteers that begin at one token. */
#ifndef DRG_NAME_MATCH_H
#define DRG_NAME_MATCH_H

#include "bounds.h"
#include "lexicon/words.h"

/* All names that begin at tokens[at], of all lengths and lists, shortest first; those of one length in order of file
 * and line. A name does not cross a block (the next token with TOKEN_BLOCK_START); a line break inside one is white
 * space. At a TOKEN_BREAK_HYPHEN a name goes on with the hyphen, without it, or with the halves joined to one word.
 * Names that want an exact case are checked. Names of every language; inflected ones (by stem, derived) only those of
 * the words' language. The tokens have been looked up in `w`. Where neither the token's record has a node nor a break
 * hyphen follows, there is none. Returns how many stand in `out` (at most NAMES_AT_TOKEN). */
uint32_t drg_name_matches(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at,
                          name_match out[NAMES_AT_TOKEN]);

/* The names that a word is by itself, whatever stands around it; words.c keeps them beside its record. */
uint32_t drg_names_alone(const gazetteer *g, const words *w, const word *alone, name_match out[NAMES_AT_TOKEN]);

#endif
