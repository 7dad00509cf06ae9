/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a resolver lets DNSSEC through: many strip signatures, drop EDNS or invent addresses for
 * names that do not exist, and every signed domain would look forged. So each trust anchor's own
 * zone is asked for something that exists and for something that does not; only where both answers
 * hold does a verdict about a domain count. Engine thread only. */
#pragma once

#include "net/dns-unbound.h"

G_BEGIN_DECLS

typedef enum { GW_CANARY_PENDING, GW_CANARY_GOOD, GW_CANARY_BAD } GwCanaryState;

typedef struct _GwCanary GwCanary;
typedef void (*GwCanaryFunc) (gpointer data); /* something changed; inside libunbound */

/* Asks. `anchors`: GwTrustAnchor, those of `unbound`. */
GwCanary *gw_canary_new (GwUnbound *unbound, const GPtrArray *anchors, GwCanaryFunc func,
                         gpointer data);
void gw_canary_free (GwCanary *canary); /* NULL is fine */

/* The zone of the nearest anchor above `name`; NULL when none is. */
const char *gw_canary_zone (const GwCanary *canary, const char *name);
/* What is known of that zone; BAD when there is none. */
GwCanaryState gw_canary_state (const GwCanary *canary, const char *name);

G_END_DECLS
