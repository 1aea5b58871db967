/* Reads the lists.
 *
 * Two passes. The first takes each line as it stands into the list whose heading came last, so that all names are known; the
 * second cuts every row into words and slots:
 *
 *     "the {adjective} {treaty/accord}"  ->  WORDS "the "  SLOT adjective  WORDS " "  SLOT (a list without a name: 2 rows)
 */
#include "grammar.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const FILES[] = {
    "genres.txt",     "briefing.txt", "chronology.txt", "communique.txt", "news-report.txt", "press-release.txt",
    "resolution.txt", "speech.txt",   "treaty.txt",     "un-summary.txt", "clauses.txt",     "names.txt",
    "places.txt",     "treaties.txt", "dates.txt",      "words.txt",
};

/* --- Memory: blocks that are freed together ---------------------------------------------------------------------------- */

typedef struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
} block;

/* Zeroed bytes that live as long as the grammar; NULL, and a message, if there are none. */
static void *take(grammar *g, size_t size) {
    block *top = g->arena;
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!top || top->size - top->used < size) {
        size_t room = size > 1 << 16 ? size : 1 << 16;
        block *fresh = calloc(1, sizeof *fresh + room);
        if (!fresh) {
            snprintf(g->message, sizeof g->message, "out of memory");
            return NULL;
        }
        fresh->next = top;
        fresh->size = room;
        g->arena = top = fresh;
    }
    void *taken = (char *)top->bytes + top->used;
    top->used += size;
    return taken;
}

/* Room for one more element behind `count`: the array itself, or a larger copy. */
static void *grown(grammar *g, void *array, uint32_t count, uint32_t *room, size_t size) {
    if (count < *room) return array;
    uint32_t larger = *room ? *room * 2 : 4;
    void *copy = take(g, larger * size);
    if (!copy) return NULL;
    if (count) memcpy(copy, array, count * size);
    *room = larger;
    return copy;
}

static const char *copied(grammar *g, const char *bytes, size_t length) {
    char *copy = take(g, length + 1);
    if (copy) memcpy(copy, bytes, length);
    return copy;
}

/* --- Messages ---------------------------------------------------------------------------------------------------------- */

/* The first thing that is wrong is kept. Returns false, for the caller to pass on. */
static bool wrong(grammar *g, const row *at, const char *format, ...) {
    if (g->message[0]) return false;
    int length = snprintf(g->message, sizeof g->message, "%s:%u: ", at->file, (unsigned)at->line);
    va_list values;
    va_start(values, format);
    vsnprintf(g->message + length, sizeof g->message - (size_t)length, format, values);
    va_end(values);
    return false;
}

/* --- First pass: headings and rows as they stand ----------------------------------------------------------------------- */

uint32_t grammar_find(const grammar *g, const char *name, size_t length) {
    uint32_t i = 0;
    while (i < g->count && !(strlen(g->lists[i].name) == length && memcmp(g->lists[i].name, name, length) == 0)) i++;
    return i;
}

static list *new_list(grammar *g, const char *name, size_t length) {
    list *lists = grown(g, g->lists, g->count, &g->room, sizeof *lists);
    if (!lists) return NULL;
    g->lists = lists;
    list *fresh = &lists[g->count];
    *fresh = (list){.name = copied(g, name, length), .column_count = 1, .columns = {""}};
    if (!fresh->name) return NULL;
    g->count++;
    return fresh;
}

static row *new_row(grammar *g, choice *c) {
    row *rows = grown(g, c->rows, c->count, &c->room, sizeof *rows);
    if (!rows) return NULL;
    c->rows = rows;
    rows[c->count] = (row){.weight = 1};
    return &rows[c->count++];
}

static bool add_column(grammar *g, list *l, const char *name, const row *at) {
    if (l->column_count == sizeof l->columns / sizeof *l->columns)
        return wrong(g, at, "[%s]: too many columns", l->name);
    l->columns[l->column_count] = copied(g, name, strlen(name));
    return l->columns[l->column_count++] != NULL;
}

