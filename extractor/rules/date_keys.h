/* The keys of a rule's `date` fields: a closed list. What they may say stands in resolve/dates.h. */
#ifndef DRG_DATE_KEYS_H
#define DRG_DATE_KEYS_H

#define DATE_KEYS(X)                                                                                                   \
    X(year)                                                                                                            \
    X(month)                                                                                                           \
    X(day)                                                                                                             \
    X(weekday) X(hour) X(minute) X(zone) X(type) X(shift) X(unit) X(anchor) X(mod) X(start) X(quant) X(freq) X(calendar)

typedef enum {
#define X(key) DATE_KEY_##key,
    DATE_KEYS(X)
#undef X
        DATE_KEY_COUNT
} date_key;

#endif
