/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider says of itself: fourteen keys and no more, and never more trusted than that. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

static GwCatalogue *
parse (const char *json, GError **error)
{
  return gw_source_provider_file_parse (json, strlen (json), "one.example", 20645, error);
}

static void
test_fourteen_keys (void)
{
  static const char json[] =
      "{\"website\":{\"en\":\"https://one.example\"},\"alternativeJids\":[\"two.example\"],"
      "\"busFactor\":3,\"organization\":\"company\",\"passwordReset\":{\"de\":\"mailto:a@b.example\"},"
      "\"serverTesting\":false,\"maximumHttpFileUploadTotalSize\":500,"
      "\"maximumHttpFileUploadStorageTime\":30,\"maximumMessageArchiveManagementStorageTime\":0,"
      "\"professionalHosting\":true,\"freeOfCharge\":true,"
      "\"legalNotice\":{\"en\":\"https://one.example/l\"},\"serverLocations\":[\"de\"],"
      "\"since\":\"2010-01-02\"}";
  g_autoptr (GwCatalogue) catalogue = parse (json, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->n_notes, ==, 0);
  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_PROVIDER);
  g_autofree char *lines = gw_source_lines_print (catalogue);
  g_assert_cmpstr (lines, ==,
                   "list 2026-07-11 provider\n"
                   "\n"
                   "provider one.example\n"
                   "free=yes\n"
                   "countries=DE\n"
                   "since=2010-01-02\n"
                   "organization=company\n"
                   "bus-factor=3\n"
                   "professional-hosting=yes\n"
                   "archive-days=0\n"
                   "upload-total=500\n"
                   "upload-days=30\n"
                   "languages=en,de\n"
                   "website=https://one.example\n"
                   "password-reset=mailto:a@b.example\n"
                   "legal-notice=https://one.example/l\n"
                   "aliases=two.example\n"
                   "testing-allowed=no\n");
}

/* It cannot say what only others can see. */
static void
test_other_keys (void)
{
  g_autoptr (GwCatalogue) catalogue = parse (
      "{\"jid\":\"other.example\",\"category\":\"A\",\"inBandRegistration\":true,"
      "\"inBandRegistrationCaptchaRequired\":false,\"inBandRegistrationEmailAddressRequired\":false,"
      "\"registrationWebPage\":{\"en\":\"https://a.example\"},\"ratingGreenWebCheck\":true,"
      "\"serverSoftwareName\":\"x\",\"maximumHttpFileUploadFileSize\":5,\"company\":true,"
      "\"emailSupport\":{\"en\":[\"a@b.example\"]},\"onlineSince\":\"2010-01-01\","
      "\"latestChange\":\"2020-01-01\",\"busFactor\":\"three\"}",
      NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 1);
  const GwProvider *provider = gw_catalogue_find (catalogue, "one.example");
  for (int id = 0; id < GW_N_FACTS; id++)
    g_assert_false (gw_facts_is_known (&provider->facts, id));
  g_assert_cmpuint (catalogue->n_notes, ==, 1);
  g_assert_cmpstr (catalogue->notes->pdata[0], ==, "one.example: busFactor is not a number");
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    GwErrorCode code;
  } cases[] = {
      {"", GW_ERROR_LIST_EMPTY},
      {" \n", GW_ERROR_LIST_EMPTY},
      {"<html>", GW_ERROR_LIST_NOT_JSON},
      {"{", GW_ERROR_LIST_NOT_JSON},
      {"{}x", GW_ERROR_LIST_NOT_JSON},
      {"{}{}", GW_ERROR_LIST_NOT_JSON},
      {"{},", GW_ERROR_LIST_NOT_JSON},
      {"{\"a\":1 2}", GW_ERROR_LIST_NOT_JSON},
      {"{\"a\":tr ue}", GW_ERROR_LIST_NOT_JSON},
      {"[]", GW_ERROR_LIST_SHAPE},
      {"7", GW_ERROR_LIST_SHAPE},
      {"{\"busFactor\":1,\"busFactor\":2}", GW_ERROR_LIST_SHAPE},
      {"{\"busFactor\":1e999}", GW_ERROR_LIST_SHAPE},
      {"{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", GW_ERROR_LIST_SHAPE},
      {"{\"a\":\"\xff\"}", GW_ERROR_LIST_TEXT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %zu", i);
    g_assert_null (parse (cases[i].text, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
    g_assert_nonnull (strstr (error->message, "one.example"));
  }
  g_autofree char *large = g_strnfill (GW_LIMIT_PROVIDER_FILE + 1, ' ');
  g_autoptr (GError) error = NULL;
  large[0] = '{';
  large[GW_LIMIT_PROVIDER_FILE] = '}';
  g_assert_null (parse (large, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  /* Nothing known is no fault. */
  g_autoptr (GwCatalogue) empty = parse ("\xef\xbb\xbf{}\n", NULL);
  g_assert_nonnull (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-file/fourteen-keys", test_fourteen_keys);
  g_test_add_func ("/provider-file/other-keys-say-nothing", test_other_keys);
  g_test_add_func ("/provider-file/faults", test_faults);
  return g_test_run ();
}
