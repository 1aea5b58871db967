/* Instruments, provisions, events and turns. */
#include "resolve_text.h"

#define TREATIES(text) referents_of("Treaty", text)
#define PATH(text) values_of("Provision", text)

TEST(one_wording_is_one_instrument) {
    CHECK_STRING(TREATIES("the {Border Treaty}, the {Border treaty}, the {Water Treaty}"), "1 1 2");
    CHECK_STRING(TREATIES("{Pact of Paris of 1 May 1921}, {Pact of Paris of 2 June 1922}, {Pact of Paris}"), "1 2 2");
    CHECK_STRING(TREATIES("{Pact of Paris}, {Pact of Paris of 1 May 1921}, {Pact of Paris of 1 May 1921}"), "1 1 1");
}

TEST(a_date_tells_which_of_the_gazetteers_treaties_is_meant) {
    CHECK_STRING(values_of("Treaty", "{Treaty of London of 30 May 1913}"), "london-1913");
    CHECK_STRING(values_of("Treaty", "{Treaty of London of 20 May 1839}"), "-");
    CHECK_STRING(values_of("Treaty", "{Treaty of London of 1839}"), "london-1839");
}

TEST(a_title_is_told_by_its_words) {
    CHECK_STRING(values_of("Treaty", "{Convention on the Feeding and Protection of Wild Bees}"), "bees");
    CHECK_STRING(values_of("Treaty", "{Convention on the Protection and Feeding of Bees}"), "-");
    CHECK_STRING(values_of("Treaty", "{Law of Treaties Vienna Convention}"), "vclt");
    CHECK_STRING(
        TREATIES("{Wild Bees Protection and Feeding Convention}, the {Convention on the Protection and Feeding of Wild "
                 "Bees}"),
        "1 1");
}

TEST(the_parties_or_the_date_tell_titles_of_few_words_apart) {
    CHECK_STRING(values_of("Treaty", "{Agreement on Deep Wells between Russia and Japan}"), "wells-1980");
    CHECK_STRING(values_of("Treaty", "{Deep Wells Agreement between Japan and North Korea}"), "wells-1990");
    CHECK_STRING(values_of("Treaty", "{Agreement between Russia and North Korea on Deep Wells}"), "-");
    CHECK_STRING(values_of("Treaty", "{Agreement between Japan and Russia on Deep Wells of 3 May 1990}"), "-");
    CHECK_STRING(values_of("Treaty", "{Agreement on Deep Wells}"), "-");
    CHECK_STRING(values_of("Treaty", "{Agreement on Deep Wells of 3 May 1990}"), "wells-1990");
    CHECK_STRING(values_of("Treaty", "{Treaty on Red Ants}"), "-");
    CHECK_STRING(values_of("Treaty", "{Red Ants Treaty of 3 May 1961}"), "ants-1961");
    CHECK_STRING(values_of("Treaty", "{Red Ants Treaty of 3 June 1961}"), "-");
}

TEST(a_place_before_the_title_is_where_it_was_signed) {
    CHECK_STRING(values_of("Treaty", "{Bonn Convention on the Protection and Feeding of Wild Bees}"), "-");
    CHECK_STRING(values_of("Treaty", "{Oslo Agreement between Japan and Russia on Deep Wells}"), "wells-1980");
}

TEST(a_nominal_mention_goes_to_the_last_instrument_that_fits) {
    CHECK_STRING(TREATIES("the {Border Treaty}; this {:treaty}"), "1 1");
    CHECK_STRING(TREATIES("the {Border Treaty}, the {Water Convention}; the {:treaty}, the {:convention}"), "1 2 1 2");
    CHECK_STRING(TREATIES("the {Water Convention}; this {:agreement}"), "1 1");
    CHECK_STRING(TREATIES("the {Water Convention}; the {:protocol}, the {:protocol}"), "1 2 2");
    CHECK_STRING(TREATIES("the {:convention}, the {Water Convention}"), "1 1");
    CHECK_STRING(TREATIES("the Vienna Convention; the {:convention}"), "1 1");
    CHECK_STRING(TREATIES("the {:convention}"), "1");
}

TEST(the_noun_of_a_name_is_that_of_its_head) {
    CHECK_STRING(TREATIES("the {Border Protocol to the Water Convention}; the {:convention}"), "1 2");
    CHECK_STRING(TREATIES("the {Border Protocol to the Water Convention}; the {:protocol}"), "1 1");
}

TEST(a_shorter_name_is_that_of_the_longer_one_that_begins_so) {
    CHECK_STRING(TREATIES("the {Rome Convention on Bees}, the {Oslo Convention on Ants}; the {Rome Convention}"),
                 "1 2 1");
    CHECK_STRING(values_of("Treaty", "the Vienna Pact; the {Vienna Pact on Bees}; the Vienna Pact"), "pact-a - pact-a");
    CHECK_STRING(TREATIES("the {Vienna Pact on Bees}; the Vienna Pact"), "1 1");
}

