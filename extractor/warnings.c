/* Warnings of the second order. See warnings.h.
 *
 *     rules/check_use.c     what nothing uses: lists, definitions, labels; rules without an example
 *     rules/check_stems.c   ~words that take other words, too
 *     rules/check_names.c   names that collide, are common words, or that no text can match
 *     lexicon/check_cells.c cells that are not what their tables declare: dates, codes, ids of other lists */
#include "warnings.h"

#include "common_names.h"
#include "lexicon/check_cells.h"
#include "rules/check_names.h"
#include "rules/check_stems.h"
#include "rules/check_use.h"

drg_status drg_knowledge_warn(const drg_knowledge *k, drg_messages *messages) {
    TRY(drg_check_use(&k->trees, k->gazetteer, messages));
    TRY(drg_check_stems(&k->trees, k->gazetteer, k->vocabulary, messages));
    TRY(drg_check_cells(k->gazetteer, messages));
    TRY(drg_check_names(k->trees.labels, k->gazetteer, k->vocabulary, messages));
    return drg_check_common_names(k, messages);
}
