/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From scores to the order that people see: operators, tiers, and chance inside a tier. Pure;
 * internal to the room. */
#pragma once

#include "providers/lottery.h"
#include "providers/rank.h"

G_BEGIN_DECLS

/* One entry per operator: merges rows of `rows` (GwRanked, borrowed) into one another when
 * both name each other and one of them stands on no list. Chains and circles of names end in
 * the best of them, whatever the order of the source. */
void gw_rank_merge (GPtrArray *rows);

/* Where the tiers begin, and each row's `tier`, until now the best one open to it. */
void gw_rank_assign_tiers (GwRanking *ranking);
/* The tier that a score alone would give. */
GwTier gw_rank_earned_tier (const GwRanking *ranking, int score);

/* Where a row stands inside its tier: a lot by its domain. Among the rejected there is nothing to
 * win, and one looks for a name: there it is the beginning of that. */
guint64 gw_rank_lot (const GwRanked *row, const GwLottery *lottery);

/* By tier, and inside a tier by `lot`. */
void gw_rank_sort (GPtrArray *rows);

G_END_DECLS
