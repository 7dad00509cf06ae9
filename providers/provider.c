/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider, and the catalogue: a list in the order of its source with an index by domain. */
#include "providers/provider.h"

GwProvider *
gw_provider_new (const char *domain)
{
  g_return_val_if_fail (domain != NULL, NULL);

  GwProvider *provider = g_new0 (GwProvider, 1);
  provider->domain = g_strdup (domain);
  return provider;
}

void
gw_provider_free (GwProvider *provider)
{
  if (provider == NULL)
    return;
  gw_facts_clear (&provider->facts);
  g_free (provider->domain);
  g_free (provider);
}

GwCatalogue *
gw_catalogue_new (GwOrigin origin, gint32 date)
{
  GwCatalogue *catalogue = g_new0 (GwCatalogue, 1);

  catalogue->providers = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_provider_free);
  catalogue->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->origin = origin;
  catalogue->date = date;
  return catalogue;
}

void
gw_catalogue_free (GwCatalogue *catalogue)
{
  if (catalogue == NULL)
    return;
  g_hash_table_unref (catalogue->by_domain);
  g_ptr_array_unref (catalogue->providers);
  g_free (catalogue);
}

GwProvider *
gw_catalogue_find (const GwCatalogue *catalogue, const char *domain)
{
  g_return_val_if_fail (catalogue != NULL && domain != NULL, NULL);

  return g_hash_table_lookup (catalogue->by_domain, domain);
}

GwProvider *
gw_catalogue_ensure (GwCatalogue *catalogue, const char *domain)
{
  GwProvider *provider = gw_catalogue_find (catalogue, domain);

  if (provider == NULL) {
    provider = gw_provider_new (domain);
    g_ptr_array_add (catalogue->providers, provider);
    g_hash_table_insert (catalogue->by_domain, provider->domain, provider);
  }
  return provider;
}
