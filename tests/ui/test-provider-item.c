/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/provider-item and ui/country. */
#include "country.h"
#include "provider-item.h"

#define TODAY 20000 /* any day */

typedef struct {
  GwProvider *provider;
  GwRanked ranked;
  GwWishes wishes;
  GwRanking ranking; /* without rows: an item reads what was asked for, and the day */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->provider = gw_provider_new ("xn--bcher-kva.example");
  /* All but the sign-up ignored: the others have nothing to say. */
  for (int id = 0; id < GW_N_WEIGHTS; id++)
    fixture->wishes.cares[id] = GW_CARE_NOT;
  fixture->wishes.cares[GW_WEIGHT_SIGNUP] = GW_CARE_NORMAL;
  fixture->ranking = (GwRanking){.wishes = &fixture->wishes, .today = TODAY};
  fixture->ranked =
      (GwRanked){.provider = fixture->provider, .tier = GW_TIER_GOOD, .signup = GW_SIGNUP_AT_ONCE};
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gw_provider_free (fixture->provider);
}

static void
know (Fixture *fixture, GwWeightId weight, const char *line)
{
  fixture->wishes.cares[weight] = GW_CARE_NORMAL;
  g_assert_cmpint (
      gw_facts_offer_line (&fixture->provider->facts, line, strlen (line), GW_ORIGIN_NONE, 0), ==,
      GW_LINE_READ);
}

/* The row as the ranking gives it, with the facts that are known by now. */
static GwRanking *
rank (Fixture *fixture, GwCatalogue *catalogue)
{
  GwProvider *provider = gw_catalogue_ensure (catalogue, fixture->provider->domain);
  provider->is_builtin = TRUE;

  gw_facts_merge (&provider->facts, &fixture->provider->facts);
  return gw_rank (catalogue, &fixture->wishes, (const guint8[32]){0}, TODAY);
}

static void
test_subtitle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GangwayProvider) bare = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_cmpstr (gangway_provider_get_subtitle (bare), ==, gw_signup_text (GW_SIGNUP_AT_ONCE));

  gw_facts_offer_list (&fixture->provider->facts, GW_FACT_COUNTRIES,
                       (const char *[]){"DE", "ZZ", NULL}, GW_ORIGIN_BUILTIN, 1);
  g_autoptr (GangwayProvider) placed = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_autofree char *expected =
      g_strconcat (gw_signup_text (GW_SIGNUP_AT_ONCE), " · Germany, ZZ", NULL);
  g_assert_cmpstr (gangway_provider_get_subtitle (placed), ==, expected);
}

static void
test_reasons (Fixture *fixture, gconstpointer data)
{
  know (fixture, GW_WEIGHT_SIGNUP, "signup=at-once builtin -");
  know (fixture, GW_WEIGHT_SIGNUP, "free=yes builtin -");
  know (fixture, GW_WEIGHT_ARCHIVE, "archive-days=30 builtin -");
  know (fixture, GW_WEIGHT_PEOPLE, "bus-factor=1 builtin -");
  know (fixture, GW_WEIGHT_SINCE, "since=2013-11-17 builtin -");
  know (fixture, GW_WEIGHT_SIGNUP, "invitations=yes probe -");
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, TODAY);
  g_autoptr (GwRanking) ranking = rank (fixture, catalogue);
  g_autoptr (GangwayProvider) item =
      gangway_provider_new (ranking, g_ptr_array_index (ranking->rows, 0));

  /* How one signs up stands in the subtitle. */
  g_assert_cmpstr (gangway_provider_get_subtitle (item), ==,
                   "Asks for nothing but name and password · perhaps by invitation only");
  g_assert_cmpstr (gangway_provider_get_reasons (item), ==,
                   "+ keeps messages for 30 days; since 2013\n− run by one person");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *typed;
    gboolean matches;
  } rows[] = {{"bücher", TRUE},  {"BÜCHER.EX", TRUE}, {"xn--bcher", TRUE}, {"name and", TRUE},
              {"30 DAYS", TRUE}, {"", TRUE},          {"31 days", FALSE},  {"puzzle", FALSE}};

  know (fixture, GW_WEIGHT_ARCHIVE, "archive-days=30 builtin -");
  g_autoptr (GangwayProvider) item = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = g_utf8_casefold (rows[i].typed, -1);
    g_test_message ("%s", rows[i].typed);
    g_assert_cmpint (gangway_provider_matches (item, folded), ==, rows[i].matches);
  }
}

