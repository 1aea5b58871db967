/* Gazetteers: lists of entries, and which of them a run of words may name. See gazetteer.h.
 *
 *     folders ─► draft (gazetteer_read.c) ─► flat arrays: lists, entries, attributes, names ─► words ─► two tries
 *
 * What the draft has marked as removed is left behind. What a step no longer needs is freed before the next one: a
 * million names must not stand in memory twice. */
#include "lexicon/tables.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "lexicon/fold.h"
#include "lexicon/gazetteer_read.h"
#include "lexicon/plural.h"
#include "lexicon/titles.h"

typedef struct {
    drg_text language;
    stemmer *stemmer;
} language_stemmer;

typedef struct { /* Lifetime: the compilation. */
    gazetteer *made;
    draft *draft;
    vocabulary *v;
    drg_messages *messages;
    token_vector tokens;
    buffer form;
    VECTOR(uint32_t) list_of_key; /* by attribute key: the last list that has it; NO_ID: none */
    VECTOR(string_id) run;        /* the name's folded words, or its stems */
    VECTOR(language_stemmer) stemmers;
} compiler;

/* Arrays ----------------------------------------------------------------------------------------------------------- */

/* A plural made from the name before it, if it has one that is not written out in the tables. */
static drg_status add_plural(compiler *c, const kept_name *n, const gazetteer_name *singular) {
    name_sources *sources = &c->made->sources;
    const place at = name_place_of(sources, &n->text);
    TRY(drg_plural(name_text_of(sources, &n->text), &c->form));
    if (!c->form.count) {
        drg_warn(c->messages, at, "no-plural", "write its plural as a name of its own",
                 "the name has no regular plural");
        return DRG_OK;
    }
    if (n->plural_written) return DRG_OK;
    gazetteer_name made = *singular;
    made.derived = true;
    TRY(drg_name_text_add(sources, n->text.table, n->text.line, at, buffer_text(&c->form), 0, &made.written));
    return VECTOR_PUSH(c->made->names, made) ? DRG_OK : DRG_NO_MEMORY;
}

/* names.fr.own.tsv: its names are for French texts only. */
static bool is_own(const compiler *c, const kept_name *n) {
    const drg_text file = c->made->sources.tables.items[n->text.table].file;
    return strstr(file.bytes, ".own.") != NULL; /* it ends in NUL */
}

static drg_status add_name(compiler *c, const kept_name *n, entry_id entry) {
    const gazetteer_name made = {.written = n->text,
                                 .entry = entry,
                                 .weight = n->weight,
                                 .form = n->form,
                                 .exact = n->exact,
                                 .by_stem = n->inflect == INFLECT_STEM,
                                 .own = is_own(c, n)};
    if (!VECTOR_PUSH(c->made->names, made)) return DRG_NO_MEMORY;
    return n->inflect == INFLECT_PLURAL ? add_plural(c, n, &made) : DRG_OK;
}

