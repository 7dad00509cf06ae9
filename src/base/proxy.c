/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads where the proxy is. */
#include "base/proxy.h"

#include "base/error.h"
#include "base/i18n.h"

#define SCHEME       "socks5h"
#define TOR          "tor"
#define TOR_ADDRESS  "127.0.0.1"
#define HERE         "localhost"
#define HERE_ADDRESS "127.0.0.1"

enum { TOR_PORT = 9050, WORD_MAX = 255 /* bytes, RFC 1929 section 2 */ };

/* Of the setting; each to be freed. */
typedef struct {
  char *scheme, *user, *password, *host, *path, *query, *fragment;
  int port;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_free (parts->scheme);
  g_free (parts->user);
  gw_wipe_free (parts->password);
  g_free (parts->host);
  g_free (parts->path);
  g_free (parts->query);
  g_free (parts->fragment);
}

static gboolean
is_word (const char *text)
{
  return *text != '\0' && strlen (text) <= WORD_MAX;
}

static gboolean
is_nothing (const char *text)
{
  return text == NULL || *text == '\0';
}

/* An interface ("fe80::1%eth0") has no place in a socket address made of text. */
static gboolean
is_place (const char *host)
{
  return g_str_equal (host, HERE) ||
         (g_hostname_is_ip_address (host) && strchr (host, '%') == NULL);
}

static const char *
find_fault (const Parts *parts)
{
  if (!g_str_equal (parts->scheme, SCHEME))
    return _ ("only proxies that begin with socks5h:// can be used, or the word tor");
  if (is_nothing (parts->host) || !is_place (parts->host))
    return _ ("the proxy itself must be an IP address or localhost; a name would have to be looked "
              "up beside it");
  if (parts->port <= 0 || parts->port > G_MAXUINT16)
    return _ ("a port number is missing behind the address of the proxy");
  if (!(is_nothing (parts->path) || g_str_equal (parts->path, "/")) || parts->query != NULL ||
      parts->fragment != NULL)
    return _ ("nothing may follow the port number of the proxy");
  if ((parts->user == NULL) != (parts->password == NULL) ||
      (parts->user != NULL && (!is_word (parts->user) || !is_word (parts->password))))
    return _ ("a proxy takes a name and a password, of 1 to 255 bytes each, or neither");
  return NULL;
}

static GwProxy *
proxy_new (const char *address, guint16 port)
{
  GwProxy *proxy = g_new0 (GwProxy, 1);

  proxy->address = g_strdup (address);
  proxy->port = port;
  return proxy;
}

static GwProxy *
read_parts (const Parts *parts, const char **fault)
{
  g_autoptr (GwProxy) proxy = NULL;

  *fault = find_fault (parts);
  if (*fault != NULL)
    return NULL;
  proxy = proxy_new (g_str_equal (parts->host, HERE) ? HERE_ADDRESS : parts->host,
                     (guint16)parts->port);
  if (parts->user != NULL) {
    proxy->user = g_strdup (parts->user);
    proxy->password = gw_secret_new (parts->password, NULL);
    if (proxy->password == NULL) {
      *fault = _ ("the password of the proxy must be UTF-8 in one line");
      return NULL;
    }
  }
  return g_steal_pointer (&proxy);
}

GwProxy *
gw_proxy_parse (const char *text, const char **fault)
{
  Parts parts = {0};
  GwProxy *proxy = NULL;

  g_return_val_if_fail (text != NULL && fault != NULL, NULL);

  *fault = NULL;
  if (g_str_equal (text, TOR))
    return proxy_new (TOR_ADDRESS, TOR_PORT);
  if (g_uri_split_with_user (text, G_URI_FLAGS_HAS_PASSWORD, &parts.scheme, &parts.user,
                             &parts.password, NULL, &parts.host, &parts.port, &parts.path,
                             &parts.query, &parts.fragment, NULL) &&
      parts.scheme != NULL)
    proxy = read_parts (&parts, fault);
  else
    *fault = _ ("socks5h://ADDRESS:PORT is expected, or the word tor");
  parts_clear (&parts);
  return proxy;
}

static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return is_nothing (value) ? NULL : value;
}

gboolean
gw_proxy_from_environment (GwProxy **proxy, GError **error)
{
  static const char *const names[] = {"ALL_PROXY",   "all_proxy",  "HTTPS_PROXY",
                                      "https_proxy", "HTTP_PROXY", "http_proxy"};
  const char *all = get_variable (names[0]) ? get_variable (names[0]) : get_variable (names[1]);
  const char *fault = NULL;

  *proxy = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = get_variable (names[i]);

    if (value != NULL && g_strcmp0 (value, all) != 0) {
      gw_error_set (error, GW_ERROR_PROXY_UNSUPPORTED, names[i], NULL);
      return FALSE;
    }
  }
  if (all == NULL)
    return TRUE;
  *proxy = gw_proxy_parse (all, &fault);
  if (*proxy != NULL && (*proxy)->user != NULL) {
    g_clear_pointer (proxy, gw_proxy_free);
    fault = _ ("a password belongs in the profile file");
  }
  if (*proxy == NULL)
    gw_error_set (error, GW_ERROR_PROXY_UNSUPPORTED, names[0], fault);
  return *proxy != NULL;
}

GwProxy *
gw_proxy_copy (const GwProxy *proxy)
{
  GwProxy *copy;

  g_return_val_if_fail (proxy != NULL, NULL);

  copy = proxy_new (proxy->address, proxy->port);
  copy->user = g_strdup (proxy->user);
  if (proxy->password != NULL)
    copy->password = gw_secret_new (gw_secret_peek (proxy->password), NULL);
  return copy;
}

void
gw_proxy_free (GwProxy *proxy)
{
  if (proxy == NULL)
    return;
  g_free (proxy->address);
  g_free (proxy->user);
  gw_secret_unref (proxy->password);
  g_free (proxy);
}
