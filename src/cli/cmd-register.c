/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway register: an XMPP address at one provider, from the form to the proof. */
#include <glib-unix.h>

#include "cli/ask.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/register-answers.h"
#include "cli/register-form.h"
#include "cli/register-invitation.h"
#include "cli/register-mend.h"
#include "cli/register-next.h"
#include "cli/register-place.h"
#include "cli/register-puzzle.h"
#include "cli/register-result.h"
#include "cli/register-wait.h"
#include "cli/register-web.h"

static const GwOpt options[] = {
    {"name", GW_OPT_TEXT, offsetof (GwRegisterOptions, name), N_ ("NAME"),
     N_ ("the part before the @; without it a name is suggested")},
    {"display-name", GW_OPT_TEXT, offsetof (GwRegisterOptions, display_name), N_ ("TEXT"),
     N_ ("the name that others see")},
    {"label", GW_OPT_TEXT, offsetof (GwRegisterOptions, label), N_ ("TEXT"),
     N_ ("what you call this account on this computer: work, friends")},
    {"ask-password", GW_OPT_FLAG, offsetof (GwRegisterOptions, ask_password), NULL,
     N_ ("type a password of your own; without it one is made")},
    {"password-fd", GW_OPT_NUMBER, offsetof (GwRegisterOptions, password_fd), N_ ("FD"),
     N_ ("read the password from this descriptor")},
    {"save", GW_OPT_TEXT, offsetof (GwRegisterOptions, save), N_ ("FILE"),
     N_ ("keep address and password in this new file, not in the keyring")},
    {"scan", GW_OPT_TEXT, offsetof (GwRegisterOptions, scan), N_ ("FILE"),
     N_ ("take the invitation from the code in this picture")},
    {"answers", GW_OPT_TEXT, offsetof (GwRegisterOptions, answers), N_ ("FILE"),
     N_ ("answer the form by lines NAME=TEXT (--dry-run --json names them); - reads standard "
         "input")},
    {"puzzle-command", GW_OPT_TEXT, offsetof (GwRegisterOptions, puzzle_command), N_ ("PROGRAM"),
     N_ ("run this program with the file of a puzzle; its first line is the answer")},
    {"next-on-refusal", GW_OPT_FLAG, offsetof (GwRegisterOptions, next_on_refusal), NULL,
     N_ ("where nobody is taken, go on with the next provider of the list, three times at most")},
    {"dry-run", GW_OPT_FLAG, offsetof (GwRegisterOptions, dry_run), NULL,
     N_ ("only fetch the form and say what would be asked")},
    {NULL},
};

/* --- before the provider is contacted ----------------------------------------------------------
 */

static gboolean
check_options (const GwRun *run, GError **error)
{
  const GwRegisterOptions *chosen = run->options;
  const char *word = run->arguments[0];

  if ((word == NULL) == (chosen->scan == NULL))
    return gw_opt_refuse (error, _ ("one of these is needed: a provider, an invitation, or --scan "
                                    "FILE"));
  if (chosen->ask_password && chosen->password_fd >= 0)
    return gw_opt_refuse (error, _ ("--ask-password and --password-fd do not go together"));
  if (chosen->ask_password && !gw_ask_is_possible ())
    return gw_opt_refuse (error, _ ("--ask-password needs a terminal"));
  if (word && g_str_equal (word, "-") && g_strcmp0 (chosen->answers, "-") == 0)
    return gw_opt_refuse (error, _ ("standard input cannot be read twice"));
  return TRUE;
}

static gboolean
choose_domain (GwRegister *self, GError **error)
{
  const char *word = self->run->arguments[0];

  if (word == NULL || gw_register_invitation_is_one (word))
    return gw_register_invitation_take (self, word, error);
  self->domain = gw_domain_normalize (word, error);
  return self->domain != NULL;
}

static gboolean
choose_name (GwRegister *self, GError **error)
{
  const GwRegisterOptions *chosen = self->chosen;

  if (self->name == NULL)
    self->name = chosen->name ? gw_localpart_normalize (chosen->name, error) : gw_name_suggest ();
  if (self->name && self->is_talk && chosen->name == NULL && !chosen->dry_run &&
      !self->run->common->quiet) {
    gw_output_say (GW_STYLE_DIM, _ ("Your name there: %s (--name takes another)"), self->name);
    gw_output_say (GW_STYLE_DIM, "\n");
  }
  return self->name != NULL;
}

