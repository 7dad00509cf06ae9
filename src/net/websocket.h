/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look through a WebSocket in the loop: dial the host of its address, drive a GwWebSocketTalk
 * to its end, or to the deadline GW_LIMIT_HTTP_WAIT after the first connect(). Only wss; redirects
 * are not followed (RFC 6455 section 4.1 leaves that open). Engine thread. */
#pragma once

#include "net/dial.h"
#include "net/websocket-talk.h"

G_BEGIN_DECLS

typedef struct {
  const char *url;    /* wss://host[:port]/path, no user name, no IP address */
  const char *domain; /* the XMPP domain (A-label) */
  GwDialPlan dial;    /* `purpose`, `family`, `budget` */
} GwWebSocketPlan;

typedef struct _GwWebSocket GwWebSocket;

/* Called once, never inside gw_websocket_start(). `seen` is the callee's, `error` borrowed. `seen`
 * NULL: no connection came about, `error` says why (GW_ERROR_BAD_URL, those of net/dial, _FILE_READ
 * without a certificate store). Else `error` is that of `seen`. */
typedef void (*GwWebSocketFunc) (GwWebSocketSeen *seen, const GError *error, gpointer data);

/* Copies what it needs of `plan`, except for what `dial` only borrows. */
GwWebSocket *gw_websocket_start (GwEngine *engine, const GwWebSocketPlan *plan,
                                 GwWebSocketFunc func, gpointer data);
void gw_websocket_cancel (GwWebSocket *websocket); /* only before the function was called */

G_END_DECLS
