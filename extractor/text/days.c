/* Days as knowledge writes them. See days.h. What documents say of dates is another matter: resolve/. */
#include "text/days.h"

#include <string.h>

static bool read_digits(const char *bytes, int count, int32_t *out) {
    for (*out = 0; count--; bytes++) {
        if (*bytes < '0' || *bytes > '9') return false;
        *out = *out * 10 + (*bytes - '0');
    }
    return true;
}

int32_t drg_days_in_month(int32_t year, int32_t month) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool drg_is_day(drg_text text) {
    int32_t year, month, day;
    if (text.length != 10 || text.bytes[4] != '-' || text.bytes[7] != '-') return false;
    if (!read_digits(text.bytes, 4, &year) || !read_digits(text.bytes + 5, 2, &month) ||
        !read_digits(text.bytes + 8, 2, &day))
        return false;
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= drg_days_in_month(year, month);
}

bool drg_is_date(drg_text text) {
    char day[] = "YYYY-01-01"; /* its first day */
    if (text.length != 4 && text.length != 7 && text.length != 10) return false;
    memcpy(day, text.bytes, text.length);
    return drg_is_day((drg_text){day, 10});
}
