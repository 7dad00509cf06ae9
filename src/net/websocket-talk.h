/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One anonymous look at a server through its WebSocket: TLS, upgrade, <open/>, features, then a
 * clean close (RFC 7395). A state machine over a non-blocking socket that knows no loop, like
 * net/stream. The certificate is judged for the web host before anything is said. It never
 * authenticates. */
#pragma once

#include "base/error.h"
#include "net/drive.h"
#include "net/http-url.h"
#include "net/tls.h"
#include "net/websocket-upgrade.h"
#include "net/xml.h"

G_BEGIN_DECLS

/* What was seen; complete once the step says DONE, partial when the caller gave up before. */
typedef struct {
  GwUpgrade upgrade;              /* `status` 0: no answer of HTTP came */
  gboolean opened;                /* the server's <open/> came */
  char *from, *id, *version;      /* of it; NULL: absent */
  char *see_other;                /* where a <close/> sends us instead; NULL: nowhere */
  GwXml *features;                /* NULL: none seen */
  GwTlsEvidence *tls;             /* NULL: no handshake finished */
  GString *raw;                   /* all that came inside TLS, up to GW_LIMIT_WEBSOCKET_RAW bytes */
  gsize bytes_in;                 /* inside TLS */
  gint64 upgrade_us, features_us; /* microseconds after the first step; 0: not reached */
  /* What ended it early; NULL: it went through. GW_ERROR_CERT_* (nothing was said then),
   * _TLS_FAILED, _HANGUP, _CONNECT_*; _HTTP_STATUS: no WebSocket; _NOT_XMPP: one without XMPP, or
   * broken frames; _BAD_XML, _TOO_LARGE; _STREAM and _WRONG_HOST: the server's own word. */
  GError *error;
} GwWebSocketSeen;

typedef struct _GwWebSocketTalk GwWebSocketTalk;

/* Takes over `fd` (connected or connecting, non-blocking; closed by free) and `session` (from
 * gw_tls_session_new(), for the host of `url` and GW_ALPN_HTTP). `domain`: A-label of the XMPP
 * domain, which need not be that host. Copies what it needs of `url`. */
GwWebSocketTalk *gw_websocket_talk_new (int fd, SSL *session, const GwHttpUrl *url,
                                        const char *domain);
void gw_websocket_talk_free (GwWebSocketTalk *talk);

GwStep gw_websocket_talk_step (GwWebSocketTalk *talk);

/* Ends it from outside (deadline, cancel): the error becomes `code` unless there is one. */
void gw_websocket_talk_fail (GwWebSocketTalk *talk, GwErrorCode code);

/* Borrowed, alive until the free. */
const GwWebSocketSeen *gw_websocket_talk_seen (const GwWebSocketTalk *talk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWebSocketTalk, gw_websocket_talk_free)

G_END_DECLS
