/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account at the end of the journey: made on it, opened again, or left behind by an earlier
 * run. */
#include "journey-private.h"
#include "open-account.h"
#include "settle.h"

/* --- the account --- */

static void
account_free (GangwayAccount *account)
{
  gw_jid_free (account->jid);
  gw_secret_unref (account->password);
  g_free (account->note);
  g_free (account);
}

void
journey_clear_account (GangwayJourney *self)
{
  g_clear_pointer (&self->account, account_free);
}

void
journey_set_account (GangwayJourney *self, const GwJid *jid, GwSecret *password, gboolean is_proved,
                     const char *note)
{
  journey_clear_account (self);
  self->account = g_new (GangwayAccount, 1);
  *self->account =
      (GangwayAccount){gw_jid_copy (jid), gw_secret_ref (password), is_proved, g_strdup (note)};
  journey_emit (self, JOURNEY_ACCOUNT_CHANGED);
}

const GangwayAccount *
gangway_journey_get_account (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->account;
}

/* --- attempts of an earlier run --- */

GPtrArray *
gangway_journey_list_open (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return gw_recover_list ();
}

void
gangway_journey_settle_async (GangwayJourney *self, const GwEntry *entry, GwSecret *password,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && entry);

  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, gangway_journey_settle_async);
  if (journey_ensure_engine (self, &error))
    gangway_settle_run (task, self->engine, entry, password);
  else
    g_task_return_error (task, error);
}

char *
gangway_journey_settle_finish (GangwayJourney *self, GAsyncResult *result, GwRecovered *outcome,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  GangwaySettled *settled = g_task_propagate_pointer (G_TASK (result), error);
  if (!settled)
    return NULL;
  *outcome = settled->outcome;
  if (settled->password &&
      (settled->outcome == GW_RECOVERED_VERIFIED || settled->outcome == GW_RECOVERED_CREATED))
    journey_set_account (self, settled->jid, settled->password,
                         settled->outcome == GW_RECOVERED_VERIFIED, settled->note);
  char *sentence = gangway_settled_sentence (settled);
  gangway_settled_free (settled);
  return sentence;
}

/* --- addresses that are there --- */

void
gangway_journey_open_account_async (GangwayJourney *self, const GwAccount *account,
                                    GwSecret *password, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && account);

  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, gangway_journey_open_account_async);
  gangway_open_account_run (task, account, password);
}

gboolean
gangway_journey_open_account_finish (GangwayJourney *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autoptr (GwSecret) password = g_task_propagate_pointer (G_TASK (result), error);
  const GwAccount *account = g_task_get_task_data (G_TASK (result));

  if (password)
    journey_set_account (self, account->jid, password, account->verified, NULL);
  return password != NULL;
}
