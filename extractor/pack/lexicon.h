/* The lexicon in a pack: vocabularies, gazetteers and word tests, written and read by the same lines (transfer.h).
 *
 * Writing changes nothing that could be seen: of word tests, it works out what the pack is to say besides. Reading makes what *v, *g, *tests are set to: large arrays are the pack's, read when they are
 * needed; the rest is checked here, and lies in t->arena. They are freed as those that were made of sources; on a failure
 * (t->status), too, if they are not NULL. */
#ifndef DRG_PACK_LEXICON_H
#define DRG_PACK_LEXICON_H

#include "lexicon/tests.h"
#include "lexicon/gazetteer.h"
#include "pack/transfer.h"

void drg_transfer_vocabulary(transfer *t, vocabulary **v);
/* `v`: the vocabulary that its names' words are of. */
void drg_transfer_gazetteer(transfer *t, const vocabulary *v, gazetteer **g);
/* `v`, `g`: whose strings and entries they ask for. */
void drg_transfer_word_tests(transfer *t, const vocabulary *v, const gazetteer *g, word_tests **tests);

#endif
