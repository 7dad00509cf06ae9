/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway operator: what an operator could change on a server of their own. */
#include "cli/contacts-text.h"
#include "cli/handover.h"
#include "cli/interrupt.h"
#include "cli/operator.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "probe/record.h"

typedef struct {
  const char *software, *provider_file, *before;
} OperatorOptions;

static const GwOpt options[] = {
    {"software", GW_OPT_TEXT, offsetof (OperatorOptions, software), N_ ("prosody|ejabberd"),
     N_ ("show the lines of configuration for this program")},
    {"provider-file", GW_OPT_TEXT, offsetof (OperatorOptions, provider_file), N_ ("FILE"),
     N_ ("write the file in which a provider describes itself, filled in with what is known; a "
         "new file")},
    {"before", GW_OPT_TEXT, offsetof (OperatorOptions, before), N_ ("RECORD"),
     N_ ("compare with an earlier record of gangway probe --record")},
    {NULL},
};

typedef struct {
  GMainLoop *loop;
  GwFacts *listed; /* what the list says of it; NULL: nothing */
  /* filled in */
  GwProbeResult *result;
  GwSoftware software;
  const char *known_from;
} Session;

static void
on_result (const GwProbeResult *result, gpointer data)
{
  Session *session = data;

  if (result == NULL) {
    g_main_loop_quit (session->loop);
    return;
  }
  /* The streams are not part of the copy. */
  session->software = gw_software_guess (result, session->listed, &session->known_from);
  session->result = gw_probe_result_copy (result);
}

/* Typing the name was the consent. FALSE also when the server was not reached. */
static gboolean
measure (const GwRun *run, Session *session, GError **error)
{
  const GwProbePlan plan = {.purpose = GW_PURPOSE_CHOSEN, .full = TRUE, .again = TRUE};
  g_autoptr (GwEngine) engine = gw_engine_new (run->profile, error);
  GwInterrupt interrupt;

  if (engine == NULL)
    return FALSE;
  session->loop = g_main_loop_new (NULL, FALSE);
  gw_interrupt_begin (&interrupt, session->loop);
  GwProbe *probe =
      gw_probe_start (engine, (const char *const *)run->arguments, &plan, on_result, session);
  gw_output_progress (run->common, _ ("Looking …"));
  g_main_loop_run (session->loop);
  gw_output_progress (run->common, NULL);
  gw_probe_free (probe);
  g_clear_pointer (&session->loop, g_main_loop_unref);
  if (run->common->verbose)
    gw_contacts_text_print (engine);
  if (!gw_interrupt_end (&interrupt, error))
    return FALSE;
  if (!session->result->reachable && session->result->failed)
    g_set_error_literal (error, GW_ERROR, (int)session->result->fault, session->result->fault_text);
  return session->result->reachable || !session->result->failed;
}

/* The checks of the newest look at that server in the record. */
static GArray *
load_before (const char *path, const char *domain, GError **error)
{
  g_autoptr (GPtrArray) records = gw_record_read_file (path, error);

  for (guint i = records ? records->len : 0; i-- > 0;) {
    GwSeen *seen = records->pdata[i];
    if (!g_str_equal (seen->domain, domain))
      continue;
    gw_seen_read (seen);
    if (seen->look)
      return gw_checks_run (seen);
  }
  if (records)
    gw_error_set (error, GW_ERROR_NOT_THERE, domain, path);
  return NULL;
}

static void
tell_missing (const GwRun *run, const GwFacts *facts)
{
  g_autoptr (GArray) missing = gw_provider_file_missing (facts);
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++) {
    g_string_append (titles, i > 0 ? ", " : "");
    g_string_append_printf (titles, _ ("“%s”"),
                            gw_fact_title (g_array_index (missing, GwFactId, i)));
  }
  if (missing->len > 0) {
    g_autofree char *text = g_strdup_printf (_ ("To add by hand: %s."), titles->str);
    gw_handover_advise (run->common, text);
  }
  g_autofree char *text =
      g_strdup_printf (_ ("Read it before you publish it at https://%s%s: what is in it comes from "
                          "lists and from one look."),
                       run->arguments[0], GW_PROVIDER_FILE_PATH);
  gw_handover_advise (run->common, text);
}

