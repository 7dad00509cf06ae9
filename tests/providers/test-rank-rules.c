/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hard rules: what removes a provider or holds it back, and its sentence. */
#include "providers/fact-text.h"
#include "providers/rank-rules.h"
#include "rank-cases.h"

/* Each line: what makes it so, the tier, and the reason that must be given (NULL: none). */
static void
test_tiers (void)
{
  static const struct {
    const char *text;
    GwTier tier;
    const char *code;
  } cases[] = {
      {RANK_BEST, GW_TIER_RECOMMENDED, "no-puzzle"},
      {RANK_BEST "bus-factor=1 upload-size=104 upload-days=7", GW_TIER_RECOMMENDED,
       "one-person"},                                                        /* 85 */
      {RANK_BEST "bus-factor=1 upload-size=20", GW_TIER_GOOD, "one-person"}, /* 84 */
      {RANK_BEST "signup=puzzle", GW_TIER_RECOMMENDED, "puzzle"},
      {RANK_BEST "signup=email bus-factor=1 archive-days=7", GW_TIER_GOOD, "email"}, /* 72 */
      {RANK_BEST "signup=email bus-factor=1 archive-days=7 upload-size=20", GW_TIER_OTHER, "email"},
      {RANK_BEST RANK_PASSED "signup=web", GW_TIER_GOOD, "web"},
      {RANK_BEST "signup=invitation", GW_TIER_OTHER, "invitation"},
      {RANK_BEST "signup=closed", GW_TIER_REJECTED, "closed"},
      {RANK_BEST "invitations=yes|probe|" RANK_YESTERDAY, GW_TIER_GOOD, "perhaps-invitation"},
      {RANK_BEST "invitations=no|probe|" RANK_YESTERDAY, GW_TIER_RECOMMENDED, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %zu", i);
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (cases[i].text);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    g_assert_cmpstr (gw_tier_name (row->tier), ==, gw_tier_name (cases[i].tier));
    if (cases[i].code) {
      g_autofree char *reason = rank_reason (ranking, row, cases[i].code);
      g_assert_nonnull (reason);
    }
    /* Rejected ones are the last, and each tier stands together. */
    for (guint j = 1; j < ranking->rows->len; j++)
      g_assert_cmpint (((GwRanked *)ranking->rows->pdata[j - 1])->tier, <=,
                       ((GwRanked *)ranking->rows->pdata[j])->tier);
  }
}

static void
test_strangers (void)
{
  g_auto (GStrv) tokens = g_strsplit (RANK_BEST, " ", -1);
  g_autoptr (GString) stranger = g_string_new (NULL);

  for (guint i = 0; tokens[i]; i++)
    if (*tokens[i])
      g_string_append_printf (stranger, "%s|fetched|" RANK_LISTED " ", tokens[i]);

  /* Better than all the others, and yet neither recommended nor the mark for them. */
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, 0);
  static const char *const known[] = {"a.example", "b.example", "c.example", "d.example"};
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    rank_add (catalogue, known[i], RANK_BEST "signup=email archive-days=7 bus-factor=1");
  rank_add (catalogue, "stranger.example", stranger->str);
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  const GwRanked *row = rank_row_of (ranking, "stranger.example");
  g_assert_cmpint (row->score, ==, RANK_BEST_SCORE);
  g_assert_cmpint (row->tier, ==, GW_TIER_GOOD);
  g_autofree char *reason = rank_reason (ranking, row, "only-fetched");
  g_assert_nonnull (reason);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpint (rank_row_of (ranking, known[i])->tier, ==, GW_TIER_RECOMMENDED);

  /* A list that claims a probe is no probe: only facts from here are. */
  rank_add (catalogue, "stranger.example",
            "reachable=yes|fetched|" RANK_TODAY " certificate=ok|fetched|" RANK_TODAY);
  g_autoptr (GwRanking) claimed = rank_now (catalogue, NULL);
  g_assert_cmpint (rank_row_of (claimed, "stranger.example")->tier, ==, GW_TIER_GOOD);

  rank_add (catalogue, "stranger.example", RANK_PASSED);
  g_autoptr (GwRanking) passed = rank_now (catalogue, NULL);
  g_assert_cmpint (rank_row_of (passed, "stranger.example")->tier, ==, GW_TIER_RECOMMENDED);

  /* A person vouches for what is their own. */
  g_autofree char *own = g_strconcat (stranger->str, "listed=yes|user|" RANK_TODAY, NULL);
  g_assert_cmpint (rank_tier_of (own, NULL), ==, GW_TIER_RECOMMENDED);
}

