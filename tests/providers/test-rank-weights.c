/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of weights: what each row gives, and how much one may care. */
#include "providers/rank-weights.h"
#include "rank-cases.h"

static int
score_of (const char *text, const char *language)
{
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, &(GwWishes){.language = (char *)language});

  return rank_row_of (ranking, "one.example")->score;
}

static void
test_weights (void)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  int sum = 0;

  for (const GwWeight *weight = gw_rank_weights (); weight->code; weight++) {
    g_assert_true (g_hash_table_add (codes, (gpointer)weight->code));
    g_assert_cmpint (weight->points, >, 0);
    g_assert_cmpstr (weight->text, !=, "");
    sum += weight->points;
  }
  g_assert_cmpint (sum, ==, 100);
}

static void
test_codes (void)
{
  GwWeightId id = GW_N_WEIGHTS;

  for (int i = 0; i < GW_N_WEIGHTS; i++) {
    g_assert_true (gw_weight_from_code (gw_rank_weights ()[i].code, &id));
    g_assert_cmpint (id, ==, i);
  }
  g_assert_null (gw_rank_weights ()[GW_N_WEIGHTS].code);
  g_assert_false (gw_weight_from_code ("", &id));
  g_assert_false (gw_weight_from_code ("Signup", &id));
}

static void
test_points (void)
{
  static const struct {
    const char *change;
    int points; /* lost or won against RANK_BEST_SCORE */
  } cases[] = {
      {"", 0},
      {RANK_PASSED, +5},
      {RANK_PASSED "tls-version=TLSv1.3|probe|" RANK_TODAY, +5},
      {RANK_PASSED "tls-version=TLSv1.2|probe|" RANK_TODAY, -3},
      {"signup=puzzle", -6},
      {"signup=email", -12},
      {"signup=web", -12},
      {"archive-days=365", 0},
      {"archive-days=14", -4},
      {"archive-days=7", -6},
      {"archive-days=0", -3}, /* no limit stated: perhaps never set */
      {"upload-size=104", -2},
      {"upload-size=20", -6},
      {"upload-size=5368", 0},
      {"upload-days=7", -3},
      {"upload-days=0", -1},
      {"bus-factor=2", -2},
      {"bus-factor=1", -5},
      {"since=2021-11-25", -3},
      {"since=2025-11-23", -5},
      {"listed-times=10", -5},
      {"signup-closed-times=1", -3},
      {"dropped-times=2", -2},
      {"password-reset=mailto:a@one.example", -4},
      {"password-reset=https://one.example:5443/register/change_password/", -4},
      {"support=email:a@one.example", -3},
      {"support=email:a@one.example,email:b@one.example", -3},
      {"support=chat:a@one.example,room:b@one.example", -1},
      /* shown, never scored */
      {"category=B green=yes software=x professional-hosting=yes testing-allowed=no", 0},
      {"countries=PE", 0},
      {"organization=private%20person", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (RANK_BEST, cases[i].change, NULL);
    g_test_message ("case: %s", cases[i].change);
    g_assert_cmpint (score_of (text, NULL) - RANK_BEST_SCORE, ==, cases[i].points);
  }
}

/* Each row by itself: what is unknown, the worst, the best, no limit, and odd values. */
static void
test_shares (void)
{
  static const struct {
    GwWeightId id;
    const char *text;
    int share;
  } cases[] = {
      {GW_WEIGHT_SIGNUP, "", 30},
      {GW_WEIGHT_SIGNUP, "signup=closed", 0},
      {GW_WEIGHT_SIGNUP, "signup=at-once", 100},
      {GW_WEIGHT_SIGNUP, "signup=by-pigeon", 30},
      {GW_WEIGHT_CHECK, "", 50},
      {GW_WEIGHT_CHECK, "reachable=no|probe|" RANK_TODAY " certificate=ok|probe|" RANK_TODAY, 0},
      {GW_WEIGHT_CHECK, RANK_PASSED, 100},
      {GW_WEIGHT_CHECK, "reachable=yes|probe|2026-11-20 certificate=ok|probe|2026-11-20", 50},
      {GW_WEIGHT_CHECK, "reachable=yes|probe|" RANK_TODAY, 50},
      {GW_WEIGHT_ARCHIVE, "", 25},
      {GW_WEIGHT_ARCHIVE, "archive-days=1", 7},
      {GW_WEIGHT_ARCHIVE, "archive-days=30", 100},
      {GW_WEIGHT_ARCHIVE, "archive-days=0", 75},
      {GW_WEIGHT_ARCHIVE, "archive-days=-1", 25},
      {GW_WEIGHT_ARCHIVE, "archive-days=36500", 100},
      {GW_WEIGHT_FILE_SIZE, "", 25},
      {GW_WEIGHT_FILE_SIZE, "upload-size=1", 0},
      {GW_WEIGHT_FILE_SIZE, "upload-size=200", 100},
      {GW_WEIGHT_FILE_SIZE, "upload-size=0", 75},
      {GW_WEIGHT_FILE_SIZE, "upload-size=-104", 25},
      {GW_WEIGHT_FILE_SIZE, "upload-size=1000000", 100},
      {GW_WEIGHT_FILE_DAYS, "", 25},
      {GW_WEIGHT_FILE_DAYS, "upload-days=1", 3},
      {GW_WEIGHT_FILE_DAYS, "upload-days=30", 100},
      {GW_WEIGHT_FILE_DAYS, "upload-days=0", 75},
      {GW_WEIGHT_FILE_DAYS, "upload-days=-7", 25},
      {GW_WEIGHT_PEOPLE, "", 35},
      {GW_WEIGHT_PEOPLE, "bus-factor=1", 35},
      {GW_WEIGHT_PEOPLE, "bus-factor=2", 70},
      {GW_WEIGHT_PEOPLE, "bus-factor=3", 100},
      {GW_WEIGHT_PEOPLE, "bus-factor=-1", 35},
      {GW_WEIGHT_SINCE, "", 20},
      {GW_WEIGHT_SINCE, "since=" RANK_TODAY, 0},
      {GW_WEIGHT_SINCE, "since=1999-01-01", 100},
      {GW_WEIGHT_SINCE, "since=2030-01-01", 20},
      {GW_WEIGHT_SINCE, "since=soon", 20},
      {GW_WEIGHT_SURVIVAL, "", 40},
      {GW_WEIGHT_SURVIVAL, "listed-times=0 listed-of=19", 0},
      {GW_WEIGHT_SURVIVAL, "listed-times=19 listed-of=19", 100},
      {GW_WEIGHT_SURVIVAL, "listed-times=20 listed-of=19", 40},
      {GW_WEIGHT_SURVIVAL, "listed-times=19", 40},
      {GW_WEIGHT_SURVIVAL, "listed-times=19 listed-of=19 signup-closed-times=99", 0},
      {GW_WEIGHT_PASSWORD_RESET, "", 30},
      {GW_WEIGHT_PASSWORD_RESET, "password-reset=mailto:a@one.example", 30},
      {GW_WEIGHT_PASSWORD_RESET, "password-reset=HTTPS://one.example/", 100},
      {GW_WEIGHT_PASSWORD_RESET, "password-reset=http://one.example/", 30},
      {GW_WEIGHT_SUPPORT, "", 20},
      {GW_WEIGHT_SUPPORT, "support=fax:1", 20},
      {GW_WEIGHT_SUPPORT, "support=email:a@x.example,email:b@x.example", 50},
      {GW_WEIGHT_SUPPORT, "support=room:a@x.example,chat:b@x.example,email:c@x.example", 100},
      {GW_WEIGHT_LANGUAGE, "", 30},
      {GW_WEIGHT_LANGUAGE, "languages=", 30},
      {GW_WEIGHT_LANGUAGE, "languages=fr", 20},
      {GW_WEIGHT_LANGUAGE, "languages=fr,en", 100},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (cases[i].text);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    g_test_message ("%s: %s", gw_rank_weights ()[cases[i].id].code, cases[i].text);
    g_assert_cmpint (rank_row_of (ranking, "one.example")->shares[cases[i].id], ==, cases[i].share);
  }
}

static void
test_cares (void)
{
  const char *text = RANK_BEST "archive-days=7"; /* 89: the archive lost 6 of 12 */
  static const struct {
    GwCare care;
    int score;
  } cases[] = {
      {GW_CARE_NORMAL, 89},
      {GW_CARE_MORE, 85}, /* 95 of 112 */
      {GW_CARE_LESS, 91}, /* 86 of 94 */
      {GW_CARE_NOT, 94},  /* 83 of 88 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GwWishes wishes = {0};
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
    wishes.cares[GW_WEIGHT_ARCHIVE] = cases[i].care;
    g_autoptr (GwRanking) ranking = rank_now (catalogue, &wishes);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    g_assert_cmpint (row->score, ==, cases[i].score);
    /* What is ignored is no reason. */
    g_autofree char *reason = rank_reason (ranking, row, "keeps-messages");
    g_assert_cmpint (reason != NULL, ==, cases[i].care != GW_CARE_NOT);
  }
}

/* Everything ignored: chance alone. */
static void
test_nothing_counts (void)
{
  GwWishes wishes = {0};
  for (int id = 0; id < GW_N_WEIGHTS; id++)
    wishes.cares[id] = GW_CARE_NOT;
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_with ("signup=at-once free=yes");
  g_autoptr (GwRanking) ranking = rank_now (catalogue, &wishes);

  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    g_assert_cmpint (row->score, ==, 100);
    g_assert_cmpint (row->tier, ==, GW_TIER_RECOMMENDED);
  }
}

