/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A readable name for the address, suggested so that nothing must be typed: "quiet-otter-27". Not
 * meant to be secret, only pleasant and rarely taken. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gw_name_suggest (void);

G_END_DECLS
