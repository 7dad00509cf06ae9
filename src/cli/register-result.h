/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a registration ended: as the JSON of the contract (design 7), and as a few calm sentences. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* `error`: why it is not verified; NULL: it is. */
typedef struct {
  GwOutcome outcome; /* not FAILED */
  const GError *error;
} GwRegisterResult;

void gw_register_result_print_json (const GwRegister *self, const GwRegisterResult *result);
/* The result to standard output; why it is not verified, and what the server said of it, to
 * standard error. */
void gw_register_result_print (const GwRegister *self, const GwRegisterResult *result);

G_END_DECLS
