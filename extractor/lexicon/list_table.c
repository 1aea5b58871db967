/* A list's tables: what their columns mean. See list_table.h.
 *
 * A reader goes through the rows; the first one that is no comment says which column is what. */
#include "lexicon/list_table.h"

#include <stdio.h>
#include <string.h>

#include "lexicon/plural.h"

enum { UNKNOWN_IDS_HELPED = 10 /* of a file: then no more hints, for each looks at every id */ };

typedef enum {
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_FORM,
    COLUMN_CASE,
    COLUMN_INFLECT,
    COLUMN_WEIGHT,
    COLUMN_ATTRIBUTE, /* any other column of entries */
    COLUMN_PASSED     /* a column of a CSV without a header line */
} column_role;

static const char *const role_names[] = {"id", "name", "form", "case", "inflect", "weight"};

typedef enum { FILE_ENTRIES, FILE_NAMES, FILE_CSV, FILE_LINES } file_kind;

typedef struct {
    column_role role;
    drg_text key; /* of an attribute */
    uint32_t key_number;
    bool of_list; /* the header was `key[]` */
} column;

typedef struct {
    draft *draft;
    const list_file *file;
    file_kind kind;
    rows rows;
    uint32_t list, table;
    VECTOR(column) columns;
    bool has[COLUMN_ATTRIBUTE]; /* which of the known columns there are */
    bool headed, useless;       /* useless: the header is wrong, so the rows cannot be read */
    uint32_t unknown_ids;
} reader;

static place line_place(const reader *r) {
    if (!r->rows.cells.count) return (place){r->file->source, 0, 0};
    return cell_place(&r->rows, &r->rows.cells.items[0]);
}

/* The header ------------------------------------------------------------------------------------------------------- */

