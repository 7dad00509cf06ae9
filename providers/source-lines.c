/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own lines: the form of the built-in list, of kept copies and of what was seen from here. See
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
  guint number; /* of the line */
} LineReader;

static gboolean
read_list_line (LineReader *reader, const char *rest, gsize length)
{
  const char *blank = memchr (rest, ' ', length);
  gsize date_length = blank ? (gsize)(blank - rest) : length;
  GwCatalogue *catalogue = reader->catalogue;

  catalogue->date = gw_date_parse_n (rest, date_length);
  if (reader->has_list || (catalogue->date == 0 && !(date_length == 1 && rest[0] == '-')) ||
      (blank && (!gw_origin_lookup (blank + 1, length - date_length - 1, &catalogue->origin) ||
                 catalogue->origin == GW_ORIGIN_NONE)))
    return FALSE;
  reader->has_list = TRUE;
  return TRUE;
}

static gboolean
read_provider_line (LineReader *reader, const char *rest, gsize length)
{
  char text[320]; /* a domain name of the greatest length, and a number */
  gint64 seen_at = 0;

  if (!reader->has_list || length >= sizeof text || memchr (rest, '\0', length) ||
      reader->catalogue->providers->len >= GW_LIMIT_LIST_ENTRIES)
    return FALSE;
  memcpy (text, rest, length);
  text[length] = '\0';
  char *blank = strchr (text, ' ');
  if (blank)
    *blank++ = '\0';
  /* In our lines a domain has one form. */
  if (!gw_domain_is_normal (text) ||
      (blank && !g_ascii_string_to_signed (blank, 10, 1, G_MAXINT64, &seen_at, NULL)))
    return FALSE;
  reader->provider = gw_catalogue_ensure (reader->catalogue, text);
  reader->provider->seen_at = MAX (reader->provider->seen_at, seen_at);
  return TRUE;
}

static gboolean
read_fact_line (LineReader *reader, const char *line, gsize length)
{
  GwCatalogue *catalogue = reader->catalogue;

  if (reader->provider == NULL)
    return FALSE;
  switch (gw_facts_offer_line (&reader->provider->facts, line, length, catalogue->origin,
                               catalogue->date)) {
  case GW_LINE_BAD:
    return FALSE;
  case GW_LINE_LEFT_OUT:
    /* The name is one of the table: sound up to the sign. */
    gw_catalogue_note (catalogue,
                       g_strdup_printf (_ ("line %u (%s): %.*s holds a value that cannot be used"),
                                        reader->number, reader->provider->domain,
                                        (int)strcspn (line, "="), line));
    break;
  case GW_LINE_READ:
    break;
  }
  return TRUE;
}

static gboolean
line_opens_with (const char *line, gsize length, const char *word)
{
  return length >= strlen (word) && memcmp (line, word, strlen (word)) == 0;
}

static gboolean
read_line (LineReader *reader, const char *line, gsize length)
{
  gsize skip;

  if (length == 0 || *line == '#')
    return TRUE;
  if (line_opens_with (line, length, WORD_LIST)) {
    skip = strlen (WORD_LIST);
    return read_list_line (reader, line + skip, length - skip);
  }
  if (line_opens_with (line, length, WORD_PROVIDER)) {
    skip = strlen (WORD_PROVIDER);
    return read_provider_line (reader, line + skip, length - skip);
  }
  return read_fact_line (reader, line, length);
}

/* 0, or the number of the first line that is none of ours. */
static guint
read_lines (LineReader *reader, const char *bytes, gsize length)
{
  const char *end = bytes + length;

  for (const char *start = bytes; start < end;) {
    const char *stop = memchr (start, '\n', (gsize)(end - start));
    if (stop == NULL)
      stop = end;
    reader->number++;
    if (!read_line (reader, start, (gsize)(stop - start)))
      return reader->number;
    start = stop + 1;
  }
  return reader->has_list ? 0 : MAX (reader->number, 1);
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
  LineReader reader = {.catalogue = catalogue};
  guint fault = read_lines (&reader, bytes, length);
  if (fault > 0) {
    g_autofree char *detail = g_strdup_printf (_ ("line %u"), fault);
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, detail);
    return NULL;
  }
  return g_steal_pointer (&catalogue);
}

static void
print_provider (const GwCatalogue *catalogue, const GwProvider *provider, GString *text)
{
  g_string_append_printf (text, "\n" WORD_PROVIDER "%s", provider->domain);
  if (provider->seen_at > 0)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, provider->seen_at);
  g_string_append_c (text, '\n');
  for (int i = 0; i < GW_N_FACTS; i++)
    if (provider->facts.at[i].known)
      gw_fact_append_line (text, (GwFactId)i, &provider->facts.at[i], catalogue->origin,
                           catalogue->date);
}

char *
gw_source_lines_print (const GwCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);

  GString *text = g_string_new (WORD_LIST);
  g_autofree char *date = gw_date_format (catalogue->date);
  g_string_append (text, date);
  if (catalogue->origin != GW_ORIGIN_NONE)
    g_string_append_printf (text, " %s", gw_origin_name (catalogue->origin));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < catalogue->providers->len; i++)
    print_provider (catalogue, g_ptr_array_index (catalogue->providers, i), text);
  return g_string_free (text, FALSE);
}
