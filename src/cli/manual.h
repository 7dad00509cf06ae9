/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual, gangway(1), made from the tables of commands, options, exit statuses and checks. The
 * build runs it as a command that help does not tell of: `gangway manual --lang de`. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* The page for man(1), UTF-8, in the language of the program. Free with g_free(). */
char *gw_manual (void);

G_END_DECLS
