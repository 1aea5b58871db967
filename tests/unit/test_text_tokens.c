/* Tokens: what tests/spec/tokens.md cannot show: flags, unseen characters, white space of all kinds, hostile texts. */
#include "test.h"

#include "text/tokens.h"
#include "text/utf8.h"

#include <stdlib.h>

/* Cuts `text` and shows its tokens, each with `|` before it where it is joined, ` ` where it is not, and one of these
 * for what begins with it: `#` a block, `/` a line, `.` a sentence (the first that holds). */
static char shown[4000];

static void show_token(drg_text text, token t) {
    const uint32_t f = t.flags;
    const char begins = f & TOKEN_BLOCK_START ? '#' : f & TOKEN_LINE_START ? '/' : f & TOKEN_SENTENCE_START ? '.' : 0;
    const size_t at = strlen(shown);
    snprintf(shown + at, sizeof shown - at, "%s%.1s%.*s", f & TOKEN_SPACE_BEFORE ? " " : "|", &begins,
             (int)(t.end_byte - t.start_byte), text.bytes + t.start_byte);
}

static const char *cut_text(drg_text text) {
    static const char *const kept[] = {"Mr.", "No.", "art.", "etc.", "Ph.D."};
    drg_text words[5];
    for (size_t i = 0; i < 5; i++) words[i] = drg_text_of(kept[i]);
    abbreviations *a = NULL;
    token_vector tokens = {0};
    shown[0] = '\0';
    if (drg_abbreviations_new(words, 5, &a) != DRG_OK || drg_tokenize(text, a, &tokens) != DRG_OK) return "failed";
    for (size_t i = 0; i < tokens.count; i++) show_token(text, tokens.items[i]);
    VECTOR_CLEAR(tokens);
    drg_abbreviations_free(a);
    return shown;
}

static const char *cut(const char *text) {
    return cut_text(drg_text_of(text));
}

/* The flags of token i of a text, cut without abbreviations. */
static uint32_t flags_of(const char *text, size_t i) {
    token_vector tokens = {0};
    const uint32_t flags = drg_tokenize(drg_text_of(text), NULL, &tokens) == DRG_OK && i < tokens.count
                               ? tokens.items[i].flags
                               : UINT32_MAX;
    VECTOR_CLEAR(tokens);
    return flags;
}

TEST(an_empty_text_has_no_tokens) {
    CHECK_STRING(cut(""), "");
    CHECK_STRING(cut(" \n\t "), "");
    CHECK_STRING(cut_text((drg_text){"\0\0", 2}), "");
}

/* Words ------------------------------------------------------------------------------------------------------------ */

TEST(words_are_letters_marks_and_digits) {
    CHECK_STRING(cut("H1 COVID19 caf\u00E9 cafe\u0301 \u0420\u043E\u0441\u0441\u0438\u044F"),
                 " #H1 COVID19 caf\u00E9 cafe\u0301 \u0420\u043E\u0441\u0441\u0438\u044F");
    CHECK_STRING(cut("a_b R&D"), " #a|_|b R|&|D");
}

TEST(apostrophes_of_all_kinds_stay_inside_words) {
    CHECK_STRING(cut("O'Brien O\u2019Brien O\u02BCBrien O`Brien"), " #O'Brien O\u2019Brien O\u02BCBrien O`Brien");
    CHECK_STRING(cut("don't rock'n'roll d'Estaing"), " #don't rock'n'roll d'Estaing");
    CHECK_STRING(cut("'quoted' `quoted' rock 'n' roll"), " #'|quoted|' `|quoted|' rock '|n|' roll");
}

TEST(the_clitic_s_is_a_token) {
    CHECK_STRING(cut("Russia's Russia\u2019s Russia\u02BCs RUSSIA'S"),
                 " #Russia|'s Russia|\u2019s Russia|\u02BCs RUSSIA|'S");
    CHECK_STRING(cut("the U.S.'s 1990's O'Brien's"), " #the U.|S.|'s 1990|'s O'Brien|'s");
    CHECK_STRING(cut("d'south parties' 's"), " #d'south parties|' '|s");
}

TEST(one_capital_keeps_its_dot) {
    CHECK_STRING(cut("P.Halvorsen J.-P. Obuya \u0412. \u041F\u0443\u0442\u0438\u043D"),
                 " #P.|Halvorsen J.|-|P. Obuya \u0412. \u041F\u0443\u0442\u0438\u043D");
    CHECK_STRING(cut("D.P.R.K U.S."), " #D.|P.|R.|K U.|S.");
    CHECK_STRING(cut("vitamin C... AB. x"), " #vitamin C|.|.|. .AB|. x");
}

TEST(small_initials_keep_their_dots_together_only) {
    CHECK_STRING(cut("at 5 a.m. e.g. a. b. x.y"), " #at 5 a.|m. e.|g. a|. b|. x|.|y");
}

TEST(abbreviations_keep_their_dot) {
    CHECK_STRING(cut("Mr. MR. mr. etc. Etc. xyz."), " #Mr. MR. mr|. etc. Etc. xyz|.");
    CHECK_STRING(cut("Ph.D. No.5 art.5 etc..."), " #Ph.|D. No.|5 art.|5 etc|.|.|.");
}

