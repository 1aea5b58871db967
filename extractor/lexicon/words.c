/* Words: one record for each different surface form. See words.h.
 *
 *     token ─► surface: its number is the record's ─► [ exact | folded | stem | classes | signature | names ]
 *                                                           │                          │
 *                        strings of the knowledge, else our own            sets of tests, each once
 *
 * Surfaces and our own strings are one vocabulary, for most forms of words are surfaces, too: a string that
 * is only a form has no record. Sets of tests are another one; a set is the text of its bytes.
 *
 * Nineteen running words in twenty were looked up lately: two places for each hash hold the last ones that fell on it,
 * found by the bytes of the word itself, without a look at its text elsewhere. Only the others ask the vocabulary. */
#include "lexicon/words.h"

#include <stdlib.h>
#include <time.h>

#include "bounds.h"
#include "lexicon/name_match.h"
#include "lexicon/trie.h"

#ifdef DRG_SMALL_BOUNDS
#undef WORDS_KEPT
#define WORDS_KEPT 16
#endif

#define NEAR_BITS_FIRST 7 /* a short document shall not touch more memory than its words need, */
#define NEAR_BITS_MOST 13 /* and eight thousand pairs of words are enough for a long one */
#define NEAR_BITS_MORE 2

#define LOOKED_UP_TOGETHER 64 /* tokens */

/* The key of a word of at most fifteen bytes: these bytes, and zeros behind them. No token has a NUL in it, so no two
 * words have one key, and none that of an empty place. */
typedef struct {
    uint64_t head, tail;
} near_key;

/* Two words with one hash that were looked up lately, the later one first. */
typedef struct {
    near_key keys[2];
    uint32_t records[2];
    uint32_t flags[2]; /* TOKEN_BEGINS_NAME or none */
} near_pair;

typedef struct {     /* A word that a hyphen at a line's end cuts in two. */
    uint32_t hyphen; /* its token */
    uint32_t record; /* of the whole word */
} joined_word;

struct words { /* Lifetime: scratch. */
    const vocabulary *known;
    const gazetteer *gazetteer;
    const word_tests *tests;
    drg_text language;
    vocabulary *strings;    /* number + first_own = string_id, if the knowledge does not know it */
    vocabulary *signatures; /* number - 1 = signature_id */
    uint32_t first_own;
    near_pair *near;            /* before the table of strings, a pair for each hash */
    unsigned near_bits;         /* of a hash */
    VECTOR(uint32_t) record_of; /* by string: its record; 0 if it is a form only, as far as is known */
    VECTOR(word) records;
    VECTOR(signature_id) record_signatures; /* by record: close together for the automaton */
    VECTOR(joined_word) joined;             /* of the document, in its order */
    VECTOR(word_in_names) in_names;         /* of the words that stand in some */
    VECTOR(name_id) names;                  /* that words are by themselves */
    stemmer *stemmer;
    regex_scratch *regexes;
    buffer cleaned, folded, stem;
    VECTOR(uint64_t) bits; /* of the word that is being made */
};

/* Nobody outside can foresee them: the hour, and where the heap lies. */
static hash_secrets secrets_of(const words *w) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const uint64_t where = (uint64_t)(uintptr_t)w, hour = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 32;
    const uint64_t a = hash_mix(where ^ 0xa4093822299f31d0, hour ^ 0x082efa98ec4e6c89);
    return (hash_secrets){a, hash_mix(a ^ 0x452821e638d01377, hour ^ 0xbe5466cf34e90c6c)};
}

/* Adds a record; its number is *record. */
static bool push_record(words *w, word made, signature_id signature, const word_in_names *names, uint32_t *record) {
    const bool empty = w->in_names.count && !(names->next_words | names->behind | names->name_node | names->stem_node);
    made.in_names = empty ? 0 : (uint32_t)w->in_names.count; /* 0 is what all words have that stand in none */
    *record = (uint32_t)w->records.count;
    const bool room = VECTOR_RESERVE(w->records, w->records.count + 1) &&
                      VECTOR_RESERVE(w->record_signatures, w->records.count + 1) &&
                      (empty || VECTOR_PUSH(w->in_names, *names));
    return room && VECTOR_PUSH(w->record_signatures, signature) && VECTOR_PUSH(w->records, made);
}

