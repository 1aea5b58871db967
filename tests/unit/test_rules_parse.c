/* The rule language's parser: what tree a pattern becomes, and what a rule says. Messages are tested by tests/errors/.
 *
 * A tree is shown as text: (seq …) (or …) (and …) (not x) (skip) x{0,1} name:<x> (span x) @0 <0.1> ~stem /re/ 'Exact' folded
 * :Class .^$_ =Name; so a test is a pattern and its shape. */
#include "test.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/stat.h>

#include "rules/tree.h"

/* A folder of knowledge, written for one test and taken away behind it. */
typedef struct {
    char root[64];
    vocabulary *words;
    gazetteer *gazetteer;
    drg_messages *messages;
    arena arena;
    rule_trees trees;
    drg_status status;
} fixture;

static const char *const file_names[] = {"gazetteers/instrument/entries.tsv",
                                         "gazetteers/number/entries.tsv",
                                         "gazetteers/abbreviation/entries.tsv",
                                         "rules/labels.rules",
                                         "rules/en/a.rules",
                                         "mine/en/a.rules"};
static const char *const folder_names[] = {
    "gazetteers", "gazetteers/instrument", "gazetteers/number", "gazetteers/abbreviation", "rules", "rules/en", "mine",
    "mine/en"};

static const char *path_of(const fixture *f, const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", f->root, name);
    return path;
}

static bool write_file(const fixture *f, const char *name, const char *text) {
    FILE *file = fopen(path_of(f, name), "wb");
    if (!file) return false;
    fputs(text, file);
    return fclose(file) == 0;
}

static const char labels[] = "stages names entities events\n"
                             "label Country\n  forms name demonym\n  attributes region\n  resolve entry\n"
                             "label Treaty\n  forms name acronym\n  holds Country Date\n"
                             "  attributes kind alias parties from party\n  resolve entry antecedent\n"
                             "label Date\n  resolve date\n"
                             "label Event hidden\n  attributes action\n  resolve event\n"
                             "label Part\n  resolve path of Treaty\n";

/* Parses ours beside the fixture's gazetteers, and `mine`, if it is not NULL, as a user's folder. */
static bool fixture_open(fixture *f, const char *ours, const char *mine) {
    *f = (fixture){.root = "/tmp/dragoman-rules-XXXXXX"};
    bool ok = mkdtemp(f->root) != NULL;
    for (size_t i = 0; i < sizeof folder_names / sizeof *folder_names; i++)
        ok = ok && mkdir(path_of(f, folder_names[i]), 0700) == 0;
    ok = ok && write_file(f, file_names[0], "id\tname\tkind\ntreaty\ttreaty\ttreaty\npact\tpact\tpact\n");
    ok = ok && write_file(f, file_names[1], "id\tname\tnumber\ntwo\ttwo\t2\n");
    ok = ok && write_file(f, file_names[2], "name\nMr.\n");
    ok = ok && write_file(f, file_names[3], labels) && write_file(f, file_names[4], ours);
    ok = ok && (!mine || write_file(f, file_names[5], mine));
    char gazetteers[128], rules[128], own[128];
    snprintf(gazetteers, sizeof gazetteers, "%s", path_of(f, "gazetteers"));
    snprintf(rules, sizeof rules, "%s", path_of(f, "rules"));
    snprintf(own, sizeof own, "%s", path_of(f, "mine"));
    ok = ok && drg_vocabulary_new(&f->words) == DRG_OK && drg_messages_new(&f->messages) == DRG_OK;
    ok = ok && drg_gazetteer_read((const char *[]){gazetteers}, 1, f->words, f->messages, &f->gazetteer) == DRG_OK;
    if (ok) {
        const drg_sources from = {
            .rule_folders = (const char *[]){rules, own},
                .rule_folder_count = mine ? 2 : 1
        };
        f->status = drg_rules_parse(&from, f->gazetteer, &f->arena, f->messages, &f->trees);
    }
    return ok;
}

