/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a domain to a connected socket: look-up, slot, happy eyeballs (RFC 8305) down the endpoints,
 * deadline. The only place that calls connect(2). With a proxy in the profile every connection goes
 * to it and on from there by name (net/socks), one endpoint after the other; nothing else is
 * connected to. Engine thread. */
#pragma once

#include "net/contacts.h"
#include "net/dns.h"
#include "net/engine.h"

G_BEGIN_DECLS

typedef enum { GW_DIAL_ANY, GW_DIAL_DIRECT_TLS, GW_DIAL_STARTTLS } GwDialWant;

typedef enum {
  GW_DIAL_V6_FIRST, /* both by turns, RFC 8305 */
  GW_DIAL_V4_FIRST,
  GW_DIAL_V6_ONLY,
} GwDialFamily;

/* How to go about it. Zeroed: as a client, whichever way works. */
typedef struct {
  GwPurpose purpose;
  const char *what; /* what for, for the log of contacts; static. NULL: "other" */
  GwDialWant want;
  gboolean is_server; /* the service for other servers; FALSE: the one for clients */
  GwDialFamily family;
  gboolean is_paced; /* wait for the turn of contacts.h among those that ask for a pause */
  guint *budget;     /* connections that may still be tried, counted down; NULL: no such bound.
                        Borrowed until the end */
  const GwEndpoints *endpoints; /* where to; borrowed during the call. NULL: they are looked up */
} GwDialPlan;

typedef struct {
  int fd;                    /* connected, non-blocking, TCP_NODELAY; the callee's to close */
  GwSlot *slot;              /* the callee's to release after closing fd */
  gboolean direct_tls;       /* start with TLS */
  gboolean direct_announced; /* the domain announces direct TLS, whichever way was taken */
  gboolean direct_failed;  /* announced, and each address refused it before STARTTLS was taken (not:
                              merely slower) */
  gboolean direct_unknown; /* whether it is announced could not be asked */
  gboolean starttls_possible; /* there is an endpoint for STARTTLS as well */
  char *target;  /* host name, of the SRV record if there is one; the callee's to free */
  char *address; /* "192.0.2.1:5222", "open.example:5222/via-proxy"; the callee's to free */
  gint64 dns_us, connect_us; /* how long each took */
} GwDialed;

typedef struct _GwDial GwDial;

/* Called once, never inside gw_dial_start*(). `dialed` NULL: `error` says why (the failure of the
 * last endpoint tried). Behind a proxy also GW_ERROR_PROXY_*: _HIDES for a plan with one family
 * only. */
typedef void (*GwDialFunc) (GwDialed *dialed, const GError *error, gpointer data);

GwDial *gw_dial_start (GwEngine *engine, const char *domain, const GwDialPlan *plan,
                       GwDialFunc func, gpointer data);
/* The same to one host (A-label) by its own addresses, where TLS comes first: a web server. */
GwDial *gw_dial_start_host (GwEngine *engine, const char *host, guint16 port,
                            const GwDialPlan *plan, GwDialFunc func, gpointer data);
void gw_dial_cancel (GwDial *dial); /* only before the function was called */

/* Closes and releases what a dial gave. */
void gw_dialed_clear (GwDialed *dialed);

G_END_DECLS
