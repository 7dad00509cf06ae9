/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: results as values, made of a look, of a name that is none, or of what was kept
 * on disk. Pure, but for the disk. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

/* Reads (gw_seen_read) and judges all that was seen; takes it. */
GwProbeResult *gw_probe_result_new (GwSeen *seen);

/* `error`: why `domain` (as typed) was not looked at. */
GwProbeResult *gw_probe_result_new_failed (const char *domain, const GError *error, gint64 now);

/* Facts that an earlier run left behind at `when` (copied); no checks. NULL when they do not show a
 * reachable server: a failure is worth a new look. */
GwProbeResult *gw_probe_result_new_kept (const char *domain, const GwFacts *facts, gint64 when);

G_END_DECLS
