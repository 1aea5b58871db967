/* Near names. See near_name.h. */
#include "lexicon/near_name.h"

#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "lexicon/fold.h"
#include "lexicon/plural.h"

#define LEAST_LETTERS 4  /* of a text for which names that are one letter off are told */
#define LONG_LETTERS 12  /* … two letters */
#define LETTERS_MOST 512 /* a longer text is compared as a whole only */

typedef struct {
    drg_text text;           /* as it stands */
    buffer folded, stems;    /* of the text */
    buffer name, name_stems; /* of the name at hand */
    buffer word, plural;
    bool has_plurals; /* the text's language forms them as plural.h does */
    stemmer *stemmer;
    uint32_t *row; /* of the table of edits */
} comparison;

/* Folding and stems ---------------------------------------------------------------------------------------------------- */

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next word; empty at the end. */
static drg_text next_word(drg_text text, size_t *at) {
    while (*at < text.length && is_space(text.bytes[*at])) ++*at;
    const size_t start = *at;
    while (*at < text.length && !is_space(text.bytes[*at])) ++*at;
    return (drg_text){text.bytes + start, *at - start};
}

static bool append(buffer *out, drg_text word) {
    return (!out->count || VECTOR_PUSH(*out, ' ')) && drg_buffer_append(out, word);
}

