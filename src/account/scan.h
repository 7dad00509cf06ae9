/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a QR code (ISO 18004) in a picture: a screenshot, a photograph, a saved setup code. Pure
 * but for the file, any thread; a large photograph takes a second or two. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of the first QR code in a PNG or JPEG file, of at most GW_LIMIT_SCAN_FILE bytes and
 * GW_LIMIT_SCAN_PIXELS. It may hold a password: free it with gw_wipe_free(). The picture is wiped;
 * what libzbar took of it is freed only.
 *
 * NULL and GW_ERROR_FILE_READ: no such file or no such picture; GW_ERROR_NOTHING_SCANNED: no QR
 * code that can be read, or one that holds no text; GW_ERROR_FAILED: libzbar is not there. */
char *gw_scan_file (const char *path, GError **error);

G_END_DECLS
