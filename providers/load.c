/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting the catalogue together from files. */
#include "providers/load.h"

#include <errno.h>
#include <gio/gio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/seen.h"
#include "providers/source.h"

#define STANDARD_INPUT "-"

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

  if (!read_list_file (path, &bytes, &length, error))
    return NULL;
  GwCatalogue *catalogue = gw_source_parse (bytes, length, subject, 0, NULL, error);
  if (catalogue)
    keep_survival (catalogue);
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