static void
count (GObject *object, GParamSpec *pspec, gpointer n)
{
  ++*(guint *)n;
}

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GangwayProvider) item = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_autofree char *domain = NULL, *tier = NULL, *check = NULL;
  g_auto (GStrv) classes = NULL;
  gboolean has_check;
  guint changes = 0;

  g_signal_connect (item, "notify::check", G_CALLBACK (count), &changes);
  g_signal_connect (item, "notify::tier-label", G_CALLBACK (count), &changes);
  gangway_provider_set_check (item, "no answer came");
  g_assert_cmpuint (changes, ==, 1);

  fixture->ranked.tier = GW_TIER_RECOMMENDED;
  gangway_provider_update (item, &fixture->ranking, &fixture->ranked);
  g_assert_cmpuint (changes, ==, 2);
  g_object_get (item, "domain", &domain, "tier-label", &tier, "tier-classes", &classes, "check",
                &check, "has-check", &has_check, NULL);
  g_assert_cmpstr (domain, ==, "bücher.example");
  g_assert_cmpstr (tier, ==, "Recommended");
  g_assert_true (g_strv_contains ((const char *const *)classes, "recommended"));
  g_assert_cmpstr (check, ==, "no answer came");
  g_assert_true (has_check);
}

static void
test_in_app (Fixture *fixture, gconstpointer data)
{
  static const struct {
    GwSignup signup;
    GwTier tier;
    gboolean is_in_app;
  } rows[] = {
      {GW_SIGNUP_AT_ONCE, GW_TIER_OTHER, TRUE}, {GW_SIGNUP_PUZZLE, GW_TIER_GOOD, TRUE},
      {GW_SIGNUP_EMAIL, GW_TIER_GOOD, TRUE},    {GW_SIGNUP_WEB, GW_TIER_GOOD, FALSE},
      {GW_SIGNUP_CLOSED, GW_TIER_GOOD, FALSE},  {GW_SIGNUP_INVITATION, GW_TIER_GOOD, FALSE},
      {GW_SIGNUP_UNCLEAR, GW_TIER_GOOD, FALSE}, {GW_SIGNUP_AT_ONCE, GW_TIER_REJECTED, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    fixture->ranked.signup = rows[i].signup;
    fixture->ranked.tier = rows[i].tier;
    g_autoptr (GangwayProvider) item = gangway_provider_new (&fixture->ranking, &fixture->ranked);
    g_test_message ("%s %s", gw_signup_name (rows[i].signup), gw_tier_name (rows[i].tier));
    g_assert_cmpint (gangway_provider_is_in_app (item), ==, rows[i].is_in_app);
  }
}

static void
test_website (Fixture *fixture, gconstpointer data)
{
  GwFacts *facts = &fixture->provider->facts;

  gw_facts_offer_text (facts, GW_FACT_REGISTER_PAGE, "http://a.example/", GW_ORIGIN_BUILTIN, 1);
  g_autoptr (GangwayProvider) unsafe = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_null (gangway_provider_get_register_page (unsafe));
  g_assert_null (gangway_provider_get_website (unsafe));

  gw_facts_offer_text (facts, GW_FACT_WEBSITE, "https://a.example/", GW_ORIGIN_BUILTIN, 1);
  g_autoptr (GangwayProvider) safe = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_cmpstr (gangway_provider_get_website (safe), ==, "https://a.example/");
  g_assert_null (gangway_provider_get_register_page (safe));

  gw_facts_offer_text (facts, GW_FACT_REGISTER_PAGE, "https://a.example/join", GW_ORIGIN_BUILTIN,
                       2);
  g_autoptr (GangwayProvider) web = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_cmpstr (gangway_provider_get_register_page (web), ==, "https://a.example/join");
}

static void
test_checks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GangwayProvider) silent = gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_true (gangway_provider_allows_checks (silent));

  gw_facts_offer_bool (&fixture->provider->facts, GW_FACT_TESTING_ALLOWED, FALSE, GW_ORIGIN_BUILTIN,
                       1);
  g_autoptr (GangwayProvider) unwilling =
      gangway_provider_new (&fixture->ranking, &fixture->ranked);
  g_assert_false (gangway_provider_allows_checks (unwilling));
}

static void
test_countries (void)
{
  g_assert_cmpstr (gangway_country_name ("FI"), ==, "Finland");
  g_assert_cmpstr (gangway_country_name ("US"), ==, "United States");
  g_assert_cmpstr (gangway_country_name ("QQ"), ==, "QQ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/provider-item/subtitle-says-how-and-where", test_subtitle);
  ADD ("/provider-item/reasons-stand-behind-their-sign", test_reasons);
  ADD ("/provider-item/search-finds-any-text", test_search);
  ADD ("/provider-item/changes-are-told", test_properties);
  ADD ("/provider-item/in-app-means-form-and-suitable", test_in_app);
  ADD ("/provider-item/website-is-https-only", test_website);
  ADD ("/provider-item/who-wants-no-checks-is-left-alone", test_checks);
  g_test_add_func ("/country/codes-have-names", test_countries);
  return g_test_run ();
}
