/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a stream begins: RFC 6120 section 4.7. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_NS_STREAM "http://etherx.jabber.org/streams"
#define GW_NS_TLS    "urn:ietf:params:xml:ns:xmpp-tls"
#define GW_NS_CLIENT "jabber:client"
#define GW_NS_SERVER "jabber:server"

#define GW_STREAM_SENDER "xmpp-probe" /* the name before the @ */

#define GW_STREAM_STARTTLS "<starttls xmlns='" GW_NS_TLS "'/>"
#define GW_STREAM_END      "</stream:stream>"

/* Appends the header of a stream to `domain` (A-label). `is_server`: as another server would, which
 * names no sender. `secure`: after TLS, where a client names one, always the same: some servers
 * show the newer login (XEP-0388) only then. Before TLS it would tell more than is needed. */
void gw_stream_header (GString *out, const char *domain, gboolean is_server, gboolean secure);

G_END_DECLS
