/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form: fetched on a stream of its own, sent once, and what comes of it. */
#include "account/media.h"
#include "account/session.h"
#include "account/worker-private.h"
#include "base/error.h"
#include "base/i18n.h"
#include "providers/seen.h"

/* --- connection and form -----------------------------------------------------------------------
 */

static GwForm *
connect_and_fetch (GwWorker *worker, GwRefusal *refusal, GError **error)
{
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  worker->strophe =
      gw_registration_open (worker->engine, worker->domain, worker->token, worker->cancel, error);
  GwForm *form = worker->strophe ? gw_registration_fetch (worker->strophe, worker->domain,
                                                          worker->token, refusal, error)
                                 : NULL;
  if (form)
    gw_media_fetch (form, worker->strophe, worker->engine, worker->domain, worker->cancel);
  return form;
}

/* So that the next list shows it. Of what the person can mend, nothing is said about the provider.
 */
static void
remember_refusal (const GwWorker *worker, GwErrorCode code)
{
  GwFacts facts = {0};

  gw_facts_offer_text (&facts, GW_FACT_REFUSED, gw_error_name (code), GW_ORIGIN_REFUSAL,
                       gw_date_today ());
  gw_seen_save (worker->domain, &facts, NULL);
  gw_facts_clear (&facts);
}

