/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranking: points, rules, tiers, reasons, chance. Providers are written as short texts:
 * "NAME=VALUE NAME=VALUE|ORIGIN|DATE ...", from the built-in list unless they say otherwise. A
 * later value replaces an earlier one. */
#include "providers/rank.h"

#define TODAY     "2026-11-23"
#define YESTERDAY "2026-11-22"
#define LISTED    "2026-07-11"

/* As good as a provider can be before anybody looked: all points but 5 of the check. */
#define BEST                                                                                       \
  "signup=at-once free=yes countries=DE since=2005-01-01 bus-factor=3 archive-days=30 "            \
  "upload-size=200 upload-days=30 languages=en,de password-reset=https://one.example/reset "       \
  "support=email:a@one.example,chat:b@one.example,room:c@one.example "                             \
  "listed-times=19 listed-of=19 signup-closed-times=0 dropped-times=0 "
#define BEST_SCORE 95
#define PASSED     "reachable=yes|probe|" TODAY " certificate=ok|probe|" TODAY " "

static const guint8 secret[32] = "the order of this installation";

static void
offer (GwProvider *provider, const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, "|", 3);
  g_autofree char *line = g_strjoin (" ", parts[0], parts[1] ? parts[1] : "builtin",
                                     parts[1] && parts[2] ? parts[2] : LISTED, NULL);

  g_test_message ("%s", line);
  g_assert_cmpint (gw_facts_offer_line (&provider->facts, line, strlen (line), GW_ORIGIN_NONE, 0),
                   ==, GW_LINE_READ);
}

static void
add (GwCatalogue *catalogue, const char *domain, const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, " ", -1);
  GwProvider *provider = gw_catalogue_ensure (catalogue, domain);

  for (guint i = 0; tokens[i]; i++)
    if (*tokens[i])
      offer (provider, tokens[i]);
}

static GwRanking *
rank (const GwCatalogue *catalogue, const GwFilters *filters)
{
  return gw_rank (catalogue, filters ? filters : &(GwFilters){0}, secret, gw_date_parse (TODAY));
}

static const GwRanked *
row_of (const GwRanking *ranking, const char *domain)
{
  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    if (g_str_equal (row->provider->domain, domain))
      return row;
  }
  return NULL;
}

static const GwReason *
reason_of (const GwRanked *row, const char *code)
{
  for (guint i = 0; i < row->reasons->len; i++) {
    const GwReason *reason = g_ptr_array_index (row->reasons, i);
    if (g_str_equal (reason->code, code))
      return reason;
  }
  return NULL;
}

/* Four perfect ones, so that bands have their usual width, and one.example. */
static GwCatalogue *
catalogue_with (const char *text)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, gw_date_parse (LISTED));
  static const char *const others[] = {"a.example", "b.example", "c.example", "d.example"};

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    add (catalogue, others[i], BEST);
  add (catalogue, "one.example", text);
  return catalogue;
}

