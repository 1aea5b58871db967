/* Packs that are damaged, by accident or on purpose: each is opened, and documents are annotated by it.
 *
 *     pack_damage PACK COUNT [FIRST]       so many of each sort, numbered from FIRST: a number is always the same damage
 *
 *     cut off anywhere, or bytes changed         it is refused, or a document is, or it says what it always says
 *     the same, and all sums made right again    whatever it says: it comes to an end, and touches no memory but its own
 *
 * The sanitizers see to the last. A pack lies in memory that ends where it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "knowledge.h"

#define PAGE 4096
#define SECONDS_MOST 60 /* of one pack: a run of all documents takes milliseconds */

static const char *const texts[] = {
    "Maria Silva: Japan and Kenya signed the Tokyo Treaty of 1999 on 3 May 1999. The Treaty on Outer Space (NPT) is "
    "old. "
    "Russia has signed this treaty today.\n\n\xff Fran\xc3\xa7oise met Mr. Jordan, a Russian, in Paris two years ago.",
    "Article 5(2) of the Convention on the Law of the Sea entered into force in late 1994; the United States of "
    "America "
    "and the Republic of Korea have not ratified it. Resolution 1540 (2004) recalls it.",
};
#define TEXTS (sizeof texts / sizeof *texts)

/* Bytes that are as if at random, and the same each time. */
static uint64_t random_state;

static uint64_t next_random(void) {
    uint64_t z = (random_state += 0x9e3779b97f4a7c15u); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(size_t bound) {
    return (size_t)(next_random() % bound);
}

/* So that a number says all of what is damaged. */
static size_t trial_number;

static void begin_trial(size_t number, bool of_attack) {
    trial_number = number;
    random_state = (uint64_t)number * 2 + of_attack;
    (void)next_random();
}

/* A sanitizer ends the program at its first report. */
void __sanitizer_set_death_callback(void (*call)(void)) __attribute__((weak));

static void tell_number(void) {
    fprintf(stderr, "this was number %zu\n", trial_number);
}

/* Documents -------------------------------------------------------------------------------------------------------- */

typedef struct {
    char bytes[1 << 16];
    size_t length;
} output;

static bool keep(void *context, const char *bytes, size_t length) {
    output *o = context;
    if (length > sizeof o->bytes - o->length) return false;
    memcpy(o->bytes + o->length, bytes, length);
    o->length += length;
    return true;
}

/* What all texts give; the status of the first that gives nothing. */
static drg_status annotate(const drg_knowledge *k, output *o) {
    drg_extractor *x = NULL;
    drg_status status = drg_extractor_new(k, &x);
    o->length = 0;
    for (size_t i = 0; i < TEXTS && status == DRG_OK; i++) {
        const drg_document *d;
        const drg_input input = {
            .id = drg_text_of("d"), .text = drg_text_of(texts[i]), .reference_date = drg_text_of("2024-06-20")};
        status = drg_annotate(x, &input, &d);
        if (status == DRG_OK) status = drg_write_json(d, &(drg_json_options){0}, (drg_sink){keep, o});
    }
    drg_extractor_free(x);
    return status;
}

/* Packs ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    char *bytes; /* of exactly so many, aligned as a page is */
    size_t length;
} packed;

static packed copy(const char *bytes, size_t length) {
    void *memory = NULL;
    if (posix_memalign(&memory, PAGE, length ? length : 1) != 0) abort();
    memcpy(memory, bytes, length);
    return (packed){memory, length};
}

static packed read_pack(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return (packed){0};
    const long length = ftell(file);
    char *bytes = malloc((size_t)length + 1);
    rewind(file);
    if (!bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length || fclose(file) != 0) return (packed){0};
    const packed p = copy(bytes, (size_t)length);
    free(bytes);
    return p;
}

static uint64_t number_at(const packed *p, size_t at, size_t width) {
    uint64_t number = 0;
    memcpy(&number, p->bytes + at, width);
    return number;
}

/* What stands near by, or just beyond it: a count, an index, an end of something else. */
static uint64_t neighbour(const packed *p, size_t at, size_t width) {
    const size_t back = (1 + below(64)) * width;
    return number_at(p, at < back ? at + width : at - back, width) + below(3) - 1;
}

/* A number that somebody might try at this place. */
static uint64_t odd_number(const packed *p, size_t at, size_t width) {
    const uint64_t was = number_at(p, at, width);
    switch (below(11)) {
    case 0: return 0;
    case 1: return was + 1;
    case 2: return was - 1;
    case 3: return UINT64_MAX;
    case 4: return 0x7fffffff;
    case 5: return was ^ (1u << below(32));
    case 6: return below(1000);
    case 7: return 1;
    case 8:
    case 9: return neighbour(p, at, width);
    default: return next_random();
    }
}

