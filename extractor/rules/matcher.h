/* The matcher: what reads one document by the rules of one language, stage by stage.
 *
 *     make     names and rules make readings           make.c
 *     merge    they are sorted in among the others      merge.c
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
#include "rules/bit_vector.h"

/* Evidence is weighed in two rounds: what asks for the choice (part-of, mostly) waits until there is one. */
typedef enum { ROUND_FIRST, ROUND_CHOICE, ROUND_COUNT } weigh_round;

/* Evidence of one stage, round, label and form: where the automata of its parts start (NO_ID: no evidence has that part),
 * and that which has conditions alone: stage_automata.facts[first_fact …]. */
typedef struct {
    uint32_t all[PART_COUNT];   /* … with all that has the part, */
    uint32_t fresh[PART_COUNT]; /* and with that whose first part it is: no other can hold if none has held in part */
    uint32_t first_fact, fact_count;
    bool any;
} evidence_start;

typedef struct {
    automaton *rules, *before, *is, *after;
    automaton **skips;
    evidence_start *evidence[ROUND_COUNT]; /* by label and form: matcher.first_form */
    VECTOR(uint32_t) facts;                /* rules */
} stage_automata;

typedef struct {   /* What weighing asks of a rule of evidence, close together. */
    float weight;  /* 0 for `never` */
    uint8_t parts; /* that it has: a bit each */
    bool never, has_conditions;
    bool changes; /* what is chosen */
} evidence_brief;

typedef struct {       /* Of evidence of several parts. */
    uint32_t weighing; /* for the reading with this number … */
    uint32_t parts;    /* … these parts held so far */
} parts_held;

typedef struct {
    uint32_t rule;
    uint32_t next; /* of the same reading, in file order; + 1 */
} evidence_hit;

typedef struct {
    const slot *slot;
    uint32_t first_token, end_token;
} named_capture;

/* A head of readings, as merging and choosing see it: in order of spans, the numbers ascend. */
typedef struct {
    uint64_t span; /* span_key */
    uint32_t id;
    uint16_t label_form; /* which label and form of all: matcher.first_form[label] + form */
    bool anew;           /* in matcher.choice: chosen since learn.c last looked; the others are settled */
} live_reading;
typedef VECTOR(live_reading) live_list;

/* Earlier start, longer. */
static inline uint64_t span_key(uint32_t first_token, uint32_t end_token) {
    return (uint64_t)first_token << 32 | (UINT32_MAX - end_token);
}
/* Before any that begins at this token. */
static inline uint64_t span_from(uint32_t first_token) {
    return span_key(first_token, UINT32_MAX);
}
static inline uint32_t span_first(uint64_t span) {
    return (uint32_t)(span >> 32);
}
static inline uint32_t span_end(uint64_t span) {
    return UINT32_MAX - (uint32_t)span;
}

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
    bool *gives;                      /* by rule: what it captures or sets may become an attribute */
    uint32_t *kind_until;   /* by mark kind: a list's marks do not overlap: the next begins here at the earliest */
    uint32_t *kind_at;      /* by mark kind: the token + 1 where its longest name was marked */
    evidence_brief *briefs; /* by rule */
    bool some_held;         /* evidence holds in part for the reading at hand */
    parts_held *held;       /* by rule */
    uint32_t weighing;      /* numbers readings as they are weighed, over all documents */
    uint16_t *first_form;   /* by label: the number of its first form among the forms of all */
    VECTOR(uint32_t) first_text_rule[256]; /* by stage-independent first byte: text rules of the stage at hand */
    bool text_rules_begin[256];            /* by first byte: there are some */
    uint32_t texts_of_stage;               /* for which stage these two were made; NO_ID */
    /* The document at hand. */
    drg_text text;
    const token_vector *tokens;
    readings *readings;
    arena *arena;
    VECTOR(letter_id) letters; /* by token */
    live_list live;            /* heads of readings, by span: start, the longer first */
    live_list made;            /* merge.c: what is taken in among them */
    bit_vector inside_live;    /* boundaries strictly inside some reading */
    bit_vector changed;        /* tokens where a reading begins that may be chosen otherwise than before */
    /* choose.c: what is chosen, and was before; winners open; where one begins that is chosen no more; */
    live_list choice, choice_before, open;
    VECTOR(uint32_t) lost;
    VECTOR(uint32_t) marked; /* make.c: the readings whose tokens bear marks */
    bit_vector inside_prior; /* boundaries strictly inside what an earlier stage chose */
    VECTOR(evidence_hit) evidence_hits;
    VECTOR(uint32_t) first_hit;     /* by reading, up to the last one that has any: its first evidence that held, + 1 */
    bool keeps_evidence;            /* all of it, not only what gives attributes; and … */
    VECTOR(letter_id) letters_kept; /* … by stage and token what the automata read: for trace.c */
    uint32_t stage;                 /* the one at hand */
    uint32_t made_until;            /* readings before this one are in `live` or merged */
    table facts;                    /* conditions.c */
    bool has_facts;
    bit_vector words_asked; /* conditions.c: a bit for each word that the choice may be asked of; empty: of any */
    uint8_t *asked;         /* by label, conditions.c: what `where` asks of it */
    table small_words;      /* conditions.c: folded words that stand in small letters in the document -> 1 */
    bool has_small_words;
    bit_vector words_here;   /* conditions.c: the word records of the document's tokens */
    bool settling_teaches;   /* settle.c: what is recovered is learned from */
    bool settling_captured;  /* settle.c: something of the reading at hand was captured */
    struct learner *learner; /* learn.c */
};

