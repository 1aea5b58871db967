/* Lines and blocks. See lines.h.
 *
 * A block is a paragraph, a heading or an item of a list: what a sentence, a name or a pattern does not cross. A blank
 * line always parts two blocks. Whether a single line end does depends on who made it, and texts come in two kinds:
 *
 *     a paragraph a line     The Parties met in Vienna. They agreed on …[300 characters]     each line is a block
 *                            The talks go on.
 *
 *     hard-wrapped           The Parties met in Vienna last week and                         a full line's end is
 *                            agreed on a draft of the                                        white space
 *
 * A wrapped line ends because the next word had no room on it. So a line goes on in the next one if it and the next
 * one's first word together are about as long as the longest line around, and that is no longer than people wrap text.
 * Every other line end was meant. Besides, whatever the layout:
 *   - A line without a stop goes on in a small letter (ragged, wrapped by hand, a title with its first word in a line),
 *     and one that ends in a hyphen goes on.
 *   - A line of running text (a sentence ended within it) without a stop goes on: nobody stops there.
 *   - A bullet or number ("-", "1.", "(a)"), a speaker ("MR SMITH:") or an indented line begins a block; the first two
 *     not in the middle of a full line's sentence. A heading in capitals ends with the capitals.
 *   - A text most of which stands in longer lines than people wrap is not wrapped at all.
 * A heading without a blank line behind it is a short line, so it is not full, so it is a block. */
#include "text/lines.h"

#include "text/characters.h"

#include <string.h>

#define WRAP_WIDEST 130  /* characters a line: mail has 76, agencies' wires 65 to 80, text out of PDF up to 120 */
#define WRAP_NARROW 40   /* narrower lines, one under another, are a list, an address, a table */
#define WRAP_OF_TWO 60   /* the same for two lines alone, where the longer one would always look full */
#define WRAP_SLACK 8     /* an eighth of the line may be missing: fonts are not of one width */
#define INDENT_MOST 1000 /* a column behind this one is as good as this one */
#define CUE_TOKENS 12    /* before the colon of a turn: an office, a country and a name */
#define SHORT_LETTERS 3  /* of words that stand small in a speaker's name: of, the, de, bin */
#define LONG_LETTERS 4   /* title case leaves shorter words small: of, and, the */
#define TITLE_SMALL 8    /* long words in small letters: a block with more of them is text, no title */

typedef struct {
    size_t first, end; /* tokens */
    uint32_t left,
        right; /* columns; right is at most WRAP_WIDEST + 1 behind left, and not asked if nothing is wrapped */
} line;

typedef struct { /* lines without a blank one between them */
    line first;
    size_t end; /* token */
    size_t line_count;
    uint32_t widest; /* column where the longest line of several words ends */
} run;

/* Characters of tokens --------------------------------------------------------------------------------------------- */

uint32_t drg_first_char(drg_text text, token t) {
    size_t at = t.start_byte;
    return drg_utf8_next(text, &at);
}

static uint32_t first_char(const layout *l, size_t i) {
    return drg_first_char(l->text, l->tokens[i]);
}

static bool has(const layout *l, size_t i, uint32_t flags) {
    return i < l->count && l->tokens[i].flags & flags;
}

/* Characters from byte `from` to `to`; more than `most` may be any number above it. */
static uint32_t char_count(drg_text text, size_t from, size_t to, uint32_t most) {
    uint32_t count = 0;
    if (to - from > (size_t)4 * most) return most + 1; /* no character has more bytes than four */
    while (from < to && count <= most) {
        const size_t end = to - from > most ? from + most + 1 : to;
        count += (uint32_t)drg_utf8_count(text, from, end);
        from = end;
    }
    return count;
}

static bool is_short(const layout *l, size_t i) {
    const uint32_t from = l->tokens[i].start_byte, to = l->tokens[i].end_byte;
    return to - from <= SHORT_LETTERS || char_count(l->text, from, to, SHORT_LETTERS) <= SHORT_LETTERS;
}

/* Lines ------------------------------------------------------------------------------------------------------------ */

static size_t gap_start(const layout *l, size_t i) {
    return i ? l->tokens[i - 1].end_byte : 0;
}

