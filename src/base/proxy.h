/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proxy through which everything goes: the setting, as it is written and as the environment
 * may ask for it. Of the kind that curl calls "socks5h": SOCKS5 (RFC 1928) to which names are given
 * as they are, so that nothing is looked up beside it. Nothing here connects. */
#pragma once

#include "base/secret.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *address; /* "127.0.0.1", "2001:db8::1" */
  guint16 port;
  char *user;         /* 1 to 255 bytes (RFC 1929); NULL: none is needed */
  GwSecret *password; /* the same; with a user only */
} GwProxy;

/* "socks5h://[USER:PASSWORD@]HOST:PORT", or "tor" for socks5h://127.0.0.1:9050. USER and PASSWORD
 * may hold %41. HOST is an IP address or "localhost": another name would have to be looked up
 * first. NULL: `fault` says in a translated half sentence what is wrong, without repeating it. */
GwProxy *gw_proxy_parse (const char *text, const char **fault);

/* What ALL_PROXY (or all_proxy) asks for; `proxy` is NULL when no variable is set. A proxy holds
 * for everything or not at all, so FALSE and GW_ERROR_PROXY_UNSUPPORTED for another kind, for a
 * password in it, and for HTTPS_PROXY and HTTP_PROXY unless they say the same. NO_PROXY is not
 * heeded: nothing goes around. */
gboolean gw_proxy_from_environment (GwProxy **proxy, GError **error);

GwProxy *gw_proxy_copy (const GwProxy *proxy); /* shares nothing: for another thread */
void gw_proxy_free (GwProxy *proxy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProxy, gw_proxy_free)

G_END_DECLS