static void
test_seen_from_here (void)
{
  static const struct {
    const char *seen;
    const char *code; /* of the rejection; NULL: not rejected */
    const char *words;
  } cases[] = {
      {"reachable=no|probe|" RANK_TODAY, "unreachable", "today"},
      {"reachable=no|probe|" RANK_YESTERDAY, "unreachable", "yesterday"},
      {"reachable=no|probe|2026-11-21", NULL, NULL},
      {"reachable=no|fetched|" RANK_TODAY, NULL, NULL},
      {RANK_PASSED "certificate=cert-expired|probe|" RANK_TODAY, "certificate",
       "one.example has expired"},
      {RANK_PASSED "certificate=cert-name|probe|" RANK_TODAY, "certificate", "another name"},
      {"certificate=cert-expired|probe|2026-11-20", NULL, NULL},
      {"certificate=a-fault-of-tomorrow|probe|" RANK_TODAY, "certificate", "wrong"},
      {"refused=refused-closed|refusal|" RANK_TODAY, "refused", "one.example"},
      {"refused=refused-broken|refusal|" RANK_TODAY, "refused", "a fault inside the server"},
      {"refused=refused-token|refusal|" RANK_TODAY, NULL, NULL},
      {"refused=refused-too-fast|refusal|" RANK_YESTERDAY, "refused", "too many"},
      {"refused=refused-name-taken|refusal|" RANK_TODAY, NULL, NULL},
      {"refused=refused-puzzle|refusal|" RANK_TODAY, NULL, NULL},
      {RANK_PASSED, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (RANK_BEST, cases[i].seen, NULL);
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    if (cases[i].code == NULL) {
      g_assert_cmpint (row->tier, ==, GW_TIER_RECOMMENDED);
      continue;
    }
    g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
    g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);
    g_assert_cmpuint (reasons->len, ==, 1);
    const GwReason *reason = g_ptr_array_index (reasons, 0);
    g_assert_cmpstr (reason->code, ==, cases[i].code);
    g_assert_nonnull (strstr (reason->text, cases[i].words));
    g_assert_false (reason->is_for);
    g_assert_cmpint (reason->weight, ==, 0);
  }

  /* After a day it may be tried again, but nobody is sent there. */
  g_autoptr (GwCatalogue) catalogue =
      rank_catalogue_with (RANK_BEST "refused=refused-closed|refusal|2026-11-01");
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  g_assert_cmpint (rank_row_of (ranking, "one.example")->tier, ==, GW_TIER_GOOD);
  g_autofree char *before =
      rank_reason (ranking, rank_row_of (ranking, "one.example"), "refused-before");
  g_assert_nonnull (before);
}

static void
test_wishes (void)
{
  static char *de_fr[] = {(char *)"DE", (char *)"FR", NULL};
  static char *fr[] = {(char *)"fr", NULL};
  static char *kinds[] = {(char *)"company", (char *)"non-governmental", NULL};
  static const struct {
    GwWishes wishes;
    const char *change;
    const char *code; /* NULL: passes */
    const char *words;
  } cases[] = {
      {{.in_app_only = TRUE}, "", NULL, NULL},
      {{.in_app_only = TRUE}, "signup=web", "not-in-app", "website"},
      {{.in_app_only = TRUE}, "signup=invitation", "not-in-app", "invitation"},
      {{.in_app_only = TRUE}, "signup=unclear", "not-in-app", "Does not say how"},
      {{.in_app_only = TRUE}, "signup=closed", "closed", "no new addresses"},
      {{0}, "signup=web", NULL, NULL},
      {{.no_puzzle = TRUE}, "signup=puzzle", "puzzle", "picture puzzle"},
      {{.no_puzzle = TRUE}, "signup=unclear", "puzzle", "Does not say how"},
      {{.no_email = TRUE}, "signup=puzzle", NULL, NULL},
      {{.signups = 1u << GW_SIGNUP_PUZZLE}, "signup=puzzle", NULL, NULL},
      {{.signups = 1u << GW_SIGNUP_PUZZLE}, "", "signups", "nothing but name"},
      {{.signups = 1u << GW_SIGNUP_PUZZLE}, "signup=unclear", "signups", "Does not say how"},
      {{.signups = 1u << GW_SIGNUP_PUZZLE}, "signup=closed", "closed", "no new addresses"},
      {{.signups = 1u << GW_SIGNUP_CLOSED}, "signup=closed", NULL, NULL},
      {{.languages = fr}, "languages=de,fr", NULL, NULL},
      {{.languages = fr}, "languages=de,en", "languages", "none of the languages"},
      {{.languages = fr}, "languages=", "languages", "Does not say which languages"},
      {{.organizations = kinds}, "organization=company", NULL, NULL},
      {{.organizations = kinds}, "organization=private%20person", "organization", "private person"},
      {{.organizations = kinds}, "organization=cult", "organization", "Does not say who"},
      {{.organizations = kinds}, "", "organization", "Does not say who"},
      {{.min_years = 5}, "since=2021-11-20", NULL, NULL},
      {{.min_years = 5}, "since=2024-03-01", "years", "since 2024; you asked for 5 years"},
      {{.min_years = 1}, "since=2026-03-01", "years", "since 2026; you asked for 1 year"},
      {{.min_years = 1}, "since=2030-03-01", "years", "Does not say"},
      {{.reset = TRUE}, "", NULL, NULL},
      {{.reset = TRUE}, "password-reset=mailto:a@one.example", "reset", "no page"},
      {{.green = TRUE}, "green=yes", NULL, NULL},
      {{.green = TRUE}, "green=no", "not-green", "green power"},
      {{.green = TRUE}, "", "not-green", "not known to run on green power"},
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
    g_autofree char *text = g_strconcat (RANK_BEST, cases[i].change, NULL);
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (text);
    g_test_message ("case %zu", i);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, &cases[i].wishes);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    if (cases[i].code == NULL) {
      g_assert_cmpint (row->tier, !=, GW_TIER_REJECTED);
      continue;
    }
    g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
    g_autofree char *reason = rank_reason (ranking, row, cases[i].code);
    g_assert_nonnull (reason);
    g_assert_nonnull (strstr (reason, cases[i].words));
  }
}

