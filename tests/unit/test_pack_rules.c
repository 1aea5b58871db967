/* Rules in a pack: what is read back does what was written; and whatever a hostile pack says instead is found out, or does
 * no harm (./dev sanitize unit/test_pack_rules). Rests on tests/knowledge/. */
#include <stdlib.h>

#include "bounds.h"
#include "knowledge.h"
#include "pack/lexicon.h"
#include "pack/pack.h"
#include "pack/rules.h"
#include "pack/sound.h"
#include "test.h"

/* What tests/knowledge has not: each part of evidence, each sort of condition, a `..` with a program of its own, a loop, a text
 * rule with a value. */
static const char more_rules[] = "language en\n"
                                 "stage    entities\n"
                                 "\n"
                                 "rule treaty/called : Treaty.name\n"
                                 "  match   [ kind:@instrument .. (in force) ] ('(' the? alias.acronym:Upper ')')?\n"
                                 "  value   {kind:upper}-{alias:lower}\n"
                                 "  where   {kind} != 'nothing' and not headline\n"
                                 "rule treaty/iso : Treaty.acronym\n"
                                 "  text    /(?<kind>No|Nr)\\. (?<span>(?<signed>[0-9]+))(?= )/\n"
                                 "  set     signed={signed:number}\n"
                                 "  weight  3.5\n"
                                 "evidence country/here : Country\n"
                                 "  before  (kings | queens) of (the | old)*\n"
                                 "  is      Cap\n"
                                 "  after   (',' | and) (<Country> ',')*\n"
                                 "  where   mostly Country and not part-of Treaty\n"
                                 "  weight  0.5\n"
                                 "evidence country/elsewhere : Country.demonym\n"
                                 "  where   lower\n"
                                 "  weight  never\n";

static const char text[] =
    "Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. Russia has signed this treaty today.\n"
    "Maria Silva met Mr. Jordan, a Russian, in Paris on 3 May 1999. The kings of old Kenya, Japan, and Russia came.\n\n"
    "The Treaty on Outer Space (NPT) is old. Kenya signed it; the treaty that entered in force (the ABC) is No. 17 "
    "here.\n"
    "The ABC was signed by Japan; japan is small.";

typedef struct {
    char bytes[16384];
    size_t length;
} output;

typedef struct {
    drg_knowledge *made;
    drg_knowledge read; /* what the pack says */
    label_table labels; /* of it */
    char path[64], *bytes;
    pack pack;
    transfer begun; /* reading, as it began … */
    size_t first;   /* … and the byte of the records where rules begin */
    drg_messages *messages;
    output expected;
} bench;

/* Making ----------------------------------------------------------------------------------------------------------- */

static bool append(void *context, const char *bytes, size_t length) {
    output *o = context;
    if (length > sizeof o->bytes - o->length) return false;
    memcpy(o->bytes + o->length, bytes, length);
    o->length += length;
    return true;
}

static drg_status annotate(const drg_knowledge *k, output *out) {
    const drg_document *d;
    drg_extractor *x;
    const drg_input input = {
        .id = drg_text_of("d"), .text = drg_text_of(text), .reference_date = drg_text_of("2024-06-20")};
    out->length = 0;
    drg_status status = drg_extractor_new(k, &x);
    if (status != DRG_OK) return status;
    status = drg_annotate(x, &input, &d);
    if (status == DRG_OK) status = drg_write_json(d, &(drg_json_options){0}, (drg_sink){append, out});
    drg_extractor_free(x);
    return status;
}

static drg_status transfer_lexicon(transfer *t, drg_knowledge *k) {
    drg_transfer_vocabulary(t, &k->vocabulary);
    if (t->status == DRG_OK) drg_transfer_gazetteer(t, k->vocabulary, &k->gazetteer);
    return t->status;
}

static void transfer_rules(transfer *t, drg_knowledge *k, label_table *labels) {
    drg_transfer_labels(t, labels);
    drg_transfer_name_readings(t, labels, &k->names);
    size_t count = k->rulesets.count;
    drg_transfer_count(t, &count, 1);
    for (size_t i = 0; i < count && t->status == DRG_OK; i++) {
        ruleset none = {0};
        if (t->reads && !VECTOR_PUSH(k->rulesets, none)) abort();
        drg_transfer_ruleset(t, labels, &k->names, k->gazetteer, k->vocabulary, &k->rulesets.items[i]);
    }
}

