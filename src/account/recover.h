/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a crash or a cut line: what became of the attempts in the journal. One login each: it
 * exists, it was not created, or still pending because there is no connection. Entries that a
 * living process holds are left alone; nothing is ever deleted from a keyring or a file. */
#pragma once

#include "account/journal.h"
#include "net/engine.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  GW_RECOVERED_VERIFIED,
  GW_RECOVERED_CREATED,     /* it exists by the server's word or by a login; not proved */
  GW_RECOVERED_NOT_CREATED, /* known: nothing was sent, or the login was refused */
  GW_RECOVERED_REFUSED,     /* known: the server had said no */
  GW_RECOVERED_AWAY,        /* by website, and it cannot log in yet: perhaps it was not finished */
  GW_RECOVERED_PENDING,     /* no connection: unknown as before */
  GW_RECOVERED_NO_PASSWORD, /* only the person has it (keep "person"), or its place does not answer:
                               unknown as before */
  GW_RECOVERED_HELD,        /* another process works on it */
} GwRecovered;

const char *gw_recovered_name (GwRecovered outcome);

/* What is open, without contacting anybody: GwEntry, oldest first. */
GPtrArray *gw_recover_list (void);

/* Blocking, worker thread. `password`: for an entry that only the person keeps; NULL else. The
 * entry is closed when the outcome is known. */
GwRecovered gw_recover_one (GwEngine *engine, const char *id, GwSecret *password,
                            GCancellable *cancel, GError **error);

/* The person does not want to hear of it any more: closes an entry at AWAY. The password stays
 * where it is kept. GW_ERROR_HELD, GW_ERROR_STORE; GW_ERROR_PENDING for one at another stage, which
 * only the server can settle. */
gboolean gw_recover_forget (const char *id, GError **error);

G_END_DECLS