/* Whoever insists hears of what is not stated; of nothing else does silence break a rule. */
static void
test_unknown (void)
{
  static char *de[] = {(char *)"DE", NULL};
  static char *language[] = {(char *)"de", NULL};
  static char *company[] = {(char *)"company", NULL};
  GwWishes wishes = {.countries = de,
                     .eu_only = TRUE,
                     .languages = language,
                     .organizations = company,
                     .min_years = 1,
                     .reset = TRUE,
                     .green = TRUE,
                     .min_archive_days = 7,
                     .min_upload_mb = 10,
                     .in_app_only = TRUE,
                     .no_puzzle = TRUE,
                     .no_email = TRUE,
                     .signups = 1u << GW_SIGNUP_AT_ONCE};
  g_autoptr (GwCatalogue) catalogue = rank_catalogue_with ("software=x");
  const guint32 not_asked = GW_RULE_BIT (GW_RULE_NOT_OPEN) | GW_RULE_BIT (GW_RULE_COST_UNKNOWN);
  const guint32 asked =
      GW_RULE_BIT (GW_RULE_SIGNUPS) | GW_RULE_BIT (GW_RULE_IN_APP) | GW_RULE_BIT (GW_RULE_PUZZLE) |
      GW_RULE_BIT (GW_RULE_EMAIL) | GW_RULE_BIT (GW_RULE_COUNTRIES) | GW_RULE_BIT (GW_RULE_EU) |
      GW_RULE_BIT (GW_RULE_LANGUAGES) | GW_RULE_BIT (GW_RULE_ORGANIZATIONS) |
      GW_RULE_BIT (GW_RULE_YEARS) | GW_RULE_BIT (GW_RULE_RESET) | GW_RULE_BIT (GW_RULE_GREEN) |
      GW_RULE_BIT (GW_RULE_ARCHIVE) | GW_RULE_BIT (GW_RULE_FILE_SIZE);

  g_autoptr (GwRanking) plain = rank_now (catalogue, NULL);
  g_assert_cmphex (rank_row_of (plain, "one.example")->broken, ==, not_asked);
  g_assert_cmpint (rank_row_of (plain, "one.example")->tier, ==, GW_TIER_OTHER);

  g_autoptr (GwRanking) strict = rank_now (catalogue, &wishes);
  const GwRanked *row = rank_row_of (strict, "one.example");
  g_assert_cmphex (row->broken, ==, not_asked | asked);
  g_assert_cmpint (row->tier, ==, GW_TIER_REJECTED);
  /* Four of them say the same of the sign-up, two of the place. */
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (strict, row);
  g_assert_cmpuint (reasons->len, ==, 9);
}