static void
test_language (void)
{
  g_assert_cmpint (score_of (RANK_BEST "languages=de,en", "de"), ==, RANK_BEST_SCORE);
  g_assert_cmpint (score_of (RANK_BEST "languages=en", "de"), ==, RANK_BEST_SCORE - 4);
  g_assert_cmpint (score_of (RANK_BEST "languages=fr", "de"), ==, RANK_BEST_SCORE - 8);
  g_assert_cmpint (score_of (RANK_BEST "languages=fr", "fr"), ==, RANK_BEST_SCORE);
  g_assert_cmpint (score_of (RANK_BEST "languages=en", NULL), ==, RANK_BEST_SCORE);
}

/* What is unknown never earns less than the worst that could be stated, and removes nobody. */
static void
test_unknown_is_not_no (void)
{
  static const struct {
    GwFactId fact;
    const char *worst;
  } cases[] = {
      {GW_FACT_SIGNUP, "signup=closed"},
      {GW_FACT_BUS_FACTOR, "bus-factor=1"},
      {GW_FACT_ARCHIVE_DAYS, "archive-days=1"},
      {GW_FACT_UPLOAD_SIZE, "upload-size=1"},
      {GW_FACT_UPLOAD_DAYS, "upload-days=1"},
      {GW_FACT_SINCE, "since=2026-11-22"},
      {GW_FACT_LISTED_TIMES, "listed-times=0"},
      {GW_FACT_PASSWORD_RESET, "password-reset=mailto:a@one.example"},
      {GW_FACT_SUPPORT, "support="},
      {GW_FACT_LANGUAGES, "languages=fr"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (RANK_BEST);
    GwFacts *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
    GwFacts unknown = {0};
    unknown.at[cases[i].fact] = facts->at[cases[i].fact];
    facts->at[cases[i].fact] = (GwFact){0};

    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    g_autofree char *worst = g_strconcat (RANK_BEST, cases[i].worst, NULL);
    g_assert_cmpint (row->score, <, RANK_BEST_SCORE);
    g_assert_cmpint (row->score, >=, score_of (worst, NULL));
    g_assert_cmpint (row->tier, !=, GW_TIER_REJECTED);
    gw_facts_clear (&unknown);
  }
}

/* For each row: no value that is given as a reason for it earns less than silence. */
static void
test_unknown_below_good (void)
{
  GRand *chance = g_rand_new_with_seed (7);
  const GwWishes wishes = {0};
  const GwFacts nothing = {0};
  guint reasons_for = 0;

  for (int round = 0; round < 5000; round++) {
    g_autofree char *one = rank_random_token (chance);
    g_autofree char *two = rank_random_token (chance);
    g_autofree char *text = g_strjoin (" ", one, two, NULL);
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
    const GwProvider *provider = gw_catalogue_find (catalogue, "one.example");
    gint32 today = gw_date_parse (RANK_TODAY);
    const GwRankInput in = gw_rank_input (provider, &provider->facts, &wishes, today);
    const GwRankInput unknown = gw_rank_input (provider, &nothing, &wishes, today);
    for (int id = 0; id < GW_N_WEIGHTS; id++) {
      GwRankNote note = {0};
      int share = gw_rank_share (&in, id, &note);
      g_assert_cmpint (share, ==, gw_rank_share (&in, id, NULL));
      if (note.code && note.is_for) {
        reasons_for++;
        g_assert_cmpint (gw_rank_share (&unknown, id, NULL), <=, share);
      }
      g_free (note.text);
    }
  }
  g_assert_cmpuint (reasons_for, >, 1000);
  g_rand_free (chance);
}

static void
test_own_words_add_nothing (void)
{
  int unknown = score_of ("free=yes", NULL);
  const char *boast =
      "free=yes bus-factor=9|provider|" RANK_TODAY " since=1999-01-01|provider|" RANK_TODAY
      " archive-days=365|provider|" RANK_TODAY " signup=at-once|provider|" RANK_TODAY
      " password-reset=https://x.example|provider|" RANK_TODAY " languages=en|provider|" RANK_TODAY
      " support=chat:a@x.example|provider|" RANK_TODAY " listed-times=19|provider|" RANK_TODAY
      " listed-of=19|provider|" RANK_TODAY;

  g_assert_cmpint (score_of (boast, NULL), ==, unknown);

  /* It does say so: no reason may claim that it does not. */
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (boast);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  const GwRanked *row = rank_row_of (ranking, "one.example");
  static const char *const silent[] = {"people-unknown", "people", "archive-unknown"};
  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++)
    g_assert_null (rank_reason (ranking, row, silent[i]));
  g_autofree char *unknown_size = rank_reason (ranking, row, "file-size-unknown");
  g_assert_nonnull (unknown_size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank-weights/sum-to-100", test_weights);
  g_test_add_func ("/rank-weights/codes-lead-back", test_codes);
  g_test_add_func ("/rank-weights/each-fact-has-its-points", test_points);
  g_test_add_func ("/rank-weights/each-row-has-its-shares", test_shares);
  g_test_add_func ("/rank-weights/one-may-care", test_cares);
  g_test_add_func ("/rank-weights/all-ignored-leaves-chance", test_nothing_counts);
  g_test_add_func ("/rank-weights/language-is-the-person's", test_language);
  g_test_add_func ("/rank-weights/unknown-is-not-no", test_unknown_is_not_no);
  g_test_add_func ("/rank-weights/unknown-is-not-better-than-good", test_unknown_below_good);
  g_test_add_func ("/rank-weights/own-words-add-nothing", test_own_words_add_nothing);
  return g_test_run ();
}
