/* dragoman why: the story of one annotation. See why.h.
 *
 *     briefing.txt:98-125  Treaty.name  score 0.92
 *           | The Accord on Fisheries Patrols was discussed
 *           |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~
 *       made by   en/treaty/by-subject : Treaty.name      rules/en/treaties.rules:94
 *        95 |   match   [ Before? Big Dated? About ] End
 *       captured  kind "Accord"
 *       sum       +2.50  en/treaty/by-subject             rules/en/treaties.rules:94
 *       has       kind = accord, captured by en/treaty/by-subject
 *       used      treaty of Event "discussed" 130-139
 *       lost      Treaty.nominal "Accord" 98-104 =1.90: "Accord on …" is longer
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "bounds.h"
#include "cli/terminal.h"
#include "cli/why.h"

#define NAME_CELLS 34    /* of a rule's or a name's name: what stands behind it is in line */
#define PLACE_CELLS 34   /* of its place */
#define RIVALS_SHOWN 5   /* of one annotation: those that weigh most */
#define MAKERS_SHOWN 4   /* merged readings */
#define CAPTURES_SHOWN 8 /* of a rule */
#define USES_SHOWN 6
#define RULE_LINES 3 /* of a pattern that is written in several */

/* Every line of the story begins with what it tells. */
static void put_title(const char *title) {
    printf("  %-9s ", title);
}

/* The head ------------------------------------------------------------------------------------------------------------- */

static drg_text value_of(const inquiry *q, const settled_facts *f) {
    const drg_text value = facts_value(f);
    return value.length || f->entry == NO_ID ? value : drg_gazetteer_id(q->d->gazetteer, f->entry);
}

void drg_why_put_head(const inquiry *q, const reading *r) {
    const settled_facts *f = reading_facts(&q->d->readings, r);
    size_t start, end;
    drg_why_chars(q, r->first_token, r->end_token, &start, &end);
    printf("%s:%zu-%zu  ", q->path, start, end);
    drg_why_put_label(q, r);
    if (f && value_of(q, f).length) {
        fputs(" = ", stdout);
        drg_why_put(value_of(q, f));
    }
    if (f && f->referent != NO_ID) printf(" (r%" PRIu32 ")", f->referent + 1);
    printf("  score %.2f", 1 / (1 + exp(-(double)r->sum)));
    if (q->d->labels->labels[r->label].hidden) fputs(", hidden", stdout);
    putchar('\n');
    drg_why_put_text_line(q, r->first_token, r->end_token, (drg_text){0});
}

/* Who made it ---------------------------------------------------------------------------------------------------------- */

static void put_stage(const inquiry *q, uint32_t stage) {
    fputs("  (stage ", stdout);
    drg_why_put(q->d->labels->stages[stage]);
    fputs(")\n", stdout);
}

/* The lines of a rule's pattern, as they are written. */
static void put_rule_lines(place at) {
    const uint32_t end = at.offset + at.length;
    for (int i = 0; i < RULE_LINES && at.file; i++) {
        drg_why_put_source_line(at, false, (drg_text){0});
        while (at.offset < end && at.file->text.bytes[at.offset] != '\n') at.offset++;
        if (++at.offset >= end) return;
        at.length = end - at.offset;
    }
    puts("      | …");
}

static drg_status put_captures(const inquiry *q, const reading *r, uint32_t rule) {
    trace_capture captures[CAPTURES_SHOWN];
    uint32_t count;
    TRY(drg_trace_captures(q->tracer, r, rule, captures, CAPTURES_SHOWN, &count));
    if (!count) return DRG_OK;
    put_title("captured");
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(", ", stdout);
        drg_why_put(captures[i].name);
        fputs(" \"", stdout);
        drg_terminal_put_line(stdout, captures[i].text, 40);
        putchar('"');
    }
    putchar('\n');
    return DRG_OK;
}

/* Did the document teach it, by other words than these? */
static bool is_learned(const inquiry *q, const reading *r) {
    return r->flags & READING_ALIAS && reading_teacher(r) != NO_ID &&
           drg_why_reading(q, reading_teacher(r))->first_token != r->first_token;
}

