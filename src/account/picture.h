/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as plain pixels: the one file that decodes PNG (libpng) and JPEG (libjpeg). Pure, any
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint width, height;
  guint8 *rgb; /* 3 bytes a pixel, row by row from the top, without gaps */
} GwPicture;

/* By its first bytes, whatever it is called. What is transparent is white. The size in its header
 * decides first: nothing is decoded that has more than `max_pixels`. NULL and GW_ERROR_FILE_READ
 * for everything else: another kind, damaged, or a JPEG of more than GW_LIMIT_PICTURE_SCANS scans.
 * What is missing at the end of a JPEG is grey. The libraries say nothing on stderr. */
GwPicture *gw_picture_decode (GBytes *bytes, guint max_pixels, GError **error);

/* Wipes the pixels: they may show a password. NULL allowed. */
void gw_picture_free (GwPicture *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPicture, gw_picture_free)

G_END_DECLS
