/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libzbar, loaded when it is first used: its 17 libraries for cameras, windows and the system's bus
 * would take some milliseconds of each start. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of the first QR code, dark on light or light on dark, in a raster of one byte a pixel;
 * free with gw_wipe_free(). NULL without an error: there is none, or it holds no UTF-8. NULL and
 * GW_ERROR_FAILED: libzbar is not there. */
char *gw_zbar_read (const guint8 *grey, guint width, guint height, GError **error);

G_END_DECLS