/* What a heading says of its list besides the name. */
static bool set_property(grammar *g, list *l, const char *word, grade *of, const row *at) {
    if (strcmp(word, "sentences") == 0) l->sentences = true;
    else if (strcmp(word, "words") == 0) l->words = true;
    else if (strcmp(word, "rank") == 0) l->by_rank = true;
    else if (strcmp(word, "plain") == 0) *of = PLAIN;
    else if (strcmp(word, "packed") == 0) *of = PACKED;
    else if (strcmp(word, "by") != 0) return wrong(g, at, "a heading may not say '%s'", word);
    return true;
}

/* heading = "[" name ("sentences" | "words" | "by rank" | "plain" | "packed")* ("|" column)* "]"
 * What follows goes into `*into`, rows of the list `*open`; both stay where they are until the next heading. */
static bool read_heading(grammar *g, char *line, const row *at, choice **into, list **open) {
    char *rest = NULL, *columns = strchr(line, '|');
    line[strcspn(line, "]")] = '\0';
    if (columns) *columns++ = '\0';
    const char *name = strtok_r(line + 1, " ", &rest);
    if (!name) return wrong(g, at, "a heading names a list: [noun]");
    const uint32_t index = grammar_find(g, name, strlen(name));
    list *l = index < g->count ? &g->lists[index] : new_list(g, name, strlen(name));
    if (!l) return false;
    grade of = USUAL;
    for (const char *word; (word = strtok_r(NULL, " ", &rest));)
        if (!set_property(g, l, word, &of, at)) return false;
    for (char *column = columns ? strtok_r(columns, " |", &rest) : NULL; column; column = strtok_r(NULL, " |", &rest))
        if (!add_column(g, l, column, at)) return false;
    *into = &l->grades[of];
    *open = l;
    return true;
}

static bool add_row(grammar *g, const char *text, uint32_t weight, const row *at, choice *into) {
    row *fresh = new_row(g, into);
    if (!fresh) return false;
    *fresh = (row){.text = copied(g, text, strlen(text)), .file = at->file, .line = at->line, .weight = weight};
    return fresh->text != NULL;
}

/* row = ("*" weight)? column ("|" column)* */
static bool read_row(grammar *g, const char *line, const row *at, choice *into) {
    if (line[0] != '*') return add_row(g, line, 1, at, into);
    char *end;
    const uint32_t weight = (uint32_t)strtoul(line + 1, &end, 10);
    return add_row(g, end + strspn(end, " "), weight, at, into);
}

/* A line of a list of words: each is a row. */
static bool read_words(grammar *g, char *line, const row *at, choice *into) {
    char *rest = NULL;
    for (const char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (!add_row(g, word, 1, at, into)) return false;
    return true;
}

static bool read_lines(grammar *g, FILE *file, const char *name) {
    char line[4096];
    row at = {.file = name};
    choice *into = NULL;
    list *open = NULL;
    while (fgets(line, sizeof line, file)) {
        at.line++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#') continue;
        if (line[0] == '[') {
            if (!read_heading(g, line, &at, &into, &open)) return false;
        } else if (!into) {
            return wrong(g, &at, "a row stands under the heading of a list");
        } else if (!(open->words ? read_words(g, line, &at, into) : read_row(g, line, &at, into))) {
            return false;
        }
    }
    return true;
}

static bool read_file(grammar *g, const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!file) {
        snprintf(g->message, sizeof g->message, "cannot read %s/%s", folder, name);
        return false;
    }
    bool fine = read_lines(g, file, name);
    fclose(file);
    return fine;
}

/* --- Second pass: words and slots -------------------------------------------------------------------------------------- */

/* `own` is the list whose row it is; NULL for options. */
static bool parse_phrase(grammar *g, const char *text, size_t length, const row *at, const list *own, phrase *into);

static part *new_part(grammar *g, phrase *p, part_kind kind) {
    part *parts = grown(g, p->parts, p->count, &p->room, sizeof *parts);
    if (!parts) return NULL;
    p->parts = parts;
    parts[p->count] = (part){.kind = kind, .key = NO_KEY};
    return &parts[p->count++];
}

