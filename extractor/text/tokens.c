/* Tokens: one pass over the text. See tokens.h; lines.c and sentences.c then look at the tokens: not at all of them,
 * but at the places where a line begins or a sentence may end, which are linked while the text is cut.
 *
 *     The U.S. signed 1,500 of the parties' "d'Ivoire" papers on 06/20/2024
 *     The|U.|S.|signed|1,500|of|the|parties|'|"|d'Ivoire|"|papers|on|06|/|20|/|2024
 *
 * A word is a run of letters, marks and digits. What stands between two of them and does not end it: an apostrophe (but
 * 's is a clitic), characters nobody sees. A number is a run of digits with separators, and the letters at its end. A
 * dot belongs to a word that is one letter, or an abbreviation. All else is punctuation, a token a mark.
 *
 * Time is linear: what looks ahead looks at one character, or at a run of unseen ones that is then passed over once
 * more. */
#include "text/tokens.h"

#include "bounds.h"
#include "text/abbreviations.h"
#include "text/characters.h"
#include "text/lines.h"
#include "text/sentences.h"

#include <string.h>

typedef struct {
    drg_text text;
    const abbreviations *abbreviations;
    token_vector *tokens;
    size_t at;
    size_t line_first; /* the token that began the line at hand */
    size_t last_place; /* the token from which the next place is linked */
    line_lengths lengths;
    uint32_t flags; /* of the next token: what stood before it */
} cutter;

static token *last_token(const cutter *c) {
    return c->tokens->count ? &c->tokens->items[c->tokens->count - 1] : NULL;
}

/* Whether the token before is of these kinds, and nothing stands between. */
static bool joined_to(const cutter *c, uint32_t kinds) {
    return !(c->flags & TOKEN_SPACE_BEFORE) && last_token(c) && last_token(c)->flags & kinds;
}

static void end_line(cutter *c) {
    token *last = last_token(c);
    if (!last) return;
    last->flags |= TOKEN_LINE_END;
    drg_lengths_add(&c->lengths, c->text, c->tokens->items + c->line_first, last + 1);
    c->line_first = c->tokens->count;
}

/* The next token begins a line, or is a stop: then it is linked to the one before it that was so. */
static void link_place(cutter *c, uint32_t flags) {
    if (flags & TOKEN_LINE_START) end_line(c);
    if (c->tokens->count) c->tokens->items[c->last_place].word = (uint32_t)c->tokens->count;
    c->last_place = c->tokens->count;
}

static inline bool push(cutter *c, size_t end, uint32_t kind) {
    const token t = {.start_byte = (uint32_t)c->at, .end_byte = (uint32_t)end, .flags = c->flags | kind};
    if (t.flags & (TOKEN_LINE_START | TOKEN_STOP)) link_place(c, t.flags);
    c->at = end;
    c->flags = 0;
    return VECTOR_PUSH(*c->tokens, t);
}

static bool byte_is(drg_text text, size_t at, char byte) {
    return at < text.length && text.bytes[at] == byte;
}

static size_t skip(drg_text text, size_t at, char_class class) {
    while (at < text.length) {
        const character c = character_at(text, at);
        if (c.class != class) break;
        at = c.end;
    }
    return at;
}

/* Words ------------------------------------------------------------------------------------------------------------ */

/* Whether 's is at `at`, behind an apostrophe, and ends a word. */
static bool is_clitic_s(drg_text text, size_t at) {
    return (byte_is(text, at, 's') || byte_is(text, at, 'S')) && !in_word(character_or_space(text, at + 1).class);
}

/* Where a word goes on that has come to `at`, which is no ASCII letter or digit: behind its next character; or `at`. */
static size_t word_goes_on(drg_text text, size_t at) {
    const character here = character_at(text, at);
    if (in_word(here.class)) return here.end;
    if (drg_is_apostrophe(here.c)) {
        const bool letter = character_or_space(text, here.end).class == CHAR_LETTER;
        return letter && !is_clitic_s(text, here.end) ? here.end : at;
    }
    if (here.class != CHAR_IGNORED) return at;
    const size_t end = skip(text, here.end, CHAR_IGNORED);
    return in_word(character_or_space(text, end).class) ? end : at;
}

