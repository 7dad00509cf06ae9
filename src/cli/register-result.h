/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a registration ended: as the JSON of the contract (design 7), and as a few calm sentences. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* `error`: why it is not verified; NULL: it is. `address` NULL: no name was sent. `keep` NULL: no
 * password is kept. */
typedef struct {
  const char *domain;
  const char *address;
  GwOutcome outcome; /* not FAILED */
  const GError *error;
  const GwKeep *keep;
  const char *web_page; /* where to register instead; NULL: none */
} GwRegisterResult;

void gw_register_result_print_json (const GwRegisterResult *result);
/* To standard output. For REFUSED only the web page and the file that is left: the rest is the
 * error, which main prints. */
void gw_register_result_print (const GwRegisterResult *result);

G_END_DECLS
