/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hard rules: what removes a provider, and what keeps it from the upper tiers, each with a
 * sentence. Pure; internal to the room. */
#pragma once

#include "providers/rank-weights.h"

G_BEGIN_DECLS

/* The best tier that is open to the provider. GW_TIER_REJECTED: `reasons` gets the rules that it
 * broke, and nothing else. */
GwTier gw_rank_filter (const GwRankInput *in, const GwFilters *filters, GPtrArray *reasons);

G_END_DECLS
