/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels are told from addresses by the @. */
#include "cli/account-named.h"

#include "cli/opt.h"

GwJid *
gw_account_named (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (GPtrArray) accounts = strchr (text, '@') ? NULL : gw_accounts_list (NULL);
  const GwJid *found = NULL;

  for (guint i = 0; accounts && i < accounts->len; i++) {
    const GwAccount *account = g_ptr_array_index (accounts, i);
    if (g_strcmp0 (account->label, text) != 0)
      continue;
    if (found) {
      gw_opt_refuse (error, _ ("several accounts have the label “%s”: name the address"), text);
      return NULL;
    }
    found = account->jid;
  }
  return found ? gw_jid_copy (found) : gw_jid_parse (text, error);
}
