/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators, bands, and chance inside a tier. */
#include "rank-cases.h"

static void
test_band_widens_for_choice (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  rank_add (catalogue, "best.example", RANK_BEST);
  rank_add (catalogue, "less.example", RANK_BEST "archive-days=7 bus-factor=1"); /* -11 */
  rank_add (catalogue, "least.example",
            RANK_BEST "archive-days=7 bus-factor=1 signup-closed-times=1"
                      " password-reset=mailto:a@b.example"); /* -18 */
  rank_add (catalogue, "far.example",
            RANK_BEST "signup=email archive-days=7 bus-factor=1"); /* -23 */
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);

  g_assert_cmpint (rank_row_of (ranking, "best.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (rank_row_of (ranking, "less.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (rank_row_of (ranking, "least.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (rank_row_of (ranking, "far.example")->tier, ==, GW_TIER_GOOD);
}

#define EQUALS 8

static GwCatalogue *
equals (void)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);

  for (int i = 0; i < EQUALS; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    rank_add (catalogue, domain, RANK_BEST);
  }
  return catalogue;
}

static char *
order_of (const GwCatalogue *catalogue, const guint8 *key)
{
  g_autoptr (GwRanking) ranking =
      gw_rank (catalogue, &(GwWishes){0}, key, gw_date_parse (RANK_TODAY));
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < ranking->rows->len; i++)
    g_string_append_printf (order, "%s ", ((GwRanked *)ranking->rows->pdata[i])->provider->domain);
  return g_string_free (order, FALSE);
}

static void
test_order_is_stable (void)
{
  g_autoptr (GwCatalogue) catalogue = equals ();
  guint8 other[32] = "another one";
  g_autofree char *first = order_of (catalogue, rank_secret);
  g_autofree char *again = order_of (catalogue, rank_secret);
  g_autofree char *elsewhere = order_of (catalogue, other);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, elsewhere);

  /* Not by the order of the source either. */
  g_autoptr (GwCatalogue) backwards = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  for (int i = EQUALS; i-- > 0;) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    rank_add (backwards, domain, RANK_BEST);
  }
  g_autofree char *same = order_of (backwards, rank_secret);
  g_assert_cmpstr (first, ==, same);
}

/* The order is that of true HMAC-SHA256. */
static void
test_order_is_hmac (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  g_autofree char *before = NULL;

  for (int i = 0; i < 200; i++) {
    g_autofree char *domain = g_strdup_printf ("%0*d.example", 1 + i, i);
    rank_add (catalogue, domain, RANK_BEST);
  }
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  for (guint i = 0; i < ranking->rows->len; i++) {
    const char *domain = ((const GwRanked *)ranking->rows->pdata[i])->provider->domain;
    char *lot = g_compute_hmac_for_data (G_CHECKSUM_SHA256, rank_secret, sizeof rank_secret,
                                         (const guchar *)domain, strlen (domain));
    if (before)
      g_assert_cmpstr (before, <, lot);
    g_free (before);
    before = lot;
  }
}

#define DRAWS 10000

/* No operator is first more often than its share, in tiers of four to twelve. */
static void
test_nobody_is_always_first (void)
{
  GRand *chance = g_rand_new_with_seed (11);

  for (int n = 4; n <= 12; n++) {
    g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
    int wins[12] = {0};
    for (int i = 0; i < n; i++) {
      g_autofree char *domain = g_strdup_printf ("p%d.example", i);
      rank_add (catalogue, domain, RANK_BEST);
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      guint32 key[8];
      for (gsize i = 0; i < G_N_ELEMENTS (key); i++)
        key[i] = g_rand_int (chance);
      g_autoptr (GwRanking) ranking =
          gw_rank (catalogue, &(GwWishes){0}, (const guint8 *)key, gw_date_parse (RANK_TODAY));
      const GwRanked *first = g_ptr_array_index (ranking->rows, 0);
      wins[g_ascii_strtoull (first->provider->domain + 1, NULL, 10)]++;
    }
    for (int i = 0; i < n; i++) {
      g_test_message ("%d of %d: %d", i, n, wins[i]);
      g_assert_cmpint (wins[i] * n * 100, >, DRAWS * 85);
      g_assert_cmpint (wins[i] * n * 100, <, DRAWS * 115);
    }
  }
  g_rand_free (chance);
}

