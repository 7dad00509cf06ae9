/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts that were made on this computer, without secrets: one small file in the state
 * folder, under a lock as long as somebody changes it. Where the password is kept is written down,
 * the password is not. Any thread. */
#pragma once

#include "account/extras.h"
#include "account/keep.h"

G_BEGIN_DECLS

typedef struct {
  GwJid *jid;
  char *label;       /* NULL: none */
  GwKeep *keep;      /* NULL: what was written down of it makes no sense */
  gint64 since;      /* seconds since 1970 UTC: when it was made */
  gboolean verified; /* a message to itself came back, at least once */
} GwAccount;

GwAccount *gw_account_copy (const GwAccount *account);
void gw_account_free (GwAccount *account);

/* GwAccount, oldest first. A file that cannot be read: NULL and GW_ERROR_STORE; none: empty. */
GPtrArray *gw_accounts_list (GError **error);
/* The one of that address; NULL: none. To free. */
GwAccount *gw_accounts_find (const GwJid *jid);

/* Adds it, or says more of one that is there: a label given here wins, `verified` stays once it was
 * TRUE. On disk when TRUE is returned. */
gboolean gw_accounts_note (const GwJid *jid, const GwKeep *keep, const char *label,
                           gboolean verified, GError **error);
/* NULL takes the label away. GW_ERROR_NOT_THERE. */
gboolean gw_accounts_label (const GwJid *jid, const char *label, GError **error);
/* The entry only: neither the password nor the account at the provider. GW_ERROR_NOT_THERE. */
gboolean gw_accounts_forget (const GwJid *jid, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAccount, gw_account_free)

G_END_DECLS
