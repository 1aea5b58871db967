/* dragoman show: a document as it reads, with what was found in its place, and the values below.
 *
 *     [Russia Country=RUS] signed the [Pyongyang Treaty Treaty=russia-dprk-2024].        in a pipe: in brackets
 *
 *     0-6    Russia            Country.name   RUS
 *     18-34  Pyongyang Treaty  Treaty.name    russia-dprk-2024
 *     events
 *     7-13   sign  treaty=russia-dprk-2024  parties=RUS  positive  actual
 *
 * On a terminal each label has its colour, the same in every document: its place in labels.rules says which. What stands
 * in something else is underlined, and brackets in its colour stand around what holds something, so that both can be told.
 * --html writes a page instead (write/html.h). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/input.h"
#include "cli/known_labels.h"
#include "cli/messages.h"
#include "cli/open_pack.h"
#include "cli/terminal.h"
#include "knowledge.h"
#include "write/html.h"
#include "write/layers.h"

#define TEXT_CELLS 44 /* of a table's columns, at most: then an entity's row is a line */
#define VALUE_CELLS 36

typedef struct { /* Lifetime: the run. */
    const options *o;
    drg_extractor *extractor;
    label_choice only;
    bool colours, several;
    size_t count, failed_count;
    bool pack_is_damaged;
    int write_error;
    html_page page;
} run;

/* Colours ----------------------------------------------------------------------------------------------------------------- */

/* Light backgrounds of the 256 that terminals have, under black letters. */
static const uint8_t backgrounds[] = {153, 216, 151, 218, 183, 229, 159, 181, 187, 250, 147, 225};

static const char *off(const run *r) {
    return drg_terminal_paint(r->colours, COLOUR_OFF);
}

static void colour(const run *r, uint32_t of_label, bool underlined) {
    if (!r->colours) return;
    printf("\033[0;38;5;16;48;5;%d%sm", backgrounds[of_label % sizeof backgrounds], underlined ? ";4" : "");
}

/* The labels that occur, in their colours. */
static void print_legend(const run *r, const drg_document *d) {
    if (!r->colours || !drg_document_entity_count(d)) return;
    for (uint32_t l = 0; l < d->labels->label_count; l++) {
        size_t count = 0;
        for (size_t i = 0; i < drg_document_entity_count(d); i++) count += drg_entity_label(d, i) == l;
        if (!count || !drg_label_is_chosen(r->only, d->labels->labels[l].name.bytes)) continue;
        colour(r, l, false);
        printf(" %s ", d->labels->labels[l].name.bytes);
        printf("%s %zu  ", off(r), count);
    }
    fputs("\n\n", stdout);
}

/* The text ---------------------------------------------------------------------------------------------------------------- */

/* The colour of what is open, anew. */
static void colour_again(const run *r, const drg_document *d, const layers *l) {
    if (!l->open.count) fputs(off(r), stdout);
    else colour(r, drg_entity_label(d, l->open.items[l->open.count - 1].entity), l->open.count > 1);
}

static void print_referent(const drg_document *d, size_t number) {
    if (number != SIZE_MAX) drg_terminal_put_text(stdout, drg_document_referent(d, number).key);
}

/* A piece of text, line breaks as they are; no colour runs on to the end of the screen's line. */
static void print_piece(const run *r, const drg_document *d, const layers *l, drg_text text) {
    for (size_t at = 0; at < text.length;) {
        const char c = text.bytes[at];
        if (c == '\r' && at + 1 < text.length && text.bytes[at + 1] == '\n') at++;
        else if (c != '\n') drg_terminal_put(stdout, drg_terminal_char(text, &at));
        else {
            if (l->open.count) fputs(off(r), stdout);
            putchar('\n');
            if (l->open.count) colour_again(r, d, l);
            at++;
        }
    }
}

/* What stands behind an annotation where there are no colours: ` Country=RUS]`, ` Treaty→npt]` if only its referent is known. */
static void print_name(const drg_document *d, size_t i) {
    const drg_entity e = drg_document_entity(d, i);
    printf(" %s", e.label);
    if (e.value.length) putchar('=');
    else if (e.referent != SIZE_MAX) fputs("→", stdout);
    if (e.value.length) drg_terminal_put_text(stdout, e.value);
    else print_referent(d, e.referent);
}

/* `holders`: bit i % 64 of the open layers tells whether layer i holds others; deeper ones share it. */
static void print_step(const run *r, const drg_document *d, const layers *l, const layer_step *step,
                       uint64_t *holders) {
    const size_t depth = l->open.count - (step->kind == LAYER_OPEN);
    const uint64_t bit = (uint64_t)1 << depth % 64;
    if (step->kind == LAYER_TEXT) {
        print_piece(r, d, l, step->text);
    } else if (step->kind == LAYER_OPEN) {
        *holders = step->holds ? *holders | bit : *holders & ~bit;
        colour_again(r, d, l);
        if (!r->colours || step->holds) putchar('[');
    } else {
        if (!r->colours) print_name(d, step->entity);
        else if (*holders & bit) colour(r, drg_entity_label(d, step->entity), depth > 0);
        if (!r->colours || *holders & bit) putchar(']');
        colour_again(r, d, l);
    }
}

