/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results and facts as JSON. */
#include "probe/report.h"

#include "base/i18n.h"

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

  return json_pack ("{s:o, s:o, s:o, s:b, s:i, s:i}", "grade",
                    text_json (gw_grade_name (security.grade)), "worst",
                    text_json (worst ? worst->check->id : NULL), "worst_text",
                    text_json (worst ? worst->text : NULL), "complete", FALSE, "checks_seen",
                    (int)security.seen, "checks_all", (int)security.all);
}

static json_t *
checks_json (const GArray *checks)
{
  json_t *array = json_array ();

  for (guint i = 0; i < checks->len; i++) {
    const GwCheckResult *check = &g_array_index (checks, GwCheckResult, i);
    json_array_append_new (
        array, json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", text_json (check->check->id),
                          "state", text_json (gw_check_state_name (check->state)), "text",
                          text_json (check->text), "evidence", text_json (check->evidence),
                          "reference", text_json (check->check->reference), "cure",
                          text_json (_ (check->check->cure))));
  }
  return array;
}

json_t *
gw_report_result (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL, NULL);

  g_autoptr (GDateTime) measured = g_date_time_new_from_unix_utc (result->when);
  g_autofree char *measured_text = measured ? g_date_time_format_iso8601 (measured) : NULL;

  return json_pack (
      "{s:o, s:b, s:o, s:o, s:o, s:{s:n}, s:o, s:o, s:i, s:o, s:b}", "domain",
      text_json (result->domain), "reachable", result->reachable, "signup",
      text_json (gw_signup_name (result->signup)), "error",
      result->failed ? gw_report_error (result->fault, result->fault_text) : json_null (),
      "security", security_json (result), "compliance", "level", "checks",
      checks_json (result->checks), "facts", gw_report_facts (&result->facts, FALSE), "duration_ms",
      result->duration_ms, "measured", text_json (measured_text), "reused", result->reused);
}
