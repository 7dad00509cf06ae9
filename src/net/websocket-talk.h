/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One anonymous look at a server through its WebSocket: TLS, upgrade, <open/>, features, then a
 * clean close (RFC 7395). A state machine over a non-blocking socket that knows no loop, like
 * net/stream. The certificate is judged for the web host before anything is said. It never
 * authenticates. */
#pragma once

#include "net/drive.h"
#include "net/websocket-hear.h"

G_BEGIN_DECLS

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
/* The caller's; only after DONE or gw_websocket_talk_fail(), and the talk may only be freed then.
 */
GwWebSocketSeen *gw_websocket_talk_take_seen (GwWebSocketTalk *talk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWebSocketTalk, gw_websocket_talk_free)

G_END_DECLS