static gboolean
is_mendable (GwErrorCode code)
{
  switch (code) {
  case GW_ERROR_REFUSED_NAME_TAKEN:
  case GW_ERROR_REFUSED_NAME:
  case GW_ERROR_REFUSED_PASSWORD:
  case GW_ERROR_REFUSED_PUZZLE:
  case GW_ERROR_REFUSED_PUZZLE_OLD:
  case GW_ERROR_REFUSED_EMAIL:
  case GW_ERROR_REFUSED_FIELDS:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Says something about the provider, not about this invitation or this one moment. */
static gboolean
is_lasting (GwErrorCode code)
{
  return gw_error_exit (code) == GW_EXIT_REFUSED && !is_mendable (code) &&
         code != GW_ERROR_REFUSED_TOKEN && code != GW_ERROR_REFUSED_BROKEN;
}

/* A page for new addresses, where the server itself has none: the plan's. */
static const char *
find_page (const GwWorker *worker, const GwForm *form, const GwRefusal *refusal, GwErrorCode code)
{
  if (form && form->web_page)
    return form->web_page;
  if (refusal->page)
    return refusal->page;
  return code == GW_ERROR_REFUSED_WEB_ONLY || code == GW_ERROR_REFUSED_CLOSED ? worker->web_page
                                                                              : NULL;
}

/* Without a form nothing goes on here; perhaps on a website. `form` and `error` are taken. */
static GwCourse
give_up (GwWorker *worker, GwForm *form, const GwRefusal *refusal, GError *error)
{
  GwErrorCode code = gw_error_code (error);
  g_autofree char *page = g_strdup (find_page (worker, form, refusal, code));

  gw_form_free (form);
  if (page)
    code = GW_ERROR_REFUSED_WEB_ONLY;
  if (is_lasting (code))
    remember_refusal (worker, code);
  if (page) {
    g_error_free (error);
    return gw_worker_offer_page (worker, page);
  }
  GwReport *report = gw_report_new (GW_ATTEMPT_DONE);
  report->outcome =
      gw_error_exit (code) == GW_EXIT_REFUSED ? GW_OUTCOME_REFUSED : GW_OUTCOME_FAILED;
  report->error = error;
  report->words = g_strdup (refusal->words);
  report->wait_s = refusal->wait_s;
  gw_worker_tell (worker, report);
  return GW_OVER;
}

/* TRUE when it is one that leads to an account here. */
static gboolean
check_form (const GwWorker *worker, const GwForm *form, GError **error)
{
  if (gw_form_signup (form) == GW_SIGNUP_WEB)
    gw_error_set (error, GW_ERROR_REFUSED_WEB_ONLY, worker->domain, NULL);
  else if (gw_form_field (form, GW_ROLE_USERNAME) == NULL ||
           gw_form_field (form, GW_ROLE_PASSWORD) == NULL)
    gw_error_set (error, GW_ERROR_REFUSED_FORM, worker->domain, NULL);
  else
    return TRUE;
  return FALSE;
}

GwCourse
gw_worker_begin (GwWorker *worker)
{
  GError *error = NULL;
  g_auto (GwRefusal) refusal = {0};
  g_autoptr (GwForm) form = connect_and_fetch (worker, &refusal, &error);

  if (form && check_form (worker, form, &error))
    return gw_worker_tell_form (worker, g_steal_pointer (&form), NULL, NULL);
  return give_up (worker, g_steal_pointer (&form), &refusal, error);
}

/* Where none comes, the old form stays: the next submit connects. */
GwCourse
gw_worker_fetch_anew (GwWorker *worker, GError *why)
{
  GError *error = NULL;
  g_auto (GwRefusal) refusal = {0};

  gw_worker_tell_state (worker, GW_ATTEMPT_CONNECTING);
  g_autoptr (GwForm) form = connect_and_fetch (worker, &refusal, &error);
  if (form && check_form (worker, form, &error))
    return gw_worker_tell_form (worker, g_steal_pointer (&form), why, NULL);
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  g_clear_error (&why);
  return gw_worker_tell_form (worker, NULL, error, NULL);
}

/* --- after the submit --------------------------------------------------------------------------
 */

static GwCourse
after_yes (GwWorker *worker, const GwSubmission *submission, GwJournal *journal)
{
  GError *error = NULL;

  /* From here on the account exists, whether or not this can be written down. */
  gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL);
  gw_worker_tell_state (worker, GW_ATTEMPT_LOGGING_IN);
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  GwLogin login = gw_session_prove (worker->engine, submission->jid, submission->password,
                                    submission->extras, worker->cancel, &error);
  return login == GW_LOGIN_PROVED ? gw_worker_finish_proved (worker, submission, journal)
                                  : gw_worker_finish_created (worker, submission, journal, error);
}

/* A fresh form, since a stream and a picture are good for one answer. Without one the old is shown
 * again; the next submit then connects. */
static GwCourse
let_mend (GwWorker *worker, GwJournal *journal, const GwRefusal *refusal, GError *error)
{
  g_auto (GwRefusal) ignored = {0};
  GwForm *form = connect_and_fetch (worker, &ignored, NULL);
  GwReport *report = gw_report_new (GW_ATTEMPT_FORM);

  if (form == NULL)
    g_clear_pointer (&worker->strophe, gw_strophe_free);
  report->form = form;
  report->error = error;
  report->words = g_strdup (refusal->words);
  report->told = journal;
  gw_worker_tell (worker, report);
  return GW_GOES_ON;
}

static GwCourse
after_no (GwWorker *worker, const GwSubmission *submission, GwJournal *journal,
          const GwRefusal *refusal, GError *error)
{
  GwErrorCode code = gw_error_code (error);

  /* A server that failed by itself may have made the account all the same. */
  if (code == GW_ERROR_REFUSED_BROKEN)
    return gw_worker_find_out (worker, submission, journal, error);
  gw_journal_advance (journal, GW_STAGE_REFUSED, gw_error_name (code), NULL);
  gw_stash_undo (worker->stash);
  if (is_mendable (code))
    return let_mend (worker, journal, refusal, error);
  if (is_lasting (code))
    remember_refusal (worker, code);
  GwReport *report = gw_report_new (GW_ATTEMPT_DONE);
  report->outcome = GW_OUTCOME_REFUSED;
  report->error = error;
  report->words = g_strdup (refusal->words);
  report->page = g_strdup (refusal->page);
  report->wait_s = refusal->wait_s;
  report->told = journal;
  gw_worker_tell (worker, report);
  return GW_OVER;
}

/* --- the submit --------------------------------------------------------------------------------
 */

void
gw_worker_step_back (GwWorker *worker, GwJournal *journal)
{
  gw_stash_undo (worker->stash);
  if (journal)
    gw_journal_close (journal, NULL);
  gw_journal_free (journal);
}

GwJournal *
gw_worker_keep (GwWorker *worker, const GwSubmission *submission, GError **error)
{
  GwJournal *journal = gw_journal_begin (submission->jid, submission->extras, error);

  if (journal &&
      gw_stash_put (worker->stash, submission->keep, submission->jid, submission->password,
                    error) &&
      gw_journal_kept (journal, submission->keep, error))
    return journal;
  gw_worker_step_back (worker, journal);
  return NULL;
}

/* The server ended the stream while the person thought. What was typed goes into a fresh form; a
 * fresh puzzle needs the person again. `*form` is set when it is to be shown. */
static gboolean
reconnect (GwWorker *worker, GwSubmission *submission, GwForm **form, GwRefusal *refusal,
           GError **error)
{
  gw_worker_tell_state (worker, GW_ATTEMPT_CONNECTING);
  *form = connect_and_fetch (worker, refusal, error);
  if (*form == NULL || !check_form (worker, *form, error))
    return FALSE;
  if (gw_form_has_puzzle (*form)) {
    gw_error_set (error, GW_ERROR_REFUSED_PUZZLE_OLD, worker->domain, NULL);
    return FALSE;
  }
  gw_wipe_free (submission->filled);
  submission->had_puzzle = FALSE;
  submission->filled = gw_registration_fill (*form, submission->jid, submission->password,
                                             submission->answers, error);
  return submission->filled != NULL;
}

/* No stream: the form is worth another try when the line was at fault, or the form is new. */
static GwCourse
after_failed_reconnect (GwWorker *worker, GwForm *form, const GwRefusal *refusal, GError *error)
{
  GwErrorCode code = gw_error_code (error);

  if (gw_error_exit (code) == GW_EXIT_NETWORK || is_mendable (code))
    return gw_worker_tell_form (worker, form, error, NULL);
  return give_up (worker, form, refusal, error);
}

static GwCourse
send_form (GwWorker *worker, const GwSubmission *submission, GwJournal *journal)
{
  GError *error = NULL;
  g_auto (GwRefusal) refusal = {0};

  gw_worker_tell_state (worker, GW_ATTEMPT_SUBMITTING);
  switch (gw_registration_submit (worker->strophe, worker->domain, submission->filled,
                                  submission->had_puzzle, worker->token != NULL, &refusal,
                                  &error)) {
  case GW_SUBMIT_ACCEPTED:
    return after_yes (worker, submission, journal);
  case GW_SUBMIT_REFUSED:
    return after_no (worker, submission, journal, &refusal, error);
  case GW_SUBMIT_UNKNOWN:
  default:
    return gw_worker_find_out (worker, submission, journal, error);
  }
}

GwCourse
gw_worker_carry_out (GwWorker *worker, GwSubmission *submission)
{
  GError *error = NULL;
  g_autoptr (GwForm) fresh = NULL;
  g_auto (GwRefusal) refusal = {0};

  gw_worker_tell_state (worker, GW_ATTEMPT_KEEPING);
  GwJournal *journal = gw_worker_keep (worker, submission, &error);
  if (journal == NULL)
    return gw_worker_tell_form (worker, NULL, error, NULL);
  if ((worker->strophe == NULL || !gw_strophe_is_open (worker->strophe)) &&
      !reconnect (worker, submission, &fresh, &refusal, &error)) {
    gw_worker_step_back (worker, journal);
    return after_failed_reconnect (worker, g_steal_pointer (&fresh), &refusal, error);
  }
  if (g_cancellable_is_cancelled (worker->cancel) ||
      !gw_journal_advance (journal, GW_STAGE_SUBMITTING, NULL, &error)) {
    gw_worker_step_back (worker, journal);
    return gw_worker_tell_form (worker, g_steal_pointer (&fresh), error, NULL);
  }
  return send_form (worker, submission, journal);
}
