/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway probe --watch: looks again and again, and tells what has changed since the last time. */
#pragma once

#include "cli/probe-out.h"

G_BEGIN_DECLS

typedef struct _GwWatch GwWatch;

/* `interval`: "15" minutes, "2h"; at least GW_LIMIT_PROBE_FRESH_S, except where the profile allows
 * local addresses ("2s"). GW_ERROR_USAGE. Borrows both. */
GwWatch *gw_watch_new (GwProbeOut *out, GMainLoop *loop, const char *interval, GError **error);
void gw_watch_free (GwWatch *watch);

/* The first result of a server is told in full, later ones by what is different. */
void gw_watch_add (GwWatch *watch, const GwProbeResult *result);

/* Waits for the next round. FALSE: the loop was ended from elsewhere. */
gboolean gw_watch_wait (GwWatch *watch);

G_END_DECLS
