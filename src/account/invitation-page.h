/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web page that an invitation leads to (XEP-0401 section 4.2): it names the xmpp: link in a
 * Link header, or shows it. A page may name any domain: faces show that one, and nothing else is
 * done. */
#pragma once

#include "account/invitation.h"
#include "net/engine.h"

G_BEGIN_DECLS

typedef struct _GwInvitationPage GwInvitationPage;

/* Called once, never inside gw_invitation_page_start(); the page is gone then. `invitation` is
 * borrowed. NULL: `error` is what gw_http_start() says of a page that could not be asked,
 * GW_ERROR_REFUSED_TOKEN where it does not exist (any more), or GW_ERROR_BAD_INVITATION where no
 * link on it is an invitation. */
typedef void (*GwInvitationPageFunc) (const GwInvitation *invitation, const GError *error,
                                      gpointer data);

/* Asks for `url`, which gw_invitation_parse() found, by one request (and its redirects, all https).
 * Only after the person agreed. Engine thread only, both. */
GwInvitationPage *gw_invitation_page_start (GwEngine *engine, const char *url,
                                            GwInvitationPageFunc func, gpointer data);
void
gw_invitation_page_cancel (GwInvitationPage *page); /* only while the function is to be called */

/* The pure parts: the first xmpp: link that is an invitation, in the value of a Link header (RFC
 * 8288 section 3; any relation), and in an href="" of a page (in an encoding that holds ASCII).
 * NULL: none, with the error that gw_invitation_from_uri() gives of the last one. */
GwInvitation *gw_invitation_from_link_header (const char *value, GError **error);
GwInvitation *gw_invitation_from_html (const char *html, gsize length, GError **error);

G_END_DECLS
