/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SRV records (RFC 2782): from the wire to a struct, and the order in which they are tried. Pure;
 * chance is a parameter. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint16 priority, weight, port;
  char *target; /* lower case, no trailing dot; "." when the service is decidedly not offered */
} GwSrv;

/* `rdata` of one record, names not compressed. FALSE for anything but a well-formed record whose
 * target is a host name of letters, digits, hyphens and underscores. */
gboolean gw_srv_parse (const guint8 *rdata, gsize length, GwSrv *srv);
void gw_srv_clear (GwSrv *srv);

/* Sorts (GwSrv) by priority, and draws by weight among equals. */
void gw_srv_order (GArray *records, GRand *chance);

G_END_DECLS
