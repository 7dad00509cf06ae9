/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and ages. */
#include "cli/when.h"

char *
gw_when_age (gint32 date, gint32 today)
{
  int days = MAX (today - date, 0);

  if (days == 0)
    return g_strdup (_ ("today"));
  return g_strdup_printf (ngettext_ ("%d day old", "%d days old", (gulong)days), days);
}

char *
gw_when_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;

  if (time == NULL)
    return g_strdup (_ ("never"));
  /* Translators: date and time in numbers, as strftime writes them; for German "%d.%m.%Y %H:%M". */
  return g_date_time_format (time, _ ("%Y-%m-%d %H:%M"));
}
