/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, in the order in which help and manual tell of them. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

extern const GwCommand *const gw_commands[]; /* ends with NULL */

/* GW_ERROR_USAGE names the nearest one. */
const GwCommand *gw_command_find (const char *name, GError **error);

G_END_DECLS
