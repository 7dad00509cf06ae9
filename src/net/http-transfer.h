/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question and its answer (RFC 9110, HTTP/1.1) over one connection, which may have served
 * others before: libcurl speaks, net/certificate judges before it does. Knows nothing of redirects
 * and deadlines. Engine thread. */
#pragma once

#include "net/http-connection.h"
#include "net/http-url.h"
#include "net/http.h"

G_BEGIN_DECLS

typedef struct _GwHttpTransfer GwHttpTransfer;

/* Called once, never inside gw_http_transfer_start(); the transfer may be freed in it. `error`
 * NULL: there is an answer. */
typedef void (*GwHttpTransferFunc) (const GError *error, gpointer data);

/* Borrows `connection` until it is freed; copies what it needs of `url` and `request`, but for its
 * body, which must outlive the transfer. */
GwHttpTransfer *gw_http_transfer_start (GwEngine *engine, const GwHttpUrl *url,
                                        const GwHttpRequest *request, GwHttpConnection *connection,
                                        GwHttpTransferFunc func, gpointer data);
void gw_http_transfer_free (GwHttpTransfer *transfer); /* also before its end: that cancels it */

/* After an answer: where it sends us on to, as a whole URL; NULL: nowhere. */
const char *gw_http_transfer_location (GwHttpTransfer *transfer);

/* After a fault: the connection was gone before a word of the answer came. Servers may end one
 * between two requests at any time (RFC 9112 section 9.5). */
gboolean gw_http_transfer_is_lost (const GwHttpTransfer *transfer);

/* Fills all but `url`. Valid as long as the transfer, but for `body`, which is the caller's. */
void gw_http_transfer_read (GwHttpTransfer *transfer, GwHttpResponse *response);

G_END_DECLS
