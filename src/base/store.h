/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that must survive: atomic (temporary file, fsync, rename, fsync of the folder), mode 0600
 * in folders of 0700, and locks that die with their process. Under XDG_STATE_HOME/gangway unless a
 * full path is given. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { GW_STORE_STATE, GW_STORE_CACHE } GwStoreKind;

/* "$XDG_STATE_HOME/gangway/NAME" (or the cache's). The folder is made when first written to. */
char *gw_store_path (GwStoreKind kind, const char *name);

/* Replaces `path` by `bytes` so that a crash leaves the old or the new content, never a mixture.
 * GW_ERROR_STORE. */
gboolean gw_store_write (const char *path, const char *bytes, gsize length, GError **error);

/* As above, but fails with GW_ERROR_FILE_EXISTS instead of replacing, and does not follow links. */
gboolean gw_store_write_new (const char *path, const char *bytes, gsize length, GError **error);

/* A new file of the person's, which others may read (0644 but for the umask): a page, a file for a
 * web server. GW_ERROR_FILE_EXISTS: it is not replaced; GW_ERROR_FILE_WRITE. */
gboolean gw_store_publish (const char *path, const char *bytes, gsize length, GError **error);

/* Reads at most `max` bytes (GW_ERROR_TOO_LARGE beyond). A missing file is TRUE with *bytes = NULL.
 */
gboolean gw_store_read (const char *path, gsize max, char **bytes, gsize *length, GError **error);

/* flock(2) on `path` (made if missing), without waiting. -1 and GW_ERROR_HELD when another process
 * holds it. The kernel frees it when the process dies. Release: close(fd). */
int gw_store_lock (const char *path, GError **error);

/* The same, but waits up to a second for one who reads and writes: for records that everybody adds
 * to. Threads of one process wait for each other as well. */
int gw_store_lock_soon (const char *path, GError **error);

/* The installation's own secret, 32 bytes, made at the first call: the key of the fair order. Falls
 * back to a fixed key for this run when the state folder cannot be written (the order is then not
 * stable, nothing else). */
const guint8 *gw_store_install_secret (void);

G_END_DECLS
