/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection that net/dial made, as libcurl may use it: for one request after the other, until
 * one side ends it (RFC 9112 section 9.3). Each has a store of libcurl's for itself, so that no
 * request ever goes by the connection of another. What TLS showed is kept as long. Engine thread.
 */
#pragma once

#include "net/dial.h"
#include "net/tls.h"

#include <curl/curl.h>

G_BEGIN_DECLS

typedef struct _GwHttpConnection GwHttpConnection;

/* Takes what `dialed` holds, in any case. NULL and an error when there is no certificate store. */
GwHttpConnection *gw_http_connection_new (GwEngine *engine, GwDialed *dialed, GError **error);
/* Closes it and releases its slot; after the handles that it was lent to. */
void gw_http_connection_free (GwHttpConnection *connection);

/* `easy` goes by this connection or not at all. One at a time. */
void gw_http_connection_lend (GwHttpConnection *connection, CURL *easy);

/* Between two requests: neither side ended it, as far as is known here. */
gboolean gw_http_connection_is_open (const GwHttpConnection *connection);
/* The other side ended TLS in due form (close_notify). */
gboolean gw_http_connection_is_ended (const GwHttpConnection *connection);

/* What TLS showed, fault or not; NULL: no handshake finished. As long as the connection. */
const GwTlsEvidence *gw_http_connection_evidence (const GwHttpConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpConnection, gw_http_connection_free)

G_END_DECLS
