/* The table at the head of resolve/dates.h, row by row. */
#include "test.h"

#include "resolve_fixture.h"

#include "resolve/dates.h"
#include "resolve/resolve.h"

static const drg_text forms[] = {
    {"DATE",     4},
    {"TIME",     4},
    {"DURATION", 8},
    {"SET",      3}
};
static const label_attribute attributes[] = {
    {.name = {"mod", 3}}, {.name = {"quant", 5}}, {.name = {"freq", 4}}, {.name = {"flag", 4}}, {.name = {"tense", 5}}};
static const label date_label = {
    .name = {"Date", 4},
      .forms = forms, .form_count = 4, .attributes = attributes, .attribute_count = 5
};
static const label_table labels = {.labels = &date_label, .label_count = 1};

typedef struct {
    const char *before; /* the fields of the date before it in the paragraph; NULL */
    const char *reference;
    const char *tense;
    bool one_sentence; /* the date before it stands in the same sentence */
} setting;

static const setting alone = {NULL, "2024-06-20", NULL, false};
static char got[128];

/* The form and value of the fields, as "DATE 2024-06-20". */
static const char *value_in(setting s, const char *fields) {
    drg_document d = {.labels = &labels, .input = {.reference_date = drg_text_of(s.reference)}};
    for (uint32_t i = 0; i < 8; i++) {
        const token t = {.flags = i == 0                      ? TOKEN_SENTENCE_START | TOKEN_BLOCK_START
                                  : i == 2 && !s.one_sentence ? TOKEN_SENTENCE_START
                                                              : 0};
        (void)VECTOR_PUSH(d.tokens, t);
    }
    if (s.before) fixture_fields(&d, fixture_annotation(&d, 0, 0, 1), s.before);
    const uint32_t id = fixture_annotation(&d, 0, 3, 5);
    fixture_fields(&d, id, fields);
    if (s.tense) drg_annotation_set(&d, id, "tense", drg_text_of(s.tense));
    for (int stage = 0; stage < 2; stage++) { /* the second walk changes nothing */
        date_memory memory;
        drg_date_memory_init(&memory, d.input.reference_date);
        if (s.before) CHECK_EQ(drg_date_resolve(&d, 0, &memory), DRG_OK);
        CHECK_EQ(drg_date_resolve(&d, id, &memory), DRG_OK);
    }
    const drg_text value = facts_value(facts_at(&d, id)), form = forms[annotation_at(&d, id)->form];
    const drg_text quant = drg_annotation_text(&d, id, "quant"), flag = drg_annotation_text(&d, id, "flag");
    snprintf(got, sizeof got, "%.*s %.*s%s%.*s%s%.*s", (int)form.length, form.bytes, (int)value.length,
             value.length ? value.bytes : "", quant.length ? " " : "", (int)quant.length,
             quant.length ? quant.bytes : "", flag.length ? " " : "", (int)flag.length, flag.length ? flag.bytes : "");
    fixture_clear(&d);
    return got;
}
static const char *value(const char *fields) {
    return value_in(alone, fields);
}

TEST(parts_of_a_date_give_as_much_as_is_said) {
    CHECK_STRING(value("year=2024 month=6 day=20"), "DATE 2024-06-20");
    CHECK_STRING(value("year=2024 month=06 day=20th weekday=4"), "DATE 2024-06-20");
    CHECK_STRING(value("year=2024 month=6"), "DATE 2024-06");
    CHECK_STRING(value("year=2024 month= day="), "DATE 2024");
    CHECK_STRING(value("year=2024 month=SU"), "DATE 2024-SU");
    CHECK_STRING(value("year=2024 month=WI"), "DATE 2024-WI");
    CHECK_STRING(value("year=2024 month=Q2"), "DATE 2024-Q2");
    CHECK_STRING(value("year=2024 month=H1"), "DATE 2024-H1");
    CHECK_STRING(value("year=2020 month=W53"), "DATE 2020-W53");
    CHECK_STRING(value("year=2020 month=W01 weekday=1"), "DATE 2020-W01");
}

TEST(years_of_two_digits_lie_around_the_reference_date) {
    CHECK_STRING(value("year=98 month=6"), "DATE 1998-06");
    CHECK_STRING(value("year='98"), "DATE 1998");
    CHECK_STRING(value("year=44"), "DATE 2044");
    CHECK_STRING(value("year=45"), "DATE 1945");
    CHECK_STRING(value("year=00"), "DATE 2000");
    CHECK_STRING(value("year=0098"), "DATE 0098");
}

