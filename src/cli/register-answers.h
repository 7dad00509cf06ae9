/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of --answers: what a form is to be answered, one line "var=text" each, for scripts. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* Reads lines var=text, raw to the end of the line; a var that stands there again gives several
 * values; empty lines and those that begin with # are left out. "-": standard input. var -> text,
 * several values with a line each; GW_ERROR_FILE_READ, GW_ERROR_USAGE with the number of the line.
 */
GHashTable *gw_register_answers_read (const char *path, GError **error);
/* The pure part of it; `text` is NUL-terminated. */
GHashTable *gw_register_answers_parse (const char *text, GError **error);

/* FALSE and GW_ERROR_USAGE with the names that the form knows, when one of `answers` is for none of
 * its fields: a name that is misspelt must not get lost. */
gboolean gw_register_answers_check (GHashTable *answers, const GwForm *form, GError **error);

G_END_DECLS
