/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One conversation with a server through libstrophe, which no other file of the house knows. The
 * connection goes through net/relay, TLS is mandatory, and the certificate has passed
 * net/certificate before anything of the person's is sent.
 *
 * A conversation belongs to the thread that opened it. Every wait for an answer is limited to
 * GW_LIMIT_ACCOUNT_WAIT and ends at once with `cancel` (NULL allowed), whichever call it is in.
 * Errors are those of network, security and data. */
#pragma once

#include "base/jid.h"
#include "base/secret.h"
#include "net/engine.h"
#include "net/xml.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GwStrophe GwStrophe;

/* Without a login: returns when the features of the secured stream have come. Direct TLS where it
 * is announced; when that fails, STARTTLS. An <iq/> of `type` with `payload` travels with the
 * header of the secured stream, which saves a round trip: its answer comes by gw_strophe_await().
 */
GwStrophe *gw_strophe_open (GwEngine *engine, const char *domain, const char *type,
                            const char *payload, GCancellable *cancel, GError **error);

/* With a login: returns when it is done. One try with one password. *refused: the server decidedly
 * said that name and password do not fit (SASL <not-authorized/>), which no other failure says. */
GwStrophe *gw_strophe_login (GwEngine *engine, const GwJid *jid, GwSecret *password,
                             GCancellable *cancel, gboolean *refused, GError **error);
void gw_strophe_free (GwStrophe *strophe); /* closes the stream */

/* The stream stands. Changes only inside the calls below. */
gboolean gw_strophe_is_open (const GwStrophe *strophe);

/* Sends <iq type='TYPE'> with `payload` (one element as XML, without declaration) to the domain, or
 * with gw_strophe_ask_own() to one's own account, and returns the answer, be it a result or an
 * error. Of an error to a "set" only <error/> is kept: servers echo passwords. NULL: no answer
 * came, and nobody knows whether the request arrived. */
GwXml *gw_strophe_ask (GwStrophe *strophe, const char *type, const char *payload, GError **error);
GwXml *gw_strophe_ask_own (GwStrophe *strophe, const char *type, const char *payload,
                           GError **error);
/* The answer to what was sent last; NULL as above. */
GwXml *gw_strophe_await (GwStrophe *strophe, GError **error);

/* After a login: a message to oneself, here, comes back. GW_ERROR_NO_ECHO when it does not, or the
 * network's error. */
gboolean gw_strophe_echo (GwStrophe *strophe, GError **error);

/* After a login: <presence type='TYPE'/> to `address`, with `payload` inside (XML; NULL: nothing).
 * Goes with what is sent next. */
void gw_strophe_presence (GwStrophe *strophe, const char *type, const char *address,
                          const char *payload);

/* Serves the stream while nobody asks anything, until `wake` is readable. TRUE: woken; FALSE: the
 * stream has ended. */
gboolean gw_strophe_idle (GwStrophe *strophe, int wake);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwStrophe, gw_strophe_free)

G_END_DECLS
