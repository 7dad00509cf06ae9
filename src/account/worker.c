/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a registration. Each function that ends the attempt or gives the turn back to the
 * person reports exactly once, as its last act. */
#include "account/worker.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "account/registration.h"
#include "account/session.h"
#include "account/stash.h"
#include "base/error.h"
#include "base/i18n.h"
#include "providers/seen.h"

struct _GwWorker {
  GwEngine *engine;
  char *domain;
  GwReportFunc report;
  gpointer data;
  GCancellable *cancel;
  GThread *thread;
  int wake; /* eventfd: there is a submission, or a cancel */
  pthread_mutex_t mutex;
  GwSubmission *next; /* under the mutex */

  /* the worker's thread */
  GwStrophe *strophe; /* NULL: not connected */
  GwStash *stash;     /* what this attempt itself has put somewhere */
};

typedef enum { GOES_ON, OVER } Course;

void
gw_submission_free (GwSubmission *submission)
{
  if (submission == NULL)
    return;
  gw_jid_free (submission->jid);
  gw_secret_unref (submission->password);
  g_clear_pointer (&submission->answers, g_hash_table_unref);
  gw_keep_free (submission->keep);
  gw_wipe_free (submission->filled);
  g_free (submission);
}

void
gw_report_free (GwReport *report)
{
  if (report == NULL)
    return;
  gw_form_free (report->form);
  g_clear_error (&report->error);
  gw_journal_free (report->told);
  g_free (report);
}

/* --- reports -----------------------------------------------------------------------------------
 */

static void
report_state (GwWorker *worker, GwAttemptState state)
{
  GwReport *report = g_new0 (GwReport, 1);

  report->state = state;
  worker->report (report, worker->data);
}

/* The person's turn. `form` (taken) NULL: the one from before; `error` and `told` are taken. */
static Course
report_form (GwWorker *worker, GwForm *form, GError *error, GwJournal *told)
{
  GwReport *report = g_new0 (GwReport, 1);

  report->state = GW_ATTEMPT_FORM;
  report->form = form;
  report->error = error;
  report->told = told;
  worker->report (report, worker->data);
  return GOES_ON;
}

/* `error` and `told` are taken. */
static Course
report_done (GwWorker *worker, GwOutcome outcome, GError *error, GwJournal *told, guint wait_s)
{
  GwReport *report = g_new0 (GwReport, 1);

  report->state = GW_ATTEMPT_DONE;
  report->outcome = outcome;
  report->error = error;
  report->told = told;
  report->wait_s = wait_s;
  worker->report (report, worker->data);
  return OVER;
}

/* --- connection and form -----------------------------------------------------------------------
 */

static GwForm *
connect_and_fetch (GwWorker *worker, GError **error)
{
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  worker->strophe = gw_registration_open (worker->engine, worker->domain, worker->cancel, error);
  return worker->strophe ? gw_registration_fetch (worker->strophe, worker->domain, error) : NULL;
}

/* So that the next list shows it. Of what the person can mend, nothing is said about the provider.
 */
