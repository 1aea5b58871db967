/* Near names: names of the gazetteers that are nearly a piece of text, for who asks why it was not found.
 *
 *     OECD       wanted in exactly this case    text: Oecd
 *     Pact       inflect none                   text: Pacts
 *     Accra      one letter off                 text: Acra
 *     Lima Pact on Bells and Whistles           text: Lima Pact on Bells         a part of the name
 *
 * Every name of the lists in question is compared: for explanations, not for running text. */
#ifndef DRG_NEAR_NAME_H
#define DRG_NEAR_NAME_H

#include "lexicon/gazetteer.h"

typedef enum {
    NEAR_SAME,      /* the same, when case and accents are left out; and it is of any case */
    NEAR_CASE,      /* the same, but the name wants exactly its own case */
    NEAR_INFLECTED, /* the same words in other forms: stems agree */
    NEAR_LETTER,    /* one letter is another, or one too many or too few; of a long name two */
    NEAR_PART,      /* the text is the beginning, the end or a middle of the name, whole words of it */
    NEAR_SHORTER    /* the name is most of the text, whole words of it */
} nearness;

typedef struct {
    uint32_t name; /* name_id.n */
    nearness how;
    uint32_t apart; /* letters that differ: the fewer, the nearer */
} near_name;

/* The names of lists with this label (empty: of any list with a label) that are nearest to `text`, the nearest first: at
 * most `room` into `out`. `language`: that of the text, for its stems. */
drg_status drg_near_names(const gazetteer *g, drg_text text, drg_text language, drg_text label, near_name *out,
                          uint32_t room, uint32_t *count);

#endif
