/* What tables say of their own cells. See check_cells.h.
 *
 *     # check alpha2 /[A-Z]{2}/      each cell of the column matches the expression whole
 *     # check alpha2 unique          no two are alike
 *     # check parties in country     each value is an id of that list
 *     # check signed date            a day, a month or a year
 *     # check signed <= in_force     a date not after that of the other column
 *     # check signed <= in_force but anzcerta    not of this id (or value)
 *     # check unused                 no rule asks for the list
 *     # check common but FRA         names of this entry may be common words
 *
 * What a column means is known to who writes the table, not to the engine. A declaration holds for all tables of entries of
 * its list, in all folders. Annotating takes no notice of them: they are comments. */
#include "lexicon/check_cells.h"

#include <stdio.h>
#include <string.h>

#include "lexicon/regex.h"
#include "lexicon/rows.h"
#include "text/days.h"

enum { UNKNOWN_IDS_HELPED = 10 /* of a declaration: then no more hints, for each looks at every id */ };

typedef enum { CELL_MATCHES, CELL_IS_UNIQUE, CELL_IS_ID, CELL_IS_DATE, CELL_NOT_AFTER } cell_test;

typedef struct {
    cell_test test;
    drg_text column, argument; /* the expression, the list, the other column */
    drg_text but;              /* ids and values, with spaces between them, of which it is not said */
    place at;
    bool has_column;    /* some table of the list has it */
    regex expression;   /* no bytes: it is refused */
    list_id list;       /* of ids */
    vocabulary *texts;  /* the ids of that list; or the values that were seen … */
    VECTOR(place) seen; /* … and where: by string_id - 1 */
    uint32_t helped;
} declaration;

typedef struct { /* Lifetime: the check of one list. */
    const gazetteer *gazetteer;
    drg_messages *messages;
    const gazetteer_list *list;
    regex_scratch *scratch;
    arena arena; /* of rows */
    VECTOR(declaration) declarations;
    VECTOR(drg_text) columns; /* of the table at hand */
} checker;

/* Tables ----------------------------------------------------------------------------------------------------------- */

/* Whether the table is of LIST/entries….tsv. */
static bool is_of_list(const name_table *t, drg_text list) {
    if (t->file.length <= list.length || t->file.bytes[list.length] != '/') return false;
    const drg_text file = {t->file.bytes + list.length + 1, t->file.length - list.length - 1};
    return memcmp(t->file.bytes, list.bytes, list.length) == 0 && text_begins(file, "entries");
}

/* Goes through the rows of all of the list's tables; `see` is called for each. */
typedef drg_status see_row(checker *c, const rows *r, row_kind kind);

static drg_status each_row_of(checker *c, const source *file, see_row *see) {
    rows r;
    drg_rows_init(&r, file, ROWS_TABS, &c->arena, NULL); /* what is wrong with them has been told */
    drg_status status = DRG_OK;
    for (row_kind kind = ROW_CELLS; kind != ROW_NONE && status == DRG_OK;) {
        status = drg_rows_next(&r, &kind);
        if (status == DRG_OK && (kind == ROW_CELLS || kind == ROW_COMMENT)) status = see(c, &r, kind);
    }
    drg_rows_clear(&r);
    return status;
}

static drg_status each_row(checker *c, see_row *see) {
    for (uint32_t i = 0; i < drg_gazetteer_table_count(c->gazetteer); i++) {
        const name_table *t = drg_gazetteer_table(c->gazetteer, i);
        if (!is_of_list(t, c->list->name)) continue;
        c->columns.count = 0;
        TRY(each_row_of(c, t->source, see));
    }
    return DRG_OK;
}

/* Declarations ----------------------------------------------------------------------------------------------------- */

/* The next word of a text, which is moved behind it. */
static drg_text next_word(drg_text *text) {
    while (text->length && *text->bytes == ' ') text->bytes++, text->length--;
    drg_text word = {text->bytes, 0};
    while (word.length < text->length && word.bytes[word.length] != ' ') word.length++;
    *text = (drg_text){word.bytes + word.length, text->length - word.length};
    return word;
}

