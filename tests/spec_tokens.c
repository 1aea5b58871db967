/* Shows how a text is cut: reads it on standard input, prints a line a sentence, tokens separated by " | ".
 *
 *     $ printf "Russia's envoy left. He won." | spec_tokens
 *     Russia | 's | envoy | left | .
 *     He | won | .
 *
 * With --blocks an empty line stands between blocks. The `tokens` examples of tests/spec/ run through it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/tokens.h"
#include "text/utf8.h"

/* A few words that keep their dot: examples must not change when the gazetteer does. */
static const char *const kept[] = {"Mr.",   "Mrs.", "Ms.",  "Dr.",   "Prof.", "Gen.",   "Sen.", "St.",
                                   "No.",   "Nos.", "Art.", "Arts.", "para.", "paras.", "Jan.", "Feb.",
                                   "Sept.", "Oct.", "Nov.", "Dec.",  "Inc.",  "Ltd.",   "Co.",  "Corp.",
                                   "vs.",   "etc.", "e.g.", "i.e.",  "p.m.",  "a.m."};
enum { KEPT_COUNT = sizeof kept / sizeof *kept };

static bool read_all(FILE *file, char **bytes, size_t *length) {
    size_t room = 1 << 16;
    *length = 0;
    for (*bytes = malloc(room); *bytes; *bytes = realloc(*bytes, room *= 2)) {
        *length += fread(*bytes + *length, 1, room - *length, file);
        if (*length < room) return !ferror(file);
    }
    return false;
}

static void print_tokens(drg_text text, const token *tokens, size_t count, bool blocks) {
    for (size_t i = 0; i < count; i++) {
        const token t = tokens[i];
        if (i && t.flags & TOKEN_BLOCK_START && blocks) puts("\n");
        else if (i && t.flags & (TOKEN_SENTENCE_START | TOKEN_BLOCK_START)) puts("");
        else if (i) fputs(" | ", stdout);
        fwrite(text.bytes + t.start_byte, 1, t.end_byte - t.start_byte, stdout);
    }
    if (count) puts("");
}

int main(int count, char **arguments) {
    const bool blocks = count > 1 && strcmp(arguments[1], "--blocks") == 0;
    drg_text words[KEPT_COUNT];
    for (size_t i = 0; i < KEPT_COUNT; i++) words[i] = drg_text_of(kept[i]);
    char *bytes;
    size_t length;
    abbreviations *known = NULL;
    measured_text measured = {0};
    token_vector tokens = {0};
    const bool fine = read_all(stdin, &bytes, &length) && drg_abbreviations_new(words, KEPT_COUNT, &known) == DRG_OK &&
                      drg_measured_text_init(&measured, (drg_text){bytes, length}) == DRG_OK &&
                      drg_tokenize(measured.text, known, &tokens) == DRG_OK;
    if (fine) print_tokens(measured.text, tokens.items, tokens.count, blocks);
    else fputs("spec_tokens: the text cannot be cut\n", stderr);
    VECTOR_CLEAR(tokens);
    drg_measured_text_clear(&measured);
    drg_abbreviations_free(known);
    free(bytes);
    return !fine;
}
