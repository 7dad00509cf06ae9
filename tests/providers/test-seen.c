/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen from here is found again, by any thread, and nothing but that. */
#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/seen.h"
#include "providers/source.h"
#include "state-folder.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

static void
save_reachable (const char *domain, gboolean yes, gint32 date)
{
  g_auto (GwFacts) facts = {0};
  g_autoptr (GError) error = NULL;

  gw_facts_offer_bool (&facts, GW_FACT_REACHABLE, yes, GW_ORIGIN_PROBE, date);
  g_assert_true (gw_seen_save (domain, &facts, &error));
  g_assert_no_error (error);
}

static void
test_nothing_yet (void)
{
  g_auto (GwFacts) facts = {0};
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gw_seen_lookup ("one.example", &facts), ==, 0);
  g_assert_true (gw_seen_apply (catalogue, &error));
  g_assert_no_error (error);

  /* Reading alone leaves no trace. */
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "seen.list");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_found_again (void)
{
  gint32 today = gw_date_today ();
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_auto (GwFacts) found = {0};

  save_reachable ("one.example", FALSE, today);
  save_reachable ("TWO.example", TRUE, today);
  gint64 when = gw_seen_lookup ("one.example", &found);
  g_assert_cmpint (when, >=, now);
  g_assert_cmpint (when, <=, now + 60);
  g_assert_true (gw_facts_is_known (&found, GW_FACT_REACHABLE));
  g_assert_false (gw_facts_is_true (&found, GW_FACT_REACHABLE));

  /* The next look of the same day replaces it. */
  save_reachable ("one.example", TRUE, today);
  gw_facts_clear (&found);
  gw_seen_lookup ("one.example", &found);
  g_assert_true (gw_facts_is_true (&found, GW_FACT_REACHABLE));

  gw_facts_clear (&found);
  g_assert_cmpint (gw_seen_lookup ("two.example", &found), >, 0);
}

static void
test_applies_to_known_domains_only (void)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  GwProvider *one = gw_catalogue_ensure (catalogue, "one.example");
  GwProvider *idle = gw_catalogue_ensure (catalogue, "idle.example");

  save_reachable ("one.example", TRUE, gw_date_today ());
  save_reachable ("stranger.example", TRUE, gw_date_today ());
  g_assert_true (gw_seen_apply (catalogue, NULL));
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  g_assert_true (gw_facts_is_true (&one->facts, GW_FACT_REACHABLE));
  g_assert_cmpint (one->facts.at[GW_FACT_REACHABLE].origin, ==, GW_ORIGIN_PROBE);
  g_assert_cmpint (one->seen_at, >, 0);
  g_assert_false (gw_facts_is_known (&idle->facts, GW_FACT_REACHABLE));
  g_assert_cmpint (idle->seen_at, ==, 0);
}

static void
test_a_refusal_is_no_probe (void)
{
  g_auto (GwFacts) facts = {0};
  g_auto (GwFacts) found = {0};

  gw_facts_offer_text (&facts, GW_FACT_REFUSED, "refused-closed", GW_ORIGIN_REFUSAL,
                       gw_date_today ());
  g_assert_true (gw_seen_save ("one.example", &facts, NULL));
  g_assert_cmpint (gw_seen_lookup ("one.example", &found), ==, 0);
  g_assert_cmpstr (gw_facts_text (&found, GW_FACT_REFUSED), ==, "refused-closed");
}

static void
test_old_ones_are_dropped (void)
{
  gint32 today = gw_date_today ();
  g_auto (GwFacts) found = {0};

  save_reachable ("old.example", TRUE, today - 181);
  save_reachable ("edge.example", TRUE, today - 180);
  save_reachable ("new.example", TRUE, today);
  g_assert_cmpint (gw_seen_lookup ("old.example", &found), ==, 0);
  g_assert_false (gw_facts_is_known (&found, GW_FACT_REACHABLE));
  g_assert_cmpint (gw_seen_lookup ("edge.example", &found), >, 0);
  g_assert_cmpint (gw_seen_lookup ("new.example", &found), >, 0);
}

