/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading: the built-in list without a file, the file with one, and what a file may not claim. */
#include "base/error.h"
#include "base/store.h"
#include "providers/load.h"
#include "providers/rank.h"
#include "providers/seen.h"
#include "providers/source.h"
#include "state-folder.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

static GwCatalogue *
load_text (const char *text, GError **error)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  profile->list_file = gw_store_path (GW_STORE_CACHE, "a.list");
  g_assert_true (gw_store_write (profile->list_file, text, strlen (text), NULL));
  return gw_catalogue_load (profile, error);
}

static void
test_without_a_file (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GwCatalogue) loaded = gw_catalogue_load (profile, NULL);
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();

  g_assert_nonnull (loaded);
  g_assert_cmpint (loaded->origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpuint (loaded->providers->len, ==, builtin->providers->len);
}

static void
test_a_file_replaces (void)
{
  g_autoptr (GwCatalogue) catalogue =
      load_text ("[{\"jid\":\"one.example\",\"latestChange\":\"2026-06-30\"}]", NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 1);
  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_FETCHED);
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2026-06-30"));
}

static void
test_a_file_that_fails (void)
{
  static const struct {
    const char *text; /* NULL: there is no such file */
    GwErrorCode code;
  } cases[] = {
      {NULL, GW_ERROR_FILE_READ},
      {"", GW_ERROR_LIST_EMPTY},
      {"<html></html>", GW_ERROR_LIST_NOT_JSON},
      {"[]", GW_ERROR_LIST_EMPTY},
      {"list 2026-07-11\n", GW_ERROR_LIST_EMPTY},
      {"list 2026-07-11\nnonsense\n", GW_ERROR_LIST_SHAPE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwProfile) missing = gw_profile_new ();
    missing->list_file = gw_store_path (GW_STORE_CACHE, "no-such.list");
    g_assert_null (cases[i].text ? load_text (cases[i].text, &error)
                                 : gw_catalogue_load (missing, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
  }
}

static void
test_a_file_cannot_vouch (void)
{
  g_autoptr (GwCatalogue) catalogue = load_text ("list 9998-01-01\n"
                                                 "provider evil.example 1790000000\n"
                                                 "signup=at-once builtin 9998-01-01\n"
                                                 "free=yes builtin 9998-01-01\n"
                                                 "listed-times=19 builtin 9998-01-01\n"
                                                 "listed-of=19 builtin 9998-01-01\n"
                                                 "reachable=yes probe 9998-01-01\n"
                                                 "certificate=ok user 9998-01-01\n",
                                                 NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpint (catalogue->date, <=, gw_date_today ());
  const GwProvider *evil = gw_catalogue_find (catalogue, "evil.example");
  g_assert_cmpint (evil->seen_at, ==, 0);
  g_assert_false (gw_facts_is_known (&evil->facts, GW_FACT_LISTED_TIMES));
  for (int i = 0; i < GW_N_FACTS; i++) {
    if (!evil->facts.at[i].known)
      continue;
    g_assert_cmpint (evil->facts.at[i].origin, ==, GW_ORIGIN_FETCHED);
    g_assert_cmpint (evil->facts.at[i].date, <=, gw_date_today ());
  }

  static const guint8 secret[32] = "any";
  g_autoptr (GwRanking) ranking = gw_rank (catalogue, &(GwWishes){0}, secret, gw_date_today ());
  g_assert_cmpint (((GwRanked *)ranking->rows->pdata[0])->tier, ==, GW_TIER_GOOD);
}

static void
test_survival_is_kept (void)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  const GwProvider *known = g_ptr_array_index (builtin->providers, 0);
  g_autofree char *json = g_strdup_printf (
      "[{\"jid\":\"%s\",\"busFactor\":7},{\"jid\":\"one.example\"}]", known->domain);
  g_autoptr (GwCatalogue) catalogue = load_text (json, NULL);
  g_assert_nonnull (catalogue);

  const GwProvider *found = gw_catalogue_find (catalogue, known->domain);
  g_assert_cmpint (gw_facts_number (&found->facts, GW_FACT_LISTED_TIMES, -1), ==,
                   gw_facts_number (&known->facts, GW_FACT_LISTED_TIMES, -2));
  g_assert_cmpint (gw_facts_number (&found->facts, GW_FACT_BUS_FACTOR, -1), ==, 7);
  /* Nothing else of the built-in list. */
  g_assert_false (gw_facts_is_known (&found->facts, GW_FACT_SIGNUP));
  g_assert_false (gw_facts_is_known (&gw_catalogue_find (catalogue, "one.example")->facts,
                                     GW_FACT_LISTED_TIMES));
}

static void
test_what_was_seen_is_offered (void)
{
  g_auto (GwFacts) facts = {0};

  gw_facts_offer_text (&facts, GW_FACT_SIGNUP, "closed", GW_ORIGIN_PROBE, gw_date_today ());
  g_assert_true (gw_seen_save ("one.example", &facts, NULL));
  g_autoptr (GwCatalogue) catalogue =
      load_text ("[{\"jid\":\"one.example\",\"inBandRegistration\":true}]", NULL);
  g_assert_nonnull (catalogue);
  const GwProvider *one = gw_catalogue_find (catalogue, "one.example");
  g_assert_cmpint (gw_facts_signup (&one->facts), ==, GW_SIGNUP_CLOSED);
  g_assert_cmpint (one->seen_at, >, 0);
}

static void
test_a_damaged_record_is_left_out (void)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "seen.list");
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write (path, "damaged", strlen ("damaged"), NULL));
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (profile, &error);
  g_assert_no_error (error);
  g_assert_nonnull (catalogue);
}

int
main (int argc, char **argv)
{
  state_folder_init ();
  g_test_init (&argc, &argv, NULL);
  state_folder_add ("/source/the-built-in-list-without-a-file", test_without_a_file);
  state_folder_add ("/source/a-file-replaces-it", test_a_file_replaces);
  state_folder_add ("/source/a-file-that-fails-is-an-error", test_a_file_that_fails);
  state_folder_add ("/source/a-file-cannot-vouch", test_a_file_cannot_vouch);
  state_folder_add ("/source/survival-is-ours-and-kept", test_survival_is_kept);
  state_folder_add ("/source/what-was-seen-is-offered", test_what_was_seen_is_offered);
  state_folder_add ("/source/a-damaged-record-is-left-out", test_a_damaged_record_is_left_out);
  return state_folder_run ();
}
