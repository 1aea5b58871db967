/* Regular plurals of English nouns. */
#include "lexicon/plural.h"
#include "test.h"

static void check(const char *name, const char *plural) {
    buffer out = {0};
    CHECK_EQ(drg_plural(drg_text_of(name), &out), DRG_OK);
    CHECK_TEXT(buffer_text(&out), plural);
    VECTOR_CLEAR(out);
}

TEST(the_last_word_takes_the_ending) {
    check("agreement", "agreements");
    check("cease-fire agreement", "cease-fire agreements");
    check("Russian", "Russians");
    check("MOU", "MOUs");
}

TEST(the_ending_follows_the_last_letters) {
    check("treaty", "treaties");
    check("TREATY", "TREATies"); /* compared in any case */
    check("day", "days");
    check("tax", "taxes");
    check("mass", "masses");
    check("branch", "branches");
    check("monarch", "monarches"); /* spelling alone cannot know: the table says monarchs */
    check("path", "paths");
    check("y", "ys");
}

TEST(the_word_before_a_preposition_is_the_noun) {
    check("memorandum of understanding", "memorandums of understanding");
    check("exchange of notes", "exchanges of notes");
    check("secretary of state", "secretaries of state");
    check("commander-in-chief", "commanders-in-chief");
    check("minister for foreign affairs", "ministers for foreign affairs");
    check("on", "ons");               /* a preposition alone is the word itself */
    check("of record", "of records"); /* and so is nothing before it */
    check("official", "officials");   /* begins like one */
}

TEST(what_does_not_end_in_a_letter_has_none) {
    check("Art.", "");
    check("G7", "");
    check("", "");
}