static void
test_at_most_a_thousand (void)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "seen.list");
  g_autofree char *today = gw_date_format (gw_date_today ());
  g_autofree char *before = gw_date_format (gw_date_today () - 9);
  g_autoptr (GString) text = g_string_new ("list -\n");
  g_auto (GwFacts) found = {0};

  for (int i = 0; i < 1200; i++)
    g_string_append_printf (text, "provider p%d.example\nreachable=yes probe %s\n", i,
                            i == 700 ? before : today);
  g_assert_true (gw_store_write (path, text->str, text->len, NULL));
  save_reachable ("one.example", TRUE, gw_date_today ());

  g_autofree char *bytes = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autoptr (GwCatalogue) seen =
      gw_source_lines_parse (bytes, length, GW_LIMIT_LIST_BYTES, path, NULL);
  g_assert_nonnull (seen);
  g_assert_cmpuint (seen->providers->len, ==, 1000);
  g_assert_nonnull (gw_catalogue_find (seen, "one.example"));
  g_assert_null (gw_catalogue_find (seen, "p700.example"));
}

static void
test_a_damaged_file_is_left_alone (void)
{
  static const char damaged[] = "list 2026-07-11\nprovider one.example\nreach";
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "seen.list");
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_BUILTIN, 0);
  g_auto (GwFacts) facts = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write (path, damaged, strlen (damaged), NULL));
  g_assert_false (gw_seen_apply (catalogue, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
  g_assert_nonnull (strstr (error->message, "line 3"));
  g_clear_error (&error);

  gw_facts_offer_bool (&facts, GW_FACT_REACHABLE, TRUE, GW_ORIGIN_PROBE, gw_date_today ());
  g_assert_false (gw_seen_save ("one.example", &facts, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
  g_assert_cmpint (gw_seen_lookup ("one.example", &facts), ==, 0);

  g_autofree char *after = NULL;
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, damaged);
}

static void
test_no_domain_no_line (void)
{
  g_auto (GwFacts) facts = {0};
  g_autoptr (GError) error = NULL;

  gw_facts_offer_bool (&facts, GW_FACT_REACHABLE, TRUE, GW_ORIGIN_PROBE, gw_date_today ());
  g_assert_false (gw_seen_save ("a.example\nprovider b.example", &facts, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
}

#define WRITERS          8
#define SAVES_PER_WRITER 5

static gpointer
write_several (gpointer data)
{
  for (int i = 0; i < SAVES_PER_WRITER; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d-%d.example", GPOINTER_TO_INT (data), i);
    save_reachable (domain, TRUE, gw_date_today ());
  }
  return NULL;
}

static void
test_writers_lose_nothing (void)
{
  GThread *threads[WRITERS];

  for (int i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("writer", write_several, GINT_TO_POINTER (i));
  for (int i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  for (int i = 0; i < WRITERS * SAVES_PER_WRITER; i++) {
    g_auto (GwFacts) found = {0};
    g_autofree char *domain =
        g_strdup_printf ("p%d-%d.example", i / SAVES_PER_WRITER, i % SAVES_PER_WRITER);
    g_assert_cmpint (gw_seen_lookup (domain, &found), >, 0);
  }
}

int
main (int argc, char **argv)
{
  state_folder_init ();
  g_test_init (&argc, &argv, NULL);
  state_folder_add ("/seen/nothing-yet-is-no-error", test_nothing_yet);
  state_folder_add ("/seen/what-was-saved-is-found-again", test_found_again);
  state_folder_add ("/seen/only-known-domains-get-it", test_applies_to_known_domains_only);
  state_folder_add ("/seen/a-refusal-is-no-probe", test_a_refusal_is_no_probe);
  state_folder_add ("/seen/old-ones-are-dropped", test_old_ones_are_dropped);
  state_folder_add ("/seen/at-most-a-thousand-are-kept", test_at_most_a_thousand);
  state_folder_add ("/seen/a-damaged-file-is-left-alone", test_a_damaged_file_is_left_alone);
  state_folder_add ("/seen/no-domain-no-line", test_no_domain_no_line);
  state_folder_add ("/seen/writers-lose-nothing", test_writers_lose_nothing);
  return state_folder_run ();
}
