/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Socket addresses, and the one rule about which of them a name from the network may lead to. Pure.
 */
#pragma once

#include <glib.h>
#include <netinet/in.h>
#include <sys/socket.h>

G_BEGIN_DECLS

typedef union {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
} GwAddress;

/* `raw`: 4 or 16 bytes in network order, as in A and AAAA records. */
void gw_address_init (GwAddress *address, const guint8 *raw, gsize length, guint16 port);
/* FALSE for what is no IP literal. */
gboolean gw_address_parse (GwAddress *address, const char *text, guint16 port);
void gw_address_set_port (GwAddress *address, guint16 port);
socklen_t gw_address_size (const GwAddress *address);
/* "192.0.2.1:5222", "[2001:db8::1]:5222" */
char *gw_address_to_string (const GwAddress *address);

/* FALSE for private, shared, loopback, link-local, multicast, broadcast, documentation and
 * unspecified addresses, v4, v6, v4-mapped, v4-compatible, NAT64 and 6to4 with such a v4 inside.
 * Every dialler asks this before it connects, unless the profile allows local addresses. */
gboolean gw_address_is_public (const GwAddress *address);

/* The same for a host that somebody else will look up: FALSE for "localhost", for a literal of such
 * an address, and for whatever else inet_aton(3) would take for an address ("127.1", "0x7f000001").
 * What a name leads to is not known here. */
gboolean gw_host_is_public (const char *host);

G_END_DECLS
