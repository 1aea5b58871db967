/* Texts read with a little knowledge of their own, for the tests of resolve/: what is annotated is marked in the text.
 *
 *     <Vladimir Putin> met <Putin>           a Person each
 *     {Border Treaty}, the {:old agreement}  a Treaty's name, a nominal one; its noun is in the list of instruments
 *
 * text_referents("…") tells for each of them its referent, by its number in the order of the text: "1 1". */
#ifndef RESOLVE_TEXT_H
#define RESOLVE_TEXT_H

#include "gazetteer_folder.h"

#include "extract.h"

static const char own_labels[] =
    "stages names entities events\n"
    "label Person\n  forms full short\n  attributes role alias\n  resolve person\n"
    "label Leader\n  resolve entry person\n"
    "label Country\n  forms name demonym\n  resolve entry\n"
    "label Date\n  forms DATE TIME DURATION SET\n  resolve date\n"
    "label Treaty\n  forms name nominal\n  holds Country Date\n"
    "  attributes kind parties signed alias relation\n  resolve entry antecedent\n"
    "label Provision\n  attributes of\n  resolve path of Treaty\n"
    "label Speaker hidden\n  holds Country Person\n  attributes country\n  resolve turn\n"
    "label Event\n  attributes action parties from party treaty date polarity modality gives\n"
    "  resolve event\n";

static const char own_names[] =
    "language en\nstage names\n"
    "rule date/day : Date\n  match d:/\\d\\d?/ m:@month y:/\\d{4}/\n  date day={d} month={m.month} year={y}\n"
    "rule date/year : Date\n  match of [ y:/\\d{4}/ ]\n  date year={y}\n"
    "rule person/full : Person.full\n  match '<' [ (!'>')+ ] '>'\n";

static const char own_entities[] =
    "language en\nstage entities\n"
    "def Inside = (!'}')*\n"
    "rule treaty/name : Treaty.name\n  match '{' [ (!'}' & !':' & !'?' & !'!' & !';' & !'=') Inside ] '}'\n"
    "rule treaty/nominal : Treaty.nominal\n  match '{' ':' [ kind:@instrument ] '}'\n"
    "rule treaty/old : Treaty.nominal\n  match '{' ':' [ old kind:@instrument ] '}'\n  set relation=previous\n"
    "rule treaty/new : Treaty.nominal\n  match '{' ':' [ new kind:@instrument ] '}'\n  set relation=new\n"
    "rule treaty/another : Treaty.nominal\n  match '{' ':' [ another kind:@instrument ] '}'\n  set relation=other\n"
    "rule treaty/dated : Treaty.name\n  match '{' '=' [ kind:@instrument of <Date> ] '}'\n"
    "rule treaty/this : Treaty.nominal\n  match '{' ';' this [ kind:@instrument ] '}'\n  set relation=this\n"
    "rule treaty/wanting : Treaty.nominal\n  match '{' '?' [ kind:@instrument ] '}'\n  where antecedent\n"
    "rule treaty/alias : Treaty.name\n  match '{' [ '!' Cap+ ] '}' '(' alias:Cap ')'\n"
    "def Which = /\\d+[A-Z]?(\\.\\d+)*/ bis? | Roman | @number | /[A-Z]/\n"
    "def Sub = '(' sub:/\\d+|[a-z]+/ ')'\n"
    "def More = (',' | and | ',' and) (next:Which | '(' next:/\\d+|[a-z]+/ ')')\n"
    "def Range = ('-' | to) (range:Which | '(' range:/\\d+|[a-z]/ ')')\n"
    "def Group = unit:@unit (number:Which | '(' number:/[a-z]+/ ')') Sub* Range? (More Sub* Range?)*\n"
    "rule provision/path : Provision\n  match Group ((',' | of | and)? Group)*\n"
    "rule provision/preamble : Provision\n  match unit:@unit{alone=y}\n  weight 1\n"
    "rule speaker/any : Speaker\n  match ^ [ '<' .{1,8} '>' ] ':'\n"
    "rule speaker/office : Speaker\n  match ^ [ Cap of country:<Country> ] ':'\n";

