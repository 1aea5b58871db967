/* Which of the readings of a text come out: by span and weight, by evidence, by what the document teaches. Each test has
 * a handful of rules of its own over a small body of labels and names. */
#include "gazetteer_folder.h"

#include "extract.h"

static const char labels_text[] = "stages names entities events\n"
                                  "label Country\n  forms name demonym\n  resolve entry\n"
                                  "label Place\n"
                                  "label Person\n  forms full short\n  attributes role alias\n  resolve person\n"
                                  "label Treaty\n  forms name acronym short\n  holds Country\n  attributes alias\n";

typedef struct {
    folders files;
    drg_knowledge *knowledge;
    drg_extractor *extractor;
    char out[1024];
} trial;

static void tell_messages(drg_messages *messages) {
    for (size_t i = 0; i < drg_messages_count(messages); i++) {
        const drg_message m = drg_messages_get(messages, i);
        printf("# %.*s:%u:%u: %.*s\n", (int)m.file.length, m.file.bytes, m.line, m.column, (int)m.text.length,
               m.text.bytes);
    }
    drg_messages_free(messages);
}

/* The rules of the two stages; "" for none. */
static void open_trial(trial *r, const char *names, const char *entities) {
    char rules[96], gazetteers[96], text[4096];
    drg_messages *messages;
    write_table(&r->files, "rules", "labels.rules", labels_text);
    snprintf(text, sizeof text, "language en\nstage names\n%s", names);
    write_table(&r->files, "rules", "en/names.rules", text);
    snprintf(text, sizeof text, "language en\nstage entities\n%s", entities);
    write_table(&r->files, "rules", "en/entities.rules", text);
    write_table(&r->files, "gazetteers", "country/entries.tsv", "# label Country\nid\nJPN\nJOR\nTCD\nKEN\n");
    write_table(&r->files, "gazetteers", "country/names.en.tsv",
                "id\tname\tform\tcase\tinflect\tweight\nJPN\tJapan\nJPN\tJapanese\tdemonym\nJOR\tJordan\n"
                "TCD\tChad\tname\tany\tnone\t-1\nKEN\tKenya\n");
    snprintf(rules, sizeof rules, "%s/rules", r->files.root);
    snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", r->files.root);
    const char *rule_folder = rules, *gazetteer_folder = gazetteers;
    const drg_sources sources = {.rule_folders = &rule_folder,
                                 .rule_folder_count = 1,
                                 .gazetteer_folders = &gazetteer_folder,
                                 .gazetteer_folder_count = 1};
    const drg_status status = drg_knowledge_open(&sources, &r->knowledge, &messages);
    tell_messages(messages);
    if (status != DRG_OK || drg_extractor_new(r->knowledge, &r->extractor) != DRG_OK) exit(1);
}

static void close_trial(trial *r) {
    drg_extractor_free(r->extractor);
    drg_knowledge_close(r->knowledge);
    clear_folders(&r->files);
}

static const drg_document *annotate(trial *r, const char *text) {
    const drg_document *d;
    const drg_input input = {.text = drg_text_of(text)};
    if (drg_annotate(r->extractor, &input, &d) != DRG_OK) exit(1);
    return d;
}

static const reading *entity(const drg_document *d, size_t i) {
    return &d->readings.items.items[d->entities.items[i]];
}

/* What comes out of a text: "Treaty.name(Treaty of Japan) Country.name(Japan)"; a label without forms has no dot. */
static const char *annotations_of(trial *r, const char *text) {
    const drg_document *d = annotate(r, text);
    size_t length = 0;
    r->out[0] = '\0';
    for (size_t i = 0; i < d->entities.count; i++) {
        const reading *e = entity(d, i);
        const label *l = &d->labels->labels[e->label];
        const drg_text form = !l->form_count ? (drg_text){"", 0} : l->forms[e->form];
        const drg_text span = drg_document_span(d, e->first_token, e->end_token);
        length += (size_t)snprintf(r->out + length, sizeof r->out - length, "%s%s%s%.*s(%.*s)", length ? " " : "",
                                   l->name.bytes, form.length ? "." : "", (int)form.length, form.bytes,
                                   (int)span.length, span.bytes);
    }
    return r->out;
}

