/* Knowledge from a pack. See open_pack.h.
 *
 *     there is a pack    it is of the sources as they are      used
 *                        it is of others, or of another build  told; the sources are read
 *                        it is wrong                           told; the sources are read, if nobody has named it
 *                        there are no sources at all           used: there is nothing that it could be stale against
 *     there is none      the sources are read
 *
 * Who names a pack means that one: where it is none, or is not there, a service would go on slowly and not be noticed. Where it
 * has only grown old, what it was made for goes on. */
#include "cli/open_pack.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "pack/pack.h"

#define MAKES_ONE "`dragoman compile -o FILE` makes one"

/* What to do about it; NULL: nothing that is to be said. */
static const char *remedy(const options *o, const char *path, drg_status status) {
    const bool is_there = access(path, F_OK) == 0, is_own = o->rules.count + o->gazetteers.count > 0;
    if (status == DRG_IO) return is_there ? NULL : MAKES_ONE;
    if (o->pack && drg_pack_is_other(path)) return MAKES_ONE; /* not over what is there */
    if (status == DRG_STALE && is_own)
        return "`dragoman compile -o FILE` with the same --rules and --gazetteers makes one, for --pack FILE";
    return o->pack ? "`dragoman compile -o FILE` makes it anew" : "`dragoman compile` makes it anew";
}

/* Why the pack was refused: there is one message of it, or none if there was no memory for one. */
static drg_text reason(const drg_messages *messages, drg_status status) {
    if (drg_messages_count(messages)) return drg_messages_get(messages, 0).text;
    return drg_text_of(drg_status_text(status));
}

/* In one line. What the pack says of itself may be anything. */
static void tell_refused(const char *path, drg_text why, const char *what_then, const char *to_do) {
    fputs("dragoman: ", stderr);
    drg_terminal_put_text(stderr, drg_text_of(path));
    fputs(": ", stderr);
    drg_terminal_put_text(stderr, why);
    fprintf(stderr, "%s%s%s\n", what_then, to_do ? "; " : "", to_do ? to_do : "");
}

/* That there is none. */
static void tell_missing(const knowledge_place *p) {
    if (p->has_pack) drg_tell("there is no pack %s: `dragoman compile` makes one", p->pack);
    else (void)drg_place_has_rules(p); /* and no folder that it could lie in */
}

/* Whether it was opened, which is told if not; *instead: the sources will do. */
static bool open_pack(const options *o, const knowledge_place *p, drg_knowledge **knowledge, bool *instead) {
    const char *path = o->pack ? o->pack : p->pack;
    const drg_sources sources = drg_place_sources(p);
    const bool has_sources = sources.rule_folder_count + sources.gazetteer_folder_count > 0;
    drg_messages *messages = NULL;
    const drg_status status = drg_knowledge_open_pack(path, has_sources ? &sources : NULL, knowledge, &messages);
    *instead = !o->require_pack && p->has_rules && (!o->pack || status == DRG_STALE);
    if (status != DRG_OK)
        tell_refused(path, reason(messages, status),
                     *instead       ? "; rules and gazetteers are read instead"
                     : p->has_rules ? ""
                                    : "; and there are no rules and gazetteers",
                     remedy(o, path, status));
    drg_messages_free(messages);
    return status == DRG_OK;
}

/* The same where there may be none. */
static bool open_pack_if_any(const options *o, const knowledge_place *p, drg_knowledge **knowledge, bool *instead) {
    if (o->pack || (!o->no_pack && p->has_pack && access(p->pack, F_OK) == 0))
        return open_pack(o, p, knowledge, instead);
    *instead = !o->require_pack;
    if (o->require_pack) tell_missing(p);
    return false;
}

bool drg_knowledge_load_pack(const options *o, const char *program, drg_knowledge **knowledge) {
    knowledge_place p;
    bool opened = false, instead = false;
    *knowledge = NULL;
    if (drg_place_find(o, program, &p) == DRG_OK) opened = open_pack_if_any(o, &p, knowledge, &instead);
    drg_place_clear(&p);
    return opened || (instead && drg_knowledge_load(o, program, knowledge));
}
