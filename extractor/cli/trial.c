/* A trial. See trial.h. It reads downwards: what the rule is, what is put before it, what behind it, its messages. */
#include "cli/trial.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bounds.h"
#include "cli/known_labels.h"
#include "cli/messages.h"

#define TRIAL_NAME "rule"
#define TRIAL_LABEL "Tried"

/* What the rule is -------------------------------------------------------------------------------------------------------- */

bool drg_trial_is_file(const char *rule) {
    return text_ends(drg_text_of(rule), ".rules") && !strchr(rule, '\n');
}

/* Does the line begin with this word, and a blank? */
static bool begins_with(const char *line, const char *start) {
    const size_t length = strlen(start);
    return strncmp(line, start, length) == 0 && (line[length] == ' ' || line[length] == '\t');
}

/* The next line; NULL behind the last. */
static const char *next_line(const char *line) {
    const char *end = strchr(line, '\n');
    return end && end[1] ? end + 1 : NULL;
}

/* The first line that begins with one of these words. */
static const char *find_line(const char *text, const char *const *starts, size_t count) {
    for (const char *line = text; line; line = next_line(line))
        for (size_t i = 0; i < count; i++)
            if (begins_with(line, starts[i])) return line;
    return NULL;
}

static bool says(const char *text, const char *statement) {
    return find_line(text, &statement, 1) != NULL;
}

/* Is it written as a file is: statements at the start of lines, and clauses under them? A single line is a pattern, even
 * one that begins with the word `rule`. */
static bool is_whole(const char *rule) {
    static const char *const statements[] = {"rule", "evidence", "remove"};
    return strchr(rule, '\n') && find_line(rule, statements, 3);
}

/* /…/ and nothing behind it: an expression on the text. In a pattern of more than that it would be one token. */
static bool is_expression(const char *rule) {
    size_t at = 1;
    if (rule[0] != '/') return false;
    while (rule[at] && rule[at] != '/') at += rule[at] == '\\' && rule[at + 1] ? 2 : 1;
    return rule[at] == '/' && !rule[at + 1 + strspn(rule + at + 1, " \t\n")];
}

/* Labels and stages ------------------------------------------------------------------------------------------------------- */

/* "Treaty" of "Treaty.name", of "rule x : Treaty.name". */
static drg_text label_word(const char *text) {
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '-' || text[length] == '_') length++;
    return (drg_text){text, length};
}

/* The label of the first rule or evidence of a text that is whole; empty if there is none. */
static drg_text label_of_whole(const char *text) {
    static const char *const statements[] = {"rule", "evidence"};
    const char *line = find_line(text, statements, 2), *colon = line ? strchr(line, ':') : NULL;
    if (!colon || (strchr(line, '\n') && strchr(line, '\n') < colon)) return (drg_text){0};
    return label_word(colon + 1 + strspn(colon + 1, " \t"));
}

/* The last stage in which something makes the label, for there it competes with all that there is; where nothing makes
 * it, and for what only finds: the last of all, for there all labels can be asked for. */
static uint32_t stage_for(const drg_knowledge *base, drg_text label_name) {
    const label_id l = drg_label_find(base->trees.labels, label_name);
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < drg_gazetteer_list_count(base->gazetteer); i++)
        if (text_equal(drg_gazetteer_lists(base->gazetteer)[i].label, label_name)) last = 0;
    for (uint32_t i = 0; i < base->trees.rule_count; i++) {
        const rule_tree *t = &base->trees.rules[i];
        if (!t->is_evidence && t->label.n == l.n && (last == UINT32_MAX || t->stage > last)) last = t->stage;
    }
    return last == UINT32_MAX ? base->trees.labels->stage_count - 1 : last;
}

static const char *asked_label(const options *o) {
    return o->labels.count ? o->labels.items[o->labels.count - 1] : NULL;
}

/* Are the stage and the label of the options there? */
static exit_status check_options(const options *o, const drg_knowledge *base) {
    const label_table *t = base->trees.labels;
    const char *asked = asked_label(o);
    bool there = !o->stage;
    for (uint32_t i = 0; i < t->stage_count; i++) there |= o->stage && text_is(t->stages[i], o->stage);
    if (!there) return drg_name_unknown(COMMAND_TRY, "stage", drg_text_of(o->stage), t->stages, t->stage_count);
    if (!asked || drg_label_find(t, label_word(asked)).n != NO_FORM)
        return STATUS_FINE; /* a form the parser looks at */
    return drg_label_unknown(COMMAND_TRY, t, drg_text_of(asked));
}

/* What is put before it ---------------------------------------------------------------------------------------------------- */

static void put_language(FILE *to, const options *o) {
    fprintf(to, "language %s\n", *o->language ? o->language : DEFAULT_LANGUAGE);
}

