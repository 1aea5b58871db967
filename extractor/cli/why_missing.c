/* dragoman why: what kept an annotation from being there. See why.h.
 *
 *     briefing.txt:98-125  is no Treaty
 *     read and lost        readings of the label that are near, and to what they lost
 *     rules that came near each with the element that stopped it, and the token that stopped at it
 *     names that are near  but for case, inflection, a letter; or only a part
 *     what to do           where a name or a rule would go, and how to try it */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bounds.h"
#include "cli/terminal.h"
#include "cli/why.h"
#include "lexicon/name_match.h"
#include "lexicon/near_name.h"

#define LOST_SHOWN 3
#define RULES_SHOWN 3
#define NAMES_SHOWN 4
#define EVIDENCE_SHOWN 3
#define LISTS_SHOWN 6
#define NOTE_BYTES 200

typedef struct { /* What is asked for, in tokens. */
    uint32_t first, end;
    label_id label; /* NO_FORM: of any */
    form_id form;
} span_question;

/* The question --------------------------------------------------------------------------------------------------------- */

/* The tokens that the code points touch. */
static void tokens_of(const inquiry *q, span_question *s) {
    const uint32_t count = (uint32_t)q->d->tokens.count;
    size_t start, end;
    for (s->first = 0; s->first < count; s->first++) {
        drg_why_chars(q, s->first, s->first + 1, &start, &end);
        if (end > q->start) break;
    }
    for (s->end = s->first; s->end < count; s->end++) {
        drg_why_chars(q, s->end, s->end + 1, &start, &end);
        if (start >= q->end) break;
    }
}

static bool is_label(const span_question *s, const reading *r) {
    return (s->label.n == NO_FORM || r->label == s->label.n) && (s->form.n == NO_FORM || r->form == s->form.n);
}

static bool is_span(const span_question *s, const reading *r) {
    return r->first_token == s->first && r->end_token == s->end;
}

static bool is_near(const span_question *s, const reading *r) {
    return r->first_token < s->end && s->first < r->end_token;
}

static void put_wanted(const inquiry *q) {
    if (q->label.length) drg_why_put(q->label);
    else fputs("annotation", stdout);
}

/* What is there -------------------------------------------------------------------------------------------------------- */

/* The chosen reading that is asked for; NO_ID. */
static uint32_t find_there(const inquiry *q, const span_question *s) {
    for (size_t i = 0; i < q->d->readings.chosen.count; i++) {
        const uint32_t number = q->d->readings.chosen.items[i];
        const reading *r = drg_why_reading(q, number);
        if (is_span(s, r) && is_label(s, r)) return number;
    }
    return NO_ID;
}

static void put_what_is_there(const inquiry *q, const span_question *s) {
    for (size_t i = 0; i < q->d->readings.chosen.count; i++) {
        const reading *r = drg_why_reading(q, q->d->readings.chosen.items[i]);
        if (!is_near(s, r)) continue;
        fputs("  there is    ", stdout);
        drg_why_put_reading(q, r);
        printf(" =%.2f", (double)r->sum);
        const drg_term maker = drg_explain_maker(q->d, r).term;
        fputs("  ", stdout);
        drg_why_put(maker.what);
        fputs(", ", stdout);
        drg_why_put(maker.file);
        printf(":%" PRIu32 "\n", maker.line);
    }
}

static void put_head(const inquiry *q, const span_question *s) {
    size_t start, end;
    drg_why_chars(q, s->first, s->end, &start, &end);
    printf("%s:%zu-%zu  is no ", q->path, start, end);
    put_wanted(q);
    if (q->has_span && (start != q->start || end != q->end))
        printf(" (%zu-%zu was asked for: annotations begin and end where words do)", q->start, q->end);
    putchar('\n');
    drg_why_put_text_line(q, s->first, s->end, (drg_text){0});
}

/* Rules that came near --------------------------------------------------------------------------------------------------- */

static size_t append(char *note, size_t length, const char *added_text) {
    const int added = snprintf(note + length, NOTE_BYTES - length, "%s", added_text);
    return added < 0 || length + (size_t)added >= NOTE_BYTES ? NOTE_BYTES - 1 : length + (size_t)added;
}

