/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway probe: looks at servers from here, and says what it saw. */
#include "cli/contacts-text.h"
#include "cli/explain.h"
#include "cli/interrupt.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/probe-out.h"
#include "cli/probe-targets.h"
#include "cli/probe-watch.h"

#include "probe/report.h"

enum { PROGRESS_MS = 200, BAR_WIDTH = 20 };

typedef struct {
  gboolean again, full, all_listed, yes, schema;
  const char *explain, *watch;
  GwProbeOutOptions out;
} ProbeOptions;

static const GwOpt options[] = {
    {"again", GW_OPT_FLAG, offsetof (ProbeOptions, again), NULL,
     N_ ("look again, even if the last look is less than 15 minutes old")},
    {"all-listed", GW_OPT_FLAG, offsetof (ProbeOptions, all_listed), NULL,
     N_ ("all servers of the list that do not object to tests; asks first")},
    {"explain", GW_OPT_TEXT, offsetof (ProbeOptions, explain), N_ ("CHECK|list"),
     N_ ("say what a check means and how to pass it, or name all of them; contacts nobody")},
    GW_PROBE_OUT_OPT_FAIL_ON (ProbeOptions),
    {"full", GW_OPT_FLAG, offsetof (ProbeOptions, full), NULL,
     N_ ("ask everything that can be asked without an account; takes a second or two")},
    GW_PROBE_OUT_OPT_HTML (ProbeOptions),
    GW_PROBE_OUT_OPT_NDJSON (ProbeOptions),
    {"record", GW_OPT_TEXT, offsetof (ProbeOptions, out.record), N_ ("FILE"),
     N_ ("also write down all that was seen, for gangway replay; added at the end of the file")},
    {"schema", GW_OPT_FLAG, offsetof (ProbeOptions, schema), NULL,
     N_ ("print the JSON schema of a result; contacts nobody")},
    {"watch", GW_OPT_TEXT, offsetof (ProbeOptions, watch), N_ ("MINUTES"),
     N_ ("look again and again, and tell what has changed; 15 minutes or more apart")},
    {"yes", GW_OPT_FLAG, offsetof (ProbeOptions, yes), NULL,
     N_ ("do not ask before --all-listed; you agree that they are contacted")},
    {NULL},
};

typedef struct {
  GwRun *run;
  const ProbeOptions *chosen;
  char **domains;
  GwCatalogue *catalogue; /* NULL: not needed */
  GwProbeOut out;
  GMainLoop *loop;
  GwProbe *probe;
  GwWatch *watch; /* NULL: one look */
} Session;

static void
show_progress (Session *session)
{
  guint answered, asked, filled;
  g_autoptr (GString) bar = g_string_new (NULL);

  gw_probe_progress (session->probe, &answered, &asked);
  filled = asked > 0 ? MIN (answered * BAR_WIDTH / asked, BAR_WIDTH) : 0;
  for (guint i = 0; i < BAR_WIDTH; i++)
    g_string_append (bar, i < filled ? "━" : "─");
  g_autofree char *text = session->out.total > 1
                              ? g_strdup_printf (_ ("%s %u of %u servers looked at …"), bar->str,
                                                 session->out.done, session->out.total)
                              : g_strdup_printf (_ ("%s Looking …"), bar->str);
  gw_output_progress (session->run->common, text);
}

static gboolean
on_progress (gpointer data)
{
  show_progress (data);
  return G_SOURCE_CONTINUE;
}

static void
on_result (const GwProbeResult *result, gpointer data)
{
  Session *session = data;

  if (result == NULL)
    g_main_loop_quit (session->loop);
  else if (session->watch)
    gw_watch_add (session->watch, result);
  else
    gw_probe_out_add (&session->out, result);
}

static void
look (Session *session, GwEngine *engine)
{
  gboolean is_watch = session->watch != NULL;
  /* Typing the names was the consent. --fail-on has to see what it judges. */
  const GwProbePlan plan = {
      .purpose = session->chosen->all_listed ? GW_PURPOSE_CHECK : GW_PURPOSE_CHOSEN,
      .full = session->chosen->full,
      .again = session->chosen->again || session->out.threshold || is_watch,
      .catalogue = session->catalogue,
  };

  session->probe =
      gw_probe_start (engine, (const char *const *)session->domains, &plan, on_result, session);
  show_progress (session);
  guint ticks = g_timeout_add (PROGRESS_MS, on_progress, session);
  g_main_loop_run (session->loop);
  g_source_remove (ticks);
  gw_output_progress (session->run->common, NULL);
  g_clear_pointer (&session->probe, gw_probe_free);
}

