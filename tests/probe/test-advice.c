/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advice: what it asks for is enough, and nothing of it is too much; two looks compared; which
 * program it is. */
#include "probe/advice.h"
#include "probe/software.h"

typedef struct {
  const char *id;
  GwCheckState state;
} Answer;

/* All checks of the table: `others`, but for those that are named. */
static GArray *
checks_new (GwCheckState others, const Answer *answers)
{
  GArray *checks = g_array_new (FALSE, TRUE, sizeof (GwCheckResult));

  g_array_set_clear_func (checks, (GDestroyNotify)gw_check_result_clear);
  for (const GwCheck *check = gw_checks (); check->id; check++) {
    GwCheckResult result = {.check = check, .state = others};
    for (const Answer *answer = answers; answer && answer->id; answer++)
      if (g_str_equal (answer->id, check->id))
        result.state = answer->state;
    result.text = g_strdup_printf ("%s is %s", check->id, gw_check_state_name (result.state));
    g_array_append_val (checks, result);
  }
  return checks;
}

static GwProbeResult *
result_new (GwCheckState others, const Answer *answers)
{
  static const char *const methods[] = {"SCRAM-SHA-256", NULL};
  GwProbeResult *result = g_new0 (GwProbeResult, 1);

  result->domain = g_strdup ("shop.example");
  result->reachable = TRUE;
  result->checks = checks_new (others, answers);
  gw_facts_offer_list (&result->facts, GW_FACT_LOGIN_METHODS, methods, GW_ORIGIN_PROBE, 20700);
  return result;
}

/* "A=cert.key B=..." up from the present grade. */
static char *
describe (const GPtrArray *steps)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++) {
    const GwAdviceStep *step = steps->pdata[i];
    g_string_append_printf (text, "%s%s=", i > 0 ? " " : "", gw_grade_name (step->grade));
    for (guint n = 0; n < step->checks->len; n++)
      g_string_append_printf (text, "%s%s", n > 0 ? "," : "",
                              ((const GwCheck *)step->checks->pdata[n])->id);
  }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *path;
  Answer answers[5];
  const char *steps;
} grade_cases[] = {
    {"/advice/best", {{NULL}}, ""},
    {"/advice/one-step", {{"cert.key", GW_CHECK_FAIL}}, "A+=cert.key"},
    {"/advice/two-at-once",
     {{"cert.name", GW_CHECK_FAIL}, {"cert.expiry", GW_CHECK_FAIL}},
     "A+=cert.name,cert.expiry"},
    {"/advice/step-by-step",
     {{"c2s.starttls", GW_CHECK_WARN}, {"cert.key", GW_CHECK_FAIL}, {"cert.name", GW_CHECK_FAIL}},
     "C=cert.name B=cert.key A+=c2s.starttls"},
    {"/advice/merits-come-last",
     {{"sasl.plus", GW_CHECK_INFO}, {"dns.caa", GW_CHECK_INFO}, {"cert.key", GW_CHECK_FAIL}},
     "A=cert.key A+=sasl.plus"},
    {"/advice/what-was-not-seen-has-to-be-shown", {{"tls.old", GW_CHECK_UNKNOWN}}, "A+=tls.old"},
    {"/advice/what-costs-nothing-is-left-alone",
     {{"c2s.alpn", GW_CHECK_WARN}, {"cert.key", GW_CHECK_FAIL}},
     "A+=cert.key"},
};

static void
test_grades (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GwProbeResult) result = result_new (GW_CHECK_PASS, grade_cases[i].answers);
  g_autoptr (GPtrArray) steps = gw_advice_grades (result);
  g_autofree char *text = describe (steps);

  g_assert_cmpstr (text, ==, grade_cases[i].steps);
}

static void
test_nothing_to_grade (void)
{
  g_autoptr (GwProbeResult) result = result_new (GW_CHECK_UNKNOWN, NULL);
  g_autoptr (GPtrArray) steps = gw_advice_grades (result);

  g_assert_cmpuint (steps->len, ==, 0);
}