/* What only a list says of a provider. */
static void
test_lists (void)
{
  static const struct {
    const char *text;
    GwTier tier;
    const char *code;
    const char *words;
  } cases[] = {
      {"listed=yes|fetched|" RANK_LISTED, GW_TIER_REJECTED, "only-name", "Only its name is known"},
      {"listed=yes|fetched|" RANK_LISTED " category=D", GW_TIER_REJECTED, "only-name", "check"},
      {"category=A", GW_TIER_REJECTED, "only-name", "Only its name"},
      {"category=A reachable=no|probe|2026-11-01", GW_TIER_REJECTED, "only-name", "Only its name"},
      {"category=A reachable=yes|probe|2026-11-01", GW_TIER_OTHER, NULL, NULL},
      {"category=D signup=at-once upload-size=5 countries=DE", GW_TIER_REJECTED, "category",
       "it does not say how long messages are kept, who runs it, whom to ask for help"},
      {RANK_BEST "organization=company category=C", GW_TIER_REJECTED, "category",
       "does not count it among the good ones"},
      {RANK_BEST "organization=company category=C reachable=yes|probe|2026-11-01",
       GW_TIER_RECOMMENDED, NULL, NULL},
      {RANK_BEST "category=B", GW_TIER_RECOMMENDED, NULL, NULL},
      {RANK_BEST "listed=no|fetched|" RANK_LISTED, GW_TIER_OTHER, "left-list",
       "no longer on the public list"},
      {RANK_BEST "listed=yes|fetched|" RANK_LISTED, GW_TIER_RECOMMENDED, NULL, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GwCatalogue) catalogue = rank_catalogue_with (cases[i].text);
    g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
    const GwRanked *row = rank_row_of (ranking, "one.example");
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (row->tier, ==, cases[i].tier);
    if (cases[i].code == NULL)
      continue;
    g_autofree char *reason = rank_reason (ranking, row, cases[i].code);
    g_assert_nonnull (reason);
    g_assert_nonnull (strstr (reason, cases[i].words));
  }
}

/* From the worst to the best tier: gw_rank_open_tier() looks at the first one only. */
static void
test_table (void)
{
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

  for (int id = 0; id < GW_N_RULES; id++) {
    g_assert_true (g_hash_table_add (codes, (gpointer)gw_rank_rule_code (id)));
    g_assert_cmpint (gw_rank_open_tier (GW_RULE_BIT (id)), ==, gw_rank_rule_tier (id));
    if (id > 0)
      g_assert_cmpint (gw_rank_rule_tier (id), <=, gw_rank_rule_tier (id - 1));
  }
  g_assert_cmpint (gw_rank_open_tier (0), ==, GW_TIER_RECOMMENDED);
}

static void
test_unclear_and_unpriced (void)
{
  g_autoptr (GwCatalogue) catalogue =
      rank_catalogue_with ("bus-factor=3 signup=at-once listed-times=19 "
                           "listed-of=19 archive-days=90");
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  g_autofree char *reason =
      rank_reason (ranking, rank_row_of (ranking, "one.example"), "cost-unknown");
  g_assert_nonnull (reason);

  g_autoptr (GwCatalogue) silent = rank_catalogue_with (RANK_BEST "signup=unclear");
  g_autoptr (GwRanking) second = rank_now (silent, NULL);
  g_assert_cmpint (rank_row_of (second, "one.example")->tier, ==, GW_TIER_OTHER);
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
      rank_catalogue_with (RANK_BEST "upload-size=104 upload-days=7 since=2013-11-17 languages=fr "
                                     "password-reset=mailto:a@one.example");
  g_autoptr (GwRanking) ranking = rank_now (catalogue, NULL);
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, rank_row_of (ranking, "one.example"));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GwReason *reason = NULL;
    for (guint j = 0; j < reasons->len && reason == NULL; j++)
      if (g_str_equal (((GwReason *)reasons->pdata[j])->code, cases[i].code))
        reason = reasons->pdata[j];
    g_assert_nonnull (reason);
    g_assert_cmpstr (reason->text, ==, cases[i].text);
    g_assert_cmpint (reason->is_for, ==, cases[i].is_for);
  }
  for (guint i = 1; i < reasons->len; i++) {
    const GwReason *one = reasons->pdata[i - 1];
    const GwReason *two = reasons->pdata[i];
    g_assert_cmpint (one->is_for, >=, two->is_for);
    if (one->is_for == two->is_for)
      g_assert_cmpint (one->weight, >=, two->weight);
  }
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
  g_test_add_func ("/rank-rules/table-goes-down", test_table);
  g_test_add_func ("/rank-rules/tiers-follow-scores-and-rules", test_tiers);
  g_test_add_func ("/rank-rules/unclear-and-unpriced-say-so", test_unclear_and_unpriced);
  g_test_add_func ("/rank-rules/strangers-are-never-recommended", test_strangers);
  g_test_add_func ("/rank-rules/what-failed-from-here-is-out", test_seen_from_here);
  g_test_add_func ("/rank-rules/wishes-say-what-they-removed", test_wishes);
  g_test_add_func ("/rank-rules/unknown-fails-who-insists", test_unknown);
  g_test_add_func ("/rank-rules/lists-are-not-enough", test_lists);
  g_test_add_func ("/rank-rules/reasons-are-ready-to-show", test_reasons);
  g_test_add_func ("/rank-rules/each-sign-up-has-its-sentence", test_signup_texts);
  return g_test_run ();
}
