/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own lines: the form of the built-in list and of what was seen from here. See
 * providers/source.h for the form and base/fact.h for the fact lines in it. */
#include "providers/source.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"

#define WORD_LIST     "list "
#define WORD_PROVIDER "provider "

typedef struct {
  GwCatalogue *catalogue;
  GwProvider *provider; /* the one that fact lines belong to; NULL before the first */
  gboolean has_list;
} LineReader;

/* Rejects what gw_domain_normalize() would have to change: in our lines a domain has one form. */
static gboolean
is_domain (const char *text)
{
  g_autofree char *domain = gw_domain_normalize (text, NULL);

  return g_strcmp0 (domain, text) == 0;
}

static gboolean
read_list_line (LineReader *reader, const char *date)
{
  reader->catalogue->date = gw_date_parse (date);
  if (reader->has_list || (reader->catalogue->date == 0 && !g_str_equal (date, "-")))
    return FALSE;
  reader->has_list = TRUE;
  return TRUE;
}

static gboolean
read_provider_line (LineReader *reader, const char *rest)
{
  const char *blank = strchr (rest, ' ');
  g_autofree char *domain = blank ? g_strndup (rest, (gsize)(blank - rest)) : g_strdup (rest);
  gint64 seen_at = 0;

  if (!reader->has_list || !is_domain (domain) ||
      (blank && !g_ascii_string_to_signed (blank + 1, 10, 1, G_MAXINT64, &seen_at, NULL)) ||
      reader->catalogue->providers->len >= GW_LIMIT_LIST_ENTRIES)
    return FALSE;
  reader->provider = gw_catalogue_ensure (reader->catalogue, domain);
  reader->provider->seen_at = MAX (reader->provider->seen_at, seen_at);
  return TRUE;
}

static gboolean
read_line (LineReader *reader, const char *line)
{
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (g_str_has_prefix (line, WORD_LIST))
    return read_list_line (reader, line + strlen (WORD_LIST));
  if (g_str_has_prefix (line, WORD_PROVIDER))
    return read_provider_line (reader, line + strlen (WORD_PROVIDER));
  return reader->provider && gw_facts_offer_line (&reader->provider->facts, line);
}

/* 0, or the number of the first line that is none of ours. */
static guint
read_lines (LineReader *reader, const char *bytes, gsize length)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *end = bytes + length;
  guint number = 0;

  for (const char *start = bytes; start < end; number++) {
    const char *stop = memchr (start, '\n', (gsize)(end - start));
    if (stop == NULL)
      stop = end;
    g_string_truncate (line, 0);
    g_string_append_len (line, start, stop - start);
    /* A NUL in the middle would hide the rest of the line. */
    if (strlen (line->str) != line->len || !read_line (reader, line->str))
      return number + 1;
    start = stop + 1;
  }
  return reader->has_list ? 0 : MAX (number, 1);
}

GwCatalogue *
gw_source_lines_parse (const char *bytes, gsize length, gsize max, const char *subject,
                       GError **error)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length > max) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, subject, NULL);
    return NULL;
  }
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_NONE, 0);
  LineReader reader = {catalogue, NULL, FALSE};
  guint fault = read_lines (&reader, bytes, length);
  if (fault > 0) {
    g_autofree char *detail = g_strdup_printf (_ ("line %u"), fault);
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, detail);
    return NULL;
  }
  return g_steal_pointer (&catalogue);
}

static void
print_provider (const GwProvider *provider, GString *text)
{
  g_string_append_printf (text, "\n" WORD_PROVIDER "%s", provider->domain);
  if (provider->seen_at > 0)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, provider->seen_at);
  g_string_append_c (text, '\n');
  for (int i = 0; i < GW_N_FACTS; i++) {
    g_autofree char *line = gw_fact_to_line ((GwFactId)i, &provider->facts.at[i]);
    if (line)
      g_string_append_printf (text, "%s\n", line);
  }
}

char *
gw_source_lines_print (const GwCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);

  GString *text = g_string_new (WORD_LIST);
  g_autofree char *date = gw_date_format (catalogue->date);
  g_string_append_printf (text, "%s\n", date);
  for (guint i = 0; i < catalogue->providers->len; i++)
    print_provider (g_ptr_array_index (catalogue->providers, i), text);
  return g_string_free (text, FALSE);
}