/* Room for the record of each string. */
static bool reserve_strings(words *w) {
    const size_t old = w->record_of.count, count = drg_vocabulary_count(w->strings);
    if (!VECTOR_RESERVE(w->record_of, count)) return false;
    memset(w->record_of.items + old, 0, (count - old) * sizeof *w->record_of.items);
    w->record_of.count = count;
    return true;
}

/* Record 0, no word; and signature 0, no test. */
static drg_status begin_tables(words *w) {
    string_id none;
    uint32_t record;
    if (!push_record(w, (word){0}, (signature_id){0}, &(word_in_names){0}, &record)) return DRG_NO_MEMORY;
    const size_t groups = (drg_word_tests_count(w->tests) + 63) / 64;
    if (!VECTOR_RESERVE(w->bits, groups + 1)) return DRG_NO_MEMORY;
    w->bits.count = groups;
    memset(w->bits.items, 0, (groups + 1) * sizeof(uint64_t));
    return drg_vocabulary_add(w->signatures, (drg_text){(const char *)w->bits.items, groups * sizeof(uint64_t)}, &none);
}

/* An empty table of words that were looked up lately. */
static drg_status begin_near(words *w, unsigned bits) {
    near_pair *pairs = calloc((size_t)1 << bits, sizeof *pairs);
    if (!pairs) return DRG_NO_MEMORY;
    free(w->near);
    w->near = pairs;
    w->near_bits = bits;
    return DRG_OK;
}

/* It is to have room for each word that is known, as far as it may: then it begins anew. */
static drg_status grow_near(words *w) {
    if (w->near_bits >= NEAR_BITS_MOST || w->records.count <= (size_t)2 << w->near_bits) return DRG_OK;
    return begin_near(w, w->near_bits + NEAR_BITS_MORE);
}

static drg_status begin(words *w) {
    TRY(begin_near(w, NEAR_BITS_FIRST));
    TRY(drg_vocabulary_new_secret(secrets_of(w), &w->strings));
    TRY(drg_vocabulary_new(&w->signatures));
    TRY(drg_stemmer_new(w->language, &w->stemmer));
    TRY(drg_regex_scratch_new(1, &w->regexes));
    return begin_tables(w);
}

drg_status drg_words_new(const vocabulary *v, const gazetteer *g, const word_tests *t, drg_text language, words **out) {
    *out = NULL;
    words *w = calloc(1, sizeof *w);
    if (!w) return DRG_NO_MEMORY;
    w->known = v;
    w->gazetteer = g;
    w->tests = t;
    w->language = language;
    w->first_own = drg_vocabulary_count(v);
    const drg_status status = begin(w);
    if (status == DRG_OK) *out = w;
    else drg_words_free(w);
    return status;
}

void drg_words_free(words *w) {
    if (!w) return;
    drg_vocabulary_free(w->strings);
    drg_vocabulary_free(w->signatures);
    free(w->near);
    drg_stemmer_free(w->stemmer);
    drg_regex_scratch_free(w->regexes);
    VECTOR_CLEAR(w->record_of);
    VECTOR_CLEAR(w->joined);
    VECTOR_CLEAR(w->records);
    VECTOR_CLEAR(w->record_signatures);
    VECTOR_CLEAR(w->in_names);
    VECTOR_CLEAR(w->names);
    VECTOR_CLEAR(w->cleaned);
    VECTOR_CLEAR(w->folded);
    VECTOR_CLEAR(w->stem);
    VECTOR_CLEAR(w->bits);
    free(w);
}

/* Forgets all records. */
static void drop_records(words *w) {
    drg_vocabulary_clear(w->strings);
    memset(w->near, 0, ((size_t)1 << w->near_bits) * sizeof *w->near);
    w->records.count = w->record_signatures.count = w->in_names.count = 1;
    w->names.count = 0;
    VECTOR_EMPTY(w->record_of, WORDS_KEPT);
    VECTOR_EMPTY(w->joined, WORDS_KEPT);
}

void drg_words_begin(words *w) {
    if (w->records.count <= WORDS_KEPT) return;
    drop_records(w);
    if (w->records.room <= WORDS_KEPT) return;
    word *fewer = realloc(w->records.items, WORDS_KEPT * sizeof *fewer); /* what a huge document needed is given back */
    if (!fewer) return;
    w->records.items = fewer;
    w->records.room = WORDS_KEPT;
}

