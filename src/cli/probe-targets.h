/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers a probe is about: those that were named, or all on the list. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* The domains of the list, without those whose operators ask not to be tested. */
char **gw_probe_targets_listed (const GwCatalogue *catalogue);

/* Names them and asks whether they may be contacted. FALSE and GW_ERROR_CANCELLED for a no, or for
 * an interrupt, which would quit `loop`; GW_ERROR_USAGE when there is nobody to ask. */
gboolean gw_probe_targets_agree (char *const *domains, GMainLoop *loop, GError **error);

G_END_DECLS
