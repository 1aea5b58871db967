/* The forms in which words are compared, and their shapes. */
#include "lexicon/fold.h"
#include "test.h"

static buffer out;

static drg_text clean(const char *word) {
    CHECK_EQ(drg_clean(drg_text_of(word), &out), DRG_OK);
    return buffer_text(&out);
}

static drg_text fold(const char *word) {
    CHECK_EQ(drg_fold(drg_text_of(word), &out), DRG_OK);
    return buffer_text(&out);
}

TEST(cleaning_keeps_case_and_accents) {
    CHECK_TEXT(clean("Treaty"), "Treaty");
    CHECK_TEXT(clean("Côte"), "Côte");
    CHECK_TEXT(clean("Co\xCC\x82te"), "Côte"); /* a combining circumflex */
    VECTOR_CLEAR(out);
}

TEST(cleaning_straightens_quotes_and_hyphens_but_no_dashes) {
    CHECK_TEXT(clean("d’Ivoire"), "d'Ivoire");
    CHECK_TEXT(clean("Oʼzbekiston"), "O'zbekiston");
    CHECK_TEXT(clean("“"), "\"");
    CHECK_TEXT(clean("\xE2\x80\x91"), "-"); /* a hyphen that does not break */
    CHECK_TEXT(clean("–"), "–");
    CHECK_TEXT(clean("«"), "«");
    VECTOR_CLEAR(out);
}

TEST(cleaning_drops_what_nobody_sees) {
    CHECK_TEXT(clean("Rus\xC2\xADsia"), "Russia");                 /* soft hyphen */
    CHECK_TEXT(clean("Rus\xE2\x80\x8Bsia\xEF\xBB\xBF"), "Russia"); /* zero-width space, byte order mark */
    CHECK_TEXT(clean("\xE2\x80\xAEIran\xE2\x80\xAC"), "Iran");     /* right-to-left override */
    VECTOR_CLEAR(out);
}

TEST(folding_takes_case_accents_and_width) {
    CHECK_TEXT(fold("TREATY"), "treaty");
    CHECK_TEXT(fold("Côte"), "cote");
    CHECK_TEXT(fold("Türkiye"), "turkiye");
    CHECK_TEXT(fold("İstanbul"), "istanbul");
    CHECK_TEXT(fold("Tromsø"), "tromso");
    CHECK_TEXT(fold("Wałęsa"), "walesa");
    CHECK_TEXT(fold("ＵＮ"), "un");
    CHECK_TEXT(fold("Straße"), "strasse");
    CHECK_TEXT(fold("ΑΘΗΝΑΣ"), "αθηνασ");
    CHECK_TEXT(fold("–"), "-");
    VECTOR_CLEAR(out);
}

TEST(folding_keeps_marks_that_are_letters) {
    CHECK_TEXT(fold("भारत"), "भारत");
    CHECK_TEXT(fold("が"), "が");
    CHECK_TEXT(fold("ไทย"), "ไทย");
    CHECK_TEXT(fold("مُعاهدة"), "معاهدة"); /* but the points of Arabic go */
    VECTOR_CLEAR(out);
}

TEST(folding_keeps_letters_apart_that_only_look_alike) {
    CHECK(!text_equal(fold("Ρ"), drg_text_of("p"))); /* rho */
    CHECK(!text_equal(fold("а"), drg_text_of("a"))); /* Cyrillic */
    VECTOR_CLEAR(out);
}

TEST(a_text_that_is_no_word_stays_as_it_is) {
    char longer[2000];
    memset(longer, 'A', sizeof longer);
    CHECK_EQ(drg_fold((drg_text){longer, sizeof longer}, &out), DRG_OK);
    CHECK_EQ(out.count, sizeof longer);
    CHECK_EQ(out.items[0], 'A');
    CHECK_EQ(drg_fold((drg_text){"", 0}, &out), DRG_OK);
    CHECK_EQ(out.count, 0);
    VECTOR_CLEAR(out);
}

/* The longest decompositions there are, as many as a word can hold. */
TEST(words_that_grow_by_folding_fit) {
    char word[512];
    size_t length = 0;
    while (length + 3 <= sizeof word) {
        memcpy(word + length, "\xEF\xB7\xBA", 3);
        length += 3;
    }
    CHECK_EQ(drg_fold((drg_text){word, length}, &out), DRG_OK);
    CHECK(out.count > length);
    VECTOR_CLEAR(out);
}

static uint32_t classes(const char *word) {
    return drg_word_classes(drg_text_of(word));
}