/* Whether a line without tokens stands before token i: two line ends (CR LF is one). */
static bool blank_line_before(const layout *l, size_t i) {
    unsigned line_ends = 0;
    for (size_t at = gap_start(l, i); at < l->tokens[i].start_byte && line_ends < 2;) {
        const character c = character_at(l->text, at);
        line_ends += c.class == CHAR_LINE_END;
        at = c.end;
        if (c.c == '\r' && at < l->tokens[i].start_byte && l->text.bytes[at] == '\n') at++;
    }
    return line_ends >= 2;
}

/* The column of token i, first of its line. */
static uint32_t indentation(const layout *l, size_t i) {
    uint32_t column = 0;
    for (size_t at = l->tokens[i].start_byte; at > gap_start(l, i) && column < INDENT_MOST; at--) {
        const unsigned char byte = (unsigned char)l->text.bytes[at - 1];
        if (drg_byte_class[byte] == CHAR_LINE_END) break;
        column += byte == '\t' ? 8 : (byte & 0xC0) != 0x80;
    }
    return column;
}

/* The place behind the one at token i: a stop, or where a line begins; the text's end if there is none. */
static size_t next_place(const layout *l, size_t i) {
    const size_t next = l->tokens[i].word;
    return next ? next : l->count;
}

static size_t line_end(const layout *l, size_t first) {
    size_t end = next_place(l, first);
    while (end < l->count && !(l->tokens[end].flags & TOKEN_LINE_START)) end = next_place(l, end);
    return end;
}

static line line_at(const layout *l, size_t first) {
    const size_t end = line_end(l, first);
    const uint32_t left = indentation(l, first), from = l->tokens[first].start_byte, to = l->tokens[end - 1].end_byte;
    return (line){first, end, left, l->wrapped ? left + char_count(l->text, from, to, WRAP_WIDEST) : left};
}

/* One word, such as an address of the web, may be longer than any line. */
static bool has_several_words(const token *first, const token *end) {
    for (const token *t = first + 1; t < end; t++) {
        if (t->flags & TOKEN_SPACE_BEFORE) return true;
    }
    return false;
}

static bool is_too_wide(drg_text text, const token *first, const token *end) {
    const uint32_t from = first->start_byte, to = end[-1].end_byte;
    return to - from > WRAP_WIDEST && char_count(text, from, to, WRAP_WIDEST) > WRAP_WIDEST &&
           has_several_words(first, end);
}

void drg_lengths_add(line_lengths *lengths, drg_text text, const token *first, const token *end) {
    const uint32_t length = end[-1].end_byte - first->start_byte;
    lengths->bytes += length;
    if (is_too_wide(text, first, end)) lengths->wide_bytes += length;
}

/* At least half of a text that may be wrapped is in lines that may be so. */
layout drg_layout_of(drg_text text, token_vector *tokens, line_lengths lengths) {
    return (layout){text, tokens->items, tokens->count, lengths.wide_bytes * 2 <= lengths.bytes};
}

static void add_line(const layout *l, run *r, const line *a) {
    if (a->right > r->widest && has_several_words(l->tokens + a->first, l->tokens + a->end)) r->widest = a->right;
    r->line_count++;
    r->end = a->end;
}

static run run_at(const layout *l, size_t first) {
    run r = {.first = line_at(l, first)};
    add_line(l, &r, &r.first);
    while (r.end < l->count && !blank_line_before(l, r.end)) {
        const line next = line_at(l, r.end);
        add_line(l, &r, &next);
    }
    return r;
}

/* What a block begins with ----------------------------------------------------------------------------------------- */

static bool is_bullet(uint32_t c) {
    switch (c) {
    case '-':
    case '*':
    case 0x00B7: /* · */
    case 0x2010: /* ‐ */
    case 0x2012: /* ‒ */
    case 0x2013: /* – */
    case 0x2014: /* — */
    case 0x2022: /* • */
    case 0x2023: /* ‣ */
    case 0x2043: /* ⁃ */
    case 0x25A0: /* ■ */
    case 0x25AA: /* ▪ */
    case 0x25B8: /* ▸ */
    case 0x25BA: /* ► */
    case 0x25CB: /* ○ */
    case 0x25CF: /* ● */
    case 0x25E6: /* ◦ */ return true;
    default: return false;
    }
}