/* The words of `text`, folded (or, with a stemmer, their stems), a single space between them. */
static drg_status fold_words(drg_text text, stemmer *by, buffer *word, buffer *out) {
    size_t at = 0;
    out->count = 0;
    for (drg_text w; (w = next_word(text, &at)).length;) {
        TRY(by ? drg_stem(by, w, word) : drg_fold(w, word));
        if (!append(out, buffer_text(word))) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

/* Comparing ------------------------------------------------------------------------------------------------------------ */

static size_t least_of(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Edits (a byte changed, added, left out) that make `a` of `b`: more than `most` come out as most + 1. */
static uint32_t edits(uint32_t *row, drg_text a, drg_text b, uint32_t most) {
    for (uint32_t k = 0; k <= b.length; k++) row[k] = k;
    for (uint32_t i = 1; i <= a.length; i++) {
        uint32_t diagonal = row[0], least = row[0] = i;
        for (uint32_t k = 1; k <= b.length; k++) {
            const uint32_t same = diagonal + (a.bytes[i - 1] != b.bytes[k - 1]);
            diagonal = row[k];
            row[k] = (uint32_t)least_of(same, least_of(row[k], row[k - 1]) + 1);
            least = (uint32_t)least_of(least, row[k]);
        }
        if (least > most) return most + 1;
    }
    return row[b.length];
}

/* Does `part` stand in `whole`, from one word's start to one's end? */
static bool has_words(drg_text whole, drg_text part) {
    for (size_t at = 0; at + part.length <= whole.length; at++) {
        if (at && whole.bytes[at - 1] != ' ') continue;
        const size_t end = at + part.length;
        if (end < whole.length && whole.bytes[end] != ' ') continue;
        if (memcmp(whole.bytes + at, part.bytes, part.length) == 0) return true;
    }
    return false;
}

/* Is the text the plural of the name? */
static drg_status is_plural(comparison *c, drg_text written, bool *is) {
    *is = false;
    if (!c->has_plurals) return DRG_OK;
    TRY(drg_plural(written, &c->plural));
    TRY(fold_words(buffer_text(&c->plural), NULL, &c->word, &c->name_stems));
    *is = c->plural.count && text_equal(buffer_text(&c->name_stems), buffer_text(&c->folded));
    return DRG_OK;
}

/* Compares names with the text's stems where they may agree: they begin alike, and are nearly as long. */
static drg_status compare_stems(comparison *c, drg_text written, bool *same) {
    const drg_text text = buffer_text(&c->folded), name = buffer_text(&c->name);
    *same = false;
    if (name.length + 4 < text.length || text.length + 4 < name.length) return DRG_OK;
    if (memcmp(text.bytes, name.bytes, least_of(2, least_of(text.length, name.length))) != 0) return DRG_OK;
    TRY(fold_words(written, c->stemmer, &c->word, &c->name_stems));
    *same = text_equal(buffer_text(&c->name_stems), buffer_text(&c->stems));
    return *same ? DRG_OK : is_plural(c, written, same);
}

static bool is_letters_off(const comparison *c, uint32_t *apart) {
    const drg_text text = buffer_text(&c->folded), name = buffer_text(&c->name);
    const uint32_t most = text.length >= LONG_LETTERS ? 2 : 1;
    if (text.length < LEAST_LETTERS || text.length > LETTERS_MOST) return false;
    if (name.length + most < text.length || text.length + most < name.length) return false;
    *apart = edits(c->row, text, name, most);
    return *apart <= most;
}

static drg_status compare(comparison *c, drg_text written, bool exact, near_name *out, bool *is_near) {
    const drg_text text = buffer_text(&c->folded), name = buffer_text(&c->name);
    const size_t longer = name.length > text.length ? name.length - text.length : text.length - name.length;
    bool same_stems = false;
    *is_near = true;
    out->apart = (uint32_t)longer;
    if (text_equal(text, name)) {
        out->how = exact && !text_equal(written, c->text) ? NEAR_CASE : NEAR_SAME;
        return DRG_OK;
    }
    TRY(compare_stems(c, written, &same_stems));
    if (same_stems) out->how = NEAR_INFLECTED;
    else if (is_letters_off(c, &out->apart)) out->how = NEAR_LETTER;
    else if (text.length >= LEAST_LETTERS && has_words(name, text)) out->how = NEAR_PART;
    else if (name.length * 2 > text.length && has_words(text, name)) out->how = NEAR_SHORTER;
    else *is_near = false;
    return DRG_OK;
}

/* All names ------------------------------------------------------------------------------------------------------------ */

static bool is_nearer(const near_name *a, const near_name *b) {
    return a->how != b->how ? a->how < b->how : a->apart < b->apart;
}

static void keep(const near_name *one, near_name *out, uint32_t room, uint32_t *count) {
    uint32_t to = *count;
    while (to > 0 && is_nearer(one, &out[to - 1])) to--;
    if (to == room) return;
    if (*count < room) ++*count;
    for (uint32_t i = *count - 1; i > to; i--) out[i] = out[i - 1];
    out[to] = *one;
}

/* A name that is longer or shorter by far is near in no way. */
static bool may_be_near(const comparison *c, size_t name_length) {
    const size_t text = c->text.length;
    return name_length < text * 8 + 32 && text < name_length * 3 + 32;
}

static drg_status compare_list(comparison *c, const gazetteer *g, const gazetteer_list *l, near_name *out,
                               uint32_t room, uint32_t *count) {
    for (uint32_t e = l->first_entry; e < l->first_entry + l->entry_count; e++) {
        const uint32_t first = drg_gazetteer_entry(g, e)->first_name, names = drg_gazetteer_names_of(g, e);
        for (uint32_t n = first; n < first + names; n++) {
            const drg_text written = drg_gazetteer_origin(g, n).text;
            near_name one = {.name = n};
            bool is_near;
            if (!may_be_near(c, written.length)) continue;
            TRY(fold_words(written, NULL, &c->word, &c->name));
            TRY(compare(c, written, drg_gazetteer_name(g, n)->exact, &one, &is_near));
            if (is_near) keep(&one, out, room, count);
        }
    }
    return DRG_OK;
}

static drg_status compare_all(comparison *c, const gazetteer *g, drg_text label, near_name *out, uint32_t room,
                              uint32_t *count) {
    TRY(fold_words(c->text, NULL, &c->word, &c->folded));
    TRY(fold_words(c->text, c->stemmer, &c->word, &c->stems));
    c->row = malloc((LETTERS_MOST + 4) * sizeof *c->row);
    if (!c->row) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g); i++) {
        const gazetteer_list *l = &drg_gazetteer_lists(g)[i];
        const bool asked = label.length ? text_equal(l->label, label) : l->label.length > 0;
        if (asked) TRY(compare_list(c, g, l, out, room, count));
    }
    return DRG_OK;
}

drg_status drg_near_names(const gazetteer *g, drg_text text, drg_text language, drg_text label, near_name *out,
                          uint32_t room, uint32_t *count) {
    comparison c = {.text = text, .has_plurals = text_is(language, PLURAL_LANGUAGE)};
    *count = 0;
    if (!text.length || !room) return DRG_OK;
    drg_status status = drg_stemmer_new(language, &c.stemmer);
    if (status == DRG_OK) status = compare_all(&c, g, label, out, room, count);
    drg_stemmer_free(c.stemmer);
    free(c.row);
    VECTOR_CLEAR(c.folded);
    VECTOR_CLEAR(c.stems);
    VECTOR_CLEAR(c.name);
    VECTOR_CLEAR(c.name_stems);
    VECTOR_CLEAR(c.word);
    VECTOR_CLEAR(c.plural);
    return status;
}
