/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of contacts as text. */
#include "cli/contacts-text.h"

void
gw_contacts_text_print (GwEngine *engine)
{
  g_return_if_fail (engine != NULL);

  g_autoptr (GPtrArray) log = gw_engine_contact_log (engine);

  for (guint i = 0; i < log->len; i++) {
    const GwContactEntry *entry = log->pdata[i];
    g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (entry->when);
    g_autofree char *time = g_date_time_format (when, "%T");
    g_printerr ("%s  %s  %s  %s  %s\n", time, entry->domain, entry->address,
                gw_purpose_name (entry->purpose), entry->what);
  }
}
