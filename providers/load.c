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
#include "providers/list-copy.h"
#include "providers/own.h"
#include "providers/refresh.h"
#include "providers/seen.h"
#include "providers/source.h"
#include "providers/survival.h"

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

static void
vouch (GwCatalogue *catalogue, const GwCatalogue *builtin)
{
  for (guint i = 0; i < builtin->providers->len; i++) {
    const GwProvider *ours = builtin->providers->pdata[i];
    GwProvider *provider = gw_catalogue_find (catalogue, ours->domain);
    if (provider)
      provider->is_builtin = TRUE;
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
  /* How a provider fared over the years is ours to tell, whatever list names it. */
  g_autoptr (GwCatalogue) builtin = catalogue ? gw_source_builtin () : NULL;
  if (builtin) {
    gw_survival_keep (catalogue, builtin);
    vouch (catalogue, builtin);
  }
  return catalogue;
}

/* The built-in list is an older edition of the public one: where the newer one has become silent,
 * the old word must not live on. Those that the newer one does not name keep what was known. */
static void
supersede (GwCatalogue *builtin, const GwCatalogue *newer)
{
  for (guint i = 0; i < newer->providers->len; i++) {
    const GwProvider *now = newer->providers->pdata[i];
    GwProvider *then = gw_catalogue_find (builtin, now->domain);
    if (then && !gw_provider_has_left (now))
      gw_facts_clear (&then->facts);
  }
}

/* A damaged copy is no reason to show nothing. */
static gboolean
absorb_copy (GwCatalogue *catalogue, const char *url)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GwListCopy) copy = gw_list_copy_load (url, GW_EDITION_NEWEST, &fault);

  if (fault)
    g_message ("%s", fault->message);
  if (copy == NULL)
    return FALSE;
  if (g_str_equal (url, GW_CATALOGUE_URL)) {
    /* Kept by an older version of this program, which came with an older list. */
    if (copy->catalogue->date < catalogue->date)
      return FALSE;
    supersede (catalogue, copy->catalogue);
  }
  gw_catalogue_absorb (catalogue, g_steal_pointer (&copy->catalogue));
  return TRUE;
}

/* The public list comes first: the date of the catalogue is its date. */
static gboolean
absorb_copies (GwCatalogue *catalogue, const GwProfile *profile)
{
  g_autoptr (GError) fault = NULL;
  g_auto (GStrv) urls = gw_refresh_urls (profile, &fault);
  gboolean absorbed = FALSE;

  /* What was added by hand cannot be read: the rest goes on. */
  if (fault) {
    g_message ("%s", fault->message);
    return absorb_copy (catalogue, gw_refresh_public_url (profile));
  }
  for (guint i = 0; urls[i]; i++) {
    gint32 date = catalogue->date;
    absorbed |= absorb_copy (catalogue, urls[i]);
    if (i > 0)
      catalogue->date = date;
  }
  return absorbed;
}

static void
add_own (GwCatalogue *catalogue)
{
  g_autoptr (GwOwn) own = gw_own_load (NULL); /* what is wrong with it was told before */

  for (guint i = 0; own && i < own->domains->len; i++) {
    GwProvider *provider = gw_catalogue_ensure (catalogue, own->domains->pdata[i]);
    gw_facts_offer_bool (&provider->facts, GW_FACT_LISTED, TRUE, GW_ORIGIN_USER, gw_date_today ());
  }
}

static GwCatalogue *
load_lists (const GwProfile *profile)
{
  GwCatalogue *catalogue = gw_source_builtin ();

  if (absorb_copies (catalogue, profile)) {
    g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
    gw_survival_keep (catalogue, builtin);
    catalogue->origin = GW_ORIGIN_FETCHED;
  }
  add_own (catalogue);
  return catalogue;
}

GwCatalogue *
gw_catalogue_load (const GwProfile *profile, GError **error)
{
  g_return_val_if_fail (profile != NULL, NULL);

  GwCatalogue *catalogue =
      profile->list_file ? load_list_file (profile->list_file, error) : load_lists (profile);
  if (catalogue == NULL)
    return NULL;

  g_autoptr (GError) fault = NULL;
  if (!gw_seen_apply (catalogue, &fault))
    g_message ("%s", fault->message);
  return catalogue;
}
