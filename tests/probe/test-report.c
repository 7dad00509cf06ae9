/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was seen to the result and its JSON. */
#include "scene.h"

#include "probe/report.h"
#include "probe/result.h"

static GwProbeResult *
result_of (const Setup *setup)
{
  return gw_probe_result_new (scene_new (setup));
}

#define GOOD .features = SCENE_LOGIN

typedef struct {
  const char *path;
  Setup setup;
  gboolean reachable;
  int fault; /* -1: not failed */
  GwSignup signup;
} ResultCase;

static const ResultCase result_cases[] = {
    {"/result/of-a-good-server",
     {GOOD SCENE_REGISTER, .reply = SCENE_FORM},
     TRUE,
     -1,
     GW_SIGNUP_AT_ONCE},
    {"/result/a-bad-certificate-fails-it-and-keeps-the-form",
     {GOOD SCENE_REGISTER, .reply = SCENE_FORM, .days_left = -1},
     TRUE,
     GW_ERROR_CERT_EXPIRED,
     GW_SIGNUP_AT_ONCE},
    {"/result/a-bad-certificate-outweighs-what-came-after",
     {.other_name = TRUE, .error = GW_ERROR_HANGUP},
     TRUE,
     GW_ERROR_CERT_NAME,
     GW_SIGNUP_UNCLEAR},
    {"/result/the-end-after-the-features-does-not-fail-it",
     {GOOD SCENE_REGISTER, .error = GW_ERROR_TIMEOUT},
     TRUE,
     -1,
     GW_SIGNUP_UNCLEAR},
    {"/result/the-end-before-the-features-does",
     {.error = GW_ERROR_TIMEOUT},
     TRUE,
     GW_ERROR_TIMEOUT,
     GW_SIGNUP_UNCLEAR},
    {"/result/no-connection-is-not-reachable",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_REFUSED},
     FALSE,
     GW_ERROR_CONNECT_REFUSED,
     GW_SIGNUP_UNCLEAR},
};

static void
test_result (gconstpointer data)
{
  const ResultCase *test = data;
  g_autoptr (GwProbeResult) result = result_of (&test->setup);

  g_assert_cmpstr (result->domain, ==, SCENE_DOMAIN);
  g_assert_cmpint (result->when, ==, SCENE_NOW);
  g_assert_cmpint (result->duration_ms, ==, 123);
  g_assert_cmpint (result->reachable, ==, test->reachable);
  g_assert_cmpint (result->signup, ==, test->signup);
  g_assert_cmpint (result->failed ? (int)result->fault : -1, ==, test->fault);
  g_assert_cmpint (result->failed, ==, result->fault_text != NULL);
  g_assert_cmpint (result->form != NULL, ==, test->setup.reply != NULL);
  g_assert_false (result->reused);
}

static void
test_a_copy_outlives_its_original (void)
{
  GwProbeResult *result =
      result_of (&(Setup){GOOD SCENE_REGISTER, .reply = SCENE_FORM, .days_left = -1});
  g_autoptr (GwProbeResult) copy = gw_probe_result_copy (result);
  g_autofree char *sentence = g_strdup (result->fault_text);

  gw_probe_result_free (result);
  g_assert_cmpstr (copy->domain, ==, SCENE_DOMAIN);
  g_assert_cmpstr (copy->fault_text, ==, sentence);
  g_assert_cmpint (copy->signup, ==, GW_SIGNUP_AT_ONCE);
  g_assert_cmpint (gw_probe_security (copy).grade, ==, GW_GRADE_F);
  g_assert_cmpstr (gw_facts_text (&copy->facts, GW_FACT_CERTIFICATE), ==, "cert-expired");
  g_assert_null (copy->form);
}

static void
test_kept (void)
{
  g_autoptr (GwProbeResult) seen =
      result_of (&(Setup){GOOD SCENE_REGISTER, .reply = SCENE_FORM, .other_name = TRUE});
  g_autoptr (GwProbeResult) kept =
      gw_probe_result_new_kept (SCENE_DOMAIN, &seen->facts, SCENE_NOW - 60);

  g_assert_true (kept->reachable && kept->reused && kept->failed);
  g_assert_cmpint (kept->fault, ==, GW_ERROR_CERT_NAME);
  g_assert_cmpint (kept->signup, ==, GW_SIGNUP_AT_ONCE);
  g_assert_cmpint (kept->when, ==, SCENE_NOW - 60);
  g_assert_cmpuint (kept->checks->len, ==, 0);
  g_assert_cmpint (gw_probe_security (kept).grade, ==, GW_GRADE_UNKNOWN);
}

static void
test_a_failure_is_not_kept (void)
{
  g_autoptr (GwProbeResult) seen =
      result_of (&(Setup){.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_REFUSED});

  g_assert_true (gw_facts_is_known (&seen->facts, GW_FACT_REACHABLE));
  g_assert_null (gw_probe_result_new_kept (SCENE_DOMAIN, &seen->facts, SCENE_NOW));
}

static const char *
text_at (json_t *object, const char *outer, const char *inner)
{
  return json_string_value (json_object_get (json_object_get (object, outer), inner));
}

