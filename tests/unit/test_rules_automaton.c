/* The automaton against a plain backtracking matcher: random small rules over random tokens give the same matches. And
 * recall against search: what was found for matches that are alike is what would be found for each.
 *
 * The oracle walks the tree itself, with what is still to be matched in a list; it tries everything, in the order of the
 * operators, and so knows both the longest match at each token and the span that a greedy matcher takes for it. */
#include "gazetteer_folder.h"

#include "lexicon/words.h"
#include "rules/matcher.h"
#include "rules/names.h"

static uint32_t dice_state;

static uint32_t dice(uint32_t sides) {
    dice_state = dice_state * 1664525u + 1013904223u; /* Numerical Recipes, the quick and dirty generator */
    return (dice_state >> 8) % sides;
}

/* Random rules ----------------------------------------------------------------------------------------------------- */

static arena tree_arena;
static const source rule_file = {
    {"random.rules", 12},
    {"\n",           1 }
};

static node *new_node(node_kind kind) {
    node *n = drg_arena_take(&tree_arena, sizeof *n);
    if (!n) abort();
    *n = (node){
        .kind = kind, .at = {&rule_file, 0, 1}
    };
    return n;
}

static node *random_element(void) {
    static const char *const texts[] = {"a", "b", "c", "-"};
    node *n;
    switch (dice(8)) {
    case 0: return new_node(NODE_ANY);
    case 1: return n = new_node(NODE_CLASS), n->classes = WORD_CAP, n;
    case 2: return n = new_node(NODE_NOT), n->child = random_element(), n;
    case 3: return n = new_node(NODE_LIST), n;
    case 4: return n = new_node(NODE_EXACT), n->text = drg_text_of("A"), n;
    default: return n = new_node(NODE_FOLDED), n->text = drg_text_of(texts[dice(4)]), n;
    }
}

static node *random_node(int depth);

static node *captured_node(node *child) {
    node *n = new_node(NODE_CAPTURE);
    n->text = drg_text_of(dice(2) ? "one" : "other");
    n->child = child;
    return n;
}

static node *random_sequence(int depth) {
    node *sequence = new_node(NODE_SEQUENCE), **link = &sequence->child;
    for (uint32_t i = 1 + dice(3); i > 0; i--) {
        node *n = random_node(depth - 1);
        if (dice(8) == 0) { /* .. n */
            node *skip = new_node(NODE_SKIP);
            skip->child = skip->next = n;
            *link = skip;
        } else {
            *link = n = dice(3) ? n : captured_node(n);
        }
        link = &n->next;
    }
    return sequence;
}

static node *random_node(int depth) {
    node *n;
    if (depth == 0) return dice(12) ? random_element() : new_node(dice(2) ? NODE_NO_SPACE : NODE_LINE_START);
    switch (dice(5)) {
    case 0:
        n = new_node(NODE_REPEAT);
        n->least = dice(2);
        n->most = dice(2) ? n->least + 1 + dice(2) : UINT32_MAX;
        n->child = random_node(depth - 1);
        return n;
    case 1:
        n = new_node(NODE_CHOICE);
        n->child = random_node(depth - 1);
        n->child->next = random_node(depth - 1);
        return n;
    case 2: return random_element();
    default: return random_sequence(depth);
    }
}

/* context? [ … ] context? */
static node *random_pattern(void) {
    node *whole = new_node(NODE_SEQUENCE), *span = new_node(NODE_SPAN);
    span->child = random_sequence(2);
    whole->child = dice(2) ? random_element() : span;
    if (whole->child != span) whole->child->next = span;
    if (dice(2)) span->next = random_node(1);
    return whole;
}

/* The oracle --------------------------------------------------------------------------------------------------------- */

typedef struct todo {
    const node *n;
    const struct todo *next;
    int closes_span; /* 1: not a node, but the end of the span */
} todo;

static struct {
    drg_text text;
    const token *tokens;
    uint32_t count, start, longest, target; /* target: 0 while the longest end is looked for */
    uint32_t span_first, span_end;
    within within;
    uint32_t steps;
} world;

static drg_text token_text(uint32_t at) {
    return (drg_text){world.text.bytes + world.tokens[at].start_byte,
                      world.tokens[at].end_byte - world.tokens[at].start_byte};
}