TEST(of_entries_that_share_a_name_the_one_that_is_named_elsewhere_is_meant) {
    CHECK_STRING(values_of("Treaty", "Vienna Pact"), "pact-a");
    CHECK_STRING(values_of("Treaty", "Second Vienna Pact; Vienna Pact"), "pact-b pact-b");
    CHECK_STRING(values_of("Treaty", "Vienna Pact; Second Vienna Pact"), "pact-b pact-b");
}

TEST(a_noun_and_a_date_mean_what_was_signed_then) {
    CHECK_STRING(TREATIES("{Pact of Rome of 1 May 1921}, {Sea Pact of 2 June 1951}; the {=Treaty of 1 May 1921}"),
                 "1 2 1");
    CHECK_STRING(TREATIES("{Pact of Rome of 1 May 1921}; the {=Treaty of 2 May 1921}"), "1 2");
}

TEST(this_instrument_is_one_and_does_not_stand_further_down) {
    CHECK_STRING(TREATIES("{;This Convention}; the {Sea Convention}; {;This Convention}"), "1 2 1");
    CHECK_STRING(TREATIES("{:Convention}; the {Sea Convention}"), "1 1");
}

TEST(a_taught_name_is_that_of_its_teacher) {
    CHECK_STRING(TREATIES("the {!Sea Pact} (Accord). The Accord, the {Land Pact}, the Accord"), "1 1 1 2 1");
    CHECK_STRING(values_of("Treaty", "the {!Sea Pact} (VCLT). The VCLT"), "vclt vclt vclt");
}

TEST(another_instrument_is_not_the_one_at_hand) {
    CHECK_STRING(
        TREATIES("a {Border Treaty}, which the {:old agreement} foresaw; this {:treaty}, our {:old agreement}"),
        "1 2 1 2");
    CHECK_STRING(TREATIES("{Pact of Rome of 1 May 1921}, {Pact of Bonn of 2 June 1951}; the {:old treaty}"), "1 2 1");
    CHECK_STRING(TREATIES("{Pact of Bonn of 2 June 1951}, {Pact of Rome of 1 May 1921}; the {:new treaty}"), "1 2 1");
    CHECK_STRING(TREATIES("{Border Treaty}, {:another treaty}, {:another treaty}"), "1 2 3");
}

TEST(who_wants_an_antecedent_and_finds_none_is_dropped) {
    CHECK_STRING(TREATIES("the {?protocol} was long"), "");
    CHECK_STRING(TREATIES("the {Water Convention}; the {?protocol} was long"), "1");
    CHECK_STRING(TREATIES("the {Water Convention}; the {?convention} was long"), "1 1");
}

TEST(attributes_come_from_the_gazetteer_and_from_events) {
    const drg_document *d = read_text(
        "Russia and North Korea signed {Border Treaty} on 19 June 2024. Japan not signed {Sea Pact} on 3 May 2020.");
    REQUIRE(d->events.count == 2);
    CHECK_TEXT(d->events.items[0].action, "sign");
    CHECK_TEXT(d->events.items[0].date, "2024-06-19");
    CHECK_TEXT(d->events.items[0].polarity, "positive");
    CHECK_TEXT(d->events.items[0].modality, "actual");
    CHECK_EQ(d->events.items[0].party_count, 2);
    CHECK_TEXT(d->events.items[1].polarity, "negative");
    const referent *border = &d->referents.items[d->events.items[0].treaty];
    CHECK_TEXT(border->name, "Border Treaty");
    CHECK_TEXT(border->key, "border-treaty");
    REQUIRE(border->attribute_count == 1);
    CHECK_TEXT(d->referent_attributes.items[border->first_attribute].key, "signed");
    CHECK_TEXT(d->referent_attributes.items[border->first_attribute].value, "2024-06-19");
    CHECK_EQ(d->referents.items[d->events.items[1].treaty].attribute_count, 0);
    const referent *first = &d->referents.items[d->parties.items[0]];
    CHECK_TEXT(first->key, "RUS");
    CHECK_TEXT(first->name, "Russia");
}

TEST(an_event_of_two_treaties_is_two) {
    const drg_document *d = read_text("Japan signed {Border Treaty} and {Water Treaty} on 19 June 2024.");
    REQUIRE(d->events.count == 2);
    CHECK(d->events.items[0].treaty != d->events.items[1].treaty);
}

