/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In-band registration (XEP-0077) over an open conversation: ask for the form, send it filled.
 * Blocking; the conversation's thread. */
#pragma once

#include "account/strophe.h"
#include "base/jid.h"
#include "net/form.h"
#include "net/refusal.h"

G_BEGIN_DECLS

typedef enum {
  GW_SUBMIT_ACCEPTED,
  GW_SUBMIT_REFUSED, /* the server said no */
  GW_SUBMIT_UNKNOWN, /* no answer came: the account may exist */
} GwSubmit;

/* Connects; the first request travels with the first bytes. `token` of an invitation (XEP-0445
 * section 4.2), NULL: none. */
GwStrophe *gw_registration_open (GwEngine *engine, const char *domain, const char *token,
                                 GCancellable *cancel, GError **error);
/* Once after that and with the same token: redeems it, and returns the form as it is. NULL: the
 * server has none for us, then `refusal` is filled; or the network's error. */
GwForm *gw_registration_fetch (GwStrophe *strophe, const char *domain, const char *token,
                               GwRefusal *refusal, GError **error);

/* The form filled with name and password in their roles, and `answers` (var -> text, NULL: none) in
 * all other fields. NULL and GW_ERROR_REFUSED_FIELDS or _FORM when that is not enough. Holds the
 * password: gw_wipe_free(). */
char *gw_registration_fill (const GwForm *form, const GwJid *jid, GwSecret *password,
                            GHashTable *answers, GError **error);

/* Sends what gw_registration_fill() made. `error` is set for all but ACCEPTED, `refusal` is filled
 * for REFUSED. */
GwSubmit gw_registration_submit (GwStrophe *strophe, const char *domain, const char *filled,
                                 gboolean had_puzzle, gboolean had_token, GwRefusal *refusal,
                                 GError **error);

G_END_DECLS