/* What stands behind "check" in a comment; false if it does not begin so. */
static bool is_declaration(drg_text comment, drg_text *rest) {
    *rest = comment;
    return text_is(next_word(rest), "check");
}

static drg_status not_understood(const checker *c, place at) {
    drg_warn(c->messages, at, "wrong-declaration",
             "it is written # check COLUMN /re/, unique, date, in LIST or <= COLUMN, maybe but ID; # check unused; # "
             "check common but ID",
             "a declaration that is not understood");
    return DRG_OK;
}

static drg_status compile_expression(const checker *c, declaration *d) {
    regex_error why;
    void *code;
    const drg_status status = drg_regex_compile(d->argument, &code, &why);
    if (status == DRG_OK) {
        drg_regex_free(code);
        d->expression = (regex){.expression = d->argument, .anchor = REGEX_WHOLE};
        return DRG_OK;
    }
    if (status != DRG_BAD_KNOWLEDGE) return status;
    drg_warn(c->messages, d->at, "wrong-expression", "expressions are PCRE2's: see its page pcre2pattern", "%s",
             why.text);
    return DRG_OK;
}

static drg_status gather_ids(const checker *c, declaration *d) {
    d->list = drg_gazetteer_find_list(c->gazetteer, d->argument);
    if (d->list.n == NO_ID) {
        drg_warn(c->messages, d->at, "unknown-list", "a list is a folder of gazetteers/", "unknown list '%.*s'",
                 SHOW_SHORT(d->argument));
        return DRG_OK;
    }
    const gazetteer_list *list = &drg_gazetteer_lists(c->gazetteer)[d->list.n];
    TRY(drg_vocabulary_new(&d->texts));
    for (uint32_t i = 0; i < list->entry_count; i++) {
        string_id id;
        TRY(drg_vocabulary_add(d->texts, drg_gazetteer_id(c->gazetteer, list->first_entry + i), &id));
    }
    return DRG_OK;
}

/* Where the expression that begins behind a slash ends: before " but ", or at the end; it may hold spaces. */
static drg_text read_expression(drg_text text, drg_text *rest) {
    size_t length = text.length;
    for (size_t i = 0; i + 6 <= text.length; i++) {
        if (memcmp(text.bytes + i, "/ but ", 6) == 0) length = i + 1;
    }
    *rest = (drg_text){text.bytes + length, text.length - length};
    while (length && text.bytes[length - 1] == ' ') length--;
    return (drg_text){text.bytes, length && text.bytes[length - 1] == '/' ? length - 1 : 0};
}

/* but = ("but" WORD+)? to the end */
static bool parse_but(drg_text rest, declaration *d) {
    const drg_text word = next_word(&rest);
    d->but = word.length ? rest : word;
    return !word.length || (text_is(word, "but") && next_word(&rest).length);
}

/* test = ("/" re "/" | "unique" | "date" | "in" LIST | "<=" COLUMN) but */
static bool parse_test(drg_text rest, declaration *d) {
    static const char *const words[] = {
        [CELL_IS_UNIQUE] = "unique", [CELL_IS_DATE] = "date", [CELL_IS_ID] = "in", [CELL_NOT_AFTER] = "<="};
    const drg_text word = next_word(&rest);
    if (word.length && *word.bytes == '/') {
        const drg_text all = {word.bytes + 1, (size_t)(rest.bytes + rest.length - word.bytes) - 1};
        d->test = CELL_MATCHES;
        d->argument = read_expression(all, &rest);
        return d->argument.length && parse_but(rest, d);
    }
    d->test = CELL_IS_UNIQUE;
    while (d->test <= CELL_NOT_AFTER && !text_is(word, words[d->test])) d->test++;
    if (d->test > CELL_NOT_AFTER) return false;
    const bool takes_one = d->test == CELL_IS_ID || d->test == CELL_NOT_AFTER;
    if (takes_one) d->argument = next_word(&rest);
    return takes_one == (d->argument.length > 0) && parse_but(rest, d);
}

