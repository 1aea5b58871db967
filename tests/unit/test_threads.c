/* Threads: knowledge is shared, an extractor belongs to one thread. Many threads give what one gives.
 *
 * Built with -Db_sanitize=thread, this is also where a race would be told (`./dev sanitize thread`). Rests on tests/knowledge/. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"

#define THREADS 4
#define TURNS 40

static const char *const texts[] = {
    "Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. Russia has signed this treaty today.",
    "Maria Silva met Mr. Jordan, a Russian, in Paris on 3 May 1999.",
    "The Treaty on Outer Space (NPT) is old.\n\nKenya signed it.",
    "Nothing is named here.",
};
#define TEXTS (sizeof texts / sizeof *texts)

typedef struct {
    char *bytes;
    size_t length, room;
} output;

static bool append(void *context, const char *bytes, size_t length) {
    output *o = context;
    if (o->length + length > o->room) {
        o->room = (o->length + length) * 2;
        char *larger = realloc(o->bytes, o->room);
        if (!larger) return false;
        o->bytes = larger;
    }
    memcpy(o->bytes + o->length, bytes, length);
    o->length += length;
    return true;
}

typedef struct {
    const drg_knowledge *knowledge;
    int first; /* text: each thread begins with another */
    output out[TEXTS];
    drg_status status;
} worker;

static drg_status annotate(drg_extractor *x, size_t text, output *out) {
    const drg_document *d;
    const drg_input input = {
        .id = drg_text_of("d"), .text = drg_text_of(texts[text]), .reference_date = drg_text_of("2024-06-20")};
    const drg_status status = drg_annotate(x, &input, &d);
    out->length = 0;
    return status == DRG_OK ? drg_write_json(d, &(drg_json_options){0}, (drg_sink){append, out}) : status;
}

static void *work(void *argument) {
    worker *w = argument;
    drg_extractor *x;
    w->status = drg_extractor_new(w->knowledge, &x);
    for (size_t i = 0; i < TURNS && w->status == DRG_OK; i++) {
        const size_t text = (i + (size_t)w->first) % TEXTS;
        w->status = annotate(x, text, &w->out[text]);
    }
    if (w->status != DRG_NO_MEMORY) drg_extractor_free(x);
    return NULL;
}

static const char *const rule_folders[] = {"tests/knowledge/rules"};
static const char *const gazetteer_folders[] = {"tests/knowledge/gazetteers"};
static const drg_sources sources = {.rule_folders = rule_folders,
                                    .rule_folder_count = 1,
                                    .gazetteer_folders = gazetteer_folders,
                                    .gazetteer_folder_count = 1};

/* What is looked at or made when it is first needed is new to all of them: the one that works alone comes last. */
static void share(const drg_knowledge *knowledge, worker *workers) {
    pthread_t threads[THREADS];
    for (int i = 0; i <= THREADS; i++) workers[i] = (worker){.knowledge = knowledge, .first = i};
    for (int i = 0; i < THREADS; i++) REQUIRE(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    for (int i = 0; i < THREADS; i++) REQUIRE(pthread_join(threads[i], NULL) == 0);
    work(&workers[THREADS]);
}

static void check_and_clear(worker *workers) {
    for (int i = 0; i <= THREADS; i++) {
        CHECK_EQ(workers[i].status, DRG_OK);
        for (size_t t = 0; t < TEXTS; t++) {
            const output *one = &workers[THREADS].out[t], *own = &workers[i].out[t];
            CHECK(one->length > 0 && own->length == one->length && memcmp(own->bytes, one->bytes, one->length) == 0);
        }
    }
    for (int i = 0; i <= THREADS; i++)
        for (size_t t = 0; t < TEXTS; t++) free(workers[i].out[t].bytes);
}

TEST(threads_that_share_knowledge_give_what_one_gives) {
    static worker workers[THREADS + 1];
    drg_knowledge *knowledge;
    REQUIRE(drg_knowledge_open(&sources, &knowledge, NULL) == DRG_OK);
    share(knowledge, workers);
    check_and_clear(workers);
    drg_knowledge_close(knowledge);
}

TEST(threads_that_share_a_pack_give_what_one_gives) {
    static worker workers[THREADS + 1];
    drg_knowledge *knowledge;
    char path[] = "/tmp/dragoman-test-XXXXXX";
    const int made = mkstemp(path);
    REQUIRE(made >= 0 && close(made) == 0);
    REQUIRE(drg_pack_write(&sources, path, NULL) == DRG_OK);
    REQUIRE(drg_knowledge_open_pack(path, &sources, &knowledge, NULL) == DRG_OK);
    CHECK_EQ(unlink(path), 0); /* it stays mapped */
    share(knowledge, workers);
    check_and_clear(workers);
    drg_knowledge_close(knowledge);
}
