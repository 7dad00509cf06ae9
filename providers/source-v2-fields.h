/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of an XMPP Providers v2 list as facts. Pure; internal to the room. */
#pragma once

#include <jansson.h>

#include "base/fact.h"

G_BEGIN_DECLS

/* Offers all that `entry`, a JSON object, decidedly says. Whatever is missing, of the wrong type or
 * out of range stays unknown. */
void gw_v2_read_fields (const json_t *entry, GwFacts *facts, gint32 date);

G_END_DECLS