static int
score_of (const char *text, const char *language)
{
  g_autoptr (GwCatalogue) catalogue = catalogue_with (text);
  GwFilters filters = {.language = language};
  g_autoptr (GwRanking) ranking = rank (catalogue, &filters);

  return row_of (ranking, "one.example")->score;
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
test_points (void)
{
  static const struct {
    const char *change;
    int points; /* lost or won against BEST_SCORE */
  } cases[] = {
      {"", 0},
      {PASSED, +5},
      {PASSED "tls-version=TLSv1.3|probe|" TODAY, +5},
      {PASSED "tls-version=TLSv1.2|probe|" TODAY, -3},
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
    g_autofree char *text = g_strconcat (BEST, cases[i].change, NULL);
    g_test_message ("case: %s", cases[i].change);
    g_assert_cmpint (score_of (text, NULL) - BEST_SCORE, ==, cases[i].points);
  }
}

static void
test_language (void)
{
  g_assert_cmpint (score_of (BEST "languages=de,en", "de"), ==, BEST_SCORE);
  g_assert_cmpint (score_of (BEST "languages=en", "de"), ==, BEST_SCORE - 4);
  g_assert_cmpint (score_of (BEST "languages=fr", "de"), ==, BEST_SCORE - 8);
  g_assert_cmpint (score_of (BEST "languages=fr", "fr"), ==, BEST_SCORE);
  g_assert_cmpint (score_of (BEST "languages=en", NULL), ==, BEST_SCORE);
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
    g_autoptr (GwCatalogue) catalogue = catalogue_with (BEST);
    GwFacts *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
    GwFacts unknown = {0};
    unknown.at[cases[i].fact] = facts->at[cases[i].fact];
    facts->at[cases[i].fact] = (GwFact){0};

    g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
    const GwRanked *row = row_of (ranking, "one.example");
    g_autofree char *worst = g_strconcat (BEST, cases[i].worst, NULL);
    g_assert_cmpint (row->score, <, BEST_SCORE);
    g_assert_cmpint (row->score, >=, score_of (worst, NULL));
    g_assert_cmpint (row->tier, !=, GW_TIER_REJECTED);
    gw_facts_clear (&unknown);
  }

  g_autoptr (GwCatalogue) empty = catalogue_with ("category=D");
  g_autoptr (GwRanking) ranking = rank (empty, NULL);
  const GwRanked *row = row_of (ranking, "one.example");
  g_assert_cmpint (row->tier, ==, GW_TIER_OTHER);
  g_assert_cmpint (row->signup, ==, GW_SIGNUP_UNCLEAR);
  g_assert_cmpint (row->score, >, 20);
}

static void
test_own_words_add_nothing (void)
{
  int unknown = score_of ("category=A", NULL);
  const char *boast = "category=A bus-factor=9|provider|" TODAY " since=1999-01-01|provider|" TODAY
                      " archive-days=365|provider|" TODAY " signup=at-once|provider|" TODAY
                      " password-reset=https://x.example|provider|" TODAY
                      " languages=en|provider|" TODAY " support=chat:a@x.example|provider|" TODAY
                      " listed-times=19|provider|" TODAY " listed-of=19|provider|" TODAY;

  g_assert_cmpint (score_of (boast, NULL), ==, unknown);

  /* It does say so: no reason may claim that it does not. */
  g_autoptr (GwCatalogue) catalogue = catalogue_with (boast);
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
  const GwRanked *row = row_of (ranking, "one.example");
  g_assert_null (reason_of (row, "people-unknown"));
  g_assert_null (reason_of (row, "people"));
  g_assert_null (reason_of (row, "archive-unknown"));
  g_assert_nonnull (reason_of (row, "file-size-unknown"));
}

