/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers v2 reader: each way in which the format says "I do not know", its known
 * slips, and everything that is no such list. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

#define DATE "2026-07-11"
#define ASKS_NOTHING                                                                               \
  "\"inBandRegistrationCaptchaRequired\":false,\"inBandRegistrationEmailAddressRequired\":false"

static GwCatalogue *
parse (const char *json, GError **error)
{
  return gw_source_parse (json, strlen (json), "a.json", gw_date_parse (DATE), NULL, error);
}

/* A list of one entry with these keys, and the facts in it. */
static GwCatalogue *
parse_keys (const char *keys, const GwFacts **facts)
{
  g_autofree char *json =
      g_strdup_printf ("[{\"jid\":\"one.example\"%s%s}]", *keys ? "," : "", keys);
  GwCatalogue *catalogue = parse (json, NULL);

  g_assert_nonnull (catalogue);
  *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
  return catalogue;
}

/* "-" for unknown, else the value of the line of that fact. */
static char *
value_of (const GwFacts *facts, GwFactId id)
{
  g_autofree char *line = gw_fact_to_line (id, &facts->at[id]);

  if (line == NULL)
    return g_strdup ("-");
  g_assert_true (g_str_has_suffix (line, " fetched " DATE));
  const char *value = strchr (line, '=') + 1;
  return g_strndup (value, (gsize)(strchr (value, ' ') - value));
}