/* Making a record -------------------------------------------------------------------------------------------------- */

static drg_status number_string(words *w, drg_text text, string_id *id) {
    *id = drg_vocabulary_find(w->known, text);
    if (id->n) return DRG_OK;
    TRY(drg_vocabulary_add(w->strings, text, id));
    if (id->n > UINT32_MAX - w->first_own) return DRG_TOO_LARGE;
    id->n += w->first_own;
    return DRG_OK;
}

/* Of a form that is often the same as the one before it: then it need not be looked for. */
static drg_status number_form(words *w, const buffer *form, const buffer *before, string_id id_before, string_id *id) {
    *id = id_before;
    return text_equal(buffer_text(form), buffer_text(before)) ? DRG_OK : number_string(w, buffer_text(form), id);
}

/* Of the cleaned form, which is nearly always the surface. */
static drg_status number_cleaned(words *w, drg_text surface, uint32_t number, string_id *id) {
    if (!text_equal(buffer_text(&w->cleaned), surface)) return number_string(w, buffer_text(&w->cleaned), id);
    *id = drg_vocabulary_find(w->known, surface);
    if (!id->n) id->n = w->first_own + number;
    return DRG_OK;
}

static drg_status number_strings(words *w, drg_text surface, uint32_t number, word *made) {
    TRY(drg_clean(surface, &w->cleaned));
    if (surface.length > WORD_BYTES) { /* data, not language */
        TRY(number_cleaned(w, surface, number, &made->exact));
        made->folded = made->stem = made->exact;
        return DRG_OK;
    }
    drg_vocabulary_fetch(w->known, buffer_text(&w->cleaned));
    TRY(drg_fold(surface, &w->folded));
    drg_vocabulary_fetch(w->known, buffer_text(&w->folded));
    drg_vocabulary_fetch(w->strings, buffer_text(&w->folded));
    TRY(drg_stem(w->stemmer, surface, &w->stem));
    drg_vocabulary_fetch(w->known, buffer_text(&w->stem));
    TRY(number_cleaned(w, surface, number, &made->exact));
    TRY(number_form(w, &w->folded, &w->cleaned, made->exact, &made->folded));
    return number_form(w, &w->stem, &w->folded, made->folded, &made->stem);
}

/* The names that it is by itself: tests may ask for them; those of which more is wanted are kept. */
static drg_status list_names(words *w, const word *made, word_in_names *names) {
    name_match found[NAMES_AT_TOKEN];
    const uint32_t count = drg_names_alone(w->gazetteer, w, made, names, found);
    names->first_name = (uint32_t)w->names.count;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t entry = drg_gazetteer_name(w->gazetteer, found[i].name.n)->entry.n;
        drg_word_tests_run_entry(w->tests, entry, w->bits.items);
        if (drg_word_tests_cover(w->tests, entry)) continue;
        if (!VECTOR_PUSH(w->names, found[i].name)) return DRG_NO_MEMORY;
        names->name_count++;
    }
    return DRG_OK;
}

static drg_status sign(words *w, const word *made, signature_id *signature, word_in_names *names) {
    const tested_word shown = {buffer_text(&w->cleaned), made->exact, made->folded, made->stem, made->classes};
    const size_t bytes = w->bits.count * sizeof(uint64_t);
    memset(w->bits.items, 0, bytes);
    drg_word_tests_run(w->tests, &shown, w->regexes, w->bits.items);
    TRY(drg_regex_failure(w->regexes));
    TRY(list_names(w, made, names));
    string_id set;
    TRY(drg_vocabulary_add(w->signatures, (drg_text){(const char *)w->bits.items, bytes}, &set));
    *signature = (signature_id){set.n - 1};
    return DRG_OK;
}

/* Where a word stands in the names of one trie. One that the knowledge does not know stands in none. */
static uint32_t place_in_names(const words *w, string_id string, bool stems, word_in_names *names) {
    if (!w->gazetteer || string.n >= w->first_own) return 0;
    const trie *t = drg_gazetteer_trie(w->gazetteer, stems);
    const trie_node node = trie_first_step(t, string);
    names->behind |= trie_bit_behind(t, string);
    if (node.n) names->next_words |= trie_next_words(t, node);
    return node.n;
}

