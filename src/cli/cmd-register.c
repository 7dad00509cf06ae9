/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway register: an XMPP address at one provider, from the form to the proof. */
#include <glib-unix.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/register-form.h"
#include "cli/register-result.h"

#define NAMES_MAX   3 /* suggested one after the other while they are taken */
#define PUZZLES_MAX 3

/* xterm's second screen: what was on it is in no scrollback. */
#define ENTER_SCREEN "\033[?1049h\033[2J\033[1;1H"
#define LEAVE_SCREEN "\033[2J\033[?1049l"

typedef struct {
  const char *name, *save;
  int password_fd;
  gboolean dry_run;
} RegisterOptions;

static const GwOpt options[] = {
    {"name", GW_OPT_TEXT, offsetof (RegisterOptions, name), N_ ("NAME"),
     N_ ("the part before the @; without it a name is suggested")},
    {"password-fd", GW_OPT_NUMBER, offsetof (RegisterOptions, password_fd), N_ ("FD"),
     N_ ("read the password from this descriptor; without it one is made")},
    {"save", GW_OPT_TEXT, offsetof (RegisterOptions, save), N_ ("FILE"),
     N_ ("keep address and password in this new file, not in the keyring")},
    {"dry-run", GW_OPT_FLAG, offsetof (RegisterOptions, dry_run), NULL,
     N_ ("only fetch the form and say what would be asked")},
    {NULL},
};

typedef struct {
  const GwRun *run;
  const RegisterOptions *chosen;
  char *domain;
  char *name; /* the one that is sent next */
  GwSecret *password;
  GwKeep *keep;
  GwEngine *engine;
  GwAttempt *attempt;
  gboolean changed;
  gboolean interrupted;
  guint names, puzzles; /* sent so far */
} Session;

static void
session_clear (Session *session)
{
  gw_output_progress (session->run->common, NULL);
  g_clear_pointer (&session->attempt, gw_attempt_free);
  g_clear_pointer (&session->engine, gw_engine_free);
  g_clear_pointer (&session->password, gw_secret_unref);
  g_clear_pointer (&session->keep, gw_keep_free);
  g_clear_pointer (&session->name, g_free);
  g_clear_pointer (&session->domain, g_free);
}

/* --- before anybody is contacted ---------------------------------------------------------------
 */

