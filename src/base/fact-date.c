/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days as facts carry them. */
#include "base/fact.h"

#define JULIAN_OF_EPOCH 719163  /* GDate's number for 1970-01-01 */
#define LAST_DATE       2932896 /* 9999-12-31 */

/* -1: not all of them are digits. */
static int
read_digits (const char *text, int n)
{
  int number = 0;

  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit (text[i]))
      return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

/* By hand and not by GDate: a list of ours may hold several hundred thousand dates. */
gint32
gw_date_parse_n (const char *text, gsize length)
{
  static const char shape[] = "YYYY-MM-DD";
  static const guint16 days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

  g_return_val_if_fail (text != NULL, 0);

  if (length != strlen (shape) || text[4] != '-' || text[7] != '-')
    return 0;
  int year = read_digits (text, 4), month = read_digits (text + 5, 2);
  int day = read_digits (text + 8, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 ||
      day > g_date_get_days_in_month ((GDateMonth)month, (GDateYear)year))
    return 0;
  int past = year - 1; /* whole years */
  int days = past * 365 + past / 4 - past / 100 + past / 400 + days_before[month - 1] + day;
  if (month > 2 && g_date_is_leap_year ((GDateYear)year))
    days++;
  return days - JULIAN_OF_EPOCH;
}

gint32
gw_date_parse (const char *text)
{
  g_return_val_if_fail (text != NULL, 0);

  return gw_date_parse_n (text, strlen (text));
}

char *
gw_date_format (gint32 date)
{
  if (date <= 0 || date > LAST_DATE)
    return g_strdup ("-");

  GDate calendar;
  g_date_clear (&calendar, 1);
  g_date_set_julian (&calendar, (guint32)(date + JULIAN_OF_EPOCH));
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&calendar),
                          (int)g_date_get_month (&calendar), g_date_get_day (&calendar));
}

gint32
gw_date_today (void)
{
  return (gint32)(g_get_real_time () / G_TIME_SPAN_DAY);
}
