/* Name matches: all names of the gazetteers that begin at one token. See name_match.h.
 *
 * A walk goes down a trie, word by word. Where a line ends in a hyphen it forks:
 *
 *     Guinea-        guinea ─► - ─► bissau       with the hyphen
 *     Bissau         guinea ─► bissau            without it
 *                    guineabissau                as one word that was cut: then the word before the fork is not taken
 *
 * Forks are few (a line's end), and counted, so that no table and no text can make them many. Where there is none, a
 * walk is one loop.
 *
 * Nearly all words lead no further than to themselves before the word that follows. What they are by themselves
 * is worked out once, and stands beside their records; bits of the two words tell that there is no more to look for
 * (name_may_go_on), and where those say nothing, one step down each trie does. */
#include "lexicon/name_match.h"

#include <string.h>

#include "lexicon/trie.h"

typedef struct {
    const gazetteer *gazetteer;
    const words *words;
    const word *records;
    const word_in_names *in_names;
    const token *tokens;
    uint32_t first, end; /* tokens of the walk: [first, end of the text) */
    const trie *trie;
    bool stems; /* which trie it is */
    uint32_t forks_left;
    const word **path; /* the words that led here, one for each of the name */
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
    const string_id *wanted = drg_gazetteer_words(w->gazetteer, n);
    const uint32_t shape = WORD_CAP | WORD_UPPER | WORD_LOWER;
    for (uint32_t i = 0; i < n->word_count; i++) {
        const word *got = w->path[i];
        if (!wanted[i].n || wanted[i].n == got->exact.n) continue;
        if (!w->stems || (drg_word_classes(drg_words_text(w->words, wanted[i])) ^ got->classes) & shape) return false;
    }
    return true;
}

/* Whether a name of one case, an inflected one or one of its own language may stand here; `depth` words led to it. A pack that is damaged may give it
 * another number of them. */
static bool fits(const walk *w, name_id name, uint32_t depth) {
    const gazetteer_name *n = drg_gazetteer_name(w->gazetteer, name.n);
    const bool of_its_language = n->derived || n->own || w->stems;
    const drg_text language = of_its_language ? drg_gazetteer_origin(w->gazetteer, name.n).language : (drg_text){0};
    if (language.length && !is_of_language(w, language)) return false;
    return !n->exact || (n->word_count == depth && has_exact_case(w, n));
}

static bool is_known(const walk *w, name_match m) {
    for (uint32_t i = 0; i < w->count; i++) {
        if (w->out[i].name.n == m.name.n && w->out[i].token_count == m.token_count) return true;
    }
    return false;
}

/* Takes the names that end at a node, to which `depth` words have led, the last of them the token `last`. */
static void take_ends(walk *w, trie_node node, uint32_t depth, uint32_t last) {
    uint32_t count;
    const trie_end *ends = trie_ends(w->trie, node, &count);
    const bool forked = w->forks_left < NAME_TOKENS; /* then two ways may lead to one name */
    for (uint32_t i = 0; i < count && w->count < NAMES_AT_TOKEN; i++) {
        const name_match made = {{ends[i].name}, last + 1 - w->first};
        if (!ends[i].plain && !fits(w, made.name, depth)) continue;
        if ((forked || w->count_before) && is_known(w, made)) continue;
        w->out[w->count++] = made;
    }
}

static bool begins_block(const walk *w, uint32_t at) {
    return w->tokens[at].flags & TOKEN_BLOCK_START;
}

/* Walking without a fork ------------------------------------------------------------------------------------------- */

static trie_node node_of(const word_in_names *names, bool stems) {
    return (trie_node){stems ? names->stem_node : names->name_node};
}

static trie_node first_step(const walk *w, const word *by) {
    return node_of(&w->in_names[by->in_names], w->stems);
}

static trie_node further_step(const walk *w, trie_node from, const word *by) {
    return trie_step(w->trie, from, w->stems ? by->stem : by->folded);
}

static const word *word_at(const walk *w, uint32_t at) {
    return &w->records[w->tokens[at].word];
}

static bool hyphen_ends_line(const walk *w, uint32_t at) {
    return at < w->end && w->tokens[at].flags & TOKEN_BREAK_HYPHEN;
}

/* Goes down the trie word by word, as long as no hyphen at a line's end stands behind one; where one does, returns
 * false, and has taken nothing. */
