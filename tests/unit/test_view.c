/* The public view of a document, by the public header alone. Rests on the project's own knowledge. */
#include <math.h>

#include "test.h"

typedef struct {
    drg_knowledge *knowledge;
    drg_extractor *extractor;
    const drg_document *document;
} fixture;

/* Reads a text by the project's own rules and gazetteers. */
static bool read_text(fixture *f, const char *text) {
    const char *const rules[] = {"rules"}, *const gazetteers[] = {"gazetteers"};
    const drg_input input = {.text = drg_text_of(text), .reference_date = drg_text_of("2024-06-20")};
    return drg_knowledge_open(&(drg_sources){.rule_folders = rules,
                                             .rule_folder_count = 1,
                                             .gazetteer_folders = gazetteers,
                                             .gazetteer_folder_count = 1},
                              &f->knowledge, NULL) == DRG_OK &&
           drg_extractor_new(f->knowledge, &f->extractor) == DRG_OK &&
           drg_annotate(f->extractor, &input, &f->document) == DRG_OK;
}

static void clear(fixture *f) {
    drg_extractor_free(f->extractor);
    drg_knowledge_close(f->knowledge);
}

static size_t find_referent(const drg_document *d, const char *key) {
    for (size_t i = 0; i < drg_document_referent_count(d); i++) {
        const drg_text own = drg_document_referent(d, i).key;
        if (own.length == strlen(key) && memcmp(own.bytes, key, own.length) == 0) return i;
    }
    return SIZE_MAX;
}

TEST(a_document_shows_entities_referents_events_and_turns) {
    fixture f = {0};
    REQUIRE(
        read_text(&f, "P. Halvorsen: Norway signed the Antarctic Treaty on 1 December 1959. Norway is far away.\n"));
    const drg_document *d = f.document;
    REQUIRE(drg_document_entity_count(d) >= 4);
    CHECK_STRING(drg_document_entity(d, 0).label, "Person");
    CHECK_STRING(drg_document_entity(d, 0).form, "initials");
    const size_t norway = find_referent(d, "NOR");
    REQUIRE(norway != SIZE_MAX);
    CHECK_STRING(drg_document_referent(d, norway).label, "Country");
    REQUIRE(drg_document_referent(d, norway).mention_count == 2);
    const size_t second = drg_document_mention(d, norway, 1);
    CHECK_TEXT(drg_document_entity(d, second).text, "Norway");
    CHECK_EQ(drg_document_entity(d, second).start, 69);
    CHECK_EQ(drg_document_entity(d, second).referent, norway);
    REQUIRE(drg_document_event_count(d) == 1);
    const drg_event e = drg_document_event(d, 0);
    CHECK_TEXT(e.action, "sign");
    CHECK_TEXT(e.date, "1959-12-01");
    REQUIRE(e.treaty != SIZE_MAX && e.party_count == 1);
    CHECK_EQ(drg_document_party(d, 0, 0), norway);
    CHECK_STRING(drg_document_referent(d, e.treaty).label, "Treaty");
    CHECK(drg_document_referent(d, e.treaty).attribute_count > 0);
    CHECK_TEXT(drg_document_attribute(d, e.treaty, 0).key, "kind");
    CHECK_TEXT(drg_document_attribute(d, e.treaty, 0).value, "treaty");
    REQUIRE(drg_document_turn_count(d) == 1);
    CHECK_TEXT(drg_document_turn(d, 0).name, "P. Halvorsen");
    CHECK_EQ(drg_document_turn(d, 0).start, 14);
    clear(&f);
}

TEST(the_terms_of_an_entity_add_up_to_its_score) {
    fixture f = {0};
    REQUIRE(read_text(&f, "They flew to Norway."));
    REQUIRE(drg_document_entity_count(f.document) == 1);
    CHECK_EQ(drg_extractor_term_count(f.extractor, 0), 1); /* evidence was not kept */
    CHECK_TEXT(drg_extractor_term(f.extractor, 0, 0).what, "Norway");
    CHECK(drg_extractor_term(f.extractor, 0, 0).line > 1);
    const drg_input input = {.text = drg_text_of("They flew to Norway, and Russia and Japan signed it.")};
    drg_extractor_explain(f.extractor, true);
    REQUIRE(drg_annotate(f.extractor, &input, &f.document) == DRG_OK);
    size_t terms = 0;
    for (size_t i = 0; i < drg_document_entity_count(f.document); i++) {
        double sum = 0;
        for (size_t t = 0; t < drg_extractor_term_count(f.extractor, i); t++, terms++)
            sum += drg_extractor_term(f.extractor, i, t).weight;
        CHECK(fabs(1 / (1 + exp(-sum)) - drg_document_entity(f.document, i).score) < 1e-6);
    }
    CHECK(terms > drg_document_entity_count(f.document));
    clear(&f);
}

TEST(an_entity_shows_its_attributes_and_the_text_is_there) {
    fixture f = {0};
    REQUIRE(read_text(&f, "\xFFOn Monday article 5 of the Antarctic Treaty was read."));
    const drg_document *d = f.document;
    CHECK_TEXT(drg_document_text(d), "\xEF\xBF\xBDOn Monday article 5 of the Antarctic Treaty was read.");
    for (size_t i = 0; i < drg_document_entity_count(d); i++) {
        const drg_entity e = drg_document_entity(d, i);
        CHECK(e.text.bytes > drg_document_text(d).bytes && e.text.bytes < drg_document_text(d).bytes + 56);
        if (strcmp(e.label, "Provision") != 0) continue;
        REQUIRE(e.attribute_count == 1);
        const drg_attribute of = drg_document_entity_attribute(d, i, 0);
        CHECK_TEXT(of.key, "of");
        REQUIRE(of.referent != SIZE_MAX);
        CHECK_TEXT(drg_document_referent(d, of.referent).key, "antarctic-treaty");
    }
    clear(&f);
}

TEST(an_empty_document_shows_nothing) {
    fixture f = {0};
    REQUIRE(read_text(&f, ""));
    CHECK_EQ(drg_document_entity_count(f.document), 0);
    CHECK_EQ(drg_document_referent_count(f.document), 0);
    CHECK_EQ(drg_document_event_count(f.document), 0);
    CHECK_EQ(drg_document_turn_count(f.document), 0);
    clear(&f);
}
