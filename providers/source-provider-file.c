/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider says of itself: one flat object, with those keys of a v2 entry that only its
 * operator can know. */
#include "providers/source.h"

#include "base/limits.h"
#include "providers/list-json.h"
#include "providers/source-v2-fields.h"

GwCatalogue *
gw_source_provider_file_parse (const char *bytes, gsize length, const char *domain, gint32 date,
                               GError **error)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  if (!gw_list_text (&bytes, &length, GW_LIMIT_PROVIDER_FILE, domain, error))
    return NULL;
  json_t *json = gw_list_json_object (bytes, length, domain, error);
  if (json == NULL)
    return NULL;
  date = MIN (date, gw_date_today ());
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_PROVIDER, date);
  GwProvider *provider = gw_catalogue_ensure (catalogue, domain);
  const GwListEntry entry = {catalogue, 0, provider->domain};
  gw_v2_read_fields (&entry, json, GW_V2_PROVIDER_FILE, date, &provider->facts);
  json_decref (json);
  return g_steal_pointer (&catalogue);
}
