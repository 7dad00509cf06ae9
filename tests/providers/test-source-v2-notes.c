/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every key of the XMPP Providers list with every kind of wrong value: it stays unknown, what
 * stands beside it does not suffer, and a note says what was wrong, but never about an honest
 * "unknown". */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

typedef enum { TEXT, NUMBER, BOOL, LIST, MAP, MAP_OF_LISTS, N_TYPES } Type;

static const struct {
  const char *key;
  Type type;
  GwFactId fact;
  const char *good;
} keys[] = {
    {"category", TEXT, GW_FACT_CATEGORY, "\"A\""},
    {"website", MAP, GW_FACT_WEBSITE, "{\"en\":\"https://one.example\"}"},
    {"alternativeJids", LIST, GW_FACT_ALIASES, "[\"two.example\"]"},
    {"busFactor", NUMBER, GW_FACT_BUS_FACTOR, "3"},
    {"company", BOOL, GW_FACT_ORGANIZATION, "true"},
    {"organization", TEXT, GW_FACT_ORGANIZATION, "\"governmental\""},
    {"passwordReset", MAP, GW_FACT_PASSWORD_RESET, "{\"en\":\"mailto:a@one.example\"}"},
    {"serverTesting", BOOL, GW_FACT_TESTING_ALLOWED, "true"},
    {"serverSoftwareName", TEXT, GW_FACT_SOFTWARE, "\"Prosody\""},
    {"ratingGreenWebCheck", BOOL, GW_FACT_GREEN, "true"},
    {"registrationWebPage", MAP, GW_FACT_REGISTER_PAGE, "{\"en\":\"https://one.example\"}"},
    {"maximumHttpFileUploadFileSize", NUMBER, GW_FACT_UPLOAD_SIZE, "104"},
    {"maximumHttpFileUploadTotalSize", NUMBER, GW_FACT_UPLOAD_TOTAL, "500"},
    {"maximumHttpFileUploadStorageTime", NUMBER, GW_FACT_UPLOAD_DAYS, "30"},
    {"maximumMessageArchiveManagementStorageTime", NUMBER, GW_FACT_ARCHIVE_DAYS, "30"},
    {"professionalHosting", BOOL, GW_FACT_PROFESSIONAL_HOSTING, "true"},
    {"freeOfCharge", BOOL, GW_FACT_FREE, "true"},
    {"legalNotice", MAP, GW_FACT_LEGAL_NOTICE, "{\"de\":\"https://one.example\"}"},
    {"serverLocations", LIST, GW_FACT_COUNTRIES, "[\"de\"]"},
    {"emailSupport", MAP_OF_LISTS, GW_FACT_SUPPORT, "{\"en\":[\"a@one.example\"]}"},
    {"chatSupport", MAP_OF_LISTS, GW_FACT_SUPPORT, "{\"en\":[\"a@one.example\"]}"},
    {"groupChatSupport", MAP_OF_LISTS, GW_FACT_SUPPORT, "{\"en\":[\"a@one.example\"]}"},
    {"onlineSince", TEXT, GW_FACT_SINCE, "\"2004-11-30\""},
    {"since", TEXT, GW_FACT_SINCE, "\"2004-11-30\""},
};

/* What does not fit a type, and what the note says of it. */
static const struct {
  Type type;
  const char *value, *reason;
} wrong[] = {
    {TEXT, "7", "is not a text"},
    {TEXT, "true", "is not a text"},
    {TEXT, "[\"x\"]", "is not a text"},
    {TEXT, "{\"en\":\"x\"}", "is not a text"},
    {TEXT, "\"\\u202e\"", "holds a value that cannot be used"},
    {NUMBER, "\"7\"", "is not a number"},
    {NUMBER, "true", "is not a number"},
    {NUMBER, "false", "is not a number"},
    {NUMBER, "[7]", "is not a number"},
    {NUMBER, "{\"en\":7}", "is not a number"},
    {NUMBER, "-2", "is out of its range"},
    {NUMBER, "7.5", "is out of its range"},
    {NUMBER, "1000001", "is out of its range"},
    {NUMBER, "1e300", "is out of its range"},
    {NUMBER, "99999999999999999999999", "is out of its range"},
    {NUMBER, "-99999999999999999999999", "is out of its range"},
    {BOOL, "1", "is neither true nor false"},
    {BOOL, "0", "is neither true nor false"},
    {BOOL, "\"true\"", "is neither true nor false"},
    {BOOL, "[true]", "is neither true nor false"},
    {BOOL, "{\"en\":true}", "is neither true nor false"},
    {LIST, "7", "is not a list"},
    {LIST, "true", "is not a list"},
    {LIST, "\"de\"", "is not a list"},
    {LIST, "{\"en\":\"de\"}", "is not a list"},
    {LIST, "[7]", "holds something that is not a text"},
    {LIST, "[null]", "holds something that is not a text"},
    {LIST, "[[\"de\"]]", "holds something that is not a text"},
    {LIST, "[\"not one of them\"]", "holds a value that cannot be used"},
    {MAP, "7", "is not a map of languages"},
    {MAP, "true", "is not a map of languages"},
    {MAP, "\"https://one.example\"", "is not a map of languages"},
    {MAP, "[\"https://one.example\"]", "is not a map of languages"},
    {MAP, "{\"en\":7}", "holds something that is not a text"},
    {MAP, "{\"en\":{}}", "holds something that is not a text"},
    {MAP, "{\"en\":\"javascript:alert(1)\"}", "holds a value that cannot be used"},
    {MAP, "{\"en\":\"file:///etc/passwd\"}", "holds a value that cannot be used"},
    {MAP, "{\"en\":\"data:text/html,x\"}", "holds a value that cannot be used"},
    {MAP, "{\"en\":\"http://one.example\"}", "holds a value that cannot be used"},
    {MAP_OF_LISTS, "7", "is not a map of languages"},
    {MAP_OF_LISTS, "[\"a@one.example\"]", "is not a map of languages"},
    {MAP_OF_LISTS, "{\"en\":\"a@one.example\"}", "is not a list"},
    {MAP_OF_LISTS, "{\"en\":[7]}", "holds something that is not a text"},
    {MAP_OF_LISTS, "{\"en\":[\"a@one.example?x=y\"]}", "holds a value that cannot be used"},
};

