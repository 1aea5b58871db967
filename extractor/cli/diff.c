/* dragoman diff: what another body of knowledge finds in the same documents.
 *
 *     en/treaty/by-subject: 2 gained, 1 changed
 *       + a.txt:3:14: …the [Accord on Fisheries] was signed…  Treaty.name →accord-on-fisheries
 *       ~ b.txt:1:1: [Georgia] left…  Country.name GEO → Country.name USA
 *
 * Differences stand under the rule or the gazetteer's line that made the new annotation (of what is lost, the old one);
 * at the end stands how many there are, by label and by rule. The documents are read one at a time, by both; what is kept
 * of them are these lines. With --json they are written at once, an object a line, and none is kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/compare.h"
#include "cli/context.h"
#include "cli/input.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "resolve/document.h"
#include "write/json_stream.h"

#define LINES_KEPT ((size_t)1 << 18) /* nobody reads more: the others are only counted */

typedef struct {       /* A difference as it will be printed. Lifetime: the run's arena. */
    const char *maker; /* under which it stands */
    const char *line;  /* NULL: it is only counted */
    change_kind kind;
    size_t order;
} difference;

typedef struct {
    const char *name;
    size_t counts[CHANGE_CHANGED + 1]; /* by change_kind */
} tally;

typedef VECTOR(tally) tallies;

typedef struct { /* Lifetime: the run. */
    const options *o;
    drg_extractor *old, *new;
    comparison comparison;
    VECTOR(difference) differences;
    tallies labels;
    arena arena;
    size_t count, failed_count, difference_count;
    bool colours;
    int write_error;
} run;

static const char *const changes[] = {"same", "gained", "lost", "changed"}; /* by change_kind */

/* One change -------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const drg_document *old, *new;
    const change *of;
} view;

/* The side that it is told of: the new one, if it has one. */
static const drg_document *side(const view *v) {
    return v->of->kind == CHANGE_LOST ? v->old : v->new;
}
static size_t number(const view *v) {
    return v->of->kind == CHANGE_LOST ? v->of->old : v->of->new;
}

/* Lines ------------------------------------------------------------------------------------------------------------------- */

/* The line in the arena; NULL if there is no memory for it. */
static const char *keep_line(run *r, const view *v, line_cursor *cursor) {
    char *bytes = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&bytes, &length);
    if (!to) return NULL;
    const change_style style = {r->o->context, r->colours};
    const drg_status status = drg_change_print(to, &r->comparison, v->old, v->new, v->of, style, cursor);
    const bool whole = fclose(to) == 0 && status == DRG_OK;
    const drg_text kept = whole ? drg_arena_copy(&r->arena, (drg_text){bytes, length}) : (drg_text){0};
    free(bytes);
    return kept.bytes;
}

static const char *keep_maker(run *r, const view *v) {
    char name[512];
    const thing_maker maker = drg_thing_maker(side(v), v->of->thing, number(v));
    const char *otherwise = v->of->thing == THING_ENTITY ? "learned from the document" : "made of other annotations";
    if (maker.line) snprintf(name, sizeof name, "%s:%u", maker.name, maker.line);
    else snprintf(name, sizeof name, "%s", *maker.name ? maker.name : otherwise);
    return drg_arena_copy(&r->arena, drg_text_of(name)).bytes;
}

static drg_status keep_change(run *r, const view *v, line_cursor *cursor) {
    difference made = {.maker = keep_maker(r, v), .kind = v->of->kind, .order = r->differences.count};
    if (r->differences.count < LINES_KEPT && !r->o->count_only) {
        made.line = keep_line(r, v, cursor);
        if (!made.line) return DRG_NO_MEMORY;
    }
    return made.maker && VECTOR_PUSH(r->differences, made) ? DRG_OK : DRG_NO_MEMORY;
}

/* JSON -------------------------------------------------------------------------------------------------------------------- */

static void json_string(json_stream *s, const char *key, drg_text text) {
    drg_json_key(s, key);
    drg_json_text_or_null(s, text);
}

static void json_attribute(json_stream *s, const drg_document *d, drg_attribute a) {
    if (a.referent == SIZE_MAX) drg_json_text(s, a.value);
    else drg_json_text(s, drg_document_referent(d, a.referent).key);
}

