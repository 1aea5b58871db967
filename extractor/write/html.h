/* Documents as one page of HTML, whole in itself: no script, nothing from the network.
 *
 *     drg_html_begin(&page, "Briefings", sink);
 *     drg_html_document(&page, document, only);       as often as there are documents
 *     status = drg_html_end(&page);
 *
 * The text stands as it was read, and each entity is a <mark> of it, with what is known of it in its title. Without the
 * tags the text is the document's, but for control characters, which HTML does not have: they are U+FFFD. */
#ifndef DRG_HTML_H
#define DRG_HTML_H

#include "write/layers.h"

typedef struct { /* Lifetime: the writing of one page. */
    drg_sink sink;
    bool refused;
    size_t document_count;
} html_page;

/* A title is any bytes. A sink that refuses makes the page deaf; drg_html_end tells. */
void drg_html_begin(html_page *p, drg_text title, drg_sink sink);
/* Only entities of the labels of `only`; events and turns if the labels that make them are among those. DRG_NO_MEMORY. */
drg_status drg_html_document(html_page *p, const drg_document *d, label_choice only);
/* DRG_IO: the sink refused. */
drg_status drg_html_end(html_page *p);

#endif
