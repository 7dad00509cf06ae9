/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readers of JSON lists behind the table of sources, as gw_source_parse() in source.h, but
 * without its last hand: the text is UTF-8 already, and facts are of origin fetched and of the date
 * of the list, or of its newest change when that is 0. Internal to the room. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

/* XMPP Providers (https://providers.xmpp.net), category A to D: an array of flat objects. */
GwCatalogue *gw_source_v2_parse (const char *text, gsize length, const char *subject, gint32 date,
                                 GError **error);
/* The same with sources: an object by domain, whose properties are {"content", "source"}. Whether
 * its first entry looks like that. */
GwCatalogue *gw_source_v2_sources_parse (const char *text, gsize length, const char *subject,
                                         gint32 date, GError **error);
gboolean gw_source_v2_sources_recognize (const char *text, gsize length);
/* An array of domains. */
GwCatalogue *gw_source_domains_parse (const char *text, gsize length, const char *subject,
                                      gint32 date, GError **error);
gboolean gw_source_domains_recognize (const char *text, gsize length);

G_END_DECLS
