/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that was seen of one server, as plain data: collectors fill it, the recorder keeps it, judges
 * read it and nothing else. What was not asked for is NULL or zero, which is not the same as asked
 * for in vain. Travels between threads; one owner. */
#pragma once

#include "net/certificate.h"
#include "net/dns-record.h"
#include "net/form.h"
#include "net/hello-reply.h"
#include "net/look.h"
#include "net/websocket-hear.h"

G_BEGIN_DECLS

/* The ways into a server, one connection each. */
typedef enum {
  GW_LEG_CLIENT,     /* STARTTLS, as an app */
  GW_LEG_CLIENT_TLS, /* direct TLS, as an app */
  GW_LEG_SERVER,     /* the same two as another server */
  GW_LEG_SERVER_TLS,
  GW_N_LEGS,
} GwLegId;

const char *gw_leg_name (GwLegId id);       /* "c2s", "c2s-tls", "s2s", "s2s-tls" */
const char *gw_leg_service (GwLegId id);    /* "_xmpp-client._tcp" */
gboolean gw_leg_is_server (GwLegId id);     /* of the last two */
gboolean gw_leg_is_direct_tls (GwLegId id); /* of the second and the fourth */

typedef enum {
  GW_PAGE_HOST_META,
  GW_PAGE_HOST_META_JSON,
  GW_PAGE_PROVIDER, /* the provider's own file */
  GW_PAGE_POSH_CLIENT,
  GW_PAGE_POSH_SERVER,
  GW_PAGE_BOSH,      /* POST: a session */
  GW_PAGE_BOSH_CORS, /* OPTIONS */
  GW_N_PAGES,
} GwPageId;

const char *gw_page_name (GwPageId id); /* "host-meta", ... for records */

/* Whom BOSH is asked for: any origin, as a web app on somebody's own page would send it. */
#define GW_PAGE_ORIGIN "https://client.invalid"

/* One question by https and its answer. */
typedef struct {
  char *url;  /* NULL: not asked */
  int status; /* 0: no whole answer came, `error` says why */
  char *content_type, *allow_origin, *allow_methods, *allow_headers; /* NULL: absent */
  GBytes *body;                                                      /* NULL: none */
  GError *error;
  GwTlsEvidence *tls; /* NULL: no handshake finished */
  gint64 total_us;
} GwPage;

/* One raw hello. */
typedef struct {
  gboolean asked;
  gboolean direct_tls; /* where it was asked */
  char *address;       /* NULL: no connection */
  GwHelloReply reply;  /* read from `received` and `closed` */
  GBytes *sent, *received;
  gboolean closed; /* the server ended the connection after the hello */
  GError *error;   /* why there is no answer; NULL: there is one */
} GwHelloSeen;

/* The look through a WebSocket (RFC 7395). */
typedef struct {
  char *url;  /* NULL: not asked */
  int status; /* of the upgrade; 0: no answer */
  gboolean upgraded;
  gboolean has_protocol; /* "xmpp" was echoed */
  gboolean opened, has_features;
  char *key;  /* that we asked with */
  GBytes *in; /* what came inside TLS, as far as it is kept */
  GError *error;
} GwSocketSeen;

/* What was heard there; both from the connection and from a record. */
void gw_socket_seen_fill (GwSocketSeen *socket, const GwWebSocketSeen *heard);

/* A connection made only to see whether IPv6 leads there. */
typedef struct {
  gboolean asked;
  char *address; /* NULL: none was connected */
  GError *error;
} GwV6Seen;

typedef struct {
  char *domain;      /* A-label */
  gboolean full;     /* FALSE: one look as a client, nothing else */
  gboolean by_proxy; /* names went to the proxy: no DNS, no IPv6, nothing about addresses */
  gint64 now;        /* seconds since 1970 UTC */
  gint64 total_us;
  guint connections;

  GPtrArray *dns;                /* GwDnsRecords; empty in a quick probe */
  GwLookResult *legs[GW_N_LEGS]; /* NULL: not looked at (not announced, or not asked) */
  GwHelloSeen hellos[GW_N_HELLOS];
  GwPage pages[GW_N_PAGES];
  GwSocketSeen socket;
  GwV6Seen v6;

  /* Made of the above by gw_seen_read(). */
  const GwLookResult *look; /* the leg by which the client's side is judged: the one with a form or
                               with features, direct TLS before STARTTLS; NULL: there was none */
  GwCertVerdict verdicts[GW_N_LEGS]; /* for the service of the leg; zeroed: no handshake */
  const GwCertVerdict *certificate;  /* of `look`; NULL: no handshake */
  GwForm *form;                      /* NULL: none */
  GError *form_error;                /* why there is none; NULL: not asked */
} GwSeen;

GwSeen *gw_seen_new (const char *domain, gint64 now);
void gw_seen_free (GwSeen *seen);

/* Judges certificates and reads the form, when all is filled in; a second call does it anew. Pure.
 */
void gw_seen_read (GwSeen *seen);

/* The answer about that name and type; NULL: not asked. Names compare without case. */
const GwDnsRecords *gw_seen_dns (const GwSeen *seen, const char *name, GwDnsType type);
/* The SRV answer of a leg's service. */
const GwDnsRecords *gw_seen_srv (const GwSeen *seen, GwLegId leg);
/* What a leg said, and its handshake; NULL: none. */
const GwStreamReport *gw_seen_report (const GwSeen *seen, GwLegId leg);
const GwTlsEvidence *gw_seen_tls (const GwSeen *seen, GwLegId leg);
/* A good handshake was had as a client, so that a refused hello means something. */
gboolean gw_seen_has_tls (const GwSeen *seen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSeen, gw_seen_free)

G_END_DECLS
