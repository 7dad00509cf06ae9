/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread of an attempt: its reports, its waiting, and one wish of the person after the other.
 */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "account/worker-private.h"
#include "base/error.h"
#include "base/limits.h"

void
gw_submission_free (GwSubmission *submission)
{
  if (submission == NULL)
    return;
  gw_jid_free (submission->jid);
  gw_secret_unref (submission->password);
  g_clear_pointer (&submission->answers, g_hash_table_unref);
  gw_keep_free (submission->keep);
  gw_extras_free (submission->extras);
  gw_wipe_free (submission->filled);
  g_free (submission);
}

/* --- reports -----------------------------------------------------------------------------------
 */

GwReport *
gw_report_new (GwAttemptState state)
{
  GwReport *report = g_new0 (GwReport, 1);

  report->state = state;
  return report;
}

void
gw_report_free (GwReport *report)
{
  if (report == NULL)
    return;
  gw_form_free (report->form);
  g_clear_error (&report->error);
  g_free (report->words);
  g_free (report->page);
  gw_jid_free (report->jid);
  gw_secret_unref (report->password);
  gw_journal_free (report->told);
  g_free (report);
}

void
gw_worker_tell (GwWorker *worker, GwReport *report)
{
  if (report->form) {
    worker->has_puzzle = gw_form_has_puzzle (report->form);
    worker->serial++;
  }
  report->serial = worker->serial;
  worker->report (report, worker->data);
}

void
gw_worker_tell_state (GwWorker *worker, GwAttemptState state)
{
  gw_worker_tell (worker, gw_report_new (state));
}

GwCourse
gw_worker_tell_form (GwWorker *worker, GwForm *form, GError *error, GwJournal *told)
{
  GwReport *report = gw_report_new (GW_ATTEMPT_FORM);

  report->form = form;
  report->error = error;
  report->told = told;
  gw_worker_tell (worker, report);
  return GW_GOES_ON;
}

GwCourse
gw_worker_tell_done (GwWorker *worker, GwOutcome outcome, GError *error, GwJournal *told)
{
  GwReport *report = gw_report_new (GW_ATTEMPT_DONE);

  report->outcome = outcome;
  report->error = error;
  report->told = told;
  gw_worker_tell (worker, report);
  return GW_OVER;
}

/* --- waiting for the person --------------------------------------------------------------------
 */

static void
wait_for_wake (int wake)
{
  guint64 count;

  while (read (wake, &count, sizeof count) < 0 && errno == EINTR)
    continue;
}

/* NONE as well when nobody wants anything yet. */
static GwWish
take_wish (GwWorker *worker, GwSubmission **submission)
{
  pthread_mutex_lock (&worker->mutex);
  GwWish wish = worker->wish;
  worker->wish = GW_WISH_NONE;
  *submission = g_steal_pointer (&worker->next);
  pthread_mutex_unlock (&worker->mutex);
  return wish;
}

/* The stream has ended while the person thinks. What is typed can be sent on another one, but a
 * puzzle went with it, and an answer to that one is worth nothing. */
static gboolean
needs_renewal (const GwWorker *worker)
{
  return worker->has_puzzle && worker->renewals < GW_LIMIT_RENEWALS;
}

/* Nobody waits for the person's next wish: it is there already. */
static gboolean
has_wish (GwWorker *worker)
{
  pthread_mutex_lock (&worker->mutex);
  gboolean has_one = worker->wish != GW_WISH_NONE;
  pthread_mutex_unlock (&worker->mutex);
  return has_one;
}

/* The person thinks. NONE: cancelled, or (*expired) the puzzle is to be renewed. */
static GwWish
await_wish (GwWorker *worker, GwSubmission **submission, gboolean *expired)
{
  GwWish wish = GW_WISH_NONE;

  *expired = FALSE;
  while (wish == GW_WISH_NONE && !g_cancellable_is_cancelled (worker->cancel)) {
    if (worker->strophe && !gw_strophe_idle (worker->strophe, worker->wake)) {
      g_clear_pointer (&worker->strophe, gw_strophe_free);
      *expired = needs_renewal (worker) && !has_wish (worker) &&
                 !g_cancellable_is_cancelled (worker->cancel);
      if (*expired)
        return GW_WISH_NONE;
    }
    wait_for_wake (worker->wake);
    wish = take_wish (worker, submission);
  }
  return wish;
}