TEST(decades_and_centuries) {
    CHECK_STRING(value("year=1990 unit=DE"), "DATE 199X");
    CHECK_STRING(value("year=199X"), "DATE 199X");
    CHECK_STRING(value("year=90 unit=DE"), "DATE 199X");
    CHECK_STRING(value("year=20 unit=DE"), "DATE 192X");
    CHECK_STRING(value("year=10 unit=DE"), "DATE 201X");
    CHECK_STRING(value("year=19 unit=CE"), "DATE 18");
    CHECK_STRING(value("year=1 unit=CE"), "DATE 00");
    CHECK_STRING(value("year=2 unit=ML"), "DATE 1");
    CHECK_STRING(value("year=9700 calendar=BC"), "DATE BC9700");
    CHECK_STRING(value("year=44 calendar=BC"), "DATE BC0044");
}

TEST(times_of_the_day) {
    CHECK_STRING(value("year=2024 month=6 day=20 hour=12 minute=10"), "TIME 2024-06-20T12:10");
    CHECK_STRING(value("hour=3pm"), "TIME 2024-06-20T15:00");
    CHECK_STRING(value("hour={3 p.m.}"), "TIME 2024-06-20T15:00");
    CHECK_STRING(value("hour={12 a.m.}"), "TIME 2024-06-20T00:00");
    CHECK_STRING(value("hour={12 PM}"), "TIME 2024-06-20T12:00");
    CHECK_STRING(value("hour=8.30am"), "TIME 2024-06-20T08:30");
    CHECK_STRING(value("hour=10:24:57"), "TIME 2024-06-20T10:24:57");
    CHECK_STRING(value("hour=10 minute=24:57"), "TIME 2024-06-20T10:24:57");
    CHECK_STRING(value("hour=8 minute=-15"), "TIME 2024-06-20T07:45");
    CHECK_STRING(value("hour=7EV"), "TIME 2024-06-20T19:00");
    CHECK_STRING(value("hour=4MO"), "TIME 2024-06-20T04:00");
    CHECK_STRING(value("hour=11NI"), "TIME 2024-06-20T23:00");
    CHECK_STRING(value("hour=2NI"), "TIME 2024-06-20T02:00");
    CHECK_STRING(value("hour=T12:00"), "TIME 2024-06-20T12:00");
    CHECK_STRING(value("hour=T24:00"), "TIME 2024-06-20T24:00");
    CHECK_STRING(value("hour=MO"), "TIME 2024-06-20TMO");
    CHECK_STRING(value_in((setting){.reference = ""}, "hour=3pm"), "TIME T15:00");
    CHECK_STRING(value_in((setting){"year=2001 month=2 day=3", "2024-06-20", NULL, true}, "hour=3pm"),
                 "TIME 2001-02-03T15:00");
}

TEST(a_date_without_its_year_is_the_nearest) {
    CHECK_STRING(value("month=6 day=20"), "DATE 2024-06-20");
    CHECK_STRING(value("month=12 day=25"), "DATE 2023-12-25");
    CHECK_STRING(value("month=9 day=1"), "DATE 2024-09-01");
    CHECK_STRING(value("month=6"), "DATE 2024-06");
    CHECK_STRING(value("month=2 day=29"), "DATE 2024-02-29");
    CHECK_STRING(value_in((setting){NULL, "2023-03-01", NULL, false}, "month=2 day=29"), "DATE 2024-02-29");
    CHECK_STRING(value_in((setting){NULL, "2024-06-20", "past", false}, "month=9"), "DATE 2023-09");
    CHECK_STRING(value_in((setting){NULL, "2024-06-20", "future", false}, "month=5"), "DATE 2025-05");
    CHECK_STRING(value("month=4 day=27 weekday=4"), "DATE 2023-04-27");
    CHECK_STRING(value("month=6 day=31"), "DATE  impossible");
    CHECK_STRING(value_in((setting){.reference = ""}, "month=6 day=20"), "DATE XXXX-06-20");
    CHECK_STRING(value_in((setting){.reference = ""}, "month=SU"), "DATE XXXX-SU");
    CHECK_STRING(value_in((setting){"year=1998 month=5 day=3", "2024-06-20", NULL, false}, "month=6 day=4"),
                 "DATE 1998-06-04");
    CHECK_STRING(value_in((setting){"year=2023 month=5 day=3", "2024-06-20", NULL, false}, "month=6 day=4"),
                 "DATE 2024-06-04");
    CHECK_STRING(value_in((setting){"year=2023 month=5 day=3", "2024-06-20", NULL, true}, "month=6 day=4"),
                 "DATE 2023-06-04");
    CHECK_STRING(value_in((setting){"year=2011 month=10", "2024-06-20", NULL, true}, "month=3"), "DATE 2012-03");
    CHECK_STRING(value_in((setting){"year=1998", "2024-06-20", NULL, false}, "month=6 day=4"), "DATE 1998-06-04");
    CHECK_STRING(value("day=18"), "DATE 2024-06-18");
    CHECK_STRING(value_in((setting){"year=1998 month=5 day=3", "2024-06-20", NULL, false}, "day=4"), "DATE 1998-05-04");
}

