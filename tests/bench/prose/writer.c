/* Writes texts by a grammar: draws rows, fills slots, and never makes a sentence twice. */
#include "writer.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

/* A row that a slot has drawn, and the seed of all that its columns draw: the same two give the same words again. */
typedef struct {
    const row *row;
    uint64_t seed;
} drawn;

/* What {country#1} has drawn. It is of use as long as the document (#1) or the paragraph (#a) is the one that drew it. */
typedef struct {
    drawn what;
    uint64_t age;
} remembered;

/* The sentences there were, by their hashes. Open addressing; 0 is an empty place. */
typedef struct {
    uint64_t *places;
    size_t count, size;
} sentence_set;

struct writer {
    const grammar *g;
    dice dice;
    uint32_t chance[GRADES]; /* of a row of that grade, in 1/1024; see set_density */
    uint32_t genre_list, next_genre;

    char *bytes; /* what is written and not yet given to the sink */
    size_t length, room;
    uint64_t given;  /* bytes that the sink has */
    uint64_t wanted; /* the size at which the text ends with the sentence */
    bool full, failed;

    uint32_t depth;
    uint64_t age, document, paragraph; /* documents and paragraphs are numbered as they begin */
    uint64_t next;                     /* what {next} or {next-year} wrote last */
    remembered *memory;                /* [list][key] */
    sentence_set seen;
};

enum {
    DEPTH_MAX = 32,
    TRIES_MAX = 200,
    DOCUMENT_SHORTEST = 1000,
    DOCUMENT_LONGEST = 6000,
    WHOLE_FROM = 600,
    FIRST_YEAR = 1945
};

/* --- Bytes ------------------------------------------------------------------------------------------------------------- */

static bool make_room(writer *w, size_t more) {
    if (w->room - w->length >= more) return true;
    const size_t room = (w->room + more) * 2;
    char *bytes = realloc(w->bytes, room);
    if (!bytes) return !(w->failed = w->full = true);
    w->bytes = bytes;
    w->room = room;
    return true;
}

static void write_bytes(writer *w, const char *bytes, size_t length) {
    if (!make_room(w, length)) return;
    memcpy(w->bytes + w->length, bytes, length);
    w->length += length;
}

static void write_number(writer *w, uint64_t number, uint32_t width) {
    char digits[24];
    size_t start = sizeof digits;
    do digits[--start] = (char)('0' + number % 10);
    while ((number /= 10) || sizeof digits - start < width);
    write_bytes(w, digits + start, sizeof digits - start);
}

/* --- Mending what a slot has written ------------------------------------------------------------------------------------ */

/* Capitals of ASCII and of Latin-1, whose small letters are C3 A0 … C3 BE. */
static void capitalise(char *bytes, size_t length, bool all) {
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)bytes[i];
        const bool small =
            (c >= 'a' && c <= 'z') || (c >= 0xa0 && c != 0xb7 && c < 0xbf && i && bytes[i - 1] == '\xc3');
        if (small) bytes[i] = (char)(c - 0x20);
        if (!all && c != 0xc3) return;
    }
}

static bool starts_with(const char *bytes, size_t length, const char *word) {
    const size_t size = strlen(word);
    return length >= size && memcmp(bytes, word, size) == 0;
}

/* Is it "an" before this word? Its first letters tell; of several that fit, the first does. */
static bool takes_an(const char *word, size_t length) {
    static const struct {
        const char *start;
        bool an;
    } known[] = {
        {"honest", true },
        {"honor",  true },
        {"honour", true },
        {"hour",   true },
        {"heir",   true },
        {"unim",   true },
        {"unin",   true },
        {"unid",   true },
        {"uni",    false},
        {"unan",   false},
        {"us",     false},
        {"ut",     false},
        {"one",    false},
        {"once",   false},
        {"eu",     false},
        {"Eu",     false},
        {"Uni",    false},
        {"Uk",     false},
        {"Ug",     false},
        {"Ur",     false},
        {"Ut",     false},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (starts_with(word, length, known[i].start)) return known[i].an;
    return length && strchr("aeiouAEIOU", word[0]);
}

/* "a " before what begins at `start` becomes "an " where that is due. */
static void mend_article(writer *w, size_t start) {
    if (start < 2 || w->bytes[start - 1] != ' ' || (w->bytes[start - 2] | 0x20) != 'a') return;
    if (start > 2 && w->bytes[start - 3] != ' ' && w->bytes[start - 3] != '\n' && w->bytes[start - 3] != '(') return;
    if (!takes_an(w->bytes + start, w->length - start) || !make_room(w, 1)) return;
    memmove(w->bytes + start, w->bytes + start - 1, w->length - start + 1);
    w->bytes[start - 1] = 'n';
    w->length++;
}

/* --- Drawing ----------------------------------------------------------------------------------------------------------- */

/* Which rows of the list are drawn from: the grade that the dice say, or one that is there. */
static const choice *draw_grade(const writer *w, const list *l, dice *d) {
    const choice *only = NULL;
    uint32_t there = 0;
    for (int of = 0; of < GRADES; of++)
        if (l->grades[of].count) only = &l->grades[of], there++;
    if (there == 1) return only;
    uint32_t sum = 0;
    const uint32_t thrown = dice_below(d, 1024);
    for (int of = 0; of < GRADES; of++)
        if (l->grades[of].count && thrown < (sum += w->chance[of])) return &l->grades[of];
    return l->grades[USUAL].count ? &l->grades[USUAL] : only;
}

static const row *draw_row(const writer *w, const list *l, dice *d) {
    const choice *c = draw_grade(w, l, d);
    if (!c->shares) return &c->rows[dice_below(d, c->count)];
    const uint64_t point = ((dice_throw(d) >> 32) * c->shares[c->count - 1]) >> 32;
    uint32_t low = 0, high = c->count - 1; /* the first row whose share ends behind the point is one of low … high */
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (c->shares[middle] > point) high = middle;
        else low = middle + 1;
    }
    return &c->rows[low];
}

