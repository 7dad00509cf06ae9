/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unicode normalization form KC (UAX #15) in memory of the caller's, for secrets: GLib's and
 * libidn's leave copies in freed memory. Pure, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most that one character can become (U+FDFA). */
#define GW_NFKC_GROWTH 18

/* Normalizes text[0 .. *length) in place; *length is what it has then. FALSE: it would be more than
 * `max`; `text` is of no use then. All of it lies in `text`, whatever is returned. */
gboolean gw_nfkc (gunichar *text, gsize *length, gsize max);

G_END_DECLS