static drg_status print_layers(const run *r, const drg_document *d, layers *l) {
    uint64_t holders = 0;
    for (;;) {
        layer_step step;
        bool done;
        TRY(drg_layers_next(l, &step, &done));
        if (done) return DRG_OK;
        print_step(r, d, l, &step, &holders);
    }
}

static drg_status print_text(const run *r, const drg_document *d) {
    layers l = {0};
    const drg_text text = drg_document_text(d);
    drg_layers_begin(&l, d, r->only);
    const drg_status status = print_layers(r, d, &l);
    drg_layers_clear(&l);
    if (text.length && text.bytes[text.length - 1] != '\n') putchar('\n');
    putchar('\n');
    return status;
}

/* The values -------------------------------------------------------------------------------------------------------------- */

typedef struct { /* columns of the screen */
    size_t at, text, label, value;
} widths;

static int put_place(char *out, size_t room, size_t start, size_t end) {
    return snprintf(out, room, "%zu-%zu", start, end);
}

static void widen(size_t *width, size_t to) {
    if (*width < to) *width = to;
}

static widths widths_of(const run *r, const drg_document *d) {
    widths w = {0};
    char where[48];
    for (size_t i = 0; i < drg_document_entity_count(d); i++) {
        const drg_entity e = drg_document_entity(d, i);
        if (!drg_label_is_chosen(r->only, e.label)) continue;
        widen(&w.at, (size_t)put_place(where, sizeof where, e.start, e.end));
        widen(&w.text, drg_terminal_put_line(NULL, e.text, TEXT_CELLS));
        widen(&w.label, strlen(e.label) + strlen(e.form) + (*e.form != '\0'));
        widen(&w.value, drg_terminal_put_line(NULL, e.value, VALUE_CELLS));
    }
    return w;
}

static void print_attribute(const drg_document *d, drg_attribute a) {
    fputs("  ", stdout);
    drg_terminal_put_text(stdout, a.key);
    putchar('=');
    if (a.referent != SIZE_MAX) print_referent(d, a.referent);
    else drg_terminal_put_text(stdout, a.value);
}

/* The referent's key, where it is not the value. */
static void print_own_referent(const drg_document *d, const drg_entity *e) {
    if (e->referent == SIZE_MAX) return;
    const drg_text key = drg_document_referent(d, e->referent).key;
    printf("  r%zu", e->referent + 1);
    if (text_equal(key, e->value)) return;
    putchar(' ');
    drg_terminal_put_text(stdout, key);
}

static void print_entity(const run *r, const drg_document *d, size_t i, const drg_entity *e, widths w) {
    char where[48];
    put_place(where, sizeof where, e->start, e->end);
    printf("%-*s  ", (int)w.at, where);
    drg_terminal_put_column(stdout, e->text, w.text);
    fputs("  ", stdout);
    colour(r, drg_entity_label(d, i), false);
    const int label_cells = printf("%s%s%s", e->label, *e->form ? "." : "", e->form);
    printf("%s%*s  ", off(r), (int)w.label - label_cells, "");
    if (e->referent == SIZE_MAX && !e->attribute_count) drg_terminal_put_line(stdout, e->value, w.value);
    else drg_terminal_put_column(stdout, e->value, w.value);
    print_own_referent(d, e);
    for (size_t a = 0; a < e->attribute_count; a++) print_attribute(d, drg_document_entity_attribute(d, i, a));
    putchar('\n');
}

static void print_entities(const run *r, const drg_document *d) {
    const widths w = widths_of(r, d);
    size_t count = 0;
    for (size_t i = 0; i < drg_document_entity_count(d); i++) {
        const drg_entity e = drg_document_entity(d, i);
        if (!drg_label_is_chosen(r->only, e.label)) continue;
        print_entity(r, d, i, &e, w);
        count++;
    }
    if (!count) puts("nothing was found");
}

/* Events and turns ---------------------------------------------------------------------------------------------------------- */

static void print_field(const char *key, drg_text value) {
    if (!value.length) return;
    printf("  %s=", key);
    drg_terminal_put_text(stdout, value);
}

static void print_event(const drg_document *d, size_t i) {
    const drg_event e = drg_document_event(d, i);
    printf("%zu-%zu  ", e.start, e.end);
    drg_terminal_put_text(stdout, e.action);
    if (e.treaty != SIZE_MAX) print_field("treaty", drg_document_referent(d, e.treaty).key);
    for (size_t p = 0; p < e.party_count; p++) {
        fputs(p ? ", " : "  parties=", stdout);
        print_referent(d, drg_document_party(d, i, p));
    }
    print_field("date", e.date);
    print_field("place", e.place);
    print_field("polarity", e.polarity);
    print_field("modality", e.modality);
    putchar('\n');
}