/* Makes the record of the surface that is the string `number`. */
static drg_status make_record(words *w, drg_text surface, uint32_t number, uint32_t *record) {
    word made = {0};
    word_in_names names = {0};
    signature_id signature;
    TRY(number_strings(w, surface, number, &made));
    made.classes = drg_word_classes(buffer_text(&w->cleaned));
    names.name_node = place_in_names(w, made.folded, false, &names);
    names.stem_node = place_in_names(w, made.stem, true, &names);
    TRY(sign(w, &made, &signature, &names));
    if (!reserve_strings(w) || !push_record(w, made, signature, &names, record)) return DRG_NO_MEMORY;
    w->record_of.items[number] = *record;
    return DRG_OK;
}

/* Looking up ------------------------------------------------------------------------------------------------------- */

/* The record of a surface; made if there is none. On a failure the table must be dropped. */
static inline drg_status look_up(words *w, drg_text surface, uint32_t *record) {
    string_id number;
    TRY(drg_vocabulary_add(w->strings, surface, &number));
    *record = number.n < w->record_of.count ? w->record_of.items[number.n] : 0;
    return *record ? DRG_OK : make_record(w, surface, number.n, record);
}

static drg_text token_text(drg_text text, token t) {
    return (drg_text){text.bytes + t.start_byte, t.end_byte - t.start_byte};
}

/* Its two halves, written side by side; empty if they are too long to be a word of language. */
static drg_text join(drg_text first, drg_text second, char joined[WORD_BYTES]) {
    if (first.length + second.length > WORD_BYTES) return (drg_text){joined, 0};
    memcpy(joined, first.bytes, first.length);
    memcpy(joined + first.length, second.bytes, second.length);
    return (drg_text){joined, first.length + second.length};
}

/* A word cut in two by a hyphen at a line's end may be one word: so that has a record, too. */
static drg_status look_up_joined(words *w, drg_text text, const token_vector *tokens, size_t hyphen) {
    if (!hyphen || hyphen + 1 >= tokens->count) return DRG_OK;
    char space[WORD_BYTES];
    const drg_text first = token_text(text, tokens->items[hyphen - 1]);
    const drg_text joined = join(first, token_text(text, tokens->items[hyphen + 1]), space);
    joined_word one = {(uint32_t)hyphen, 0};
    if (!joined.length) return DRG_OK;
    TRY(look_up(w, joined, &one.record));
    return VECTOR_PUSH(w->joined, one) ? DRG_OK : DRG_NO_MEMORY;
}

/* The key of the `length` bytes at `p`, fifteen at most, behind which sixteen can be read: without a branch that a word
 * could be wrong about. Its masks are windows on a row of ones and zeros. */
static inline near_key near_key_of(const char *p, size_t length) {
    static const char ones[33] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    const char *mask = ones + 16 - length;
    return (near_key){hash_load8(p) & hash_load8(mask), hash_load8(p + 8) & hash_load8(mask + 8)};
}

static inline near_pair *near_pair_of(const words *w, near_key key) {
    return &w->near[(key.head * 0x9e3779b97f4a7c15 + key.tail * 0xd6e8feb86659fd93) >> (64 - w->near_bits)];
}

/* Zero if they are the same. */
static inline uint64_t difference(near_key a, near_key b) {
    return (a.head ^ b.head) | (a.tail ^ b.tail);
}

/* Sets the record of a token by the table of strings. */
static drg_status look_up_token(words *w, drg_text text, token *t) {
    TRY(look_up(w, token_text(text, *t), &t->word));
    const word_in_names *names = &w->in_names.items[w->records.items[t->word].in_names];
    if (names->name_count || names->next_words) t->flags |= TOKEN_BEGINS_NAME;
    return DRG_OK;
}

static inline bool has_near_key(const token *t, size_t near_end) {
    return t->end_byte - t->start_byte <= 15 && t->start_byte < near_end;
}

/* Looks up tokens that were looked up lately; of the others, the numbers into `missed`. Whether one was is not told by a
 * branch. Returns how many were not. */