static size_t append_text(char *note, size_t length, drg_text text) {
    for (size_t i = 0; i < text.length && i < 40 && length + 1 < NOTE_BYTES; i++) note[length++] = text.bytes[i];
    note[length] = '\0';
    return length;
}

static drg_text text_of_place(place at) {
    return (drg_text){at.file->text.bytes + at.offset, at.length};
}

/* Why the word is not what the element wants: `"Accord" is in no name of the list`. */
static size_t note_mismatch(const mismatch *why, drg_text text, char *note) {
    static const char *const phrases[] = {
        [DIFFERS_OTHERWISE] = " is another word",
        [DIFFERS_IN_CASE] = " is this word in another case",
        [DIFFERS_IN_STEM] = " is another form of it: ~ before a word takes all",
        [DIFFERS_IN_KEY] = " is in the list, but otherwise: ",
        [DIFFERS_IN_LENGTH] = " is only a part of such a name",
        [DIFFERS_BY_NOT] = " is what the ! excludes",
        [DIFFERS_IN_LABEL] = " is annotated as ",
        [DIFFERS_IN_EVERY_WAY] = " is none of these",
    };
    size_t length = append(note, 0, "\"");
    length = append_text(note, length, text);
    length = append(note, length, "\"");
    const node_kind kind = why->element->kind;
    if (why->kind == DIFFERS_OTHERWISE && kind == NODE_LIST) return append(note, length, " is not in this list");
    if (why->kind == DIFFERS_OTHERWISE && kind == NODE_LABEL) return append(note, length, " is not annotated so");
    if (why->kind == DIFFERS_OTHERWISE && kind == NODE_CLASS) return append(note, length, " is not so written");
    if (why->kind == DIFFERS_OTHERWISE && kind == NODE_REGEX) return append(note, length, " does not match");
    length = append(note, length, phrases[why->kind]);
    if (why->kind == DIFFERS_IN_KEY) {
        length = append_text(note, length, why->element->key);
        length = append(note, length, why->found.length ? "=" : " is empty");
    }
    return append_text(note, length, why->found);
}

/* … before "Nile"; … before the text's end. */
static void note_next_word(const inquiry *q, uint32_t at, char *note, size_t length) {
    if (at >= q->d->tokens.count) {
        append(note, length, "the text's end");
        return;
    }
    length = append(note, length, "\"");
    length = append_text(note, length, drg_document_span(q->d, at, at + 1));
    append(note, length, "\"");
}

#define UNDERLINED_BYTES 40 /* of an element: so that the note behind has room */

/* Where the pattern stopped, in the rule's line and in the text's. */
static drg_status put_stop(const inquiry *q, uint32_t rule, const trace_stop *stop) {
    static const char *const phrases[] = {[STOP_TEXT_END] = "the text ends before it",
                                          [STOP_REACH] = "the sentence (or what it stays within) ends before it",
                                          [STOP_CONDITION] = "this does not hold here",
                                          [STOP_ABSENT] = "nothing stands for it before "};
    const uint32_t count = (uint32_t)q->d->tokens.count;
    char note[NOTE_BYTES];
    place at = stop->origin.from ? stop->origin.from->at : (place){0};
    if (stop->kind == STOP_WORD) {
        mismatch why;
        TRY(drg_trace_mismatch(q->tracer, rule_tree_of(q->set, rule)->stage, stop->origin.from, stop->token, &why));
        at = why.element->at;
        note_mismatch(&why, drg_document_span(q->d, stop->token, stop->token + 1), note);
    } else {
        const bool skips = stop->origin.from && stop->origin.from->kind == NODE_SKIP;
        const size_t length = append(note, 0, skips ? "the sentence ends here" : phrases[stop->kind]);
        if (stop->kind == STOP_ABSENT) note_next_word(q, stop->token, note, length);
    }
    if (!at.file) return DRG_OK;
    if (at.length > UNDERLINED_BYTES) at.length = UNDERLINED_BYTES;
    if (stop->origin.named) {
        fputs("     in `", stdout);
        drg_terminal_put_line(stdout, text_of_place(stop->origin.named->at), 40);
        fputs("`, ", stdout);
        drg_why_put_place(at);
        putchar('\n');
    }
    drg_why_put_source_line(at, true, drg_text_of(note));
    if (stop->token < count) drg_why_put_text_line(q, stop->token, stop->token + 1, (drg_text){0});
    return DRG_OK;
}