/* Each line: what makes it so, the tier, and the reason that must be given (NULL: none). */
static void
test_tiers (void)
{
  static const struct {
    const char *text;
    GwTier tier;
    const char *code;
  } cases[] = {
      {BEST, GW_TIER_RECOMMENDED, "no-puzzle"},
      {BEST "bus-factor=1 upload-size=104 upload-days=7", GW_TIER_RECOMMENDED,
       "one-person"},                                                   /* 85 */
      {BEST "bus-factor=1 upload-size=20", GW_TIER_GOOD, "one-person"}, /* 84 */
      {BEST "signup=puzzle", GW_TIER_RECOMMENDED, "puzzle"},
      {BEST "signup=email bus-factor=1 archive-days=7", GW_TIER_GOOD, "email"}, /* 72 */
      {BEST "signup=email bus-factor=1 archive-days=7 upload-size=20", GW_TIER_OTHER, "email"},
      {BEST PASSED "signup=web", GW_TIER_GOOD, "web"},
      {BEST "signup=invitation", GW_TIER_OTHER, "invitation"},
      {BEST "signup=closed", GW_TIER_REJECTED, "closed"},
      {BEST "invitations=yes|probe|" YESTERDAY, GW_TIER_GOOD, "perhaps-invitation"},
      {BEST "invitations=no|probe|" YESTERDAY, GW_TIER_RECOMMENDED, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %zu", i);
    g_autoptr (GwCatalogue) catalogue = catalogue_with (cases[i].text);
    g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
    const GwRanked *row = row_of (ranking, "one.example");
    g_assert_cmpstr (gw_tier_name (row->tier), ==, gw_tier_name (cases[i].tier));
    if (cases[i].code)
      g_assert_nonnull (reason_of (row, cases[i].code));
    /* Rejected ones are the last, and each tier stands together. */
    for (guint j = 1; j < ranking->rows->len; j++)
      g_assert_cmpint (((GwRanked *)ranking->rows->pdata[j - 1])->tier, <=,
                       ((GwRanked *)ranking->rows->pdata[j])->tier);
  }
}

static void
test_unclear_and_unpriced (void)
{
  g_autoptr (GwCatalogue) catalogue = catalogue_with ("bus-factor=3 signup=at-once listed-times=19 "
                                                      "listed-of=19 archive-days=90");
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
  const GwReason *reason = reason_of (row_of (ranking, "one.example"), "cost-unknown");
  g_assert_nonnull (reason);
  g_assert_false (reason->is_for);

  g_autoptr (GwCatalogue) silent = catalogue_with (BEST "signup=unclear");
  g_autoptr (GwRanking) second = rank (silent, NULL);
  g_assert_cmpint (row_of (second, "one.example")->tier, ==, GW_TIER_OTHER);
}

static void
test_band_widens_for_choice (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  add (catalogue, "best.example", BEST);
  add (catalogue, "less.example", BEST "archive-days=7 bus-factor=1"); /* -11 */
  add (catalogue, "least.example",
       BEST "archive-days=7 bus-factor=1 signup-closed-times=1"
            " password-reset=mailto:a@b.example");                                 /* -18 */
  add (catalogue, "far.example", BEST "signup=email archive-days=7 bus-factor=1"); /* -23 */
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);

  g_assert_cmpint (row_of (ranking, "best.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (row_of (ranking, "less.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (row_of (ranking, "least.example")->tier, ==, GW_TIER_RECOMMENDED);
  g_assert_cmpint (row_of (ranking, "far.example")->tier, ==, GW_TIER_GOOD);
}

static void
test_strangers (void)
{
  g_auto (GStrv) tokens = g_strsplit (BEST, " ", -1);
  g_autoptr (GString) stranger = g_string_new (NULL);

  for (guint i = 0; tokens[i]; i++)
    if (*tokens[i])
      g_string_append_printf (stranger, "%s|fetched|" LISTED " ", tokens[i]);

  /* Better than all the others, and yet neither recommended nor the mark for them. */
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, 0);
  static const char *const known[] = {"a.example", "b.example", "c.example", "d.example"};
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    add (catalogue, known[i], BEST "signup=email archive-days=7 bus-factor=1");
  add (catalogue, "stranger.example", stranger->str);
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
  const GwRanked *row = row_of (ranking, "stranger.example");
  g_assert_cmpint (row->score, ==, BEST_SCORE);
  g_assert_cmpint (row->tier, ==, GW_TIER_GOOD);
  g_assert_nonnull (reason_of (row, "only-fetched"));
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpint (row_of (ranking, known[i])->tier, ==, GW_TIER_RECOMMENDED);

  /* A list that claims a probe is no probe: only facts from here are. */
  add (catalogue, "stranger.example",
       "reachable=yes|fetched|" TODAY " certificate=ok|fetched|" TODAY);
  g_autoptr (GwRanking) claimed = rank (catalogue, NULL);
  g_assert_cmpint (row_of (claimed, "stranger.example")->tier, ==, GW_TIER_GOOD);

  add (catalogue, "stranger.example", PASSED);
  g_autoptr (GwRanking) passed = rank (catalogue, NULL);
  g_assert_cmpint (row_of (passed, "stranger.example")->tier, ==, GW_TIER_RECOMMENDED);
}

static void
test_seen_from_here (void)
{
  static const struct {
    const char *seen;
    const char *code; /* of the rejection; NULL: not rejected */
    const char *words;
  } cases[] = {
      {"reachable=no|probe|" TODAY, "unreachable", "today"},
      {"reachable=no|probe|" YESTERDAY, "unreachable", "yesterday"},
      {"reachable=no|probe|2026-11-21", NULL, NULL},
      {"reachable=no|fetched|" TODAY, NULL, NULL},
      {PASSED "certificate=cert-expired|probe|" TODAY, "certificate", "one.example has expired"},
      {PASSED "certificate=cert-name|probe|" TODAY, "certificate", "another name"},
      {"certificate=cert-expired|probe|2026-11-20", NULL, NULL},
      {"certificate=a-fault-of-tomorrow|probe|" TODAY, "certificate", "wrong"},
      {"refused=refused-closed|refusal|" TODAY, "refused", "one.example"},
      {"refused=refused-too-fast|refusal|" YESTERDAY, "refused", "too many"},
      {"refused=refused-name-taken|refusal|" TODAY, NULL, NULL},
      {"refused=refused-puzzle|refusal|" TODAY, NULL, NULL},
      {PASSED, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (BEST, cases[i].seen, NULL);
    g_autoptr (GwCatalogue) catalogue = catalogue_with (text);
    g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
    const GwRanked *row = row_of (ranking, "one.example");
    if (cases[i].code == NULL) {
      g_assert_cmpint (row->tier, ==, GW_TIER_RECOMMENDED);
      continue;
    }
    g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
    g_assert_cmpuint (row->reasons->len, ==, 1);
    const GwReason *reason = reason_of (row, cases[i].code);
    g_assert_nonnull (reason);
    g_assert_nonnull (strstr (reason->text, cases[i].words));
    g_assert_false (reason->is_for);
    g_assert_cmpint (reason->weight, ==, 0);
  }

  /* After a day it may be tried again, but nobody is sent there. */
  g_autoptr (GwCatalogue) catalogue =
      catalogue_with (BEST "refused=refused-closed|refusal|2026-11-01");
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
  g_assert_cmpint (row_of (ranking, "one.example")->tier, ==, GW_TIER_GOOD);
  g_assert_nonnull (reason_of (row_of (ranking, "one.example"), "refused-before"));
}

static void
test_filters (void)
{
  static const char *const de_fr[] = {"DE", "FR", NULL};
  static const struct {
    GwFilters filters;
    const char *change;
    const char *code; /* NULL: passes */
    const char *words;
  } cases[] = {
      {{.in_app_only = TRUE}, "", NULL, NULL},
      {{.in_app_only = TRUE}, "signup=web", "not-in-app", "website"},
      {{.in_app_only = TRUE}, "signup=invitation", "not-in-app", "invitation"},
      {{.in_app_only = TRUE}, "signup=unclear", NULL, NULL},
      {{0}, "signup=web", NULL, NULL},
      {{.no_puzzle = TRUE}, "signup=puzzle", "puzzle", "picture puzzle"},
      {{.no_puzzle = TRUE}, "signup=unclear", NULL, NULL},
      {{.no_email = TRUE}, "signup=email", "email", "e-mail"},
      {{0}, "signup=email", NULL, NULL},
      {{0}, "free=no", "not-free", "Costs money"},
      {{.allow_paid = TRUE}, "free=no", NULL, NULL},
      {{.countries = de_fr}, "countries=DE,FR", NULL, NULL},
      {{.countries = de_fr}, "countries=DE,US", "countries", "DE, US"},
      {{.countries = de_fr}, "countries=", "countries", "Does not say"},
      {{.eu_only = TRUE}, "countries=DE,FI", NULL, NULL},
      {{.eu_only = TRUE}, "countries=DE,CH", "not-eu", "DE, CH"},
      {{.min_archive_days = 30}, "archive-days=30", NULL, NULL},
      {{.min_archive_days = 30}, "archive-days=0", NULL, NULL},
      {{.min_archive_days = 30}, "archive-days=7", "archive", "7 days; you asked for 30"},
      {{.min_archive_days = 30}, "archive-days=1", "archive", "1 day; you asked for 30"},
      {{.min_upload_mb = 100}, "upload-size=104", NULL, NULL},
      {{.min_upload_mb = 100}, "upload-size=20", "file-size", "20 MB; you asked for 100 MB"},
      {{.min_upload_mb = 100}, "upload-size=0", NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (BEST, cases[i].change, NULL);
    g_autoptr (GwCatalogue) catalogue = catalogue_with (text);
    g_test_message ("case %zu", i);
    g_autoptr (GwRanking) ranking = rank (catalogue, &cases[i].filters);
    const GwRanked *row = row_of (ranking, "one.example");
    if (cases[i].code == NULL) {
      g_assert_cmpint (row->tier, !=, GW_TIER_REJECTED);
      continue;
    }
    g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
    g_assert_nonnull (reason_of (row, cases[i].code));
    g_assert_nonnull (strstr (reason_of (row, cases[i].code)->text, cases[i].words));
  }
}

static void
test_unknown_fails_limits (void)
{
  static const char *const de[] = {"DE", NULL};
  const GwFilters wishes = {
      .countries = de, .eu_only = TRUE, .min_archive_days = 7, .min_upload_mb = 10};
  g_autoptr (GwCatalogue) catalogue = catalogue_with ("signup=at-once free=yes");
  g_autoptr (GwRanking) ranking = rank (catalogue, &wishes);
  const GwRanked *row = row_of (ranking, "one.example");

  g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
  g_assert_cmpuint (row->reasons->len, ==, 4);
  for (guint i = 0; i < row->reasons->len; i++)
    g_assert_true (g_str_has_prefix (((GwReason *)row->reasons->pdata[i])->text, "Does not say"));
}

static void
test_reasons (void)
{
  static const struct {
    const char *code;
    gboolean is_for;
    const char *text;
  } cases[] = {
      {"no-puzzle", TRUE, "asks for nothing but name and password"},
      {"keeps-messages", TRUE, "keeps messages for 30 days"},
      {"file-size", TRUE, "files up to 104 MB"},
      {"people", TRUE, "run by 3 people"},
      {"since", TRUE, "since 2013"},
      {"steady", TRUE, "on 19 of 19 editions of the public list"},
      {"keeps-files", FALSE, "keeps files for 7 days"},
      {"no-password-reset", FALSE, "names no page for lost passwords"},
      {"other-language", FALSE, "its website does not speak your language"},
  };
  g_autoptr (GwCatalogue) catalogue =
      catalogue_with (BEST "upload-size=104 upload-days=7 since=2013-11-17 languages=fr "
                           "password-reset=mailto:a@one.example");
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
  const GwRanked *row = row_of (ranking, "one.example");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GwReason *reason = reason_of (row, cases[i].code);
    g_assert_nonnull (reason);
    g_assert_cmpstr (reason->text, ==, cases[i].text);
    g_assert_cmpint (reason->is_for, ==, cases[i].is_for);
  }
  for (guint i = 1; i < row->reasons->len; i++) {
    const GwReason *one = row->reasons->pdata[i - 1];
    const GwReason *two = row->reasons->pdata[i];
    g_assert_cmpint (one->is_for, >=, two->is_for);
    if (one->is_for == two->is_for)
      g_assert_cmpint (one->weight, >=, two->weight);
  }
}

#define EQUALS 8
#define DRAWS  800

static GwCatalogue *
equals (void)
{
  GwCatalogue *catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);

  for (int i = 0; i < EQUALS; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    add (catalogue, domain, BEST);
  }
  return catalogue;
}

static char *
order_of (const GwCatalogue *catalogue, const guint8 *key)
{
  g_autoptr (GwRanking) ranking = gw_rank (catalogue, &(GwFilters){0}, key, gw_date_parse (TODAY));
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
  g_autofree char *first = order_of (catalogue, secret);
  g_autofree char *again = order_of (catalogue, secret);
  g_autofree char *elsewhere = order_of (catalogue, other);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, elsewhere);

  /* Not by the order of the source either. */
  g_autoptr (GwCatalogue) backwards = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  for (int i = EQUALS; i-- > 0;) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    add (backwards, domain, BEST);
  }
  g_autofree char *same = order_of (backwards, secret);
  g_assert_cmpstr (first, ==, same);
}

