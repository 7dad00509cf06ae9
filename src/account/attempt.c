/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face's side of an attempt: what the last letter of the worker said, and the check of what the
 * person sends. */
#include "account/attempt.h"

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
  GError *error;
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
  if (report->form) {
    gw_form_free (attempt->form);
    attempt->form = g_steal_pointer (&report->form);
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
gw_attempt_new (GwEngine *engine, const char *domain, GwAttemptFunc changed, gpointer data)
{
  g_return_val_if_fail (engine != NULL && domain != NULL && changed != NULL, NULL);

  GwAttempt *attempt = g_new0 (GwAttempt, 1);
  attempt->domain = g_strdup (domain);
  attempt->changed = changed;
  attempt->data = data;
  attempt->state = GW_ATTEMPT_CONNECTING;
  attempt->box = gw_mailbox_new (NULL, 0);
  attempt->worker = gw_worker_new (engine, domain, on_report, attempt);
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

gboolean
gw_attempt_submit (GwAttempt *attempt, const char *localpart, GwSecret *password,
                   GHashTable *answers, const GwKeep *keep, GError **error)
{
  g_return_val_if_fail (attempt != NULL && attempt->state == GW_ATTEMPT_FORM, FALSE);
  g_return_val_if_fail (localpart != NULL && password != NULL, FALSE);

  if (keep == NULL) {
    gw_error_set (error, GW_ERROR_NOT_KEPT, attempt->domain, NULL);
    return FALSE;
  }
  g_autofree char *local = gw_localpart_normalize (localpart, error);
  if (local == NULL)
    return FALSE;
  /* Allowed (RFC 7622), but libstrophe and the apps built on it do not escape them in SCRAM (RFC
   * 5802 section 5.1): nobody could log in to prove the account. */
  if (strpbrk (local, "=,")) {
    gw_error_set (error, GW_ERROR_BAD_NAME, local, _ ("“=” and “,” do not work in every app"));
    return FALSE;
  }
  g_autoptr (GwJid) jid = gw_jid_new (local, attempt->domain);
  char *filled = gw_registration_fill (attempt->form, jid, password, answers, error);
  if (filled == NULL)
    return FALSE;

  GwSubmission *submission = g_new0 (GwSubmission, 1);
  submission->jid = gw_jid_copy (jid);
  submission->password = gw_secret_ref (password);
  submission->answers = answers ? copy_answers (answers) : NULL;
  submission->keep = gw_keep_copy (keep);
  submission->filled = filled;
  submission->had_puzzle = gw_form_field (attempt->form, GW_ROLE_PUZZLE) != NULL;

  gw_jid_free (attempt->jid);
  attempt->jid = g_steal_pointer (&jid);
  gw_secret_ref (password);
  gw_secret_unref (attempt->password);
  attempt->password = password;
  g_clear_error (&attempt->error);
  /* At once, so that nothing is sent twice; the worker's letter says the same. */
  attempt->state = GW_ATTEMPT_KEEPING;
  gw_worker_submit (attempt->worker, submission);
  return TRUE;
}
