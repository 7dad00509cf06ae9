/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the table and holds what its judges say. */
#include "probe/check.h"

#include "base/i18n.h"
#include "probe/judges.h"

enum { EVIDENCE_MAX = 400 /* bytes: evidence is for the eye */ };

static const char *const state_names[] = {
    [GW_CHECK_PASS] = "pass", [GW_CHECK_WARN] = "warn",       [GW_CHECK_FAIL] = "fail",
    [GW_CHECK_INFO] = "info", [GW_CHECK_UNKNOWN] = "unknown",
};

/* Of several answers to one check the greatest stays. */
static const int gravity[] = {
    [GW_CHECK_INFO] = 0, [GW_CHECK_PASS] = 1, [GW_CHECK_UNKNOWN] = 2,
    [GW_CHECK_WARN] = 3, [GW_CHECK_FAIL] = 4,
};

static const struct {
  const char *name, *text;
} groups[] = {
    [GW_GROUP_DNS] = {"dns", N_ ("Name service")},
    [GW_GROUP_CLIENT] = {"client", N_ ("Way in for apps")},
    [GW_GROUP_CERTIFICATE] = {"certificate", N_ ("Certificate")},
    [GW_GROUP_TLS] = {"tls", N_ ("Encryption")},
    [GW_GROUP_LOGIN] = {"login", N_ ("Login")},
    [GW_GROUP_SIGNUP] = {"signup", N_ ("Registration")},
    [GW_GROUP_WEB] = {"web", N_ ("Way in for web apps")},
    [GW_GROUP_SERVER] = {"server", N_ ("Way in for other servers")},
    [GW_GROUP_TIME] = {"time", N_ ("Time")},
};

const char *
gw_check_group_name (GwCheckGroup group)
{
  g_return_val_if_fail ((guint)group < GW_N_GROUPS, NULL);

  return groups[group].name;
}

const char *
gw_check_group_text (GwCheckGroup group)
{
  g_return_val_if_fail ((guint)group < GW_N_GROUPS, NULL);

  return _ (groups[group].text);
}

const char *
gw_check_state_name (GwCheckState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

const GwCheck *
gw_check_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (const GwCheck *check = gw_checks (); check->id; check++)
    if (g_str_equal (check->id, id))
      return check;
  return NULL;
}

void
gw_check_result_clear (GwCheckResult *result)
{
  g_return_if_fail (result != NULL);

  g_clear_pointer (&result->text, g_free);
  g_clear_pointer (&result->evidence, g_free);
}

static char *
cut_evidence (const char *whole)
{
  if (whole == NULL || *whole == '\0')
    return NULL;
  g_autofree char *head = g_strndup (whole, EVIDENCE_MAX);
  g_autofree char *valid = g_utf8_make_valid (head, -1);
  return g_strconcat (valid, strlen (whole) > EVIDENCE_MAX ? "…" : NULL, NULL);
}

void
gw_check_say (GwCheckResult *result, GwCheckState state, const char *text, char *evidence)
{
  g_autofree char *whole = evidence;

  if (result->text && gravity[state] <= gravity[result->state])
    return;
  gw_check_result_clear (result);
  result->state = state;
  result->text = g_strdup (text);
  result->evidence = cut_evidence (whole);
}

void
gw_judge_legs (const GwSeen *seen, gboolean is_server, GwLegJudge *judge, GwCheckResult *result)
{
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++)
    if (gw_leg_is_server (leg) == is_server && seen->legs[leg])
      judge (seen, leg, result);
}

GArray *
gw_checks_run (const GwSeen *seen)
{
  g_return_val_if_fail (seen != NULL, NULL);

  GArray *results = g_array_new (FALSE, TRUE, sizeof (GwCheckResult));
  g_array_set_clear_func (results, (GDestroyNotify)gw_check_result_clear);

  for (const GwCheck *check = gw_checks (); check->id; check++) {
    GwCheckResult result = {.check = check, .state = GW_CHECK_UNKNOWN};
    if (!seen->full && !check->is_quick)
      continue;
    check->judge (seen, &result);
    if (result.text == NULL)
      result.text = g_strdup (_ ("This could not be seen this time."));
    g_array_append_val (results, result);
  }
  return results;
}
