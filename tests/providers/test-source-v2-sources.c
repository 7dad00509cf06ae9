/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers list with its sources: what a source changes, and that both shapes say the
 * same of the same provider. */
#include <jansson.h>

#include "base/error.h"
#include "providers/source.h"

#define DATE "2026-07-11"

static GwCatalogue *
parse (const char *json, GError **error)
{
  const char *kind;
  GwCatalogue *catalogue =
      gw_source_parse (json, strlen (json), "a.json", gw_date_parse (DATE), &kind, error);

  if (catalogue)
    g_assert_cmpstr (kind, ==, "providers-v2-sources");
  return catalogue;
}

static void
test_sources_decide (void)
{
  static const struct {
    const char *property; /* with its name */
    GwFactId fact;
    const char *expected; /* "-": unknown */
  } cases[] = {
      {"\"freeOfCharge\":{\"content\":false,\"source\":\"\"}", GW_FACT_FREE, "-"},
      {"\"freeOfCharge\":{\"content\":false,\"source\":\"https://x.example\"}", GW_FACT_FREE, "no"},
      {"\"freeOfCharge\":{\"content\":true,\"source\":\"\"}", GW_FACT_FREE, "yes"},
      {"\"freeOfCharge\":{\"content\":true}", GW_FACT_FREE, "yes"},
      {"\"freeOfCharge\":{\"content\":false}", GW_FACT_FREE, "-"},
      {"\"freeOfCharge\":{\"content\":false,\"source\":7}", GW_FACT_FREE, "-"},
      {"\"professionalHosting\":{\"content\":false,\"source\":\"x\"}", GW_FACT_PROFESSIONAL_HOSTING,
       "no"},
      {"\"ratingGreenWebCheck\":{\"content\":false,\"source\":\"x\"}", GW_FACT_GREEN, "no"},
      {"\"serverTesting\":{\"content\":false,\"source\":\"\"}", GW_FACT_TESTING_ALLOWED, "-"},
      {"\"serverTesting\":{\"content\":false,\"source\":\"x\"}", GW_FACT_TESTING_ALLOWED, "no"},
      {"\"maximumMessageArchiveManagementStorageTime\":{\"content\":0,\"source\":\"\"}",
       GW_FACT_ARCHIVE_DAYS, "-"},
      {"\"maximumMessageArchiveManagementStorageTime\":{\"content\":0,\"source\":\"x\"}",
       GW_FACT_ARCHIVE_DAYS, "0"},
      {"\"maximumMessageArchiveManagementStorageTime\":{\"content\":-1,\"source\":\"x\"}",
       GW_FACT_ARCHIVE_DAYS, "-"},
      {"\"maximumHttpFileUploadFileSize\":{\"content\":104,\"source\":\"\"}", GW_FACT_UPLOAD_SIZE,
       "104"},
      {"\"serverLocations\":{\"content\":[\"de\"],\"source\":\"\"}", GW_FACT_COUNTRIES, "DE"},
      {"\"serverLocations\":{\"content\":null,\"source\":\"\"}", GW_FACT_COUNTRIES, "-"},
      {"\"serverLocations\":{\"source\":\"\"}", GW_FACT_COUNTRIES, "-"},
      {"\"serverLocations\":null", GW_FACT_COUNTRIES, "-"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf (
        "{\"one.example\":{\"since\":{\"content\":\"\",\"source\":\"\"},%s}}", cases[i].property);
    g_autoptr (GwCatalogue) catalogue = parse (json, NULL);
    g_test_message ("%s", cases[i].property);
    g_assert_nonnull (catalogue);
    g_assert_cmpuint (catalogue->n_notes, ==, 0);
    const GwFacts *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
    g_autofree char *line = gw_fact_to_line (cases[i].fact, &facts->at[cases[i].fact]);
    g_autofree char *expected =
        g_str_equal (cases[i].expected, "-")
            ? NULL
            : g_strdup_printf ("%s=%s fetched " DATE, gw_fact_name (cases[i].fact),
                               cases[i].expected);
    g_assert_cmpstr (line, ==, expected);
  }
}

static void
test_form_needs_its_sources (void)
{
  g_autoptr (GwCatalogue) catalogue =
      parse ("{\"one.example\":{\"inBandRegistration\":{\"content\":true,\"source\":\"x\"},"
             "\"inBandRegistrationCaptchaRequired\":{\"content\":false,\"source\":\"x\"},"
             "\"inBandRegistrationEmailAddressRequired\":{\"content\":false,\"source\":\"x\"}},"
             "\"two.example\":{\"inBandRegistration\":{\"content\":true,\"source\":\"x\"},"
             "\"inBandRegistrationCaptchaRequired\":{\"content\":false,\"source\":\"\"},"
             "\"inBandRegistrationEmailAddressRequired\":{\"content\":false,\"source\":\"x\"}}}",
             NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpint (gw_facts_signup (&gw_catalogue_find (catalogue, "one.example")->facts), ==,
                   GW_SIGNUP_AT_ONCE);
  g_assert_cmpint (gw_facts_signup (&gw_catalogue_find (catalogue, "two.example")->facts), ==,
                   GW_SIGNUP_UNCLEAR);
}

static void
test_notes (void)
{
  static const char json[] =
      "{\"one.example\":{\"since\":{\"content\":7,\"source\":\"\"},\"busFactor\":3},"
      "\"no domain\":{},\"ONE.example\":{},\"two.example\":7,\"three.example\":{}}";
  static const char *const expected[] = {
      "entry 1 (one.example): busFactor does not stand with its source",
      "entry 1 (one.example): since is not a text",
      "entry 2: ",
      "entry 3 (one.example): this provider stands in the list twice",
      "entry 4 (two.example): it says nothing that can be read",
  };
  g_autoptr (GwCatalogue) catalogue = parse (json, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->n_notes, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    const char *note = catalogue->notes->pdata[i];
    g_test_message ("%s", note);
    g_assert_true (g_str_has_prefix (note, expected[i]));
  }
  g_assert_nonnull (gw_catalogue_find (catalogue, "three.example"));
}

static void
test_faults (void)
{
  static const char start[] = "{\"one.example\":{\"since\":{\"content\":\"\"}}";
  static const struct {
    const char *rest;
    GwErrorCode code;
  } cases[] = {
      {"", GW_ERROR_LIST_NOT_JSON},           {",", GW_ERROR_LIST_NOT_JSON},
      {",}", GW_ERROR_LIST_NOT_JSON},         {"]", GW_ERROR_LIST_NOT_JSON},
      {",\"two\"}", GW_ERROR_LIST_NOT_JSON},  {",\"two\":}", GW_ERROR_LIST_NOT_JSON},
      {",7:{}}", GW_ERROR_LIST_NOT_JSON},     {",\"two\":{}} more", GW_ERROR_LIST_NOT_JSON},
      {",\"two:{}}", GW_ERROR_LIST_NOT_JSON}, {",\"t\\u0000\":{}}", GW_ERROR_LIST_NOT_JSON},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strconcat (start, cases[i].rest, NULL);
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].rest);
    g_assert_null (parse (json, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
  }
}

/* One provider of whom everything is known, in both shapes. */
static void
test_both_shapes_agree (void)
{
  static const char flat[] =
      "[{\"jid\":\"one.example\",\"category\":\"A\",\"latestChange\":\"2026-06-18\","
      "\"website\":{\"en\":\"https://one.example\",\"de\":\"https://one.example/de\"},"
      "\"alternativeJids\":[\"two.example\"],\"busFactor\":2,\"organization\":\"private person\","
      "\"passwordReset\":{\"en\":\"mailto:help@one.example\"},\"serverTesting\":true,"
      "\"serverSoftwareName\":\"Prosody\",\"ratingGreenWebCheck\":true,"
      "\"inBandRegistration\":true,\"inBandRegistrationEmailAddressRequired\":false,"
      "\"inBandRegistrationCaptchaRequired\":true,\"registrationWebPage\":{},"
      "\"maximumHttpFileUploadFileSize\":104,\"maximumHttpFileUploadTotalSize\":100,"
      "\"maximumHttpFileUploadStorageTime\":30,\"maximumMessageArchiveManagementStorageTime\":0,"
      "\"professionalHosting\":true,\"freeOfCharge\":true,"
      "\"legalNotice\":{\"fr\":\"https://one.example/l\"},\"serverLocations\":[\"de\",\"fi\"],"
      "\"emailSupport\":{\"en\":[\"a@one.example\"]},\"chatSupport\":{},"
      "\"groupChatSupport\":{\"en\":[\"c@muc.one.example\"]},\"since\":\"2021-02-24\"}]";
  json_t *list = json_loads (flat, 0, NULL), *properties = json_object (), *value;
  const char *key;

  json_object_foreach (json_array_get (list, 0), key, value)
  {
    if (!g_str_equal (key, "jid"))
      json_object_set_new (properties, key,
                           json_pack ("{sOss}", "content", value, "source", "https://x.example"));
  }
  json_t *root = json_pack ("{so}", "one.example", properties);
  char *sourced = json_dumps (root, JSON_INDENT (2));
  g_autoptr (GwCatalogue) one =
      gw_source_parse (flat, strlen (flat), "a.json", gw_date_parse (DATE), NULL, NULL);
  g_autoptr (GwCatalogue) two = parse (sourced, NULL);
  g_autofree char *lines_one = gw_source_lines_print (one);
  g_autofree char *lines_two = gw_source_lines_print (two);

  g_assert_cmpstr (lines_one, ==, lines_two);
  g_assert_cmpuint (one->n_notes + two->n_notes, ==, 0);
  g_assert_nonnull (strstr (lines_one, "upload-size=100\n"));
  g_assert_nonnull (strstr (lines_one, "languages=en,de,fr\n"));
  free (sourced);
  json_decref (root);
  json_decref (list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/v2-sources/a-source-makes-the-no", test_sources_decide);
  g_test_add_func ("/v2-sources/at-once-needs-both-answers", test_form_needs_its_sources);
  g_test_add_func ("/v2-sources/notes-name-the-domain", test_notes);
  g_test_add_func ("/v2-sources/what-is-no-list-is-refused", test_faults);
  g_test_add_func ("/v2-sources/both-shapes-agree", test_both_shapes_agree);
  return g_test_run ();
}
