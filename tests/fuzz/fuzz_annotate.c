/* Throws made-up documents at the library, and looks at what it says of them.
 *
 * The first byte of an input chooses the unit of offsets and whether there is a reference date; the rest is the text. Knowledge is that of
 * DRAGOMAN_DATA (rules/ and gazetteers/), opened once. What must hold: a status that the manual names, spans inside the text in
 * their order, and output that a sink can take; the sanitizers see the rest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dragoman.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static drg_extractor *extractor;

#define MUST(condition) ((condition) ? (void)0 : (fprintf(stderr, "fuzz: %s does not hold\n", #condition), abort()))

static void open_knowledge(void) {
    const char *data = getenv("DRAGOMAN_DATA");
    char rules[4096], gazetteers[4096];
    snprintf(rules, sizeof rules, "%s/rules", data ? data : ".");
    snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data ? data : ".");
    const char *const rule_folders[] = {rules}, *const gazetteer_folders[] = {gazetteers};
    drg_knowledge *knowledge;
    const drg_sources sources = {.rule_folders = rule_folders,
                                 .rule_folder_count = 1,
                                 .gazetteer_folders = gazetteer_folders,
                                 .gazetteer_folder_count = 1};
    drg_messages *messages;
    const drg_status status = drg_knowledge_open(&sources, &knowledge, &messages);
    for (size_t i = 0; status != DRG_OK && i < drg_messages_count(messages); i++) {
        const drg_message m = drg_messages_get(messages, i);
        fprintf(stderr, "%.*s:%u: %.*s\n", (int)m.file.length, m.file.bytes, m.line, (int)m.text.length, m.text.bytes);
    }
    drg_messages_free(messages);
    MUST(status == DRG_OK);
    MUST(drg_extractor_new(knowledge, &extractor) == DRG_OK);
}

static bool swallow(void *context, const char *bytes, size_t length) {
    *(size_t *)context += length;
    return bytes != NULL;
}

static void check_entities(const drg_document *document, size_t size) {
    size_t last = 0;
    for (size_t i = 0; i < drg_document_entity_count(document); i++) {
        const drg_entity e = drg_document_entity(document, i);
        MUST(e.start < e.end && e.end <= size);
        MUST(e.start >= last);
        MUST(e.label && e.label[0]);
        last = e.start;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!extractor) open_knowledge();
    if (size < 1) return 0;
    const uint8_t choice = data[0];
    const drg_input input = {
        .id = drg_text_of("fuzz"),
        .text = {(const char *)data + 1, size - 1},
        .reference_date = drg_text_of(choice & 4 ? "2024-02-29" : NULL),
    };
    const drg_document *document;
    MUST(drg_annotate(extractor, &input, &document) == DRG_OK);
    check_entities(document, size - 1);
    size_t written = 0;
    const drg_json_options options = {
        .offsets = (drg_unit)(choice & 3) % 3, .pretty = choice & 8, .with_text = choice & 16};
    MUST(drg_write_json(document, &options, (drg_sink){swallow, &written}) == DRG_OK);
    MUST(written > 0);
    return 0;
}