static const char own_events[] =
    "language en\nstage events\n"
    "rule event/sign : Event\n"
    "  match party:<Country> (',' party:<Country>)* (and party:<Country>)? not? [ signed ] '{' treaty:<Treaty> '}'"
    " (and '{' treaty:<Treaty> '}')? (on date:<Date>)?\n"
    "  set action=sign gives=signed\n"
    "evidence event/denied : Event\n  before not\n  set polarity=negative\n";

typedef struct {
    folders files;
    drg_knowledge *knowledge;
    drg_extractor *extractor;
} text_reader;

static text_reader reader_of_tests;

static inline void write_own(folders *f) {
    write_table(f, "rules", "labels.rules", own_labels);
    write_table(f, "rules", "en/names.rules", own_names);
    write_table(f, "rules", "en/entities.rules", own_entities);
    write_table(f, "rules", "en/events.rules", own_events);
    write_table(f, "gazetteers", "month/entries.tsv", "name\tmonth\nJune\t6\nMay\t5\n");
    write_table(f, "gazetteers", "number/entries.tsv", "name\tvalue\nfive\t5\n");
    write_table(
        f, "gazetteers", "unit/entries.tsv",
        "name\tunit\tlevel\talone\narticle\tart\t4\t\narticles\tart\t4\t\nparagraph\tpara\t5\t\n"
        "paragraphs\tpara\t5\t\npoints\tpoint\t6\t\npoint\tpoint\t6\t\nsubparagraph\tlit\t6\t\nannex\tannex\t1\t\n"
        "part\tpart\t1\t\npreamble\tpreamble\t1\ty\n");
    write_table(f, "gazetteers", "instrument/entries.tsv",
                "name\tkind\tgeneric\nagreement\tagreement\ty\ntreaty\ttreaty\ty\nconvention\tconvention\t\n"
                "protocol\tprotocol\t\npact\ttreaty\t\n");
    write_table(f, "gazetteers", "country/entries.tsv", "# label Country\nid\talpha2\nRUS\tRU\nPRK\tKP\nJPN\tJP\n");
    write_table(f, "gazetteers", "country/names.en.tsv",
                "id\tname\tform\nRUS\tRussia\nRUS\tRussian\tdemonym\nPRK\tNorth Korea\nJPN\tJapan\n");
    write_table(
        f, "gazetteers", "treaty/entries.tsv",
        "# label Treaty\nid\tkind\tsigned\tparties[]\ttitle\tplace\n"
        "london-1839\ttreaty\t1839-04-19\tGBR|BEL\t\nlondon-1913\ttreaty\t1913-05-30\t\t\n"
        "vclt\tconvention\t1969-05-23\t\tVienna Convention on the Law of Treaties\n"
        "pact-a\ttreaty\t1955-05-14\t\t\npact-b\ttreaty\t1985-05-14\t\t\n"
        "bees\tconvention\t1950-05-03\t\tConvention on the Protection and Feeding of Wild Bees\n"
        "wells-1980\tagreement\t1980-05-03\tJPN|RUS\tAgreement between Japan and Russia on Deep Wells\tOslo\n"
        "wells-1990\tagreement\t1990-05-03\tJPN|PRK\tAgreement between Japan and North Korea on Deep Wells\n"
        "ants-1960\ttreaty\t1960-05-03\t\tTreaty on Red Ants\nants-1961\ttreaty\t1961-05-03\t\tTreaty on Red Ants\n");
    write_table(f, "gazetteers", "title_filler/entries.tsv",
                "name\nthe\non\nof\nand\nbetween\nJapan\nRussia\nNorth\nKorea\n");
    write_table(f, "gazetteers", "treaty/names.en.tsv",
                "id\tname\nlondon-1839\tTreaty of London\nlondon-1913\tTreaty of London\nvclt\tVienna Convention\n"
                "vclt\tVCLT\npact-a\tVienna Pact\npact-b\tVienna Pact\npact-b\tSecond Vienna Pact\n");
    write_table(f, "gazetteers", "leader/entries.tsv",
                "# label Leader\nid\tfull\nann-orr\tAnn Orr\nbob-orr\tBob Orr\n");
    write_table(f, "gazetteers", "leader/names.en.tsv",
                "id\tname\nann-orr\tAnn Orr\nann-orr\tAnnie Orr\nbob-orr\tBob Orr\n");
}

