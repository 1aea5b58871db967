/* Messages for editors. See messages_json.h. */
#include "cli/messages_json.h"

#include "cli/terminal.h"
#include "text/memory.h"
#include "write/json_stream.h"

/* A line, a column; null where there is none. */
static void put_position(json_stream *s, const char *key, uint32_t n) {
    drg_json_key(s, key);
    if (n) drg_json_count(s, n);
    else drg_json_null(s);
}

static drg_status put_text(json_stream *s, const char *key, drg_text text) {
    drg_json_key(s, key);
    if (text.length) return drg_json_any_text(s, text);
    drg_json_null(s);
    return DRG_OK;
}

static drg_status put_message(json_stream *s, const drg_message *m) {
    const bool placed = m->line && m->column;
    drg_json_open(s, '{', JSON_INLINE);
    TRY(put_text(s, "file", m->file));
    put_position(s, "line", m->line);
    put_position(s, "column", m->column);
    put_position(s, "end_column", placed ? m->column + m->width : 0);
    drg_json_key(s, "severity");
    drg_json_text(s, drg_text_of(m->severity == DRG_ERROR ? "error" : "warning"));
    drg_json_key(s, "code");
    drg_json_text(s, drg_text_of(m->code));
    TRY(put_text(s, "message", m->text));
    TRY(put_text(s, "hint", m->hint));
    drg_json_close(s, '}');
    return DRG_OK;
}

static void put_count(json_stream *s, const char *key, size_t n) {
    drg_json_key(s, key);
    drg_json_count(s, n);
}

static void put_sums(json_stream *s, const check_sums *sums) {
    put_count(s, "rules", sums->rules);
    put_count(s, "examples", sums->examples);
    put_count(s, "lists", sums->lists);
    put_count(s, "names", sums->names);
}

drg_status drg_messages_write_json(const drg_messages *messages, const check_sums *sums, int *write_error) {
    json_stream s;
    const message_counts counts = drg_messages_count_kinds(messages);
    drg_json_begin(&s, (drg_sink){drg_terminal_write, write_error}, false);
    drg_json_open(&s, '{', JSON_INLINE);
    drg_json_key(&s, "schema");
    drg_json_text(&s, drg_text_of("dragoman-check/1"));
    if (sums) put_sums(&s, sums);
    put_count(&s, "errors", counts.errors);
    put_count(&s, "warnings", counts.warnings);
    drg_json_key(&s, "messages");
    drg_json_open(&s, '[', JSON_SPREAD);
    for (size_t i = 0; i < drg_messages_count(messages); i++) {
        const drg_message m = drg_messages_get(messages, i);
        TRY(put_message(&s, &m));
    }
    drg_json_close(&s, ']');
    drg_json_close(&s, '}');
    return drg_json_end(&s);
}
