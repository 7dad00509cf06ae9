/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read again as the same, and nothing is made up. */
#include "providers/provider-file.h"
#include "providers/source.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

enum { TODAY = 20700, KEYS = 14 };

static const char full[] =
    "{\"website\":{\"en\":\"https://one.example\"},\"alternativeJids\":[\"two.example\"],"
    "\"busFactor\":3,\"organization\":\"company\",\"passwordReset\":{\"en\":\"https://one.example/"
    "reset\"},\"serverTesting\":false,\"maximumHttpFileUploadTotalSize\":500,"
    "\"maximumHttpFileUploadStorageTime\":30,\"maximumMessageArchiveManagementStorageTime\":0,"
    "\"professionalHosting\":true,\"freeOfCharge\":true,"
    "\"legalNotice\":{\"en\":\"https://one.example/l\"},\"serverLocations\":[\"de\",\"fi\"],"
    "\"since\":\"2010-01-02\"}";

static GwCatalogue *
read_file (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue =
      gw_source_provider_file_parse (text, strlen (text), "one.example", TODAY, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (catalogue->n_notes, ==, 0);
  return catalogue;
}

static char *
write_file (const GwFacts *facts)
{
  json_t *file = gw_provider_file_make (facts);
  char *text = json_dumps (file, JSON_COMPACT);
  char *copy = g_strdup (text);

  free (text);
  json_decref (file);
  return copy;
}

static void
test_round_trip (void)
{
  g_autoptr (GwCatalogue) once = read_file (full);
  const GwProvider *provider = gw_catalogue_find (once, "one.example");
  g_autofree char *text = write_file (&provider->facts);
  g_autoptr (GArray) missing = gw_provider_file_missing (&provider->facts);

  g_assert_cmpstr (text, ==, full);
  g_assert_cmpuint (missing->len, ==, 0);
  g_autoptr (GwCatalogue) twice = read_file (text);
  g_autofree char *lines_once = gw_source_lines_print (once);
  g_autofree char *lines_twice = gw_source_lines_print (twice);
  g_assert_cmpstr (lines_once, ==, lines_twice);
}

static void
test_nothing_known (void)
{
  g_auto (GwFacts) facts = {0};
  g_autofree char *text = write_file (&facts);
  g_autoptr (GArray) missing = gw_provider_file_missing (&facts);

  g_assert_cmpstr (text, ==, "{}");
  g_assert_cmpuint (missing->len, ==, KEYS);
}

/* What is known, wherever from, and what the format has no key for stays out. */
static void
test_partly_known (void)
{
  static const char *const languages[] = {"de", NULL};
  g_auto (GwFacts) facts = {0};

  gw_facts_offer_bool (&facts, GW_FACT_REACHABLE, TRUE, GW_ORIGIN_PROBE, TODAY);
  gw_facts_offer_text (&facts, GW_FACT_SIGNUP, "at-once", GW_ORIGIN_PROBE, TODAY);
  gw_facts_offer_bool (&facts, GW_FACT_FREE, FALSE, GW_ORIGIN_FETCHED, TODAY);
  gw_facts_offer_text (&facts, GW_FACT_WEBSITE, "https://eins.example", GW_ORIGIN_BUILTIN, TODAY);
  gw_facts_offer_list (&facts, GW_FACT_LANGUAGES, languages, GW_ORIGIN_BUILTIN, TODAY);
  g_autofree char *text = write_file (&facts);
  g_autoptr (GArray) missing = gw_provider_file_missing (&facts);
  g_assert_cmpstr (text, ==,
                   "{\"website\":{\"de\":\"https://eins.example\"},\"freeOfCharge\":false}");
  g_assert_cmpuint (missing->len, ==, KEYS - 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-file/round-trip", test_round_trip);
  g_test_add_func ("/provider-file/nothing-known", test_nothing_known);
  g_test_add_func ("/provider-file/partly-known", test_partly_known);
  return g_test_run ();
}
