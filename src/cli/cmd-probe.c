/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway probe: looks at servers from here, and says what it saw. */
#include "cli/contacts-text.h"
#include "cli/explain.h"
#include "cli/handover.h"
#include "cli/interrupt.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/probe-text.h"

#include "probe/record.h"
#include "probe/report.h"

typedef struct {
  gboolean ndjson, again, full;
  const char *fail_on, *record, *explain;
} ProbeOptions;

static const GwOpt options[] = {
    {"again", GW_OPT_FLAG, offsetof (ProbeOptions, again), NULL,
     N_ ("look again, even if the last look is less than 15 minutes old")},
    {"explain", GW_OPT_TEXT, offsetof (ProbeOptions, explain), N_ ("CHECK|list"),
     N_ ("say what a check means and how to pass it, or name all of them; contacts nobody")},
    {"fail-on", GW_OPT_TEXT, offsetof (ProbeOptions, fail_on), N_ ("cert|F|D|C"),
     N_ ("exit with 5 when a certificate is bad, or when a security grade is this or worse; looks "
         "again")},
    {"full", GW_OPT_FLAG, offsetof (ProbeOptions, full), NULL,
     N_ ("ask everything that can be asked without an account; takes a second or two")},
    {"record", GW_OPT_TEXT, offsetof (ProbeOptions, record), N_ ("FILE"),
     N_ ("also write down all that was seen, for gangway replay")},
    {"ndjson", GW_OPT_FLAG, offsetof (ProbeOptions, ndjson), NULL,
     N_ ("print one JSON document a line, as servers answer")},
    {NULL},
};

/* The grade at which --fail-on fails; `cert`: UNKNOWN and the certificate alone counts. */
static const struct {
  const char *word;
  GwGrade grade;
} thresholds[] = {
    {"cert", GW_GRADE_UNKNOWN}, {"F", GW_GRADE_F}, {"D", GW_GRADE_D}, {"C", GW_GRADE_C}};

typedef struct {
  GwRun *run;
  const ProbeOptions *chosen;
  const GwGrade *threshold; /* NULL: no --fail-on */
  GMainLoop *loop;
  json_t *results; /* for --json */
  guint total, done, reached;
  guint lost;          /* not reached, and it may lie on our side */
  GError *first_fault; /* of a server that was not reached */
  gboolean over_threshold;
} Session;

