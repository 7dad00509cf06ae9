/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a login shows of an account, and what is written down of it. */
#include "account/accounts.h"
#include "account/session.h"
#include "account/worker-private.h"
#include "base/error.h"
#include "base/i18n.h"

/* FALSE: it could not be written, and the journal has to remember the account. */
static gboolean
note_account (const GwSubmission *submission, gboolean verified)
{
  const char *label = submission->extras ? submission->extras->label : NULL;

  return gw_accounts_note (submission->jid, submission->keep, label, verified, NULL);
}

/* By website it may be another one than was typed last. */
static GwCourse
tell_account (GwWorker *worker, GwOutcome outcome, const GwSubmission *submission, GError *error,
              GwJournal *told)
{
  GwReport *report = gw_report_new (GW_ATTEMPT_DONE);

  report->outcome = outcome;
  report->error = error;
  report->told = told;
  report->jid = gw_jid_copy (submission->jid);
  report->password = gw_secret_ref (submission->password);
  gw_worker_tell (worker, report);
  return GW_OVER;
}

GwCourse
gw_worker_finish_proved (GwWorker *worker, const GwSubmission *submission, GwJournal *journal)
{
  gw_journal_advance (journal, GW_STAGE_VERIFIED, NULL, NULL);
  if (!note_account (submission, TRUE))
    g_clear_pointer (&journal, gw_journal_free);
  return tell_account (worker, GW_OUTCOME_VERIFIED, submission, NULL, journal);
}

/* The entry stays, for the proof another time. */
GwCourse
gw_worker_finish_created (GwWorker *worker, const GwSubmission *submission, GwJournal *journal,
                          GError *error)
{
  if (gw_journal_entry (journal)->stage < GW_STAGE_CREATED)
    gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL);
  note_account (submission, FALSE);
  gw_journal_free (journal);
  return tell_account (worker, GW_OUTCOME_CREATED, submission, error, NULL);
}

static GwCourse
still_unknown (GwWorker *worker, GwJournal *journal)
{
  GError *error = NULL;

  gw_journal_free (journal);
  gw_error_set (&error, GW_ERROR_PENDING, worker->domain, NULL);
  return gw_worker_tell_done (worker, GW_OUTCOME_PENDING, error, NULL);
}

static GwCourse
puzzle_has_gone (GwWorker *worker, GwJournal *journal)
{
  GError *why = NULL;

  gw_journal_close (journal, NULL);
  gw_journal_free (journal);
  gw_error_set (&why, GW_ERROR_REFUSED_PUZZLE_OLD, worker->domain, NULL);
  return gw_worker_fetch_anew (worker, why);
}

/* The login was decidedly refused. A server that was only slow may still make the account
 * afterwards; one that answered or left will not. */
static GwCourse
was_not_made (GwWorker *worker, const GwSubmission *submission, GwJournal *journal, GError *error)
{
  GwErrorCode code = gw_error_code (error);

  if (code == GW_ERROR_TIMEOUT) {
    g_error_free (error);
    return still_unknown (worker, journal);
  }
  gw_journal_advance (journal, GW_STAGE_REFUSED, gw_error_name (code), NULL);
  gw_stash_undo (worker->stash);
  if (code == GW_ERROR_HANGUP) {
    g_clear_error (&error);
    /* It ended the stream just when the answer to its puzzle was on the way. */
    if (submission->had_puzzle)
      return puzzle_has_gone (worker, journal);
    gw_error_set (&error, code, worker->domain, _ ("no address was made"));
  }
  return gw_worker_tell_done (worker, GW_OUTCOME_REFUSED, error, journal);
}

GwCourse
gw_worker_find_out (GwWorker *worker, const GwSubmission *submission, GwJournal *journal,
                    GError *error)
{
  GError *fault = NULL;

  g_clear_pointer (&worker->strophe, gw_strophe_free);
  GwLogin login = g_cancellable_is_cancelled (worker->cancel)
                      ? GW_LOGIN_NO_CONNECTION
                      : gw_session_prove (worker->engine, submission->jid, submission->password,
                                          submission->extras, worker->cancel, &fault);
  if (login == GW_LOGIN_REFUSED) {
    g_clear_error (&fault);
    return was_not_made (worker, submission, journal, error);
  }
  g_clear_error (&error);
  if (login == GW_LOGIN_ONLY)
    return gw_worker_finish_created (worker, submission, journal, fault);
  g_clear_error (&fault);
  return login == GW_LOGIN_PROVED ? gw_worker_finish_proved (worker, submission, journal)
                                  : still_unknown (worker, journal);
}