static bool is_key(drg_text key) {
    if (!key.length || key.bytes[0] < 'a' || key.bytes[0] > 'z') return false;
    for (size_t i = 0; i < key.length; i++) {
        const char c = key.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

static column_role role_of(drg_text title) {
    column_role role = COLUMN_ID;
    while (role < COLUMN_ATTRIBUTE && !text_is(title, role_names[role])) role++;
    return role;
}

static void wrong_header(reader *r, place at, const char *code, const char *hint, const char *what, drg_text title) {
    drg_error(r->draft->messages, at, code, hint, "%s '%.*s'", what, SHOW_SHORT(title));
    r->useless = true;
}

/* header of an attribute = key | key "[]" */
static drg_status read_attribute_title(reader *r, const cell *c, column *made) {
    drg_text key = c->text;
    const place at = cell_place(&r->rows, c);
    if (r->kind == FILE_NAMES) {
        wrong_header(
            r, at, "unknown-column",
            "a table of names has the columns id, name, form, case, inflect, weight; attributes stand in entries.tsv",
            "unknown column", key);
    }
    made->of_list = key.length > 2 && memcmp(key.bytes + key.length - 2, "[]", 2) == 0;
    if (made->of_list) key.length -= 2;
    if (r->kind != FILE_NAMES && !is_key(key)) {
        wrong_header(r, at, "column-name",
                     "attributes are named in small letters, digits and _, and with [] behind for several values",
                     "an attribute cannot be named", c->text);
    }
    for (size_t i = 0; i < r->columns.count; i++) {
        const column other = r->columns.items[i];
        if (other.role == COLUMN_ATTRIBUTE && text_equal(other.key, key)) {
            wrong_header(r, at, "column-twice", "keep one of them", "there is already a column", key);
        }
    }
    made->key = key;
    return drg_draft_key(r->draft, key, &made->key_number);
}

static drg_status read_title(reader *r, const cell *c) {
    column made = {.role = role_of(c->text)};
    if (made.role == COLUMN_ATTRIBUTE) {
        TRY(read_attribute_title(r, c, &made));
    } else {
        if (r->has[made.role])
            wrong_header(r, cell_place(&r->rows, c), "column-twice", "keep one of them", "there is already a column",
                         c->text);
        r->has[made.role] = true;
    }
    return VECTOR_PUSH(r->columns, made) ? DRG_OK : DRG_NO_MEMORY;
}

static void require_columns(reader *r) {
    drg_messages *messages = r->draft->messages;
    const char *missing = NULL;
    if (r->kind == FILE_NAMES && !r->has[COLUMN_NAME]) missing = "name";
    if (!r->has[COLUMN_ID] && (r->kind == FILE_NAMES || !r->has[COLUMN_NAME])) missing = "id";
    if (missing) {
        drg_error(messages, line_place(r), "missing-column",
                  "the first line that is no comment names the columns, with tabs between them", "missing column '%s'",
                  missing);
        r->useless = true;
    }
    for (column_role role = COLUMN_FORM; role < COLUMN_ATTRIBUTE && !r->has[COLUMN_NAME] && !missing; role++) {
        if (!r->has[role]) continue;
        drg_error(messages, line_place(r), "column-without-name",
                  "it tells of a name: it stands in names.LANG.tsv, or here beside a column 'name'",
                  "the column '%s' without a column 'name'", role_names[role]);
        r->useless = true;
    }
}

static drg_status read_header(reader *r) {
    r->headed = true;
    for (size_t i = 0; i < r->rows.cells.count; i++) TRY(read_title(r, &r->rows.cells.items[i]));
    require_columns(r);
    return DRG_OK;
}

/* A file of names alone: the first column is the name, and there is no header line. */
static drg_status assume_header(reader *r) {
    r->headed = r->has[COLUMN_NAME] = true;
    if (!VECTOR_PUSH(r->columns, (column){.role = COLUMN_NAME})) return DRG_NO_MEMORY;
    for (size_t i = 1; i < r->rows.cells.count; i++) {
        if (!VECTOR_PUSH(r->columns, (column){.role = COLUMN_PASSED})) return DRG_NO_MEMORY;
    }
    if (r->rows.cells.count > 1) {
        drg_warn(r->draft->messages, line_place(r), "no-header",
                 "begin the file with a line that names the columns: name,id",
                 "only the first column is read: no line names the columns");
    }
    return DRG_OK;
}

static bool has_title(const reader *r, const char *title) {
    for (size_t i = 0; i < r->rows.cells.count; i++) {
        if (text_is(r->rows.cells.items[i].text, title)) return true;
    }
    return false;
}

/* Cells ------------------------------------------------------------------------------------------------------------ */

/* The cell of a known column; an empty one at the row's end if the row has none. */
static cell field(const reader *r, column_role role) {
    for (size_t i = 0; i < r->rows.cells.count && i < r->columns.count; i++) {
        if (r->columns.items[i].role == role) return r->rows.cells.items[i];
    }
    const cell last = r->rows.cells.items[r->rows.cells.count - 1];
    return (cell){
        {"", 0},
        last.offset + last.length, 0
    };
}

/* number = "-"? digits ("." digits)?    Not strtod: that reads as the host's locale says. */
static bool parse_weight(drg_text text, float *weight) {
    const bool negative = text.length && text.bytes[0] == '-';
    double value = 0, unit = 1;
    bool digits = false, point = false;
    for (size_t i = negative; i < text.length; i++) {
        const char c = text.bytes[i];
        if (c == '.' && digits && !point) {
            point = true;
            digits = false;
        } else if (c >= '0' && c <= '9' && text.length < 16) {
            value = value * 10 + (c - '0');
            if (point) unit *= 10;
            digits = true;
        } else {
            return false;
        }
    }
    *weight = (float)((negative ? -value : value) / unit);
    return digits;
}

static bool wrong_cell(reader *r, cell c, const char *hint, const char *what) {
    drg_error(r->draft->messages, cell_place(&r->rows, &c), "wrong-cell", hint, "'%.*s' is no %s", SHOW_SHORT(c.text),
              what);
    return false;
}

static bool read_case(reader *r, draft_name *n) {
    const cell c = field(r, COLUMN_CASE);
    n->exact = text_is(c.text, "exact");
    if (n->exact || !c.text.length || text_is(c.text, "any")) return true;
    return wrong_cell(r, c, "write 'any' (the default) or 'exact'", "case");
}

static bool read_inflect(reader *r, draft_name *n) {
    static const char *const words[] = {[INFLECT_NONE] = "none", [INFLECT_PLURAL] = "plural", [INFLECT_STEM] = "stem"};
    const cell c = field(r, COLUMN_INFLECT);
    if (!c.text.length) return true;
    while (n->inflect <= INFLECT_STEM && !text_is(c.text, words[n->inflect])) n->inflect++;
    if (n->inflect > INFLECT_STEM)
        return wrong_cell(r, c, "write 'none' (the default), 'plural' or 'stem'", "inflection");
    if (n->inflect == INFLECT_STEM && !r->file->language.length) {
        return wrong_cell(r, c, "stems are of a language: the name stands in names.LANG.tsv",
                          "inflection of a name without language");
    }
    if (n->inflect == INFLECT_PLURAL && r->file->language.length && !text_is(r->file->language, PLURAL_LANGUAGE)) {
        return wrong_cell(r, c, "'plural' knows English nouns; other languages have 'stem'",
                          "inflection of this language");
    }
    return true;
}

static bool read_weight(reader *r, draft_name *n) {
    const cell c = field(r, COLUMN_WEIGHT);
    if (!c.text.length || parse_weight(c.text, &n->weight)) return true;
    return wrong_cell(r, c, "write a number such as 2, 0.5 or -1", "weight");
}

/* Names ------------------------------------------------------------------------------------------------------------ */

static drg_status read_name(reader *r, uint32_t entry) {
    const cell name = field(r, COLUMN_NAME);
    draft_name n = {.text = name.text,
                    .form = field(r, COLUMN_FORM).text,
                    .weight = NAME_WEIGHT,
                    .table = r->table,
                    .line = r->rows.line,
                    .at = cell_place(&r->rows, &name),
                    .entry = entry};
    const bool case_fine = read_case(r, &n), inflect_fine = read_inflect(r, &n), weight_fine = read_weight(r, &n);
    if (!case_fine || !inflect_fine || !weight_fine) return DRG_OK;
    bool again = false;
    TRY(drg_draft_add_name(r->draft, &n, &again));
    if (again)
        drg_warn(r->draft->messages, n.at, "name-twice", "leave one out", "the name '%.*s' stands twice",
                 SHOW_SHORT(n.text));
    return DRG_OK;
}

/* A row that goes on behind the last column has a tab too many, most likely before that. */
static bool has_stray_cells(reader *r) {
    for (size_t i = r->columns.count; i < r->rows.cells.count; i++) {
        const cell c = r->rows.cells.items[i];
        if (!c.text.length) continue;
        drg_error(r->draft->messages, cell_place(&r->rows, &c), "stray-cell",
                  "is there a separator too many in the row?",
                  "a cell behind the last column (there are %zu columns, and %zu cells)", r->columns.count,
                  r->rows.cells.count);
        return true;
    }
    return false;
}

static bool is_empty(reader *r, column_role role) {
    const cell c = field(r, role);
    if (c.text.length) return false;
    drg_error(r->draft->messages, cell_place(&r->rows, &c), "empty-cell", "fill it in, or take the row away",
              "an empty %s", role_names[role]);
    return true;
}

/* The id of the list that is nearest to a wrong one. */
static drg_status nearest_id(const reader *r, drg_text id, drg_text *nearest) {
    VECTOR(drg_text) ids = {0};
    const draft *d = r->draft;
    bool room = true;
    for (size_t i = 0; i < d->entries.count && room; i++) {
        const draft_entry *e = &d->entries.items[i];
        if (e->list == r->list && !e->removed) room = VECTOR_PUSH(ids, ((drg_text){e->id, e->id_length}));
    }
    *nearest = drg_nearest(id, ids.items, ids.count);
    VECTOR_CLEAR(ids);
    return room ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status unknown_id(reader *r, cell id) {
    drg_text nearest = {"", 0};
    if (r->unknown_ids++ < UNKNOWN_IDS_HELPED) TRY(nearest_id(r, id.text, &nearest));
    char hint[128] = "";
    if (nearest.length) snprintf(hint, sizeof hint, "did you mean '%.*s'?", SHOW_SHORT(nearest));
    drg_error(r->draft->messages, cell_place(&r->rows, &id), "unknown-id",
              *hint ? hint : "entries.tsv of the list has a line for each id", "a name of an unknown id '%.*s'",
              SHOW_SHORT(id.text));
    return DRG_OK;
}

static drg_status read_names_row(reader *r) {
    const bool no_id = is_empty(r, COLUMN_ID), no_name = is_empty(r, COLUMN_NAME);
    if (no_id || no_name) return DRG_OK;
    const cell id = field(r, COLUMN_ID);
    const uint32_t entry = drg_draft_find_entry(r->draft, r->list, id.text);
    if (entry == NO_ID || r->draft->entries.items[entry].removed) return unknown_id(r, id);
    return read_name(r, entry);
}

/* Entries ---------------------------------------------------------------------------------------------------------- */

static drg_status add_values(reader *r, uint32_t entry, const column *of, drg_text values) {
    while (values.length) {
        const char *bar = of->of_list ? memchr(values.bytes, '|', values.length) : NULL;
        const size_t length = bar ? (size_t)(bar - values.bytes) : values.length;
        if (length)
            TRY(drg_draft_add_attribute(r->draft, entry, of->key_number, (drg_text){values.bytes, length},
                                        of->of_list));
        const size_t passed = length + (bar ? 1 : 0);
        values = (drg_text){values.bytes + passed, values.length - passed};
    }
    return DRG_OK;
}

static drg_status add_entry(reader *r, drg_text id) {
    uint32_t entry;
    TRY(drg_draft_add_entry(r->draft, r->list, id, r->table, r->rows.line, &entry));
    for (size_t i = 0; i < r->rows.cells.count && i < r->columns.count; i++) {
        const column *c = &r->columns.items[i];
        if (c->role == COLUMN_ATTRIBUTE) TRY(add_values(r, entry, c, r->rows.cells.items[i].text));
    }
    return r->has[COLUMN_NAME] ? read_name(r, entry) : DRG_OK;
}

/* An id that this folder has given: an error in our tables; in others' it is one more name, or the same one again. */
static drg_status known_id(reader *r, uint32_t entry, cell id) {
    const draft_entry *e = &r->draft->entries.items[entry];
    const drg_text file = r->draft->sources.tables.items[e->table].file;
    if (r->kind == FILE_CSV && r->has[COLUMN_ID]) return read_name(r, entry);
    if (r->kind == FILE_ENTRIES) {
        drg_error(r->draft->messages, cell_place(&r->rows, &id), "id-twice",
                  "each entry has an id of its own; further names of one stand in names.LANG.tsv",
                  "the id '%.*s' stands twice in the list (first: %.*s:%u)", SHOW_SHORT(id.text), SHOW(file), e->line);
    } else {
        drg_warn(r->draft->messages, cell_place(&r->rows, &id), "name-twice", "leave one out",
                 "the name '%.*s' stands twice", SHOW_SHORT(id.text));
    }
    return DRG_OK;
}

static drg_status read_entries_row(reader *r) {
    const bool no_name = r->has[COLUMN_NAME] && is_empty(r, COLUMN_NAME);
    const bool no_id = r->has[COLUMN_ID] && is_empty(r, COLUMN_ID);
    if (no_name || no_id) return DRG_OK;
    const cell id = field(r, r->has[COLUMN_ID] ? COLUMN_ID : COLUMN_NAME);
    const uint32_t entry = drg_draft_find_entry(r->draft, r->list, id.text);
    if (drg_draft_is_new_entry(r->draft, entry)) return known_id(r, entry, id);
    return add_entry(r, id.text);
}

/* Comments that say something -------------------------------------------------------------------------------------- */

/* What stands behind `word` and white space at the text's start; empty if it does not begin so. */
static drg_text behind(drg_text text, const char *word) {
    const size_t length = strlen(word);
    if (text.length <= length || memcmp(text.bytes, word, length) != 0 || text.bytes[length] != ' ')
        return (drg_text){"", 0};
    size_t at = length;
    while (at < text.length && text.bytes[at] == ' ') at++;
    return (drg_text){text.bytes + at, text.length - at};
}

static void set_label(reader *r, const cell *comment, drg_text label) {
    draft_list *list = &r->draft->lists.items[r->list];
    const place at = cell_place(&r->rows, comment);
    if (r->headed) {
        drg_error(r->draft->messages, at, "late-label", "make it the file's first line",
                  "'# label' stands below the line of columns");
    } else if (list->label.length && !text_equal(list->label, label)) {
        drg_error(r->draft->messages, at, "second-label-of-list", "a list reads as one label",
                  "the list has the label '%.*s' already", SHOW_SHORT(list->label));
    } else {
        list->label = label;
        list->declared = at;
    }
}

static void nothing_to_remove(reader *r, const cell *comment, drg_text what) {
    drg_warn(r->draft->messages, cell_place(&r->rows, comment), "nothing-to-remove",
             "take the line away, or mend what it names", "nothing to remove: there is no '%.*s'", SHOW_SHORT(what));
}

static drg_status remove_entry(reader *r, const cell *comment, drg_text id) {
    const uint32_t entry = drg_draft_find_entry(r->draft, r->list, id);
    if (entry == NO_ID || r->draft->entries.items[entry].removed) nothing_to_remove(r, comment, id);
    else drg_draft_remove_entry(r->draft, entry);
    return DRG_OK;
}

static drg_status remove_name(reader *r, const cell *comment, drg_text what) {
    const char *tab = memchr(what.bytes, '\t', what.length);
    if (!tab) {
        drg_warn(r->draft->messages, cell_place(&r->rows, comment), "remove-without-name",
                 "write the id, a tab and the name; entries are removed in entries.tsv", "a '# remove' without a name");
        return DRG_OK;
    }
    const drg_text id = {what.bytes, (size_t)(tab - what.bytes)};
    const drg_text name = {tab + 1, what.length - id.length - 1};
    const uint32_t entry = drg_draft_find_entry(r->draft, r->list, id);
    if (entry == NO_ID || !drg_draft_remove_name(r->draft, entry, name)) nothing_to_remove(r, comment, what);
    return DRG_OK;
}

/* directive = "label" WORD | "remove" ID | "remove" ID TAB NAME */
static drg_status read_comment(reader *r) {
    const cell *comment = &r->rows.cells.items[0];
    const drg_text label = behind(comment->text, "label"), removed = behind(comment->text, "remove");
    if (label.length && !memchr(label.bytes, ' ', label.length) && r->kind != FILE_NAMES) set_label(r, comment, label);
    if (!removed.length) return DRG_OK;
    return r->kind == FILE_NAMES ? remove_name(r, comment, removed) : remove_entry(r, comment, removed);
}

/* Files ------------------------------------------------------------------------------------------------------------ */

static drg_status read_cells(reader *r) {
    if (!r->headed) {
        if (r->kind == FILE_ENTRIES || r->kind == FILE_NAMES || (r->kind == FILE_CSV && has_title(r, "name")))
            return read_header(r);
        TRY(assume_header(r));
    }
    if (has_stray_cells(r)) return DRG_OK;
    return r->kind == FILE_NAMES ? read_names_row(r) : read_entries_row(r);
}

static drg_status read_rows(reader *r) {
    for (row_kind kind = ROW_CELLS; kind != ROW_NONE && !r->useless;) {
        TRY(drg_rows_next(&r->rows, &kind));
        if (kind == ROW_COMMENT) TRY(read_comment(r));
        if (kind == ROW_CELLS) TRY(read_cells(r));
    }
    if (!r->file->source->text.length) { /* one of nothing but comments may remove something */
        drg_warn(r->draft->messages, (place){r->file->source, 0, 0}, "empty-table",
                 "write a line that names the columns, or remove the file", "the table is empty");
    }
    return DRG_OK;
}

static drg_status read_file(draft *d, const list_file *f, file_kind kind) {
    static const row_format formats[] = {
        [FILE_ENTRIES] = ROWS_TABS, [FILE_NAMES] = ROWS_TABS, [FILE_CSV] = ROWS_COMMAS, [FILE_LINES] = ROWS_LINES};
    reader r = {.draft = d, .file = f, .kind = kind};
    const place start = {f->source, 0, 0};
    r.list = drg_draft_find_list(d, f->list);
    if (kind != FILE_NAMES) TRY(drg_draft_list(d, f->list, start, &r.list));
    if (r.list == NO_ID) {
        drg_error(d->messages, start, "names-without-entries", "write entries.tsv beside it, with a column 'id'",
                  "names of a list without entries");
        return DRG_OK;
    }
    TRY(drg_draft_add_table(d, (name_table){.file = f->file, .language = f->language, .source = f->source}, &r.table));
    drg_rows_init(&r.rows, f->source, formats[kind], d->arena, d->messages);
    const drg_status status = read_rows(&r);
    VECTOR_CLEAR(r.columns);
    drg_rows_clear(&r.rows);
    return status;
}

drg_status drg_read_entries(draft *d, const list_file *f) {
    return read_file(d, f, FILE_ENTRIES);
}
drg_status drg_read_names(draft *d, const list_file *f) {
    return read_file(d, f, FILE_NAMES);
}
drg_status drg_read_csv(draft *d, const list_file *f) {
    return read_file(d, f, FILE_CSV);
}
drg_status drg_read_lines(draft *d, const list_file *f) {
    return read_file(d, f, FILE_LINES);
}