static void
remember_refusal (const GwWorker *worker, const GError *error)
{
  GwFacts facts = {0};

  gw_facts_offer_text (&facts, GW_FACT_REFUSED, gw_error_name (gw_error_code (error)),
                       GW_ORIGIN_REFUSAL, gw_date_today ());
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

/* Without a form nothing goes on. `form` (taken): shown for its web page; NULL: none. */
static Course
give_up (GwWorker *worker, GwForm *form, GError *error)
{
  gboolean refused = gw_error_exit (gw_error_code (error)) == GW_EXIT_REFUSED;
  GwReport *report = g_new0 (GwReport, 1);

  if (refused)
    remember_refusal (worker, error);
  report->state = GW_ATTEMPT_DONE;
  report->outcome = refused ? GW_OUTCOME_REFUSED : GW_OUTCOME_FAILED;
  report->form = form;
  report->error = error;
  worker->report (report, worker->data);
  return OVER;
}

/* TRUE when it is one that leads to an account here. */
static gboolean
check_form (const GwWorker *worker, const GwForm *form, GError **error)
{
  if (gw_form_signup (form) == GW_SIGNUP_WEB)
    gw_error_set (error, GW_ERROR_REFUSED_WEB_ONLY, worker->domain, form->web_page);
  else if (gw_form_field (form, GW_ROLE_USERNAME) == NULL ||
           gw_form_field (form, GW_ROLE_PASSWORD) == NULL)
    gw_error_set (error, GW_ERROR_REFUSED_FORM, worker->domain, NULL);
  else
    return TRUE;
  return FALSE;
}

static Course
begin (GwWorker *worker)
{
  GError *error = NULL;
  g_autoptr (GwForm) form = connect_and_fetch (worker, &error);

  if (form && check_form (worker, form, &error))
    return report_form (worker, g_steal_pointer (&form), NULL, NULL);
  return give_up (worker, g_steal_pointer (&form), error);
}

/* --- after the submit --------------------------------------------------------------------------
 */

static Course
finish_proved (GwWorker *worker, GwJournal *journal)
{
  gw_journal_advance (journal, GW_STAGE_VERIFIED, NULL, NULL);
  return report_done (worker, GW_OUTCOME_VERIFIED, NULL, journal, 0);
}

/* The entry stays, for the proof another time. */
static Course
finish_created (GwWorker *worker, GwJournal *journal, GError *error)
{
  gw_journal_free (journal);
  return report_done (worker, GW_OUTCOME_CREATED, error, NULL, 0);
}

static Course
after_yes (GwWorker *worker, const GwSubmission *submission, GwJournal *journal)
{
  GError *error = NULL;

  /* From here on the account exists, whether or not this can be written down. */
  gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL);
  report_state (worker, GW_ATTEMPT_LOGGING_IN);
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  GwLogin login = gw_session_prove (worker->engine, submission->jid, submission->password,
                                    worker->cancel, &error);
  return login == GW_LOGIN_PROVED ? finish_proved (worker, journal)
                                  : finish_created (worker, journal, error);
}

static Course
after_no (GwWorker *worker, GwJournal *journal, GError *refusal, guint wait_s)
{
  GwErrorCode code = gw_error_code (refusal);

  gw_journal_advance (journal, GW_STAGE_REFUSED, gw_error_name (code), NULL);
  gw_stash_undo (worker->stash);
  if (!is_mendable (code)) {
    remember_refusal (worker, refusal);
    return report_done (worker, GW_OUTCOME_REFUSED, refusal, journal, wait_s);
  }
  /* A stream and a picture are good for one answer. Without a new form the old one is shown again;
   * the next submit then connects. */
  GwForm *form = connect_and_fetch (worker, NULL);
  if (form == NULL)
    g_clear_pointer (&worker->strophe, gw_strophe_free);
  return report_form (worker, form, refusal, journal);
}

static Course
still_unknown (GwWorker *worker, GwJournal *journal)
{
  GError *error = NULL;

  gw_journal_free (journal);
  gw_error_set (&error, GW_ERROR_PENDING, worker->domain, NULL);
  return report_done (worker, GW_OUTCOME_PENDING, error, NULL, 0);
}

/* No answer to the submit (`code` says why): one login tells, if there is a connection at all. A
 * server that was only slow may still make the account after it has refused the login. */
