/* Word patterns. See word_pattern.h.
 *
 * An expression is read from left to right, a function for each thing that the grammar has; whatever the grammar has not
 * makes it not plain. A quantifier writes the code of what it repeats once more for each time. A row is turned over once
 * it is read, so that words are looked at from their ends: what rules ask of many is what they end with. */
#include "lexicon/word_pattern.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 8 /* groups in groups */
#define MANY UINT32_MAX
#define NO_JUMP UINT16_MAX

typedef enum { TAKE_ONE, TAKE_ANY, SPLIT, JUMP, MATCH } operation;
typedef struct {
    uint16_t op, x, y; /* TAKE_ONE: x or y; TAKE_ANY: x is a set; SPLIT, JUMP: where it goes on */
} instruction;

typedef struct { /* Characters of ASCII, a bit each. */
    uint64_t bits[2];
} ascii_set;

struct word_pattern { /* Lifetime: knowledge. The last instruction is the MATCH. */
    ascii_set *sets;
    instruction *code;
    size_t code_count;
};

typedef struct { /* Lifetime: reading one expression. */
    drg_text e;
    size_t at;
    bool any_case, plain;
    drg_status status;
    VECTOR(instruction) code;
    VECTOR(ascii_set) sets;
    VECTOR(size_t) atoms; /* where the code of each begins, of the rows that are open */
} reader;

/* Sets ------------------------------------------------------------------------------------------------------------- */

static void set_add(ascii_set *s, unsigned c) {
    if (c < 128) s->bits[c / 64] |= (uint64_t)1 << c % 64;
}

static void set_add_range(ascii_set *s, unsigned from, unsigned to, bool any_case) {
    for (unsigned c = from; c <= to && c < 128; c++) {
        const unsigned small = c | 0x20;
        const bool other = any_case && small >= 'a' && small <= 'z';
        set_add(s, c);
        if (other) set_add(s, c ^ 0x20);
    }
}

/* Turned over: with all of ASCII that is printable and not in the other. */
static void set_join(ascii_set *s, ascii_set other, bool turned_over) {
    static const uint64_t printable[] = {UINT64_MAX << ' ', UINT64_MAX >> 1};
    for (int i = 0; i < 2; i++) s->bits[i] |= turned_over ? ~other.bits[i] & printable[i] : other.bits[i];
}

static inline bool set_has(const ascii_set *s, unsigned char c) {
    return s->bits[c / 64] >> c % 64 & 1;
}

/* Reading characters ----------------------------------------------------------------------------------------------- */

#define THE_END (-1)

static int peek(const reader *r) {
    return r->at < r->e.length ? (unsigned char)r->e.bytes[r->at] : THE_END;
}

static bool accept(reader *r, const char *text) {
    const size_t length = strlen(text);
    if (r->e.length - r->at < length || memcmp(r->e.bytes + r->at, text, length) != 0) return false;
    r->at += length;
    return true;
}

/* Whoever reads on finds the end. */
static void give_up(reader *r) {
    r->plain = false;
    r->at = r->e.length;
}

static bool is_letter_or_digit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A character as it stands; 128 for one that is not of ASCII, which may be another case of one that is. */
static unsigned read_character(reader *r) {
    const int c = peek(r);
    r->at++;
    if (c < 128) return (unsigned)c;
    if (r->any_case) give_up(r);
    while (r->at < r->e.length && ((unsigned char)r->e.bytes[r->at] & 0xC0) == 0x80) r->at++;
    return 128;
}

/* property = "L" | "{L}" | "{Lu}" | "{Ll}" | "{N}" | "{Nd}" */
static ascii_set read_property(reader *r) {
    ascii_set s = {{0}};
    if (accept(r, "{L}") || accept(r, "L")) set_add_range(&s, 'a', 'z', true);
    else if (accept(r, "{N}") || accept(r, "{Nd}")) set_add_range(&s, '0', '9', false);
    else if (!r->any_case && accept(r, "{Lu}")) set_add_range(&s, 'A', 'Z', false);
    else if (!r->any_case && accept(r, "{Ll}")) set_add_range(&s, 'a', 'z', false);
    else give_up(r);
    return s;
}

/* escape = "\" ([dDwWsS] | [pP] property | mark); *mark: the character, or 128. False: it is not plain. */
static bool read_escape(reader *r, ascii_set *set, unsigned *mark) {
    r->at++;
    const int c = peek(r), kind = c | 0x20;
    ascii_set s = {{0}};
    *mark = 128;
    r->at += c != THE_END;
    if (c == THE_END || c >= 128) {
        give_up(r);
    } else if (!is_letter_or_digit(c)) {
        *mark = (unsigned)c;
        set_add(set, *mark);
        return r->plain;
    } else if (kind == 'p') {
        s = read_property(r);
    } else if (kind == 'd' || kind == 'w') {
        set_add_range(&s, '0', '9', false);
        if (kind == 'w') set_add_range(&s, 'a', 'z', true);
        if (kind == 'w') set_add(&s, '_');
    } else if (kind == 's') {
        set_add(&s, ' '); /* the others are not printable */
    } else {
        give_up(r);
    }
    set_join(set, s, c != kind);
    return r->plain;
}

