/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a web page for the invitation that it holds (account/invitation-page), for those who live
 * in another thread than the engine's. Only after the person agreed. */
#pragma once

#include "account/invitation.h"
#include "net/engine.h"

G_BEGIN_DECLS

typedef struct _GwInvitationAsk GwInvitationAsk;

/* Runs once in the thread-default context of the one who asked. Either is the callee's; the other
 * is NULL. The errors are those of gw_invitation_page_start(). */
typedef void (*GwInvitationAskFunc) (GwInvitation *invitation, GError *error, gpointer data);

GwInvitationAsk *gw_invitation_ask_new (GwEngine *engine, const char *url, GwInvitationAskFunc func,
                                        gpointer data);
/* At any time, the function included, and before the engine is freed: what runs is ended, and the
 * function is not called any more. */
void gw_invitation_ask_free (GwInvitationAsk *ask);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwInvitationAsk, gw_invitation_ask_free)

G_END_DECLS