static void save(bench *b) {
    transfer t = {0};
    label_table labels = *b->made->rulesets.items[0].labels;
    CHECK_EQ(transfer_lexicon(&t, b->made), DRG_OK);
    b->first = t.records.count;
    transfer_rules(&t, b->made, &labels);
    CHECK_EQ(t.status, DRG_OK);
    strcpy(b->path, "/tmp/dragoman-test-XXXXXX");
    const int file = mkstemp(b->path);
    if (file < 0) abort();
    CHECK_EQ(drg_pack_save(&t, b->path, b->messages), DRG_OK);
    drg_transfer_clear(&t);
}

/* The bytes of the pack, where one may lie. */
static void load(bench *b) {
    FILE *file = fopen(b->path, "rb");
    b->bytes = aligned_alloc(4096, 1 << 20);
    if (!file || !b->bytes) abort();
    b->pack.bytes = b->bytes;
    b->pack.length = fread(b->bytes, 1, 1 << 20, file);
    (void)fclose(file);
    (void)remove(b->path);
}

static void clear_read(bench *b) {
    for (size_t i = 0; i < b->read.rulesets.count; i++) drg_ruleset_clear(&b->read.rulesets.items[i]);
    VECTOR_CLEAR(b->read.rulesets);
    drg_gazetteer_free(b->read.gazetteer);
    drg_vocabulary_free(b->read.vocabulary);
    drg_arena_clear(&b->read.arena);
    b->read = (drg_knowledge){0};
    b->labels = (label_table){0};
}

/* Reads what the pack says now. */
static drg_status read_again(bench *b) {
    clear_read(b);
    b->pack.damaged_at = 0;
    drg_pack_begin(&b->pack, &b->read.arena, &b->begun);
    transfer t = b->begun;
    if (transfer_lexicon(&t, &b->read) == DRG_OK) transfer_rules(&t, &b->read, &b->labels);
    return t.status != DRG_OK ? t.status : drg_pack_end(b->path, &t, b->messages);
}

static void begin(bench *b) {
    const char *const rules[] = {"tests/knowledge/rules"}, *const gazetteers[] = {"tests/knowledge/gazetteers"};
    const drg_rule_text added = {
        "en/more.rules", {more_rules, sizeof more_rules - 1}
    };
    *b = (bench){0};
    const drg_status status = drg_knowledge_open(&(drg_sources){.rule_folders = rules,
                                                                .rule_folder_count = 1,
                                                                .gazetteer_folders = gazetteers,
                                                                .gazetteer_folder_count = 1,
                                                                .rule_texts = &added,
                                                                .rule_text_count = 1},
                                                 &b->made, &b->messages);
    for (size_t i = 0; i < drg_messages_count(b->messages); i++)
        printf("# %s\n", drg_messages_get(b->messages, i).text.bytes);
    if (status != DRG_OK) abort();
    CHECK_EQ(annotate(b->made, &b->expected), DRG_OK);
    save(b);
    load(b);
    CHECK_EQ(drg_pack_look(b->path, &b->pack, b->messages), DRG_OK);
    CHECK_EQ(read_again(b), DRG_OK);
}

static void end(bench *b) {
    clear_read(b);
    drg_knowledge_close(b->made);
    drg_messages_free(b->messages);
    free(b->bytes);
}

/* Is the pack refused as it is now? If not it has to be read to the end without harm. */
static bool is_refused(bench *b) {
    output out;
    if (read_again(b) != DRG_OK) return true;
    return annotate(&b->read, &out) != DRG_OK || b->pack.damaged_at;
}

/* Tests ------------------------------------------------------------------------------------------------------------ */

TEST(what_is_read_does_what_was_written) {
    bench b;
    output out;
    begin(&b);
    CHECK_EQ(annotate(&b.read, &out), DRG_OK);
    CHECK(b.expected.length > 2000);
    CHECK_EQ(out.length, b.expected.length);
    CHECK(memcmp(out.bytes, b.expected.bytes, out.length) == 0);
    CHECK_EQ(b.pack.damaged_at, 0);
    CHECK_EQ(b.read.rulesets.count, 2);
    end(&b);
}