/* What numbers items: 12, b, iv, XIV. A capital with its dot is rather an initial, and is no such token. */
static bool is_item_number(drg_text text, token t) {
    const size_t length = t.end_byte - t.start_byte;
    if (t.flags & TOKEN_NUMBER) return length <= 4;
    if (!(t.flags & TOKEN_WORD)) return false;
    size_t at = t.start_byte;
    drg_utf8_next(text, &at);
    if (at == t.end_byte) return true;
    at = t.start_byte;
    while (at < t.end_byte && strchr("ivxlcIVXLC", text.bytes[at])) at++;
    return length <= 5 && at == t.end_byte;
}

/* How many tokens the bullet or number at tokens[0] has: "-", "1.", "b)", "(iv)"; 0 if there is none. */
static size_t item_length(drg_text text, const token *tokens, size_t count) {
    const uint32_t c = drg_first_char(text, tokens[0]);
    if (is_bullet(c)) return 1;
    if (c == '(' && count > 2) return is_item_number(text, tokens[1]) && drg_first_char(text, tokens[2]) == ')' ? 3 : 0;
    if (count < 2 || !is_item_number(text, tokens[0]) || tokens[1].flags & TOKEN_SPACE_BEFORE) return 0;
    const uint32_t after = drg_first_char(text, tokens[1]);
    return after == '.' || after == ')' ? 2 : 0;
}

size_t drg_item_text(drg_text text, const token_vector *tokens, size_t first) {
    const size_t length = item_length(text, tokens->items + first, tokens->count - first);
    if (!length || first + length >= tokens->count) return first;
    for (size_t i = first + 1; i <= first + length; i++) {
        if (tokens->items[i].flags & TOKEN_LINE_START) return first;
    }
    return tokens->items[first + length].flags & TOKEN_SPACE_BEFORE ? first + length : first;
}

static bool begins_item(const layout *l, size_t first) {
    const token_vector tokens = {l->tokens, l->count, l->count};
    return drg_item_text(l->text, &tokens, first) != first;
}

/* Words that may stand in a speaker's name: capitalised, of a script without case, or short (of, the, de, bin, 's). */
static bool may_name_speaker(const layout *l, size_t i, bool first) {
    const token t = l->tokens[i];
    const uint32_t c = first_char(l, i);
    if (t.flags & TOKEN_WORD) return !drg_is_small(c) || (!first && is_short(l, i));
    if (first) return false;
    if (t.flags & TOKEN_NUMBER || drg_is_apostrophe(c) || c == 0x2013) return true;
    return c < 0x80 && strchr(",.-&/", (int)c);
}

/* Behind the bracket that closes the one at `i`, or `i` if none does soon. */
static size_t behind_bracket(const layout *l, size_t i) {
    const uint32_t closing = first_char(l, i) == '(' ? ')' : ']';
    for (size_t end = i + 1; end < l->count && end <= i + CUE_TOKENS && !has(l, end, TOKEN_LINE_START); end++) {
        if (first_char(l, end) == closing) return end + 1;
    }
    return i;
}

/* The first token that is said in a turn whose speaker stands at `first` ("President of Chile Salvador Allende (in
 * Russian):"); 0 if no speaker does. */
static size_t cue_end(const layout *l, size_t first) {
    size_t i = first;
    for (size_t count = 0; i < l->count && count <= CUE_TOKENS; count++) {
        if (i > first && has(l, i, TOKEN_LINE_START)) return 0;
        const uint32_t c = first_char(l, i);
        if (c == ':') {
            const bool apart = i + 1 == l->count || has(l, i + 1, TOKEN_SPACE_BEFORE);
            return i > first && apart ? i + 1 : 0;
        }
        const bool bracket = i > first && (c == '(' || c == '[');
        const size_t next = bracket ? behind_bracket(l, i) : i + may_name_speaker(l, i, i == first);
        if (next == i) return 0;
        i = next;
    }
    return 0;
}