static gboolean
find_threshold (const char *word, const GwGrade **grade, GError **error)
{
  *grade = NULL;
  for (gsize i = 0; word && i < G_N_ELEMENTS (thresholds); i++)
    if (g_str_equal (thresholds[i].word, word))
      *grade = &thresholds[i].grade;
  if (word == NULL || *grade)
    return TRUE;
  gw_error_set (error, GW_ERROR_USAGE, NULL, _ ("--fail-on is cert, F, D or C"));
  return FALSE;
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

static gboolean
is_perhaps_our_side (GwErrorCode fault)
{
  return fault == GW_ERROR_DNS_FAILED || fault == GW_ERROR_CONNECT_FAILED ||
         fault == GW_ERROR_TIMEOUT || gw_error_blames_proxy (fault);
}

static void
count (Session *session, const GwProbeResult *result)
{
  session->done++;
  if (session->threshold && is_over (result, *session->threshold))
    session->over_threshold = TRUE;
  if (result->reachable)
    session->reached++;
  else if (is_perhaps_our_side (result->fault))
    session->lost++;
  if (!result->reachable && result->failed && session->first_fault == NULL)
    session->first_fault = g_error_new_literal (GW_ERROR, (int)result->fault, result->fault_text);
}

static void
print_line (const GwProbeResult *result)
{
  json_t *line = gw_report_result (result);

  json_object_set_new (line, "version", json_integer (1));
  json_object_set_new (line, "type", json_string ("result"));
  gw_output_json_line (line);
}

static void
on_result (const GwProbeResult *result, gpointer data)
{
  Session *session = data;
  const GwCommon *common = session->run->common;

  if (result == NULL) {
    g_main_loop_quit (session->loop);
    return;
  }
  count (session, result);
  if (session->chosen->record && result->seen)
    gw_record_append_file (session->chosen->record, result->seen, NULL);
  gw_output_progress (common, NULL);
  if (session->chosen->ndjson)
    print_line (result);
  else if (common->json)
    json_array_append_new (session->results, gw_report_result (result));
  else
    gw_probe_print (result, session->total == 1 || common->verbose, common->verbose);
  if (!session->chosen->ndjson && session->total > 1 && session->done < session->total) {
    g_autofree char *text =
        g_strdup_printf (_ ("%u of %u servers looked at …"), session->done, session->total);
    gw_output_progress (common, text);
  }
}

static gboolean
measure (Session *session, GError **error)
{
  const GwRun *run = session->run;
  g_autoptr (GwEngine) engine = gw_engine_new (run->profile, error);
  GwInterrupt interrupt;

  if (engine == NULL)
    return FALSE;
  gw_interrupt_begin (&interrupt, session->loop);
  /* Typing the names was the consent. --fail-on has to see what it judges. */
  const GwProbePlan plan = {.purpose = GW_PURPOSE_CHOSEN,
                            .full = session->chosen->full,
                            .again = session->chosen->again || session->threshold};
  GwProbe *probe =
      gw_probe_start (engine, (const char *const *)run->arguments, &plan, on_result, session);
  gw_output_progress (run->common, _ ("Looking …"));
  g_main_loop_run (session->loop);
  gw_output_progress (run->common, NULL);
  gw_probe_free (probe);
  if (run->common->verbose)
    gw_contacts_text_print (engine);
  return gw_interrupt_end (&interrupt, error);
}

/* A server that was reached was measured, whatever was found. When none was, that is the outcome,
 * told in the document itself. */
static GwExit
conclude (Session *session)
{
  gboolean failed = session->reached == 0 && session->first_fault;
  json_t *document = session->chosen->ndjson
                         ? json_pack ("{s:i, s:s}", "version", 1, "type", "end")
                         : json_pack ("{s:i, s:O}", "version", 1, "results", session->results);

  if (failed)
    json_object_set_new (
        document, "error",
        gw_report_error (gw_error_code (session->first_fault), session->first_fault->message));
  if (session->chosen->ndjson)
    gw_output_json_line (document);
  else if (session->run->common->json)
    gw_output_json (document);
  else
    json_decref (document);

  if (session->total > 1 && session->lost == session->total)
    gw_handover_advise (session->run->common,
                        _ ("None of them was reached. Perhaps it is the network of this computer: "
                           "some let nothing through but the web."));
  if (session->over_threshold)
    return GW_EXIT_SECURITY;
  return failed ? gw_error_exit (gw_error_code (session->first_fault)) : GW_EXIT_DONE;
}

/* Either servers or a check. */
static gboolean
check_words (const GwRun *run, const char *explain, GError **error)
{
  gboolean has_servers = run->arguments[0] != NULL;

  if (explain && has_servers)
    return gw_opt_refuse (error, "%s", _ ("--explain goes without servers"));
  if (!explain && !has_servers)
    return gw_opt_refuse (error, "%s", _ ("the name of a server is missing"));
  return TRUE;
}

static GwExit
run_probe (GwRun *run, GError **error)
{
  Session session = {.run = run, .chosen = run->options};

  if (!check_words (run, session.chosen->explain, error))
    return GW_EXIT_USAGE;
  if (session.chosen->explain)
    return gw_explain (run->common, session.chosen->explain, error);
  if (!find_threshold (session.chosen->fail_on, &session.threshold, error))
    return GW_EXIT_USAGE;
  if (g_strv_contains ((const char *const *)run->arguments, "-")) {
    gw_error_set (error, GW_ERROR_USAGE, NULL, _ ("- is not the name of a server"));
    return GW_EXIT_USAGE;
  }
  session.total = g_strv_length (run->arguments);
  session.loop = g_main_loop_new (NULL, FALSE);
  session.results = json_array ();
  GwExit status = measure (&session, error) ? conclude (&session) : GW_EXIT_GENERAL;
  json_decref (session.results);
  g_main_loop_unref (session.loop);
  g_clear_error (&session.first_fault);
  return status;
}

const GwCommand gw_command_probe = {
    .name = "probe",
    .usage = N_ ("DOMAIN... [options]"),
    .summary = N_ ("look at servers from here: certificate, login, registration"),
    .text = N_ ("Contacts each server that you name once or twice, as an app would, and says what "
                "it found. Nothing is registered and nobody logs in. Example: gangway probe "
                "example.org"),
    .options = options,
    .options_size = sizeof (ProbeOptions),
    .max_arguments = -1,
    .run = run_probe,
};
