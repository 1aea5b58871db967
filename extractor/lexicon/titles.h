/* Titles: the entries of lists whose entries have titles, by the words of these, whatever their order.
 *
 *     Treaty on the Non-Proliferation of Nuclear Weapons   ->  { treaty nonprolifer nuclear weapon }  ->  npt
 *     UN Convention against Torture, United Nations Convention Against Torture  ->  { convent against tortur }
 *
 * A key is a sum over the words that count, by their stems: none of them may be missing, none more be there. The list
 * `title_filler` holds those that do not count: small words, and those in the names of countries, which are compared
 * otherwise. Nor do years. Words that a hyphen joins are one: co-operation is cooperation. */
#ifndef DRG_TITLES_H
#define DRG_TITLES_H

#include "lexicon/gazetteer.h"

typedef struct { /* A key that is being made; begins as zeros. */
    uint64_t key;
    uint32_t count; /* of words that count */
    bool counts;    /* the last word did … */
    uint64_t last;  /* … and added so much … */
    uint64_t run;   /* … from what it and those joined to it are, folded */
} title_words;

/* One more word of a title. `joined`: only a hyphen stands between it and the one before. */
void drg_title_add(const gazetteer *g, title_words *t, drg_text folded, drg_text stem, bool joined);

/* How many titles have this key, and the entry of one of them, i from 0 on; one entry comes once. */
uint32_t drg_titles_count(const gazetteer *g, const title_words *t, uint32_t *first);
uint32_t drg_titles_entry(const gazetteer *g, uint32_t title);

/* For the gazetteer's compilation, when all lists, entries and names are there. DRG_NO_MEMORY. */
drg_status drg_titles_make(gazetteer *g);

#endif
