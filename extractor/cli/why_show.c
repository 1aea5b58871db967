/* dragoman why: places, labels, lines of rule files. See why.h. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/messages.h"
#include "cli/terminal.h"
#include "cli/why.h"

#define QUOTED_CELLS 60
#define LINE_CELLS 100   /* of a rule file's or a table's line */
#define TAB_SHOWN 0x2192 /* → */
#define RULE_CELLS 44    /* a rule's name and label: what stands behind them is in line */

const reading *drg_why_reading(const inquiry *q, size_t number) {
    return &q->d->readings.items.items[number];
}

static size_t chars_before(const inquiry *q, size_t byte) {
    return drg_offset_in(&q->d->text, byte, DRG_CHARS);
}

void drg_why_chars(const inquiry *q, uint32_t first, uint32_t end, size_t *start_char, size_t *end_char) {
    uint32_t start_byte, end_byte;
    drg_document_bytes(q->d, first, end, &start_byte, &end_byte);
    *start_char = chars_before(q, start_byte);
    *end_char = chars_before(q, end_byte);
}

/* The text ------------------------------------------------------------------------------------------------------------- */

void drg_why_put(drg_text text) {
    drg_terminal_put_text(stdout, text);
}

void drg_why_put_column(drg_text text, size_t cells) {
    const size_t taken = drg_terminal_put_line(stdout, text, SIZE_MAX);
    if (taken < cells) printf("%*s", (int)(cells - taken), "");
}

void drg_why_put_quoted(const inquiry *q, uint32_t first, uint32_t end) {
    putchar('"');
    drg_terminal_put_line(stdout, drg_document_span(q->d, first, end), QUOTED_CELLS);
    putchar('"');
}

void drg_why_put_label(const inquiry *q, const reading *r) {
    const label *l = &q->d->labels->labels[r->label];
    drg_why_put(l->name);
    if (r->form >= l->form_count) return;
    putchar('.');
    drg_why_put(l->forms[r->form]);
}

void drg_why_put_reading(const inquiry *q, const reading *r) {
    size_t start, end;
    drg_why_chars(q, r->first_token, r->end_token, &start, &end);
    drg_why_put_label(q, r);
    putchar(' ');
    drg_why_put_quoted(q, r->first_token, r->end_token);
    printf(" %zu-%zu", start, end);
}

/* The line of `text` in which byte `start` stands. */
static drg_text line_around(drg_text text, size_t start, size_t *line_start) {
    size_t end = start;
    *line_start = start;
    while (*line_start > 0 && text.bytes[*line_start - 1] != '\n') --*line_start;
    while (end < text.length && text.bytes[end] != '\n') end++;
    if (end > *line_start && text.bytes[end - 1] == '\r') end--;
    return (drg_text){text.bytes + *line_start, end - *line_start};
}

void drg_why_put_text_line(const inquiry *q, uint32_t first, uint32_t end_token, drg_text note) {
    uint32_t start, end;
    size_t line_start;
    drg_document_bytes(q->d, first, end_token, &start, &end);
    const drg_text line = line_around(q->d->text.text, start, &line_start);
    const size_t seen_end = end < line_start + line.length ? end : line_start + line.length;
    const size_t column = chars_before(q, start) - chars_before(q, line_start) + 1;
    const size_t width = seen_end > start ? chars_before(q, seen_end) - chars_before(q, start) : 1;
    drg_caret_print(stdout, line, 0, (uint32_t)column, (uint32_t)width, note);
}

/* Rule files and tables ------------------------------------------------------------------------------------------------ */

void drg_why_put_place(place at) {
    drg_why_put(at.file->path);
    printf(":%" PRIu32, drg_place_line(at));
}

/* With all its spaces; a tab, which a table's cells are separated by, as an arrow. */
static void put_line_as_written(drg_text line) {
    size_t cells = 0, at = 0;
    while (at < line.length && cells < LINE_CELLS) {
        const uint32_t c = drg_terminal_char(line, &at);
        drg_terminal_put(stdout, c == '\t' ? TAB_SHOWN : c);
        cells += c == '\t' ? 1 : (size_t)drg_terminal_cells(c);
    }
    puts(at < line.length ? "…" : "");
}

void drg_why_put_source_line(place at, bool caret, drg_text note) {
    size_t line_start;
    if (!at.file || !at.file->text.bytes) return;
    const drg_text all = at.file->text, line = line_around(all, at.offset, &line_start);
    const uint32_t column = (uint32_t)drg_utf8_count(all, line_start, at.offset) + 1;
    size_t end = at.offset + at.length;
    if (end > line_start + line.length) end = line_start + line.length;
    const uint32_t width = end > at.offset ? (uint32_t)drg_utf8_count(all, at.offset, end) : 1;
    if (caret) {
        drg_caret_print(stdout, line, drg_place_line(at), column, width, note);
        return;
    }
    printf("%5" PRIu32 " | ", drg_place_line(at));
    put_line_as_written(line);
}

/* A rule's label, in the form that it makes; of evidence, in the form that it looks at. */
static void put_rule_label(const inquiry *q, const rule_facts *f) {
    const label *l = &q->d->labels->labels[f->label.n];
    drg_why_put(l->name);
    if (f->form.n >= l->form_count) return;
    putchar('.');
    drg_why_put(l->forms[f->form.n]);
}

static size_t rule_cells(const inquiry *q, const rule_facts *f) {
    const label *l = &q->d->labels->labels[f->label.n];
    return f->name.length + 3 + l->name.length + (f->form.n < l->form_count ? l->forms[f->form.n].length + 1 : 0);
}

void drg_why_put_rule(const inquiry *q, uint32_t rule) {
    const rule_facts *f = &q->d->rules[rule];
    const size_t cells = rule_cells(q, f);
    drg_why_put(f->name);
    fputs(" : ", stdout);
    put_rule_label(q, f);
    printf("%*s  ", cells < RULE_CELLS ? (int)(RULE_CELLS - cells) : 0, "");
    drg_why_put(f->file);
    printf(":%" PRIu32, f->line);
}

place drg_why_pattern_of(const rule_tree *t) {
    const node *const patterns[] = {t->match, t->before, t->is, t->after};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (patterns[i]) return patterns[i]->at;
    return t->text_rule.length ? t->text_place : t->at;
}
