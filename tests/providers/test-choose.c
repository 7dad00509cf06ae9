/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draw: who is in the pot, everybody once, evenly, and how it ends. */
#include "providers/choose.h"
#include "rank-cases.h"

#define WEAK "signup=puzzle free=yes bus-factor=1 "

/* "a b c": `best` recommended ones, `good` good ones, and some that must never be drawn. */
static GwCatalogue *
catalogue_of (guint best, guint good)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);

  for (guint i = 0; i < best; i++) {
    g_autofree char *domain = g_strdup_printf ("best%u.example", i);
    rank_add (catalogue, domain, i % 2 ? RANK_BEST : RANK_BEST "signup=puzzle");
  }
  for (guint i = 0; i < good; i++) {
    g_autofree char *domain = g_strdup_printf ("good%u.example", i);
    rank_add (catalogue, domain,
              RANK_BEST "signup=email archive-days=7 upload-size=20 bus-factor=1");
  }
  rank_add (catalogue, "web.example", RANK_BEST "signup=web");
  rank_add (catalogue, "closed.example", RANK_BEST "signup=closed");
  rank_add (catalogue, "invited.example", RANK_BEST "signup=invitation");
  rank_add (catalogue, "weak.example", WEAK "languages=fr");
  rank_add (catalogue, "stranger.example",
            "signup=at-once|fetched|" RANK_LISTED " free=yes|fetched|" RANK_LISTED
            " archive-days=30|fetched|" RANK_LISTED " languages=en|fetched|" RANK_LISTED
            " bus-factor=3|fetched|" RANK_LISTED " since=2001-01-01|fetched|" RANK_LISTED
            " upload-size=200|fetched|" RANK_LISTED);
  return catalogue;
}

static void
test_pot (void)
{
  static const struct {
    guint best, good, size;
  } cases[] = {{8, 3, 8}, {4, 3, 4}, {3, 3, 6}, {1, 0, 1}, {1, 2, 3}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = catalogue_of (cases[i].best, cases[i].good);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    g_autoptr (GwChoice) choice = gw_choice_new (ranking, NULL);
    g_autoptr (GHashTable) drawn = g_hash_table_new (g_str_hash, g_str_equal);
    const GwRanked *row;
    g_test_message ("case %zu", i);
    g_assert_cmpint (rank_row_of (ranking, "stranger.example")->tier, ==, GW_TIER_GOOD);
    g_assert_cmpuint (gw_choice_size (choice), ==, cases[i].size);
    while ((row = gw_choice_next (choice)) != NULL) {
      const char *domain = row->provider->domain;
      g_assert_true (g_str_has_prefix (domain, "best") || g_str_has_prefix (domain, "good"));
      g_assert_true (g_hash_table_add (drawn, (gpointer)domain));
    }
    g_assert_cmpuint (g_hash_table_size (drawn), ==, cases[i].size);
    g_assert_null (gw_choice_next (choice));
    g_assert_cmpuint (gw_choice_size (choice), ==, cases[i].size);
  }
}

static void
test_explains (void)
{
  g_autoptr (GwCatalogue) many = catalogue_of (8, 3);
  g_autoptr (GwRanking) ranking = rank_now (many, NULL);
  g_autoptr (GwChoice) choice = gw_choice_new (ranking, NULL);
  gw_choice_next (choice);
  g_autofree char *how = gw_choice_explain (choice);
  g_assert_nonnull (strstr (how, "from the 8 recommended providers"));
  while (gw_choice_next (choice))
    ;
  g_autofree char *end = gw_choice_explain (choice);
  g_assert_nonnull (strstr (end, "All 8"));

  g_autoptr (GwCatalogue) few = catalogue_of (3, 3);
  g_autoptr (GwRanking) of_few = rank_now (few, NULL);
  g_autoptr (GwChoice) widened = gw_choice_new (of_few, NULL);
  g_autofree char *why = gw_choice_explain (widened);
  g_assert_nonnull (strstr (why, "6 providers"));
  g_assert_nonnull (strstr (why, "good ones included"));

  GwWishes wishes = {.signups = 1u << GW_SIGNUP_WEB};
  g_autoptr (GwRanking) of_web = rank_now (many, &wishes);
  g_autoptr (GwChoice) none = gw_choice_new (of_web, NULL);
  g_autofree char *nobody = gw_choice_explain (none);
  g_assert_cmpuint (gw_choice_size (none), ==, 0);
  g_assert_null (gw_choice_next (none));
  g_assert_nonnull (strstr (nobody, "nobody to choose"));
}

static char *
draw_all (const GwRanking *ranking, const guint32 *seed)
{
  g_autoptr (GwChoice) choice = gw_choice_new (ranking, seed);
  GString *order = g_string_new (NULL);
  const GwRanked *row;

  while ((row = gw_choice_next (choice)) != NULL)
    g_string_append_printf (order, "%s ", row->provider->domain);
  return g_string_free (order, FALSE);
}

/* One seed is one draw, whatever order the person sees; without one nobody knows it before. */
static void
test_seed (void)
{
  g_autoptr (GwCatalogue) catalogue = catalogue_of (12, 0);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  g_autoptr (GwRanking) elsewhere = gw_rank (
      catalogue, &(GwWishes){0}, (const guint8[32]){"another one"}, gw_date_parse (RANK_TODAY));
  const guint32 one = 1, two = 2;
  g_autofree char *first = draw_all (ranking, &one);
  g_autofree char *again = draw_all (elsewhere, &one);
  g_autofree char *other = draw_all (ranking, &two);
  g_autofree char *chance = draw_all (ranking, NULL);
  g_autofree char *fresh = draw_all (ranking, NULL);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpstr (chance, !=, fresh); /* 12! orders */
}

#define DRAWS 20000

static void
test_even (void)
{
  g_autoptr (GwCatalogue) catalogue = catalogue_of (7, 0);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  int first[7] = {0}, last[7] = {0};

  for (guint32 seed = 0; seed < DRAWS; seed++) {
    g_autofree char *order = draw_all (ranking, &seed);
    g_auto (GStrv) names = g_strsplit (g_strchomp (order), " ", -1);
    first[names[0][strlen ("best")] - '0']++;
    last[names[6][strlen ("best")] - '0']++;
  }
  /* 2857 each on average; five standard deviations are 247. */
  for (int i = 0; i < 7; i++) {
    g_assert_cmpint (ABS (first[i] - DRAWS / 7), <, 247);
    g_assert_cmpint (ABS (last[i] - DRAWS / 7), <, 247);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choose/the-pot-is-who-takes-people-here", test_pot);
  g_test_add_func ("/choose/explains-itself", test_explains);
  g_test_add_func ("/choose/a-seed-repeats-the-draw", test_seed);
  g_test_add_func ("/choose/everybody-has-the-same-chance", test_even);
  return g_test_run ();
}