static void
test_json_of_a_good_server (void)
{
  g_autoptr (GwProbeResult) result =
      result_of (&(Setup){GOOD SCENE_REGISTER, .reply = SCENE_FORM, .not_required = TRUE});
  json_t *json = gw_report_result (result);
  json_t *check = json_array_get (json_object_get (json, "checks"), 2);

  g_assert_cmpstr (json_string_value (json_object_get (json, "domain")), ==, SCENE_DOMAIN);
  g_assert_true (json_is_true (json_object_get (json, "reachable")));
  g_assert_cmpstr (json_string_value (json_object_get (json, "signup")), ==, "at-once");
  g_assert_true (json_is_null (json_object_get (json, "error")));
  g_assert_cmpstr (text_at (json, "security", "grade"), ==, "B");
  g_assert_cmpstr (text_at (json, "security", "worst"), ==, "c2s.starttls");
  g_assert_true (json_is_false (json_object_get (json_object_get (json, "security"), "complete")));
  g_assert_true (json_is_null (json_object_get (json_object_get (json, "compliance"), "level")));
  g_assert_cmpint (json_integer_value (json_object_get (json, "duration_ms")), ==, 123);
  g_assert_cmpuint (json_array_size (json_object_get (json, "checks")), ==, 33);
  g_assert_cmpstr (json_string_value (json_object_get (check, "id")), ==, "c2s.starttls");
  g_assert_cmpstr (json_string_value (json_object_get (check, "state")), ==, "warn");
  g_assert_cmpstr (json_string_value (json_object_get (check, "evidence")), ==, "<starttls/>");
  g_assert_nonnull (json_string_value (json_object_get (check, "text")));
  g_assert_nonnull (json_string_value (json_object_get (check, "reference")));
  json_decref (json);
}

static void
test_json_of_a_failure (void)
{
  g_autoptr (GwProbeResult) result =
      result_of (&(Setup){.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_UNKNOWN});
  json_t *json = gw_report_result (result);

  g_assert_true (json_is_false (json_object_get (json, "reachable")));
  g_assert_cmpstr (text_at (json, "error", "code"), ==, "dns-unknown");
  g_assert_cmpstr (text_at (json, "error", "next"), ==, "check-spelling");
  g_assert_nonnull (text_at (json, "error", "text"));
  g_assert_true (json_is_null (json_object_get (json_object_get (json, "security"), "grade")));
  g_assert_true (json_is_null (json_object_get (json_object_get (json, "security"), "worst")));
  json_decref (json);
}

static void
test_json_of_facts (void)
{
  GwFacts facts = {0};
  static const char *const countries[] = {"DE", "FI", NULL};

  gw_facts_offer_list (&facts, GW_FACT_COUNTRIES, countries, GW_ORIGIN_BUILTIN,
                       gw_date_parse ("2026-07-11"));
  gw_facts_offer_number (&facts, GW_FACT_ARCHIVE_DAYS, 30, GW_ORIGIN_PROVIDER, 0);
  gw_facts_offer_bool (&facts, GW_FACT_FREE, FALSE, GW_ORIGIN_USER, 0);
  gw_facts_offer_text (&facts, GW_FACT_SOFTWARE, "x", GW_ORIGIN_USER, 0);
  json_t *all = gw_report_facts (&facts, TRUE);
  json_t *known = gw_report_facts (&facts, FALSE);
  g_autofree char *text = json_dumps (json_object_get (all, "countries"), JSON_COMPACT);
  json_t *unknown = json_object_get (all, "signup");

  g_assert_cmpstr (text, ==,
                   "{\"value\":[\"DE\",\"FI\"],\"origin\":\"builtin\",\"date\":\"2026-07-11\"}");
  g_assert_cmpint (
      json_integer_value (json_object_get (json_object_get (all, "archive-days"), "value")), ==,
      30);
  g_assert_true (json_is_null (json_object_get (json_object_get (all, "archive-days"), "date")));
  g_assert_true (json_is_false (json_object_get (json_object_get (all, "free"), "value")));
  g_assert_cmpstr (text_at (all, "software", "value"), ==, "x");
  g_assert_true (json_is_null (json_object_get (unknown, "value")));
  g_assert_true (json_is_null (json_object_get (unknown, "origin")));
  g_assert_cmpuint (json_object_size (all), ==, GW_N_FACTS);
  g_assert_cmpuint (json_object_size (known), ==, 4);
  json_decref (all);
  json_decref (known);
  gw_facts_clear (&facts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (result_cases); i++)
    g_test_add_data_func (result_cases[i].path, &result_cases[i], test_result);
  g_test_add_func ("/result/a-copy-outlives-its-original", test_a_copy_outlives_its_original);
  g_test_add_func ("/result/facts-of-an-earlier-run-make-one", test_kept);
  g_test_add_func ("/result/an-earlier-failure-makes-none", test_a_failure_is_not_kept);
  g_test_add_func ("/json/of-a-good-server", test_json_of_a_good_server);
  g_test_add_func ("/json/of-a-failure", test_json_of_a_failure);
  g_test_add_func ("/json/of-facts-has-null-for-unknown", test_json_of_facts);
  return g_test_run ();
}