/* Annotates; the document is good until the next call. */
static inline const drg_document *read_text(const char *text) {
    text_reader *r = &reader_of_tests;
    if (!r->knowledge) {
        char rules[96], gazetteers[96];
        drg_messages *messages;
        write_own(&r->files);
        snprintf(rules, sizeof rules, "%s/rules", r->files.root);
        snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", r->files.root);
        const char *rule_folder = rules, *gazetteer_folder = gazetteers;
        const drg_sources sources = {.rule_folders = &rule_folder,
                                     .rule_folder_count = 1,
                                     .gazetteer_folders = &gazetteer_folder,
                                     .gazetteer_folder_count = 1};
        const drg_status status = drg_knowledge_open(&sources, &r->knowledge, &messages);
        for (size_t i = 0; i < drg_messages_count(messages); i++) {
            const drg_message m = drg_messages_get(messages, i);
            printf("# %.*s:%u:%u: %.*s\n", (int)m.file.length, m.file.bytes, m.line, m.column, (int)m.text.length,
                   m.text.bytes);
        }
        drg_messages_free(messages);
        if (status != DRG_OK || drg_extractor_new(r->knowledge, &r->extractor) != DRG_OK) exit(1);
    }
    const drg_document *d;
    const drg_input input = {.text = drg_text_of(text), .reference_date = drg_text_of("2024-06-20")};
    if (drg_annotate(r->extractor, &input, &d) != DRG_OK) exit(1);
    return d;
}

__attribute__((destructor)) static void close_reader(void) {
    drg_extractor_free(reader_of_tests.extractor);
    drg_knowledge_close(reader_of_tests.knowledge);
    clear_folders(&reader_of_tests.files);
}

/* The facts of entity i, if it is of the label; else NULL. */
static inline const settled_facts *facts_of(const drg_document *d, size_t i, const char *label_name) {
    const reading *r = &d->readings.items.items[d->entities.items[i]];
    return text_is(d->labels->labels[r->label].name, label_name) ? reading_facts(&d->readings, r) : NULL;
}

/* The referents of the entities of a label in their order, numbered as they come: "1 2 1"; - for none. */
static inline const char *referents_of(const char *label_name, const char *text) {
    static char out[512];
    uint32_t seen[64], count = 0;
    size_t length = 0;
    const drg_document *d = read_text(text);
    out[0] = '\0';
    for (size_t i = 0; i < d->entities.count; i++) {
        const settled_facts *f = facts_of(d, i, label_name);
        uint32_t at = 0;
        if (!f) continue;
        while (at < count && seen[at] != f->referent) at++;
        if (at == count && f->referent != NO_ID) seen[count++] = f->referent;
        if (length) out[length++] = ' ';
        if (f->referent == NO_ID) out[length++] = '-';
        else length += (size_t)snprintf(out + length, sizeof out - length, "%u", at + 1);
        out[length] = '\0';
    }
    return out;
}

/* The values of the entities of a label, between blanks. */
static inline const char *values_of(const char *label_name, const char *text) {
    static char out[2048];
    size_t length = 0;
    const drg_document *d = read_text(text);
    out[0] = '\0';
    for (size_t i = 0; i < d->entities.count; i++) {
        const settled_facts *f = facts_of(d, i, label_name);
        if (!f) continue;
        const drg_text value = f->value_length ? facts_value(f) : drg_text_of("-");
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%.*s", length ? " " : "", (int)value.length,
                                   value.bytes);
    }
    return out;
}

#endif
