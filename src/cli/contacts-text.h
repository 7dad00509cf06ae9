/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of contacts for --verbose. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* Whom we contacted, when, where, why: a line each on standard error, oldest first. */
void gw_contacts_text_print (GwEngine *engine);

G_END_DECLS