static void
choose_extras (GwRegister *self)
{
  const GwInvitation *invitation = self->invitation;

  self->extras = gw_extras_new (self->chosen->label, self->chosen->display_name,
                                invitation ? invitation->inviter : NULL,
                                invitation ? invitation->token : NULL);
}

static gboolean
read_answers (GwRegister *self, GError **error)
{
  const char *path = self->chosen->answers;

  self->answers =
      path ? gw_register_answers_read (path, error)
           : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gw_wipe_free);
  return self->answers != NULL;
}

static gboolean
prepare (GwRegister *self, GError **error)
{
  if (!check_options (self->run, error) || !read_answers (self, error))
    return FALSE;
  self->engine = gw_engine_new (self->run->profile, error);
  if (self->engine == NULL || !choose_domain (self, error) || !choose_name (self, error))
    return FALSE;
  choose_extras (self);
  return self->chosen->dry_run || gw_register_place_choose (self, error);
}

/* --- one provider ------------------------------------------------------------------------------
 */

static gboolean
check_answers (GwRegister *self, GError **error)
{
  if (self->chosen->answers == NULL || self->rounds > 0 || self->tried->len > 0)
    return TRUE;
  return gw_register_answers_check (self->answers, gw_attempt_form (self->attempt), error);
}

/* The puzzle comes last: between its answer and the submit nothing can replace it. */
static gboolean
answer (GwRegister *self, GError **error)
{
  return gw_register_place_confirm (self, error) && gw_register_form_ask (self, error) &&
         (gw_register_await (self) != GW_ATTEMPT_FORM || gw_register_puzzle_ask (self, error));
}

/* TRUE: the attempt goes on. */
static gboolean
take_form_turn (GwRegister *self, GError **error)
{
  const GError *told = gw_attempt_error (self->attempt);
  g_autoptr (GError) why = told ? g_error_copy (told) : NULL;

  if (!check_answers (self, error))
    return FALSE;
  for (;;) {
    if (!gw_register_mend (self, why, error) || !answer (self, error))
      return FALSE;
    g_clear_error (&why);
    if (gw_register_await (self) != GW_ATTEMPT_FORM || gw_register_submit (self, &why))
      return TRUE;
  }
}

/* How it ended at this provider; `fault` NULL: verified. */
static GwOutcome
ask_provider (GwRegister *self, GError **fault)
{
  GwAttemptState state;

  gw_register_begin (self);
  while ((state = gw_register_await (self)) != GW_ATTEMPT_DONE) {
    gboolean goes_on = state == GW_ATTEMPT_FORM ? take_form_turn (self, fault)
                                                : gw_register_web_turn (self, fault);
    if (!goes_on && !self->stopped)
      return gw_error_exit (gw_error_code (*fault)) == GW_EXIT_REFUSED ? GW_OUTCOME_REFUSED
                                                                       : GW_OUTCOME_FAILED;
    if (!goes_on)
      g_clear_error (fault);
  }
  const GError *error = gw_attempt_error (self->attempt);
  *fault = error ? g_error_copy (error) : NULL;
  return gw_attempt_outcome (self->attempt);
}

/* --- the end -----------------------------------------------------------------------------------
 */

static GwExit
exit_of (GwOutcome outcome, const GError *fault)
{
  if (outcome == GW_OUTCOME_PENDING)
    return GW_EXIT_PENDING;
  return fault ? gw_error_exit (gw_error_code (fault)) : GW_EXIT_DONE;
}

/* The exit status for `outcome`; main prints `fault` of one that failed. */
static GwExit
finish (GwRegister *self, GwOutcome outcome, const GError *fault, GError **error)
{
  const GwRegisterResult result = {outcome, fault};

  if (outcome == GW_OUTCOME_FAILED)
    g_propagate_error (error, g_error_copy (fault));
  else if (self->run->common->json)
    gw_register_result_print_json (self, &result);
  else
    gw_register_result_print (self, &result);
  return exit_of (outcome, fault);
}