static inline tape matcher_tape(const matcher *m) {
    return (tape){m->letters.items, (uint32_t)m->tokens->count, drg_alphabet_count(m->alphabet), m->words, m->alphabet};
}

/* The choice is to be made anew around what begins at this token. */
static inline void note_changed(matcher *m, uint32_t first_token) {
    bit_vector_set(&m->changed, first_token);
}

/* The reading that a pass over `l` comes to soon. */
PREFETCHES void live_prefetch(const matcher *m, const live_list *l, size_t at) {
    if (at + READINGS_AHEAD < l->count) reading_prefetch(m->readings, l->items[at + READINGS_AHEAD].id);
}

static inline const label *label_of(const matcher *m, const reading *r) {
    return &m->set->labels->labels[r->label];
}

/* conditions.c: notes what the conditions of a rule ask of labels. */
void drg_conditions_note_asked(matcher *m, const rule_plan *t);
/* In which round evidence is weighed. */
weigh_round drg_round_of(const rule_plan *t);
/* The `where` of a rule or of evidence, for a reading. */
typedef struct reading_match reading_match;
drg_status drg_conditions_hold(matcher *m, const rule_plan *t, const reading *r, const reading_match *match,
                               bool *hold);
/* What was counted of the document's choice is counted anew when it is next asked for. */
void drg_conditions_forget_choice(matcher *m);
/* … and only of words that will be asked, which are to be said now. */
drg_status drg_conditions_ask_only(matcher *m);
void drg_conditions_will_ask(matcher *m, uint32_t first_token, uint32_t end_token);

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
/* What a template says: borrowed from the text or the knowledge where it is a piece of these, else in the arena. */
drg_status drg_template_text(matcher *m, const template_plan *t, const reading_match *match, drg_text *out);
/* The same, ended with NUL. */
drg_status drg_template_string(matcher *m, const template_plan *t, const reading_match *match, drg_text *out);
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
drg_status drg_merge_new(matcher *m); /* merge.c: what was made goes into m->live */
/* The first from items[at] on that has this span or stands behind it. */
size_t drg_live_pass(const live_list *l, size_t at, uint64_t span);
drg_status drg_weigh(matcher *m, uint32_t stage,
                     uint32_t from_reading);             /* weigh.c: readings made from this one on, by all
                                                                            evidence so far; earlier ones by the stage's */
drg_status drg_weigh_choice(matcher *m, uint32_t stage); /* weigh.c: evidence that asks for the choice */
drg_status drg_choose_begin(matcher *m);                 /* choose.c */
drg_status drg_settle(matcher *m, bool teaches);         /* settle.c; `teaches`: what it recovers is learned */
drg_status drg_learn_begin(matcher *m);                  /* learn.c: nothing is taught yet */
drg_status drg_learn_from(matcher *m, uint32_t id, const reading_match *match); /* a match of reading `id` may teach */
drg_status drg_learn(matcher *m, bool *learned);                                /* what was taught makes readings */
drg_status drg_learner_new(struct learner **out);                               /* learn.c */
void drg_learner_free(struct learner *l);

#endif
