/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the words of a command line by option tables: --name VALUE, --name=VALUE, --flag, -h, and
 * "--" before words that begin with a dash. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* A table and the struct that it fills; an array of them ends with NULL options. */
typedef struct {
  const GwOpt *options;
  gpointer values;
} GwOptSet;

extern const GwOpt gw_common_options[]; /* for GwCommon */

/* Every number becomes -1, "not given"; the rest of the struct is zero already. */
void gw_opt_init (const GwOptSet *set);

/* Reads from *words (NULL-terminated) and moves it on. `arguments`: the words that are no options
 * are added (borrowed); NULL: stops at the first of them. GW_ERROR_USAGE names the option and the
 * nearest known one, but never a value: it might be a password. */
gboolean gw_opt_parse (const GwOptSet *sets, char ***words, GPtrArray *arguments, GError **error);

/* GW_ERROR_USAGE with that detail; always FALSE. */
gboolean gw_opt_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The option as known before anything is understood: how and in which language even a usage error
 * is told. */
gboolean gw_opt_peek_flag (char **words, const char *name);
const char *gw_opt_peek_text (char **words, const char *name);

/* The one of `names` (NULL-terminated) that was probably meant; NULL: none is near. */
const char *gw_opt_nearest (const char *typed, const char *const *names);

G_END_DECLS
