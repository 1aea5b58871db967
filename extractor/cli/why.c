/* dragoman why: where each annotation of a text comes from, and what it won against.
 *
 *     briefing.txt:17-23  Country.name = JOR (r2)  score 0.88
 *           | They flew to Jordan on Monday.
 *           |              ^~~~~~
 *         +2.00  country/names.en.tsv:412              Jordan
 *         +1.50  en/country/after-travel               rules/en/countries.rules:88
 *         =3.50
 *         lost: Person.short "Jordan" =1.20, weighs less  (en/person/surname, rules/en/people.rules:31)
 *
 * Rivals are the readings that overlap an annotation and were not chosen. They are sorted by where they begin, and none is
 * longer than MATCH_TOKENS, so those of one annotation stand close together. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "explain.h"

#define NO_OFFSET SIZE_MAX
#define NAME_CELLS 36   /* of a rule's or a name's name: what stands behind it is in line */
#define RIVALS_SHOWN 10 /* of one annotation; then a line says how many more there are */

typedef struct { /* Lifetime: the run. */
    const char *path;
    size_t offset; /* a code point; NO_OFFSET: all */
    drg_extractor *extractor;
    const drg_document *d;
    VECTOR(uint64_t) rivals; /* first token << 32 | reading, sorted */
} inquiry;

/* Places ------------------------------------------------------------------------------------------------------------------- */

static const reading *reading_at(const inquiry *q, size_t number) {
    return &q->d->readings.items.items[number];
}

static size_t chars_before(const inquiry *q, size_t byte) {
    return drg_offset_in(&q->d->text, byte, DRG_CHARS);
}

static void char_span(const inquiry *q, const reading *r, size_t *start, size_t *end) {
    uint32_t start_byte, end_byte;
    drg_document_bytes(q->d, r->first_token, r->end_token, &start_byte, &end_byte);
    *start = chars_before(q, start_byte);
    *end = chars_before(q, end_byte);
}

static bool is_asked_for(const inquiry *q, const reading *r) {
    size_t start, end;
    if (q->offset == NO_OFFSET) return true;
    char_span(q, r, &start, &end);
    return start <= q->offset && q->offset < end;
}

static bool overlap(const reading *a, const reading *b) {
    return a->first_token < b->end_token && b->first_token < a->end_token;
}

/* The line of the text in which the reading begins, with a caret under it. */
static void print_line(const inquiry *q, const reading *r) {
    const drg_text text = q->d->text.text;
    uint32_t start, end;
    drg_document_bytes(q->d, r->first_token, r->end_token, &start, &end);
    size_t line_start = start, line_end = start;
    while (line_start > 0 && text.bytes[line_start - 1] != '\n') line_start--;
    while (line_end < text.length && text.bytes[line_end] != '\n') line_end++;
    const size_t seen_end = end < line_end ? end : line_end;
    const size_t column = chars_before(q, start) - chars_before(q, line_start) + 1;
    const size_t width = chars_before(q, seen_end) - chars_before(q, start);
    const drg_text line = {text.bytes + line_start, line_end - line_start};
    drg_caret_print(stdout, line, 0, (uint32_t)column, (uint32_t)width, (drg_text){0});
}

/* An annotation ------------------------------------------------------------------------------------------------------------ */

static void print_text(drg_text text) {
    fwrite(text.bytes, 1, text.length, stdout);
}

static void print_label(const inquiry *q, const reading *r) {
    const label *l = &q->d->labels->labels[r->label];
    print_text(l->name);
    if (r->form >= l->form_count) return;
    putchar('.');
    print_text(l->forms[r->form]);
}

static void print_value(const inquiry *q, const reading *r) {
    if (r->facts == NO_ID) return;
    const settled_facts *facts = &q->d->readings.facts.items[r->facts];
    drg_text value = facts_value(facts);
    if (!value.length && facts->entry != NO_ID) value = drg_gazetteer_id(q->d->gazetteer, facts->entry);
    if (value.length) {
        fputs(" = ", stdout);
        print_text(value);
    }
    if (facts->referent != NO_ID) printf(" (r%" PRIu32 ")", facts->referent + 1);
}

