/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting the catalogue together: built-in list, kept copies, own providers, what was seen. */
#include "base/error.h"
#include "base/store.h"
#include "providers/list-copy.h"
#include "providers/load.h"
#include "providers/own.h"
#include "providers/seen.h"
#include "providers/source.h"
#include "state-folder.h"

#define OWN_LIST "https://lists.example/mine.json"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

static GwCatalogue *
load (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue = gw_catalogue_load (profile, &error);

  g_assert_no_error (error);
  return catalogue;
}

static void
keep_copy (const char *url, const char *lines)
{
  g_autoptr (GwListCopy) copy = gw_list_copy_new (url);

  copy->catalogue = gw_source_lines_parse (lines, strlen (lines), G_MAXSIZE, "test", NULL);
  g_assert_nonnull (copy->catalogue);
  g_assert_true (gw_list_copy_save (copy, GW_EDITION_NEWEST, NULL));
}

/* Two providers of the built-in list of which something is known. */
static void
find_two (char **one, char **two)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();

  *one = *two = NULL;
  for (guint i = 0; i < builtin->providers->len && *two == NULL; i++) {
    const GwProvider *provider = builtin->providers->pdata[i];
    if (gw_facts_is_known (&provider->facts, GW_FACT_BUS_FACTOR))
      *(*one ? two : one) = g_strdup (provider->domain);
  }
  g_assert_nonnull (*two);
}

static void
test_builtin_alone (void)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  g_autoptr (GwCatalogue) catalogue = load ();

  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (catalogue->date, ==, builtin->date);
  g_assert_cmpuint (catalogue->providers->len, ==, builtin->providers->len);
  for (guint i = 0; i < catalogue->providers->len; i++)
    g_assert_true (((const GwProvider *)catalogue->providers->pdata[i])->is_builtin);
}

static void
test_a_newer_edition (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  find_two (&one, &two);
  g_autofree char *lines = g_strdup_printf ("list 2026-10-01\n"
                                            "provider %s\narchive-days=77 fetched 2026-10-01\n"
                                            "provider %s\nlisted=no fetched 2026-10-01\n"
                                            "provider new.example\nfree=yes fetched 2026-10-01\n",
                                            one, two);
  keep_copy (GW_CATALOGUE_URL, lines);
  g_autoptr (GwCatalogue) catalogue = load ();

  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_FETCHED);
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2026-10-01"));
  g_assert_cmpuint (catalogue->providers->len, ==, builtin->providers->len + 1);
  const GwProvider *provider = gw_catalogue_find (catalogue, one);
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_ARCHIVE_DAYS, -1), ==, 77);
  /* Where the newer edition is silent, the older has nothing to say, except on survival. */
  g_assert_false (gw_facts_is_known (&provider->facts, GW_FACT_BUS_FACTOR));
  g_assert_true (gw_facts_is_known (&provider->facts, GW_FACT_LISTED_OF));
  g_assert_true (provider->is_builtin);
  /* Who left it is still known. */
  const GwProvider *gone = gw_catalogue_find (catalogue, two);
  g_assert_true (gw_facts_is_known (&gone->facts, GW_FACT_BUS_FACTOR));
  g_assert_true (gw_facts_is_known (&gone->facts, GW_FACT_LISTED));
  g_assert_false (gw_facts_is_true (&gone->facts, GW_FACT_LISTED));
  g_assert_false (gw_catalogue_find (catalogue, "new.example")->is_builtin);
}

static void
test_an_older_edition (void)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();

  keep_copy (GW_CATALOGUE_URL,
             "list 2020-01-01\nprovider new.example\nfree=yes fetched 2020-01-01\n");
  g_autoptr (GwCatalogue) catalogue = load ();
  g_assert_cmpuint (catalogue->providers->len, ==, builtin->providers->len);
  g_assert_cmpint (catalogue->date, ==, builtin->date);
}

