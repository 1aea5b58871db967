/* Memory that fails: allocation 1, then 2, then 3 … is refused until a run succeeds.
 *
 *     refused:     1   2   3  …  n-1   n      of the allocations of one run
 *     status:     NO_MEMORY  …  NO_MEMORY  OK
 *
 * Whatever is refused, the run ends with a status, leaks nothing, and the next run is as good as any. The linker puts the functions below
 * before malloc and its kin (--wrap). Knowledge is tests/knowledge/. `memory step` refuses each step-th allocation only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dragoman.h"
#include "examples.h"
#include "text/message.h"
#include "warnings.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *p);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *p);

static size_t allocation_count, refused; /* counted from 1; 0 refuses nothing */
static long live;                        /* allocations that nobody freed yet */

static bool is_refused(void) {
    return ++allocation_count == refused;
}

void *__wrap_malloc(size_t size) {
    if (is_refused()) return NULL;
    live++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    if (is_refused()) return NULL;
    live++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    if (is_refused()) return NULL;
    live += !old;
    return __real_realloc(old, size);
}

void __wrap_free(void *p) {
    live -= p != NULL;
    __real_free(p);
}

static const char text[] = "Maria Silva: Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. "
                           "The Treaty on Outer Space (NPT) is old. Russia has signed this treaty today.\n\n"
                           "\xff Fran\xc3\xa7oise met Mr. Jordan, a Russian, in Paris.";

typedef struct {
    char bytes[1 << 16];
    size_t length;
} output;

static bool keep(void *context, const char *bytes, size_t length) {
    output *const o = context;
    if (length > sizeof o->bytes - o->length) return false;
    memcpy(o->bytes + o->length, bytes, length);
    o->length += length;
    return true;
}

static drg_status open_knowledge(drg_knowledge **knowledge) {
    static char rules[4096], gazetteers[4096];
    const char *const data = getenv("DRAGOMAN_DATA");
    snprintf(rules, sizeof rules, "%s/rules", data ? data : "tests/knowledge");
    snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data ? data : "tests/knowledge");
    const char *const rule_folders[] = {rules}, *const gazetteer_folders[] = {gazetteers};
    drg_messages *messages = NULL;
    const drg_status status = drg_knowledge_open(&(drg_sources){.rule_folders = rule_folders,
                                                                .rule_folder_count = 1,
                                                                .gazetteer_folders = gazetteer_folders,
                                                                .gazetteer_folder_count = 1},
                                                 knowledge, &messages);
    drg_messages_free(messages);
    return status;
}

static drg_status annotate(const drg_knowledge *knowledge, output *o) {
    drg_extractor *extractor = NULL;
    const drg_document *document;
    o->length = 0;
    drg_status status = drg_extractor_new(knowledge, &extractor);
    for (int twice = 0; twice < 2 && status == DRG_OK; twice++) { /* the second document meets what the first left */
        const drg_input input = {
            .id = drg_text_of("memory"), .text = {text, sizeof text - 1},
                 .reference_date = drg_text_of("2024-06-20")
        };
        status = drg_annotate(extractor, &input, &document);
        if (status == DRG_OK) status = drg_write_json(document, &(drg_json_options){0}, (drg_sink){keep, o});
    }
    drg_extractor_free(extractor);
    return status;
}

static int failed;

static void report(const char *what, size_t n, const char *why) {
    printf("not ok %s_with_allocation_%zu_refused: %s\n", what, n, why);
    failed++;
}

/* Every allocation of opening knowledge is refused once. */
static void refuse_opening(size_t step) {
    drg_knowledge *knowledge = NULL;
    for (refused = 1;; refused += step) {
        allocation_count = 0;
        const long before = live;
        const size_t n = refused;
        const drg_status status = open_knowledge(&knowledge);
        if (status != DRG_OK && status != DRG_NO_MEMORY) report("opening", n, drg_status_text(status));
        if (status != DRG_OK && knowledge) report("opening", n, "it failed and gave knowledge");
        drg_knowledge_close(knowledge);
        knowledge = NULL;
        if (live != before) report("opening", n, "it leaks");
        if (allocation_count < n) break; /* there was no such allocation any more */
    }
    printf("ok opening_survives_each_of_%zu_allocations_refused\n", allocation_count);
    refused = 0;
}

/* Every allocation of annotating is refused once; where the run gets over it, it says what it always says. */
static void refuse_annotating(const drg_knowledge *knowledge) {
    static output expected, got;
    if (annotate(knowledge, &expected) != DRG_OK) report("annotating", 0, "it fails with nothing refused");
    for (refused = 1;; refused++) {
        allocation_count = 0;
        const long before = live;
        const size_t n = refused;
        const drg_status status = annotate(knowledge, &got);
        if (status != DRG_OK && status != DRG_NO_MEMORY) report("annotating", n, drg_status_text(status));
        if (status == DRG_OK && (got.length != expected.length || memcmp(got.bytes, expected.bytes, got.length) != 0)) {
            report("annotating", n, "it says something else");
        }
        if (live != before) report("annotating", n, "it leaks");
        if (allocation_count < n) break;
    }
    printf("ok annotating_survives_each_of_%zu_allocations_refused\n", allocation_count);
    refused = 0;
}

static drg_status check_all(const drg_knowledge *knowledge) {
    drg_messages *messages;
    size_t example_count;
    drg_status status = drg_messages_new(&messages);
    if (status != DRG_OK) return status;
    status = drg_examples_run(knowledge, messages, &example_count);
    if (status == DRG_OK) status = drg_knowledge_warn(knowledge, messages);
    drg_messages_free(messages);
    return status;
}

/* Every allocation of what `check` does with opened knowledge is refused once. */
static void refuse_checking(const drg_knowledge *knowledge, size_t step) {
    for (refused = 1;; refused += step) {
        allocation_count = 0;
        const long before = live;
        const size_t n = refused;
        const drg_status status = check_all(knowledge);
        if (status != DRG_OK && status != DRG_NO_MEMORY) report("checking", n, drg_status_text(status));
        if (live != before) report("checking", n, "it leaks");
        if (allocation_count < n) break;
    }
    printf("ok checking_survives_each_of_%zu_allocations_refused\n", allocation_count);
    refused = 0;
}

int main(int count, char **arguments) {
    const long step = count > 1 ? strtol(arguments[1], NULL, 10) : 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    drg_knowledge *knowledge = NULL;
    if (open_knowledge(&knowledge) != DRG_OK) {
        puts("not ok tests/knowledge does not open");
        return 1;
    }
    refuse_opening(step > 0 ? (size_t)step : 1);
    refuse_annotating(knowledge);
    refuse_checking(knowledge, step > 0 ? (size_t)step : 1);
    drg_knowledge_close(knowledge);
    return failed > 0;
}
