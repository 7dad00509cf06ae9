/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations (XEP-0401, XEP-0445; links by XEP-0147): what a pasted or scanned text offers. Nobody
 * is contacted here: a face shows the domain, and the person agrees first. Pure, any thread. */
#pragma once

#include "base/jid.h"

G_BEGIN_DECLS

typedef struct {
  char *domain;   /* where the address will be; A-label */
  char *local;    /* the name that is reserved for you; NULL: free to choose */
  char *token;    /* that lets you in ("preauth"); NULL: none, a plain ?register link */
  GwJid *inviter; /* who becomes a contact; NULL: nobody */
} GwInvitation;

/* The first link in `text`, with blanks, line breaks and a sentence around it forgiven:
 *   xmpp:example.org?register;preauth=T          an address with a name of your choice
 *   xmpp:alice@example.org?register;preauth=T    the address alice@example.org
 *   xmpp:bob@example.org?roster;preauth=T;ibr=y  an address, and bob as a contact
 * and the last two behind the # of an https link, with or without "xmpp:", encoded or not: there
 * the page is not needed.
 *
 * NULL with *page and without an error: another https link, to the page that must be asked for the
 * invitation (account/invitation-page.h). *page is NULL in all other cases.
 *
 * NULL and GW_ERROR_BAD_INVITATION: no link, or one that offers no address (?roster without a token
 * and "ibr=y", ?login, ?message, ...). The error never repeats any of the text: passwords and
 * tokens may be in it. */
GwInvitation *gw_invitation_parse (const char *text, char **page, GError **error);

/* What one xmpp: link offers, without anything around it; errors as above. */
GwInvitation *gw_invitation_from_uri (const char *uri, GError **error);

GwInvitation *gw_invitation_copy (const GwInvitation *invitation);
void gw_invitation_free (GwInvitation *invitation); /* wipes the token; NULL allowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwInvitation, gw_invitation_free)

G_END_DECLS
