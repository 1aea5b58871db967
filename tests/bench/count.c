/* Annotates a file by the library and writes nothing of it: what reading costs without the writing. See bench/speed.py.
 *
 *     $ count DATA FILE          DATA holds rules/ and gazetteers/
 *     {"tokens": 14, "entities": 3, "referents": 3, "events": 1}
 *
 * All that is timed goes through dragoman.h; the number of tokens, which is no part of a result, is looked up inside. */
#include <dragoman.h>
#include <stdio.h>
#include <stdlib.h>

#include "resolve/document.h"

/* The whole file; NULL if it cannot be read or kept. */
static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    size_t room = 1 << 20;
    char *bytes = malloc(room);
    *length = 0;
    while (bytes && (*length += fread(bytes + *length, 1, room - *length, file)) == room) {
        char *larger = realloc(bytes, room *= 2);
        if (!larger) free(bytes);
        bytes = larger;
    }
    if (bytes && ferror(file)) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

static drg_status open_knowledge(const char *data, drg_knowledge **knowledge) {
    char rules[4096], gazetteers[4096];
    *knowledge = NULL;
    if (snprintf(rules, sizeof rules, "%s/rules", data) >= (int)sizeof rules ||
        snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data) >= (int)sizeof gazetteers)
        return DRG_IO;
    const drg_sources sources = {(const char *const[]){rules}, 1, (const char *const[]){gazetteers}, 1};
    return drg_knowledge_open(&sources, knowledge, NULL);
}

static void print_counts(const drg_document *d) {
    printf("{\"tokens\": %zu, \"entities\": %zu, \"referents\": %zu, \"events\": %zu}\n", d->tokens.count,
           drg_document_entity_count(d), drg_document_referent_count(d), drg_document_event_count(d));
}

static drg_status count(const char *data, drg_text text) {
    drg_knowledge *knowledge;
    drg_extractor *extractor = NULL;
    const drg_document *document;
    drg_status status = open_knowledge(data, &knowledge);
    if (status == DRG_OK) status = drg_extractor_new(knowledge, &extractor);
    if (status == DRG_OK) status = drg_annotate(extractor, &(drg_input){.text = text}, &document);
    if (status == DRG_OK) print_counts(document);
    drg_extractor_free(extractor);
    drg_knowledge_close(knowledge);
    return status;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 3) {
        fputs("usage: count DATA FILE\n", stderr);
        return 2;
    }
    size_t length;
    char *bytes = read_file(arguments[2], &length);
    if (!bytes) {
        fprintf(stderr, "count: %s cannot be read\n", arguments[2]);
        return 1;
    }
    const drg_status status = count(arguments[1], (drg_text){bytes, length});
    if (status != DRG_OK) fprintf(stderr, "count: %s\n", drg_status_text(status));
    free(bytes);
    return status != DRG_OK;
}
