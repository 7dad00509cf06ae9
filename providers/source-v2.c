/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers list, version 2, category A to D: an array of flat objects. Version 1 had the
 * same form. Which key becomes which fact stands in source-v2-fields.c. */
#include "base/i18n.h"
#include "providers/list-json.h"
#include "providers/source-json.h"
#include "providers/source-v2-fields.h"

static gint32
take_entry (GwListEntry *entry, const char *key, const json_t *json)
{
  const json_t *jid = json_object_get (json, "jid");
  const char *name = json_string_value (jid);

  if (name == NULL) {
    if (jid)
      gw_list_entry_note_key (entry, "jid", _ ("is not a text"));
    else
      gw_list_entry_note (entry, _ ("it names no provider"));
    return 0;
  }
  GwProvider *provider = gw_list_entry_provider (entry, name);
  return provider ? gw_v2_read_fields (entry, json, GW_V2_FLAT, 0, &provider->facts) : 0;
}

GwCatalogue *
gw_source_v2_parse (const char *text, gsize length, const char *subject, gint32 date,
                    GError **error)
{
  return gw_list_json_read (text, length, '[', subject, date, take_entry, error);
}