/* Whatever is in a catalogue, the tiers stand together, the rejected by name, and always the same.
 */
static void
test_generated (void)
{
  for (guint32 seed = 1; seed <= 30; seed++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_random (seed, seed * 3);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    g_autoptr (GwRanking) again = rank_now (catalogue, NULL);
    g_assert_cmpuint (ranking->rows->len, ==, catalogue->providers->len);
    for (guint i = 0; i < ranking->rows->len; i++) {
      const GwRanked *row = g_ptr_array_index (ranking->rows, i);
      g_assert_true (((const GwRanked *)again->rows->pdata[i])->provider == row->provider);
      g_assert_true (gw_ranking_find (ranking, row->provider->domain) == row);
      if (i == 0)
        continue;
      const GwRanked *before = g_ptr_array_index (ranking->rows, i - 1);
      g_assert_cmpint (before->tier, <=, row->tier);
      if (before->tier == GW_TIER_REJECTED)
        g_assert_cmpstr (before->provider->domain, <, row->provider->domain);
    }
    g_assert_null (gw_ranking_find (ranking, "nobody.example"));
  }
}

/* From the worst to the best. */
static const char *const ladders[][6] = {
    {"signup=closed", "signup=invitation", "signup=web", "signup=email", "signup=puzzle",
     "signup=at-once"},
    {"archive-days=1", "archive-days=7", "archive-days=20", "archive-days=30"},
    {"upload-size=1", "upload-size=20", "upload-size=100", "upload-size=200"},
    {"upload-days=1", "upload-days=10", "upload-days=30"},
    {"bus-factor=1", "bus-factor=2", "bus-factor=3"},
    {"since=2026-06-01", "since=2020-01-01", "since=2001-01-01"},
    {"password-reset=mailto:a@b.example", "password-reset=https://b.example"},
    {"support=email:a", "support=email:a,chat:b", "support=email:a,chat:b,room:c"},
    {"languages=fr", "languages=en"},
    {"free=no", "free=yes"},
    {"category=D", "category=B"},
    {"listed=no|fetched|" RANK_TODAY, "listed=yes|fetched|" RANK_TODAY},
    {"reachable=no|probe|" RANK_TODAY, "reachable=yes|probe|" RANK_TODAY},
    {"certificate=cert-name|probe|" RANK_TODAY, "certificate=ok|probe|" RANK_TODAY},
};

static GwTier
tier_with (guint32 seed, const char *domain, const char *token)
{
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_random (seed, 12);

  rank_add (catalogue, domain, token);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  return rank_row_of (ranking, domain)->tier;
}

static void
test_better_is_never_worse (void)
{
  for (guint32 seed = 100; seed < 160; seed++) {
    g_autofree char *domain = g_strdup_printf ("p%u.example", seed % 12);
    for (gsize i = 0; i < G_N_ELEMENTS (ladders); i++)
      for (gsize j = 1; j < G_N_ELEMENTS (ladders[i]) && ladders[i][j]; j++) {
        g_test_message ("%u: %s, %s", seed, ladders[i][j - 1], ladders[i][j]);
        g_assert_cmpint (tier_with (seed, domain, ladders[i][j]), <=,
                         tier_with (seed, domain, ladders[i][j - 1]));
      }
  }
}

