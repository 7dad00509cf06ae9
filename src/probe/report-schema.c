/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema of a result. Readers ignore fields that they do not know, so no object is closed;
 * all fields named here are always there. */
#include "probe/report.h"
#include "probe/suite.h"

static json_t *
type_json (const char *type, gboolean nullable)
{
  return nullable ? json_pack ("{s:[s, s]}", "type", type, "null")
                  : json_pack ("{s:s}", "type", type);
}

static json_t *
array_of (json_t *items)
{
  return json_pack ("{s:s, s:o}", "type", "array", "items", items);
}

/* Takes the properties; all of them are required. */
static json_t *
object_of (json_t *properties)
{
  json_t *required = json_array ();
  const char *name;
  json_t *value;

  json_object_foreach (properties, name, value)
      json_array_append_new (required, json_string (name));
  return json_pack ("{s:s, s:o, s:o}", "type", "object", "required", required, "properties",
                    properties);
}

typedef const char *NameFunc (int value);

/* Of 0 to `n` - 1; a NULL name is null. */
static json_t *
enum_of (NameFunc *name_of, int n)
{
  json_t *values = json_array ();

  for (int i = 0; i < n; i++) {
    const char *name = name_of (i);
    json_array_append_new (values, name ? json_string (name) : json_null ());
  }
  return json_pack ("{s:o}", "enum", values);
}

static const char *
state_name (int state)
{
  return gw_check_state_name ((GwCheckState)state);
}

static const char *
group_name (int group)
{
  return gw_check_group_name ((GwCheckGroup)group);
}

static const char *
grade_name (int grade)
{
  return gw_grade_name ((GwGrade)grade);
}

static const char *
level_name (int level)
{
  return gw_level_name ((GwLevel)level);
}

static const char *
suite_name (int suite)
{
  return gw_suite_name ((GwSuite)suite);
}

static const char *
feature_name (int id)
{
  return gw_feature_name ((GwFeatureId)id);
}

static const char *
signup_name (int signup)
{
  return gw_signup_name ((GwSignup)signup);
}

static json_t *
ids_json (gboolean nullable)
{
  json_t *values = json_array ();

  for (const GwCheck *check = gw_checks (); check->id; check++)
    json_array_append_new (values, json_string (check->id));
  if (nullable)
    json_array_append_new (values, json_null ());
  return json_pack ("{s:o}", "enum", values);
}

static json_t *
check_schema (void)
{
  return object_of (
      json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", ids_json (FALSE),
                 "group", enum_of (group_name, GW_N_GROUPS), "title", type_json ("string", FALSE),
                 "state", enum_of (state_name, GW_CHECK_UNKNOWN + 1), "text",
                 type_json ("string", FALSE), "evidence", type_json ("string", TRUE), "reference",
                 type_json ("string", FALSE), "cure", type_json ("string", TRUE), "prosody",
                 type_json ("string", TRUE), "ejabberd", type_json ("string", TRUE)));
}

static json_t *
security_schema (void)
{
  return object_of (json_pack (
      "{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "grade", enum_of (grade_name, GW_GRADE_F + 1), "worst",
      ids_json (TRUE), "worst_text", type_json ("string", TRUE), "lacks", ids_json (TRUE),
      "complete", type_json ("boolean", FALSE), "checks_seen", type_json ("integer", FALSE),
      "checks_all", type_json ("integer", FALSE)));
}

static json_t *
tally_schema (void)
{
  return object_of (json_pack ("{s:o, s:o, s:o}", "met", type_json ("integer", FALSE), "unknown",
                               type_json ("integer", FALSE), "all", type_json ("integer", FALSE)));
}

static json_t *
suite_schema (void)
{
  return object_of (
      json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", enum_of (suite_name, GW_N_SUITES),
                 "title", type_json ("string", FALSE), "level",
                 enum_of (level_name, GW_LEVEL_ADVANCED + 1), "core", tally_schema (), "advanced",
                 tally_schema (), "missing", array_of (enum_of (feature_name, GW_N_FEATURES)),
                 "unknown", array_of (enum_of (feature_name, GW_N_FEATURES))));
}

static json_t *
compliance_schema (void)
{
  json_t *score =
      object_of (json_pack ("{s:o, s:o, s:o, s:o}", "known", type_json ("integer", FALSE), "passed",
                            type_json ("integer", FALSE), "all", type_json ("integer", FALSE),
                            "percent", type_json ("integer", TRUE)));

  return object_of (json_pack ("{s:{s:[s]}, s:o, s:o, s:o, s:o}", "suite", "enum", GW_SUITE_NAME,
                               "level", type_json ("string", TRUE), "categories",
                               array_of (suite_schema ()), "left_out",
                               array_of (type_json ("string", FALSE)), "score21", score));
}

static json_t *
registration_schema (void)
{
  json_t *field = object_of (json_pack ("{s:o, s:o}", "name", type_json ("string", TRUE),
                                        "required", type_json ("boolean", FALSE)));

  return object_of (json_pack ("{s:o, s:o, s:o, s:{s:[s, s], s:o}}", "signup",
                               enum_of (signup_name, GW_N_SIGNUPS), "invitations",
                               type_json ("boolean", TRUE), "web_page", type_json ("string", TRUE),
                               "fields", "type", "array", "null", "items", field));
}

static json_t *
facts_schema (void)
{
  json_t *properties = json_object ();

  for (int id = 0; id < GW_N_FACTS; id++)
    json_object_set_new (
        properties, gw_fact_name ((GwFactId)id),
        object_of (json_pack ("{s:{}, s:o, s:o}", "value", "origin", type_json ("string", TRUE),
                              "date", type_json ("string", TRUE))));
  return json_pack ("{s:s, s:o}", "type", "object", "properties", properties);
}

static json_t *
error_schema (void)
{
  json_t *schema =
      object_of (json_pack ("{s:o, s:o, s:o, s:o}", "code", type_json ("string", FALSE), "text",
                            type_json ("string", FALSE), "next", type_json ("string", FALSE),
                            "next_text", type_json ("string", FALSE)));

  json_object_set_new (schema, "type", json_pack ("[s, s]", "object", "null"));
  return schema;
}

json_t *
gw_report_schema (void)
{
  json_t *schema = object_of (
      json_pack ("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "domain",
                 type_json ("string", FALSE), "reachable", type_json ("boolean", FALSE), "signup",
                 enum_of (signup_name, GW_N_SIGNUPS), "error", error_schema (), "security",
                 security_schema (), "compliance", compliance_schema (), "registration",
                 registration_schema (), "checks", array_of (check_schema ()), "facts",
                 facts_schema (), "duration_ms", type_json ("integer", FALSE), "measured",
                 type_json ("string", TRUE), "reused", type_json ("boolean", FALSE)));

  json_object_set_new (schema, "$schema",
                       json_string ("https://json-schema.org/draft/2020-12/schema"));
  json_object_set_new (schema, "title", json_string ("gangway probe: one result"));
  return schema;
}
