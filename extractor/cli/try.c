/* dragoman try: what a rule finds in documents, before it is saved.
 *
 *     briefing.txt:3:14: …said that the [Treaty on Goods] was signed…  Treaty.name  chosen  kind=Treaty
 *     briefing.txt:9:1: [Pact of Steel] was…  Treaty.name  lost: Organization.name "Pact of Steel Ltd" 91-108 is longer
 *
 * The rule is made into a file (trial.h) and read with all knowledge; then every reading that it made is shown, with what
 * became of it. Of readings of one rule that overlap, the one that begins first is, and those that were chosen (--all: all).
 * Evidence shows the readings for which it holds, and what it changes, which is found by reading each document without
 * it, too; --changes tells that of any rule. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/compare.h"
#include "cli/context.h"
#include "cli/input.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "cli/trial.h"
#include "cli/watch.h"
#include "cli/why.h"

#define WATCH_MS 200
#define EVIDENCE_ASKED 64
#define CAPTURES_SHOWN 16

typedef struct {         /* A reading that the rule made, or for which its evidence held. */
    uint32_t first, end; /* tokens */
    uint32_t number, rule;
} match;

typedef struct {      /* Lifetime: one run over all documents. */
    const options *o; /* its operands are the documents */
    const trial *trial;
    drg_extractor *extractor, *base; /* base: without the rule; NULL: it is not asked what changes */
    const ruleset *set;              /* of the document before: `own` is of it */
    VECTOR(bool) own;                /* by rule: it is the trial's */
    VECTOR(match) matches;
    VECTOR(uint32_t) heads; /* by reading: that of its chain */
    comparison comparison;
    bool colours;
    int write_error;
    size_t count, failed_count, matched_count;    /* documents */
    size_t match_count, chosen_count, lost_count; /* matches */
    size_t change_count;
} run;

/* Matches ----------------------------------------------------------------------------------------------------------------- */

static const reading *reading_at(const drg_document *d, uint32_t number) {
    return &d->readings.items.items[number];
}

/* Which rules are the trial's. */
static drg_status find_own(run *r) {
    const ruleset *set = drg_explain_rules(r->extractor);
    if (r->set == set) return DRG_OK;
    r->set = set;
    r->own.count = 0;
    for (size_t i = 0; i < set->facts.count; i++)
        if (!VECTOR_PUSH(r->own, text_is(set->facts.items[i].file, r->trial->name))) return DRG_NO_MEMORY;
    return DRG_OK;
}

static bool has_own_evidence(const run *r) {
    for (size_t i = 0; i < r->own.count; i++)
        if (r->own.items[i] && r->set->facts.items[i].is_evidence) return true;
    return false;
}

static drg_status add_match(run *r, const drg_document *d, uint32_t number, uint32_t rule) {
    const reading *of = reading_at(d, number);
    return VECTOR_PUSH(r->matches, ((match){of->first_token, of->end_token, number, rule})) ? DRG_OK : DRG_NO_MEMORY;
}

/* The readings for which evidence of the trial held. */
static drg_status collect_held(run *r, const drg_document *d, uint32_t number) {
    uint32_t rules[EVIDENCE_ASKED];
    const uint32_t count = drg_reading_evidence(r->extractor->matcher, number, rules, EVIDENCE_ASKED);
    for (uint32_t i = 0; i < count; i++)
        if (r->own.items[rules[i]]) TRY(add_match(r, d, number, rules[i]));
    return DRG_OK;
}

