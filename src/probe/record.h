/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The flight recorder: all that was seen of one server as one line of JSON, and back. What is read
 * back is judged by the same functions as what was just seen, so one file serves a bug report, a
 * test and an operator's evidence.
 *
 *   {"gangway-record": 1, "domain": ..., "measured": ..., "dns": [...], "legs": {"c2s": {...}},
 * ...}
 *
 * Bytes that are text stand as text, others as base64 under a name that ends in "-base64". Of us it
 * holds nothing: no address of this computer, no resolver, no proxy, no file name. Hostile input:
 * a line has at most GW_LIMIT_RECORD bytes, and whatever is missing or of a wrong type counts as
 * not seen. Pure, but for the file. */
#pragma once

#include "probe/seen.h"
#include <jansson.h>

G_BEGIN_DECLS

json_t *gw_record_to_json (const GwSeen *seen);

/* What was recorded, not read yet (gw_seen_read). NULL and GW_ERROR_BAD_RECORD: no record of ours,
 * or one of a later form. `name` is for the words of the error. */
GwSeen *gw_record_from_json (const json_t *record, const char *name, GError **error);

/* Every record (GwSeen) of a file, one a line. GW_ERROR_FILE_READ, GW_ERROR_BAD_RECORD;
 * GW_ERROR_TOO_LARGE for more than GW_LIMIT_RECORDS. */
GPtrArray *gw_record_read_file (const char *path, GError **error);

/* Appends one line. GW_ERROR_FILE_WRITE; GW_ERROR_TOO_LARGE for one that could not be read. */
gboolean gw_record_append_file (const char *path, const GwSeen *seen, GError **error);

G_END_DECLS
