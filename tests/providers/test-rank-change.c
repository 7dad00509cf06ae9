/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would change the place: each prediction is checked by really changing the facts. */
#include "providers/rank-rules.h"
#include "rank-cases.h"

#define CLAUSES_MAX 3
#define NEW         "|fetched|" RANK_TODAY " "

/* Each clause, and the facts that make it true; "-NAME" is forgotten. */
static const struct {
  const char *clause;
  const char *tokens;
} clauses[] = {
    {"it passed a check from here", RANK_PASSED "tls-version=TLSv1.3|probe|" RANK_TODAY},
    {"new addresses were given out in apps for nothing but name and password",
     "-signup signup=at-once" NEW},
    {"it asked for nothing but name and password", "-signup signup=at-once" NEW},
    {"new addresses were given out in apps", "-signup signup=puzzle" NEW},
    {"it took new people", "-signup signup=puzzle" NEW},
    {"it took people without an invitation", "-signup signup=puzzle" NEW},
    {"it was open without an invitation", "-invitations"},
    {"it did not refuse new addresses", "-refused"},
    {"it was known to be free of charge", "-free free=yes" NEW},
    {"messages were kept for 30 days", "-archive-days archive-days=30" NEW},
    {"files could be as large as 200 MB", "-upload-size upload-size=200" NEW},
    {"files were kept for 30 days", "-upload-days upload-days=30" NEW},
    {"three or more people could keep it running", "-bus-factor bus-factor=3" NEW},
    {"it named a page for lost passwords", "-password-reset password-reset=https://x.example" NEW},
    {"one could ask for help by e-mail, by chat and in a group chat",
     "-support support=email:a,chat:b,room:c" NEW},
    {"its website spoke your language", "-languages languages=en" NEW},
    {"it stood on the public list again", "-listed listed=yes" NEW},
    {"it had existed for 10 years", "-since since=2001-01-01" NEW},
};

static void
forget (GwCatalogue *catalogue, const char *domain, const char *name)
{
  GwFacts *facts = &gw_catalogue_find (catalogue, domain)->facts;
  GwFacts old = {0};
  GwFactId id = GW_N_FACTS;

  g_assert_true (gw_fact_from_name (name, &id));
  old.at[id] = facts->at[id];
  facts->at[id] = (GwFact){0};
  gw_facts_clear (&old);
}

static void
make_true (GwCatalogue *catalogue, const char *domain, gsize clause)
{
  g_auto (GStrv) tokens = g_strsplit (clauses[clause].tokens, " ", -1);

  for (char **token = tokens; *token; token++) {
    if (**token == '-')
      forget (catalogue, domain, *token + 1);
    else
      rank_add (catalogue, domain, *token);
  }
}

/* The clauses of a sentence, as places in the table; how many. Longer ones stand before those that
 * they contain. */
static guint
find_clauses (const char *sentence, gsize *found)
{
  g_autofree char *rest = g_strdup (sentence);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (clauses); i++) {
    char *at = strstr (rest, clauses[i].clause);
    if (at == NULL)
      continue;
    memset (at, '#', strlen (clauses[i].clause));
    g_assert_cmpuint (n, <, CLAUSES_MAX);
    found[n++] = i;
  }
  return n;
}

static GwTier
tier_after (guint32 seed, guint size, const char *domain, const gsize *set, guint n)
{
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_random (seed, size);

  for (guint i = 0; i < n; i++)
    make_true (catalogue, domain, set[i]);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  return rank_row_of (ranking, domain)->tier;
}

#define SIZE 12

/* Does any set of up to `n` changes lead to `tier` or higher? */
static gboolean
any_set_reaches (guint32 seed, const char *domain, GwTier tier, guint n)
{
  gsize set[CLAUSES_MAX];
  gsize all = G_N_ELEMENTS (clauses);

  for (set[0] = 0; n >= 1 && set[0] < all; set[0]++) {
    if (tier_after (seed, SIZE, domain, set, 1) <= tier)
      return TRUE;
    for (set[1] = set[0] + 1; n >= 2 && set[1] < all; set[1]++) {
      if (tier_after (seed, SIZE, domain, set, 2) <= tier)
        return TRUE;
      for (set[2] = set[1] + 1; n >= 3 && set[2] < all; set[2]++)
        if (tier_after (seed, SIZE, domain, set, 3) <= tier)
          return TRUE;
    }
  }
  return FALSE;
}

static void
test_predictions_come_true (void)
{
  guint seen[CLAUSES_MAX + 1] = {0};

  for (guint32 seed = 1; seed <= 120; seed++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_random (seed, SIZE);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    for (guint i = 0; i < ranking->rows->len; i++) {
      const GwRanked *row = g_ptr_array_index (ranking->rows, i);
      g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, row);
      g_assert_cmpuint (changes->len > 0, ==, row->tier != GW_TIER_RECOMMENDED);
      for (guint j = 0; j < changes->len; j++) {
        const GwChange *change = g_ptr_array_index (changes, j);
        gsize set[CLAUSES_MAX];
        guint n = find_clauses (change->text, set);
        if (change->tier == GW_N_TIERS || strstr (change->text, "you did not mind"))
          continue;
        g_test_message ("%u %s: %s", seed, row->provider->domain, change->text);
        g_assert_cmpuint (n, >, 0);
        g_assert_cmpint (change->tier, <, row->tier);
        g_assert_cmpint (tier_after (seed, SIZE, row->provider->domain, set, n), ==, change->tier);
        seen[n]++;
      }
    }
  }
  for (guint n = 1; n <= CLAUSES_MAX; n++)
    g_assert_cmpuint (seen[n], >, 10);
}