/* Whether a byte that is no letter or digit ends a word whatever follows: all of ASCII but the apostrophes do. */
static bool ends_word(char byte) {
    return (unsigned char)byte < 0x80 && byte != '\'' && byte != '`';
}

#define EACH_BYTE 0x0101010101010101u

/* How many letters of ASCII the eight bytes at `p` begin with. In a byte below 0x80, adding carries into its top bit
 * what is not below 'a', or is above 'z'; made small first, a capital is a small letter. */
static inline size_t letters_of_eight(const char *p) {
    uint64_t bytes;
    memcpy(&bytes, p, 8);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) bytes = __builtin_bswap64(bytes);
    const uint64_t small = (bytes | 0x20 * EACH_BYTE) & 0x7F * EACH_BYTE;
    const uint64_t letters = (small + (0x80 - 'a') * EACH_BYTE) & ~(small + (0x7F - 'z') * EACH_BYTE) & ~bytes;
    const uint64_t others = ~letters & 0x80 * EACH_BYTE;
    return others ? (size_t)__builtin_ctzll(others) / 8 : 8;
}

static size_t word_end(drg_text text, size_t at) {
    for (;;) {
        while (at < text.length && drg_byte_class[(unsigned char)text.bytes[at]] <= CHAR_DIGIT) at++;
        if (at == text.length || ends_word(text.bytes[at])) return at;
        const size_t next = word_goes_on(text, at);
        if (next == at) return at;
        at = next;
    }
}

/* Whether a letter and a dot are at `at`: the next initial of a.m. */
static bool initial_at(drg_text text, size_t at) {
    const character letter = character_or_space(text, at);
    return letter.class == CHAR_LETTER && byte_is(text, letter.end, '.');
}

static bool joined_to_initial(const cutter *c) {
    return joined_to(c, TOKEN_WORD) && c->text.bytes[c->at - 1] == '.';
}

/* Whether the word that ends at `end` has the dot there. Three dots are none. */
static bool keeps_dot(const cutter *c, size_t end) {
    const drg_text text = c->text;
    if (byte_is(text, end + 1, '.')) return false;
    const character first = character_at(text, c->at);
    if (skip(text, first.end, CHAR_MARK) == end)
        if (drg_is_capital(first.c) || initial_at(text, end + 1) || joined_to_initial(c)) return true;
    return drg_abbreviations_has(c->abbreviations, (drg_text){text.bytes + c->at, end - c->at});
}

static bool cut_word(cutter *c) {
    size_t at = c->at;
    if (c->text.length - at >= 8) at += letters_of_eight(c->text.bytes + at);
    const size_t end = word_end(c->text, at);
    const bool dotted = byte_is(c->text, end, '.') && keeps_dot(c, end);
    return dotted ? push(c, end + 1, TOKEN_WORD | TOKEN_STOP) : push(c, end, TOKEN_WORD);
}

/* Plain words ------------------------------------------------------------------------------------------------------ */

/* Marks of ASCII that end a word whatever comes next. Not the dot, which may be the word's. */
static inline bool ends_plain_word(char byte) {
    switch (byte) {
    case ',':
    case ';':
    case ':':
    case '-':
    case '/':
    case '(':
    case ')':
    case '"': return true;
    default: return false;
    }
}

static inline token *put(token *next, size_t start, size_t end, uint32_t flags) {
    *next = (token){.start_byte = (uint32_t)start, .end_byte = (uint32_t)end, .flags = flags};
    return next + 1;
}

/* Words of up to sixteen letters of ASCII, with a space or a common mark behind them: that is most of a text. Within a
 * line, one after another, as long as there is room for two tokens, and nothing else comes.
 *
 * What is behind a word is told by branches, which are foreseen mostly: so the next word need not wait for it. */
