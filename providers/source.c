/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sources. */
#include "providers/source.h"

#include <gio/gio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "builtin-resource.h"
#include "providers/source-v2.h"

static gboolean
is_ours (const char *bytes, gsize length)
{
  /* A comment or the list line comes first; neither can open a JSON document. */
  return length > 0 && (bytes[0] == '#' || bytes[0] == 'l');
}

static gboolean
is_anything (const char *bytes, gsize length)
{
  return TRUE;
}

static GwCatalogue *
parse_lines (const char *bytes, gsize length, const char *subject, GError **error)
{
  g_autoptr (GwCatalogue) catalogue =
      gw_source_lines_parse (bytes, length, GW_LIMIT_LIST_BYTES, subject, error);

  if (catalogue && catalogue->providers->len == 0) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return NULL;
  }
  return g_steal_pointer (&catalogue);
}

static GwCatalogue *
parse_v2 (const char *bytes, gsize length, const char *subject, GError **error)
{
  return gw_source_v2_parse (bytes, length, subject, 0, error);
}

/* The first that recognizes a file reads it. The last takes everything: it has the sentences for
 * what is no list at all. */
static const struct {
  const char *name;
  const char *title;
  gboolean (*recognizes) (const char *bytes, gsize length);
  GwCatalogue *(*parse) (const char *bytes, gsize length, const char *subject, GError **error);
} sources[] = {
    {"lines", N_ ("Gangway's own lines"), is_ours, parse_lines},
    {"providers-v2", N_ ("XMPP Providers list, version 2"), is_anything, parse_v2},
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
  return catalogue;
}

/* A file cannot vouch for what was seen from here or for what we ship, nor know the future. */
static void
mark_as_fetched (GwCatalogue *catalogue)
{
  gint32 today = gw_date_today ();

  catalogue->origin = GW_ORIGIN_FETCHED;
  catalogue->date = MIN (catalogue->date, today);
  for (guint i = 0; i < catalogue->providers->len; i++) {
    GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    provider->seen_at = 0;
    for (int id = 0; id < GW_N_FACTS; id++) {
      GwFact *fact = &provider->facts.at[id];
      if (fact->origin > GW_ORIGIN_PROVIDER)
        fact->origin = GW_ORIGIN_FETCHED;
      fact->date = MIN (fact->date, today);
    }
  }
}

GwCatalogue *
gw_source_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                 const char **kind, GError **error)
{
  gsize i = 0;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  while (!sources[i].recognizes (bytes, length))
    i++;
  GwCatalogue *catalogue = sources[i].parse (bytes, length, subject, error);
  if (catalogue)
    mark_as_fetched (catalogue);
  if (kind)
    *kind = sources[i].name;
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