/* What says something of the whole list: drg_list_declares. */
static bool is_of_the_list(drg_text what, drg_text rest) {
    declaration d = {.at = {0}};
    if (!parse_but(rest, &d)) return false;
    return text_is(what, "unused") ? !d.but.length : text_is(what, "common") && d.but.length;
}

/* declaration = "check" "unused" | "check" "common" "but" ID+ | "check" COLUMN test */
static drg_status note_declaration(checker *c, const rows *r, row_kind kind) {
    drg_text rest;
    if (kind != ROW_COMMENT || !is_declaration(r->cells.items[0].text, &rest)) return DRG_OK;
    declaration d = {.at = cell_place(r, &r->cells.items[0])};
    d.column = next_word(&rest);
    if (is_of_the_list(d.column, rest)) return DRG_OK;
    if (!parse_test(rest, &d)) return not_understood(c, d.at);
    if (!VECTOR_PUSH(c->declarations, d)) return DRG_NO_MEMORY;
    declaration *kept = &c->declarations.items[c->declarations.count - 1];
    if (kept->test == CELL_MATCHES) return compile_expression(c, kept);
    if (kept->test == CELL_IS_UNIQUE) return drg_vocabulary_new(&kept->texts);
    return kept->test == CELL_IS_ID ? gather_ids(c, kept) : DRG_OK;
}

static void clear_declarations(checker *c) {
    for (size_t i = 0; i < c->declarations.count; i++) {
        declaration *d = &c->declarations.items[i];
        drg_regex_clear(&d->expression);
        drg_vocabulary_free(d->texts);
        VECTOR_CLEAR(d->seen);
    }
    c->declarations.count = 0;
}

/* Cells ------------------------------------------------------------------------------------------------------------ */

static void tell_no_match(const checker *c, const declaration *d, place at, drg_text value) {
    drg_warn(c->messages, at, "wrong-value", "mend it, or the line `# check` that declares the column",
             "the %.*s '%.*s' does not match /%.*s/", SHOW_SHORT(d->column), SHOW_SHORT(value),
             SHOW_SHORT(d->argument));
}

static drg_status check_unique(const checker *c, declaration *d, place at, drg_text value) {
    const string_id known = drg_vocabulary_find(d->texts, value);
    string_id id;
    if (!known.n) {
        TRY(drg_vocabulary_add(d->texts, value, &id));
        return VECTOR_PUSH(d->seen, at) ? DRG_OK : DRG_NO_MEMORY;
    }
    const place first = d->seen.items[known.n - 1];
    drg_warn(c->messages, at, "value-twice", "one of them is wrong, or the column need not be `unique`",
             "the %.*s '%.*s' stands twice (first: %.*s:%u)", SHOW_SHORT(d->column), SHOW_SHORT(value),
             SHOW(first.file->path), drg_place_line(first));
    return DRG_OK;
}