static void
test_operators_merge (void)
{
  static const struct {
    const char *one, *two;
    gboolean merged; /* two into one */
  } cases[] = {
      {RANK_BEST "aliases=two.example", "aliases=one.example|probe|" RANK_TODAY, TRUE},
      /* one-sided claims, either way */
      {RANK_BEST "aliases=two.example", "signup=web|probe|" RANK_TODAY, FALSE},
      {RANK_BEST, "aliases=one.example|probe|" RANK_TODAY, FALSE},
      /* a listed one is never merged away, whoever lists it */
      {RANK_BEST "aliases=two.example", RANK_BEST "aliases=one.example", FALSE},
      {RANK_BEST "aliases=two.example", "aliases=one.example|fetched|" RANK_TODAY, FALSE},
      /* nobody lists either: the better one stays */
      {"aliases=two.example|user|" RANK_TODAY " signup=at-once|user|" RANK_TODAY,
       "aliases=one.example|user|" RANK_TODAY, TRUE},
      {"aliases=one.example", "aliases=two.example|user|" RANK_TODAY, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (cases[i].one);
    rank_add (catalogue, "two.example", cases[i].two);
    g_test_message ("case %zu", i);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    const GwRanked *one = rank_row_of (ranking, "one.example");
    g_assert_nonnull (one);
    if (!cases[i].merged) {
      g_assert_nonnull (rank_row_of (ranking, "two.example"));
      g_assert_null (one->aliases);
      continue;
    }
    g_assert_null (rank_row_of (ranking, "two.example"));
    g_assert_cmpuint (one->aliases->len, ==, 1);
    g_assert_cmpstr (one->aliases->pdata[0], ==, "two.example");
    g_assert_cmpuint (ranking->rows->len, ==, 5);
  }
}

#define OWN "|user|" RANK_TODAY " "

/* Circles and chains of names, in both orders of the source; nobody lists them. */
static void
test_chains (void)
{
  static const struct {
    const char *aliases[3]; /* of x, y and z; x is the best one */
    guint rows;
    guint merged; /* into x */
  } cases[] = {
      {{"y.example,z.example", "x.example,z.example", "x.example,y.example"}, 1, 2},
      {{"y.example", "x.example,z.example", "y.example"}, 1, 2}, /* a chain */
      {{"y.example", "z.example", "x.example"}, 3, 0},           /* nobody is named back */
      {{"x.example", "y.example", "z.example"}, 3, 0},           /* each names itself */
      {{"x.example,y.example", "x.example", "nobody.example"}, 2, 1},
  };
  static const char *const domains[] = {"x.example", "y.example", "z.example"};
  static const char *const signups[] = {"at-once", "puzzle", "email"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * 2; i++) {
    g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
    for (int j = 0; j < 3; j++) {
      int at = i % 2 ? 2 - j : j;
      g_autofree char *text =
          g_strdup_printf ("aliases=%s" OWN "signup=%s" OWN, cases[i / 2].aliases[at], signups[at]);
      rank_add (catalogue, domains[at], text);
    }
    g_test_message ("case %zu", i);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    g_assert_cmpuint (ranking->rows->len, ==, cases[i / 2].rows);
    const GwRanked *best = gw_ranking_find (ranking, "x.example");
    g_assert_cmpstr (best->provider->domain, ==, "x.example");
    g_assert_cmpuint (best->aliases ? best->aliases->len : 0, ==, cases[i / 2].merged);
    if (cases[i / 2].merged > 0)
      g_assert_true (gw_ranking_find (ranking, "y.example") == best);
  }
}

static void
test_empty (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);

  g_assert_cmpuint (ranking->rows->len, ==, 0);

  g_autoptr (GwCatalogue) closed = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  rank_add (closed, "one.example", RANK_BEST "signup=closed");
  g_autoptr (GwRanking) only = rank_now (closed, NULL);
  g_assert_cmpint (rank_row_of (only, "one.example")->tier, ==, GW_TIER_REJECTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank-order/the-band-widens-for-choice", test_band_widens_for_choice);
  g_test_add_func ("/rank-order/is-stable-for-a-secret", test_order_is_stable);
  g_test_add_func ("/rank-order/is-hmac", test_order_is_hmac);
  g_test_add_func ("/rank-order/nobody-is-always-first", test_nobody_is_always_first);
  g_test_add_func ("/rank-order/holds-for-any-catalogue", test_generated);
  g_test_add_func ("/rank-order/better-is-never-worse", test_better_is_never_worse);
  g_test_add_func ("/rank-order/operators-merge-when-both-say-so", test_operators_merge);
  g_test_add_func ("/rank-order/chains-end-in-the-best", test_chains);
  g_test_add_func ("/rank-order/nothing-to-rank", test_empty);
  return g_test_run ();
}
