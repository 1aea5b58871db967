/* Name matches: all names of the gazetteers that begin at one token. See name_match.h.
 *
 * A walk goes down a trie, word by word. Where a line ends in a hyphen it forks:
 *
 *     Guinea-        guinea ─► - ─► bissau       with the hyphen
 *     Bissau         guinea ─► bissau            without it
 *                    guineabissau                as one word that was cut: then the word before the fork is not taken
 *
 * Forks are few (a line's end), and counted, so that no table and no text can make them many. */
#include "lexicon/name_match.h"

#include <string.h>

typedef struct {
    const gazetteer *gazetteer;
    const words *words;
    const word *records;
    const token *tokens;
    uint32_t first, end; /* tokens of the walk: [first, end of the text) */
    bool stems;          /* which trie */
    uint32_t forks_left;
    uint32_t *path; /* the records that led here, a word of the name each */
    uint32_t depth;
    name_match *out;
    uint32_t count, count_before; /* count_before: what the other trie has given */
} walk;

/* Checks of one name ----------------------------------------------------------------------------------------------- */

static bool is_of_language(const walk *w, drg_text language) {
    const drg_text ours = drg_words_language(w->words);
    if (ours.length < language.length || memcmp(ours.bytes, language.bytes, language.length) != 0) return false;
    return ours.length == language.length || ours.bytes[language.length] == '-'; /* en-GB is en */
}

/* Whether the words on the path are written as an exact name has them. Of an inflected form only the shape can be
 * asked. */
static bool has_exact_case(const walk *w, const gazetteer_name *n) {
    const string_id *wanted = drg_gazetteer_words(w->gazetteer) + n->first_word;
    const uint32_t shape = WORD_CAP | WORD_UPPER | WORD_LOWER;
    for (uint32_t i = 0; i < n->word_count; i++) {
        const word *got = &w->records[w->path[i]];
        if (!wanted[i].n || wanted[i].n == got->exact.n) continue;
        if (!w->stems || (drg_word_classes(drg_words_text(w->words, wanted[i])) ^ got->classes) & shape) return false;
    }
    return true;
}

/* Whether a name of one case, or an inflected one, may stand here. */
static bool fits(const walk *w, name_id name) {
    const gazetteer_name *n = &drg_gazetteer_names(w->gazetteer)[name.n];
    const bool inflected = n->derived || w->stems;
    if (inflected && n->language.length && !is_of_language(w, n->language)) return false;
    return !n->exact || has_exact_case(w, n);
}

static bool is_known(const walk *w, name_match m) {
    for (uint32_t i = 0; i < w->count; i++) {
        if (w->out[i].name.n == m.name.n && w->out[i].token_count == m.token_count) return true;
    }
    return false;
}

/* Takes the names that end at a node; `last` is the token that led to it. */
static void take_ends(walk *w, trie_node node, uint32_t last) {
    uint32_t first;
    const uint32_t count = drg_gazetteer_ends_at(w->gazetteer, node, w->stems, &first);
    const name_id *ends = drg_gazetteer_ends(w->gazetteer, w->stems) + first;
    const bool forked = w->forks_left < NAME_TOKENS; /* then two ways may lead to one name */
    for (uint32_t i = 0; i < count && w->count < NAMES_AT_TOKEN; i++) {
        const name_match made = {ends[i], last + 1 - w->first};
        if ((w->stems || !drg_gazetteer_is_plain(w->gazetteer, ends[i])) && !fits(w, ends[i])) continue;
        if ((forked || w->count_before) && is_known(w, made)) continue;
        w->out[w->count++] = made;
    }
}

/* Walking ---------------------------------------------------------------------------------------------------------- */

static void go_on(walk *w, trie_node node, uint32_t at);

static bool is_broken(const walk *w, uint32_t hyphen) {
    return hyphen + 1 < w->end && w->tokens[hyphen].flags & TOKEN_BREAK_HYPHEN &&
           !(w->tokens[hyphen + 1].flags & TOKEN_BLOCK_START);
}

static trie_node step(const walk *w, trie_node from, uint32_t record) {
    const word *r = &w->records[record];
    if (!from.n) return (trie_node){w->stems ? r->stem_node : r->name_node};
    return drg_gazetteer_step(w->gazetteer, from, w->stems ? r->stem : r->folded, w->stems);
}

/* From `from` by a word that the tokens up to `last` write. */
static void take_word(walk *w, trie_node from, uint32_t record, uint32_t last) {
    const trie_node node = step(w, from, record);
    if (!node.n || w->depth == NAME_TOKENS) return;
    w->path[w->depth++] = record;
    take_ends(w, node, last);
    go_on(w, node, last + 1);
    w->depth--;
}

/* By the token `at`, and where a hyphen cuts a word in two behind it, by the whole word, too. */
static void take_token(walk *w, trie_node from, uint32_t at) {
    take_word(w, from, w->tokens[at].word, at);
    if (!is_broken(w, at + 1) || !w->forks_left) return;
    w->forks_left--;
    const uint32_t joined = drg_words_joined(w->words, w->tokens[at].word, w->tokens[at + 2].word);
    if (joined) take_word(w, from, joined, at + 2);
}

/* The name has come to `node`; its next word, if it has one, begins at `at`. */
static void go_on(walk *w, trie_node node, uint32_t at) {
    if (at >= w->end || w->tokens[at].flags & TOKEN_BLOCK_START) return;
    take_token(w, node, at);
    if (!is_broken(w, at) || !w->forks_left) return;
    w->forks_left--;
    take_token(w, node, at + 1); /* as if no hyphen were there */
}

/* Shortest first; a match keeps its place among those of its length. There are few: insertion. */
static void sort_by_length(name_match *matches, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        const name_match moved = matches[i];
        uint32_t to = i;
        for (; to > 0 && matches[to - 1].token_count > moved.token_count; to--) matches[to] = matches[to - 1];
        matches[to] = moved;
    }
}

uint32_t drg_name_matches(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at,
                          name_match out[NAMES_AT_TOKEN]) {
    const word *records = drg_words_records(w), *first = &records[tokens->items[at].word];
    const bool broken = at + 1 < tokens->count && tokens->items[at + 1].flags & TOKEN_BREAK_HYPHEN;
    if (!first->name_node && !first->stem_node && !broken) return 0;
    uint32_t path[NAME_TOKENS + 1];
    walk state = {.gazetteer = g,
                  .words = w,
                  .records = records,
                  .tokens = tokens->items,
                  .first = at,
                  .end = (uint32_t)tokens->count,
                  .forks_left = NAME_TOKENS,
                  .path = path,
                  .out = out};
    if (first->name_node || broken) take_token(&state, (trie_node){0}, at);
    if (first->stem_node || broken) {
        state.stems = true;
        state.count_before = state.count;
        state.forks_left = NAME_TOKENS;
        take_token(&state, (trie_node){0}, at);
    }
    if (state.count_before || state.forks_left < NAME_TOKENS) sort_by_length(out, state.count);
    return state.count;
}
