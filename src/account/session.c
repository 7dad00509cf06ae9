/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A login and its proof, in one go. */
#include "account/session.h"

#include "account/introduce.h"
#include "account/strophe.h"

GwLogin
gw_session_prove (GwEngine *engine, const GwJid *jid, GwSecret *password, const GwExtras *extras,
                  GCancellable *cancel, GError **error)
{
  g_return_val_if_fail (engine != NULL && jid != NULL && password != NULL, GW_LOGIN_NO_CONNECTION);

  gboolean refused = FALSE;
  g_autoptr (GwStrophe) strophe = gw_strophe_login (engine, jid, password, cancel, &refused, error);

  if (strophe == NULL)
    return refused ? GW_LOGIN_REFUSED : GW_LOGIN_NO_CONNECTION;
  if (!gw_strophe_echo (strophe, error))
    return GW_LOGIN_ONLY;
  if (extras)
    gw_introduce (strophe, jid, extras, NULL);
  return GW_LOGIN_PROVED;
}