/* The id of the list that is nearest to a wrong one. */
static drg_status nearest_id(const checker *c, list_id in, drg_text id, drg_text *nearest) {
    VECTOR(drg_text) ids = {0};
    const gazetteer_list *list = &drg_gazetteer_lists(c->gazetteer)[in.n];
    bool room = VECTOR_RESERVE(ids, list->entry_count);
    for (uint32_t i = 0; i < list->entry_count && room; i++)
        room = VECTOR_PUSH(ids, drg_gazetteer_id(c->gazetteer, list->first_entry + i));
    *nearest = drg_nearest(id, ids.items, ids.count);
    VECTOR_CLEAR(ids);
    return room ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status check_id(const checker *c, declaration *d, place at, drg_text value) {
    drg_text nearest = {"", 0};
    char hint[128] = "entries.tsv of that list has a line for each id";
    if (!d->texts || drg_vocabulary_find(d->texts, value).n) return DRG_OK;
    if (d->helped++ < UNKNOWN_IDS_HELPED) TRY(nearest_id(c, d->list, value, &nearest));
    if (nearest.length) snprintf(hint, sizeof hint, "did you mean '%.*s'?", SHOW_SHORT(nearest));
    drg_warn(c->messages, at, "unknown-id", hint, "the %.*s '%.*s' is no id of the list '%.*s'", SHOW_SHORT(d->column),
             SHOW_SHORT(value), SHOW_SHORT(d->argument));
    return DRG_OK;
}

static drg_status check_value(const checker *c, declaration *d, place at, drg_text value) {
    const size_t *groups;
    switch (d->test) {
    case CELL_MATCHES:
        if (d->expression.expression.bytes && drg_regex_match(&d->expression, value, 0, c->scratch, &groups) < 1)
            tell_no_match(c, d, at, value);
        return DRG_OK;
    case CELL_IS_UNIQUE: return check_unique(c, d, at, value);
    case CELL_IS_ID: return check_id(c, d, at, value);
    case CELL_NOT_AFTER: return DRG_OK; /* of a whole row: check_order */
    case CELL_IS_DATE:
        if (!drg_is_date(value))
            drg_warn(c->messages, at, "wrong-date", "it is written 2024, 2024-06 or 2024-06-20",
                     "the %.*s '%.*s' is no date", SHOW_SHORT(d->column), SHOW_SHORT(value));
        return DRG_OK;
    }
    return DRG_OK;
}

/* Whether the declaration is not said of this id, or of this value. */
static bool is_excepted(const declaration *d, drg_text what) {
    drg_text rest = d->but;
    for (drg_text word; (word = next_word(&rest)).length;) {
        if (text_equal(word, what)) return true;
    }
    return false;
}

/* Each value of a cell: of a column `key[]` there are several, with | between them. */
static drg_status check_cell(const checker *c, declaration *d, const rows *r, const cell *of, bool of_list) {
    drg_text rest = of->text;
    while (rest.length) {
        const char *bar = of_list ? memchr(rest.bytes, '|', rest.length) : NULL;
        const drg_text value = {rest.bytes, bar ? (size_t)(bar - rest.bytes) : rest.length};
        const place at = {r->file, of->offset + (uint32_t)(value.bytes - of->text.bytes), (uint32_t)value.length};
        const size_t passed = value.length + (bar ? 1 : 0);
        if (value.length && !is_excepted(d, value)) TRY(check_value(c, d, at, value));
        rest = (drg_text){rest.bytes + passed, rest.length - passed};
    }
    return DRG_OK;
}

/* parties, of the column `parties[]` */
static drg_text key_of(drg_text title, bool *of_list) {
    *of_list = title.length > 2 && memcmp(title.bytes + title.length - 2, "[]", 2) == 0;
    return (drg_text){title.bytes, title.length - (*of_list ? 2 : 0)};
}

/* The row's cell of a column; NULL if it has none. */
static const cell *cell_of(const checker *c, const rows *r, drg_text column, bool *of_list) {
    for (size_t i = 0; i < c->columns.count && i < r->cells.count; i++) {
        if (text_equal(key_of(c->columns.items[i], of_list), column)) return &r->cells.items[i];
    }
    return NULL;
}

/* Of two dates the shorter one says less: 2019 is not after 2019-05-01. */
static bool is_after(drg_text a, drg_text b) {
    const size_t common = a.length < b.length ? a.length : b.length;
    return common && memcmp(a.bytes, b.bytes, common) > 0;
}

static void check_order(const checker *c, const declaration *d, const rows *r, const cell *earlier) {
    bool of_list;
    const cell *later = cell_of(c, r, d->argument, &of_list);
    if (!later || !drg_is_date(earlier->text) || !drg_is_date(later->text) || !is_after(earlier->text, later->text))
        return;
    drg_warn(c->messages, cell_place(r, earlier), "date-after-its-end", "one of the two is wrong",
             "the %.*s '%.*s' is after the %.*s '%.*s'", SHOW_SHORT(d->column), SHOW_SHORT(earlier->text),
             SHOW_SHORT(d->argument), SHOW_SHORT(later->text));
}

static drg_status note_columns(checker *c, const rows *r) {
    bool of_list;
    for (size_t i = 0; i < r->cells.count; i++) {
        if (!VECTOR_PUSH(c->columns, r->cells.items[i].text)) return DRG_NO_MEMORY;
        const drg_text key = key_of(r->cells.items[i].text, &of_list);
        for (size_t j = 0; j < c->declarations.count; j++)
            c->declarations.items[j].has_column |= text_equal(key, c->declarations.items[j].column);
    }
    return DRG_OK;
}

static drg_status check_row(checker *c, const rows *r, row_kind kind) {
    if (kind == ROW_COMMENT) return DRG_OK;
    if (!c->columns.count) return note_columns(c, r);
    bool of_list;
    const cell *id = cell_of(c, r, (drg_text){"id", 2}, &of_list);
    for (size_t i = 0; i < c->declarations.count; i++) {
        declaration *d = &c->declarations.items[i];
        const cell *of = cell_of(c, r, d->column, &of_list);
        if (!of || (id && is_excepted(d, id->text))) continue;
        TRY(check_cell(c, d, r, of, of_list));
        if (d->test == CELL_NOT_AFTER) check_order(c, d, r, of);
    }
    return DRG_OK;
}

/* Lists ------------------------------------------------------------------------------------------------------------ */

static drg_status check_list(checker *c) {
    TRY(each_row(c, note_declaration));
    if (!c->declarations.count) return DRG_OK;
    TRY(each_row(c, check_row));
    TRY(drg_regex_failure(c->scratch));
    for (size_t i = 0; i < c->declarations.count; i++) {
        const declaration *d = &c->declarations.items[i];
        if (d->has_column) continue;
        drg_warn(c->messages, d->at, "missing-column", "the line of columns names them all",
                 "no table of the list has a column '%.*s'", SHOW_SHORT(d->column));
    }
    return DRG_OK;
}

drg_status drg_check_cells(const gazetteer *g, drg_messages *messages) {
    checker c = {.gazetteer = g, .messages = messages};
    drg_status status = drg_regex_scratch_new(1, &c.scratch);
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g) && status == DRG_OK; i++) {
        c.list = &drg_gazetteer_lists(g)[i];
        status = check_list(&c);
        clear_declarations(&c);
    }
    VECTOR_CLEAR(c.declarations);
    VECTOR_CLEAR(c.columns);
    drg_arena_clear(&c.arena);
    drg_regex_scratch_free(c.scratch);
    return status;
}

