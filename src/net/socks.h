/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a SOCKS5 proxy for one connection: greeting, name and password if it wants them (RFC
 * 1929), CONNECT by name (RFC 1928). A machine over a connected descriptor that knows no loop. It
 * reads not a byte beyond the proxy's last answer: what follows belongs to the server behind it.
 * Engine thread. */
#pragma once

#include "base/error.h"
#include "base/proxy.h"
#include "net/drive.h"

G_BEGIN_DECLS

typedef struct _GwSocks GwSocks;

/* Why there is no connection. */
typedef struct {
  GwErrorCode code; /* GW_ERROR_PROXY_*: the proxy is to blame, else the server or the way to it */
  const char *reason; /* technical, in English */
} GwSocksFault;

/* `fd`: connected, non-blocking, stays the caller's. `host`: at most 255 bytes; an IP literal is
 * sent as an address, all else as a name. `proxy` is borrowed during the call. */
GwSocks *gw_socks_new (int fd, const GwProxy *proxy, const char *host, guint16 port);
void gw_socks_free (GwSocks *socks);

GwStep gw_socks_step (GwSocks *socks);

/* After DONE. NULL: from here on the descriptor leads to the server. */
const GwSocksFault *gw_socks_fault (const GwSocks *socks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSocks, gw_socks_free)

G_END_DECLS
