/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked for by https. */
#include "net/http-url.h"

#include "base/error.h"
#include "base/jid.h"
#include "base/limits.h"

#include <curl/curl.h>

#define HTTPS "https://"
#define WSS   "wss://"

static char *
get_part (CURLU *parts, CURLUPart part, guint flags)
{
  char *theirs = NULL, *ours;

  if (curl_url_get (parts, part, &theirs, flags) != CURLUE_OK)
    return NULL;
  ours = g_strdup (theirs);
  curl_free (theirs);
  return ours;
}

static gboolean
read_text (CURLU *parts, const char *text)
{
  /* libcurl forgives "https:/host" as well. */
  return strlen (text) <= GW_LIMIT_URL && g_ascii_strncasecmp (text, HTTPS, strlen (HTTPS)) == 0 &&
         text[strlen (HTTPS)] != '/' &&
         curl_url_set (parts, CURLUPART_URL, text, CURLU_DISALLOW_USER | CURLU_URLENCODE) ==
             CURLUE_OK &&
         curl_url_set (parts, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK;
}

/* RFC 9112 section 3.2.1. */
static char *
read_target (CURLU *parts)
{
  g_autofree char *path = get_part (parts, CURLUPART_PATH, 0);
  g_autofree char *query = get_part (parts, CURLUPART_QUERY, 0);

  return g_strconcat (path != NULL ? path : "/", query != NULL ? "?" : NULL, query, NULL);
}

static gboolean
read_parts (CURLU *parts, GwHttpUrl *url)
{
  g_autofree char *host = get_part (parts, CURLUPART_HOST, 0);
  g_autofree char *port = get_part (parts, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  g_autofree char *user = get_part (parts, CURLUPART_USER, 0);
  guint64 number = port != NULL ? g_ascii_strtoull (port, NULL, 10) : 0;

  if (host == NULL || user != NULL || number == 0 || number > G_MAXUINT16)
    return FALSE;
  url->port = (guint16)number;
  url->host = gw_domain_normalize (host, NULL);
  if (url->host == NULL || curl_url_set (parts, CURLUPART_HOST, url->host, 0) != CURLUE_OK)
    return FALSE;
  url->text = get_part (parts, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
  url->target = read_target (parts);
  return url->text != NULL;
}

GwHttpUrl *
gw_http_url_new (const char *text, GError **error)
{
  g_autoptr (GwHttpUrl) url = NULL;
  CURLU *parts;
  gboolean is_fine;

  g_return_val_if_fail (text != NULL, NULL);

  url = g_new0 (GwHttpUrl, 1);
  parts = curl_url ();
  is_fine = read_text (parts, text) && read_parts (parts, url);
  curl_url_cleanup (parts);
  if (is_fine)
    return g_steal_pointer (&url);
  gw_error_set (error, GW_ERROR_BAD_URL, text, NULL);
  return NULL;
}

GwHttpUrl *
gw_http_url_new_wss (const char *text, GError **error)
{
  g_autofree char *secure = NULL;
  GwHttpUrl *url = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_ascii_strncasecmp (text, WSS, strlen (WSS)) == 0) {
    secure = g_strconcat (HTTPS, text + strlen (WSS), NULL);
    url = gw_http_url_new (secure, NULL);
  }
  if (url == NULL)
    gw_error_set (error, GW_ERROR_BAD_URL, text, NULL);
  return url;
}

void
gw_http_url_free (GwHttpUrl *url)
{
  if (url == NULL)
    return;
  g_free (url->text);
  g_free (url->host);
  g_free (url->target);
  g_free (url);
}
