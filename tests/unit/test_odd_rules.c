/* Rules that nobody would write, and that may be written: what they lead to is odd, and does no harm (./dev sanitize
 * unit/test_odd_rules). */
#include "gazetteer_folder.h"

typedef struct {
    folders f;
    drg_knowledge *knowledge;
    drg_extractor *extractor;
    const drg_document *document;
    drg_status status;
} bench;

/* Annotates a text by these labels and rules. */
static void begin(bench *b, const char *labels, const char *rules, const char *text) {
    *b = (bench){0};
    write_table(&b->f, "rules", "labels.rules", labels);
    write_table(&b->f, "rules", "en/odd.rules", rules);
    write_table(&b->f, "lists", "noun/names.en.tsv", "id\tname\nt\ttreaty\n");
    write_table(&b->f, "lists", "noun/entries.tsv", "id\tkind\nt\ttreaty\n");
    char paths[2][128];
    snprintf(paths[0], sizeof paths[0], "%s/rules", b->f.root);
    snprintf(paths[1], sizeof paths[1], "%s/lists", b->f.root);
    const char *const rule_folders[] = {paths[0]}, *const gazetteer_folders[] = {paths[1]};
    b->status = drg_knowledge_open(&(drg_sources){.rule_folders = rule_folders,
                                                  .rule_folder_count = 1,
                                                  .gazetteer_folders = gazetteer_folders,
                                                  .gazetteer_folder_count = 1},
                                   &b->knowledge, &b->f.messages);
    for (size_t i = 0; i < drg_messages_count(b->f.messages); i++)
        printf("# %s\n", drg_messages_get(b->f.messages, i).text.bytes);
    const drg_input input = {.text = drg_text_of(text), .reference_date = drg_text_of("2024-06-20")};
    if (b->status == DRG_OK) b->status = drg_extractor_new(b->knowledge, &b->extractor);
    if (b->status == DRG_OK) b->status = drg_annotate(b->extractor, &input, &b->document);
}

static void end(bench *b) {
    drg_extractor_free(b->extractor);
    drg_knowledge_close(b->knowledge);
    clear_folders(&b->f);
}

TEST(an_alias_that_took_no_token_teaches_nothing) {
    bench b;
    begin(&b, "stages names\nlabel Thing\n  forms  name short\n  attributes  alias\n",
          "language en\nstage names\nrule thing : Thing.name\n  match  [ the bar ] alias:('quux'?)\n",
          "We saw the bar");
    CHECK_EQ(b.status, DRG_OK);
    REQUIRE(drg_document_entity_count(b.document) == 1);
    CHECK_TEXT(drg_document_entity(b.document, 0).text, "the bar");
    end(&b);
}

/* A date keeps its fields where others keep their captures. */
TEST(a_date_may_be_resolved_as_anything_else) {
    bench b;
    begin(
        &b,
        "stages names\nlabel Odd\n  forms  name nominal\n  attributes  kind of\n"
        "  resolve  date entry antecedent person path turn event\n",
        "language en\nstage names\nrule odd : Odd.nominal\n  match  the kind:@noun\n  date   year=2001 month=5 day=3\n",
        "We saw the treaty. The treaty is old.");
    CHECK_EQ(b.status, DRG_OK);
    CHECK_EQ(drg_document_turn_count(b.document), 2);
    end(&b);
}
