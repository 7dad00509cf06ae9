/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POSH documents and certificates: RFC 7711 section 3. */
#include "probe/posh.h"

#include <jansson.h>

#include "base/limits.h"

#define HTTPS "https://"

enum { SHA256_BYTES = 32, SHA512_BYTES = 64 };

static void
print_free (gpointer data)
{
  GwPoshPrint *print = data;

  g_clear_pointer (&print->sha256, g_bytes_unref);
  g_clear_pointer (&print->sha512, g_bytes_unref);
  g_free (print);
}

void
gw_posh_free (GwPosh *posh)
{
  if (posh == NULL)
    return;
  g_free (posh->url);
  g_ptr_array_unref (posh->prints);
  g_free (posh);
}

/* GLib skips what is not base64, so what it read is compared with what it would have written. */
static GBytes *
read_hash (const json_t *print, const char *name, gsize expected)
{
  const char *text = json_string_value (json_object_get (print, name));
  gsize length = 0;

  if (text == NULL)
    return NULL;
  g_autofree guint8 *bytes = g_base64_decode (text, &length);
  g_autofree char *again = g_base64_encode (bytes, length);
  return length == expected && strcmp (again, text) == 0 ? g_bytes_new (bytes, length) : NULL;
}

static void
read_prints (GwPosh *posh, const json_t *list)
{
  json_t *entry;
  gsize at;

  json_array_foreach (list, at, entry)
  {
    if (posh->prints->len >= GW_LIMIT_POSH_PRINTS || !json_is_object (entry))
      continue;
    GwPoshPrint *print = g_new0 (GwPoshPrint, 1);
    print->sha256 = read_hash (entry, "sha-256", SHA256_BYTES);
    print->sha512 = read_hash (entry, "sha-512", SHA512_BYTES);
    g_ptr_array_add (posh->prints, print);
  }
}

/* Plain characters only: it is shown to people. Whether it can be asked for, net/http decides. */
static char *
read_url (const json_t *root)
{
  const char *url = json_string_value (json_object_get (root, "url"));

  if (url == NULL || strlen (url) > GW_LIMIT_URL ||
      g_ascii_strncasecmp (url, HTTPS, strlen (HTTPS)) != 0)
    return NULL;
  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return NULL;
  return g_strdup (url);
}

GwPosh *
gw_posh_parse (const char *bytes, gsize length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == 0 || length > GW_LIMIT_POSH)
    return NULL;
  json_t *root = json_loadb (bytes, length, 0, NULL);
  const json_t *list = json_object_get (root, "fingerprints"),
               *expires = json_object_get (root, "expires");
  g_autoptr (GwPosh) posh = g_new0 (GwPosh, 1);

  posh->prints = g_ptr_array_new_with_free_func (print_free);
  posh->expires_s = json_is_integer (expires) ? MAX (json_integer_value (expires), 0) : 0;
  read_prints (posh, list);
  if (!json_is_array (list))
    posh->url = read_url (root);
  gboolean is_posh = json_is_array (list) || posh->url != NULL;
  json_decref (root);
  return is_posh ? g_steal_pointer (&posh) : NULL;
}

static gboolean
is_hash_of (GBytes *hash, GChecksumType kind, GBytes *der)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (kind);
  guint8 bytes[SHA512_BYTES];
  gsize length = sizeof bytes, size;
  const guint8 *data = g_bytes_get_data (der, &size);

  g_checksum_update (checksum, data, (gssize)size);
  g_checksum_get_digest (checksum, bytes, &length);
  return length == g_bytes_get_size (hash) &&
         memcmp (bytes, g_bytes_get_data (hash, NULL), length) == 0;
}

static gboolean
fits (const GwPoshPrint *print, GBytes *der)
{
  if (print->sha256 == NULL && print->sha512 == NULL)
    return FALSE;
  return (print->sha256 == NULL || is_hash_of (print->sha256, G_CHECKSUM_SHA256, der)) &&
         (print->sha512 == NULL || is_hash_of (print->sha512, G_CHECKSUM_SHA512, der));
}

GwPoshAnswer
gw_posh_judge (const GwPosh *posh, GBytes *der)
{
  g_return_val_if_fail (posh != NULL && der != NULL, GW_POSH_FITS_NOT);

  if (posh->url != NULL)
    return GW_POSH_ELSEWHERE;
  for (guint i = 0; i < posh->prints->len; i++)
    if (fits (posh->prints->pdata[i], der))
      return posh->expires_s > 0 ? GW_POSH_FITS : GW_POSH_STALE;
  return GW_POSH_FITS_NOT;
}
