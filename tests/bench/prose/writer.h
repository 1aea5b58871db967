/* Writes texts by a grammar.
 *
 *     genre -> opening, paragraphs until it is long enough, closing -> sentences -> words and slots
 *
 * A text holds documents of all genres in turn; its sentences differ, all of them, through the life of the writer. */
#ifndef PROSE_WRITER_H
#define PROSE_WRITER_H

#include "grammar.h"

typedef struct writer writer;

/* NULL if memory is short, or if `g` has no list [genre]. The grammar must outlive the writer. Free it in any case. */
writer *writer_new(const grammar *g, uint64_t seed, uint32_t density);
void writer_free(writer *w);

/* The next text, of `size` bytes or up to a sentence more; it ends with a sentence. A large one comes in pieces: the sink
 * gets each as it is done. False if memory is short or the lists have no sentence left that is new. */
typedef void text_sink(void *user, const char *bytes, size_t length);
bool writer_write(writer *w, uint64_t size, text_sink *sink, void *user);

#endif