/* Words as written, but that \n is a line feed. */
static bool add_words(grammar *g, const char *text, size_t length, phrase *into) {
    part *words = length ? new_part(g, into, WORDS) : NULL;
    char *copy = words ? take(g, length) : NULL;
    if (!copy) return length == 0;
    words->bytes = copy;
    for (size_t i = 0; i < length; i++) {
        bool feed = text[i] == '\\' && i + 1 < length && text[i + 1] == 'n';
        copy[words->length++] = feed ? '\n' : text[i];
        i += feed;
    }
    return true;
}

/* The byte behind the piece of `text` that `mark` ends, outside of all braces; `length` if none does. */
static size_t piece_end(const char *text, size_t length, char mark) {
    int depth = 0;
    for (size_t i = 0; i < length; i++) {
        depth += (text[i] == '{') - (text[i] == '}');
        if (depth == 0 && text[i] == mark) return i;
    }
    return length;
}

/* options = phrase ("/" phrase)*: a list without a name */
static bool add_options(grammar *g, const char *text, size_t length, const row *at, phrase *into) {
    part *slot = new_part(g, into, SLOT);
    if (!slot || !new_list(g, "", 0)) return false;
    const uint32_t index = slot->list = g->count - 1;
    for (size_t start = 0; start <= length;) {
        const size_t size = piece_end(text + start, length - start, '/');
        phrase option = {0};
        if (!parse_phrase(g, text + start, size, at, NULL, &option)) return false;
        row *fresh = new_row(g, &g->lists[index].grades[USUAL]);
        phrase *column = fresh ? take(g, sizeof *column) : NULL;
        if (!column) return false;
        *column = option;
        fresh->columns = column;
        start += size + 1;
    }
    return true;
}

/* number = digits "-" digits */
static bool add_number(grammar *g, const char *text, size_t length, const row *at, phrase *into) {
    part *number = new_part(g, into, NUMBER);
    if (!number) return false;
    char *end;
    number->low = (uint32_t)strtoul(text, &end, 10);
    number->width = (uint32_t)(end - text);
    if (*end == '-') number->high = (uint32_t)strtoul(end + 1, &end, 10);
    const bool fine = end == text + length && number->low <= number->high && number->high < 1000000000;
    return fine || wrong(g, at, "a range of numbers is {1-28}, not {%.*s}", (int)length, text);
}

static bool find_column(grammar *g, const list *l, const char *name, size_t length, const row *at, uint32_t *column) {
    for (*column = 0; *column < l->column_count; ++*column)
        if (strlen(l->columns[*column]) == length && memcmp(l->columns[*column], name, length) == 0) return true;
    return wrong(g, at, "[%s] has no column '%.*s'", l->name, (int)length, name);
}

/* slot = name ("." column)? ("#" key)?; {Noun} begins with a capital, {NOUN} is all capitals */
static bool add_slot(grammar *g, const char *text, size_t length, const row *at, phrase *into) {
    part *slot = new_part(g, into, SLOT);
    if (!slot) return false;
    char name[64];
    if (length >= sizeof name) return wrong(g, at, "no list has a name as long as {%.*s}", (int)length, text);
    for (size_t i = 0; i < length; i++) name[i] = (char)tolower((unsigned char)text[i]);
    if (isupper((unsigned char)text[0]))
        slot->letters = length > 1 && isupper((unsigned char)text[1]) ? CAPITALS : CAPITAL;
    if (length > 2 && name[length - 2] == '#') {
        const char key = name[length - 1];
        slot->key = isdigit((unsigned char)key) ? (uint32_t)(key - '0') : 10 + (uint32_t)(key - 'a');
        if (slot->key >= KEYS)
            return wrong(g, at, "a key is a digit or a letter from a to j: {%.*s}", (int)length, text);
        length -= 2;
    }
    const char *dot = memchr(name, '.', length);
    const size_t name_length = dot ? (size_t)(dot - name) : length;
    slot->list = grammar_find(g, name, name_length);
    if (slot->list == g->count) return wrong(g, at, "there is no list [%.*s]", (int)name_length, name);
    if (!dot) return true;
    return find_column(g, &g->lists[slot->list], dot + 1, length - name_length - 1, at, &slot->column);
}

