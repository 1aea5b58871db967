/* Rows and cells of tables. */
#include "lexicon/rows.h"
#include "test.h"

typedef struct {
    arena arena;
    drg_messages *messages;
    source source;
    rows rows;
} fixture;

static void begin(fixture *f, row_format format, const char *text) {
    *f = (fixture){
        .source = {drg_text_of("t"), drg_text_of(text)}
    };
    if (drg_messages_new(&f->messages) == DRG_OK) drg_rows_init(&f->rows, &f->source, format, &f->arena, f->messages);
}

static row_kind next(fixture *f) {
    row_kind kind = ROW_NONE;
    CHECK_EQ(drg_rows_next(&f->rows, &kind), DRG_OK);
    return kind;
}

static drg_text at(const fixture *f, size_t i) {
    return i < f->rows.cells.count ? f->rows.cells.items[i].text : drg_text_of("(no cell)");
}

static void end(fixture *f) {
    drg_rows_clear(&f->rows);
    drg_messages_free(f->messages);
    drg_arena_clear(&f->arena);
}

TEST(a_tab_stands_between_cells) {
    fixture f;
    begin(&f, ROWS_TABS, "id\tname\n RUS \t\tRussian Federation\n");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.cells.count, 2);
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.cells.count, 3);
    CHECK_TEXT(at(&f, 0), "RUS");
    CHECK_TEXT(at(&f, 1), "");
    CHECK_TEXT(at(&f, 2), "Russian Federation");
    CHECK_EQ(f.rows.line, 2);
    CHECK_EQ(f.rows.cells.items[2].offset, 15);
    CHECK_EQ(next(&f), ROW_NONE);
    CHECK_EQ(next(&f), ROW_NONE);
    end(&f);
}

TEST(blank_lines_are_passed_over_and_counted) {
    fixture f;
    begin(&f, ROWS_TABS, "\n\t\t\n  \nx\n\n# note \n\n");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.line, 4);
    CHECK_EQ(next(&f), ROW_COMMENT);
    CHECK_EQ(f.rows.line, 6);
    CHECK_TEXT(at(&f, 0), "note");
    CHECK_EQ(next(&f), ROW_NONE);
    end(&f);
}

TEST(crlf_and_a_missing_last_line_feed_end_lines_too) {
    fixture f;
    begin(&f, ROWS_TABS, "a\tb\r\n\r\nc\td");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 1), "b");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 1), "d");
    CHECK_EQ(f.rows.line, 3);
    CHECK_EQ(drg_messages_count(f.messages), 0);
    end(&f);
}

TEST(a_carriage_return_inside_a_line_is_wrong) {
    fixture f;
    begin(&f, ROWS_TABS, "a\tb\rc\td\ne\tf\n");
    CHECK_EQ(next(&f), ROW_WRONG);
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 0), "e");
    CHECK_EQ(drg_messages_count(f.messages), 1);
    end(&f);
}

TEST(commas_stand_between_cells_and_quotes_around_them) {
    fixture f;
    begin(&f, ROWS_COMMAS, "name, id\n\"Congo, Democratic Republic of the\",COD\n\"the \"\"Convention\"\"\" ,x,\n");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 1), "id");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.cells.count, 2);
    CHECK_TEXT(at(&f, 0), "Congo, Democratic Republic of the");
    CHECK_TEXT(at(&f, 1), "COD");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.cells.count, 3);
    CHECK_TEXT(at(&f, 0), "the \"Convention\"");
    CHECK_TEXT(at(&f, 2), "");
    CHECK_EQ(next(&f), ROW_NONE);
    end(&f);
}

TEST(a_quoted_cell_may_hold_line_breaks) {
    fixture f;
    begin(&f, ROWS_COMMAS, "\"two\nlines\",a\r\nnext,b");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 0), "two\nlines");
    CHECK_TEXT(at(&f, 1), "a");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_EQ(f.rows.line, 3);
    CHECK_TEXT(at(&f, 0), "next");
    CHECK_EQ(next(&f), ROW_NONE);
    end(&f);
}

TEST(a_quote_that_does_not_end_is_wrong) {
    fixture f;
    begin(&f, ROWS_COMMAS, "a,\"b\nc,d\n");
    CHECK_EQ(next(&f), ROW_WRONG);
    CHECK_EQ(next(&f), ROW_NONE);
    end(&f);
    begin(&f, ROWS_COMMAS, "\"a\" b,c\nd,e\n");
    CHECK_EQ(next(&f), ROW_WRONG);
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 1), "e");
    CHECK_EQ(drg_messages_count(f.messages), 1);
    end(&f);
}

TEST(a_line_is_a_cell_where_tables_are_lists) {
    fixture f;
    begin(&f, ROWS_LINES, " Congo, Democratic Republic of the \nit's \"x\"\n");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 0), "Congo, Democratic Republic of the");
    CHECK_EQ(next(&f), ROW_CELLS);
    CHECK_TEXT(at(&f, 0), "it's \"x\"");
    end(&f);
}
