/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one attempt has put away, for the case that the server decidedly refuses: the item in the
 * keyring goes again, so that no dead entries pile up; a file stays, and takes the next name of the
 * same attempt. One thread. */
#pragma once

#include "account/keep.h"

G_BEGIN_DECLS

typedef struct _GwStash GwStash;

GwStash *gw_stash_new (void);
void gw_stash_free (GwStash *stash); /* undoes nothing */

/* As gw_keep_store(); over a file that this stash itself wrote before. */
gboolean gw_stash_put (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
                       GError **error);

/* The account does not exist: takes away what may be taken away. */
void gw_stash_undo (GwStash *stash);

G_END_DECLS
