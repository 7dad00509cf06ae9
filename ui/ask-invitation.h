/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a web page for the invitation that it holds, after the person agreed. Main thread. */
#pragma once

#include <gangway.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GangwayAskInvitation GangwayAskInvitation;

/* Returns a GwInvitation through `task`, or the error of gw_invitation_page_start(). Keep the
 * answer until then, and free it before the engine. */
GangwayAskInvitation *gangway_ask_invitation_start (GTask *task, GwEngine *engine, const char *url);
/* Ends what runs; its task then fails with GW_ERROR_CANCELLED. */
void gangway_ask_invitation_free (GangwayAskInvitation *ask);

G_END_DECLS