/* Took: kind:@instrument "Accord", on "on", Title "Fisheries Patrols". */
static void put_steps(const inquiry *q, const trace *t) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->step_count; i++) {
        const trace_step *s = &t->steps[i];
        if (!s->element) continue;
        fputs(count++ ? ", " : "     took ", stdout);
        drg_terminal_put_line(stdout, text_of_place(s->element->at), 30);
        putchar(' ');
        drg_why_put_quoted(q, s->first_token, s->end_token);
    }
    if (count) putchar('\n');
}

/* A pattern that matches, and no reading of it: a condition, or a longer match. */
static drg_status put_why_unmade(const inquiry *q, const span_question *s, const trace *t) {
    const where_tree *failed;
    TRY(drg_trace_conditions(q->tracer, t, s->first, s->end, &failed));
    if (failed) {
        puts("     its pattern matches, but a condition does not hold:");
        drg_why_put_source_line(failed->at, true, (drg_text){0});
        return DRG_OK;
    }
    puts("     its pattern matches with this span, but a rule has one match where it begins, the longest:");
    for (size_t i = 0; i < q->d->readings.items.count; i++) {
        const reading *r = drg_why_reading(q, i);
        if (r->rule.n != t->rule || whole_first(r) != t->first_token) continue;
        fputs("     ", stdout);
        drg_why_put_reading(q, r);
        putchar('\n');
        break;
    }
    return DRG_OK;
}

static void put_other_stops(const trace *t) {
    for (uint32_t i = 1; i < t->stop_count; i++) {
        const instruction_origin *o = &t->stops[i].origin;
        const node *n = o->named ? o->named : o->from;
        if (!n) continue;
        fputs(i == 1 ? "     it could also have gone on with " : ", ", stdout);
        drg_terminal_put_line(stdout, text_of_place(n->at), 30);
    }
    if (t->stop_count > 1) putchar('\n');
}

static drg_status put_near_rule(const inquiry *q, const span_question *s, const trace *t, uint32_t number) {
    printf("  %" PRIu32 "  ", number);
    drg_why_put_rule(q, t->rule);
    putchar('\n');
    if (t->of_text && t->outcome != TRACE_MATCHES) {
        fputs("     its expression goes on over ", stdout);
        drg_why_put_quoted(q, t->first_token, t->end_token);
        putchar('\n');
        drg_why_put_source_line(rule_tree_of(q->set, t->rule)->text_place, false, (drg_text){0});
        return DRG_OK;
    }
    if (t->outcome == TRACE_MATCHES) return put_why_unmade(q, s, t);
    puts(t->outcome == TRACE_BUT_ONE ? "     would match, but for one element:" : "     it came so far:");
    if (t->stop_count) TRY(put_stop(q, t->rule, &t->stops[0]));
    put_steps(q, t);
    if (t->outcome == TRACE_BROKE_OFF) put_other_stops(t);
    return DRG_OK;
}

/* Is there a reading of the span by this rule? Then it is told what became of that. */
static bool is_made(const inquiry *q, const span_question *s, uint32_t rule) {
    for (size_t i = drg_why_first_rival(q, s->first); i < q->rivals.count; i++) {
        const reading *r = drg_why_reading(q, (uint32_t)q->rivals.items[i]);
        if (r->first_token > s->first) break;
        if (is_span(s, r) && r->rule.n == rule) return true;
    }
    return false;
}

/* Two rules that lack one element each say enough: those that broke off say less. */
#define BUT_ONE_ENOUGH 2

static drg_status put_traces(const inquiry *q, const span_question *s, const trace *traces, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (i >= BUT_ONE_ENOUGH && traces[i].outcome == TRACE_BROKE_OFF && traces[1].outcome != TRACE_BROKE_OFF) break;
        TRY(put_near_rule(q, s, &traces[i], i + 1));
    }
    return DRG_OK;
}

