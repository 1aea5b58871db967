/* dragoman annotate: documents in, JSON out, one record a document in the order in which they went in.
 *
 *     {"schema":"dragoman/1","id":"a.txt","entities":[…], …}
 *     {"schema":"dragoman/1","id":"b.txt","error":{"code":"unreadable","message":"cannot be opened: …"}}
 *
 * A document that fails costs that document: its record says so, and so does a line on standard error and the exit status.
 * Only what cannot be helped ends the run: standard output takes no more, or a signal came. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/id_set.h"
#include "cli/input.h"
#include "cli/messages.h"
#include "cli/open_pack.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "write/json.h"
#include "write/json_stream.h"

typedef struct { /* Lifetime: the run. */
    const options *o;
    drg_extractor *extractor;
    drg_json_options json;
    id_set ids;
    progress progress;
    size_t failed_count;
    bool pack_is_damaged;
    bool at_once; /* somebody sits in front of the output */
    output out;
} run;

/* Output ------------------------------------------------------------------------------------------------------------------ */

/* drg_sink.write */
static bool write_output(void *context, const char *bytes, size_t length) {
    run *r = context;
    return drg_output_write(&r->out, bytes, length);
}

/* receiver.pause: so that a reader at the other end of a pipe has all documents that are done. */
static void pause_output(void *context) {
    run *r = context;
    drg_output_flush(&r->out);
}

/* Failures ---------------------------------------------------------------------------------------------------------------- */

static const char *code_text(failure_code code) {
    static const char *const texts[] = {[FAILED_NOT] = "",
#define X(name, text) [name] = text,
                                        FAILURES(X)
#undef X
    };
    return texts[code];
}

static void write_error(json_stream *s, const incoming *in, const failure *f) {
    drg_json_key(s, "error");
    drg_json_open(s, '{', JSON_INLINE);
    drg_json_key(s, "code");
    drg_json_text(s, drg_text_of(code_text(f->code)));
    drg_json_key(s, "message");
    if (drg_json_any_text(s, drg_text_of(f->message)) != DRG_OK) drg_json_null(s);
    if (in->line) drg_json_key(s, "line"), drg_json_count(s, in->line);
    if (in->column) drg_json_key(s, "column"), drg_json_count(s, in->column);
    drg_json_close(s, '}');
}

/* The record that stands in the document's place: always a line. */
static void write_error_record(run *r, const incoming *in, const failure *f) {
    json_stream s;
    drg_json_begin(&s, (drg_sink){write_output, r}, false);
    drg_json_open(&s, '{', JSON_INLINE);
    drg_json_key(&s, "schema");
    drg_json_text(&s, drg_text_of(JSON_SCHEMA));
    drg_json_key(&s, "id");
    if (!in->has_id || drg_json_any_text(&s, in->input.id) != DRG_OK) drg_json_null(&s);
    write_error(&s, in, f);
    drg_json_close(&s, '}');
    drg_json_end(&s);
}

static void fail(run *r, const incoming *in, const failure *f) {
    r->failed_count++;
    write_error_record(r, in, f);
    drg_output_flush(&r->out);
    drg_progress_wipe(&r->progress);
    if (!r->out.error) drg_failure_tell(in, f);
}

/* Documents --------------------------------------------------------------------------------------------------------------- */

/* A document without an id cannot be taken for another. */
static void check_id(run *r, const incoming *in, failure *f) {
    if (!in->has_id) return;
    const id_answer answer = drg_id_set_add(&r->ids, in->input.id);
    if (answer == ID_KNOWN)
        drg_failure_set(f, FAILED_DUPLICATE_ID, "a document of this run already has the id \"%.*s\"",
                        SHOW(text_cut(in->input.id, 100)));
    if (answer == ID_NO_MEMORY) drg_failure_set(f, FAILED_NO_MEMORY, "there is no memory for one more id");
}

static void annotate(run *r, const incoming *in, failure *f) {
    const drg_document *document;
    const drg_status status = drg_annotate(r->extractor, &in->input, &document);
    if (status != DRG_OK) {
        r->pack_is_damaged |= status == DRG_BAD_KNOWLEDGE;
        drg_failure_of_annotate(f, r->extractor, status);
        return;
    }
    const drg_status written = drg_write_json_with(document, &r->json, in->extra, (drg_sink){write_output, r});
    if (written == DRG_NO_MEMORY) drg_failure_set(f, FAILED_NO_MEMORY, "there is no memory to write it");
}

/* receiver.take */
static bool take(void *context, const incoming *in) {
    run *r = context;
    failure f = in->failure;
    if (!f.code) check_id(r, in, &f);
    if (!f.code) annotate(r, in, &f);
    if (f.code) fail(r, in, &f);
    drg_output_ends_document(&r->out);
    if (r->at_once) drg_output_flush(&r->out);
    drg_progress_step(&r->progress, in->input.text.length);
    return !r->out.error;
}

/* The run ----------------------------------------------------------------------------------------------------------------- */

/* A reader that has seen enough (`| head`) is no fault to speak of: the status tells. */
static void tell_end(run *r) {
    drg_progress_wipe(&r->progress);
    if (r->out.error && r->out.error != EPIPE)
        drg_tell("cannot write to standard output: %s; %zu document%s written whole", strerror(r->out.error),
                 r->out.whole_count, r->out.whole_count == 1 ? " was" : "s were");
    else if (!r->out.error && drg_signal_came())
        drg_tell("interrupted; %zu document%s written", r->progress.documents,
                 r->progress.documents == 1 ? " was" : "s were");
    else if (!r->out.error && r->failed_count && r->progress.documents > 1)
        drg_tell("%zu of %zu documents failed", r->failed_count, r->progress.documents);
}

static exit_status annotate_all(run *r) {
    const bool single = drg_input_is_single(r->o);
    r->json = (drg_json_options){.offsets = r->o->offsets,
                                 .pretty = r->o->layout == LAYOUT_PRETTY ||
                                           (r->o->layout == LAYOUT_FITTING && single && isatty(STDOUT_FILENO)),
                                 .with_text = r->o->with_text};
    r->at_once = isatty(STDOUT_FILENO);
    drg_progress_begin(&r->progress, !single);
    drg_input_each(r->o, (receiver){take, pause_output, r});
    drg_output_flush(&r->out);
    tell_end(r);
    drg_id_set_clear(&r->ids);
    if (r->pack_is_damaged) return STATUS_KNOWLEDGE;
    return r->failed_count || r->out.error ? STATUS_DOCUMENT : STATUS_FINE;
}

exit_status drg_command_annotate(const options *o, const char *program) {
    drg_knowledge *knowledge;
    run r = {.o = o};
    if (o->operands.count == 0 && isatty(STDIN_FILENO))
        return drg_usage_error(COMMAND_ANNOTATE, "name a file, a folder, or - for standard input");
    if (!drg_knowledge_load_pack(o, program, &knowledge)) return STATUS_KNOWLEDGE;
    exit_status status = STATUS_DOCUMENT;
    if (*o->language && !drg_knowledge_has_language(knowledge, drg_text_of(o->language)))
        drg_tell("there are no rules for the language '%s': only names are found, and what rules of all languages find",
                 o->language);
    if (drg_extractor_new(knowledge, &r.extractor) == DRG_OK) status = annotate_all(&r);
    else drg_tell("there is no memory to begin");
    drg_extractor_free(r.extractor);
    drg_knowledge_close(knowledge);
    return status;
}
