/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers list with its sources: an object keyed by domain, and each property again an
 * object, {"content": the value, "source": where it was read}. Only this form tells "no" from "not
 * known". */
#include "providers/list-json.h"
#include "providers/source-json.h"
#include "providers/source-v2-fields.h"

static gint32
take_entry (GwListEntry *entry, const char *key, const json_t *json)
{
  GwProvider *provider = gw_list_entry_provider (entry, key);

  return provider ? gw_v2_read_fields (entry, json, GW_V2_SOURCES, 0, &provider->facts) : 0;
}

GwCatalogue *
gw_source_v2_sources_parse (const char *text, gsize length, const char *subject, gint32 date,
                            GError **error)
{
  return gw_list_json_read (text, length, '{', subject, date, take_entry, error);
}

/* Behind that character, if it is the next one that is not blank; NULL: it is not. */
static const char *
expect (const char *at, const char *end, char c)
{
  while (at < end && *at && strchr (" \t\r\n", *at))
    at++;
  return at < end && *at == c ? at + 1 : NULL;
}

/* Behind `{"KEY":`, and the key; NULL: something else stands there. */
static const char *
expect_member (const char *at, const char *end, const char **key, gsize *length)
{
  at = expect (at, end, '{');
  *key = at ? expect (at, end, '"') : NULL;
  if (*key == NULL)
    return NULL;
  for (at = *key; at < end && *at != '"';)
    at += *at == '\\' ? 2 : 1;
  if (at >= end)
    return NULL;
  *length = (gsize)(at - *key);
  return expect (at + 1, end, ':');
}

/* Three objects inside each other. A single entry, or the answer of a server that has no list, has
 * other words there, or no third. */
gboolean
gw_source_v2_sources_recognize (const char *text, gsize length)
{
  const char *end = text + length, *at = text, *key = NULL;
  gsize key_length = 0;

  for (int depth = 0; depth < 3 && at; depth++)
    at = expect_member (at, end, &key, &key_length);
  return at && ((key_length == strlen ("content") && memcmp (key, "content", key_length) == 0) ||
                (key_length == strlen ("source") && memcmp (key, "source", key_length) == 0));
}