/* {"kind":["treaty"],"parties":["JPN","FRA"]}: those of one key stand one after another. */
static void json_attributes(json_stream *s, const drg_document *d, thing_kind thing, size_t i, size_t count) {
    drg_text key = {0};
    drg_json_key(s, "attributes");
    drg_json_open(s, '{', JSON_INLINE);
    for (size_t a = 0; a < count; a++) {
        const drg_attribute one =
            thing == THING_ENTITY ? drg_document_entity_attribute(d, i, a) : drg_document_attribute(d, i, a);
        if (!text_equal(one.key, key)) {
            if (key.length) drg_json_close(s, ']');
            drg_json_key_text(s, one.key);
            drg_json_open(s, '[', JSON_INLINE);
        }
        key = one.key;
        json_attribute(s, d, one);
    }
    if (key.length) drg_json_close(s, ']');
    drg_json_close(s, '}');
}

static void json_span(json_stream *s, size_t start, size_t end) {
    drg_json_key(s, "start"), drg_json_count(s, start);
    drg_json_key(s, "end"), drg_json_count(s, end);
}

static drg_text key_of(const drg_document *d, size_t referent_number) {
    return referent_number == SIZE_MAX ? (drg_text){0} : drg_document_referent(d, referent_number).key;
}

static void json_entity(json_stream *s, const drg_document *d, size_t i) {
    const drg_entity e = drg_document_entity(d, i);
    json_span(s, e.start, e.end);
    json_string(s, "text", e.text);
    json_string(s, "label", drg_text_of(e.label));
    json_string(s, "form", drg_text_of(e.form));
    json_string(s, "value", e.value);
    json_string(s, "referent", key_of(d, e.referent));
    json_attributes(s, d, THING_ENTITY, i, e.attribute_count);
}

static void json_event(json_stream *s, const drg_document *d, size_t i) {
    const drg_event e = drg_document_event(d, i);
    json_span(s, e.start, e.end);
    json_string(s, "action", e.action);
    json_string(s, "treaty", key_of(d, e.treaty));
    drg_json_key(s, "parties");
    drg_json_open(s, '[', JSON_INLINE);
    for (size_t p = 0; p < e.party_count; p++) drg_json_text(s, key_of(d, drg_document_party(d, i, p)));
    drg_json_close(s, ']');
    json_string(s, "date", e.date);
    json_string(s, "place", e.place);
    json_string(s, "polarity", e.polarity);
    json_string(s, "modality", e.modality);
}

static void json_turn(json_stream *s, const drg_document *d, size_t i) {
    const drg_turn t = drg_document_turn(d, i);
    json_span(s, t.start, t.end);
    json_string(s, "name", t.name);
    json_string(s, "referent", key_of(d, t.referent));
    json_string(s, "country", t.country);
}

static void json_referent(json_stream *s, const drg_document *d, size_t i) {
    const drg_referent r = drg_document_referent(d, i);
    json_string(s, "label", drg_text_of(r.label));
    json_string(s, "key", r.key);
    json_string(s, "name", r.name);
    json_attributes(s, d, THING_REFERENT, i, r.attribute_count);
}

static void json_maker(json_stream *s, thing_maker maker) {
    char where[512];
    if (maker.line) snprintf(where, sizeof where, "%s:%u", maker.name, maker.line);
    if (maker.line) json_string(s, "source", drg_text_of(where));
    else if (*maker.name) json_string(s, "rule", drg_text_of(maker.name));
}

/* "old":{…}, or null. */
static void json_side(json_stream *s, const char *key, const drg_document *d, thing_kind thing, size_t i) {
    static void (*const write[])(json_stream *, const drg_document *, size_t) = {
        [THING_ENTITY] = json_entity,
        [THING_EVENT] = json_event,
        [THING_TURN] = json_turn,
        [THING_REFERENT] = json_referent,
    };
    drg_json_key(s, key);
    if (i == SIZE_MAX) {
        drg_json_null(s);
        return;
    }
    drg_json_open(s, '{', JSON_INLINE);
    write[thing](s, d, i);
    json_maker(s, drg_thing_maker(d, thing, i));
    drg_json_close(s, '}');
}