static drg_status put_maker(const inquiry *q, const reading *r, const char *title) {
    put_title(title);
    if (is_learned(q, r)) {
        fputs("the document: it is a name that was given to ", stdout);
        drg_why_put_reading(q, drg_why_reading(q, reading_teacher(r)));
        putchar('\n');
        put_title("");
        fputs("by ", stdout);
        drg_why_put_rule(q, r->rule.n);
        putchar('\n');
        return DRG_OK;
    }
    if (r->rule.n == NO_ID) {
        const name_origin n = drg_gazetteer_origin(q->d->gazetteer, r->source);
        fputs("the name \"", stdout);
        drg_why_put(n.text);
        fputs("\"  ", stdout);
        drg_why_put_place(n.at);
        put_stage(q, 0);
        drg_why_put_source_line(n.at, false, (drg_text){0});
        return DRG_OK;
    }
    drg_why_put_rule(q, r->rule.n);
    put_stage(q, drg_explain_stage(q->extractor, r));
    put_rule_lines(drg_why_pattern_of(rule_tree_of(q->set, r->rule.n)));
    return put_captures(q, r, r->rule.n);
}

/* Readings of one span, label and form: the strongest gives the sum, the others may give attributes or the value. */
static drg_status put_makers(const inquiry *q, const reading *head) {
    uint32_t count = 1;
    TRY(put_maker(q, head, "made by"));
    for (const reading *r = head; r->merged != NO_ID;) {
        r = drg_why_reading(q, r->merged);
        const bool is_same_rule = r->rule.n == head->rule.n && r->rule.n != NO_ID;
        if (is_same_rule && !is_learned(q, r)) continue;
        if (count++ < MAKERS_SHOWN) TRY(put_maker(q, r, "and by"));
    }
    if (count > MAKERS_SHOWN) printf("  and by %" PRIu32 " more\n", count - MAKERS_SHOWN);
    return DRG_OK;
}

/* The sum -------------------------------------------------------------------------------------------------------------- */

/* What the parts of evidence matched: before "Foreign Minister". */
static drg_status put_matched_parts(const inquiry *q, const reading *r, uint32_t rule) {
    static const char *const phrases[PART_COUNT] = {[PART_BEFORE] = "before", [PART_IS] = "is", [PART_AFTER] = "after"};
    for (part of = PART_BEFORE; of < PART_COUNT; of++) {
        bool has;
        trace t;
        TRY(drg_trace_part(q->tracer, rule, of, r->first_token, r->end_token, &t, &has));
        if (!has || t.outcome != TRACE_MATCHES || t.first_token >= t.end_token) continue;
        printf("  %s \"", phrases[of]);
        drg_terminal_put_line(stdout, drg_document_span(q->d, t.first_token, t.end_token), 30);
        putchar('"');
    }
    return DRG_OK;
}

static void put_term(const drg_term *t) {
    if (isfinite(t->weight)) printf("%+6.2f  ", t->weight);
    else printf("%6s  ", "never");
    drg_why_put_column(t->what, NAME_CELLS);
    char line[16];
    const int digits = snprintf(line, sizeof line, ":%" PRIu32, t->line);
    fputs("  ", stdout);
    drg_why_put_column(t->file, 0);
    const size_t cells = drg_terminal_put_line(NULL, t->file, SIZE_MAX) + (size_t)digits;
    printf("%s%*s", line, cells < PLACE_CELLS ? (int)(PLACE_CELLS - cells) : 0, "");
}

drg_status drg_why_put_sum(const inquiry *q, uint32_t number, bool with_matches) {
    const reading *r = drg_why_reading(q, number);
    drg_explanation why;
    drg_explain(q->extractor, q->d, number, &why);
    for (size_t i = 0; i < why.term_count; i++) {
        put_title(i ? "" : "sum");
        put_term(&why.terms[i].term);
        if (i && with_matches) TRY(put_matched_parts(q, r, why.terms[i].rule));
        putchar('\n');
    }
    if (why.term_count > 1) printf("  %-9s =%.2f\n", "", (double)r->sum);
    return DRG_OK;
}

/* Values and attributes ------------------------------------------------------------------------------------------------ */

static void put_source(const inquiry *q, drg_fact_source from) {
    static const char *const phrases[] = {
        [FROM_CAPTURE] = "captured by ",      [FROM_SET] = "set by ",
        [FROM_VALUE] = "the `value` of ",     [FROM_DATE] = "worked out from the `date` of ",
        [FROM_ENTRY] = "of the list's entry", [FROM_RESOLUTION] = "worked out from what else the text says"};
    printf(", %s", phrases[from.kind]);
    if (from.rule != NO_ID) drg_why_put(q->d->rules[from.rule].name);
    putchar('\n');
}

static void put_value(const inquiry *q, uint32_t number, const settled_facts *f) {
    const drg_text value = value_of(q, f);
    if (!value.length) return;
    put_title("value");
    drg_why_put(value);
    put_source(q, drg_explain_value(q->extractor, q->d, number));
}

