/* The document: spans of its text. See document.h. */
#include "resolve/document.h"

void drg_document_bytes(const drg_document *d, uint32_t first_token, uint32_t end_token, uint32_t *start,
                        uint32_t *end) {
    const bool empty = end_token <= first_token || end_token > d->tokens.count;
    *start = empty ? 0 : d->tokens.items[first_token].start_byte;
    *end = empty ? 0 : d->tokens.items[end_token - 1].end_byte;
}

drg_text drg_document_span(const drg_document *d, uint32_t first_token, uint32_t end_token) {
    uint32_t start, end;
    drg_document_bytes(d, first_token, end_token, &start, &end);
    if (start == end) return (drg_text){0};
    return (drg_text){d->text.text.bytes + start, end - start};
}