static drg_status write_change(run *r, const view *v) {
    static const char *const things[] = {"entity", "event", "turn", "referent"};
    json_stream s;
    drg_json_begin(&s, (drg_sink){drg_terminal_write, &r->write_error}, false);
    drg_json_open(&s, '{', JSON_INLINE);
    drg_json_key(&s, "id");
    TRY(drg_json_any_text(&s, side(v)->input.id));
    json_string(&s, "change", drg_text_of(changes[v->of->kind]));
    json_string(&s, "of", drg_text_of(things[v->of->thing]));
    json_side(&s, "old", v->old, v->of->thing, v->of->old);
    json_side(&s, "new", v->new, v->of->thing, v->of->new);
    drg_json_close(&s, '}');
    return drg_json_end(&s) == DRG_NO_MEMORY ? DRG_NO_MEMORY : DRG_OK;
}

/* Documents --------------------------------------------------------------------------------------------------------------- */

static drg_status count_label(tallies *of, arena *a, const char *name, change_kind kind) {
    size_t i = 0;
    while (i < of->count && strcmp(of->items[i].name, name) != 0) i++;
    if (i == of->count) {
        const drg_text kept = drg_arena_copy(a, drg_text_of(name));
        if (!kept.bytes || !VECTOR_PUSH(*of, (tally){.name = kept.bytes})) return DRG_NO_MEMORY;
    }
    of->items[i].counts[kind]++;
    return DRG_OK;
}

static drg_status take_change(run *r, const view *v, line_cursor cursors[2]) {
    TRY(count_label(&r->labels, &r->arena, drg_thing_label(side(v), v->of->thing, number(v)), v->of->kind));
    if (!drg_change_is_told(v->of)) return DRG_OK;
    r->difference_count++;
    return r->o->json ? write_change(r, v) : keep_change(r, v, &cursors[side(v) == v->new]);
}

static drg_status compare(run *r, const drg_document *old, const drg_document *new) {
    line_cursor cursors[2] = {{0}, {0}};
    TRY(drg_compare(&r->comparison, old, new));
    for (size_t i = 0; i < r->comparison.changes.count; i++) {
        const view v = {old, new, &r->comparison.changes.items[i]};
        TRY(take_change(r, &v, cursors));
    }
    return DRG_OK;
}

/* receiver.take */
static bool take(void *context, const incoming *in) {
    run *r = context;
    failure f = in->failure;
    const drg_document *old, *new;
    drg_status status = f.code ? DRG_OK : drg_annotate(r->old, &in->input, &old);
    if (status != DRG_OK) drg_failure_of_annotate(&f, r->old, status);
    if (!f.code) status = drg_annotate(r->new, &in->input, &new);
    if (!f.code && status == DRG_OK) status = compare(r, old, new);
    if (!f.code && status != DRG_OK) drg_failure_of_annotate(&f, r->new, status);
    if (f.code) drg_failure_tell(in, &f);
    r->failed_count += f.code != FAILED_NOT;
    r->count++;
    return drg_terminal_flush(&r->write_error);
}

/* receiver.pause */
static void pause_output(void *context) {
    run *r = context;
    drg_terminal_flush(&r->write_error);
}

/* The end ----------------------------------------------------------------------------------------------------------------- */

static int by_maker(const void *a_, const void *b_) {
    const difference *a = a_, *b = b_;
    const int order = strcmp(a->maker, b->maker);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static void print_tally_counts(const tally *t) {
    const char *before = "";
    for (change_kind k = CHANGE_GAINED; k <= CHANGE_CHANGED; k++) {
        if (t->counts[k]) printf("%s%zu %s", before, t->counts[k], changes[k]), before = ", ";
    }
}

/* The differences from `first` on that are of one maker; returns where the next one's begin. */
static size_t print_group(const run *r, size_t first, tally *sum) {
    size_t end = first, left_out = 0;
    *sum = (tally){.name = r->differences.items[first].maker};
    for (; end < r->differences.count && !strcmp(r->differences.items[end].maker, sum->name); end++)
        sum->counts[r->differences.items[end].kind]++;
    if (r->o->count_only) return end;
    printf("%s%s%s: ", drg_terminal_paint(r->colours, COLOUR_BOLD), sum->name,
           drg_terminal_paint(r->colours, COLOUR_OFF));
    print_tally_counts(sum);
    putchar('\n');
    for (size_t i = first; i < end; i++) {
        if (r->differences.items[i].line) puts(r->differences.items[i].line);
        else left_out++;
    }
    if (left_out) printf("  and %zu more (--json writes all)\n", left_out);
    putchar('\n');
    return end;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const tally *)a)->name, ((const tally *)b)->name);
}