TEST(each_sort_of_rule_is_in_what_was_written) {
    bench b;
    begin(&b);
    const ruleset *set = &b.read.rulesets.items[0];
    const stage_program *s = &set->stages.items[1];
    CHECK(s->rules.patterns.count && s->before.patterns.count && s->is.patterns.count && s->after.patterns.count);
    CHECK(s->skips.count && s->texts.count && s->fact_evidence.count && s->asks_choice);
    CHECK(set->slots.count && set->text_slots.count && set->kind_sets.count > 1 && set->label_kinds.count);
    CHECK(s->rules.decisions.count && s->rules.by_test.count && s->rules.by_mark.count);
    CHECK(s->before.backward && s->before.continues && s->after.continues && !s->rules.continues);
    end(&b);
}

TEST(no_byte_of_the_records_does_harm) {
    static const unsigned char wrong[] = {0xFF, 0x80, 0, 1, 3, 0x7F, 0x40, 2};
    bench b;
    begin(&b);
    char *const records = b.bytes + (b.begun.at - b.begun.pack);
    const size_t length = (size_t)(b.begun.end - b.begun.at), step = (length - b.first) / 1500 + 1;
    size_t refused = 0, turns = 0;
    for (size_t i = b.first; i < length; i += step) {
        const char right = records[i];
        records[i] = (char)wrong[turns++ % sizeof wrong];
        refused += is_refused(&b);
        records[i] = right;
    }
    CHECK(refused > turns / 10);
    CHECK(!is_refused(&b));
    end(&b);
}

/* Puts `wrong` into the first number of a section, makes the sum right, as an attacker would, and reads all again. */
static bool is_refused_with(bench *b, const flat_guard *g, uint32_t wrong) {
    const size_t here = g->count < (size_t)1 << g->shift ? g->count : (size_t)1 << g->shift;
    char *first = b->bytes + (g->bytes - b->bytes);
    uint64_t *sum = (uint64_t *)(void *)(b->bytes + ((const char *)g->sums - b->bytes));
    uint32_t right;
    memcpy(&right, first, sizeof right);
    memcpy(first, &wrong, sizeof wrong);
    *sum = drg_flat_sum(first, here * g->item_bytes);
    bool refused = is_refused(b);
    if (!refused)
        refused =
            !flat_is_right(b->read.names.guard, 0) || !flat_is_right(b->read.rulesets.items[0].entry_kinds.guard, 0);
    memcpy(first, &right, sizeof right);
    *sum = drg_flat_sum(first, here * g->item_bytes);
    return refused;
}

TEST(no_number_of_what_names_are_does_harm) {
    bench b;
    begin(&b);
    const flat_guard names = *b.read.names.guard, kinds = *b.read.rulesets.items[0].entry_kinds.guard;
    CHECK(!is_refused_with(&b, &names, 0));
    CHECK(is_refused_with(&b, &names, b.labels.label_count + 1)); /* the label */
    CHECK(is_refused_with(&b, &names, 1 | 3u << 16));             /* the form */
    CHECK(!is_refused_with(&b, &kinds, 0));
    CHECK(is_refused_with(&b, &kinds, (uint32_t)b.read.rulesets.items[0].kind_sets.count));
    CHECK(!is_refused(&b));
    end(&b);
}

/* What matching relies on ------------------------------------------------------------------------------------------ */

/* A copy of a number, and whether rules are sound in which it is another one. */
#define SOUND_WITH(set, number, wrong)                                                                                 \
    ({                                                                                                                 \
        __typeof__(number) *const sound_at = &(number);                                                                \
        const __typeof__(number) sound_right = *sound_at;                                                              \
        *sound_at = (__typeof__(number))(wrong);                                                                       \
        const bool sound_is = drg_ruleset_is_sound(set);                                                               \
        *sound_at = sound_right;                                                                                       \
        sound_is;                                                                                                      \
    })
#define REFUSES(number, wrong) CHECK(!SOUND_WITH(set, number, wrong))

/* The first instruction of a program with this opcode. */
static instruction *first_of(program *p, opcode op) {
    for (size_t i = 0; i < p->code.count; i++)
        if (p->code.items[i].op == op) return &p->code.items[i];
    abort();
}

