/* Names that are common words of the language, and come out where only the word is meant. */
#ifndef DRG_COMMON_NAMES_H
#define DRG_COMMON_NAMES_H

#include "knowledge.h"

/* Warns of every name of one word that stands in the list `common_word`, too, and is annotated where it is written small
 * between words that say nothing: no evidence speaks against it. Not of entries that their list excepts (`# check common but ID`). DRG_NO_MEMORY. */
drg_status drg_check_common_names(const drg_knowledge *k, drg_messages *messages);

#endif
