/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At most one password at a time. */
#include "account/stash.h"

#include "account/keyring.h"

struct _GwStash {
  GwKeep *keep; /* NULL: nothing of ours lies anywhere */
  GwJid *jid;
};

GwStash *
gw_stash_new (void)
{
  return g_new0 (GwStash, 1);
}

static void
forget (GwStash *stash)
{
  g_clear_pointer (&stash->keep, gw_keep_free);
  g_clear_pointer (&stash->jid, gw_jid_free);
}

void
gw_stash_free (GwStash *stash)
{
  if (stash == NULL)
    return;
  forget (stash);
  g_free (stash);
}

/* An item that was in the keyring before is not ours to take away. A file is always new. */
static gboolean
was_there (const GwKeep *keep, const GwJid *jid)
{
  g_autoptr (GwSecret) present =
      keep->kind == GW_KEEP_KEYRING ? gw_keyring_lookup (jid, NULL) : NULL;

  return present != NULL;
}

gboolean
gw_stash_put (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
              GError **error)
{
  g_return_val_if_fail (stash != NULL && keep != NULL, FALSE);

  gboolean is_foreign = was_there (keep, jid);

  if (!gw_keep_store (keep, jid, password, error))
    return FALSE;
  forget (stash);
  if (!is_foreign) {
    stash->keep = gw_keep_copy (keep);
    stash->jid = gw_jid_copy (jid);
  }
  return TRUE;
}

void
gw_stash_undo (GwStash *stash)
{
  g_return_if_fail (stash != NULL);

  if (stash->keep)
    gw_keep_remove (stash->keep, stash->jid);
  forget (stash);
}
