/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one attempt has put away, for the case that the server decidedly refuses: it goes again, so
 * that no password of an address that does not exist lies around. What was there before is never
 * touched. One thread. */
#pragma once

#include "account/keep.h"

G_BEGIN_DECLS

typedef struct _GwStash GwStash;

GwStash *gw_stash_new (void);
void gw_stash_free (GwStash *stash); /* undoes nothing */

/* As gw_keep_store(). */
gboolean gw_stash_put (GwStash *stash, const GwKeep *keep, const GwJid *jid, GwSecret *password,
                       GError **error);

/* The account does not exist: takes away what this attempt stored last. */
void gw_stash_undo (GwStash *stash);

G_END_DECLS
