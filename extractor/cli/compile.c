/* dragoman compile: all knowledge into a pack.
 *
 *     build/world.drg: 21.4 MB, made in 0.21 s of 1171 rules and 32 lists with 48210 names */
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/knowledge_folder.h"
#include "cli/messages.h"
#include "knowledge.h"
#include "pack/pack.h"

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double megabytes_of(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 ? (double)about.st_size / 1e6 : 0;
}

/* The rules for all languages are in every ruleset, and the last has nothing but those. */
static size_t rule_count(const drg_knowledge *k) {
    const size_t of_all = k->rulesets.items[k->rulesets.count - 1].facts.count;
    size_t count = of_all;
    for (size_t i = 0; i + 1 < k->rulesets.count; i++) count += k->rulesets.items[i].facts.count - of_all;
    return count;
}

static void tell_contents(const drg_knowledge *k) {
    fprintf(stderr, "%zu rules and %" PRIu32 " lists with %" PRIu32 " names\n", rule_count(k),
            drg_gazetteer_list_count(k->gazetteer), drg_gazetteer_written_name_count(k->gazetteer));
}

/* Is there a pack of exactly this? One that is so by its bytes alone is made anew, so that times alone will do. */
static bool is_fresh(const char *path, const drg_sources *sources) {
    drg_knowledge *k;
    const bool fresh = drg_knowledge_open_pack(path, sources, &k, NULL) == DRG_OK && k->sources_answer == SOURCES_SAME;
    drg_knowledge_close(k);
    if (fresh && isatty(STDERR_FILENO)) drg_tell("%s is fresh: %.1f MB", path, megabytes_of(path));
    return fresh;
}

/* What was written has to open. */
static exit_status tell_written(const char *path, const drg_sources *sources, double begin) {
    drg_knowledge *k;
    drg_messages *messages;
    const double end = seconds_now();
    const drg_status status = drg_knowledge_open_pack(path, sources, &k, &messages);
    (void)drg_messages_print(stderr, messages);
    drg_messages_free(messages);
    if (status == DRG_OK && isatty(STDERR_FILENO)) {
        fprintf(stderr, "%s: %.1f MB, made in %.2f s of ", path, megabytes_of(path), end - begin);
        tell_contents(k);
    }
    drg_knowledge_close(k);
    return status == DRG_OK ? STATUS_FINE : STATUS_DOCUMENT;
}

static exit_status write_pack(const char *path, const drg_sources *sources) {
    drg_messages *messages;
    const double begin = seconds_now();
    const drg_status status = drg_pack_write(sources, path, &messages);
    const message_counts counts = drg_messages_print(stderr, messages);
    drg_messages_free(messages);
    if (status == DRG_OK) return tell_written(path, sources, begin);
    if (!counts.errors) drg_tell("%s cannot be written: %s", path, drg_status_text(status));
    return status == DRG_BAD_KNOWLEDGE ? STATUS_KNOWLEDGE : STATUS_DOCUMENT;
}

/* What -o names by mistake, a text perhaps, is not lost. */
static bool may_be_written(const options *o) {
    if (!o->pack || o->force || !drg_pack_is_other(o->pack)) return true;
    drg_tell("%s is there, and is no pack: it stays as it is (--force replaces it)", o->pack);
    return false;
}

exit_status drg_command_compile(const options *o, const char *executable) {
    knowledge_place p;
    exit_status status = STATUS_KNOWLEDGE;
    if (o->operands.count)
        return drg_usage_error(COMMAND_COMPILE, "compile takes no file; where the pack goes: -o FILE");
    if (!may_be_written(o)) return STATUS_USAGE;
    if (drg_place_find(o, executable, &p) == DRG_OK && drg_place_has_rules(&p)) {
        const char *path = o->pack ? o->pack : p.pack;
        const drg_sources sources = drg_place_sources(&p);
        status = !o->force && is_fresh(path, &sources) ? STATUS_FINE : write_pack(path, &sources);
    }
    drg_place_clear(&p);
    return status;
}