static void
look_until_stopped (Session *session, GwEngine *engine, const GwInterrupt *interrupt)
{
  look (session, engine);
  while (session->watch && !interrupt->was_interrupted && gw_watch_wait (session->watch) &&
         !interrupt->was_interrupted)
    look (session, engine);
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
  look_until_stopped (session, engine, &interrupt);
  if (run->common->verbose)
    gw_contacts_text_print (engine);
  /* A watch has no other end. */
  return gw_interrupt_end (&interrupt, session->watch ? NULL : error) || session->watch;
}

/* Either servers, or all of them, or a question about the program itself. */
static gboolean
check_words (const GwRun *run, const ProbeOptions *chosen, GError **error)
{
  gboolean has_servers = run->arguments[0] != NULL;

  if ((chosen->explain || chosen->schema) && has_servers)
    return gw_opt_refuse (error, "%s", _ ("--explain and --schema go without servers"));
  if (chosen->all_listed && has_servers)
    return gw_opt_refuse (error, "%s", _ ("--all-listed goes without servers"));
  if (!chosen->explain && !chosen->schema && !chosen->all_listed && !has_servers)
    return gw_opt_refuse (error, "%s", _ ("the name of a server is missing"));
  if (g_strv_contains ((const char *const *)run->arguments, "-"))
    return gw_opt_refuse (error, "%s", _ ("- is not the name of a server"));
  /* A watch has no end at which these could come. */
  if (chosen->watch && (run->common->json || chosen->out.html || chosen->out.fail_on))
    return gw_opt_refuse (
        error, "%s", _ ("--watch goes with --ndjson, but not with --json, --html or --fail-on"));
  return TRUE;
}

/* The list is needed for its names, and for who objects to tests. */
static gboolean
find_domains (Session *session, GError **error)
{
  const ProbeOptions *chosen = session->chosen;

  if (chosen->full || chosen->all_listed) {
    session->catalogue = gw_catalogue_load (session->run->profile, error);
    if (session->catalogue == NULL)
      return FALSE;
  }
  session->domains = chosen->all_listed ? gw_probe_targets_listed (session->catalogue)
                                        : g_strdupv (session->run->arguments);
  session->out.total = g_strv_length (session->domains);
  return !chosen->all_listed || chosen->yes ||
         gw_probe_targets_agree (session->domains, session->loop, error);
}

static GwExit
run_session (Session *session, GError **error)
{
  const ProbeOptions *chosen = session->chosen;

  /* The question comes last: nobody agrees to what could then not be done. */
  if (!gw_probe_out_init (&session->out, session->run, &chosen->out, 0, error))
    return GW_EXIT_USAGE;
  if (chosen->watch &&
      !(session->watch = gw_watch_new (&session->out, session->loop, chosen->watch, error)))
    return GW_EXIT_USAGE;
  if (!find_domains (session, error))
    return GW_EXIT_GENERAL;
  if (!measure (session, error))
    return GW_EXIT_GENERAL;
  if (session->watch == NULL)
    return gw_probe_out_end (&session->out, error);
  if (session->out.write_fault == NULL)
    return GW_EXIT_DONE;
  g_propagate_error (error, g_steal_pointer (&session->out.write_fault));
  return GW_EXIT_STORE;
}

static GwExit
run_probe (GwRun *run, GError **error)
{
  Session session = {.run = run, .chosen = run->options};

  if (!check_words (run, session.chosen, error))
    return GW_EXIT_USAGE;
  if (session.chosen->explain)
    return gw_explain (run->common, session.chosen->explain, error);
  if (session.chosen->schema) {
    gw_output_json (gw_report_schema ());
    return GW_EXIT_DONE;
  }
  session.loop = g_main_loop_new (NULL, FALSE);
  GwExit status = run_session (&session, error);
  gw_watch_free (session.watch);
  gw_probe_out_clear (&session.out);
  g_strfreev (session.domains);
  g_clear_pointer (&session.catalogue, gw_catalogue_free);
  g_main_loop_unref (session.loop);
  return status;
}

const GwCommand gw_command_probe = {
    .name = "probe",
    .usage = N_ ("DOMAIN... [options]"),
    .summary = N_ ("look at servers from here: certificate, login, registration, and much more"),
    .text = N_ ("Contacts each named server once or twice, as an app would, and says what it "
                "found; with --full as often as it takes to see everything that can be seen from "
                "outside. Nothing is registered and nobody logs in. Example: gangway probe "
                "example.org"),
    .options = options,
    .options_size = sizeof (ProbeOptions),
    .min_arguments = 0,
    .max_arguments = -1,
    .run = run_probe,
};