/* Order ---------------------------------------------------------------------------------------------------------------- */

TEST(the_earlier_start_wins_whatever_it_weighs) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/a : Treaty.name\n  match aa bb\n  weight 0.5\n"
               "rule place/b : Place\n  match bb cc\n  weight 9\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa bb cc"), "Treaty.name(aa bb)");
    CHECK_STRING(annotations_of(&r, "xx bb cc"), "Place(bb cc)");
    CHECK_STRING(annotations_of(&r, "aa bb bb cc"), "Treaty.name(aa bb) Place(bb cc)");
    close_trial(&r);
}

TEST(of_one_start_the_longer_wins_whatever_it_weighs) {
    trial r = {0};
    open_trial(&r,
               "rule place/long : Place\n  match aa bb\n  weight 0.5\n"
               "rule treaty/short : Treaty.name\n  match aa\n  weight 9\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa bb"), "Place(aa bb)");
    CHECK_STRING(annotations_of(&r, "aa cc"), "Treaty.name(aa)");
    close_trial(&r);
}

TEST(context_is_no_part_of_the_span_that_competes) {
    trial r = {0};
    open_trial(&r,
               "rule place/context : Place\n  match aa [ bb ] cc dd\n"
               "rule treaty/bare : Treaty.name\n  match bb cc\n  weight 0.5\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa bb cc dd"), "Treaty.name(bb cc)");
    close_trial(&r);
}

TEST(of_one_span_the_heavier_wins_then_the_earlier_match_then_the_earlier_rule) {
    trial r = {0};
    open_trial(&r,
               "rule place/heavy : Place\n  match aa\n  weight 2\n"
               "rule treaty/light : Treaty.name\n  match aa\n  weight 1.9\n"
               "rule treaty/bare : Treaty.name\n  match bb\n"
               "rule place/in-context : Place\n  match xx [ bb ]\n"
               "rule person/first : Person.full\n  match cc\n"
               "rule place/second : Place\n  match cc\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa"), "Place(aa)");
    CHECK_STRING(annotations_of(&r, "xx bb"), "Place(bb)");
    CHECK_STRING(annotations_of(&r, "yy bb"), "Treaty.name(bb)");
    CHECK_STRING(annotations_of(&r, "cc"), "Person.full(cc)");
    close_trial(&r);
}

TEST(what_weighs_nothing_neither_wins_nor_stands_in_the_way) {
    trial r = {0};
    open_trial(&r,
               "rule place/even : Place\n  match aa bb\n  weight 0\n"
               "rule treaty/likely : Treaty.name\n  match bb\n  weight 0.1\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa bb"), "Treaty.name(bb)");
    CHECK_STRING(annotations_of(&r, "aa Chad"), "");
    close_trial(&r);
}

TEST(two_rules_of_one_span_and_label_are_one_reading_as_heavy_as_the_heavier) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/one : Treaty.name\n  match aa\n  weight 1\n"
               "rule treaty/two : Treaty.name\n  match aa\n  weight 2\n"
               "rule place/other : Place\n  match aa\n  weight 2.5\n"
               "rule country/japan : Country.name\n  match japan\n  weight 3\n"
               "rule place/japan : Place\n  match japan\n  weight 2.9\n",
               "");
    CHECK_STRING(annotations_of(&r, "aa"), "Place(aa)");
    const drg_document *d = annotate(&r, "Japan");
    REQUIRE(d->entities.count == 1);
    CHECK_TEXT(facts_value(reading_facts(&d->readings, entity(d, 0))), "JPN"); /* the rule's weight, the name's entry */
    close_trial(&r);
}

/* What lies inside ----------------------------------------------------------------------------------------------------- */

