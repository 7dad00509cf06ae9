/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list: judges, operators, tiers and order put together. */
#include "providers/rank.h"

#include "providers/rank-judge.h"
#include "providers/rank-order.h"

const char *
gw_tier_name (GwTier tier)
{
  static const char *const tier_names[] = {
      [GW_TIER_RECOMMENDED] = "recommended",
      [GW_TIER_GOOD] = "good",
      [GW_TIER_OTHER] = "other",
      [GW_TIER_REJECTED] = "rejected",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (tier_names) == GW_N_TIERS);

  g_return_val_if_fail ((guint)tier < GW_N_TIERS, NULL);

  return tier_names[tier];
}

/* All that is asked about one provider is asked while it is at hand: ten thousand of them are more
 * than a processor keeps near. */
static void
judge_all (GwRanking *ranking, const GwCatalogue *catalogue, const guint8 *secret)
{
  g_autoptr (GwLottery) lottery = gw_lottery_new (secret);

  for (guint i = 0; i < ranking->n_all; i++) {
    const GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    const GwRankInput in =
        gw_rank_input (provider, &provider->facts, ranking->wishes, ranking->today);
    GwRanked *row = &ranking->all[i];
    row->provider = provider;
    gw_rank_judge (&in, row);
    row->lot = gw_rank_lot (row, lottery);
    g_ptr_array_add (ranking->rows, row);
  }
}

GwRanking *
gw_rank (const GwCatalogue *catalogue, const GwWishes *wishes, const guint8 *secret, gint32 today)
{
  g_return_val_if_fail (catalogue != NULL && wishes != NULL && secret != NULL, NULL);

  GwRanking *ranking = g_new0 (GwRanking, 1);
  ranking->n_all = catalogue->providers->len;
  ranking->all = g_new0 (GwRanked, ranking->n_all);
  ranking->rows = g_ptr_array_sized_new (ranking->n_all);
  ranking->wishes = gw_wishes_copy (wishes);
  ranking->today = today;
  judge_all (ranking, catalogue, secret);
  gw_rank_merge (ranking->rows);
  gw_rank_assign_tiers (ranking);
  gw_rank_sort (ranking->rows);
  return ranking;
}

void
gw_ranking_free (GwRanking *ranking)
{
  if (ranking == NULL)
    return;
  for (guint i = 0; i < ranking->n_all; i++)
    if (ranking->all[i].aliases)
      g_ptr_array_unref (ranking->all[i].aliases);
  g_ptr_array_unref (ranking->rows);
  g_free (ranking->all);
  gw_wishes_free (ranking->wishes);
  g_free (ranking);
}

static gboolean
has_name (const GwRanked *row, const char *domain)
{
  if (g_str_equal (row->provider->domain, domain))
    return TRUE;
  return row->aliases && g_ptr_array_find_with_equal_func (row->aliases, domain, g_str_equal, NULL);
}

const GwRanked *
gw_ranking_find (const GwRanking *ranking, const char *domain)
{
  g_return_val_if_fail (ranking != NULL && domain != NULL, NULL);

  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    if (has_name (row, domain))
      return row;
  }
  return NULL;
}