TEST(a_capital_is_the_first_letter) {
    CHECK(classes("Treaty") & WORD_CAP);
    CHECK(classes("É") & WORD_CAP);
    CHECK(classes("'Iraq") & WORD_CAP);
    CHECK(!(classes("treaty") & WORD_CAP));
    CHECK(!(classes("iPhone") & WORD_CAP));
    CHECK(!(classes("1999") & WORD_CAP));
    CHECK(!(classes("20th") & WORD_CAP));
    CHECK_EQ(classes(""), 0);
}

TEST(upper_wants_two_letters_and_none_small) {
    CHECK(classes("NATO") & WORD_UPPER);
    CHECK(classes("COVID19") & WORD_UPPER);
    CHECK(classes("ЕС") & WORD_UPPER);
    CHECK(!(classes("U.") & WORD_UPPER));
    CHECK(!(classes("A") & WORD_UPPER));
    CHECK(!(classes("NATOs") & WORD_UPPER));
    CHECK(!(classes("条約") & WORD_UPPER));
}

TEST(lower_has_letters_and_no_capital) {
    CHECK(classes("treaty") & WORD_LOWER);
    CHECK(classes("'s") & WORD_LOWER);
    CHECK(!(classes("Treaty") & WORD_LOWER));
    CHECK(!(classes("12") & WORD_LOWER));
    CHECK(!(classes("-") & WORD_LOWER));
}

TEST(an_initial_is_one_capital_and_a_dot) {
    CHECK(classes("P.") & WORD_INITIAL);
    CHECK(classes("É.") & WORD_INITIAL);
    CHECK(!(classes("p.") & WORD_INITIAL));
    CHECK(!(classes("P") & WORD_INITIAL));
    CHECK(!(classes("Mr.") & WORD_INITIAL));
    CHECK(!(classes(".") & WORD_INITIAL));
}

TEST(digits_may_have_separators_inside) {
    CHECK(classes("2024") & WORD_DIGITS);
    CHECK(classes("1,500") & WORD_DIGITS);
    CHECK(classes("2.5") & WORD_DIGITS);
    CHECK(!(classes("2.") & WORD_DIGITS));
    CHECK(!(classes(".") & WORD_DIGITS));
    CHECK(!(classes("20th") & WORD_DIGITS));
    CHECK(!(classes("5G") & WORD_DIGITS));
}

TEST(ordinals_are_digits_with_a_known_ending) {
    CHECK(classes("20th") & WORD_ORDINAL);
    CHECK(classes("1st") & WORD_ORDINAL);
    CHECK(classes("1er") & WORD_ORDINAL);
    CHECK(classes("2ème") & WORD_ORDINAL);
    CHECK(classes("3ª") & WORD_ORDINAL);
    CHECK(!(classes("5G") & WORD_ORDINAL));
    CHECK(!(classes("th") & WORD_ORDINAL));
    CHECK(!(classes("20") & WORD_ORDINAL));
    CHECK(!(classes("20ths") & WORD_ORDINAL));
}

TEST(roman_numerals_are_well_formed) {
    const char *const right[] = {"I", "III", "IV", "IX", "XIV", "XL", "XC", "CD", "MCMXCIX", "MMXXIV"};
    const char *const wrong[] = {"IIII", "VX", "IC", "XXXX", "MMMM", "iv", "VIV", "IIX", "LL", "I.", "AI", "", "Iv"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) CHECK(classes(right[i]) & WORD_ROMAN);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK(!(classes(wrong[i]) & WORD_ROMAN));
}

static void check_stem(const char *language, const char *word, const char *expected) {
    stemmer *s;
    REQUIRE(drg_stemmer_new(drg_text_of(language), &s) == DRG_OK);
    CHECK_EQ(drg_stem(s, drg_text_of(word), &out), DRG_OK);
    CHECK_TEXT(buffer_text(&out), expected);
    drg_stemmer_free(s);
    VECTOR_CLEAR(out);
}

TEST(stems_are_folded) {
    check_stem("en", "Ratifying", "ratifi");
    check_stem("en", "ratified", "ratifi");
    check_stem("en-GB", "treaties", "treati");
    check_stem("fr", "Traités", "trait");
    check_stem("de", "Verträge", "vertrag");
}

/* й is и with a breve: folded before it is stemmed, the ending would not be known. */
TEST(endings_are_known_by_their_accents) {
    check_stem("ru", "Договора", "договор");
    check_stem("ru", "российской", "россииск");
    check_stem("ru", "российский", "россииск");
}

TEST(a_language_without_stems_has_the_folded_word) {
    check_stem("zh", "Treaties", "treaties");
    check_stem("", "Treaties", "treaties");
    check_stem("a-language-of-a-very-long-name", "Traités", "traites");
}