static int by_span(const void *a_, const void *b_) {
    const match *a = a_, *b = b_;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static drg_status collect(run *r, const drg_document *d) {
    const bool asks_evidence = has_own_evidence(r);
    r->matches.count = 0;
    for (uint32_t i = 0; i < d->readings.items.count; i++) {
        const reading *of = reading_at(d, i);
        if (of->rule.n != NO_ID && r->own.items[of->rule.n]) TRY(add_match(r, d, i, of->rule.n));
        if (asks_evidence) TRY(collect_held(r, d, i));
    }
    if (r->matches.count) qsort(r->matches.items, r->matches.count, sizeof *r->matches.items, by_span);
    return DRG_OK;
}

/* Readings of one span, label and form hang in a chain; what becomes of it is told of its head. */
static drg_status find_heads(run *r, const drg_document *d) {
    const uint32_t count = (uint32_t)d->readings.items.count;
    if (!VECTOR_RESERVE(r->heads, count)) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) r->heads.items[i] = i;
    for (uint32_t i = 0; i < count; i++) {
        if (reading_at(d, i)->flags & READING_MERGED) continue;
        for (uint32_t at = i; at != NO_ID; at = reading_at(d, at)->merged) r->heads.items[at] = i;
    }
    return DRG_OK;
}

static bool is_chosen(const reading *head) {
    return head->flags & READING_CHOSEN && !(head->flags & READING_DROPPED);
}

/* One match --------------------------------------------------------------------------------------------------------------- */

static drg_status put_captures(const inquiry *q, const match *m) {
    trace_capture captures[CAPTURES_SHOWN];
    uint32_t count;
    TRY(drg_trace_captures(q->tracer, reading_at(q->d, m->number), m->rule, captures, CAPTURES_SHOWN, &count));
    for (uint32_t i = 0; i < count; i++) {
        fputs("  ", stdout);
        drg_why_put(captures[i].name);
        putchar('=');
        drg_terminal_put_line(stdout, captures[i].text, 60);
    }
    return DRG_OK;
}

static void put_value(const inquiry *q, const reading *head) {
    const settled_facts *f = reading_facts(&q->d->readings, head);
    if (!f) return;
    drg_text value = facts_value(f);
    if (!value.length && f->entry != NO_ID) value = drg_gazetteer_id(q->d->gazetteer, f->entry);
    if (value.length) {
        fputs(" = ", stdout);
        drg_why_put(value);
    }
    if (f->referent == NO_ID || text_equal(value, q->d->referents.items[f->referent].key)) return;
    fputs(" →", stdout);
    drg_why_put(q->d->referents.items[f->referent].key);
}

/* chosen; chosen, but made by another rule that weighs more; lost, and to what. */
static void put_outcome(const run *r, const inquiry *q, const match *m, uint32_t head_number) {
    const reading *head = reading_at(q->d, head_number);
    const bool is_evidence = r->set->facts.items[m->rule].is_evidence;
    if (is_chosen(head)) {
        printf("  %s%s%s", drg_terminal_paint(r->colours, COLOUR_PALE_GREEN),
               head->flags & READING_HELD ? "chosen, held by what it stands in" : "chosen",
               drg_terminal_paint(r->colours, COLOUR_OFF));
        if (is_evidence || head->rule.n == m->rule) return;
        fputs(", but ", stdout);
        drg_why_put(drg_explain_maker(q->d, head).term.what);
        fputs(" weighs more", stdout);
    } else {
        printf("  %slost%s: ", drg_terminal_paint(r->colours, COLOUR_PALE_YELLOW),
               drg_terminal_paint(r->colours, COLOUR_OFF));
        drg_why_put_loss(q, drg_explain_loss(q->d, head_number));
    }
}

/* -1.50 = 2.00: what the evidence adds, and the sum with it. */
static void put_weight(const run *r, const match *m, const reading *head) {
    const double weight = r->set->facts.items[m->rule].weight;
    if (head->flags & READING_NEVER) fputs("  never", stdout);
    else printf("  %+.2f = %.2f", weight, (double)head->sum);
}

static drg_status put_match(const run *r, const inquiry *q, const match *m, uint32_t head_number, text_place at) {
    const reading *head = reading_at(q->d, head_number);
    uint32_t start, end;
    drg_document_bytes(q->d, m->first, m->end, &start, &end);
    printf("%s", drg_terminal_paint(r->colours, COLOUR_PALE_PURPLE));
    drg_why_put(q->d->input.id);
    printf("%s:%zu:%zu: ", drg_terminal_paint(r->colours, COLOUR_OFF), at.line, at.column);
    drg_context_print(stdout, drg_document_text(q->d), start, end, r->o->context, r->colours, COLOUR_RED);
    if (!r->trial->only_finds) {
        fputs("  ", stdout);
        drg_why_put_label(q, head);
        if (is_chosen(head)) put_value(q, head);
        if (r->set->facts.items[m->rule].is_evidence) put_weight(r, m, head);
        put_outcome(r, q, m, head_number);
    }
    TRY(put_captures(q, m));
    putchar('\n');
    return DRG_OK;
}

