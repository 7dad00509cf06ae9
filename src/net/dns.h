/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a domain takes XMPP clients or servers: SRV (RFC 6120 section 3.2, RFC 2782) for STARTTLS
 * and direct TLS (XEP-0368), then the addresses, through libunbound as a source in the engine's
 * loop. Two resolver rounds: all SRV plus the domain's own addresses at once, then the targets'
 * addresses. For a web server its addresses alone. Look-ups do not validate; DNSSEC is a check, not
 * a gate. Beside them single questions, which do. Engine thread only.
 *
 * With a proxy in the profile there is no libunbound, and nobody is asked for addresses: endpoints
 * have names only, and without a resolver by https there are no SRV records either. With such a
 * resolver libunbound is asked only where it is, if at all. */
#pragma once

#include "base/profile.h"
#include "net/address.h"
#include "net/dns-record.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *target;
  guint16 port;
  guint16 priority, weight;
  gboolean direct_tls;
  GArray *addresses; /* GwAddress with the port set, v6 and v4 interlaced, v6 first; at least one,
                        but none when there is a proxy: it is asked for the target by name */
} GwEndpoint;

typedef struct {
  char *domain;
  gboolean srv_found; /* FALSE: the domain's own addresses, on 5222, 5269 or the port asked for */
  gboolean direct_announced;
  gboolean srv_failed;  /* a question for SRV had no answer: not found does not mean none */
  GPtrArray *endpoints; /* GwEndpoint: direct TLS ones first, each group in SRV order (weights
                           drawn); not empty */
} GwEndpoints;

typedef enum {
  GW_DNS_CLIENT, /* _xmpps-client, _xmpp-client; 5222 */
  GW_DNS_SERVER, /* _xmpps-server, _xmpp-server; 5269 */
} GwDnsService;

typedef struct _GwDns GwDns;
struct _GwDoh;
typedef struct _GwDnsLookup GwDnsLookup;
typedef struct _GwDnsAsk GwDnsAsk;

/* `error` NULL: `found` is the callee's to free with gw_endpoints_free(). Else GW_ERROR_DNS_*, or
 * GW_ERROR_ADDRESS_PRIVATE when every address was refused. */
typedef void (*GwDnsFunc) (GwEndpoints *found, const GError *error, gpointer data);

/* The callee's to free with gw_dns_records_free(). There is always an answer: what did not come is
 * FAILED and UNKNOWN. */
typedef void (*GwDnsAskFunc) (GwDnsRecords *records, gpointer data);

/* GW_ERROR_DNS_FAILED, or GW_ERROR_FILE_READ when the profile's trust anchors cannot be read. */
GwDns *gw_dns_new (const GwProfile *profile, GMainContext *context, GError **error);
/* Takes the resolver that is to be asked from now on; see net/doh. */
void gw_dns_use_doh (GwDns *dns, struct _GwDoh *doh);
/* Pending look-ups and questions are cancelled, their functions are not called. */
void gw_dns_free (GwDns *dns);

/* `domain`: A-label. The function is called once, later, never inside this call. */
GwDnsLookup *gw_dns_lookup_service (GwDns *dns, const char *domain, GwDnsService service,
                                    GwDnsFunc func, gpointer data);
/* The addresses of one host alone (A-label), for `port`: one endpoint that starts with TLS, no SRV.
 */
GwDnsLookup *gw_dns_lookup_host (GwDns *dns, const char *host, guint16 port, GwDnsFunc func,
                                 gpointer data);
void gw_dns_lookup_cancel (
    GwDnsLookup *lookup); /* its function will not be called; only before it was */

/* One question (A-labels) to the context that validates, made at the first of them: down from the
 * root's keys, or from the profile's trust anchors. A name that none of them covers is UNKNOWN.
 * Whether the resolver lets DNSSEC through at all is asked for at the same time; where it does not,
 * every answer is UNKNOWN, and its data come from the context of the look-ups if need be. The
 * function is called once, later, never inside this call, and after GW_LIMIT_DNS_WAIT at most
 * (GW_LIMIT_DOH_WAIT by https). By https every answer is UNKNOWN; with a proxy and without https
 * nothing can be asked, which is told at once: FAILED. */
GwDnsAsk *gw_dns_ask (GwDns *dns, const char *name, GwDnsType type, GwDnsAskFunc func,
                      gpointer data);
void gw_dns_ask_cancel (GwDnsAsk *ask); /* as for look-ups */

GwEndpoints *gw_endpoints_copy (const GwEndpoints *endpoints);
void gw_endpoints_free (GwEndpoints *endpoints);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDns, gw_dns_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwEndpoints, gw_endpoints_free)

G_END_DECLS