static void fixture_close(fixture *f) {
    drg_gazetteer_free(f->gazetteer);
    drg_vocabulary_free(f->words);
    drg_messages_free(f->messages);
    drg_arena_clear(&f->arena);
    for (size_t i = 0; i < sizeof file_names / sizeof *file_names; i++) unlink(path_of(f, file_names[i]));
    for (size_t i = sizeof folder_names / sizeof *folder_names; i-- > 0;) rmdir(path_of(f, folder_names[i]));
    rmdir(f->root);
}

/* Shapes ---------------------------------------------------------------------------------------------------------------- */

static char shape[2000];

__attribute__((format(printf, 1, 2))) static void put(const char *format, ...) {
    const size_t used = strlen(shape);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(shape + used, sizeof shape - used, format, arguments);
    va_end(arguments);
}

static void show(const node *n);

static void show_children(const char *name, const node *n) {
    put("(%s", name);
    for (const node *c = n->child; c; c = c->next) {
        put(" ");
        show(c);
    }
    put(")");
}

static void show_mark(const node *n) {
    if (n->kind == NODE_LIST) put("@%u", n->list.n);
    else if (n->form.n == NO_FORM) put("<%u", n->label.n);
    else put("<%u.%u", n->label.n, n->form.n);
    if (n->key.length) put("{%.*s=%.*s}", (int)n->key.length, n->key.bytes, (int)n->value.length, n->value.bytes);
    if (n->kind == NODE_LABEL) put(">");
}

static void show(const node *n) {
    const int length = (int)n->text.length;
    const char *text = n->text.bytes;
    switch (n->kind) {
    case NODE_FOLDED: put("%.*s", length, text); break;
    case NODE_EXACT: put("'%.*s'", length, text); break;
    case NODE_STEM: put("~%.*s", length, text); break;
    case NODE_REGEX: put("/%.*s/", length, text); break;
    case NODE_CLASS: put(":%u", n->classes); break;
    case NODE_ANY: put("."); break;
    case NODE_LIST:
    case NODE_LABEL: show_mark(n); break;
    case NODE_AND: show_children("and", n); break;
    case NODE_NOT: show_children("not", n); break;
    case NODE_LINE_START: put("^"); break;
    case NODE_LINE_END: put("$"); break;
    case NODE_NO_SPACE: put("_"); break;
    case NODE_SKIP: put("%s", n->child == n->next ? ".." : "?!"); break;
    case NODE_SEQUENCE: show_children("seq", n); break;
    case NODE_CHOICE: show_children("or", n); break;
    case NODE_REPEAT:
        show(n->child);
        if (n->most == UINT32_MAX) put("{%u,}", n->least);
        else put("{%u,%u}", n->least, n->most);
        break;
    case NODE_CAPTURE:
        put("%.*s:<", length, text);
        show(n->child);
        put(">");
        break;
    case NODE_SPAN: show_children("span", n); break;
    case NODE_DEFINITION: put("=%.*s", length, text); break;
    }
}

/* The shape of `match PATTERN` in a rule of the stage entities; its message if it is wrong. */
static const char *shape_of(const char *pattern) {
    char file[1000];
    snprintf(file, sizeof file,
             "language en\nstage entities\ndef Link = on | of\nrule a : Treaty\n  match %s\n  where {kind} = treaty\n",
             pattern);
    if (!strstr(pattern, "kind:")) *strstr(file, "  where") = '\0';
    fixture f;
    shape[0] = '\0';
    if (!fixture_open(&f, file, NULL)) put("the fixture could not be made");
    else if (f.status == DRG_OK) show(f.trees.rules[0].match);
    else if (drg_messages_count(f.messages)) put("%s", drg_messages_get(f.messages, 0).text.bytes);
    fixture_close(&f);
    return shape;
}

TEST(words_are_folded_and_literals_exact) {
    CHECK_STRING(shape_of("treaty 'Treaty' ~treaty /tr.*/ . ^ $ _"), "(seq treaty 'Treaty' ~treaty /tr.*/ . ^ $ _)");
}