static void print_head(const inquiry *q, const reading *r) {
    size_t start, end;
    char_span(q, r, &start, &end);
    printf("%s:%zu-%zu  ", q->path, start, end);
    print_label(q, r);
    print_value(q, r);
    printf("  score %.2f", 1 / (1 + exp(-(double)r->sum)));
    if (r->flags & READING_HELD) fputs(", held by what it stands in", stdout);
    if (q->d->labels->labels[r->label].hidden) fputs(", hidden", stdout);
    putchar('\n');
}

/* A rule's or a name's name in a column, and where it stands. */
static void print_origin(drg_text what, drg_text file, uint32_t line) {
    size_t cells = 0;
    for (size_t i = 0; i < what.length; i++) cells += ((unsigned char)what.bytes[i] & 0xC0) != 0x80;
    print_text(what);
    printf("%*s  %.*s:%" PRIu32 "\n", cells < NAME_CELLS ? (int)(NAME_CELLS - cells) : 0, "", (int)file.length,
           file.bytes, line);
}

static void print_terms(const drg_explanation *why) {
    for (size_t i = 0; i < why->term_count; i++) {
        printf("    %+7.2f  ", why->terms[i].weight);
        print_origin(why->terms[i].what, why->terms[i].file, why->terms[i].line);
    }
}

static void print_sum(const reading *r) {
    char sum[32];
    snprintf(sum, sizeof sum, "=%.2f", (double)r->sum);
    printf("    %7s\n", sum);
}

static void print_maker(const inquiry *q, const reading *r) {
    if (r->rule.n != NO_ID) {
        const rule_facts *rule = &q->d->rules[r->rule.n];
        print_origin(rule->name, rule->file, rule->line);
    } else {
        const name_origin name = drg_gazetteer_origin(q->d->gazetteer, r->source);
        print_origin(name.text, name.file, name.line);
    }
}

/* Did the document teach it, by other words than these? */
static bool is_learned(const inquiry *q, const reading *r) {
    return reading_teacher(r) != NO_ID && reading_at(q, reading_teacher(r))->first_token != r->first_token;
}

/* A name that the document taught: by which words. */
static void print_teacher(const inquiry *q, const reading *r) {
    const reading *teacher = reading_at(q, reading_teacher(r));
    size_t start, end;
    char_span(q, teacher, &start, &end);
    printf("learned from \"");
    print_text(drg_document_span(q->d, teacher->first_token, teacher->end_token));
    printf("\" at %zu-%zu\n", start, end);
}

/* Other readings of the same span, label and form: they gave attributes or the value, but the strongest gives the sum. */
static void print_merged(const inquiry *q, const reading *head) {
    for (const reading *r = head; r->merged != NO_ID;) {
        r = reading_at(q, r->merged);
        const bool is_same_rule = r->rule.n == head->rule.n && r->rule.n != NO_ID;
        if (is_same_rule && !is_learned(q, r)) continue;
        printf("    and also ");
        if (is_learned(q, r)) print_teacher(q, r);
        else print_maker(q, r);
    }
}

/* What lost ---------------------------------------------------------------------------------------------------------------- */

/* Why `r` did not come out; `winner` is an annotation that it overlaps, or NULL. In the order of the choice. */
static const char *reason(const reading *r, const reading *winner) {
    if (r->flags & READING_NEVER) return "removed by a weight of `never`";
    if (r->flags & READING_DROPPED) return "no antecedent was found";
    if (!(r->sum > 0)) return "not above zero";
    if (!winner || r->first_token < winner->first_token) return "gives way to something else";
    if (r->first_token > winner->first_token) return "begins later";
    if (r->end_token != winner->end_token)
        return r->end_token < winner->end_token ? "shorter" : "gives way to something else";
    return r->sum < winner->sum ? "weighs less" : "comes later in the order of choice";
}

