/* Annotates a file by the library and writes nothing of it: what reading costs without the writing. See bench/speed.py.
 *
 *     $ count DATA FILE [MORE]        DATA holds rules/ and gazetteers/; MORE is one more folder of gazetteers
 *     {"seconds": 0.001204, "tokens": 14, "entities": 3, "referents": 3, "events": 1}
 *
 * `seconds` is the CPU time of drg_annotate alone. All that is timed goes through dragoman.h; the number of tokens, which is
 * no part of a result, is looked up inside. */
#include <dragoman.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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

static drg_status open_knowledge(const char *data, const char *more, drg_knowledge **knowledge) {
    char rules[4096], gazetteers[4096];
    *knowledge = NULL;
    if (snprintf(rules, sizeof rules, "%s/rules", data) >= (int)sizeof rules ||
        snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data) >= (int)sizeof gazetteers)
        return DRG_IO;
    const char *const rule_folders[] = {rules}, *const gazetteer_folders[] = {gazetteers, more};
    const drg_sources sources = {.rule_folders = rule_folders,
                                 .rule_folder_count = 1,
                                 .gazetteer_folders = gazetteer_folders,
                                 .gazetteer_folder_count = more ? 2 : 1};
    return drg_knowledge_open(&sources, knowledge, NULL);
}

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static drg_status count(const drg_knowledge *knowledge, drg_text text) {
    drg_extractor *extractor;
    const drg_document *d;
    drg_status status = drg_extractor_new(knowledge, &extractor);
    if (status != DRG_OK) return status;
    const double begin = cpu_seconds();
    status = drg_annotate(extractor, &(drg_input){.text = text}, &d);
    const double seconds = cpu_seconds() - begin;
    if (status == DRG_OK)
        printf("{\"seconds\": %.6f, \"tokens\": %zu, \"entities\": %zu, \"referents\": %zu, \"events\": %zu}\n",
               seconds, d->tokens.count, drg_document_entity_count(d), drg_document_referent_count(d),
               drg_document_event_count(d));
    drg_extractor_free(extractor);
    return status;
}

int main(int argument_count, char **arguments) {
    if (argument_count != 3 && argument_count != 4) {
        fputs("usage: count DATA FILE [MORE]\n", stderr);
        return 2;
    }
    size_t length;
    char *bytes = read_file(arguments[2], &length);
    if (!bytes) {
        fprintf(stderr, "count: %s cannot be read\n", arguments[2]);
        return 1;
    }
    drg_knowledge *knowledge;
    drg_status status = open_knowledge(arguments[1], arguments[3], &knowledge); /* arguments end with NULL */
    if (status == DRG_OK) status = count(knowledge, (drg_text){bytes, length});
    if (status != DRG_OK) fprintf(stderr, "count: %s\n", drg_status_text(status));
    drg_knowledge_close(knowledge);
    free(bytes);
    return status != DRG_OK;
}