TEST(without_a_list_no_word_is_an_abbreviation) {
    token_vector tokens = {0};
    CHECK_EQ(drg_tokenize(drg_text_of("Mr. P. X"), NULL, &tokens), DRG_OK);
    CHECK_EQ(tokens.count, 4);
    VECTOR_CLEAR(tokens);
}

/* Numbers and marks ------------------------------------------------------------------------------------------------ */

TEST(numbers_keep_their_separators_and_letters) {
    CHECK_STRING(cut("1,500 2.5 20th 5G 13NOV2017 1990s"), " #1,500 2.5 20th 5G 13NOV2017 1990s");
    CHECK_STRING(cut("1,500,000.25, 3. 4,x"), " #1,500,000.25|, 3|. .4|,|x");
    CHECK_STRING(cut("1 500 1874,1718"), " #1 500 1874|,|1718");
    CHECK_STRING(cut("06/20/2024 2014\u201316 12:10 1718(2006)"),
                 " #06|/|20|/|2024 2014|\u2013|16 12|:|10 1718|(|2006|)");
    CHECK_STRING(cut("Article 21With a"), " #Article 21|With a");
    CHECK_STRING(cut("\u0661\u0662\u0663 \u00BD \u00B2\u00B3 \u2163"),
                 " #\u0661\u0662\u0663 \u00BD \u00B2\u00B3 \u2163");
}

TEST(a_mark_of_punctuation_is_a_token) {
    CHECK_STRING(cut("$5 (a) \u201Cb\u201D \u2026 ... --"), " #$|5 (|a|) \u201C|b|\u201D \u2026 .|.|. -|-");
    CHECK_STRING(cut("\u2764\uFE0F"), " #\u2764\uFE0F"); /* a variation selector is a mark */
}

