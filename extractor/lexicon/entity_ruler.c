/* Patterns of spaCy's EntityRuler as lists. See entity_ruler.h.
 *
 * The file is gone through twice: how the lists are called depends on how many labels there are. */
#include "lexicon/entity_ruler.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "bounds.h"

typedef struct {
    draft *draft;
    const list_file *file;
    uint32_t table;
    rows rows;               /* of lines */
    VECTOR(drg_text) labels; /* of all the file, each once */
    bool reports;            /* in the second run: what is wrong is told once */
} ruler;

static place line_place(const ruler *r) {
    return cell_place(&r->rows, &r->rows.cells.items[0]);
}

static bool wrong(const ruler *r, const char *hint, const char *what) {
    if (r->reports) drg_error(r->draft->messages, line_place(r), "wrong-pattern", hint, "%s", what);
    return false;
}

static drg_text string_of(const cJSON *object, const char *key) {
    return drg_text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key)));
}

/* Patterns --------------------------------------------------------------------------------------------------------- */

typedef struct {
    buffer text;    /* tokens with a space between them */
    uint64_t loose; /* bit i: token i is of any case */
    uint32_t tokens;
} pattern;

/* token = {"LOWER" | "TEXT" | "ORTH": string} */
static bool read_token(const ruler *r, const cJSON *json, pattern *p, drg_status *status) {
    const cJSON *only = cJSON_IsObject(json) && cJSON_GetArraySize(json) == 1 ? json->child : NULL;
    const char *kind = only && cJSON_IsString(only) ? only->string : "";
    const bool loose = strcmp(kind, "LOWER") == 0;
    if (!loose && strcmp(kind, "TEXT") != 0 && strcmp(kind, "ORTH") != 0) {
        return wrong(r, "write a rule for it (rules/README.md)",
                     "a token may have LOWER, TEXT or ORTH, with a string, and nothing else");
    }
    if (p->tokens == NAME_TOKENS)
        return wrong(r, "write a rule for it (rules/README.md)", "a pattern of too many tokens");
    if (loose) p->loose |= (uint64_t)1 << p->tokens;
    if (p->tokens++ && !drg_buffer_append(&p->text, (drg_text){" ", 1})) *status = DRG_NO_MEMORY;
    if (!drg_buffer_append(&p->text, drg_text_of(only->valuestring))) *status = DRG_NO_MEMORY;
    return *status == DRG_OK;
}

/* pattern = string | "[" token+ "]"    Returns whether it is right. */
static bool read_pattern(const ruler *r, const cJSON *json, pattern *p, drg_status *status) {
    if (cJSON_IsString(json)) {
        if (!drg_buffer_append(&p->text, drg_text_of(json->valuestring))) *status = DRG_NO_MEMORY;
    } else if (cJSON_IsArray(json)) {
        for (const cJSON *one = json->child; one; one = one->next) {
            if (!read_token(r, one, p, status)) return false;
        }
    } else {
        return wrong(r, "a pattern is a string or a list of tokens", "no \"pattern\"");
    }
    return p->text.count || wrong(r, "write the name, or take the line away", "an empty pattern");
}

/* Lists and entries ------------------------------------------------------------------------------------------------ */