/* Copies of a result share their answers. */
static GwProbeResult *
copy_with_answers (const GwProbeResult *result)
{
  GwProbeResult *copy = result_new (GW_CHECK_PASS, NULL);

  for (guint i = 0; i < copy->checks->len; i++)
    g_array_index (copy->checks, GwCheckResult, i).state =
        g_array_index (result->checks, GwCheckResult, i).state;
  return copy;
}

static void
let_pass (GwProbeResult *result, const GwCheck *wanted)
{
  for (guint i = 0; i < result->checks->len; i++) {
    GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
    if (check->check == wanted)
      check->state = GW_CHECK_PASS;
  }
}

/* Whatever was seen: each step keeps its promise, and without any one of its checks it would not.
 */
static void
test_enough_and_not_too_much (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (5222);

  for (int round = 0; round < 300; round++) {
    g_autoptr (GwProbeResult) result = result_new (GW_CHECK_PASS, NULL);
    for (guint i = 0; i < result->checks->len; i++)
      if (g_rand_int_range (chance, 0, 4) == 0)
        g_array_index (result->checks, GwCheckResult, i).state =
            (GwCheckState)g_rand_int_range (chance, 0, GW_CHECK_UNKNOWN + 1);
    g_autoptr (GPtrArray) steps = gw_advice_grades (result);
    GwGrade last = gw_probe_security (result).grade;
    for (guint i = 0; i < steps->len; i++) {
      const GwAdviceStep *step = steps->pdata[i];
      g_assert_cmpint (step->grade, <, last);
      for (guint left_out = 0; left_out < step->checks->len; left_out++) {
        g_autoptr (GwProbeResult) trial = copy_with_answers (result);
        for (guint n = 0; n < step->checks->len; n++)
          if (n != left_out)
            let_pass (trial, step->checks->pdata[n]);
        g_assert_cmpint (gw_probe_security (trial).grade, >, step->grade);
      }
      for (guint n = 0; n < step->checks->len; n++)
        let_pass (result, step->checks->pdata[n]);
      last = gw_probe_security (result).grade;
      g_assert_cmpint (last, ==, step->grade);
    }
  }
}

/* --- then and now */

static const struct {
  GwCheckState before, after;
  const char *turn; /* NULL: left out */
} turns[] = {
    {GW_CHECK_FAIL, GW_CHECK_WARN, "better"},   {GW_CHECK_FAIL, GW_CHECK_PASS, "better"},
    {GW_CHECK_WARN, GW_CHECK_INFO, "better"},   {GW_CHECK_PASS, GW_CHECK_FAIL, "worse"},
    {GW_CHECK_INFO, GW_CHECK_WARN, "worse"},    {GW_CHECK_UNKNOWN, GW_CHECK_FAIL, "new"},
    {GW_CHECK_UNKNOWN, GW_CHECK_PASS, "new"},   {GW_CHECK_WARN, GW_CHECK_UNKNOWN, "gone"},
    {GW_CHECK_PASS, GW_CHECK_INFO, NULL},       {GW_CHECK_FAIL, GW_CHECK_FAIL, NULL},
    {GW_CHECK_UNKNOWN, GW_CHECK_UNKNOWN, NULL},
};

static void
test_diff (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    const Answer then[] = {{"cert.key", turns[i].before}, {NULL}};
    const Answer now[] = {{"cert.key", turns[i].after}, {NULL}};
    g_autoptr (GArray) before = checks_new (GW_CHECK_PASS, then);
    g_autoptr (GArray) after = checks_new (GW_CHECK_PASS, now);
    g_autoptr (GArray) diffs = gw_advice_diff (before, after);
    g_assert_cmpuint (diffs->len, ==, turns[i].turn ? 1 : 0);
    if (diffs->len == 0)
      continue;
    const GwAdviceDiff *diff = &g_array_index (diffs, GwAdviceDiff, 0);
    g_assert_cmpstr (gw_turn_name (diff->turn), ==, turns[i].turn);
    g_assert_cmpstr (diff->check->id, ==, "cert.key");
    g_assert_cmpint (diff->before, ==, turns[i].before);
    g_assert_cmpint (diff->after, ==, turns[i].after);
    g_autofree char *text =
        g_strdup_printf ("cert.key is %s",
                         gw_check_state_name (turns[i].after == GW_CHECK_UNKNOWN ? turns[i].before
                                                                                 : turns[i].after));
    g_assert_cmpstr (diff->text, ==, text);
  }
}