/* gained, lost, changed and the same, by label or by what made them. */
static void print_table(const char *head, const tally *rows, size_t count, bool with_same) {
    size_t width = strlen(head);
    for (size_t i = 0; i < count; i++) width = strlen(rows[i].name) > width ? strlen(rows[i].name) : width;
    printf("%-*s  %8s %8s %8s%s\n", (int)width, head, "gained", "lost", "changed", with_same ? "     same" : "");
    for (size_t i = 0; i < count; i++) {
        const size_t *counts = rows[i].counts;
        printf("%-*s  %8zu %8zu %8zu", (int)width, rows[i].name, counts[CHANGE_GAINED], counts[CHANGE_LOST],
               counts[CHANGE_CHANGED]);
        if (with_same) printf(" %8zu", counts[CHANGE_NONE]);
        putchar('\n');
    }
}

static drg_status print_groups(run *r, tallies *makers) {
    if (r->differences.count) qsort(r->differences.items, r->differences.count, sizeof *r->differences.items, by_maker);
    for (size_t i = 0; i < r->differences.count;) {
        tally sum;
        i = print_group(r, i, &sum);
        if (!VECTOR_PUSH(*makers, sum)) return DRG_NO_MEMORY;
    }
    return DRG_OK;
}

static drg_status print_all(run *r) {
    tallies makers = {0};
    const drg_status status = print_groups(r, &makers);
    if (r->labels.count) {
        qsort(r->labels.items, r->labels.count, sizeof *r->labels.items, by_name);
        print_table("label", r->labels.items, r->labels.count, true);
    }
    if (makers.count) {
        putchar('\n');
        print_table("rule or name", makers.items, makers.count, false);
    }
    VECTOR_CLEAR(makers);
    return status;
}

/* The command ------------------------------------------------------------------------------------------------------------- */

static exit_status compare_all(run *r) {
    r->colours = drg_terminal_has_colours(stdout, r->o->colours);
    drg_input_each(r->o, (receiver){take, pause_output, r});
    if (!r->o->json && print_all(r) != DRG_OK) drg_tell("there is no memory to print it all");
    const bool written = drg_terminal_flush(&r->write_error);
    drg_terminal_tell(r->write_error);
    fprintf(stderr, "%zu difference%s in %zu document%s\n", r->difference_count, r->difference_count == 1 ? "" : "s",
            r->count, r->count == 1 ? "" : "s");
    return r->difference_count || r->failed_count || !written ? STATUS_DOCUMENT : STATUS_FINE;
}

static exit_status run_both(run *r, const drg_knowledge *old, const drg_knowledge *new) {
    exit_status status = STATUS_DOCUMENT;
    if (drg_extractor_new(old, &r->old) == DRG_OK && drg_extractor_new(new, &r->new) == DRG_OK) status = compare_all(r);
    else drg_tell("there is no memory to begin");
    drg_extractor_free(r->old);
    drg_extractor_free(r->new);
    drg_comparison_clear(&r->comparison);
    VECTOR_CLEAR(r->differences);
    VECTOR_CLEAR(r->labels);
    drg_arena_clear(&r->arena);
    return status;
}

exit_status drg_command_diff(const options *o, const char *program) {
    (void)program;
    drg_knowledge *old = NULL, *new = NULL;
    if (o->operands.count < 2)
        return drg_usage_error(COMMAND_DIFF,
                               "name two folders that hold rules/ and gazetteers/ (or packs), then the documents");
    if (o->operands.count == 2 && isatty(STDIN_FILENO))
        return drg_usage_error(COMMAND_DIFF,
                               "name the documents behind the two: files, folders, or - for standard input");
    options rest = *o; /* the documents; its vectors are borrowed */
    rest.operands.items += 2;
    rest.operands.count -= 2;
    exit_status status = STATUS_KNOWLEDGE;
    run r = {.o = &rest};
    if (drg_knowledge_load_at(o->operands.items[0], &old) && drg_knowledge_load_at(o->operands.items[1], &new))
        status = run_both(&r, old, new);
    drg_knowledge_close(old);
    drg_knowledge_close(new);
    return status;
}
