/* Memory that fails: allocation 1, then 2, then 3 … is refused until a run succeeds.
 *
 *     refused:     1   2   3  …  n-1   n      of the allocations of one run
 *     status:     NO_MEMORY  …  NO_MEMORY  OK
 *
 * Whatever is refused, the run ends with a status, leaks nothing, and the next run is as good as any. The linker puts the functions below
 * before malloc and its kin (--wrap). Knowledge is tests/knowledge/, read and as a pack. `memory step` refuses each step-th allocation only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dragoman.h"
#include "write/html.h"

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

static char pack_path[] = "/tmp/dragoman-test-XXXXXX";

typedef enum { OPEN_SOURCES, WRITE_PACK, OPEN_PACK } way_to_open;

static drg_status open_knowledge(way_to_open way, drg_knowledge **knowledge) {
    static char rules[4096], gazetteers[4096];
    const char *const data = getenv("DRAGOMAN_DATA");
    snprintf(rules, sizeof rules, "%s/rules", data ? data : "tests/knowledge");
    snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data ? data : "tests/knowledge");
    const char *const rule_folders[] = {rules}, *const gazetteer_folders[] = {gazetteers};
    const drg_sources sources = {.rule_folders = rule_folders,
                                 .rule_folder_count = 1,
                                 .gazetteer_folders = gazetteer_folders,
                                 .gazetteer_folder_count = 1};
    static const drg_rule_text texts[] = {
        {"labels.rules", {"label Tried hidden\n", 19}                                           },
        {"typed",        {"language en\nstage names\nrule typed : Tried\n  match nowhere\n", 59}}
    };
    drg_sources with_texts = sources;
    with_texts.rule_texts = texts;
    with_texts.rule_text_count = 2;
    drg_messages *messages = NULL;
    drg_status status;
    *knowledge = NULL;
    switch (way) {
    case WRITE_PACK: status = drg_pack_write(&sources, pack_path, &messages); break;
    case OPEN_PACK: status = drg_knowledge_open_pack(pack_path, &sources, knowledge, &messages); break;
    default: status = drg_knowledge_open(&with_texts, knowledge, &messages);
    }
    drg_messages_free(messages);
    return status;
}

static drg_status write_page(const drg_document *document, output *o) {
    html_page page;
    drg_html_begin(&page, drg_text_of("memory"), (drg_sink){keep, o});
    const drg_status status = drg_html_document(&page, document, (label_choice){0});
    return status == DRG_OK ? drg_html_end(&page) : status;
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
        if (status == DRG_OK) status = write_page(document, o);
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
static void refuse_opening(way_to_open way, const char *what, size_t step) {
    drg_knowledge *knowledge = NULL;
    for (refused = 1;; refused += step) {
        allocation_count = 0;
        const long before = live;
        const size_t n = refused;
        const drg_status status = open_knowledge(way, &knowledge);
        if (status != DRG_OK && status != DRG_NO_MEMORY) report(what, n, drg_status_text(status));
        if (status != DRG_OK && knowledge) report(what, n, "it failed and gave knowledge");
        drg_knowledge_close(knowledge);
        knowledge = NULL;
        if (live != before) report(what, n, "it leaks");
        if (allocation_count < n) break; /* there was no such allocation any more */
    }
    printf("ok %s_survives_each_of_%zu_allocations_refused\n", what, allocation_count);
    refused = 0;
}

/* Every allocation of annotating is refused once; where the run gets over it, it says what it always says. */
static void refuse_annotating(const drg_knowledge *knowledge, const char *what) {
    static output expected, got;
    if (annotate(knowledge, &expected) != DRG_OK) report(what, 0, "it fails with nothing refused");
    for (refused = 1;; refused++) {
        allocation_count = 0;
        const long before = live;
        const size_t n = refused;
        const drg_status status = annotate(knowledge, &got);
        if (status != DRG_OK && status != DRG_NO_MEMORY) report(what, n, drg_status_text(status));
        if (status == DRG_OK && (got.length != expected.length || memcmp(got.bytes, expected.bytes, got.length) != 0)) {
            report(what, n, "it says something else");
        }
        if (live != before) report(what, n, "it leaks");
        if (allocation_count < n) break;
    }
    printf("ok %s_survives_each_of_%zu_allocations_refused\n", what, allocation_count);
    refused = 0;
}

int main(int count, char **arguments) {
    const long each = count > 1 ? strtol(arguments[1], NULL, 10) : 1;
    const size_t step = each > 0 ? (size_t)each : 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    drg_knowledge *knowledge = NULL, *packed = NULL;
    const int made = mkstemp(pack_path);
    if (made < 0 || close(made) != 0 || open_knowledge(OPEN_SOURCES, &knowledge) != DRG_OK ||
        open_knowledge(WRITE_PACK, &packed) != DRG_OK || open_knowledge(OPEN_PACK, &packed) != DRG_OK) {
        puts("not ok tests/knowledge does not open");
        return 1;
    }
    refuse_opening(OPEN_SOURCES, "opening", step);
    refuse_opening(WRITE_PACK, "writing_a_pack", step * 5);
    refuse_opening(OPEN_PACK, "opening_a_pack", step);
    refuse_annotating(knowledge, "annotating");
    refuse_annotating(packed, "annotating_by_a_pack");
    drg_knowledge_close(knowledge);
    drg_knowledge_close(packed);
    unlink(pack_path);
    return failed > 0;
}
