/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face's side of an attempt: what the last letter of the worker said, and the check of what the
 * person sends. */
#include "account/attempt.h"

#include "account/password.h"
#include "account/registration.h"
#include "account/worker.h"
#include "base/error.h"
#include "base/i18n.h"

struct _GwAttempt {
  char *domain;
  GwAttemptFunc changed;
  gpointer data;
  GwMailbox *box;
  GwWorker *worker;

  GwAttemptState state;
  GwForm *form;
  guint serial; /* of the form */
  GError *error;
  char *words, *page;
  gboolean is_kept;
  GwOutcome outcome;
  guint wait_s;
  GwJid *jid;
  GwSecret *password;
};

/* A report on its way. */
typedef struct {
  GwAttempt *attempt;
  GwReport *report;
} Letter;

static const char *const outcome_names[] = {
    [GW_OUTCOME_VERIFIED] = "verified", [GW_OUTCOME_CREATED] = "created",
    [GW_OUTCOME_PENDING] = "pending",   [GW_OUTCOME_REFUSED] = "refused",
    [GW_OUTCOME_FAILED] = "failed",
};

const char *
gw_outcome_name (GwOutcome outcome)
{
  g_return_val_if_fail ((guint)outcome < G_N_ELEMENTS (outcome_names), NULL);

  return outcome_names[outcome];
}

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  gw_report_free (letter->report);
  g_free (letter);
}

static void
take_over (GwAttempt *attempt, GwReport *report)
{
  attempt->state = report->state;
  attempt->outcome = report->outcome;
  attempt->wait_s = report->wait_s;
  g_clear_error (&attempt->error);
  attempt->error = g_steal_pointer (&report->error);
  g_free (attempt->words);
  attempt->words = g_steal_pointer (&report->words);
  attempt->is_kept = report->is_kept;
  if (report->page) {
    g_free (attempt->page);
    attempt->page = g_steal_pointer (&report->page);
  }
  if (report->form) {
    gw_form_free (attempt->form);
    attempt->form = g_steal_pointer (&report->form);
  }
  attempt->serial = report->serial;
  if (report->jid) {
    gw_jid_free (attempt->jid);
    attempt->jid = g_steal_pointer (&report->jid);
    gw_secret_unref (attempt->password);
    attempt->password = g_steal_pointer (&report->password);
  }
}

/* The face's thread. */
static void
deliver (gpointer data)
{
  Letter *letter = data;
  GwAttempt *attempt = letter->attempt;

  take_over (attempt, letter->report);
  attempt->changed (attempt, attempt->data);
  /* The attempt may be gone by now. The person knows: the journal need not remember. */
  if (letter->report->told)
    gw_journal_close (letter->report->told, NULL);
}

/* The worker's thread. */
static void
on_report (GwReport *report, gpointer data)
{
  GwAttempt *attempt = data;
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){attempt, report};
  gw_mailbox_put (attempt->box, deliver, letter, letter_free);
}

GwAttempt *
gw_attempt_new (GwEngine *engine, const GwAttemptPlan *plan, GwAttemptFunc changed, gpointer data)
{
  g_return_val_if_fail (engine != NULL && plan != NULL && changed != NULL, NULL);

  GwAttempt *attempt = g_new0 (GwAttempt, 1);
  attempt->domain = g_strdup (plan->domain);
  attempt->page = g_strdup (plan->web_page);
  attempt->changed = changed;
  attempt->data = data;
  attempt->state = GW_ATTEMPT_CONNECTING;
  attempt->box = gw_mailbox_new (NULL, 0);
  attempt->worker = gw_worker_new (engine, plan, on_report, attempt);
  return attempt;
}

void
gw_attempt_cancel (GwAttempt *attempt)
{
  g_return_if_fail (attempt != NULL);

  gw_worker_cancel (attempt->worker);
}

void
gw_attempt_free (GwAttempt *attempt)
{
  if (attempt == NULL)
    return;
  /* First the letters, then who writes them: the box is used until the thread has ended. */
  gw_mailbox_close (attempt->box);
  gw_worker_free (attempt->worker);
  gw_mailbox_unref (attempt->box);
  gw_form_free (attempt->form);
  g_clear_error (&attempt->error);
  g_free (attempt->words);
  g_free (attempt->page);
  gw_jid_free (attempt->jid);
  gw_secret_unref (attempt->password);
  g_free (attempt->domain);
  g_free (attempt);
}

GwAttemptState
gw_attempt_state (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, GW_ATTEMPT_DONE);

  return attempt->state;
}

const GwForm *
gw_attempt_form (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->form;
}