TEST(a_path_is_written_outermost_first) {
    CHECK_STRING(PATH("article 5"), "art.5");
    CHECK_STRING(PATH("article XII"), "art.12");
    CHECK_STRING(PATH("article five"), "art.5");
    CHECK_STRING(PATH("article 1F (b)"), "art.1F/lit.b");
    CHECK_STRING(PATH("article 3 bis"), "art.3bis");
    CHECK_STRING(PATH("article 5.1"), "art.5/para.1");
    CHECK_STRING(PATH("annex C"), "annex.C");
    CHECK_STRING(PATH("annex V"), "annex.5");
    CHECK_STRING(PATH("paragraph 4 of article 21"), "art.21/para.4");
    CHECK_STRING(PATH("article 21, paragraph 4"), "art.21/para.4");
    CHECK_STRING(PATH("article 7 (3) (d) (xiv)"), "art.7/para.3/lit.d/point.14");
    CHECK_STRING(PATH("article 9 (i)"), "art.9/lit.i");
    CHECK_STRING(PATH("paragraph 3 (2)"), "para.3/subpara.2");
    CHECK_STRING(PATH("subparagraph (c) of paragraph 2 of article 17"), "art.17/para.2/lit.c");
    CHECK_STRING(PATH("part C of annex II"), "annex.2/part.C");
    CHECK_STRING(PATH("annex II, part C"), "annex.2/part.C");
    CHECK_STRING(PATH("preamble"), "preamble");
}

TEST(lists_and_ranges_share_what_is_outside_them) {
    CHECK_STRING(PATH("articles 1 and 2"), "art.1;art.2");
    CHECK_STRING(PATH("articles 31 to 33"), "art.31-33");
    CHECK_STRING(PATH("articles 20-24, 27, 33 and 35"), "art.20-24;art.27;art.33;art.35");
    CHECK_STRING(PATH("articles 7 (3) (b) and 16"), "art.7/para.3/lit.b;art.16");
    CHECK_STRING(PATH("articles 8 and 13 (4)"), "art.8;art.13/para.4");
    CHECK_STRING(PATH("paragraph 5 (b) and (d)"), "para.5/lit.b;para.5/lit.d");
    CHECK_STRING(PATH("article 6 (b) to (f)"), "art.6/lit.b-f");
    CHECK_STRING(PATH("article 7 (3) (b) and (4)"), "art.7/para.3/lit.b;art.7/para.4");
    CHECK_STRING(PATH("points (d), (e) and (g) of paragraph 3"), "para.3/point.d;para.3/point.e;para.3/point.g");
    CHECK_STRING(PATH("article 8, paragraphs 4 and 5"), "art.8/para.4;art.8/para.5");
    CHECK_STRING(PATH("paragraphs 5 and 6 of articles 3 and 4"), "art.3/para.5;art.3/para.6;art.4/para.5;art.4/para.6");
    CHECK_STRING(PATH("point (b) of article 6 (4)"), "art.6/para.4/point.b");
    CHECK_STRING(PATH("annex I, article 2, article 3"), "annex.1/art.2;annex.1/art.3");
    CHECK_STRING(PATH("paragraph 1 of article 5 and paragraph 2 of article 6"), "art.5/para.1;art.6/para.2");
}

/* What the first provision is of; empty if nothing. */
static drg_text of(const char *text) {
    const drg_document *d = read_text(text);
    for (size_t i = 0; i < d->entities.count; i++) {
        const reading *r = &d->readings.items.items[d->entities.items[i]];
        const reading_attribute *a = drg_reading_attribute(&d->readings, r, "of");
        if (a) return attribute_text(a);
    }
    return (drg_text){"", 0};
}

TEST(a_provision_is_of_the_instrument_behind_it_or_of_the_last_one_before) {
    CHECK_TEXT(of("the {Border Treaty}; article 5 of the Vienna Convention"), "Vienna Convention");
    CHECK_TEXT(of("the {Border Treaty}; article 5. The Vienna Convention"), "Border Treaty");
    CHECK_TEXT(of("article 5 was long"), "");
    CHECK_TEXT(of("the {Border Treaty}; article 5, the Vienna Convention"), "Border Treaty");
}

TEST(a_turn_goes_from_what_is_said_to_the_next_speaker) {
    const char *text = "<P.Halvorsen>: Well, then.\n\nMinister of Japan:  No.\nAnd no.\n";
    const drg_document *d = read_text(text);
    REQUIRE(d->turns.count == 2);
    const turn a = d->turns.items[0], b = d->turns.items[1];
    CHECK_TEXT(a.name, "<P.Halvorsen>");
    CHECK_TEXT(((drg_text){text + a.start_byte, a.end_byte - a.start_byte}), "Well, then.");
    CHECK(a.referent != NO_ID);
    CHECK_EQ(a.country.length, 0);
    CHECK_TEXT(b.name, "Minister of Japan");
    CHECK_TEXT(((drg_text){text + b.start_byte, b.end_byte - b.start_byte}), "No.\nAnd no.");
    CHECK_EQ(b.referent, NO_ID);
    CHECK_TEXT(b.country, "JPN");
}
