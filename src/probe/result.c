/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was seen to the result of one server. */
#include "probe/result.h"

#include "probe/judges.h"

static GwProbeResult *
result_new (const char *domain, gint64 when)
{
  GwProbeResult *result = g_new0 (GwProbeResult, 1);

  result->domain = g_strdup (domain);
  result->when = when;
  result->checks = g_array_new (FALSE, TRUE, sizeof (GwCheckResult));
  g_array_set_clear_func (result->checks, (GDestroyNotify)gw_check_result_clear);
  return result;
}

/* The checks do not change any more, so both hold the same ones. */
GwProbeResult *
gw_probe_result_copy (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL, NULL);

  GwProbeResult *copy = g_new (GwProbeResult, 1);
  *copy = *result;
  copy->domain = g_strdup (result->domain);
  copy->fault_text = g_strdup (result->fault_text);
  copy->checks = g_array_ref (result->checks);
  copy->facts = (GwFacts){0};
  gw_facts_merge (&copy->facts, &result->facts);
  copy->form = NULL;
  copy->seen = NULL;
  return copy;
}

void
gw_probe_result_free (GwProbeResult *result)
{
  if (result == NULL)
    return;
  g_free (result->domain);
  g_free (result->fault_text);
  g_array_unref (result->checks);
  gw_facts_clear (&result->facts);
  g_clear_pointer (&result->form, gw_form_free);
  g_clear_pointer (&result->seen, gw_seen_free);
  g_free (result);
}

static void
set_fault (GwProbeResult *result, const GError *error)
{
  result->failed = TRUE;
  result->fault = gw_error_code (error);
  result->fault_text = g_strdup (error->message);
}

/* A bad certificate outweighs what came after it. A look that ended early after the features has
 * seen what a client needs, so it did not fail. */
static void
judge_fault (GwProbeResult *result, const GwSeen *seen)
{
  g_autoptr (GError) error = NULL;

  if (seen->certificate && !seen->certificate->ok) {
    gw_cert_verdict_set_error (seen->certificate, seen->domain, &error);
    set_fault (result, error);
  } else if (seen->look && seen->look->error && gw_seen_features (seen) == NULL) {
    set_fault (result, seen->look->error);
  }
}

static void
judge (GwProbeResult *result, const GwSeen *seen)
{
  g_array_unref (result->checks);
  result->checks = gw_checks_run (seen);
  gw_checks_facts (seen, &result->facts);
  gw_feature_set_read (&result->features, seen, result->checks);
  result->reachable = gw_seen_reachable (seen);
  result->signup = gw_seen_signup (seen);
  judge_fault (result, seen);
}

GwProbeResult *
gw_probe_result_new (GwSeen *seen)
{
  g_return_val_if_fail (seen != NULL, NULL);

  GwProbeResult *result = result_new (seen->domain, seen->now);

  gw_seen_read (seen);
  result->duration_ms = (int)(seen->total_us / 1000);
  judge (result, seen);
  result->full = seen->full;
  result->form = g_steal_pointer (&seen->form);
  result->seen = seen;
  return result;
}

GwProbeResult *
gw_probe_result_new_failed (const char *domain, const GError *error, gint64 now)
{
  g_return_val_if_fail (domain != NULL && error != NULL, NULL);

  GwProbeResult *result = result_new (domain, now);
  set_fault (result, error);
  return result;
}

static GwErrorCode
error_from_name (const char *name)
{
  for (int code = 0; code < GW_N_ERRORS; code++)
    if (g_str_equal (gw_error_name (code), name))
      return code;
  return GW_ERROR_FAILED;
}

GwProbeResult *
gw_probe_result_new_kept (const char *domain, const GwFacts *facts, gint64 when)
{
  g_return_val_if_fail (domain != NULL && facts != NULL, NULL);

  const char *certificate = gw_facts_text (facts, GW_FACT_CERTIFICATE);

  if (!gw_facts_is_true (facts, GW_FACT_REACHABLE) || certificate == NULL)
    return NULL;
  GwProbeResult *result = result_new (domain, when);
  gw_facts_merge (&result->facts, facts);
  result->reachable = TRUE;
  result->signup = gw_facts_signup (facts);
  result->reused = TRUE;
  if (!g_str_equal (certificate, "ok")) {
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, error_from_name (certificate), domain, NULL);
    set_fault (result, error);
  }
  return result;
}
