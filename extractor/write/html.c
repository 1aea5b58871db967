/* A page of HTML. See html.h. A function per part, in the order in which they come out:
 *
 *     <head> with the colours
 *     <article> a document      heading, legend, the text with its marks, tables of values, referents, events and turns
 *
 * A label's colour is its place in labels.rules, so it is the same on every page; what tells labels apart for those who
 * see no colours is the small word behind a mark, which is made by the style sheet: it is no part of the text. */
#include "write/html.h"

#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

#define COLOUR_COUNT 12

/* Each pair of background and text has a contrast of at least 4.5 : 1 (tests/workbench.py works it out). */
static const char style[] =
    ":root{color-scheme:light dark;--page:#ffffff;--text:#1a1a1a;--soft:#595959;--line:#d5d5d5;"
    "--c0:#cfe3ff;--c1:#ffd9c2;--c2:#cdeccd;--c3:#f6c9dd;--c4:#e4d4fb;--c5:#fff0a8;"
    "--c6:#c4eef0;--c7:#f3d0c9;--c8:#dfe6b8;--c9:#e2dcd2;--c10:#ccd3f7;--c11:#f9dcf4}\n"
    "@media(prefers-color-scheme:dark){:root{--page:#161618;--text:#f2f2f2;--soft:#b4b4b8;--line:#3d3d42;"
    "--c0:#1d3f6e;--c1:#6b3312;--c2:#1f4d24;--c3:#6a1f45;--c4:#472a78;--c5:#574a00;"
    "--c6:#0d4a4e;--c7:#6d2b22;--c8:#414d10;--c9:#4d463c;--c10:#2b3580;--c11:#64275c}}\n"
    "body{background:var(--page);color:var(--text);font:16px/1.7 system-ui,sans-serif;margin:2rem auto;padding:0 1rem;"
    "max-width:60rem}\n"
    "h1{font-size:1.3rem}h2{font-size:1.05rem;overflow-wrap:anywhere}\n"
    "article{border-top:1px solid var(--line);margin-top:2rem}\n"
    ".text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;tab-size:4}\n"
    "mark{color:var(--text);border-radius:.2em;padding:.1em "
    ".15em;unicode-bidi:isolate;-webkit-box-decoration-break:clone;"
    "box-decoration-break:clone}\n"
    "mark mark{outline:1px solid var(--soft)}mark:target{outline:3px solid var(--text)}\n"
    ".text mark::after{content:' ' attr(data-label);font-size:.62em;font-weight:600;letter-spacing:.02em;"
    "unicode-bidi:isolate}\n"
    ".legend{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;font-size:.85rem}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;line-height:1.4}\n"
    "caption{text-align:start;font-weight:600;padding:.6rem 0 .2rem}\n"
    "th,td{text-align:start;vertical-align:top;padding:.2rem .9rem .2rem 0;border-bottom:1px solid var(--line)}\n"
    "th{color:var(--soft);font-weight:600}td{unicode-bidi:plaintext}a{color:inherit}\n"
    "@media print{details:not([open])>*{display:block}}\n";

/* Pieces ------------------------------------------------------------------------------------------------------------------ */

static void put_bytes(html_page *p, const char *bytes, size_t length) {
    if (length && !p->refused) p->refused = !p->sink.write(p->sink.context, bytes, length);
}

/* Markup of ours, as it stands. */
static void put(html_page *p, const char *markup) {
    put_bytes(p, markup, strlen(markup));
}

static void put_number(html_page *p, size_t n) {
    char digits[24];
    put_bytes(p, digits, (size_t)snprintf(digits, sizeof digits, "%zu", n));
}