TEST(several_tokens_become_a_sequence_joined_where_they_were) {
    CHECK_STRING(shape_of("secretary-general"), "(seq secretary _ - _ general)");
    CHECK_STRING(shape_of("'US-led'"), "(seq 'US' _ '-' _ 'led')");
    CHECK_STRING(shape_of("'Mr. Smith'"), "(seq 'Mr.' 'Smith')");
    CHECK_STRING(shape_of("'Mr.Smith'"), "(seq 'Mr.' _ 'Smith')");
    CHECK_STRING(shape_of("'Nr. Smith'"), "(seq 'Nr' _ '.' 'Smith')");
}

TEST(a_clitic_is_cut_as_behind_a_word) {
    CHECK_STRING(shape_of("russia's"), "(seq russia _ 's)");
    CHECK_STRING(shape_of("russia '\\'s'"), "(seq russia ''s')");
    CHECK_STRING(shape_of("o'clock"), "o'clock");
}

TEST(choice_binds_less_than_sequence) {
    CHECK_STRING(shape_of("a b | c"), "(or (seq a b) c)");
    CHECK_STRING(shape_of("a (b | c)"), "(seq a (or b c))");
}

TEST(an_operator_is_of_one_element) {
    CHECK_STRING(shape_of("a b?"), "(seq a b{0,1})");
    CHECK_STRING(shape_of("(a b)*  c"), "(seq (seq a b){0,} c)");
    CHECK_STRING(shape_of("a{2} b{2,} c{,3} d{1,3} e+"), "(seq a{2,2} b{2,} c{0,3} d{1,3} e{1,})");
}

TEST(an_operator_behind_and_is_of_both) {
    CHECK_STRING(shape_of("Cap & !the+"), "(and :1 (not the)){1,}");
    CHECK_STRING(shape_of("!!a & .*  b"), "(seq (and (and a) .){0,} b)");
}

TEST(a_capture_takes_the_whole_run) {
    CHECK_STRING(shape_of("kind:Cap+"), "kind:<:1{1,}>");
    CHECK_STRING(shape_of("(kind:Cap)+"), "kind:<:1>{1,}");
}

TEST(skip_knows_what_it_leads_to) {
    CHECK_STRING(shape_of("a .. [ b+ ] c"), "(seq a .. (span b{1,}) c)");
    CHECK_STRING(shape_of("a .. kind:b .. c"), "(seq a .. kind:<b> .. c)");
}

TEST(lists_and_labels_take_an_attribute) {
    CHECK_STRING(shape_of("@instrument{kind=pact}"), "@1{kind=pact}");
    CHECK_STRING(shape_of("@instrument{2}"), "@1{2,2}");
    CHECK_STRING(shape_of("@instrument { 2 }"), "@1{2,2}");
}

TEST(number_is_digits_or_a_run_of_the_list) {
    CHECK_STRING(shape_of("Number"), "(or :16 (seq @2 (seq (seq _ '-' _){0,1} @2){0,}))");
}

TEST(comments_and_deeper_lines_belong_to_the_clause) {
    CHECK_STRING(shape_of("a # not this\n    b\n# nor this\n    c"), "(seq a b c)");
    CHECK_STRING(shape_of("a '#' /#/"), "(seq a '#' /#/)");
}

TEST(definitions_are_linked_and_may_be_negated) {
    CHECK_STRING(shape_of("Cap & !Link"), "(and :1 (not =Link))");
    CHECK_STRING(shape_of("!(a | b) x"), "(seq (not (or a b)) x)");
}

TEST(what_is_no_pattern_says_so) {
    CHECK_STRING(shape_of("a | | b"), "an element is missing before '|'");
    CHECK_STRING(shape_of("a)"), "')' that nothing opened");
    CHECK_STRING(shape_of("(a"), "'(' that is not closed");
    CHECK_STRING(shape_of("a.."), "nothing follows '..'");
    CHECK_STRING(shape_of("a?"), "a pattern that may match nothing at all");
    CHECK_STRING(shape_of("[ a? ] b"), "[ ] that may hold no token");
    CHECK_STRING(shape_of("(a?)* b"), "a repetition of what may take no token");
    CHECK_STRING(shape_of("a{2,1}"), "{m,n} with n smaller than m");
    CHECK_STRING(shape_of("!(a b)"), "`a b` under & or ! is not one token");
    CHECK_STRING(shape_of("Foo"), "unknown definition 'Foo'");
}

