/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes (ISO 18004 by libqrencode): level M, byte mode, quiet zone of 4 modules, always black on
 * white. The modules hold a password: they are wiped on free. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_QR_QUIET 4 /* modules on each side, ISO 18004 section 5.3.8 */

typedef struct {
  int width;       /* modules, without the quiet zone */
  guint8 *modules; /* width * width, 1 = dark, row by row */
} GwQr;

/* NULL and GW_ERROR_BAD_PASSWORD when it does not fit into a code. */
GwQr *gw_qr_new (const char *payload, GError **error);
/* The same at level L, mostly one version (4 modules) smaller: for a terminal, where a usual setup
 * code of level M is just too tall for 24 rows. A screen has no dirt that level M would help with.
 */
GwQr *gw_qr_new_small (const char *payload, GError **error);
void gw_qr_free (GwQr *qr);

/* TRUE for dark; outside (-4 .. width+3) is light. */
gboolean gw_qr_at (const GwQr *qr, int x, int y);

/* Whole pixels per module, quiet zone included; gray PNG (libpng). Free with g_free after gw_wipe.
 */
gboolean gw_qr_png (const GwQr *qr, int pixels, guint8 **bytes, gsize *length, GError **error);
/* Free this and the next with gw_wipe_free(). */
char *gw_qr_svg (const GwQr *qr);
/* Half blocks with explicit black and white (ANSI) so that it reads on any theme; `ansi` FALSE:
 * without escapes, for a dark-on-light reading of plain text. Each row ends with a newline. */
char *gw_qr_terminal (const GwQr *qr, gboolean ansi);

/* Writes a PNG or SVG by the file's ending to a new file of mode 0600; GW_ERROR_FILE_EXISTS,
 * GW_ERROR_USAGE. */
gboolean gw_qr_save (const GwQr *qr, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwQr, gw_qr_free)

G_END_DECLS