/* What stands for a byte that may not stand in HTML as it is; NULL: it may. A CR would be read as a line feed. */
static const char *escape_of(unsigned char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\r': return "&#13;";
    case '\t':
    case '\n': return NULL;
    default: return c < 0x20 || c == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

/* The controls U+0080 … U+009F are two bytes: C2, and 80 … 9F. */
static bool is_high_control(drg_text text, size_t at) {
    return text.bytes[at] == '\xC2' && at + 1 < text.length && (unsigned char)text.bytes[at + 1] < 0xA0;
}

/* Any text, so that it can be nothing else: for what stands between tags, and in quoted attributes. Valid UTF-8. */
static void put_text(html_page *p, drg_text text) {
    size_t done = 0;
    for (size_t at = 0; at < text.length; at++) {
        const bool high = is_high_control(text, at);
        const char *escape = high ? "\xEF\xBF\xBD" : escape_of((unsigned char)text.bytes[at]);
        if (!escape) continue;
        put_bytes(p, text.bytes + done, at - done);
        put(p, escape);
        at += high;
        done = at + 1;
    }
    put_bytes(p, text.bytes + done, text.length - done);
}

static void put_string(html_page *p, const char *text) {
    put_text(p, drg_text_of(text));
}

/* Any bytes, such as a file's name: one that is no UTF-8 is U+FFFD, byte by byte. */
static void put_any(html_page *p, drg_text bytes) {
    while (bytes.length) {
        const size_t valid = drg_utf8_valid_length(bytes);
        put_text(p, (drg_text){bytes.bytes, valid});
        if (valid < bytes.length) put(p, "\xEF\xBF\xBD");
        const size_t step = valid < bytes.length ? valid + 1 : valid;
        bytes = (drg_text){bytes.bytes + step, bytes.length - step};
    }
}

/* What is known of a thing -------------------------------------------------------------------------------------------------- */

static void put_label(html_page *p, const drg_entity *e) {
    put_string(p, e->label);
    if (!*e->form) return;
    put(p, ".");
    put_string(p, e->form);
}

/* The rule, or the gazetteer's line. */
static void put_maker(html_page *p, const drg_entity *e) {
    if (*e->rule) put_string(p, e->rule);
    if (!*e->source_file) return;
    put_string(p, e->source_file);
    put(p, ":");
    put_number(p, e->source_line);
}

static void put_score(html_page *p, double score) {
    char digits[16];
    put_bytes(p, digits, (size_t)snprintf(digits, sizeof digits, "%.2f", score));
}

static void put_referent(html_page *p, const drg_document *d, size_t number) {
    if (number != SIZE_MAX) put_text(p, drg_document_referent(d, number).key);
}

static void put_attribute(html_page *p, const drg_document *d, drg_attribute a) {
    put_text(p, a.key);
    put(p, "=");
    if (a.referent != SIZE_MAX) put_referent(p, d, a.referent);
    else put_text(p, a.value);
}

static void put_entity_attributes(html_page *p, const drg_document *d, size_t i, size_t count) {
    for (size_t a = 0; a < count; a++) {
        if (a) put(p, ", ");
        put_attribute(p, d, drg_document_entity_attribute(d, i, a));
    }
}

/* d1e3: entity 3 of document 1 */
static void put_mark_id(html_page *p, size_t entity) {
    put(p, "d");
    put_number(p, p->document_count);
    put(p, "e");
    put_number(p, entity + 1);
}

/* A link to an entity's mark. */
static void put_mark_link(html_page *p, size_t entity) {
    put(p, "<a href=\"#");
    put_mark_id(p, entity);
    put(p, "\">e");
    put_number(p, entity + 1);
    put(p, "</a>");
}

/* Labels ------------------------------------------------------------------------------------------------------------------ */

/* style="…": the label's colour. */
static void put_colour(html_page *p, uint32_t of_label) {
    put(p, " style=\"background:var(--c");
    put_number(p, of_label % COLOUR_COUNT);
    put(p, ")\"");
}

/* The labels that occur, each in its colour, with how often. */
static void put_legend(html_page *p, const drg_document *d, label_choice only) {
    put(p, "<ul class=\"legend\">\n");
    for (uint32_t l = 0; l < d->labels->label_count; l++) {
        size_t count = 0;
        const char *name = d->labels->labels[l].name.bytes;
        if (!drg_label_is_chosen(only, name)) continue;
        for (size_t i = 0; i < drg_document_entity_count(d); i++) count += drg_entity_label(d, i) == l;
        if (!count) continue;
        put(p, "<li><mark");
        put_colour(p, l);
        put(p, ">");
        put_string(p, name);
        put(p, "</mark> ");
        put_number(p, count);
        put(p, "</li>\n");
    }
    put(p, "</ul>\n");
}

/* The text ---------------------------------------------------------------------------------------------------------------- */

/* title="Country.name = RUS, score 0.98, country/names.en.tsv:12" */
static void put_title(html_page *p, const drg_document *d, size_t i, const drg_entity *e) {
    put(p, " title=\"");
    put_label(p, e);
    if (e->value.length) put(p, " = "), put_text(p, e->value);
    if (e->referent != SIZE_MAX) put(p, "&#10;referent "), put_referent(p, d, e->referent);
    if (e->attribute_count) put(p, "&#10;"), put_entity_attributes(p, d, i, e->attribute_count);
    put(p, "&#10;score ");
    put_score(p, e->score);
    put(p, "&#10;");
    put_maker(p, e);
    put(p, "\"");
}

static void put_mark(html_page *p, const drg_document *d, size_t i) {
    const drg_entity e = drg_document_entity(d, i);
    put(p, "<mark id=\"");
    put_mark_id(p, i);
    put(p, "\" data-label=\"");
    put_string(p, e.label);
    put(p, "\"");
    put_colour(p, drg_entity_label(d, i));
    put_title(p, d, i, &e);
    put(p, ">");
}

static drg_status put_layers(html_page *p, const drg_document *d, layers *l) {
    for (;;) {
        layer_step step;
        bool done;
        TRY(drg_layers_next(l, &step, &done));
        if (done) return DRG_OK;
        if (step.kind == LAYER_OPEN) put_mark(p, d, step.entity);
        else if (step.kind == LAYER_CLOSE) put(p, "</mark>");
        else put_text(p, step.text);
    }
}

static drg_status put_marked_text(html_page *p, const drg_document *d, label_choice only) {
    layers l = {0};
    put(p, "<div class=\"text\" dir=\"auto\">");
    drg_layers_begin(&l, d, only);
    const drg_status status = put_layers(p, d, &l);
    drg_layers_clear(&l);
    put(p, "</div>\n");
    return status;
}

/* Tables ------------------------------------------------------------------------------------------------------------------ */

static void begin_table(html_page *p, const char *caption, const char *const *columns, size_t count) {
    put(p, "<div class=\"wide\"><table><caption>");
    put(p, caption);
    put(p, "</caption><thead><tr>");
    for (size_t i = 0; i < count; i++) put(p, "<th scope=\"col\">"), put(p, columns[i]), put(p, "</th>");
    put(p, "</tr></thead><tbody>\n");
}

static void end_table(html_page *p) {
    put(p, "</tbody></table></div>\n");
}

static void cell(html_page *p) {
    put(p, "</td><td>");
}

static void cell_of(html_page *p, drg_text text) {
    cell(p);
    put_text(p, text);
}

static void put_span(html_page *p, size_t start, size_t end) {
    cell(p);
    put_number(p, start);
    put(p, "–");
    put_number(p, end);
}

static void put_entity_row(html_page *p, const drg_document *d, size_t i, const drg_entity *e) {
    put(p, "<tr><td>");
    put_mark_link(p, i);
    put_span(p, e->start, e->end);
    cell_of(p, e->text);
    cell(p);
    put_label(p, e);
    cell_of(p, e->value);
    cell(p);
    put_referent(p, d, e->referent);
    cell(p);
    put_entity_attributes(p, d, i, e->attribute_count);
    cell(p);
    put_score(p, e->score);
    cell(p);
    put_maker(p, e);
    put(p, "</td></tr>\n");
}

static void put_entities(html_page *p, const drg_document *d, label_choice only) {
    static const char *const columns[] = {"", "at", "text", "label", "value", "referent", "attributes", "score", "why"};
    begin_table(p, "Entities", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < drg_document_entity_count(d); i++) {
        const drg_entity e = drg_document_entity(d, i);
        if (drg_label_is_chosen(only, e.label)) put_entity_row(p, d, i, &e);
    }
    end_table(p);
}

static void put_referent_row(html_page *p, const drg_document *d, size_t i, const drg_referent *r) {
    put(p, "<tr><td>r");
    put_number(p, i + 1);
    cell_of(p, r->key);
    cell_of(p, drg_text_of(r->label));
    cell_of(p, r->name);
    cell(p);
    for (size_t m = 0; m < r->mention_count; m++) put(p, m ? " " : ""), put_mark_link(p, drg_document_mention(d, i, m));
    cell(p);
    for (size_t a = 0; a < r->attribute_count; a++)
        put(p, a ? ", " : ""), put_attribute(p, d, drg_document_attribute(d, i, a));
    put(p, "</td></tr>\n");
}

static void put_referents(html_page *p, const drg_document *d, label_choice only) {
    static const char *const columns[] = {"", "key", "label", "name", "mentions", "attributes"};
    begin_table(p, "Referents", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < drg_document_referent_count(d); i++) {
        const drg_referent r = drg_document_referent(d, i);
        if (drg_label_is_chosen(only, r.label)) put_referent_row(p, d, i, &r);
    }
    end_table(p);
}

static void put_event_row(html_page *p, const drg_document *d, size_t i) {
    const drg_event e = drg_document_event(d, i);
    put(p, "<tr><td>v");
    put_number(p, i + 1);
    put_span(p, e.start, e.end);
    cell_of(p, e.action);
    cell(p);
    put_referent(p, d, e.treaty);
    cell(p);
    for (size_t n = 0; n < e.party_count; n++) put(p, n ? ", " : ""), put_referent(p, d, drg_document_party(d, i, n));
    cell_of(p, e.date);
    cell_of(p, e.place);
    cell_of(p, e.polarity);
    cell_of(p, e.modality);
    cell_of(p, drg_text_of(e.rule));
    put(p, "</td></tr>\n");
}

static void put_events(html_page *p, const drg_document *d) {
    static const char *const columns[] = {"",     "at",    "action",   "treaty",   "parties",
                                          "date", "place", "polarity", "modality", "why"};
    begin_table(p, "Events", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < drg_document_event_count(d); i++) put_event_row(p, d, i);
    end_table(p);
}

static void put_turns(html_page *p, const drg_document *d) {
    static const char *const columns[] = {"", "at", "speaker", "referent", "country"};
    begin_table(p, "Turns", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < drg_document_turn_count(d); i++) {
        const drg_turn t = drg_document_turn(d, i);
        put(p, "<tr><td>");
        put_number(p, i + 1);
        put_span(p, t.start, t.end);
        cell_of(p, t.name);
        cell(p);
        put_referent(p, d, t.referent);
        cell_of(p, t.country);
        put(p, "</td></tr>\n");
    }
    end_table(p);
}

/* The page ---------------------------------------------------------------------------------------------------------------- */

void drg_html_begin(html_page *p, drg_text title, drg_sink sink) {
    *p = (html_page){.sink = sink};
    put(p, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width\">\n"
           "<meta name=\"generator\" content=\"dragoman ");
    put(p, drg_version());
    put(p, "\">\n<title>");
    put_any(p, title);
    put(p, "</title>\n<style>\n");
    put(p, style);
    put(p, "</style></head>\n<body>\n<h1>");
    put_any(p, title);
    put(p, "</h1>\n");
}

drg_status drg_html_document(html_page *p, const drg_document *d, label_choice only) {
    p->document_count++;
    put(p, "<article>\n<h2 dir=\"auto\">");
    put_any(p, d->input.id);
    put(p, "</h2>\n");
    put_legend(p, d, only);
    TRY(put_marked_text(p, d, only));
    put(p, "<details open><summary>What was found</summary>\n");
    put_entities(p, d, only);
    if (d->events.count && drg_kind_is_chosen(only, d->labels, RESOLVE_EVENT)) put_events(p, d);
    if (d->referents.count) put_referents(p, d, only);
    if (d->turns.count && drg_kind_is_chosen(only, d->labels, RESOLVE_TURN)) put_turns(p, d);
    put(p, "</details>\n</article>\n");
    return DRG_OK;
}

drg_status drg_html_end(html_page *p) {
    put(p, "</body></html>\n");
    return p->refused ? DRG_IO : DRG_OK;
}
