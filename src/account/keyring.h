/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Secret Service (libsecret): one item per account, attributes service=gangway and jid. All
 * calls block and belong into a worker thread, or into a command line that has nothing else to do.
 */
#pragma once

#include "base/jid.h"
#include "base/secret.h"

G_BEGIN_DECLS

/* GW_ERROR_NO_KEYRING: none runs here. GW_ERROR_KEYRING_LOCKED: it stayed locked, or the person
 * dismissed the prompt. The password is read back and compared before TRUE is said. */
gboolean gw_keyring_store (const GwJid *jid, GwSecret *password, GError **error);
/* GW_ERROR_NOT_IN_KEYRING when there is no such item. */
GwSecret *gw_keyring_lookup (const GwJid *jid, GError **error);
gboolean gw_keyring_remove (const GwJid *jid, GError **error);

/* Can something be stored there right now, without a prompt? Unlocks nothing. */
gboolean gw_keyring_is_ready (GError **error);
/* Asks the person to unlock (a prompt of the desktop). */
gboolean gw_keyring_unlock (GError **error);

G_END_DECLS