static size_t look_up_near(const words *w, drg_text text, token *tokens, size_t count, size_t near_end,
                           unsigned char missed[LOOKED_UP_TOGETHER]) {
    size_t missed_count = 0;
    for (size_t i = 0; i < count; i++) {
        token *t = &tokens[i];
        missed[missed_count] = (unsigned char)i;
        if (!has_near_key(t, near_end)) {
            missed_count++;
            continue;
        }
        const near_key key = near_key_of(text.bytes + t->start_byte, t->end_byte - t->start_byte);
        const near_pair *pair = near_pair_of(w, key);
        const bool first = !difference(pair->keys[0], key), second = !difference(pair->keys[1], key);
        t->word = pair->records[second];
        t->flags |= pair->flags[second] & (0 - (uint32_t)(first | second));
        missed_count += !(first | second);
    }
    return missed_count;
}

/* The others: what the table of strings has of them is fetched for all, and then looked at. */
static drg_status look_up_missed(words *w, drg_text text, token *tokens, size_t near_end, const unsigned char *missed,
                                 size_t count) {
    for (size_t i = 0; i < count; i++) drg_vocabulary_fetch(w->strings, token_text(text, tokens[missed[i]]));
    for (size_t i = 0; i < count; i++) {
        token *t = &tokens[missed[i]];
        TRY(look_up_token(w, text, t));
        if (!has_near_key(t, near_end)) continue;
        const near_key key = near_key_of(text.bytes + t->start_byte, t->end_byte - t->start_byte);
        near_pair *pair = near_pair_of(w, key);
        *pair = (near_pair){
            {key,                          pair->keys[0]   },
            {t->word,                      pair->records[0]},
            {t->flags & TOKEN_BEGINS_NAME, pair->flags[0]  }
        };
    }
    return DRG_OK;
}

static drg_status look_up_all(words *w, drg_text text, token_vector *tokens) {
    const size_t near_end = text.length < 16 ? 0 : text.length - 15; /* before it, sixteen bytes can be read */
    unsigned char missed[LOOKED_UP_TOGETHER];
    for (size_t first = 0; first < tokens->count; first += LOOKED_UP_TOGETHER) {
        const size_t left = tokens->count - first, count = left < LOOKED_UP_TOGETHER ? left : LOOKED_UP_TOGETHER;
        token *const some = tokens->items + first;
        TRY(grow_near(w));
        const size_t missed_count = look_up_near(w, text, some, count, near_end, missed);
        TRY(look_up_missed(w, text, some, near_end, missed, missed_count));
        for (size_t i = first; i < first + count; i++) {
            if (!(tokens->items[i].flags & TOKEN_BREAK_HYPHEN)) continue;
            TRY(look_up_joined(w, text, tokens, i));
            if (i) tokens->items[i - 1].flags |= TOKEN_BEGINS_NAME; /* its whole word may begin one */
        }
    }
    return DRG_OK;
}

drg_status drg_words_look_up(words *w, drg_text text, token_vector *tokens) {
    w->joined.count = 0;
    const drg_status status = look_up_all(w, text, tokens);
    if (status != DRG_OK) drop_records(w);
    else if (w->records.count > WORDS_KEPT) drg_vocabulary_rest(w->strings); /* the next document begins anew */
    return status;
}

uint32_t drg_words_joined(const words *w, uint32_t hyphen) {
    size_t low = 0, high = w->joined.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (w->joined.items[middle].hyphen < hyphen) low = middle + 1;
        else high = middle;
    }
    return low < w->joined.count && w->joined.items[low].hyphen == hyphen ? w->joined.items[low].record : 0;
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

const word *drg_words_records(const words *w) {
    return w->records.items;
}

const signature_id *drg_words_signatures(const words *w) {
    return w->record_signatures.items;
}

const word_in_names *drg_words_in_names(const words *w) {
    return w->in_names.items;
}

const name_id *drg_words_names(const words *w) {
    return w->names.items;
}

uint32_t drg_words_count(const words *w) {
    return (uint32_t)w->records.count;
}

drg_text drg_words_language(const words *w) {
    return w->language;
}

drg_text drg_words_text(const words *w, string_id id) {
    if (id.n < w->first_own) return drg_vocabulary_text(w->known, id);
    return drg_vocabulary_text(w->strings, (string_id){id.n - w->first_own});
}

const uint64_t *drg_signature_bits(const words *w, signature_id s) {
    /* Every set has as many bytes, a multiple of eight, so all of them are aligned as the vocabulary's first is. */
    return (const uint64_t *)(const void *)drg_vocabulary_text(w->signatures, (string_id){s.n + 1}).bytes;
}

uint32_t drg_signature_count(const words *w) {
    return drg_vocabulary_count(w->signatures) - 1;
}