static drg_status put_near_rules(const inquiry *q, const span_question *s) {
    trace traces[RULES_SHOWN];
    uint32_t found, count = 0;
    const drg_text name = q->d->labels->labels[s->label.n].name;
    TRY(drg_trace_label(q->tracer, s->label.n, s->form, s->first, s->end, traces, RULES_SHOWN, &found));
    for (uint32_t i = 0; i < found; i++)
        if (traces[i].outcome != TRACE_MATCHES || !is_made(q, s, traces[i].rule)) traces[count++] = traces[i];
    if (count) printf("rules of %.*s that came near\n", SHOW(name));
    else if (!found) printf("no rule of %.*s takes any of it\n", SHOW(name));
    return put_traces(q, s, traces, count);
}

/* Evidence --------------------------------------------------------------------------------------------------------------- */

static bool has_held(const drg_explanation *why, uint32_t rule) {
    for (size_t i = 1; i < why->term_count; i++)
        if (why->terms[i].rule == rule) return true;
    return false;
}

static bool would_raise(const reading *r, const rule_facts *f) {
    return f->is_evidence && f->label.n == r->label && (f->form.n == NO_FORM || f->form.n == r->form) &&
           f->weight > 0 && (double)r->sum + f->weight > 0;
}

static drg_status put_missing_evidence(const inquiry *q, const span_question *s, uint32_t number) {
    const reading *r = drg_why_reading(q, number);
    drg_explanation why;
    trace nearest[EVIDENCE_SHOWN];
    uint32_t count = 0;
    drg_explain(q->extractor, q->d, number, &why);
    for (uint32_t rule = 0; rule < q->set->facts.count; rule++) {
        trace one;
        if (!would_raise(r, &q->set->facts.items[rule]) || has_held(&why, rule)) continue;
        TRY(drg_trace_evidence(q->tracer, rule, s->first, s->end, &one));
        uint32_t to = count;
        while (to > 0 && nearest[to - 1].taken < one.taken) to--;
        if (to == EVIDENCE_SHOWN) continue;
        if (count < EVIDENCE_SHOWN) count++;
        for (uint32_t k = count - 1; k > to; k--) nearest[k] = nearest[k - 1];
        nearest[to] = one;
    }
    if (count) puts("    evidence that would raise it above zero, and does not hold:");
    for (uint32_t i = 0; i < count; i++) {
        const rule_facts *f = &q->set->facts.items[nearest[i].rule];
        printf("    %+.2f ", f->weight);
        drg_why_put_rule(q, nearest[i].rule);
        putchar('\n');
        if (!i && nearest[i].stop_count) TRY(put_stop(q, nearest[i].rule, &nearest[i].stops[0]));
    }
    return DRG_OK;
}

/* What was read and lost ------------------------------------------------------------------------------------------------- */

/* How much of the span and the reading is the same: a reading of the span itself is nearest. */
static uint32_t common(const span_question *s, const reading *r) {
    const uint32_t first = r->first_token > s->first ? r->first_token : s->first;
    const uint32_t end = r->end_token < s->end ? r->end_token : s->end;
    return 2 * (end - first) + (is_span(s, r) ? 1 : 0);
}

static bool is_nearer(const inquiry *q, const span_question *s, uint32_t a, uint32_t b) {
    const reading *x = drg_why_reading(q, a), *y = drg_why_reading(q, b);
    if (common(s, x) != common(s, y)) return common(s, x) > common(s, y);
    return x->sum > y->sum;
}

static size_t find_lost(const inquiry *q, const span_question *s, uint32_t out[LOST_SHOWN]) {
    size_t count = 0, kept = 0;
    for (size_t i = drg_why_first_rival(q, s->first); i < q->rivals.count; i++) {
        const uint32_t number = (uint32_t)q->rivals.items[i];
        const reading *r = drg_why_reading(q, number);
        if (r->first_token >= s->end) break;
        if (!is_near(s, r) || !is_label(s, r)) continue;
        count++;
        size_t to = kept;
        while (to > 0 && is_nearer(q, s, number, out[to - 1])) to--;
        if (to == LOST_SHOWN) continue;
        if (kept < LOST_SHOWN) kept++;
        for (size_t k = kept - 1; k > to; k--) out[k] = out[k - 1];
        out[to] = number;
    }
    return count;
}

