/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sources. */
#include "providers/source.h"

#include <gio/gio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "builtin-resource.h"
#include "providers/list-json.h"
#include "providers/source-json.h"
#include "providers/survival.h"

static gboolean
is_ours (const char *text, gsize length)
{
  static const char word[] = "list ";

  /* A comment or the list line comes first; neither can open a JSON document. */
  return text[0] == '#' || (length >= strlen (word) && memcmp (text, word, strlen (word)) == 0);
}

static gboolean
is_anything (const char *text, gsize length)
{
  return TRUE;
}

static GwCatalogue *
parse_lines (const char *text, gsize length, const char *subject, gint32 date, GError **error)
{
  g_autoptr (GwCatalogue) catalogue =
      gw_source_lines_parse (text, length, GW_LIMIT_LIST_BYTES, subject, error);

  if (catalogue == NULL)
    return NULL;
  if (catalogue->providers->len == 0) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return NULL;
  }
  if (date > 0)
    catalogue->date = date;
  return g_steal_pointer (&catalogue);
}

/* The first that recognizes a text reads it; it may look at the first marks only. The last takes
 * everything: it has the sentences for what is no list at all. */
static const struct {
  const char *name;
  const char *title;
  gboolean (*recognizes) (const char *text, gsize length);
  GwCatalogue *(*parse) (const char *text, gsize length, const char *subject, gint32 date,
                         GError **error);
} sources[] = {
    {"lines", N_ ("Gangway's own lines"), is_ours, parse_lines},
    {"domains", N_ ("Domains alone"), gw_source_domains_recognize, gw_source_domains_parse},
    {"providers-v2-sources", N_ ("XMPP Providers list, version 2, with sources"),
     gw_source_v2_sources_recognize, gw_source_v2_sources_parse},
    {"providers-v2", N_ ("XMPP Providers list, version 2"), is_anything, gw_source_v2_parse},
};

GwCatalogue *
gw_source_builtin (void)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (builtin_get_resource (), "/gangway/providers/builtin.list",
                              G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  GwCatalogue *catalogue = gw_source_lines_parse (text, length, G_MAXSIZE, "builtin.list", NULL);

  /* It is part of the program: a test reads it, nobody else can have changed it. */
  g_assert (catalogue != NULL);
  catalogue->origin = GW_ORIGIN_BUILTIN;
  for (guint i = 0; i < catalogue->providers->len; i++)
    ((GwProvider *)g_ptr_array_index (catalogue->providers, i))->is_builtin = TRUE;
  return catalogue;
}

/* A list cannot vouch for what was seen from here, for what we ship or for what we counted, nor
 * know the future. */
static void
mark_as_fetched (GwProvider *provider, gint32 date, gint32 today)
{
  provider->seen_at = 0;
  for (int id = 0; id < GW_N_FACTS; id++) {
    GwFact *fact = &provider->facts.at[id];
    if (!fact->known)
      continue;
    fact->origin = GW_ORIGIN_FETCHED;
    fact->date = MIN (fact->date, today);
  }
  if (!provider->facts.at[GW_FACT_LISTED].known)
    gw_facts_offer_bool (&provider->facts, GW_FACT_LISTED, TRUE, GW_ORIGIN_FETCHED, date);
}

GwCatalogue *
gw_source_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                 const char **kind, GError **error)
{
  gsize i = 0;
  gint32 today = gw_date_today ();

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (kind)
    *kind = NULL;
  if (!gw_list_text (&bytes, &length, GW_LIMIT_LIST_BYTES, subject, error))
    return NULL;
  while (!sources[i].recognizes (bytes, length))
    i++;
  if (kind)
    *kind = sources[i].name;
  GwCatalogue *catalogue = sources[i].parse (bytes, length, subject, MIN (date, today), error);
  if (catalogue == NULL)
    return NULL;
  catalogue->origin = GW_ORIGIN_FETCHED;
  catalogue->date = MIN (catalogue->date, today);
  gw_survival_strip (catalogue);
  for (guint p = 0; p < catalogue->providers->len; p++)
    mark_as_fetched (g_ptr_array_index (catalogue->providers, p), catalogue->date, today);
  return catalogue;
}

const GwSourceKind *
gw_source_kinds (void)
{
  static GwSourceKind kinds[G_N_ELEMENTS (sources) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    kinds[i] = (GwSourceKind){sources[i].name, _ (sources[i].title)};
  return kinds;
}
