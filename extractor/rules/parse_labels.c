/* labels.rules: stages and labels. See labels.h for what it looks like.
 *
 *     file      = ("stages" STAGE+ | "label" Name "hidden"? clause*)*
 *     clause    = "forms" form+ | "holds" Label+ | "attributes" attribute+ | "resolve" how+
 *     attribute = name ("from" capture)?
 *     how       = "path" "of" Label | "entry" | "date" | … (RESOLVE_KINDS)
 *
 * A label may be named before it is declared, so labels are found when all folders have been read. A later folder's
 * label of the same name replaces ours; its `stages` replaces ours, too. */
#include "rules/parse.h"

#include <string.h>

#include "bounds.h"

typedef struct {
    label declared;
    uint32_t folder;
    const placed_text *holds; /* found at the end */
    uint32_t hold_count;
    placed_text path_of; /* text empty: none */
} label_draft;

typedef VECTOR(label_draft) label_drafts;

/* Words ------------------------------------------------------------------------------------------------------------ */

/* The words up to the clause's end, to p->words; a word once, unless it is `from` or `of`. */
static void read_words(rule_parser *p, const char *of_what) {
    p->words.count = 0;
    while (!drg_at_end(&p->reader)) {
        const uint32_t start = p->reader.at;
        const drg_text word = drg_read_word(&p->reader, "_-");
        if (!word.length) {
            drg_expect_end(p, "names are letters, digits and _, parted by spaces");
            return;
        }
        const placed_text placed = {word, drg_place_from(&p->reader, start)};
        bool twice = false;
        for (size_t i = 0; i < p->words.count; i++) twice |= text_equal(p->words.items[i].text, word);
        if (twice && !text_is(word, "from") && !text_is(word, "of")) {
            drg_error(p->messages, placed.at, "word-twice", "keep one of them", "'%.*s' twice", SHOW(word));
        } else {
            drg_remember(p, VECTOR_PUSH(p->words, placed));
        }
    }
    if (p->words.count == 0)
        drg_error(p->messages, drg_place_here(&p->reader), "expected", "write them behind it, parted by spaces",
                  "expected %s", of_what);
}

/* A copy that ends with NUL: the public API shows labels and forms as C strings. */
static drg_text keep_name(rule_parser *p, drg_text name) {
    const drg_text copy = drg_arena_copy(p->arena, name);
    drg_remember(p, copy.bytes != NULL);
    return copy;
}

static const drg_text *keep_texts(rule_parser *p) {
    drg_text *texts = drg_reader_take(&p->reader, p->words.count * sizeof *texts + 1);
    for (size_t i = 0; texts && i < p->words.count; i++) texts[i] = keep_name(p, p->words.items[i].text);
    return texts;
}

/* Clauses ---------------------------------------------------------------------------------------------------------- */

static void parse_forms(rule_parser *p, label_draft *d) {
    read_words(p, "forms");
    if (p->words.count > LABELS_MOST)
        drg_error(p->messages, p->words.items[LABELS_MOST].at, "too-many-forms", "tell them apart by an attribute",
                  "more than %d forms", LABELS_MOST);
    d->declared.forms = keep_texts(p);
    d->declared.form_count = d->declared.forms ? (uint32_t)p->words.count : 0;
}

static void parse_holds(rule_parser *p, label_draft *d) {
    read_words(p, "labels");
    d->holds = drg_keep(p, p->words.items, p->words.count * sizeof *p->words.items);
    d->hold_count = d->holds ? (uint32_t)p->words.count : 0;
}

/* attribute = name ("from" capture)? */
static void parse_attributes(rule_parser *p, label_draft *d) {
    read_words(p, "attributes");
    label_attribute *attributes = drg_reader_take(&p->reader, p->words.count * sizeof *attributes + 1);
    if (!attributes) return;
    uint32_t count = 0;
    for (size_t i = 0; i < p->words.count; i++) {
        const placed_text *word = &p->words.items[i];
        if (!text_is(word->text, "from")) {
            attributes[count++] = (label_attribute){.name = word->text, .from = word->text};
        } else if (count && i + 1 < p->words.count && !attributes[count - 1].of_list) {
            attributes[count - 1].from = p->words.items[++i].text;
            attributes[count - 1].of_list = true;
        } else {
            drg_error(p->messages, word->at, "wrong-from", "it is written: parties from party",
                      "`from` stands between an attribute and a capture");
        }
    }
    d->declared.attributes = attributes;
    d->declared.attribute_count = count;
}

static const drg_text resolve_words[] = {
#define X(name, text) {text, sizeof text - 1},
    RESOLVE_KINDS(X)
#undef X
};
#define RESOLVE_COUNT (sizeof resolve_words / sizeof *resolve_words)