static drg_status put_lost(const inquiry *q, const span_question *s) {
    uint32_t lost[LOST_SHOWN];
    const size_t count = find_lost(q, s, lost);
    if (!count) return DRG_OK;
    puts("read, and lost");
    for (size_t i = 0; i < count && i < LOST_SHOWN; i++) {
        const reading *r = drg_why_reading(q, lost[i]);
        fputs("  - ", stdout);
        drg_why_put_lost(q, lost[i]);
        TRY(drg_why_put_sum(q, lost[i], true));
        const uint32_t name = reading_name(r);
        if (name != NO_ID && !(drg_gazetteer_name(q->d->gazetteer, name)->weight > 0))
            puts("    a name with a weight of 0 or less comes out where evidence says that it is meant");
        if (is_span(s, r) && !(r->sum > 0) && !(r->flags & READING_NEVER)) TRY(put_missing_evidence(q, s, lost[i]));
    }
    if (count > LOST_SHOWN) printf("  and %zu more\n", count - LOST_SHOWN);
    return DRG_OK;
}

/* Names ------------------------------------------------------------------------------------------------------------------ */

/* Did the name make a reading here? Then that is told. */
static bool is_read(const inquiry *q, const span_question *s, uint32_t name) {
    for (size_t i = drg_why_first_rival(q, s->first); i < q->rivals.count; i++) {
        const reading *r = drg_why_reading(q, (uint32_t)q->rivals.items[i]);
        if (r->first_token > s->first) break;
        if (is_span(s, r) && reading_name(r) == name) return true;
    }
    return false;
}

static void put_near_name(const inquiry *q, const near_name *n) {
    static const char *const phrases[] = {
        [NEAR_SAME] = "the same name, but it is not taken here",
        [NEAR_CASE] = "wants exactly its own case (case: exact)",
        [NEAR_INFLECTED] = "another form of it, which is not said to be inflected (inflect: none)",
        [NEAR_LETTER] = "nearly the same letters",
        [NEAR_PART] = "this is only a part of it",
        [NEAR_SHORTER] = "it is only a part of this",
    };
    const name_origin origin = drg_gazetteer_origin(q->d->gazetteer, n->name);
    const gazetteer_name *name = drg_gazetteer_name(q->d->gazetteer, n->name);
    fputs("  \"", stdout);
    drg_terminal_put_line(stdout, origin.text, 70);
    fputs("\"  ", stdout);
    drg_why_put(origin.at.file->path);
    printf(":%" PRIu32 "\n     %s", origin.line,
           n->how == NEAR_INFLECTED && name->by_stem ? "another form of it" : phrases[n->how]);
    if (origin.language.length && !text_equal(origin.language, q->d->language))
        printf("; it %s in texts of its language alone, %.*s", name->own ? "stands" : "is inflected",
               SHOW(origin.language));
    if (!(name->weight > 0)) printf("; its weight, %+.2f, waits for evidence that it is meant", (double)name->weight);
    putchar('\n');
}

static drg_status put_near_names(const inquiry *q, const span_question *s) {
    near_name names[NAMES_SHOWN];
    uint32_t count, shown = 0;
    const drg_text text = drg_document_span(q->d, s->first, s->end);
    const drg_text label_name = s->label.n == NO_FORM ? (drg_text){0} : q->d->labels->labels[s->label.n].name;
    TRY(drg_near_names(q->d->gazetteer, text, q->d->language, label_name, names, NAMES_SHOWN, &count));
    for (uint32_t i = 0; i < count; i++) {
        if (is_read(q, s, names[i].name)) continue;
        if (!shown++) puts("names that are near");
        put_near_name(q, &names[i]);
    }
    return DRG_OK;
}

