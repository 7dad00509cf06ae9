/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All judges asked about one provider. */
#include "providers/rank-judge.h"

#include "providers/rank-rules.h"
#include "providers/rank-weights.h"

void
gw_rank_judge (const GwRankInput *in, GwRanked *row)
{
  row->signup = in->signup;
  for (int id = 0; id < GW_N_WEIGHTS; id++)
    row->shares[id] = (guint8)gw_rank_share (in, (GwWeightId)id, NULL);
  row->score = gw_rank_score (row->shares, in->wishes->cares);
  row->broken = gw_rank_broken (in);
  row->tier = gw_rank_open_tier (row->broken);
  row->names_others = in->facts->at[GW_FACT_ALIASES].known;
}