/* Do several ways lead to an instruction? */
static bool meet_at(const program *p, uint32_t to) {
    uint32_t ways = 0;
    for (size_t i = 0; i < p->patterns.count; i++) ways += p->patterns.items[i].first == to;
    for (uint32_t at = 0; at < p->code.count; at++) {
        const instruction *i = &p->code.items[at];
        const bool jumps = i->op == OP_SPLIT || i->op == OP_JUMP;
        ways += jumps && i->x == to;
        ways += i->op == OP_SPLIT && i->y == to;
        ways += !jumps && i->op != OP_MATCH && at + 1 == to;
    }
    return ways > 1;
}

static void check_code(const ruleset *set, program *p) {
    const uint32_t end = (uint32_t)p->code.count;
    for (opcode op = OP_TOKEN; op <= OP_MATCH; op++) {
        REFUSES(first_of(p, op)->op, OP_MATCH + 1);
        REFUSES(first_of(p, op)->within, WITHIN_COUNT);
        REFUSES(first_of(p, op)->join, UINT16_MAX);
        REFUSES(first_of(p, op)->x, end + 1000);
    }
    REFUSES(first_of(p, OP_SPLIT)->y, end);
    REFUSES(first_of(p, OP_TOKEN)->x, p->elements.count);
    REFUSES(first_of(p, OP_CONDITION)->x, IN_SENTENCE + 1);
    REFUSES(first_of(p, OP_SAVE)->x, p->slots.count * 2);
    REFUSES(p->code.items[end - 1].op, OP_TOKEN); /* it would go on behind its pattern */
    for (uint32_t at = 0; at < end; at++)         /* a match is of its own pattern */
        if (p->code.items[at].op == OP_MATCH && p->code.items[at].x) REFUSES(p->code.items[at].x, 0);
    instruction *jump = first_of(p, OP_JUMP);
    REFUSES(jump->x, jump - p->code.items); /* to itself */
    for (uint32_t at = 0; at < end; at++)   /* and back, but to no join */
        for (uint32_t to = 0; p->code.items[at].op == OP_JUMP && to <= at; to++)
            if (!p->code.items[to].join) REFUSES(p->code.items[at].x, to);
    for (uint32_t at = 0; at < end; at++) /* and wherever ways meet */
        if (p->code.items[at].join && meet_at(p, at)) REFUSES(p->code.items[at].join, 0);
}

static void check_patterns(const ruleset *set, program *p) {
    REFUSES(p->patterns.items[0].rule, set->facts.count);
    REFUSES(p->patterns.items[0].rule, 0); /* a rule of another stage */
    REFUSES(p->patterns.items[0].first, 1);
    REFUSES(p->patterns.items[0].end, p->code.count + 1);
    REFUSES(p->patterns.items[0].join_count, UINT32_MAX);
    REFUSES(p->patterns.items[0].first_slot, 1);
    REFUSES(p->patterns.items[0].slot_count, 0);
    REFUSES(p->patterns.items[0].slot_count, UINT32_MAX);
    REFUSES(p->patterns.items[0].within, WITHIN_COUNT);
    REFUSES(p->patterns.count, p->patterns.count - 1);
    REFUSES(p->slots.items[0], set->slots.count);
}

static void check_elements(const ruleset *set, program *p) {
    REFUSES(p->elements.items[0].first, 1);
    REFUSES(p->elements.items[0].count, p->decisions.count + 1);
    REFUSES(p->elements.items[0].sort, ONE_FORBIDS + 1);
    REFUSES(p->decisions.items[0].yes, 0); /* round and round */
    REFUSES(p->decisions.items[0].no, 0);
    for (size_t i = 0; i < p->decisions.count; i++) {
        decision *d = &p->decisions.items[i];
        if (d->kind == DECIDE_TEST || d->kind == DECIDE_TESTS) REFUSES(d->id, 100000);
        if (d->kind == DECIDE_TESTS) REFUSES(d->count, 100000);
    }
    REFUSES(p->test_groups.items[0].group, (drg_word_tests_count(set->tests) + 63) / 64);
    REFUSES(p->by_default.count, p->by_default.count - 1);
    REFUSES(p->by_default.items[p->by_default.count - 1], UINT64_MAX);
    REFUSES(p->by_test.items[0].element, p->elements.count);
    REFUSES(p->by_mark.items[0].element, p->elements.count);
    REFUSES(p->test_first.items[p->test_first.count - 1], p->by_test.count + 1);
    REFUSES(p->test_first.items[0], p->by_test.count + 1);
}