/* The entry with that value, and another one after it. */
static GwCatalogue *
parse (const char *key, const char *value)
{
  g_autofree char *json = g_strdup_printf ("[{\"jid\":\"one.example\",\"%s\":%s,\"x\":1},"
                                           "{\"jid\":\"two.example\"}]",
                                           key, value);
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue = gw_source_parse (json, strlen (json), "a.json", 0, NULL, &error);

  g_test_message ("%s: %s", key, value);
  g_assert_no_error (error);
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  return catalogue;
}

static const GwFacts *
facts_of (const GwCatalogue *catalogue)
{
  return &gw_catalogue_find (catalogue, "one.example")->facts;
}

static void
test_every_key_is_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GwCatalogue) catalogue = parse (keys[i].key, keys[i].good);
    g_assert_true (gw_facts_is_known (facts_of (catalogue), keys[i].fact));
    g_assert_cmpuint (catalogue->n_notes, ==, 0);
  }
}

static void
test_wrong_values (void)
{
  guint tried[N_TYPES] = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (wrong); j++) {
      if (wrong[j].type != keys[i].type)
        continue;
      g_autoptr (GwCatalogue) catalogue = parse (keys[i].key, wrong[j].value);
      g_autofree char *expected =
          g_strdup_printf ("entry 1 (one.example): %s %s", keys[i].key, wrong[j].reason);
      g_assert_false (gw_facts_is_known (facts_of (catalogue), keys[i].fact));
      g_assert_cmpuint (catalogue->n_notes, ==, 1);
      g_assert_cmpstr (catalogue->notes->pdata[0], ==, expected);
      tried[keys[i].type]++;
    }
  for (int type = 0; type < N_TYPES; type++)
    g_assert_cmpuint (tried[type], >=, 9);
}

static void
test_honest_unknowns (void)
{
  static const char *const unknowns[] = {"null", "-1", "-1.0", "\"\"", "{}", "[]"};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (unknowns); j++) {
      g_autoptr (GwCatalogue) catalogue = parse (keys[i].key, unknowns[j]);
      g_assert_false (gw_facts_is_known (facts_of (catalogue), keys[i].fact));
      g_assert_cmpuint (catalogue->n_notes, ==, 0);
    }
}

static void
test_keys_that_stand_twice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *json = g_strdup_printf (
        "[{\"jid\":\"one.example\",\"%s\":%s,\"%s\":%s},{\"jid\":\"two.example\"}]", keys[i].key,
        keys[i].good, keys[i].key, keys[i].good);
    g_autoptr (GwCatalogue) catalogue =
        gw_source_parse (json, strlen (json), "a.json", 0, NULL, NULL);
    g_assert_nonnull (catalogue);
    g_assert_null (gw_catalogue_find (catalogue, "one.example"));
    g_assert_nonnull (gw_catalogue_find (catalogue, "two.example"));
    g_assert_cmpstr (catalogue->notes->pdata[0], ==, "entry 1: one of its keys stands there twice");
  }
}

static void
test_huge_values (void)
{
  g_autofree char *long_text = g_strnfill (GW_LIMIT_FACT_TEXT + 1, 'x');
  g_autofree char *text = g_strdup_printf ("\"%s\"", long_text);
  g_autofree char *map = g_strdup_printf ("{\"en\":\"https://%s\"}", long_text);
  g_autoptr (GString) list = g_string_new ("[\"a0.example\"");
  g_autoptr (GwCatalogue) of_text = parse ("serverSoftwareName", text);
  g_autoptr (GwCatalogue) of_map = parse ("website", map);

  g_assert_false (gw_facts_is_known (facts_of (of_text), GW_FACT_SOFTWARE));
  g_assert_cmpstr (of_text->notes->pdata[0], ==,
                   "entry 1 (one.example): serverSoftwareName is too long");
  g_assert_false (gw_facts_is_known (facts_of (of_map), GW_FACT_WEBSITE));
  g_assert_cmpstr (of_map->notes->pdata[0], ==, "entry 1 (one.example): website is too long");

  for (int i = 1; i <= GW_LIMIT_FACT_LIST; i++)
    g_string_append_printf (list, ",\"a%d.example\"", i);
  g_string_append_c (list, ']');
  g_autoptr (GwCatalogue) of_list = parse ("alternativeJids", list->str);
  g_assert_cmpuint (g_strv_length ((char **)gw_facts_list (facts_of (of_list), GW_FACT_ALIASES)),
                    ==, GW_LIMIT_FACT_LIST);
  g_assert_cmpstr (of_list->notes->pdata[0], ==,
                   "entry 1 (one.example): alternativeJids is too long");
}

