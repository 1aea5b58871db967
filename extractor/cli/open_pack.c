/* Knowledge from a pack. See open_pack.h.
 *
 *     there is a pack    it is of the sources as they are    used
 *                        it is not, or it is wrong           told; the sources are read
 *                        there are no sources at all         used: there is nothing that it could be stale against
 *     there is none      the sources are read */
#include "cli/open_pack.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "cli/terminal.h"

/* Why the pack was refused: there is one message of it, or none if there was no memory for one. */
static drg_text reason(const drg_messages *messages, drg_status status) {
    if (drg_messages_count(messages)) return drg_messages_get(messages, 0).text;
    return drg_text_of(drg_status_text(status));
}

/* In one line. What the pack says of itself may be anything. */
static void tell_refused(const char *path, drg_text why, const char *what_then) {
    fputs("dragoman: ", stderr);
    drg_terminal_put_text(stderr, drg_text_of(path));
    fputs(": ", stderr);
    drg_terminal_put_text(stderr, why);
    fprintf(stderr, "; %s\n", what_then);
}

/* Whether it was opened; if not, it has been told, where there is something to tell. */
static bool open_pack(const options *o, const knowledge_place *p, drg_knowledge **knowledge) {
    const char *path = o->pack ? o->pack : p->pack;
    const drg_sources sources = drg_place_sources(p);
    const bool has_sources = sources.rule_folder_count + sources.gazetteer_folder_count > 0;
    if (!o->pack && (!p->has_pack || access(path, F_OK) != 0)) {
        if (o->require_pack) drg_tell("there is no pack %s: `dragoman compile` makes one", path);
        return false;
    }
    drg_messages *messages = NULL;
    const drg_status status = drg_knowledge_open_pack(path, has_sources ? &sources : NULL, knowledge, &messages);
    if (status != DRG_OK)
        tell_refused(path, reason(messages, status),
                     o->require_pack ? "`dragoman compile` makes it anew"
                     : p->has_rules  ? "rules and gazetteers are read instead; `dragoman compile` makes it anew"
                                     : "and there are no rules and gazetteers");
    drg_messages_free(messages);
    return status == DRG_OK;
}

bool drg_knowledge_load_pack(const options *o, const char *program, drg_knowledge **knowledge) {
    knowledge_place p;
    bool opened = false;
    *knowledge = NULL;
    if (drg_place_find(o, program, &p) == DRG_OK) opened = open_pack(o, &p, knowledge);
    drg_place_clear(&p);
    return opened || (!o->require_pack && drg_knowledge_load(o, program, knowledge));
}
