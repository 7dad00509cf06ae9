/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libcurl hears on one handle: head and body below their maxima, and whether all of it came.
 * Engine thread. */
#pragma once

#include "net/http.h"

#include <curl/curl.h>

G_BEGIN_DECLS

typedef struct _GwHttpAnswer GwHttpAnswer;

/* Sets the functions of `easy` that take what comes; they stop the transfer when it is too much or
 * damaged. `host` is for the words of errors. Free it after the handle. */
GwHttpAnswer *gw_http_answer_new (CURL *easy, const char *host, gsize max_bytes);
void gw_http_answer_free (GwHttpAnswer *answer);

/* Has a byte of it come? */
gboolean gw_http_answer_has_begun (const GwHttpAnswer *answer);
/* After the transfer ended without a fault of its own; `tls_ended`: by a close_notify of the other
 * side. FALSE: it is not whole, GW_ERROR_HANGUP. */
gboolean gw_http_answer_check (GwHttpAnswer *answer, gboolean tls_ended, GError **error);
/* Why the transfer was stopped from here: GW_ERROR_TOO_LARGE, GW_ERROR_HTTP_STATUS; NULL: it was
 * not. */
GError *gw_http_answer_steal_error (GwHttpAnswer *answer);

/* See http-transfer.h. */
const char *gw_http_answer_location (GwHttpAnswer *answer);
void gw_http_answer_read (GwHttpAnswer *answer, GwHttpResponse *response);

G_END_DECLS
