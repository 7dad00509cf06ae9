/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which account is meant: people name one by its address or by its label. */
#pragma once

#include "gangway.h"

G_BEGIN_DECLS

/* An address as it is, whether or not it was made here; else the account of that label.
 * GW_ERROR_BAD_ADDRESS: neither; GW_ERROR_USAGE: several have that label. */
GwJid *gw_account_named (const char *text, GError **error);

G_END_DECLS