static Course
after_silence (GwWorker *worker, const GwSubmission *submission, GwJournal *journal,
               GwErrorCode code)
{
  GError *error = NULL;

  g_clear_pointer (&worker->strophe, gw_strophe_free);
  if (g_cancellable_is_cancelled (worker->cancel))
    return still_unknown (worker, journal);
  GwLogin login = gw_session_prove (worker->engine, submission->jid, submission->password,
                                    worker->cancel, &error);
  if (login == GW_LOGIN_PROVED || login == GW_LOGIN_ONLY)
    gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL);
  if (login == GW_LOGIN_PROVED)
    return finish_proved (worker, journal);
  if (login == GW_LOGIN_ONLY)
    return finish_created (worker, journal, error);
  g_clear_error (&error);
  if (login == GW_LOGIN_NO_CONNECTION || code == GW_ERROR_TIMEOUT)
    return still_unknown (worker, journal);
  gw_journal_advance (journal, GW_STAGE_REFUSED, gw_error_name (GW_ERROR_HANGUP), NULL);
  gw_error_set (&error, GW_ERROR_HANGUP, worker->domain, _ ("no address was made"));
  return report_done (worker, GW_OUTCOME_REFUSED, error, journal, 0);
}

/* --- the submit --------------------------------------------------------------------------------
 */

/* Nothing was sent: what this attempt stored is taken away again, and the entry is closed. */
static void
step_back (GwWorker *worker, GwJournal *journal)
{
  gw_stash_undo (worker->stash);
  if (journal)
    gw_journal_close (journal, NULL);
  gw_journal_free (journal);
}

/* An entry at KEPT, or NULL. */
static GwJournal *
keep_password (GwWorker *worker, const GwSubmission *submission, GError **error)
{
  GwJournal *journal = gw_journal_begin (submission->jid, error);

  if (journal &&
      gw_stash_put (worker->stash, submission->keep, submission->jid, submission->password,
                    error) &&
      gw_journal_kept (journal, submission->keep, error))
    return journal;
  step_back (worker, journal);
  return NULL;
}

/* The server ended the stream while the person thought. What was typed goes into a fresh form; a
 * fresh picture needs the person again. `*form` is set when it is to be shown. */
static gboolean
reconnect (GwWorker *worker, GwSubmission *submission, GwForm **form, GError **error)
{
  report_state (worker, GW_ATTEMPT_CONNECTING);
  *form = connect_and_fetch (worker, error);
  if (*form == NULL || !check_form (worker, *form, error))
    return FALSE;
  if (gw_form_field (*form, GW_ROLE_PUZZLE)) {
    gw_error_set (error, GW_ERROR_HANGUP, worker->domain, _ ("here is a new picture"));
    return FALSE;
  }
  gw_wipe_free (submission->filled);
  submission->had_puzzle = FALSE;
  submission->filled = gw_registration_fill (*form, submission->jid, submission->password,
                                             submission->answers, error);
  return submission->filled != NULL;
}

/* No stream: the form is worth another try when the line was at fault, or the form is new. */
static Course
after_failed_reconnect (GwWorker *worker, GwForm *form, GError *error)
{
  GwErrorCode code = gw_error_code (error);

  if (gw_error_exit (code) == GW_EXIT_NETWORK || code == GW_ERROR_REFUSED_FIELDS)
    return report_form (worker, form, error, NULL);
  return give_up (worker, form, error);
}

static Course
send_form (GwWorker *worker, const GwSubmission *submission, GwJournal *journal)
{
  GError *error = NULL;
  guint wait_s = 0;
  GwErrorCode code;

  report_state (worker, GW_ATTEMPT_SUBMITTING);
  switch (gw_registration_submit (worker->strophe, worker->domain, submission->filled,
                                  submission->had_puzzle, &wait_s, &error)) {
  case GW_SUBMIT_ACCEPTED:
    return after_yes (worker, submission, journal);
  case GW_SUBMIT_REFUSED:
    return after_no (worker, journal, error, wait_s);
  case GW_SUBMIT_UNKNOWN:
  default:
    code = gw_error_code (error);
    g_clear_error (&error);
    return after_silence (worker, submission, journal, code);
  }
}

