/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web addresses that a server names: RFC 3986, XEP-0066. */
#include "net/web-page.h"

#include "base/jid.h"
#include "base/limits.h"

#define HTTPS "https://"

/* Of a number as its last label browsers make an IPv4 address, whatever its shape ("0x7f.1"). */
static gboolean
is_public_name (const char *host)
{
  gsize length = strlen (host);
  g_autofree char *name = g_ascii_strdown (host, (gssize)length - g_str_has_suffix (host, "."));
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && !g_ascii_isdigit (dot[1]) && dot[1] != '\0' &&
         strchr (name, ':') == NULL && !g_str_has_suffix (name, ".localhost");
}

char *
gw_web_page_new (const char *text)
{
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > GW_LIMIT_URL)
    return NULL;
  url = g_strstrip (g_strdup (text));
  if (g_ascii_strncasecmp (url, HTTPS, strlen (HTTPS)) != 0)
    return NULL;
  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  /* "https://known.example@other.example" leads to the other one. */
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      !is_public_name (g_uri_get_host (uri)))
    return NULL;
  return g_steal_pointer (&url);
}

/* The first one, and where it ends; NULL: none. */
static char *
find_next (const char *sentence, const char **end)
{
  g_autofree char *folded = g_ascii_strdown (sentence, -1); /* as long, byte by byte */
  const char *from = folded;
  const char *found;

  while ((found = strstr (from, HTTPS)) != NULL) {
    const char *start = sentence + (found - folded);
    gsize length = strcspn (start, " \t\r\n<>\"'");
    g_autofree char *candidate = NULL;
    char *url;

    from = found + length;
    while (length > 0 && strchr (".,;:!?)]", start[length - 1]) != NULL)
      length--;
    candidate = g_strndup (start, length);
    url = gw_web_page_new (candidate);
    if (url != NULL) {
      *end = sentence + (from - folded);
      return url;
    }
  }
  return NULL;
}

char *
gw_web_page_find (const char *sentence)
{
  const char *end;

  g_return_val_if_fail (sentence != NULL, NULL);

  return find_next (sentence, &end);
}

void
gw_web_page_find_all (const char *sentence, GPtrArray *pages, guint max)
{
  char *url;

  g_return_if_fail (sentence != NULL && pages != NULL);

  while (pages->len < max && (url = find_next (sentence, &sentence)) != NULL)
    if (g_ptr_array_find_with_equal_func (pages, url, g_str_equal, NULL))
      g_free (url);
    else
      g_ptr_array_add (pages, url);
}

gboolean
gw_web_page_is_of (const char *page, const char *domain)
{
  g_return_val_if_fail (page != NULL && domain != NULL, FALSE);

  g_autoptr (GUri) uri = g_uri_parse (page, G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *given = uri ? g_uri_get_host (uri) : NULL;
  g_autofree char *host = given ? gw_domain_normalize (given, NULL) : NULL;
  g_autofree char *below = g_strconcat (".", domain, NULL);

  return host && (g_str_equal (host, domain) || g_str_has_suffix (host, below));
}
