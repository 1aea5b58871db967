/* Days as knowledge writes them: 2024-06-20, and in tables also 2024-06 and 2024. */
#ifndef DRG_DAYS_H
#define DRG_DAYS_H

#include "text/texts.h"

/* Whether `YYYY-MM-DD` is a day of the years 1 to 9999. */
bool drg_is_day(drg_text text);
/* How many days month 1 … 12 of a year has. */
int32_t drg_days_in_month(int32_t year, int32_t month);
/* A day, or a month or year alone. */
bool drg_is_date(drg_text text);

#endif
