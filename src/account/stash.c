/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At most one item in the keyring and one file at a time. */
#include "account/stash.h"

#include "account/keyring.h"

struct _GwStash {
  GwJid *in_keyring; /* NULL: nothing of ours */
  GwKeep *file;      /* NULL: none written */
  GwJid *in_file;
};

GwStash *
gw_stash_new (void)
{
  return g_new0 (GwStash, 1);
}

void
gw_stash_free (GwStash *stash)
{
  if (stash == NULL)
    return;
  gw_jid_free (stash->in_keyring);
  gw_keep_free (stash->file);
  gw_jid_free (stash->in_file);
  g_free (stash);
}

/* An item that was there before with this very password is not ours to take away. */
static gboolean
put_in_keyring (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
                GError **error)
{
  g_autoptr (GwSecret) present = gw_keyring_lookup (jid, NULL);

  if (!gw_keep_store (keep, jid, password, error))
    return FALSE;
  gw_jid_free (stash->in_keyring);
  stash->in_keyring = present ? NULL : gw_jid_copy (jid);
  return TRUE;
}

static gboolean
put_in_file (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
             GError **error)
{
  gboolean is_ours = stash->file && strcmp (stash->file->path, keep->path) == 0;

  if (is_ours ? !gw_keep_replace (keep, stash->in_file, jid, password, error)
              : !gw_keep_store (keep, jid, password, error))
    return FALSE;
  gw_keep_free (stash->file);
  gw_jid_free (stash->in_file);
  stash->file = gw_keep_copy (keep);
  stash->in_file = gw_jid_copy (jid);
  return TRUE;
}

gboolean
gw_stash_put (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
              GError **error)
{
  g_return_val_if_fail (stash != NULL && keep != NULL, FALSE);

  switch (keep->kind) {
  case GW_KEEP_KEYRING:
    return put_in_keyring (stash, keep, jid, password, error);
  case GW_KEEP_FILE:
    return put_in_file (stash, keep, jid, password, error);
  case GW_KEEP_PERSON:
  default:
    return gw_keep_store (keep, jid, password, error);
  }
}

void
gw_stash_undo (GwStash *stash)
{
  g_return_if_fail (stash != NULL);

  if (stash->in_keyring)
    gw_keyring_remove (stash->in_keyring, NULL);
  g_clear_pointer (&stash->in_keyring, gw_jid_free);
}
