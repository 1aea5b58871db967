/* Throws altered packs at the library: opens each, and annotates a document by it.
 *
 *     input:  (place: 4 bytes, how: 1, bytes …)…      changes of the pack of tests/knowledge, one after another
 *     how:    how many bytes follow, less one: 4 bits; how far apart they are written again, in words: 3; whether they are: 1
 *
 * So one change alters the same member of many items, for a document looks at few of them.
 * Then all sums are made right, as one would who alters a pack on purpose. Whatever the pack says then: there is a status, and
 * the sanitizers see no more. The fuzzer would hardly find sums by itself, and a whole pack is long; changes are short. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAGE 4096
#define MUST(condition) ((condition) ? (void)0 : (fprintf(stderr, "fuzz: %s does not hold\n", #condition), abort()))

static char *whole, *altered;
static size_t length;

/* The pack of $DRAGOMAN_DATA, which `./dev fuzz` sets to tests/knowledge. */
static void make_pack(void) {
    const char *data = getenv("DRAGOMAN_DATA");
    char rules[4096], gazetteers[4096], path[] = "/tmp/dragoman-fuzz-XXXXXX";
    snprintf(rules, sizeof rules, "%s/rules", data ? data : "tests/knowledge");
    snprintf(gazetteers, sizeof gazetteers, "%s/gazetteers", data ? data : "tests/knowledge");
    const char *const rule_folders[] = {rules}, *const gazetteer_folders[] = {gazetteers};
    const drg_sources sources = {.rule_folders = rule_folders,
                                 .rule_folder_count = 1,
                                 .gazetteer_folders = gazetteer_folders,
                                 .gazetteer_folder_count = 1};
    const int made = mkstemp(path);
    MUST(made >= 0 && close(made) == 0);
    MUST(drg_pack_write(&sources, path, NULL) == DRG_OK);
    FILE *file = fopen(path, "rb");
    MUST(file && fseek(file, 0, SEEK_END) == 0);
    length = (size_t)ftell(file);
    rewind(file);
    whole = malloc(length);
    MUST(whole && fread(whole, 1, length, file) == length && fclose(file) == 0 && unlink(path) == 0);
    void *aligned;
    MUST(posix_memalign(&aligned, PAGE, length) == 0);
    altered = aligned;
}

#define TIMES 500

static void put(size_t place, const uint8_t *bytes, size_t count) {
    if (place < length) memcpy(altered + place, bytes, count < length - place ? count : length - place);
}

static void alter(const uint8_t *data, size_t size) {
    memcpy(altered, whole, length);
    while (size > 5) {
        uint32_t place;
        memcpy(&place, data, sizeof place);
        const size_t stride = 4u * (1u + (data[4] >> 4) % 8u), times = data[4] & 0x80 ? TIMES : 1;
        size_t count = data[4] % 16 + 1;
        if (count > size - 5) count = size - 5;
        for (size_t i = 0; i < times; i++) put(place % length + i * stride, data + 5, count);
        data += 5 + count;
        size -= 5 + count;
    }
    drg_pack_mend(altered, length);
}

static bool swallow(void *context, const char *bytes, size_t count) {
    *(size_t *)context += count;
    return bytes != NULL;
}

static void annotate(const drg_knowledge *k) {
    static const char text[] =
        "Maria Silva: Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. The Treaty on "
        "Outer Space (NPT) is old. Russia has signed this treaty today.\n\nMr. Jordan, a Russian.";
    drg_extractor *x;
    const drg_document *d;
    size_t written = 0;
    if (drg_extractor_new(k, &x) != DRG_OK) return;
    const drg_input input = {
        .id = drg_text_of("fuzz"), .text = {text, sizeof text - 1},
             .reference_date = drg_text_of("2024-02-29")
    };
    if (drg_annotate(x, &input, &d) == DRG_OK)
        MUST(drg_write_json(d, &(drg_json_options){0}, (drg_sink){swallow, &written}) == DRG_OK);
    drg_extractor_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    drg_knowledge *k;
    if (!whole) make_pack();
    alter(data, size);
    const drg_status status = drg_knowledge_open_bytes((drg_text){altered, length}, &k, NULL);
    MUST((status == DRG_OK) == (k != NULL));
    if (k) annotate(k);
    drg_knowledge_close(k);
    return 0;
}
