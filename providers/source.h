/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where catalogues come from. A source turns bytes into a catalogue; each is one file and one row
 * of the table in source.c. Pure, but for gw_catalogue_load(). */
#pragma once

#include "base/profile.h"
#include "providers/provider.h"

G_BEGIN_DECLS

/* The built-in list: our own compact lines (providers/builtin.list), compiled in. */
GwCatalogue *gw_source_builtin (void);

/* Our lines from any text: "list 2026-07-11" ("list -": date not known), then per provider
 * "provider DOMAIN" (and the second of the last probe from here, if there was one) followed by fact
 * lines (base/fact.h). Empty lines and lines with '#' in front are comments. The catalogue's origin
 * is left to the caller, it may be empty. NULL and GW_ERROR_TOO_LARGE, or GW_ERROR_LIST_SHAPE
 * naming the line. */
GwCatalogue *gw_source_lines_parse (const char *bytes, gsize length, const char *subject,
                                    GError **error);
/* The inverse; comments are lost. */
char *gw_source_lines_print (const GwCatalogue *catalogue);

/* The XMPP Providers v2 list: an array of objects (31 keys). Unknown conventions (-1, "", {}, [],
 * false that may mean silence, bytes for megabytes, 0 that may mean unset) become what they mean,
 * see the table there. Entries without a usable domain are dropped, unknown keys ignored. NULL and
 * GW_ERROR_LIST_NOT_JSON / _SHAPE / _EMPTY / GW_ERROR_TOO_LARGE. `date` 0: the newest latestChange
 * in it. */
GwCatalogue *gw_source_v2_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                                 GError **error);

/* The catalogue to rank: the profile's list_file ("-" reads standard input) or else the built-in
 * list; then what was seen from here (providers/seen.h) is offered into it. A list file that cannot
 * be read is an error, never silently replaced. It may be a v2 list or our lines; what it says
 * counts as fetched, whatever it claims, but our own survival figures of the domains that it names
 * are kept. A damaged record of what was seen from here is reported as a message and left out. */
GwCatalogue *gw_catalogue_load (const GwProfile *profile, GError **error);

G_END_DECLS
