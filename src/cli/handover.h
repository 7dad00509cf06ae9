/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands that hand an account over have in common: which account, its password, and a
 * way to standard output that keeps no copy. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* The value of --account, an address or a label; GW_ERROR_USAGE when it is missing (NULL), else as
 * gw_account_named(). */
GwJid *gw_handover_account (const char *address, GError **error);

/* From the descriptor of --password-fd, or from the keyring when that is -1. Blocks. */
GwSecret *gw_handover_password (const GwJid *jid, int fd, GError **error);

/* Writes to standard output without stdio, whose buffer would keep a copy of a secret. A reader
 * that had enough is no failure; else GW_ERROR_FILE_WRITE. */
gboolean gw_handover_write (const char *text, GError **error);

/* A paragraph for the person, on standard error; nothing with --quiet. */
void gw_handover_advise (const GwCommon *common, const char *text);

G_END_DECLS
