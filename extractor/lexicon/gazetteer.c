/* Gazetteers: lists of entries, and which of them a run of words may name. See gazetteer.h.
 *
 *     folders ─► draft (gazetteer_read.c) ─► flat arrays: lists, entries, attributes, names ─► words ─► two tries
 *
 * What the draft has marked as removed is left behind. */
#include "lexicon/gazetteer.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "lexicon/fold.h"
#include "lexicon/gazetteer_read.h"
#include "lexicon/plural.h"
#include "lexicon/trie.h"

struct gazetteer { /* Lifetime: knowledge. */
    arena arena;   /* the sources; all texts lie in them, or beside them */
    VECTOR(gazetteer_list) lists;
    VECTOR(gazetteer_entry) entries;
    VECTOR(attribute) attributes;
    VECTOR(gazetteer_name) names;
    VECTOR(string_id) words; /* of exact names */
    trie folded, stems;
    abbreviations *abbreviations;
};

/* What a name's words look like: worked out once for each different one. */
typedef struct {
    string_id folded, exact; /* exact 0: not worked out */
} name_word;

typedef struct {
    drg_text language;
    stemmer *stemmer;
} language_stemmer;

typedef struct { /* Lifetime: the compilation. */
    gazetteer *made;
    draft *draft;
    vocabulary *v;
    drg_messages *messages;
    vocabulary *surfaces; /* number = index in seen */
    VECTOR(name_word) seen;
    token_vector tokens;
    buffer form;
    VECTOR(string_id) run; /* the name's folded words, or its stems */
    VECTOR(language_stemmer) stemmers;
    VECTOR(uint64_t) loose; /* draft_name.loose_pieces of the names */
} compiler;

/* Arrays ----------------------------------------------------------------------------------------------------------- */

/* A plural made from the name before it, if it has one that is not written out in the tables. */
static drg_status add_plural(compiler *c, const draft_name *n, const gazetteer_name *singular) {
    TRY(drg_plural(n->text, &c->form));
    if (!c->form.count) {
        drg_warn(c->messages, n->at, "write its plural as a name of its own", "the name has no regular plural");
        return DRG_OK;
    }
    draft_name plural = *n;
    bool written_out;
    plural.text = buffer_text(&c->form);
    TRY(drg_draft_has_name(c->draft, &plural, &written_out));
    if (written_out) return DRG_OK;
    gazetteer_name made = *singular;
    made.derived = true;
    made.text = drg_arena_copy(&c->made->arena, plural.text);
    const bool room = made.text.bytes && VECTOR_PUSH(c->made->names, made) && VECTOR_PUSH(c->loose, 0);
    return room ? DRG_OK : DRG_NO_MEMORY;
}

static drg_status add_name(compiler *c, const draft_name *n, entry_id entry) {
    const gazetteer_name made = {.entry = entry,
                                 .text = n->text,
                                 .form = n->form,
                                 .language = n->language,
                                 .weight = n->weight,
                                 .exact = n->exact,
                                 .by_stem = n->inflect == INFLECT_STEM,
                                 .file = n->file,
                                 .line = n->line,
                                 .at = n->at};
    const bool room = VECTOR_PUSH(c->made->names, made) && VECTOR_PUSH(c->loose, n->loose_pieces);
    if (!room) return DRG_NO_MEMORY;
    return n->inflect == INFLECT_PLURAL ? add_plural(c, n, &made) : DRG_OK;
}