static gboolean
write_provider_file (const GwRun *run, const char *path, const GwFacts *facts, GError **error)
{
  json_t *file = gw_provider_file_make (facts);
  char *text = json_dumps (file, JSON_INDENT (2));
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  gboolean written = gw_store_publish (path, line, strlen (line), error);

  free (text);
  json_decref (file);
  if (written)
    tell_missing (run, facts);
  return written;
}

/* The place that it has now, with what was just seen. */
static void
find_place (const GwRanking *ranking, const char *domain, GwOperatorAdvice *advice)
{
  advice->ranking = ranking;
  advice->row = gw_ranking_find (ranking, domain);
  if (advice->row)
    advice->changes = gw_rank_changes (ranking, advice->row);
}

static gboolean
tell (const GwRun *run, const GwOperatorAdvice *advice, const GwFacts *facts, GError **error)
{
  const OperatorOptions *chosen = run->options;

  if (chosen->provider_file && !write_provider_file (run, chosen->provider_file, facts, error))
    return FALSE;
  if (run->common->json)
    gw_output_json (gw_operator_json (advice));
  else
    gw_operator_print (advice);
  return TRUE;
}

static gboolean
advise (const GwRun *run, const Session *session, const GArray *before, GError **error)
{
  const char *domain = session->result->domain;
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (run->profile, error);
  g_autoptr (GwWishes) wishes = gw_wishes_new ();

  if (catalogue == NULL)
    return FALSE;
  wishes->language = g_strdup (gw_i18n_language ());
  g_autoptr (GwRanking) ranking =
      gw_rank (catalogue, wishes, gw_store_install_secret (), gw_date_today ());
  const GwProvider *listed = gw_catalogue_find (catalogue, domain);
  GwOperatorAdvice advice = {.result = session->result,
                             .software = session->software,
                             .known_from = session->known_from,
                             .is_guessed = session->known_from != NULL,
                             .grades = gw_advice_grades (session->result)};
  find_place (ranking, domain, &advice);
  if (before)
    advice.diff = gw_advice_diff (before, session->result->checks);
  gboolean told = tell (run, &advice, listed ? &listed->facts : &session->result->facts, error);
  g_ptr_array_unref (advice.grades);
  g_clear_pointer (&advice.changes, g_ptr_array_unref);
  g_clear_pointer (&advice.diff, g_array_unref);
  return told;
}

static gboolean
measure_and_advise (const GwRun *run, const char *domain, GError **error)
{
  const OperatorOptions *chosen = run->options;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (run->profile, error);
  Session session = {0};

  if (catalogue == NULL)
    return FALSE;
  if (chosen->before && (before = load_before (chosen->before, domain, error)) == NULL)
    return FALSE;
  GwProvider *listed = gw_catalogue_find (catalogue, domain);
  session.listed = listed ? &listed->facts : NULL;
  gboolean done = measure (run, &session, error);
  if (chosen->software) {
    gw_software_from_name (chosen->software, &session.software);
    session.known_from = NULL;
  }
  done = done && advise (run, &session, before, error);
  g_clear_pointer (&session.result, gw_probe_result_free);
  return done;
}

static GwExit
run_operator (GwRun *run, GError **error)
{
  const OperatorOptions *chosen = run->options;
  GwSoftware software;

  if (chosen->software && !gw_software_from_name (chosen->software, &software)) {
    gw_opt_refuse (error, "%s", _ ("--software is prosody or ejabberd"));
    return GW_EXIT_USAGE;
  }
  g_autofree char *domain = gw_domain_normalize (run->arguments[0], error);
  return domain && measure_and_advise (run, domain, error) ? GW_EXIT_DONE : GW_EXIT_GENERAL;
}

const GwCommand gw_command_operator = {
    .name = "operator",
    .usage = N_ ("DOMAIN [options]"),
    .summary = N_ ("see what would lift a server of your own"),
    .text = N_ ("Looks at a server as gangway probe --full does, and says what to change for the "
                "next better grade and for a better place in the list, with lines of "
                "configuration. Example: gangway operator example.org --software prosody"),
    .options = options,
    .options_size = sizeof (OperatorOptions),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_operator,
};
