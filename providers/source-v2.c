/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers v2 list, category A to D: a JSON array of flat objects
 * (https://providers.xmpp.net). Which key becomes which fact stands in source-v2-fields.c. */
#include <jansson.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"
#include "providers/source-v2-fields.h"
#include "providers/source-v2.h"

/* Brackets and commas; a list of the largest allowed size holds about a third of it. Each may cost
 * some hundred bytes of memory once it is parsed. */
#define MARKS_MAX (GW_LIMIT_LIST_ENTRIES * 16)

/* Whole numbers as doubles: one absurdly long number must not take the whole list with it. */
#define FLAGS (JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY)

typedef struct {
  const char *start, *at, *end;
  const char *subject;
  GwCatalogue *catalogue;
  guint entries;
  gint32 newest; /* latestChange */
} Reader;

typedef struct {
  guint marks;
  guint depth, deepest;
} Extent;

/* What parsing would cost, counted before anything is allocated. */
static Extent
measure (const char *bytes, gsize length)
{
  Extent extent = {0};
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++) {
    char c = bytes[i];
    if (in_string && c == '\\')
      i++;
    else if (c == '"')
      in_string = !in_string;
    if (in_string)
      continue;
    if (c == '[' || c == '{')
      extent.depth++;
    else if ((c == ']' || c == '}') && extent.depth > 0)
      extent.depth--;
    extent.deepest = MAX (extent.deepest, extent.depth);
    extent.marks += c == '[' || c == '{' || c == ',';
  }
  return extent;
}

static gboolean
is_blank (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (bytes[i]))
      return FALSE;
  return TRUE;
}

/* FALSE and an error for what need not be parsed to be refused. */
static gboolean
check_extent (const char *bytes, gsize length, const char *subject, GError **error)
{
  if (is_blank (bytes, length)) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return FALSE;
  }
  Extent extent = length <= GW_LIMIT_LIST_BYTES ? measure (bytes, length) : (Extent){0};
  if (length > GW_LIMIT_LIST_BYTES || extent.marks > MARKS_MAX) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, subject, NULL);
    return FALSE;
  }
  if (extent.deepest > GW_LIMIT_LIST_DEPTH) {
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, _ ("it is nested too deeply"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
fail_not_json (const Reader *reader, gsize offset, GError **error)
{
  const char *stop = MIN (reader->at + offset, reader->end);
  guint line = 1;

  for (const char *p = reader->start; p < stop; p++)
    line += *p == '\n';
  g_autofree char *detail = g_strdup_printf (_ ("line %u"), line);
  gw_error_set (error, GW_ERROR_LIST_NOT_JSON, reader->subject, detail);
  return FALSE;
}

/* The next character that is not blank, not consumed; NUL at the end. */
static char
peek (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\r\n", *reader->at) && *reader->at)
    reader->at++;
  return reader->at < reader->end ? *reader->at : '\0';
}

/* NULL for what nobody could register at; an onion service is not reachable for us. */
static char *
read_domain (const json_t *entry)
{
  const char *jid = json_string_value (json_object_get (entry, "jid"));
  g_autofree char *domain = jid ? gw_domain_normalize (jid, NULL) : NULL;

  if (domain == NULL || g_str_has_suffix (domain, ".onion"))
    return NULL;
  return g_steal_pointer (&domain);
}

static void
take_entry (Reader *reader, const json_t *entry)
{
  g_autofree char *domain = read_domain (entry);
  const char *change = json_string_value (json_object_get (entry, "latestChange"));

  reader->entries++;
  if (change)
    reader->newest = MAX (reader->newest, gw_date_parse (change));
  /* Of two entries with one domain the first counts: mixing them would invent a third. */
  if (domain == NULL || gw_catalogue_find (reader->catalogue, domain))
    return;
  GwProvider *provider = gw_catalogue_ensure (reader->catalogue, domain);
  gw_v2_read_fields (entry, &provider->facts, reader->catalogue->date);
}

/* One entry is in memory at a time: a tenth of the memory of the whole list, and faster. */
static gboolean
read_entries (Reader *reader, GError **error)
{
  char next;

  do {
    json_error_t fault;
    reader->at++; /* the bracket or the comma */
    if (peek (reader) == ']' && reader->entries == 0)
      break;
    json_t *entry = json_loadb (reader->at, (gsize)(reader->end - reader->at),
                                FLAGS | JSON_DISABLE_EOF_CHECK, &fault);
    if (entry == NULL)
      return fail_not_json (reader, (gsize)MAX (fault.position, 0), error);
    take_entry (reader, entry);
    json_decref (entry);
    reader->at += fault.position;
    next = peek (reader);
  } while (next == ',' && reader->entries <= GW_LIMIT_LIST_ENTRIES);

  if (reader->entries > GW_LIMIT_LIST_ENTRIES) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, reader->subject, NULL);
    return FALSE;
  }
  if (peek (reader) != ']')
    return fail_not_json (reader, 0, error);
  reader->at++;
  return peek (reader) == '\0' && reader->at == reader->end ? TRUE
                                                            : fail_not_json (reader, 0, error);
}

/* It opens with no bracket: JSON of another shape, or something else altogether. */
static gboolean
fail_no_array (const Reader *reader, GError **error)
{
  json_error_t fault;
  json_t *root = json_loadb (reader->at, (gsize)(reader->end - reader->at), FLAGS, &fault);

  if (root == NULL)
    return fail_not_json (reader, (gsize)MAX (fault.position, 0), error);
  json_decref (root);
  gw_error_set (error, GW_ERROR_LIST_SHAPE, reader->subject, _ ("it is not a list"));
  return FALSE;
}

/* When the list does not say of which day it is: its newest change, but not tomorrow's, which would
 * outdo whatever is seen from here. */
static void
date_by_changes (GwCatalogue *catalogue, gint32 newest)
{
  catalogue->date = MIN (newest, gw_date_today ());
  for (guint i = 0; i < catalogue->providers->len; i++) {
    GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    for (int id = 0; id < GW_N_FACTS; id++)
      if (provider->facts.at[id].known)
        provider->facts.at[id].date = catalogue->date;
  }
}

GwCatalogue *
gw_source_v2_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                    GError **error)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (!check_extent (bytes, length, subject, error))
    return NULL;
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, date);
  Reader reader = {bytes, bytes, bytes + length, subject, catalogue};
  if (peek (&reader) == '[' ? !read_entries (&reader, error) : !fail_no_array (&reader, error))
    return NULL;
  if (reader.entries == 0) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return NULL;
  }
  if (catalogue->providers->len == 0) {
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, _ ("no entry names a provider"));
    return NULL;
  }
  if (date == 0)
    date_by_changes (catalogue, reader.newest);
  return g_steal_pointer (&catalogue);
}