static void
test_added_by_hand (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  find_two (&one, &two);
  g_autofree char *lines =
      g_strdup_printf ("list 2026-10-01\nprovider %s\narchive-days=5 fetched 2026-10-01\n"
                       "listed-times=1 fetched 2026-10-01\nlisted-of=1 fetched 2026-10-01\n"
                       "provider other.example\nfree=yes fetched 2026-10-01\n",
                       one);

  /* A copy of a list that is not (any more) among the sources does not count. */
  keep_copy (OWN_LIST, lines);
  g_autoptr (GwCatalogue) without = load ();
  g_assert_null (gw_catalogue_find (without, "other.example"));

  g_assert_true (gw_own_add (OWN_LIST, NULL));
  g_assert_true (gw_own_add ("mine.example", NULL));
  g_autoptr (GwCatalogue) catalogue = load ();
  g_assert_nonnull (gw_catalogue_find (catalogue, "other.example"));
  const GwProvider *mine = gw_catalogue_find (catalogue, "mine.example");
  g_assert_nonnull (mine);
  g_assert_cmpint (mine->facts.at[GW_FACT_LISTED].origin, ==, GW_ORIGIN_USER);
  /* Another list adds to what is known; our counts stay ours, and the age is the public list's. */
  const GwProvider *known = gw_catalogue_find (catalogue, one);
  g_assert_cmpint (gw_facts_number (&known->facts, GW_FACT_ARCHIVE_DAYS, -1), ==, 5);
  g_assert_true (gw_facts_is_known (&known->facts, GW_FACT_BUS_FACTOR));
  g_assert_cmpint (gw_facts_number (&known->facts, GW_FACT_LISTED_OF, -1), >, 1);
  g_assert_cmpint (catalogue->date, ==, builtin->date);
}

static void
test_seen_and_said (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_auto (GwFacts) facts = {0};
  find_two (&one, &two);
  gint32 today = gw_date_today ();

  gw_facts_offer_text (&facts, GW_FACT_SIGNUP, "closed", GW_ORIGIN_REFUSAL, today);
  gw_facts_offer_number (&facts, GW_FACT_BUS_FACTOR, 99, GW_ORIGIN_PROVIDER, today);
  gw_facts_offer_text (&facts, GW_FACT_SOFTWARE, "Prosody", GW_ORIGIN_PROVIDER, today);
  g_assert_true (gw_seen_save (one, &facts, NULL));
  g_autoptr (GwCatalogue) catalogue = load ();
  const GwProvider *provider = gw_catalogue_find (catalogue, one);
  g_assert_cmpint (gw_facts_signup (&provider->facts), ==, GW_SIGNUP_CLOSED);
  /* What it says of itself fills gaps and nothing else. */
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_BUS_FACTOR, -1), !=, 99);
  g_assert_cmpstr (gw_facts_text (&provider->facts, GW_FACT_SOFTWARE), ==, "Prosody");
  g_assert_cmpint (provider->facts.at[GW_FACT_SOFTWARE].origin, ==, GW_ORIGIN_PROVIDER);
}

static GString *told; /* what was logged */

static GLogWriterOutput
take_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append (told, fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

static void
test_damage_is_told (void)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  g_autofree char *own = gw_store_path (GW_STORE_STATE, "own-sources");

  g_assert_true (gw_store_write (own, "what is this?\n", 14, NULL));
  keep_copy (GW_CATALOGUE_URL,
             "list 2026-10-01\nprovider new.example\nfree=yes fetched 2026-10-01\n");
  told = g_string_new (NULL);
  g_log_set_writer_func (take_message, NULL, NULL);
  g_autoptr (GwCatalogue) catalogue = load ();
  g_assert_nonnull (strstr (told->str, "own-sources"));
  g_string_free (told, TRUE);
  /* The rest is there. */
  g_assert_cmpuint (catalogue->providers->len, ==, builtin->providers->len + 1);
  g_assert_nonnull (gw_catalogue_find (catalogue, "new.example"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  state_folder_init ();
  state_folder_add ("/load/builtin-alone", test_builtin_alone);
  state_folder_add ("/load/a-newer-edition", test_a_newer_edition);
  state_folder_add ("/load/an-older-edition", test_an_older_edition);
  state_folder_add ("/load/added-by-hand", test_added_by_hand);
  state_folder_add ("/load/seen-and-said", test_seen_and_said);
  state_folder_add ("/load/damage-is-told", test_damage_is_told);
  return state_folder_run ();
}
