/* Labels that the command line names. See known_labels.h. */
#include "cli/known_labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounds.h"
#include "text/message.h"

bool drg_label_parse(const label_table *t, drg_text asked, label_id *of, form_id *form) {
    const char *dot = asked.length ? memchr(asked.bytes, '.', asked.length) : NULL;
    const drg_text name = {asked.bytes, dot ? (size_t)(dot - asked.bytes) : asked.length};
    *of = name.length ? drg_label_find(t, name) : (label_id){NO_FORM};
    *form = (form_id){NO_FORM};
    if (!asked.length) return true;
    if (of->n == NO_FORM || !dot) return of->n != NO_FORM;
    *form = drg_form_find(&t->labels[of->n], (drg_text){dot + 1, asked.length - name.length - 1});
    return form->n != NO_FORM;
}

/* ", did you mean X?" or ": A, B, C"; the caller frees it; NULL: there is no memory. */
static char *what_there_is(drg_text asked, const drg_text *all, size_t count) {
    char *text = NULL;
    size_t length;
    const drg_text nearest = drg_nearest(asked, all, count);
    FILE *to = open_memstream(&text, &length);
    if (!to) return NULL;
    if (nearest.length) fprintf(to, "did you mean '%.*s'?", SHOW(nearest));
    else fputs("there are: ", to);
    for (size_t i = 0; i < count && !nearest.length; i++) fprintf(to, "%s%.*s", i ? ", " : "", SHOW(all[i]));
    return fclose(to) == 0 ? text : NULL;
}

exit_status drg_name_unknown(command_id command, const char *what, drg_text asked, const drg_text *all, size_t count) {
    char *there = what_there_is(asked, all, count);
    drg_usage_error(command, "there is no %s '%.*s'; %s", what, SHOW_SHORT(asked),
                    there ? there : "labels.rules declares them");
    free(there);
    return STATUS_USAGE;
}

/* Of a label that is there, what is wrong is the form. */
exit_status drg_label_unknown(command_id command, const label_table *t, drg_text asked) {
    drg_text names[LABELS_MOST];
    label_id of;
    form_id form;
    drg_label_parse(t, asked, &of, &form);
    if (of.n != NO_FORM && form.n == NO_FORM && t->labels[of.n].form_count) {
        const label *l = &t->labels[of.n];
        const drg_text rest = {asked.bytes + l->name.length + 1, asked.length - l->name.length - 1};
        char what[64];
        snprintf(what, sizeof what, "form of %.*s", SHOW(text_cut(l->name, 40)));
        return drg_name_unknown(command, what, rest, l->forms, l->form_count);
    }
    for (uint32_t i = 0; i < t->label_count; i++) names[i] = t->labels[i].name;
    return drg_name_unknown(command, "label", asked, names, t->label_count);
}
