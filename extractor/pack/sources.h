/* What a pack was made from: every folder and file that was read, so that a pack is never used that is stale.
 *
 *     gazetteers                    time
 *     gazetteers/country            time
 *     gazetteers/country/names…     time  size  sum of the bytes
 *
 * Where all times and sizes are the same, nothing is read but those: what a file system says of some hundred names. Where
 * one differs, the bytes decide: a copy, or a touched file, is fresh. A folder's time tells of names that came or went. The
 * time of writing can be set, and is by whatever unpacks or copies files; that of the last change of any kind (ctime) cannot,
 * so both count. A time so young that what was written next could have the same one (git calls such a file racily clean)
 * proves nothing; there the bytes decide, too.
 *
 * Paths are told from the folders of rules and gazetteers that were asked for, in their order: the same knowledge in
 * another place is the same knowledge. */
#ifndef DRG_SOURCES_H
#define DRG_SOURCES_H

#include "pack/transfer.h"

typedef struct { /* As it stands in a pack. */
    uint64_t bytes, sum;
    int64_t written, changed; /* mtime and ctime, in nanoseconds since 1970 */
    uint32_t root;            /* folders of rules first */
    uint32_t path;            /* of source_list.paths; from the root; "": the root itself */
    uint8_t is_folder;
    uint8_t is_young; /* its times prove nothing */
    uint8_t unused[6];
} source_item;

typedef struct {
    VECTOR(source_item) items; /* by root, then path */
    VECTOR(char) paths;        /* each ended by NUL */
    uint32_t rule_roots, gazetteer_roots;
} source_list;

/* Lists and reads what drg_rules_parse and drg_gazetteer_read would. DRG_NO_MEMORY; DRG_IO: a folder or file could not be
 * read. The caller clears *out in any case. */
drg_status drg_sources_take(const drg_sources *s, source_list *out);
void drg_sources_clear(source_list *s);
/* Do both hold the same names and bytes? */
bool drg_sources_equal(const source_list *a, const source_list *b);

typedef enum { SOURCES_SAME, SOURCES_SAME_BYTES, SOURCES_OTHER } sources_answer;
/* Are the sources what the list says? If they are not, `why` is told in words: "rules/en/dates.rules has changed". */
sources_answer drg_sources_compare(const source_list *list, const drg_sources *now, char *why, size_t room);

void drg_transfer_sources(transfer *t, source_list *s);

#endif
