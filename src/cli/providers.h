/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words behind `gangway providers`: each one function and one row in cmd-providers.c. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* `words`: what follows the action's name, NULL-terminated. As GwCommand.run. */
GwExit gw_providers_update (const GwRun *run, char **words, GError **error);
GwExit gw_providers_show (const GwRun *run, char **words, GError **error);
GwExit gw_providers_sources (const GwRun *run, char **words, GError **error);
GwExit gw_providers_diff (const GwRun *run, char **words, GError **error);

/* What changed, as lines "  + new.example  with a picture puzzle". */
void gw_providers_print_changes (const GPtrArray *diffs, const GwCatalogue *before,
                                 const GwCatalogue *now);
/* [{"kind", "domain", "text", "facts": [names]}] */
json_t *gw_providers_changes_json (const GPtrArray *diffs, const GwCatalogue *before,
                                   const GwCatalogue *now);

G_END_DECLS
