/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of results, and results against it. The validator knows the few words that the schema
 * uses, and stops at any other. */
#include "whole.h"

#include "probe/report.h"
#include "probe/result.h"

static gboolean
has_type (const json_t *value, const char *type)
{
  if (g_str_equal (type, "object"))
    return json_is_object (value);
  if (g_str_equal (type, "array"))
    return json_is_array (value);
  if (g_str_equal (type, "string"))
    return json_is_string (value);
  if (g_str_equal (type, "integer"))
    return json_is_integer (value);
  if (g_str_equal (type, "boolean"))
    return json_is_boolean (value);
  g_assert_cmpstr (type, ==, "null");
  return json_is_null (value);
}

static gboolean
is_of_type (const json_t *value, json_t *types)
{
  if (json_is_string (types))
    return has_type (value, json_string_value (types));
  for (gsize i = 0; i < json_array_size (types); i++)
    if (has_type (value, json_string_value (json_array_get (types, i))))
      return TRUE;
  return FALSE;
}

static gboolean
is_one_of (json_t *value, json_t *values)
{
  for (gsize i = 0; i < json_array_size (values); i++)
    if (json_equal (value, json_array_get (values, i)))
      return TRUE;
  return FALSE;
}

static void
check_words (json_t *schema)
{
  static const char *const words[] = {"$schema",  "title",      "type",  "enum",
                                      "required", "properties", "items", NULL};
  const char *word;
  json_t *value;

  json_object_foreach (schema, word, value) g_assert_true (g_strv_contains (words, word));
}

static char *validate (json_t *schema, json_t *value, const char *where);

static char *
validate_members (json_t *schema, json_t *value, const char *where)
{
  json_t *required = json_object_get (schema, "required");
  json_t *properties = json_object_get (schema, "properties");
  const char *name;
  json_t *member;

  for (gsize i = 0; i < json_array_size (required); i++) {
    name = json_string_value (json_array_get (required, i));
    if (json_object_get (value, name) == NULL)
      return g_strdup_printf ("%s: no %s", where, name);
  }
  json_object_foreach (value, name, member)
  {
    g_autofree char *path = g_strdup_printf ("%s.%s", where, name);
    json_t *inner = json_object_get (properties, name);
    if (inner == NULL)
      return g_strdup_printf ("%s: not in the schema", path);
    char *fault = validate (inner, member, path);
    if (fault)
      return fault;
  }
  return NULL;
}

/* NULL: fits. Our own results are held closer than the schema does: no field may be left out of it.
 */
static char *
validate (json_t *schema, json_t *value, const char *where)
{
  json_t *types = json_object_get (schema, "type");
  json_t *values = json_object_get (schema, "enum");
  json_t *items = json_object_get (schema, "items");

  check_words (schema);
  if (types && !is_of_type (value, types))
    return g_strdup_printf ("%s: wrong type", where);
  if (values && !is_one_of (value, values))
    return g_strdup_printf ("%s: none of its values", where);
  for (gsize i = 0; items && i < json_array_size (value); i++) {
    g_autofree char *path = g_strdup_printf ("%s[%zu]", where, i);
    char *fault = validate (items, json_array_get (value, i), path);
    if (fault)
      return fault;
  }
  return json_is_object (value) && json_object_get (schema, "properties")
             ? validate_members (schema, value, where)
             : NULL;
}

typedef struct {
  const char *path;
  Setup setup;
} SchemaRow;

static const SchemaRow rows[] = {
    {"/schema/of-nobody", {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_UNKNOWN}},
    {"/schema/of-a-quick-look",
     {.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_FORM, .not_required = TRUE}},
    {"/schema/of-a-website-for-newcomers", {.features = SCENE_LOGIN, .reply = SCENE_WEB}},
    {"/schema/of-a-bad-certificate", {.features = SCENE_LOGIN, .other_name = TRUE}},
    {"/schema/of-a-whole-look", {WHOLE, .dns = WHOLE_CAA, .v6 = 1}},
};

static void
test_fits (gconstpointer data)
{
  const SchemaRow *row = data;
  g_autoptr (GwProbeResult) result = gw_probe_result_new (scene_new (&row->setup));
  json_t *schema = gw_report_schema ();
  json_t *json = gw_report_result (result);

  g_autofree char *fault = validate (schema, json, "result");
  g_assert_cmpstr (fault, ==, NULL);
  json_decref (json);
  json_decref (schema);
}

static void
test_kept_results_fit (void)
{
  g_autoptr (GwProbeResult) seen =
      gw_probe_result_new (scene_new (&(Setup){.features = SCENE_LOGIN}));
  g_autoptr (GwProbeResult) kept = gw_probe_result_new_kept (SCENE_DOMAIN, &seen->facts, SCENE_NOW);
  json_t *schema = gw_report_schema ();
  json_t *json = gw_report_result (kept);

  g_autofree char *fault = validate (schema, json, "result");
  g_assert_cmpstr (fault, ==, NULL);
  json_decref (json);
  json_decref (schema);
}

/* The validator itself is worth nothing if it says yes to all. */
static void
test_what_is_wrong_does_not_fit (void)
{
  static const struct {
    const char *change, *fault;
  } wrong[] = {
      {"{\"domain\":7}", "result.domain: wrong type"},
      {"{\"signup\":\"perhaps\"}", "result.signup: none of its values"},
      {"{\"security\":{\"grade\":\"E\"}}", "result.security: no worst"},
      {"{\"checks\":[{}]}", "result.checks[0]: no id"},
      {"{\"new\":1}", "result.new: not in the schema"},
  };
  g_autoptr (GwProbeResult) result =
      gw_probe_result_new (scene_new (&(Setup){.features = SCENE_LOGIN}));
  json_t *schema = gw_report_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    json_t *json = gw_report_result (result);
    json_t *change = json_loads (wrong[i].change, 0, NULL);
    json_object_update (json, change);
    g_autofree char *fault = validate (schema, json, "result");
    g_assert_cmpstr (fault, ==, wrong[i].fault);
    json_decref (change);
    json_decref (json);
  }
  json_decref (schema);
}

/* Version 1 of the contract: these stay. */
static void
test_no_field_was_removed (void)
{
  static const char *const fields[] = {"domain", "reachable",   "signup", "security", "compliance",
                                       "checks", "duration_ms", "facts",  "error",    "reused"};
  json_t *schema = gw_report_schema ();
  json_t *properties = json_object_get (schema, "properties");

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_nonnull (json_object_get (properties, fields[i]));
  json_decref (schema);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_fits);
  g_test_add_func ("/schema/of-a-kept-result", test_kept_results_fit);
  g_test_add_func ("/schema/what-is-wrong-does-not-fit", test_what_is_wrong_does_not_fit);
  g_test_add_func ("/schema/no-field-was-removed", test_no_field_was_removed);
  return g_test_run ();
}
