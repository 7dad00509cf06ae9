/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening an account that was made here earlier. */
#include "open-account.h"

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const GwAccount *account = task_data;
  GError *error = NULL;
  GwSecret *password = gw_keep_load (account->keep, account->jid, &error);

  if (password)
    g_task_return_pointer (task, password, (GDestroyNotify)gw_secret_unref);
  else
    g_task_return_error (task, error);
}

void
gangway_open_account_run (GTask *task, const GwAccount *account, GwSecret *password)
{
  g_return_if_fail (G_IS_TASK (task) && account != NULL);

  g_task_set_task_data (task, gw_account_copy (account), (GDestroyNotify)gw_account_free);
  if (password)
    g_task_return_pointer (task, gw_secret_ref (password), (GDestroyNotify)gw_secret_unref);
  else
    g_task_run_in_thread (task, work);
}