static drg_status list_of(ruler *r, drg_text label, uint32_t *list) {
    drg_text name = r->file->list;
    if (r->labels.count > 1) {
        const size_t length = name.length + 1 + label.length;
        char *longer = drg_arena_take(r->draft->arena, length + 1);
        if (!longer) return DRG_NO_MEMORY;
        snprintf(longer, length + 1, "%.*s-%.*s", SHOW(name), SHOW(label));
        const drg_text made = {longer, length};
        const uint32_t known = drg_draft_find_list(r->draft, made);
        name = known == NO_ID ? made : r->draft->lists.items[known].name;
    }
    TRY(drg_draft_list(r->draft, name, line_place(r), list));
    draft_list *l = &r->draft->lists.items[*list];
    if (l->label.length && !text_equal(l->label, label)) {
        drg_error(r->draft->messages, line_place(r), "second-label-of-list", "a list reads as one label",
                  "the list has the label '%.*s' already", SHOW(l->label));
        return DRG_OK;
    }
    if (!l->label.length) {
        l->label = drg_arena_copy(r->draft->arena, label);
        l->declared = line_place(r);
        if (!l->label.bytes) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status find_or_add_entry(ruler *r, uint32_t list, drg_text id, uint32_t *entry) {
    draft *d = r->draft;
    *entry = drg_draft_find_entry(d, list, id);
    if (drg_draft_is_new_entry(d, *entry)) return DRG_OK;
    const drg_text kept = drg_arena_copy(d->arena, id);
    return kept.bytes ? drg_draft_add_entry(d, list, kept, r->table, r->rows.line, entry) : DRG_NO_MEMORY;
}

static drg_status add_name(ruler *r, drg_text label, drg_text id, const pattern *p) {
    const drg_text text = drg_arena_copy(r->draft->arena, buffer_text(&p->text));
    if (!text.bytes) return DRG_NO_MEMORY;
    uint32_t list, entry;
    TRY(list_of(r, label, &list));
    TRY(find_or_add_entry(r, list, id.length ? id : text, &entry));
    const draft_name n = {.text = text,
                          .weight = NAME_WEIGHT,
                          .exact = true,
                          .loose_pieces = p->loose,
                          .table = r->table,
                          .line = r->rows.line,
                          .at = line_place(r),
                          .entry = entry};
    bool again;
    TRY(drg_draft_add_name(r->draft, &n, &again));
    if (again) drg_warn(r->draft->messages, n.at, "name-twice", "leave one out", "the pattern stands twice");
    return DRG_OK;
}

/* Lines ------------------------------------------------------------------------------------------------------------ */

static drg_status note_label(ruler *r, drg_text label) {
    for (size_t i = 0; i < r->labels.count; i++) {
        if (text_equal(r->labels.items[i], label)) return DRG_OK;
    }
    label = drg_arena_copy(r->draft->arena, label);
    return label.bytes && VECTOR_PUSH(r->labels, label) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status read_object(ruler *r, const cJSON *json) {
    const drg_text label = string_of(json, "label");
    if (!label.length) {
        wrong(r, "a line is like {\"label\": \"GPE\", \"pattern\": \"Ruritania\"}", "no \"label\"");
        return DRG_OK;
    }
    if (!r->reports) return note_label(r, label);
    pattern p = {0};
    drg_status status = DRG_OK;
    const bool right = read_pattern(r, cJSON_GetObjectItemCaseSensitive(json, "pattern"), &p, &status);
    if (right && status == DRG_OK) status = add_name(r, label, string_of(json, "id"), &p);
    VECTOR_CLEAR(p.text);
    return status;
}

static drg_status read_line(ruler *r) {
    const drg_text line = r->rows.cells.items[0].text;
    cJSON *json = cJSON_ParseWithLength(line.bytes, line.length);
    drg_status status = DRG_OK;
    if (cJSON_IsObject(json)) status = read_object(r, json);
    else wrong(r, "a line is like {\"label\": \"GPE\", \"pattern\": \"Ruritania\"}", "the line is no JSON object");
    cJSON_Delete(json);
    return status;
}

static drg_status read_lines(ruler *r) {
    drg_rows_init(&r->rows, r->file->source, ROWS_LINES, r->draft->arena, r->reports ? r->draft->messages : NULL);
    drg_status status = DRG_OK;
    for (row_kind kind = ROW_CELLS; kind != ROW_NONE && status == DRG_OK;) {
        status = drg_rows_next(&r->rows, &kind);
        if (status == DRG_OK && kind == ROW_CELLS) status = read_line(r);
    }
    drg_rows_clear(&r->rows);
    return status;
}

drg_status drg_read_entity_ruler(draft *d, const list_file *f) {
    ruler r = {.draft = d, .file = f};
    TRY(drg_draft_add_table(d, (name_table){.file = f->file, .language = f->language, .source = f->source}, &r.table));
    drg_status status = read_lines(&r);
    r.reports = true;
    if (status == DRG_OK) status = read_lines(&r);
    VECTOR_CLEAR(r.labels);
    return status;
}
