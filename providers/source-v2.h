/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XMPP Providers v2 list, category A to D: a JSON array of flat objects
 * (https://providers.xmpp.net). Internal to the room, and to the tool that makes the built-in list.
 */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

/* As gw_source_parse() in source.h. */
GwCatalogue *gw_source_v2_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                                 GError **error);

G_END_DECLS
