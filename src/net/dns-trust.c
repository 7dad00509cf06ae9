/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads trust anchors. */
#include "net/dns-trust.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/store.h"

#include <errno.h>

/* https://data.iana.org/root-anchors/root-anchors.xml */
static const char root[] =
    ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"
    ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16\n";

static void
anchor_free (gpointer data)
{
  GwTrustAnchor *anchor = data;

  g_free (anchor->owner);
  g_free (anchor->record);
  g_free (anchor);
}

/* One word and what follows it; NULL at the end. */
static char *
next_word (const char **at)
{
  const char *start = *at + strspn (*at, " \t");
  gsize length = strcspn (start, " \t");

  *at = start + length;
  return length > 0 ? g_strndup (start, length) : NULL;
}

/* Both kinds have three numbers and then a text, which libunbound would let go missing. */
static gboolean
has_data (const char *at)
{
  for (int i = 0; i < 4; i++) {
    g_autofree char *word = next_word (&at);

    if (word == NULL)
      return FALSE;
  }
  return TRUE;
}

/* OWNER [TTL] [IN] DS|DNSKEY data, without the comment. */
static GwTrustAnchor *
read_record (const char *line)
{
  const char *at = line;
  g_autofree char *owner = next_word (&at), *word = next_word (&at);
  GwTrustAnchor *anchor;
  gsize length;

  if (word != NULL && strspn (word, "0123456789") == strlen (word)) {
    g_free (word);
    word = next_word (&at);
  }
  if (word != NULL && g_ascii_strcasecmp (word, "IN") == 0) {
    g_free (word);
    word = next_word (&at);
  }
  if (word == NULL || !has_data (at) || !g_str_is_ascii (line) ||
      (g_ascii_strcasecmp (word, "DS") != 0 && g_ascii_strcasecmp (word, "DNSKEY") != 0))
    return NULL;

  anchor = g_new0 (GwTrustAnchor, 1);
  anchor->record = g_strdup_printf ("%s IN %s%s", owner, word, at);
  length = strlen (owner);
  if (length > 1 && owner[length - 1] == '.')
    owner[length - 1] = '\0';
  anchor->owner = g_steal_pointer (&owner);
  return anchor;
}

/* NULL for anything that is no anchor. */
static GPtrArray *
read_records (const char *text)
{
  g_autoptr (GPtrArray) anchors = g_ptr_array_new_with_free_func (anchor_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    GwTrustAnchor *anchor;

    (*line)[strcspn (*line, ";")] = '\0';
    if (*g_strstrip (*line) == '\0')
      continue;
    anchor = read_record (*line);
    if (anchor == NULL || anchors->len >= GW_LIMIT_TRUST_ANCHORS) {
      g_clear_pointer (&anchor, anchor_free);
      return NULL;
    }
    g_ptr_array_add (anchors, anchor);
  }
  return anchors->len > 0 ? g_steal_pointer (&anchors) : NULL;
}

void
gw_trust_anchors_refuse (const char *path, GError **error)
{
  gw_error_set (error, GW_ERROR_FILE_READ, path,
                _ ("it must hold DS or DNSKEY records, one a line"));
}

GPtrArray *
gw_trust_anchors_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  GPtrArray *anchors = NULL;

  if (path == NULL)
    return read_records (root);
  if (!gw_store_read (path, GW_LIMIT_TRUST_FILE, &text, &length, error))
    return NULL;
  if (text == NULL) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, g_strerror (ENOENT));
    return NULL;
  }
  if (strlen (text) == length)
    anchors = read_records (text);
  if (anchors == NULL)
    gw_trust_anchors_refuse (path, error);
  return anchors;
}

gboolean
gw_name_is_below (const char *name, const char *owner)
{
  gsize length = strlen (name), tail = strlen (owner);

  if (g_str_equal (owner, "."))
    return TRUE;
  if (length > 0 && name[length - 1] == '.')
    length--;
  return length >= tail && g_ascii_strncasecmp (name + length - tail, owner, tail) == 0 &&
         (length == tail || name[length - tail - 1] == '.');
}
