/* Name matches: all names of the gazetteers that begin at one token. */
#ifndef DRG_NAME_MATCH_H
#define DRG_NAME_MATCH_H

#include "bounds.h"
#include "lexicon/words.h"

/* All names that begin at tokens[at], of all lengths and lists, shortest first; those of one length in order of file
 * and line. A name does not cross a block (the next token with TOKEN_BLOCK_START); a line break inside one is white
 * space. At a TOKEN_BREAK_HYPHEN a name goes on with the hyphen, without it, or with the halves joined to one word.
 * Names that want an exact case are checked. Names of every language; inflected ones (by stem, derived) and own ones only those of
 * the words' language. The tokens have been looked up in `w`. Where neither the token's record has a node nor a break
 * hyphen follows, there is none. Returns how many stand in `out` (at most NAMES_AT_TOKEN). */
uint32_t drg_name_matches(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at,
                          name_match out[NAMES_AT_TOKEN]);

/* The names that a word is by itself; words.c keeps them beside its record. `names`: what the word is to names. */
uint32_t drg_names_alone(const gazetteer *g, const words *w, const word *alone, const word_in_names *names,
                         name_match out[NAMES_AT_TOKEN]);

/* Whether a hyphen at a line's end stands behind a token, or behind the one that follows it. */
static inline bool name_break_near(const token_vector *tokens, uint32_t at) {
    const token *t = &tokens->items[at];
    return (at + 1 < tokens->count && t[1].flags & TOKEN_BREAK_HYPHEN) ||
           (at + 2 < tokens->count && t[2].flags & TOKEN_BREAK_HYPHEN);
}

/* False, as for nearly all tokens, where no name but the word by itself begins at a token. */
static inline bool name_may_go_on(const word *records, const word_in_names *in_names, const token_vector *tokens,
                                  uint32_t at) {
    if (at + 1 >= tokens->count) return false;
    const token t = tokens->items[at], next = tokens->items[at + 1];
    const uint64_t next_words = in_names[records[t.word].in_names].next_words;
    return (next_words & in_names[records[next.word].in_names].behind && !(next.flags & TOKEN_BLOCK_START)) ||
           name_break_near(tokens, at);
}

/* Where one may: whether one does, for its first two words. */
bool drg_name_goes_on(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at);

#endif
