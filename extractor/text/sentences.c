/* Sentences. See sentences.h.
 *
 * A sentence ends in a stop, with the quotes and brackets that close behind it, if what follows can begin one:
 *
 *     He left ( "At last!" ) .|The talks          a capital, a digit, an opening quote or bracket before one of these
 *     "At last!" he said                          no: a small letter
 *     there were beds.|Nor was it all            also without a space, between a small letter and a capitalised word
 *     1. The Parties                              no: the number of an item, at a block's start
 *
 * A dot inside a token (U.S. Mr. P.) is hard to tell, because no word is known here. But the document itself knows
 * some: "The" begins a sentence if "the" stands somewhere else in it. So short words seen in small letters are
 * collected (the first time that one is asked for), and then:
 *
 *     in the U.S. The talks      ends: two initials or more, and a short word that is elsewhere small
 *     the U.S. Embassy           does not
 *     Plan B. The second plan    ends: one initial needs a small word behind it, too
 *     P. Halvorsen Mr. Ban       do not: a title that is written with a capital stands before a name
 *     and so on, etc. The        ends, as with initials: an abbreviation in small letters
 *     No. That is wrong.         ends: its word is elsewhere small without the dot, so it is that word here */
#include "text/sentences.h"

#include "text/characters.h"
#include "text/lines.h"

#include <string.h>
#include <utf8proc.h>

#define SHORT_LETTERS 4 /* the, he, in, but, they, this, that … and few names */
#define KEPT_BITS 9     /* words that were just collected */

typedef sentence_reader reader;

static bool has(const reader *r, size_t i, uint32_t flags) {
    return i < r->count && r->tokens[i].flags & flags;
}

static bool joined(const reader *r, size_t i) {
    return i < r->count && !(r->tokens[i].flags & TOKEN_SPACE_BEFORE);
}

static uint32_t first_char(const reader *r, size_t i) {
    return drg_first_char(r->text, r->tokens[i]);
}

static drg_text text_of(const reader *r, size_t i) {
    const token t = r->tokens[i];
    return (drg_text){r->text.bytes + t.start_byte, t.end_byte - t.start_byte};
}

static bool is_dotted(const reader *r, size_t i) {
    return has(r, i, TOKEN_STOP) && has(r, i, TOKEN_WORD);
}

/* Words seen in small letters -------------------------------------------------------------------------------------- */

#define FNV_START 0xCBF29CE484222325u /* FNV-1a, over code points */
#define FNV_PRIME 0x100000001B3u

static uint32_t bit_of_hash(uint64_t h) {
    return (uint32_t)(h ^ h >> 32) % SHORT_SET_BITS;
}

/* The bit of a word of at most SHORT_LETTERS small letters of ASCII, as most short words are; else SHORT_SET_BITS. */
static inline uint32_t plain_word_bit(drg_text word) {
    uint64_t h = FNV_START;
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] < 'a' || word.bytes[i] > 'z') return SHORT_SET_BITS;
        h = (h ^ (unsigned char)word.bytes[i]) * FNV_PRIME;
    }
    return bit_of_hash(h);
}

/* The bit of a short word, its first letter made small; SHORT_SET_BITS if it is not short, or not small behind the
 * first. */
static uint32_t small_word_bit(drg_text word) {
    if (word.length > 4 * SHORT_LETTERS) return SHORT_SET_BITS; /* bytes */
    uint64_t h = FNV_START;
    size_t at = 0, letters = 0;
    while (at < word.length) {
        uint32_t c = drg_utf8_next(word, &at);
        if (letters == 0 && !drg_is_small(c)) c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        if (!drg_is_small(c) || ++letters > SHORT_LETTERS) return SHORT_SET_BITS;
        h = (h ^ c) * FNV_PRIME;
    }
    return bit_of_hash(h);
}

/* Words that are part of nothing longer: the co of co-operation is none. */
static bool stands_alone(const reader *r, size_t i) {
    return !joined(r, i) && (i + 1 == r->count || !joined(r, i + 1));
}

/* The bytes of a token of at most four in one number, which no other one has (none has a NUL); 0 of a longer one. Eight
 * bytes can be read at it. */
static inline uint32_t short_key(const char *bytes, size_t length) {
    static const char ones[16][4] = {
        {0      },
        "\xFF", "\xFF\xFF", "\xFF\xFF\xFF", { '\xFF', '\xFF', '\xFF', '\xFF'}
    };
    uint32_t first, mask;
    memcpy(&first, bytes, 4);
    memcpy(&mask, ones[length < 16 ? length : 0], 4);
    return first & mask;
}