static const struct {
  const char *keys;
  GwFactId fact;
  const char *expected; /* "-": unknown */
} field_cases[] = {
    /* the same key can say that it does not know, and mean it */
    {"", GW_FACT_FREE, "-"},
    {"\"freeOfCharge\":true", GW_FACT_FREE, "yes"},
    {"\"freeOfCharge\":false", GW_FACT_FREE, "-"},
    {"\"freeOfCharge\":\"yes\"", GW_FACT_FREE, "-"},
    {"\"professionalHosting\":true", GW_FACT_PROFESSIONAL_HOSTING, "yes"},
    {"\"professionalHosting\":false", GW_FACT_PROFESSIONAL_HOSTING, "-"},
    {"\"ratingGreenWebCheck\":false", GW_FACT_GREEN, "-"},
    {"\"serverTesting\":false", GW_FACT_TESTING_ALLOWED, "no"},
    {"\"serverTesting\":true", GW_FACT_TESTING_ALLOWED, "yes"},
    {"\"serverTesting\":null", GW_FACT_TESTING_ALLOWED, "-"},
    {"\"busFactor\":-1", GW_FACT_BUS_FACTOR, "-"},
    {"\"busFactor\":0", GW_FACT_BUS_FACTOR, "-"},
    {"\"busFactor\":3", GW_FACT_BUS_FACTOR, "3"},
    {"\"busFactor\":\"3\"", GW_FACT_BUS_FACTOR, "-"},
    {"\"busFactor\":99999999999999999999999", GW_FACT_BUS_FACTOR, "-"},
    {"\"organization\":\"\"", GW_FACT_ORGANIZATION, "-"},
    {"\"organization\":\"private person\"", GW_FACT_ORGANIZATION, "private%20person"},
    {"\"organization\":\"best of all\"", GW_FACT_ORGANIZATION, "-"},
    {"\"category\":\"A\"", GW_FACT_CATEGORY, "A"},
    {"\"category\":\"Z\"", GW_FACT_CATEGORY, "-"},
    {"\"serverSoftwareName\":\"Prosody\"", GW_FACT_SOFTWARE, "Prosody"},
    {"\"serverSoftwareName\":\"\"", GW_FACT_SOFTWARE, "-"},
    {"\"serverSoftwareName\":\"a\\nb\"", GW_FACT_SOFTWARE, "-"},
    {"\"since\":\"2004-11-30\"", GW_FACT_SINCE, "2004-11-30"},
    {"\"since\":\"2004\"", GW_FACT_SINCE, "-"},
    {"\"since\":2004", GW_FACT_SINCE, "-"},

    /* limits: -1 unknown, 0 none, megabytes that are bytes */
    {"\"maximumMessageArchiveManagementStorageTime\":-1", GW_FACT_ARCHIVE_DAYS, "-"},
    {"\"maximumMessageArchiveManagementStorageTime\":0", GW_FACT_ARCHIVE_DAYS, "0"},
    {"\"maximumMessageArchiveManagementStorageTime\":30", GW_FACT_ARCHIVE_DAYS, "30"},
    {"\"maximumMessageArchiveManagementStorageTime\":1e9", GW_FACT_ARCHIVE_DAYS, "-"},
    {"\"maximumHttpFileUploadStorageTime\":14", GW_FACT_UPLOAD_DAYS, "14"},
    {"\"maximumHttpFileUploadTotalSize\":1073741824", GW_FACT_UPLOAD_TOTAL, "-"},
    {"\"maximumHttpFileUploadTotalSize\":1000000", GW_FACT_UPLOAD_TOTAL, "1000000"},
    {"\"maximumHttpFileUploadFileSize\":1073741824", GW_FACT_UPLOAD_SIZE, "-"},
    {"\"maximumHttpFileUploadFileSize\":104", GW_FACT_UPLOAD_SIZE, "104"},
    {"\"maximumHttpFileUploadFileSize\":104,\"maximumHttpFileUploadTotalSize\":100",
     GW_FACT_UPLOAD_SIZE, "100"},
    {"\"maximumHttpFileUploadFileSize\":104,\"maximumHttpFileUploadTotalSize\":0",
     GW_FACT_UPLOAD_SIZE, "104"},
    {"\"maximumHttpFileUploadFileSize\":104,\"maximumHttpFileUploadTotalSize\":-1",
     GW_FACT_UPLOAD_SIZE, "104"},
    {"\"maximumHttpFileUploadFileSize\":0,\"maximumHttpFileUploadTotalSize\":500",
     GW_FACT_UPLOAD_SIZE, "500"},
    {"\"maximumHttpFileUploadFileSize\":-1,\"maximumHttpFileUploadTotalSize\":500",
     GW_FACT_UPLOAD_SIZE, "-"},

    /* how one registers */
    {"\"inBandRegistration\":true", GW_FACT_SIGNUP, "-"},
    {"\"inBandRegistration\":true,\"inBandRegistrationCaptchaRequired\":false", GW_FACT_SIGNUP,
     "-"},
    {"\"inBandRegistration\":true,\"inBandRegistrationEmailAddressRequired\":false", GW_FACT_SIGNUP,
     "-"},
    {"\"inBandRegistration\":true," ASKS_NOTHING, GW_FACT_SIGNUP, "at-once"},
    {"\"inBandRegistration\":1," ASKS_NOTHING, GW_FACT_SIGNUP, "-"},
    {"\"inBandRegistration\":true,\"inBandRegistrationCaptchaRequired\":true", GW_FACT_SIGNUP,
     "puzzle"},
    {"\"inBandRegistration\":true,\"inBandRegistrationEmailAddressRequired\":true", GW_FACT_SIGNUP,
     "email"},
    {"\"inBandRegistration\":true," ASKS_NOTHING
     ",\"registrationWebPage\":{\"en\":\"https://one.example/\"}",
     GW_FACT_SIGNUP, "at-once"},
    {"\"inBandRegistration\":true,\"registrationWebPage\":{\"en\":\"https://one.example/\"}",
     GW_FACT_SIGNUP, "-"},
    {"\"inBandRegistration\":true,\"registrationWebPage\":{\"en\":\"https://one.example/\"}",
     GW_FACT_REGISTER_PAGE, "https://one.example/"},
    {"\"inBandRegistration\":false,\"registrationWebPage\":{\"en\":\"https://one.example/\"}",
     GW_FACT_SIGNUP, "web"},
    {"\"registrationWebPage\":{\"en\":\"https://one.example/\"}", GW_FACT_SIGNUP, "web"},
    {"\"inBandRegistration\":false,\"registrationWebPage\":{\"en\":\"http://one.example/\"}",
     GW_FACT_SIGNUP, "-"},
    {"\"inBandRegistration\":false", GW_FACT_SIGNUP, "-"},
    {"", GW_FACT_SIGNUP, "-"},

    /* pages: only what may be opened */
    {"\"website\":{}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"fr\":\"https://a.example\",\"en\":\"https://b.example\"}", GW_FACT_WEBSITE,
     "https://b.example"},
    {"\"website\":{\"fr\":\"https://a.example\",\"de\":\"https://b.example\"}", GW_FACT_WEBSITE,
     "https://a.example"},
    {"\"website\":{\"en\":\"http://a.example\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"javascript:alert(1)\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"https://\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"https://user@a.example/\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"https://a.example/ b\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"https://a.example/\\u202e\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":\"mailto:a@one.example\"}", GW_FACT_WEBSITE, "-"},
    {"\"website\":\"https://a.example\"", GW_FACT_WEBSITE, "-"},
    {"\"website\":{\"en\":7,\"de\":\"https://a.example:5443/x\"}", GW_FACT_WEBSITE,
     "https://a.example:5443/x"},
    {"\"passwordReset\":{\"en\":\"mailto:a@one.example\"}", GW_FACT_PASSWORD_RESET,
     "mailto:a@one.example"},
    {"\"passwordReset\":{\"en\":\"mailto:nobody\"}", GW_FACT_PASSWORD_RESET, "-"},
    {"\"legalNotice\":{\"de\":\"https://a.example/agb\"}", GW_FACT_LEGAL_NOTICE,
     "https://a.example/agb"},

    /* languages: of the pages that people write, never of those that a program filled */
    {"\"website\":{\"de\":\"https://a.example\"},\"legalNotice\":{\"fr\":\"https://a.example\"},"
     "\"passwordReset\":{\"de\":\"https://a.example\",\"pt-BR\":\"https://a.example\"}",
     GW_FACT_LANGUAGES, "de,pt,fr"},
    {"\"registrationWebPage\":{\"en\":\"https://a.example\"},"
     "\"emailSupport\":{\"en\":[\"a@one.example\"]}",
     GW_FACT_LANGUAGES, "-"},
    {"\"website\":{\"deutsch\":\"https://a.example\",\"\":\"https://a.example\"}",
     GW_FACT_LANGUAGES, "-"},

    /* lists */
    {"\"serverLocations\":[\"de\",\"fi\",\"de\"]", GW_FACT_COUNTRIES, "DE,FI"},
    {"\"serverLocations\":[]", GW_FACT_COUNTRIES, "-"},
    {"\"serverLocations\":[\"de\",\"Deutschland\"]", GW_FACT_COUNTRIES, "-"},
    {"\"serverLocations\":[\"de\",49]", GW_FACT_COUNTRIES, "-"},
    {"\"serverLocations\":[\"Germany\",\"d1\",7,null]", GW_FACT_COUNTRIES, "-"},
    {"\"serverLocations\":\"de\"", GW_FACT_COUNTRIES, "-"},
    {"\"alternativeJids\":[\"Two.Example\",\"not a domain\",\"x.onion\"]", GW_FACT_ALIASES,
     "two.example,x.onion"},
    {"\"alternativeJids\":[]", GW_FACT_ALIASES, "-"},
    {"\"emailSupport\":{\"en\":[\"a@one.example\",\"a b@c\",\"nobody\"]},"
     "\"chatSupport\":{},\"groupChatSupport\":{\"en\":[\"r@rooms.one.example\"]}",
     GW_FACT_SUPPORT, "email:a@one.example,room:r@rooms.one.example"},
    {"\"emailSupport\":{\"en\":\"a@one.example\"}", GW_FACT_SUPPORT, "-"},
};

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    const GwFacts *facts;
    g_autoptr (GwCatalogue) catalogue = parse_keys (field_cases[i].keys, &facts);
    g_autofree char *value = value_of (facts, field_cases[i].fact);
    g_test_message ("%s", field_cases[i].keys);
    g_assert_cmpstr (value, ==, field_cases[i].expected);
  }
}