/* The keyring, if need be after its prompt; NULL and why not. */
static GwKeep *
choose_keyring (GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (gw_keyring_is_ready (&fault) ||
      (gw_error_code (fault) == GW_ERROR_KEYRING_LOCKED && gw_keyring_unlock (NULL)))
    return gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

/* Where the password will be kept: without a place nothing is sent, and nobody is contacted. */
static GwKeep *
choose_place (const RegisterOptions *chosen, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (chosen->save) {
    if (!g_file_test (chosen->save, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
      return gw_keep_new (GW_KEEP_FILE, chosen->save);
    gw_error_set (error, GW_ERROR_FILE_EXISTS, chosen->save, NULL);
    return NULL;
  }
  GwKeep *keep = choose_keyring (&fault);
  if (keep)
    return keep;
  if (gw_ask_is_possible ())
    return gw_keep_new (GW_KEEP_PERSON, NULL);
  gw_error_set (error, gw_error_code (fault), NULL, _ ("--save FILE keeps the account in a file"));
  return NULL;
}

static GwSecret *
choose_password (const RegisterOptions *chosen, GError **error)
{
  return chosen->password_fd >= 0 ? gw_secret_read_fd (chosen->password_fd, error)
                                  : gw_secret_generate ();
}

static gboolean
prepare (Session *session, GError **error)
{
  const RegisterOptions *chosen = session->chosen;

  session->domain = gw_domain_normalize (session->run->arguments[0], error);
  if (session->domain == NULL)
    return FALSE;
  session->name = chosen->name ? gw_localpart_normalize (chosen->name, error) : gw_name_suggest ();
  if (session->name == NULL)
    return FALSE;
  if (!chosen->dry_run) {
    session->keep = choose_place (chosen, error);
    session->password = session->keep ? choose_password (chosen, error) : NULL;
    if (session->password == NULL)
      return FALSE;
  }
  session->engine = gw_engine_new (session->run->profile, error);
  return session->engine != NULL;
}

/* --- following the attempt ---------------------------------------------------------------------
 */

static void
show_progress (Session *session)
{
  static const char *const texts[] = {
      [GW_ATTEMPT_CONNECTING] = N_ ("Connecting with %s …"),
      [GW_ATTEMPT_KEEPING] = N_ ("Putting the password in its place …"),
      [GW_ATTEMPT_SUBMITTING] = N_ ("Asking %s for the address …"),
      [GW_ATTEMPT_LOGGING_IN] = N_ ("The address exists. Trying it out …"),
      [GW_ATTEMPT_WEB] = NULL,
      [GW_ATTEMPT_DONE] = NULL,
  };
  const char *text = texts[gw_attempt_state (session->attempt)];
  g_autofree char *name = gw_domain_display (session->domain);
  g_auto (GStrv) parts = text ? g_strsplit (_ (text), "%s", 2) : NULL;
  g_autofree char *line = parts ? g_strjoinv (name, parts) : NULL;

  gw_output_progress (session->run->common, line);
}

static void
on_changed (GwAttempt *attempt, gpointer data)
{
  Session *session = data;

  session->changed = TRUE;
  show_progress (session);
}

static gboolean
on_interrupt (gpointer data)
{
  Session *session = data;

  session->interrupted = TRUE;
  gw_attempt_cancel (session->attempt);
  return G_SOURCE_CONTINUE;
}

/* Until it is the person's turn, or over. */
static GwAttemptState
run_until_turn (Session *session)
{
  GwAttemptState state;

  session->changed = FALSE;
  do {
    g_main_context_iteration (NULL, TRUE);
    state = gw_attempt_state (session->attempt);
  } while (!session->changed ||
           (state != GW_ATTEMPT_FORM && state != GW_ATTEMPT_WEB && state != GW_ATTEMPT_DONE));
  gw_output_progress (session->run->common, NULL);
  return state;
}

/* --- the person's turn -------------------------------------------------------------------------
 */

/* Shown once, and gone from the terminal afterwards. A password that the person gave is not shown:
 * it is there already. */
static gboolean
let_person_keep (Session *session, GError **error)
{
  g_autofree char *name = gw_domain_display (session->domain);
  gboolean plain = g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;
  gboolean shown = session->chosen->password_fd < 0;

  if (shown) {
    g_printerr ("%s%s\n\n  %s %s@%s\n  %s ", plain ? "" : ENTER_SCREEN,
                _ ("There is no keyring here that could keep the password. Write it down: it is "
                   "shown only now."),
                _ ("Address: "), session->name, name, _ ("Password:"));
    g_printerr ("%s\n\n", gw_secret_peek (session->password));
  }
  gboolean kept =
      gw_ask_yes (_ ("Do you have the password written down? [y/N] "), &session->interrupted);
  if (shown && !plain)
    g_printerr (LEAVE_SCREEN);
  if (!kept)
    gw_error_set (error, session->interrupted ? GW_ERROR_CANCELLED : GW_ERROR_NOT_KEPT,
                  session->domain, NULL);
  return kept;
}

/* Empty when nothing is asked; NULL when nobody can answer. */
static GHashTable *
collect_answers (Session *session, GError **error)
{
  const GwForm *form = gw_attempt_form (session->attempt);

  if (!gw_form_needs_person (form) || gw_ask_is_possible ())
    return gw_register_form_ask (form, session->domain, &session->interrupted, error);
  gw_error_set (error, GW_ERROR_REFUSED_FORM, session->domain,
                gw_form_field (form, GW_ROLE_PUZZLE)
                    ? _ ("a picture puzzle, which needs a person at a terminal")
                    : _ ("questions to a person at a terminal"));
  return NULL;
}

static gboolean
submit (Session *session, GError **error)
{
  g_autoptr (GHashTable) answers = collect_answers (session, error);

  if (answers == NULL ||
      (session->keep->kind == GW_KEEP_PERSON && !let_person_keep (session, error)))
    return FALSE;
  const GwAttemptInput input = {
      .localpart = session->name,
      .password = session->password,
      .answers = answers,
      .keep = session->keep,
  };
  if (!gw_attempt_submit (session->attempt, &input, error))
    return FALSE;
  session->names++;
  if (gw_form_field (gw_attempt_form (session->attempt), GW_ROLE_PUZZLE))
    session->puzzles++;
  show_progress (session);
  return TRUE;
}

/* The form is back. What can be done about it without a new decision of the person? */
static gboolean
may_go_on (Session *session)
{
  const GError *error = gw_attempt_error (session->attempt);
  gboolean has_puzzle = gw_form_field (gw_attempt_form (session->attempt), GW_ROLE_PUZZLE) != NULL;

  if (error == NULL)
    return TRUE;
  switch (gw_error_code (error)) {
  case GW_ERROR_REFUSED_NAME_TAKEN:
    if (session->chosen->name || session->names >= NAMES_MAX)
      return FALSE;
    g_free (session->name);
    session->name = gw_name_suggest ();
    return TRUE;
  case GW_ERROR_REFUSED_PUZZLE:
  case GW_ERROR_HANGUP: /* the picture went with the stream */
    if (!has_puzzle || session->puzzles >= PUZZLES_MAX || !gw_ask_is_possible ())
      return FALSE;
    gw_output_error (error);
    return TRUE;
  default:
    return FALSE;
  }
}

/* --- the end -----------------------------------------------------------------------------------
 */

/* Of a refused name only a file is left: nothing deletes what the person asked to be written. */
static gboolean
is_kept (const Session *session, GwOutcome outcome)
{
  return outcome != GW_OUTCOME_REFUSED || (session->keep->kind == GW_KEEP_FILE &&
                                           g_file_test (session->keep->path, G_FILE_TEST_EXISTS));
}

/* The exit status for `outcome`; main prints `fault` when it is a failure or, as text, a refusal.
 */
static GwExit
finish (Session *session, GwOutcome outcome, const GError *fault, GError **error)
{
  const GwCommon *common = session->run->common;
  const GwJid *jid = gw_attempt_jid (session->attempt);
  g_autofree char *address = jid ? gw_jid_to_string (jid) : NULL;
  const GwRegisterResult result = {
      .domain = session->domain,
      .address = address,
      .outcome = outcome,
      .error = fault,
      .keep = jid && is_kept (session, outcome) ? session->keep : NULL,
      .web_page = fault && gw_error_code (fault) == GW_ERROR_REFUSED_WEB_ONLY
                      ? gw_attempt_page (session->attempt)
                      : NULL,
  };

  if (outcome == GW_OUTCOME_FAILED) {
    g_propagate_error (error, g_error_copy (fault));
    return gw_error_exit (gw_error_code (fault));
  }
  if (common->json)
    gw_register_result_print_json (&result);
  else
    gw_register_result_print (&result);
  if (fault && !common->json)
    g_propagate_error (error, g_error_copy (fault));
  if (outcome == GW_OUTCOME_PENDING)
    return GW_EXIT_PENDING;
  return fault ? gw_error_exit (gw_error_code (fault)) : GW_EXIT_DONE;
}

/* It stopped at the form: here, or because the server refused something that can be mended. */
static GwExit
finish_at_form (Session *session, const GError *fault, GError **error)
{
  gboolean refused = gw_error_exit (gw_error_code (fault)) == GW_EXIT_REFUSED;

  return finish (session, refused ? GW_OUTCOME_REFUSED : GW_OUTCOME_FAILED, fault, error);
}

static GwExit
show_form (Session *session)
{
  const GwForm *form = gw_attempt_form (session->attempt);

  if (session->run->common->json) {
    gw_output_json (json_pack ("{s:i, s:s, s:b, s:s, s:o}", "version", 1, "domain", session->domain,
                               "dry_run", TRUE, "signup", gw_signup_name (gw_form_signup (form)),
                               "fields", gw_register_form_json (form)));
    return GW_EXIT_DONE;
  }
  g_autofree char *name = gw_domain_display (session->domain);
  gw_output_styled (GW_STYLE_PLAIN, _ ("A new address can be asked for at %s. Nothing was sent."),
                    name);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_register_form_print (form);
  return GW_EXIT_DONE;
}

static GwExit
carry_out (Session *session, GError **error)
{
  g_autoptr (GError) fault = NULL;

  session->attempt = gw_attempt_new (session->engine, &(GwAttemptPlan){.domain = session->domain},
                                     on_changed, session);
  show_progress (session);
  while (run_until_turn (session) == GW_ATTEMPT_FORM) {
    if (session->chosen->dry_run)
      return show_form (session);
    if (!may_go_on (session))
      return finish_at_form (session, gw_attempt_error (session->attempt), error);
    if (!submit (session, &fault))
      return finish_at_form (session, fault, error);
  }
  if (gw_attempt_state (session->attempt) == GW_ATTEMPT_WEB)
    return finish_at_form (session, gw_attempt_error (session->attempt), error);
  return finish (session, gw_attempt_outcome (session->attempt),
                 gw_attempt_error (session->attempt), error);
}

static GwExit
run (GwRun *run, GError **error)
{
  Session session = {.run = run, .chosen = run->options};
  GwExit status = GW_EXIT_GENERAL;

  if (prepare (&session, error)) {
    guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, &session);
    guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, &session);
    status = carry_out (&session, error);
    g_source_remove (interrupt);
    g_source_remove (terminate);
  }
  session_clear (&session);
  return status;
}

const GwCommand gw_command_register = {
    .name = "register",
    .usage = N_ ("DOMAIN [options]"),
    .summary = N_ ("get an XMPP address at a provider"),
    .text = N_ (
        "Asks the provider DOMAIN for a new XMPP address, logs in and sends a message to itself as "
        "proof. The password lies in a safe place before the provider is asked: in the keyring of "
        "this computer, in the file of --save, or with you. Example: gangway register "
        "open.example --name alice"),
    .options = options,
    .options_size = sizeof (RegisterOptions),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run,
};
