/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From shares and broken rules to words; see rank.h. */
#include "providers/rank-rules.h"
#include "providers/rank-weights.h"

#define HELD_BACK_WEIGHT 50 /* losing a tier is shown before any loss of points */

static void
reason_free (GwReason *reason)
{
  g_free (reason->text);
  g_free (reason);
}

/* Takes `text`. */
static void
add_reason (GPtrArray *reasons, const char *code, gboolean is_for, int weight, char *text)
{
  GwReason *reason = g_new (GwReason, 1);

  *reason = (GwReason){code, is_for, text, weight};
  g_ptr_array_add (reasons, reason);
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

/* A row that the person ignores moved nothing. */
static void
add_weights (GPtrArray *reasons, const GwRankInput *in)
{
  for (int id = 0; id < GW_N_WEIGHTS; id++) {
    GwCare care = in->wishes->cares[id];
    GwRankNote note = {0};
    if (care == GW_CARE_NOT)
      continue;
    int share = gw_rank_share (in, (GwWeightId)id, &note);
    if (note.code)
      add_reason (reasons, note.code, note.is_for,
                  gw_rank_points ((GwWeightId)id, care, note.is_for ? share : 100 - share),
                  note.text);
  }
}

/* Two rules may be broken by the same thing: by the way one gets an address. */
static gboolean
says (const GPtrArray *reasons, const char *text)
{
  for (guint i = 0; i < reasons->len; i++)
    if (g_str_equal (((const GwReason *)g_ptr_array_index (reasons, i))->text, text))
      return TRUE;
  return FALSE;
}

static void
add_rules (GPtrArray *reasons, const GwRankInput *in, guint32 broken, gboolean of_rejection)
{
  for (int id = 0; id < GW_N_RULES; id++) {
    if (!(broken & GW_RULE_BIT (id)) ||
        (gw_rank_rule_tier ((GwRuleId)id) == GW_TIER_REJECTED) != of_rejection)
      continue;
    g_autofree char *text = gw_rank_rule_text (in, (GwRuleId)id);
    if (text && !says (reasons, text))
      add_reason (reasons, gw_rank_rule_code ((GwRuleId)id), FALSE,
                  of_rejection ? 0 : HELD_BACK_WEIGHT, g_steal_pointer (&text));
  }
}

GPtrArray *
gw_rank_reasons (const GwRanking *ranking, const GwRanked *row)
{
  g_return_val_if_fail (ranking != NULL && row != NULL, NULL);

  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)reason_free);
  const GwRankInput in =
      gw_rank_input (row->provider, &row->provider->facts, ranking->wishes, ranking->today);
  gboolean is_rejected = row->tier == GW_TIER_REJECTED;

  if (!is_rejected)
    add_weights (reasons, &in);
  add_rules (reasons, &in, row->broken, is_rejected);
  if (!is_rejected)
    g_ptr_array_sort (reasons, compare_reasons);
  return reasons;
}
