/* dragoman why: where each annotation of a text comes from, and what it won against; and why one is missing.
 *
 *     why briefing.txt                          all annotations, a few lines each
 *     why briefing.txt:98                       what covers character 98, fully          why_story.c
 *     why briefing.txt:98-125 --label Treaty    why no Treaty stands there, or its story  why_missing.c
 *
 * Rivals are the readings that were not chosen. They are sorted by where they begin, and none is longer than MATCH_TOKENS,
 * so those of one annotation stand close together. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/input.h"
#include "cli/known_labels.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "cli/why.h"

static bool is_asked_for(const inquiry *q, const reading *r) {
    size_t start, end;
    if (q->start == NO_OFFSET) return true;
    drg_why_chars(q, r->first_token, r->end_token, &start, &end);
    return start < q->end && q->start < end;
}

static int by_number(const void *a_, const void *b_) {
    const uint64_t a = *(const uint64_t *)a_, b = *(const uint64_t *)b_;
    return (a > b) - (a < b);
}

static drg_status collect_rivals(inquiry *q) {
    const readings *all = &q->d->readings;
    for (size_t i = 0; i < all->items.count; i++) {
        const reading *r = drg_why_reading(q, i);
        if (r->flags & (READING_CHOSEN | READING_MERGED) && !(r->flags & READING_DROPPED)) continue;
        if (!VECTOR_PUSH(q->rivals, (uint64_t)r->first_token << 32 | i)) return DRG_NO_MEMORY;
    }
    if (q->rivals.count) qsort(q->rivals.items, q->rivals.count, sizeof *q->rivals.items, by_number);
    return DRG_OK;
}

/* The document --------------------------------------------------------------------------------------------------------- */

/* The annotations of one label, if one was named. */
static bool has_label(const inquiry *q, const reading *r) {
    return (q->of.n == NO_FORM || q->of.n == r->label) && (q->form.n == NO_FORM || q->form.n == r->form);
}

/* A few lines. */
static drg_status put_shortly(const inquiry *q, uint32_t number) {
    drg_why_put_head(q, drg_why_reading(q, number));
    TRY(drg_why_put_sum(q, number, false));
    putchar('\n');
    return DRG_OK;
}

static drg_status put_annotations(const inquiry *q, size_t *count) {
    const readings *all = &q->d->readings;
    for (size_t i = 0; i < all->chosen.count; i++) {
        const uint32_t number = all->chosen.items[i];
        const reading *r = drg_why_reading(q, number);
        if (!is_asked_for(q, r) || !has_label(q, r)) continue;
        if (++*count > 1 && q->start != NO_OFFSET) putchar('\n');
        TRY(q->start == NO_OFFSET ? put_shortly(q, number) : drg_why_story(q, number));
    }
    return DRG_OK;
}

/* With a span, what is asked for is that span; with an offset, what covers it. */
static drg_status put_document(inquiry *q) {
    size_t count = 0;
    TRY(collect_rivals(q));
    if (q->has_span) return drg_why_missing(q);
    TRY(put_annotations(q, &count));
    if (count) return DRG_OK;
    if (q->start != NO_OFFSET) return drg_why_missing(q);
    if (q->label.length) printf("%s: no %.*s was found\n", q->path, SHOW(q->label));
    else printf("%s: nothing was found\n", q->path);
    return DRG_OK;
}

/* The command -------------------------------------------------------------------------------------------------------------- */

/* A number of code points, and behind it; NO_OFFSET if none stands there. */
static size_t read_offset(const char **at) {
    if (**at < '0' || **at > '9') return NO_OFFSET;
    char *end;
    const uintmax_t offset = strtoumax(*at, &end, 10);
    *at = end;
    return offset < NO_OFFSET - 1 ? (size_t)offset : NO_OFFSET - 2;
}

/* LINE of FILE:LINE, and the colon cut off. */
static void cut_line(inquiry *q, char *path) {
    char *colon = strrchr(path, ':');
    if (!colon || access(path, F_OK) == 0) return;
    const char *at = colon + 1;
    const size_t line = read_offset(&at);
    if (line == NO_OFFSET || line == 0 || *at) return;
    *colon = '\0';
    q->line = line;
}

/* OFFSET or START-END of FILE:… or FILE:LINE:…, and the colon cut off. A file that is called so goes first. False: START is behind END. */
static bool cut_offsets(inquiry *q, char *path) {
    char *colon = strrchr(path, ':');
    if (!colon || access(path, F_OK) == 0) return true;
    const char *at = colon + 1;
    const size_t start = read_offset(&at);
    const bool has_span = start != NO_OFFSET && *at == '-';
    if (has_span) at++;
    const size_t end = has_span ? read_offset(&at) : start + 1;
    if (start == NO_OFFSET || end == NO_OFFSET || *at) return true;
    *colon = '\0';
    q->start = start;
    q->end = end;
    q->has_span = has_span;
    cut_line(q, path);
    return start < end;
}