/* --- the thread --------------------------------------------------------------------------------
 */

static GwCourse
end_cancelled (GwWorker *worker)
{
  gboolean was_away = worker->away != NULL;
  GError *error = NULL;

  gw_worker_leave_away (worker);
  gw_error_set (&error, GW_ERROR_CANCELLED, NULL, NULL);
  return gw_worker_tell_done (worker, was_away ? GW_OUTCOME_PENDING : GW_OUTCOME_FAILED, error,
                              NULL);
}

static GwCourse
renew_expired (GwWorker *worker)
{
  GError *why = NULL;

  worker->renewals++;
  gw_error_set (&why, GW_ERROR_REFUSED_PUZZLE_OLD, worker->domain, NULL);
  return gw_worker_fetch_anew (worker, why);
}

/* It was filled in when another form came: the person sees that one now. */
static GwCourse
turn_back_stale (GwWorker *worker)
{
  GError *why = NULL;

  gw_error_set (&why, GW_ERROR_REFUSED_PUZZLE_OLD, worker->domain, NULL);
  return gw_worker_tell_form (worker, NULL, why, NULL);
}

static GwCourse
take_turn (GwWorker *worker)
{
  g_autoptr (GwSubmission) submission = NULL;
  gboolean expired;
  GwWish wish = await_wish (worker, &submission, &expired);

  if (expired)
    return renew_expired (worker);
  if (wish == GW_WISH_NONE || g_cancellable_is_cancelled (worker->cancel))
    return end_cancelled (worker);
  worker->renewals = 0;
  if (wish == GW_WISH_TEST)
    return gw_worker_test_away (worker);
  if (wish == GW_WISH_RENEW)
    return gw_worker_fetch_anew (worker, NULL);
  if (worker->is_web)
    return gw_worker_go_away (worker, g_steal_pointer (&submission));
  return submission->serial == worker->serial ? gw_worker_carry_out (worker, submission)
                                              : turn_back_stale (worker);
}

static gpointer
work (gpointer data)
{
  GwWorker *worker = data;
  GwCourse course = gw_worker_begin (worker);

  while (course == GW_GOES_ON)
    course = take_turn (worker);
  g_clear_pointer (&worker->strophe, gw_strophe_free);
  gw_worker_leave_away (worker);
  return NULL;
}

GwWorker *
gw_worker_new (GwEngine *engine, const GwAttemptPlan *plan, GwReportFunc report, gpointer data)
{
  g_return_val_if_fail (engine != NULL && plan != NULL && report != NULL, NULL);

  GwWorker *worker = g_new0 (GwWorker, 1);
  worker->engine = engine;
  worker->domain = g_strdup (plan->domain);
  worker->token = g_strdup (plan->token);
  worker->web_page = g_strdup (plan->web_page);
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

static void
wish_for (GwWorker *worker, GwWish wish, GwSubmission *submission)
{
  pthread_mutex_lock (&worker->mutex);
  GwSubmission *forgotten = worker->next;
  worker->wish = wish;
  worker->next = submission;
  pthread_mutex_unlock (&worker->mutex);
  gw_submission_free (forgotten);
  wake_up (worker);
}

void
gw_worker_submit (GwWorker *worker, GwSubmission *submission)
{
  g_return_if_fail (worker != NULL && submission != NULL);

  wish_for (worker, GW_WISH_SUBMIT, submission);
}

void
gw_worker_renew (GwWorker *worker)
{
  g_return_if_fail (worker != NULL);

  wish_for (worker, GW_WISH_RENEW, NULL);
}

void
gw_worker_test (GwWorker *worker)
{
  g_return_if_fail (worker != NULL);

  wish_for (worker, GW_WISH_TEST, NULL);
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
  g_free (worker->page);
  g_free (worker->web_page);
  g_free (worker->token);
  g_free (worker->domain);
  g_free (worker);
}