/* Adds an attribute; its key, too, if it is the first one of the list. */
static drg_status add_attribute(compiler *c, const kept_attribute *a, list_id list) {
    uint32_t *list_of_key = &c->list_of_key.items[a->key];
    if (*list_of_key != list.n && !VECTOR_PUSH(c->made->list_keys, a->key)) return DRG_NO_MEMORY;
    *list_of_key = list.n;
    return VECTOR_PUSH(c->made->attributes, *a) ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_entry(compiler *c, const draft_entry *e, list_id list) {
    gazetteer *g = c->made;
    const entry_id id = {(uint32_t)g->entries.count};
    gazetteer_entry made = {.id_length = e->id_length,
                            .table = e->table & INT32_MAX,
                            .list = list,
                            .first_attribute = (uint32_t)g->attributes.count,
                            .first_name = (uint32_t)g->names.count};
    bool apart;
    TRY(drg_keep_text(&g->sources, e->table, (drg_text){e->id, e->id_length}, &made.id_at, &apart));
    made.id_apart = apart;
    for (uint32_t i = 0; i < e->attribute_count; i++)
        TRY(add_attribute(c, &c->draft->attributes.items[e->first_attribute + i], list));
    for (uint32_t n = e->first_name; n != NO_ID; n = c->draft->names.items[n].next) {
        const kept_name *name = &c->draft->names.items[n];
        if (!name->removed) TRY(add_name(c, name, id));
    }
    return VECTOR_PUSH(g->entries, made) ? DRG_OK : DRG_NO_MEMORY;
}

/* Entries in the order of their lists, otherwise as they were read: a counting sort. */
static void order_entries(const draft *d, uint32_t *order, uint32_t *first /* lists + 1, zero */) {
    for (size_t i = 0; i < d->entries.count; i++) first[d->entries.items[i].list + 1]++;
    for (size_t i = 1; i <= d->lists.count; i++) first[i] += first[i - 1];
    for (size_t i = 0; i < d->entries.count; i++) order[first[d->entries.items[i].list]++] = (uint32_t)i;
}

static drg_status add_lists(compiler *c, const uint32_t *order, const uint32_t *end_of_list) {
    const draft *d = c->draft;
    gazetteer *g = c->made;
    uint32_t at = 0;
    for (uint32_t i = 0; i < d->lists.count; i++) {
        const draft_list *l = &d->lists.items[i];
        gazetteer_list made = {.name = l->name,
                               .label = l->label,
                               .declared = l->declared,
                               .first_entry = (uint32_t)g->entries.count,
                               .first_key = (uint32_t)g->list_keys.count};
        for (; at < end_of_list[i]; at++) {
            const draft_entry *e = &d->entries.items[order[at]];
            if (!e->removed) TRY(add_entry(c, e, (list_id){i}));
        }
        made.entry_count = (uint32_t)g->entries.count - made.first_entry;
        made.key_count = (uint32_t)g->list_keys.count - made.first_key;
        if (!VECTOR_PUSH(g->lists, made)) return DRG_NO_MEMORY;
    }
    const gazetteer_entry end = {
        .list = {NO_ID}, .first_attribute = (uint32_t)g->attributes.count, .first_name = (uint32_t)g->names.count};
    return VECTOR_PUSH(g->entries, end) ? DRG_OK : DRG_NO_MEMORY;
}

/* What the draft and the gazetteer keep alike. */
static void hand_over(compiler *c) {
    gazetteer *g = c->made;
    draft *d = c->draft;
    g->sources = d->sources;
    d->sources = (name_sources){0};
    g->attribute_keys.items = d->attribute_keys.items;
    g->attribute_keys.count = d->attribute_keys.count;
    g->attribute_keys.room = d->attribute_keys.room;
    d->attribute_keys.items = NULL;
    d->attribute_keys.count = d->attribute_keys.room = 0;
}

static drg_status make_arrays(compiler *c) {
    draft *d = c->draft;
    TRY(drg_draft_find_plurals(d));
    hand_over(c);
    for (size_t i = 0; i < c->made->attribute_keys.count; i++)
        if (!VECTOR_PUSH(c->list_of_key, NO_ID)) return DRG_NO_MEMORY;
    uint32_t *order = calloc(d->entries.count + 1, sizeof *order);
    uint32_t *first = calloc(d->lists.count + 1, sizeof *first);
    drg_status status = DRG_NO_MEMORY;
    const bool room = VECTOR_RESERVE(c->made->entries, d->entries.count + 1) &&
                      VECTOR_RESERVE(c->made->attributes, d->attributes.count) &&
                      VECTOR_RESERVE(c->made->names, d->names.count);
    if (order && first && room) {
        order_entries(d, order, first);
        status = add_lists(c, order, first); /* each `first` has moved on to its list's end */
    }
    free(order);
    free(first);
    drg_draft_clear(d);
    return status;
}

/* Abbreviations: the names of a list, which names themselves are cut with ------------------------------------------ */

static drg_status make_abbreviations(gazetteer *g) {
    VECTOR(drg_text) texts = {0};
    const list_id list = drg_gazetteer_find_list(g, drg_text_of(LIST_OF_ABBREVIATIONS));
    drg_status status = DRG_OK;
    for (size_t i = 0; i < g->names.count && status == DRG_OK && list.n != NO_ID; i++) {
        const gazetteer_name *n = &g->names.items[i];
        if (g->entries.items[n->entry.n].list.n == list.n &&
            !VECTOR_PUSH(texts, name_text_of(&g->sources, &n->written)))
            status = DRG_NO_MEMORY;
    }
    if (status == DRG_OK) status = drg_abbreviations_new(texts.items, texts.count, &g->abbreviations);
    VECTOR_CLEAR(texts);
    return status;
}

/* Words ------------------------------------------------------------------------------------------------------------ */

static drg_text token_text(drg_text name, token t) {
    return (drg_text){name.bytes + t.start_byte, t.end_byte - t.start_byte};
}

/* The words that an exact name asks for; those without letters have no case. */
static drg_status add_exact_words(compiler *c, gazetteer_name *n, drg_text text) {
    const uint64_t loose = name_loose_pieces(&c->made->sources, &n->written);
    n->first_word = (uint32_t)c->made->words.count;
    uint32_t piece = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        const token t = c->tokens.items[i];
        if (i && t.flags & TOKEN_SPACE_BEFORE && piece < 63) piece++;
        string_id exact = {0};
        TRY(drg_clean(token_text(text, t), &c->form));
        const bool has_case = drg_word_classes(buffer_text(&c->form)) & WORD_LETTERS;
        if (has_case && !(loose >> piece & 1)) TRY(drg_vocabulary_add(c->v, buffer_text(&c->form), &exact));
        if (!VECTOR_PUSH(c->made->words, exact)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status stemmer_of(compiler *c, drg_text language, stemmer **s) {
    for (size_t i = 0; i < c->stemmers.count; i++) {
        *s = c->stemmers.items[i].stemmer;
        if (text_equal(c->stemmers.items[i].language, language)) return DRG_OK;
    }
    if (!VECTOR_RESERVE(c->stemmers, c->stemmers.count + 1)) return DRG_NO_MEMORY;
    TRY(drg_stemmer_new(language, s));
    (void)VECTOR_PUSH(c->stemmers, ((language_stemmer){language, *s}));
    return DRG_OK;
}

static drg_status add_to_folded(compiler *c, const gazetteer_name *n, drg_text text, name_id id) {
    c->run.count = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        string_id folded;
        TRY(drg_fold(token_text(text, c->tokens.items[i]), &c->form));
        TRY(drg_vocabulary_add(c->v, buffer_text(&c->form), &folded));
        if (!VECTOR_PUSH(c->run, folded)) return DRG_NO_MEMORY;
    }
    return drg_trie_add(&c->made->folded, c->run.items, (uint32_t)c->run.count, id,
                        !n->exact && !n->derived && !n->own);
}

static drg_status add_to_stems(compiler *c, const gazetteer_name *n, drg_text text, name_id id) {
    stemmer *s;
    TRY(stemmer_of(c, c->made->sources.tables.items[n->written.table].language, &s));
    c->run.count = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        string_id stem;
        TRY(drg_stem(s, token_text(text, c->tokens.items[i]), &c->form));
        TRY(drg_vocabulary_add(c->v, buffer_text(&c->form), &stem));
        if (!VECTOR_PUSH(c->run, stem)) return DRG_NO_MEMORY;
    }
    return drg_trie_add(&c->made->stems, c->run.items, (uint32_t)c->run.count, id, false);
}

/* Cuts a name as a text is cut; false (and a message) if it cannot be one. */
static drg_status cut_name(compiler *c, const gazetteer_name *n, drg_text text, bool *right) {
    *right = false;
    if (text.length < (size_t)NAME_TOKENS * WORD_BYTES) TRY(drg_cut(text, c->made->abbreviations, &c->tokens));
    else c->tokens.count = NAME_TOKENS + 1;
    *right = c->tokens.count > 0 && c->tokens.count <= NAME_TOKENS;
    const place at = name_place_of(&c->made->sources, &n->written);
    if (c->tokens.count > NAME_TOKENS) {
        drg_error(c->messages, at, "name-too-long", "leave it out, or write a rule that finds it",
                  "a name of more than %d words", NAME_TOKENS);
    } else if (!c->tokens.count) {
        drg_error(c->messages, at, "name-without-words", "write a name, or take the line away", "a name without words");
    }
    return DRG_OK;
}

static drg_status add_to_tries(compiler *c, name_id id) {
    gazetteer_name *n = &c->made->names.items[id.n];
    const drg_text text = name_text_of(&c->made->sources, &n->written);
    bool right;
    TRY(cut_name(c, n, text, &right));
    if (!right) return DRG_OK;
    n->word_count = (uint8_t)c->tokens.count;
    TRY(add_to_folded(c, n, text, id));
    if (n->by_stem) TRY(add_to_stems(c, n, text, id));
    return n->exact ? add_exact_words(c, n, text) : DRG_OK;
}

/* Names by file and line, so that those which end at one node come in that order. */
typedef struct {
    uint32_t line, name;
} named;

static int by_line(const void *a, const void *b) {
    const named *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

typedef struct {
    drg_text file;
    uint32_t table;
} filed;

static int by_file(const void *a, const void *b) {
    return strcmp(((const filed *)a)->file.bytes, ((const filed *)b)->file.bytes);
}

/* The number of each table's file, in their order; those of two folders may be one file. Returns how many there are. */
static uint32_t number_files(const gazetteer *g, filed *tables, uint32_t *file_of_table) {
    const size_t count = g->sources.tables.count;
    uint32_t files = 0;
    for (size_t i = 0; i < count; i++) tables[i] = (filed){g->sources.tables.items[i].file, (uint32_t)i};
    if (count) qsort(tables, count, sizeof *tables, by_file);
    for (size_t i = 0; i < count; i++) {
        if (i && !text_equal(tables[i].file, tables[i - 1].file)) files++;
        file_of_table[tables[i].table] = files;
    }
    return files + 1;
}

/* A counting sort by file; then by line what is not in that order, as names of one file nearly always are. */
static void order_names(const gazetteer *g, const uint32_t *file_of_table, uint32_t files, uint32_t *end,
                        named *order) {
    const gazetteer_name *names = g->names.items;
    for (size_t i = 0; i < g->names.count; i++) end[file_of_table[names[i].written.table] + 1]++;
    for (uint32_t f = 0; f < files; f++) end[f + 1] += end[f];
    for (size_t i = 0; i < g->names.count; i++) {
        order[end[file_of_table[names[i].written.table]]++] = (named){names[i].written.line, (uint32_t)i};
    }
    for (uint32_t f = 0, from = 0; f < files; from = end[f++]) {
        bool ordered = true;
        for (uint32_t i = from + 1; i < end[f] && ordered; i++) ordered = by_line(&order[i - 1], &order[i]) < 0;
        if (!ordered) qsort(order + from, end[f] - from, sizeof *order, by_line);
    }
}

static drg_status order_all_names(const gazetteer *g, named *order) {
    const size_t count = g->sources.tables.count;
    filed *tables = malloc((count + 1) * sizeof *tables);
    uint32_t *file_of_table = malloc((count + 1) * sizeof *file_of_table);
    uint32_t *end = calloc(count + 2, sizeof *end);
    const bool room = tables && file_of_table && end;
    if (room) order_names(g, file_of_table, number_files(g, tables, file_of_table), end, order);
    free(tables);
    free(file_of_table);
    free(end);
    return room ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status make_tries(compiler *c) {
    gazetteer *g = c->made;
    named *order = malloc((g->names.count + 1) * sizeof *order);
    drg_status status = order ? order_all_names(g, order) : DRG_NO_MEMORY;
    for (size_t i = 0; i < g->names.count && status == DRG_OK; i++) {
        status = add_to_tries(c, (name_id){order[i].name});
    }
    free(order);
    if (status == DRG_OK) status = drg_trie_seal(&g->folded);
    return status == DRG_OK ? drg_trie_seal(&g->stems) : status;
}

/* All of it -------------------------------------------------------------------------------------------------------- */

/* Gives back the room that a growing array has over. */
static void fit(void **items, size_t *room, size_t count, size_t item_size) {
    void *less = count && count < *room ? realloc(*items, count * item_size) : NULL;
    if (!less) return;
    *items = less;
    *room = count;
}

#define FIT(v) fit((void **)&(v).items, &(v).room, (v).count, sizeof *(v).items)

static void fit_all(gazetteer *g) {
    FIT(g->entries);
    FIT(g->attributes);
    FIT(g->names);
    FIT(g->words);
    FIT(g->titles);
}

static void clear_compiler(compiler *c) {
    for (size_t i = 0; i < c->stemmers.count; i++) drg_stemmer_free(c->stemmers.items[i].stemmer);
    VECTOR_CLEAR(c->tokens);
    VECTOR_CLEAR(c->form);
    VECTOR_CLEAR(c->list_of_key);
    VECTOR_CLEAR(c->run);
    VECTOR_CLEAR(c->stemmers);
}

static drg_status compile(gazetteer *g, draft *d, vocabulary *v) {
    compiler c = {.made = g, .draft = d, .v = v, .messages = d->messages};
    drg_status status = make_arrays(&c);
    if (status == DRG_OK) status = make_abbreviations(g);
    if (status == DRG_OK) status = make_tries(&c);
    if (status == DRG_OK) status = drg_titles_make(g);
    clear_compiler(&c);
    fit_all(g);
    return status;
}

static drg_status read_and_compile(gazetteer *g, const char *const *folders, size_t count, vocabulary *v,
                                   drg_messages *messages) {
    draft d;
    drg_status status = drg_draft_init(&d, &g->arena, messages);
    for (size_t i = 0; i < count && status == DRG_OK; i++) status = drg_read_gazetteer_folder(&d, folders[i]);
    if (status == DRG_OK) status = compile(g, &d, v);
    drg_draft_clear(&d);
    return status;
}

drg_status drg_gazetteer_read(const char *const *folders, size_t folder_count, vocabulary *v, drg_messages *messages,
                              gazetteer **out) {
    *out = NULL;
    gazetteer *g = calloc(1, sizeof *g);
    if (!g) return DRG_NO_MEMORY;
    const size_t errors = drg_messages_error_count(messages);
    const drg_status status = read_and_compile(g, folders, folder_count, v, messages);
    if (status != DRG_OK) {
        drg_gazetteer_free(g);
        return status;
    }
    *out = g;
    return drg_messages_error_count(messages) > errors ? DRG_BAD_KNOWLEDGE : DRG_OK;
}

void drg_gazetteer_free(gazetteer *g) {
    if (!g) return;
    VECTOR_CLEAR(g->attribute_keys);
    VECTOR_CLEAR(g->list_keys);
    VECTOR_CLEAR(g->lists);
    VECTOR_CLEAR(g->entries);
    VECTOR_CLEAR(g->attributes);
    VECTOR_CLEAR(g->names);
    VECTOR_CLEAR(g->words);
    VECTOR_CLEAR(g->titles);
    VECTOR_CLEAR(g->fillers);
    drg_name_sources_clear(&g->sources);
    drg_trie_clear(&g->folded);
    drg_trie_clear(&g->stems);
    drg_abbreviations_free(g->abbreviations);
    drg_arena_clear(&g->arena);
    free(g);
}

/* Reading ---------------------------------------------------------------------------------------------------------- */

uint32_t drg_gazetteer_list_count(const gazetteer *g) {
    return (uint32_t)g->lists.count;
}
uint32_t drg_gazetteer_name_count(const gazetteer *g) {
    return (uint32_t)g->names.count;
}

uint32_t drg_gazetteer_written_name_count(const gazetteer *g) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < g->names.count; i++) count += !drg_gazetteer_name(g, i)->derived;
    return count;
}
const gazetteer_list *drg_gazetteer_lists(const gazetteer *g) {
    return g->lists.items;
}
const gazetteer_entry *drg_gazetteer_entry(const gazetteer *g, uint32_t entry) {
    return FLAT_AT(g->entries, entry);
}
const gazetteer_name *drg_gazetteer_name(const gazetteer *g, uint32_t name) {
    return FLAT_AT(g->names, name);
}

drg_text drg_gazetteer_id(const gazetteer *g, uint32_t entry) {
    const gazetteer_entry *e = FLAT_AT(g->entries, entry);
    return kept_text(&g->sources, e->table, e->id_apart, e->id_at, e->id_length);
}

uint32_t drg_gazetteer_attribute_count(const gazetteer *g, uint32_t entry) {
    const uint32_t first = FLAT_AT(g->entries, entry)->first_attribute;
    const uint32_t end = FLAT_AT(g->entries, entry + 1)->first_attribute;
    return end > first ? end - first : 0; /* in a pack that is damaged, they may be in disorder */
}

static drg_text key_of(const gazetteer *g, const kept_attribute *a) {
    return a->key < g->attribute_keys.count ? g->attribute_keys.items[a->key] : (drg_text){"", 0};
}

static drg_text value_of(const gazetteer *g, const gazetteer_entry *e, const kept_attribute *a) {
    return kept_text(&g->sources, e->table, a->apart, a->at, a->length);
}

attribute drg_gazetteer_attribute_at(const gazetteer *g, uint32_t entry, uint32_t i) {
    const gazetteer_entry *e = FLAT_AT(g->entries, entry);
    const kept_attribute *a = FLAT_AT(g->attributes, e->first_attribute + i);
    return (attribute){.key = key_of(g, a), .value = value_of(g, e, a), .of_list = a->of_list};
}

uint32_t drg_gazetteer_names_of(const gazetteer *g, uint32_t entry) {
    const uint32_t first = FLAT_AT(g->entries, entry)->first_name;
    const uint32_t end = FLAT_AT(g->entries, entry + 1)->first_name;
    return end > first ? end - first : 0;
}

uint32_t drg_gazetteer_table_count(const gazetteer *g) {
    return (uint32_t)g->sources.tables.count;
}
const name_table *drg_gazetteer_table(const gazetteer *g, uint32_t table) {
    return &g->sources.tables.items[table];
}

name_origin drg_gazetteer_origin(const gazetteer *g, uint32_t name) {
    const gazetteer_name *n = FLAT_AT(g->names, name);
    const name_table *t = &g->sources.tables.items[n->written.table];
    return (name_origin){.text = name_text_of(&g->sources, &n->written),
                         .form = drg_vocabulary_text(g->sources.forms, (string_id){n->form}),
                         .language = t->language,
                         .file = t->file,
                         .line = n->written.line,
                         .at = name_place_of(&g->sources, &n->written)};
}

const string_id *drg_gazetteer_words(const gazetteer *g, const gazetteer_name *name) {
    static const string_id none[NAME_TOKENS]; /* of a pack that is damaged */
    return FLAT_RUN(g->words, name->first_word, name->word_count) ? g->words.items + name->first_word : none;
}
const abbreviations *drg_gazetteer_abbreviations(const gazetteer *g) {
    return g->abbreviations;
}

list_id drg_gazetteer_find_list(const gazetteer *g, drg_text name) {
    for (uint32_t i = 0; i < g->lists.count; i++) {
        if (text_equal(g->lists.items[i].name, name)) return (list_id){i};
    }
    return (list_id){NO_ID};
}

drg_text drg_gazetteer_key(const gazetteer *g, const gazetteer_list *list, uint32_t i) {
    return g->attribute_keys.items[g->list_keys.items[list->first_key + i]];
}

drg_text drg_gazetteer_attribute(const gazetteer *g, entry_id e, drg_text key) {
    const gazetteer_entry *of = FLAT_AT(g->entries, e.n);
    const uint32_t count = drg_gazetteer_attribute_count(g, e.n);
    for (uint32_t i = 0; i < count; i++) {
        const kept_attribute *a = FLAT_AT(g->attributes, of->first_attribute + i);
        const drg_text has = key_of(g, a);
        if (has.bytes == key.bytes || text_equal(has, key)) return value_of(g, of, a);
    }
    return (drg_text){"", 0};
}

const trie *drg_gazetteer_trie(const gazetteer *g, bool stems) {
    return stems ? &g->stems : &g->folded;
}
