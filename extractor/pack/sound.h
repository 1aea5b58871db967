/* Soundness: does what a pack says of rules hold what matching relies on?
 *
 *     code   3 SPLIT 4 9      do 4 and 9 lie in the pattern of 3? does every loop come by a join, which stops it?
 *
 * Whoever makes a pack on purpose can write anything into it. Matching looks at no index twice: that it leads nowhere else
 * is seen to here, once, when a pack is opened. */
#ifndef DRG_SOUND_H
#define DRG_SOUND_H

#include "rules/program.h"

bool drg_labels_are_sound(const label_table *labels);
/* Its labels, gazetteer and tests are set, and sound themselves. */
bool drg_ruleset_is_sound(const ruleset *set);

#endif
