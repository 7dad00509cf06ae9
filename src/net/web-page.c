/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web addresses that a server names: RFC 3986, XEP-0066. */
#include "net/web-page.h"

#define HTTPS "https://"

enum { URL_MAX_BYTES = 2048 };

char *
gw_web_page_new (const char *text)
{
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > URL_MAX_BYTES)
    return NULL;
  url = g_strstrip (g_strdup (text));
  if (g_ascii_strncasecmp (url, HTTPS, strlen (HTTPS)) != 0)
    return NULL;
  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  /* "https://known.example@other.example" leads to the other one. */
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_steal_pointer (&url);
}

char *
gw_web_page_find (const char *sentence)
{
  g_autofree char *folded = NULL;
  const char *from = sentence;
  const char *found;

  g_return_val_if_fail (sentence != NULL, NULL);

  folded = g_ascii_strdown (sentence, -1); /* as long as the original, byte by byte */
  while ((found = strstr (folded + (from - sentence), HTTPS)) != NULL) {
    const char *start = sentence + (found - folded);
    gsize length = strcspn (start, " \t\r\n<>\"'");
    g_autofree char *candidate = NULL;
    char *url;

    from = start + length;
    while (length > 0 && strchr (".,;:!?)]", start[length - 1]) != NULL)
      length--;
    candidate = g_strndup (start, length);
    url = gw_web_page_new (candidate);
    if (url != NULL)
      return url;
  }
  return NULL;
}