/* Rules ------------------------------------------------------------------------------------------------------------------- */

#define HEAD "language en\nstage names\n"

TEST(a_rule_says_what_it_says) {
    fixture f;
    REQUIRE(fixture_open(
        &f,
        HEAD "rule a/b : Treaty.acronym\n  match x kind:y\n  within line\n  weight -1.25\n  value v{kind:upper}\n"
             "  + \"a [b\\[] \\\"c\\\"\" = d at 2024-02-29\n  - \"e\n    f\"\n"
             "evidence e : Treaty\n  is x\n  weight never\n",
        NULL));
    CHECK_EQ(f.status, DRG_OK);
    REQUIRE(f.trees.rule_count == 2);
    const rule_tree *rule = &f.trees.rules[0], *evidence = &f.trees.rules[1];
    CHECK_TEXT(rule->name, "en/a/b");
    CHECK_TEXT(rule->language, "en");
    CHECK_EQ(rule->form.n, 1);
    CHECK_EQ(rule->within, WITHIN_LINE);
    CHECK(rule->has_weight && rule->weight > -1.26 && rule->weight < -1.24);
    REQUIRE(rule->value.count == 2);
    CHECK_TEXT(rule->value.parts[0].literal, "v");
    CHECK_EQ(rule->value.parts[1].function, AS_UPPER);
    REQUIRE(rule->example_count == 2);
    CHECK_TEXT(rule->examples[0].text, "a b[ \"c\"");
    CHECK_EQ(rule->examples[0].spans[0].start_byte, 2);
    CHECK_EQ(rule->examples[0].spans[0].end_byte, 4);
    CHECK_TEXT(rule->examples[0].value, "d");
    CHECK_TEXT(rule->examples[0].date, "2024-02-29");
    CHECK_TEXT(rule->examples[1].text, "e f");
    CHECK(evidence->is_evidence && evidence->never);
    CHECK_EQ(evidence->form.n, NO_FORM);
    fixture_close(&f);
}

TEST(a_text_rule_stays_within_its_block) {
    fixture f;
    REQUIRE(fixture_open(&f, HEAD "rule a : Treaty\n  text /a\\/(?<kind>b)/\nrule b : Treaty\n  match x\n", NULL));
    CHECK_EQ(f.status, DRG_OK);
    CHECK_TEXT(f.trees.rules[0].text_rule, "a/(?<kind>b)");
    CHECK_EQ(f.trees.rules[0].within, WITHIN_BLOCK);
    CHECK_EQ(f.trees.rules[1].within, WITHIN_SENTENCE);
    fixture_close(&f);
}

TEST(conditions_are_joined_by_and) {
    fixture f;
    REQUIRE(fixture_open(
        &f, HEAD "rule a : Treaty\n  match x\n  where not lower and mostly Date, part-of Treaty\n  where antecedent\n",
        NULL));
    CHECK_EQ(f.status, DRG_OK);
    REQUIRE(f.trees.rules[0].where_count == 4);
    CHECK(f.trees.rules[0].wheres[0].negated);
    CHECK_EQ(f.trees.rules[0].wheres[1].label.n, 2);
    CHECK_EQ(f.trees.rules[0].wheres[2].kind, WHERE_PART_OF);
    CHECK_EQ(f.trees.rules[0].wheres[3].kind, WHERE_ANTECEDENT);
    fixture_close(&f);
}

TEST(a_users_folder_replaces_and_removes) {
    fixture f;
    REQUIRE(fixture_open(&f,
                         HEAD "rule a : Treaty\n  match x\nrule b : Treaty\n  match y\nevidence b : Treaty\n  is "
                              "y\nrule c : Treaty\n  match z\n",
                         HEAD "rule a : Treaty\n  match mine\nremove rule b\n"));
    CHECK_EQ(f.status, DRG_OK);
    REQUIRE(f.trees.rule_count == 3);
    CHECK(f.trees.rules[0].is_evidence);
    CHECK_TEXT(f.trees.rules[1].name, "en/c");
    CHECK_TEXT(f.trees.rules[2].match->text, "mine");
    fixture_close(&f);
}

