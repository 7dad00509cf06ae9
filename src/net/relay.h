/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A way out for a library that dials by itself (libstrophe): the relay dials through net/dial and
 * offers one loopback port that takes exactly one connection, then carries bytes both ways. TLS
 * stays end to end. Closing the relay ends the library's operation at once: that is how deadlines
 * and cancelling reach it. */
#pragma once

#include "net/dial.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GwRelay GwRelay;

/* For a worker thread (never the engine's): blocks until the server is connected and the port is
 * open, until it failed, or until `cancel` fires (GW_ERROR_CANCELLED). The relay runs on its own
 * from then on. */
GwRelay *gw_relay_open (GwEngine *engine, const char *domain, GwDialWant want, GCancellable *cancel,
                        GError **error);

/* Any thread, thread-safe, at once. */
void gw_relay_close (GwRelay *relay); /* both sides are cut; the handle stays valid */
void gw_relay_free (GwRelay *relay);  /* closes */

guint16 gw_relay_port (const GwRelay *relay); /* on 127.0.0.1 */
gboolean gw_relay_direct_tls (const GwRelay *relay);
gboolean gw_relay_direct_announced (const GwRelay *relay);
const char *gw_relay_target (const GwRelay *relay);

/* TRUE when the server's side was closed or cut by the network: not by gw_relay_close(), and not in
 * answer to our own end. Known before the library can see the end. */
gboolean gw_relay_is_cut (GwRelay *relay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRelay, gw_relay_free)

G_END_DECLS
