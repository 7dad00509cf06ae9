/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway probe --explain: what a check means, from the table alone. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* `what`: the id of a check; "list" or "all": the ids by group. Contacts nobody. GW_ERROR_USAGE
 * names the nearest id. */
GwExit gw_explain (const GwCommon *common, const char *what, GError **error);

G_END_DECLS
