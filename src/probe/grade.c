/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of reasons for a grade, and what A+ asks for. */
#include "probe/grade.h"

/* The worst first. */
static const struct {
  const char *id;
  GwCheckState state;
  GwGrade grade;
} reasons[] = {
    {"cert.chain", GW_CHECK_FAIL, GW_GRADE_F},      {"cert.name", GW_CHECK_FAIL, GW_GRADE_F},
    {"cert.expiry", GW_CHECK_FAIL, GW_GRADE_F},     {"c2s.starttls", GW_CHECK_FAIL, GW_GRADE_F},
    {"c2s.pretls_leak", GW_CHECK_FAIL, GW_GRADE_F}, {"tls.broken", GW_CHECK_FAIL, GW_GRADE_F},
    {"tls.old", GW_CHECK_FAIL, GW_GRADE_D},         {"tls.v13", GW_CHECK_FAIL, GW_GRADE_D},
    {"tls.v12", GW_CHECK_WARN, GW_GRADE_C},         {"cert.key", GW_CHECK_FAIL, GW_GRADE_C},
    {"cert.sig", GW_CHECK_FAIL, GW_GRADE_C},        {"tls.rsakx", GW_CHECK_WARN, GW_GRADE_B},
    {"c2s.starttls", GW_CHECK_WARN, GW_GRADE_B},    {"s2s.starttls", GW_CHECK_FAIL, GW_GRADE_B},
    {"s2s.starttls", GW_CHECK_WARN, GW_GRADE_B},    {"sasl.scram", GW_CHECK_WARN, GW_GRADE_B},
};

/* All of these; of two that stand together, one. */
static const struct {
  const char *id, *or_id;
} merits[] = {
    {"tls.v13", NULL}, {"c2s.directtls", NULL}, {"sasl.plus", NULL},
    {"sasl.cb", NULL}, {"dns.caa", "dns.tlsa"},
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
has_state (const GwProbeResult *result, const char *id, GwCheckState state)
{
  const GwCheckResult *check = find_check (result, id);

  return check && check->state == state;
}

gboolean
gw_grade_goes_by (const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].id, check->id))
      return TRUE;
  return FALSE;
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
    if (!has_state (result, reasons[i].id, reasons[i].state))
      continue;
    if (g_str_equal (reasons[i].id, "sasl.scram") && !sends_password_only (result))
      continue;
    security->grade = reasons[i].grade;
    security->worst = find_check (result, reasons[i].id);
    return;
  }
}

static void
count (const GwProbeResult *result, GwSecurity *security)
{
  for (const GwCheck *check = gw_checks (); check->id; check++) {
    if (!gw_grade_goes_by (check))
      continue;
    const GwCheckResult *seen = find_check (result, check->id);
    security->all++;
    security->seen += seen && seen->state != GW_CHECK_UNKNOWN;
  }
  security->complete = security->seen == security->all;
}

/* Merits first, since they tell more than what was merely not seen. */
static const GwCheck *
find_lack (const GwProbeResult *result)
{
  for (gsize i = 0; i < G_N_ELEMENTS (merits); i++)
    if (!has_state (result, merits[i].id, GW_CHECK_PASS) &&
        !(merits[i].or_id && has_state (result, merits[i].or_id, GW_CHECK_PASS)))
      return gw_check_find (merits[i].id);
  for (const GwCheck *check = gw_checks (); check->id; check++)
    if (gw_grade_goes_by (check) &&
        (find_check (result, check->id) == NULL || has_state (result, check->id, GW_CHECK_UNKNOWN)))
      return check;
  return NULL;
}

GwSecurity
gw_probe_security (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL && result->checks != NULL, (GwSecurity){0});

  GwSecurity security = {0};

  count (result, &security);
  find_worst (result, &security);
  if (security.worst == NULL && has_state (result, "cert.chain", GW_CHECK_PASS) &&
      gw_facts_is_known (&result->facts, GW_FACT_LOGIN_METHODS)) {
    security.lacks = find_lack (result);
    security.grade = security.lacks ? GW_GRADE_A : GW_GRADE_A_PLUS;
  }
  return security;
}

const char *
gw_grade_name (GwGrade grade)
{
  static const char *const names[] = {
      [GW_GRADE_UNKNOWN] = NULL, [GW_GRADE_A_PLUS] = "A+", [GW_GRADE_A] = "A", [GW_GRADE_B] = "B",
      [GW_GRADE_C] = "C",        [GW_GRADE_D] = "D",       [GW_GRADE_F] = "F",
  };

  g_return_val_if_fail ((guint)grade < G_N_ELEMENTS (names), NULL);
  return names[grade];
}