TEST(a_weekday_is_the_last_one) {
    CHECK_STRING(value("weekday=1"), "DATE 2024-06-17");
    CHECK_STRING(value("weekday=4"), "DATE 2024-06-20");
    CHECK_STRING(value("weekday=5"), "DATE 2024-06-14");
    CHECK_STRING(value("weekday=5 hour=MO"), "TIME 2024-06-14TMO");
    CHECK_STRING(value_in((setting){NULL, "2024-06-20", "future", false}, "weekday=5"), "DATE 2024-06-21");
    CHECK_STRING(value_in((setting){.reference = ""}, "weekday=5"), "DATE XXXX-WXX-5");
    CHECK_STRING(value("shift=-1 weekday=4"), "DATE 2024-06-13");
    CHECK_STRING(value("shift=-1 weekday=3"), "DATE 2024-06-19");
    CHECK_STRING(value("shift=-2 weekday=3"), "DATE 2024-06-12");
    CHECK_STRING(value("shift=1 weekday=4"), "DATE 2024-06-27");
    CHECK_STRING(value("shift=0 weekday=7"), "DATE 2024-06-23");
}

TEST(a_shift_is_as_precise_as_its_unit) {
    CHECK_STRING(value("shift=0 unit=D"), "DATE 2024-06-20");
    CHECK_STRING(value("shift=-1 unit=D"), "DATE 2024-06-19");
    CHECK_STRING(value("shift=-20 unit=D"), "DATE 2024-05-31");
    CHECK_STRING(value("shift=-2 unit=Y"), "DATE 2022");
    CHECK_STRING(value("shift=-2 unit=M"), "DATE 2024-04");
    CHECK_STRING(value("shift=-6 unit=M"), "DATE 2023-12");
    CHECK_STRING(value("shift=-1 unit=W"), "DATE 2024-W24");
    CHECK_STRING(value("shift=-1 unit=FN"), "DATE 2024-W23");
    CHECK_STRING(value("shift=0 unit=WE"), "DATE 2024-W25-WE");
    CHECK_STRING(value("shift=1 unit=Q"), "DATE 2024-Q3");
    CHECK_STRING(value("shift=-1 unit=HY"), "DATE 2023-H2");
    CHECK_STRING(value("shift=-1 unit=DE"), "DATE 201X");
    CHECK_STRING(value("shift=-1 unit=CE"), "DATE 19");
    CHECK_STRING(value("shift=-1.5 unit=Y"), "DATE 2022-12");
    CHECK_STRING(value("shift=2 unit=H"), "TIME 2024-06-20TXX:XX");
    CHECK_STRING(value("shift=-48 unit=H"), "TIME 2024-06-18TXX:XX");
    CHECK_STRING(value("shift=-X unit=Y"), "DATE PAST_REF");
    CHECK_STRING(value("shift=X unit=Y"), "DATE FUTURE_REF");
    CHECK_STRING(value_in((setting){.reference = ""}, "shift=-1 unit=D"), "DATE XXXX-XX-XX");
    CHECK_STRING(value_in((setting){.reference = ""}, "shift=-1 unit=Y"), "DATE XXXX");
    CHECK_STRING(value_in((setting){.reference = ""}, "shift=-1 unit=W"), "DATE XXXX-WXX");
    CHECK_STRING(value_in((setting){.reference = ""}, "shift=-1 unit=M"), "DATE XXXX-XX");
}