/* Whether one of the eight bytes is of no ASCII character. */
static inline bool has_not_ascii(const char *eight) {
    uint64_t bytes;
    memcpy(&bytes, eight, 8);
    return bytes & 0x8080808080808080u;
}

/* Where a key is remembered, so that a word is collected about once. */
static inline size_t key_place(uint32_t key) {
    return key * 0x9E3779B1u >> (32 - KEPT_BITS);
}

static void collect(reader *r, size_t i) {
    const drg_text word = text_of(r, i);
    uint32_t bit = word.length <= SHORT_LETTERS ? plain_word_bit(word) : SHORT_SET_BITS;
    if (bit == SHORT_SET_BITS && drg_is_small(first_char(r, i))) bit = small_word_bit(word);
    if (bit < SHORT_SET_BITS) r->small_words[bit / 8] |= (unsigned char)(1u << bit % 8);
}

/* How many tokens have eight bytes from their start to the text's end. */
static size_t readable_count(const reader *r) {
    size_t count = r->count;
    while (count > 0 && r->text.length - r->tokens[count - 1].start_byte < 8) count--;
    return count;
}

/* Nearly every token is long, or was just collected: which of both is not told by a branch. */
static void collect_small_words(reader *r) {
    uint32_t kept[1 << KEPT_BITS] = {0}; /* place 0 is for the key 0, of long tokens */
    const char *const text = r->text.bytes;
    const token *const tokens = r->tokens;
    const size_t readable = readable_count(r);
    r->collected = true;
    memset(r->small_words, 0, sizeof r->small_words);
    for (size_t i = 0; i < readable; i++) {
        const char *bytes = text + tokens[i].start_byte;
        const uint32_t key = short_key(bytes, tokens[i].end_byte - tokens[i].start_byte);
        const size_t place = key_place(key);
        if (kept[place] == key && !has_not_ascii(bytes)) continue;
        const bool word = has(r, i, TOKEN_WORD);
        if (word && !stands_alone(r, i)) continue;
        if (place) kept[place] = key;
        if (word) collect(r, i);
    }
    for (size_t i = readable; i < r->count; i++) {
        if (has(r, i, TOKEN_WORD) && stands_alone(r, i)) collect(r, i);
    }
}

static bool is_seen_small(reader *r, drg_text word) {
    const uint32_t bit = small_word_bit(word);
    if (bit == SHORT_SET_BITS) return false;
    if (!r->collected) collect_small_words(r);
    return r->small_words[bit / 8] >> bit % 8 & 1;
}

/* What can begin a sentence ---------------------------------------------------------------------------------------- */

static bool is_straight_quote(uint32_t c) {
    return c == '"' || c == '\'' || c == '`';
}

/* Quotes, brackets and dashes: what stands before a sentence's first word. */
static bool is_opening(uint32_t c) {
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PD: return true;
    default: return is_straight_quote(c);
    }
}

static bool is_symbol(uint32_t c) {
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_SC || category == UTF8PROC_CATEGORY_SO || c == '#' || c == '@' || c == 0xA7 ||
           c == 0xA1 || c == 0xBF; /* § ¡ ¿ */
}

static bool can_begin(const reader *r, size_t i) {
    while (i < r->count && has(r, i, TOKEN_PUNCTUATION) && is_opening(first_char(r, i))) i++;
    if (i == r->count) return false;
    if (has(r, i, TOKEN_NUMBER)) return true;
    return has(r, i, TOKEN_WORD) ? !drg_is_small(first_char(r, i)) : is_symbol(first_char(r, i));
}

/* A capital, and a small letter behind it. */
static bool is_capitalised(const reader *r, size_t i) {
    if (!has(r, i, TOKEN_WORD)) return false;
    const drg_text word = text_of(r, i);
    size_t at = 0;
    return drg_is_capital(drg_utf8_next(word, &at)) && at < word.length && drg_is_small(drg_utf8_next(word, &at));
}

/* A capital alone: A, I. */
static bool is_lone_capital(const reader *r, size_t i) {
    if (!has(r, i, TOKEN_WORD) || !stands_alone(r, i)) return false;
    const drg_text word = text_of(r, i);
    size_t at = 0;
    return drg_is_capital(drg_utf8_next(word, &at)) && at == word.length;
}

static bool begins_small(const reader *r, size_t i) {
    return has(r, i, TOKEN_WORD) && drg_is_small(first_char(r, i));
}

/* Stops ------------------------------------------------------------------------------------------------------------ */

static bool is_stop_token(const reader *r, size_t i) {
    return has(r, i, TOKEN_STOP) && has(r, i, TOKEN_PUNCTUATION);
}

