/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of an XMPP Providers list, or the file that a provider publishes about itself, as
 * facts. Pure; internal to the room. */
#pragma once

#include <jansson.h>

#include "providers/list-entry.h"

G_BEGIN_DECLS

typedef enum {
  GW_V2_FLAT,          /* the keys of version 2, and those of version 1 as far as they go */
  GW_V2_SOURCES,       /* each value in an object with its source */
  GW_V2_PROVIDER_FILE, /* only the keys that a provider may state itself; of origin provider */
} GwV2Shape;

/* Offers all that `json` decidedly says. What is missing, null, or the format's own "unknown" (-1,
 * "", {}, []) stays unknown without a word; what is of a wrong type or out of its range stays
 * unknown with a note. Returns the day on which the entry changed last, never one to come; 0: not
 * known. */
gint32 gw_v2_read_fields (const GwListEntry *entry, const json_t *json, GwV2Shape shape,
                          gint32 date, GwFacts *facts);

G_END_DECLS