TEST(texts_extend_and_replace_the_folders_as_one_more_would) {
    fixture f;
    char rules[128];
    REQUIRE(fixture_open(&f, HEAD "rule a : Treaty\n  match x\nrule b : Treaty\n  match y\n", NULL));
    snprintf(rules, sizeof rules, "%s", path_of(&f, "rules"));
    const drg_rule_text texts[] = {
        {"labels.rules", drg_text_of("label Tried hidden\n")               },
        {"typed",        drg_text_of(HEAD "rule a : Tried\n  match mine\n")},
        {"typed too",    drg_text_of("\xEF\xBB\xBF" HEAD "remove rule b\n")}
    };
    const drg_sources from = {
        .rule_folders = (const char *[]){rules}, .rule_folder_count = 1, .rule_texts = texts, .rule_text_count = 3};
    CHECK_EQ(drg_rules_parse(&from, f.gazetteer, &f.arena, f.messages, &f.trees), DRG_OK);
    REQUIRE(f.trees.rule_count == 1);
    CHECK_EQ(f.trees.labels->label_count, 6);
    CHECK_TEXT(f.trees.labels->labels[f.trees.rules[0].label.n].name, "Tried");
    CHECK_TEXT(f.trees.rules[0].at.file->path, "typed");
    fixture_close(&f);
}

TEST(a_text_that_is_wrong_is_told_by_its_name) {
    fixture f;
    char rules[128];
    REQUIRE(fixture_open(&f, HEAD "rule a : Treaty\n  match x\n", NULL));
    snprintf(rules, sizeof rules, "%s", path_of(&f, "rules"));
    const drg_rule_text texts[] = {
        {"typed", {"language \xFF", 10}                              },
        {"typed", drg_text_of(HEAD "rule b : Tready\n  match mine\n")}
    };
    const drg_sources from = {
        .rule_folders = (const char *[]){rules}, .rule_folder_count = 1, .rule_texts = texts, .rule_text_count = 2};
    CHECK_EQ(drg_rules_parse(&from, f.gazetteer, &f.arena, f.messages, &f.trees), DRG_BAD_KNOWLEDGE);
    REQUIRE(drg_messages_count(f.messages) == 2);
    CHECK_TEXT(drg_messages_get(f.messages, 0).file, "typed");
    CHECK_TEXT(drg_messages_get(f.messages, 0).text, "invalid UTF-8 (byte 0xFF)");
    CHECK_TEXT(drg_messages_get(f.messages, 1).text, "unknown label 'Tready'");
    fixture_close(&f);
}

TEST(labels_say_what_they_hold_and_how_they_resolve) {
    fixture f;
    REQUIRE(fixture_open(&f, HEAD "rule a : Treaty\n  match x\n", NULL));
    const label_table *t = f.trees.labels;
    REQUIRE(t->label_count == 5);
    CHECK_EQ(t->stage_count, 3);
    const label *treaty = &t->labels[1];
    CHECK_EQ(treaty->hold_count, 2);
    CHECK_EQ(treaty->holds[1].n, 2);
    CHECK_EQ(treaty->attribute_count, 3);
    CHECK_TEXT(treaty->attributes[2].from, "party");
    CHECK(treaty->attributes[2].of_list && !treaty->attributes[0].of_list);
    CHECK(drg_label_resolves(treaty, RESOLVE_ANTECEDENT) && !drg_label_resolves(treaty, RESOLVE_DATE));
    CHECK(t->labels[3].hidden && !treaty->hidden);
    CHECK_EQ(t->labels[4].resolves[0].of, 1);
    CHECK_EQ(drg_label_find(t, drg_text_of("treaty")).n, NO_FORM);
    fixture_close(&f);
}

TEST(captures_that_the_label_declares_need_no_use) {
    CHECK_STRING(shape_of("party:a alias.acronym:b"), "(seq party:<a> alias.acronym:<b>)");
    CHECK_STRING(shape_of("parties:a"), "the capture 'parties' is no attribute of 'Treaty'");
    CHECK_STRING(shape_of("alias.nominal:b"), "the label 'Treaty' has no form 'nominal'");
    CHECK_STRING(shape_of("unit:a"), "the capture 'unit' is no attribute of 'Treaty'");
}
