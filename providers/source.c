/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sources, and the catalogue that the faces rank. */
#include "providers/source.h"

#include <errno.h>
#include <gio/gio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/store.h"
#include "builtin-resource.h"
#include "providers/seen.h"

#define STANDARD_INPUT "-"

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
  g_autoptr (GwCatalogue) catalogue = gw_source_lines_parse (bytes, length, subject, error);

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
  gboolean (*recognizes) (const char *bytes, gsize length);
  GwCatalogue *(*parse) (const char *bytes, gsize length, const char *subject, GError **error);
} sources[] = {
    {is_ours, parse_lines},
    {is_anything, parse_v2},
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
  GwCatalogue *catalogue = gw_source_lines_parse (text, length, "builtin.list", NULL);

  /* It is part of the program: a test reads it, nobody else can have changed it. */
  g_assert (catalogue != NULL);
  catalogue->origin = GW_ORIGIN_BUILTIN;
  return catalogue;
}

static gboolean
read_standard_input (char **bytes, gsize *length, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint8 piece[16 * 1024];
  gssize got;

  while (content->len <= GW_LIMIT_LIST_BYTES &&
         (got = read (STDIN_FILENO, piece, sizeof piece)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      gw_error_set (error, GW_ERROR_FILE_READ, _ ("standard input"), g_strerror (errno));
      return FALSE;
    }
    g_byte_array_append (content, piece, (guint)got);
  }
  *length = content->len;
  *bytes = (char *)g_byte_array_free (g_steal_pointer (&content), FALSE);
  return TRUE;
}

static gboolean
read_list_file (const char *path, char **bytes, gsize *length, GError **error)
{
  if (g_str_equal (path, STANDARD_INPUT))
    return read_standard_input (bytes, length, error);
  if (!gw_store_read (path, GW_LIMIT_LIST_BYTES, bytes, length, error))
    return FALSE;
  if (*bytes == NULL) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, g_strerror (ENOENT));
    return FALSE;
  }
  return TRUE;
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

/* How a provider fared over the years is ours to tell, whatever list names it, and nobody else's.
 */
static void
keep_survival (GwCatalogue *catalogue)
{
  static const GwFactId survival[] = {GW_FACT_LISTED_TIMES, GW_FACT_LISTED_OF,
                                      GW_FACT_SIGNUP_CLOSED_TIMES, GW_FACT_DROPPED_TIMES};
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();

  for (guint i = 0; i < catalogue->providers->len; i++) {
    GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    const GwProvider *from = gw_catalogue_find (builtin, provider->domain);
    /* Numbers: nothing to copy or to free. */
    for (gsize j = 0; j < G_N_ELEMENTS (survival); j++)
      provider->facts.at[survival[j]] = from ? from->facts.at[survival[j]] : (GwFact){0};
  }
}

static GwCatalogue *
load_list_file (const char *path, GError **error)
{
  const char *subject = g_str_equal (path, STANDARD_INPUT) ? _ ("standard input") : path;
  g_autofree char *bytes = NULL;
  gsize length;
  gsize i = 0;

  if (!read_list_file (path, &bytes, &length, error))
    return NULL;
  while (!sources[i].recognizes (bytes, length))
    i++;
  GwCatalogue *catalogue = sources[i].parse (bytes, length, subject, error);
  if (catalogue) {
    mark_as_fetched (catalogue);
    keep_survival (catalogue);
  }
  return catalogue;
}

GwCatalogue *
gw_catalogue_load (const GwProfile *profile, GError **error)
{
  g_return_val_if_fail (profile != NULL, NULL);

  GwCatalogue *catalogue =
      profile->list_file ? load_list_file (profile->list_file, error) : gw_source_builtin ();
  if (catalogue == NULL)
    return NULL;

  g_autoptr (GError) fault = NULL;
  if (!gw_seen_apply (catalogue, &fault))
    g_message ("%s", fault->message);
  return catalogue;
}