/* What made it, and the evidence that held, in one line: (Kent, place/names.en.tsv:5872; -1.50 en/…, rules/en/…:7) */
static void print_rival_terms(const drg_explanation *why) {
    for (size_t i = 0; i < why->term_count; i++) {
        const drg_term *t = &why->terms[i];
        fputs(i == 0 ? "  (" : "; ", stdout);
        if (i > 0 && isfinite(t->weight)) printf("%+.2f ", t->weight);
        else if (i > 0) fputs("never: ", stdout);
        printf("%.*s, %.*s:%" PRIu32, (int)t->what.length, t->what.bytes, (int)t->file.length, t->file.bytes, t->line);
    }
    puts(")");
}

static drg_status print_rival(const inquiry *q, uint32_t number, const reading *winner) {
    const reading *r = reading_at(q, number);
    drg_explanation why;
    TRY(drg_explain(q->extractor, q->d, (reading_id){number}, &why));
    fputs("    lost: ", stdout);
    print_label(q, r);
    fputs(" \"", stdout);
    print_text(drg_document_span(q->d, r->first_token, r->end_token));
    printf("\" =%.2f, %s", (double)r->sum, reason(r, winner));
    print_rival_terms(&why);
    return DRG_OK;
}

static int by_number(const void *a_, const void *b_) {
    const uint64_t a = *(const uint64_t *)a_, b = *(const uint64_t *)b_;
    return (a > b) - (a < b);
}

static drg_status collect_rivals(inquiry *q) {
    const readings *all = &q->d->readings;
    for (size_t i = 0; i < all->items.count; i++) {
        const reading *r = reading_at(q, i);
        if (r->flags & (READING_CHOSEN | READING_MERGED) && !(r->flags & READING_DROPPED)) continue;
        if (!VECTOR_PUSH(q->rivals, (uint64_t)r->first_token << 32 | i)) return DRG_NO_MEMORY;
    }
    if (q->rivals.count) qsort(q->rivals.items, q->rivals.count, sizeof *q->rivals.items, by_number);
    return DRG_OK;
}

/* The first rival that could reach token `first`. */
static size_t first_rival(const inquiry *q, uint32_t first) {
    const uint64_t least = (uint64_t)(first > MATCH_TOKENS ? first - MATCH_TOKENS : 0) << 32;
    size_t low = 0, high = q->rivals.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (q->rivals.items[middle] < least) low = middle + 1;
        else high = middle;
    }
    return low;
}

static drg_status print_rivals(const inquiry *q, const reading *winner) {
    size_t count = 0;
    for (size_t i = first_rival(q, winner->first_token); i < q->rivals.count; i++) {
        const uint32_t number = (uint32_t)q->rivals.items[i];
        if (reading_at(q, number)->first_token >= winner->end_token) break;
        if (overlap(reading_at(q, number), winner) && count++ < RIVALS_SHOWN) TRY(print_rival(q, number, winner));
    }
    if (count > RIVALS_SHOWN) printf("    and %zu more that lost\n", count - RIVALS_SHOWN);
    return DRG_OK;
}

/* The document ------------------------------------------------------------------------------------------------------------- */

static drg_status print_annotation(const inquiry *q, uint32_t number) {
    const reading *r = reading_at(q, number);
    drg_explanation why;
    print_head(q, r);
    print_line(q, r);
    TRY(drg_explain(q->extractor, q->d, (reading_id){number}, &why));
    print_terms(&why);
    if (why.term_count > 1) print_sum(r);
    if (is_learned(q, r)) {
        printf("    ");
        print_teacher(q, r);
    }
    print_merged(q, r);
    TRY(print_rivals(q, r));
    putchar('\n');
    return DRG_OK;
}