TEST(pieces_of_what_was_moved) {
    CHECK_STRING(value("shift=-1 unit=Y month=5 day=22"), "DATE 2023-05-22");
    CHECK_STRING(value("shift=1 unit=D hour=8am minute=30"), "TIME 2024-06-21T08:30");
    CHECK_STRING(value("shift=-1 unit=W weekday=1"), "DATE 2024-06-10");
    CHECK_STRING(value("shift=-1 unit=D hour=NI"), "TIME 2024-06-19TNI");
    CHECK_STRING(value("shift=0 unit=Y month=SU"), "DATE 2024-SU");
    CHECK_STRING(value("shift=1 unit=Y month=Q1"), "DATE 2025-Q1");
    CHECK_STRING(value("shift=-1 unit=M day=5"), "DATE 2024-05-05");
    CHECK_STRING(value("shift=-1 month=5"), "DATE 2024-05");
    CHECK_STRING(value("shift=-1 month=6"), "DATE 2023-06");
    CHECK_STRING(value("shift=-1 month=9"), "DATE 2023-09");
    CHECK_STRING(value("shift=1 month=9"), "DATE 2024-09");
    CHECK_STRING(value("shift=1 month=5 day=3"), "DATE 2025-05-03");
    CHECK_STRING(value("shift=-1 month=SP"), "DATE 2024-SP");
    CHECK_STRING(value_in((setting){NULL, "2023-04-26", NULL, false}, "shift=-1 month=SP"), "DATE 2022-SP");
    CHECK_STRING(value_in((setting){NULL, "2024-02-01", NULL, false}, "shift=-1 month=WI"), "DATE 2022-WI");
}

TEST(the_date_before_it_is_an_anchor) {
    const setting s = {"year=1998 month=5 day=3", "2024-06-20", NULL, false};
    CHECK_STRING(value_in(s, "shift=1 unit=D anchor=previous"), "DATE 1998-05-04");
    CHECK_STRING(value_in(s, "shift=0 unit=Y anchor=previous"), "DATE 1998");
    CHECK_STRING(value_in(s, "shift=0 unit=M anchor=previous"), "DATE 1998-05");
    CHECK_STRING(value_in(s, "shift=1 unit=D"), "DATE 2024-06-21");
    CHECK_STRING(value_in(s, "shift=1 unit=Y anchor=2001-05"), "DATE 2002");
    CHECK_STRING(value_in(s, "shift=1 unit=D anchor=2001-05"), "DATE XXXX-XX-XX");
    CHECK_STRING(value_in((setting){"year=1998", "2024-06-20", NULL, false}, "shift=2 unit=Y anchor=previous"),
                 "DATE 2000");
    CHECK_STRING(value_in((setting){"hour=10:30", "2024-06-20", NULL, false}, "shift=-40 unit=MIN anchor=previous"),
                 "TIME 2024-06-20T09:50");
    CHECK_STRING(value_in((setting){"hour=0:30", "2024-06-20", NULL, false}, "shift=-40 unit=MIN anchor=previous"),
                 "TIME 2024-06-19T23:50");
}

TEST(durations) {
    CHECK_STRING(value("type=DURATION quant=3 unit=Y"), "DURATION P3Y");
    CHECK_STRING(value("quant=3 unit=MIN"), "DURATION PT3M");
    CHECK_STRING(value("quant=2.5 unit=H"), "DURATION PT2H30M");
    CHECK_STRING(value("quant=0.5 unit=Y"), "DURATION P6M");
    CHECK_STRING(value("quant=2.3 unit=Y"), "DURATION P2.3Y");
    CHECK_STRING(value("quant=1.5 unit=W"), "DURATION P1.5W");
    CHECK_STRING(value("quant=X unit=Y"), "DURATION PXY");
    CHECK_STRING(value("type=DURATION unit=DE"), "DURATION PXDE");
    CHECK_STRING(value("quant=1 unit=FN"), "DURATION P2W");
    CHECK_STRING(value("quant=2 unit=Q"), "DURATION P6M");
    CHECK_STRING(value("quant=6 unit=DE"), "DURATION P6DE");
    CHECK_STRING(value("quant=2,6 unit=Y,M"), "DURATION P2Y6M");
    CHECK_STRING(value("quant=1,2,30 unit=D,H,MIN"), "DURATION P1DT2H30M");
    CHECK_STRING(value("quant=1,500 unit=D"), "DURATION P1500D");
    CHECK_STRING(value("quant=99999999999 unit=D"), "DURATION PXD");
}

TEST(sets) {
    CHECK_STRING(value("type=SET quant=EACH unit=D"), "SET P1D EACH");
    CHECK_STRING(value("type=SET quant=2 unit=Y freq=3X"), "SET P2Y EVERY");
    CHECK_STRING(value("type=SET unit=Q"), "SET P3M");
    CHECK_STRING(value("type=SET weekday=1 hour=4pm"), "SET XXXX-WXX-1T16:00");
    CHECK_STRING(value("type=SET month=6"), "SET XXXX-06");
    CHECK_STRING(value("type=SET month=6 day=20"), "SET XXXX-06-20");
    CHECK_STRING(value("type=SET month=SU"), "SET XXXX-SU");
    CHECK_STRING(value("type=SET hour=NI"), "SET XXXX-XX-XXTNI");
}