/* A document -------------------------------------------------------------------------------------------------------------- */

/* Does it overlap one of the same rule that is shown already? Those are sorted, and `shown` is by rule the last one's end. */
static bool repeats(const match *m, const match *last) {
    return last && last->rule == m->rule && m->first < last->end;
}

static void count_match(run *r, bool chosen) {
    r->match_count++;
    if (chosen) r->chosen_count++;
    else r->lost_count++;
}

static drg_status put_matches(run *r, const inquiry *q) {
    line_cursor cursor = {0};
    const match *last = NULL;
    for (size_t i = 0; i < r->matches.count; i++) {
        const match *m = &r->matches.items[i];
        const uint32_t head = r->heads.items[m->number];
        const bool chosen = is_chosen(reading_at(q->d, head));
        const bool is_evidence = r->set->facts.items[m->rule].is_evidence;
        if (!r->o->all && !chosen && !is_evidence && repeats(m, last)) continue;
        if (!last || last->rule != m->rule || m->end > last->end) last = m;
        count_match(r, chosen);
        if (r->o->count_only) continue;
        uint32_t start, end;
        drg_document_bytes(q->d, m->first, m->end, &start, &end);
        TRY(put_match(r, q, m, head, drg_text_place(&cursor, drg_document_text(q->d), start)));
    }
    return DRG_OK;
}

static drg_status show_matches(run *r, const drg_document *d) {
    const size_t before = r->match_count;
    drg_status status = DRG_OK;
    TRY(find_own(r));
    TRY(collect(r, d));
    if (r->matches.count) {
        inquiry q = {.extractor = r->extractor, .d = d, .set = r->set};
        TRY(find_heads(r, d));
        TRY(drg_tracer_new(r->extractor->matcher, &q.tracer));
        status = put_matches(r, &q);
        drg_tracer_free(q.tracer);
    }
    r->matched_count += r->match_count > before;
    if (r->o->count_only) {
        drg_terminal_put_text(stdout, d->input.id);
        printf(":%zu\n", r->match_count - before);
    }
    return status;
}

/* What the document has with the rule that it has not without it. */
static drg_status show_changes(run *r, const drg_document *without, const drg_document *d) {
    line_cursor cursors[2] = {{0}, {0}};
    TRY(drg_compare(&r->comparison, without, d));
    for (size_t i = 0; i < r->comparison.changes.count; i++) {
        const change *c = &r->comparison.changes.items[i];
        if (!drg_change_is_told(c)) continue;
        r->change_count++;
        if (r->o->count_only) continue;
        const change_style style = {r->o->context, r->colours};
        TRY(drg_change_print(stdout, &r->comparison, without, d, c, style, &cursors[c->kind == CHANGE_LOST]));
        putchar('\n');
    }
    return DRG_OK;
}

static drg_status read_document(run *r, const drg_input *input, failure *f) {
    const drg_document *d, *without;
    drg_status status = drg_annotate(r->extractor, input, &d);
    if (status != DRG_OK) drg_failure_of_annotate(f, r->extractor, status);
    if (status == DRG_OK) status = show_matches(r, d);
    if (status != DRG_OK || !r->base) return status;
    status = drg_annotate(r->base, input, &without);
    if (status != DRG_OK) drg_failure_of_annotate(f, r->base, status);
    return status == DRG_OK ? show_changes(r, without, d) : status;
}