TEST(kinds_of_tokens_are_told) {
    const uint32_t kinds = TOKEN_WORD | TOKEN_NUMBER | TOKEN_PUNCTUATION;
    static const struct {
        const char *text;
        uint32_t kind;
    } cases[] = {
        {"Japan",  TOKEN_WORD       },
        {"P.",     TOKEN_WORD       },
        {"\u65E5", TOKEN_WORD       },
        {"20th",   TOKEN_NUMBER     },
        {"\u00BD", TOKEN_NUMBER     },
        {",",      TOKEN_PUNCTUATION},
        {"\u20AC", TOKEN_PUNCTUATION}
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_EQ(flags_of(cases[i].text, 0) & kinds, cases[i].kind);
    CHECK_EQ(flags_of("Japan's", 1) & kinds, TOKEN_WORD);
    CHECK_EQ(flags_of("parties'", 1) & kinds, TOKEN_PUNCTUATION);
}

/* What stands between ---------------------------------------------------------------------------------------------- */

TEST(white_space_of_all_kinds_parts_tokens) {
    CHECK_STRING(cut("a\tb\u00A0c\u3000d\u2009e"), " #a b c d e");
    CHECK_STRING(cut_text((drg_text){"a\0b\x01"
                                     "c",
                                     5}),
                 " #a b c");
}

TEST(unseen_characters_do_not_part_a_word) {
    CHECK_STRING(cut("Aus\u00ADtria Rus\u200Bsia \uFEFFJapan\u200E, x"), " #Aus\u00ADtria Rus\u200Bsia Japan|, x");
    CHECK_STRING(cut("a \u200B\u200D b"), " #a b");
    CHECK_STRING(cut("a\u200D \u200Db"), " #a b");
}

TEST(a_hyphen_that_breaks_a_word_is_told) {
    CHECK(flags_of("the ratifica-\ntion of it", 2) & TOKEN_BREAK_HYPHEN);
    CHECK(flags_of("the ratifica\u00AD\ntion of it", 2) & TOKEN_BREAK_HYPHEN);
    CHECK(!(flags_of("the Anglo-\nAmerican one", 2) & TOKEN_BREAK_HYPHEN)); /* a capital */
    CHECK(!(flags_of("the treaty -\nin force", 2) & TOKEN_BREAK_HYPHEN));   /* a dash */
    CHECK(!(flags_of("ratifica-\n\ntion", 1) & TOKEN_BREAK_HYPHEN));        /* two blocks */
    CHECK(!(flags_of("US-led", 1) & TOKEN_BREAK_HYPHEN));
}

TEST(scripts_without_spaces_are_cut_by_character) {
    CHECK_STRING(cut("G20\u5CF0\u4F1A"), " #G20|\u5CF0|\u4F1A");
    CHECK_STRING(cut("\u0E17\u0E35\u0E48\u0E19\u0E35\u0E48"), " #\u0E17\u0E35\u0E48|\u0E19\u0E35\u0E48");
    CHECK_STRING(cut("\uD55C\uAD6D \uC815\uBD80"), " #\uD55C\uAD6D \uC815\uBD80"); /* Korean has spaces */
}

/* Lines, blocks, headlines ----------------------------------------------------------------------------------------- */

TEST(lines_end_in_many_ways) {
    CHECK_STRING(cut("One.\nTwo.\r\nThree.\rFour.\u2028Five.\fSix."), " #One|. #Two|. #Three|. #Four|. #Five|. #Six|.");
    CHECK(flags_of("a b\nC", 1) & TOKEN_LINE_END);
    CHECK(flags_of("a b\nC", 2) & TOKEN_LINE_START);
    CHECK(!(flags_of("a b\nC", 0) & TOKEN_LINE_END));
    CHECK(flags_of("a b", 1) & TOKEN_LINE_END);
}

TEST(crlf_is_one_line_end) {
    CHECK_STRING(cut("the treaty\r\nof Paris"), " #the treaty /of Paris");
    CHECK_STRING(cut("the treaty\r\n\r\nof Paris"), " #the treaty #of Paris");
    CHECK_STRING(cut("the treaty\n \t\nof Paris"), " #the treaty #of Paris");
}

TEST(headlines_are_in_title_case_or_capitals) {
    const uint32_t both = TOKEN_HEADLINE | TOKEN_CAPITALS;
    CHECK_EQ(flags_of("JAPAN SIGNS THE TREATY.", 1) & both, both);
    CHECK_EQ(flags_of("RUSSIA'S TREATY", 1) & both, both);
    CHECK_EQ(flags_of("Report of the Danish Whaling Delegates", 2) & both, TOKEN_HEADLINE);
    CHECK_EQ(flags_of("Treaty on the Limitation\nof Anti-Ballistic Missile Systems", 6) & both, TOKEN_HEADLINE);
}

TEST(sentences_are_no_headlines) {
    const uint32_t both = TOKEN_HEADLINE | TOKEN_CAPITALS;
    CHECK_EQ(flags_of("Report of the Danish whaling delegates", 2) & both, 0);
    CHECK_EQ(flags_of("Vladimir Putin Met Emmanuel Macron.", 1) & both, 0);
    CHECK_EQ(flags_of("Japan has signed the NPT", 1) & both, 0);
    CHECK_EQ(flags_of("NATO", 0) & both, 0);
    CHECK_EQ(flags_of("MR SMITH: All right.", 0) & both, 0);
}

/* Sentences -------------------------------------------------------------------------------------------------------- */

TEST(a_document_tells_which_words_begin_a_sentence) {
    CHECK_STRING(cut("in the U.S. The talks"), " #in the U.|S. .The talks");
    CHECK_STRING(cut("in U.S. The talks"), " #in U.|S. The talks"); /* no "the" here */
    CHECK_STRING(cut("the U.S. Embassy"), " #the U.|S. Embassy");
    CHECK_STRING(cut("the Plan B. The second"), " #the Plan B. .The second");
    CHECK_STRING(cut("the J. The"), " #the J. The");
}

TEST(a_title_ends_no_sentence) {
    CHECK_STRING(cut("the ban by Mr. Ban was"), " #the ban by Mr. Ban was");
    CHECK_STRING(cut("no one. No. That was"), " #no one|. .No. .That was");
    CHECK_STRING(cut("one, etc. But but"), " #one|, etc. .But but");
}

TEST(a_stop_may_have_lost_its_space) {
    CHECK_STRING(cut("beds for all.Nor less"), " #beds for all|.|.Nor less");
    CHECK_STRING(cut("Booking.com Node.JS 2.Go"), " #Booking|.|com Node|.|JS 2|.|Go");
}

/* Hostile texts ---------------------------------------------------------------------------------------------------- */

/* How many tokens `count` times `piece` has. */
static size_t token_count(const char *piece, size_t count) {
    const size_t length = strlen(piece);
    char *bytes = malloc(length * count);
    token_vector tokens = {0};
    if (!bytes) return 0;
    for (size_t i = 0; i < count; i++) memcpy(bytes + i * length, piece, length);
    const drg_status status = drg_tokenize((drg_text){bytes, length * count}, NULL, &tokens);
    const size_t result = status == DRG_OK ? tokens.count : 0;
    VECTOR_CLEAR(tokens);
    free(bytes);
    return result;
}

TEST(hostile_texts_take_linear_time) { /* each would take minutes if it were quadratic */
    CHECK_EQ(token_count("a", 1000000), 1);
    CHECK_EQ(token_count("\u200D", 1000000), 0);
    CHECK_EQ(token_count("a\u200D", 500000), 1);
    CHECK_EQ(token_count("\u0301", 1000000), 1);
    CHECK_EQ(token_count(".", 500000), 500000);
    CHECK_EQ(token_count("(", 500000), 500000);
    CHECK_EQ(token_count(". (", 200000), 400000);
    CHECK_EQ(token_count("A. ", 200000), 200000);
    CHECK_EQ(token_count("'", 500000), 500000);
    CHECK_EQ(token_count("\n", 1000000), 0);
    CHECK_EQ(token_count("a\n", 200000), 200000);
    CHECK_EQ(token_count("A b. C\n", 100000), 400000);
    CHECK_EQ(token_count("Treaty of ", 200000), 400000);
}