static uint32_t flags_before(uint32_t at) {
    return at == 0 || at >= world.count ? 15 : world.tokens[at].flags;
}

static bool is_list_name(uint32_t at, uint32_t *end) { /* the list has: b c, c; its leftmost longest names count */
    uint32_t next = 0;
    for (uint32_t i = 0; i <= at; i = next) {
        const bool b = text_is(token_text(i), "b") || text_is(token_text(i), "B");
        const bool c = text_is(token_text(i), "c");
        const bool bc =
            b && i + 1 < world.count && text_is(token_text(i + 1), "c") && !(flags_before(i + 1) & TOKEN_BLOCK_START);
        next = bc ? i + 2 : i + 1;
        if (i == at && (bc || c)) return *end = next, true;
        if (i < at && next > at) return *end = 0, false;
    }
    return *end = 0, false;
}

static bool is_in_list_name(uint32_t at) {
    uint32_t end;
    return is_list_name(at, &end) || (at > 0 && is_list_name(at - 1, &end) && end > at);
}

static bool element_holds(const node *n, uint32_t at, bool positive) {
    uint32_t end;
    const drg_text t = token_text(at);
    switch (n->kind) {
    case NODE_ANY: return true;
    case NODE_CLASS: return t.bytes[0] >= 'A' && t.bytes[0] <= 'Z';
    case NODE_NOT: return !element_holds(n->child, at, !positive);
    case NODE_LIST: return positive ? is_list_name(at, &end) && end == at + 1 : is_in_list_name(at);
    case NODE_EXACT: return text_is(t, "A");
    default: return t.length == 1 && (t.bytes[0] | 0x20) == (n->text.bytes[0] | 0x20);
    }
}

static bool match(const todo *left, uint32_t at);

static bool may_go_over(uint32_t at) {
    if (at == world.start) return true;
    const uint32_t stops = world.within == WITHIN_SENTENCE ? TOKEN_SENTENCE_START
                           : world.within == WITHIN_LINE   ? TOKEN_LINE_START
                                                           : TOKEN_BLOCK_START;
    return at < world.count && !(flags_before(at) & stops);
}

/* Does `n` begin at `at`, in the same sentence? */
static bool begins(const node *n, uint32_t at) {
    const uint32_t start = world.start, longest = world.longest, target = world.target;
    const within reach = world.within;
    world.start = at, world.longest = NO_ID, world.target = 0, world.within = WITHIN_SENTENCE;
    match(&(todo){n, NULL, 0}, at);
    const bool found = world.longest != NO_ID && world.longest > at; /* a run of no tokens begins nowhere */
    world.start = start, world.longest = longest, world.target = target, world.within = reach;
    return found;
}

static bool match_repeat(const node *n, const todo *rest, uint32_t at, uint32_t done, uint32_t entered);

static bool match_skip(const node *n, const todo *rest, uint32_t at) {
    if (at < world.count && may_go_over(at) && !(flags_before(at) & TOKEN_SENTENCE_START) && !begins(n->child, at) &&
        match_skip(n, rest, at + 1))
        return true;
    return !(flags_before(at) & TOKEN_SENTENCE_START) && match(rest, at);
}

static bool match_sequence(const node *n, const todo *rest, uint32_t at) {
    if (!n) return match(rest, at);
    return match(
        &(todo){
            n, &(todo){n->next, rest, 2},
             0
    },
        at);
}

static bool match_repeat(const node *n, const todo *rest, uint32_t at, uint32_t done, uint32_t entered) {
    const todo again = {n, rest, 16 + (int)done + 1};
    (void)entered;
    if (done < n->most && done < 40 && match(&(todo){n->child, &again, 0}, at)) return true;
    return done >= n->least && match(rest, at);
}