TEST(inside_a_winner_comes_out_what_its_label_holds) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/with : Treaty.name\n  match pact with Cap\n"
               "rule person/named : Person.full\n  match mister Cap\n"
               "rule place/alba : Place\n  match alba\n",
               "");
    CHECK_STRING(annotations_of(&r, "pact with Japan"), "Treaty.name(pact with Japan) Country.name(Japan)");
    CHECK_STRING(annotations_of(&r, "mister Japan"), "Person.full(mister Japan)");
    CHECK_STRING(annotations_of(&r, "pact with Alba"), "Treaty.name(pact with Alba)");
    CHECK_STRING(annotations_of(&r, "pact of Japan"), "Country.name(Japan)");
    close_trial(&r);
}

TEST(a_name_below_zero_comes_out_only_where_it_is_held) {
    trial r = {0};
    open_trial(&r, "rule treaty/with : Treaty.name\n  match pact with Cap\n", "");
    CHECK_STRING(annotations_of(&r, "pact with Chad. Chad left."), "Treaty.name(pact with Chad) Country.name(Chad)");
    close_trial(&r);
}

/* Stages --------------------------------------------------------------------------------------------------------------- */

static const char person_or_country[] = "rule person/surname : Person.short\n  match jordan\n  weight 1\n";

TEST(what_lost_competes_again_with_the_evidence_of_a_later_stage) {
    trial r = {0};
    open_trial(&r, person_or_country,
               "evidence person/office : Person\n  before minister\n  weight 2\n  set role=minister\n");
    CHECK_STRING(annotations_of(&r, "Jordan spoke"), "Country.name(Jordan)");
    CHECK_STRING(annotations_of(&r, "minister Jordan spoke"), "Person.short(Jordan)");
    CHECK_STRING(annotations_of(&r, "minister of Jordan spoke"), "Country.name(Jordan)");
    close_trial(&r);
}

TEST(a_later_stage_crosses_nothing_that_was_chosen_but_may_cover_it) {
    trial r = {0};
    open_trial(&r, "rule place/ab : Place\n  match aa bb\n",
               "rule treaty/crossing : Treaty.name\n  match bb cc\n  weight 9\n"
               "rule treaty/covering : Treaty.name\n  match aa bb dd\n  weight 0.5\n"
               "rule treaty/inside : Treaty.name\n  match bb\n  weight 9\n"
               "rule treaty/with : Treaty.name\n  match <Country> bb cc\n");
    CHECK_STRING(annotations_of(&r, "aa bb cc"), "Place(aa bb)");
    CHECK_STRING(annotations_of(&r, "xx bb cc"), "Treaty.name(bb cc)");
    CHECK_STRING(annotations_of(&r, "aa bb dd"), "Treaty.name(aa bb dd)");
    CHECK_STRING(annotations_of(&r, "Japan bb cc"), "Treaty.name(Japan bb cc) Country.name(Japan)");
    close_trial(&r);
}

TEST(a_later_stage_changes_the_choice_where_it_has_something_to_say) {
    trial r = {0};
    open_trial(&r,
               "rule place/two : Place\n  match aa bb\n  weight 2\n"
               "rule treaty/two : Treaty.name\n  match aa bb\n  weight 1\n",
               "evidence place/not-before-dd : Place\n  after dd\n  weight -1.5\n");
    CHECK_STRING(annotations_of(&r, "aa bb, aa bb dd, aa bb cc"), "Place(aa bb) Treaty.name(aa bb) Place(aa bb)");
    close_trial(&r);
}
TEST(what_is_chosen_no_more_stops_nobody_from_the_next_stage_on) {
    trial r = {0};
    open_trial(&r,
               "rule place/two : Place\n  match aa bb\n  weight 2\n"
               "rule treaty/cross : Treaty.name\n  match bb cc\n  weight 1\n",
               "evidence place/not-before-dd : Place\n  after cc dd\n  weight -5\n");
    CHECK_STRING(annotations_of(&r, "aa bb cc, aa bb cc dd"), "Place(aa bb) Treaty.name(bb cc)");
    close_trial(&r);
}
TEST(a_pattern_sees_what_an_earlier_stage_chose_and_not_what_lost) {
    trial r = {0};
    open_trial(&r, "rule person/surname : Person.full\n  match jordan\n  weight 3\n",
               "rule treaty/of-country : Treaty.name\n  match [ pact ] of <Country>\n");
    CHECK_STRING(annotations_of(&r, "pact of Japan"), "Treaty.name(pact) Country.name(Japan)");
    CHECK_STRING(annotations_of(&r, "pact of Jordan"), "Person.full(Jordan)");
    close_trial(&r);
}