/* The fields that the rule's `date` made. */
static void put_date_fields(const inquiry *q, const reading *r, const settled_facts *f) {
    static const char *const keys[] = {
#define X(key) [DATE_KEY_##key] = #key,
        DATE_KEYS(X)
#undef X
    };
    if (!drg_label_resolves(&q->d->labels->labels[r->label], RESOLVE_DATE) || !f->part_count) return;
    put_title("date");
    for (uint32_t i = 0; i < f->part_count; i++) {
        const reading_field *field = &q->d->readings.fields.items[f->first_part + i];
        printf("%s%s=%.*s", i ? " " : "", keys[field->key], SHOW(*field));
    }
    putchar('\n');
}

static drg_status put_attributes(const inquiry *q, uint32_t number, const settled_facts *f) {
    for (uint32_t i = 0; i < f->attribute_count; i++) {
        const reading_attribute *a = &q->d->readings.attributes.items[f->first_attribute + i];
        drg_fact_source from;
        put_title(i ? "" : "has");
        drg_why_put(*a->key);
        fputs(" = ", stdout);
        drg_terminal_put_line(stdout, attribute_text(a), 50);
        TRY(drg_explain_attribute(q->tracer, q->extractor, q->d, number, a, &from));
        put_source(q, from);
    }
    return DRG_OK;
}

static void put_referent(const inquiry *q, const settled_facts *f) {
    if (f->referent == NO_ID) return;
    const referent *of = &q->d->referents.items[f->referent];
    put_title("denotes");
    printf("r%" PRIu32 ", ", f->referent + 1);
    drg_why_put(of->key);
    fputs(" \"", stdout);
    drg_terminal_put_line(stdout, of->name, 50);
    printf("\", with %" PRIu32 " mention%s\n", of->mention_count, of->mention_count == 1 ? "" : "s");
}

/* What became of it ---------------------------------------------------------------------------------------------------- */

static bool has_as_attribute(const inquiry *q, const reading *user, uint32_t number, drg_text *key) {
    const settled_facts *f = reading_facts(&q->d->readings, user);
    for (uint32_t i = 0; f && i < f->attribute_count; i++) {
        const reading_attribute *a = &q->d->readings.attributes.items[f->first_attribute + i];
        if (a->kind != VALUE_READING || a->reading != number) continue;
        *key = *a->key;
        return true;
    }
    return false;
}

/* Annotations in which it stands, or of which it is an attribute. */
static void put_uses(const inquiry *q, uint32_t number) {
    const reading *r = drg_why_reading(q, number);
    const readings *all = &q->d->readings;
    uint32_t count = 0;
    for (size_t i = 0; i < all->chosen.count; i++) {
        const reading *user = drg_why_reading(q, all->chosen.items[i]);
        drg_text key = {0};
        const bool is_attribute = has_as_attribute(q, user, number, &key);
        const bool is_inside = user != r && user->first_token <= r->first_token && r->end_token <= user->end_token &&
                               user->end_token - user->first_token > r->end_token - r->first_token;
        if ((!is_attribute && !is_inside) || count++ >= USES_SHOWN) continue;
        put_title(count == 1 ? "later" : "");
        if (is_attribute) drg_why_put(key);
        fputs(is_attribute ? " of " : "stands in ", stdout);
        drg_why_put_reading(q, user);
        puts(is_inside && r->flags & READING_HELD ? ", which holds its label: so it comes out, too" : "");
    }
    if (count > USES_SHOWN) printf("  %-9s and %" PRIu32 " more\n", "", count - USES_SHOWN);
}

/* What lost ------------------------------------------------------------------------------------------------------------ */

void drg_why_put_loss(const inquiry *q, drg_loss loss) {
    static const struct {
        const char *before, *behind; /* of the winner */
    } phrases[] = {
        [LOST_BY_NEVER] = {"a weight of `never` removed it",                     ""                                                                           },
        [LOST_ITS_ANTECEDENT] = {"`where antecedent` found nothing that it refers to", ""                                                                           },
        [LOST_BY_SUM] = {"its sum is not above zero",                          ""                                                                           },
        [LOST_BY_SPAN] = {"",                                                   " begins earlier"                                                            },
        [LOST_BY_LENGTH] = {"",                                                   " is longer"                                                                 },
        [LOST_INSIDE] = {"it lies inside of ",                                 ", which does not hold its label"                                            },
        [LOST_BY_WEIGHT] = {"it weighs less than ",                               ""                                                                           },
        [LOST_BY_ORDER] = {"",                                                   " weighs the same, and comes first: more context, or an earlier rule or list"},
        [LOST_BY_STAGE] = {"it goes across ",                                    ", which an earlier stage chose"                                             },
        [LOST_OTHERWISE] = {"it gives way to ",                                   ""                                                                           },
    };
    fputs(phrases[loss.kind].before, stdout);
    if (loss.winner != NO_ID) drg_why_put_reading(q, drg_why_reading(q, loss.winner));
    else if (loss.kind == LOST_OTHERWISE) fputs("what was chosen around it", stdout);
    fputs(phrases[loss.kind].behind, stdout);
}

