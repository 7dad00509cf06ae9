/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what was seen from here: one file of our own lines, rewritten whole under a lock.
 */
#include "providers/seen.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/source.h"

#define FILE_NAME     "seen.list"
#define LOCK_NAME     "seen.lock"
#define DAYS_KEPT     180
#define PROVIDERS_MAX 1000

/* A lock of the kernel's does not tell threads of one process apart as patiently as this does. */
static GMutex writers;

static GwCatalogue *
load (GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autofree char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, GW_LIMIT_LIST_BYTES, &bytes, &length, error))
    return NULL;
  if (bytes == NULL)
    return gw_catalogue_new (GW_ORIGIN_PROBE, 0);
  return gw_source_lines_parse (bytes, length, GW_LIMIT_LIST_BYTES, path, error);
}

static gboolean
save (GwCatalogue *catalogue, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autofree char *lines = gw_source_lines_print (catalogue);
  g_autofree char *text = g_strconcat (
      "# What Gangway saw of providers from here. It may be deleted at any time.\n", lines, NULL);

  return gw_store_write (path, text, strlen (text), error);
}

static gint32
newest_date (const GwFacts *facts)
{
  gint32 newest = 0;

  for (int i = 0; i < GW_N_FACTS; i++)
    if (facts->at[i].known)
      newest = MAX (newest, facts->at[i].date);
  return newest;
}

/* Who was touched last comes first. */
static int
compare_age (gconstpointer a, gconstpointer b)
{
  const GwProvider *one = *(const GwProvider *const *)a;
  const GwProvider *two = *(const GwProvider *const *)b;
  gint32 date_one = newest_date (&one->facts);
  gint32 date_two = newest_date (&two->facts);

  if (date_one != date_two)
    return date_one > date_two ? -1 : 1;
  return (one->seen_at < two->seen_at) - (one->seen_at > two->seen_at);
}

static void
drop_old (GwCatalogue *catalogue)
{
  GPtrArray *all = catalogue->providers;
  guint kept = 0;

  g_ptr_array_sort (all, compare_age);
  while (kept < all->len && kept < PROVIDERS_MAX) {
    const GwProvider *provider = g_ptr_array_index (all, kept);
    if (newest_date (&provider->facts) < gw_date_today () - DAYS_KEPT)
      break;
    kept++;
  }
  for (guint i = kept; i < all->len; i++)
    g_hash_table_remove (catalogue->by_domain, ((GwProvider *)g_ptr_array_index (all, i))->domain);
  g_ptr_array_set_size (all, (int)kept);
}

static gboolean
is_of_a_probe (const GwFacts *facts)
{
  for (int i = 0; i < GW_N_FACTS; i++)
    if (facts->at[i].known && facts->at[i].origin == GW_ORIGIN_PROBE)
      return TRUE;
  return FALSE;
}

static void
merge (GwCatalogue *catalogue, const char *domain, const GwFacts *facts)
{
  GwProvider *provider = gw_catalogue_ensure (catalogue, domain);

  gw_facts_merge (&provider->facts, facts);
  if (is_of_a_probe (facts))
    provider->seen_at = g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
merge_and_save (const GwCatalogue *found, GError **error)
{
  g_autoptr (GwCatalogue) catalogue = load (error);

  if (catalogue == NULL)
    return FALSE;
  for (guint i = 0; i < found->providers->len; i++) {
    const GwProvider *provider = found->providers->pdata[i];
    merge (catalogue, provider->domain, &provider->facts);
  }
  catalogue->date = gw_date_today ();
  drop_old (catalogue);
  return save (catalogue, error);
}

gboolean
gw_seen_save_all (const GwCatalogue *found, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, LOCK_NAME);
  g_mutex_lock (&writers);
  int fd = gw_store_lock_soon (path, error);
  gboolean saved = fd >= 0 && merge_and_save (found, error);
  if (fd >= 0)
    close (fd);
  g_mutex_unlock (&writers);
  return saved;
}

gboolean
gw_seen_save (const char *domain, const GwFacts *facts, GError **error)
{
  g_return_val_if_fail (domain != NULL && facts != NULL, FALSE);

  g_autofree char *normal = gw_domain_normalize (domain, error);
  if (normal == NULL)
    return FALSE;
  g_autoptr (GwCatalogue) found = gw_catalogue_new (GW_ORIGIN_PROBE, 0);
  merge (found, normal, facts);
  return gw_seen_save_all (found, error);
}

gboolean
gw_seen_apply (GwCatalogue *catalogue, GError **error)
{
  g_return_val_if_fail (catalogue != NULL, FALSE);

  g_autoptr (GwCatalogue) seen = load (error);
  if (seen == NULL)
    return FALSE;
  for (guint i = 0; i < seen->providers->len; i++) {
    const GwProvider *from = g_ptr_array_index (seen->providers, i);
    GwProvider *provider = gw_catalogue_find (catalogue, from->domain);
    if (provider == NULL)
      continue;
    gw_facts_merge (&provider->facts, &from->facts);
    provider->seen_at = from->seen_at;
  }
  return TRUE;
}

guint
gw_seen_count (void)
{
  g_autoptr (GwCatalogue) seen = load (NULL);

  return seen ? seen->providers->len : 0;
}

gint64
gw_seen_lookup (const char *domain, GwFacts *facts)
{
  g_return_val_if_fail (domain != NULL && facts != NULL, 0);

  g_autoptr (GwCatalogue) seen = load (NULL);
  const GwProvider *provider = seen ? gw_catalogue_find (seen, domain) : NULL;
  if (provider == NULL)
    return 0;
  gw_facts_merge (facts, &provider->facts);
  return provider->seen_at;
}
