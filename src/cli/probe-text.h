/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One result of a probe for the eye. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* `all`: every check, else only what is wrong; `evidence`: what was seen, and the reference. */
void gw_probe_print (const GwProbeResult *result, gboolean all, gboolean evidence);

/* One check of it. */
void gw_probe_print_check (const GwCheckResult *check, gboolean evidence);

G_END_DECLS
