/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list that is compiled in. */
#include "base/jid.h"
#include "base/limits.h"
#include "providers/rank.h"
#include "providers/source.h"

/* A day on which the list is young; the test must not turn red by waiting. */
#define DAY "2026-11-23"

static void
test_parses (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_source_builtin ();

  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (catalogue->date, >=, gw_date_parse ("2026-07-11"));
  g_assert_cmpint (catalogue->date, <=, gw_date_today ());
  g_assert_cmpuint (catalogue->providers->len, >=, 25);
}

static void
test_each_provider (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_source_builtin ();

  for (guint i = 0; i < catalogue->providers->len; i++) {
    const GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    g_autofree char *normal = gw_domain_normalize (provider->domain, NULL);
    g_test_message ("%s", provider->domain);
    g_assert_cmpstr (normal, ==, provider->domain);
    g_assert_cmpint (gw_facts_signup (&provider->facts), !=, GW_SIGNUP_UNCLEAR);
    g_assert_cmpint (gw_facts_signup (&provider->facts), !=, GW_SIGNUP_CLOSED);
    g_assert_true (gw_facts_is_known (&provider->facts, GW_FACT_COUNTRIES));
    g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_LISTED_TIMES, 0), >, 0);
    for (int id = 0; id < GW_N_FACTS; id++)
      if (provider->facts.at[id].known) {
        g_assert_cmpint (provider->facts.at[id].origin, ==, GW_ORIGIN_BUILTIN);
        g_assert_cmpint (provider->facts.at[id].date, >=, catalogue->date);
      }
  }
}

/* They left the public list. */
static void
test_the_gone_are_gone (void)
{
  static const char *const gone[] = {"jix.im", "xmpp.earth", "worlio.com", "sure.im", "macaw.me"};
  g_autoptr (GwCatalogue) catalogue = gw_source_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_null (gw_catalogue_find (catalogue, gone[i]));
}

static void
test_recommended_register_here (void)
{
  static const char *const languages[] = {"en", "de", "fr", "es", "pl"};
  static const guint8 secret[32] = "any";
  g_autoptr (GwCatalogue) catalogue = gw_source_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    GwWishes wishes = {.language = (char *)languages[i]};
    g_autoptr (GwRanking) ranking = gw_rank (catalogue, &wishes, secret, gw_date_parse (DAY));
    guint recommended = 0;
    for (guint j = 0; j < ranking->rows->len; j++) {
      const GwRanked *row = g_ptr_array_index (ranking->rows, j);
      g_assert_cmpint (row->tier, !=, GW_TIER_REJECTED);
      g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);
      g_assert_cmpuint (reasons->len, >, 3);
      if (row->tier != GW_TIER_RECOMMENDED)
        continue;
      recommended++;
      g_assert_true (row->signup == GW_SIGNUP_AT_ONCE || row->signup == GW_SIGNUP_PUZZLE);
    }
    g_assert_cmpuint (recommended, >=, 4);
  }
}

static void
test_prints_as_it_is (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_source_builtin ();
  g_autofree char *lines = gw_source_lines_print (catalogue);
  g_autoptr (GwCatalogue) again =
      gw_source_lines_parse (lines, strlen (lines), GW_LIMIT_LIST_BYTES, NULL, NULL);

  g_assert_nonnull (again);
  g_autofree char *printed = gw_source_lines_print (again);
  g_assert_cmpstr (printed, ==, lines);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builtin/parses-and-has-a-date", test_parses);
  g_test_add_func ("/builtin/each-provider-is-usable", test_each_provider);
  g_test_add_func ("/builtin/those-who-left-are-not-in-it", test_the_gone_are_gone);
  g_test_add_func ("/builtin/recommended-ones-register-here", test_recommended_register_here);
  g_test_add_func ("/builtin/is-written-as-we-print", test_prints_as_it_is);
  return g_test_run ();
}
