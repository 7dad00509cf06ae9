/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of a password. The file is written for other programs as well as for people: three
 * lines, the password last, so that whatever it holds cannot be taken for something else. */
#include "account/keep.h"

#include <glib/gstdio.h>

#include "account/keyring.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/store.h"

/* Two lines with a name each, and one with a password, each far below this. */
#define FILE_MAX (16 * 1024)

static const char *const kind_names[] = {
    [GW_KEEP_KEYRING] = "keyring",
    [GW_KEEP_FILE] = "file",
    [GW_KEEP_PERSON] = "person",
};

GwKeep *
gw_keep_new (GwKeepKind kind, const char *path)
{
  g_return_val_if_fail ((kind == GW_KEEP_FILE) == (path != NULL), NULL);

  GwKeep *keep = g_new0 (GwKeep, 1);
  keep->kind = kind;
  keep->path = path ? g_canonicalize_filename (path, NULL) : NULL;
  return keep;
}

GwKeep *
gw_keep_copy (const GwKeep *keep)
{
  g_return_val_if_fail (keep != NULL, NULL);

  return gw_keep_new (keep->kind, keep->path);
}

void
gw_keep_free (GwKeep *keep)
{
  if (keep == NULL)
    return;
  g_free (keep->path);
  g_free (keep);
}

const char *
gw_keep_name (GwKeepKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

gboolean
gw_keep_kind_from_name (const char *name, GwKeepKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (name, kind_names[i]) == 0) {
      *kind = (GwKeepKind)i;
      return TRUE;
    }
  return FALSE;
}

/* Holds the password: gw_wipe_free(). */
static char *
file_compose (const GwJid *jid, GwSecret *password)
{
  g_autofree char *address = gw_jid_to_string (jid);
  const char *secret = gw_secret_peek (password);
  gsize size = sizeof "address=\nserver=\npassword=\n" + strlen (address) + strlen (jid->domain) +
               strlen (secret);
  char *text = g_malloc (size); /* at once: growing would leave pieces behind */

  g_snprintf (text, size, "address=%s\nserver=%s\npassword=%s\n", address, jid->domain, secret);
  return text;
}

/* The text behind `key` up to the end of that line, in place; NULL when the line is not there. */
static char *
take_line (char **rest, const char *key)
{
  char *line = *rest;
  char *end = strchr (line, '\n');

  if (end == NULL || !g_str_has_prefix (line, key))
    return NULL;
  *end = '\0';
  *rest = end + 1;
  return line + strlen (key);
}

/* The password in `bytes`, which are spent by it; NULL when they are not the file of `jid`. */
static GwSecret *
file_read_out (char *bytes, const GwJid *jid)
{
  g_autofree char *expected = gw_jid_to_string (jid);
  char *rest = bytes;
  const char *address = take_line (&rest, "address=");

  if (address == NULL || strcmp (address, expected) != 0 || take_line (&rest, "server=") == NULL)
    return NULL;
  const char *password = take_line (&rest, "password=");
  return password ? gw_secret_new (password, NULL) : NULL;
}

static GwSecret *
file_load (const char *path, const GwJid *jid, GError **error)
{
  char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, FILE_MAX, &bytes, &length, error))
    return NULL;
  if (bytes == NULL) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, _ ("it is gone"));
    return NULL;
  }
  GwSecret *password = file_read_out (bytes, jid);
  gw_wipe (bytes, length);
  g_free (bytes);
  if (password == NULL)
    gw_error_set (error, GW_ERROR_FILE_READ, path,
                  _ ("it does not hold the password of this address"));
  return password;
}

/* Writes and reads back. */
static gboolean
file_store (const char *path, const GwJid *jid, GwSecret *password, GError **error)
{
  char *text = file_compose (jid, password);
  gboolean written = gw_store_write_new (path, text, strlen (text), error);

  gw_wipe_free (text);
  if (!written)
    return FALSE;
  g_autoptr (GwSecret) found = file_load (path, jid, error);
  if (found && gw_secret_equal (found, password))
    return TRUE;
  if (found)
    gw_error_set (error, GW_ERROR_FILE_WRITE, path, _ ("what was read back differs"));
  return FALSE;
}

gboolean
gw_keep_store (const GwKeep *keep, const GwJid *jid, GwSecret *password, GError **error)
{
  g_return_val_if_fail (keep != NULL && jid != NULL && password != NULL, FALSE);

  switch (keep->kind) {
  case GW_KEEP_KEYRING:
    return gw_keyring_store (jid, password, error);
  case GW_KEEP_FILE:
    return file_store (keep->path, jid, password, error);
  case GW_KEEP_PERSON:
  default:
    return TRUE;
  }
}

void
gw_keep_remove (const GwKeep *keep, const GwJid *jid)
{
  g_return_if_fail (keep != NULL && jid != NULL);

  if (keep->kind == GW_KEEP_KEYRING) {
    gw_keyring_remove (jid, NULL);
  } else if (keep->kind == GW_KEEP_FILE) {
    /* Whoever put something else there in the meantime keeps it. */
    g_autoptr (GwSecret) ours = file_load (keep->path, jid, NULL);
    if (ours)
      g_unlink (keep->path);
  }
}

GwSecret *
gw_keep_load (const GwKeep *keep, const GwJid *jid, GError **error)
{
  g_return_val_if_fail (keep != NULL && jid != NULL, NULL);

  switch (keep->kind) {
  case GW_KEEP_KEYRING:
    return gw_keyring_lookup (jid, error);
  case GW_KEEP_FILE:
    return file_load (keep->path, jid, error);
  case GW_KEEP_PERSON:
  default: {
    g_autofree char *address = gw_jid_to_string (jid);
    gw_error_set (error, GW_ERROR_NOT_IN_KEYRING, address, _ ("only you have it"));
    return NULL;
  }
  }
}