/* Evidence ------------------------------------------------------------------------------------------------------------- */

TEST(evidence_adds_up) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/pact : Treaty.name\n  match pact\n  weight -1\n"
               "evidence treaty/signed : Treaty\n  before signed the?\n  weight 0.6\n"
               "evidence treaty/in-force : Treaty\n  after in force\n  weight 0.6\n",
               "");
    CHECK_STRING(annotations_of(&r, "signed the pact"), "");
    CHECK_STRING(annotations_of(&r, "the pact in force"), "");
    CHECK_STRING(annotations_of(&r, "signed the pact in force"), "Treaty.name(pact)");
    close_trial(&r);
}

TEST(all_clauses_of_evidence_must_hold) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/any : Treaty.name\n  match pact of Cap\n  weight -1\n"
               "evidence treaty/all : Treaty\n  before the\n  is . of alba\n  after ends\n  weight 2\n",
               "");
    CHECK_STRING(annotations_of(&r, "the pact of Alba ends"), "Treaty.name(pact of Alba)");
    CHECK_STRING(annotations_of(&r, "a pact of Alba ends"), "");
    CHECK_STRING(annotations_of(&r, "the pact of Roma ends"), "");
    CHECK_STRING(annotations_of(&r, "the pact of Alba lasts"), "");
    close_trial(&r);
}

TEST(is_takes_all_of_a_reading_and_not_its_beginning) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/any : Treaty.name\n  match pact (of Cap)?\n"
               "evidence treaty/bare : Treaty\n  is pact\n  weight never\n",
               "");
    CHECK_STRING(annotations_of(&r, "the pact of Alba"), "Treaty.name(pact of Alba)");
    CHECK_STRING(annotations_of(&r, "the pact"), "");
    close_trial(&r);
}

TEST(evidence_looks_at_its_own_label_and_form) {
    trial r = {0};
    open_trial(&r,
               "evidence country/demonym : Country.demonym\n  before old\n  weight never\n"
               "rule treaty/pact : Treaty.name\n  match pact\n"
               "evidence treaty/new : Treaty\n  before new\n  weight never\n",
               "");
    CHECK_STRING(annotations_of(&r, "old pact, new pact, new Japan"), "Treaty.name(pact) Country.name(Japan)");
    CHECK_STRING(annotations_of(&r, "old Japan"), "Country.name(Japan)");
    CHECK_STRING(annotations_of(&r, "old Japanese"), "");
    CHECK_STRING(annotations_of(&r, "new Japanese"), "Country.demonym(Japanese)");
    close_trial(&r);
}

TEST(never_is_for_good) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/with : Treaty.name\n  match pact with Cap\n"
               "evidence country/not : Country\n  before not? with old? | not\n  weight never\n"
               "evidence country/yes : Country\n  after again\n  weight 20\n",
               "evidence country/later : Country\n  after again\n  weight 20\n");
    CHECK_STRING(annotations_of(&r, "not Japan again"), "");
    CHECK_STRING(annotations_of(&r, "but Japan again"), "Country.name(Japan)");
    CHECK_STRING(annotations_of(&r, "pact with Japan"), "Treaty.name(pact with Japan)"); /* it is not held, either */
    close_trial(&r);
}

TEST(the_first_evidence_in_the_file_sets_the_attribute) {
    trial r = {0};
    open_trial(&r,
               "rule person/jordan : Person.short\n  match jordan\n  weight 3\n"
               "evidence person/one : Person\n  after spoke\n  set role=speaker\n"
               "evidence person/two : Person\n  before minister\n  set role=minister\n",
               "");
    const char *texts[] = {"minister Jordan spoke", "minister Jordan left", "old Jordan left"};
    const char *roles[] = {"speaker", "minister", ""};
    for (size_t i = 0; i < 3; i++) {
        const drg_document *d = annotate(&r, texts[i]);
        REQUIRE(d->entities.count == 1);
        const reading_attribute *role = drg_reading_attribute(&d->readings, entity(d, 0), "role");
        CHECK_TEXT(role ? attribute_text(role) : (drg_text){0}, roles[i]);
    }
    close_trial(&r);
}

