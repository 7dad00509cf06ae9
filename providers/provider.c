/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider, and the catalogue: a list in the order of its source with an index by domain. */
#include "providers/provider.h"

#include "base/limits.h"

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

gboolean
gw_provider_has_left (const GwProvider *provider)
{
  const GwFact *listed = &provider->facts.at[GW_FACT_LISTED];

  return listed->known && !listed->value.yes;
}

GwCatalogue *
gw_catalogue_new (GwOrigin origin, gint32 date)
{
  GwCatalogue *catalogue = g_new0 (GwCatalogue, 1);

  catalogue->providers = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_provider_free);
  catalogue->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  catalogue->notes = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (catalogue->notes);
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

guint
gw_catalogue_count (const GwCatalogue *catalogue)
{
  guint n = 0;

  g_return_val_if_fail (catalogue != NULL, 0);

  for (guint i = 0; i < catalogue->providers->len; i++)
    n += !gw_provider_has_left (g_ptr_array_index (catalogue->providers, i));
  return n;
}

void
gw_catalogue_remove (GwCatalogue *catalogue, guint index)
{
  g_return_if_fail (catalogue != NULL && index < catalogue->providers->len);

  GwProvider *provider = g_ptr_array_index (catalogue->providers, index);
  g_hash_table_remove (catalogue->by_domain, provider->domain);
  g_ptr_array_remove_index (catalogue->providers, index);
}

void
gw_catalogue_note (GwCatalogue *catalogue, char *text)
{
  g_return_if_fail (catalogue != NULL && text != NULL);

  catalogue->n_notes++;
  if (catalogue->notes->len < GW_LIMIT_LIST_NOTES)
    g_ptr_array_add (catalogue->notes, text);
  else
    g_free (text);
}

static void
absorb_provider (GwCatalogue *catalogue, GwProvider *from)
{
  GwProvider *provider = gw_catalogue_find (catalogue, from->domain);

  if (provider == NULL) {
    g_ptr_array_add (catalogue->providers, from);
    g_hash_table_insert (catalogue->by_domain, from->domain, from);
    return;
  }
  gw_facts_take (&provider->facts, &from->facts);
  provider->seen_at = MAX (provider->seen_at, from->seen_at);
  provider->is_builtin |= from->is_builtin;
  gw_provider_free (from);
}

void
gw_catalogue_absorb (GwCatalogue *catalogue, GwCatalogue *from)
{
  g_return_if_fail (catalogue != NULL && from != NULL && catalogue != from);

  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  g_ptr_array_extend_and_steal (providers, g_steal_pointer (&from->providers));
  from->providers = g_ptr_array_new ();
  for (guint i = 0; i < providers->len; i++)
    absorb_provider (catalogue, g_ptr_array_index (providers, i));
  for (guint i = 0; i < from->notes->len; i++)
    gw_catalogue_note (catalogue, g_strdup (g_ptr_array_index (from->notes, i)));
  catalogue->date = MAX (catalogue->date, from->date);
  gw_catalogue_free (from);
}
