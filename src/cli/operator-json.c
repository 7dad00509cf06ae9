/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The advice as JSON (version 1). */
#include "cli/operator.h"
#include "probe/explain.h"

/* What is known of the check in general, and what was seen of it here. */
static json_t *
check_json (const GwOperatorAdvice *advice, const GwCheck *check)
{
  const GwCheckResult *result = gw_advice_answer (advice->result, check);
  json_t *object = gw_explain_json (check);

  json_object_set_new (object, "state",
                       result ? json_string (gw_check_state_name (result->state)) : json_null ());
  json_object_set_new (object, "text", result ? json_string (result->text) : json_null ());
  return object;
}

static json_t *
grades_json (const GwOperatorAdvice *advice)
{
  json_t *array = json_array ();

  for (guint i = 0; i < advice->grades->len; i++) {
    const GwAdviceStep *step = advice->grades->pdata[i];
    json_t *checks = json_array ();
    for (guint n = 0; n < step->checks->len; n++)
      json_array_append_new (checks, check_json (advice, step->checks->pdata[n]));
    json_array_append_new (
        array, json_pack ("{s:s, s:o}", "grade", gw_grade_name (step->grade), "checks", checks));
  }
  return array;
}

static json_t *
features_json (const GArray *features)
{
  json_t *array = json_array ();

  for (guint i = 0; i < features->len; i++)
    json_array_append_new (
        array, json_string (gw_feature_name (g_array_index (features, GwFeatureId, i))));
  return array;
}

static json_t *
suites_json (const GwOperatorAdvice *advice)
{
  json_t *array = json_array ();

  for (int i = 0; i < GW_N_SUITES; i++) {
    g_auto (GwSuiteResult) suite = {0};
    gw_suite_judge (&advice->result->features, (GwSuite)i, &suite);
    json_array_append_new (
        array, json_pack ("{s:s, s:s, s:o, s:o}", "category", gw_suite_name ((GwSuite)i), "level",
                          gw_level_name (suite.level), "missing", features_json (suite.missing),
                          "unknown", features_json (suite.unknown)));
  }
  return array;
}

static json_t *
place_json (const GwOperatorAdvice *advice)
{
  if (advice->row == NULL)
    return json_null ();
  json_t *changes = json_array ();
  for (guint i = 0; i < advice->changes->len; i++) {
    const GwChange *change = advice->changes->pdata[i];
    json_array_append_new (
        changes, json_pack ("{s:s?, s:s}", "tier",
                            change->tier < GW_N_TIERS ? gw_tier_name (change->tier) : NULL, "text",
                            change->text));
  }
  return json_pack ("{s:s, s:o}", "tier", gw_tier_name (advice->row->tier), "changes", changes);
}

static json_t *
diff_json (const GwOperatorAdvice *advice)
{
  if (advice->diff == NULL)
    return json_null ();
  json_t *array = json_array ();
  for (guint i = 0; i < advice->diff->len; i++) {
    const GwAdviceDiff *diff = &g_array_index (advice->diff, GwAdviceDiff, i);
    json_array_append_new (
        array, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "turn", gw_turn_name (diff->turn), "id",
                          diff->check->id, "before", gw_check_state_name (diff->before), "after",
                          gw_check_state_name (diff->after), "text", diff->text));
  }
  return array;
}

json_t *
gw_operator_json (const GwOperatorAdvice *advice)
{
  g_return_val_if_fail (advice != NULL, NULL);

  GwSecurity security = gw_probe_security (advice->result);

  return json_pack ("{s:i, s:s, s:{s:s?, s:b}, s:s?, s:o, s:o, s:o, s:o}", "version", 1, "domain",
                    advice->result->domain, "software", "name", gw_software_name (advice->software),
                    "guessed", advice->is_guessed, "grade", gw_grade_name (security.grade),
                    "grades", grades_json (advice), "suites", suites_json (advice), "place",
                    place_json (advice), "diff", diff_json (advice));
}
