/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a web page, read by libcurl's own parser and by no other: what is checked here is
 * what is asked for later (RFC 3986, RFC 9110 section 4.2.2). Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *text; /* with this host, without a fragment */
  char *host; /* A-label */
  guint16 port;
  char *target; /* path and query, as a request line names them */
} GwHttpUrl;

/* NULL and GW_ERROR_BAD_URL for what is not https, has a user name, an IP address or no domain name
 * for a host, or is longer than GW_LIMIT_URL. */
GwHttpUrl *gw_http_url_new (const char *text, GError **error);
/* The same for wss (RFC 6455 section 3), which is https until it is upgraded: so says its `text`.
 */
GwHttpUrl *gw_http_url_new_wss (const char *text, GError **error);
void gw_http_url_free (GwHttpUrl *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpUrl, gw_http_url_free)

G_END_DECLS