static void
test_wrong_types_and_unknown_keys (void)
{
  static const char *const values[] = {"null", "true", "7",      "-1.5",       "\"x\"",
                                       "[]",   "{}",   "[[[]]]", "{\"en\":{}}"};
  static const char *const keys[] = {"category",
                                     "website",
                                     "alternativeJids",
                                     "busFactor",
                                     "organization",
                                     "passwordReset",
                                     "legalNotice",
                                     "serverSoftwareName",
                                     "since",
                                     "serverLocations",
                                     "latestChange",
                                     "emailSupport",
                                     "freeOfCharge",
                                     "chatSupport",
                                     "inBandRegistration",
                                     "aKeyOfTomorrow",
                                     "registrationWebPage",
                                     "maximumHttpFileUploadFileSize",
                                     "maximumHttpFileUploadTotalSize"};

  for (gsize v = 0; v < G_N_ELEMENTS (values); v++) {
    g_autoptr (GString) text = g_string_new ("\"first\":2");
    const GwFacts *facts;
    for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
      g_string_append_printf (text, ",\"%s\":%s", keys[k], values[v]);
    g_autoptr (GwCatalogue) catalogue = parse_keys (text->str, &facts);
    g_assert_cmpuint (catalogue->providers->len, ==, 1);
    g_assert_null (gw_facts_text (facts, GW_FACT_WEBSITE));
    g_assert_null (gw_facts_list (facts, GW_FACT_COUNTRIES));
    g_assert_null (gw_facts_text (facts, GW_FACT_SINCE));
  }
}