/* receiver.take */
static bool take(void *context, const incoming *in) {
    run *r = context;
    failure f = in->failure;
    const drg_status status = f.code ? DRG_OK : read_document(r, &in->input, &f);
    if (status != DRG_OK && !f.code) drg_failure_of_annotate(&f, r->extractor, status);
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

/* A run ------------------------------------------------------------------------------------------------------------------- */

static void tell_sum(const run *r) {
    fprintf(stderr, "%zu match%s in %zu of %zu document%s", r->match_count, r->match_count == 1 ? "" : "es",
            r->matched_count, r->count, r->count == 1 ? "" : "s");
    if (!r->trial->only_finds && r->match_count)
        fprintf(stderr, ": %zu chosen, %zu lost", r->chosen_count, r->lost_count);
    if (r->base) fprintf(stderr, "; %zu change%s", r->change_count, r->change_count == 1 ? "" : "s");
    putc('\n', stderr);
}

static void clear_run(run *r) {
    drg_extractor_free(r->extractor);
    drg_extractor_free(r->base);
    VECTOR_CLEAR(r->own);
    VECTOR_CLEAR(r->matches);
    VECTOR_CLEAR(r->heads);
    drg_comparison_clear(&r->comparison);
}

/* The rules of the trial that there are; whether one of them is evidence. */
static size_t own_rules(const drg_knowledge *k, const trial *t, bool *has_evidence) {
    size_t count = 0;
    *has_evidence = false;
    for (uint32_t i = 0; i < k->trees.rule_count; i++) {
        if (!text_is(k->trees.rules[i].at.file->path, t->name)) continue;
        count++;
        *has_evidence |= k->trees.rules[i].is_evidence;
    }
    return count;
}

static exit_status run_over(const options *o, const trial *t, const drg_knowledge *with, const drg_knowledge *base) {
    run r = {.o = o, .trial = t, .colours = drg_terminal_has_colours(stdout, o->colours)};
    exit_status status = STATUS_DOCUMENT;
    if (drg_extractor_new(with, &r.extractor) != DRG_OK || (base && drg_extractor_new(base, &r.base) != DRG_OK)) {
        drg_tell("there is no memory to begin");
    } else {
        r.extractor->explains = true;
        drg_input_each(o, (receiver){take, pause_output, &r});
        drg_terminal_tell(r.write_error);
        if (!r.write_error) tell_sum(&r);
        if (r.match_count && !r.failed_count && !r.write_error) status = STATUS_FINE;
    }
    clear_run(&r);
    return status;
}

/* The knowledge with the rule; what is wrong is told with the rule's own places. */
static exit_status open_with(const options *o, const char *executable, const trial *t, drg_knowledge **with) {
    options all = *o;
    drg_messages *messages;
    all.rule_texts = t->texts;
    all.rule_text_count = t->text_count;
    const drg_status status = drg_knowledge_find(&all, executable, with, &messages);
    const message_counts counts = drg_trial_tell(o, t, messages);
    if (status != DRG_OK && messages && !counts.errors)
        drg_tell("the rule cannot be read: %s", drg_status_text(status));
    drg_messages_free(messages);
    return status == DRG_OK ? STATUS_FINE : STATUS_KNOWLEDGE;
}

static exit_status run_trial(const options *o, const char *executable, const trial *t, drg_knowledge **base) {
    drg_knowledge *with = NULL;
    bool has_evidence = false;
    exit_status status = open_with(o, executable, t, &with);
    if (status == STATUS_FINE && !own_rules(with, t, &has_evidence)) {
        drg_tell("there is no rule in '%s'", t->name);
        status = STATUS_KNOWLEDGE;
    }
    const bool asks_changes = o->changes || has_evidence;
    if (status == STATUS_FINE && asks_changes && !*base && !drg_knowledge_load(o, executable, base))
        status = STATUS_KNOWLEDGE;
    if (status == STATUS_FINE) status = run_over(o, t, with, asks_changes ? *base : NULL);
    drg_knowledge_close(with);
    return status;
}

/* `o`: its operands are the documents. */
static exit_status run_once(const options *o, const char *executable, const char *rule) {
    drg_knowledge *base = NULL;
    trial t = {0};
    exit_status status = STATUS_KNOWLEDGE;
    if (drg_trial_is_file(rule) || drg_knowledge_load(o, executable, &base)) {
        status = drg_trial_make(o, rule, base, &t);
        if (status == STATUS_FINE) status = run_trial(o, executable, &t, &base);
        drg_trial_clear(&t);
    }
    drg_knowledge_close(base);
    return status;
}

/* Watching ---------------------------------------------------------------------------------------------------------------- */

/* The rule's file, the documents, and all knowledge. */
static bool list_paths(const options *o, const char *rule, const knowledge_place *p, word_vector *paths) {
    bool fits = !drg_trial_is_file(rule) || VECTOR_PUSH(*paths, rule);
    if (o->with) fits = fits && VECTOR_PUSH(*paths, o->with);
    const word_vector *const all[] = {&o->operands, &p->rule_folders, &p->gazetteer_folders};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < all[i]->count; j++) fits = fits && VECTOR_PUSH(*paths, all[i]->items[j]);
    return fits;
}

