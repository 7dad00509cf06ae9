/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From scores to the order that people see: operators, tiers, and chance inside a tier. Pure;
 * internal to the room. */
#pragma once

#include "providers/rank.h"

G_BEGIN_DECLS

/* One entry per operator: merges rows of `rows` (GwRanked, owned by the array) into one another
 * when both name each other and one of them stands on no list. */
void gw_rank_merge (GPtrArray *rows);

/* Turns each `tier`, until now the best one open to the row, into the one that its score gives. */
void gw_rank_assign_tiers (GPtrArray *rows);

/* By tier, and inside a tier by HMAC-SHA256 of the domain under `secret` (32 bytes). */
void gw_rank_sort (GPtrArray *rows, const guint8 *secret);

void gw_ranked_free (GwRanked *ranked);

G_END_DECLS