static void check_rules(ruleset *set) {
    for (uint32_t i = 0; i < set->facts.count; i++) {
        rule_plan *p = &set->plans.items[i];
        REFUSES(set->facts.items[i].label.n, set->labels->label_count);
        REFUSES(set->facts.items[i].form.n, LABELS_MOST);
        REFUSES(set->facts.items[i].weight, WEIGHT_MOST + 1);
        REFUSES(set->facts.items[i].weight, 0.0 / 0.0);
        REFUSES(set->facts.items[i].is_evidence, !set->facts.items[i].is_evidence);
        REFUSES(p->stage, p->stage + 1);
        REFUSES(p->of_tokens, !p->of_tokens);
    }
    REFUSES(set->plans.count, set->plans.count - 1);
    REFUSES(set->stages.count, set->stages.count - 1);
}

static void check_marks(ruleset *set) {
    REFUSES(set->kind_sets.count, 0);
    REFUSES(set->kind_sets.items[0].count, 1);
    REFUSES(set->kind_sets.items[1].first, set->kinds_of_sets.count);
    REFUSES(set->kind_sets.items[1].count, UINT32_MAX);
    REFUSES(set->kinds_of_sets.items[0], set->kinds.count);
    REFUSES(set->label_kinds.items[0], set->kinds.count);
    REFUSES(set->label_first_kind.items[0], set->label_kinds.count + 1);
    REFUSES(set->label_first_kind.count, set->label_first_kind.count - 1);
}

TEST(what_matching_relies_on_is_seen_to) {
    bench b;
    begin(&b);
    /* What was made: what was read lies in the pack. */
    ruleset *set = &b.made->rulesets.items[0];
    stage_program *s = &set->stages.items[1];
    CHECK(drg_ruleset_is_sound(set));
    check_code(set, &s->rules);
    check_patterns(set, &s->rules);
    check_elements(set, &s->rules);
    check_rules(set);
    check_marks(set);
    for (size_t i = 0; i < set->slots.count; i++)
        REFUSES(set->slots.items[i].list, drg_gazetteer_list_count(set->gazetteer));
    REFUSES(s->texts.items[0].rule, s->rules.patterns.items[0].rule);
    REFUSES(s->texts.items[0].slot_count, 1000);
    REFUSES(s->fact_evidence.items[0], set->facts.count);
    REFUSES(s->skips.items[0].skip_kind, set->kinds.count);
    CHECK(drg_ruleset_is_sound(set));
    end(&b);
}

/* Whether labels are sound of which the first is another one. */
static bool label_is_sound(const label *wrong) {
    return drg_labels_are_sound(&(label_table){.labels = wrong, .label_count = 1});
}

TEST(labels_are_what_readings_and_output_rely_on) {
    static const drg_text quote = {"a\"b", 3}, name = {"name", 4};
    static const label_id self = {0}, other = {1};
    static const label_resolve of_other = {RESOLVE_PATH, 1};
    CHECK(label_is_sound(&(label){.name = name, .forms = &name, .form_count = 1, .holds = &self, .hold_count = 1}));
    CHECK(!label_is_sound(&(label){.name = quote}));
    CHECK(!label_is_sound(&(label){0}));
    CHECK(!label_is_sound(&(label){.name = name, .forms = &quote, .form_count = 1}));
    CHECK(!label_is_sound(&(label){.name = name, .holds = &other, .hold_count = 1}));
    CHECK(!label_is_sound(&(label){.name = name, .resolves = &of_other, .resolve_count = 1}));
    CHECK(!drg_labels_are_sound(&(label_table){.stage_count = STAGES_MOST + 1}));
}

TEST(captures_that_are_never_closed_or_took_no_token_are_passed) {
    bench b;
    begin(&b);
    program *p = &b.made->rulesets.items[0].stages.items[1].rules;
    for (size_t i = 0; i < p->code.count; i++) /* a capture opens where it was to close */
        if (p->code.items[i].op == OP_SAVE && p->code.items[i].x % 2) p->code.items[i].x ^= 1;
    output out;
    CHECK(drg_ruleset_is_sound(&b.made->rulesets.items[0]));
    CHECK_EQ(annotate(b.made, &out), DRG_OK);
    end(&b);
}