static void
test_entries_without_a_domain (void)
{
  g_autoptr (GwCatalogue) catalogue =
      parse ("[{\"jid\":\"one.example\"},{},7,null,[],\"x.example\",{\"jid\":7},{\"jid\":\"\"},"
             "{\"jid\":\"a b\"},{\"jid\":\"localhost\"},{\"jid\":\"192.0.2.1\"},"
             "{\"jid\":\"abc.onion\"},{\"jid\":\"BÜCHER.example\"}]",
             NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  g_assert_nonnull (gw_catalogue_find (catalogue, "one.example"));
  g_assert_nonnull (gw_catalogue_find (catalogue, "xn--bcher-kva.example"));
  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_FETCHED);
}

static void
test_of_doubles_the_first_counts (void)
{
  g_autoptr (GwCatalogue) catalogue = parse ("[{\"jid\":\"one.example\",\"busFactor\":1},"
                                             "{\"jid\":\"ONE.example\",\"busFactor\":9,"
                                             "\"freeOfCharge\":true}]",
                                             NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 1);
  const GwProvider *one = gw_catalogue_find (catalogue, "one.example");
  g_assert_cmpint (gw_facts_number (&one->facts, GW_FACT_BUS_FACTOR, -1), ==, 1);
  g_assert_false (gw_facts_is_known (&one->facts, GW_FACT_FREE));
}

