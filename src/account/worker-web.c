/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A registration that the person makes on the provider's website: the password is kept and the
 * journal says so before the page is opened, and a login tells how it went. */
#include "account/worker-private.h"

#include "account/session.h"
#include "base/error.h"

static GwCourse
tell_web (GwWorker *worker, GError *error)
{
  GwReport *report = gw_report_new (GW_ATTEMPT_WEB);

  report->error = error;
  report->page = g_strdup (worker->page);
  report->is_kept = worker->away != NULL;
  gw_worker_tell (worker, report);
  return GW_GOES_ON;
}

GwCourse
gw_worker_offer_page (GwWorker *worker, const char *page)
{
  GError *error = NULL;

  g_clear_pointer (&worker->strophe, gw_strophe_free);
  worker->is_web = TRUE;
  worker->page = g_strdup (page);
  gw_error_set (&error, GW_ERROR_REFUSED_WEB_ONLY, worker->domain, NULL);
  return tell_web (worker, error);
}

static GError *
new_error (const GwWorker *worker, GwErrorCode code)
{
  GError *error = NULL;

  gw_error_set (&error, code, worker->domain, NULL);
  return error;
}

void
gw_worker_leave_away (GwWorker *worker)
{
  g_clear_pointer (&worker->journal, gw_journal_free);
  g_clear_pointer (&worker->away, gw_submission_free);
}

static gboolean
is_same (const GwSubmission *a, const GwSubmission *b)
{
  return g_str_equal (a->jid->local, b->jid->local) && gw_secret_equal (a->password, b->password) &&
         a->keep->kind == b->keep->kind && g_strcmp0 (a->keep->path, b->keep->path) == 0;
}

/* Keeps the password of `submission` (taken) and says so. */
static GwCourse
keep_and_go (GwWorker *worker, GwSubmission *submission)
{
  GError *error = NULL;
  GwJournal *journal = gw_worker_keep (worker, submission, &error);

  if (journal && gw_journal_away (journal, worker->page, &error)) {
    worker->away = submission;
    worker->journal = journal;
    return tell_web (worker, new_error (worker, GW_ERROR_REFUSED_WEB_ONLY));
  }
  if (journal)
    gw_worker_step_back (worker, journal);
  gw_submission_free (submission);
  return tell_web (worker, error);
}

/* The login of what is kept. TRUE: it was decidedly refused, and *course is not set. */
static gboolean
is_refused (GwWorker *worker, GwCourse *course)
{
  const GwSubmission *away = worker->away;
  GError *error = NULL;

  switch (gw_session_prove (worker->engine, away->jid, away->password, away->extras, worker->cancel,
                            &error)) {
  case GW_LOGIN_PROVED:
    *course = gw_worker_finish_proved (worker, away, g_steal_pointer (&worker->journal));
    return FALSE;
  case GW_LOGIN_ONLY:
    *course = gw_worker_finish_created (worker, away, g_steal_pointer (&worker->journal), error);
    return FALSE;
  case GW_LOGIN_NO_CONNECTION:
  default:
    *course = tell_web (worker, error);
    return FALSE;
  case GW_LOGIN_REFUSED:
    g_clear_error (&error);
    return TRUE;
  }
}

/* Another name or password than before: the person may have registered with the first one all the
 * same, so that is thrown away only after the server has refused it. */
GwCourse
gw_worker_go_away (GwWorker *worker, GwSubmission *submission)
{
  GwCourse course;

  if (worker->away && is_same (worker->away, submission)) {
    gw_submission_free (submission);
    return tell_web (worker, new_error (worker, GW_ERROR_REFUSED_WEB_ONLY));
  }
  gw_worker_tell_state (worker, GW_ATTEMPT_KEEPING);
  if (worker->away) {
    if (!is_refused (worker, &course)) {
      gw_submission_free (submission);
      return course;
    }
    gw_worker_step_back (worker, g_steal_pointer (&worker->journal));
    g_clear_pointer (&worker->away, gw_submission_free);
  }
  return keep_and_go (worker, submission);
}

GwCourse
gw_worker_test_away (GwWorker *worker)
{
  GwCourse course;

  if (worker->away == NULL)
    return tell_web (worker, new_error (worker, GW_ERROR_NOT_KEPT));
  gw_worker_tell_state (worker, GW_ATTEMPT_LOGGING_IN);
  return is_refused (worker, &course) ? tell_web (worker, new_error (worker, GW_ERROR_NOT_YET))
                                      : course;
}