static bool is_fresh(const writer *w, const remembered *memory, uint32_t key) {
    return memory[key].what.row && memory[key].age == (key < 10 ? w->document : w->paragraph);
}

/* Whether another key of the list stands for this row now: {country#a} and {country#b} are two countries. */
static bool is_taken(const writer *w, const remembered *memory, const row *r) {
    for (uint32_t key = 0; key < KEYS; key++)
        if (is_fresh(w, memory, key) && memory[key].what.row == r) return true;
    return false;
}

static drawn draw(writer *w, const part *slot, dice *d) {
    const list *l = &w->g->lists[slot->list];
    remembered *memory = w->memory + (size_t)slot->list * KEYS;
    if (slot->key == NO_KEY) return (drawn){draw_row(w, l, d), dice_throw(d)};
    if (!is_fresh(w, memory, slot->key)) {
        const row *r = draw_row(w, l, d);
        for (int tries = 0; tries < 8 && is_taken(w, memory, r); tries++) r = draw_row(w, l, d);
        memory[slot->key] = (remembered){
            {r, dice_throw(d)},
            slot->key < 10 ? w->document : w->paragraph
        };
    }
    return memory[slot->key].what;
}

/* --- Sentences: each once ----------------------------------------------------------------------------------------------- */

/* FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine. */
static uint64_t hash(const char *bytes, size_t length) {
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return h ? h : 1;
}

static uint64_t *place_of(const sentence_set *set, uint64_t h) {
    size_t i = h & (set->size - 1);
    while (set->places[i] && set->places[i] != h) i = (i + 1) & (set->size - 1);
    return &set->places[i];
}

static bool set_grow(sentence_set *set) {
    sentence_set larger = {.size = set->size ? set->size * 2 : 1024};
    larger.places = calloc(larger.size, sizeof *larger.places);
    if (!larger.places) return false;
    for (size_t i = 0; i < set->size; i++)
        if (set->places[i]) *place_of(&larger, set->places[i]) = set->places[i];
    larger.count = set->count;
    free(set->places);
    *set = larger;
    return true;
}

/* Whether the sentence that begins at `start` is new; from now on it is not. */
static bool is_new(writer *w, size_t start) {
    if (w->seen.count * 2 >= w->seen.size && !set_grow(&w->seen)) return !(w->failed = w->full = true);
    const uint64_t h = hash(w->bytes + start, w->length - start);
    uint64_t *place = place_of(&w->seen, h);
    if (*place) return false;
    *place = h;
    w->seen.count++;
    return true;
}

/* --- Rows to words ------------------------------------------------------------------------------------------------------ */

static void write_slot(writer *w, const part *slot, dice *d);

/* The year of the document's next chapter: one to three years after the last. */
static uint64_t next_year(writer *w, dice *d) {
    w->next += w->next ? 1 + dice_below(d, 3) : FIRST_YEAR + dice_below(d, 45);
    return w->next;
}

static void write_column(writer *w, drawn what, uint32_t column) {
    const phrase *p = &what.row->columns[column];
    dice d = {what.seed + column};
    if (w->depth == DEPTH_MAX) return;
    w->depth++;
    for (uint32_t i = 0; i < p->count && !w->full; i++) {
        const part *at = &p->parts[i];
        switch (at->kind) {
        case WORDS: write_bytes(w, at->bytes, at->length); break;
        case SLOT: write_slot(w, at, &d); break;
        case SIBLING: write_column(w, what, at->column); break;
        case NUMBER: write_number(w, at->low + dice_below(&d, at->high - at->low + 1), at->width); break;
        case NEXT: write_number(w, ++w->next, 0); break;
        case YEAR: write_number(w, next_year(w, &d), 0); break;
        }
    }
    w->depth--;
}