/* Of a class: one that may begin or end a range; 128: none of ASCII. *is_set: it was more than a character. */
static unsigned read_member(reader *r, ascii_set *set, bool *is_set) {
    unsigned mark;
    const int c = peek(r);
    *is_set = false;
    if (c == '[' || c == THE_END) give_up(r);
    if (c == '[' || c == THE_END) return 128;
    if (c != '\\') return read_character(r);
    (void)read_escape(r, set, &mark);
    *is_set = mark == 128;
    return mark;
}

/* Is a range's hyphen here, and no bracket behind it? */
static bool accept_hyphen(reader *r) {
    const bool here = r->at + 1 < r->e.length && r->e.bytes[r->at] == '-' && r->e.bytes[r->at + 1] != ']';
    r->at += here;
    return here;
}

/* class = "[" "^"? (member ("-" member)?)+ "]" */
static ascii_set read_class(reader *r) {
    ascii_set s = {{0}}, all = {{0}};
    r->at++;
    const bool turned_over = accept(r, "^");
    if (peek(r) == ']') give_up(r);
    while (r->plain && peek(r) != ']') {
        bool is_set, ends_with_set = false;
        const unsigned from = read_member(r, &s, &is_set);
        const bool range = accept_hyphen(r);
        const unsigned to = range ? read_member(r, &s, &ends_with_set) : from;
        if (range && (is_set || ends_with_set)) give_up(r);
        if (!is_set) set_add_range(&s, from, to, r->any_case);
    }
    r->at += r->plain;
    set_join(&all, s, turned_over);
    return all;
}

/* Code ------------------------------------------------------------------------------------------------------------- */

static bool may_write(reader *r) {
    if (r->plain && r->code.count >= WORD_PATTERN_SIZE) give_up(r);
    return r->plain;
}

static void fail(reader *r) {
    r->status = DRG_NO_MEMORY;
    give_up(r);
}

static void emit(reader *r, operation op, size_t x, size_t y) {
    const instruction i = {(uint16_t)op, (uint16_t)x, (uint16_t)y};
    if (may_write(r) && !VECTOR_PUSH(r->code, i)) fail(r);
}

static void emit_take(reader *r, ascii_set set) {
    size_t i = 0;
    while (i < r->sets.count && memcmp(&r->sets.items[i], &set, sizeof set) != 0) i++;
    if (may_write(r) && i == r->sets.count && !VECTOR_PUSH(r->sets, set)) fail(r);
    emit(r, TAKE_ANY, i, 0);
}

/* `c`: 128, which no word has, if it is not of ASCII. */
static void emit_take_one(reader *r, unsigned c) {
    const bool other = r->any_case && is_letter_or_digit((int)c) && c > '9';
    emit(r, TAKE_ONE, c, other ? c ^ 0x20 : c);
}

static void move_targets(instruction *code, size_t count, size_t by) {
    for (size_t i = 0; i < count; i++) {
        if (code[i].op == SPLIT || code[i].op == JUMP) code[i].x = (uint16_t)(code[i].x + by);
        if (code[i].op == SPLIT) code[i].y = (uint16_t)(code[i].y + by);
    }
}

/* Puts a SPLIT before the code of `at` on, and a JUMP behind it; where they lead to is still to be said. */
static void insert_split(reader *r, size_t at) {
    emit(r, JUMP, 0, 0);
    emit(r, JUMP, 0, 0);
    if (!r->plain) return;
    instruction *code = r->code.items + at;
    const size_t count = r->code.count - at - 2;
    memmove(code + 1, code, count * sizeof *code);
    move_targets(code + 1, count, 1);
    *code = (instruction){SPLIT, (uint16_t)(at + 1), 0};
}

/* A chain of instructions, each of which holds the one before it, leads to what comes next. */
static void lead_to_here(reader *r, uint16_t last) {
    while (r->plain && last != NO_JUMP) {
        instruction *i = &r->code.items[last];
        uint16_t *target = i->op == SPLIT ? &i->y : &i->x;
        last = *target;
        *target = (uint16_t)r->code.count;
    }
}

/* Appends `body`, which stood at `from`. */
static void emit_body(reader *r, const instruction *body, size_t count, size_t from) {
    const size_t at = r->code.count;
    if (!r->plain || !count) return;
    if (at + count > WORD_PATTERN_SIZE) {
        give_up(r);
    } else if (!VECTOR_RESERVE(r->code, at + count)) {
        fail(r);
    } else {
        memcpy(r->code.items + at, body, count * sizeof *body);
        move_targets(r->code.items + at, count, at - from);
        r->code.count += count;
    }
}

