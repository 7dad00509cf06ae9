/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of a command line to what the person asks for. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* As written; lists with commas between their items. */
typedef struct {
  gboolean in_app, no_puzzle, no_email, paid, eu, reset, green;
  const char *signup, *country, *language, *organization;
  int min_archive, min_upload, min_years;
  const char *more, *less, *ignore; /* codes of the table of weights */
} GwWishOptions;

/* GW_ERROR_USAGE names the option, and the word that was probably meant. */
GwWishes *gw_list_wishes (const GwWishOptions *written, GError **error);

G_END_DECLS