#define TERMS_CELLS 96

/* What made a rival, and the evidence that held, in short: +2.00 en/person/word, rules/en/people.rules:94; -2.50 … */
static void put_terms_in_short(const inquiry *q, uint32_t number) {
    drg_explanation why;
    size_t cells = 0;
    drg_explain(q->extractor, q->d, number, &why);
    put_title("");
    for (size_t i = 0; i < why.term_count; i++) {
        const drg_term *t = &why.terms[i].term;
        cells += t->what.length + 8 + (i ? 0 : t->file.length);
        if (i && cells > TERMS_CELLS) {
            printf("; and %zu more", why.term_count - i);
            break;
        }
        fputs(i ? "; " : "  ", stdout);
        if (isfinite(t->weight)) printf("%+.2f ", t->weight);
        else fputs("never ", stdout);
        drg_why_put(t->what);
        if (i) continue;
        fputs(", ", stdout);
        drg_why_put(t->file);
        printf(":%" PRIu32, t->line);
    }
    putchar('\n');
}

void drg_why_put_lost(const inquiry *q, uint32_t number) {
    const reading *r = drg_why_reading(q, number);
    drg_why_put_reading(q, r);
    printf(" =%.2f: ", (double)r->sum);
    drg_why_put_loss(q, drg_explain_loss(q->d, number));
    putchar('\n');
}

size_t drg_why_first_rival(const inquiry *q, uint32_t first) {
    const uint64_t least = (uint64_t)(first > MATCH_TOKENS ? first - MATCH_TOKENS : 0) << 32;
    size_t low = 0, high = q->rivals.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (q->rivals.items[middle] < least) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The rivals that weigh most, into `out`; returns how many there are in all. */
static size_t find_rivals(const inquiry *q, const reading *winner, uint32_t out[RIVALS_SHOWN]) {
    size_t count = 0, kept = 0;
    for (size_t i = drg_why_first_rival(q, winner->first_token); i < q->rivals.count; i++) {
        const uint32_t number = (uint32_t)q->rivals.items[i];
        const reading *r = drg_why_reading(q, number);
        if (r->first_token >= winner->end_token) break;
        if (r->end_token <= winner->first_token) continue;
        count++;
        size_t to = kept;
        while (to > 0 && drg_why_reading(q, out[to - 1])->sum < r->sum) to--;
        if (to == RIVALS_SHOWN) continue;
        if (kept < RIVALS_SHOWN) kept++;
        for (size_t k = kept - 1; k > to; k--) out[k] = out[k - 1];
        out[to] = number;
    }
    return count;
}

static void put_rivals(const inquiry *q, const reading *winner) {
    uint32_t rivals[RIVALS_SHOWN];
    const size_t count = find_rivals(q, winner, rivals);
    for (size_t i = 0; i < count && i < RIVALS_SHOWN; i++) {
        put_title(i ? "" : "lost");
        drg_why_put_lost(q, rivals[i]);
        put_terms_in_short(q, rivals[i]);
    }
    if (count > RIVALS_SHOWN) printf("  %-9s and %zu more, which weigh less\n", "", count - RIVALS_SHOWN);
}

/* ---------------------------------------------------------------------------------------------------------------------- */

drg_status drg_why_story(const inquiry *q, uint32_t number) {
    const reading *r = drg_why_reading(q, number);
    const settled_facts *f = reading_facts(&q->d->readings, r);
    drg_why_put_head(q, r);
    TRY(put_makers(q, r));
    TRY(drg_why_put_sum(q, number, true));
    if (f) {
        put_date_fields(q, r, f);
        put_value(q, number, f);
        TRY(put_attributes(q, number, f));
        put_referent(q, f);
    }
    put_uses(q, number);
    put_rivals(q, r);
    return DRG_OK;
}