static void
test_date_of_the_list (void)
{
  static const char json[] =
      "[{\"jid\":\"one.example\",\"latestChange\":\"2026-01-02\",\"busFactor\":2},"
      "{\"jid\":\"two.example\",\"latestChange\":\"2026-06-30\"},"
      "{\"jid\":\"three.example\",\"latestChange\":\"soon\"}]";
  g_autoptr (GwCatalogue) catalogue = gw_source_parse (json, strlen (json), NULL, 0, NULL, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2026-06-30"));
  const GwProvider *one = gw_catalogue_find (catalogue, "one.example");
  g_assert_cmpint (one->facts.at[GW_FACT_BUS_FACTOR].date, ==, catalogue->date);
  g_assert_cmpint (one->facts.at[GW_FACT_FREE].date, ==, 0);

  static const char future[] = "[{\"jid\":\"one.example\",\"latestChange\":\"9998-01-01\"}]";
  g_autoptr (GwCatalogue) late = gw_source_parse (future, strlen (future), NULL, 0, NULL, NULL);
  g_assert_nonnull (late);
  g_assert_cmpint (late->date, ==, 0); /* not of today either */
}

static void
test_no_list (void)
{
  static const struct {
    const char *text;
    GwErrorCode code;
    const char *detail; /* NULL: any */
  } cases[] = {
      {"", GW_ERROR_LIST_EMPTY, NULL},
      {" \n\t", GW_ERROR_LIST_EMPTY, NULL},
      {"[]", GW_ERROR_LIST_EMPTY, NULL},
      {" [ ] \n", GW_ERROR_LIST_EMPTY, NULL},
      {"<!DOCTYPE html>\n<html><body>404</body></html>", GW_ERROR_LIST_NOT_JSON, "line 1"},
      {"Not found", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[{\"jid\":\"one.example\",\n\"busFactor\":2", GW_ERROR_LIST_NOT_JSON, "line 2"},
      {"[{\"jid\":\"one.example\"},\n{\"jid\":\"two.exam", GW_ERROR_LIST_NOT_JSON, "line 2"},
      {"[{\"jid\":\"one.example\"}\n", GW_ERROR_LIST_NOT_JSON, "line 2"},
      {"[{\"jid\":\"one.example\"},]", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[{\"jid\":\"one.example\"}}", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[{\"jid\":\"one.example\"}] more", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[{\"jid\":\"one.example\"}][]", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[,{\"jid\":\"one.example\"}]", GW_ERROR_LIST_NOT_JSON, NULL},
      {"[{\"jid\":\"\xff\xfe\"}]", GW_ERROR_LIST_TEXT, NULL},
      {"[", GW_ERROR_LIST_NOT_JSON, NULL},
      {"{\"a\":1}", GW_ERROR_LIST_SHAPE, "not a list"},
      {"{\"jid\":\"one.example\",\"website\":{\"en\":\"https://one.example\"}}",
       GW_ERROR_LIST_SHAPE, NULL},
      {"{\"website\":{\"content\":{\"en\":\"https://one.example\"},\"source\":\"\"}}",
       GW_ERROR_LIST_SHAPE, NULL},
      {"{\"error\":{\"code\":404,\"message\":\"Not Found\"}}", GW_ERROR_LIST_SHAPE, NULL},
      {"{}", GW_ERROR_LIST_SHAPE, NULL},
      {"7", GW_ERROR_LIST_SHAPE, NULL},
      {"[{\"jid\":\"\"}]", GW_ERROR_LIST_SHAPE, NULL},
      {"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", GW_ERROR_LIST_SHAPE, "deeply"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %zu", i);
    g_assert_null (parse (cases[i].text, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
    g_assert_nonnull (strstr (error->message, "a.json"));
    if (cases[i].detail)
      g_assert_nonnull (strstr (error->message, cases[i].detail));
  }
}

static void
test_a_nul_ends_nothing (void)
{
  static const char json[] = "[{\"jid\":\"one.example\"}]\0[";
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_source_parse (json, sizeof json - 1, "a.json", 0, NULL, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_TEXT);
}

static void
append_many (GString *text, const char *piece, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append (text, piece);
}

static void
test_too_much (void)
{
  static const struct {
    const char *start, *piece;
    guint times;
    GwErrorCode code;
  } cases[] = {
      {"", "[", 100 * 1000, GW_ERROR_LIST_SHAPE},
      {"", "{\"a\":", 100 * 1000, GW_ERROR_LIST_SHAPE},
      {"[{\"jid\":\"one.example\"}", " ", 5 * 1024 * 1024, GW_ERROR_TOO_LARGE},
      {"[{}", ",{}", 1000 * 1000, GW_ERROR_TOO_LARGE},
      {"[{\"jid\":[1", ",1", 1000 * 1000, GW_ERROR_TOO_LARGE},
      {"[{}", ",{}", GW_LIMIT_LIST_ENTRIES, GW_ERROR_TOO_LARGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (cases[i].start);
    g_autoptr (GError) error = NULL;
    append_many (text, cases[i].piece, cases[i].times);
    g_string_append_c (text, ']');
    g_test_message ("%s%s...", cases[i].start, cases[i].piece);
    g_assert_null (gw_source_parse (text->str, text->len, "a.json", 0, NULL, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
  }
}

static void
test_long_values (void)
{
  g_autoptr (GString) keys = g_string_new ("\"website\":{\"en\":\"https://a.example/");
  const GwFacts *facts;

  append_many (keys, "x", 3000);
  g_string_append (keys, "\"},\"alternativeJids\":[\"a0.example\"");
  for (int i = 1; i < 200; i++)
    g_string_append_printf (keys, ",\"a%d.example\"", i);
  g_string_append_c (keys, ']');
  g_autoptr (GwCatalogue) catalogue = parse_keys (keys->str, &facts);
  g_assert_null (gw_facts_text (facts, GW_FACT_WEBSITE));
  g_assert_cmpuint (g_strv_length ((char **)gw_facts_list (facts, GW_FACT_ALIASES)), ==,
                    GW_LIMIT_FACT_LIST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/v2/each-key-has-its-own-unknown", test_fields);
  g_test_add_func ("/v2/wrong-types-are-unknown", test_wrong_types_and_unknown_keys);
  g_test_add_func ("/v2/entries-without-a-domain-are-dropped", test_entries_without_a_domain);
  g_test_add_func ("/v2/of-doubles-the-first-counts", test_of_doubles_the_first_counts);
  g_test_add_func ("/v2/the-newest-change-dates-the-list", test_date_of_the_list);
  g_test_add_func ("/v2/what-is-no-list-is-told-apart", test_no_list);
  g_test_add_func ("/v2/a-nul-ends-nothing", test_a_nul_ends_nothing);
  g_test_add_func ("/v2/too-much-is-refused", test_too_much);
  g_test_add_func ("/v2/long-values-are-unknown", test_long_values);
  return g_test_run ();
}