/* how = "path" "of" Label | WORD; returns how many words it took, at least. */
static size_t parse_how(rule_parser *p, label_draft *d, size_t at, label_resolve *how) {
    const placed_text *word = &p->words.items[at];
    how->of = NO_FORM;
    size_t kind = 0;
    while (kind < RESOLVE_COUNT && !text_equal(word->text, resolve_words[kind])) kind++;
    how->kind = (resolve_kind)kind;
    if (kind == RESOLVE_COUNT) {
        drg_error(p->messages, word->at, "unknown-resolve",
                  drg_did_you_mean(p, "", word->text, "", resolve_words, RESOLVE_COUNT,
                                   "there are entry, date, path, antecedent, person, turn and event"),
                  "unknown way to resolve: '%.*s'", SHOW(word->text));
        return 1;
    }
    if (at + 1 >= p->words.count || !text_is(p->words.items[at + 1].text, "of")) return 1;
    if (how->kind != RESOLVE_PATH || at + 2 >= p->words.count) {
        drg_error(p->messages, p->words.items[at + 1].at, "wrong-of", "it is written: path of Treaty",
                  "`of` stands between `path` and a label");
        return 3;
    }
    d->path_of = p->words.items[at + 2];
    return 3;
}

/* how+ */
static void parse_resolve(rule_parser *p, label_draft *d) {
    read_words(p, "ways to resolve");
    label_resolve *resolves = drg_reader_take(&p->reader, p->words.count * sizeof *resolves + 1);
    if (!resolves) return;
    uint32_t count = 0;
    for (size_t i = 0; i < p->words.count;) {
        i += parse_how(p, d, i, &resolves[count]);
        if (resolves[count].kind < RESOLVE_COUNT) count++;
    }
    d->declared.resolves = resolves;
    d->declared.resolve_count = count;
}

static const struct {
    const char *word;
    void (*parse)(rule_parser *p, label_draft *d);
} clauses[] = {
    {"forms",      parse_forms     },
    {"holds",      parse_holds     },
    {"attributes", parse_attributes},
    {"resolve",    parse_resolve   }
};
#define CLAUSE_COUNT (sizeof clauses / sizeof *clauses)

static void parse_clause(rule_parser *p, label_draft *d, unsigned *seen) {
    const uint32_t start = p->reader.at;
    const drg_text word = drg_read_word(&p->reader, "_-");
    const place at = word.length ? drg_place_from(&p->reader, start) : drg_place_of_rest_of_word(&p->reader);
    p->names.count = 0;
    for (size_t i = 0; i < CLAUSE_COUNT; i++) {
        drg_remember(p, VECTOR_PUSH(p->names, drg_text_of(clauses[i].word)));
        if (!text_is(word, clauses[i].word)) continue;
        if (*seen & 1u << i)
            drg_error(p->messages, at, "clause-twice", "write all of them into one clause", "a second `%s`",
                      clauses[i].word);
        else clauses[i].parse(p, d);
        *seen |= 1u << i;
        return;
    }
    drg_error(p->messages, at, "unknown-clause",
              drg_did_you_mean_name(p, "", word, "", "a label has forms, holds, attributes and resolve"),
              "unknown clause '%.*s'", SHOW(drg_place_text(at)));
}

/* Statements ------------------------------------------------------------------------------------------------------- */

/* A label of an earlier folder gives its place to the new one; two of one folder are an error. */
static void keep_label(rule_parser *p, label_drafts *labels, const label_draft *d) {
    for (size_t i = 0; i < labels->count; i++) {
        label_draft *other = &labels->items[i];
        if (!text_equal(other->declared.name, d->declared.name)) continue;
        if (other->folder == d->folder) {
            drg_error(p->messages, d->declared.declared, "label-twice", "keep one of them", "a second label '%.*s'",
                      SHOW(d->declared.name));
        }
        *other = *d;
        return;
    }
    if (labels->count == LABELS_MOST)
        drg_error(p->messages, d->declared.declared, "too-many-labels",
                  "tell them apart by forms or attributes of one label", "more than %d labels", LABELS_MOST);
    drg_remember(p, VECTOR_PUSH(*labels, *d));
}

