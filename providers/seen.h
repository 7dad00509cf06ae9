/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen from here: facts by probes and by refusals, kept as our lines in
 * $XDG_STATE_HOME/gangway/seen.list, so that the next list shows them. Any thread; writers are
 * serialised by a lock file. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

/* Merges `facts` about `domain` into the file; domains not touched for 180 days are dropped, at
 * most 1,000 are kept. */
gboolean gw_seen_save (const char *domain, const GwFacts *facts, GError **error);

/* The same for all of `found`, in one write. Domains are normal ones. */
gboolean gw_seen_save_all (const GwCatalogue *found, GError **error);

/* Offers everything seen into the catalogue; domains unknown to it are not added. A damaged file is
 * reported and left alone. */
gboolean gw_seen_apply (GwCatalogue *catalogue, GError **error);

/* Of how many providers something is kept. */
guint gw_seen_count (void);

/* When the last probe of `domain` was (seconds since 1970; 0: never); what is known of it from here
 * is merged into `facts`. */
gint64 gw_seen_lookup (const char *domain, GwFacts *facts);

G_END_DECLS
