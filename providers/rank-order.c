/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators, tiers, fair order. The thresholds stand here and nowhere else. */
#include "providers/rank-order.h"

#define RECOMMENDED_BAND    10 /* points below the best one */
#define RECOMMENDED_MOST    20
#define RECOMMENDED_STEP    5
#define RECOMMENDED_ENTRIES 4  /* with fewer the band widens: nobody shall get all newcomers */
#define GOOD_BAND           15 /* points below the recommended ones */
#define N_HEAPS             4096
#define HEAP_SHIFT          52

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

/* The best row of the same operator that this one gives way to; NULL: it stays. */
static GwRanked *
find_better (const GwRanked *row, GHashTable *by_domain)
{
  const char *const *aliases =
      row->names_others ? gw_facts_list (&row->provider->facts, GW_FACT_ALIASES) : NULL;
  GwRanked *best = NULL;

  for (guint i = 0; aliases && aliases[i]; i++) {
    GwRanked *other = g_hash_table_lookup (by_domain, aliases[i]);
    if (other && other != row && names (other->provider, row->provider->domain) &&
        gives_way (row, other) && (best == NULL || gives_way (best, other)))
      best = other;
  }
  return best;
}

/* Along a chain of names to the row that stays. It ends: each one gives way to a better one. */
static GwRanked *
find_operator (GwRanked *row, GHashTable *by_domain)
{
  GwRanked *better;

  while ((better = find_better (row, by_domain)) != NULL)
    row = better;
  return row;
}

static GHashTable *
index_named (const GPtrArray *rows)
{
  GHashTable *by_domain = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    if (row->names_others)
      g_hash_table_insert (by_domain, row->provider->domain, row);
  }
  return by_domain;
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
  g_autoptr (GHashTable) by_domain = index_named (rows);
  guint kept = 0;

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    GwRanked *owner = find_operator (row, by_domain);
    if (owner == row)
      rows->pdata[kept++] = row;
    else
      merge_into (owner, row->provider->domain);
  }
  g_ptr_array_set_size (rows, (int)kept);
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

GwTier
gw_rank_earned_tier (const GwRanking *ranking, int score)
{
  return score >= ranking->recommended_from ? GW_TIER_RECOMMENDED
         : score >= ranking->good_from      ? GW_TIER_GOOD
                                            : GW_TIER_OTHER;
}

void
gw_rank_assign_tiers (GwRanking *ranking)
{
  const GPtrArray *rows = ranking->rows;
  int best = -1;
  int band = RECOMMENDED_BAND;

  for (GwTier tier = GW_TIER_RECOMMENDED; tier < GW_TIER_REJECTED && best < 0; tier++)
    best = best_score (rows, tier);
  while (band < RECOMMENDED_MOST && count_recommended (rows, best - band) < RECOMMENDED_ENTRIES)
    band += RECOMMENDED_STEP;
  ranking->recommended_from = best - band;
  ranking->good_from = best - band - GOOD_BAND;

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    row->tier = MAX (row->tier, gw_rank_earned_tier (ranking, row->score));
  }
}

/* --- fair order */

/* The beginning of a name as a number, in the order of names. */
static guint64
begin_of (const char *domain)
{
  guint64 number = 0;

  for (gsize i = 0; i < sizeof number; i++)
    number = number << 8 | (guint8)(*domain ? *domain++ : 0);
  return number;
}

guint64
gw_rank_lot (const GwRanked *row, const GwLottery *lottery)
{
  const char *domain = row->provider->domain;

  return row->tier == GW_TIER_REJECTED ? begin_of (domain) : gw_lottery_draw (lottery, domain);
}

G_STATIC_ASSERT (GW_N_TIERS <= 4);

typedef struct {
  GwRanked *row;
  guint64 place;
} Drawn;

static int
compare_drawn (gconstpointer a, gconstpointer b)
{
  const Drawn *one = a;
  const Drawn *two = b;

  if (one->place != two->place)
    return one->place < two->place ? -1 : 1;
  return strcmp (one->row->provider->domain, two->row->provider->domain);
}

/* Lots are spread evenly: sorted into heaps by their upper bits, almost nothing is left to compare.
 * All in one heap would be no worse than qsort() by itself. */
static void
sort_drawn (Drawn *drawn, guint n)
{
  g_autofree Drawn *heaps = g_new (Drawn, n);
  g_autofree guint *ends = g_new0 (guint, N_HEAPS + 1);

  for (guint i = 0; i < n; i++)
    ends[(drawn[i].place >> HEAP_SHIFT) + 1]++;
  for (guint heap = 0; heap < N_HEAPS; heap++)
    ends[heap + 1] += ends[heap];
  /* Each begin moves on to its end. */
  for (guint i = 0; i < n; i++)
    heaps[ends[drawn[i].place >> HEAP_SHIFT]++] = drawn[i];
  for (guint heap = 0, begin = 0; heap < N_HEAPS; begin = ends[heap++])
    if (ends[heap] - begin > 1)
      qsort (heaps + begin, ends[heap] - begin, sizeof *heaps, compare_drawn);
  for (guint i = 0; i < n; i++)
    drawn[i] = heaps[i];
}

/* The tier in the two upper bits, so that one comparison does. */
static guint64
place_of (const GwRanked *row)
{
  return (guint64)row->tier << 62 | row->lot >> 2;
}

void
gw_rank_sort (GPtrArray *rows)
{
  g_autofree Drawn *drawn = g_new (Drawn, rows->len);

  for (guint i = 0; i < rows->len; i++) {
    GwRanked *row = g_ptr_array_index (rows, i);
    drawn[i] = (Drawn){row, place_of (row)};
  }
  sort_drawn (drawn, rows->len);
  for (guint i = 0; i < rows->len; i++)
    rows->pdata[i] = drawn[i].row;
}
