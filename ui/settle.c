/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settling one attempt of an earlier run. */
#include "settle.h"

typedef struct {
  GwEngine *engine;
  char *id;
  GwJid *jid;
  GwKeep *keep;
  GwSecret *password;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->id);
  gw_jid_free (job->jid);
  g_clear_pointer (&job->keep, gw_keep_free);
  gw_secret_unref (job->password);
  g_free (job);
}

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  g_autoptr (GError) error = NULL;
  GangwaySettled *settled = g_new0 (GangwaySettled, 1);

  settled->jid = gw_jid_copy (job->jid);
  if (job->password)
    settled->password = gw_secret_ref (job->password);
  else if (job->keep)
    settled->password = gw_keep_load (job->keep, job->jid, NULL);
  settled->outcome = gw_recover_one (job->engine, job->id, job->password, cancellable, &error);
  settled->note = error ? g_strdup (error->message) : NULL;
  g_task_return_pointer (task, settled, (GDestroyNotify)gangway_settled_free);
}

void
gangway_settle_run (GTask *task, GwEngine *engine, const GwEntry *entry, GwSecret *password)
{
  g_return_if_fail (G_IS_TASK (task) && engine != NULL && entry != NULL);

  Job *job = g_new (Job, 1);
  *job = (Job){engine, g_strdup (entry->id), gw_jid_copy (entry->jid),
               entry->keep ? gw_keep_copy (entry->keep) : NULL,
               password ? gw_secret_ref (password) : NULL};
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, work);
}

/* Each takes the address once. */
static const char *
sentence_of (GwRecovered outcome)
{
  switch (outcome) {
  case GW_RECOVERED_VERIFIED:
    return _ ("%s exists and works.");
  case GW_RECOVERED_CREATED:
    return _ ("%s exists.");
  case GW_RECOVERED_NOT_CREATED:
  case GW_RECOVERED_REFUSED:
    return _ ("%s was not created.");
  case GW_RECOVERED_AWAY:
    return _ ("%s does not work yet. Finish the registration on the website.");
  case GW_RECOVERED_PENDING:
    return _ ("Nothing is known yet about %s: there is no connection.");
  case GW_RECOVERED_NO_PASSWORD:
    return _ ("The password of %s is needed to find out.");
  case GW_RECOVERED_HELD:
    return _ ("Another window is busy with %s right now.");
  }
  g_assert_not_reached ();
}

char *
gangway_settled_sentence (const GangwaySettled *settled)
{
  g_return_val_if_fail (settled != NULL, NULL);

  g_autofree char *domain = gw_domain_display (settled->jid->domain);
  g_autofree char *address = g_strdup_printf ("%s@%s", settled->jid->local, domain);
  g_auto (GStrv) parts = g_strsplit (sentence_of (settled->outcome), "%s", 2);

  return g_strjoinv (address, parts);
}

void
gangway_settled_free (GangwaySettled *settled)
{
  gw_jid_free (settled->jid);
  gw_secret_unref (settled->password);
  g_free (settled->note);
  g_free (settled);
}