static drg_status add_entry(compiler *c, const draft_entry *e, list_id list) {
    gazetteer *g = c->made;
    const entry_id id = {(uint32_t)g->entries.count};
    gazetteer_entry made = {.list = list,
                            .id = e->id,
                            .first_attribute = (uint32_t)g->attributes.count,
                            .attribute_count = e->attribute_count,
                            .first_name = (uint32_t)g->names.count,
                            .file = e->file,
                            .line = e->line};
    for (uint32_t i = 0; i < e->attribute_count; i++) {
        if (!VECTOR_PUSH(g->attributes, c->draft->attributes.items[e->first_attribute + i])) return DRG_NO_MEMORY;
    }
    for (uint32_t n = e->first_name; n != NO_ID; n = c->draft->names.items[n].next) {
        const draft_name *name = &c->draft->names.items[n];
        if (!name->removed) TRY(add_name(c, name, id));
    }
    made.name_count = (uint32_t)g->names.count - made.first_name;
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
        gazetteer_list made = {l->name, l->label, l->declared, (uint32_t)g->entries.count, 0};
        for (; at < end_of_list[i]; at++) {
            const draft_entry *e = &d->entries.items[order[at]];
            if (!e->removed) TRY(add_entry(c, e, (list_id){i}));
        }
        made.entry_count = (uint32_t)g->entries.count - made.first_entry;
        if (!VECTOR_PUSH(g->lists, made)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status make_arrays(compiler *c) {
    const draft *d = c->draft;
    uint32_t *order = calloc(d->entries.count + 1, sizeof *order);
    uint32_t *first = calloc(d->lists.count + 1, sizeof *first);
    drg_status status = DRG_NO_MEMORY;
    if (order && first) {
        order_entries(d, order, first);
        status = add_lists(c, order, first); /* each `first` has moved on to its list's end */
    }
    free(order);
    free(first);
    return status;
}

/* Abbreviations: the names of a list, which names themselves are cut with ------------------------------------------ */

static drg_status make_abbreviations(gazetteer *g) {
    VECTOR(drg_text) texts = {0};
    const list_id list = drg_gazetteer_find_list(g, drg_text_of("abbreviation"));
    drg_status status = DRG_OK;
    for (size_t i = 0; i < g->names.count && status == DRG_OK && list.n != NO_ID; i++) {
        const gazetteer_name *n = &g->names.items[i];
        if (g->entries.items[n->entry.n].list.n == list.n && !VECTOR_PUSH(texts, n->text)) status = DRG_NO_MEMORY;
    }
    if (status == DRG_OK) status = drg_abbreviations_new(texts.items, texts.count, &g->abbreviations);
    VECTOR_CLEAR(texts);
    return status;
}

/* Words ------------------------------------------------------------------------------------------------------------ */

static drg_text token_text(drg_text name, token t) {
    return (drg_text){name.bytes + t.start_byte, t.end_byte - t.start_byte};
}

static drg_status see_word(compiler *c, drg_text surface, name_word **word) {
    string_id number;
    TRY(drg_vocabulary_add(c->surfaces, surface, &number));
    if (!c->seen.count && !VECTOR_PUSH(c->seen, (name_word){0})) return DRG_NO_MEMORY;
    if (number.n == c->seen.count) {
        name_word made = {0};
        TRY(drg_fold(surface, &c->form));
        TRY(drg_vocabulary_add(c->v, buffer_text(&c->form), &made.folded));
        if (!VECTOR_PUSH(c->seen, made)) return DRG_NO_MEMORY;
    }
    *word = &c->seen.items[number.n];
    return DRG_OK;
}

/* The words that an exact name asks for; those without letters have no case. */
static drg_status add_exact_words(compiler *c, gazetteer_name *n, uint64_t loose) {
    n->first_word = (uint32_t)c->made->words.count;
    uint32_t piece = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        const token t = c->tokens.items[i];
        if (i && t.flags & TOKEN_SPACE_BEFORE && piece < 63) piece++;
        string_id exact = {0};
        TRY(drg_clean(token_text(n->text, t), &c->form));
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

static drg_status add_to_folded(compiler *c, const gazetteer_name *n, name_id id) {
    c->run.count = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        name_word *word;
        TRY(see_word(c, token_text(n->text, c->tokens.items[i]), &word));
        if (!VECTOR_PUSH(c->run, word->folded)) return DRG_NO_MEMORY;
    }
    return drg_trie_add(&c->made->folded, c->run.items, (uint32_t)c->run.count, id, !n->exact && !n->derived);
}

static drg_status add_to_stems(compiler *c, const gazetteer_name *n, name_id id) {
    stemmer *s;
    TRY(stemmer_of(c, n->language, &s));
    c->run.count = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        string_id stem;
        TRY(drg_stem(s, token_text(n->text, c->tokens.items[i]), &c->form));
        TRY(drg_vocabulary_add(c->v, buffer_text(&c->form), &stem));
        if (!VECTOR_PUSH(c->run, stem)) return DRG_NO_MEMORY;
    }
    return drg_trie_add(&c->made->stems, c->run.items, (uint32_t)c->run.count, id, false);
}

/* Cuts a name as a text is cut; false (and a message) if it cannot be one. */
static drg_status cut_name(compiler *c, const gazetteer_name *n, bool *right) {
    *right = false;
    if (n->text.length < (size_t)NAME_TOKENS * WORD_BYTES) TRY(drg_cut(n->text, c->made->abbreviations, &c->tokens));
    else c->tokens.count = NAME_TOKENS + 1;
    *right = c->tokens.count > 0 && c->tokens.count <= NAME_TOKENS;
    if (c->tokens.count > NAME_TOKENS) {
        drg_error(c->messages, n->at, "leave it out, or write a rule that finds it", "a name of more than %d words",
                  NAME_TOKENS);
    } else if (!c->tokens.count) {
        drg_error(c->messages, n->at, NULL, "a name without words");
    }
    return DRG_OK;
}

/* Names by file and line, so that those which end at one node come in that order. */
typedef struct {
    const gazetteer_name *name;
    uint32_t index;
} named;

static int compare_texts(drg_text a, drg_text b) {
    if (a.bytes == b.bytes) return 0;
    const int order = memcmp(a.bytes, b.bytes, a.length < b.length ? a.length : b.length);
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_file_and_line(const void *a, const void *b) {
    const named *x = a, *y = b;
    const int files = compare_texts(x->name->file, y->name->file);
    if (files) return files;
    if (x->name->line != y->name->line) return x->name->line < y->name->line ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static drg_status add_to_tries(compiler *c, const named *order) {
    gazetteer *g = c->made;
    for (size_t i = 0; i < g->names.count; i++) {
        const name_id id = {order[i].index};
        gazetteer_name *n = &g->names.items[id.n];
        bool right;
        TRY(cut_name(c, n, &right));
        if (!right) continue;
        n->word_count = (uint32_t)c->tokens.count;
        TRY(add_to_folded(c, n, id));
        if (n->by_stem) TRY(add_to_stems(c, n, id));
        if (n->exact) TRY(add_exact_words(c, n, c->loose.items[id.n]));
    }
    TRY(drg_trie_seal(&g->folded));
    return drg_trie_seal(&g->stems);
}

static drg_status make_tries(compiler *c) {
    const gazetteer *g = c->made;
    named *order = malloc((g->names.count + 1) * sizeof *order);
    if (!order) return DRG_NO_MEMORY;
    for (size_t i = 0; i < g->names.count; i++) order[i] = (named){&g->names.items[i], (uint32_t)i};
    qsort(order, g->names.count, sizeof *order, by_file_and_line);
    const drg_status status = add_to_tries(c, order);
    free(order);
    return status;
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
}

static void clear_compiler(compiler *c) {
    for (size_t i = 0; i < c->stemmers.count; i++) drg_stemmer_free(c->stemmers.items[i].stemmer);
    drg_vocabulary_free(c->surfaces);
    VECTOR_CLEAR(c->seen);
    VECTOR_CLEAR(c->tokens);
    VECTOR_CLEAR(c->form);
    VECTOR_CLEAR(c->run);
    VECTOR_CLEAR(c->stemmers);
    VECTOR_CLEAR(c->loose);
}

static drg_status compile(gazetteer *g, draft *d, vocabulary *v) {
    compiler c = {.made = g, .draft = d, .v = v, .messages = d->messages};
    drg_status status = drg_vocabulary_new(&c.surfaces);
    if (status == DRG_OK) status = make_arrays(&c);
    if (status == DRG_OK) status = make_abbreviations(g);
    if (status == DRG_OK) status = make_tries(&c);
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
    VECTOR_CLEAR(g->lists);
    VECTOR_CLEAR(g->entries);
    VECTOR_CLEAR(g->attributes);
    VECTOR_CLEAR(g->names);
    VECTOR_CLEAR(g->words);
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
const gazetteer_list *drg_gazetteer_lists(const gazetteer *g) {
    return g->lists.items;
}
const gazetteer_entry *drg_gazetteer_entries(const gazetteer *g) {
    return g->entries.items;
}
const gazetteer_name *drg_gazetteer_names(const gazetteer *g) {
    return g->names.items;
}
const attribute *drg_gazetteer_attributes(const gazetteer *g) {
    return g->attributes.items;
}
const string_id *drg_gazetteer_words(const gazetteer *g) {
    return g->words.items;
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

drg_text drg_gazetteer_attribute(const gazetteer *g, entry_id e, drg_text key) {
    const gazetteer_entry *entry = &g->entries.items[e.n];
    for (uint32_t i = 0; i < entry->attribute_count; i++) {
        const attribute *a = &g->attributes.items[entry->first_attribute + i];
        if (a->key.bytes == key.bytes || text_equal(a->key, key)) return a->value;
    }
    return (drg_text){"", 0};
}

const trie *drg_gazetteer_trie(const gazetteer *g, bool stems) {
    return stems ? &g->stems : &g->folded;
}