/* The lists in which the words stand as they are: what rules could ask for. */
static void put_lists(const inquiry *q, const span_question *s) {
    name_match found[NAMES_AT_TOKEN];
    const gazetteer *g = q->d->gazetteer;
    uint32_t lists[LISTS_SHOWN], shown = 0;
    const uint32_t count = drg_name_matches(g, q->d->words, &q->d->tokens, s->first, found);
    for (uint32_t i = 0; i < count; i++) {
        if (found[i].token_count != s->end - s->first) continue;
        const uint32_t list = drg_gazetteer_entry(g, drg_gazetteer_name(g, found[i].name.n)->entry.n)->list.n;
        uint32_t k = 0;
        while (k < shown && lists[k] != list) k++;
        if (k < shown || shown == LISTS_SHOWN) continue;
        lists[shown++] = list;
        const name_origin origin = drg_gazetteer_origin(g, found[i].name.n);
        fputs(shown == 1 ? "it is a name of  @" : "                 @", stdout);
        drg_why_put_column(drg_gazetteer_lists(g)[list].name, 24);
        putchar(' ');
        drg_why_put(origin.at.file->path);
        printf(":%" PRIu32 "\n", origin.line);
    }
}

/* What to do ------------------------------------------------------------------------------------------------------------- */

/* The table in which names of the label stand: of the document's language, if there is one; empty if no list has it. */
static drg_text table_of_label(const inquiry *q, uint32_t label_number) {
    const gazetteer *g = q->d->gazetteer;
    char plain[64];
    drg_text table = {0};
    snprintf(plain, sizeof plain, "/names.%.*s.tsv", SHOW(q->d->language));
    for (uint32_t i = 0; i < drg_gazetteer_list_count(g); i++) {
        const gazetteer_list *l = &drg_gazetteer_lists(g)[i];
        if (!text_equal(l->label, q->d->labels->labels[label_number].name) || !l->entry_count) continue;
        const uint32_t first = drg_gazetteer_entry(g, l->first_entry)->first_name;
        const uint32_t last = l->first_entry + l->entry_count - 1;
        const uint32_t end = drg_gazetteer_entry(g, last)->first_name + drg_gazetteer_names_of(g, last);
        for (uint32_t n = first; n < end; n++) {
            const drg_text path = drg_gazetteer_origin(g, n).at.file->path;
            if (!table.length) table = path;
            if (text_ends(path, plain)) return path;
        }
    }
    return table;
}

static void put_what_to_do(const inquiry *q, const span_question *s) {
    const drg_text table = table_of_label(q, s->label.n), language = q->d->language;
    puts("what to do");
    if (table.length) {
        fputs("  a name   add it to ", stdout);
        drg_why_put(table);
        puts(", and its entry beside it");
    }
    printf("  a rule   add it to rules/%.*s/; rehearse its pattern with: dragoman try --label ", SHOW(language));
    put_wanted(q);
    printf(" '[ … ]' %s\n  then ask this again, and see that all examples hold: dragoman check\n", q->path);
}

/* ------------------------------------------------------------------------------------------------------------------------ */

/* Of the rules of all labels, those that came nearest; of a label one. */
static drg_status put_rules_of_all(const inquiry *q, const span_question *s) {
    trace nearest[RULES_SHOWN];
    uint32_t kept = 0;
    for (uint32_t l = 0; l < q->d->labels->label_count; l++) {
        trace one;
        uint32_t count;
        if (q->d->labels->labels[l].hidden) continue;
        TRY(drg_trace_label(q->tracer, l, (form_id){NO_FORM}, s->first, s->end, &one, 1, &count));
        if (count && (one.outcome != TRACE_MATCHES || !is_made(q, s, one.rule)))
            drg_trace_keep_nearest(&one, nearest, RULES_SHOWN, &kept);
    }
    puts(kept ? "rules that came near" : "no rule takes any of it");
    return put_traces(q, s, nearest, kept);
}

drg_status drg_why_missing(const inquiry *q) {
    span_question s = {.label = q->of, .form = q->form};
    tokens_of(q, &s);
    if (s.first >= s.end) {
        printf("%s:%zu-%zu: no word stands there\n", q->path, q->start, q->end);
        return DRG_OK;
    }
    const uint32_t there = find_there(q, &s);
    if (there != NO_ID) {
        if (q->label.length) puts("it is there:");
        return drg_why_story(q, there);
    }
    put_head(q, &s);
    put_what_is_there(q, &s);
    TRY(put_lost(q, &s));
    if (s.label.n != NO_FORM) TRY(put_near_rules(q, &s));
    else TRY(put_rules_of_all(q, &s));
    TRY(put_near_names(q, &s));
    put_lists(q, &s);
    if (s.label.n != NO_FORM) put_what_to_do(q, &s);
    return DRG_OK;
}
