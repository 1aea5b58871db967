/* Which build of Dragoman this is: a pack made by another one is not used, for what it means may have changed. */
#ifndef DRG_BUILD_H
#define DRG_BUILD_H

#include <stddef.h>

/* A number made of all sources of the library (fingerprint.py). Static. */
const char *drg_build(void);
/* The libraries that compiled knowledge depends on, as they are at run time: "pcre2 10.42, utf8proc 2.8.0". */
void drg_build_libraries(char *text, size_t room);

#endif
