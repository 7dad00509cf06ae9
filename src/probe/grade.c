/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of reasons for a grade. */
#include "probe/grade.h"

/* The worst first. */
static const struct {
  const char *id;
  GwCheckState state;
  GwGrade grade;
} reasons[] = {
    {"cert.chain", GW_CHECK_FAIL, GW_GRADE_F},      {"cert.name", GW_CHECK_FAIL, GW_GRADE_F},
    {"cert.expiry", GW_CHECK_FAIL, GW_GRADE_F},     {"c2s.starttls", GW_CHECK_FAIL, GW_GRADE_F},
    {"c2s.pretls_leak", GW_CHECK_FAIL, GW_GRADE_F}, {"tls.v13", GW_CHECK_FAIL, GW_GRADE_D},
    {"cert.key", GW_CHECK_FAIL, GW_GRADE_C},        {"c2s.starttls", GW_CHECK_WARN, GW_GRADE_B},
};

static const GwCheckResult *
find_check (const GwProbeResult *result, const char *id)
{
  for (guint i = 0; i < result->checks->len; i++) {
    const GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
    if (g_str_equal (check->check->id, id))
      return check;
  }
  return NULL;
}

static gboolean
has_state (const GwCheckResult *check, GwCheckState state)
{
  return check && check->state == state;
}

/* SCRAM-SHA-1 is a warning too, but a password that is never sent is no reason for a lower grade.
 */
static gboolean
sends_password_only (const GwProbeResult *result)
{
  const char *const *methods = gw_facts_list (&result->facts, GW_FACT_LOGIN_METHODS);

  if (methods == NULL || !g_strv_contains (methods, "PLAIN"))
    return FALSE;
  for (; *methods; methods++)
    if (g_str_has_prefix (*methods, "SCRAM-"))
      return FALSE;
  return TRUE;
}

static void
find_worst (const GwProbeResult *result, GwSecurity *security)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    const GwCheckResult *check = find_check (result, reasons[i].id);
    if (has_state (check, reasons[i].state)) {
      security->grade = reasons[i].grade;
      security->worst = check;
      return;
    }
  }
  const GwCheckResult *scram = find_check (result, "sasl.scram");
  if (has_state (scram, GW_CHECK_WARN) && sends_password_only (result)) {
    security->grade = GW_GRADE_B;
    security->worst = scram;
  }
}

GwSecurity
gw_probe_security (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL && result->checks != NULL, (GwSecurity){0});

  GwSecurity security = {0};

  for (const GwCheck *check = gw_checks (); check->id; check++)
    security.all++;
  for (guint i = 0; i < result->checks->len; i++)
    security.seen += g_array_index (result->checks, GwCheckResult, i).state != GW_CHECK_UNKNOWN;

  find_worst (result, &security);
  if (security.worst == NULL && has_state (find_check (result, "cert.chain"), GW_CHECK_PASS) &&
      gw_facts_is_known (&result->facts, GW_FACT_LOGIN_METHODS))
    security.grade = GW_GRADE_A;
  return security;
}

const char *
gw_grade_name (GwGrade grade)
{
  static const char *const names[] = {
      [GW_GRADE_UNKNOWN] = NULL, [GW_GRADE_A] = "A", [GW_GRADE_B] = "B",
      [GW_GRADE_C] = "C",        [GW_GRADE_D] = "D", [GW_GRADE_F] = "F",
  };

  g_return_val_if_fail ((guint)grade < G_N_ELEMENTS (names), NULL);
  return names[grade];
}