/* A sentence, drawn again until it is new. With it the text may have its size. */
static void write_sentence(writer *w, const part *slot, dice *d) {
    const size_t start = w->length;
    const uint64_t next = w->next;
    for (int tries = 0; tries < TRIES_MAX && !w->failed; tries++) {
        write_column(w, draw(w, slot, d), slot->column);
        capitalise(w->bytes + start, w->length - start, false);
        if (!w->failed && is_new(w, start)) {
            w->full = w->full || w->given + w->length >= w->wanted;
            return;
        }
        w->length = start;
        w->next = next;
    }
    w->failed = w->full = true;
}

static void write_slot(writer *w, const part *slot, dice *d) {
    const size_t start = w->length;
    if (w->g->lists[slot->list].sentences) write_sentence(w, slot, d);
    else write_column(w, draw(w, slot, d), slot->column);
    if (slot->letters != AS_WRITTEN) capitalise(w->bytes + start, w->length - start, slot->letters == CAPITALS);
    mend_article(w, start);
}

/* --- Documents ---------------------------------------------------------------------------------------------------------- */

/* The columns of [genre]. */
enum { NAME, OPENING, PARAGRAPH, CLOSING };

static void give(writer *w, text_sink *sink, void *user) {
    sink(user, w->bytes, w->length);
    w->given += w->length;
    w->length = 0;
}

/* A part of a document; what #a … #j stood for is forgotten. */
static void write_part(writer *w, const row *genre, uint32_t column) {
    w->paragraph = ++w->age;
    if (!w->full) write_column(w, (drawn){genre, dice_throw(&w->dice)}, column);
}

/* All documents of a large text have a head and a foot; a small one is some paragraphs of a document. */
static void write_document(writer *w, const row *genre, bool whole) {
    const uint64_t start = w->given + w->length;
    const uint64_t size = DOCUMENT_SHORTEST + dice_below(&w->dice, DOCUMENT_LONGEST - DOCUMENT_SHORTEST);
    w->document = ++w->age;
    w->next = 0;
    if (whole) write_part(w, genre, OPENING);
    while (!w->full && w->given + w->length - start < size) write_part(w, genre, PARAGRAPH);
    if (whole) write_part(w, genre, CLOSING);
}

bool writer_write(writer *w, uint64_t size, text_sink *sink, void *user) {
    const choice *genres = &w->g->lists[w->genre_list].grades[USUAL];
    w->given = w->length = 0;
    w->wanted = size;
    w->full = w->failed;
    while (!w->full) {
        const size_t sentences = w->seen.count;
        if (w->given) write_bytes(w, "\n\n", 2);
        write_document(w, &genres->rows[w->next_genre++ % genres->count], size >= WHOLE_FROM);
        give(w, sink, user);
        if (w->seen.count == sentences) w->failed = w->full = true; /* a genre without sentences would have no end */
    }
    return !w->failed;
}

/* A density is a mixture of two grades. PLAIN rows alone bring about 5 annotations a KB, USUAL ones 38, PACKED ones 55; a
 * mixture brings somewhat more than its share, as rows of names are short: so USUAL and PACKED are set higher. */
static void set_density(writer *w, uint32_t density) {
    static const uint32_t AT[GRADES] = {5, 46, 63};
    const grade below = density < AT[USUAL] ? PLAIN : USUAL;
    const uint32_t over = density < AT[PLAIN] ? 0 : density - AT[below], step = AT[below + 1] - AT[below];
    w->chance[below + 1] = over < step ? 1024 * over / step : 1024;
    w->chance[below] = 1024 - w->chance[below + 1];
}

writer *writer_new(const grammar *g, uint64_t seed, uint32_t density) {
    const uint32_t genres = grammar_find(g, "genre", 5);
    writer *w = calloc(1, sizeof *w);
    if (!w || genres == g->count || g->lists[genres].column_count <= CLOSING) {
        free(w);
        return NULL;
    }
    w->g = g;
    w->dice.state = seed;
    w->genre_list = genres;
    w->next_genre = dice_below(&w->dice, g->lists[genres].grades[USUAL].count);
    set_density(w, density);
    w->memory = calloc((size_t)g->count * KEYS, sizeof *w->memory);
    w->failed = !w->memory || !make_room(w, 1 << 16);
    return w;
}

void writer_free(writer *w) {
    if (!w) return;
    free(w->memory);
    free(w->seen.places);
    free(w->bytes);
    free(w);
}
