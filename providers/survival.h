/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who still takes people in a year? Our own counts over the editions of the public list: how often
 * a provider stood on it, left it, closed its registration. They begin with those of the built-in
 * list and grow with the lists that are fetched. Pure.
 *
 * An edition counts when it is GW_SURVIVAL_DAYS newer than the last one that counted: whoever
 * fetches daily must not turn a bad week into seven editions. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

#define GW_SURVIVAL_DAYS 28

/* The day up to which `counted`, the last edition that counted, has counts. */
gint32 gw_survival_date (const GwCatalogue *counted);

gboolean gw_survival_is_due (const GwCatalogue *counted, const GwCatalogue *edition);

/* Carries the counts of `counted` over to `edition`, and counts `edition` itself when `due`.
 * Providers that have left stay in it as entries with "listed" false and nothing but their counts.
 * Of `counted` those with "listed" false have left before. */
void gw_survival_count (GwCatalogue *edition, const GwCatalogue *counted, gboolean due);

/* Takes the counts out of a catalogue: only we may say them. */
void gw_survival_strip (GwCatalogue *catalogue);

/* Where `ours` knows a provider over more editions than `catalogue` does, its counts replace them.
 */
void gw_survival_keep (GwCatalogue *catalogue, const GwCatalogue *ours);

G_END_DECLS
