/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results and facts as JSON. */
#include "probe/report.h"

#include "base/i18n.h"
#include "probe/score21.h"
#include "probe/suite.h"

/* What is not UTF-8 would make jansson give up. */
static json_t *
text_json (const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  return valid ? json_string (valid) : json_null ();
}

static json_t *
list_json (char *const *list)
{
  json_t *array = json_array ();

  for (; *list; list++)
    json_array_append_new (array, text_json (*list));
  return array;
}

static json_t *
value_json (GwFactId id, const GwFact *fact)
{
  switch (gw_fact_kind (id)) {
  case GW_KIND_BOOL:
    return json_boolean (fact->value.yes);
  case GW_KIND_NUMBER:
    return json_integer (fact->value.number);
  case GW_KIND_TEXT:
    return text_json (fact->value.text);
  case GW_KIND_LIST:
    return list_json (fact->value.list);
  }
  g_assert_not_reached ();
}

static json_t *
fact_json (GwFactId id, const GwFact *fact)
{
  g_autofree char *date = fact->date > 0 ? gw_date_format (fact->date) : NULL;

  return json_pack (
      "{s:o, s:o, s:o}", "value", fact->known ? value_json (id, fact) : json_null (), "origin",
      fact->origin == GW_ORIGIN_NONE ? json_null () : text_json (gw_origin_name (fact->origin)),
      "date", text_json (date));
}

json_t *
gw_report_facts (const GwFacts *facts, gboolean unknown)
{
  g_return_val_if_fail (facts != NULL, NULL);

  json_t *object = json_object ();
  for (int id = 0; id < GW_N_FACTS; id++)
    if (unknown || facts->at[id].known)
      json_object_set_new (object, gw_fact_name (id), fact_json (id, &facts->at[id]));
  return object;
}

json_t *
gw_report_error (GwErrorCode code, const char *text)
{
  GwNext next = gw_error_next (code);

  return json_pack ("{s:o, s:o, s:o, s:o}", "code", text_json (gw_error_name (code)), "text",
                    text_json (text), "next", text_json (gw_next_name (next)), "next_text",
                    text_json (gw_next_text (next)));
}

static json_t *
security_json (const GwProbeResult *result)
{
  GwSecurity security = gw_probe_security (result);
  const GwCheckResult *worst = security.worst;

  return json_pack (
      "{s:o, s:o, s:o, s:o, s:b, s:i, s:i}", "grade", text_json (gw_grade_name (security.grade)),
      "worst", text_json (worst ? worst->check->id : NULL), "worst_text",
      text_json (worst ? worst->text : NULL), "lacks",
      text_json (security.lacks ? security.lacks->id : NULL), "complete", security.complete,
      "checks_seen", (int)security.seen, "checks_all", (int)security.all);
}

static json_t *
tally_json (const GwTally *tally)
{
  return json_pack ("{s:i, s:i, s:i}", "met", (int)tally->met, "unknown", (int)tally->unknown,
                    "all", (int)tally->all);
}

static json_t *
features_json (const GArray *ids)
{
  json_t *array = json_array ();

  for (guint i = 0; i < ids->len; i++)
    json_array_append_new (array,
                           text_json (gw_feature_name (g_array_index (ids, GwFeatureId, i))));
  return array;
}

static json_t *
suite_json (const GwFeatureSet *set, GwSuite suite)
{
  g_auto (GwSuiteResult) result = {0};

  gw_suite_judge (set, suite, &result);
  return json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
                    text_json (gw_suite_name (suite)), "title", text_json (gw_suite_text (suite)),
                    "level", text_json (gw_level_name (result.level)), "core",
                    tally_json (&result.core), "advanced", tally_json (&result.advanced), "missing",
                    features_json (result.missing), "unknown", features_json (result.unknown));
}

static json_t *
score_json (const GwFeatureSet *set)
{
  GwScore21 score = gw_score21 (set);

  return json_pack ("{s:i, s:i, s:i, s:o}", "known", (int)score.known, "passed", (int)score.passed,
                    "all", GW_SCORE21_TESTS, "percent",
                    score.percent < 0 ? json_null () : json_integer (score.percent));
}

static json_t *
compliance_json (const GwFeatureSet *set)
{
  GwLevel level = gw_suite_overall (set);
  json_t *categories = json_array ();

  for (GwSuite suite = 0; suite < GW_N_SUITES; suite++)
    json_array_append_new (categories, suite_json (set, suite));
  return json_pack ("{s:s, s:o, s:o, s:o, s:o}", "suite", GW_SUITE_NAME, "level",
                    level == GW_LEVEL_UNKNOWN ? json_null () : text_json (gw_level_name (level)),
                    "categories", categories, "left_out",
                    list_json ((char *const *)gw_suite_left_out ()), "score21", score_json (set));
}

static json_t *
check_json (const GwCheckResult *result)
{
  const GwCheck *check = result->check;

  return json_pack (
      "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", text_json (check->id), "group",
      text_json (gw_check_group_name (check->group)), "title", text_json (_ (check->title)),
      "state", text_json (gw_check_state_name (result->state)), "text", text_json (result->text),
      "evidence", text_json (result->evidence), "reference", text_json (check->reference), "cure",
      text_json (check->cure ? _ (check->cure) : NULL), "prosody", text_json (check->prosody),
      "ejabberd", text_json (check->ejabberd));
}

static json_t *
checks_json (const GArray *checks)
{
  json_t *array = json_array ();

  for (guint i = 0; i < checks->len; i++)
    json_array_append_new (array, check_json (&g_array_index (checks, GwCheckResult, i)));
  return array;
}

static json_t *
fields_json (const GwForm *form)
{
  json_t *array = json_array ();

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];
    json_array_append_new (array, json_pack ("{s:o, s:b}", "name", text_json (field->var),
                                             "required", field->required));
  }
  return array;
}

/* How one gets an address there, apart from all judgement. */
static json_t *
registration_json (const GwProbeResult *result)
{
  const GwFact *invitations = &result->facts.at[GW_FACT_INVITATIONS];

  return json_pack ("{s:o, s:o, s:o, s:o}", "signup", text_json (gw_signup_name (result->signup)),
                    "invitations",
                    invitations->known ? json_boolean (invitations->value.yes) : json_null (),
                    "web_page", text_json (gw_facts_text (&result->facts, GW_FACT_REGISTER_PAGE)),
                    "fields", result->form ? fields_json (result->form) : json_null ());
}

json_t *
gw_report_result (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL, NULL);

  g_autoptr (GDateTime) measured = g_date_time_new_from_unix_utc (result->when);
  g_autofree char *measured_text = measured ? g_date_time_format_iso8601 (measured) : NULL;

  return json_pack (
      "{s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:b}", "domain",
      text_json (result->domain), "reachable", result->reachable, "signup",
      text_json (gw_signup_name (result->signup)), "error",
      result->failed ? gw_report_error (result->fault, result->fault_text) : json_null (),
      "security", security_json (result), "compliance", compliance_json (&result->features),
      "registration", registration_json (result), "checks", checks_json (result->checks), "facts",
      gw_report_facts (&result->facts, FALSE), "duration_ms", result->duration_ms, "measured",
      text_json (measured_text), "reused", result->reused);
}