/* x{2,4} is x x (x x?)?; x{2,} is x x x* */
static void emit_repeats(reader *r, const instruction *body, size_t count, size_t from, uint32_t least, uint32_t most) {
    uint16_t splits = NO_JUMP;
    for (uint32_t i = 0; i < least && r->plain; i++) emit_body(r, body, count, from);
    for (uint32_t i = least; i < most && r->plain; i++) {
        const size_t split = r->code.count;
        emit(r, SPLIT, split + 1, splits);
        splits = (uint16_t)split;
        emit_body(r, body, count, from);
        if (most == MANY) emit(r, JUMP, split, 0);
        if (most == MANY) break;
    }
    lead_to_here(r, splits);
}

/* Takes the code of `from` on away, to be written otherwise; to be freed. NULL: there is no memory. */
static instruction *take_code(reader *r, size_t from) {
    const size_t count = r->code.count - from;
    instruction *taken = malloc((count + 1) * sizeof *taken);
    if (!taken) {
        fail(r);
        return NULL;
    }
    if (count) memcpy(taken, r->code.items + from, count * sizeof *taken);
    r->code.count = from;
    return taken;
}

static void repeat(reader *r, size_t from, uint32_t least, uint32_t most) {
    const size_t count = r->code.count - from;
    if (!r->plain || (least == 1 && most == 1)) return;
    instruction *body = take_code(r, from);
    if (body) emit_repeats(r, body, count, from, least, most);
    free(body);
}

/* The atoms of a row, from its last to its first; r->atoms says where they begin. */
static void turn_row(reader *r, size_t first_atom) {
    if (!r->plain || r->atoms.count < first_atom + 2) return;
    const size_t start = r->atoms.items[first_atom];
    size_t end = r->code.count;
    instruction *row = take_code(r, start);
    for (size_t i = r->atoms.count; row && i-- > first_atom;) {
        const size_t at = r->atoms.items[i];
        emit_body(r, row + (at - start), end - at, at);
        end = at;
    }
    free(row);
}

/* The grammar ------------------------------------------------------------------------------------------------------ */

static uint32_t read_number(reader *r) {
    uint32_t n = 0;
    if (peek(r) < '0' || peek(r) > '9') give_up(r);
    for (; peek(r) >= '0' && peek(r) <= '9'; r->at++)
        if (n <= WORD_PATTERN_SIZE) n = n * 10 + (uint32_t)(peek(r) - '0');
    return n;
}

/* quantifier = ("?" | "*" | "+" | "{" number ("," number?)? "}") "?"? */
static void read_quantifier(reader *r, size_t from) {
    uint32_t least = 0, most = MANY;
    if (accept(r, "?")) {
        most = 1;
    } else if (accept(r, "+")) {
        least = 1;
    } else if (accept(r, "{")) {
        least = most = read_number(r);
        if (accept(r, ",")) most = peek(r) == '}' ? MANY : read_number(r);
        if (!accept(r, "}")) give_up(r);
    } else if (!accept(r, "*")) {
        return;
    }
    (void)accept(r, "?"); /* it takes as few as it can: the same words */
    if (peek(r) == '+') give_up(r);
    repeat(r, from, least, most);
}

static void read_alternatives(reader *r, unsigned depth);

/* group = "(" "?:"? alternatives ")" */
static void read_group(reader *r, unsigned depth) {
    r->at++;
    (void)accept(r, "?:");
    if (peek(r) == '?' || peek(r) == '*' || depth == DEPTH_MOST) give_up(r);
    read_alternatives(r, depth + 1);
    if (!accept(r, ")")) give_up(r);
}

/* atom = group | class | "." | escape | character */
static void read_atom(reader *r, unsigned depth) {
    ascii_set s = {{0}};
    unsigned c;
    switch (peek(r)) {
    case '(': read_group(r, depth); return;
    case '[': s = read_class(r); break;
    case '.':
        r->at++;
        set_join(&s, s, true); /* the line end, which it is not, is not printable */
        break;
    case '\\':
        (void)read_escape(r, &s, &c);
        if (c == 128) break;
        emit_take_one(r, c);
        return;
    case '^':
    case '$':
    case '{':
    case '}':
    case ']':
    case '?':
    case '*':
    case '+': give_up(r); return;
    default: emit_take_one(r, read_character(r)); return;
    }
    emit_take(r, s);
}

/* row = (atom quantifier?)* */
static void read_row(reader *r, unsigned depth) {
    const size_t first_atom = r->atoms.count;
    while (r->plain && peek(r) != THE_END && peek(r) != '|' && peek(r) != ')') {
        const size_t from = r->code.count;
        if (!VECTOR_PUSH(r->atoms, from)) fail(r);
        if (!r->plain) return;
        read_atom(r, depth);
        read_quantifier(r, from);
    }
    turn_row(r, first_atom);
    r->atoms.count = first_atom;
}