static void put_stage(FILE *to, const options *o, const drg_knowledge *base, drg_text label_name) {
    const drg_text stage = base->trees.labels->stages[stage_for(base, label_name)];
    if (o->stage) fprintf(to, "stage %s\n", o->stage);
    else fprintf(to, "stage %.*s\n", SHOW(stage));
}

/* The rule's own lines, indented; it ends with a line feed. */
static void put_lines(FILE *to, trial *t, const char *rule) {
    for (const char *line = rule; line; line = next_line(line)) {
        const size_t length = strcspn(line, "\n");
        fprintf(to, "%*s%.*s\n", (int)t->indent, "", (int)length, line);
        t->line_count++;
    }
}

static void put_whole(FILE *to, const options *o, const drg_knowledge *base, const char *rule, trial *t) {
    if (!says(rule, "language")) put_language(to, o), t->head_lines++;
    if (!says(rule, "stage")) put_stage(to, o, base, label_of_whole(rule)), t->head_lines++;
    put_lines(to, t, rule);
}

static void put_pattern(FILE *to, const options *o, const drg_knowledge *base, const char *rule, trial *t) {
    const char *asked = asked_label(o);
    t->only_finds = !asked;
    put_language(to, o);
    put_stage(to, o, base, label_word(asked ? asked : TRIAL_LABEL));
    fprintf(to, "rule try : %s\n", asked ? asked : TRIAL_LABEL);
    if (t->only_finds) fputs("  weight -1\n", to);
    fputs(is_expression(rule) ? "  text\n" : "  match\n", to);
    t->head_lines = t->only_finds ? 5 : 4;
    t->indent = 4;
    put_lines(to, t, rule);
}

/* The name under which something is captured at this place, `name:` or `(?<name>`; empty if there is none. */
static drg_text captured_name(const char *rule, size_t at) {
    const drg_text name = label_word(rule + at);
    const bool is_name = name.length && isalpha((unsigned char)rule[at]);
    const bool is_group = is_name && rule[at + name.length] == '>' && at >= 3 && !strncmp(rule + at - 3, "(?<", 3);
    return is_group || (is_name && rule[at + name.length] == ':') ? name : (drg_text){rule, 0};
}

#define CAPTURES_MOST 64

/* A label has to declare what is captured for it, and this one is made for the pattern. A name too many, from within
 * quotes, does no harm. */
static void put_captures(FILE *to, const char *rule) {
    drg_text names[CAPTURES_MOST];
    size_t count = 0;
    for (size_t at = 0; rule[at] && count < CAPTURES_MOST;) {
        const drg_text name = captured_name(rule, at);
        bool known = !name.length || text_is(name, "from"); /* which is no name there */
        for (size_t i = 0; i < count; i++) known |= text_equal(names[i], name);
        if (!known) {
            fprintf(to, "%s%.*s", count ? " " : "  attributes ", SHOW(name));
            names[count++] = name;
        }
        const size_t passed = label_word(rule + at).length;
        at += passed ? passed : 1;
    }
    if (count) putc('\n', to);
}

/* What is put behind it ---------------------------------------------------------------------------------------------------- */

/* The definitions of the file of --with. They stand behind the rule, so that its lines stay where they are. */
static void put_definitions(FILE *to, trial *t) {
    bool inside = false;
    size_t number = 0;
    for (const char *line = t->with.items; line && *line; line = next_line(line)) {
        const size_t length = strcspn(line, "\n");
        const bool is_statement = line[0] != ' ' && line[0] != '\t' && line[0] != '#' && length;
        number++;
        if (is_statement) inside = begins_with(line, "def");
        if (!inside || !VECTOR_PUSH(t->with_lines, number)) continue;
        fprintf(to, "%.*s\n", (int)length, line);
    }
}

static exit_status read_file(const char *path, buffer *bytes) {
    failure f = {0};
    drg_file_read(path, RULE_FILE_BYTES, bytes, &f);
    if (!f.code && !VECTOR_PUSH(*bytes, '\0')) drg_failure_set(&f, FAILED_NO_MEMORY, "there is no memory for it");
    if (f.code) drg_tell("%s: %s", path, f.message);
    return f.code ? STATUS_USAGE : STATUS_FINE;
}

/* Making it ---------------------------------------------------------------------------------------------------------------- */

static exit_status no_memory(void) {
    drg_tell("there is no memory to begin");
    return STATUS_DOCUMENT;
}

