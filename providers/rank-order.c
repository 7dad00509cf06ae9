/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators, tiers, fair order. The thresholds stand here and nowhere else. */
#include "providers/rank-order.h"

#define RECOMMENDED_BAND    10 /* points below the best one */
#define RECOMMENDED_MOST    20
#define RECOMMENDED_STEP    5
#define RECOMMENDED_ENTRIES 4  /* with fewer the band widens: nobody shall get all newcomers */
#define GOOD_BAND           15 /* points below the recommended ones */
#define SECRET_LENGTH       32

void
gw_ranked_free (GwRanked *ranked)
{
  if (ranked == NULL)
    return;
  g_ptr_array_unref (ranked->reasons);
  if (ranked->aliases)
    g_ptr_array_unref (ranked->aliases);
  g_free (ranked);
}

/* --- operators */

static gboolean
names (const GwProvider *provider, const char *domain)
{
  const char *const *aliases = gw_facts_list (&provider->facts, GW_FACT_ALIASES);

  return aliases && g_strv_contains (aliases, domain);
}

static gboolean
is_listed (const GwProvider *provider)
{
  for (int i = 0; i < GW_N_FACTS; i++) {
    const GwFact *fact = &provider->facts.at[i];
    if (fact->known && (fact->origin == GW_ORIGIN_BUILTIN || fact->origin == GW_ORIGIN_FETCHED))
      return TRUE;
  }
  return FALSE;
}

/* Whether `one` gives way to `two`, of which each names the other. */
static gboolean
gives_way (const GwRanked *one, const GwRanked *two)
{
  if (is_listed (one->provider))
    return FALSE;
  if (is_listed (two->provider) || one->tier != two->tier)
    return is_listed (two->provider) || one->tier > two->tier;
  if (one->score != two->score)
    return one->score < two->score;
  return strcmp (one->provider->domain, two->provider->domain) > 0;
}

/* The row of the same operator into which this one goes; NULL: it stays. */
static GwRanked *
find_operator (const GwRanked *row, GHashTable *by_domain)
{
  const char *const *aliases = gw_facts_list (&row->provider->facts, GW_FACT_ALIASES);

  for (guint i = 0; aliases && aliases[i]; i++) {
    GwRanked *other = g_hash_table_lookup (by_domain, aliases[i]);
    if (other && other != row && names (other->provider, row->provider->domain) &&
        gives_way (row, other))
      return other;
  }
  return NULL;
}

static void
merge_into (GwRanked *row, const char *domain)
{
  if (row->aliases == NULL)
    row->aliases = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (row->aliases, g_strdup (domain));
}

void
gw_rank_merge (GPtrArray *rows)
{
  g_autoptr (GHashTable) by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  guint i = 0;

  for (guint j = 0; j < rows->len; j++) {
    GwRanked *row = g_ptr_array_index (rows, j);
    if (gw_facts_is_known (&row->provider->facts, GW_FACT_ALIASES))
      g_hash_table_insert (by_domain, row->provider->domain, row);
  }
  while (i < rows->len) {
    GwRanked *row = g_ptr_array_index (rows, i);
    GwRanked *operator= find_operator (row, by_domain);
    /* What was merged into a row that now goes itself stays visible in the next one. */
    if (operator== NULL) {
      i++;
      continue;
    }
    merge_into (operator, row->provider->domain);
    for (guint j = 0; row->aliases && j < row->aliases->len; j++)
      merge_into (operator, g_ptr_array_index (row->aliases, j));
    g_hash_table_remove (by_domain, row->provider->domain);
    g_ptr_array_remove_index (rows, i);
  }
}

/* --- tiers */

/* The best score among those to whom `tier` is open; -1: none. Others must not set the mark: a list
 * of perfect strangers would push everyone else down. */
static int
best_score (const GPtrArray *rows, GwTier tier)
{
  int best = -1;

  for (guint i = 0; i < rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (rows, i);
    if (row->tier <= tier)
      best = MAX (best, row->score);
  }
  return best;
}

static guint
count_recommended (const GPtrArray *rows, int score)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (rows, i);
    n += row->tier == GW_TIER_RECOMMENDED && row->score >= score;
  }
  return n;
}

void
gw_rank_assign_tiers (GPtrArray *rows)
{
  int best = -1;
  int band = RECOMMENDED_BAND;

  for (GwTier tier = GW_TIER_RECOMMENDED; tier < GW_TIER_REJECTED && best < 0; tier++)
    best = best_score (rows, tier);
  while (band < RECOMMENDED_MOST && count_recommended (rows, best - band) < RECOMMENDED_ENTRIES)
    band += RECOMMENDED_STEP;

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    GwTier earned = row->score >= best - band               ? GW_TIER_RECOMMENDED
                    : row->score >= best - band - GOOD_BAND ? GW_TIER_GOOD
                                                            : GW_TIER_OTHER;
    row->tier = MAX (row->tier, earned);
  }
}

/* --- fair order */

typedef struct {
  GwRanked *row;
  char *lot;
} Drawn;

static int
compare_drawn (gconstpointer a, gconstpointer b)
{
  const Drawn *one = a;
  const Drawn *two = b;

  if (one->row->tier != two->row->tier)
    return one->row->tier < two->row->tier ? -1 : 1;
  return strcmp (one->lot, two->lot);
}

void
gw_rank_sort (GPtrArray *rows, const guint8 *secret)
{
  g_autofree Drawn *drawn = g_new (Drawn, rows->len);

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    const char *domain = row->provider->domain;
    drawn[i] = (Drawn){row, g_compute_hmac_for_data (G_CHECKSUM_SHA256, secret, SECRET_LENGTH,
                                                     (const guchar *)domain, strlen (domain))};
  }
  if (rows->len > 1)
    qsort (drawn, rows->len, sizeof *drawn, compare_drawn);
  for (guint i = 0; i < rows->len; i++) {
    rows->pdata[i] = drawn[i].row;
    g_free (drawn[i].lot);
  }
}