static bool match(const todo *left, uint32_t at) {
    uint32_t end;
    if (++world.steps > 200000) return true; /* too deep for a plain matcher: the case is passed over */
    if (!left) {
        if (world.target) return at == world.target;
        if (world.longest == NO_ID || at > world.longest) world.longest = at;
        return false;
    }
    const node *n = left->n;
    if (left->closes_span == 1) {
        world.span_end = at;
        return match(left->next, at);
    }
    if (left->closes_span == 2) return match_sequence(n, left->next, at);
    if (left->closes_span >= 16) return match_repeat(n, left->next, at, (uint32_t)left->closes_span - 16, at);
    switch (n->kind) {
    case NODE_SEQUENCE: return match_sequence(n->child, left->next, at);
    case NODE_CHOICE:
        return match(&(todo){n->child, left->next, 0}, at) || match(&(todo){n->child->next, left->next, 0}, at);
    case NODE_REPEAT: return match_repeat(n, left->next, at, 0, NO_ID);
    case NODE_SKIP: return match_skip(n, left->next, at);
    case NODE_CAPTURE: return match(&(todo){n->child, left->next, 0}, at);
    case NODE_NO_SPACE: return !(flags_before(at) & TOKEN_SPACE_BEFORE) && match(left->next, at);
    case NODE_LINE_START: return (flags_before(at) & TOKEN_LINE_START) && match(left->next, at);
    case NODE_SPAN:
        world.span_first = at;
        return match(
            &(todo){
                n->child, &(todo){NULL, left->next, 1},
                 0
        },
            at);
    case NODE_LIST:
        if (at >= world.count || !may_go_over(at) || !is_list_name(at, &end)) return false;
        for (uint32_t i = at + 1; i < end; i++)
            if (!may_go_over(i)) return false;
        return match(left->next, end);
    default: return at < world.count && may_go_over(at) && element_holds(n, at, true) && match(left->next, at + 1);
    }
}

/* Comparing ------------------------------------------------------------------------------------------------------------ */

static const drg_text stage_names[] = {
    {"only", 4}
};
static const label the_label = {
    .name = {"X", 1}
};
static const label_table the_labels = {stage_names, &the_label, 1, 1};

static void random_text(char *out, size_t room) {
    static const char *const words_[] = {"a", "b", "c", "A", "B", "-", "d"};
    static const char *const gaps[] = {" ", " ", " ", "", ". ", "\n", "\n\n"};
    *out = '\0';
    for (int i = 0; i < 14; i++) {
        strncat(out, words_[dice(7)], room - strlen(out) - 1);
        strncat(out, gaps[dice(10) < 7 ? 0 : dice(7)], room - strlen(out) - 1);
    }
}

/* Is there a reading of `rule` with this match and span? */
static bool has_reading(const readings *r, uint32_t rule, uint32_t end) {
    for (size_t i = 0; i < r->items.count; i++) {
        const reading *x = &r->items.items[i];
        if (x->rule.n == rule && whole_first(x) == world.start && whole_end(x) == end &&
            x->first_token == world.span_first && x->end_token == world.span_end)
            return true;
    }
    return false;
}

static uint32_t count_readings(const readings *r, uint32_t rule, uint32_t start) {
    uint32_t count = 0;
    for (size_t i = 0; i < r->items.count; i++)
        count += r->items.items[i].rule.n == rule && whole_first(&r->items.items[i]) == start;
    return count;
}

/* One rule at one token; false if the oracle gave up. */
static bool agrees(const rule_tree *t, uint32_t rule, uint32_t start, const readings *r) {
    world.start = start;
    world.longest = NO_ID;
    world.target = world.steps = 0;
    world.within = t->within;
    match(&(todo){t->match, NULL, 0}, start);
    if (world.steps > 200000) return false;
    if (world.longest == NO_ID || world.longest == start) {
        CHECK_EQ(count_readings(r, rule, start), 0);
        return true;
    }
    world.target = world.longest;
    CHECK(match(&(todo){t->match, NULL, 0}, start));
    if (world.span_end > world.span_first) CHECK(has_reading(r, rule, world.longest));
    return true;
}

static uint32_t compared, recalled;

/* Does recall find in tokens from … to - 1 what search does? */
static void compare_captures(matcher *m, uint32_t rule, uint32_t from, uint32_t to) {
    const tape t = matcher_tape(m);
    const program *run = drg_part_program(m, 0, PART_RULE);
    automaton *a = drg_part_automaton(m, 0, PART_RULE);
    const uint32_t p = m->pattern_of[PART_RULE][rule];
    captured_vector sought = {0}, found = {0};
    bool matched, matched_again;
    REQUIRE(drg_captures_find(m->captures, a, run, &t, p, from, to, &sought, &matched) == DRG_OK);
    REQUIRE(drg_recall_captures(m->recall, m->captures, a, run, &t, p, rule, from, to, &found, &matched_again) ==
            DRG_OK);
    CHECK_EQ(matched_again, matched);
    CHECK_EQ(found.count, sought.count);
    for (size_t i = 0; i < found.count && i < sought.count; i++) {
        CHECK_EQ(found.items[i].slot, sought.items[i].slot);
        CHECK_EQ(found.items[i].first_token, sought.items[i].first_token);
        CHECK_EQ(found.items[i].end_token, sought.items[i].end_token);
    }
    recalled += sought.count > 1; /* more than the span */
    VECTOR_CLEAR(sought);
    VECTOR_CLEAR(found);
}

