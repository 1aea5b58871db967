/* prose: text for the benchmark, of any size, that behaves as diplomatic and news prose does.
 *
 *     options -> grammar_read (the lists) -> writer_write, once for a text or once a document -> standard output */
#include "grammar.h"
#include "writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char USAGE[] =
    "usage: prose --bytes SIZE [--seed N] [--density N] [--documents [--document-bytes SIZE]]\n"
    "\n"
    "Writes English prose to standard output: briefings, chronologies, communiqués, news reports, press releases,\n"
    "resolutions, summaries of meetings, treaties and speeches, in turn. Names of people, places and firms are made up "
    "as it\n"
    "goes, so that new words keep coming; no sentence comes twice. The same options give the same bytes on every "
    "machine.\n"
    "\n"
    "  --bytes SIZE           so many bytes, or up to a sentence more; 64K, 20M and 1G are understood (K is 1000)\n"
    "  --seed N               another number, another text (1)\n"
    "  --density N            annotations a KB, roughly: 0 has hardly any names and dates, 20 is usual, 40 is much "
    "(20)\n"
    "  --documents            JSON Lines, a document a line: {\"id\":\"d1\",\"text\":\"…\"}; --bytes counts the texts "
    "alone\n"
    "  --document-bytes SIZE  the size of each (1K)\n"
    "  --lists FOLDER         the folder of lists to write by, if not the one that the program was built with\n"
    "\n"
    "examples:\n"
    "  prose --bytes 20M > /tmp/prose.txt\n"
    "  prose --bytes 10M --seed 7 --documents --document-bytes 1K > /tmp/prose.jsonl\n";

typedef struct {
    uint64_t bytes, seed, density, document_bytes;
    bool documents, help;
    const char *lists;
} options;

/* --- Options ------------------------------------------------------------------------------------------------------------ */

/* A number, with K, M or G behind it if `sizes`. */
static bool parse_number(const char *text, bool sizes, uint64_t *number) {
    char *end;
    if (text[0] < '0' || text[0] > '9') return false;
    errno = 0;
    *number = strtoull(text, &end, 10);
    if (errno) return false;
    static const char UNITS[] = "KMG";
    const char *unit = sizes && *end ? strchr(UNITS, *end) : NULL;
    for (const char *u = UNITS; unit && u <= unit; u++) {
        if (*number > UINT64_MAX / 1000) return false;
        *number *= 1000;
    }
    return *(unit ? end + 1 : end) == '\0';
}

/* Where the value of a number option goes; NULL if there is no such option. */
static uint64_t *number_option(options *o, const char *name, bool *size) {
    const struct {
        const char *name;
        uint64_t *number;
        bool size;
    } known[] = {
        {"--bytes",          &o->bytes,          true },
        {"--document-bytes", &o->document_bytes, true },
        {"--seed",           &o->seed,           false},
        {"--density",        &o->density,        false},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        *size = known[i].size;
        if (strcmp(name, known[i].name) == 0) return known[i].number;
    }
    return NULL;
}

static bool bad(const char *what, const char *name) {
    fprintf(stderr, "prose: %s: %s\n`prose --help` tells what it understands.\n", what, name);
    return false;
}

static bool parse_options(int count, char **arguments, options *o) {
    for (int i = 1; i < count; i++) {
        const char *name = arguments[i];
        bool size;
        uint64_t *number = number_option(o, name, &size);
        if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) o->help = true;
        else if (strcmp(name, "--documents") == 0) o->documents = true;
        else if (!number && strcmp(name, "--lists") != 0) return bad("unknown option", name);
        else if (++i == count) return bad("a value is missing", name);
        else if (!number) o->lists = arguments[i];
        else if (!parse_number(arguments[i], size, number)) return bad("not a number", arguments[i]);
    }
    if (!o->help && !o->bytes) return bad("how much? Give a size of at least 1", "--bytes");
    if (!o->document_bytes) return bad("a document has at least one byte", "--document-bytes");
    if (o->density > 1000) return bad("at most 1000", "--density");
    return true;
}

/* --- Output ------------------------------------------------------------------------------------------------------------- */

static void print(void *total, const char *bytes, size_t length) {
    fwrite(bytes, 1, length, stdout);
    *(uint64_t *)total += length;
}

/* Inside a JSON string: the prose has line feeds and quotes to be escaped, and no other control. */
static void print_escaped(void *total, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') fputs("\\n", stdout);
        else {
            if (bytes[i] == '"' || bytes[i] == '\\') putchar('\\');
            putchar(bytes[i]);
        }
    }
    *(uint64_t *)total += length;
}

static bool print_documents(writer *w, const options *o) {
    bool fine = true;
    uint64_t total = 0;
    for (uint64_t i = 1; fine && total < o->bytes; i++) {
        const uint64_t left = o->bytes - total;
        printf("{\"id\":\"d%" PRIu64 "\",\"text\":\"", i);
        fine = writer_write(w, left < o->document_bytes ? left : o->document_bytes, print_escaped, &total);
        puts("\"}");
    }
    return fine;
}

static bool print_text(writer *w, const options *o) {
    uint64_t total = 0;
    const bool fine = writer_write(w, o->bytes, print, &total);
    putchar('\n');
    return fine;
}

/* --- The program -------------------------------------------------------------------------------------------------------- */

static int fail(const char *what) {
    fprintf(stderr, "prose: %s\n", what);
    return 1;
}

static int write_prose(const options *o, const grammar *g) {
    if (!g) return fail("out of memory");
    if (g->message[0]) return fail(g->message);
    writer *w = writer_new(g, o->seed, (uint32_t)o->density);
    if (!w) return fail("out of memory, or the lists have no [genre | opening | paragraph | closing]");
    const bool fine = o->documents ? print_documents(w, o) : print_text(w, o);
    writer_free(w);
    if (!fine) return fail("out of memory, or of sentences: the lists have too few for a text of this size");
    if (fflush(stdout) || ferror(stdout)) return fail("cannot write");
    return 0;
}

int main(int count, char **arguments) {
    options o = {.seed = 1, .density = 20, .document_bytes = 1000, .lists = PROSE_LISTS};
    if (!parse_options(count, arguments, &o)) return 2;
    if (o.help) return fputs(USAGE, stdout) == EOF;
    grammar *g = grammar_read(o.lists);
    const int status = write_prose(&o, g);
    grammar_free(g);
    return status;
}
