/* Which build this is. See build.h. */
#include "pack/build.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <utf8proc.h>

#include "fingerprint.h" /* made by fingerprint.py */

#ifdef DRG_SMALL_BOUNDS
#define BOUNDS "-small"
#else
#define BOUNDS ""
#endif

const char *drg_build(void) {
    return DRG_FINGERPRINT BOUNDS;
}

void drg_build_libraries(char *text, size_t room) {
    char pcre2[64] = ""; /* "10.42 2022-12-11": at most 24, says its manual */
    (void)pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    char *date = pcre2;
    while (*date && *date != ' ') date++;
    *date = '\0';
    snprintf(text, room, "pcre2 %.20s, utf8proc %.16s", pcre2, utf8proc_version());
}