/* What a line ends with -------------------------------------------------------------------------------------------- */

/* Whether a clause ends in token `last`; closing quotes and brackets may stand behind it. */
static bool ends_clause(const layout *l, size_t last) {
    for (unsigned closing = 0; closing < 4 && last > 0; closing++, last--) {
        const uint32_t c = first_char(l, last);
        if (c != ')' && c != ']' && c != '"' && c != 0x201D && c != 0x2019 && c != 0x00BB && c != '\'') break;
    }
    const uint32_t c = first_char(l, last);
    if (c < 0x80 && strchr(".!?;:,", (int)c)) return true;
    return c == 0x2026 || l->text.bytes[l->tokens[last].end_byte - 1] == '.';
}

static bool is_hyphen(uint32_t c) {
    return c == '-' || c == 0x00AD || c == 0x2010;
}

/* Whether line `a` ends in a hyphen that is joined to a word or a number. */
static bool ends_in_hyphen(const layout *l, const line *a) {
    const size_t last = a->end - 1;
    return last > a->first && is_hyphen(first_char(l, last)) && !has(l, last, TOKEN_SPACE_BEFORE) &&
           has(l, last - 1, TOKEN_WORD | TOKEN_NUMBER);
}

static bool begins_small(const layout *l, const line *b) {
    return drg_is_small(first_char(l, b->first));
}

/* Whether a sentence ends within the line: a stop behind a word, and a capital. The number of an article is no word. */
static bool has_stop_within(const layout *l, const line *a) {
    for (size_t i = next_place(l, a->first); i + 1 < a->end; i = next_place(l, i)) {
        if (!has(l, i, TOKEN_PUNCTUATION) || !has(l, i - 1, TOKEN_WORD) || !has(l, i + 1, TOKEN_SPACE_BEFORE)) continue;
        const uint32_t c = first_char(l, i);
        if ((c == '.' || c == '?' || c == '!') && drg_is_capital(first_char(l, i + 1))) return true;
    }
    return false;
}

/* Headlines -------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t words, capital_words;    /* in capitals, of two letters or more; stays behind once small_letter is set */
    uint32_t long_words, small_words; /* of LONG_LETTERS or more; those that begin small */
    bool small_letter;                /* one was seen, but in a clitic */
} word_counts;

/* A word is looked at no further than it takes to tell: whether one is in capitals does not matter once a small letter
 * was seen. */
static void count_word(word_counts *counts, drg_text text, token t) {
    uint32_t letters = 0;
    bool small = false;
    const uint32_t first = drg_first_char(text, t);
    if (drg_byte_class[(unsigned char)text.bytes[t.start_byte]] != CHAR_LETTER && drg_is_apostrophe(first)) return;
    for (size_t at = t.start_byte; at < t.end_byte && !(letters >= LONG_LETTERS && (small || counts->small_letter));) {
        const character c = character_at(text, at);
        letters += c.class == CHAR_LETTER;
        small = small || drg_is_small(c.c);
        at = c.end;
    }
    counts->words++;
    counts->capital_words += letters >= 2 && !small && drg_is_capital(first);
    counts->long_words += letters >= LONG_LETTERS;
    counts->small_words += letters >= LONG_LETTERS && drg_is_small(first);
    counts->small_letter |= small;
}

static bool is_in_capitals(const word_counts *counts) {
    return !counts->small_letter && counts->capital_words >= 2;
}

/* Whether four in five long words are capitalised, or would be if all of the tokens that are left were. */
static bool may_be_title(const word_counts *counts, size_t left) {
    return counts->small_words * (size_t)5 <= counts->long_words + left;
}

/* TOKEN_HEADLINE and TOKEN_CAPITALS for these tokens. A headline is in capitals; or in title case: three words or more,
 * of the long ones four in five capitalised, and no stop at the end. */