/* What stands between braces. */
static bool add_braced(grammar *g, const char *text, size_t length, const row *at, const list *own, phrase *into) {
    if (length == 0 || piece_end(text, length, '/') < length) return add_options(g, text, length, at, into);
    if (isdigit((unsigned char)text[0])) return add_number(g, text, length, at, into);
    if (length == 4 && memcmp(text, "next", 4) == 0) return new_part(g, into, NEXT) != NULL;
    if (length == 9 && memcmp(text, "next-year", 9) == 0) return new_part(g, into, YEAR) != NULL;
    if (text[0] != '.') return add_slot(g, text, length, at, into);
    if (!own) return wrong(g, at, "{%.*s} may not stand among options", (int)length, text);
    part *sibling = new_part(g, into, SIBLING);
    return sibling && find_column(g, own, text + 1, length - 1, at, &sibling->column);
}

/* phrase = (words | "{" braced "}")* */
static bool parse_phrase(grammar *g, const char *text, size_t length, const row *at, const list *own, phrase *into) {
    for (size_t start = 0; start < length;) {
        const char *open = memchr(text + start, '{', length - start);
        const size_t words = open ? (size_t)(open - text) - start : length - start;
        if (!add_words(g, text + start, words, into)) return false;
        start += words;
        if (!open) break;
        const size_t size = piece_end(open, length - start, '}');
        if (start + size == length) return wrong(g, at, "a brace is open: %.*s", (int)(length - start), open);
        if (!add_braced(g, open + 1, size - 1, at, own, into)) return false;
        start += size + 1;
    }
    return true;
}

static bool parse_row(grammar *g, const list *own, row *r) {
    r->columns = take(g, own->column_count * sizeof *r->columns);
    if (!r->columns) return false;
    const char *text = r->text;
    size_t left = strlen(text);
    for (uint32_t i = 0; i < own->column_count; i++) {
        size_t size = piece_end(text, left, '|');
        if (size == left && i + 1 < own->column_count)
            return wrong(g, r, "[%s] has %u columns", own->name, own->column_count);
        const size_t step = size + (size < left);
        while (size && text[size - 1] == ' ') size--;
        const size_t blank = strspn(text, " ") < size ? strspn(text, " ") : 0;
        if (!parse_phrase(g, text + blank, size - blank, r, own, &r->columns[i])) return false;
        text += step;
        left -= step;
    }
    return true;
}

/* Sums the weights. By rank, row r weighs as 1 / (r + 8): Zipf's law, with Mandelbrot's flatter head. */
static bool weigh(grammar *g, const list *l, choice *c) {
    bool even = !l->by_rank;
    for (uint32_t i = 0; i < c->count; i++) even = even && c->rows[i].weight == 1;
    if (even || !c->count) return true;
    c->shares = take(g, c->count * sizeof *c->shares);
    if (!c->shares) return false;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        sum += l->by_rank ? (uint64_t)c->rows[i].weight * (1 << 20) / (i + 8) : c->rows[i].weight;
        c->shares[i] = sum;
    }
    return true;
}

static bool parse_list(grammar *g, uint32_t index) {
    const list l = g->lists[index]; /* the array moves as lists without a name are added; its rows do not */
    if (!l.grades[PLAIN].count && !l.grades[USUAL].count && !l.grades[PACKED].count) {
        snprintf(g->message, sizeof g->message, "[%s] has no rows", l.name);
        return false;
    }
    for (int of = 0; of < GRADES; of++) {
        for (uint32_t i = 0; i < l.grades[of].count; i++)
            if (!parse_row(g, &l, &l.grades[of].rows[i])) return false;
        if (!weigh(g, &l, &g->lists[index].grades[of])) return false;
    }
    return true;
}

grammar *grammar_read(const char *folder) {
    grammar *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    bool fine = true;
    for (size_t i = 0; fine && i < sizeof FILES / sizeof *FILES; i++) fine = read_file(g, folder, FILES[i]);
    const uint32_t named = g->count;
    for (uint32_t i = 0; fine && i < named; i++) fine = parse_list(g, i);
    return g;
}

void grammar_free(grammar *g) {
    block *next = g ? g->arena : NULL;
    for (block *b = next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(g);
}