static void
test_days_to_come (void)
{
  static const char *const dated[] = {"since", "onlineSince"};
  static const char *const changed[] = {"latestChange", "lastCheck"};

  for (gsize i = 0; i < G_N_ELEMENTS (dated); i++) {
    g_autoptr (GwCatalogue) catalogue = parse (dated[i], "\"9998-01-01\"");
    g_assert_false (gw_facts_is_known (facts_of (catalogue), GW_FACT_SINCE));
    g_assert_nonnull (strstr (catalogue->notes->pdata[0], "lies in the future"));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (changed); i++) {
    g_autoptr (GwCatalogue) catalogue = parse (changed[i], "\"9998-01-01\"");
    g_autoptr (GwCatalogue) unclear = parse (changed[i], "\"soon\"");
    g_assert_cmpint (catalogue->date, <=, gw_date_today ());
    g_assert_cmpint (catalogue->date, ==, 0); /* not of today either */
    g_assert_cmpuint (catalogue->n_notes, ==, 1);
    g_assert_cmpint (unclear->date, ==, 0);
    g_assert_cmpuint (unclear->n_notes, ==, 1);
  }
}

/* Fifty are told, all are counted. */
static void
test_notes_are_bounded (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"jid\":\"one.example\"}");

  for (int i = 0; i < 10000; i++)
    g_string_append (json, ",7");
  g_string_append_c (json, ']');
  g_autoptr (GwCatalogue) catalogue =
      gw_source_parse (json->str, json->len, "a.json", 0, NULL, NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->notes->len, ==, GW_LIMIT_LIST_NOTES);
  g_assert_cmpuint (catalogue->n_notes, ==, 10000);
}

static void
test_version_1 (void)
{
  static const char json[] =
      "[{\"jid\":\"sure.example\",\"category\":\"A\",\"lastCheck\":\"2022-04-08\","
      "\"website\":{\"en\":\"https://sure.example\"},\"inBandRegistration\":true,"
      "\"registrationWebPage\":{\"en\":\"https://sure.example/new\"},\"company\":true,"
      "\"maximumHttpFileUploadFileSize\":100,\"maximumMessageArchiveManagementStorageTime\":-1,"
      "\"serverLocations\":[\"at\"],\"onlineSince\":\"2010-05-06\",\"freeOfCharge\":true},"
      "{\"jid\":\"person.example\",\"company\":false}]";
  g_autoptr (GwCatalogue) catalogue =
      gw_source_parse (json, strlen (json), "a.json", 0, NULL, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->n_notes, ==, 0);
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2022-04-08"));
  const GwFacts *sure = &gw_catalogue_find (catalogue, "sure.example")->facts;
  g_assert_cmpstr (gw_facts_text (sure, GW_FACT_ORGANIZATION), ==, "company");
  g_assert_cmpstr (gw_facts_text (sure, GW_FACT_SINCE), ==, "2010-05-06");
  g_assert_cmpint (gw_facts_number (sure, GW_FACT_UPLOAD_SIZE, -1), ==, 100);
  g_assert_false (gw_facts_is_known (sure, GW_FACT_ARCHIVE_DAYS));
  /* It does not say what the form asks. */
  g_assert_cmpint (gw_facts_signup (sure), ==, GW_SIGNUP_UNCLEAR);
  g_assert_true (gw_facts_is_true (sure, GW_FACT_LISTED));
  g_assert_false (gw_facts_is_known (&gw_catalogue_find (catalogue, "person.example")->facts,
                                     GW_FACT_ORGANIZATION));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/v2-notes/every-key-is-read", test_every_key_is_read);
  g_test_add_func ("/v2-notes/every-wrong-value-is-told", test_wrong_values);
  g_test_add_func ("/v2-notes/an-honest-unknown-is-not", test_honest_unknowns);
  g_test_add_func ("/v2-notes/a-key-that-stands-twice", test_keys_that_stand_twice);
  g_test_add_func ("/v2-notes/huge-values", test_huge_values);
  g_test_add_func ("/v2-notes/days-to-come", test_days_to_come);
  g_test_add_func ("/v2-notes/are-bounded", test_notes_are_bounded);
  g_test_add_func ("/v2-notes/version-1-as-far-as-it-goes", test_version_1);
  return g_test_run ();
}