static void cut_plain_words(cutter *c) {
    const char *const bytes = c->text.bytes;
    const size_t end = c->text.length > 18 ? c->text.length - 18 : 0; /* a word, its mark, and what is behind */
    token *const room_end = c->tokens->items + c->tokens->room;
    token *next = c->tokens->items + c->tokens->count;
    size_t at = c->at;
    uint32_t flags = c->flags;
    while (at < end && next + 2 <= room_end) {
        size_t letters = letters_of_eight(bytes + at);
        if (letters == 8) letters += letters_of_eight(bytes + at + 8);
        if (!letters) break;
        const char *const behind = bytes + at + letters;
        if (*behind == ' ') {
            next = put(next, at, at + letters, flags | TOKEN_WORD);
        } else {
            if (!ends_plain_word(*behind) || (unsigned char)behind[1] >= 0x80) break; /* an accent may stand on it */
            next = put(next, at, at + letters, flags | TOKEN_WORD);
            next = put(next, at + letters, at + letters + 1, TOKEN_PUNCTUATION);
            flags = 0;
            if (behind[1] != ' ') {
                at += letters + 1;
                continue;
            }
            at++;
        }
        flags = TOKEN_SPACE_BEFORE;
        at += letters + 1;
    }
    c->tokens->count = (size_t)(next - c->tokens->items);
    c->at = at;
    c->flags = flags;
}

/* Numbers ---------------------------------------------------------------------------------------------------------- */

static bool is_digit_at(drg_text text, size_t at) {
    return character_or_space(text, at).class == CHAR_DIGIT;
}

/* Whether four digits or more are at `at`. */
static bool is_long_number_at(drg_text text, size_t at) {
    for (int digits = 0; digits < 4; digits++) {
        if (!is_digit_at(text, at)) return false;
        at = character_at(text, at).end;
    }
    return true;
}

/* Whether the separator at `at` is inside a number of which the digits since the last one are `digits`. A comma behind
 * or before four digits or more parts two numbers: 1874,1718; May 17,2019. */
static bool is_inside_number(drg_text text, const character *separator, size_t digits) {
    switch (separator->c) {
    case ',': return digits <= 3 && is_digit_at(text, separator->end) && !is_long_number_at(text, separator->end);
    case '.':
    case 0x066B: /* Arabic decimal and thousands separators */
    case 0x066C: return is_digit_at(text, separator->end);
    default: return false;
    }
}

/* Whether a capitalised word of three letters or more is at `at`: a text that lost a space, "Article 21With a view". */
static bool is_glued_word(drg_text text, size_t at) {
    const character first = character_or_space(text, at);
    if (first.class != CHAR_LETTER || !drg_is_capital(first.c)) return false;
    const character second = character_or_space(text, first.end);
    return drg_is_small(second.c) && drg_is_small(character_or_space(text, second.end).c);
}

static bool cut_number(cutter *c) {
    size_t at = c->at, digits = 0;
    while (at < c->text.length) {
        const character next = character_at(c->text, at);
        if (next.class == CHAR_DIGIT) digits++;
        else if (is_inside_number(c->text, &next, digits)) digits = 0;
        else break;
        at = next.end;
    }
    if (!is_glued_word(c->text, at)) at = word_end(c->text, at); /* the letters of 20th, 5G, 13NOV2017 */
    return push(c, at, TOKEN_NUMBER);
}

/* All else --------------------------------------------------------------------------------------------------------- */

static bool cut_punctuation(cutter *c, const character *mark) {
    if (drg_is_apostrophe(mark->c) && joined_to(c, TOKEN_WORD | TOKEN_NUMBER) && is_clitic_s(c->text, mark->end))
        return push(c, mark->end + 1, TOKEN_WORD);
    const uint32_t kind = drg_is_stop(mark->c) ? TOKEN_PUNCTUATION | TOKEN_STOP : TOKEN_PUNCTUATION;
    return push(c, skip(c->text, mark->end, CHAR_MARK), kind);
}

