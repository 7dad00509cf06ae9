/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: collects what is to be seen of one server. A quick one is one look as a client.
 * A full one asks for everything at once that can begin at once: DNS, both services by both ways,
 * the well-known files and what they lead to; and then, one after the other, the raw hellos. It
 * makes at most GW_LIMIT_FULL_CONNECTIONS connections and ends after GW_LIMIT_FULL_WAIT with what
 * there is. It judges nothing. Engine thread. */
#pragma once

#include "probe/seen.h"

G_BEGIN_DECLS

/* How far several are, together. Atomic: any thread may read it. */
typedef struct {
  int asked, answered;
} GwCollectProgress;

typedef struct {
  const char *domain; /* A-label */
  gboolean full;
  gboolean want_form; /* of registration: it may cost the server a picture */
  GwPurpose purpose;
  GwCollectProgress *progress; /* counted up; must outlive the collection. NULL: not wanted */
} GwCollectPlan;

typedef struct _GwCollect GwCollect;

/* Called once, never inside gw_collect_start(). `seen` is the callee's, not read yet. */
typedef void (*GwCollectFunc) (GwSeen *seen, gpointer data);

GwCollect *gw_collect_start (GwEngine *engine, const GwCollectPlan *plan, GwCollectFunc func,
                             gpointer data);
void gw_collect_cancel (GwCollect *collect); /* only before the function was called */

G_END_DECLS
