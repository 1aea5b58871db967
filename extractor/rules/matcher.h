/* The matcher: what reads one document by the rules of one language, stage by stage.
 *
 *     make     names and rules make readings           make.c
 *     weigh    evidence adds to their sums              weigh.c, conditions.c
 *     choose   the best of those that overlap           choose.c
 *     learn    aliases make further readings; again     learn.c
 *     settle   captures, values, attributes of what was chosen   settle.c, templates.c
 *
 * Scratch: one a thread and language. This header is what these files share; others use the functions of rules.h. */
#ifndef DRG_MATCHER_H
#define DRG_MATCHER_H

#include "rules/automaton.h"
#include "rules/captures.h"
#include "rules/program.h"
#include "rules/recall.h"
#include "rules/rules.h"
#include "rules/table.h"
#include "rules/text_rule.h"

/* Evidence is weighed in two rounds: what asks for the choice (part-of, mostly) waits until there is one. */
typedef enum { ROUND_FIRST, ROUND_CHOICE, ROUND_COUNT } weigh_round;

typedef struct { /* Of one stage, label and round: where the automata of its evidence start. NO_ID: there is none. */
    uint32_t before, is, after;
} evidence_start;

typedef struct {
    automaton *rules, *before, *is, *after;
    automaton **skips;
    evidence_start *evidence[ROUND_COUNT]; /* by label */
} stage_automata;

typedef struct {
    uint32_t rule;
    uint32_t next; /* of the same reading, in file order; + 1 */
} evidence_hit;

typedef struct {
    const slot *slot;
    uint32_t first_token, end_token;
} named_capture;

/* Where a pattern stands: that of a rule; what evidence says of before, of the reading itself, and of behind. */
typedef enum { PART_RULE, PART_BEFORE, PART_IS, PART_AFTER, PART_COUNT } part;

struct matcher {
    const ruleset *set;
    const words *words;
    alphabet *alphabet;
    stage_automata *automata; /* by stage */
    capture_scratch *captures;
    recall *recall;
    regex_scratch *regexes;
    hits hits;
    captured_vector captured;
    VECTOR(named_capture) named;
    hits recovered;
    uint32_t *pattern_of[PART_COUNT]; /* by rule: its pattern in the program of that part; NO_ID */
    bool *teaches;                    /* by rule: it captures an alias */
    bool *captures_any;               /* by rule: it captures anything */
    uint32_t *kind_until;       /* by mark kind: a list's marks do not overlap: the next begins here at the earliest */
    uint32_t *kind_at;          /* by mark kind: the token + 1 where its longest name was marked */
    uint32_t *parts_of, *parts; /* by rule: the reading + 1 that it was weighed for last, and which parts held */
    VECTOR(uint32_t) first_text_rule[256]; /* by stage-independent first byte: text rules of the stage at hand */
    uint32_t texts_of_stage;               /* for which stage first_text_rule was made; NO_ID */
    /* The document at hand. */
    drg_text text;
    const token_vector *tokens;
    readings *readings;
    arena *arena;
    VECTOR(letter_id) letters; /* by token */
    VECTOR(uint32_t) live;     /* heads of readings, by span: start, the longer first */
    VECTOR(uint32_t) merge_buffer;
    VECTOR(uint64_t) inside_prior; /* a bit a boundary: strictly inside what an earlier stage chose */
    VECTOR(evidence_hit) evidence_hits;
    VECTOR(uint32_t) first_hit; /* by reading: its first evidence that held, + 1 */
    uint32_t stage;             /* the one at hand */
    uint32_t made_until;        /* readings before this one are in `live` or merged */
    table facts;                /* conditions.c */
    bool has_facts;
    table small_words; /* conditions.c: folded words that stand in small letters in the document -> 1 */
    bool has_small_words;
    bool settling_teaches;   /* settle.c: what is recovered is learned from */
    struct learner *learner; /* learn.c */
};

static inline tape matcher_tape(const matcher *m) {
    return (tape){m->letters.items, (uint32_t)m->tokens->count, drg_alphabet_count(m->alphabet), m->words, m->alphabet};
}

static inline const label *label_of(const matcher *m, const reading *r) {
    return &m->set->labels->labels[r->label];
}

/* conditions.c: in which round evidence is weighed. */
weigh_round drg_round_of(const rule_tree *t);
/* The `where` of a rule or of evidence, for a reading. */
typedef struct reading_match reading_match;
drg_status drg_conditions_hold(matcher *m, const rule_tree *t, const reading *r, const reading_match *match,
                               bool *hold);
/* What was counted of the document's choice is counted anew when it is next asked for. */
void drg_conditions_forget_choice(matcher *m);

/* recover.c and templates.c: a match, with its captures, and what templates make of it. */
struct reading_match {
    uint32_t rule;
    const named_capture *captures; /* of a token pattern */
    size_t capture_count;
    const text_rule *text; /* of a text rule, else NULL … */
    text_match text_match; /* … and its groups */
};
/* Finds how reading `r` was matched by its rule; the result is good until the next call. *found: it was. */
drg_status drg_match_recover(matcher *m, const reading *r, reading_match *out, bool *found);
/* How a part of evidence matched beside reading `r`. */
drg_status drg_match_recover_evidence(matcher *m, const reading *r, uint32_t rule, reading_match *out, bool *found);
/* What a template says; the result is in the document's arena. */
drg_status drg_template_text(matcher *m, const template_tree *t, const reading_match *match, drg_text *out);
/* The number that text stands for (digits with separators, 20th); that of a run of @number and @ordinal words. */
bool drg_number_of_tokens(const matcher *m, uint32_t first_token, uint32_t end_token, uint64_t *number);
/* The entry of `list` (with key=value) that exactly these tokens name; NO_ID. */
uint32_t drg_entry_of_tokens(const matcher *m, uint32_t list, drg_text key, drg_text value, uint32_t first,
                             uint32_t end);
/* The chosen reading that covers exactly these tokens; NO_ID. */
uint32_t drg_annotation_of_tokens(const matcher *m, uint32_t first, uint32_t end);

static inline drg_text tokens_text(const matcher *m, uint32_t first, uint32_t end) {
    if (first >= end) return (drg_text){m->text.bytes, 0};
    const uint32_t start = m->tokens->items[first].start_byte;
    return (drg_text){m->text.bytes + start, m->tokens->items[end - 1].end_byte - start};
}

/* The program of a part of a stage's rules, and its automaton. */
const program *drg_part_program(const matcher *m, uint32_t stage, part of);
automaton *drg_part_automaton(const matcher *m, uint32_t stage, part of);

/* The steps of a stage. */
drg_status drg_merge_new(matcher *m); /* choose.c: what was made goes into m->live */
drg_status drg_weigh(matcher *m, uint32_t stage,
                     uint32_t from_reading);             /* weigh.c: readings made from this one on, by all
                                                                            evidence so far; earlier ones by the stage's */
drg_status drg_weigh_choice(matcher *m, uint32_t stage); /* weigh.c: evidence that asks for the choice */
drg_status drg_choose_live(matcher *m);                  /* choose.c */
drg_status drg_settle(matcher *m, bool teaches);         /* settle.c; `teaches`: what it recovers is learned */
drg_status drg_learn_begin(matcher *m);                  /* learn.c: nothing is taught yet */
drg_status drg_learn_from(matcher *m, uint32_t id, const reading_match *match); /* a match of reading `id` may teach */
drg_status drg_learn(matcher *m, bool *learned);                                /* what was taught makes readings */
drg_status drg_learner_new(struct learner **out);                               /* learn.c */
void drg_learner_free(struct learner *l);

#endif
