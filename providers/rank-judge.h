/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider before the judges: all of their verdicts together. Pure; internal to the room. */
#pragma once

#include "providers/rank-input.h"

G_BEGIN_DECLS

/* Fills in sign-up, shares, score and broken rules; `tier` becomes the best one open to it. */
void gw_rank_judge (const GwRankInput *in, GwRanked *row);

G_END_DECLS
