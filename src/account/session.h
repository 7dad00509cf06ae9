/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real login, and the proof that the account works: a message to oneself that comes back.
 * libstrophe through the relay, TLS mandatory, the certificate judged by net/certificate as well.
 * Blocking: worker threads. */
#pragma once

#include "account/extras.h"
#include "base/secret.h"
#include "net/engine.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  GW_LOGIN_NO_CONNECTION, /* nothing can be said about the account */
  GW_LOGIN_REFUSED, /* the server decidedly refused name and password (a SASL failure), not a cut
                       line */
  GW_LOGIN_ONLY,    /* logged in, but the message did not come back */
  GW_LOGIN_PROVED,
} GwLogin;

/* After the proof the account introduces itself, as far as `extras` (NULL: none) say; what goes
 * wrong there is no failure. `error` is set for all but PROVED. Ends by itself after
 * GW_LIMIT_ACCOUNT_WAIT per answer, or with `cancel`. One try: a wrong password is never repeated.
 */
GwLogin gw_session_prove (GwEngine *engine, const GwJid *jid, GwSecret *password,
                          const GwExtras *extras, GCancellable *cancel, GError **error);

G_END_DECLS