/* Where nothing was chosen: what was read there, and lost. */
static drg_status print_nothing(const inquiry *q) {
    size_t count = 0;
    if (q->offset == NO_OFFSET) printf("%s: nothing was found\n", q->path);
    else printf("%s:%zu: nothing was found there\n", q->path, q->offset);
    for (size_t i = 0; i < q->rivals.count && q->offset != NO_OFFSET; i++) {
        const uint32_t number = (uint32_t)q->rivals.items[i];
        if (!is_asked_for(q, reading_at(q, number))) continue;
        TRY(print_rival(q, number, NULL));
        count++;
    }
    const size_t length = chars_before(q, q->d->text.text.length);
    if (q->offset != NO_OFFSET && q->offset >= length) printf("    the text has only %zu characters\n", length);
    else if (!count && q->offset != NO_OFFSET) puts("    no rule and no list reads anything there");
    return DRG_OK;
}

static drg_status print_document(inquiry *q) {
    const readings *all = &q->d->readings;
    size_t count = 0;
    TRY(collect_rivals(q));
    for (size_t i = 0; i < all->chosen.count; i++) {
        const uint32_t number = all->chosen.items[i];
        if (!is_asked_for(q, reading_at(q, number))) continue;
        TRY(print_annotation(q, number));
        count++;
    }
    return count ? DRG_OK : print_nothing(q);
}

/* The command -------------------------------------------------------------------------------------------------------------- */

/* OFFSET of FILE:OFFSET, and the colon cut off; NO_OFFSET if there is none. A file that is called so goes first. */
static size_t cut_offset(char *path) {
    char *colon = strrchr(path, ':');
    FILE *file = fopen(path, "rb");
    if (file) fclose(file);
    if (file || !colon || !colon[1] || colon[1 + strspn(colon + 1, "0123456789")]) return NO_OFFSET;
    *colon = '\0';
    const uintmax_t offset = strtoumax(colon + 1, NULL, 10);
    return offset < NO_OFFSET ? (size_t)offset : NO_OFFSET - 1;
}

static bool read_whole(const options *o, const char *path, byte_vector *bytes) {
    failure f = {0};
    const int file = drg_file_open(path, &f);
    if (file >= 0) {
        drg_file_read(file, o->max_document, bytes, &f);
        drg_file_close(file);
    }
    if (f.code) drg_tell("%s: %s", path, f.message);
    return !f.code;
}

static exit_status explain(inquiry *q, const options *o, drg_text text) {
    const drg_input input = {drg_text_of(q->path), text, drg_text_of(o->date), drg_text_of(o->language)};
    q->extractor->explains = true;
    drg_status status = drg_annotate(q->extractor, &input, &q->d);
    const drg_text why = status == DRG_OK ? (drg_text){0} : drg_extractor_error(q->extractor);
    if (why.length) drg_tell("%s: %.*s", q->path, (int)why.length, why.bytes);
    if (status == DRG_OK) status = print_document(q);
    if (status != DRG_OK && !why.length) drg_tell("%s: %s", q->path, drg_status_text(status));
    if (status != DRG_OK) return STATUS_DOCUMENT;
    if (fflush(stdout) == 0 && !ferror(stdout)) return STATUS_FINE;
    return STATUS_DOCUMENT;
}

exit_status drg_command_why(const options *o, const char *executable) {
    if (o->operands.count != 1) return drg_usage_error(COMMAND_WHY, "name one text file, or FILE:OFFSET");
    char path[4096];
    if (snprintf(path, sizeof path, "%s", o->operands.items[0]) >= (int)sizeof path)
        return drg_usage_error(COMMAND_WHY, "the file's name is too long");
    inquiry q = {.path = path, .offset = cut_offset(path)};
    byte_vector bytes = {0};
    drg_knowledge *knowledge = NULL;
    exit_status status = STATUS_DOCUMENT;
    if (read_whole(o, path, &bytes)) {
        if (!drg_knowledge_load(o, executable, &knowledge)) status = STATUS_KNOWLEDGE;
        else if (drg_extractor_new(knowledge, &q.extractor) != DRG_OK) drg_tell("there is no memory to begin");
        else status = explain(&q, o, (drg_text){bytes.items, bytes.count});
    }
    drg_extractor_free(q.extractor);
    drg_knowledge_close(knowledge);
    VECTOR_CLEAR(q.rivals);
    VECTOR_CLEAR(bytes);
    return status;
}