static GwExit
show_form (GwRegister *self)
{
  const GwForm *form = gw_attempt_form (self->attempt);

  if (self->run->common->json) {
    gw_output_json (json_pack ("{s:i, s:s, s:b, s:s, s:o}", "version", 1, "domain", self->domain,
                               "dry_run", TRUE, "signup", gw_signup_name (gw_form_signup (form)),
                               "fields", gw_register_form_json (form)));
    return GW_EXIT_DONE;
  }
  g_autofree char *name = gw_register_provider (self);
  gw_output_styled (GW_STYLE_PLAIN, _ ("A new address can be asked for at %s. Nothing was sent."),
                    name);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_register_form_print (form);
  return GW_EXIT_DONE;
}

static GwExit
only_look (GwRegister *self, GError **error)
{
  gw_register_begin (self);
  GwAttemptState state = gw_register_await (self);
  if (state == GW_ATTEMPT_FORM)
    return show_form (self);
  GwOutcome outcome =
      state == GW_ATTEMPT_DONE ? gw_attempt_outcome (self->attempt) : GW_OUTCOME_REFUSED;
  return finish (self, outcome, gw_attempt_error (self->attempt), error);
}

static gboolean
goes_on_elsewhere (GwRegister *self, GwOutcome outcome, const GError *fault)
{
  if (outcome != GW_OUTCOME_REFUSED || !gw_register_next_helps (self, fault))
    return FALSE;
  if (self->is_talk && !self->chosen->next_on_refusal && !self->is_told) {
    gw_register_mend_tell (self, fault);
    self->is_told = TRUE;
  }
  return gw_register_next (self, fault);
}

static GwExit
carry_out (GwRegister *self, GError **error)
{
  for (;;) {
    g_autoptr (GError) fault = NULL;
    GwOutcome outcome = ask_provider (self, &fault);
    if (outcome == GW_OUTCOME_REFUSED && gw_register_wait_is_worth (self, fault)) {
      gw_register_mend_tell (self, fault);
      if (gw_register_wait (self, gw_attempt_wait_seconds (self->attempt)))
        continue;
      gw_error_set (error, GW_ERROR_CANCELLED, self->domain, NULL);
      return GW_EXIT_CANCELLED;
    }
    if (!goes_on_elsewhere (self, outcome, fault))
      return finish (self, outcome, fault, error);
  }
}

static gboolean
on_signal (gpointer data)
{
  gw_register_stop (data);
  return G_SOURCE_CONTINUE;
}

static void
tried_free (gpointer data)
{
  GwTried *tried = data;

  g_free (tried->domain);
  g_free (tried);
}

static GwExit
run (GwRun *run, GError **error)
{
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  guint sources[G_N_ELEMENTS (signals)];
  GwRegister self = {.run = run, .chosen = run->options, .is_talk = gw_ask_is_possible ()};
  GwExit status = GW_EXIT_GENERAL;

  self.tried = g_ptr_array_new_with_free_func (tried_free);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], on_signal, &self);
  if (prepare (&self, error))
    status = self.chosen->dry_run ? only_look (&self, error) : carry_out (&self, error);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  gw_register_clear (&self);
  return status;
}

const GwCommand gw_command_register = {
    .name = "register",
    .usage = N_ ("DOMAIN|INVITATION [options]"),
    .summary = N_ ("get an XMPP address at a provider"),
    .text = N_ (
        "Asks the provider DOMAIN for a new XMPP address, logs in and sends a message to itself as "
        "proof. The password lies in a safe place before the provider is asked: in the keyring of "
        "this computer, in the file of --save, or with you. Example: gangway register "
        "open.example --name alice. An INVITATION is an xmpp: or https: link. It is worth an "
        "account, and other people on this computer see the words of a command: write - and give "
        "it on standard input, or take it from a picture by --scan."),
    .options = options,
    .options_size = sizeof (GwRegisterOptions),
    .min_arguments = 0,
    .max_arguments = 1,
    .run = run,
};