/* Facts of the document ------------------------------------------------------------------------------------------------ */

TEST(a_word_that_is_part_of_a_longer_name_elsewhere_may_weigh_less) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/of : Treaty.name\n  match pact of Cap\n"
               "rule place/alba : Place\n  match alba\n"
               "evidence place/of-treaty : Place\n  where part-of Treaty\n  weight -3\n",
               "");
    CHECK_STRING(annotations_of(&r, "pact of Alba. Alba agreed."), "Treaty.name(pact of Alba)");
    CHECK_STRING(annotations_of(&r, "Alba agreed. pact of Alba."), "Treaty.name(pact of Alba)");
    CHECK_STRING(annotations_of(&r, "pact of Roma. Alba agreed."), "Treaty.name(pact of Roma) Place(Alba)");
    CHECK_STRING(annotations_of(&r, "pact for Alba. Alba agreed."), "Place(Alba) Place(Alba)");
    close_trial(&r);
}

TEST(a_name_may_go_the_way_that_it_mostly_went_elsewhere) {
    trial r = {0};
    open_trial(&r,
               "rule person/surname : Person.short\n  match jordan\n  weight 1\n"
               "evidence person/office : Person\n  before minister\n  weight 2\n"
               "evidence person/mostly : Person\n  where mostly Person\n  weight 2\n",
               "");
    CHECK_STRING(annotations_of(&r, "minister Jordan spoke. Jordan left."),
                 "Person.short(Jordan) Person.short(Jordan)");
    CHECK_STRING(annotations_of(&r, "minister Jordan spoke in Jordan. Jordan left."),
                 "Person.short(Jordan) Country.name(Jordan) Country.name(Jordan)");
    CHECK_STRING(annotations_of(&r, "Jordan spoke. Jordan left."), "Country.name(Jordan) Country.name(Jordan)");
    close_trial(&r);
}

TEST(a_word_in_small_letters_elsewhere_is_a_common_word) {
    trial r = {0};
    open_trial(&r,
               "rule place/any : Place\n  match at [ Cap ]\n"
               "evidence place/common : Place\n  where lower\n  weight never\n",
               "");
    CHECK_STRING(annotations_of(&r, "at Sea. The sea is deep."), "");
    CHECK_STRING(annotations_of(&r, "at Sea. The sail is white."), "Place(Sea)");
    CHECK_STRING(annotations_of(&r, "at Sea. The Sea is deep."), "Place(Sea)");
    close_trial(&r);
}

TEST(conditions_may_be_negated_and_joined) {
    trial r = {0};
    open_trial(&r, "rule place/any : Place\n  match Cap & !the\n  where not sentence-start and not lower\n", "");
    CHECK_STRING(annotations_of(&r, "Alba is in Roma."), "Place(Roma)");
    CHECK_STRING(annotations_of(&r, "Alba is in Roma. They saw a roma."), "");
    close_trial(&r);
}

TEST(a_headline_is_told_from_a_sentence) {
    trial r = {0};
    open_trial(&r, "rule place/alba : Place\n  match alba\n  where headline\n", "");
    CHECK_STRING(annotations_of(&r, "Parties Meet Again in Alba\n\nThe parties met in Alba, and all of them signed."),
                 "Place(Alba)");
    close_trial(&r);
}

/* Comparisons ---------------------------------------------------------------------------------------------------------- */

TEST(values_of_annotations_are_compared_as_texts) {
    trial r = {0};
    open_trial(&r, "",
               "rule treaty/two : Treaty.name\n  match a:<Country> '-' b:<Country> pact\n"
               "  where {a.value} != {b.value}\n");
    CHECK_STRING(annotations_of(&r, "Japan-Kenya pact"),
                 "Treaty.name(Japan-Kenya pact) Country.name(Japan) Country.name(Kenya)");
    CHECK_STRING(annotations_of(&r, "Japan-Japanese pact"), "Country.name(Japan) Country.demonym(Japanese)");
    close_trial(&r);
}

