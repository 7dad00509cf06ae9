/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list as a model. */
#include "provider-list.h"

struct _GangwayProviderList {
  GObject parent_instance;

  GListStore *store;
  GHashTable *by_domain; /* domain, GangwayProvider: both of the items in the store */
  GError *error;
  gint32 date;
};

G_DEFINE_FINAL_TYPE (GangwayProviderList, gangway_provider_list, G_TYPE_OBJECT)

/* Inside a tier those come first that can be had from this window; else the ranking's order. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  GangwayProvider *one = *(GangwayProvider *const *)a, *other = *(GangwayProvider *const *)b;
  int tiers = (int)gangway_provider_get_tier (one) - (int)gangway_provider_get_tier (other);

  return tiers ? tiers : gangway_provider_is_in_app (other) - gangway_provider_is_in_app (one);
}

static GPtrArray *
make_items (GangwayProviderList *self, const GwRanking *ranking)
{
  GPtrArray *items = g_ptr_array_new_full (ranking->rows->len, g_object_unref);

  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    GangwayProvider *known = g_hash_table_lookup (self->by_domain, row->provider->domain);

    if (known)
      gangway_provider_update (known, ranking, row);
    g_ptr_array_add (items, known ? g_object_ref (known) : gangway_provider_new (ranking, row));
  }
  g_ptr_array_sort (items, compare_items);
  return items;
}

void
gangway_provider_list_load (GangwayProviderList *self, const GwProfile *profile)
{
  g_return_if_fail (GANGWAY_IS_PROVIDER_LIST (self) && profile != NULL);

  g_clear_error (&self->error);
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (profile, &self->error);
  g_autoptr (GPtrArray) items = NULL;

  if (catalogue) {
    g_autoptr (GwWishes) wishes = gw_wishes_new ();
    wishes->language = g_strdup (gw_i18n_language ());
    g_autoptr (GwRanking) ranking =
        gw_rank (catalogue, wishes, gw_store_install_secret (), gw_date_today ());
    items = make_items (self, ranking);
  } else {
    items = g_ptr_array_new ();
  }
  self->date = catalogue ? catalogue->date : 0;

  /* The keys lie in the items. */
  g_hash_table_remove_all (self->by_domain);
  for (guint i = 0; i < items->len; i++) {
    GangwayProvider *item = g_ptr_array_index (items, i);
    g_hash_table_insert (self->by_domain, (gpointer)gangway_provider_get_domain (item), item);
  }
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)),
                       items->pdata, items->len);
}

GListModel *
gangway_provider_list_get_model (GangwayProviderList *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self), NULL);
  return G_LIST_MODEL (self->store);
}

const GError *
gangway_provider_list_get_error (GangwayProviderList *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self), NULL);
  return self->error;
}

gint32
gangway_provider_list_get_date (GangwayProviderList *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self), 0);
  return self->date;
}

GangwayProvider *
gangway_provider_list_find (GangwayProviderList *self, const char *domain)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self) && domain != NULL, NULL);
  return g_hash_table_lookup (self->by_domain, domain);
}

/* Borrowed; NULL behind the last one. */
static GangwayProvider *
item_at (GangwayProviderList *self, guint position)
{
  g_autoptr (GangwayProvider) item = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  return item; /* the store holds it */
}

char **
gangway_provider_list_candidates (GangwayProviderList *self, guint max)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self), NULL);

  GPtrArray *domains = g_ptr_array_new ();
  GangwayProvider *item;

  for (guint i = 0; domains->len < max && (item = item_at (self, i)); i++)
    if (gangway_provider_get_tier (item) != GW_TIER_REJECTED &&
        gangway_provider_allows_checks (item))
      g_ptr_array_add (domains, g_strdup (gangway_provider_get_domain (item)));
  g_ptr_array_add (domains, NULL);
  return (char **)g_ptr_array_free (domains, FALSE);
}

const char *
gangway_provider_list_next (GangwayProviderList *self, GHashTable *tried)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER_LIST (self) && tried != NULL, NULL);

  GangwayProvider *item;

  for (guint i = 0; (item = item_at (self, i)); i++) {
    const char *domain = gangway_provider_get_domain (item);
    if (gangway_provider_is_in_app (item) && !g_hash_table_contains (tried, domain))
      return domain;
  }
  return NULL;
}

static void
finalize (GObject *object)
{
  GangwayProviderList *self = GANGWAY_PROVIDER_LIST (object);

  g_hash_table_unref (self->by_domain);
  g_object_unref (self->store);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (gangway_provider_list_parent_class)->finalize (object);
}

static void
gangway_provider_list_class_init (GangwayProviderListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
gangway_provider_list_init (GangwayProviderList *self)
{
  self->store = g_list_store_new (GANGWAY_TYPE_PROVIDER);
  self->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
}

GangwayProviderList *
gangway_provider_list_new (void)
{
  return g_object_new (GANGWAY_TYPE_PROVIDER_LIST, NULL);
}
