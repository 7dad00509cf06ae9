/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of an answer, unpacked as it comes and held below a maximum (RFC 9110 section 8.4). Here
 * and not in libcurl: that one takes encodings which nobody asked for, and does not tell a cut body
 * from a whole one. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { GW_HTTP_BODY_TAKEN, GW_HTTP_BODY_TOO_LARGE, GW_HTTP_BODY_DAMAGED } GwHttpBodyTake;

typedef struct _GwHttpBody GwHttpBody;

GwHttpBody *gw_http_body_new (gsize max_bytes); /* after unpacking */
void gw_http_body_free (GwHttpBody *body);

/* Content-Encoding, before the first bytes: "gzip" or "identity". FALSE: not one of ours. */
gboolean gw_http_body_set_encoding (GwHttpBody *body, const char *encoding);

GwHttpBodyTake gw_http_body_take (GwHttpBody *body, const guint8 *bytes, gsize length);

/* FALSE: something is packed, and its end is missing. */
gboolean gw_http_body_is_whole (const GwHttpBody *body);

GBytes *gw_http_body_bytes (const GwHttpBody *body); /* a copy */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHttpBody, gw_http_body_free)

G_END_DECLS