/* "label" Name "hidden"? clause* */
static void parse_label(rule_parser *p, label_drafts *labels) {
    reader *r = &p->reader;
    label_draft d = {.folder = p->folder};
    drg_skip_blank(r);
    const uint32_t start = r->at;
    d.declared.name = keep_name(p, drg_read_word(r, "_-"));
    d.declared.declared = d.declared.name.length ? drg_place_from(r, start) : drg_place_here(r);
    const bool capital = d.declared.name.length && d.declared.name.bytes[0] >= 'A' && d.declared.name.bytes[0] <= 'Z';
    if (!capital)
        drg_error(p->messages, d.declared.declared, "label-name", "write it label Treaty",
                  "a label's name begins with a capital letter A to Z");
    d.declared.hidden = drg_accept(r, "hidden");
    drg_expect_end(p, "behind the name may stand `hidden`; clauses stand in the next lines, indented");
    unsigned seen = 0;
    while (drg_read_clause(r)) parse_clause(p, &d, &seen);
    if (capital) keep_label(p, labels, &d);
}

/* "stages" STAGE+ */
static void parse_stages(rule_parser *p, label_table *out, uint32_t start) {
    drg_read_rest(&p->reader);
    if (p->has_stage) {
        drg_error(p->messages, drg_place_from(&p->reader, start), "second-stages",
                  "write all stages into one line, in their order", "a second `stages`");
        return;
    }
    p->has_stage = true;
    read_words(p, "stages");
    if (!p->words.count) return; /* those of an earlier folder stay: what follows from it need not be told */
    if (p->words.count > STAGES_MOST)
        drg_error(p->messages, p->words.items[STAGES_MOST].at, "too-many-stages",
                  "a stage is for what needs the annotations of the one before", "more than %d stages", STAGES_MOST);
    out->stages = keep_texts(p);
    out->stage_count = out->stages ? (uint32_t)p->words.count : 0;
}

static void parse_file(rule_parser *p, const source *file, label_drafts *labels, label_table *out) {
    static const drg_text words[] = {
        {"label",  5},
        {"stages", 6}
    };
    p->reader = (reader){.file = file, .arena = p->arena, .messages = p->messages};
    p->has_stage = false;
    while (drg_read_statement(&p->reader)) {
        const uint32_t start = p->reader.at;
        const drg_text word = p->reader.indent ? (drg_text){0} : drg_read_word(&p->reader, "_-");
        if (text_is(word, "label")) {
            parse_label(p, labels);
        } else if (text_is(word, "stages")) {
            parse_stages(p, out, start);
        } else {
            const place at = word.length ? drg_place_from(&p->reader, start) : drg_place_of_rest_of_word(&p->reader);
            drg_read_rest(&p->reader);
            drg_error(p->messages, at, "unknown-statement",
                      drg_did_you_mean(p, "", word, "", words, 2,
                                       "labels.rules has `stages` and `label`; rules stand in en/, all/ …"),
                      "unknown statement '%.*s'", SHOW(drg_place_text(at)));
        }
    }
    if (p->reader.status != DRG_OK) p->no_memory = true;
}

/* All labels are known --------------------------------------------------------------------------------------------- */

static void find_labels(rule_parser *p, label_draft *d) {
    label_id *holds = drg_reader_take(&p->reader, d->hold_count * sizeof *holds + 1);
    if (!drg_remember(p, holds != NULL)) return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->hold_count; i++) {
        holds[count] = drg_need_label(p, d->holds[i].text, d->holds[i].at);
        if (holds[count].n != NO_LABEL.n) count++;
    }
    d->declared.holds = holds;
    d->declared.hold_count = count;
    if (!d->path_of.text.length) return;
    const label_id of = drg_need_label(p, d->path_of.text, d->path_of.at);
    label_resolve *resolves = drg_keep(p, d->declared.resolves, d->declared.resolve_count * sizeof *resolves);
    for (uint32_t i = 0; resolves && i < d->declared.resolve_count; i++) {
        if (resolves[i].kind == RESOLVE_PATH) resolves[i].of = of.n;
    }
    d->declared.resolves = resolves;
}

void drg_parse_labels(rule_parser *p, const source *const *files, size_t count, label_table *out) {
    label_drafts drafts = {0};
    *out = (label_table){0};
    for (size_t i = 0; i < count; i++) {
        p->folder = (uint32_t)i;
        if (files[i]) parse_file(p, files[i], &drafts, out);
    }
    label *labels = drg_arena_take(p->arena, drafts.count * sizeof *labels + 1);
    if (drg_remember(p, labels != NULL)) {
        out->labels = labels;
        out->label_count = (uint32_t)drafts.count;
        p->labels = out;
        for (size_t i = 0; i < drafts.count; i++) labels[i] = drafts.items[i].declared;
        p->reader = (reader){.arena = p->arena, .messages = p->messages};
        for (size_t i = 0; i < drafts.count; i++) {
            find_labels(p, &drafts.items[i]);
            labels[i] = drafts.items[i].declared;
        }
    }
    VECTOR_CLEAR(drafts);
}
