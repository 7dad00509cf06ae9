/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help and manual in one, made from the tables of options. To standard output. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* `commands`: NULL-terminated. */
void gw_help_program (const GwCommand *const *commands);
void gw_help_command (const GwCommand *command);

G_END_DECLS
