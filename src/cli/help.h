/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, made from the tables of commands and options. To standard output. The manual says the same,
 * see cli/manual.h. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

void gw_help_program (void);
void gw_help_command (const GwCommand *command);

/* --- what the manual takes from here
 * ------------------------------------------------------------------------------------------ */

const char *gw_help_text (void);            /* what the program is for, translated */
const char *gw_help_streams (void);         /* what goes where, translated */
char *gw_help_option (const GwOpt *option); /* "--save FILE" */

/* A row of the exit statuses. */
typedef struct {
  GwExit status;
  const char *text; /* N_() */
} GwHelpStatus;

const GwHelpStatus *gw_help_statuses (void); /* ends with a NULL text */

G_END_DECLS