/* alternatives = row ("|" row)* */
static void read_alternatives(reader *r, unsigned depth) {
    uint16_t jumps = NO_JUMP;
    for (;;) {
        const size_t start = r->code.count;
        read_row(r, depth);
        if (!accept(r, "|")) break;
        insert_split(r, start);
        if (!r->plain) break;
        r->code.items[r->code.count - 1].x = jumps;
        jumps = (uint16_t)(r->code.count - 1);
        r->code.items[start].y = (uint16_t)r->code.count;
    }
    lead_to_here(r, jumps);
}

static word_pattern *pattern_of(reader *r) {
    const size_t sets = r->sets.count * sizeof(ascii_set), code = r->code.count * sizeof(instruction);
    word_pattern *p = malloc(sizeof *p + sets + code); /* in one piece, from the strictest alignment on */
    if (!p) return NULL;
    p->sets = (ascii_set *)(void *)(p + 1);
    p->code = (instruction *)(void *)(p->sets + r->sets.count);
    p->code_count = r->code.count;
    if (sets) memcpy(p->sets, r->sets.items, sets);
    memcpy(p->code, r->code.items, code);
    return p;
}

drg_status drg_word_pattern_new(drg_text expression, word_pattern **out) {
    reader r = {.e = expression, .plain = true};
    *out = NULL;
    r.any_case = accept(&r, "(?i)");
    if (!VECTOR_RESERVE(r.code, expression.length * 2 + 8)) return DRG_NO_MEMORY;
    read_alternatives(&r, 0);
    if (peek(&r) != THE_END) give_up(&r);
    emit(&r, MATCH, 0, 0);
    if (r.plain && !(*out = pattern_of(&r))) r.status = DRG_NO_MEMORY;
    VECTOR_CLEAR(r.code);
    VECTOR_CLEAR(r.sets);
    VECTOR_CLEAR(r.atoms);
    return r.status;
}

void drg_word_pattern_free(word_pattern *p) {
    free(p);
}

/* Matching --------------------------------------------------------------------------------------------------------- */

bool drg_word_is_plain(drg_text word) {
    for (size_t i = 0; i < word.length; i++)
        if ((unsigned char)(word.bytes[i] - ' ') > '~' - ' ') return false;
    return true;
}

#define BEHIND_ALL 127 /* which is in no set */

/* Character i, counted from the word's end. */
static inline unsigned char character_at(drg_text word, size_t i) {
    return i < word.length ? (unsigned char)word.bytes[word.length - 1 - i] : BEHIND_ALL;
}

static void next_step(word_pattern_scratch *s) {
    if (++s->step) return;
    memset(s->marks, 0, sizeof s->marks);
    s->step = 1;
}

static inline bool takes(const word_pattern *p, const instruction *i, unsigned char c) {
    return i->op == TAKE_ONE ? c == i->x || c == i->y : set_has(&p->sets[i->x], c);
}

/* Adds to a list what can be reached from `at` without a character and takes `c`. Of alternatives, most of which it is not,
 * the next is looked at without remembering where to come back to. */
static inline size_t add(const word_pattern *p, word_pattern_scratch *s, uint16_t *list, size_t count, size_t at,
                         unsigned char c) {
    for (size_t depth = 0;;) {
        const instruction *i = &p->code[at];
        const bool seen = s->marks[at] == s->step;
        s->marks[at] = s->step;
        if (!seen && i->op == SPLIT) {
            const instruction *first = &p->code[i->x];
            const bool ends = first->op <= TAKE_ANY && !takes(p, first, c);
            if (!ends) s->stack[depth++] = i->y;
            at = ends ? i->y : i->x;
        } else if (!seen && i->op == JUMP) {
            at = i->x;
        } else {
            if (!seen && i->op <= TAKE_ANY && takes(p, i, c)) list[count++] = (uint16_t)at;
            if (!depth) return count;
            at = s->stack[--depth];
        }
    }
}

bool drg_word_pattern_matches(const word_pattern *p, drg_text word, word_pattern_scratch *s) {
    uint16_t *now = s->lists[0], *next = s->lists[1];
    next_step(s);
    size_t count = add(p, s, now, 0, 0, character_at(word, 0));
    for (size_t i = 1; i <= word.length; i++) {
        size_t next_count = 0;
        if (!count) return false;
        next_step(s);
        for (size_t k = 0; k < count; k++) next_count = add(p, s, next, next_count, now[k] + 1u, character_at(word, i));
        uint16_t *const taken = now;
        now = next;
        next = taken;
        count = next_count;
    }
    return s->marks[p->code_count - 1] == s->step;
}