TEST(ranges) {
    CHECK_STRING(value("year=2019 month=9 day=6 start=5"), "DATE 2019-09-05/2019-09-06");
    CHECK_STRING(value("year=2019 month=9 day=6 start=8-30"), "DATE 2019-08-30/2019-09-06");
    CHECK_STRING(value("year=2019 month=6 start=1"), "DATE 2019-01/2019-06");
    CHECK_STRING(value("year=1995 start=1990"), "DATE 1990/1995");
    CHECK_STRING(value("year=2019 month=9 day=6 start=31"), "DATE  impossible");
}

TEST(other_calendars) {
    CHECK_STRING(value("year=113 calendar=juche"), "DATE 2024");
    CHECK_STRING(value("year=5 month=5 day=1 calendar=reiwa"), "DATE 2023-05-01");
    CHECK_STRING(value("year=2567 calendar=buddhist"), "DATE 2024");
    CHECK_STRING(value("year=1917 month=10 day=25 calendar=julian"), "DATE 1917-11-07");
    CHECK_STRING(value("year=2024 calendar=martian"), "DATE  impossible");
}

TEST(what_is_impossible_has_no_value) {
    CHECK_STRING(value("year=2024 month=2 day=30"), "DATE  impossible");
    CHECK_STRING(value("year=2023 month=2 day=29"), "DATE  impossible");
    CHECK_STRING(value("year=1900 month=2 day=29"), "DATE  impossible");
    CHECK_STRING(value("year=2000 month=2 day=29"), "DATE 2000-02-29");
    CHECK_STRING(value("year=0000 month=2"), "DATE  impossible");
    CHECK_STRING(value("year=0"), "DATE  impossible");
    CHECK_STRING(value("year=10000"), "DATE  impossible");
    CHECK_STRING(value("year=99999"), "DATE  impossible");
    CHECK_STRING(value("year=99999999999999999999"), "DATE  impossible");
    CHECK_STRING(value("month=13"), "DATE  impossible");
    CHECK_STRING(value("day=32 month=5"), "DATE  impossible");
    CHECK_STRING(value("hour=25 minute=61"), "TIME  impossible");
    CHECK_STRING(value("hour=12 minute=61"), "TIME  impossible");
    CHECK_STRING(value("hour=24:30"), "TIME  impossible");
    CHECK_STRING(value("year=2023 month=W53"), "DATE  impossible");
    CHECK_STRING(value("shift=-1000000000000 unit=CE"), "DATE  impossible");
    CHECK_STRING(value("shift=-999999999 unit=CE"), "DATE  impossible");
    CHECK_STRING(value("shift=999999999 unit=W"), "DATE  impossible");
    CHECK_STRING(value("shift=999999999 unit=S"), "TIME 2056-02-27TXX:XX");
    CHECK_STRING(value("shift=x unit=D"), "DATE  impossible");
    CHECK_STRING(value_in((setting){NULL, "0001-01-01", NULL, false}, "shift=-1 unit=D"), "DATE  impossible");
    CHECK_STRING(value_in((setting){NULL, "9999-12-31", NULL, false}, "shift=1 unit=W"), "DATE  impossible");
    CHECK_STRING(value_in((setting){NULL, "9999-12-31", NULL, false}, "weekday=1"), "DATE 9999-12-27");
    CHECK_STRING(value_in((setting){NULL, "0001-01-01", NULL, false}, "month=12"), "DATE 0001-12");
}

TEST(reference_dates_are_days_that_exist) {
    CHECK(drg_date_is_valid(drg_text_of("2024-06-20")));
    CHECK(drg_date_is_valid(drg_text_of("2024-02-29")));
    CHECK(!drg_date_is_valid(drg_text_of("2023-02-29")));
    CHECK(!drg_date_is_valid(drg_text_of("0000-01-01")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-6-20")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-06")));
    CHECK(!drg_date_is_valid(drg_text_of("XXXX-06-20")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-XX-20")));
    CHECK(drg_date_is_valid(drg_text_of("2024-06-20T10:00")));
    CHECK(drg_date_is_valid(drg_text_of("2024-06-20T10:00:59")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-06-20T25:00")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-06-20TMO")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-06-20 10:00")));
    CHECK(!drg_date_is_valid(drg_text_of("")));
    CHECK(!drg_date_is_valid(drg_text_of("2024-W10-1")));
}