static bool walk_straight(walk *w) {
    const uint32_t count_before = w->count;
    const word *by = word_at(w, w->first);
    uint32_t at = w->first, depth = 0;
    for (trie_node node = first_step(w, by); node.n && !hyphen_ends_line(w, at + 1); node = further_step(w, node, by)) {
        w->path[depth++] = by;
        take_ends(w, node, depth, at);
        if (++at == w->end || begins_block(w, at) || depth == NAME_TOKENS) return true;
        by = word_at(w, at);
    }
    const bool straight = !hyphen_ends_line(w, at + 1);
    if (!straight) w->count = count_before;
    return straight;
}

/* Walking with forks ----------------------------------------------------------------------------------------------- */

static void go_on(walk *w, trie_node node, uint32_t at);

static bool is_broken(const walk *w, uint32_t hyphen) {
    return hyphen + 1 < w->end && hyphen_ends_line(w, hyphen) && !begins_block(w, hyphen + 1);
}

/* From `from` by a word that the tokens up to `last` write. */
static void take_word(walk *w, trie_node from, const word *by, uint32_t last) {
    const trie_node node = from.n ? further_step(w, from, by) : first_step(w, by);
    if (!node.n || w->depth == NAME_TOKENS) return;
    w->path[w->depth++] = by;
    take_ends(w, node, w->depth, last);
    go_on(w, node, last + 1);
    w->depth--;
}

/* By the token `at`, and where a hyphen cuts a word in two behind it, by the whole word, too. */
static void take_token(walk *w, trie_node from, uint32_t at) {
    take_word(w, from, word_at(w, at), at);
    if (!is_broken(w, at + 1) || !w->forks_left) return;
    w->forks_left--;
    const uint32_t joined = drg_words_joined(w->words, at + 1);
    if (joined) take_word(w, from, &w->records[joined], at + 2);
}

/* The name has come to `node`; its next word, if it has one, begins at `at`. */
static void go_on(walk *w, trie_node node, uint32_t at) {
    if (at >= w->end || begins_block(w, at)) return;
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

/* Begins with one of the tries. */
static void choose_trie(walk *w, bool stems) {
    w->stems = stems;
    w->trie = drg_gazetteer_trie(w->gazetteer, stems);
    w->count_before = w->count;
    w->forks_left = NAME_TOKENS;
}

static void walk_trie(walk *w, bool stems) {
    choose_trie(w, stems);
    if (!walk_straight(w)) take_token(w, (trie_node){0}, w->first);
}

uint32_t drg_name_matches(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at,
                          name_match out[NAMES_AT_TOKEN]) {
    const word *path[NAME_TOKENS];
    walk state = {.gazetteer = g,
                  .words = w,
                  .records = drg_words_records(w),
                  .in_names = drg_words_in_names(w),
                  .tokens = tokens->items,
                  .first = at,
                  .end = (uint32_t)tokens->count,
                  .path = path,
                  .out = out};
    const bool broken = name_break_near(tokens, at);
    const word_in_names *begin = &state.in_names[word_at(&state, at)->in_names];
    if (begin->name_node || broken) walk_trie(&state, false);
    const uint32_t straight = broken ? 0 : state.count; /* come in order */
    if (begin->stem_node || broken) walk_trie(&state, true);
    if (state.count > straight) sort_by_length(out, state.count);
    return state.count;
}

bool drg_name_goes_on(const gazetteer *g, const words *w, const token_vector *tokens, uint32_t at) {
    if (name_break_near(tokens, at)) return true;
    const word *records = drg_words_records(w);
    const word_in_names *from = &drg_words_in_names(w)[records[tokens->items[at].word].in_names];
    const word *to = &records[tokens->items[at + 1].word];
    return (from->name_node && trie_step(drg_gazetteer_trie(g, false), node_of(from, false), to->folded).n) ||
           (from->stem_node && trie_step(drg_gazetteer_trie(g, true), node_of(from, true), to->stem).n);
}

/* Words alone ------------------------------------------------------------------------------------------------------ */

uint32_t drg_names_alone(const gazetteer *g, const words *w, const word *alone, const word_in_names *names,
                         name_match out[NAMES_AT_TOKEN]) {
    walk state = {.gazetteer = g, .words = w, .path = &alone, .out = out};
    for (int stems = 0; stems < 2 && g; stems++) {
        choose_trie(&state, stems);
        const trie_node node = node_of(names, stems);
        if (node.n) take_ends(&state, node, 1, 0);
    }
    return state.count;
}