const GError *
gw_attempt_error (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->error;
}

const char *
gw_attempt_server_words (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->words;
}

const char *
gw_attempt_page (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->form && attempt->form->web_page ? attempt->form->web_page : attempt->page;
}

gboolean
gw_attempt_is_kept (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, FALSE);

  return attempt->is_kept;
}

GwOutcome
gw_attempt_outcome (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL && attempt->state == GW_ATTEMPT_DONE, GW_OUTCOME_FAILED);

  return attempt->outcome;
}

const GwJid *
gw_attempt_jid (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->jid;
}

GwSecret *
gw_attempt_password (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->password;
}

const char *
gw_attempt_domain (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, NULL);

  return attempt->domain;
}

guint
gw_attempt_wait_seconds (const GwAttempt *attempt)
{
  g_return_val_if_fail (attempt != NULL, 0);

  return attempt->wait_s;
}

static GHashTable *
copy_answers (GHashTable *answers)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer var, text;

  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &var, &text))
    g_hash_table_insert (copy, g_strdup (var), g_strdup (text));
  return copy;
}

/* The address to be, with a name that can be sent; NULL and GW_ERROR_BAD_NAME. */
static GwJid *
prepare_jid (const GwAttempt *attempt, const char *localpart, GError **error)
{
  g_autofree char *local = gw_localpart_normalize (localpart, error);

  if (local == NULL)
    return NULL;
  /* Allowed (RFC 7622), but libstrophe and the apps built on it do not escape them in SCRAM (RFC
   * 5802 section 5.1): nobody could log in to prove the account. */
  if (strpbrk (local, "=,")) {
    gw_error_set (error, GW_ERROR_BAD_NAME, local, _ ("“=” and “,” do not work in every app"));
    return NULL;
  }
  return gw_jid_new (local, attempt->domain);
}

static GwSubmission *
new_submission (const GwAttempt *attempt, const GwAttemptInput *input, GError **error)
{
  g_autoptr (GwSubmission) submission = g_new0 (GwSubmission, 1);

  submission->jid = prepare_jid (attempt, input->localpart, error);
  submission->password = submission->jid ? gw_password_prepare (input->password, error) : NULL;
  if (submission->password == NULL)
    return NULL;
  if (attempt->state == GW_ATTEMPT_FORM) {
    submission->filled = gw_registration_fill (attempt->form, submission->jid, submission->password,
                                               input->answers, error);
    if (submission->filled == NULL)
      return NULL;
    submission->had_puzzle = gw_form_has_puzzle (attempt->form);
  }
  submission->answers = input->answers ? copy_answers (input->answers) : NULL;
  submission->keep = gw_keep_copy (input->keep);
  submission->extras = gw_extras_copy (input->extras);
  submission->serial = attempt->serial;
  return g_steal_pointer (&submission);
}

gboolean
gw_attempt_submit (GwAttempt *attempt, const GwAttemptInput *input, GError **error)
{
  g_return_val_if_fail (attempt != NULL && input != NULL, FALSE);
  g_return_val_if_fail (attempt->state == GW_ATTEMPT_FORM || attempt->state == GW_ATTEMPT_WEB,
                        FALSE);
  g_return_val_if_fail (input->localpart != NULL && input->password != NULL, FALSE);

  if (input->keep == NULL) {
    gw_error_set (error, GW_ERROR_NOT_KEPT, attempt->domain, NULL);
    return FALSE;
  }
  GwSubmission *submission = new_submission (attempt, input, error);
  if (submission == NULL)
    return FALSE;

  gw_jid_free (attempt->jid);
  attempt->jid = gw_jid_copy (submission->jid);
  gw_secret_unref (attempt->password);
  attempt->password = gw_secret_ref (submission->password);
  g_clear_error (&attempt->error);
  /* At once, so that nothing is sent twice; the worker's letter says the same. */
  attempt->state = GW_ATTEMPT_KEEPING;
  gw_worker_submit (attempt->worker, submission);
  return TRUE;
}

void
gw_attempt_renew (GwAttempt *attempt)
{
  g_return_if_fail (attempt != NULL && attempt->state == GW_ATTEMPT_FORM);

  g_clear_error (&attempt->error);
  attempt->state = GW_ATTEMPT_CONNECTING;
  gw_worker_renew (attempt->worker);
}

void
gw_attempt_test (GwAttempt *attempt)
{
  g_return_if_fail (attempt != NULL && attempt->state == GW_ATTEMPT_WEB);

  g_clear_error (&attempt->error);
  attempt->state = GW_ATTEMPT_LOGGING_IN;
  gw_worker_test (attempt->worker);
}