static bool pass_over(cutter *c, const character *space) {
    if (space->class == CHAR_LINE_END) c->flags |= TOKEN_LINE_START;
    c->flags |= TOKEN_SPACE_BEFORE;
    c->at = space->end;
    return true;
}

/* Unseen characters do not part what stands around them. But a soft hyphen at a line's end is seen: it is the hyphen
 * there. */
static bool pass_over_unseen(cutter *c, const character *unseen) {
    const bool at_line_end = character_or_space(c->text, unseen->end).class == CHAR_LINE_END;
    if (unseen->c == 0x00AD && at_line_end && joined_to(c, TOKEN_WORD)) return push(c, unseen->end, TOKEN_PUNCTUATION);
    c->at = unseen->end;
    return true;
}

/* What begins at c->at: a token, or what stands between tokens. */
static bool cut_next(cutter *c) {
    const character next = character_at(c->text, c->at);
    switch (next.class) {
    case CHAR_LETTER:
    case CHAR_MARK: return cut_word(c);
    case CHAR_DIGIT: return cut_number(c);
    case CHAR_UNSPACED: return push(c, skip(c->text, next.end, CHAR_MARK), TOKEN_WORD);
    case CHAR_NUMERAL: return push(c, skip(c->text, next.end, CHAR_NUMERAL), TOKEN_NUMBER);
    case CHAR_SPACE:
    case CHAR_LINE_END: return pass_over(c, &next);
    case CHAR_IGNORED: return pass_over_unseen(c, &next);
    default: return cut_punctuation(c, &next);
    }
}

/* A mark that is itself whatever stands around it, with the ASCII character behind it: , . ( " but no ' */
static inline bool is_plain_mark(drg_text text, size_t at) {
    const char mark = text.bytes[at];
    return drg_byte_class[(unsigned char)mark] == CHAR_PUNCTUATION && mark != '\'' && mark != '`' &&
           at + 1 < text.length && (unsigned char)text.bytes[at + 1] < 0x80;
}

static inline bool cut_plain_mark(cutter *c) {
    const char mark = c->text.bytes[c->at];
    const bool stop = mark == '.' || mark == '!' || mark == '?';
    return push(c, c->at + 1, stop ? TOKEN_PUNCTUATION | TOKEN_STOP : TOKEN_PUNCTUATION);
}

static drg_status cut(cutter *c) {
    const drg_text text = c->text;
    c->tokens->count = 0;
    if (text.length > DOCUMENT_BYTES_MOST) return DRG_TOO_LARGE;
    while (c->at < text.length) {
        if (text.bytes[c->at] == ' ') {
            c->flags |= TOKEN_SPACE_BEFORE;
            c->at++;
        } else if (!(is_plain_mark(text, c->at) ? cut_plain_mark(c) : cut_next(c))) {
            return DRG_NO_MEMORY;
        }
        if (!(c->flags & TOKEN_LINE_START)) cut_plain_words(c);
    }
    end_line(c);
    return DRG_OK;
}

static cutter cutter_of(drg_text text, const abbreviations *a, token_vector *tokens) {
    return (cutter){.text = text, .abbreviations = a, .tokens = tokens, .flags = TOKEN_SPACE_BEFORE | TOKEN_LINE_START};
}

drg_status drg_cut(drg_text text, const abbreviations *a, token_vector *tokens) {
    cutter c = cutter_of(text, a, tokens);
    return cut(&c);
}

drg_status drg_tokenize(drg_text text, const abbreviations *a, token_vector *tokens) {
    cutter c = cutter_of(text, a, tokens);
    TRY(cut(&c));
    layout lines = drg_layout_of(text, tokens, c.lengths);
    sentence_reader sentences;
    drg_sentences_begin(&sentences, text, tokens);
    for (size_t first = 0, end; first < tokens->count; first = end) { /* together: then all is in the cache */
        end = drg_mark_run(&lines, first);
        drg_mark_sentences(&sentences, first, end);
    }
    return DRG_OK;
}
