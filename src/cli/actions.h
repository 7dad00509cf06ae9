/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that are a small table of actions: gangway providers add URL. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;    /* "add"; a table ends with NULL */
  const char *usage;   /* N_("URL|DOMAIN"); "": no words */
  const char *summary; /* N_(): one line */
  guint least, most;   /* words behind it */
  GwExit (*run) (const GwRun *run, char **words, GError **error);
} GwAction;

/* Does what run->arguments[0] names, with the words behind it; GW_ERROR_USAGE names the nearest
 * action, or what is missing. */
GwExit gw_actions_run (const GwAction *actions, const GwRun *run, GError **error);

/* The table for --help: whole lines. Free with g_free(). */
char *gw_actions_help (const GwAction *actions);

G_END_DECLS