static void tell_change(const char *path) {
    char clock[16] = "";
    const time_t now = time(NULL);
    struct tm at;
    if (localtime_r(&now, &at)) strftime(clock, sizeof clock, "%H:%M:%S", &at);
    fprintf(stderr, "%s %s has changed\n", clock, path);
}

/* Runs, and again whenever something has changed, until it is interrupted. A look before a run, so that what is changed
 * while it goes on is seen, too. */
static exit_status run_and_watch(const options *o, const char *executable, const char *rule, const word_vector *paths) {
    watch_list looks[2] = {0};
    watch_list *before = &looks[0], *now = &looks[1];
    const char *changed = NULL;
    bool fits = drg_watch_look(before, paths->items, paths->count) == DRG_OK;
    while (fits && !drg_signal_came()) {
        if (drg_terminal_has_colours(stdout, COLOURS_AUTO)) fputs("\033[H\033[2J\033[3J", stdout);
        fflush(stdout);
        if (changed) tell_change(changed);
        const exit_status status = run_once(o, executable, rule);
        if (status == STATUS_USAGE && !changed) break; /* it would be wrong for ever */
        do {
            if (!drg_signal_pause(WATCH_MS)) break;
            fits = drg_watch_look(now, paths->items, paths->count) == DRG_OK;
            changed = fits ? drg_watch_difference(before, now) : NULL;
        } while (fits && !changed);
        watch_list *const swap = before;
        before = now, now = swap;
    }
    if (!fits) drg_tell("there is no memory to watch");
    drg_watch_clear(&looks[0]);
    drg_watch_clear(&looks[1]);
    const bool interrupted = drg_signal_came();
    drg_signal_take_interrupt();
    return interrupted ? STATUS_FINE : STATUS_USAGE;
}

static exit_status watch(const options *o, const char *executable, const char *rule) {
    knowledge_place place_of_knowledge;
    word_vector paths = {0};
    exit_status status = STATUS_DOCUMENT;
    for (size_t i = 0; i < o->operands.count || i == 0; i++)
        if (!o->operands.count || !strcmp(o->operands.items[i], "-"))
            return drg_usage_error(COMMAND_TRY, "standard input comes only once: name files or folders to --watch");
    if (drg_place_find(o, executable, &place_of_knowledge) == DRG_OK) {
        if (list_paths(o, rule, &place_of_knowledge, &paths)) status = run_and_watch(o, executable, rule, &paths);
        else drg_tell("there is no memory to watch");
    }
    drg_place_clear(&place_of_knowledge);
    VECTOR_CLEAR(paths);
    return status;
}

exit_status drg_command_try(const options *o, const char *executable) {
    if (!o->operands.count) return drg_usage_error(COMMAND_TRY, "name a rule, then the documents: try '[ Cap+ ]' FILE");
    if (o->operands.count == 1 && !o->watches && isatty(STDIN_FILENO))
        return drg_usage_error(COMMAND_TRY,
                               "name the documents behind the rule: files, folders, or - for standard input");
    options rest = *o; /* the documents; its vectors are borrowed */
    rest.operands.items++;
    rest.operands.count--;
    return o->watches ? watch(&rest, executable, o->operands.items[0])
                      : run_once(&rest, executable, o->operands.items[0]);
}
