/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settling one attempt of an earlier run in a worker thread: what became of it, and the password
 * from where it was kept, so that the account can be handed over. */
#pragma once

#include <gangway.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  GwJid *jid;
  GwSecret *password; /* NULL: not found */
  GwRecovered outcome;
  char *note; /* why it is not proved or not known; NULL: nothing to say */
} GangwaySettled;

/* Returns a GangwaySettled through `task`. The task's source keeps `engine` alive. */
void gangway_settle_run (GTask *task, GwEngine *engine, const GwEntry *entry, GwSecret *password);

/* "quiet-otter-27@yax.im exists and works."; to free. */
char *gangway_settled_sentence (const GangwaySettled *settled);
void gangway_settled_free (GangwaySettled *settled);

G_END_DECLS
