/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of provider lists. A source turns bytes into a catalogue; each is one file and one row of
 * the table in source.c, and the first row that recognizes the bytes reads them. Pure.
 *
 * For all of them: what is not UTF-8 is GW_ERROR_LIST_TEXT (a leading byte order mark is forgiven),
 * more than GW_LIMIT_LIST_BYTES, GW_LIMIT_LIST_ENTRIES or what would cost too much to parse is
 * GW_ERROR_TOO_LARGE, then GW_ERROR_LIST_NOT_JSON, _SHAPE or _EMPTY name the place. An entry that
 * cannot be used, or a value of a wrong type or out of its range, is left out, and a note in the
 * catalogue says where and why; it never becomes a wrong value. What may be a value is said in
 * base/fact. Unknown keys are ignored. Of two entries with one domain the first counts. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

/* Reads a list of any kind. `subject`: a file or address, for sentences. `date`: days since 1970 of
 * the list, 0: what it says of itself, else its newest change, but never a day to come. All facts
 * are of origin fetched, whatever the bytes claim, and survival figures are dropped: only we count
 * those. All providers are listed, where our own lines do not say otherwise. `kind` (NULL allowed):
 * the row's name, static; NULL for what is not even text. */
GwCatalogue *gw_source_parse (const char *bytes, gsize length, const char *subject, gint32 date,
                              const char **kind, GError **error);

/* Names and titles of the rows, for help and `gangway providers sources`; ends with NULL names. */
typedef struct {
  const char *name;  /* "providers-v2" */
  const char *title; /* translated */
} GwSourceKind;
const GwSourceKind *gw_source_kinds (void);

/* The built-in list: our own compact lines (providers/builtin.list), compiled in. */
GwCatalogue *gw_source_builtin (void);

/* --- our own lines: the form of the built-in list, of kept copies and of what was seen from here
 *
 * "list 2026-07-11 builtin" ("-" for a date that is not known; the origin may be missing) gives the
 * date and origin of all fact lines that state none. Then per provider "provider DOMAIN" (and the
 * second of the last probe from here, if there was one), followed by fact lines (base/fact.h).
 * Empty lines and lines with '#' in front are comments. */

/* Trusts its text, as far as it is well formed: `max` bytes at most, origins as written; a value
 * that its fact does not accept is left out with a note. NULL and GW_ERROR_TOO_LARGE, or
 * GW_ERROR_LIST_SHAPE naming the line. */
GwCatalogue *gw_source_lines_parse (const char *bytes, gsize length, gsize max, const char *subject,
                                    GError **error);
/* The inverse; comments and notes are lost. */
char *gw_source_lines_print (const GwCatalogue *catalogue);

/* --- what a provider says of itself: /.well-known/xmpp-provider-v2.json, 14 of the keys of a v2
 * entry, of origin provider. At most GW_LIMIT_PROVIDER_FILE bytes. The catalogue holds one
 * provider. */
#define GW_PROVIDER_FILE_PATH "/.well-known/xmpp-provider-v2.json" /* XMPP Providers, version 2 */
GwCatalogue *gw_source_provider_file_parse (const char *bytes, gsize length, const char *domain,
                                            gint32 date, GError **error);

G_END_DECLS
