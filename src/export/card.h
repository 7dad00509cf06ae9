/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account as a text card: address, server, what to type where, in the person's language; to
 * read, to print, to keep. Without a password unless one is given. */
#pragma once

#include "base/jid.h"
#include "base/secret.h"

G_BEGIN_DECLS

/* `password` NULL: a line to write it on. Free with gw_wipe_free() when it held one. */
char *gw_card_text (const GwJid *jid, GwSecret *password);

G_END_DECLS