/* Whether a comment says `check WHAT`, or `check WHAT but … ID …`. */
static bool says(drg_text comment, const char *what, drg_text id) {
    drg_text rest;
    if (!is_declaration(comment, &rest) || !text_is(next_word(&rest), what)) return false;
    declaration d = {.at = {0}};
    return parse_but(rest, &d) && (id.length ? is_excepted(&d, id) : !d.but.length);
}

/* At a table's head: what stands below the line of columns is for all tables' cells alone. */
static bool head_says(const source *file, const char *what, drg_text id) {
    bool found = false;
    arena a = {0};
    rows r;
    drg_rows_init(&r, file, ROWS_TABS, &a, NULL);
    for (row_kind kind = ROW_COMMENT; kind == ROW_COMMENT && !found;) {
        if (drg_rows_next(&r, &kind) != DRG_OK || kind != ROW_COMMENT) break;
        found = says(r.cells.items[0].text, what, id);
    }
    drg_rows_clear(&r);
    drg_arena_clear(&a);
    return found;
}

bool drg_list_declares(const gazetteer *g, list_id list, const char *what, drg_text id) {
    for (uint32_t i = 0; i < drg_gazetteer_table_count(g); i++) {
        const name_table *t = drg_gazetteer_table(g, i);
        if (is_of_list(t, drg_gazetteer_lists(g)[list.n].name) && head_says(t->source, what, id)) return true;
    }
    return false;
}
