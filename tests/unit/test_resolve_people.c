/* People: who is who, by names alone. */
#include "resolve_text.h"

#define PEOPLE(text) referents_of("Person", text)

TEST(a_surname_means_the_full_name_before_it_or_after_it) {
    CHECK_STRING(PEOPLE("<Vladimir Putin> spoke. <Putin> left."), "1 1");
    CHECK_STRING(PEOPLE("<Putin> spoke. <Vladimir Putin> left."), "1 1");
    CHECK_STRING(PEOPLE("<PUTIN> spoke. <Vladimir Putin> left."), "1 1");
    CHECK_STRING(PEOPLE("<Putin> spoke. <Medvedev> left."), "1 2");
    CHECK_STRING(values_of("Person", "<Putin> spoke to <Vladimir Putin>."), "Vladimir Putin Vladimir Putin");
}

TEST(a_given_name_means_its_full_name_where_no_surname_is_like_it) {
    CHECK_STRING(PEOPLE("<Daria> asked. <Daria Mendoza-Pike> sat down."), "1 1");
    CHECK_STRING(PEOPLE("<Paul Martin> and <Martin Paul> met; <Martin> spoke."), "1 2 1");
}

TEST(two_people_of_one_surname_stay_two) {
    CHECK_STRING(PEOPLE("<John Smith>, <Mary Smith>: <Smith> spoke."), "1 2 2");
    CHECK_STRING(PEOPLE("<John Smith> spoke. <Smith> left. <Mary Smith> came. <Smith> stayed. <John Smith> slept."),
                 "1 1 2 2 1");
}

TEST(initials_stand_for_given_names) {
    CHECK_STRING(PEOPLE("<V. Putin>, <Vladimir Putin>, <V.V.Putin>, <Putin>"), "1 1 1 1");
    CHECK_STRING(PEOPLE("<P.Halvorsen> asked. <Halvorsen> sat down. <P. Halvorsen> left."), "1 1 1");
    CHECK_STRING(PEOPLE("<Halvorsen> asked. <P.Halvorsen> sat down."), "1 1");
    CHECK_STRING(PEOPLE("<J. Smith>, <M. Smith>, <John Smith>, <Mary Smith>"), "1 2 1 2");
    CHECK_STRING(PEOPLE("<Smith>, <J. Smith>, <M. Smith>"), "1 1 2");
    CHECK_STRING(PEOPLE("<J.-P. Obuya> and <Obuya>"), "1 1");
    CHECK_STRING(PEOPLE("<Anna K.>, <Anna K.>, <Berta K.>"), "1 1 2");
}

TEST(a_middle_name_may_be_left_out_but_not_contradicted) {
    CHECK_STRING(PEOPLE("<Vladimir Vladimirovich Putin>, <Vladimir Putin>"), "1 1");
    CHECK_STRING(PEOPLE("<George W. Bush>, <George H. W. Bush>, <George W. Bush>"), "1 2 1");
    CHECK_STRING(PEOPLE("<Kofi A. Annan>, <Kofi Annan>, <Annan>"), "1 1 1");
}

TEST(suffixes_tell_father_and_son_apart) {
    CHECK_STRING(PEOPLE("<Martin Osgood Jr.>, <Martin Osgood Sr.>, <Martin Osgood Jr.>"), "1 2 1");
    CHECK_STRING(PEOPLE("<Martin Osgood Jr.>, <Osgood>"), "1 1");
}

TEST(the_end_of_a_name_of_several_words_is_its_surname) {
    CHECK_STRING(PEOPLE("<Anke von Lohe-Brandt> and <von Lohe-Brandt>"), "1 1");
    CHECK_STRING(PEOPLE("<Ould Sidi> and <Cheikh Amadou Ould Hamza Ould Sidi>"), "1 1");
    CHECK_STRING(PEOPLE("<Karim Nasser Al-Tahir>, <Al-Tahir>, <M. S. Al-Tahir>"), "1 1 2");
    CHECK_STRING(PEOPLE("<Paul Mbeki-Lunda>, <Mbeki>"), "1 1");
}

TEST(who_is_in_a_gazetteer_has_its_id) {
    CHECK_STRING(values_of("Leader", "Ann Orr met Bob Orr. Annie Orr left."), "ann-orr bob-orr ann-orr");
    CHECK_STRING(referents_of("Leader", "Ann Orr met Bob Orr. Annie Orr left."), "1 2 1");
}

TEST(keys_of_people_are_unique_in_the_document) {
    const drg_document *d = read_text("<George  W. Bush>, <George H. W. Bush>, <George\tW. Bush>");
    REQUIRE(d->referents.count == 2);
    CHECK_TEXT(d->referents.items[0].key, "george-w-bush");
    CHECK_TEXT(d->referents.items[0].name, "George W. Bush");
    CHECK_EQ(d->referents.items[0].mention_count, 2);
    CHECK_TEXT(d->referents.items[1].key, "george-h-w-bush");
}