static void
test_nobody_is_always_first (void)
{
  g_autoptr (GwCatalogue) catalogue = equals ();
  int wins[EQUALS] = {0};

  for (guint draw = 0; draw < DRAWS; draw++) {
    guint8 key[32] = {(guint8)draw, (guint8)(draw >> 8)};
    g_autofree char *order = order_of (catalogue, key);
    wins[order[1] - '0']++;
  }
  /* 100 each on average; five standard deviations. */
  for (int i = 0; i < EQUALS; i++) {
    g_assert_cmpint (wins[i], >, 53);
    g_assert_cmpint (wins[i], <, 147);
  }
}

static void
test_operators_merge (void)
{
  static const struct {
    const char *one, *two;
    gboolean merged; /* two into one */
  } cases[] = {
      {BEST "aliases=two.example", "aliases=one.example|probe|" TODAY, TRUE},
      /* one-sided claims, either way */
      {BEST "aliases=two.example", "signup=web|probe|" TODAY, FALSE},
      {BEST, "aliases=one.example|probe|" TODAY, FALSE},
      /* a listed one is never merged away, whoever lists it */
      {BEST "aliases=two.example", BEST "aliases=one.example", FALSE},
      {BEST "aliases=two.example", "aliases=one.example|fetched|" TODAY, FALSE},
      /* nobody lists either: the better one stays */
      {"aliases=two.example|user|" TODAY " signup=at-once|user|" TODAY,
       "aliases=one.example|user|" TODAY, TRUE},
      {"aliases=one.example", "aliases=two.example|user|" TODAY, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = catalogue_with (cases[i].one);
    add (catalogue, "two.example", cases[i].two);
    g_test_message ("case %zu", i);
    g_autoptr (GwRanking) ranking = rank (catalogue, NULL);
    const GwRanked *one = row_of (ranking, "one.example");
    g_assert_nonnull (one);
    if (!cases[i].merged) {
      g_assert_nonnull (row_of (ranking, "two.example"));
      g_assert_null (one->aliases);
      continue;
    }
    g_assert_null (row_of (ranking, "two.example"));
    g_assert_cmpuint (one->aliases->len, ==, 1);
    g_assert_cmpstr (one->aliases->pdata[0], ==, "two.example");
    g_assert_cmpuint (ranking->rows->len, ==, 5);
  }
}

static void
test_empty (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  g_autoptr (GwRanking) ranking = rank (catalogue, NULL);

  g_assert_cmpuint (ranking->rows->len, ==, 0);

  g_autoptr (GwCatalogue) closed = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  add (closed, "one.example", BEST "signup=closed");
  g_autoptr (GwRanking) only = rank (closed, NULL);
  g_assert_cmpint (row_of (only, "one.example")->tier, ==, GW_TIER_REJECTED);
}

static void
test_signup_texts (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i < GW_N_SIGNUPS; i++)
    g_assert_true (g_hash_table_add (texts, (gpointer)gw_signup_text (i)));
  g_assert_cmpstr (gw_signup_text (GW_SIGNUP_AT_ONCE), ==,
                   "Asks for nothing but name and password");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank/weights-sum-to-100", test_weights);
  g_test_add_func ("/rank/each-fact-has-its-points", test_points);
  g_test_add_func ("/rank/language-is-the-person's", test_language);
  g_test_add_func ("/rank/unknown-is-not-no", test_unknown_is_not_no);
  g_test_add_func ("/rank/own-words-add-nothing", test_own_words_add_nothing);
  g_test_add_func ("/rank/tiers-follow-scores-and-rules", test_tiers);
  g_test_add_func ("/rank/unclear-and-unpriced-say-so", test_unclear_and_unpriced);
  g_test_add_func ("/rank/the-band-widens-for-choice", test_band_widens_for_choice);
  g_test_add_func ("/rank/strangers-are-never-recommended", test_strangers);
  g_test_add_func ("/rank/what-failed-from-here-is-out", test_seen_from_here);
  g_test_add_func ("/rank/filters-say-what-they-removed", test_filters);
  g_test_add_func ("/rank/unknown-fails-a-limit", test_unknown_fails_limits);
  g_test_add_func ("/rank/reasons-are-ready-to-show", test_reasons);
  g_test_add_func ("/rank/order-is-stable-for-a-secret", test_order_is_stable);
  g_test_add_func ("/rank/nobody-is-always-first", test_nobody_is_always_first);
  g_test_add_func ("/rank/operators-merge-when-both-say-so", test_operators_merge);
  g_test_add_func ("/rank/nothing-to-rank", test_empty);
  g_test_add_func ("/rank/each-sign-up-has-its-sentence", test_signup_texts);
  return g_test_run ();
}
