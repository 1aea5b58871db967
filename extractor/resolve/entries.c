/* Entries: an annotation that a gazetteer's name made, or merged with, denotes that entry.
 *
 *     Russian Federation   name of RUS   ->   value RUS, the referent of RUS */
#include "resolve/steps.h"

drg_status drg_resolve_entry(resolution *x, uint32_t id) {
    drg_document *d = x->document;
    settled_facts *facts = facts_at(d, id);
    if (facts->entry == NO_ID) return DRG_OK;
    facts->value = drg_gazetteer_entries(d->gazetteer)[facts->entry].id;
    return drg_referent_of_entry(x, annotation_at(d, id)->label, facts->entry, &facts->referent);
}
