/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: collects what is to be seen of one server. A quick one is one look as a client.
 * A full one asks for everything at once that can begin at once: DNS, both services by both ways,
 * the well-known files and what they lead to; and then, one after the other, the raw hellos. It
 * makes at most GW_LIMIT_FULL_CONNECTIONS connections and ends after GW_LIMIT_FULL_WAIT with what
 * there is. It judges nothing. Engine thread. */
#pragma once

#include "probe/seen.h"

G_BEGIN_DECLS

typedef struct {
  const char *domain; /* A-label */
  gboolean full;
  gboolean want_form; /* of registration: it may cost the server a picture */
  GwPurpose purpose;
} GwCollectPlan;

typedef struct _GwCollect GwCollect;

/* Called once, never inside gw_collect_start(). `seen` is the callee's, and has been read. */
typedef void (*GwCollectFunc) (GwSeen *seen, gpointer data);

GwCollect *gw_collect_start (GwEngine *engine, const GwCollectPlan *plan, GwCollectFunc func,
                             gpointer data);
void gw_collect_cancel (GwCollect *collect); /* only before the function was called */

/* How far a full one is: questions answered, of so many asked so far. */
void gw_collect_progress (const GwCollect *collect, guint *answered, guint *asked);

G_END_DECLS