static Course
carry_out (GwWorker *worker, GwSubmission *submission)
{
  GError *error = NULL;
  g_autoptr (GwForm) fresh = NULL;

  report_state (worker, GW_ATTEMPT_KEEPING);
  GwJournal *journal = keep_password (worker, submission, &error);
  if (journal == NULL)
    return report_form (worker, NULL, error, NULL);
  if ((worker->strophe == NULL || !gw_strophe_is_open (worker->strophe)) &&
      !reconnect (worker, submission, &fresh, &error)) {
    step_back (worker, journal);
    return after_failed_reconnect (worker, g_steal_pointer (&fresh), error);
  }
  if (g_cancellable_is_cancelled (worker->cancel) ||
      !gw_journal_advance (journal, GW_STAGE_SUBMITTING, NULL, &error)) {
    step_back (worker, journal);
    return report_form (worker, g_steal_pointer (&fresh), error, NULL);
  }
  return send_form (worker, submission, journal);
}

/* --- the thread --------------------------------------------------------------------------------
 */

static void
wait_for_wake (int wake)
{
  guint64 count;

  while (read (wake, &count, sizeof count) < 0 && errno == EINTR)
    continue;
}

/* The person thinks. NULL: cancelled. */
static GwSubmission *
await_submission (GwWorker *worker)
{
  GwSubmission *submission = NULL;

  while (submission == NULL && !g_cancellable_is_cancelled (worker->cancel)) {
    if (worker->strophe && !gw_strophe_idle (worker->strophe, worker->wake))
      g_clear_pointer (&worker->strophe, gw_strophe_free);
    wait_for_wake (worker->wake);
    pthread_mutex_lock (&worker->mutex);
    submission = g_steal_pointer (&worker->next);
    pthread_mutex_unlock (&worker->mutex);
  }
  return submission;
}

static gpointer
work (gpointer data)
{
  GwWorker *worker = data;
  Course course = begin (worker);

  while (course == GOES_ON) {
    GwSubmission *submission = await_submission (worker);
    if (submission && !g_cancellable_is_cancelled (worker->cancel)) {
      course = carry_out (worker, submission);
    } else {
      GError *error = NULL;
      gw_error_set (&error, GW_ERROR_CANCELLED, NULL, NULL);
      course = report_done (worker, GW_OUTCOME_FAILED, error, NULL, 0);
    }
    gw_submission_free (submission);
  }
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  return NULL;
}

GwWorker *
gw_worker_new (GwEngine *engine, const char *domain, GwReportFunc report, gpointer data)
{
  g_return_val_if_fail (engine != NULL && domain != NULL && report != NULL, NULL);

  GwWorker *worker = g_new0 (GwWorker, 1);
  worker->engine = engine;
  worker->domain = g_strdup (domain);
  worker->report = report;
  worker->data = data;
  worker->cancel = g_cancellable_new ();
  worker->stash = gw_stash_new ();
  worker->wake = eventfd (0, EFD_CLOEXEC);
  pthread_mutex_init (&worker->mutex, NULL);
  worker->thread = g_thread_new ("attempt", work, worker);
  return worker;
}

static void
wake_up (GwWorker *worker)
{
  guint64 one = 1;

  while (write (worker->wake, &one, sizeof one) < 0 && errno == EINTR)
    continue;
}

void
gw_worker_submit (GwWorker *worker, GwSubmission *submission)
{
  g_return_if_fail (worker != NULL && submission != NULL);

  pthread_mutex_lock (&worker->mutex);
  GwSubmission *forgotten = worker->next;
  worker->next = submission;
  pthread_mutex_unlock (&worker->mutex);
  gw_submission_free (forgotten);
  wake_up (worker);
}

void
gw_worker_cancel (GwWorker *worker)
{
  g_return_if_fail (worker != NULL);

  g_cancellable_cancel (worker->cancel);
  wake_up (worker);
}

void
gw_worker_free (GwWorker *worker)
{
  if (worker == NULL)
    return;
  gw_worker_cancel (worker);
  g_thread_join (worker->thread);
  close (worker->wake);
  gw_submission_free (worker->next);
  gw_stash_free (worker->stash);
  g_object_unref (worker->cancel);
  pthread_mutex_destroy (&worker->mutex);
  g_free (worker->domain);
  g_free (worker);
}
