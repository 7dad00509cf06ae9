/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: the results of this process that are fresh enough to spare a server a second
 * look. Any thread. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

/* A result that several hold: the list of fresh ones, a delivery, the writer. */
typedef struct _GwKept GwKept;

GwKept *gw_kept_new (GwProbeResult *result); /* takes it */
GwKept *gw_kept_ref (GwKept *kept);
void gw_kept_unref (GwKept *kept);
const GwProbeResult *gw_kept_result (const GwKept *kept);

/* Remembers a result of a reachable server; others are worth a new look. */
void gw_probe_cache_put (GwKept *kept);
/* A reference to a result not older than GW_LIMIT_PROBE_FRESH_S, of a full probe if `full`; NULL:
 * none. */
GwKept *gw_probe_cache_get (const char *domain, gboolean full, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKept, gw_kept_unref)

G_END_DECLS
