/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks a provider list in JSON one entry at a time, so that only one is in memory: a tenth of the
 * memory of the whole document, and faster. Internal to the room. */
#pragma once

#include <jansson.h>

#include "providers/list-entry.h"

G_BEGIN_DECLS

/* Takes what one entry says into its catalogue; `key`: of the outer object, NULL in an array. All
 * numbers are doubles. Returns the day of the newest change that it tells of, 0: of none. */
typedef gint32 (*GwListEntryFunc) (GwListEntry *entry, const char *key, const json_t *json);

/* The list in the array ('[') or the object ('{') of that text, which is UTF-8 without NUL. Facts
 * and catalogue get `date`; 0: the newest change. An entry that is no good (a key twice, a number
 * beyond all numbers) is left out with a note. NULL and an error as source.h says. */
GwCatalogue *gw_list_json_read (const char *text, gsize length, char opening, const char *subject,
                                gint32 date, GwListEntryFunc take, GError **error);

/* The one object in that text, owned; NULL and an error. */
json_t *gw_list_json_object (const char *text, gsize length, const char *subject, GError **error);

/* What of the bytes is text, a byte order mark set aside. FALSE and GW_ERROR_TOO_LARGE (more than
 * `max`), _LIST_EMPTY (nothing but blanks) or _LIST_TEXT. */
gboolean gw_list_text (const char **bytes, gsize *length, gsize max, const char *subject,
                       GError **error);

G_END_DECLS
