/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record: read, changed and written whole. */
#include "net/contacted.h"

#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"

#define FILE_NAME "contacted.list"
#define LOCK_NAME "contacted.lock"
#define HEADING   "# Whom Gangway contacted from here. It may be deleted at any time.\n"

enum { N_WORDS = 5, SECONDS_PER_DAY = 24 * 60 * 60 };

static gboolean
is_word (const char *text)
{
  for (const char *p = text; *p; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return *text != '\0';
}

/* NULL: no such line. */
static GwContactEntry *
parse_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", N_WORDS + 1);
  GwPurpose purpose;

  if (g_strv_length (words) != N_WORDS || !is_word (words[1]) || !is_word (words[2]) ||
      !is_word (words[4]) || !gw_purpose_from_name (words[3], &purpose))
    return NULL;
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (words[0], NULL);
  return when ? gw_contact_entry_new (g_date_time_to_unix (when), words[1], words[2], purpose,
                                      words[4])
              : NULL;
}

/* A name that holds what would end its word was never anybody's domain. */
static void
append_word (GString *text, const char *word)
{
  for (const char *p = word; *p; p++)
    g_string_append_c (text, g_ascii_isgraph (*p) ? *p : '?');
  if (*word == '\0')
    g_string_append_c (text, '?');
}

static void
append_line (GString *text, const GwContactEntry *entry)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (entry->when);
  g_autofree char *time = when ? g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  if (time == NULL)
    return;
  g_string_append_printf (text, "%s ", time);
  append_word (text, entry->domain);
  g_string_append_c (text, ' ');
  append_word (text, entry->address);
  g_string_append_printf (text, " %s ", gw_purpose_name (entry->purpose));
  append_word (text, entry->what);
  g_string_append_c (text, '\n');
}

static void
entry_free (gpointer entry)
{
  gw_contact_entry_free (entry);
}

GPtrArray *
gw_contacted_load (GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autofree char *bytes = NULL;
  gint64 from =
      g_get_real_time () / G_USEC_PER_SEC - (gint64)GW_LIMIT_CONTACTED_DAYS * SECONDS_PER_DAY;
  gsize length;

  if (!gw_store_read (path, GW_LIMIT_CONTACTED_BYTES, &bytes, &length, error))
    return NULL;

  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\0')
      bytes[i] = '?'; /* else it would hide what stands behind it */
  g_auto (GStrv) lines = g_strsplit (bytes ? bytes : "", "\n", -1);
  for (char **line = lines; *line; line++) {
    g_autoptr (GwContactEntry) entry = parse_line (*line);
    if (entry && entry->when >= from)
      g_ptr_array_add (entries, g_steal_pointer (&entry));
  }
  return entries;
}

static gboolean
save (const GPtrArray *entries, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autoptr (GString) text = g_string_new (HEADING);
  guint first = entries->len - MIN (entries->len, GW_LIMIT_CONTACTED_LINES);

  for (guint i = first; i < entries->len; i++)
    append_line (text, entries->pdata[i]);
  return gw_store_write (path, text->str, text->len, error);
}

static int
lock (GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, LOCK_NAME);

  return gw_store_lock_soon (path, error);
}

static gboolean
add_locked (const GPtrArray *entries, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GPtrArray) all = gw_contacted_load (&fault);

  if (all == NULL && !g_error_matches (fault, GW_ERROR, GW_ERROR_TOO_LARGE)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  if (all == NULL)
    all = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (all, gw_contact_entry_copy (entries->pdata[i]));
  return save (all, error);
}

gboolean
gw_contacted_add (const GPtrArray *entries, GError **error)
{
  g_return_val_if_fail (entries != NULL, FALSE);

  int fd = lock (error);
  gboolean added = fd >= 0 && add_locked (entries, error);
  if (fd >= 0)
    close (fd);
  return added;
}

static gboolean
forget_locked (const char *domain, guint *count, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GPtrArray) all = gw_contacted_load (&fault);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  /* What is no record of ours can be forgotten as well, if all is to go. */
  if (all == NULL && (domain != NULL || !g_error_matches (fault, GW_ERROR, GW_ERROR_TOO_LARGE))) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  for (guint i = 0; domain && i < all->len; i++)
    if (!g_str_equal (((const GwContactEntry *)all->pdata[i])->domain, domain))
      g_ptr_array_add (left, all->pdata[i]);
  *count = all ? all->len - left->len : 0;
  return save (left, error);
}

gboolean
gw_contacted_forget (const char *domain, guint *count, GError **error)
{
  g_return_val_if_fail (count != NULL, FALSE);

  *count = 0;
  int fd = lock (error);
  gboolean forgotten = fd >= 0 && forget_locked (domain, count, error);
  if (fd >= 0)
    close (fd);
  return forgotten;
}