/* Of what was matched, and of some runs of tokens that may be none. */
static void compare_all_captures(matcher *m, const readings *r, uint32_t rule_count) {
    for (size_t i = 0; i < r->items.count; i++)
        compare_captures(m, r->items.items[i].rule.n, whole_first(&r->items.items[i]), whole_end(&r->items.items[i]));
    for (uint32_t rule = 0; rule < rule_count && world.count; rule++) {
        const uint32_t from = dice(world.count);
        compare_captures(m, rule, from, from + 1 + dice(world.count - from));
    }
}

static void compare(folders *f, const rule_trees *trees) {
    char text[200];
    ruleset set;
    words *w;
    matcher *m;
    token_vector tokens = {0};
    name_readings names = {0};
    readings r = {0};
    arena a = {0};
    REQUIRE(drg_names_read(trees->labels, f->gazetteer, f->messages, &names) == DRG_OK);
    REQUIRE(drg_ruleset_compile(drg_text_of("en"), trees, f->gazetteer, &names, f->vocabulary, f->messages, &set) ==
            DRG_OK);
    REQUIRE(drg_words_new(f->vocabulary, f->gazetteer, set.tests, set.language, &w) == DRG_OK);
    REQUIRE(drg_matcher_new(&set, &m) == DRG_OK);
    for (int turn = 0; turn < 8; turn++) {
        random_text(text, sizeof text);
        world.text = drg_text_of(text);
        REQUIRE(drg_tokenize(world.text, drg_gazetteer_abbreviations(f->gazetteer), &tokens) == DRG_OK);
        REQUIRE(drg_words_look_up(w, world.text, &tokens) == DRG_OK);
        r.items.count = 0;
        REQUIRE(drg_matcher_begin(m, world.text, &tokens, w, &r, &a) == DRG_OK);
        REQUIRE(drg_make_readings(m, 0) == DRG_OK);
        world.tokens = tokens.items;
        world.count = (uint32_t)tokens.count;
        const int before = test_failures;
        for (uint32_t rule = 0; rule < trees->rule_count; rule++)
            for (uint32_t start = 0; start < world.count; start++)
                compared += agrees(&trees->rules[rule], rule, start, &r);
        compare_all_captures(m, &r, trees->rule_count);
        if (test_failures > before) printf("# text \"%s\"\n", text);
    }
    drg_matcher_free(m);
    drg_words_free(w);
    drg_ruleset_clear(&set);
    VECTOR_CLEAR(names);
    VECTOR_CLEAR(tokens);
    VECTOR_CLEAR(r.items);
    drg_arena_clear(&a);
}

TEST(random_rules_match_as_a_plain_backtracking_matcher_says) {
    folders f = {0};
    write_table(&f, "own", "some/entries.tsv", "name\nb c\nc\n");
    read_folders(&f, "own", NULL);
    for (uint32_t seed = 1; seed <= 1500 && test_failures < 10; seed++) {
        rule_tree rules[3];
        dice_state = seed;
        for (int i = 0; i < 3; i++)
            rules[i] = (rule_tree){
                .name = {"en/random", 9},
                .language = {          "en",          2 },
                .within = (within)dice(3),
                .form.n = NO_FORM,
                .match = random_pattern(),
                .at = { &rule_file,          0,           1}
            };
        compare(&f, &(rule_trees){.labels = &the_labels, .rules = rules, .rule_count = 3});
        if (test_failures) printf("# seed %u\n", seed);
        drg_arena_reset(&tree_arena);
    }
    CHECK(compared > 50000);
    CHECK(recalled > 5000);
    drg_arena_clear(&tree_arena);
    clear_folders(&f);
}