/* Only where a rule asks for it is the value of a person found before the last stage. */
TEST(values_of_people_are_known_to_later_stages) {
    trial r = {0};
    open_trial(&r,
               "rule person/full : Person.full\n  match 'Ann' 'Orr' | 'Bo' 'Ek'\n"
               "rule person/short : Person.short\n  match 'Orr'\n",
               "rule place/two : Place\n  match a:<Person> [ meets ] b:<Person>\n  where {a.value} = {b.value}\n");
    CHECK_STRING(annotations_of(&r, "Ann Orr meets Orr"), "Person.full(Ann Orr) Place(meets) Person.short(Orr)");
    CHECK_STRING(annotations_of(&r, "Ann Orr meets Bo Ek"), "Person.full(Ann Orr) Person.full(Bo Ek)");
    close_trial(&r);
}

TEST(numbers_are_compared_as_numbers) {
    trial r = {0};
    open_trial(&r,
               "rule place/between : Place\n  match n:Digits to m:Digits\n  where {n} < {m}\n"
               "rule treaty/most : Treaty.name\n  match pact n:Digits\n  where {n} >= 9 and {n} <= 10\n",
               "");
    CHECK_STRING(annotations_of(&r, "9 to 10"), "Place(9 to 10)");
    CHECK_STRING(annotations_of(&r, "10 to 9"), "");
    CHECK_STRING(annotations_of(&r, "10 to 10"), "");
    CHECK_STRING(annotations_of(&r, "pact 8, pact 9, pact 10, pact 11, pact 100"),
                 "Treaty.name(pact 9) Treaty.name(pact 10)");
    close_trial(&r);
}

/* Text rules ----------------------------------------------------------------------------------------------------------- */

TEST(a_text_rule_begins_and_ends_with_tokens) {
    trial r = {0};
    open_trial(&r, "rule place/code : Place\n  text /[A-Z]{2}\\d+/\n", "");
    CHECK_STRING(annotations_of(&r, "at AB12."), "Place(AB12)");
    CHECK_STRING(annotations_of(&r, "at xAB12."), "");
    CHECK_STRING(annotations_of(&r, "at AB12x."), "");
    close_trial(&r);
}

TEST(the_span_of_a_text_rule_may_be_a_part_of_its_match) {
    trial r = {0};
    open_trial(&r,
               "rule place/after : Place\n  text /see (?<span>[A-Z]\\d) or/\n"
               "rule treaty/either : Treaty.name\n  text /(?<span>T\\d) first|then T\\d/\n",
               "");
    CHECK_STRING(annotations_of(&r, "see A1 or B2"), "Place(A1)");
    CHECK_STRING(annotations_of(&r, "see A1 and B2"), "");
    CHECK_STRING(annotations_of(&r, "T1 first, then T2"), "Treaty.name(T1) Treaty.name(then T2)");
    close_trial(&r);
}

TEST(a_text_rule_stays_in_its_block) {
    trial r = {0};
    open_trial(&r, "rule place/two : Place\n  text /alba\\s+longa/\n", "");
    CHECK_STRING(annotations_of(&r, "at alba\nlonga now"), "Place(alba\nlonga)");
    CHECK_STRING(annotations_of(&r, "at alba\n\nlonga now"), "");
    close_trial(&r);
}

/* Reach ---------------------------------------------------------------------------------------------------------------- */

