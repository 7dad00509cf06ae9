/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom we contacted, across runs: one line a contact in $XDG_STATE_HOME/gangway/contacted.list,
 *
 *   2026-11-27T19:56:46Z yax.im 192.0.2.1:5222 chosen client
 *
 * when (UTC), domain, address, purpose, what for. Never who: no account and no name stands there.
 * At most GW_LIMIT_CONTACTED_LINES of the last GW_LIMIT_CONTACTED_DAYS; the file is rewritten whole
 * under a lock, so that programs side by side lose nothing. Any thread but the engine's: all of it
 * may wait for the disk. */
#pragma once

#include "net/contacts.h"

G_BEGIN_DECLS

/* GwContactEntry, oldest first; empty when nothing was written yet. What is no such line is
 * skipped. NULL: GW_ERROR_FILE_READ, or GW_ERROR_TOO_LARGE for a file that cannot be ours. */
GPtrArray *gw_contacted_load (GError **error);

/* Adds to the end and drops what is old or too much. A file that cannot be ours is begun anew; one
 * that cannot be read is left alone. */
gboolean gw_contacted_add (const GPtrArray *entries, GError **error);

/* Takes all lines of that domain (A-label; NULL: every line) away; their number is `count`. */
gboolean gw_contacted_forget (const char *domain, guint *count, GError **error);

G_END_DECLS
