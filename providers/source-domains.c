/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of nothing but domains: an array of texts, such as the short form of the XMPP Providers
 * list. Standing on it is all that is known about them. */
#include "base/i18n.h"
#include "providers/list-json.h"
#include "providers/source-json.h"

static gint32
take_entry (GwListEntry *entry, const char *key, const json_t *json)
{
  const char *name = json_string_value (json);

  if (name)
    gw_list_entry_provider (entry, name);
  else
    gw_list_entry_note (entry, _ ("it names no provider"));
  return 0;
}

GwCatalogue *
gw_source_domains_parse (const char *text, gsize length, const char *subject, gint32 date,
                         GError **error)
{
  return gw_list_json_read (text, length, '[', subject, date, take_entry, error);
}

gboolean
gw_source_domains_recognize (const char *text, gsize length)
{
  gsize i = 0;
  gboolean is_array = FALSE;

  for (; i < length; i++) {
    if (text[i] == '[' && !is_array)
      is_array = TRUE;
    else if (text[i] == '\0' || strchr (" \t\r\n", text[i]) == NULL)
      break;
  }
  return is_array && i < length && text[i] == '"';
}
