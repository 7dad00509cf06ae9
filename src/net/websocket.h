/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look through a WebSocket in the loop: dial the host of its address, drive a GwWebSocketTalk
 * to its end, or to the deadline GW_LIMIT_HTTP_WAIT after the first connect(). Only wss; redirects
 * are not followed (RFC 6455 section 4.1 leaves that open). Engine thread. */
#pragma once

#include "net/contacts.h"
#include "net/engine.h"
#include "net/websocket-talk.h"

G_BEGIN_DECLS

typedef struct _GwWebSocket GwWebSocket;

/* Called once, never inside gw_websocket_start(); both are borrowed. `seen` NULL: no connection
 * came about, `error` says why (GW_ERROR_BAD_URL, those of net/dial, _FILE_READ without a
 * certificate store). Else `error` is that of `seen`, GW_ERROR_TIMEOUT included. */
typedef void (*GwWebSocketFunc) (const GwWebSocketSeen *seen, const GError *error, gpointer data);

/* `url`: wss://host[:port]/path, no user name, no IP address. `domain`: the XMPP domain (A-label).
 */
GwWebSocket *gw_websocket_start (GwEngine *engine, const char *url, const char *domain,
                                 GwPurpose purpose, GwWebSocketFunc func, gpointer data);
void gw_websocket_cancel (GwWebSocket *websocket); /* only before the function was called */

G_END_DECLS