/* A quick look holds fewer checks than a full one. */
static void
test_diff_of_fewer (void)
{
  g_autoptr (GArray) full = checks_new (GW_CHECK_PASS, NULL);
  g_autoptr (GArray) quick = checks_new (GW_CHECK_PASS, NULL);

  g_array_set_size (quick, quick->len - 2);
  g_autoptr (GArray) more = gw_advice_diff (quick, full);
  g_autoptr (GArray) fewer = gw_advice_diff (full, quick);
  g_assert_cmpuint (more->len, ==, 2);
  g_assert_cmpint (g_array_index (more, GwAdviceDiff, 0).turn, ==, GW_TURN_NEW);
  g_assert_cmpuint (fewer->len, ==, 2);
  g_assert_cmpint (g_array_index (fewer, GwAdviceDiff, 0).turn, ==, GW_TURN_GONE);
}

/* --- which program */

static const struct {
  const char *id;
  GwSoftware software;
} streams[] = {
    {"14738250925034126098", GW_SOFTWARE_EJABBERD},
    {"5302945587110325163", GW_SOFTWARE_EJABBERD},
    {"d7f5d0c4-1c9e-4d5b-9a52-0c8a0a1f7d11", GW_SOFTWARE_PROSODY},
    {"kWq3Zp_0aB-x", GW_SOFTWARE_PROSODY},
    {"7x2b9q4k1p", GW_SOFTWARE_UNKNOWN}, /* base 36 */
    {"0A1B2C3D4E5F6071", GW_SOFTWARE_UNKNOWN},
    {"123", GW_SOFTWARE_UNKNOWN},
    {"14738250925034126098\n", GW_SOFTWARE_UNKNOWN},
    {"", GW_SOFTWARE_UNKNOWN},
    {NULL, GW_SOFTWARE_UNKNOWN},
};

static void
test_streams (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    g_assert_cmpint (gw_software_of_stream (streams[i].id), ==, streams[i].software);
}

static void
test_stated (void)
{
  g_autoptr (GwProbeResult) result = result_new (GW_CHECK_PASS, NULL);
  GwFacts listed = {0};
  const char *why;

  g_assert_cmpint (gw_software_guess (result, NULL, &why), ==, GW_SOFTWARE_UNKNOWN);
  g_assert_null (why);
  gw_facts_offer_text (&listed, GW_FACT_SOFTWARE, "Prosody", GW_ORIGIN_FETCHED, 20700);
  g_assert_cmpint (gw_software_guess (result, &listed, &why), ==, GW_SOFTWARE_PROSODY);
  g_assert_nonnull (why);
  gw_facts_offer_text (&listed, GW_FACT_SOFTWARE, "Tigase", GW_ORIGIN_FETCHED, 20701);
  g_assert_cmpint (gw_software_guess (result, &listed, &why), ==, GW_SOFTWARE_UNKNOWN);
  g_assert_null (why);
  gw_facts_clear (&listed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (grade_cases); i++)
    g_test_add_data_func (grade_cases[i].path, GSIZE_TO_POINTER (i), test_grades);
  g_test_add_func ("/advice/nothing-to-grade", test_nothing_to_grade);
  g_test_add_func ("/advice/enough-and-not-too-much", test_enough_and_not_too_much);
  g_test_add_func ("/advice/diff", test_diff);
  g_test_add_func ("/advice/diff-of-fewer", test_diff_of_fewer);
  g_test_add_func ("/software/streams", test_streams);
  g_test_add_func ("/software/stated", test_stated);
  return g_test_run ();
}