/* A label of its own for a pattern that only finds. */
static exit_status make_label(trial *t, const char *rule) {
    size_t length = 0;
    FILE *to = open_memstream(&t->labels, &length);
    if (!to) return no_memory();
    fprintf(to, "label %s hidden\n", TRIAL_LABEL);
    put_captures(to, rule);
    if (fclose(to) != 0) return no_memory();
    t->texts[t->text_count++] = (drg_rule_text){
        "labels.rules", {t->labels, length}
    };
    return STATUS_FINE;
}

/* As it stands, whatever bytes: the parser says what is wrong with them. */
static void put_file(FILE *to, trial *t, drg_text bytes) {
    fwrite(bytes.bytes, 1, bytes.length, to);
    for (size_t i = 0; i < bytes.length; i++) t->line_count += bytes.bytes[i] == '\n';
    if (!bytes.length || bytes.bytes[bytes.length - 1] == '\n') return;
    putc('\n', to);
    t->line_count++;
}

/* What stands behind the rule; then the text is whole. */
static exit_status finish_text(FILE *to, trial *t) {
    put_definitions(to, t);
    if (fclose(to) != 0) return no_memory();
    t->texts[t->text_count++] = (drg_rule_text){
        t->name, {t->text, t->text_length}
    };
    return STATUS_FINE;
}

static exit_status make_of_words(const options *o, const char *rule, const drg_knowledge *base, trial *t) {
    FILE *to = open_memstream(&t->text, &t->text_length);
    if (!to) return no_memory();
    if (is_whole(rule)) put_whole(to, o, base, rule, t);
    else put_pattern(to, o, base, rule, t);
    const exit_status status = finish_text(to, t);
    return status == STATUS_FINE && t->only_finds ? make_label(t, rule) : status;
}

static exit_status make_of_file(const options *o, const char *path, trial *t) {
    buffer bytes = {0};
    t->name = path;
    t->is_file = true;
    if (o->stage || o->labels.count)
        return drg_usage_error(COMMAND_TRY,
                               "a file says its stage and its labels itself: --stage and --label are for patterns");
    exit_status status = read_file(path, &bytes);
    FILE *to = status == STATUS_FINE ? open_memstream(&t->text, &t->text_length) : NULL;
    if (status == STATUS_FINE && !to) status = no_memory();
    if (to && bytes.items) put_file(to, t, (drg_text){bytes.items, bytes.count - 1});
    if (to) status = finish_text(to, t);
    VECTOR_CLEAR(bytes);
    return status;
}

exit_status drg_trial_make(const options *o, const char *rule, const drg_knowledge *base, trial *t) {
    struct stat about;
    *t = (trial){.name = TRIAL_NAME};
    if (o->with && read_file(o->with, &t->with) != STATUS_FINE) return STATUS_USAGE;
    if (drg_trial_is_file(rule)) return make_of_file(o, rule, t);
    if (stat(rule, &about) == 0)
        return drg_usage_error(COMMAND_TRY,
                               "'%s' is no file of rules (*.rules); the rule comes first, then the documents", rule);
    if (!rule[strspn(rule, " \t\n")]) return drg_usage_error(COMMAND_TRY, "the rule is empty");
    const exit_status status = check_options(o, base);
    return status == STATUS_FINE ? make_of_words(o, rule, base, t) : status;
}

void drg_trial_clear(trial *t) {
    free(t->text);
    free(t->labels);
    VECTOR_CLEAR(t->with);
    VECTOR_CLEAR(t->with_lines);
}

/* Messages ----------------------------------------------------------------------------------------------------------------- */

/* A message about what was put before the rule has no place; about what stands behind it, one in the file of --with. */
static drg_message as_written(const options *o, const trial *t, drg_message m) {
    const size_t indent = m.column > t->indent ? t->indent : 0;
    if (!text_is(m.file, t->name) || !m.line) return m;
    if (m.line <= t->head_lines) {
        m.line = m.column = 0;
    } else if (m.line <= t->head_lines + t->line_count) {
        m.line -= (uint32_t)t->head_lines;
        m.column -= (uint32_t)indent;
        m.source = m.source.length >= indent ? (drg_text){m.source.bytes + indent, m.source.length - indent} : m.source;
    } else if (m.line - t->head_lines - t->line_count <= t->with_lines.count) {
        m.line = (uint32_t)t->with_lines.items[m.line - t->head_lines - t->line_count - 1];
        m.file = drg_text_of(o->with);
    }
    return m;
}

message_counts drg_trial_tell(const options *o, const trial *t, const drg_messages *messages) {
    message_counts counts = {0, 0};
    for (size_t i = 0; i < drg_messages_count(messages); i++) {
        const drg_message m = as_written(o, t, drg_messages_get(messages, i));
        drg_message_print(stderr, &m);
        if (m.severity == DRG_ERROR) counts.errors++;
        else counts.warnings++;
    }
    return counts;
}
