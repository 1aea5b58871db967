/* A pack: compiled knowledge as one file, which is mapped and not read.
 *
 *     header | records | sections | sums of blocks |    sums of sections | arrays …
 *     what a pack is opened by: every block counts      each block when it is needed, against its sum (text/flat.h)
 *
 * It is of one build of Dragoman on one kind of machine: numbers lie in it as they lie in memory, and refer to one another
 * by index, so that it may be mapped anywhere, by any number of processes, which share its memory. Sums find out what was
 * altered by accident; whoever alters a pack on purpose makes the sums right, too, so no index in it is trusted (transfer.h).
 *
 * One is written beside its place and renamed into it: what stands there is always whole, and whoever has the old one
 * mapped keeps it. A pack that is written into while it is mapped is another matter: nothing can make that safe. */
#ifndef DRG_PACK_H
#define DRG_PACK_H

#include "pack/transfer.h"
#include "text/message.h"

typedef struct { /* Lifetime: the knowledge's that is read from it. Stays where it is: guards point at damaged_at. */
    const char *bytes;
    size_t length;
    void *mapped;              /* the same bytes, if they are mapped */
    _Atomic size_t damaged_at; /* the byte + 1 of the first block that was found wrong; 0: none so far */
} pack;

/* Maps the file and looks at it. Why it cannot be used becomes a message. DRG_IO: it cannot be opened; DRG_STALE: it is of
 * another version or kind of machine; DRG_BAD_KNOWLEDGE: it is no pack, or damaged. Then nothing is mapped. */
drg_status drg_pack_map(const char *path, pack *p, drg_messages *messages);
/* The same for bytes in memory, aligned as a page is, which stay the caller's. `path` is for messages. */
drg_status drg_pack_look(const char *path, pack *p, drg_messages *messages);
void drg_pack_unmap(pack *p);

/* Begins to read the records of a pack that was looked at, into `a`. */
void drg_pack_begin(pack *p, arena *a, transfer *t);
/* How it ended; a message if the pack says what cannot be, or more than was read. */
drg_status drg_pack_end(const char *path, const transfer *t, drg_messages *messages);

/* Is there a file with something in it that is no pack? Somebody may have named it by mistake. */
bool drg_pack_is_other(const char *path);
/* Writes what was transferred as the file `path`. DRG_IO: it could not be (a message says why); what stood there is as it was. */
drg_status drg_pack_save(const transfer *t, const char *path, drg_messages *messages);
/* Makes all sums of a pack in memory right that was changed: what who alters one on purpose can do. For tests. */
void drg_pack_mend(char *bytes, size_t length);

#endif