/* No smaller set would do, and where nothing simple would, nothing does. */
static void
test_sets_are_smallest (void)
{
  guint looked_at = 0, hopeless = 0;

  for (guint32 seed = 1; seed <= 12; seed++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_random (seed, SIZE);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    for (guint i = 0; i < ranking->rows->len; i++) {
      const GwRanked *row = g_ptr_array_index (ranking->rows, i);
      g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, row);
      /* Of those a check comes first, whatever else would do. */
      if (changes->len == 0 || (row->broken & GW_RULE_BIT (GW_RULE_ONLY_NAME)))
        continue;
      const GwChange *change = g_ptr_array_index (changes, 0);
      gsize set[CLAUSES_MAX];
      guint n = find_clauses (change->text, set);
      if (strstr (change->text, "you did not mind") || (n == 3 && ++looked_at > 20))
        continue;
      g_test_message ("%u %s: %s", seed, row->provider->domain, change->text);
      if (change->tier == GW_N_TIERS && ++hopeless <= 3)
        g_assert_false (any_set_reaches (seed, row->provider->domain, row->tier - 1, CLAUSES_MAX));
      else if (change->tier != GW_N_TIERS)
        g_assert_false (any_set_reaches (seed, row->provider->domain, change->tier, n - 1));
    }
  }
  g_assert_cmpuint (looked_at, >, 0);
}

static void
test_sentences (void)
{
  static char *fr[] = {(char *)"FR", NULL};
  static const struct {
    const char *text;
    GwWishes wishes;
    GwTier tier;
    const char *sentence; /* the first one */
  } cases[] = {
      {RANK_BEST "signup=web",
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if new addresses were given out in apps"},
      {RANK_BEST "signup=closed", {0}, GW_TIER_RECOMMENDED, "Recommended if it took new people"},
      {RANK_BEST "signup=invitation",
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if it took people without an invitation"},
      {RANK_BEST "archive-days=7 upload-size=20",
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if messages were kept for 30 days"},
      {RANK_BEST "countries=DE",
       {.countries = fr},
       GW_TIER_RECOMMENDED,
       "Recommended if you did not ask for these countries"},
      {RANK_BEST "archive-days=20",
       {.min_archive_days = 90},
       GW_TIER_RECOMMENDED,
       "Recommended if you did not ask for messages kept that long"},
      {RANK_BEST "free=no",
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if you did not mind that it costs money"},
      {RANK_BEST "reachable=no|probe|" RANK_TODAY,
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if it passed a check from here"},
      {"category=D", {0}, GW_TIER_OTHER, "Among the others if it passed a check from here"},
      {RANK_BEST "signup=email archive-days=7 bus-factor=1 languages=fr",
       {0},
       GW_TIER_RECOMMENDED,
       "Recommended if it asked for nothing but name and password, its website spoke your language "
       "and messages were kept for 30 days"},
      {"category=D",
       {.countries = fr, .reset = TRUE, .green = TRUE},
       GW_N_TIERS,
       "Nothing simple would lift it"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (cases[i].text);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, &cases[i].wishes);
    g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, rank_row_of (ranking, "one.example"));
    g_test_message ("case %zu", i);
    g_assert_cmpuint (changes->len, >, 0);
    const GwChange *change = g_ptr_array_index (changes, 0);
    g_test_message ("%s", change->text);
    g_assert_cmpint (change->tier, ==, cases[i].tier);
    g_assert_cmpstr (change->text, ==, cases[i].sentence);
  }
}

/* With a wish dropped the others come back too, and may push it down. */
static void
test_wishes_move_all (void)
{
  char *fr[] = {(char *)"FR", NULL};
  GwWishes wishes = {.countries = fr};
  g_autoptr (GwCatalogue) catalogue =
      rank_catalogue_with (RANK_BEST "archive-days=7 bus-factor=1 upload-size=20 languages=fr");
  g_autoptr (GwRanking) ranking = rank_now (catalogue, &wishes);
  g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, rank_row_of (ranking, "one.example"));
  const GwChange *last = g_ptr_array_index (changes, changes->len - 1);

  wishes.countries = NULL;
  g_autoptr (GwRanking) free_of_it = rank_now (catalogue, &wishes);
  GwTier tier = rank_row_of (free_of_it, "one.example")->tier;
  g_assert_cmpint (tier, >, GW_TIER_RECOMMENDED);
  g_assert_cmpint (last->tier, ==, tier);
  g_assert_nonnull (strstr (last->text, "you did not ask for these countries"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank-change/sentences", test_sentences);
  g_test_add_func ("/rank-change/predictions-come-true", test_predictions_come_true);
  g_test_add_func ("/rank-change/sets-are-the-smallest", test_sets_are_smallest);
  g_test_add_func ("/rank-change/a-dropped-wish-moves-all", test_wishes_move_all);
  return g_test_run ();
}
