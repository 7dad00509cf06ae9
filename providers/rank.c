/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list: rules, score, reasons, tiers and order put together. */
#include "providers/rank.h"

#include "base/i18n.h"
#include "providers/rank-filter.h"
#include "providers/rank-order.h"
#include "providers/rank-weights.h"

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

const char *
gw_signup_text (GwSignup signup)
{
  static const char *const texts[] = {
      [GW_SIGNUP_UNCLEAR] = N_ ("Does not say how one registers"),
      [GW_SIGNUP_AT_ONCE] = N_ ("Asks for nothing but name and password"),
      [GW_SIGNUP_PUZZLE] = N_ ("Asks for a picture puzzle"),
      [GW_SIGNUP_EMAIL] = N_ ("Asks for an e-mail address"),
      [GW_SIGNUP_WEB] = N_ ("Registers on its website, not in this app"),
      [GW_SIGNUP_INVITATION] = N_ ("Asks for an invitation"),
      [GW_SIGNUP_CLOSED] = N_ ("Gives out no new addresses"),
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (texts) == GW_N_SIGNUPS);

  g_return_val_if_fail ((guint)signup < GW_N_SIGNUPS, NULL);

  return _ (texts[signup]);
}

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const GwReason *one = *(const GwReason *const *)a;
  const GwReason *two = *(const GwReason *const *)b;

  if (one->is_for != two->is_for)
    return one->is_for ? -1 : 1;
  return (one->weight < two->weight) - (one->weight > two->weight);
}

/* Its tier is the best one open to it, for now. */
static GwRanked *
rank_one (const GwRankInput *in, const GwProvider *provider, const GwFilters *filters)
{
  GwRanked *ranked = g_new0 (GwRanked, 1);
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_reason_free);
  g_autoptr (GPtrArray) broken = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_reason_free);

  ranked->provider = provider;
  ranked->signup = gw_facts_signup (&provider->facts);
  ranked->tier = gw_rank_filter (in, filters, broken);
  ranked->score = gw_rank_score (in, reasons);
  if (ranked->tier == GW_TIER_REJECTED) {
    ranked->reasons = g_steal_pointer (&broken);
    return ranked;
  }
  g_ptr_array_extend_and_steal (reasons, g_steal_pointer (&broken));
  g_ptr_array_sort (reasons, compare_reasons);
  ranked->reasons = g_steal_pointer (&reasons);
  return ranked;
}

GwRanking *
gw_rank (const GwCatalogue *catalogue, const GwFilters *filters, const guint8 *secret, gint32 today)
{
  g_return_val_if_fail (catalogue != NULL && filters != NULL && secret != NULL, NULL);

  GwRanking *ranking = g_new0 (GwRanking, 1);
  ranking->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_ranked_free);
  for (guint i = 0; i < catalogue->providers->len; i++) {
    const GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    const GwRankInput in = {provider->domain, &provider->facts,
                            filters->language ? filters->language : "en", today};
    g_ptr_array_add (ranking->rows, rank_one (&in, provider, filters));
  }
  gw_rank_merge (ranking->rows);
  gw_rank_assign_tiers (ranking->rows);
  gw_rank_sort (ranking->rows, secret);
  return ranking;
}

void
gw_ranking_free (GwRanking *ranking)
{
  if (ranking == NULL)
    return;
  g_ptr_array_unref (ranking->rows);
  g_free (ranking);
}
