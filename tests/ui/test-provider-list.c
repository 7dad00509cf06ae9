/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/provider-list, with lists in our own format. */
#include "harness.h"
#include "provider-list.h"

#define LIST                                                                                       \
  "list 2026-07-11\n"                                                                              \
  "provider web.example\nsignup=web builtin 2026-07-11\n"                                          \
  "provider paid.example\nsignup=at-once builtin 2026-07-11\nfree=no builtin 2026-07-11\n"         \
  "provider shy.example\nsignup=at-once builtin 2026-07-11\n"                                      \
  "testing-allowed=no builtin 2026-07-11\n"                                                        \
  "provider open.example\nsignup=at-once builtin 2026-07-11\n"

static GwProfile *
make_profile (const char *name, const char *text)
{
  GwProfile *profile = gw_profile_new ();

  profile->list_file = harness_write (name, text);
  return profile;
}

static guint
position_of (GangwayProviderList *list, const char *domain)
{
  GListModel *model = gangway_provider_list_get_model (list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GangwayProvider) item = g_list_model_get_item (model, i);
    if (g_str_equal (gangway_provider_get_domain (item), domain))
      return i;
  }
  g_assert_not_reached ();
}

static void
test_order (void)
{
  g_autoptr (GwProfile) profile = make_profile ("order", LIST);
  g_autoptr (GangwayProviderList) list = gangway_provider_list_new ();

  gangway_provider_list_load (list, profile);
  g_assert_no_error (gangway_provider_list_get_error (list));
  g_assert_cmpuint (g_list_model_get_n_items (gangway_provider_list_get_model (list)), ==, 4);
  g_assert_cmpuint (position_of (list, "paid.example"), ==, 3);
  g_assert_cmpuint (position_of (list, "web.example"), ==, 2);
  g_autofree char *date = gw_date_format (gangway_provider_list_get_date (list));
  g_assert_cmpstr (date, ==, "2026-07-11");
}

static void
test_candidates (void)
{
  g_autoptr (GwProfile) profile = make_profile ("candidates", LIST);
  g_autoptr (GangwayProviderList) list = gangway_provider_list_new ();

  gangway_provider_list_load (list, profile);
  g_auto (GStrv) all = gangway_provider_list_candidates (list, 10);
  g_assert_cmpuint (g_strv_length (all), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *)all, "open.example"));
  g_assert_true (g_strv_contains ((const char *const *)all, "web.example"));
  g_auto (GStrv) one = gangway_provider_list_candidates (list, 1);
  g_assert_cmpuint (g_strv_length (one), ==, 1);
}

static void
test_next (void)
{
  g_autoptr (GwProfile) profile = make_profile ("next", LIST);
  g_autoptr (GangwayProviderList) list = gangway_provider_list_new ();
  g_autoptr (GHashTable) tried = g_hash_table_new (g_str_hash, g_str_equal);

  gangway_provider_list_load (list, profile);
  g_hash_table_add (tried, (gpointer) "open.example");
  g_assert_cmpstr (gangway_provider_list_next (list, tried), ==, "shy.example");
  g_hash_table_add (tried, (gpointer) "shy.example");
  g_assert_null (gangway_provider_list_next (list, tried));
}

static void
test_reload (void)
{
  g_autoptr (GwProfile) before = make_profile ("before", LIST);
  g_autoptr (GwProfile) after =
      make_profile ("after", "list 2026-08-01\n"
                             "provider open.example\nsignup=puzzle builtin 2026-08-01\n"
                             "provider new.example\nsignup=at-once builtin 2026-08-01\n");
  g_autoptr (GangwayProviderList) list = gangway_provider_list_new ();

  gangway_provider_list_load (list, before);
  GangwayProvider *item = gangway_provider_list_find (list, "open.example");
  gangway_provider_set_check (item, "seen");
  gangway_provider_list_load (list, after);
  g_assert_true (gangway_provider_list_find (list, "open.example") == item);
  g_assert_cmpstr (gangway_provider_get_check (item), ==, "seen");
  g_assert_cmpstr (gangway_provider_get_subtitle (item), ==, gw_signup_text (GW_SIGNUP_PUZZLE));
  g_assert_null (gangway_provider_list_find (list, "web.example"));
  g_assert_nonnull (gangway_provider_list_find (list, "new.example"));
}

static void
test_error (void)
{
  g_autoptr (GwProfile) good = make_profile ("good", LIST);
  g_autoptr (GwProfile) bad = make_profile ("bad", "<html><body>not found</body></html>");
  g_autoptr (GangwayProviderList) list = gangway_provider_list_new ();

  gangway_provider_list_load (list, good);
  gangway_provider_list_load (list, bad);
  g_assert_nonnull (gangway_provider_list_get_error (list));
  g_assert_cmpuint (g_list_model_get_n_items (gangway_provider_list_get_model (list)), ==, 0);
  g_assert_null (gangway_provider_list_find (list, "open.example"));
  gangway_provider_list_load (list, good);
  g_assert_no_error (gangway_provider_list_get_error (list));
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/provider-list/what-can-be-had-here-comes-first", test_order);
  g_test_add_func ("/provider-list/candidates-agree-and-are-suitable", test_candidates);
  g_test_add_func ("/provider-list/next-takes-people-and-was-not-tried", test_next);
  g_test_add_func ("/provider-list/objects-survive-a-reload", test_reload);
  g_test_add_func ("/provider-list/an-error-empties-it-and-goes-again", test_error);
  return harness_run ();
}
