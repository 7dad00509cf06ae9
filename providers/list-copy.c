/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kept copies: comment lines "#: KEY VALUE", then the list. */
#include "providers/list-copy.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/source.h"

#define FOLDER      "lists"
#define MARK        "#: "
#define NAME_LENGTH 16 /* hex digits of the address's hash */
#define VALUE_MAX   1024
#define HEADING     "# The kept copy of a provider list. It may be deleted at any time.\n"

static const char *const endings[GW_N_EDITIONS] = {
    [GW_EDITION_NEWEST] = "list",
    [GW_EDITION_BEFORE] = "before",
    [GW_EDITION_COUNTED] = "counted",
};

/* The comment lines: a text or a time of the copy. */
static const struct {
  const char *key;
  gboolean is_time;
  gsize offset;
} fields[] = {
    {"url", FALSE, offsetof (GwListCopy, url)},
    {"kind", FALSE, offsetof (GwListCopy, kind)},
    {"etag", FALSE, offsetof (GwListCopy, etag)},
    {"last-modified", FALSE, offsetof (GwListCopy, last_modified)},
    {"fetched", TRUE, offsetof (GwListCopy, fetched_at)},
    {"checked", TRUE, offsetof (GwListCopy, checked_at)},
};

#define TEXT_AT(copy, i) G_STRUCT_MEMBER (char *, copy, fields[i].offset)
#define TIME_AT(copy, i) G_STRUCT_MEMBER (gint64, copy, fields[i].offset)

GwListCopy *
gw_list_copy_new (const char *url)
{
  g_return_val_if_fail (url != NULL, NULL);

  GwListCopy *copy = g_new0 (GwListCopy, 1);
  copy->url = g_strdup (url);
  return copy;
}

void
gw_list_copy_free (GwListCopy *copy)
{
  if (copy == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!fields[i].is_time)
      g_free (TEXT_AT (copy, i));
  gw_catalogue_free (copy->catalogue);
  g_free (copy);
}

static char *
path_of (const char *url, GwEdition edition)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
  g_autofree char *name = g_strdup_printf (FOLDER "/%.*s.%s", NAME_LENGTH, hash, endings[edition]);

  return gw_store_path (GW_STORE_CACHE, name);
}

/* A header of a web server goes into a line of a file. */
static gboolean
is_line (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (text[i]))
      return FALSE;
  return length > 0 && length <= VALUE_MAX + GW_LIMIT_URL;
}

static void
print_heading (const GwListCopy *copy, GString *text)
{
  g_string_append (text, HEADING);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = fields[i].is_time ? NULL : TEXT_AT (copy, i);
    if (fields[i].is_time)
      g_string_append_printf (text, MARK "%s %" G_GINT64_FORMAT "\n", fields[i].key,
                              TIME_AT (copy, i));
    else if (value && is_line (value))
      g_string_append_printf (text, MARK "%s %s\n", fields[i].key, value);
  }
  g_string_append_c (text, '\n');
}

static void
take_field (GwListCopy *copy, const char *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    gsize length = strlen (fields[i].key);
    if (strncmp (line, fields[i].key, length) != 0 || line[length] != ' ')
      continue;
    const char *value = line + length + 1;
    if (fields[i].is_time) {
      g_ascii_string_to_signed (value, 10, 0, G_MAXINT64, &TIME_AT (copy, i), NULL);
    } else if (is_line (value)) {
      g_free (TEXT_AT (copy, i));
      TEXT_AT (copy, i) = g_strdup (value);
    }
  }
}

/* The comment lines end at the first line that is none. */
static void
read_heading (GwListCopy *copy, const char *bytes)
{
  for (const char *line = bytes; *line == '#'; line++) {
    const char *end = strchr (line, '\n');
    if (end == NULL)
      return;
    if (g_str_has_prefix (line, MARK)) {
      g_autofree char *field =
          g_strndup (line + strlen (MARK), (gsize)(end - line) - strlen (MARK));
      take_field (copy, field);
    }
    line = end;
  }
}

GwListCopy *
gw_list_copy_parse (const char *bytes, gsize length, const char *url, const char *subject,
                    GError **error)
{
  g_return_val_if_fail (bytes != NULL && url != NULL, NULL);

  GwCatalogue *catalogue =
      gw_source_lines_parse (bytes, length, GW_LIMIT_CACHE_BYTES, subject, error);
  if (catalogue == NULL)
    return NULL;
  catalogue->origin = GW_ORIGIN_FETCHED;
  GwListCopy *copy = gw_list_copy_new (url);
  read_heading (copy, bytes);
  /* Whatever the file says: it was asked for by this one. */
  g_free (copy->url);
  copy->url = g_strdup (url);
  copy->catalogue = catalogue;
  return copy;
}

GwListCopy *
gw_list_copy_load (const char *url, GwEdition edition, GError **error)
{
  g_return_val_if_fail (url != NULL && edition < GW_N_EDITIONS, NULL);

  g_autofree char *path = path_of (url, edition);
  g_autofree char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, GW_LIMIT_CACHE_BYTES, &bytes, &length, error) || bytes == NULL)
    return NULL;
  return gw_list_copy_parse (bytes, length, url, path, error);
}

gboolean
gw_list_copy_save (const GwListCopy *copy, GwEdition edition, GError **error)
{
  g_return_val_if_fail (copy != NULL && copy->catalogue != NULL && edition < GW_N_EDITIONS, FALSE);

  g_autofree char *path = path_of (copy->url, edition);
  g_autofree char *lines = gw_source_lines_print (copy->catalogue);
  g_autoptr (GString) text = g_string_new (NULL);

  print_heading (copy, text);
  g_string_append (text, lines);
  return gw_store_write (path, text->str, text->len, error);
}

void
gw_list_copy_remove (const char *url)
{
  g_return_if_fail (url != NULL);

  for (GwEdition edition = 0; edition < GW_N_EDITIONS; edition++) {
    g_autofree char *path = path_of (url, edition);
    g_unlink (path);
  }
}
