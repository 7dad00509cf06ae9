/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own sources: a small text file, rewritten whole under a lock. */
#include "providers/own.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"
#include "base/store.h"

#define FILE_NAME "own-sources"
#define LOCK_NAME "own-sources.lock"
#define SCHEME    "https://"
#define BYTES_MAX (GW_LIMIT_OWN_SOURCES * (GW_LIMIT_URL + 2) + 1024)

static GwOwn *
own_new (void)
{
  GwOwn *own = g_new0 (GwOwn, 1);

  own->lists = g_ptr_array_new_with_free_func (g_free);
  own->domains = g_ptr_array_new_with_free_func (g_free);
  return own;
}

void
gw_own_free (GwOwn *own)
{
  if (own == NULL)
    return;
  g_ptr_array_unref (own->lists);
  g_ptr_array_unref (own->domains);
  g_free (own);
}

/* Whether it was meant as an address of a list: a domain holds neither. */
static gboolean
is_meant_as_url (const char *text)
{
  return strchr (text, '/') != NULL || strchr (text, ':') != NULL;
}

static gboolean
is_url (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *user = NULL;

  if (g_ascii_strncasecmp (text, SCHEME, strlen (SCHEME)) != 0 || strlen (text) > GW_LIMIT_URL)
    return FALSE;
  for (const char *p = text; *p; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return g_uri_split (text, G_URI_FLAGS_NONE, NULL, &user, &host, NULL, NULL, NULL, NULL, NULL) &&
         user == NULL && host && *host;
}

/* The form in which it is kept; NULL and an error for what is neither. */
static char *
normalize (const char *text, GError **error)
{
  if (!is_meant_as_url (text))
    return gw_domain_normalize (text, error);
  if (is_url (text))
    return g_strdup (text);
  gw_error_set (error, GW_ERROR_BAD_URL, text, NULL);
  return NULL;
}

static GPtrArray *
place_of (GwOwn *own, const char *normal)
{
  return is_meant_as_url (normal) ? own->lists : own->domains;
}

static gboolean
find (const GPtrArray *texts, const char *text, guint *index)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *)texts, text, g_str_equal, index);
}

static gboolean
read_lines (GwOwn *own, const char *bytes, const char *path, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (bytes, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    const char *line = g_strstrip (lines[i]);
    if (*line == '\0' || *line == '#')
      continue;
    g_autofree char *normal = normalize (line, NULL);
    GPtrArray *place = normal ? place_of (own, normal) : NULL;
    if (place == NULL || place->len >= GW_LIMIT_OWN_SOURCES) {
      g_autofree char *detail = g_strdup_printf (_ ("line %u"), i + 1);
      gw_error_set (error, GW_ERROR_LIST_SHAPE, path, detail);
      return FALSE;
    }
    if (!find (place, normal, NULL))
      g_ptr_array_add (place, g_steal_pointer (&normal));
  }
  return TRUE;
}

GwOwn *
gw_own_load (GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autofree char *bytes = NULL;
  g_autoptr (GwOwn) own = own_new ();
  gsize length;

  if (!gw_store_read (path, BYTES_MAX, &bytes, &length, error) ||
      (bytes && !read_lines (own, bytes, path, error)))
    return NULL;
  return g_steal_pointer (&own);
}

static gboolean
save (const GwOwn *own, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autoptr (GString) text =
      g_string_new ("# Provider lists and providers that were added by hand, one a line.\n");

  for (guint i = 0; i < own->lists->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)own->lists->pdata[i]);
  for (guint i = 0; i < own->domains->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)own->domains->pdata[i]);
  return gw_store_write (path, text->str, text->len, error);
}

static gboolean
add_to (GwOwn *own, const char *normal, GError **error)
{
  GPtrArray *place = place_of (own, normal);

  if (find (place, normal, NULL))
    return TRUE;
  if (place->len >= GW_LIMIT_OWN_SOURCES) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, FILE_NAME, NULL);
    return FALSE;
  }
  g_ptr_array_add (place, g_strdup (normal));
  return save (own, error);
}

static gboolean
remove_from (GwOwn *own, const char *normal, GError **error)
{
  GPtrArray *place = place_of (own, normal);
  guint index;

  if (!find (place, normal, &index)) {
    gw_error_set (error, GW_ERROR_NOT_THERE, normal, NULL);
    return FALSE;
  }
  g_ptr_array_remove_index (place, index);
  return save (own, error);
}

static gboolean
edit (const char *text, gboolean (*change) (GwOwn *own, const char *normal, GError **error),
      GError **error)
{
  g_autofree char *normal = normalize (text, error);
  g_autofree char *path = gw_store_path (GW_STORE_STATE, LOCK_NAME);
  int fd = normal ? gw_store_lock_soon (path, error) : -1;

  if (fd < 0)
    return FALSE;
  g_autoptr (GwOwn) own = gw_own_load (error);
  gboolean done = own && change (own, normal, error);
  close (fd);
  return done;
}

gboolean
gw_own_add (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return edit (text, add_to, error);
}

gboolean
gw_own_remove (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return edit (text, remove_from, error);
}