/* Half of the changes fall on what stands first: it is small beside the arrays, and says what those are. */
static size_t somewhere(const packed *p) {
    return below(below(2) ? p->length : p->length / 8 + 1) % p->length;
}

static void change_number(packed *p) {
    const size_t width = (size_t)1 << below(4), room = p->length - p->length % 8 - 8;
    const size_t at = somewhere(p) % room / width * width;
    const uint64_t number = odd_number(p, at, width);
    memcpy(p->bytes + at, &number, width);
}

/* Of large arrays a document looks at a few items: the same member of many is changed, whatever it is. */
static void change_member(packed *p) {
    const size_t room = p->length - p->length % 8 - 8, stride = 4 * (1 + below(16));
    size_t at = somewhere(p) % room / 4 * 4;
    const uint64_t number = odd_number(p, at, 4);
    const bool same = below(2);
    for (size_t left = (size_t)1 << below(20); left && at < room; left--, at += stride) {
        const uint64_t other = same ? number : number_at(p, at, 4) + number;
        memcpy(p->bytes + at, &other, 4);
    }
}

/* Two items change places, or one stands twice. */
static void change_items(packed *p) {
    const size_t bytes = 4 * (1 + below(16)), both = 2 * bytes;
    char kept[64];
    if (p->length < 2 * both) return;
    const size_t at = somewhere(p) % (p->length - both) / 4 * 4;
    memcpy(kept, p->bytes + at, bytes);
    memcpy(p->bytes + at, p->bytes + at + bytes, bytes);
    if (below(2)) memcpy(p->bytes + at + bytes, kept, bytes);
}

static void change_something(packed *p) {
    switch (below(8)) {
    case 0: change_items(p); break;
    case 1:
    case 2: change_member(p); break;
    default: change_number(p);
    }
}

/* Trials ----------------------------------------------------------------------------------------------------------- */

typedef struct {
    packed whole;
    output expected, got;
    size_t refused, told, same, other;
} trials;

static drg_status try_pack(trials *t, const packed *p) {
    drg_knowledge *k;
    alarm(SECONDS_MOST);
    drg_status status = drg_knowledge_open_bytes((drg_text){p->bytes, p->length}, &k, NULL);
    if (status != DRG_OK) {
        t->refused++;
        return status;
    }
    status = annotate(k, &t->got);
    drg_knowledge_close(k);
    if (status != DRG_OK) t->told++;
    else if (t->got.length == t->expected.length && !memcmp(t->got.bytes, t->expected.bytes, t->got.length)) t->same++;
    else t->other++;
    return status;
}

static int failed;

static void report(const char *what, size_t i) {
    printf("not ok %s (number %zu)\n", what, i);
    failed = 1;
}

static void try_accident(trials *t, size_t i) {
    begin_trial(i, false);
    const size_t other = t->other;
    packed p = copy(t->whole.bytes, i % 4 ? t->whole.length : below(t->whole.length));
    for (size_t n = 1 + below(3); n-- && i % 4;) p.bytes[somewhere(&p)] ^= (char)(1u << below(8));
    (void)try_pack(t, &p);
    if (t->other != other) report("a damaged pack says something else, and nobody is told", i);
    free(p.bytes);
}

static void try_attack(trials *t, size_t i) {
    begin_trial(i, true);
    packed p = copy(t->whole.bytes, t->whole.length);
    for (size_t n = below(3) ? 1 : 1 + below(4); n--;) change_something(&p);
    drg_pack_mend(p.bytes, p.length);
    (void)try_pack(t, &p);
    free(p.bytes);
}

static void tell(const char *what, const trials *t) {
    printf("ok %s: %zu refused, %zu told with a document, %zu the same, %zu something else\n", what, t->refused,
           t->told, t->same, t->other);
}

int main(int count, char **arguments) {
    static trials accidents, attacks;
    if (count < 3) return 2;
    const size_t each = strtoul(arguments[2], NULL, 10);
    const size_t first = count > 3 ? strtoul(arguments[3], NULL, 10) : 1;
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(tell_number);
    setvbuf(stdout, NULL, _IOLBF, 0);
    accidents.whole = read_pack(arguments[1]);
    drg_knowledge *k;
    if (!accidents.whole.bytes ||
        drg_knowledge_open_bytes((drg_text){accidents.whole.bytes, accidents.whole.length}, &k, NULL) != DRG_OK) {
        puts("not ok the pack does not open");
        return 1;
    }
    if (annotate(k, &accidents.expected) != DRG_OK || accidents.expected.length < 1000) report("it says nothing", 0);
    drg_knowledge_close(k);
    memcpy(&attacks, &accidents, sizeof attacks);
    for (size_t i = first; i < first + each && !failed; i++) try_accident(&accidents, i);
    tell("accidents", &accidents);
    for (size_t i = first; i < first + each; i++) try_attack(&attacks, i);
    tell("attacks", &attacks);
    free(accidents.whole.bytes);
    return failed;
}
