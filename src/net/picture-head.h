/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first bytes of a picture say, before anything decodes it: only PNG and JPEG are known.
 * Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *type; /* static: "image/png" or "image/jpeg" */
  guint width, height;
  gboolean is_animated;
} GwPictureHead;

/* FALSE: it is neither. */
gboolean gw_picture_head_read (const guint8 *bytes, gsize length, GwPictureHead *head);

G_END_DECLS