/* A quote or bracket that closes: joined to what stands before it, and not to a word behind it. */
static bool is_closing(const reader *r, size_t i) {
    if (!joined(r, i) || !has(r, i, TOKEN_PUNCTUATION)) return false;
    const uint32_t c = first_char(r, i);
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF: return true;
    default: return is_straight_quote(c) && !(joined(r, i + 1) && has(r, i + 1, TOKEN_WORD | TOKEN_NUMBER));
    }
}

/* Whether a note stands at token i: [12]. */
static bool is_note(const reader *r, size_t i) {
    return i + 2 < r->count && joined(r, i + 1) && joined(r, i + 2) && first_char(r, i) == '[' &&
           has(r, i + 1, TOKEN_NUMBER) && first_char(r, i + 2) == ']' && !has(r, i, TOKEN_BLOCK_START);
}

/* Behind the quotes, brackets and notes that close behind a stop. */
static size_t behind_closing(const reader *r, size_t i) {
    for (;;) {
        if (is_closing(r, i)) i++;
        else if (is_note(r, i)) i += 3;
        else return i;
    }
}

/* "for all.Nor": a full stop that has lost its space. Not P.Halvorsen, 2.5, Booking.com. */
static bool lacks_space(const reader *r, size_t stop, size_t next) {
    if (stop == 0 || !joined(r, stop)) return false;
    const token before = r->tokens[stop - 1];
    const bool word = before.flags & TOKEN_WORD && before.end_byte - before.start_byte >= 2 && !is_dotted(r, stop - 1);
    const bool closed = before.flags & TOKEN_PUNCTUATION && is_closing(r, stop - 1);
    if (!(word && drg_is_small(first_char(r, stop - 1))) && !closed) return false;
    return is_capitalised(r, next);
}

/* Whether the stops up to `last`, with what closes behind them, end a sentence before token `next`. */
static bool stop_ends(const reader *r, size_t first, size_t last, size_t next) {
    if (drg_is_wide_stop(first_char(r, last))) return true;
    if (joined(r, next)) return lacks_space(r, first, next);
    return can_begin(r, next);
}

/* A letter and its dot. */
static bool is_initial(const reader *r, size_t i) {
    if (!is_dotted(r, i)) return false;
    const drg_text word = text_of(r, i);
    size_t at = 0;
    drg_utf8_next(word, &at);
    return at + 1 == word.length;
}

/* The same for a token with its own dot. */
static bool dot_ends(reader *r, size_t i, size_t next) {
    if (joined(r, next) || !(is_capitalised(r, next) || is_lone_capital(r, next))) return false;
    const drg_text word = text_of(r, i), next_word = text_of(r, next);
    if (is_initial(r, i)) {
        const bool several = i > 0 && joined(r, i) && is_initial(r, i - 1);
        return (several || begins_small(r, next + 1)) && is_seen_small(r, next_word);
    }
    if (is_seen_small(r, (drg_text){word.bytes, word.length - 1})) return true;
    return begins_small(r, i) && is_seen_small(r, next_word);
}

/* Marks the sentence that begins behind the stop at token i, if one does; returns the token to go on with. */
static size_t mark_behind(reader *r, size_t i) {
    size_t last = i;
    const bool dotted = is_dotted(r, i);
    while (joined(r, last + 1) && is_stop_token(r, last + 1)) last++;
    const size_t next = behind_closing(r, last + 1);
    if (next >= r->count || has(r, next, TOKEN_SENTENCE_START)) return next;
    const bool ends = dotted && last == i ? dot_ends(r, i, next) : stop_ends(r, i, last, next);
    if (ends) r->tokens[next].flags |= TOKEN_SENTENCE_START;
    return next;
}

/* The token to go on with behind token i, where a block begins or a sentence may end. */
static size_t mark_at(reader *r, size_t i) {
    const size_t item_text = has(r, i, TOKEN_BLOCK_START) ? drg_item_text(r->text, r->vector, i) : i;
    if (item_text > i) return item_text;
    return has(r, i, TOKEN_STOP) ? mark_behind(r, i) : i + 1;
}

void drg_sentences_begin(sentence_reader *r, drg_text text, token_vector *tokens) {
    r->text = text;
    r->vector = tokens;
    r->tokens = tokens->items;
    r->count = tokens->count;
    r->done = 0;
    r->collected = false;
}

void drg_mark_sentences(sentence_reader *r, size_t first, size_t end) {
    size_t place = first;
    do {
        if (place >= r->done && has(r, place, TOKEN_STOP | TOKEN_BLOCK_START)) r->done = mark_at(r, place);
        place = r->tokens[place].word; /* the next one: tokens.h */
    } while (place && place < end);
}