TEST(a_match_stays_in_its_sentence_its_line_or_its_block) {
    trial r = {0};
    open_trial(&r,
               "rule place/sentence : Place\n  match [ aa ] .{1,9} zz\n"
               "rule person/line : Person.full\n  match [ bb ] .{1,9} zz\n  within line\n"
               "rule treaty/block : Treaty.name\n  match [ cc ] .{1,9} zz\n  within block\n",
               "");
    CHECK_STRING(annotations_of(&r, "The aa is old. The zz is new."), "");
    CHECK_STRING(annotations_of(&r, "The aa is\nold zz now."), "Place(aa)");
    CHECK_STRING(annotations_of(&r, "The bb is\nold zz now."), "");
    CHECK_STRING(annotations_of(&r, "The bb is old. The zz is new."), "Person.full(bb)");
    CHECK_STRING(annotations_of(&r, "The cc is old. The zz\nis new."), "Treaty.name(cc)");
    CHECK_STRING(annotations_of(&r, "The cc is old.\n\nThe zz is new."), "");
    close_trial(&r);
}

/* What a document teaches ---------------------------------------------------------------------------------------------- */

static const char teaching_rules[] =
    "rule treaty/alias : Treaty.name\n  match [ pact of Cap ] '(' alias:Cap+ ')'\n"
    "rule treaty/acronym : Treaty.name\n  match [ pact of Cap ] '[' alias.acronym:Upper ']'\n"
    "rule person/full : Person.full\n  match mister [ Cap alias:Cap ]\n";

TEST(an_alias_is_annotated_where_it_is_taught_and_behind) {
    trial r = {0};
    open_trial(&r, teaching_rules, "");
    CHECK_STRING(annotations_of(&r, "Old Deal: the pact of Alba (Old Deal). The Old Deal ends."),
                 "Treaty.name(pact of Alba) Treaty.short(Old Deal) Treaty.short(Old Deal)");
    CHECK_STRING(annotations_of(&r, "the pact of Alba [PAX] ends. PAX ends."),
                 "Treaty.name(pact of Alba) Treaty.acronym(PAX) Treaty.acronym(PAX)");
    close_trial(&r);
}

TEST(an_alias_is_known_in_exactly_its_case) {
    trial r = {0};
    open_trial(&r, teaching_rules, "");
    CHECK_STRING(annotations_of(&r, "the pact of Alba (Old Deal). An old deal, an Old deal, OLD DEAL."),
                 "Treaty.name(pact of Alba) Treaty.short(Old Deal)");
    close_trial(&r);
}

TEST(what_a_person_teaches_counts_before_it_too) {
    trial r = {0};
    open_trial(&r, teaching_rules, "");
    CHECK_STRING(annotations_of(&r, "Then Orr came. It was mister Ann Orr. Then Orr left."),
                 "Person.short(Orr) Person.full(Ann Orr) Person.short(Orr)");
    close_trial(&r);
}

TEST(a_match_that_lost_teaches_nothing) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/alias : Treaty.name\n  match [ pact of Cap ] '(' alias:Cap+ ')'\n"
               "evidence treaty/fake : Treaty\n  before fake\n  weight never\n",
               "");
    CHECK_STRING(annotations_of(&r, "the fake pact of Alba (Old Deal). The Old Deal ends."), "");
    CHECK_STRING(annotations_of(&r, "the true pact of Alba (Old Deal). The Old Deal ends."),
                 "Treaty.name(pact of Alba) Treaty.short(Old Deal) Treaty.short(Old Deal)");
    close_trial(&r);
}

TEST(what_is_taught_ends_with_the_document) {
    trial r = {0};
    open_trial(&r, teaching_rules, "");
    annotations_of(&r, "the pact of Alba (Old Deal).");
    CHECK_STRING(annotations_of(&r, "The Old Deal ends."), "");
    close_trial(&r);
}

TEST(an_alias_competes_as_every_reading_does) {
    trial r = {0};
    open_trial(&r,
               "rule treaty/alias : Treaty.name\n  match [ pact of Cap ] '(' alias:Cap+ ')'\n"
               "evidence treaty/card : Treaty.short\n  after of cards\n  weight never\n"
               "rule place/deal : Place\n  match old deal street\n",
               "");
    CHECK_STRING(annotations_of(&r, "the pact of Alba (Old Deal). The Old Deal of cards in Old Deal Street."),
                 "Treaty.name(pact of Alba) Treaty.short(Old Deal) Place(Old Deal Street)");
    close_trial(&r);
}