static void print_turn(const drg_document *d, size_t i) {
    const drg_turn t = drg_document_turn(d, i);
    printf("%zu-%zu  ", t.start, t.end);
    drg_terminal_put_line(stdout, t.name, TEXT_CELLS);
    if (t.referent != SIZE_MAX) print_field("referent", drg_document_referent(d, t.referent).key);
    print_field("country", t.country);
    putchar('\n');
}

static void print_events_and_turns(const run *r, const drg_document *d) {
    const size_t events = drg_kind_is_chosen(r->only, d->labels, RESOLVE_EVENT) ? drg_document_event_count(d) : 0;
    const size_t turns = drg_kind_is_chosen(r->only, d->labels, RESOLVE_TURN) ? drg_document_turn_count(d) : 0;
    if (events) puts("events");
    for (size_t i = 0; i < events; i++) print_event(d, i);
    if (turns) puts("turns");
    for (size_t i = 0; i < turns; i++) print_turn(d, i);
}

/* The run ----------------------------------------------------------------------------------------------------------------- */

static drg_status print_document(run *r, const drg_document *d) {
    if (r->several) {
        if (r->count) putchar('\n');
        printf("%s── ", drg_terminal_paint(r->colours, COLOUR_BOLD));
        drg_terminal_put_text(stdout, d->input.id);
        printf(" ──%s\n\n", off(r));
    }
    print_legend(r, d);
    TRY(print_text(r, d));
    print_entities(r, d);
    print_events_and_turns(r, d);
    return DRG_OK;
}

static drg_status show_document(run *r, const drg_document *d) {
    return r->o->html ? drg_html_document(&r->page, d, r->only) : print_document(r, d);
}

/* A label that there is not is a slip of the pen, and would show nothing. */
static bool labels_are_known(const run *r, const label_table *t) {
    for (size_t i = 0; i < r->only.count; i++) {
        const drg_text asked = drg_text_of(r->only.names[i]);
        if (memchr(asked.bytes, '.', asked.length))
            return drg_usage_error(COMMAND_SHOW, "--label takes a label as a whole, without a form"), false;
        if (drg_label_find(t, asked).n == NO_FORM) return drg_label_unknown(COMMAND_SHOW, t, asked), false;
    }
    return true;
}

/* receiver.take */
static bool take(void *context, const incoming *in) {
    run *r = context;
    failure f = in->failure;
    const drg_document *d;
    drg_status status = f.code ? DRG_OK : drg_annotate(r->extractor, &in->input, &d);
    if (!f.code && status == DRG_OK) status = show_document(r, d);
    if (status != DRG_OK) drg_failure_of_annotate(&f, r->extractor, status);
    if (f.code) drg_failure_tell(in, &f);
    r->pack_is_damaged |= status == DRG_BAD_KNOWLEDGE;
    r->failed_count += f.code != FAILED_NOT;
    r->count++;
    return drg_terminal_flush(&r->write_error);
}

static void pause_output(void *context) {
    run *r = context;
    drg_terminal_flush(&r->write_error);
}

static drg_text page_title(const options *o) {
    return drg_text_of(o->operands.count == 1 ? o->operands.items[0] : "Documents");
}

static exit_status show_all(run *r) {
    r->colours = drg_terminal_has_colours(stdout, r->o->colours);
    r->several = !drg_input_is_single(r->o);
    if (r->o->html) drg_html_begin(&r->page, page_title(r->o), (drg_sink){drg_terminal_write, &r->write_error});
    drg_input_each(r->o, (receiver){take, pause_output, r});
    if (r->o->html) drg_html_end(&r->page);
    const bool written = drg_terminal_flush(&r->write_error);
    drg_terminal_tell(r->write_error);
    if (r->pack_is_damaged) return STATUS_KNOWLEDGE;
    return written && !r->failed_count ? STATUS_FINE : STATUS_DOCUMENT;
}

exit_status drg_command_show(const options *o, const char *executable) {
    drg_knowledge *knowledge;
    run r = {
        .o = o, .only = {o->labels.items, o->labels.count}
    };
    if (o->operands.count == 0 && isatty(STDIN_FILENO))
        return drg_usage_error(COMMAND_SHOW, "name a file, a folder, or - for standard input");
    if (!drg_knowledge_load_pack(o, executable, &knowledge)) return STATUS_KNOWLEDGE;
    exit_status status = STATUS_DOCUMENT;
    if (!labels_are_known(&r, knowledge->rulesets.items[0].labels)) status = STATUS_USAGE;
    else if (drg_extractor_new(knowledge, &r.extractor) == DRG_OK) status = show_all(&r);
    else drg_tell("there is no memory to begin");
    drg_extractor_free(r.extractor);
    drg_knowledge_close(knowledge);
    return status;
}
