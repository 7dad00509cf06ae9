/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaks a paragraph into lines for paper or a terminal. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines of at most `columns` (East Asian wide letters count 2), broken at blanks; a word that is
 * wider has a line of its own. Free with g_strfreev(): not for text that holds a secret. */
char **gw_wrap (const char *paragraph, int columns);

/* Columns that `text` takes. */
int gw_wrap_columns (const char *text);

G_END_DECLS
