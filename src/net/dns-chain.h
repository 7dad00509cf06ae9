/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a resolver delivers what validation needs between a trust anchor and a name: the DS and
 * DNSKEY answers of every zone that may lie there. When a packet is too large for a path, or a
 * resolver gives up, libunbound calls the zone below bogus; the domain is not to blame for that.
 * Engine thread only. */
#pragma once

#include "net/dns-unbound.h"

G_BEGIN_DECLS

typedef struct _GwChain GwChain;

/* Called once, inside libunbound. FALSE: some answer did not come. */
typedef void (*GwChainFunc) (gboolean delivered, gpointer data);

/* From `zone` down to each of `names` (NULL-terminated) that is below it. May call `func` at once.
 */
GwChain *gw_chain_new (GwUnbound *unbound, const char *zone, const char *const *names,
                       GwChainFunc func, gpointer data);
void gw_chain_free (GwChain *chain); /* NULL is fine */

G_END_DECLS
