/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a puzzle before anything decodes it: only what is small, and PNG or JPEG by its
 * own first bytes, gets further. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From the base64 of a <data xmlns='urn:xmpp:bob'/> (XEP-0231; line breaks allowed). NULL: not a
 * picture that we show. */
GBytes *gw_form_picture_new (const char *base64);

/* Width and height as the header of a PNG or JPEG gives them. FALSE for everything else. */
gboolean gw_form_picture_size (const guint8 *bytes, gsize length, guint *width, guint *height);

G_END_DECLS
