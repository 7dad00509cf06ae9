/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first steps of a new account, once it has logged in: others see its display name, and the one
 * who invited becomes a contact. Blocking; the conversation's thread. */
#pragma once

#include "account/extras.h"
#include "account/strophe.h"

G_BEGIN_DECLS

/* Display name: vCard (XEP-0054) and nickname (XEP-0172), whichever the server takes. Inviter: a
 * request to be a contact with the token of the invitation (XEP-0379 section 3.3), and the yes to
 * the request that comes back (RFC 6121 section 3.4). Doing it twice does no harm. FALSE and the
 * first error when something was not taken; an account without a display name is good all the same.
 */
gboolean gw_introduce (GwStrophe *strophe, const GwJid *jid, const GwExtras *extras,
                       GError **error);

G_END_DECLS
