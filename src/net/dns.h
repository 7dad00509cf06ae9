/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a domain takes XMPP clients: SRV (RFC 6120 section 3.2, RFC 2782) for STARTTLS and direct
 * TLS (XEP-0368), then the addresses, through libunbound as a source in the engine's loop. Two
 * resolver rounds: all SRV plus the domain's own addresses at once, then the targets' addresses.
 * For a web server its addresses alone. This context does not validate; DNSSEC is a check, not a
 * gate. Engine thread only. */
#pragma once

#include "base/profile.h"
#include "net/address.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *target;
  guint16 port;
  guint16 priority, weight;
  gboolean direct_tls;
  GArray *addresses; /* GwAddress with the port set, v6 and v4 interlaced, v6 first; at least one */
} GwEndpoint;

typedef struct {
  char *domain;
  gboolean srv_found; /* FALSE: the domain's own addresses, on 5222 or the port asked for */
  gboolean direct_announced;
  gboolean srv_failed;  /* a question for SRV had no answer: not found does not mean none */
  GPtrArray *endpoints; /* GwEndpoint: direct TLS ones first, each group in SRV order (weights
                           drawn); not empty */
} GwEndpoints;

typedef struct _GwDns GwDns;
typedef struct _GwDnsLookup GwDnsLookup;

/* `error` NULL: `found` is the callee's to free with gw_endpoints_free(). Else GW_ERROR_DNS_*, or
 * GW_ERROR_ADDRESS_PRIVATE when every address was refused. */
typedef void (*GwDnsFunc) (GwEndpoints *found, const GError *error, gpointer data);

GwDns *gw_dns_new (const GwProfile *profile, GMainContext *context, GError **error);
void gw_dns_free (GwDns *dns); /* pending look-ups are cancelled, their functions are not called */

typedef enum { GW_DNS_CLIENT, GW_DNS_SERVER } GwDnsService;

/* `domain`: A-label. The function is called once, later, never inside this call. */
GwDnsLookup *gw_dns_lookup_service (GwDns *dns, const char *domain, GwDnsService service,
                                    GwDnsFunc func, gpointer data);
GwDnsLookup *gw_dns_lookup_client (GwDns *dns, const char *domain, GwDnsFunc func, gpointer data);
/* The addresses of one host alone (A-label), for `port`: one endpoint that starts with TLS, no SRV.
 */
GwDnsLookup *gw_dns_lookup_host (GwDns *dns, const char *host, guint16 port, GwDnsFunc func,
                                 gpointer data);
void gw_dns_lookup_cancel (
    GwDnsLookup *lookup); /* its function will not be called; only before it was */

GwEndpoints *gw_endpoints_copy (const GwEndpoints *endpoints);
void gw_endpoints_free (GwEndpoints *endpoints);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDns, gw_dns_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwEndpoints, gw_endpoints_free)

G_END_DECLS
