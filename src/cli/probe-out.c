/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting, printing and writing of results. */
#include "cli/probe-out.h"

#include <string.h>

#include "cli/handover.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/probe-text.h"

#include "probe/html.h"
#include "probe/record.h"
#include "probe/report.h"

/* The grade at which --fail-on fails; `cert`: UNKNOWN and the certificate alone counts. */
static const struct {
  const char *word;
  GwGrade grade;
} thresholds[] = {
    {"cert", GW_GRADE_UNKNOWN}, {"F", GW_GRADE_F}, {"D", GW_GRADE_D}, {"C", GW_GRADE_C}};

static gboolean
find_threshold (const char *word, const GwGrade **grade, GError **error)
{
  *grade = NULL;
  for (gsize i = 0; word && i < G_N_ELEMENTS (thresholds); i++)
    if (g_str_equal (thresholds[i].word, word))
      *grade = &thresholds[i].grade;
  if (word == NULL || *grade)
    return TRUE;
  return gw_opt_refuse (error, "%s", _ ("--fail-on is cert, F, D or C"));
}

static gboolean
has_bad_certificate (const GwProbeResult *result)
{
  const char *certificate = gw_facts_text (&result->facts, GW_FACT_CERTIFICATE);

  return certificate && !g_str_equal (certificate, "ok");
}

static gboolean
is_over (const GwProbeResult *result, GwGrade threshold)
{
  if (threshold == GW_GRADE_UNKNOWN)
    return has_bad_certificate (result);
  return gw_probe_security (result).grade >= threshold;
}

gboolean
gw_probe_out_init (GwProbeOut *out, const GwRun *run, const GwProbeOutOptions *chosen, guint total,
                   GError **error)
{
  *out = (GwProbeOut){.run = run, .chosen = chosen, .total = total};
  if (!find_threshold (chosen->fail_on, &out->threshold, error))
    return FALSE;
  if (chosen->html && g_file_test (chosen->html, G_FILE_TEST_EXISTS)) {
    gw_error_set (error, GW_ERROR_FILE_EXISTS, chosen->html, NULL);
    return FALSE;
  }
  out->results = json_array ();
  out->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_probe_result_free);
  return TRUE;
}

void
gw_probe_out_clear (GwProbeOut *out)
{
  json_decref (out->results);
  g_clear_pointer (&out->kept, g_ptr_array_unref);
  g_clear_error (&out->first_fault);
  g_clear_error (&out->write_fault);
}

static void
count (GwProbeOut *out, const GwProbeResult *result)
{
  out->done++;
  if (out->threshold && is_over (result, *out->threshold))
    out->over_threshold = TRUE;
  if (result->reachable)
    out->reached++;
  if (result->seen)
    gw_own_network_add (&out->network, result->seen);
  if (!result->reachable && result->failed && out->first_fault == NULL)
    out->first_fault = g_error_new_literal (GW_ERROR, (int)result->fault, result->fault_text);
}

/* The first fault is told at the end: the person sees the results in any case. */
void
gw_probe_out_keep (GwProbeOut *out, const GwProbeResult *result)
{
  g_return_if_fail (result != NULL);

  if (out->chosen->record && result->seen && out->write_fault == NULL)
    gw_record_append_file (out->chosen->record, result->seen, &out->write_fault);
  if (out->chosen->html)
    g_ptr_array_add (out->kept, gw_probe_result_copy (result));
}

static void
print_line (const GwProbeResult *result)
{
  json_t *line = gw_report_result (result);

  json_object_set_new (line, "version", json_integer (1));
  json_object_set_new (line, "type", json_string ("result"));
  gw_output_json_line (line);
}

void
gw_probe_out_add (GwProbeOut *out, const GwProbeResult *result)
{
  const GwCommon *common = out->run->common;

  g_return_if_fail (result != NULL);

  count (out, result);
  gw_probe_out_keep (out, result);
  gw_output_progress (common, NULL);
  if (out->chosen->ndjson)
    print_line (result);
  else if (common->json)
    json_array_append_new (out->results, gw_report_result (result));
  else
    gw_probe_print (result, out->total == 1 || common->verbose, common->verbose);
}

static void
print_end (const GwProbeOut *out, const GError *fault)
{
  json_t *document = out->chosen->ndjson
                         ? json_pack ("{s:i, s:s}", "version", 1, "type", "end")
                         : json_pack ("{s:i, s:O}", "version", 1, "results", out->results);

  if (fault)
    json_object_set_new (document, "error",
                         gw_report_error (gw_error_code (fault), fault->message));
  if (out->chosen->ndjson)
    gw_output_json_line (document);
  else if (out->run->common->json)
    gw_output_json (document);
  else
    json_decref (document);
}

static void
write_page (GwProbeOut *out)
{
  if (out->chosen->html == NULL || out->write_fault)
    return;
  g_autofree char *page = gw_html_report (out->kept);
  gw_store_publish (out->chosen->html, page, strlen (page), &out->write_fault);
}

/* As JSON it has been told: there is one document, with one error. */
static GwExit
end_unwritten (GwProbeOut *out, GError **error)
{
  GwExit status = gw_error_exit (gw_error_code (out->write_fault));

  if (!out->chosen->ndjson && !out->run->common->json)
    g_propagate_error (error, g_steal_pointer (&out->write_fault));
  return status;
}

GwExit
gw_probe_out_end (GwProbeOut *out, GError **error)
{
  const GError *unreached = out->reached == 0 ? out->first_fault : NULL;
  const char *advice = gw_network_text (gw_own_network_judge (&out->network));

  write_page (out);
  print_end (out, out->write_fault ? out->write_fault : unreached);
  if (advice)
    gw_handover_advise (out->run->common, advice);
  if (out->write_fault)
    return end_unwritten (out, error);
  if (out->over_threshold)
    return GW_EXIT_SECURITY;
  return unreached ? gw_error_exit (gw_error_code (unreached)) : GW_EXIT_DONE;
}
