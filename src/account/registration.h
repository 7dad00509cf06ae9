/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In-band registration (XEP-0077) over an open conversation: ask for the form, send it filled.
 * Blocking; the conversation's thread. */
#pragma once

#include "account/strophe.h"
#include "base/jid.h"
#include "net/form.h"

G_BEGIN_DECLS

typedef enum {
  GW_SUBMIT_ACCEPTED,
  GW_SUBMIT_REFUSED, /* the server said no */
  GW_SUBMIT_UNKNOWN, /* no answer came: the account may exist */
} GwSubmit;

/* Connects; the request for the form travels with the first bytes. */
GwStrophe *gw_registration_open (GwEngine *engine, const char *domain, GCancellable *cancel,
                                 GError **error);
/* Once after that, the form as it is; GW_ERROR_REFUSED_* when there is none for us, or the
 * network's error. */
GwForm *gw_registration_fetch (GwStrophe *strophe, const char *domain, GError **error);

/* The form filled with name and password in their roles, and `answers` (var -> text, NULL: none) in
 * all other fields. NULL and GW_ERROR_REFUSED_FIELDS or _FORM when that is not enough. Holds the
 * password: gw_wipe_free(). */
char *gw_registration_fill (const GwForm *form, const GwJid *jid, GwSecret *password,
                            GHashTable *answers, GError **error);

/* Sends what gw_registration_fill() made. `error` is set for all but ACCEPTED; *wait_s is what a
 * refusal asks to wait. */
GwSubmit gw_registration_submit (GwStrophe *strophe, const char *domain, const char *filled,
                                 gboolean had_puzzle, guint *wait_s, GError **error);

G_END_DECLS