static uint32_t headline_flags(const layout *l, size_t first, size_t end) {
    word_counts counts = {0};
    const uint32_t last = first_char(l, end - 1);
    const bool stopped = last == '.' || last == ',' || last == ';' || last == ':';
    for (size_t i = first; i < end; i++) {
        if (stopped && counts.small_letter) return 0; /* nearly all blocks, at their first word */
        if (counts.small_words > TITLE_SMALL || !may_be_title(&counts, end - i)) return 0;
        if (has(l, i, TOKEN_WORD)) count_word(&counts, l->text, l->tokens[i]);
    }
    if (is_in_capitals(&counts)) return TOKEN_HEADLINE | TOKEN_CAPITALS;
    const bool title = counts.words >= 3 && counts.long_words && may_be_title(&counts, 0);
    return title && counts.small_letter && !stopped ? TOKEN_HEADLINE : 0;
}

static bool in_capitals(const layout *l, const line *a) {
    word_counts counts = {0};
    for (size_t i = a->first; i < a->end && !counts.small_letter; i++) {
        if (has(l, i, TOKEN_WORD)) count_word(&counts, l->text, l->tokens[i]);
    }
    return is_in_capitals(&counts);
}

/* Blocks ----------------------------------------------------------------------------------------------------------- */

/* Whether line `a` has no room for the first word of `b`. */
static bool is_full(const layout *l, const line *a, const line *b, uint32_t widest) {
    size_t end = b->first + 1;
    while (end < b->end && !(l->tokens[end].flags & TOKEN_SPACE_BEFORE)) end++;
    const uint32_t word = char_count(l->text, l->tokens[b->first].start_byte, l->tokens[end - 1].end_byte, WRAP_WIDEST);
    return a->right + 1 + word + widest / WRAP_SLACK > widest;
}

/* Whether `b` is indented as a new paragraph is. The further lines of an item are, too, as far as the item's text. */
static bool is_indented(const layout *l, const line *a, const line *b) {
    return b->left > a->left + 1 && !begins_item(l, a->first) && !begins_small(l, b);
}

/* Whether the end of line `a` was made by wrapping. */
static bool is_wrapped(const layout *l, const line *a, const line *b, const run *r) {
    const uint32_t narrow = r->line_count > 2 ? WRAP_NARROW : WRAP_OF_TWO;
    return l->wrapped && narrow <= r->widest && r->widest <= WRAP_WIDEST && is_full(l, a, b, r->widest);
}

/* Whether line `b`, right below `a`, belongs to its block, which is running text or not. */
static bool continues(const layout *l, const line *a, const line *b, const run *r, bool running_text) {
    const bool wrapped = is_wrapped(l, a, b, r), ended = ends_clause(l, a->end - 1);
    if (begins_item(l, b->first) || cue_end(l, b->first)) return wrapped && !ended;
    if (ends_in_hyphen(l, a)) return true;
    if (is_indented(l, a, b) || (in_capitals(l, a) && !in_capitals(l, b) && !begins_small(l, b))) return false;
    return wrapped || (!ended && (running_text || begins_small(l, b)));
}

static void mark_block(layout *l, size_t first, size_t end) {
    l->tokens[first].flags |= TOKEN_BLOCK_START | TOKEN_SENTENCE_START | TOKEN_LINE_START;
    const size_t said = cue_end(l, first);
    if (said && said < end) l->tokens[said].flags |= TOKEN_SENTENCE_START;
    const uint32_t flags = headline_flags(l, first, end);
    for (size_t i = first; flags && i < end; i++) l->tokens[i].flags |= flags;
}

static void mark_run(layout *l, const run *r) {
    size_t block = r->first.first;
    bool running_text = false;
    for (line a = r->first, b; a.end < r->end; a = b) {
        b = line_at(l, a.end);
        running_text = running_text || has_stop_within(l, &a);
        if (!continues(l, &a, &b, r, running_text)) {
            mark_block(l, block, b.first);
            block = b.first;
            running_text = false;
        } else if (ends_in_hyphen(l, &a) && begins_small(l, &b)) {
            l->tokens[b.first - 1].flags |= TOKEN_BREAK_HYPHEN;
        }
    }
    mark_block(l, block, r->end);
}

size_t drg_mark_run(layout *l, size_t first) {
    const run r = run_at(l, first);
    mark_run(l, &r);
    if (r.end < l->count) l->tokens[r.end].flags |= TOKEN_BLOCK_START | TOKEN_SENTENCE_START;
    return r.end;
}