static bool read_whole(const options *o, const char *path, buffer *bytes) {
    failure f = {0};
    drg_file_read(path, o->max_document, bytes, &f);
    if (f.code)
        drg_tell("%s: %s%s", path, f.message,
                 strchr(path, ':') ? " (FILE:187, FILE:3:17 or FILE:187-205 asks for a place)" : "");
    return !f.code;
}

/* Makes offsets of line and columns. */
static bool find_line(inquiry *q) {
    const drg_text text = q->d->text.text;
    const char *at = text.bytes, *end = text.bytes + text.length, *stop;
    for (size_t line = 1;; line++) {
        stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        if (line == q->line) break;
        if (!stop) {
            drg_tell("%s: the text has only %zu line%s", q->path, line, line == 1 ? "" : "s");
            return false;
        }
        at = stop + 1;
    }
    const size_t first = drg_offset_in(&q->d->text, (size_t)(at - text.bytes), DRG_CHARS);
    const size_t behind = drg_offset_in(&q->d->text, (size_t)((stop ? stop : end) - text.bytes), DRG_CHARS);
    if (!q->start || q->start > behind - first) {
        if (behind == first) drg_tell("%s: line %zu has no characters", q->path, q->line);
        else drg_tell("%s: line %zu has the columns 1 to %zu", q->path, q->line, behind - first);
        return false;
    }
    q->start += first - 1;
    q->end += first - 1;
    return true;
}

/* What is asked for has to lie in the text. */
static bool check_place(const inquiry *q) {
    const size_t length = drg_offset_in(&q->d->text, q->d->text.text.length, DRG_CHARS);
    if (q->start == NO_OFFSET || (q->start < length && (!q->has_span || q->end <= length))) return true;
    drg_tell("%s: the text has only %zu characters", q->path, length);
    return false;
}

static drg_status put_all(inquiry *q) {
    q->set = drg_explain_rules(q->extractor);
    TRY(drg_tracer_new(q->extractor->matcher, &q->tracer));
    return put_document(q);
}

static exit_status explain(inquiry *q, const options *o, drg_text text) {
    const drg_input input = {drg_text_of(q->path), text, drg_text_of(o->date), drg_text_of(o->language)};
    q->extractor->explains = true;
    drg_status status = drg_annotate(q->extractor, &input, &q->d);
    const drg_text why = status == DRG_OK ? (drg_text){0} : drg_extractor_error(q->extractor);
    if (why.length) drg_tell("%s: %.*s", q->path, SHOW(why));
    if (status == DRG_OK && !drg_label_parse(q->d->labels, q->label, &q->of, &q->form))
        return drg_label_unknown(COMMAND_WHY, q->d->labels, q->label);
    if (status == DRG_OK && ((q->line && !find_line(q)) || !check_place(q))) return STATUS_USAGE;
    if (status == DRG_OK) status = put_all(q);
    if (status != DRG_OK && !why.length) drg_tell("%s: %s", q->path, drg_status_text(status));
    if (status != DRG_OK) return STATUS_DOCUMENT;
    int error = 0;
    const bool written = drg_terminal_flush(&error);
    drg_terminal_tell(error);
    return written ? STATUS_FINE : STATUS_DOCUMENT;
}

exit_status drg_command_why(const options *o, const char *executable) {
    if (o->operands.count != 1)
        return drg_usage_error(COMMAND_WHY, "name one text file, or FILE:OFFSET, FILE:LINE:COLUMN or FILE:START-END");
    char path[4096];
    if (snprintf(path, sizeof path, "%s", o->operands.items[0]) >= (int)sizeof path)
        return drg_usage_error(COMMAND_WHY, "the file's name is too long");
    if (o->labels.count > 1) return drg_usage_error(COMMAND_WHY, "one --label at a time");
    inquiry q = {.path = path, .start = NO_OFFSET, .label = drg_text_of(o->labels.count ? o->labels.items[0] : NULL)};
    if (!cut_offsets(&q, path))
        return drg_usage_error(COMMAND_WHY, "START-END has to be a span: its end is behind its start");
    buffer bytes = {0};
    drg_knowledge *knowledge = NULL;
    exit_status status = STATUS_DOCUMENT;
    if (read_whole(o, path, &bytes)) {
        if (!drg_knowledge_load(o, executable, &knowledge)) status = STATUS_KNOWLEDGE;
        else if (drg_extractor_new(knowledge, &q.extractor) != DRG_OK) drg_tell("there is no memory to begin");
        else status = explain(&q, o, (drg_text){bytes.items, bytes.count});
    }
    drg_tracer_free(q.tracer);
    drg_extractor_free(q.extractor);
    drg_knowledge_close(knowledge);
    VECTOR_CLEAR(q.rivals);
    VECTOR_CLEAR(bytes);
    return status;
}
